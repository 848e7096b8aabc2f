"""Events as tables: exact columns, real readers, formulas disarmed, reasons beside every row, memory flat."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from variorum.errors import ExportError
from variorum.export.tables import FORMATS, Record, named
from variorum.export.tables.formats import Export, export
from variorum.export.tables.methods import Method
from variorum.export.tables.spreadsheet import disarmed
from variorum.models import (
    Account,
    Actor,
    DerivationStep,
    Event,
    EventType,
    Figure,
    Group,
    GroupCategory,
    LinkedEvent,
    Mode,
    Outcome,
    Place,
    Report,
    Responsibility,
    Source,
    SourceKind,
    Toll,
    When,
)
from variorum.values import CountRange, DateRange, Span

GED = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
).split(",")
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
METHOD = Method(program="Variorum 0", codebook="ucdp", edition="codebook 23.1", rules={"low_best_high": "G p. 5"})
EVIL = '=HYPERLINK("http://example.org","7")'


def record(number: int = 0, **more: Any) -> Record:
    """A bombing told by one report, with one toll and one claim of who did it."""
    report = Report(
        id=f"r{number}", text="12 people died.", title=EVIL, publisher="Daily News", published=date(2021, 3, 2)
    )
    place = Place(
        text="Mopti",
        country="ML",
        lat=14.5,
        lon=-4.2,
        admin1="Mopti",
        locality="Mopti",
        gw=432,
        prio_grid=150832,
        where_prec=1,
    )
    event = Event(id=f"account-{number}", type=EventType.EXPLOSION, main=True, label="Bomb in Mopti")
    toll = Toll(
        id=f"claim-{number}",
        event=event.id,
        outcome=Outcome.KILLED,
        count=CountRange.exactly(12),
        group=Group(text="people", category=GroupCategory.PEOPLE),
        quote="12",
        span=Span(0, 2),
        sources=(Source(text="the governor", kind=SourceKind.GOVERNMENT),),
    )
    claimed = Responsibility(
        id=f"resp-{number}", event=event.id, actor="JNIM", mode=Mode.CLAIMED, quote="died", span=Span(10, 14)
    )
    account = Account(
        id=event.id,
        report_id=f"report-{number}",
        report=report,
        event=event,
        tolls=(toll,),
        responsibility=(claimed,),
    )
    step = DerivationStep(rule="low_best_high", claims=(toll.id,), result=12, sentence="One number.", citation="G p. 5")
    figures = {
        name: Figure(codebook="ucdp", name=name, value=value, reason="One number.", steps=(step,))
        for name, value in {
            "best": 12,
            "low": 12,
            "high": 12,
            "deaths_a": 0,
            "deaths_civilians": 12,
            "where_prec": 1,
        }.items()
    }
    given: dict[str, Any] = {
        "event": LinkedEvent(id=f"event-{number}", accounts=(account,)),
        "when": When(days=DateRange.day(date(2021, 3, 1)), date_prec=1),
        "place": place,
        "type": EventType.EXPLOSION,
        "label": account.event.label,
        "sub_type": "remote_explosive_landmine_ied",
        "weapons": ("planted_bomb",),
        "targets": ("private_citizens",),
        "actors": (
            Actor(text="JNIM", side="attacker", category="rebel_group", entry="jnim", name="JNIM"),
            Actor(text="traders", side="attacked", category="civilians"),
        ),
        "codebook": "ucdp",
        "figures": figures,
    }
    return Record(**(given | more))


def written(tmp_path: Path, name: str, records: list[Record] | None = None) -> Export:
    form = named(name)
    return export(tmp_path / f"events{form.suffix}", form, records or [record(), record(1)], METHOD, ["best", "low"])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("name", "columns"), [("ged-csv", GED), ("acled-csv", ACLED)])
def test_columns_are_exactly_theirs(tmp_path: Path, name: str, columns: list[str]) -> None:
    import pandas

    frame = pandas.read_csv(written(tmp_path, name).table)
    assert list(frame.columns) == columns
    assert len(frame) == 2


def test_ged_rows(tmp_path: Path) -> None:
    first = rows(written(tmp_path, "ged-csv").table)[0]
    shown = {
        "id": "",
        "conflict_new_id": "",
        "year": "2021",
        "best": "12",
        "deaths_civilians": "12",
        "side_a": "JNIM",
        "country_id": "432",
        "country": "Mali",
        "region": "Africa",
        "priogrid_gid": "150832",
        "geom_wkt": "POINT (-4.2 14.5)",
        "date_start": "2021-03-01 00:00:00.000",
        "source_original": "the governor",
    }
    assert {name: first[name] for name in shown} == shown


def test_gtd_rows(tmp_path: Path) -> None:
    first = rows(written(tmp_path, "gtd-csv").table)[0]
    shown = {"iyear": "2021", "iday": "1", "attacktype1": "3", "weaptype1": "6", "gname": "JNIM", "guncertain1": "0"}
    assert {name: first[name] for name in shown} == shown


def test_formulas_are_disarmed(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "ged-csv").table)[0]["source_headline"].startswith("'=HYPERLINK")
    assert [disarmed(x) for x in ("=1", "+1", "-1", "@x", "\t=1", "a=1", -1, None, True)] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "'\t=1",
        "a=1",
        -1,
        "",
        "true",
    ]


@pytest.mark.parametrize("name", [form.name for form in FORMATS])
def test_every_table_has_its_reasons_dictionary_and_methods_beside_it(tmp_path: Path, name: str) -> None:
    done = written(tmp_path, name)
    reasons = [json.loads(line) for line in done.reasons.read_text("utf-8").splitlines()]
    assert [(line["row"], line["event"]) for line in reasons] == [(1, "event-0"), (2, "event-1")]
    assert reasons[0]["figures"][0]["steps"][0]["claims"] == ["claim-0"]
    assert reasons[0]["claims"][0]["quote"] == "12"
    assert "| `" in done.dictionary.read_text("utf-8")
    told = done.methods.read_text("utf-8")
    assert "2 rows" in told
    assert "Standards for Casualty Recording" in told
    assert not list(tmp_path.glob(".*part*"))


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for form in FORMATS:
        if form.name != "geopackage":  # GDAL writes the time into it
            again = [written(tmp_path, form.name).table.read_bytes() for _ in range(2)]
            assert again[0] == again[1], form.name


def test_geographic_files_are_read_by_gdal(tmp_path: Path) -> None:
    import pyogrio

    for name in ("geojson", "geopackage"):
        path = written(tmp_path, name, [record(), record(1, place=None)]).table
        meta, _, shapes, fields = pyogrio.raw.read(path)
        assert meta["crs"] == "EPSG:4326"
        assert len(fields[list(meta["fields"]).index("event")]) == 2
        assert shapes[0] is not None
        assert shapes[1] is None


def test_parquet_is_typed(tmp_path: Path) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(written(tmp_path, "parquet").table)
    assert table.column("date_start").to_pylist() == [date(2021, 3, 1)] * 2
    assert table.column("killed_min").to_pylist() == [12, 12]
    assert table.column("ucdp_best").to_pylist() == ["12", "12"]


def test_hxl_has_a_row_of_tags(tmp_path: Path) -> None:
    head, tags = written(tmp_path, "hxl").table.read_text("utf-8").splitlines()[:2]
    paired = dict(zip(head.split(","), tags.split(","), strict=True))
    assert paired["killed_min"] == "#affected+killed+min"
    assert all(tag.startswith("#") for tag in paired.values())


def test_entities_are_followthemoneys(tmp_path: Path) -> None:
    from followthemoney import model

    lines = written(tmp_path, "ftm").table.read_text("utf-8").splitlines()
    entities = [model.get_proxy(json.loads(line)) for line in lines]
    assert {entity.schema.name for entity in entities} == {"Event", "Organization", "Article"}
    event = entities[0]
    assert event.get("startDate") == ["2021-03-01"]
    assert event.get("country") == ["ml"]
    known = {entity.id for entity in entities}
    assert set(event.get("involved")) | set(event.get("proof")) <= known


def test_provenance_names_only_what_it_holds(tmp_path: Path) -> None:
    found = json.loads(written(tmp_path, "prov-json").table.read_text("utf-8"))
    for bundle in found["bundle"].values():
        held = set(bundle["entity"])
        for derivation in bundle["wasDerivedFrom"].values():
            assert {derivation["prov:generatedEntity"], derivation["prov:usedEntity"]} <= held


def test_an_unknown_format_and_a_folder_that_is_not_there_are_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'xls'"):
        named("xls")
    with pytest.raises(ExportError, match="can't write"):
        export(tmp_path / "gone" / "x.csv", named("csv"), [record()], METHOD)


def test_memory_stays_flat(tmp_path: Path) -> None:
    import tracemalloc

    def many(number: int) -> Iterator[Record]:
        one = record()
        return (replace(one) for _ in range(number))

    def peak(number: int) -> int:
        tracemalloc.start()
        export(tmp_path / "many.csv", named("ged-csv"), many(number), METHOD)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(50)
    assert peak(1_500) < 1.5 * peak(300) + 200_000

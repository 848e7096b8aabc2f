"""A gazetteer from a dump of GeoNames: what is taken of it, what is refused, and that an interrupted build goes on."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from variorum.errors import DataError
from variorum.places import Gazetteer, Kind, build, writer
from variorum.places.dump import DumpFile, DumpPlace

MALTA = frozenset({"MT"})


def row(number: int, name: str, feature: str = "PPL", *, alternates: str = "", units: str = "", **more: str) -> str:
    """One row of a dump, 19 columns. units: first and second order, "01 005"."""
    first, _, second = units.partition(" ")
    lat, lon = more.get("lat", "35.9"), more.get("lon", "14.4")
    columns = [
        str(number),
        name,
        name,
        alternates,
        lat,
        lon,
        "P",
        feature,
        more.get("country", "MT"),
        "",
        first,
        second,
    ]
    return "\t".join([*columns, "", "", more.get("population", "1000"), "", "20", "Europe/Malta", "2024-01-31"]) + "\n"


ROWS = [
    row(1, "Zerafa", alternates="Iz-Zerafa,زرافة,ZRF", population="5200"),
    row(2, "Valletta", "PPLC", population="6794"),
    row(3, "Harbour Quarter", "PPLX"),
    row(4, "Old North", "ADM1", units="99"),
    row(5, "Coast District", "ADM2", units="99"),
    row(6, "Zerafa Stream", "STM"),
    row(7, "Ras il-Maqlub", "CAPE", units="99"),
    row(8, "Zerafa General Hospital", "HSP"),
    row(9, "Kwarta", units="99", population="310"),
]
NAMES = [
    "1\t1\ten\tZerrafield\t1\t\t\t\t\t\n",
    "2\t1\tlink\thttps://example.org/zerafa\t\t\t\t\t\t\n",
    "3\t1\tiata\tQZF\t\t\t\t\t\t\n",
    "4\t777\ten\tElsewhere\t1\t\t\t\t\t\n",
    "5\t9\tmt\tIl-Kwarta\t\t\t\t1\t\t\n",
]


def zipped(path: Path, member: str, text: str | bytes, **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr(member, text)
    return path


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return zipped(tmp_path / "MT.zip", "MT.txt", "".join(ROWS))


@pytest.fixture
def other_names(tmp_path: Path) -> Path:
    return zipped(tmp_path / "alternateNamesV2.zip", "alternateNamesV2.txt", "".join(NAMES))


@pytest.fixture
def _few_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cities stand for those of the packages, which take seconds to read."""
    keys = ("geonameid", "name", "countrycode", "admin1code", "latitude", "longitude", "population", "alternatenames")
    known: list[tuple[int, str, str, str, float, float, int, list[str]]] = [
        (100, "Rabat", "MT", "", 35.88, 14.4, 11000, []),
        (101, "Tunis", "TN", "", 36.8, 10.2, 693210, []),
    ]
    monkeypatch.setattr(writer, "_streamed", lambda *_: iter([dict(zip(keys, each, strict=True)) for each in known]))
    monkeypatch.setattr(writer, "_city_codes", dict)


def places_in(path: Path) -> dict[int, DumpPlace]:
    return {place.geonames_id: place for _, _, place in DumpFile.open(path).places() if place is not None}


# --- what is read --------------------------------------------------------------------------------------------------


def test_what_is_taken_of_a_dump(dump: Path) -> None:
    found = places_in(dump)
    assert {number: place.kind for number, place in found.items()} == {
        1: Kind.CITY, 2: Kind.CITY, 3: Kind.NEIGHBOURHOOD, 4: Kind.ADMIN1, 5: Kind.ADMIN2, 7: Kind.NATURAL,
        8: Kind.FACILITY, 9: Kind.CITY,
    }  # fmt: skip
    assert found[1].alternates == ("Iz-Zerafa", "زرافة", "ZRF")
    assert (found[4].code, found[5].code, found[9].code, found[1].code) == ("MT.99", "MT.99.5", "MT.99", "MT")


def test_the_text_of_a_dump_reads_like_its_zip(dump: Path, tmp_path: Path) -> None:
    plain = tmp_path / "MT.txt"
    plain.write_text("".join(ROWS), "utf-8")
    assert places_in(plain) == places_in(dump)


# --- what is refused -----------------------------------------------------------------------------------------------


def test_a_zip_that_is_cut_short_is_refused(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"MT\.zip is no zip file, or is cut short.*download it again"):
        DumpFile.open(dump)


def test_a_zip_with_a_wrong_check_sum_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "MT.zip", "MT.txt", "".join(ROWS))
    path.write_bytes(path.read_bytes().replace(b"Zerafa Stream\tZer", b"Zerafa Dream!\tZer"))
    with pytest.raises(DataError, match=r"damaged.*CRC.*download it again"):
        places_in(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("".join(ROWS)[:-60], r"row 9: it has \d+ columns instead of 19: the file is cut short"),
        ("id,name,lat,lon\n1,Zell,3,4\n", "row 1: it has 1 columns instead of 19"),
        (ROWS[0] + row(2, "Nowhere", lat="95.0"), "row 2: there is no point 95.0, 14.4"),
        (ROWS[0] + row(2, "Nowhere", lat="north"), "row 2: .*'north'"),
        (ROWS[0] + row(2, "Nowhere", country="Malta"), "row 2: 'Malta' is no country code"),
        (ROWS[0].encode() + row(2, "Valétta").encode("latin-1"), "row 2: it is not UTF-8"),
        (row(1, "a" * 200_000), "row 1: it is longer than 100,000 bytes"),
        ("", "holds no rows"),
    ],
    ids=["cut short", "another table", "no such point", "no number", "no country", "encoding", "endless row", "empty"],
)
def test_a_broken_dump_is_refused_with_the_row(tmp_path: Path, rows: str | bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        places_in(zipped(tmp_path / "MT.zip", "MT.txt", rows))


def test_a_zip_without_one_table_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "MT.zip", "MT.csv", "1,2")
    with pytest.raises(DataError, match="should hold one table"):
        DumpFile.open(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("MT.txt", ROWS[0])
        archive.writestr("IT.txt", ROWS[0])
    with pytest.raises(DataError, match=r"IT\.txt, MT\.txt"):
        DumpFile.open(path)


def test_a_dump_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"AA\.zip can't be read: No such file"):
        DumpFile.open(tmp_path / "AA.zip")


# --- what is built -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_few_cities")
def test_the_dump_stands_for_the_cities_of_its_countries(dump: Path, other_names: Path, tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.build(path, dump=dump, alternate=other_names)
    gazetteer = Gazetteer(path)
    (zerafa,) = gazetteer.lookup("Iz-Zerafa")
    assert (zerafa.geonames_id, zerafa.population, zerafa.country) == (1, 5200, "MT")
    assert gazetteer.lookup("Zerrafield")[0].main, "the name that English prefers"
    assert gazetteer.lookup("QZF") == () == gazetteer.lookup("ZRF"), "codes of airports are no names"
    assert [place.geonames_id for place in gazetteer.lookup("Il-Kwarta")] == [9]
    assert gazetteer.lookup("Elsewhere") == ()
    assert all(place.kind is not Kind.CITY for place in gazetteer.lookup("Rabat")), "of a country that the dump gives"
    assert [place.country for place in gazetteer.lookup("Tunis") if place.kind is Kind.CITY] == ["TN"]
    assert gazetteer.unit("MT.99.5").name == "Coast District"  # type: ignore[union-attr]
    assert gazetteer.capital("MT").geonames_id == 2  # type: ignore[union-attr]
    assert "GeoNames dump" in gazetteer.licences()
    assert gazetteer.info()["geonames dump"].startswith("MT.zip ")
    assert sorted(file.name for file in tmp_path.glob("gazetteer*")) == [
        "gazetteer.sqlite", "gazetteer.sqlite.lock", "gazetteer.sqlite.sources.json",
    ]  # fmt: skip


def content(path: Path) -> Iterator[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    for table in ("place", "name", "loose", "capital", "abbreviation"):
        rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the names stand above
        yield from ((table, *row) for row in sorted(rows, key=repr))
    connection.close()


class StoppedError(Exception):
    """Stands for a power cut."""


@pytest.mark.slow
@pytest.mark.usefixtures("_few_cities")
@pytest.mark.parametrize("stage", ["GeoNames dump", "administrative units", "alternate names", "sorting names"])
def test_an_interrupted_build_goes_on_and_ends_the_same(
    dump: Path, other_names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    monkeypatch.setattr(writer, "ROWS_A_COMMIT", 2)
    whole, stopped = tmp_path / "whole.sqlite", tmp_path / "stopped.sqlite"
    build.build(whole, dump=dump, alternate=other_names)

    def stop(now: str, done: int, total: int) -> None:
        if now == stage and 2 * done >= total:
            raise StoppedError

    with pytest.raises(StoppedError):
        build.build(
            stopped, dump=dump, alternate=other_names, progress=stop if stage != "sorting names" else _stop_at(stage)
        )
    assert not stopped.exists()
    entered: list[int] = []
    put_in = writer.Writer._add_dumped

    def noted(self: writer.Writer, place: DumpPlace) -> None:
        entered.append(place.geonames_id)
        put_in(self, place)

    monkeypatch.setattr(writer.Writer, "_add_dumped", noted)
    build.build(stopped, dump=dump, alternate=other_names)
    assert len(entered) < 8, "rows that were in already are not entered again"
    assert list(content(stopped)) == list(content(whole))


def _stop_at(stage: str) -> build.Progress:
    def stop(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise StoppedError

    return stop


@pytest.mark.usefixtures("_few_cities")
def test_a_broken_dump_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = zipped(tmp_path / "MT.zip", "MT.txt", ROWS[0] + "1\tcut")
    with pytest.raises(DataError, match="row 2"):
        build.build(tmp_path / "gazetteer.sqlite", dump=bad)
    assert [file.name for file in tmp_path.glob("gazetteer*")] == ["gazetteer.sqlite.lock"]


@pytest.mark.slow
@pytest.mark.usefixtures("_few_cities")
def test_a_broken_gazetteer_is_rebuilt_from_its_dump_or_says_that_it_is_gone(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.build(path, dump=dump)
    assert not build.is_wanted(path, dump)
    path.write_bytes(path.read_bytes()[:-5000])
    assert build.is_wanted(path, dump)
    assert Gazetteer.open(path).lookup("Zerafa"), "built again from the dump"
    path.write_bytes(path.read_bytes()[:-5000])
    dump.unlink()
    with pytest.raises(DataError, match=r"MT\.zip, from which it was built, is gone"):
        Gazetteer.open(path)
    build.remove(path)
    assert Gazetteer.open(path).lookup("Zerafa") == ()


@pytest.mark.usefixtures("_few_cities")
def test_another_dump_is_wanted_even_where_the_file_is_whole(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    build.build(path, dump=dump)
    other = zipped(tmp_path / "MT2.zip", "MT.txt", row(50, "Newtown"))
    assert build.is_wanted(path, other)
    build.build(path, dump=other)
    assert Gazetteer(path).lookup("Newtown")
    assert Gazetteer(path).lookup("Zerafa") == ()


def test_other_names_need_a_dump(other_names: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="give the dump, too"):
        build.build(tmp_path / "gazetteer.sqlite", alternate=other_names)

"""Published tables: read row by row, matched to events, traced to claims, kept in the ledger."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from typer.testing import CliRunner

from tests.made_up import Builder, source
from variorum.cli import app
from variorum.codebooks import compare, load
from variorum.codebooks.published import How, Traced, trace, trace_sum
from variorum.errors import DataError, FormatError, LedgerError, NotFoundError, RowError, UnknownIdError
from variorum.export.tables import named
from variorum.export.tables.formats import export
from variorum.identity import accounts, published_id
from variorum.intake.layout import layout, layouts, parse
from variorum.intake.published import count_rows, read_table
from variorum.ledger import AsOf, Ledger
from variorum.ledger import database as database_module
from variorum.ledger.checking import check
from variorum.ledger.copying import copy
from variorum.ledger.published import (
    append_published,
    datasets,
    editions,
    matched_rows,
    published_row,
    published_rows,
)
from variorum.ledger.redaction import BLOCK, redact_name
from variorum.ledger.tables import migration, published, published_match
from variorum.link.published import match
from variorum.models import (
    Act,
    Actor,
    Decision,
    Event,
    EventType,
    Extraction,
    Failure,
    Fit,
    LinkedEvent,
    Outcome,
    Place,
    Published,
    PublishedNumber,
    Run,
    When,
)
from variorum.pipeline.beside import beside, every_row_beside, rows_of_others
from variorum.pipeline.importing import (
    Imported,
    country_code,
    import_table,
    judge_row,
    match_all,
    match_row,
    rows_about,
)
from variorum.pipeline.tables import method, records
from variorum.settings import Settings
from variorum.values import DateRange

CHECKOUT = Path(__file__).parent.parent
DAY = date(2021, 5, 4)
GED = "id,date_start,date_end,where_prec,where_coordinates,adm_1,latitude,longitude,country,side_a,side_b,\
source_article,source_original,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low"


def ged(id_: int = 7, best: int = 55, low: int = 16, high: int = 70, **cells: str) -> str:
    """A row in GED's columns."""
    row = {
        "id": str(id_),
        "date_start": "2021-05-04 00:00:00.000",
        "date_end": "2021-05-04 00:00:00.000",
        "where_prec": "1",
        "where_coordinates": "Zell",
        "adm_1": "Zellshire",
        "latitude": "10.5",
        "longitude": "20.3",
        "country": "Chad",
        "side_a": "Government of Chad",
        "side_b": "Red Front",
        "source_article": "Zell Post",
        "source_original": "the mayor",
        "deaths_a": str(best),
        **dict.fromkeys(("deaths_b", "deaths_civilians", "deaths_unknown"), "0"),
        "best": str(best),
        "high": str(high),
        "low": str(low),
    } | cells
    return ",".join(f'"{row[name]}"' for name in GED.split(","))


def table(folder: Path, *rows: str, head: str = GED, name: str = "ged.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return file


def read(file: Path, kind: str = "ged", edition: str = "1") -> list[Published | RowError]:
    return list(read_table(file, layout(kind), edition, country_code))


def good(file: Path, kind: str = "ged") -> list[Published]:
    rows = read(file, kind)
    assert all(isinstance(row, Published) for row in rows), rows
    return [row for row in rows if isinstance(row, Published)]


def reasons(file: Path, kind: str = "ged") -> list[str]:
    return [str(row).removeprefix(str(file)) for row in read(file, kind) if isinstance(row, RowError)]


# --- reading -------------------------------------------------------------------------------------------------------


def test_the_columns_of_known_data_sets_are_shipped_and_an_example_of_ones_own() -> None:
    assert layouts() == ("acled", "ged", "gtd")
    for name in layouts():
        book = load(layout(name).codebook)
        told = {number.name for number in layout(name).numbers}
        assert layout(name).best in told
        assert {number.camp for number in layout(name).numbers} <= {"", *book.all_camps}
    example = files("variorum.data").joinpath("published/house.example.toml").read_text("utf-8")
    assert parse(example, "house.example.toml").numbers[0].column == "Dead"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (("best = ", "bset = "), "'best' is missing"),
        (('best = "killed"', 'best = "slain"'), "'slain' is none of"),
        (('outcome = "injured"', 'outcome = "hurt"'), "'hurt' is not a valid Outcome"),
        (('place = "Town"', 'town = "Town"'), "has no 'town'"),
        (("[days]\nfirst", "[days]\nstart"), "needs first, or year"),
        (("[numbers]", "[numbers"), "line"),
    ],
)
def test_a_broken_file_of_columns_is_told_what_is_wrong(changed: tuple[str, str], message: str) -> None:
    example = files("variorum.data").joinpath("published/house.example.toml").read_text("utf-8")
    assert changed[0] in example
    with pytest.raises(DataError, match=message):
        parse(example.replace(*changed), "mine.toml")


def test_a_row_of_ged_is_read_whole(tmp_path: Path) -> None:
    (row,) = good(table(tmp_path, ged()))
    assert (row.dataset, row.edition, row.row, row.codebook) == ("ged", "1", "7", "ucdp")
    assert (row.low, row.best, row.high) == (16, 55, 70)
    assert row.days == DateRange.day(DAY)
    assert (row.country, row.place, row.admin1, row.within_km) == ("TD", "Zell", "Zellshire", 10.0)
    assert row.actors == ("Government of Chad", "Red Front")
    assert row.sources == "Zell Post; the mayor"
    assert {number.name: number.camp for number in row.numbers}["deaths_a"] == "state"
    assert dict(row.raw)["date_start"] == "2021-05-04 00:00:00.000"
    assert row.id == published_id(row)


def test_a_day_of_acled_reaches_out_as_its_precision_says(tmp_path: Path) -> None:
    head = "event_id_cnty,event_date,time_precision,country,location,latitude,longitude,geo_precision,actor1,actor2,\
source,notes,fatalities"
    rows = [f"X{n},{day},{n},Chad,Zell,10.5,20.3,1,Red Front,,Post,It is told.,12" for n, day in
            ((1, "2021-05-04"), (2, "04 May 2021"), (3, "2021-05-15"))]  # fmt: skip
    one, week, month = good(table(tmp_path, *rows, head=head), "acled")
    assert one.days == DateRange.day(DAY)
    assert week.days == DateRange(DAY - timedelta(3), DAY + timedelta(3))
    assert month.days.days == 31
    assert (one.best, one.low, one.actors, one.notes) == (12, None, ("Red Front",), "It is told.")


def test_a_month_without_a_day_is_the_whole_month_and_unknown_numbers_are_none(tmp_path: Path) -> None:
    head = "eventid,iyear,imonth,iday,country_txt,city,gname,nkill,nkillter,nwound"
    one, year = good(table(tmp_path, "1,2021,2,0,Chad,Zell,Unknown,3.0,-99,", "2,2021,0,0,Chad,,,,,", head=head), "gtd")
    assert one.days == DateRange(date(2021, 2, 1), date(2021, 2, 28))
    assert [(number.name, number.value) for number in one.numbers] == [("nkill", 3)]
    assert one.actors == ()
    assert year.days == DateRange(date(2021, 1, 1), date(2021, 12, 31))
    assert year.best is None


def test_a_bad_row_is_named_by_line_and_value_and_the_others_go_on(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        ged(1),
        ged(2, date_start="soon"),
        ged(3, best=-5),
        ged(4, low=80),
        ged(5, latitude="north"),
        ged(6, date_end="2021-05-03"),
        ged(1),
        "8,2021-05-04",
        ged(9, side_b='Red\n""Front""'),
        ged(10, id=""),
        ged(11, side_b="a\x00b"),
        "",
        ged(12),
    )
    assert [row.row for row in read(file) if isinstance(row, Published)] == ["1", "9", "12"]
    assert reasons(file) == [
        ":3: date_start 'soon' is no day; write it like 2017-10-20",
        ":4: best '-5' is no number of people",
        ":5: low 80 is higher than high 70",
        ":6: latitude 'north' is no number from -90 to 90",
        ":7: date_end 2021-05-03 is before date_start 2021-05-04",
        ":8: id '1' stands in line 2 already",
        ":9: 2 cells, but 20 columns",
        ":12: id is empty",
        ":13: side_b holds NUL characters; take them out",
    ]
    assert count_rows(file) == 12


def test_a_table_in_another_encoding_or_with_an_open_quotation_mark_is_told_so(tmp_path: Path) -> None:
    file = table(tmp_path, ged(1))
    file.write_bytes(file.read_bytes() + ged(2, side_b="Fr\xf6nt").encode("latin-1") + b"\n" + ged(3).encode())
    assert [row.row for row in read(file) if isinstance(row, Published)] == ["1", "3"]
    assert "is no UTF-8; save the table as UTF-8" in reasons(file)[0]
    file.write_text("\n".join([GED, ged(1), '4,"' + "x" * 1_100_000]), "utf-8")
    assert "is a quotation mark left open?" in reasons(file)[0]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_and_a_byte_order_mark_do_no_harm(tmp_path: Path, separator: str) -> None:
    file = tmp_path / "mine.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=separator)
        writer.writerows([GED.split(","), next(csv.reader([ged(5, side_b="Red; Front, the")]))])
    assert good(file)[0].actors[1] == "Red; Front, the"


def test_a_table_that_is_none_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(FormatError, match="no column 'best'"):
        read(table(tmp_path, head="id,date_start,country"))
    with pytest.raises(FormatError, match="no head of columns"):
        read(table(tmp_path, head="just words"))


def test_without_ids_a_row_is_known_by_what_it_says(tmp_path: Path) -> None:
    example = files("variorum.data").joinpath("published/house.example.toml").read_text("utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text("\n".join(line for line in example.splitlines() if not line.startswith("row =")), "utf-8")
    file = table(tmp_path, "04/05/2021,7,?,n/a", "05/05/2021,8,,", head="From,Dead,Hurt,Town")
    first, second = good(file, str(mine))
    assert first.row != second.row
    assert (first.best, first.place, first.within_km) == (7, None, 10.0)
    assert first.row == good(file, str(mine))[0].row


@pytest.mark.parametrize(
    ("name", "code"),
    [("Egypt", "EG"), ("Yemen (North Yemen)", "YE"), ("DR Congo (Zaire)", "CD"), ("Myanmar (Burma)", "MM"),
     ("TD", "TD"), ("Atlantis", None)],
)  # fmt: skip
def test_countries_are_known_as_tables_write_them(name: str, code: str | None) -> None:
    assert country_code(name) == code


# --- matching ------------------------------------------------------------------------------------------------------


def published_one(**more: object) -> Published:
    row = Published(
        id="",
        dataset="ged",
        publisher="P",
        edition="1",
        row="7",
        codebook="ucdp",
        days=DateRange.day(DAY),
        country="TD",
        place="Zell",
        lat=10.5,
        lon=20.3,
        within_km=10.0,
        best=12,
        numbers=(PublishedNumber(name="best", value=12, outcome=Outcome.KILLED),),
    )
    return replace(row, **more)  # type: ignore[arg-type]  # named fields


def event(
    *tolls: tuple[str, int | None, int | None], day: date = DAY, lat: float = 10.5, **more: object
) -> LinkedEvent:
    """An event with tolls of people killed: words, low and high."""
    place = Place(text="Zell", country="TD", lat=lat, lon=20.3, locality="Zell", where_prec=1)
    built = Builder()
    built.about = {"id": f"zell-{day}-{lat}", "published": day, "publisher": "The Zell Post"}
    kind = more.pop("type", EventType.BATTLE)
    built.events = [
        Event(id="e1", type=kind, main=True, when=When(days=DateRange.day(day)), place=place, **more)  # type: ignore[arg-type]
    ]
    for words, low, high in tolls:
        built.toll(words, low, high)
    return linked(built.build())


def linked(extraction: Extraction) -> LinkedEvent:
    (account,) = accounts(extraction)
    return LinkedEvent(id=account.id.replace("account-", "event-"), accounts=(account,))


def test_the_event_of_the_same_day_and_place_is_the_rows() -> None:
    here, elsewhere = event(("12", 12, 12)), event(("12", 12, 12), lat=15.0)
    found = match(published_one(), [elsewhere, here])
    assert (found.fit, found.event) == (Fit.SAME, here.id)
    assert found.score > 0.9
    assert found.reason == "Same: the same day; 0 km apart; its 12 dead are told."
    assert sum(weight.bits for weight in found.weights) > 0


def test_a_far_event_or_another_week_is_none_and_why() -> None:
    far = match(published_one(), [event(("12", 12, 12), lat=15.0)])
    assert far.fit is Fit.NONE
    assert "but 500 km apart" in far.reason
    late = match(published_one(), [event(("12", 12, 12), day=DAY + timedelta(9))])
    assert (late.fit, "but 9 days apart" in late.reason) == (Fit.NONE, True)
    assert match(published_one(), []).event is None


def test_two_events_that_fit_alike_leave_it_unsure() -> None:
    alike = [event(("12", 12, 12)), event(("12", 12, 12), lat=10.51)]
    found = match(published_one(), alike)
    assert found.fit is Fit.UNSURE
    assert found.reason.endswith("1 other event fits about as well.")
    apart = [event(("12", 12, 12)), event(("40", 40, 40), lat=10.51)]
    assert match(published_one(), apart).fit is Fit.SAME


def test_a_month_without_a_place_proves_little_and_names_of_actors_more() -> None:
    vague = published_one(
        days=DateRange(date(2021, 5, 1), date(2021, 5, 31)), lat=None, lon=None, place=None, numbers=()
    )
    assert match(vague, [event(("12", 12, 12))]).fit is Fit.NONE
    front = Actor(text="the Red Front", side="attacker", category="rebel_group")
    named = match(published_one(lat=None, actors=("Red Front", "Civilians")), [event(("12", 12, 12), actors=(front,))])
    assert "Red Front takes part in both" in named.reason
    other = match(published_one(lat=None, actors=("Blue Hand",)), [event(("12", 12, 12), actors=(front,))])
    assert other.score < named.score


# --- tracing -------------------------------------------------------------------------------------------------------

MINISTRY = source("the Interior Ministry", "government")
OFFICIALS = (source("AP", "media"), source("security officials", "security", anonymous=True))
STATES = source("the State Department", "government")
UNCLEAR = "“It was unclear whether the Interior Ministry meant its own personnel only.”"
FEW = "“few, if any” (Western diplomats)"
DIPLOMATS = source("Western diplomats", "international", anonymous=True)


@pytest.fixture(scope="module")
def raid() -> LinkedEvent:
    """A raid: 16 policemen by the ministry, at least 55 by officials, dozens, few militants or 15."""
    built = Builder()
    built.about = {"id": "raid", "published": DAY, "publisher": "The Zell Post"}
    built.toll("16", 16, 16, "policemen", "police", MINISTRY)
    built.text += "It was unclear whether the Interior Ministry meant its own personnel only. "
    built.paragraph()
    whole = built.toll("At least 55", 55, None, "policemen", "police", *OFFICIALS)
    built.toll("20", 20, 20, "officers", "police", *OFFICIALS, part_of=whole)
    built.toll("30", 30, 30, "conscripts", "police", *OFFICIALS, part_of=whole)
    built.paragraph()
    built.toll("15", 15, 15, "militants", "armed_group", MINISTRY)
    built.toll("few, if any", 0, 6, "militants", "armed_group", DIPLOMATS, approx=True)
    built.toll("dozens", 24, 99, "policemen", "police", STATES, approx=True)
    built.toll("13", 13, 13, "policemen", "police", MINISTRY, outcome="injured")
    return linked(built.build())


def traced(
    event_: LinkedEvent, value: int, book: str = "ucdp", name: str = "best", camp: str = "", **of: Outcome
) -> Traced:
    number = PublishedNumber(name=name, value=value, outcome=of.get("outcome", Outcome.KILLED), camp=camp)
    row = published_one(best=value, numbers=(number,), codebook=book, sources="a bulletin")
    (one,) = trace(row, event_, load(book), compare(event_, [load("ucdp"), load("acled"), load("gtd")]))
    return one


def test_a_number_that_is_told_names_who_tells_it_and_what_others_would_have_to_mean(raid: LinkedEvent) -> None:
    one = traced(raid, 55)
    assert one.how is How.TOLD
    assert one.sentence == "55 is the count of security officials through AP: 55 or more policemen killed."
    assert one.beliefs == (
        f"16 policemen killed (the Interior Ministry) counts only some of them (the report itself says: {UNCLEAR})",
        f"15 militants killed (the Interior Ministry) are not to be counted, as {FEW} allows",
    )
    assert one.ours[0] == "The same: ucdp best."
    assert any(told.startswith("acled 16 parts at") for told in one.ours)
    assert set(one.claims) <= {claim.id for account in raid.accounts for claim in account.claims}


@pytest.mark.parametrize(
    ("value", "how", "words"),
    [
        (16, How.TOLD, "16 is the count of the Interior Ministry"),
        (70, How.SUM, "no claim says 70: it is the sum of 55 or more policemen killed (security officials"),
        (31, How.SUM, "the sum of 16 policemen killed (the Interior Ministry) and 15 militants killed"),
        (20, How.PART, "20 is only a part of another count"),
        (50, How.SUM, "the sum of parts, 20 officers killed"),
        (35, How.REST, "what is left of 55 or more policemen killed"),
        (45, How.WITHIN, "it lies within 24 to 99 policemen killed (the State Department)"),
        (190, How.ABOVE, "it is more than any number told; the highest is 55"),
        (9, How.BETWEEN, "it lies between 0 to 6 militants killed"),
    ],
)  # fmt: skip
def test_each_way_in_which_a_number_comes_from_claims(raid: LinkedEvent, value: int, how: How, words: str) -> None:
    one = traced(raid, value)
    assert one.how is how
    assert words.casefold() in one.sentence.casefold()


def test_what_no_claim_explains_needs_another_source(raid: LinkedEvent) -> None:
    (belief,) = traced(raid, 190).beliefs
    assert belief.startswith("a source gives it that these reports don't have (the row names: a bulletin)")
    assert any(told.startswith("Our ucdp has best 55") for told in traced(raid, 190).ours)


def test_numbers_of_one_side_are_looked_for_on_that_side(raid: LinkedEvent) -> None:
    assert traced(raid, 15, camp="armed").sentence.startswith("15 is the count of the Interior Ministry")
    assert traced(raid, 15, camp="armed").beliefs == ("0 to 6 militants killed (Western diplomats) is too low",)
    assert traced(raid, 0, camp="civilian").how is How.NOTHING
    assert traced(raid, 13, "gtd", "nwound", outcome=Outcome.INJURED).beliefs == ()


def test_number_words_and_ends_of_intervals() -> None:
    vague = event(("dozens", 24, 99))
    approx = replace(vague.accounts[0].tolls[0], count=replace(vague.accounts[0].tolls[0].count, approx=True))
    vague = replace(vague, accounts=(replace(vague.accounts[0], tolls=(approx,)),))
    word = traced(vague, 12, "acled", "fatalities")
    assert (word.how, word.sentence) == (
        How.WORD,
        "12 is what acled counts “dozens” people (24 to 99; The Zell Post itself) as.",
    )
    assert traced(vague, 24).how is How.END
    assert traced(vague, 99).sentence.startswith("99 is the high end of “dozens”")
    assert traced(vague, 40).how is How.WITHIN
    assert traced(vague, 3).how is How.BELOW
    stated = event(("30 to 40", 30, 40))
    assert traced(stated, 40).beliefs == ("the words mean 40, the high end",)


def test_the_suicide_bomber_may_be_one_more() -> None:
    bombed = event(("18", 18, 18), type=EventType.EXPLOSION, sub_type="suicide_bomb")
    assert traced(bombed, 19).how is How.BOMBER


def test_equal_numbers_are_told_once_and_the_rows_of_one_event_together(raid: LinkedEvent) -> None:
    numbers = [PublishedNumber(name=name, value=55, outcome=Outcome.KILLED) for name in ("low", "best", "high")]
    (one,) = trace(published_one(best=55, numbers=tuple(numbers)), raid, load("ucdp"), ())
    assert one.names == ("low", "best", "high")
    rows = [published_one(best=30), published_one(best=25)]
    together = trace_sum(rows, raid, load("ucdp"), ())
    assert together is not None
    assert (together.number.value, together.how) == (55, How.TOLD)
    assert trace_sum([*rows, published_one(best=900)], raid, load("ucdp"), ()) is None


# --- the ledger ----------------------------------------------------------------------------------------------------


def story(ledger: Ledger, run: Run, killed: int = 55) -> LinkedEvent:
    made = event((str(killed), killed, killed))
    account = made.accounts[0]
    extraction = Extraction(
        report=account.report,
        events=(replace(account.event, id="e1"),),
        tolls=tuple(replace(toll, id="t1", event="e1") for toll in account.tolls),
    )
    ledger.append(extraction, run)
    return ledger.event(account.id)


def imported(ledger: Ledger, run: Run, file: Path, edition: str = "1") -> list[Imported | Failure]:
    return list(import_table(ledger, run, file, layout("ged"), edition))


def test_a_table_is_imported_once_matched_and_found_beside_its_event(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    about = story(ledger, run)
    file = table(tmp_path, ged(1), ged(2, date_start="2020-01-01", date_end="2020-01-01"))
    first = [one for one in imported(ledger, run, file) if isinstance(one, Imported)]
    assert [(one.is_new, one.match.fit) for one in first] == [(True, Fit.SAME), (True, Fit.NONE)]
    again = [one for one in imported(ledger, run, file) if isinstance(one, Imported)]
    assert [(one.is_new, one.match) for one in again] == [(False, one.match) for one in first]
    rows = list(published_rows(ledger, "ged"))
    assert rows == good(file)
    assert [(row.row, fit.fit) for row, fit in rows_about(ledger, about)] == [("1", Fit.SAME)]
    (dataset,) = datasets(ledger)
    assert (dataset.name, dataset.rows, dataset.editions) == ("ged", 2, ("1",))
    assert not list(check(ledger))
    (shown,) = every_row_beside(ledger, about, [load("ucdp")])
    assert shown.numbers[0].name == "best"
    assert match_all(ledger) == 2


def test_bad_rows_are_kept_and_recovered_when_they_are_mended(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    file = table(tmp_path, ged(1), ged(2, best=-1))
    (_, failed) = imported(ledger, run, file)
    assert isinstance(failed, Failure)
    assert (failed.kind, failed.reason) == ("RowError", "best '-1' is no number of people")
    imported(ledger, run, file)
    assert len(ledger.failures()) == 1
    imported(ledger, run, table(tmp_path, ged(1), ged(2)))
    assert not ledger.failures()
    assert len(ledger.failures(resolved=True)) == 1


def test_a_changed_row_is_a_new_edition_and_the_old_one_stays(
    ledger: Ledger, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = story(ledger, run)
    long_ago = datetime(2022, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(database_module, "now", lambda: long_ago + timedelta(days=900))
    imported(ledger, run, table(tmp_path, ged(1, best=40)), "24.1")
    monkeypatch.undo()
    imported(ledger, run, table(tmp_path, ged(1)), "25.1")
    (row,) = published_rows(ledger)
    assert (row.edition, row.best) == ("25.1", 55)
    assert [one.edition for one in editions(ledger, row)] == ["24.1", "25.1"]
    rows, _ = beside(ledger, about, "ged", [load("ucdp")])
    assert rows[0].earlier == ("Edition 24.1 had 40 (16 to 70).",)
    assert published_row(ledger, "1").id == published_row(ledger, row.id[:20]).id == row.id
    with pytest.raises(UnknownIdError, match="no published table 'acled'"):
        beside(ledger, about, "acled", [])
    with pytest.raises(UnknownIdError):
        published_row(ledger, "no-such-row")


def test_what_was_known_on_a_day_knows_the_edition_of_then(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = datetime(2022, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(database_module, "now", lambda: then)
    run = ledger.run(Settings(), by="Ada", command="variorum import")
    imported(ledger, run, table(tmp_path, ged(1, best=40)), "24.1")
    monkeypatch.undo()
    imported(ledger, run, table(tmp_path, ged(1)), "25.1")
    assert [row.best for row in published_rows(ledger, view=AsOf(added=then.date()))] == [40]
    assert not list(published_rows(ledger, view=AsOf(added=date(2021, 1, 1))))


def test_published_rows_are_append_only_copied_and_checked(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    story(ledger, run)
    imported(ledger, run, table(tmp_path, ged(1)))
    for statement in (update(published).values(best=1), delete(published)):
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as writing:
            writing.connection.execute(statement)
    with Ledger.open(tmp_path / "copy.db") as other:
        copy(ledger, other)
        assert list(published_rows(other)) == list(published_rows(ledger))
        with other.database.reading() as connection:
            (told,) = connection.execute(select(published_match.c.fit, published_match.c.account))
        assert tuple(told) == ("same", 1)
        assert not list(check(other))
        with other.writing() as writing:
            writing.connection.execute(text("DROP TRIGGER published_no_update"))
            writing.connection.execute(update(published).values(best=56))
        assert {fault.table for fault in check(other)} == {"published"}


def test_a_name_is_blanked_in_published_rows_too(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    imported(ledger, run, table(tmp_path, ged(1, source_original="Jörg Meier"), ged(2)))
    assert redact_name(ledger, "Jörg Meier", by="Ada", reason="asked for", run=run) == 2
    one, other = published_rows(ledger)
    assert one.sources == f"Zell Post; {BLOCK * 4} {BLOCK * 5}"
    assert "Meier" not in str(one.raw)
    assert other.sources == "Zell Post; the mayor"
    assert not list(check(ledger))


def test_a_ledger_from_before_gets_the_tables(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with Ledger.open(file) as old, old.writing() as writing:
        writing.connection.execute(text("DROP TRIGGER migration_no_delete"))
        for name in ("published_match", "published"):
            writing.connection.execute(text(f"DROP TABLE {name}"))
        number = select(migration.c.number).where(migration.c.name == "published_figures").scalar_subquery()
        writing.connection.execute(delete(migration).where(migration.c.number >= number))
    with Ledger.open(file) as renewed:
        run = renewed.run(Settings(), by="Ada", command="variorum import")
        imported(renewed, run, table(tmp_path, ged(1)))
        with pytest.raises(LedgerError, match="append-only"), renewed.writing() as writing:
            writing.connection.execute(delete(published))
        assert append_published(renewed, list(published_rows(renewed)), run) == []


def said(act: Act, row: Published, about: LinkedEvent, reason: str = "") -> Decision:
    return Decision(act=act, targets=(row.id, about.accounts[0].id), by="Ann", reason=reason)


def test_what_somebody_says_of_a_row_outweighs_what_was_found(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    about = story(ledger, run)
    imported(ledger, run, table(tmp_path, ged(1), ged(2, date_start="2020-01-01", date_end="2020-01-01")))
    near, far = sorted(published_rows(ledger, "ged"), key=lambda row: row.row)
    refused, (found,) = judge_row(ledger, said(Act.DIFFERENT, near, about, "it names a bridge."), run)
    assert (found.fit, found.event) == (Fit.NONE, None)
    assert found.reason.endswith("says Ann: it names a bridge.")
    assert rows_about(ledger, about) == []
    assert matched_rows(ledger, about.id) == []
    _, (found,) = judge_row(ledger, said(Act.SAME, far, about), run)
    assert (found.fit, found.event, found.reason) == (Fit.SAME, about.id, "Same, says Ann.")
    assert [(row.row, fit.score) for row, fit in rows_about(ledger, about)] == [("2", 1.0)]
    assert not ledger.judged_by_people()
    _, (back,) = judge_row(ledger, Decision(act=Act.UNDO, targets=(refused.id,), by="Ann"), run)
    assert back.fit is Fit.SAME
    assert match_all(ledger) == 2
    assert sorted(row.row for row, _ in matched_rows(ledger, about.id)) == ["1", "2"]
    assert not list(check(ledger))


def test_what_was_said_of_a_row_holds_for_its_next_edition(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    about = story(ledger, run)
    imported(ledger, run, table(tmp_path, ged(1)), "24.1")
    (row,) = published_rows(ledger)
    judge_row(ledger, said(Act.DIFFERENT, row, about), run)
    imported(ledger, run, table(tmp_path, ged(1, best=60)), "25.1")
    (row,) = published_rows(ledger)
    assert (row.edition, match_row(ledger, row).event) == ("25.1", None)


def test_an_export_has_what_others_published_beside_it(ledger: Ledger, run: Run, tmp_path: Path) -> None:
    about = story(ledger, run)
    assert rows_of_others(ledger, AsOf()) is None
    imported(ledger, run, table(tmp_path, ged(1, side_b="=cmd()")))
    others = rows_of_others(ledger, AsOf())
    done = export(
        tmp_path / "e.csv", named("csv"), records([about], None, others), method(None, {}, {}), (), others=True
    )
    assert done.published == tmp_path / "e.csv.published.csv"
    (written,) = csv.DictReader(done.published.read_text("utf-8").splitlines())
    assert (written["event_row"], written["event"], written["dataset"]) == ("1", about.id, "ged")
    assert (written["fit"], written["low"], written["best"], written["high"]) == ("same", "16", "55", "70")
    assert (written["row"], written["first_day"]) == ("1", "2021-05-04")
    (reasons,) = done.reasons.read_text("utf-8").splitlines()
    assert json.loads(reasons)["published"][0]["numbers"]["best"] == 55
    hidden = rows_of_others(ledger, AsOf(), hide_people=True)
    assert hidden is not None
    assert hidden(about.id)[0][0].actors == ()


# --- the command line ----------------------------------------------------------------------------------------------


def call(folder: Path, *words: str, status: int = 0) -> str:
    env = {"COLUMNS": "200", "VARIORUM_LEDGER": str(folder / "v.db")}
    done = CliRunner().invoke(app, words, env=env)
    assert done.exit_code == status, done.output
    return done.output


def test_the_example_from_the_command_line(tmp_path: Path) -> None:
    call(tmp_path, "add", str(CHECKOUT / "examples" / "made-up-strike"))
    columns = str(CHECKOUT / "src/variorum/data/published/house.example.toml")
    words = ("import", "csv", str(CHECKOUT / "docs/made-up-numbers.csv"), "--columns", columns)
    told = call(tmp_path, *words, "--edition", "2024-05", status=1)
    assert "added 3 rows, already there 0, failed 1\nabout an event 2, unsure 0, about none 1" in told
    assert "made-up-numbers.csv:5: Dead 'about 40' is no number of people" in told
    assert "added 0 rows, already there 3, failed 1" in call(tmp_path, *words, "--edition", "2024-05", status=1)
    assert "RowError" in call(tmp_path, "failures")
    assert "variorum import it again" in call(tmp_path, "retry")
    assert "published house  3 rows" in call(tmp_path, "ledger", "info")
    assert "3 published rows matched anew" in call(tmp_path, "link", "--all")
    with Ledger.open(tmp_path / "v.db") as ledger:
        id_ = next(ledger.events()).id
    shown = call(tmp_path, "compare", id_, "--with", "house")
    assert "No claim says 44: it is the sum of 41 civilians killed" in shown
    assert "For it one would have to believe that" in shown
    assert r"row G\-19" in call(tmp_path, "compare", id_, "--with", "house", "--row", "G-19", "--format", "markdown")
    assert '"together"' in call(tmp_path, "compare", id_, "--with", "house", "--format", "json")
    assert "Same, says" in call(tmp_path, "link", "same", id_, "house:G-19", "--reason", "a slip of the pen")
    assert r"row G\-19" in call(tmp_path, "compare", id_, "--with", "house", "--format", "markdown")
    told = call(tmp_path, "link", "different", id_, "house:G-17", "--reason", "another market")
    assert "says" in told
    assert "row G-17" not in call(tmp_path, "compare", id_, "--with", "house")
    assert "same" in call(tmp_path, "link", "undo", told.split()[0], "--reason", "it is that one")
    assert "row G-17" in call(tmp_path, "compare", id_, "--with", "house")
    assert ".published.csv" in call(tmp_path, "export", "--format", "csv", "--output", str(tmp_path / "e.csv"))
    assert "no published table 'ged'" in call(tmp_path, "compare", id_, "--with", "ged", status=1)


def usage(folder: Path, words: Sequence[str]) -> str:
    return " ".join(call(folder, *words, status=2).split())


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    assert "none of acled, ged, gtd, csv" in usage(tmp_path, ["import", "ucdp", "x.csv"])
    assert "name the TOML file" in usage(tmp_path, ["import", "csv", "x.csv"])
    assert "are known" in usage(tmp_path, ["import", "ged", "x.csv", "--columns", "y"])
    assert "name an event of it" in usage(tmp_path, ["compare", "x", "--reports", "--with", "ged"])
    assert "use it with --with" in usage(tmp_path, ["compare", "x", "--row", "1"])

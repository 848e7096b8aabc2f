"""The ledger on both databases: what is appended comes back as it was, once; nothing that was written changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from tests.made_up import Builder, source
from tests.postgresql import Server
from variorum.errors import FormatError, LedgerError, ReportError, UnknownIdError
from variorum.identity import accounts, report_id
from variorum.ledger import Added, AsOf, Filters, Known, Ledger, NewVersion
from variorum.ledger import database as database_module
from variorum.ledger.checking import check
from variorum.ledger.copying import copy
from variorum.ledger.links import Links
from variorum.ledger.redaction import BLOCK, redact_name, redact_report
from variorum.ledger.tables import migration, report
from variorum.models import (
    Account,
    Act,
    Decision,
    Event,
    EventType,
    Extraction,
    Judgement,
    Place,
    Run,
    Verdict,
    Weight,
    When,
)
from variorum.settings import Settings
from variorum.values import CountRange, DateRange


def story(
    name: str = "zell", killed: int = 12, day: date = date(2021, 5, 4), country: str = "XZ", url: str | None = None
) -> Extraction:
    """A report of an attack in Zell, and of an older one, with a part, a denial and an aggregate."""
    when = When(days=DateRange.day(day), date_prec=1)
    place = Place(text="Zell", country=country, lat=10.5, lon=20.25, locality="Zell", where_prec=1)
    built = Builder()
    built.about = {"id": name, "published": day, "publisher": "The Zell Post", "title": f"Attack in {name}", "url": url}
    built.events = [
        Event(id="e1", type=EventType.EXPLOSION, main=True, label="attack in Zell", when=when, place=place),
        Event(id="e2", type=EventType.BATTLE, main=False, label="older clash"),
    ]
    whole = built.toll(str(killed), killed, killed, "people", "people", source("AP", "media"), source("the mayor"))
    built.toll("3", 3, 3, "children", "civilian", part_of=whole)
    built.toll("dozens", 24, 99, "people", "people", event="e2", approx=True)
    built.toll("hundreds", 200, 999, "people", "people", event=None, approx=True)
    built.blame("denied", "the Red Front")
    return built.build()


def added(ledger: Ledger, run: Run, extraction: Extraction) -> tuple[Account, ...]:
    done = ledger.append(extraction, run)
    assert not isinstance(done, Known)
    return done.accounts


# --- appending and reading back ------------------------------------------------------------------------------------


def test_what_was_read_comes_back_as_it_was(ledger: Ledger, run: Run) -> None:
    first, second = story(), story("dahl", 5)
    for one in (first, second):
        assert isinstance(ledger.append(one, run), Added)
        assert ledger.extraction(report_id(one.report)) == one
        assert ledger.report(report_id(one.report)) == one.report
        assert tuple(ledger.accounts_of_report(report_id(one.report))) == accounts(one)
    both = {one.id: one for one in (*accounts(first), *accounts(second))}
    assert {one.id: one for one in ledger.accounts_where()} == both
    assert ledger.accounts(list(both)[::-1]) == list(both.values())[::-1]
    assert [one.id for one in ledger.runs()] == [run.id]
    assert not list(check(ledger))


def test_the_same_report_twice_is_one(ledger: Ledger, run: Run) -> None:
    one = story()
    ledger.append(one, run)
    again = replace(one, report=replace(one.report, id="the same under another name"))
    assert isinstance(ledger.append(again, run), Known)
    assert ledger.knows(again.report)
    assert len(list(ledger.extractions())) == 1


def test_a_claim_that_is_there_twice_at_one_place_is_one(ledger: Ledger, run: Run) -> None:
    built = story()
    first, *others = built.tolls
    twice = replace(built, tolls=(first, replace(first, id="t9"), *others))
    assert added(ledger, run, twice) == accounts(built)
    assert ledger.extraction(report_id(built.report)) == built
    assert not list(check(ledger))


def test_a_changed_text_at_the_same_address_is_a_new_version(ledger: Ledger, run: Run) -> None:
    old = story(url="https://zell.example/1", killed=12)
    new = story(url="https://zell.example/1", killed=14)
    first, second = ledger.append(old, run), ledger.append(new, run)
    assert isinstance(second, NewVersion)
    assert second.supersedes == first.report_id
    assert ledger.versions(second.report_id) == [first.report_id, second.report_id]
    assert [one.report for one in ledger.extractions()] == [new.report]
    assert len(list(ledger.every_extraction())) == 2
    assert {told.report_id for event in ledger.events() for told in event.accounts} == {second.report_id}


def test_a_text_that_no_database_can_hold_is_refused(ledger: Ledger, run: Run) -> None:
    with pytest.raises(FormatError, match="NUL"):
        ledger.append(Extraction(report=replace(story().report, text="a\x00b")), run)
    with pytest.raises(FormatError, match="half a character"):
        ledger.append(Extraction(report=replace(story().report, text="a\ud800b")), run)


def test_numbers_that_no_column_can_hold_are_kept_whole(ledger: Ledger, run: Run) -> None:
    built = Builder()
    built.toll("ten billion", 10**10, 10**10)
    built.toll("a number", 10**30, None)
    done = ledger.append(built.build(), run)
    assert [toll.count.low for toll in ledger.extraction(done.report_id).tolls] == [10**10, 10**30]
    assert [toll.count.low for toll in ledger.accounts_of_report(done.report_id)[0].tolls] == [10**10, 10**30]
    assert len(list(ledger.events(Filters(min_killed=10**11)))) == 1
    assert not list(check(ledger))
    long_address = replace(story().report, url="https://zell.example/" + "a" * 5000)
    with pytest.raises(FormatError, match="its address has 5,021 characters"):
        ledger.append(Extraction(report=long_address), run)


def test_what_fails_inside_a_transaction_leaves_nothing(ledger: Ledger, run: Run) -> None:
    def append_and_fail() -> None:
        with ledger.writing():
            ledger.append(story(), run)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        append_and_fail()
    assert not list(ledger.every_extraction())
    assert isinstance(ledger.append(story(), run), Added)


def test_the_beginning_of_an_id_will_do_where_it_is_the_only_one(ledger: Ledger, run: Run) -> None:
    whole = added(ledger, run, story())[0].id
    assert ledger.account(whole.removeprefix("account-")[:10]).id == whole
    assert ledger.event(whole.removeprefix("account-")[:10]).accounts[0].id == whole
    with pytest.raises(UnknownIdError, match="no account 'zzz'"):
        ledger.account("zzz")
    with pytest.raises(UnknownIdError, match="several accounts"):
        ledger.account("")


# --- append-only ---------------------------------------------------------------------------------------------------

CHANGES = (
    "UPDATE report SET text = 'x'",
    "UPDATE claim SET low = 1",
    "UPDATE claim SET quote = 'x', number = number",
    "DELETE FROM claim",
    "DELETE FROM account",
    "DELETE FROM run",
    "DELETE FROM membership",
    "UPDATE membership SET event = 'x'",
    "UPDATE migration SET name = 'x'",
)
OF_SQLITE = ("INSERT OR REPLACE INTO claim SELECT * FROM claim", "REPLACE INTO run SELECT * FROM run")
OF_POSTGRESQL = (
    "TRUNCATE claim CASCADE",
    "TRUNCATE membership",
    "INSERT INTO run SELECT * FROM run ON CONFLICT (id) DO UPDATE SET by = 'x'",
)


def test_nothing_that_was_written_can_be_changed(ledger: Ledger, run: Run) -> None:
    ledger.append(story(), run)
    before = list(ledger.every_extraction())
    for change in (*CHANGES, *(OF_SQLITE if ledger.database.is_sqlite else OF_POSTGRESQL)):
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as writing:
            writing.connection.execute(text(change))
    assert list(ledger.every_extraction()) == before
    assert not list(check(ledger))


# --- links ---------------------------------------------------------------------------------------------------------


def judged(first: str, second: str, verdict: Verdict = Verdict.SAME, by: str = "splink 1") -> Judgement:
    weight = Weight(comparison="place", level="same place", bits=4.5)
    return Judgement(first=first, second=second, verdict=verdict, by=by, reason="near", score=0.9, weights=(weight,))


def test_accounts_are_grouped_into_events_that_every_name_leads_to(ledger: Ledger, run: Run) -> None:
    late = added(ledger, run, story("late", day=date(2021, 5, 6)))[0]
    early = added(ledger, run, story("early", day=date(2021, 5, 4)))[0]
    assert len(list(ledger.events())) == 4
    ledger.group([[late.id, early.id]], run)
    found = ledger.event(late.id)
    assert [one.id for one in found.accounts] == [early.id, late.id]
    assert found.id == early.id.replace("account", "event") == ledger.event_of(late.id)
    assert ledger.event(found.id[:14]) == ledger.event(late.id.replace("account", "event")) == found
    assert ledger.members(found.id) == sorted([early.id, late.id])
    rows = "SELECT count(*) FROM membership"
    with ledger.database.reading() as connection:
        before = connection.scalar(text(rows))
        ledger.group([[late.id, early.id]], run)
        assert connection.scalar(text(rows)) == before
    ledger.group([[late.id], [early.id]], run)
    assert len(list(ledger.events())) == 4


def test_a_judgement_holds_until_another_and_a_persons_outweighs_a_rules(ledger: Ledger, run: Run) -> None:
    a, b = (added(ledger, run, story(name))[0].id for name in ("a", "b"))
    a, b = sorted((a, b))
    assert ledger.judge([judged(b, a)], run) == 1
    assert ledger.judge([judged(a, b)], run) == 0
    assert ledger.judgements([b]) == [judged(a, b)]
    decision = ledger.decide(Decision(act=Act.DIFFERENT, targets=(a, b), by="Ada", reason="two markets"), run)
    ledger.judge([judged(a, b, by="splink 2")], run)
    (held,) = ledger.judgements()
    assert (held.verdict, held.by, held.reason, held.score) == (Verdict.DIFFERENT, "Ada", "two markets", None)
    ledger.decide(Decision(act=Act.UNDO, targets=(decision.id,), by="Bo"), run)
    assert ledger.judgements() == [judged(a, b, by="splink 2")]
    assert not list(check(ledger))


def test_candidates_share_keys_those_that_share_most_first(ledger: Ledger, run: Run) -> None:
    ids = [added(ledger, run, story(name))[0].id for name in "abc"]
    links = Links(ledger)
    links.index({ids[0]: ["x", "y"], ids[1]: ["y", "z"], ids[2]: ["y"]}, {id_: {"of": id_} for id_ in ids})
    assert links.counts(["x", "y", "z", "unknown"], 10) == {"x": 1, "y": 3, "z": 1}
    assert links.counts(["y"], 2) == {"y": 2}
    assert links.candidates({"x": 1, "y": 1}, 10) == [ids[0], *sorted(ids[1:])]
    assert links.candidates({"y": 1}, 2) == sorted(ids)[:2]
    assert links.candidates({"y": 1, "z": 3}, 1) == [ids[1]]
    assert links.candidates({}, 10) == []
    links.index({ids[1]: ["x"]}, {ids[1]: {"of": "anew"}})
    assert links.candidates({"z": 1}, 10) == []
    assert links.candidates({"x": 1}, 10) == sorted(ids[:2])
    assert links.traits() == {ids[0]: {"of": ids[0]}, ids[1]: {"of": "anew"}, ids[2]: {"of": ids[2]}}


def test_what_joins_accounts_is_looked_up_without_weights_and_a_person_outweighs_it(ledger: Ledger, run: Run) -> None:
    a, b, c = (added(ledger, run, story(name))[0].id for name in "abc")
    ledger.judge([judged(a, b), judged(b, c)], run)
    links = Links(ledger)
    assert {(one.first, one.second) for one in links.verdicts([a])} == {tuple(sorted((a, b)))}
    assert all(one.verdict is Verdict.SAME and not one.weights for one in links.verdicts([a, b, c]))
    made = ledger.decide(Decision(act=Act.DIFFERENT, targets=(a, b), by="Ada"), run)
    assert [one.verdict for one in links.verdicts([a])] == [Verdict.DIFFERENT]
    assert [one.by for one in ledger.judged_by_people([b])] == ["Ada"]
    assert ledger.judged_by_people([c]) == []
    ledger.decide(Decision(act=Act.UNDO, targets=(made.id,), by="Bero"), run)
    assert [one.verdict for one in links.verdicts([a])] == [Verdict.SAME]
    ledger.decide(Decision(act=Act.SPLIT, targets=(a,), value=[b, c], by="Ada"), run)
    assert {one.verdict for one in ledger.judged_by_people([c])} == {Verdict.DIFFERENT}


def test_a_claim_has_the_origin_that_was_set_last(ledger: Ledger, run: Run) -> None:
    told = added(ledger, run, story())[0]
    claim = told.tolls[0].id
    ledger.set_origins({claim: ("origin-1", "credited to AP")}, run)
    ledger.set_origins({claim: ("origin-2", "a near-copy")}, run)
    assert ledger.origins([claim]) == {claim: "origin-2"}
    assert ledger.event(told.id).origin(claim) == "origin-2"


# --- asking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"a", "b"}),
        (Filters(country="xz"), {"a"}),
        (Filters(since=date(2021, 6, 1)), {"b"}),
        (Filters(until=date(2021, 6, 1)), {"a"}),
        (Filters(place="zel"), {"a", "b"}),
        (Filters(place="z%l"), set()),
        (Filters(type="battle", country="XZ"), set()),
        (Filters(type="explosion_remote_violence"), {"a", "b"}),
        (Filters(min_killed=25), {"b"}),
        (Filters(text="bridge (a) \"OR"), set()),
        (Filters(text="children struck", min_killed=12), {"a", "b"}),
    ],
)  # fmt: skip
def test_events_are_found_by_what_is_asked(ledger: Ledger, run: Run, filters: Filters, found: set[str]) -> None:
    ledger.append(story("a", country="XZ"), run)
    ledger.append(story("b", 30, day=date(2021, 7, 1), country="XY"), run)
    assert {one.accounts[0].report.id for one in ledger.events(filters)} == found


def test_as_of_is_by_publication_or_by_when_it_was_added(
    ledger: Ledger, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://zell.example/1"
    old = added(ledger, run, story(killed=12, url=url, day=date(2021, 5, 4)))[0]
    monkeypatch.setattr(database_module, "now", lambda: datetime.now(UTC) + timedelta(days=40))
    new = added(ledger, run, story(killed=14, url=url, day=date(2021, 5, 8)))[0]
    ledger.group([[old.id, new.id]], run)

    def counts(view: AsOf) -> list[CountRange]:
        return [event.accounts[0].tolls[0].count for event in ledger.events(Filters(country="XZ"), view)]

    assert counts(AsOf()) == [CountRange(14, 14)]
    assert counts(AsOf(published=date(2021, 5, 5))) == [CountRange(12, 12)]
    assert counts(AsOf(published=date(2021, 5, 3))) == []
    assert counts(AsOf(added=datetime.now(UTC).date())) == [CountRange(12, 12)]
    assert not ledger.events_of([new.id], AsOf(added=datetime.now(UTC).date()))


# --- what people decide --------------------------------------------------------------------------------------------


def test_a_correction_is_seen_and_can_be_taken_back(ledger: Ledger, run: Run) -> None:
    told = added(ledger, run, story())[0]
    claim = told.tolls[0].id
    made = ledger.decide(
        Decision(act=Act.CORRECT, targets=(claim,), by="Ada", field="value", value={"low": 11, "high": 13}), run
    )
    assert ledger.event(told.id).accounts[0].tolls[0].count == CountRange(11, 13)
    assert ledger.account(told.id).tolls[0].count == CountRange(12, 12)
    assert ledger.decisions([claim]) == [made]
    ledger.decide(Decision(act=Act.UNDO, targets=(made.id,), by="Ada"), run)
    assert ledger.event(told.id).accounts[0] == told
    assert len(ledger.every_decision([claim])) == 2
    assert not list(check(ledger))


def test_a_claim_can_be_rejected_moved_and_added(ledger: Ledger, run: Run) -> None:
    first, second = added(ledger, run, story())
    denial = first.responsibility[0].id
    ledger.decide(Decision(act=Act.REJECT, targets=(denial,), by="Ada", reason="of another attack"), run)
    part = first.tolls[1].id
    ledger.decide(Decision(act=Act.CORRECT, targets=(part,), by="Ada", field="event", value=second.id), run)
    span = first.tolls[1].span
    missed = {
        "kind": "tolls",
        "outcome": "injured",
        "low": 3,
        "high": 3,
        "quote": "3",
        "span": [span.start, span.end],
        "group": {"text": "", "category": "people"},
    }
    ledger.decide(Decision(act=Act.ADD, targets=(first.id,), by="Ada", value=missed), run)
    one = ledger.event(first.id).accounts[0]
    assert not one.responsibility
    assert [(toll.outcome.value, toll.made_by) for toll in one.tolls] == [("killed", None), ("injured", "Ada")]
    assert part in {toll.id for toll in ledger.event(second.id).accounts[0].tolls}


def test_what_is_no_event_is_left_out(ledger: Ledger, run: Run) -> None:
    first, second = added(ledger, run, story())
    made = ledger.decide(
        Decision(act=Act.NOT_AN_EVENT, targets=(first.id.replace("account", "event"),), by="Ada", reason="a drill"), run
    )
    assert [event.accounts[0].id for event in ledger.events()] == [second.id]
    ledger.decide(Decision(act=Act.UNDO, targets=(made.id,), by="Ada"), run)
    assert len(list(ledger.events())) == 2


def test_a_decision_that_could_not_be_applied_is_refused(ledger: Ledger, run: Run) -> None:
    claim = added(ledger, run, story())[0].tolls[0].id
    with pytest.raises(FormatError, match="low, high and approx"):
        ledger.decide(Decision(act=Act.CORRECT, targets=(claim,), by="Ada", field="value", value=12), run)
    with pytest.raises(FormatError, match="'colour' can't be corrected"):
        ledger.decide(Decision(act=Act.CORRECT, targets=(claim,), by="Ada", field="colour", value="red"), run)
    with pytest.raises(UnknownIdError):
        ledger.decide(Decision(act=Act.REJECT, targets=("claim-00",), by="Ada"), run)
    assert ledger.every_decision() == []


# --- failures, migrations, clocks ----------------------------------------------------------------------------------


def test_a_failure_is_one_row_until_it_is_recovered(ledger: Ledger, run: Run) -> None:
    error = ReportError("a.txt", "empty")
    first = ledger.fail(error, run, input="/news")
    assert ledger.fail(error, run, input="/news") == first
    assert ledger.failures() == [first]
    ledger.recovered([first], run)
    assert ledger.failures() == []
    assert ledger.failures(resolved=True)[0].resolved is not None
    assert ledger.fail(error, run, input="/news").id != first.id


def test_a_ledger_newer_than_the_program_is_refused(ledger: Ledger, location: str) -> None:
    with ledger.writing() as writing:
        row = {"number": 99, "name": "from_the_future", "at": datetime.now(UTC), "version": "99"}
        writing.connection.execute(insert(migration), row)
    with pytest.raises(LedgerError, match=r"newer than this program .*from_the_future"):
        Ledger.open(location)


def test_a_clock_that_jumps_back_does_not_turn_the_order(
    ledger: Ledger, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append(story("a"), run)
    monkeypatch.setattr(database_module, "now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
    ledger.append(story("b"), run)
    with ledger.database.reading() as connection:
        times = list(connection.scalars(select(report.c.at).order_by(report.c.number)))
    assert times == sorted(set(times))
    assert times[0].year > 1999
    assert not list(check(ledger))


# --- copies --------------------------------------------------------------------------------------------------------


def test_a_copy_there_and_back_is_lossless(ledger: Ledger, run: Run, postgresql: Server, tmp_path: Path) -> None:
    first, second = added(ledger, run, story("a"))[0], added(ledger, run, story("b"))[0]
    ledger.group([[first.id, second.id]], run)
    ledger.judge([judged(first.id, second.id)], run)
    Links(ledger).index({first.id: ["x"]}, {first.id: {}})
    ledger.decide(Decision(act=Act.ACCEPT, targets=(first.tolls[0].id,), by="Ada"), run)
    ledger.recovered([ledger.fail(ReportError("x", "no"), run)], run)
    others = [f"{tmp_path}/copy.db", postgresql.new_database(), f"{tmp_path}/back.db"]
    for other in others:
        with Ledger.open(other) as target:
            rows = copy(ledger, target)
            assert rows > 20
            assert list(target.every_extraction()) == list(ledger.every_extraction())
            assert list(target.events()) == list(ledger.events())
            assert target.judgements() == ledger.judgements()
            assert target.every_decision() == ledger.every_decision()
            assert target.failures(resolved=True) == ledger.failures(resolved=True)
            assert Links(target).candidates({"x": 1}, 5) == [first.id]
            assert not list(check(target))
            with pytest.raises(LedgerError, match="not empty"):
                copy(ledger, target)


# --- redaction -----------------------------------------------------------------------------------------------------


def test_a_report_is_blanked_for_good_and_nothing_else_is(ledger: Ledger, run: Run) -> None:
    kept, gone = story("kept"), story("gone")
    told = added(ledger, run, gone)[0]
    ledger.append(kept, run)
    assert redact_report(ledger, told.report_id, by="Ada", reason="a court order", run=run) > 5
    blank = ledger.report(told.report_id)
    assert set(blank.text + (blank.title or "")) <= {BLOCK, " "}
    assert len(blank.text) == len(gone.report.text)
    after = ledger.account(told.id)
    assert after.tolls[0].count == told.tolls[0].count
    assert after.event.place is not None
    assert after.event.place.country == "XZ"
    assert set(after.tolls[0].sources[0].text + after.tolls[1].quote) == {BLOCK}
    assert ledger.extraction(report_id(kept.report)) == kept
    assert isinstance(ledger.append(gone, run), Known)
    assert not list(check(ledger))
    assert {one.accounts[0].report.id for one in ledger.events(Filters(text="struck"))} == {"kept"}


def test_a_name_is_blanked_wherever_it_stands(ledger: Ledger, run: Run, location: str) -> None:
    told = added(ledger, run, story("a"))[0]
    ledger.decide(Decision(act=Act.COMMENT, targets=(told.id,), by="Ada", reason="ask THE MAYOR"), run)
    Links(ledger).index({told.id: ["name:the mayor", "day:1"]}, {told.id: {}})
    redact_name(ledger, "the mayor", by="Ada", reason="a threat", run=run)
    after = ledger.account(told.id)
    assert [source.text for source in after.tolls[0].sources] == ["AP", f"{BLOCK * 3} {BLOCK * 5}"]
    assert after.tolls[0].quote == told.tolls[0].quote
    assert ledger.every_decision()[0].reason == f"ask {BLOCK * 3} {BLOCK * 5}"
    assert Links(ledger).candidates({"name:the mayor": 1}, 5) == []
    assert not list(check(ledger))
    if ledger.database.is_sqlite:
        assert b"mayor" not in Path(location).read_bytes()
        assert b"mayor" not in Path(f"{location}-wal").read_bytes()


def test_a_redaction_opens_no_way_to_write_something_else(ledger: Ledger, run: Run) -> None:
    told = added(ledger, run, story())[0]
    redact_report(ledger, told.report_id, by="Ada", reason="order", run=run)
    for change in ("UPDATE report SET text = 'x'", "UPDATE claim SET low = 1", "DELETE FROM redaction"):
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as writing:
            writing.connection.execute(text(change))
    with pytest.raises(LedgerError, match="empty name"):
        redact_name(ledger, " ", by="Ada", reason="none")


# --- other programs ------------------------------------------------------------------------------------------------


def test_duckdb_reads_the_file_with_its_views(tmp_path: Path) -> None:
    import duckdb
    import duckdb_extension_sqlite_scanner as scanner

    path = tmp_path / "variorum.db"
    with Ledger.open(path) as ledger:
        ledger.append(story(), ledger.run(Settings(), by="Ada", command="add"))
    with duckdb.connect() as connection:
        folder = Path(str(scanner.__file__)).parent / "extensions"  # the package brings it, nothing is fetched
        connection.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'")
        connection.execute(f"ATTACH '{path}' AS ledger (TYPE sqlite, READ_ONLY)")
        tolls = "SELECT outcome, low, group_category FROM ledger.tolls ORDER BY low"
        assert connection.execute(tolls).fetchall() == [
            ("killed", 3, "civilian"),
            ("killed", 12, "people"),
            ("killed", 24, "people"),
        ]
        events = "SELECT killed_lowest, killed_highest, reports, country FROM ledger.events ORDER BY 1"
        assert connection.execute(events).fetchall() == [(12, 12, 1, "XZ"), (24, 24, 1, None)]
        assert connection.execute("SELECT count(*) FROM ledger.accounts WHERE main").fetchone() == (1,)


def test_the_file_is_plain_to_programs_that_show_tables(tmp_path: Path) -> None:
    """What Datasette goes by: foreign keys, views, and a search index that names the table it is over."""
    path = tmp_path / "variorum.db"
    with Ledger.open(path) as ledger:
        ledger.append(story(), ledger.run(Settings(), by="Ada", command="add"))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        leads = {
            (table, key[3], key[2])
            for table in ("claim", "account")
            for key in rows(f"PRAGMA foreign_key_list({table})")
        }
        assert leads >= {
            ("claim", "account", "account"),
            ("claim", "report", "report"),
            ("account", "report", "report"),
        }
        assert {name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'view'")} == {
            "accounts",
            "tolls",
            "events",
        }
        (index,) = rows("SELECT sql FROM sqlite_master WHERE name = 'report_search'")
        assert "content='report'" in index[0]
        found = (
            "SELECT r.id FROM report_search s JOIN report r ON r.number = s.rowid WHERE report_search MATCH 'nobody'"
        )
        assert rows(found) == []
        assert rows(found.replace("nobody", "children")) == rows("SELECT id FROM report")

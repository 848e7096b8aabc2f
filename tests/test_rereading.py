"""Reports read again, on both databases: what is read now takes the place of what was read before; both are kept."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from typer.testing import CliRunner

from tests.made_up import Builder, source
from tests.postgresql import Server
from variorum.cli import app
from variorum.errors import LedgerError
from variorum.identity import report_id
from variorum.ledger import Added, AsOf, Filters, Ledger
from variorum.ledger import database as database_module
from variorum.ledger.changes import events_since, mark
from variorum.ledger.checking import check
from variorum.ledger.copying import copy
from variorum.ledger.listing import queue
from variorum.ledger.redaction import redact_name, redact_report
from variorum.ledger.rereading import ReadAgain, append_again, due
from variorum.ledger.tables import reading
from variorum.ledger.views import ACCOUNTS, EVENTS, TOLLS
from variorum.models import Account, Act, Decision, Event, EventType, Extraction, GroupCategory, Place, Run, When
from variorum.pipeline.linking import link_again, link_all, link_new, relink
from variorum.settings import Settings
from variorum.values import CountRange, DateRange
from variorum.web.desk import Desk
from variorum.web.ruling import own

TEXT = "A white van blew up near the Sorrel Gate, said Governor Ilam Oresti. "


def better(name: str = "a", extra: str = "") -> Extraction:
    """A report of a bombing and of an older clash, as a good reader has it."""
    built = Builder(text=TEXT + extra)
    built.about = {"id": name, "published": date(2021, 5, 4), "publisher": f"The {name} Post"}
    place = Place(text="Zell", country="XZ", lat=10.0, lon=20.0, precision="town")
    when = When(days=DateRange.day(date(2021, 5, 3)))
    built.events = [
        Event(id="e1", type=EventType.BATTLE, main=False, label="older clash"),
        Event(id="e2", type=EventType.EXPLOSION, main=True, when=when, place=place),
    ]
    built.toll("two", 2, 2, "farmers", "civilian", event="e1")
    built.toll("nine", 9, 9, "shoppers", "civilian", source("the mayor"), event="e2")
    built.toll("three", 3, 3, "nurses", "civilian", event="e2", outcome="injured")
    built.toll("hundreds", 200, 999, "people", "people", event=None, approx=True)
    return built.build()


def worse(name: str = "a", extra: str = "") -> Extraction:
    """The same report by a reader that misses the clash, so that its ids are others, and does not know nurses."""
    good = better(name, extra)
    _, nine, three, hundreds = good.tolls
    unknown = replace(three.group, category=GroupCategory.PEOPLE)
    tolls = (replace(nine, event="e1"), replace(three, event="e1", group=unknown), hundreds)
    named = tuple(replace(toll, id=f"t{number}") for number, toll in enumerate(tolls, start=1))
    return replace(good, events=(replace(good.events[1], id="e1"),), tolls=named)


def added(ledger: Ledger, run: Run, extraction: Extraction) -> tuple[Account, ...]:
    with ledger.writing():
        done = ledger.append(extraction, run)
        assert isinstance(done, Added)
        link_new(ledger, done.accounts, run)
    return done.accounts


def again(ledger: Ledger, run: Run, extraction: Extraction) -> ReadAgain:
    with ledger.writing():
        done = append_again(ledger, extraction, run)
        link_again(ledger, done, run)
    return done


def claims(ledger: Ledger, report: str) -> dict[str, str]:
    """The claims of a report that hold, id by quote."""
    return {toll.quote: toll.id for told in ledger.accounts_of_report(report) for toll in told.tolls}


def decide(ledger: Ledger, act: Act, *targets: str, **more: Any) -> Decision:
    return ledger.decide(Decision(act=act, targets=targets, by="Ada", reason="I looked", **more))


# --- what is read now, and what was ----------------------------------------------------------------------------------


def test_what_is_read_now_takes_the_place_of_what_was_and_both_are_kept(ledger: Ledger, run: Run) -> None:
    old = added(ledger, run, worse())
    id_ = report_id(worse().report)
    done = again(ledger, run, better())
    assert done.changed
    assert len(done.accounts) == 2
    assert ledger.extraction(id_) == better()
    assert list(ledger.extractions()) == [better()]
    assert tuple(ledger.accounts_of_report(id_)) == done.accounts
    assert {toll.id for toll in ledger.aggregates_of_report(id_)}.isdisjoint(old[0].claims)
    assert sorted(event.accounts[0].id for event in ledger.events()) == sorted(told.id for told in done.accounts)
    assert [told.id for told in ledger.accounts_where(Filters(min_killed=9))] == [done.accounts[1].id]
    with ledger.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM accounts")) == 2
        assert connection.scalar(text("SELECT count(*) FROM tolls")) == 3
        assert connection.scalar(text("SELECT count(*) FROM account")) == 3
    assert ledger.accounts([old[0].id]) == list(old)
    assert not list(check(ledger))


def test_an_event_keeps_its_name_and_every_name_leads_to_it(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    (other,) = added(ledger, run, worse("b"))
    event = ledger.event_of(old.id)
    assert ledger.event_of(other.id) == event
    before = mark(ledger)
    done = again(ledger, run, better())
    assert done.retired == {old.id: done.accounts[1].id}
    found = ledger.event(old.id)
    assert found.id == event == ledger.event(done.accounts[1].id).id
    assert {told.id for told in found.accounts} == {other.id, done.accounts[1].id}
    assert set(ledger.members(event)) == {other.id, done.accounts[1].id}
    assert event in events_since(ledger, before)
    assert ledger.event_of(done.accounts[0].id) != event
    link_all(ledger, run)
    assert {told.id for told in ledger.event(event).accounts} == {other.id, done.accounts[1].id}


def test_an_account_that_is_no_longer_read_leaves_its_event(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    (other,) = added(ledger, run, worse("b"))
    before = mark(ledger)
    done = again(ledger, run, Extraction(report=worse().report))
    assert done.retired == {old.id: None}
    assert [told.id for told in ledger.event(other.id).accounts] == [other.id]
    assert ledger.event_of(old.id) in events_since(ledger, before)
    assert not list(check(ledger))


def test_a_reading_that_gives_the_same_changes_nothing(ledger: Ledger, run: Run) -> None:
    old = added(ledger, run, better())
    done = again(ledger, run, better())
    assert not done.changed
    assert tuple(ledger.accounts_of_report(done.report_id)) == old
    assert not list(check(ledger))


def test_readings_may_go_there_and_back(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    ids = [old.id]
    for one in (better(), worse(), better()):
        done = again(ledger, run, one)
        assert ledger.extraction(done.report_id) == one
        ids += [told.id for told in done.accounts]
    assert len(set(ids)) == len(ids)
    (main,) = (told for told in ledger.accounts_of_report(old.report_id) if told.event.main)
    assert ledger.event_of(old.id) == ledger.event_of(main.id)
    assert not list(check(ledger))


def test_what_was_known_before_is_still_seen_as_of_then(
    ledger: Ledger, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = added(ledger, run, worse())
    tomorrow = database_module.now() + timedelta(days=1)
    monkeypatch.setattr(database_module, "now", lambda: tomorrow)
    done = again(ledger, run, better())
    then = AsOf(added=tomorrow.date() - timedelta(days=1))
    assert [told.id for event in ledger.events(view=then) for told in event.accounts] == [old.id]
    assert list(ledger.extractions(then)) == [worse()]
    assert len(list(ledger.events(view=AsOf(published=date(2021, 5, 4))))) == len(done.accounts)


# --- what people decided ---------------------------------------------------------------------------------------------


def test_decisions_go_over_where_the_claim_is_the_same_and_others_are_named(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    before = claims(ledger, old.report_id)
    corrected = decide(ledger, Act.CORRECT, before["nine"], field="value", value={"low": 10, "high": 10})
    decide(ledger, Act.CORRECT, old.id, field="type", value="battle")
    left = decide(ledger, Act.ACCEPT, before["three"])
    taken_back = decide(ledger, Act.REJECT, before["nine"])
    decide(ledger, Act.UNDO, taken_back.id)
    done = again(ledger, run, better())
    assert (done.carried, [one.id for one in done.left]) == (2, [left.id])
    (main,) = (told for event in ledger.events() for told in event.accounts if told.event.main)
    assert main.event.type is EventType.BATTLE
    assert [toll.count for toll in main.tolls if toll.quote == "nine"] == [CountRange(10, 10)]
    (over,) = ledger.decisions([claims(ledger, old.report_id)["nine"]])
    assert over.by == "Ada"
    assert over.reason == f"I looked (carried over from {corrected.id}, as the report was read again)"
    decide(ledger, Act.UNDO, over.id)
    assert nines(ledger) == [CountRange(9, 9)]
    assert not list(check(ledger))


def test_what_is_taken_back_is_taken_back_of_later_readings_too(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    nine = claims(ledger, old.report_id)["nine"]
    corrected = decide(ledger, Act.CORRECT, nine, field="value", value={"low": 10, "high": 10})
    for one in (better(), worse(), better()):
        assert again(ledger, run, one).carried == 1
    assert nines(ledger) == [CountRange(10, 10)]
    undone = decide(ledger, Act.UNDO, corrected.id)
    assert nines(ledger) == [CountRange(9, 9)]
    assert again(ledger, run, worse()).carried == 0
    again(ledger, run, better())
    assert nines(ledger) == [CountRange(9, 9)]
    brought_back = decide(ledger, Act.UNDO, undone.id)
    assert nines(ledger) == [CountRange(10, 10)]
    assert again(ledger, run, worse()).carried == 1
    assert nines(ledger) == [CountRange(10, 10)]
    decide(ledger, Act.UNDO, brought_back.id)
    assert nines(ledger) == [CountRange(9, 9)]
    assert not list(check(ledger))


def test_what_was_taken_back_with_its_copy_is_brought_back_with_it(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    rejected = decide(ledger, Act.REJECT, claims(ledger, old.report_id)["nine"])
    again(ledger, run, better())
    assert nines(ledger) == []
    undone = decide(ledger, Act.UNDO, rejected.id)
    assert len(nines(ledger)) == 1
    (of_now,) = ledger.every_decision([claims(ledger, old.report_id)["nine"]])[:1]
    assert own([of_now, undone]) == []
    decide(ledger, Act.UNDO, undone.id)
    assert nines(ledger) == []


def nines(ledger: Ledger) -> list[CountRange]:
    """What the toll of nine counts now, as people corrected it."""
    tolls = (toll for event in ledger.events() for told in event.accounts for toll in told.tolls)
    return [toll.count for toll in tolls if toll.quote == "nine"]


def test_what_people_said_of_pairs_holds_of_what_took_their_place(ledger: Ledger, run: Run) -> None:
    (one,), (other,) = added(ledger, run, worse()), added(ledger, run, worse("b"))
    decide(ledger, Act.DIFFERENT, one.id, other.id)
    relink(ledger, [one.id], run)
    done = again(ledger, run, better())
    assert (done.carried, done.left) == (1, ())
    assert ledger.event_of(done.accounts[1].id) != ledger.event_of(other.id)
    link_all(ledger, run)
    assert ledger.event_of(done.accounts[1].id) != ledger.event_of(other.id)


def test_what_was_said_of_a_pair_is_taken_back_by_its_first_id(location: str) -> None:
    with Ledger.open(location) as ledger:
        run = ledger.run(Settings(), by="Ada", command="variorum add")
        (one,), (other,) = added(ledger, run, worse()), added(ledger, run, worse("b"))
        apart = decide(ledger, Act.DIFFERENT, one.id, other.id)
        relink(ledger, [one.id], run)
        new = again(ledger, run, better()).accounts[1].id
        assert ledger.event_of(new) != ledger.event_of(other.id)
    done = CliRunner().invoke(app, ["link", "undo", apart.id, "--reason", "I was wrong", "--ledger", location])
    assert done.exit_code == 0, done.output
    with Ledger.open(location) as ledger:
        assert ledger.event_of(new) == ledger.event_of(other.id)


def test_a_merge_that_was_carried_over_is_taken_back_and_brought_back_on_the_page(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    other = added(ledger, run, better("b"))[0]
    desk = Desk(ledger)
    desk.merge(ledger.event_of(old.id), ledger.event_of(other.id), "Ada", "one fight")
    (merged,) = ledger.decisions()
    again(ledger, run, better())
    (new,) = (told for told in ledger.accounts_of_report(old.report_id) if told.event.main)
    assert ledger.event_of(new.id) == ledger.event_of(other.id)
    (undone,) = desk.decide([Decision(act=Act.UNDO, targets=(merged.id,), by="Ada")])
    assert ledger.event_of(new.id) != ledger.event_of(other.id)
    assert ledger.event_of(old.id) == ledger.event_of(new.id)
    desk.decide([Decision(act=Act.UNDO, targets=(undone.id,), by="Ada")])
    assert ledger.event_of(old.id) == ledger.event_of(new.id) == ledger.event_of(other.id)


def test_a_report_that_was_gone_through_comes_to_the_queue_again(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    decide(ledger, Act.ACCEPT, old.report_id)
    assert queue(ledger, "Ada", 10) == []
    again(ledger, run, better())
    (row,) = queue(ledger, "Ada", 10)
    assert (row.id, row.claims) == (old.report_id, 4)


# --- which reports, and where ----------------------------------------------------------------------------------------


def test_due_is_what_another_version_or_other_settings_read_last(ledger: Ledger, run: Run) -> None:
    (old,) = added(ledger, run, worse())
    (blanked,) = added(ledger, run, worse("b"))
    redact_report(ledger, blanked.report_id, by="Ada", reason="asked for", run=run)
    assert due(ledger, run) == []
    assert due(ledger, run, everything=True) == [old.report_id]
    other = ledger.run(Settings(learned=False), by="Ada", command="variorum reread")
    assert due(ledger, other) == [old.report_id]
    again(ledger, other, worse())
    assert due(ledger, other) == []
    assert due(ledger, run) == [old.report_id]
    assert due(ledger, ledger.run(Settings(reader="llm"), by="Ada", command="variorum reread")) == []


def test_names_are_blanked_in_every_reading_and_copies_keep_all(
    ledger: Ledger, run: Run, postgresql: Server, tmp_path: Path
) -> None:
    added(ledger, run, worse(extra="Ilam Oresti wept. "))
    again(ledger, run, replace(better(extra="Ilam Oresti wept. "), warnings=("Ilam Oresti is no place",)))
    for location in (tmp_path / "copy.db", postgresql.new_database()):
        with Ledger.open(location) as target:
            assert copy(ledger, target)
            assert list(target.every_extraction()) == list(ledger.every_extraction())
            redact_name(target, "Ilam Oresti", by="Ada", reason="asked for")
            assert not list(check(target))
            with target.database.reading() as connection:
                assert "Oresti" not in str(connection.execute(select(reading)).all())


def test_a_ledger_from_before_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with Ledger.open(file) as old:
        run = old.run(Settings(), by="Ada", command="variorum add")
        added(old, run, worse())
    with closing(sqlite3.connect(file)) as connection:
        as_before(connection)
    with Ledger.open(file) as renewed:
        assert not list(check(renewed))
        again(renewed, run, better())
        assert not list(check(renewed))
        with pytest.raises(LedgerError, match="append-only"), renewed.writing() as writing:
            writing.connection.execute(text("UPDATE account SET reading = NULL"))


def as_before(connection: sqlite3.Connection) -> None:
    """Takes out what came with readings: a column can't be dropped that refers to another table."""
    connection.executescript("PRAGMA legacy_alter_table = ON; DROP VIEW events; DROP VIEW tolls; DROP VIEW accounts")
    for name in ("account", "claim"):
        made = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ?", [name]) if sql]
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] != "reading"]
        listed = ", ".join(f'"{column}"' for column in columns)
        table = re.sub(r"\s*reading INTEGER, |,\s*FOREIGN KEY\(reading\) REFERENCES reading \(number\)", "", made[0])
        connection.executescript(
            f"ALTER TABLE {name} RENAME TO away; {table}; INSERT INTO {name} SELECT {listed} FROM away"  # noqa: S608
        )
        connection.executescript("DROP TABLE away")
        for sql in made[1:]:
            connection.execute(re.sub(r' OR NEW."reading" IS NOT OLD."reading"', "", sql))
    connection.executescript(
        "DROP TABLE succession; DROP TABLE carried; DROP TABLE reading; DROP TRIGGER migration_no_delete;"
        "DELETE FROM migration WHERE number >= (SELECT number FROM migration WHERE name = 'readings_of_reports')"
    )
    guard_of_now = "AND NOT EXISTS (SELECT 1 FROM reading"
    for view in (ACCOUNTS.partition(guard_of_now)[0], TOLLS, EVENTS):
        connection.execute(view)
    connection.commit()


def test_reading_again_from_the_command_line(location: str, tmp_path: Path) -> None:
    news = tmp_path / "news.txt"
    news.write_text(
        "A car bomb killed 12 people at a market in Kunduz, Afghanistan, on Monday, the police said.", "utf-8"
    )

    def called(*words: str, **environment: str) -> str:
        done = CliRunner().invoke(app, [*words, "--ledger", location], env=environment)
        assert done.exit_code == 0, done.output
        return done.output

    called("add", str(news), "--published", "2021-05-04")
    assert "Every report was read last by this version" in called("reread")
    assert "read again 1: changed 0, the same 1, failed 0; decisions carried over 0" in called("reread", "--all")
    with Ledger.open(location) as ledger:
        (told,) = ledger.extractions()
        silent = replace(told, tolls=(), warnings=("made up",))
        append_again(ledger, silent, ledger.run(Settings(), by="Ada", command="a test"))
        event = next(ledger.events()).id
    assert "read again 1: changed 1" in called("reread", report_id(told.report))
    assert "12" in called("show", event)
    assert "The ledger is whole" in called("ledger", "check")

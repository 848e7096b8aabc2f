"""The catalogue of events is in step with the ledger, and what was made of an event is kept: through restarts, kills,
several processes at once, and whatever is written meanwhile.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench.filling import fill
from tests import cataloguing as running
from tests.cataloguing import Slow, cataloguing, entries, whole
from tests.made_up import Builder
from tests.served import blast
from variorum.ledger import Added, Ledger, NewVersion
from variorum.ledger.changes import Mark, mark
from variorum.ledger.gists import Draft, Gists
from variorum.ledger.redaction import redact_name
from variorum.ledger.tables import gist, gist_edition
from variorum.models import Act, Actor, Decision, Event, EventType, Outcome, Run
from variorum.web.cataloguing import Cataloguing
from variorum.web.desk import Desk
from variorum.web.filters import Filter, Sort

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.cataloguing"])


def counted(of: Cataloguing) -> Slow:
    """Makes it write down what it makes."""
    of.maker = slow = Slow(of.maker)
    return slow


def anew(ledger: Ledger) -> Cataloguing:
    """A cataloguing that takes nothing that is kept."""
    of = cataloguing(ledger)
    of.gists = Gists(ledger, "of nobody")
    return of


def same_as_anew(of: Cataloguing) -> bool:
    return entries(whole(of)) == entries(whole(anew(of.ledger)))


def report(text: str, killed: int = 3, **about: object) -> Builder:
    made = Builder()
    made.about = {"id": text[:20], "publisher": "The Post", "published": date(2021, 5, 4), **about}
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label="Clash at Ost")]
    made.text = f"{text}\n\n"
    made.toll(str(killed), killed, killed)
    return made


def added(ledger: Ledger, run: Run, made: Builder) -> Added | NewVersion:
    done = ledger.append(made.build(), run)
    assert isinstance(done, Added | NewVersion)
    return done


# --- kept -----------------------------------------------------------------------------------------------------------


def test_what_was_made_is_kept_and_only_what_changed_is_made_again(ledger: Ledger, run: Run) -> None:
    fill(ledger, 40)
    first = cataloguing(ledger)
    listed = entries(whole(first))
    assert len(listed) > 10
    first.close()
    second = cataloguing(ledger)
    slow = counted(second)
    assert entries(whole(second)) == listed
    assert slow.made == []
    third = added(ledger, run, report("A clash at Ost killed three.")).accounts[0]
    assert set(entries(whole(second))) - set(listed) == {ledger.event_of(third.id)}
    assert slow.made == [ledger.event_of(third.id)]


def test_a_ledger_with_many_events_is_gone_through_behind_the_pages(ledger: Ledger) -> None:
    fill(ledger, 450)
    of = cataloguing(ledger)
    slow = counted(of)
    slow.pause = 0.001
    assert len(of.catalogue()) == 0
    assert of.left > 300
    until = time.monotonic() + 60
    while not len(of.catalogue()) and time.monotonic() < until:
        time.sleep(0.01)
    part = of.catalogue()
    assert len(part) > 0
    assert part.select(Filter())[0] == 0  # the latest events come first
    listed = entries(whole(of))
    assert len(listed) == len(slow.made) > len(part)
    assert of.left == 0
    of.close()
    after = cataloguing(ledger)
    assert counted(after).made == []
    assert entries(whole(after)) == listed


def test_other_rules_make_another_edition_and_old_ones_go(ledger: Ledger) -> None:
    fill(ledger, 20)
    events = 0
    for edition in ("one", "two", "three"):
        of = cataloguing(ledger)
        of.gists = Gists(ledger, edition)
        events = len(whole(of))
        of.close()
    with ledger.database.reading() as connection:
        assert set(connection.scalars(select(gist_edition.c.edition))) == {"two", "three"}
        assert connection.scalar(select(func.count()).select_from(gist)) == 2 * events


def test_of_two_gists_of_an_event_the_later_stays(ledger: Ledger) -> None:
    gists = Gists(ledger, "e")
    gists.begin(Mark(report=1))
    gists.begin(Mark(report=9))
    gists.put({"event-1": Draft("late", 7), "event-2": Draft(None, 7)}, Mark(report=7))
    gists.put({"event-1": Draft("early", 5), "event-2": Draft("early", 5), "event-3": Draft("x", 5)}, Mark(report=5))
    assert dict(gists.read()) == {"event-1": "late", "event-2": None, "event-3": "x"}
    found = gists.found()
    assert found is not None
    assert (found.mark, found.whole) == (Mark(report=7), True)
    assert gists.of(["event-1", "event-3"], since=Mark(report=6)) == {"event-1": "late"}


@contextmanager
def nobody() -> Iterator[None]:
    """Gives up the rights of root, who may write everywhere."""
    root = os.getuid() == 0
    if root:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)


def test_a_ledger_that_can_not_be_written_is_shown_all_the_same() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "a.db"
        with Ledger.open(place) as ledger:
            fill(ledger, 20)
            listed = entries(whole(anew(ledger)))
        place.chmod(0o444)
        Path(folder).chmod(0o555)
        with nobody():
            assert not os.access(place, os.W_OK)
            with Ledger.open(place, create=False) as ledger:
                of = cataloguing(ledger)
                assert entries(whole(of)) == listed
                of.close()
        Path(folder).chmod(0o755)


# --- in step --------------------------------------------------------------------------------------------------------


def test_whatever_is_decided_the_catalogue_is_that_of_a_ledger_gone_through_anew(ledger: Ledger, run: Run) -> None:
    fill(ledger, 25)
    desk, of = Desk(ledger), cataloguing(ledger)
    chance = random.Random(8)  # noqa: S311
    made: list[Decision] = []
    for step in range(14):
        listed = sorted(entries(whole(of)))
        event = desk.event(chance.choice(listed))
        account = chance.choice(event.accounts)
        match step % 6:
            case 0:
                desk.merge(event.id, chance.choice([id_ for id_ in listed if id_ != event.id]), "Ada", "")
            case 1 if len(event.accounts) > 1:
                desk.split(event.id, [account.id], "Ada", "it is another")
            case 2:
                value = {"low": "77", "high": "77"}
                row = Decision(act=Act.CORRECT, targets=(account.tolls[0].id,), by="Ada", field="value", value=value)
                made += desk.decide([row])
            case 3:
                made += desk.decide([Decision(act=Act.ACCEPT, targets=(account.report_id,), by="Ada")])
            case 4 if made:
                desk.decide([Decision(act=Act.UNDO, targets=(made.pop(0).id,), by="Ada")])
            case _:
                desk.decide([Decision(act=Act.NOT_AN_EVENT, targets=(event.id,), by="Ada")])
        if step % 6 == 5:
            added(ledger, run, report(f"Step {step} of the fights at Ost."))
    assert same_as_anew(of)
    of.close()
    assert same_as_anew(cataloguing(ledger))


def test_a_new_version_of_a_report_takes_the_place_of_the_old_one(ledger: Ledger, run: Run) -> None:
    of = cataloguing(ledger)
    added(ledger, run, report("At first three were counted.", 3, url="https://zell.example/1"))
    before = entries(whole(of))
    added(ledger, run, report("Now five are counted.", 5, url="https://zell.example/1"))
    after = entries(whole(of))
    assert len(before) == len(after) == 1
    assert before.keys() != after.keys()
    assert same_as_anew(of)


def test_accepting_a_report_shows_its_event_as_reviewed_at_once(ledger: Ledger, run: Run) -> None:
    of = cataloguing(ledger)
    done = added(ledger, run, report("A clash."))
    assert not whole(of).select(Filter(reviewed="yes")).size
    Desk(ledger).decide([Decision(act=Act.ACCEPT, targets=(done.report_id,), by="Ada")])
    assert whole(of).select(Filter(reviewed="yes")).size == 1


def test_what_another_process_writes_is_seen(ledger: Ledger, location: str) -> None:
    of = cataloguing(ledger)
    assert len(whole(of)) == 0
    with Ledger.open(location) as other:
        fill(other, 10)
    assert len(whole(of)) == len(entries(whole(anew(ledger)))) > 0


def test_a_name_that_is_redacted_is_gone_from_what_is_kept_and_shown(ledger: Ledger, run: Run) -> None:
    made = report("Clash at Ost with Brell Osk's men.")
    actor = Actor(text="Brell Osk", side="attacker", category="rebel_group")
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label="Clash with Brell Osk", actors=(actor,))]
    event = ledger.event_of(added(ledger, run, made).accounts[0].id)
    of, keeping = cataloguing(ledger), cataloguing(ledger)
    assert whole(of).select(Filter(q="brell")).size == whole(keeping).select(Filter(q="brell")).size == 1
    late = Gists(ledger, of.maker.edition)
    stale, upto = str(whole(of).entries[0].gist.label), mark(ledger).total
    keeping.close()
    redact_name(ledger, "Brell Osk", by="Ada", reason="her safety")
    late.put({event: Draft(f'"{stale}"', upto)})  # a process that had it in hand
    with ledger.database.reading() as connection:
        assert list(connection.scalars(select(gist.c.content))) == [None]
    for catalogue in (whole(of), whole(cataloguing(ledger))):
        assert not catalogue.select(Filter(q="brell")).size
        assert "Brell" not in catalogue.entries[0].gist.label
        assert len(catalogue) == 1


# --- asked for ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bridge", 1),
        ("BRIDGES", 1),
        ("collapsed bridge", 1),
        ("gazette", 1),
        ("gaz", 1),
        ("zell bridge", 0),
        ("ost", 2),
    ],
)
def test_words_are_looked_for_in_texts_and_in_what_the_list_shows(
    ledger: Ledger, run: Run, words: str, found: int
) -> None:
    added(ledger, run, report("Soldiers fled when the bridge collapsed.", publisher="The Gazette"))
    added(ledger, run, report("A clash near a mill."))
    assert whole(cataloguing(ledger)).select(Filter(q=words)).size == found


def test_words_may_stand_in_different_reports_of_an_event(ledger: Ledger, run: Run) -> None:
    told = [added(ledger, run, report(text)).accounts[0].id for text in ("The mill burnt.", "The bridge fell.")]
    ledger.group([told], run)
    assert whole(cataloguing(ledger)).select(Filter(q="mill bridge")).size == 1


def test_facets_count_as_if_they_did_not_narrow(ledger: Ledger, run: Run) -> None:
    added(ledger, run, report("A clash."))
    ledger.append(blast("The Courier", date(2021, 5, 6), 16, 16, said="the police"), run)
    catalogue = whole(cataloguing(ledger))
    facets = catalogue.facets(Filter(type=("battle",)))
    assert {one.value: (one.count, one.chosen) for one in facets["type"]} == {
        "battle": (1, True),
        "explosion_remote_violence": (1, False),
    }
    assert [one.value for one in facets["actor"]] == []
    assert {one.value: one.count for one in catalogue.facets(Filter())["country"]} == {"EG": 1}


def test_orders_and_rows_stay_as_events_come_and_go(ledger: Ledger, run: Run) -> None:
    of = cataloguing(ledger)
    for killed in (5, 50, 1):
        added(ledger, run, report(f"A fight with {killed} dead.", killed))
    first = whole(of)
    rows = dict(first.rows)
    listed = [first.entries[row].gist.tolls[Outcome.KILLED] for row in first.select(Filter(sort=Sort.DEADLIEST))]
    assert [count.low for count in listed] == [50, 5, 1]
    Desk(ledger).decide([Decision(act=Act.NOT_AN_EVENT, targets=(min(rows),), by="Ada")])
    added(ledger, run, report("A fight with 9 dead.", 9))
    second = whole(of)
    assert {id_: second.rows[id_] for id_ in rows} == rows
    assert len(first) == len(second) == 3


def test_events_are_narrowed_and_ordered_by_the_figure_of_a_codebook(ledger: Ledger, run: Run) -> None:
    of = cataloguing(ledger)
    for killed in (5, 50, 1):
        added(ledger, run, report(f"A fight with {killed} dead.", killed))
    first = whole(of)
    by_figure = Filter(sort=Sort.FIGURE, codebook="acled")
    listed = [first.entries[row].killed["acled"] for row in first.select(by_figure)]
    assert [figure and figure.best for figure in listed] == [50, 5, 1]
    assert first.select(by_figure.without(figure=5)).size == 2
    assert first.select(by_figure.without(figure=1, codebook="of nobody")).size == 0
    added(ledger, run, report("A fight with 9 dead.", 9))
    assert whole(of).select(by_figure.without(figure=6)).size == 2


# --- killed, and two at once ----------------------------------------------------------------------------------------


def started(*arguments: object) -> BaseProcess:
    process = _PROCESSES.Process(target=running.make, args=arguments)
    process.start()
    return process


def number_of_gists(ledger: Ledger) -> int:
    with ledger.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(gist)) or 0


@pytest.mark.slow
def test_what_a_killed_process_had_made_is_taken_up(location: str) -> None:
    with Ledger.open(location) as ledger:
        fill(ledger, 600)
        process = started(location, 0.001)
        until = time.monotonic() + 60
        while not number_of_gists(ledger) and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
        process.join()
        kept = number_of_gists(ledger)
        of = cataloguing(ledger)
        slow = counted(of)
        listed = entries(whole(of))
        assert 0 < kept < len(listed)
        assert len(slow.made) == len(listed) - kept
        assert listed == entries(whole(anew(ledger)))
        of.close()


@pytest.mark.slow
def test_two_at_once_share_the_work_and_come_to_the_same(location: str, tmp_path: Path) -> None:
    with Ledger.open(location) as ledger:
        fill(ledger, 900)
        files = [tmp_path / "one", tmp_path / "two"]
        processes = [started(location, 0.001, str(files[0]))]
        until = time.monotonic() + 60
        while not number_of_gists(ledger) and time.monotonic() < until:
            time.sleep(0.01)
        processes.append(started(location, 0.001, str(files[1])))
        for process in processes:
            process.join(120)
            assert process.exitcode == 0
        of = cataloguing(ledger)
        slow = counted(of)
        listed = entries(whole(of))
        assert slow.made == []
        assert listed == entries(whole(anew(ledger)))
        made = [int(file.read_text("ascii")) for file in files]
        assert made[1] > 0
        assert sum(made) < 1.6 * len(listed)
        of.close()

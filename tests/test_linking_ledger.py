"""Linking in a ledger, on both databases: as reports come, all anew, and as people decide; origins of claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from typer.testing import CliRunner

from bench.stream import stream
from tests.made_up import Builder, source
from variorum.cli import app
from variorum.export.waterfall import waterfall
from variorum.identity import accounts
from variorum.ledger import Added, Ledger
from variorum.link.incremental import link
from variorum.link.model import shipped
from variorum.link.origins import Origin, byline, origins
from variorum.link.traits import traits
from variorum.models import Account, Event, EventType, Extraction, Judgement, Place, Run, Verdict, When
from variorum.pipeline.linking import judgements_of, link_all, link_new
from variorum.settings import Settings
from variorum.values import DateRange
from variorum.web.desk import Desk


def story(
    name: str,
    text: str = "",
    *,
    day: date = date(2021, 5, 3),
    town: str = "Zell",
    lat: float = 10.0,
) -> Extraction:
    """A report of a bombing at the Sorrel Gate of a town, nine dead."""
    built = Builder(text=text or "A white van blew up near the Sorrel Gate, said Governor Ilam Oresti. ")
    built.about = {"id": name, "published": date(2021, 5, 4), "publisher": f"The {name} Post"}
    place = Place(text=town, country="XZ", lat=lat, lon=20.0, precision="town")
    event = Event(id="e1", type=EventType.EXPLOSION, main=True, when=When(days=DateRange.day(day)), place=place)
    built.events = [event]
    built.toll("nine", 9, 9, "shoppers", "civilian")
    return built.build()


def add(ledger: Ledger, run: Run, *stories: Extraction) -> list[str]:
    """Appends and links; gives the ids of the accounts."""
    added = []
    for one in stories:
        with ledger.writing():
            outcome = ledger.append(one, run)
            assert isinstance(outcome, Added)
            link_new(ledger, outcome.accounts, run)
        added += [account.id for account in outcome.accounts]
    return added


def events(ledger: Ledger) -> list[list[str]]:
    """The accounts of each event, both in order."""
    return sorted(sorted(account.id for account in event.accounts) for event in ledger.events())


def made_up(number: int) -> list[Extraction]:
    """Reports of a made-up stream, as extractions."""
    found = []
    for made in stream(number, seed=4):
        told = made.account
        event = replace(told.event, id="e1")
        tolls = tuple(replace(toll, event="e1") for toll in told.tolls)
        found.append(Extraction(report=told.report, events=(event,), tolls=tolls))
    return found


# --- as reports come -----------------------------------------------------------------------------------------------


def test_a_new_report_joins_the_event_that_it_tells_of(ledger: Ledger, run: Run) -> None:
    far = story("c", "A mill burnt down after shells hit Quelm. ", town="Quelm", lat=14.0, day=date(2021, 4, 2))
    one, other, elsewhere = add(ledger, run, story("a"), story("b"), far)
    assert events(ledger) == sorted([sorted([one, other]), [elsewhere]])
    (judgement,) = [held for held in judgements_of(ledger) if held.verdict is Verdict.SAME]
    assert {judgement.first, judgement.second} == {one, other}
    assert judgement.weights


def test_the_order_of_adding_does_not_matter_and_all_at_once_is_the_same(tmp_path: Path) -> None:
    stories = made_up(40)
    expected = link((traits(account) for one in stories for account in accounts(one)), shipped())
    for seed in (0, 1):
        Random(seed).shuffle(stories)  # noqa: S311
        with Ledger.open(tmp_path / f"{seed}.db") as shuffled:
            run = shuffled.run(Settings(), by="Ada", command="a test")
            add(shuffled, run, *stories)
            assert events(shuffled) == expected
            assert link_all(shuffled, run).judgements == 0
            assert events(shuffled) == expected


def test_linking_all_finds_what_was_never_linked(ledger: Ledger, run: Run) -> None:
    for one in (story("a"), story("b")):
        ledger.append(one, run)
    assert len(events(ledger)) == 2
    assert link_all(ledger, run).events == 1
    assert len(events(ledger)) == 1
    assert link_all(ledger, run).judgements == 0


# --- as people decide ----------------------------------------------------------------------------------------------


def called(location: str, *words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--ledger", location])
    assert done.exit_code == 0, done.output
    return done.output


def test_people_part_and_join_accounts_and_take_it_back(ledger: Ledger, run: Run, location: str) -> None:
    one, other = add(ledger, run, story("a"), story("b"))
    told = called(location, "link", "different", one, other, "--reason", "two vans", "--by", "Bero")
    assert len(events(ledger)) == 2
    link_all(ledger, run)
    assert len(events(ledger)) == 2
    assert "two vans (says Bero)" in called(location, "judgements", one)
    called(location, "link", "undo", told.partition(":")[0], "--reason", "one van after all")
    assert len(events(ledger)) == 1


def test_a_person_joins_what_no_rule_would(ledger: Ledger, run: Run, location: str) -> None:
    one, other = add(ledger, run, story("a"), story("b", "Elsewhere. ", town="Quelm", lat=44.0, day=date(2020, 1, 1)))
    called(location, "link", "same", one[:20], other[:20], "--reason", "the date was misprinted")
    assert events(ledger) == [sorted([one, other])]


def test_an_event_is_split(ledger: Ledger, run: Run, location: str) -> None:
    ids = add(ledger, run, story("a"), story("b"), story("c"))
    (event,) = ledger.events()
    called(location, "event", "split", event.id, ids[1], "--reason", "the other gate")
    assert events(ledger) == sorted([[ids[1]], sorted([ids[0], ids[2]])])
    refused = CliRunner().invoke(app, ["event", "split", event.id, *ids, "--reason", "x", "--ledger", location])
    assert refused.exit_code == 2


def test_what_people_merged_and_split_on_a_page_stays_when_all_is_linked_anew(ledger: Ledger, run: Run) -> None:
    far = [story(name, "Shells hit. ", town="Quelm", lat=44.0, day=date(2020, 1, 1)) for name in "cd"]
    ids = add(ledger, run, story("a"), story("b"), *far)
    assert events(ledger) == sorted([sorted(ids[:2]), sorted(ids[2:])])
    desk = Desk(ledger)
    whole = desk.merge(ledger.event_of(ids[0]), ledger.event_of(ids[2]), "Ada", "the date was misprinted")
    assert events(ledger) == [sorted(ids)]
    link_all(ledger, run)
    assert events(ledger) == [sorted(ids)]
    desk.split(whole, [ids[1]], "Bero", "the other gate")
    rest = sorted([ids[0], *ids[2:]])
    assert events(ledger) == sorted([[ids[1]], rest])
    link_all(ledger, run)
    assert events(ledger) == sorted([[ids[1]], rest])
    add(ledger, run, story("e"))
    link_all(ledger, run)
    assert ledger.event_of(ids[0]) == ledger.event_of(ids[2]) != ledger.event_of(ids[1])


def test_a_judgement_is_shown_as_a_chart(ledger: Ledger, run: Run, location: str, tmp_path: Path) -> None:
    (one, _) = add(ledger, run, story("a"), story("b"))
    called(location, "judgements", one, "--verdict", "same", "--chart", str(tmp_path / "chart.svg"))
    chart = (tmp_path / "chart.svg").read_text("utf-8")
    assert chart.startswith("<svg")
    assert "days: the same day" in chart
    (judgement,) = judgements_of(ledger)
    assert chart.count("<rect") == len(judgement.weights) + 1


def test_a_chart_of_hostile_words_is_no_markup() -> None:
    judgement = Judgement(first="a", second="b", verdict=Verdict.SAME, by="<b>", reason='"<script>"')
    assert "<script>" not in waterfall(judgement)
    assert "<b>" not in waterfall(judgement)


def test_wrong_words_are_told(ledger: Ledger, run: Run, location: str) -> None:
    (one,) = add(ledger, run, story("a"))
    for words in (["link"], ["link", "same", one, one, "--reason", "x"], ["judgements", "--verdict", "maybe"]):
        at_all = [] if words == ["link"] else ["--ledger", location]
        assert CliRunner().invoke(app, [*words, *at_all]).exit_code == 2


# --- origins -------------------------------------------------------------------------------------------------------

WIRE = (
    "A bomb hidden in a white van went off at the vegetable market of Zell on Monday morning, scattering crates over "
    "the square, and rescuers carried the wounded to two hospitals of the town.\n\n"
    "Governor Ilam Oresti said that the van had been parked near the Sorrel Gate since the night before, and that "
    "nobody had asked the driver why.\n\n"
)


def told(name: str, text: str, *by: str) -> Account:
    """The account of a report with one toll after the text, of which somebody says so."""
    built = Builder(text=text)
    built.about = {"id": name, "published": date(2021, 5, 4), "publisher": f"The {name} Post"}
    chain = tuple(source(one, "media" if one in ("AP", "Reuters") else "government") for one in by)
    built.toll("nine", 9, 9, "shoppers", "civilian", *chain)
    return accounts(built.build())[0]


def roots(*of: Account) -> list[Origin]:
    found = origins(of)
    return [found[account.tolls[0].id] for account in of]


def test_reprints_of_one_story_are_one_origin() -> None:
    first, second, other = roots(told("a", WIRE), told("b", f"{WIRE}Read our app. "), told("c", "A van blew up. "))
    assert first.id == second.id != other.id
    assert {"the text is a near copy of that of The a Post", "the text is a near copy of that of The b Post"} & {
        first.reason,
        second.reason,
    }


def test_a_copied_paragraph_has_the_origin_of_where_it_stood_first() -> None:
    last = "The mayor told a crowd before the town hall on Tuesday that he would name a commission of five judges and"
    first, second = roots(told("a", WIRE + last), told("b", f"Quite another story about prices.\n\n{last}"))
    assert first.id == second.id
    assert "paragraph" in first.reason + second.reason


def test_a_credited_agency_is_the_origin_wherever_it_is_named() -> None:
    found = roots(
        told("a", "In a chain. ", "AP", "the governor"),
        told("b", "ZELL (AP) — A van blew up. "),
        told("c", "Of another agency. ", "Reuters"),
    )
    assert [one.name for one in found] == ["AP", "AP", "Reuters"]
    assert found[0].id == found[1].id != found[2].id
    assert byline("ZELL (Xinhua) -- A van") == "Xinhua"
    assert byline("A van (white) blew up") is None


def test_what_two_sources_told_one_report_are_two_origins() -> None:
    built = Builder(text="")
    built.toll("nine", 9, 9, "shoppers", "civilian", source("the governor", "government"))
    built.toll("twelve", 12, 12, "shoppers", "civilian", source("a doctor", "medical"))
    (account,) = accounts(built.build())
    assert len({one.id for one in origins([account]).values()}) == 2


def test_origins_do_not_depend_on_the_order_of_accounts() -> None:
    three = [told("a", WIRE), told("b", WIRE), told("c", WIRE)]
    assert origins(three) == origins(three[::-1])


def test_the_ledger_counts_origins(ledger: Ledger, run: Run) -> None:
    add(ledger, run, story("a", WIRE), story("b", WIRE))
    (event,) = ledger.events()
    assert len({event.origin(toll.id) for _, toll in event.tolls}) == 1

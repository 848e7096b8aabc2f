"""Events of many reports on the command line: lists, one event, its history; and reports added by it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from tests.made_up import Builder, source
from tests.quick import quick
from variorum.cli import app
from variorum.errors import ReportError
from variorum.export.history import history, history_chart
from variorum.export.tolls import sayings, spread_in_words
from variorum.identity import accounts
from variorum.ledger import Added, Ledger
from variorum.models import Act, Decision, Event, EventType, Extraction, LinkedEvent, Outcome, Place, Report, When
from variorum.pipeline import recording
from variorum.settings import Settings
from variorum.values import DateRange

NEWS = "At least 12 people were killed when a car bomb went off at a market in Zell on Monday, the police said.\n"


def account_of(
    day: date | None, killed: tuple[int, int | None], publisher: str, *by: str, url: str | None = None
) -> Extraction:
    built = Builder()
    built.about = {"id": publisher, "published": day, "publisher": publisher, "url": url}
    when, place = When(days=DateRange.day(date(2021, 5, 3)), date_prec=1), Place(text="Zell", country="XZ")
    event = Event(id="e1", type=EventType.EXPLOSION, main=True, label="bombing in Zell", when=when, place=place)
    built.events = [event]
    low, high = killed
    whole = built.toll(f"{low}", low, high, "people", "people", *(source(name) for name in by))
    built.toll("4", 4, 4, "children", "civilian", part_of=whole)
    built.blame("claimed", "the Red Front")
    return built.build()


STORY = (
    account_of(date(2021, 5, 3), (22, None), "AFP", "medical source"),
    account_of(date(2021, 5, 4), (32, None), "The Zell Post", "the police"),
    account_of(date(2021, 5, 5), (32, None), "Zell Radio", "the police"),
    account_of(date(2021, 5, 9), (31, 31), "AFP", "the ministry"),
)


def linked(*extractions: Extraction, origins: dict[int, str] | None = None) -> LinkedEvent:
    told = tuple(account for one in extractions for account in accounts(one))
    of = {told[number].tolls[0].id: origin for number, origin in (origins or {}).items()}
    return LinkedEvent(id=told[0].id.replace("account", "event"), accounts=told, origins=of)


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A ledger with one event of four reports."""
    path = tmp_path / "variorum.db"
    with Ledger.open(path) as ledger:
        by = ledger.run(Settings(), by="Ada", command="test")
        added = [ledger.append(one, by) for one in STORY]
        told = [account for one in added if isinstance(one, Added) for account in one.accounts]
        ledger.group([[account.id for account in told]], by)
        same = {told[number].tolls[0].id: ("origin-1", "both credit the police") for number in (1, 2)}
        ledger.set_origins(same, by)
        value = {"low": 30, "high": 30}
        made = Decision(
            act=Act.CORRECT, targets=(told[3].tolls[0].id,), by="Ada", field="value", value=value, reason="erratum"
        )
        ledger.decide(made, by)
    return path


# --- the words of an event -----------------------------------------------------------------------------------------


def test_a_number_counts_its_reports_and_its_origins() -> None:
    said = {str(one.count): one for one in sayings(linked(*STORY, origins={1: "o", 2: "o"}))}
    assert said["32 or more"].heard == "two reports, one origin (the police)"
    assert said["22 or more"].heard == "one report, one origin (medical source)"


def test_the_history_says_what_rose_and_fell_and_by_whom() -> None:
    found = history(linked(*STORY))
    assert [one.change for one in found] == ["first", "rose", "same", "fell"]
    assert found[1].sentence == "rose from 22 or more to 32 or more (the police)"
    assert found[3].sentence == "fell from 32 or more to 31 (the ministry)"


def test_the_chart_is_well_formed_whatever_the_names_are() -> None:
    hostile = account_of(date(2021, 5, 4), (40, 50), '<script>"&', "</title><b>")
    undated = account_of(None, (50, 50), "x")
    for event in (linked(*STORY, hostile, undated), linked(STORY[0]), linked(undated)):
        chart = ElementTree.fromstring(history_chart('a "heading" <&', history(event)))  # noqa: S314  (our own)
        assert chart.tag.endswith("svg")
        assert not list(chart.iter("{http://www.w3.org/2000/svg}script"))
        assert len(list(chart.iter("{http://www.w3.org/2000/svg}circle"))) == sum(
            one.day is not None for one in history(event)
        )


# --- the commands --------------------------------------------------------------------------------------------------


def test_events_are_listed_in_every_format(filled: Path) -> None:
    table = run("events", "--ledger", filled)
    assert table.exit_code == 0, table.output
    assert "Zell (XZ)" in table.stdout
    (line,) = map(json.loads, run("events", "--ledger", filled, "-f", "jsonl").stdout.splitlines())
    assert (line["killed"], line["origins"]) == ({"low": 22, "high": None, "approx": False}, 7)
    assert json.loads(run("events", "--ledger", filled, "-f", "json", "--country", "XY").stdout) == []
    assert run("events", "--ledger", filled, "-f", "markdown").stdout.count("\n") == 3
    assert line["date"] == {"start": "2021-05-03", "end": "2021-05-03"}


def test_an_event_is_shown_with_origins_and_corrections(filled: Path) -> None:
    (line,) = map(json.loads, run("events", "--ledger", filled, "-f", "jsonl").stdout.splitlines())
    shown = run("show", line["accounts"][2], "--ledger", filled)
    assert "two reports, one origin (the police)" in " ".join(shown.stdout.split())
    assert "claimed by the Red Front" in shown.stdout
    whole = json.loads(run("show", line["id"][:12], "--ledger", filled, "-f", "json").stdout)[0]
    assert {one["low"] for one in whole["sayings"]} == {22, 32, 30}
    assert "# bombing in Zell" in run("show", line["id"], "--ledger", filled, "-f", "markdown").stdout
    early = json.loads(run("show", line["id"], "--ledger", filled, "-f", "json", "--as-of", "2021-05-03").stdout)[0]
    assert len(early["accounts"]) == 1


def test_the_history_is_a_table_a_chart_and_names_decisions(filled: Path, tmp_path: Path) -> None:
    (line,) = map(json.loads, run("events", "--ledger", filled, "-f", "jsonl").stdout.splitlines())
    told = run("history", line["id"], "--ledger", filled, "--chart", tmp_path / "chart.svg")
    assert "Ada: correct value of claim-" in told.stdout
    assert (tmp_path / "chart.svg").read_text("utf-8").startswith("<svg")
    rows = [
        json.loads(row) for row in run("history", line["id"], "--ledger", filled, "-f", "jsonl").stdout.splitlines()
    ]
    assert [row.get("change") for row in rows] == ["first", "rose", "same", "fell", None]
    assert rows[3]["low"] == 30
    assert run("history", line["id"], "--ledger", filled, "-f", "markdown").stdout.count("| 2021") == 4


def test_what_is_not_there_is_said(filled: Path, tmp_path: Path) -> None:
    gone = run("show", "ffff", "--ledger", filled)
    assert (gone.exit_code, gone.stderr[:31]) == (1, "variorum: there is no event 'ff")
    none = run("events", "--ledger", tmp_path / "none.db")
    assert none.exit_code == 1
    assert "there is no ledger" in none.stderr
    assert not (tmp_path / "none.db").exists()


# --- adding --------------------------------------------------------------------------------------------------------


def quick_read_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None, jobs: int = 1, llm: object = None
) -> Iterator[Extraction | ReportError]:
    for report in reports:
        yield report if isinstance(report, ReportError) else quick(report)


@pytest.fixture
def _quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "read_all", quick_read_all)


@pytest.mark.usefixtures("_quick_reader")
def test_reports_are_added_once_and_failures_kept_until_they_are_gone(location: str, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(NEWS, "utf-8")
    (folder / "b.txt").write_text(NEWS, "utf-8")
    (folder / "c.txt").write_text("", "utf-8")
    lines = [
        json.dumps({"text": NEWS, "url": "https://zell.example/1"}),
        json.dumps({"text": NEWS + "Two more died.", "url": "https://zell.example/1"}),
    ]
    (folder / "d.jsonl").write_text("\n".join(lines), "utf-8")
    first = run("add", folder, "--ledger", location)
    assert (first.exit_code, first.stdout) == (1, "added 2, already there 1, new versions 1, failed 1\n")
    assert "c.txt: empty" in first.stderr
    again = run("add", folder, "--ledger", location)
    assert again.stdout == "added 0, already there 4, new versions 0, failed 1\n"
    assert run("failures", "--ledger", location).stdout.count("\n") == 1
    (folder / "c.txt").write_text(NEWS.replace("12", "13"), "utf-8")
    retried = run("retry", "--ledger", location)
    assert (retried.exit_code, retried.stdout) == (0, "added 1, already there 4, new versions 0, failed 0\n")
    assert run("failures", "--ledger", location).stdout == ""
    assert "read on" in run("failures", "--resolved", "--ledger", location).stdout
    assert "nothing to read again" in run("retry", "--ledger", location).stdout
    checked = run("ledger", "check", "--ledger", location)
    assert (checked.exit_code, checked.stdout) == (0, "The ledger is whole.\n")
    assert "report           4" in run("ledger", "info", "--ledger", location).stdout
    assert run("ledger", "export", "--ledger", location).stdout.count("\n") == 4
    assert run("ledger", "copy", tmp_path / "copy.db", "--ledger", location).exit_code == 0
    exported = run("ledger", "export", "--ledger", location).stdout
    assert run("ledger", "export", "--ledger", tmp_path / "copy.db").stdout == exported


@pytest.mark.usefixtures("_quick_reader")
def test_standard_input_is_added_but_can_not_be_retried(tmp_path: Path) -> None:
    ledger = tmp_path / "v.db"
    assert run("add", "-", "--ledger", ledger, stdin=NEWS).stdout.startswith("added 1,")
    assert run("add", "-", "--ledger", ledger, stdin=" ").exit_code == 1
    retried = run("retry", "--ledger", ledger)
    assert "standard input can't be read again" in retried.stderr


def test_the_spread_of_the_headlines_in_words() -> None:
    assert spread_in_words(linked(*STORY), Outcome.KILLED) == "22 to 32 or more"
    assert spread_in_words(linked(STORY[3]), Outcome.KILLED) == "31"
    assert spread_in_words(linked(STORY[0]), Outcome.KILLED) == "22 or more"
    assert spread_in_words(linked(STORY[0]), Outcome.INJURED) == ""

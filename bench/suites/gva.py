"""Which reports are about the same shooting: `gva/score.py` of the data folder.

The data has one incident a report, so of each report one account counts (`leading`), and a report without a claim that
the reader knows is an account of its text alone: these reports all tell of a shooting.
"""

from __future__ import annotations

from collections.abc import Iterable

from bench.data import Json, load
from bench.scorer import score
from bench.suite import Outcome, Request, Suite, read_gold
from variorum.identity import accounts, report_id
from variorum.interchange import from_json
from variorum.link.incremental import link
from variorum.link.model import shipped
from variorum.link.traits import traits
from variorum.models import Account, Event, EventType, Extraction


def run(request: Request) -> Outcome:
    """Read every report, link their accounts, and score which reports came together."""
    rows = load(request.gold)
    read, failures = read_gold(request, rows)
    predicted = grouped(map(from_json, read))
    scores = score(request.data / "gva" / "score.py", rows, predicted, sorted(request.flags))
    return Outcome(figures=scores.figures, text=scores.text, predicted=predicted, failures=failures)


def grouped(extractions: Iterable[Extraction]) -> list[Json]:
    """A row for each report: the event that its leading account came to be in."""
    report_of = {}
    found = []
    for extraction in extractions:
        account = leading(extraction)
        report_of[account.id] = extraction.report.id
        found.append(traits(account))
    events = link(found, shipped())
    return [{"document": report_of[account], "event": event[0]} for event in events for account in event]


def leading(extraction: Extraction) -> Account:
    """The account of the incident that the report is about: of the main ones that with most tolls."""
    found = accounts(extraction)
    main = [account for account in found if account.event.main] or list(found)
    if main:
        return max(main, key=lambda account: len(account.tolls))
    name = report_id(extraction.report)
    event = Event(id=name, type=EventType.OTHER, main=True)
    return Account(id=name.replace("report", "account"), report_id=name, report=extraction.report, event=event)


SUITE = Suite(
    name="gva",
    about="news reports of shootings grouped into incidents",
    gold="gva/dev.jsonl",
    run=run,
    flags={"--errors": "list split and merged incidents"},
)

"""Which events of different reports are the same incident: `gold/score_links.py` of the data folder.

The linker is given the accounts as annotators wrote them, so that linking is measured apart from reading.
"""

from __future__ import annotations

from pathlib import Path

from bench.data import Json, load
from bench.scorer import score_beside
from bench.suite import Outcome, Request, Suite
from variorum.identity import accounts
from variorum.interchange import from_json
from variorum.link.incremental import link
from variorum.link.model import shipped
from variorum.link.traits import traits


def run(request: Request) -> Outcome:
    """Link the annotated accounts and score them, pair by pair."""
    predicted = grouped(load(request.gold))
    scores = score_beside(_folders(request.gold), request.data / "gold" / "score_links.py", predicted)
    return Outcome(figures=scores.figures, text=scores.text, predicted=predicted)


def grouped(rows: list[Json]) -> list[Json]:
    """A row for each annotated event: the event over all reports that it came to be in."""
    named = {}
    found = []
    for row in rows:
        extraction = from_json(row)
        for event, account in zip(extraction.events, accounts(extraction), strict=True):
            named[account.id] = {"document": extraction.report.id, "event": event.id}
            found.append(traits(account))
    events = link(found, shipped())
    return [named[account] | {"cluster": event[0]} for event in events for account in event]


def _folders(gold: Path) -> list[Path]:
    """The folders that hold annotated reports: the scorer does not look into the folders of a folder."""
    return sorted(folder for folder in gold.iterdir() if folder.is_dir()) or [gold]


SUITE = Suite(
    name="links",
    about="annotated events of different reports: which are the same incident",
    gold="gold",
    run=run,
)

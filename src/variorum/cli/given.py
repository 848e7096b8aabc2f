"""How commands come by one event: by its id in a ledger, or from reports that are read on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain
from variorum.cli.ledgers import opened

if TYPE_CHECKING:
    from variorum.models import Extraction, LinkedEvent

Whats = Annotated[
    list[str],
    typer.Argument(
        metavar="EVENT|PATH...", help="An event or account of the ledger by its id; with --reports, files of reports."
    ),
]
Reports = Annotated[
    bool,
    typer.Option("--reports", help="Read the reports at these paths, and take them to be about one event."),
]
Within = Annotated[
    str | None,
    typer.Option(
        "--event", metavar="ID", help="With --reports: which incident of the reports (e2); else the main one."
    ),
]


def event_of(what: Sequence[str], *, reports: bool, within: str | None, ledger: str | None) -> LinkedEvent:
    """The event that is asked for. Ends the command where there is none."""
    if reports:
        return _read(what, within)
    if within is not None:
        raise typer.BadParameter(
            "it chooses among the incidents of reports: use it with --reports", param_hint="--event"
        )
    if len(what) != 1:
        raise typer.BadParameter("name one event; paths of reports need --reports", param_hint="EVENT")
    with opened(ledger) as open_ledger:
        return open_ledger.event(what[0])


def _read(paths: Sequence[str], within: str | None) -> LinkedEvent:
    from variorum.pipeline.given import given_event

    read_in = extractions(paths)
    found = given_event(read_in, within)
    if found is None:
        known = sorted({event.id for extraction in read_in for event in extraction.events})
        complain(
            f"no report tells of incident {within}; there are {', '.join(known) or 'none'}"
            if within
            else "no report tells of an incident"
        )
        raise typer.Exit(FAILED)
    return found


def extractions(paths: Sequence[str]) -> list[Extraction]:
    """What the reports at some paths say; one that can't be read is told, and the others go on."""
    import sys

    from variorum.cli.gazetteer import gazetteer_first
    from variorum.errors import ReportError
    from variorum.intake import reports
    from variorum.pipeline import read_all
    from variorum.settings import Settings

    settings = Settings.from_environment()
    found: list[Extraction] = []
    for result in read_all(gazetteer_first(reports(paths, settings=settings, stdin=sys.stdin.buffer)), settings):
        if isinstance(result, ReportError):
            complain(str(result))
        else:
            found.append(result)
    return found

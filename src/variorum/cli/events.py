"""`variorum events`, `show`, `history`: what the ledger holds about events."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well
from variorum.cli.ledgers import LedgerOption, opened
from variorum.cli.selecting import AsOfDay, KnownAtDay, Selection, selecting
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from rich.console import RenderableType

    from variorum.export.events import Line
    from variorum.models import LinkedEvent


class EventsFormat(StrEnum):
    """How events are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"


_OF_SUFFIX = {
    ".json": EventsFormat.JSON,
    ".jsonl": EventsFormat.JSONL,
    ".ndjson": EventsFormat.JSONL,
    ".md": EventsFormat.MARKDOWN,
    ".markdown": EventsFormat.MARKDOWN,
}

_Format = Annotated[
    EventsFormat | None,
    typer.Option("--format", "-f", help="By default what the suffix of --output says, else a table."),
]
_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output.")
]
_Event = Annotated[
    str,
    typer.Argument(metavar="EVENT", help="The id of the event or of one of its accounts; its first digits will do."),
]


@selecting
def events(
    *,
    selection: Selection,
    format: _Format = None,
    output: _Output = "-",
    ledger: LedgerOption = None,
) -> None:
    """List the events of the ledger, by their days, with the least and the most killed that an account gives."""
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), EventsFormat.TABLE)
    with ends_well(output), opened(ledger) as open_ledger, destination(output) as out:
        from variorum.export.events import event_line, events_markdown, events_table

        lines = map(_line, open_ledger.events(selection.filters, selection.view))
        match kind:
            case EventsFormat.TABLE:
                _print(events_table(lines), out, to_terminal=output == "-" and out.isatty())
            case EventsFormat.MARKDOWN:
                out.write(events_markdown(lines))
            case _:
                _write_json(map(event_line, lines), out, kind)


def show(
    event: _Event,
    as_of: AsOfDay = None,
    known_at: KnownAtDay = None,
    format: _Format = None,
    output: _Output = "-",
    ledger: LedgerOption = None,
) -> None:
    """Show an event: every number with how many reports and how many origins it has, who did it, and its accounts."""
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), EventsFormat.TABLE)
    with ends_well(output), opened(ledger) as open_ledger, destination(output) as out:
        from variorum.export.events import event_json, event_markdown, event_table
        from variorum.ledger import AsOf

        found = _line(open_ledger.event(event, AsOf(published=as_of, added=known_at)))
        match kind:
            case EventsFormat.TABLE:
                _print(event_table(found), out, to_terminal=output == "-" and out.isatty())
            case EventsFormat.MARKDOWN:
                out.write(event_markdown(found))
            case _:
                _write_json(iter([event_json(found)]), out, kind)


def history(
    event: _Event,
    as_of: AsOfDay = None,
    known_at: KnownAtDay = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Draw it, too: the tolls over time, as SVG.")
    ] = None,
    format: _Format = None,
    output: _Output = "-",
    ledger: LedgerOption = None,
) -> None:
    """Show how the toll of an event changed, by publication: what changed, and who changed it.

    Versions that were superseded are in it.
    """
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), EventsFormat.TABLE)
    with ends_well(output), opened(ledger) as open_ledger, destination(output) as out:
        from variorum.export import history as told
        from variorum.ledger import AsOf

        view = AsOf(published=as_of, added=known_at, every_version=True)
        found = open_ledger.event(event, view)
        revisions = told.history(found)
        heading = _line(found).heading
        told_of = [one for account in found.accounts for one in (account.id, *(claim.id for claim in account.claims))]
        decided = open_ledger.decisions([found.id, *told_of], view)
        match kind:
            case EventsFormat.TABLE:
                rendered = told.history_table(heading, revisions, decided)
                _print(rendered, out, to_terminal=output == "-" and out.isatty())
            case EventsFormat.MARKDOWN:
                out.write(told.history_markdown(heading, revisions, decided))
            case _:
                _write_json(told.history_json(found.id, revisions, decided), out, kind)
        if chart is not None:
            with destination(str(chart)) as drawn:
                drawn.write(told.history_chart(heading, revisions))


def _line(event: LinkedEvent) -> Line:
    from variorum.export.events import Line
    from variorum.pipeline.tables import record

    return Line(record=record(event))


def _print(rendered: RenderableType, out: IO[str], *, to_terminal: bool) -> None:
    print_rendered(rendered, console_of(out), out, to_terminal)


def _write_json(values: Iterator[dict[str, object]], out: IO[str], kind: EventsFormat) -> None:
    """An array, or a line for each."""
    from variorum.interchange import dumps

    if kind is EventsFormat.JSONL:
        for value in values:
            out.write(dumps(value) + "\n")
        return
    before = "[\n"
    for value in values:
        out.write(before + dumps(value, indent=1))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")

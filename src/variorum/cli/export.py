"""`variorum export`: events as a table, and beside it the reasons of every row, its columns and its methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well
from variorum.cli.ledgers import LedgerOption, opened
from variorum.cli.selecting import Selection, selecting

if TYPE_CHECKING:
    from variorum.codebooks import Codebook
    from variorum.export.tables import Format, Record
    from variorum.ledger import Ledger
    from variorum.models import LinkedEvent


@selecting
def export(
    *,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="ged-csv, acled-csv, gtd-csv, csv, hxl, jsonl, geojson, parquet, geopackage, ftm or prov-json.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The table; its companions go beside it.")
    ],
    codebook: Annotated[
        str | None,
        typer.Option(
            "--codebook",
            "-c",
            metavar="NAME|FILE",
            help="Whose figures: ucdp, acled, gtd, ibc, airwars, house, or a file; by default the format's.",
        ),
    ] = None,
    hide_people: Annotated[
        bool, typer.Option("--hide-people", help="Blank the names of private persons among victims and witnesses.")
    ] = False,
    selection: Selection,
    ledger: LedgerOption = None,
) -> None:
    """Write events as a table: of UCDP, ACLED or GTD in shape, or our own for spreadsheets, GIS and databases.

    Beside FILE stand FILE.reasons.jsonl (each figure step by step, each claim with its words and sources),
    FILE.dictionary.md and FILE.methods.md; and FILE.published.csv, where tables of others were imported, with their
    rows about these events as they were last matched (`variorum link --all` matches anew).
    """
    with ends_well(str(output)), opened(ledger) as open_ledger:
        from variorum.export.tables import named
        from variorum.export.tables.formats import export as write
        from variorum.ledger.summary import contents_digest
        from variorum.pipeline.beside import rows_of_others
        from variorum.pipeline.tables import method, records

        kind = named(format)
        book = _book(kind, codebook)
        asked = _asked(selection.filters, selection.view)
        if hide_people:
            asked["people"] = "names of private persons are blanked"
        others = rows_of_others(open_ledger, selection.view, hide_people=hide_people)
        rows, figures = _with_names(records(_shown(open_ledger, selection, hide_people=hide_people), book, others))
        made_by = method(book, asked, {"ledger": contents_digest(open_ledger)})
        done = write(output, kind, rows, made_by, figures, others=others is not None)
        for path in (done.table, done.reasons, done.dictionary, done.methods, done.published):
            if path is not None:
                typer.echo(str(path))
        typer.echo(f"{done.rows:,} events", err=True)


def _shown(ledger: Ledger, selection: Selection, *, hide_people: bool) -> Iterator[LinkedEvent]:
    """The events that are asked for, names of private persons blanked where that is asked for, too."""
    events = ledger.events(selection.filters, selection.view)
    if not hide_people:
        return events
    from variorum.web.veil import Veil

    return map(Veil().event, events)


def _book(kind: Format, given: str | None) -> Codebook | None:
    """The codebook that is asked for, else the one that the format's columns need, if any."""
    from variorum.codebooks import load

    name = given or kind.codebook
    return load(name) if name else None


def _asked(*parts: object) -> dict[str, str]:
    """The options that were given, in words."""
    from dataclasses import asdict

    given = {name: value for part in parts for name, value in asdict(part).items()}  # type: ignore[call-overload]
    return {name: str(value) for name, value in given.items() if value is not None}


def _with_names(rows: Iterable[Record]) -> tuple[Iterator[Record], tuple[str, ...]]:
    """The same rows, and the names of the figures that they have: a codebook gives every event the same."""
    waiting = iter(rows)
    first = list(islice(waiting, 1))
    return chain(first, waiting), tuple(first[0].figures) if first else ()

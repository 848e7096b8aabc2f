"""`variorum figures`, `variorum compare`: what codebooks make of an event, and why."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.given import Reports, Whats, Within, event_of
from variorum.cli.ledgers import LedgerOption, opened
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from variorum.codebooks import Codebook
    from variorum.models import LinkedEvent

PUBLISHED = ("ucdp", "acled", "gtd", "ibc", "airwars")
"""The codebooks of published data sets, in the order in which they are shown."""


class FiguresFormat(StrEnum):
    """How figures are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


_OF_SUFFIX = {".json": FiguresFormat.JSON, ".md": FiguresFormat.MARKDOWN, ".markdown": FiguresFormat.MARKDOWN}

_Format = Annotated[
    FiguresFormat | None,
    typer.Option("--format", "-f", help="By default what the suffix of --output says, else a table."),
]
_Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output.")
]
_Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Another value of a parameter of the codebook; may be repeated."),
]


def figures(
    what: Whats,
    codebook: Annotated[
        str,
        typer.Option("--codebook", "-c", metavar="NAME|FILE", help="ucdp, acled, gtd, ibc, airwars, house, or a file."),
    ] = "ucdp",
    explain: Annotated[
        bool, typer.Option("--explain", help="The steps that led to each figure, with their rules and sources.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="FIGURE", help="Only this figure (best); may be repeated.")
    ] = None,
    set_: _Set = None,
    reports: Reports = False,
    event: Within = None,
    format: _Format = None,
    output: _Output = "-",
    ledger: LedgerOption = None,
) -> None:
    """Show the figures of an event under a codebook, each with its reason; with --explain the whole derivation."""
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), FiguresFormat.TABLE)
    with ends_well(output):
        from variorum.codebooks import figures as figures_of
        from variorum.codebooks import load

        book = changed(load(codebook), set_)
        found = event_of(what, reports=reports, within=event, ledger=ledger)
        made = figures_of(found, book)
        if only:
            if unknown := [name for name in only if name not in {figure.name for figure in made}]:
                there_are = ", ".join(figure.name for figure in made)
                raise typer.BadParameter(f"no figure {unknown[0]!r}; there are {there_are}", param_hint="--only")
            made = tuple(figure for figure in made if figure.name in only)
        with destination(output) as out:
            from variorum.export.figures import Column, comparison_markdown, figure_json, figures_table

            heading = f"{heading_of(found)} · {book.title}"
            match kind:
                case FiguresFormat.JSON:
                    from variorum.interchange import dumps

                    out.write(
                        dumps({"event": found.id, "figures": [figure_json(one) for one in made]}, indent=1) + "\n"
                    )
                case FiguresFormat.MARKDOWN:
                    out.write(comparison_markdown(heading, [Column(name=book.name, figures=made)], ()))
                case _:
                    rendered = figures_table(heading, made, explain=explain)
                    print_rendered(rendered, console_of(out), out, output == "-" and out.isatty())


def compare(
    what: Whats,
    codebook: Annotated[
        list[str] | None,
        typer.Option("--codebook", "-c", metavar="NAME|FILE", help="Only these; may be repeated. By default all five."),
    ] = None,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="ged|acled|NAME",
            help="Beside a published table that was imported: where each of its numbers comes from among the claims, "
            "and what would have to be believed for it.",
        ),
    ] = None,
    row: Annotated[
        str | None,
        typer.Option("--row", metavar="ID", help="With --with: this row, whether it was found to fit or not."),
    ] = None,
    reports: Reports = False,
    event: Within = None,
    format: _Format = None,
    output: _Output = "-",
    ledger: LedgerOption = None,
) -> None:
    """Show what each codebook makes of an event, each number with its reason, and the rule at which two part ways."""
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), FiguresFormat.TABLE)
    if with_ is not None:
        if reports:
            raise typer.BadParameter("published tables are in the ledger: name an event of it", param_hint="--with")
        with ends_well(output):
            _compare_with(what, with_, row, codebook or PUBLISHED, kind, output, ledger)
        return
    if row is not None:
        raise typer.BadParameter("it names a row of a published table: use it with --with", param_hint="--row")
    with ends_well(output):
        from variorum.codebooks import compare as under
        from variorum.codebooks import load, partings
        from variorum.export.figures import Column, comparison_markdown, comparison_table, figure_json

        books = [load(name) for name in codebook or PUBLISHED]
        found = event_of(what, reports=reports, within=event, ledger=ledger)
        coded = under(found, books)
        columns = [Column(name=one.codebook.name, figures=one.headline, inclusion=one.inclusion) for one in coded]
        parted = [
            f"{one.first.codebook.name} {one.first.main.value}, {one.second.codebook.name} {one.second.main.value}: "
            f"{'whom they count' if one.rule == 'camps' else one.rule}. {one.sentence}"
            for one in partings(found, coded)
        ]
        with destination(output) as out:
            match kind:
                case FiguresFormat.JSON:
                    from variorum.interchange import dumps

                    made = {one.codebook.name: [figure_json(figure) for figure in one.figures] for one in coded}
                    out.write(dumps({"event": found.id, "codebooks": made, "partings": parted}, indent=1) + "\n")
                case FiguresFormat.MARKDOWN:
                    out.write(comparison_markdown(heading_of(found), columns, parted))
                case _:
                    rendered = comparison_table(heading_of(found), columns, parted)
                    print_rendered(rendered, console_of(out), out, output == "-" and out.isatty())


def _compare_with(
    what: Sequence[str],
    dataset: str,
    row: str | None,
    codebooks: Sequence[str],
    kind: FiguresFormat,
    output: str,
    ledger: str | None,
) -> None:
    """Writes the rows of a published table that are about the event, each number with where it comes from."""
    from variorum.codebooks import load
    from variorum.export.published import number_json, published_json, published_markdown, published_table
    from variorum.interchange import dumps
    from variorum.pipeline.beside import beside

    if len(what) != 1:
        raise typer.BadParameter("name one event", param_hint="EVENT")
    with opened(ledger) as open_ledger:
        found = open_ledger.event(what[0])
        rows, together = beside(open_ledger, found, dataset, [load(name) for name in codebooks], row)
    with destination(output) as out:
        match kind:
            case FiguresFormat.JSON:
                told = {
                    "rows": [published_json(one) for one in rows],
                    "together": [number_json(one) for one in together],
                }
                out.write(dumps({"event": found.id, "dataset": dataset, **told}, indent=1) + "\n")
            case FiguresFormat.MARKDOWN:
                out.write(published_markdown(heading_of(found), rows, together))
            case _:
                rendered = published_table(heading_of(found), rows, together)
                print_rendered(rendered, console_of(out), out, output == "-" and out.isatty())
    if not rows:
        complain(f"no row of {dataset} is about this event; --row names one all the same")
        raise typer.Exit(FAILED)


def heading_of(event: LinkedEvent) -> str:
    """An event in a line: what, where, when, by most accounts."""
    from variorum.export.events import Line
    from variorum.pipeline.tables import record

    one = Line(record=record(event))
    return f"{one.heading} · {one.days}"


def changed(book: Codebook, given: list[str] | None) -> Codebook:
    """The codebook with other values of parameters. Raises CodebookError for one that it can't have."""
    values: dict[str, str | int | bool] = {}
    for each in given or ():
        name, equals, value = each.partition("=")
        if not equals:
            raise typer.BadParameter(f"{each!r} is no NAME=VALUE", param_hint="--set")
        values[name.strip()] = int(value) if value.strip().isdecimal() else value.strip()
    return book.having(**values)

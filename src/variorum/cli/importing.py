"""`variorum import`: a table that others published, into the ledger, beside the claims."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.ledgers import LedgerOption, command, opened, user

if TYPE_CHECKING:
    from variorum.intake.layout import Layout

OWN = "csv"
"""The word for a table of one's own."""


def import_table(
    kind: Annotated[
        str, typer.Argument(metavar="ged|acled|gtd|csv", help="Whose columns the table has; csv for one of your own.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table as CSV, in UTF-8.")],
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="TOML", help="With csv: the file that says what the columns mean."),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option("--edition", help="Which release of the table it is (25.1); by default the file's name."),
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Bring a table that others published into the ledger, and find which event each row is about.

    A row that is there already is passed over, and matched anew; a changed one is a new edition of it, and both are
    kept. A row that can't be read is kept as a failure with its line, and the others go on. Then `variorum compare
    EVENT --with ged` shows where each number comes from among the claims.
    """
    with ends_well("the ledger"):
        layout = _layout(kind, columns)
        with opened(ledger, create=True) as open_ledger:
            from variorum.models import Failure
            from variorum.pipeline.importing import import_table as into
            from variorum.settings import Settings

            run = open_ledger.run(Settings.from_environment(), by=user(), command=command())
            tally: Counter[str] = Counter()
            try:
                with _bar(file) as advance:
                    for outcome in into(open_ledger, run, file, layout, edition or file.stem):
                        if isinstance(outcome, Failure):
                            tally["failed"] += 1
                            complain(f"{outcome.name}: {outcome.reason}")
                        else:
                            tally["new" if outcome.is_new else "known"] += 1
                            tally[outcome.match.fit.value] += 1
                        advance()
            finally:
                _tell(tally)
    if tally["failed"]:
        raise typer.Exit(FAILED)


def _layout(kind: str, columns: str | None) -> Layout:
    from variorum.intake.layout import layout, layouts

    if kind == OWN:
        if columns is None:
            raise typer.BadParameter("name the TOML file that says what the columns mean", param_hint="--columns")
        return layout(columns)
    if kind not in layouts():
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(layouts())}, {OWN}", param_hint="KIND")
    if columns is not None:
        raise typer.BadParameter(f"the columns of {kind} are known; use {OWN} for others", param_hint="--columns")
    return layout(kind)


def _tell(tally: Counter[str]) -> None:
    typer.echo(f"added {tally['new']:,} rows, already there {tally['known']:,}, failed {tally['failed']:,}")
    typer.echo(f"about an event {tally['same']:,}, unsure {tally['unsure']:,}, about none {tally['none']:,}")


@contextmanager
def _bar(file: Path) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, over the rows of the table; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from variorum.intake.published import count_rows

    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Importing", total=count_rows(file))
        yield lambda: bar.advance(task)

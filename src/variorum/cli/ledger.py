"""`variorum ledger`: what a ledger holds, whether it is whole, and copies of it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.ledgers import LedgerOption, opened
from variorum.cli.writing import destination

ledger_app = typer.Typer(
    name="ledger",
    help="The ledger: what it holds, whether it is whole, copies of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@ledger_app.command("info")
def show_ledger(ledger: LedgerOption = None) -> None:
    """Say what the ledger holds: its size, its rows, the days that it covers, its migrations."""
    with ends_well(), opened(ledger) as open_ledger:
        from variorum.ledger.summary import summary

        for name, words in summary(open_ledger):
            typer.echo(f"{name:16} {words}")


@ledger_app.command("check")
def check_ledger(ledger: LedgerOption = None) -> None:
    """Check every row: its seal, its id against its content, its span against the text, its links' ends.

    Exit status 1 where anything is not as it was written.
    """
    with ends_well(), opened(ledger) as open_ledger:
        from variorum.ledger.checking import check

        faults = 0
        for fault in check(open_ledger):
            faults += 1
            complain(f"{fault.table} {fault.row}: {fault.sentence}")
        if faults:
            typer.echo(f"{faults:,} faults: take what is damaged from a copy, or add the reports to a new ledger")
            raise typer.Exit(FAILED)
        typer.echo("The ledger is whole.")


@ledger_app.command("copy")
def copy_ledger(
    target: Annotated[str, typer.Argument(metavar="FILE|URL", help="A new SQLite file, or an empty database.")],
    ledger: LedgerOption = None,
) -> None:
    """Copy the ledger into a new one, SQLite or PostgreSQL, either way, with nothing lost."""
    with ends_well(target), opened(ledger) as source, opened(target, create=True) as empty:
        from variorum.ledger.copying import copy

        told = (lambda table, rows: typer.echo(f"  {table}: {rows:,}", err=True)) if sys.stderr.isatty() else None
        rows = copy(source, empty, *([told] if told else []))
        typer.echo(f"copied {rows:,} rows")


@ledger_app.command("export")
def export_ledger(
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output."),
    ] = "-",
    ledger: LedgerOption = None,
) -> None:
    """Write everything that was read as JSON lines, a report a line, by the ids of the reports: the same reports give
    the same bytes, in whatever order they were added."""
    with ends_well(output), opened(ledger) as open_ledger, destination(output) as out:
        from variorum.interchange import to_line

        for extraction in open_ledger.every_extraction():
            out.write(to_line(extraction) + "\n")

"""The command line. One file a command, or a group of them; the only folder that prints.

A new command is a function in a file of its own and its line below.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from variorum.cli.actors import actor, actors
from variorum.cli.add import add, failures, retry
from variorum.cli.codebooks import codebook_app
from variorum.cli.disagreements import disagreements
from variorum.cli.events import events, history, show
from variorum.cli.export import export
from variorum.cli.figures import compare, figures
from variorum.cli.gazetteer import gazetteer_app
from variorum.cli.importing import import_table
from variorum.cli.ledger import ledger_app
from variorum.cli.link import event_app, judgements, link_app
from variorum.cli.llm import llm_app
from variorum.cli.places import places
from variorum.cli.read import read
from variorum.cli.redact import redact
from variorum.cli.reread import reread
from variorum.cli.serve import serve
from variorum.cli.users import user_app
from variorum.cli.version import program_version

app = typer.Typer(
    name="variorum",
    help="Reads news reports of violent events and keeps every account side by side, each number with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """The entry point of the command `variorum`."""
    # A report's matrices are too small to be shared out: NumPy's threads would only wait for each other. `--jobs` reads
    # on many cores. NumPy looks at this when it is loaded, which is later.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"variorum {program_version()}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


app.command()(read)
app.command()(places)
app.command()(actors)
app.command()(actor)
app.command()(add)
app.command()(events)
app.command()(show)
app.command()(history)
app.command()(figures)
app.command()(compare)
app.command()(disagreements)
app.add_typer(codebook_app)
app.command()(export)
app.command("import")(import_table)
app.command()(failures)
app.command()(retry)
app.command()(reread)
app.command()(redact)
app.command()(judgements)
app.add_typer(link_app)
app.add_typer(event_app)
app.add_typer(ledger_app)
app.command()(serve)
app.add_typer(user_app)
app.add_typer(gazetteer_app)
app.add_typer(llm_app)

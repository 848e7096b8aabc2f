"""How commands come by a ledger, and by the name of who uses it."""

from __future__ import annotations

import getpass
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain

if TYPE_CHECKING:
    from variorum.ledger import Ledger
    from variorum.models import Run

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE|URL",
        help="The ledger: an SQLite file or a postgresql:// address. By default $VARIORUM_LEDGER, else variorum.db.",
        show_default=False,
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides; by default $VARIORUM_USER, else the user's name."),
]


_CLOCKS_DIFFER = timedelta(minutes=5)
"""What clocks of machines that write one ledger may differ by without a word."""


@contextmanager
def opened(location: str | None, *, create: bool = False) -> Iterator[Ledger]:
    try:
        from variorum.ledger import Ledger, default_location
    except ModuleNotFoundError as error:
        complain(f"the ledger needs {error.name}: pip install 'variorum[ledger]'")
        raise typer.Exit(FAILED) from None
    with Ledger.open(location or default_location(), create=create) as ledger:
        yield ledger


def user(given: str | None = None) -> str:
    """The name of the person at the keyboard: what was given, $VARIORUM_USER, else the name of the account."""
    try:
        return given or os.environ.get("VARIORUM_USER") or getpass.getuser()
    except (OSError, KeyError):  # no such account, as in a container
        return "unknown"


def watch_clock(run: Run) -> None:
    """Says so where the clock of this machine is behind the last row of the ledger that the run is written to."""
    if run.at - datetime.now(UTC) > _CLOCKS_DIFFER:
        complain(
            f"the ledger was last written at {run.at:%Y-%m-%d %H:%M} UTC by its own times, which this machine's clock "
            "has not reached: nothing is lost, and what is added now comes after it; look which of the two clocks is "
            "wrong, as --known-at goes by these times"
        )


def command() -> str:
    """The words by which the program was called."""
    return shlex.join(["variorum", *sys.argv[1:]])

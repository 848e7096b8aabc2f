"""What options of several commands have in common: how their words are read."""

from __future__ import annotations

from datetime import date

import typer

MOST_JOBS = 256


def day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write it like 2017-10-21") from None


def processes(given: str | int) -> int:
    written = str(given)  # the default comes as the number it is
    if not written.strip().isdecimal() or not 1 <= int(written) <= MOST_JOBS:
        raise typer.BadParameter(f"{written!r} is no number of processes; give one from 1 to {MOST_JOBS}")
    return int(written)

"""Where a command writes to: the terminal, a pipe, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


@contextmanager
def destination(output: str) -> Iterator[IO[str]]:
    """The file to write to. A file of one's own appears only when all is written, never in part."""
    if output == "-":
        stream = sys.stdout
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        yield stream
        stream.flush()
        return
    target = Path(os.path.realpath(output))
    if not target.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {str(target.parent)!r}", param_hint="--output")
    if target.is_dir():
        raise typer.BadParameter(f"{output!r} is a folder; name a file in it", param_hint="--output")
    if target.exists() and not target.is_file():  # a pipe or a device can't be replaced by a file
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as stream:
            yield stream
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def console_of(out: IO[str]) -> Console:
    from rich.console import Console

    return Console(file=out, markup=False, highlight=False, emoji=False)


def print_rendered(rendered: RenderableType, console: Console, out: IO[str], to_terminal: bool) -> None:
    """A table on the terminal, or elsewhere without colours and without spaces at the ends of its rows."""
    if to_terminal:
        console.print(rendered)
        return
    with console.capture() as captured:
        console.print(rendered)
    out.write("".join(f"{row.rstrip()}\n" for row in captured.get().splitlines()))
    out.flush()

"""`variorum gazetteer`: build it, look at it; and how other commands come by it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well

if TYPE_CHECKING:
    from variorum.errors import ReportError
    from variorum.models import Report

gazetteer_app = typer.Typer(
    name="gazetteer",
    help="The gazetteer: the file of places that reports are read with. It is built by itself at first need.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@gazetteer_app.command("build")
def build_gazetteer(
    geonames: Annotated[
        Path | None,
        typer.Option(
            "--geonames",
            metavar="FILE",
            help="A dump of GeoNames (allCountries.zip, EG.zip, or the .txt in it): its countries are taken from it.",
        ),
    ] = None,
    alternate: Annotated[
        Path | None,
        typer.Option("--alternate", metavar="FILE", help="alternateNamesV2.zip of GeoNames, with a dump."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Build it even where it is whole; without --geonames, without a dump.")
    ] = False,
) -> None:
    """Build the gazetteer, unless it is there, whole and of the same sources.

    A build from a dump that was interrupted goes on where it stopped when it is asked for again.
    """
    if alternate is not None and geonames is None:
        raise typer.BadParameter("needs a dump: give --geonames, too", param_hint="--alternate")
    with ends_well("the gazetteer"):
        from variorum.places import build
        from variorum.places.gazetteer import default_path

        path = default_path()
        if anew:
            build.remove(path)
        unsound = path.is_file() and not build.is_sound(path)
        if not unsound and not build.is_wanted(path, geonames, alternate):
            typer.echo(f"{path} is whole and up to date; --anew builds it all the same", err=True)
            return
        with build_told(path) as progress:
            build.build(
                path,
                progress=progress,
                dump=geonames,
                alternate=alternate,
                replacing=build.mark(path) if unsound else None,
            )


@gazetteer_app.command("info")
def show_gazetteer() -> None:
    """Say what the gazetteer holds: size, version, sources, counts, licences and attributions."""
    with ends_well():
        from variorum.places import build
        from variorum.places.gazetteer import Gazetteer, default_path

        path = default_path()
        if (fault := build.fault(path)) is not None:
            complain(f"no gazetteer at {path}: {fault}; `variorum gazetteer build` builds it")
            raise typer.Exit(FAILED)
        for name, text in _told_of(Gazetteer(path).info()):
            typer.echo(f"{name:18} {text}")
        typer.echo(f"{'file':18} {path}, {path.stat().st_size / 1e6:,.0f} MB")


def _told_of(info: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What a gazetteer says of itself, in the order in which a person asks."""
    yield "version", info["fingerprint"]
    yield "built", f"{info.get('built', 'on an unknown day')}, in {float(info['built_seconds']):,.0f} s"
    for name in ("geonames dump", "alternate names"):
        if name in info:
            yield name, info[name]
    for name, text in info.items():
        if name.startswith("count:"):
            yield name.removeprefix("count:"), f"{int(text):,}"
    for name, text in info.items():
        if name.startswith("licence:"):
            yield name.removeprefix("licence:"), text


def gazetteer_first(reports: Iterable[Report | ReportError]) -> Iterator[Report | ReportError]:
    """The same reports; before the first is given, the gazetteer is built where there is none."""
    from variorum.errors import ReportError

    waiting, rest = [], iter(reports)
    for report in rest:
        waiting.append(report)
        if not isinstance(report, ReportError):
            ensure_gazetteer()
            break
    return chain(waiting, rest)


def ensure_gazetteer() -> None:
    from variorum.places import build
    from variorum.places.gazetteer import default_path

    path = default_path()
    if (fault := build.fault(path)) is not None:
        with build_told(path, fault) as progress:
            build.build(path, progress=progress)


@contextmanager
def build_told(path: Path, why: str | None = None) -> Iterator[Callable[[str, int, int], None]]:
    """Says on standard error what is being built, and how far: a bar on a terminal, elsewhere a line for each stage."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from variorum.export.words import line

    reason = f" ({why})" if why else ""
    typer.echo(
        line(f"Building the gazetteer {path}{reason}: once, one or two minutes; a dump of GeoNames takes longer."),
        err=True,
    )
    began = time.monotonic()
    if sys.stderr.isatty():
        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("waiting for its turn", total=None)
            yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None)
    else:
        yield _Stages().tell
    size = f", {path.stat().st_size / 1e6:,.0f} MB" if path.is_file() else ""
    typer.echo(f"The gazetteer is built, in {time.monotonic() - began:,.0f} s{size}.", err=True)


class _Stages:
    """Tells each stage of a build once, and of a long one every tenth."""

    def __init__(self) -> None:
        self.told: set[tuple[str, int]] = set()

    def tell(self, stage: str, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 0
        if (stage, tenth) not in self.told:
            self.told.add((stage, tenth))
            typer.echo(f"  {stage}: {10 * min(tenth, 10)} %", err=True)

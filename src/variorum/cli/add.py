"""`variorum add`, `failures`, `retry`: reports into the ledger, and those that failed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.gazetteer import gazetteer_first
from variorum.cli.language_model import BaseUrl, MaxCost, ModelName, ReaderName, language_model, with_reader
from variorum.cli.ledgers import LedgerOption, command, opened, user, watch_clock
from variorum.cli.options import day, processes

if TYPE_CHECKING:
    from variorum.pipeline.recording import Outcome
    from variorum.settings import Settings

REPORT = "report-"
"""The beginning of the id of a report: the input of one that could not be read again."""

BATCH = "batch:"
"""Before the name of a file of answers: the input of a report that was read from it."""

Jobs = Annotated[
    int, typer.Option("--jobs", "-j", parser=processes, metavar="N", help="How many processes read side by side.")
]
_Published = Annotated[
    date | None,
    typer.Option("--published", parser=day, metavar="YYYY-MM-DD", help="Day of publication, where a file names none."),
]
_Publisher = Annotated[str | None, typer.Option("--publisher", help="Who published it, where a file does not say.")]


def add(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, folders or addresses of reports; - for standard input."),
    ],
    ledger: LedgerOption = None,
    published: _Published = None,
    publisher: _Publisher = None,
    jobs: Jobs = 1,
    reader: ReaderName = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    max_cost: MaxCost = None,
) -> None:
    """Read reports and append what they say to the ledger.

    A report that is there already is passed over, so an interrupted run is finished by the same command. The same
    address with another text is a new version; the old one is kept. What can't be read is kept as a failure: see
    `variorum failures` and `variorum retry`.
    """
    from variorum.settings import Settings

    with ends_well("the ledger"):
        settings = with_reader(Settings.from_environment(), reader, model, base_url, max_cost)
        _add(paths, ledger, published, publisher, jobs, settings, create=True)


def retry(
    ledger: LedgerOption = None, published: _Published = None, publisher: _Publisher = None, jobs: Jobs = 1
) -> None:
    """Read again what failed: every file, folder or address that has an open failure."""
    from variorum.errors import RowError
    from variorum.settings import Settings

    with ends_well("the ledger"):
        with opened(ledger) as open_ledger:
            found = open_ledger.failures()
        for table in dict.fromkeys(one.input for one in found if one.kind == RowError.__name__):
            complain(f"{table}: rows of it could not be read; mend them and variorum import it again")
        inputs = dict.fromkeys(one.input for one in found if one.kind != RowError.__name__)
        for lost in (one for one in inputs if _is_lost(one)):
            complain(
                f"{lost}: variorum reread reads it again"
                if lost.startswith(REPORT)
                else f"{lost}: what came from standard input can't be read again, nor answers of a batch: add it anew"
            )
        again = [one for one in inputs if not _is_lost(one)]
        if not again:
            typer.echo("There is nothing to read again.")
            return
        _add(again, ledger, published, publisher, jobs, Settings.from_environment(), create=False)


def _is_lost(input_: str) -> bool:
    """Whether an input is of a kind that can't be opened a second time."""
    return input_ == "-" or input_.startswith((BATCH, REPORT))


def failures(
    ledger: LedgerOption = None,
    resolved: Annotated[bool, typer.Option("--resolved", help="Those, too, that a later run could read.")] = False,
) -> None:
    """List the reports, and the rows of published tables, that could not be read, and why."""
    with ends_well(), opened(ledger) as open_ledger:
        from variorum.export.words import line

        found = open_ledger.failures(resolved=resolved)
        for one in found:
            done = f"; read on {one.resolved:%Y-%m-%d}" if one.resolved else ""
            typer.echo(line(f"{one.at:%Y-%m-%d %H:%M}  {one.kind}  {one.name}: {one.reason}{done}"))
        if not found:
            typer.echo("No report failed.", err=True)


def _add(
    paths: list[str],
    ledger: str | None,
    published: date | None,
    publisher: str | None,
    jobs: int,
    settings: Settings,
    *,
    create: bool,
) -> None:
    with opened(ledger, create=create) as open_ledger, language_model(settings) as llm:
        from variorum.intake import count
        from variorum.pipeline.linking import link_new
        from variorum.pipeline.recording import Recorder

        run = open_ledger.run(settings, by=user(), command=command())
        watch_clock(run)
        recorder = Recorder(
            ledger=open_ledger,
            run=run,
            settings=settings,
            jobs=jobs,
            llm=llm,
            published=published,
            publisher=publisher,
            stdin=sys.stdin.buffer,
            prepare=gazetteer_first,
            link=link_new,
        )
        tally = tallied(recorder.add(paths), lambda: count(paths))
    if tally["Failure"]:
        raise typer.Exit(FAILED)


def tallied(kept: Iterable[Outcome], total: Callable[[], int | None]) -> Counter[str]:
    """What became of reports, by the name of the outcome: counted with a progress bar, and told at the end."""
    from variorum.models import Failure

    tally: Counter[str] = Counter()
    try:
        with closing(_generator(kept)) as outcomes, progress("Adding", total) as advance:
            for outcome in outcomes:
                tally[type(outcome).__name__] += 1
                if isinstance(outcome, Failure):
                    complain(f"{outcome.name}: {outcome.reason}")
                advance()
    finally:
        _tell(tally)
    return tally


def _generator(outcomes: Iterable[Outcome]) -> Generator[Outcome, None, None]:
    """The outcomes as a generator, so that closing it ends the processes behind it."""
    yield from outcomes


def _tell(tally: Counter[str]) -> None:
    typer.echo(
        f"added {tally['Added']:,}, already there {tally['Known']:,}, new versions {tally['NewVersion']:,}, "
        f"failed {tally['Failure']:,}"
    )


@contextmanager
def progress(what: str, total: Callable[[], int | None]) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, with rate and remaining time; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.1f} reports/s" if speed else "")

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=total())
        yield lambda: bar.advance(task)

"""`variorum read`: reports in, their accounts out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.gazetteer import gazetteer_first
from variorum.cli.language_model import BaseUrl, MaxCost, ModelName, ReaderName, language_model, with_reader
from variorum.cli.options import day, processes
from variorum.cli.version import program_version
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from rich.console import Console

    from variorum.errors import ReportError
    from variorum.models import Explanation, Extraction, Report


class Format(StrEnum):
    """How the accounts are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    MARKDOWN = "markdown"


_OF_SUFFIX = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
}


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files or folders of reports; - for standard input.")
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="By default what the suffix of --output says, else a table."),
    ] = None,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output."),
    ] = "-",
    published: Annotated[
        date | None,
        typer.Option(
            "--published", parser=day, metavar="YYYY-MM-DD", help="Day of publication, where a file names none."
        ),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who published it, where a file does not say.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", parser=processes, metavar="N", help="How many processes read side by side.")
    ] = 1,
    reader: ReaderName = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    max_cost: MaxCost = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="ID",
            help="Show why a claim or incident was read as it was: its id in the JSON (t3, r1, e2), or all.",
        ),
    ] = None,
) -> None:
    """Read news reports: every account of each event, with who says so and in which words.

    Reads text, Markdown, HTML, JSON and JSON lines. A report that can't be read is named on standard error, and the
    others go on.
    """
    from variorum.settings import Settings

    if explain is not None and format is not None:
        raise typer.BadParameter("reasons are words for a person: leave --format out", param_hint="--explain")
    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), Format.TABLE)
    with ends_well(output):
        settings = with_reader(Settings.from_environment(), reader, model, base_url, max_cost)
        with destination(output) as out:
            run = _Run(kind=kind, out=out, to_terminal=output == "-" and out.isatty())
            from variorum.intake import count, reports
            from variorum.pipeline import read_all

            read_in = reports(
                paths, settings=settings, published=published, publisher=publisher, stdin=sys.stdin.buffer
            )
            if explain is not None:
                from variorum.pipeline import explain_all

                run.explain(explain_all(gazetteer_first(read_in), settings), explain)
                return
            with (
                language_model(settings) as llm,
                closing(_generator(read_all(gazetteer_first(read_in), settings, jobs, llm))) as results,
            ):
                run.write(with_progress(results, lambda: count(paths), run))
    if run.failures:
        raise typer.Exit(FAILED)


def _generator(results: Iterable[Extraction | ReportError]) -> Generator[Extraction | ReportError, None, None]:
    """The results as a generator, so that closing it ends the processes behind it."""
    yield from results


@dataclass
class _Run:
    """Writes results as they come and keeps the failures."""

    kind: Format
    out: IO[str]
    to_terminal: bool
    failures: list[ReportError] = field(default_factory=list)

    def write(self, results: Iterable[Extraction | ReportError]) -> None:
        extractions = self._read(results)
        match self.kind:
            case Format.TABLE:
                self._tables(extractions)
            case Format.MARKDOWN:
                self._markdown(extractions)
            case Format.JSON:
                self._json(extractions)
            case Format.JSONL:
                self._jsonl(extractions)
            case Format.HTML:
                self._page(extractions)

    def explain(self, results: Iterable[tuple[Report, tuple[Explanation, ...]] | ReportError], claim: str) -> None:
        """The reasons of one claim, or of all. Exit status 1 where a report failed, or none has such a claim."""
        from variorum.errors import ReportError
        from variorum.export.explained import explained

        known: list[str] = []
        for result in results:
            if isinstance(result, ReportError):
                self.failures.append(result)
                complain(str(result))
                continue
            report, told = result
            known += [one.claim for one in told]
            if asked := [one for one in told if claim in ("all", one.claim)]:
                print_rendered(explained(report, asked), self.console, self.out, self.to_terminal)
        if claim not in ("all", *known):
            complain(f"there is no claim {claim!r}; there are {', '.join(dict.fromkeys(known)) or 'none'}")
            raise typer.Exit(FAILED)
        if self.failures:
            raise typer.Exit(FAILED)

    def _read(self, results: Iterable[Extraction | ReportError]) -> Iterator[Extraction]:
        """The extractions; a failure is told at once, in its turn."""
        from variorum.errors import ReportError

        for result in results:
            if isinstance(result, ReportError):
                self.failures.append(result)
                complain(str(result))
            else:
                yield result

    def _tables(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.table import table
        from variorum.export.view import view

        for extraction in extractions:
            print_rendered(table(view(extraction, disagreements(extraction))), self.console, self.out, self.to_terminal)

    @cached_property
    def console(self) -> Console:
        return console_of(self.out)

    def _markdown(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.markdown import markdown
        from variorum.export.view import view

        for extraction in extractions:
            self.out.write(markdown(view(extraction, disagreements(extraction))))

    def _json(self, extractions: Iterable[Extraction]) -> None:
        from variorum.interchange import dumps, to_json

        before = "[\n"
        for extraction in extractions:
            self.out.write(before + dumps(to_json(extraction), indent=1))
            before = ",\n"
        self.out.write("[]\n" if before == "[\n" else "\n]\n")

    def _jsonl(self, extractions: Iterable[Extraction]) -> None:
        from variorum.interchange import to_line

        for extraction in extractions:
            self.out.write(to_line(extraction) + "\n")
            self.out.flush()

    def _page(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.page import page

        read_in = [(extraction, disagreements(extraction)) for extraction in extractions]
        self.out.write(page(read_in, self.failures, program_version()))


def with_progress(
    results: Iterable[Extraction | ReportError], count: Callable[[], int | None], run: _Run
) -> Iterator[Extraction | ReportError]:
    """The results, with a bar on the terminal: under the tables that are printed there, else on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if run.to_terminal and run.kind is Format.TABLE:
        console = run.console
    elif sys.stderr.isatty() and not run.to_terminal:
        console = Console(stderr=True)
    else:
        yield from results
        return
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=sys.stderr.isatty()
    )
    with bar:
        task = bar.add_task("Reading", total=count())
        for result in results:
            bar.advance(task)
            yield result

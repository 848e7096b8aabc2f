"""The command line: `variorum read PATH...`. The only file that prints.

Exit status: 0 all read, 1 a report could not be read (the others were), 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from variorum.errors import ReportError
    from variorum.models import Extraction

FAILED, WRONG_USAGE, STOPPED = 1, 2, 128 + signal.SIGINT
MOST_JOBS = 256
_PIPE_CLOSED = 128 + 13  # SIGPIPE, which Windows does not know


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
    app()


def _version() -> str:
    from importlib.metadata import version

    return version("variorum")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"variorum {_version()}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", help="Say the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write it like 2017-10-21") from None


def _processes(given: str | int) -> int:
    written = str(given)  # the default comes as the number it is
    if not written.strip().isdecimal() or not 1 <= int(written) <= MOST_JOBS:
        raise typer.BadParameter(f"{written!r} is no number of processes; give one from 1 to {MOST_JOBS}")
    return int(written)


@app.command()
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
            "--published", parser=_day, metavar="YYYY-MM-DD", help="Day of publication, where a file names none."
        ),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who published it, where a file does not say.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", parser=_processes, metavar="N", help="How many processes read side by side.")
    ] = 1,
) -> None:
    """Read news reports: every account of each event, with who says so and in which words.

    Reads text, Markdown, HTML, JSON and JSON lines. A report that can't be read is named on standard error, and the
    others go on.
    """
    from variorum.errors import SettingsError, VariorumError
    from variorum.settings import Settings

    kind = format or _OF_SUFFIX.get(Path(output).suffix.lower(), Format.TABLE)
    try:
        settings = Settings.from_environment()
        with _destination(output) as out:
            run = _Run(kind=kind, out=out, to_terminal=output == "-" and out.isatty())
            from variorum.intake import count, reports
            from variorum.pipeline import read_all

            read_in = reports(
                paths, settings=settings, published=published, publisher=publisher, stdin=sys.stdin.buffer
            )
            with closing(_generator(read_all(read_in, settings, jobs))) as results:
                run.write(_with_progress(results, lambda: count(paths), run))
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    except BrokenPipeError:
        _forget_standard_output()
        raise typer.Exit(_PIPE_CLOSED) from None
    except SettingsError as error:
        _complain(str(error))
        raise typer.Exit(WRONG_USAGE) from None
    except VariorumError as error:
        _complain(str(error))
        raise typer.Exit(FAILED) from None
    except OSError as error:
        _complain(f"can't write {output}: {error.strerror or error}")
        raise typer.Exit(FAILED) from None
    if run.failures:
        raise typer.Exit(FAILED)


def _generator(results: Iterable[Extraction | ReportError]) -> Generator[Extraction | ReportError, None, None]:
    """The results as a generator, so that closing it ends the processes behind it."""
    yield from results


def _complain(words: str) -> None:
    """One line on standard error, whatever is in the words."""
    from variorum.export.words import line

    text = f"variorum: {line(words)}"
    print(
        text.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8"), file=sys.stderr
    )


# --- where it goes -------------------------------------------------------------------------------------------------


@contextmanager
def _destination(output: str) -> Iterator[IO[str]]:
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


def _forget_standard_output() -> None:
    """Keeps the interpreter from writing to the closed pipe once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- what is written -----------------------------------------------------------------------------------------------


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

    def _read(self, results: Iterable[Extraction | ReportError]) -> Iterator[Extraction]:
        """The extractions; a failure is told at once, in its turn."""
        from variorum.errors import ReportError

        for result in results:
            if isinstance(result, ReportError):
                self.failures.append(result)
                _complain(str(result))
            else:
                yield result

    def _tables(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.table import table
        from variorum.export.view import view

        console = self.console
        for extraction in extractions:
            rendered = table(view(extraction, disagreements(extraction)))
            if self.to_terminal:
                console.print(rendered)
                continue
            with console.capture() as captured:
                console.print(rendered)
            self.out.write("".join(f"{row.rstrip()}\n" for row in captured.get().splitlines()))
            self.out.flush()

    @cached_property
    def console(self) -> Console:
        from rich.console import Console

        return Console(file=self.out, markup=False, highlight=False, emoji=False)

    def _markdown(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.markdown import markdown
        from variorum.export.view import view

        for extraction in extractions:
            self.out.write(markdown(view(extraction, disagreements(extraction))))

    def _json(self, extractions: Iterable[Extraction]) -> None:
        from variorum.export.json import dumps, to_json

        before = "[\n"
        for extraction in extractions:
            self.out.write(before + dumps(to_json(extraction), indent=1))
            before = ",\n"
        self.out.write("[]\n" if before == "[\n" else "\n]\n")

    def _jsonl(self, extractions: Iterable[Extraction]) -> None:
        from variorum.export.json import to_line

        for extraction in extractions:
            self.out.write(to_line(extraction) + "\n")
            self.out.flush()

    def _page(self, extractions: Iterable[Extraction]) -> None:
        from variorum.codebooks import disagreements
        from variorum.export.page import page

        read_in = [(extraction, disagreements(extraction)) for extraction in extractions]
        self.out.write(page(read_in, self.failures, _version()))


# --- progress ------------------------------------------------------------------------------------------------------


def _with_progress(
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


if __name__ == "__main__":
    main()

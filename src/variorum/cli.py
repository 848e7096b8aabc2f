"""The command line: `variorum read`, `places`, `gazetteer`. The only file that prints.

Exit status: 0 all read, 1 a report could not be read (the others were), 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from variorum.errors import ReportError
    from variorum.models import Explanation, Extraction, Report
    from variorum.places import ResolvedPlace

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
    with _ends_well(output):
        settings = Settings.from_environment()
        with _destination(output) as out:
            run = _Run(kind=kind, out=out, to_terminal=output == "-" and out.isatty())
            from variorum.intake import count, reports
            from variorum.pipeline import read_all

            read_in = reports(
                paths, settings=settings, published=published, publisher=publisher, stdin=sys.stdin.buffer
            )
            if explain is not None:
                from variorum.pipeline import explain_all

                run.explain(explain_all(_gazetteer_first(read_in), settings), explain)
                return
            with closing(_generator(read_all(_gazetteer_first(read_in), settings, jobs))) as results:
                run.write(_with_progress(results, lambda: count(paths), run))
    if run.failures:
        raise typer.Exit(FAILED)


@contextmanager
def _ends_well(output: str = "-") -> Iterator[None]:
    """Turns what can go wrong into a line on standard error and an exit status. output: what is written to."""
    from variorum.errors import SettingsError, VariorumError

    try:
        yield
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

    def explain(self, results: Iterable[tuple[Report, tuple[Explanation, ...]] | ReportError], claim: str) -> None:
        """The reasons of one claim, or of all. Exit status 1 where a report failed, or none has such a claim."""
        from variorum.errors import ReportError
        from variorum.export.explained import explained

        known: list[str] = []
        for result in results:
            if isinstance(result, ReportError):
                self.failures.append(result)
                _complain(str(result))
                continue
            report, told = result
            known += [one.claim for one in told]
            if asked := [one for one in told if claim in ("all", one.claim)]:
                _print_rendered(explained(report, asked), self.console, self.out, self.to_terminal)
        if claim not in ("all", *known):
            _complain(f"there is no claim {claim!r}; there are {', '.join(dict.fromkeys(known)) or 'none'}")
            raise typer.Exit(FAILED)
        if self.failures:
            raise typer.Exit(FAILED)

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

        for extraction in extractions:
            _print_rendered(
                table(view(extraction, disagreements(extraction))), self.console, self.out, self.to_terminal
            )

    @cached_property
    def console(self) -> Console:
        return _console(self.out)

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


def _console(out: IO[str]) -> Console:
    from rich.console import Console

    return Console(file=out, markup=False, highlight=False, emoji=False)


def _print_rendered(rendered: RenderableType, console: Console, out: IO[str], to_terminal: bool) -> None:
    """A table on the terminal, or elsewhere without colours and without spaces at the ends of its rows."""
    if to_terminal:
        console.print(rendered)
        return
    with console.capture() as captured:
        console.print(rendered)
    out.write("".join(f"{row.rstrip()}\n" for row in captured.get().splitlines()))
    out.flush()


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


# --- places --------------------------------------------------------------------------------------------------------


class PlacesFormat(StrEnum):
    """How places are written."""

    TABLE = "table"
    JSONL = "jsonl"
    GEOJSON = "geojson"


_PLACES_OF_SUFFIX = {".jsonl": PlacesFormat.JSONL, ".ndjson": PlacesFormat.JSONL, ".geojson": PlacesFormat.GEOJSON}


@app.command()
def places(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files or folders of reports; - for standard input.")
    ],
    format: Annotated[
        PlacesFormat | None,
        typer.Option("--format", "-f", help="By default what the suffix of --output says, else a table."),
    ] = None,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output."),
    ] = "-",
    publisher: Annotated[
        str | None,
        typer.Option("--publisher", help="Who published it, where a file does not say: local papers write of home."),
    ] = None,
) -> None:
    """List all places that reports name, resolved, each with why and what else it could be.

    Demonyms ("Egyptian") are listed too, with the kind `demonym`. A place that is not found has no point.
    """
    from variorum.settings import Settings

    kind = format or _PLACES_OF_SUFFIX.get(Path(output).suffix.lower(), PlacesFormat.TABLE)
    failures = 0
    with _ends_well(output):
        settings = Settings.from_environment()
        with _destination(output) as out:
            from variorum.errors import ReportError
            from variorum.intake import reports
            from variorum.pipeline import places_of_all

            read_in = _gazetteer_first(reports(paths, settings=settings, publisher=publisher, stdin=sys.stdin.buffer))
            with _PlacesWriter(kind, out, to_terminal=output == "-" and out.isatty()) as writer:
                for result in places_of_all(read_in, settings):
                    if isinstance(result, ReportError):
                        failures += 1
                        _complain(str(result))
                    else:
                        writer.write(*result)
    if failures:
        raise typer.Exit(FAILED)


class _PlacesWriter:
    """Writes the places of one report after the other; used in a `with`, as GeoJSON has a beginning and an end."""

    def __init__(self, kind: PlacesFormat, out: IO[str], *, to_terminal: bool) -> None:
        self.kind, self.out, self.to_terminal = kind, out, to_terminal
        self.before = "\n"

    def __enter__(self) -> _PlacesWriter:
        if self.kind is PlacesFormat.GEOJSON:
            self.out.write('{"type": "FeatureCollection", "features": [')
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.kind is PlacesFormat.GEOJSON and kind is None:
            self.out.write("\n]}\n")

    def write(self, report: Report, found: tuple[ResolvedPlace, ...]) -> None:
        from variorum.export.json import dumps
        from variorum.export.places import features, places_table
        from variorum.places.listing import to_rows

        rows = to_rows(found)
        match self.kind:
            case PlacesFormat.TABLE:
                _print_rendered(places_table(report, rows), _console(self.out), self.out, self.to_terminal)
            case PlacesFormat.JSONL:
                self.out.write(dumps({"id": report.id, "places": rows}) + "\n")
            case PlacesFormat.GEOJSON:
                for feature in features(report, rows):
                    self.out.write(self.before + dumps(feature))
                    self.before = ",\n"


# --- the gazetteer -------------------------------------------------------------------------------------------------

gazetteer_app = typer.Typer(
    name="gazetteer",
    help="The gazetteer: the file of places that reports are read with. It is built by itself at first need.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(gazetteer_app)


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
    with _ends_well("the gazetteer"):
        from variorum.places import build
        from variorum.places.gazetteer import default_path

        path = default_path()
        if anew:
            build.remove(path)
        unsound = path.is_file() and not build.is_sound(path)
        if not unsound and not build.is_wanted(path, geonames, alternate):
            typer.echo(f"{path} is whole and up to date; --anew builds it all the same", err=True)
            return
        with _build_told(path) as progress:
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
    with _ends_well():
        from variorum.places import build
        from variorum.places.gazetteer import Gazetteer, default_path

        path = default_path()
        if (fault := build.fault(path)) is not None:
            _complain(f"no gazetteer at {path}: {fault}; `variorum gazetteer build` builds it")
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


def _gazetteer_first(reports: Iterable[Report | ReportError]) -> Iterator[Report | ReportError]:
    """The same reports; before the first is given, the gazetteer is built where there is none."""
    from variorum.errors import ReportError

    waiting, rest = [], iter(reports)
    for report in rest:
        waiting.append(report)
        if not isinstance(report, ReportError):
            _ensure_gazetteer()
            break
    return chain(waiting, rest)


def _ensure_gazetteer() -> None:
    from variorum.places import build
    from variorum.places.gazetteer import default_path

    path = default_path()
    if (fault := build.fault(path)) is not None:
        with _build_told(path, fault) as progress:
            build.build(path, progress=progress)


@contextmanager
def _build_told(path: Path, why: str | None = None) -> Iterator[Callable[[str, int, int], None]]:
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


if __name__ == "__main__":
    main()

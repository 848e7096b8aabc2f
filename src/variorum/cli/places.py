"""`variorum places`: all places of a text, resolved."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.gazetteer import gazetteer_first
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from variorum.models import Report
    from variorum.places import ResolvedPlace


class PlacesFormat(StrEnum):
    """How places are written."""

    TABLE = "table"
    JSONL = "jsonl"
    GEOJSON = "geojson"


_PLACES_OF_SUFFIX = {".jsonl": PlacesFormat.JSONL, ".ndjson": PlacesFormat.JSONL, ".geojson": PlacesFormat.GEOJSON}


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
    with ends_well(output):
        settings = Settings.from_environment()
        with destination(output) as out:
            from variorum.errors import ReportError
            from variorum.intake import reports
            from variorum.pipeline import places_of_all

            read_in = gazetteer_first(reports(paths, settings=settings, publisher=publisher, stdin=sys.stdin.buffer))
            with _PlacesWriter(kind, out, to_terminal=output == "-" and out.isatty()) as writer:
                for result in places_of_all(read_in, settings):
                    if isinstance(result, ReportError):
                        failures += 1
                        complain(str(result))
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
        from variorum.export.places import features, places_table
        from variorum.interchange import dumps
        from variorum.places.listing import to_rows

        rows = to_rows(found)
        match self.kind:
            case PlacesFormat.TABLE:
                print_rendered(places_table(report, rows), console_of(self.out), self.out, self.to_terminal)
            case PlacesFormat.JSONL:
                self.out.write(dumps({"id": report.id, "places": rows}) + "\n")
            case PlacesFormat.GEOJSON:
                for feature in features(report, rows):
                    self.out.write(self.before + dumps(feature))
                    self.before = ",\n"

"""`variorum actors` and `variorum actor`: the armed actors of a text, resolved; one entry of the registry."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from variorum.actors.registry import Entry, Registry


class ActorsFormat(StrEnum):
    """How actors are written."""

    TABLE = "table"
    JSONL = "jsonl"


_FORMAT = typer.Option("--format", "-f", help="By default what the suffix of --output says, else a table.")
_OUTPUT = typer.Option("--output", "-o", metavar="FILE", help="Write there, when all is read; - for standard output.")


def actors(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files or folders of reports; - for standard input.")
    ],
    format: Annotated[ActorsFormat | None, _FORMAT] = None,
    output: Annotated[str, _OUTPUT] = "-",
) -> None:
    """List all armed actors that reports name, each with the registry's entry and what else the name could mean.

    Unnamed ones ("gunmen") are listed too. $VARIORUM_ACTORS names a file of one's own actors.
    """
    from variorum.settings import Settings

    kind = format or _of_suffix(output)
    failures = 0
    with ends_well(output):
        settings = Settings.from_environment()
        with destination(output) as out:
            from variorum.errors import ReportError
            from variorum.export.actors import actors_table
            from variorum.intake import reports
            from variorum.interchange import dumps
            from variorum.pipeline import actors_of_all

            for result in actors_of_all(reports(paths, settings=settings, stdin=sys.stdin.buffer), settings):
                if isinstance(result, ReportError):
                    failures += 1
                    complain(str(result))
                    continue
                report, named = result
                rows = [one.row() for one in named]
                if kind is ActorsFormat.JSONL:
                    out.write(dumps({"id": report.id, "actors": rows}) + "\n")
                else:
                    print_rendered(actors_table(report, rows), console_of(out), out, output == "-" and out.isatty())
    if failures:
        raise typer.Exit(FAILED)


def actor(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an alias or an abbreviation.")],
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Those at home there first (ISO code, as SY).")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Those of that year first.")] = None,
    format: Annotated[ActorsFormat | None, _FORMAT] = None,
    output: Annotated[str, _OUTPUT] = "-",
) -> None:
    """Show the registry's entries of that name: aliases, kind, countries, years, parent, successor and source."""
    from variorum.settings import Settings

    kind = format or _of_suffix(output)
    with ends_well(output):
        from variorum.actors.registry import Registry
        from variorum.pipeline.reading import use_actors_of

        use_actors_of(Settings.from_environment())
        registry = Registry.load()
        found = registry.find(name, country=country and country.upper(), year=year)
        if not found:
            near = ", ".join(registry.near(name))
            complain(f"no actor is called {name!r} in the registry" + (f"; did you mean {near}?" if near else ""))
            raise typer.Exit(FAILED)
        with destination(output) as out:
            from variorum.export.actors import entry_table
            from variorum.interchange import dumps

            for entry in found:
                row = _row(entry, registry)
                if kind is ActorsFormat.JSONL:
                    out.write(dumps(row) + "\n")
                else:
                    print_rendered(entry_table(row), console_of(out), out, output == "-" and out.isatty())


def _row(entry: Entry, registry: Registry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "id": entry.id,
        "aliases": list(entry.aliases),
        "kind": entry.kind,
        "countries": list(entry.countries),
        "since": entry.since,
        "until": entry.until,
        "parent": entry.parent,
        "successor": entry.successor,
        "parts": [other.name for other in registry.entries if other.parent == entry.name],
        "source": entry.source,
    }


def _of_suffix(output: str) -> ActorsFormat:
    lines = Path(output).suffix.lower() in (".jsonl", ".ndjson")
    return ActorsFormat.JSONL if lines else ActorsFormat.TABLE

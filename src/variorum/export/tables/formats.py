"""The formats of tables, and how one is written with its companions: the reasons, the dictionary, the methods.

A new format is its line in `FORMATS`. Files appear only when they are whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from variorum.errors import ExportError
from variorum.export.tables import (
    acled,
    arrow,
    entities,
    ged,
    geojson,
    gtd,
    lines,
    plain,
    provenance,
    published,
    sidecar,
    spreadsheet,
)
from variorum.export.tables.columns import Columns
from variorum.export.tables.dictionary import dictionary
from variorum.export.tables.methods import Method, methods
from variorum.export.tables.records import Record

Writer = Callable[[Path, Columns, Iterable[Record]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of export. columns: None for our own table, whose last columns are the codebook's figures; codebook: the
    one that its columns need, "" for any; suffix: what its file's name ends in."""

    name: str
    about: str
    suffix: str
    write: Writer
    columns: Columns | None = None
    codebook: str = ""


FORMATS: tuple[Format, ...] = (
    Format(
        name="ged-csv",
        about="UCDP GED's 49 columns",
        suffix=".csv",
        write=spreadsheet.write,
        columns=ged.COLUMNS,
        codebook="ucdp",
    ),
    Format(
        name="acled-csv",
        about="the shape of ACLED's 31 columns",
        suffix=".csv",
        write=spreadsheet.write,
        columns=acled.COLUMNS,
        codebook="acled",
    ),
    Format(
        name="gtd-csv",
        about="a subset of GTD's columns, in its order",
        suffix=".csv",
        write=spreadsheet.write,
        columns=gtd.COLUMNS,
        codebook="gtd",
    ),
    Format(name="csv", about="our own table", suffix=".csv", write=spreadsheet.write),
    Format(name="hxl", about="our own table with a row of HXL tags", suffix=".csv", write=spreadsheet.write_hxl),
    Format(name="jsonl", about="events with figures, derivations and claims", suffix=".jsonl", write=lines.write),
    Format(name="geojson", about="our own table as points", suffix=".geojson", write=geojson.write),
    Format(name="parquet", about="our own table, columnar", suffix=".parquet", write=arrow.write_parquet),
    Format(name="geopackage", about="our own table for GIS", suffix=".gpkg", write=arrow.write_geopackage),
    Format(name="ftm", about="FollowTheMoney entities", suffix=".ftm.json", write=entities.write),
    Format(name="prov-json", about="which claims each figure comes from", suffix=".prov.json", write=provenance.write),
)


def named(name: str) -> Format:
    """The format of that name. Raises ExportError."""
    found = {each.name: each for each in FORMATS}
    if name not in found:
        raise ExportError(f"there is no format {name!r}; there are {', '.join(found)}")
    return found[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What an export wrote: the table, its companions, and how many rows. published: None where none was asked for."""

    table: Path
    reasons: Path
    dictionary: Path
    methods: Path
    rows: int
    published: Path | None = None


def export(
    path: Path,
    format_: Format,
    records: Iterable[Record],
    method: Method,
    figures: Iterable[str] = (),
    *,
    others: bool = False,
) -> Export:
    """Write records to a file of a format, and beside it their reasons, a data dictionary and the methods.

    figures: names of the codebook's figures, for our own table; others: whether what others published of the events is
    written, too. Memory stays flat over any number of records.
    Raises ExportError where a file can't be written.
    """
    columns = format_.columns if format_.columns is not None else plain.columns(method.codebook, figures)
    reasons = sidecar.beside(path)
    counted = _Counted(records)
    told_by_others = published.beside(path) if others else None
    with _whole(path) as table, _whole(reasons) as beside, ExitStack() as more:
        passing: Iterable[Record] = counted
        if told_by_others is not None:
            passing = published.written(more.enter_context(_whole(told_by_others)), counted)
        format_.write(table, columns, sidecar.written(beside, passing))
    about = path.with_name(f"{path.name}.dictionary.md")
    told = path.with_name(f"{path.name}.methods.md")
    _put(about, dictionary(format_.name, columns))
    _put(told, methods(format_.name, method, counted.number))
    return Export(
        table=path,
        reasons=reasons,
        dictionary=about,
        methods=told,
        rows=counted.number,
        published=told_by_others,
    )


class _Counted:
    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.number = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.number += 1
            yield record


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside the one that is asked for, which takes its place when all is written."""
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise ExportError(f"can't write {path}: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)


def _put(path: Path, text: str) -> None:
    with _whole(path) as part:
        part.write_text(text, "utf-8")

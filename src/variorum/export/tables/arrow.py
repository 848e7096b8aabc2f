"""Columnar and geographic files by Arrow: Parquet, and GeoPackage by way of GDAL. Written in batches, memory flat."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from variorum.export.tables.columns import Columns, row
from variorum.export.tables.records import Record

_BATCH = 2_000
_POINT = "geometry"


def write_parquet(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    """One row group a batch."""
    import pyarrow.parquet

    schema = _schema(columns)
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for batch in _batches(schema, columns, records):
            writer.write_batch(batch)


def write_geopackage(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    """A layer `events` of points in WGS 84; an event without a point has none."""
    import pyarrow as pa
    import pyogrio

    schema = _schema(columns).append(pa.field(_POINT, pa.binary()))
    reader = pa.RecordBatchReader.from_batches(schema, _batches(schema, columns, records, points=True))
    path.unlink(missing_ok=True)  # GDAL would add a layer to a file that is there
    pyogrio.write_arrow(
        reader, path, driver="GPKG", layer="events", geometry_name=_POINT, geometry_type="Point", crs="EPSG:4326"
    )


def _schema(columns: Columns) -> Any:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "truth": pa.bool_(),
    }
    return pa.schema([pa.field(column.name, types[column.kind]) for column in columns])


def _batches(schema: Any, columns: Columns, records: Iterable[Record], *, points: bool = False) -> Iterator[Any]:
    import pyarrow as pa

    waiting = iter(records)
    while some := list(islice(waiting, _BATCH)):
        rows = [[*row(columns, record), *([_wkb(record)] if points else [])] for record in some]
        arrays = [pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _wkb(record: Record) -> bytes | None:
    """The point as well-known binary (OGC 06-103r4): little endian, type 1, x and y."""
    place = record.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return struct.pack("<BIdd", 1, 1, place.lon, place.lat)

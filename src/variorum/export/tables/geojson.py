"""GeoJSON (RFC 7946): an event a feature, its columns as properties; one without a point has the geometry null."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from variorum.export.tables.columns import Columns
from variorum.export.tables.lines import plain
from variorum.export.tables.records import Record
from variorum.interchange import dumps


def feature(columns: Columns, record: Record) -> dict[str, Any]:
    place = record.place
    known = place is not None and place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "id": record.event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place and known else None,
        "properties": {column.name: plain(column.of(record)) for column in columns},
    }


def write(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{"type": "FeatureCollection", "features": [')
        before = "\n"
        for record in records:
            out.write(before + dumps(feature(columns, record)))
            before = ",\n"
        out.write("\n]}\n")

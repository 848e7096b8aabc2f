"""The places of a text for a terminal and as GeoJSON, from the rows that the places library makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.words import line
from variorum.models import Report

Row = Mapping[str, Any]


def places_table(report: Report, rows: Sequence[Row]) -> RenderableType:
    """The places of one report: the words, what they were taken for, how precisely, why, and what else they could have
    been. Places that mean the same for the same reason are shown once, with their number.
    """
    heading = Text(line(report.title or report.id), style="bold underline")
    if not rows:
        return Group(heading, Padding(Text("No place is named here."), (1, 0, 1, 2)))
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(ratio=2, overflow="fold")
    grid.add_column(ratio=5, overflow="fold")
    for times, row in _gathered(rows):
        grid.add_row(*_cells(row, times))
    return Group(heading, Padding(grid, (1, 0, 1, 0)))


def features(report: Report, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The places as features of GeoJSON (RFC 7946). One without a point has the geometry null."""
    return [_feature(report, row) for row in rows]


def _feature(report: Report, row: Row) -> dict[str, Any]:
    known = row["lat"] is not None and row["lon"] is not None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if known else None,
        "properties": {"report": report.id} | {name: row[name] for name in row if name not in ("lat", "lon")},
    }


def _gathered(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """Each place once, in the order of the text, and how often it is named in the same words."""
    told: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        same = (row["text"].casefold(), row["kind"], row["geonames_id"], row["lat"], row["lon"], row["reason"])
        told.setdefault(same, []).append(row)
    return [(len(group), group[0]) for group in told.values()]


def _cells(row: Row, times: int) -> tuple[Text, Group]:
    """On the left the words and their kind, on the right what they were taken for, below it why."""
    words = Text(line(row["text"]), style="bold")
    words.append(f" {row['kind']}" + (f", {times} times" if times > 1 else ""), style="dim")
    why = Text(line(row["reason"]), style="dim")
    if row["alternatives"]:
        why.append("; or " + "; ".join(_name(other) for other in row["alternatives"][:3]))
    return words, Group(Text(f"{_taken_for(row)} {_point(row)}".rstrip()), Padding(why, (0, 0, 0, 2)))


def _taken_for(row: Row) -> str:
    names = [row["name"] or row["locality"], row["admin2"], row["admin1"], row["country"]]
    where = ", ".join(dict.fromkeys(line(name) for name in names if name))
    level = row["precision"] + (f", UCDP {row['where_prec']}" if row["where_prec"] else "")
    return f"{where or 'not found'} ({level})"


def _point(row: Row) -> str:
    if row["lat"] is None:
        return ""
    point = f"{row['lat']:.2f} {row['lon']:.2f}"
    if row["to_km"] is None:
        return point
    least = f"{row['from_km']:.0f} to " if row["from_km"] else "±"
    return f"{point} {least}{row['to_km']:.0f} km"


def _name(other: Row) -> str:
    return line(other["name"]) + (f" {other['country']}" if other["country"] else "") + f" [{other['kind']}]"

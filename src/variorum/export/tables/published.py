"""What others published of the events of a table, beside it: a row for each of theirs that is about one of them, or
may be, with how it fits and its numbers beside ours.

`event_row` counts from 1 below the table's head. Formulas are disarmed as in the table.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from variorum.export.tables.columns import Cell
from variorum.export.tables.records import Record
from variorum.export.tables.spreadsheet import disarmed
from variorum.models import Match, Published

_Of = Callable[[Published, Match], Cell]

_COLUMNS: tuple[tuple[str, _Of], ...] = (
    ("dataset", lambda row, _: row.dataset),
    ("publisher", lambda row, _: row.publisher),
    ("edition", lambda row, _: row.edition),
    ("row", lambda row, _: row.row),
    ("fit", lambda _, match: match.fit.value),
    ("score", lambda _, match: match.score),
    ("reason", lambda _, match: match.reason),
    ("first_day", lambda row, _: row.days.start),
    ("last_day", lambda row, _: row.days.end),
    ("country", lambda row, _: row.country),
    ("place", lambda row, _: row.place),
    ("latitude", lambda row, _: row.lat),
    ("longitude", lambda row, _: row.lon),
    ("actors", lambda row, _: "; ".join(row.actors) or None),
    ("low", lambda row, _: row.low),
    ("best", lambda row, _: row.best),
    ("high", lambda row, _: row.high),
    ("numbers", lambda row, _: "; ".join(f"{one.name} {one.value}" for one in row.numbers) or None),
    ("sources", lambda row, _: row.sources or None),
    ("notes", lambda row, _: row.notes or None),
)


def beside(table: Path) -> Path:
    """Where what others published is written."""
    return table.with_name(f"{table.name}.published.csv")


def written(path: Path, records: Iterable[Record]) -> Iterator[Record]:
    """The same records, one by one; what others published of each is written as it passes."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(["event_row", "event", *(name for name, _ in _COLUMNS)])
        for number, record in enumerate(records, start=1):
            for row, match in record.published:
                writer.writerow(
                    [number, record.event.id, *(disarmed(of(row, match)) for _, of in _COLUMNS)],
                )
            yield record


def published_of(record: Record) -> list[dict[str, Any]]:
    """The rows of others for one record, with what was matched and every number, for JSON."""
    return [
        {
            "id": row.id,
            "dataset": row.dataset,
            "edition": row.edition,
            "row": row.row,
            "fit": match.fit.value,
            "score": match.score,
            "reason": match.reason,
            "low": row.low,
            "best": row.best,
            "high": row.high,
            "numbers": {one.name: one.value for one in row.numbers},
        }
        for row, match in record.published
    ]

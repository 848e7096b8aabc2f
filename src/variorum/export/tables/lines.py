"""JSON lines: an event a line, with its columns, its figures with their derivations, and all its claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from variorum.export.tables.columns import Cell, Columns
from variorum.export.tables.records import Record
from variorum.export.tables.sidecar import on_one_line


def write(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            head = {column.name: plain(column.of(record)) for column in columns}
            out.write(on_one_line(head, record) + "\n")


def plain(cell: Cell) -> str | int | float | bool | None:
    """A cell as JSON holds it."""
    return cell.isoformat() if isinstance(cell, date) else cell

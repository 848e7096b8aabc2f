"""CSV that a spreadsheet opens without running anything: RFC 4180, UTF-8, texts that begin like a formula disarmed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from variorum.export.tables.columns import Cell, Columns, row
from variorum.export.tables.records import Record
from variorum.export.words import safe

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def disarmed(cell: Cell) -> str | int | float:
    """The cell as it is written: no value is empty, a truth is true or false, a text that could run gets a quote."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = safe(cell)
        return f"'{text}" if text.startswith(_DANGEROUS) else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else cell


def write(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        _write(out, [[column.name for column in columns]], columns, records)


def write_hxl(path: Path, columns: Columns, records: Iterable[Record]) -> None:
    """With a second row of HXL tags (hxlstandard.org, 1.1)."""
    heads = [[column.name for column in columns], [column.hxl for column in columns]]
    with path.open("w", encoding="utf-8", newline="") as out:
        _write(out, heads, columns, records)


def _write(out: IO[str], heads: Sequence[Sequence[str]], columns: Columns, records: Iterable[Record]) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(heads)
    for record in records:
        writer.writerow([disarmed(cell) for cell in row(columns, record)])

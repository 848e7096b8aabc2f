"""A column of a table: its name, what stands in it, and how it is made of a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from variorum.export.tables.records import Record, Value

Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. kind: "text", "integer", "number", "day" or "truth"; hxl: its tag where the format has such a row."""

    name: str
    about: str
    of: Callable[[Record], Cell]
    kind: str = "text"
    hxl: str = ""


Columns = tuple[Column, ...]


def empty(name: str, about: str, kind: str = "text") -> Column:
    """A column that only its owner may fill, or that nothing here knows: always empty."""
    return Column(name=name, about=about, of=lambda _: None, kind=kind)


def figure(name: str, about: str, kind: str = "integer", of: str | None = None) -> Column:
    """A column that holds a figure of the codebook, under its own name or another."""
    return Column(name=name, about=about, of=lambda record: _typed(record.figure(of or name), kind), kind=kind)


def _typed(value: Value, kind: str) -> Cell:
    """The value in the column's kind; a text where a number is wanted is no value."""
    if value is None or kind not in ("integer", "number"):
        return None if value is None else str(value) if kind == "text" else value
    if isinstance(value, str):
        return None
    return int(value) if kind == "integer" else float(value)


def row(columns: Sequence[Column], record: Record) -> list[Cell]:
    return [column.of(record) for column in columns]

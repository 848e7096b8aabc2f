"""The actors of a report and an entry of the registry for a terminal, from the rows of the actors library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.words import line, spoken
from variorum.models import Report

Row = Mapping[str, Any]


def actors_table(report: Report, rows: Sequence[Row]) -> RenderableType:
    """The actors of one report: the words, what they are, and the entry of the registry; the same words once, with
    their number.
    """
    heading = Text(line(report.title or report.id), style="bold underline")
    if not rows:
        return Group(heading, Padding(Text("No armed actor is named here."), (1, 0, 1, 2)))
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(ratio=3, overflow="fold")
    grid.add_column(ratio=4, overflow="fold")
    for times, row in _gathered(rows):
        grid.add_row(_words(row, times), _meaning(row))
    return Group(heading, Padding(grid, (1, 0, 1, 0)))


def entry_table(entry: Row) -> RenderableType:
    """An entry of the registry: a line a fact that is known."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=14)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in entry.items():
        if value not in (None, "", []):
            shown = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
            grid.add_row(Text(spoken(name), style="dim"), Text(line(shown)))
    return Padding(grid, (0, 0, 1, 0))


def _gathered(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    told: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        told.setdefault((row["text"].casefold(), row["category"], row["entry"]), []).append(row)
    return [(len(group), group[0]) for group in told.values()]


def _words(row: Row, times: int) -> Text:
    words = Text(line(row["text"]), style="bold")
    return words.append(f" {times} times" if times > 1 else "", style="dim")


def _meaning(row: Row) -> Text:
    meaning = Text(line(row["name"] or "nobody in particular" if not row["alternatives"] else row["name"] or "unsure"))
    meaning.append(f" ({spoken(row['category'])})", style="dim")
    if row["alternatives"]:
        meaning.append(" or: " + ", ".join(row["alternatives"]), style="dim")
    return meaning

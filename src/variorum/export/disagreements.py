"""What does not add up, for a terminal: each with its kind, and what it does to a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.words import line
from variorum.models import Disagreement, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A disagreement of an event, and what it does to a figure in words ("" of nothing)."""

    event: str
    found: Disagreement
    how: str


def disagreements_table(rows: Sequence[Row], superlatives: Iterable[str] = ()) -> RenderableType:
    """The disagreements under their events, in the order given; then the superlatives."""
    parts: list[RenderableType] = []
    heading = None
    for row in rows:
        if row.event != heading:
            heading = row.event
            parts += [Text(line(heading), style="bold underline"), Text()]
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=15)
        grid.add_column(ratio=1, overflow="fold")
        said = Text(line(row.found.sentence))
        if row.how:
            said.append(f"\n{line(row.how)}", style="dim")
        firm = row.found.severity is Severity.CONTRADICTION
        grid.add_row(Text(row.found.kind.value, style="bold red" if firm else "bold"), said)
        parts.append(Padding(grid, (0, 0, 1, 2)))
    if not rows:
        parts += [Text("Nothing that does not add up."), Text()]
    if told := list(superlatives):
        parts.append(Text("Superlatives", style="bold cyan"))
        parts += [Padding(Text(line(one)), (0, 0, 0, 2)) for one in told]
        parts.append(Text())
    return Group(*parts)

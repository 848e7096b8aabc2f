"""Published numbers beside the claims of an event: for a terminal, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.markdown import escape
from variorum.export.words import days, line
from variorum.models import Match, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A published number and what is to be said of it: where it comes from (`how`, `sentence`, `claims`), what would
    have to be believed for it, and what our own codebooks make of it.
    """

    name: str
    value: int
    how: str
    sentence: str
    claims: tuple[str, ...] = ()
    beliefs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A published row beside an event: how it fits, its numbers, what earlier editions had for its best number."""

    row: Published
    match: Match
    numbers: tuple[Number, ...]
    earlier: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        place = ", ".join(part for part in (self.row.place, self.row.country) if part)
        told = [f"{self.row.dataset} {self.row.edition}", f"row {self.row.row}", days(self.row.days), place]
        return line(" · ".join(part for part in told if part.strip()))


def published_table(heading: str, rows: Iterable[Beside], together: Iterable[Number] = ()) -> RenderableType:
    """Row by row: each number, where it comes from, what would have to be believed for it."""
    parts: list[RenderableType] = [Text(line(heading), style="bold underline"), Text()]
    for beside in rows:
        parts.append(Text(beside.heading, style="bold cyan"))
        parts.append(Padding(Text(line(beside.match.reason), style="dim"), (0, 0, 0, 2)))
        parts += [Padding(Text(line(told), style="dim"), (0, 0, 0, 2)) for told in beside.earlier]
        parts += [Padding(_grid(beside.numbers), (0, 0, 1, 2))]
    if numbers := list(together):
        parts += [Text("Together", style="bold cyan"), Padding(_grid(numbers), (0, 0, 1, 2))]
    return Group(*parts)


def _grid(numbers: Iterable[Number]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in (18, 8):
        grid.add_column(width=width, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for number in numbers:
        said = Text(line(number.sentence))
        said.append(f"\n{line(_believed(number.beliefs))}")
        for told in number.ours:
            said.append(f"\n{line(told)}", style="dim")
        grid.add_row(Text(number.name), Text(f"{number.value:,}", style="bold"), said)
    return grid


def _believed(beliefs: Sequence[str]) -> str:
    if not beliefs:
        return "No claim speaks against it."
    return f"For it one would have to believe that {'; and that '.join(beliefs)}."


def published_markdown(heading: str, rows: Iterable[Beside], together: Iterable[Number] = ()) -> str:
    out = [f"## {escape(line(heading))}\n"]
    for beside in rows:
        out += [f"### {escape(beside.heading)}\n", escape(line(beside.match.reason)) + "\n"]
        out += [escape(line(told)) + "\n" for told in beside.earlier]
        out += _markdown_rows(beside.numbers)
    if numbers := list(together):
        out += ["### Together\n", *_markdown_rows(numbers)]
    return "\n".join(out)


def _markdown_rows(numbers: Iterable[Number]) -> Iterator[str]:
    yield "| number | value | where it comes from | what would have to be believed | our codebooks |"
    yield "| :-- | --: | :-- | :-- | :-- |"
    for number in numbers:
        cells = (
            number.name,
            f"{number.value:,}",
            line(number.sentence),
            line(f"that {'; and that '.join(number.beliefs)}" if number.beliefs else "–"),
            line(" ".join(number.ours)) or "–",
        )
        yield f"| {' | '.join(map(escape, cells))} |"
    yield ""


def published_json(beside: Beside) -> dict[str, Any]:
    """A row with everything that is said of it, as JSON."""
    row = beside.row
    return {
        "id": row.id,
        "dataset": row.dataset,
        "publisher": row.publisher,
        "edition": row.edition,
        "row": row.row,
        "days": [row.days.start.isoformat(), row.days.end.isoformat()],
        "country": row.country,
        "place": row.place,
        "actors": list(row.actors),
        "low": row.low,
        "best": row.best,
        "high": row.high,
        "sources": row.sources,
        "notes": row.notes,
        "raw": dict(row.raw),
        "fit": beside.match.fit.value,
        "score": beside.match.score,
        "reason": beside.match.reason,
        "earlier": list(beside.earlier),
        "numbers": [number_json(number) for number in beside.numbers],
    }


def number_json(number: Number) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(number).items()}

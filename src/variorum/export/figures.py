"""Figures of codebooks for a terminal, as Markdown and as JSON: each with its reason, or with its whole derivation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.markdown import escape
from variorum.export.words import line
from variorum.models import DerivationStep, Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A codebook beside others: its name, the figures that are shown of it, and whether the event is in its scope."""

    name: str
    figures: tuple[Figure, ...]
    inclusion: Figure | None = None


def figures_table(heading: str, figures: Sequence[Figure], *, explain: bool = False) -> RenderableType:
    """The figures, each with its reason; with `explain` under each the steps that led to it."""
    parts: list[RenderableType] = [Text(line(heading), style="bold underline"), Text()]
    if explain:
        parts += [_derivation(figure) for figure in figures]
        return Group(*parts)
    grid = _grid(22, 16)
    for figure in figures:
        grid.add_row(Text(figure.name), Text(shown(figure.value), style="bold"), Text(line(figure.reason)))
    return Group(*parts, grid, Text())


def _grid(*widths: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    return grid


def _derivation(figure: Figure) -> RenderableType:
    heading = Text(f"{figure.name}  ", style="bold cyan")
    heading.append(shown(figure.value), style="bold")
    grid = _grid(24)
    for step in figure.steps:
        said = Text(line(step.sentence))
        said.append(f"\n{_where(step)}", style="dim")
        grid.add_row(Text(step.rule, style="dim"), said)
    return Group(heading, Padding(grid, (0, 0, 1, 2)))


def _where(step: DerivationStep) -> str:
    """Where a rule is written, how that is known, and the choices that touched the step."""
    chosen = "".join(f"; {name} = {value}" for name, value in step.parameters)
    claims = "" if not step.claims else f" · {len(step.claims)} {'claim' if len(step.claims) == 1 else 'claims'}"
    return f"[{step.mark}] {line(step.citation)}{chosen}{claims}"


def comparison_table(heading: str, columns: Iterable[Column], partings: Iterable[str]) -> RenderableType:
    """Codebooks beside each other: the figures of each with their reasons, then where they part ways."""
    parts: list[RenderableType] = [Text(line(heading), style="bold underline"), Text()]
    grid = _grid(9, 21, 8)
    for column in columns:
        for number, figure in enumerate(column.figures):
            name = column.name if number == 0 else ""
            value = Text(shown(figure.value), style="bold")
            grid.add_row(Text(name, style="bold cyan"), Text(figure.name), value, Text(line(figure.reason)))
        if column.inclusion is not None:
            grid.add_row(Text(), Text("scope", style="dim"), Text(), Text(line(column.inclusion.reason), style="dim"))
    parts += [grid, Text()]
    if told := list(partings):
        parts.append(Text("Where they part ways", style="bold cyan"))
        parts += [Padding(Text(line(one)), (0, 0, 0, 2)) for one in told]
        parts.append(Text())
    return Group(*parts)


def comparison_markdown(heading: str, columns: Iterable[Column], partings: Iterable[str]) -> str:
    rows = [f"## {escape(heading)}\n", "| codebook | figure | value | why |", "| :-- | :-- | --: | :-- |"]
    for column in columns:
        for figure in column.figures:
            cells = (column.name, figure.name, shown(figure.value), line(figure.reason))
            rows.append(f"| {' | '.join(map(escape, cells))} |")
        if column.inclusion is not None:
            rows.append(f"| {escape(column.name)} | scope |  | {escape(line(column.inclusion.reason))} |")
    rows += ["", *(f"- {escape(line(one))}" for one in partings), ""]
    return "\n".join(rows)


def shown(value: object) -> str:
    """A value in words: blank where there is none."""
    if value is None:
        return "–"
    return ("yes" if value else "no") if isinstance(value, bool) else line(str(value))


def figure_json(figure: Figure) -> dict[str, Any]:
    """A figure with its whole derivation as JSON."""
    return {
        "codebook": figure.codebook,
        "name": figure.name,
        "value": figure.value,
        "reason": figure.reason,
        "steps": [
            {
                "rule": step.rule,
                "result": step.result,
                "sentence": step.sentence,
                "claims": list(step.claims),
                "accounts": list(step.accounts),
                "parameters": dict(step.parameters),
                "source": step.citation,
                "mark": step.mark,
            }
            for step in figure.steps
        ],
    }

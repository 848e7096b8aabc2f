"""Why a report was read as it was, for a terminal: a claim with its steps, each with the words that decided it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.words import Paragraphs, line
from variorum.models import Explanation, Report, Step


def explained(report: Report, explanations: Sequence[Explanation]) -> RenderableType:
    """The explanations under the report's name; a blank line at the end of each."""
    paragraphs = Paragraphs(report)
    heading = Text(line(report.title or report.id), style="bold underline")
    return Group(heading, Text(), *(_one(one, paragraphs) for one in explanations))


def _one(explanation: Explanation, paragraphs: Paragraphs) -> RenderableType:
    heading = Text(f"{line(explanation.claim)}  ", style="bold cyan")
    heading.append(line(explanation.summary), style="bold")
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=10)
    grid.add_column(ratio=1, overflow="fold")
    for step in explanation.steps:
        grid.add_row(Text(line(step.name), style="dim"), _said(step, paragraphs))
    return Group(heading, Padding(grid, (0, 0, 1, 3)))


def _said(step: Step, paragraphs: Paragraphs) -> Text:
    said = Text()
    if step.words:
        said.append(f"“{line(step.words)}”", style="bold")
        if step.span is not None:
            said.append(f" {paragraphs.name(step.span)}", style="dim")
        said.append(" – ")
    said.append(line(step.reason))
    return said

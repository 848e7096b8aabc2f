"""One report as a person reads it in a terminal, for Rich. It needs neither colour nor more than 80 columns."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export.view import NOTHING, Answer, Block, Incident, Row, View
from variorum.export.words import line
from variorum.models import Disagreement, Severity


def table(shown: View) -> RenderableType:
    """The report's heading, its incidents, the aggregates, and what does not add up; a blank line at the end."""
    parts: list[RenderableType] = [_heading(shown)]
    if shown.is_empty:
        parts.append(Padding(Text(NOTHING), (1, 0, 0, 2)))
    parts += [_incident(one) for one in shown.incidents]
    if shown.aggregates or shown.answers:
        parts.append(_apart(shown))
    if shown.all_findings:
        parts.append(_findings(shown))
    if shown.ties:
        parts.append(_ties(shown))
    parts += [Text(f"Note: {warning}", style="yellow") for warning in shown.warnings]
    return Group(*parts, Text())


def _heading(shown: View) -> RenderableType:
    heading = Text(shown.heading, style="bold underline")
    below = [part for part in (shown.byline, shown.report.id if shown.report.title else "") if part]
    return Group(heading, *([Text(" · ".join(map(line, below)), style="dim")] if below else []))


def _incident(incident: Incident) -> RenderableType:
    parts: list[RenderableType] = [Text(f"{incident.number}. {incident.label}", style="bold")]
    parts.append(Padding(Text(" · ".join(incident.facts)), (0, 0, 0, 3)))
    if incident.actors:
        parts.append(Padding(Text(incident.actors, style="dim"), (0, 0, 0, 3)))
    if not incident.blocks:
        parts.append(Padding(Text("no toll given", style="dim"), (0, 0, 0, 3)))
    parts += [_block(block) for block in incident.blocks]
    if incident.answers:
        parts.append(_answers(incident.answers))
    return Padding(Group(*parts), (1, 0, 0, 0))


def _apart(shown: View) -> RenderableType:
    parts: list[RenderableType] = [Text("Apart from these incidents", style="bold")]
    parts += [_block(block) for block in shown.aggregates]
    if shown.answers:
        parts.append(_answers(shown.answers))
    return Padding(Group(*parts), (1, 0, 0, 0))


def _grid(heading: str) -> tuple[RenderableType, Table]:
    """A heading and its three columns: the figure or answer, the quoted words, who says so."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=18)
    grid.add_column(ratio=5)
    grid.add_column(ratio=4)
    return Padding(Text(heading, style="bold cyan"), (0, 0, 0, 3)), grid


def _block(block: Block) -> RenderableType:
    heading, grid = _grid(block.heading)
    for row in block.rows:
        grid.add_row(*_cells(row))
    return Group(heading, Padding(grid, (0, 0, 0, 5)))


def _cells(row: Row) -> tuple[Text, Text, Text]:
    count = Text("  " * row.depth + row.count, style="" if row.depth else "bold")
    words = Text(f"“{row.quoted}” ")
    if row.group:
        words.append(f"({row.group}) ")
    words.append(row.paragraph, style="dim")
    who = Text("the same", style="dim") if row.as_whole else Text(row.who)
    for note in row.notes:
        who.append(f" [{note}]", style="yellow")
    return count, words, _with_doubt(who, row.doubt)


def _with_doubt(who: Text, doubt: str) -> Text:
    return who.append(f" [{doubt}]", style="dim") if doubt else who


def _answers(answers: tuple[Answer, ...]) -> RenderableType:
    heading, grid = _grid("Responsibility")
    for answer in answers:
        words = Text(f"“{answer.quoted}” ")
        words.append(answer.paragraph, style="dim")
        grid.add_row(Text(answer.text), words, _with_doubt(Text(answer.who), answer.doubt))
    return Group(heading, Padding(grid, (0, 0, 0, 5)))


def _ties(shown: View) -> RenderableType:
    told = [Text(tie) for tie in shown.ties]
    heading = Text("Who belongs to whom, as claimed", style="bold")
    return Padding(Group(heading, Padding(Group(*told), (0, 0, 0, 3))), (1, 0, 0, 0))


def _findings(shown: View) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for number, finding in shown.all_findings:
        grid.add_row(*_finding(number if len(shown.incidents) > 1 else None, finding))
    heading = Text("What does not add up", style="bold")
    return Padding(Group(heading, Padding(grid, (0, 0, 0, 3))), (1, 0, 0, 0))


def _finding(number: int | None, finding: Disagreement) -> tuple[Text, Text]:
    contradiction = finding.severity is Severity.CONTRADICTION
    where = f"Incident {number}: " if number else ""
    word = Text("contradiction", style="bold red") if contradiction else Text("remark", style="yellow")
    return word, Text(line(f"{where}{finding.sentence}"))

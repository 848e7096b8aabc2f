"""One report as Markdown, for a note, an issue, a pull request. Everything that the report says is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variorum.export.view import NOTHING, Answer, Block, Incident, Row, View
from variorum.models import Disagreement, Severity

_MARKS = re.compile(r"([\\`*_\[\]{}<>#|~&$!:@^=+\-.()])")


def escape(text: str) -> str:
    """The text as Markdown that shows it as it is: no mark-up, no HTML, no link comes of it."""
    return _MARKS.sub(r"\\\1", text)


def markdown(shown: View) -> str:
    """The report as a section of its own, heading and closing blank line included."""
    return "\n".join(_lines(shown)) + "\n\n"


def _lines(shown: View) -> Iterator[str]:
    yield f"# {escape(shown.heading)}"
    below = [part for part in (shown.byline, shown.report.id if shown.report.title else "") if part]
    if below:
        yield ""
        yield escape(" · ".join(" ".join(part.split()) for part in below))
    if shown.is_empty:
        yield f"\n{NOTHING}"
    for incident in shown.incidents:
        yield from _incident(incident)
    if shown.aggregates or shown.answers:
        yield "\n## Apart from these incidents"
        yield from _claims(shown.aggregates, shown.answers)
    if shown.all_findings:
        yield "\n## What does not add up\n"
        for number, finding in shown.all_findings:
            yield _finding(number if len(shown.incidents) > 1 else None, finding)
    if shown.ties:
        yield "\n## Who belongs to whom, as claimed\n"
        yield from (f"- {escape(tie)}" for tie in shown.ties)
    for warning in shown.warnings:
        yield f"\nNote: {escape(warning)}"


def _incident(incident: Incident) -> Iterator[str]:
    yield f"\n## {incident.number}\\. {escape(incident.label)}\n"
    yield escape(" · ".join(incident.facts))
    if incident.actors:
        yield f"\n{escape(incident.actors)}"
    if not incident.blocks:
        yield "\nNo toll given."
    yield from _claims(incident.blocks, incident.answers)


def _claims(blocks: Sequence[Block], answers: Sequence[Answer]) -> Iterator[str]:
    for block in blocks:
        yield f"\n### {escape(block.heading)}\n"
        yield "| count | words | who says so |"
        yield "| :-- | :-- | :-- |"
        for row in block.rows:
            yield _row(row)
    if answers:
        yield "\n### Responsibility\n"
        yield "| answer | words | who says so |"
        yield "| :-- | :-- | :-- |"
        for answer in answers:
            doubt = f" *{answer.doubt}*" if answer.doubt else ""
            yield f"| {escape(answer.text)} | {_quoted(answer)} | {escape(answer.who)}{doubt} |"


def _row(row: Row) -> str:
    count = f"{'&emsp;' * row.depth}of these {escape(row.count)}" if row.depth else f"**{escape(row.count)}**"
    group = f" \\({escape(row.group)}\\)" if row.group else ""
    notes = "".join(f" *{escape(note)}*" for note in (*row.notes, row.doubt) if note)
    return f"| {count} | “{escape(row.quoted)}”{group} {row.paragraph} | {escape(row.who)}{notes} |"


def _quoted(answer: Answer) -> str:
    return f"“{escape(answer.quoted)}” {answer.paragraph}"


def _finding(number: int | None, finding: Disagreement) -> str:
    where = f"incident {number}: " if number else ""
    word = "**Contradiction**" if finding.severity is Severity.CONTRADICTION else "Remark"
    return f"- {word}: {where}{escape(' '.join(finding.sentence.split()))}"

"""A reader for tests of what stands around the reader: it knows one phrase, and takes no time."""

from __future__ import annotations

from variorum.models import Event, EventType, Extraction, Group, GroupCategory, Outcome, Report, Toll
from variorum.values import CountRange, Span


def quick(report: Report) -> Extraction:
    """One toll where the text says "12 people", nothing else: enough to see where a report went."""
    start = report.text.find("12 people")
    if start < 0:
        return Extraction(report=report)
    span = Span(start, start + 2)
    toll = Toll(
        id="t1",
        event="e1",
        outcome=Outcome.KILLED,
        count=CountRange(12, None),
        group=Group(text="people", category=GroupCategory.PEOPLE),
        quote=span.of(report.text),
        span=span,
    )
    return Extraction(report=report, events=(Event(id="e1", type=EventType.EXPLOSION, main=True),), tolls=(toll,))

"""The crowd of a protest or a riot in the words of the report: "demonstrators", "a mob", "supporters of a party"."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.annotate.events.cues import Hit
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.kinds import CROWDS
from variorum.annotate.events.victims import whole_phrase
from variorum.annotate.extensions import text_of
from variorum.annotate.sides.side import Side
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, EventType
from variorum.values import Span


def crowd_in(stage: Stage, evidence: Evidence, kind: EventType) -> Side:
    """The crowd by the first words that the event's sentences, else the whole report, have for it."""
    category = "protesters" if kind is EventType.PROTEST else "rioters"
    names = CROWDS[:1] if kind is EventType.PROTEST else CROWDS
    for hit in (*_near(evidence, names), *(h for h in evidence.hits if h.cue.name in names)):
        span = whole_phrase(stage.doc, Span(hit.start, hit.end))
        actor = Actor(text=span.of(text_of(stage.doc)), side="attacker", category=category, span=span)
        return Side(actor, generic=True)
    return Side(Actor(text=category, side="attacker", category=category), generic=True)


def _near(evidence: Evidence, names: tuple[str, ...]) -> Iterator[Hit]:
    """The words for a crowd in the event's sentences, the surest sentence first."""
    found = [pair for name in names if name in evidence.near for pair in evidence.near[name].at]
    yield from (hit for _, hit in sorted(found, key=lambda pair: (-pair[0], pair[1].start)))

"""The crowd of a protest or a riot in the words of the report: "demonstrators", "a mob", "supporters of a party"."""

from __future__ import annotations

import re

from variorum.annotate.extensions import text_of
from variorum.annotate.sides.side import Side
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, EventType
from variorum.values import Span

_WORDS = {
    EventType.PROTEST: r"(?:anti-\S+ )?(?:protest[eo]rs?|demonstrators?|marchers?|strikers?|demonstrations?|protests?)",
    EventType.RIOT: r"(?:rioters?|(?:angry |lynch )?mobs?|looters?|crowds?|hooligans?|vigilantes?|youths?|villagers|"
    r"protest[eo]rs?|demonstrators?|supporters|fans|rival groups|inmates)",
}


def crowd_in(stage: Stage, kind: EventType) -> Side:
    """The crowd by the first word that the event's sentences, else the whole report, have for it."""
    pattern = re.compile(rf"\b{_WORDS[kind]}\b", re.IGNORECASE)
    category = "protesters" if kind is EventType.PROTEST else "rioters"
    text = text_of(stage.doc)
    pieces = [(p.start, p.end) for p in sorted(stage.scope, key=lambda p: (-p.weight, p.start))]
    for start, end in (*pieces, (0, len(text))):
        match = pattern.search(text, start, end)
        if match:
            actor = Actor(text=match.group(), side="attacker", category=category, span=Span(*match.span()))
            return Side(actor, generic=True)
    return Side(Actor(text=category, side="attacker", category=category), generic=True)

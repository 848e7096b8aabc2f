"""What kind of event the words tell of, with what and against what: ACLED's types, weapons and targets from cues with
points.

Every frame keeps the cues that made it, so that a reader can see why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.annotate.cues import Hit
from variorum.annotate.kinds import ranked_kinds, topics_of, type_of
from variorum.annotate.scopes import Scope, weighted
from variorum.annotate.targets import targets_of
from variorum.annotate.victims import Victims
from variorum.annotate.weapons import weapons_of
from variorum.models import Actor, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame:
    """What an event is; `because` are the cues that spoke for it, `scores` the points of each sub-event type, highest
    first."""

    type: EventType
    sub_type: str | None
    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    because: tuple[Hit, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()


def classify_event(
    hits: Sequence[Hit],
    scope: Scope,
    victims: Sequence[Victims] = (),
    *,
    text: str = "",
    attacked: Sequence[Actor] = (),
    attackers: Sequence[Actor] = (),
) -> EventFrame:
    """The frame of an event.

    hits: the cues of the whole report; text: the report's; attacked: those whom the grammar makes the ones who are hit;
    attackers: those who are said to have done it.
    """
    near = weighted(hits, scope)
    scores = ranked_kinds(near, scope, victims, attackers, attacked)
    sub_type = scores[0][0] if scores else None
    kind = type_of(sub_type, topics_of(hits))
    sub_type = "other" if sub_type == "sabotage" else sub_type
    return EventFrame(
        type=kind,
        sub_type=sub_type,
        weapons=weapons_of(sub_type, near, hits),
        targets=targets_of(sub_type, kind, near, victims, attacked, text),
        because=tuple(h for cue in near.values() for h in cue.hits),
        scores=scores,
    )

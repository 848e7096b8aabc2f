"""What kind of event the words tell of, with what and against what: ACLED's types, weapons and targets from cues with
points.

Every frame keeps the cues that made it, so that a reader can see why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from variorum.annotate.events.cues import Hit
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.kinds import ranked_kinds, type_of
from variorum.annotate.events.targets import targets_of
from variorum.annotate.events.weapons import weapons_of
from variorum.models import Actor, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame:
    """What an event is, and the evidence that it was seen from; `scores` tell how much speaks for each
    sub-event type, the likeliest first. What was hit is told by who takes part, too (`with_targets`)."""

    type: EventType
    sub_type: str | None
    weapons: tuple[str, ...]
    evidence: Evidence
    targets: tuple[str, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()

    @property
    def because(self) -> tuple[Hit, ...]:
        """The cues that spoke for it."""
        return tuple(hit for near in self.evidence.near.values() for hit in near.hits)


def classify_event(evidence: Evidence) -> EventFrame:
    """The frame of an event, its targets left open."""
    scores = ranked_kinds(evidence)
    sub_type = scores[0][0] if scores else None
    kind = type_of(sub_type, evidence)
    sub_type = "other" if sub_type == "sabotage" else sub_type
    return EventFrame(
        type=kind,
        sub_type=sub_type,
        weapons=weapons_of(evidence, sub_type),
        evidence=evidence,
        scores=scores,
    )


def with_targets(frame: EventFrame, actors: Sequence[Actor]) -> EventFrame:
    """A frame with what was hit, once it is known who takes part in the event."""
    return replace(frame, targets=targets_of(frame.evidence, frame.sub_type, frame.type, actors))

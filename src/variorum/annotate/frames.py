"""What kind of event the words tell of, with what and against what: ACLED's types, weapons and targets from cues with
points.

Every frame keeps the cues that made it, so that a reader can see why.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.annotate.cues import Hit
from variorum.annotate.evidence import Evidence
from variorum.annotate.kinds import ranked_kinds, type_of
from variorum.annotate.targets import targets_of
from variorum.annotate.weapons import weapons_of
from variorum.models import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame:
    """What an event is, and the evidence that it was seen from; `scores` tell how much speaks for each
    sub-event type, the likeliest first."""

    type: EventType
    sub_type: str | None
    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    evidence: Evidence
    scores: tuple[tuple[str, float], ...] = ()

    @property
    def because(self) -> tuple[Hit, ...]:
        """The cues that spoke for it."""
        return tuple(hit for near in self.evidence.near.values() for hit in near.hits)


def classify_event(evidence: Evidence) -> EventFrame:
    """The frame of an event."""
    scores = ranked_kinds(evidence)
    sub_type = scores[0][0] if scores else None
    kind = type_of(sub_type, evidence)
    sub_type = "other" if sub_type == "sabotage" else sub_type
    return EventFrame(
        type=kind,
        sub_type=sub_type,
        weapons=weapons_of(evidence, sub_type),
        targets=targets_of(evidence, sub_type, kind),
        evidence=evidence,
        scores=scores,
    )

"""Who takes part in an event: who attacks, who is attacked, the two sides of a clash.

`read_event` reads them for one event. `stage` is what the reading is done from, and how a mention becomes a side of the
event; `attackers` reads who did it, `attacked` who was hit, and `settled` fits both to what kind of event it was. What
they leave out, and what they may have read wrongly, is weighed: `candidates` are all who could be an actor, each with
its signs, and `chosen` takes the likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence

from variorum.annotate.events.cues import Hit
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.frames import EventFrame, classify_event, with_targets
from variorum.annotate.extensions import text_of
from variorum.annotate.sides.attacked import attacked_in
from variorum.annotate.sides.attackers import attackers_in
from variorum.annotate.sides.candidates import Candidate, candidates
from variorum.annotate.sides.chosen import chosen
from variorum.annotate.sides.settled import settled
from variorum.annotate.sides.side import other_camp
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor

__all__ = ["Stage", "proposed", "read_event"]


def read_event(stage: Stage, hits: Sequence[Hit]) -> tuple[EventFrame, tuple[Actor, ...]]:
    """The frame and the actors of an event; hits: `cues.read_cues` of the whole report."""
    frame, options = proposed(stage, hits)
    actors = chosen(options)
    return with_targets(frame, actors), actors


def proposed(stage: Stage, hits: Sequence[Hit]) -> tuple[EventFrame, tuple[Candidate, ...]]:
    """The frame of an event, its targets left open, and everybody who could be an actor of it."""
    attackers = attackers_in(stage)
    attacked = other_camp(attackers, attacked_in(stage))
    evidence = Evidence(
        hits=hits,
        scope=stage.scope,
        text=text_of(stage.doc),
        victims=stage.victims,
        attackers=[s.actor for s in attackers],
        attacked=[s.actor for s in attacked],
    )
    frame = classify_event(evidence)
    return frame, candidates(stage, frame, settled(stage, frame, attackers, attacked))

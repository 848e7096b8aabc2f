"""Who takes part in an event: who attacks, who is attacked, the two sides of a clash.

`read_event` reads them for one event. `stage` is what the reading is done from, and how a mention becomes a side of the
event; `attackers` reads who did it, `attacked` who was hit, and `settled` fits both to what kind of event it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from variorum.annotate.cues import Hit
from variorum.annotate.evidence import Evidence
from variorum.annotate.extensions import text_of
from variorum.annotate.frames import EventFrame, classify_event
from variorum.annotate.responsibility import ResponsibilityCue
from variorum.annotate.scopes import Scope
from variorum.annotate.sides.attacked import attacked_in
from variorum.annotate.sides.attackers import attackers_in
from variorum.annotate.sides.settled import settled
from variorum.annotate.sides.side import other_camp
from variorum.annotate.sides.stage import Stage
from variorum.annotate.victims import Victims
from variorum.models import Actor

__all__ = ["read_event"]


def read_event(
    doc: Doc,
    hits: Sequence[Hit],
    scope: Scope,
    victims: Sequence[Victims] = (),
    statements: Iterable[ResponsibilityCue] = (),
    country: str | None = None,
) -> tuple[EventFrame, tuple[Actor, ...]]:
    """The frame and the actors of an event.

    hits: `cues.read_cues` of the whole report; scope: the stretches that tell of the event (`scopes.scopes`);
    victims: the groups of its tolls; statements: who did it, tied to this event; country: ISO code of its place, which
    makes a foreign force an external one.
    """
    stage = Stage.of(doc, scope, victims, statements, country)
    attackers = attackers_in(stage)
    attacked = other_camp(attackers, attacked_in(stage))
    evidence = Evidence(
        hits=hits,
        scope=scope,
        text=text_of(doc),
        victims=victims,
        attackers=[s.actor for s in attackers],
        attacked=[s.actor for s in attacked],
    )
    frame = classify_event(evidence)
    return frame, settled(stage, frame, attackers, attacked)

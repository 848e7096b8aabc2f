"""The actors of an event as its kind allows them: nobody in an accident, protesters in a protest, both sides of a clash
as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from variorum.annotate.frames import EventFrame
from variorum.annotate.sides.attackers import plausible
from variorum.annotate.sides.crowds import crowd_in
from variorum.annotate.sides.side import ARMED, STATES, Side, add
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, EventType

_CLASH_ONLY = frozenset({"ambush", "attack", "offensive", "territory won", "territory won by the state"})


def settled(stage: Stage, frame: EventFrame, attackers: list[Side], attacked: list[Side]) -> tuple[Actor, ...]:
    """The actors of the event, attackers first."""
    if frame.type is EventType.OTHER and frame.sub_type in (None, "other"):
        return ()
    if frame.sub_type == "excessive_force_against_protesters":
        return _put_down(stage, attackers, attacked)
    if frame.type in (EventType.PROTEST, EventType.RIOT):
        crowd = crowd_in(stage, frame.type)
        return (crowd.actor, *(s.actor for s in attacked if not s.same(crowd)))
    fighters = _fighters(stage)
    if frame.sub_type == "agreement":
        return tuple(s.on("clash").actor for s in _parties(stage))
    attackers = plausible(stage, frame, attackers)
    if frame.sub_type == "armed_clash" and len(fighters) >= 2 and not any(p.role == "agent" for p in stage.parts):
        return tuple(s.actor for s in (*fighters, *(s for s in attacked if s.actor.category == "civilians")))
    if frame.sub_type == "armed_clash":
        attackers, attacked = _both(attackers, attacked, fighters)
    sides = (*attackers, *(s for s in attacked if not any(s.same(a) for a in attackers)))
    return _as_clash(frame, tuple(s.actor for s in sides))


def _put_down(stage: Stage, attackers: Sequence[Side], attacked: Sequence[Side]) -> tuple[Actor, ...]:
    """A crowd and the forces that shoot at it: those who are said to, else the first forces that are named."""
    crowd = crowd_in(stage, EventType.PROTEST).on("attacked")
    forces = [s for s in attackers if s.actor.category in STATES]
    if not forces:
        near = sorted(stage.parts, key=lambda part: -part.weight)
        forces = [stage.side(part.span, "attacker") for part in near if str(part.span.label_) in STATES]
    others = (s for s in attacked if s.actor.category not in STATES and not s.same(crowd))
    return (*(s.actor for s in forces[:1]), crowd.actor, *(s.actor for s in others))


def _fighters(stage: Stage) -> list[Side]:
    out: list[Side] = []
    for part in stage.parts:
        if part.role == "fighter":
            add(out, stage.by_name(stage.side(part.span, "clash")))
    return out


def _parties(stage: Stage) -> list[Side]:
    """The two sides of an agreement: the state and those who fight it."""
    sides = [stage.side(p.span, "clash") for p in stage.parts]
    state = next((s for s in sides if s.actor.category in STATES), None)
    rebels = next((s for s in sides if s.actor.category in ARMED), None)
    return [s for s in (state, rebels) if s is not None]


def _both(attackers: list[Side], attacked: list[Side], fighters: Sequence[Side]) -> tuple[list[Side], list[Side]]:
    """In a fight whoever is named as a fighter takes the side that nobody has yet."""
    for fighter in fighters:
        if any(fighter.same(s) for s in (*attackers, *attacked)):
            continue
        if not attackers:
            attackers = [fighter.on("attacker")]
        elif not any(s.actor.category != "civilians" for s in attacked):
            attacked = [*attacked, fighter.on("attacked")]
    return attackers, attacked


def _as_clash(frame: EventFrame, sides: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Where the words speak of fighting only, nobody is shown as attacking."""
    names = {h.cue.name for h in frame.because}
    if frame.sub_type != "armed_clash" or "clash" not in names or names & _CLASH_ONLY:
        return sides
    return tuple(a if a.category == "civilians" else replace(a, side="clash") for a in sides)

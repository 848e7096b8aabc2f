"""The actors of an event as its kind allows them: nobody in an accident, protesters in a protest, both sides of a clash
as such."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.annotate.events.frames import EventFrame
from variorum.annotate.events.kinds import is_crowd
from variorum.annotate.sides.attackers import plausible
from variorum.annotate.sides.crowds import crowd_in
from variorum.annotate.sides.side import ARMED, STATES, Side, add
from variorum.annotate.sides.stage import Stage
from variorum.models import EventType

_CLASH_ONLY = frozenset({"ambush", "attack", "offensive", "territory won", "territory won by the state"})


def settled(stage: Stage, frame: EventFrame, attackers: list[Side], attacked: list[Side]) -> tuple[Side, ...]:
    """The sides of the event, attackers first."""
    if frame.type is EventType.OTHER and frame.sub_type in (None, "other"):
        return ()
    if frame.type in (EventType.PROTEST, EventType.RIOT):
        return _with_crowd(stage, frame, attackers, attacked)
    fighters = _fighters(stage)
    if frame.sub_type == "agreement":
        return tuple(s.on("clash") for s in _parties(stage))
    attackers = plausible(stage, frame, attackers)
    if frame.sub_type == "armed_clash" and len(fighters) >= 2 and not any(p.role == "agent" for p in stage.parts):
        return (*fighters, *(s for s in attacked if s.actor.category == "civilians"))
    if frame.sub_type == "armed_clash":
        attackers, attacked = _both(attackers, attacked, fighters)
    sides = (*attackers, *(s for s in attacked if not any(s.same(a) for a in attackers)))
    return _as_clash(frame, sides)


def _with_crowd(
    stage: Stage, frame: EventFrame, attackers: Sequence[Side], attacked: Sequence[Side]
) -> tuple[Side, ...]:
    """A crowd with the forces that shoot at it, break it up, or fight it in the streets; a mob with its victims."""
    fallen = next((s for s in attacked if is_crowd(s.actor.text)), None)
    crowd = fallen or crowd_in(stage, frame.evidence, frame.type)
    shot_at = frame.sub_type == "excessive_force_against_protesters"
    alone = frame.sub_type in ("peaceful_protest", "mob_violence")
    forces = () if alone else _forces(stage, attackers, acting=not shot_at)
    if frame.sub_type == "violent_demonstration" and any(s.actor.category in STATES for s in attackers):
        shot_at, crowd = True, next((s for s in attacked if s.actor.category == "civilians"), crowd)
    if shot_at:
        return (*forces, crowd.of_kind("protesters").on("attacked"))
    crowd = crowd.of_kind("protesters" if frame.type is EventType.PROTEST else "rioters").on("attacker")
    if frame.sub_type == "violent_demonstration" and forces and "clash" in frame.evidence.near:
        return tuple(s.on("clash") for s in (*forces, crowd))
    others = [s for s in attacked if not s.same(crowd) and not any(s.same(f) for f in forces)]
    return (crowd, *forces, *others)


def _forces(stage: Stage, attackers: Sequence[Side], *, acting: bool) -> tuple[Side, ...]:
    """The state's forces that face a crowd: those who are said to act, else the first that are named, where they have
    a part in it if so asked."""
    forces = [s for s in attackers if s.actor.category in STATES]
    if not forces:
        near = sorted(stage.parts, key=lambda part: (-part.weight, part.role == "", part.span.start))
        near = [part for part in near if part.role or not acting]
        forces = [stage.side(part.span, "attacker") for part in near if str(part.span.label_) in STATES]
    return tuple(forces[:1])


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


def _as_clash(frame: EventFrame, sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Where the words speak of fighting only, nobody is shown as attacking."""
    names = {h.cue.name for h in frame.because}
    if frame.sub_type != "armed_clash" or "clash" not in names or names & _CLASH_ONLY:
        return sides
    return tuple(s if s.actor.category == "civilians" else s.on("clash") for s in sides)

"""Who was hit: the people whom the tolls of an event count, and those whom the grammar makes the ones attacked."""

from __future__ import annotations

import re
from dataclasses import replace

from variorum.actors.names import find_actors
from variorum.annotate.events.victims import Victims, bystanders, vagueness, whole_phrase
from variorum.annotate.extensions import text_of
from variorum.annotate.responsibility import alike
from variorum.annotate.sides.side import STATES, Side, add, of_one_kind
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, GroupCategory, Outcome
from variorum.values import Span

_CATEGORY = {
    GroupCategory.CIVILIAN: "civilians",
    GroupCategory.PEOPLE: "civilians",
    GroupCategory.OFFICIAL: "civilians",
    GroupCategory.POLICE: "state_forces",
    GroupCategory.MILITARY: "state_forces",
    GroupCategory.SECURITY: "state_forces",
    GroupCategory.ARMED_GROUP: "unidentified",
}
_OWN_DEAD = re.compile(
    r"bomber|attacker|assailant|gunman|shooter|suspect|perpetrator|hijacker|himself|herself", re.IGNORECASE
)
_NO_GROUP = re.compile(
    r"^(?:(?:the|other|more|others|another|dozens|hundreds|scores|many|several|one|two|three|some|at least|\d+|dead"
    r"|lives|life|other people|killed|death toll|toll|casualties|casualty|wounded|injured|bodies|body|deaths|victims?"
    r"|corpses?|fatalities|homicides?|murders?|killings?|hurt|missing"
    r"|arrests?|of them)\s*)+$",
    re.IGNORECASE,
)
_TIED = re.compile(
    r"\b(?:leader|commander|chief|emir|member|fighter|expert|officer|operative|official|figure|aide|deputy)",
    re.IGNORECASE,
)
_GRAVITY = {
    Outcome.KILLED: 0,
    Outcome.CAPTURED: 0,
    Outcome.KILLED_OR_INJURED: 1,
    Outcome.INJURED: 1,
    Outcome.MISSING: 2,
    Outcome.DISPLACED: 2,
}


def attacked_in(stage: Stage) -> list[Side]:
    """The victims of the tolls, one entry a category, and those whom the grammar makes the ones who are hit."""
    out: list[Side] = []
    for victim in sorted(_worth_naming(stage), key=lambda v: _telling(stage, v)):
        side = counted(stage, victim)
        if side is not None and not any(of_one_kind(s, side) for s in out):
            add(out, replace(_in_other_words(stage, side), victim=True))
    for part in sorted(
        (p for p in stage.parts if p.role == "patient"),
        key=lambda p: (p.span._.generic_actor, -p.weight, p.span.start),
    ):
        side = stage.by_name(stage.side(part.span, "attacked"))
        rivals = [s for s in out if of_one_kind(s, side)]
        if any(side.same(s) for s in out) or (rivals and side.generic):
            continue
        out = [s for s in out if not (s in rivals and s.generic)]
        add(out, side)
    return out


def _in_other_words(stage: Stage, side: Side) -> Side:
    """For "people" the noun that the event's sentences have for those who were hit: "evacuees", "shoppers"."""
    if side.actor.category != "civilians":
        return side
    span = side.actor.span
    if not vagueness(side.actor.text):
        return side if span is None else _in_words(stage, side, whole_phrase(stage.doc, span))
    told = bystanders(stage.doc, stage.scope)
    if told is not None and (vagueness(side.actor.text) > 1 or span is None):
        return _in_words(stage, side, told)
    return side if span is None else _in_words(stage, side, whole_phrase(stage.doc, span))


def _in_words(stage: Stage, side: Side, span: Span) -> Side:
    return replace(side, actor=replace(side.actor, text=span.of(text_of(stage.doc)), span=span))


def _worth_naming(stage: Stage) -> list[Victims]:
    """The victims without denials ("no casualties") and without the few bystanders of an attack on a force."""
    there = [v for v in stage.victims if v.count != 0]
    forces = max((v.count or 1 for v in there if _CATEGORY[v.category] == "state_forces"), default=0)
    civil = max((v.count or 1 for v in there if _CATEGORY[v.category] == "civilians"), default=0)
    return [v for v in there if _CATEGORY[v.category] != "civilians"] if civil < forces else there


def _telling(stage: Stage, victim: Victims) -> tuple[bool, int, bool, bool, int]:
    """Sorts first the words that best tell who the victims were: of the dead, of most, special words first."""
    bare = not is_told(victim)
    most = max((v.count or 1 for v in stage.victims if _GRAVITY[v.outcome] == _GRAVITY[victim.outcome]), default=1)
    few = (victim.count or 1) < 0.6 * most
    common = sum(alike(victim.text, v.text) for v in stage.victims)
    return (bare, _GRAVITY[victim.outcome], few, victim.category is GroupCategory.PEOPLE, -common)


def is_told(victim: Victims) -> bool:
    """Whether a toll has words for those whom it counts: not "three", "the dead"."""
    return victim.text != "" and not _NO_GROUP.match(victim.text)


def counted(stage: Stage, victim: Victims) -> Side | None:
    """The people of a toll as a side; None for the attackers' own dead and for a mix of several."""
    if victim.category is GroupCategory.ARMED_GROUP and _OWN_DEAD.search(victim.text):
        return None
    category = _CATEGORY[victim.category]
    text, span = (victim.text, victim.span) if is_told(victim) else ("people", None)
    plain = Side(Actor(text=text, side="attacked", category=category, span=span), generic=True)
    found = find_actors(victim.text)
    if category == "civilians":
        return None if victim.category is GroupCategory.PEOPLE and len(found) > 1 else plain
    best = next((f for f in found if not f.generic), found[0] if found else None)
    if best is None:
        return stage.by_name(plain) if _TIED.search(victim.text) or category in STATES else None
    label = stage.seen_from_here(best.category, best.country)
    if (label in STATES) != (category in STATES):
        return stage.by_name(plain)
    entry = best.entries[0].id if best.entries else None
    return stage.by_name(Side(replace(plain.actor, category=label, span=victim.span), entry, best.generic))

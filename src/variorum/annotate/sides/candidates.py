"""Everybody who could be an actor of an event, with the signs that speak for and against it.

Those whom the rules take (`settled`), the people of its tolls and those named among them, every force, group and
attacker that its sentences name, whoever a statement says did it, and the words for people there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Span as DocSpan

from variorum.annotate.events.frames import EventFrame
from variorum.annotate.events.kinds import MANNER, is_crowd
from variorum.annotate.events.roles import parts_of
from variorum.annotate.events.victims import full_phrase, speaks, vagueness, was_there, was_there_in
from variorum.annotate.extensions import text_of
from variorum.annotate.groups import of_countries
from variorum.annotate.persons import Person
from variorum.annotate.sides.attacked import counted, is_told
from variorum.annotate.sides.attackers import nameless_in, stated
from variorum.annotate.sides.side import ARMED, STATES, Side
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, EventType, GroupCategory, Outcome
from variorum.values import Span

_PEOPLE = frozenset({"civilian", "people", "official"})
_LEAD = 400
"""Characters of the headline and lead of a report."""
Found = tuple[Side, str, float]
"""A side with what it was found as, and how surely that is of the event."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who could be an actor on a side, with its signs."""

    side: Side
    signs: dict[str, float] = field(default_factory=dict)


def candidates(stage: Stage, frame: EventFrame, settled: Sequence[Side]) -> tuple[Candidate, ...]:
    """Everybody who could be an actor, those of the rules first; one entry for the same words on the same side."""
    if frame.type is EventType.OTHER and frame.sub_type in (None, "other"):
        return ()
    clash = any(side.actor.side == "clash" for side in settled)
    shot_at = _is_shot_at(frame, settled)
    merged: dict[tuple[str, str], Candidate] = {}
    for side, origin, weight in (*((s, "by the rules", 1.0) for s in settled), *_found(stage)):
        placed = (
            side.on("clash")
            if clash and side.actor.category != "civilians"
            else _as_crowd(frame, side, shot_at=shot_at)
        )
        key = placed.actor.text.casefold(), placed.actor.side
        known = merged.setdefault(key, Candidate(placed))
        for sign in (f"{placed.actor.side} {origin}", f"{camp_of(placed)} {origin}"):
            known.signs[sign] = max(known.signs.get(sign, 0.0), weight)
    told = tuple(one for one in merged.values() if one.side.actor.text.casefold() not in _NOBODY)
    for one in told:
        one.signs.update(_signs(stage, frame, one.side, told))
    return told


def camp_of(side: Side) -> str:
    """What kind of actor a side is: civilians, the state, fighters, somebody alone, a crowd."""
    category = side.actor.category
    if category in STATES:
        return "state"
    return "fighters" if category in ARMED else _CAMPS.get(category, category)


_NOBODY = frozenset(
    "one|others|other|dead|injured|wounded|some|both|drone|drones|drone attack|drone strike|drone strikes".split("|")
)
"""What is no name for anybody: the tolls' "people" stands for those hit, and nobody is known by a drone alone."""
_CAMPS = {"lone_attacker": "somebody alone", "rioters": "a crowd", "protesters": "a crowd"}


# ---- who could be one ------------------------------------------------------------------------------


def _found(stage: Stage) -> Iterator[Found]:
    yield from _of_tolls(stage)
    yield from _of_mentions(stage)
    yield from _of_people(stage)
    yield from _of_persons(stage)
    for cue in stage.statements:
        side = stated(stage, cue)
        if side is not None:
            yield side, f"as {cue.mode.value}", 1.0
    for weight, side in nameless_in(stage):
        yield side, "as unnamed", weight


def _of_tolls(stage: Stage) -> Iterator[Found]:
    """Those whom tolls count."""
    deadly = any(v.outcome is Outcome.KILLED for v in stage.victims)
    most = max((v.count or 1 for v in stage.victims), default=1)
    for victim in stage.victims:
        side = counted(stage, victim) if victim.count != 0 else None
        if side is None:
            continue
        words = "counted" if is_told(victim) else "counted without words"
        if victim.span is not None and side.actor.category == "civilians" and is_told(victim):
            side = _in_full(stage, side, victim.span)
        yield side, words, 1.0
        yield side, f"counted, {victim.outcome.value}", 1.0
        if victim.category is not GroupCategory.PEOPLE:
            yield side, f"counted as {victim.category.value}", 1.0
        if (victim.count or 1) == most:
            yield side, "counted, most", 1.0
        if deadly and victim.outcome is not Outcome.KILLED:
            yield side, "counted, not of the dead", 1.0


def _of_mentions(stage: Stage) -> Iterator[Found]:
    """Every actor that the event's sentences name, on either side, also under the name of its group."""
    for part in stage.parts:
        for camp in ("attacker", "attacked"):
            side = stage.side(part.span, camp)
            origin = f"who {_ROLES[part.role]}"
            yield side, origin, part.weight
            named = stage.by_name(side)
            if named != side:
                yield named, "as the only group", part.weight


_ROLES = {"agent": "acts", "patient": "is hit", "fighter": "fights", "": "is named"}


def _of_people(stage: Stage) -> Iterator[Found]:
    """The words that the event's sentences have for people, and those of the report for why they were there."""
    for part in parts_of(stage.doc, stage.scope, "groups"):
        if part.span.label_ in _PEOPLE:
            side = _in_full(stage, _person(part.span), _stretch(part.span))
            yield side, f"people who {_ROLES[part.role]}".replace("who is", "who are"), part.weight
            if part.role == "agent":
                yield _doer(side), "people who act", part.weight
    for span in stage.doc.spans.get("groups", ()) if stage.first else ():
        if was_there(span) and _weight_at(stage, span.start_char) < _SURE:
            yield _in_full(stage, _person(span), _stretch(span)), "people who are there", 1.0


def _of_persons(stage: Stage) -> Iterator[Found]:
    """The persons whom the report names, on either side."""
    one = max((v.count or 1 for v in stage.victims), default=1) == 1
    for person in stage.persons:
        weight = _weight_at(stage, person.span.start) or (0.3 if stage.first else 0.0)
        if not weight:
            continue
        victim = Side(Actor(text=person.name, side="attacked", category="civilians", span=person.span))
        doer = victim.on("attacker").of_kind("lone_attacker")
        for side in (victim, doer):
            yield from (
                (side, sign, weight * strength) for sign, strength in _told_of(person, here=weight >= 1, one=one)
            )


def _told_of(person: Person, *, here: bool, one: bool) -> Iterator[tuple[str, float]]:
    """What is told of a person. here: in the event's own sentences; one: whether only one is counted in it."""
    yield "a person", 1.0
    yield "a person told of violence", person.told
    yield "a person suspected", person.suspected
    yield "a person who came to harm", person.harmed
    yield "a person, one is counted", float(one)
    yield "a person who fell", float(person.fell)
    yield "a person who fell here", float(person.fell and here)
    yield "a person who fell, one is counted", float(person.fell and one)
    yield "a person who did it", float(person.did_it)
    yield "a person who speaks", float(person.speaks)


def _doer(side: Side) -> Side:
    many = side.actor.text.endswith(("s", "men", "people"))
    return side.on("attacker").of_kind("unidentified" if many else "lone_attacker")


def _stretch(span: DocSpan) -> Span:
    return Span(span.start_char, span.end_char)


def _person(span: DocSpan) -> Side:
    return Side(Actor(text=span.text, side="attacked", category="civilians", span=_stretch(span)), generic=True)


def _in_full(stage: Stage, side: Side, span: Span) -> Side:
    """A side under the whole phrase around its words."""
    whole = full_phrase(stage.doc, span)
    return replace(side, actor=replace(side.actor, text=whole.of(text_of(stage.doc)), span=whole))


def _is_shot_at(frame: EventFrame, settled: Sequence[Side]) -> bool:
    """Whether a state's forces shoot at a crowd: in a protest, or where a demonstration turns violent."""
    by_state = any(side.actor.side == "attacker" and side.actor.category in STATES for side in settled)
    violent = frame.sub_type == "violent_demonstration" and by_state
    return violent or frame.sub_type == "excessive_force_against_protesters"


def _as_crowd(frame: EventFrame, side: Side, *, shot_at: bool) -> Side:
    """Whoever is hit where a crowd is shot at is one of its people, and who is hit at a protest where the words say so;
    so are protesters wherever they are hit, but in a riot."""
    if side.actor.category != "civilians":
        return side
    at_protest = frame.type is EventType.PROTEST and is_crowd(side.actor.text)
    protesting = frame.type is not EventType.RIOT and _PROTESTERS.search(side.actor.text) is not None
    return side.of_kind("protesters") if shot_at or at_protest or protesting else side


_PROTESTERS = re.compile(r"\b(?:protest[eo]r|demonstrator|marcher)s?\b", re.IGNORECASE)


def _weight_at(stage: Stage, at: int) -> float:
    return max((piece.weight for piece in stage.scope if piece.start <= at < piece.end), default=0.0)


# ---- what speaks for them --------------------------------------------------------------------------


def _signs(stage: Stage, frame: EventFrame, side: Side, told: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """The signs of one side beside those of what it was found as."""
    actor, camp = side.actor, camp_of(side)
    yield f"{camp} {actor.side}", 1.0
    yield f"{camp} {actor.side} in {MANNER.get(frame.sub_type or '', 'other')}", 1.0
    if frame.type is EventType.OTHER:
        yield f"{camp} {actor.side} in a crime", 1.0
    if not stage.scope or stage.scope[0].start > _LEAD:
        yield f"{camp} {actor.side} in passing", 1.0
    if camp == "civilians":
        yield from _words_for_people(stage, side, told)
    elif side.generic:
        yield f"{actor.side} unnamed", 1.0
        if any(c.side.actor.side == actor.side and not c.side.generic and camp_of(c.side) == camp for c in told):
            yield f"{actor.side} unnamed beside a name", 1.0
        if actor.side == "attacker" and any(_has(c, "attacker a person who did it") for c in told):
            yield f"{actor.side} unnamed beside a name of one who did it", 1.0
    yield from _manner(stage, actor, camp)
    yield "mentions", math.log1p(_mentions(stage, actor.text)) / 2
    if actor.span is not None and actor.span.start < _LEAD:
        yield "in the lead", 1.0
    if _NAME.search(actor.text):
        yield "has a name", 1.0
    yield "words", min(len(actor.text.split()), 6) / 3


def _words_for_people(stage: Stage, side: Side, told: Sequence[Candidate]) -> Iterator[tuple[str, float]]:
    """How much the words for people say of who they were, and whether others say more."""
    actor, vague = side.actor, vagueness(side.actor.text)
    yield f"words of vagueness {vague}", 1.0
    saying = sum(_was_there(stage, c.side) for c in told)
    if _was_there(stage, side):
        yield "says why they were there", 1.0
        if saying == 1:
            yield "alone says why they were there", 1.0
    elif saying:
        yield f"{'vague' if vague > 1 else 'known'}, others say why they were there", 1.0
    better = (c.side.actor for c in told if c.side.actor.side == actor.side and camp_of(c.side) == camp_of(side))
    if any(vagueness(other.text) < vague for other in better):
        yield "better words are there", 1.0
    if side.generic and any(_has(c, "attacked a person who fell, one is counted") for c in told):
        yield f"{actor.side} described beside a name", 1.0


def _was_there(stage: Stage, side: Side) -> bool:
    span = side.actor.span
    if span is None or side.actor.side == "attacker" or camp_of(side) != "civilians":
        return False
    noun = stage.doc.char_span(span.start, span.end, alignment_mode="expand")
    return noun is not None and was_there_in(noun)


def _has(one: Candidate, sign: str) -> bool:
    return one.signs.get(sign, 0.0) >= _SURE


_SURE = 0.5


def _manner(stage: Stage, actor: Actor, camp: str) -> Iterator[tuple[str, float]]:
    """How the words for an actor stand in the text."""
    span = actor.span
    noun = stage.doc.char_span(span.start, span.end, alignment_mode="expand") if span is not None else None
    if noun is None:
        return
    if speaks(noun):
        yield f"{camp} {actor.side} speaks", 1.0
    if noun[-1].lower_ in of_countries():
        yield f"{actor.side} of a nation", 1.0
    if noun[-1].tag_ in ("NNS", "NNPS"):
        yield f"{camp} {actor.side} are many", 1.0
    if noun[-1].tag_ in ("JJ", "VBN"):
        yield "no noun", 1.0
    first = stage.doc[noun.start - 1].lower_ if noun.start else ""
    if first in ("the", "this", "these", "that"):
        yield f"{camp} {actor.side} told before", 1.0


_NAME = re.compile(r"\b[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+")


def _mentions(stage: Stage, words: str) -> int:
    """How often the report has the last word of a phrase."""
    last = words.rpartition(" ")[2]
    known: dict[str, int] = stage.doc.user_data.setdefault("variorum_mentions", {})
    if last and last not in known:
        known[last] = len(re.findall(rf"\b{re.escape(last)}\b", text_of(stage.doc), re.IGNORECASE))
    return known[last] if last else 0

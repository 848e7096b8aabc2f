"""Who did it: whom a statement names, whom the grammar makes the one who acts, or the first words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from variorum.actors.names import find_actors
from variorum.actors.parties import parties_named
from variorum.annotate.events.frames import EventFrame
from variorum.annotate.events.roles import role_of
from variorum.annotate.extensions import text_of
from variorum.annotate.groups import is_person
from variorum.annotate.responsibility import ResponsibilityCue
from variorum.annotate.responsibility.reality import unreal
from variorum.annotate.sides.side import STATES, Side, add, one_camp
from variorum.annotate.sides.stage import Stage
from variorum.models import Actor, EventType, GroupCategory, Mode
from variorum.values import Span

_SAYING_WHO = frozenset({Mode.CLAIMED, Mode.ATTRIBUTED, Mode.SUSPECTED})
_BEFORE = r"(?:(?:alleged|suspected|lone|masked|armed|heavily[- ]armed|teenage|young|\d+-year-old|suspect)\s+)*"
_LONE = re.compile(
    rf"\b(?:the|a|an|another|lone|alleged|suspected)\s+{_BEFORE}(?:gunman|shooter|suspect|attacker|assailant|killer|perpetrator"
    r"|knifeman|intruder|man armed|boyfriend|ex-husband|husband|student with)\b",
    re.IGNORECASE,
)
"""A person who acts alone."""
_NAMELESS = re.compile(
    r"\b(?:(?:a|the|two|three|four|five|six|seven|several|unidentified|unknown|masked|armed|female|male|lone|suspected"
    r"|alleged|heavily)\s+){0,3}(?:suicide (?:car |truck )?(?:bombers?|attackers?|terrorists?)|gunm[ae]n|bombers?"
    r"|assailants?|attackers?|hijackers?|kidnappers?|arsonists?|assassins?|hitmen"
    r"|(?:unidentified|unknown|armed|masked) (?:persons|individuals|men|people|group|attackers|assailants)"
    r"|militants|insurgents|terrorists|extremists|jihadists|bandits)\b",
    re.IGNORECASE,
)
"""Attackers of whom the text says nothing more."""
_VIOLENT = frozenset("kill shoot stab gun open attack murder massacre slaughter execute assault behead storm".split())
"""Verbs whose subject, a person, is an attacker; `open` is for "opened fire"."""
_PLURAL = re.compile(r"(?:men|s|people|group|gang|band|squad|mob|unit|team|cell|crew|commando)$", re.IGNORECASE)
_BOMBED = frozenset({"suicide_bomb", "remote_explosive_landmine_ied", "grenade"})
_FROM_AFAR = frozenset({"air_drone_strike", "shelling_artillery_missile", "chemical_weapon"})
_NOBODYS = frozenset({"agreement", "disrupted_weapons_use", "air_drone_strike"})


def attackers_in(stage: Stage) -> list[Side]:
    """Those whom a statement or the grammar makes the ones who did it, named ones before described ones."""
    named: list[Side] = []
    described: list[Side] = []
    for cue in stage.statements:
        side = stated(stage, cue)
        if side is not None:
            add(described if side.generic else named, side)
    agents = sorted((p for p in stage.parts if p.role == "agent"), key=lambda p: (-p.weight, p.span.start))
    for part in agents:
        if named and part.weight < 1:
            continue
        side = stage.side(part.span, "attacker")
        add(described if side.generic else named, side)
    if named:
        return one_camp(named)
    return [stage.by_name(s) for s in described[:1]]


def stated(stage: Stage, cue: ResponsibilityCue) -> Side | None:
    """Whom a statement names as the one who did it; None where it names nobody, or says that they did not."""
    if cue.actor_span is None or cue.mode not in _SAYING_WHO:
        return None
    at = (cue.named or cue.actor_span).start
    marked = next((s for s in stage.mentions if s.start_char == at), None)
    if marked is not None:
        return stage.side(marked, "attacker")
    return _unlisted(stage, cue.actor or "", cue.actor_span)


def _unlisted(stage: Stage, words: str, span: Span) -> Side:
    """An actor that is in no list: a force or fighters by the words of its name, a state, else a person."""
    found = next(iter(find_actors(words)), None)
    states = parties_named(words) if found is None else frozenset()
    category = "lone_attacker"
    if found is not None:
        category = stage.seen_from_here(found.category, found.country)
    elif len(states) == 1:
        category = stage.seen_from_here("state_forces", min(states))
    elif _NAMELESS.search(words):
        category = "unidentified"
    return Side(Actor(text=words, side="attacker", category=category, span=span))


def plausible(stage: Stage, frame: EventFrame, attackers: list[Side]) -> list[Side]:
    """Police who answer an attack did not make it; without anybody else the first words for whoever did it."""
    lone = frame.type is EventType.OTHER or frame.type is EventType.CIVILIANS
    if lone or frame.sub_type in _BOMBED:
        attackers = [a for a in attackers if not (a.generic and a.actor.category == "state_forces")]
    if frame.type is EventType.OTHER:
        attackers = [a for a in attackers if a.actor.category not in STATES]
    if not attackers:
        attackers = (
            _nameless(stage, frame)
            or _striking(stage, frame)
            or (_person_acting(stage) or _perpetrator(stage) if lone else [])
        )
    return [_alone(a) for a in attackers] if lone else attackers


def _alone(side: Side) -> Side:
    if side.actor.category != "unidentified" or _PLURAL.search(side.actor.text):
        return side
    return side.of_kind("lone_attacker")


def _striking(stage: Stage, frame: EventFrame) -> list[Side]:
    """Strikes of which the event's own sentences do not say whose they are: those of the force that strikes in the rest
    of the report."""
    if frame.sub_type not in _FROM_AFAR:
        return []
    acting = [m for m in stage.mentions if str(m.label_) in STATES and role_of(m) == "agent"]
    return [stage.side(acting[0], "attacker")] if acting else []


def _perpetrator(stage: Stage) -> list[Side]:
    """One armed person among the dead, where others are the victims, is whoever did it."""
    for victim in stage.victims:
        if victim.category is GroupCategory.ARMED_GROUP and victim.text and (victim.count or 1) == 1:
            return [_described(victim.text, "lone_attacker", victim.span)]
    return []


def nameless_in(stage: Stage) -> Iterator[tuple[float, Side]]:
    """All words for attackers of whom the text says nothing more, each with the weight of its stretch."""
    for piece in stage.scope:
        for pattern, category in ((_NAMELESS, "unidentified"), (_LONE, "lone_attacker")):
            for match in pattern.finditer(text_of(stage.doc), piece.start, piece.end):
                yield piece.weight, _described(match.group(), category, Span(*match.span()))


def _nameless(stage: Stage, frame: EventFrame) -> list[Side]:
    """The first words for whoever did it: "a suicide bomber", "the suspect"."""
    if frame.sub_type in _NOBODYS:
        return []
    alone = frame.type is EventType.OTHER
    for piece in sorted(stage.scope, key=lambda p: (-p.weight, p.start)):
        for pattern in (_LONE, _NAMELESS) if alone else (_NAMELESS, _LONE):
            match = pattern.search(text_of(stage.doc), piece.start, piece.end)
            if match:
                category = "lone_attacker" if pattern is _LONE else "unidentified"
                return [_described(match.group(), category, Span(*match.span()))]
    return []


def _person_acting(stage: Stage) -> list[Side]:
    """Whoever attacks in the words of the event, though no list knows such attackers: "an immigrant shot dead ..."."""
    for piece in sorted(stage.scope, key=lambda p: (-p.weight, p.start)):
        tokens = stage.doc.char_span(piece.start, piece.end, alignment_mode="expand")
        for noun in filter(_attacks, tokens or ()):
            words = stage.doc[noun.left_edge.i : noun.i + 1]
            return [_described(words.text, "lone_attacker", Span(words.start_char, words.end_char))]
    return []


def _attacks(noun: Token) -> bool:
    """Whether a noun for a person is the subject of a deed of violence that was done."""
    verb = noun.head
    return (
        noun.dep_ == "nsubj"
        and noun.tag_ == "NN"
        and verb.pos_ == "VERB"
        and verb.lemma_.lower() in _VIOLENT
        and is_person([noun.lower_])
        and not unreal(verb)
    )


def _described(text: str, category: str, span: Span | None) -> Side:
    return Side(Actor(text=text, side="attacker", category=category, span=span), generic=True)

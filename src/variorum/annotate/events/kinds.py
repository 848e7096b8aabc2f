"""What kind of event the words tell of: each of ACLED's sub-event types is weighed by the points of its cues and by who
did it to whom.

The points are data (`data/frames.toml`); how much each sign counts is fitted (`train/kinds.py`, `data/kinds.toml`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from variorum.annotate.events.cues import Hit, read_cues
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.learned_kinds import Signs, likely, score
from variorum.annotate.events.scopes import Near, weighted
from variorum.annotate.events.victims import Victims
from variorum.models import EventType, GroupCategory, Outcome

TYPE_OF = {
    "armed_clash": EventType.BATTLE,
    "government_regains_territory": EventType.BATTLE,
    "non_state_actor_overtakes_territory": EventType.BATTLE,
    "air_drone_strike": EventType.EXPLOSION,
    "suicide_bomb": EventType.EXPLOSION,
    "shelling_artillery_missile": EventType.EXPLOSION,
    "remote_explosive_landmine_ied": EventType.EXPLOSION,
    "grenade": EventType.EXPLOSION,
    "chemical_weapon": EventType.EXPLOSION,
    "attack": EventType.CIVILIANS,
    "abduction_forced_disappearance": EventType.CIVILIANS,
    "sexual_violence": EventType.CIVILIANS,
    "excessive_force_against_protesters": EventType.PROTEST,
    "protest_with_intervention": EventType.PROTEST,
    "peaceful_protest": EventType.PROTEST,
    "violent_demonstration": EventType.RIOT,
    "mob_violence": EventType.RIOT,
    "arrests": EventType.STRATEGIC,
    "disrupted_weapons_use": EventType.STRATEGIC,
    "agreement": EventType.STRATEGIC,
    "sabotage": EventType.STRATEGIC,
    "other": EventType.OTHER,
}
"""ACLED's event type of each sub-event type; sabotage is an `other` strategic development."""

MANNER = {
    "armed_clash": "a fight",
    "government_regains_territory": "a fight",
    "non_state_actor_overtakes_territory": "a fight",
    "air_drone_strike": "a strike",
    "shelling_artillery_missile": "a strike",
    "chemical_weapon": "a strike",
    "suicide_bomb": "a bombing",
    "remote_explosive_landmine_ied": "a bombing",
    "grenade": "a bombing",
    "attack": "an attack",
    "abduction_forced_disappearance": "an abduction",
    "mob_violence": "a riot",
    "violent_demonstration": "a riot",
    "excessive_force_against_protesters": "a protest",
    "protest_with_intervention": "a protest",
    "peaceful_protest": "a protest",
}
"""Kinds that are alike in who does it to whom."""


def ranked_kinds(evidence: Evidence) -> tuple[tuple[str, float], ...]:
    """How much speaks for each sub-event type that anything speaks for, the likeliest first."""
    found = {kind: score("kinds", signs) for kind, signs in kind_signs(evidence).items()}
    return tuple(sorted(((kind, round(odds, 3)) for kind, odds in found.items()), key=lambda r: (-r[1], r[0])))


def kind_signs(evidence: Evidence) -> dict[str, Signs]:
    """Each sub-event type that anything speaks for, with its signs."""
    points = _points(evidence.near)
    if not points:
        points = dict.fromkeys(_by_sides(evidence), 0.0)
    at_once = _points(weighted(evidence.hits, evidence.scope[:1]))
    common = {**dict.fromkeys((*_harm(evidence.victims), *_doers(evidence)), 1.0), **_crowd(evidence)}
    return {
        kind: {
            "points": value,
            "points at once": at_once.get(kind, 0.0),
            f"is {kind}": 1.0,
            **{f"{MANNER.get(kind, kind)}: {sign}": strength for sign, strength in common.items()},
            **{f"{kind} by {cue.cue.name}": cue.weight for cue in evidence.near.values() if kind in cue.cue.sub_type},
            **dict.fromkeys(_own(kind, evidence), 1.0),
        }
        for kind, value in points.items()
    }


def _points(near: Mapping[str, Near]) -> dict[str, float]:
    points: dict[str, float] = defaultdict(float)
    for cue in near.values():
        for kind, value in cue.cue.sub_type.items():
            points[kind] += value * cue.weight
    return points


_ARMED_SIDES = frozenset(
    {"state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia", "unidentified"}
)
_STATES = frozenset({"state_forces", "external_forces"})


def _by_sides(evidence: Evidence) -> tuple[str, ...]:
    """What an event is where no cue speaks: a fight of two armed sides, or an attack."""
    if any(a.category in _ARMED_SIDES for a in evidence.attacked):
        return ("armed_clash",)
    return ("attack",) if evidence.attackers or evidence.victims else ()


# ---- signs ---------------------------------------------------------------------------------------

_STATE = frozenset({GroupCategory.MILITARY, GroupCategory.POLICE, GroupCategory.SECURITY})
ATTACKERS = re.compile(
    r"bomber|attacker|assailant|gunm[ae]n|shooter|suspect|perpetrator|killer|hijacker|kidnapper", re.IGNORECASE
)
_HARM = (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED)


def _harm(victims: Sequence[Victims]) -> Iterator[str]:
    """What the tolls say of an event: whether most of those who were hurt bear arms, whether all were captured."""
    hurt = [v for v in victims if v.outcome in _HARM and not ATTACKERS.search(v.text)]
    armed = [v for v in hurt if v.category in _STATE or v.category is GroupCategory.ARMED_GROUP]
    if hurt:
        yield "most are armed" if len(armed) * 2 >= len(hurt) else "some are armed" if armed else "none is armed"
    if any(v.category in _STATE for v in hurt) and any(v.category is GroupCategory.ARMED_GROUP for v in hurt):
        yield "both sides fall"
    if any(v.outcome is Outcome.KILLED and ATTACKERS.search(v.text) for v in victims):
        yield "the attacker falls"
    for outcome in (Outcome.CAPTURED, Outcome.DISPLACED):
        if victims and all(v.outcome is outcome for v in victims):
            yield f"all are {outcome}"
    if not any(v.outcome is Outcome.KILLED and (v.count or 1) > 0 for v in victims):
        yield "nobody is killed"


_FROM_THE_AIR = re.compile(
    r"air ?force|\bjets?\b|warplane|aircraft|helicopter|aerospace|\bplanes?\b|drone", re.IGNORECASE
)


def from_the_air(words: str) -> bool:
    """Whether an actor is named by what it flies: "Russian jets", "the air force"."""
    return _FROM_THE_AIR.search(words) is not None


def _doers(evidence: Evidence) -> Iterator[str]:
    """Who did it to whom."""
    if evidence.attackers:
        yield "by a state" if any(a.category in _STATES for a in evidence.attackers) else "by others"
    if any(a.category in _STATES for a in evidence.attacked):
        yield "on a state"
    if any(a.category in _ARMED_SIDES - _STATES for a in evidence.attacked):
        yield "on an armed group"
    if any(a.category == "civilians" for a in evidence.attacked):
        yield "on civilians"


CROWDS = ("crowd", "rough crowd")
"""Cues for the people of a protest, and of a riot."""
_UNREST = frozenset({"protest", "riot", "force against protesters", "tear gas"})


def is_crowd(words: str) -> bool:
    """Whether people are called after a protest: "two demonstrators"."""
    return any(hit.cue.name == CROWDS[0] for hit in read_cues(words))


def _crowd(evidence: Evidence) -> Signs:
    """What speaks for a protest or a riot: how much the report tells of them, and whether a crowd was hit or faced
    forces."""
    told = sum(hit.cue.name in _UNREST for hit in evidence.hits)
    signs = {"the report tells of unrest": math.log1p(told)} if told else {}
    hurt = [v.text for v in evidence.victims] + [a.text for a in evidence.attacked]
    if any(map(is_crowd, hurt)):
        signs["a crowd is hit"] = 1.0
    if any(_is_sure(evidence, name) for name in _UNREST):
        signs["unrest here"] = 1.0
        if any(a.category in _STATES for a in evidence.attackers):
            signs["a state faces unrest"] = 1.0
    return signs


def _own(kind: str, evidence: Evidence) -> Iterator[str]:
    """Signs of one kind alone: aircraft, a bomber who dies, a fight without arms, ground that is won and by whom."""
    if kind == "air_drone_strike" and any(from_the_air(a.text) for a in evidence.attackers):
        yield "by aircraft"
    if kind == "suicide_bomb":
        yield from _bomber(evidence)
    if kind == "armed_clash" and not _has_arms(evidence):
        yield "no arms"
    if kind == "violent_demonstration" and "riot" not in evidence.near:
        yield "no riot"
    if kind == "mob_violence" and CROWDS[1] in evidence.near:
        yield "a rough crowd"
    if "territory" not in kind:
        return
    if _opens_with(evidence, ("territory won", "territory won by the state")):
        yield "ground won first"
    winner = next((a.category in _STATES for a in evidence.attackers), None)
    if winner is not None:
        yield "its side won" if winner == (kind == "government_regains_territory") else "the other side won"


_BLASTS = ("bomb", "blast", "vehicle bomb", "planted bomb")
_STRIKES = ("air strike", "strike by a force", "drone")


def _bomber(evidence: Evidence) -> Iterator[str]:
    """A bomber of whom the event's own sentences tell, or the report where they tell of a blast."""
    if any(v.outcome is Outcome.KILLED and ATTACKERS.search(v.text) for v in evidence.victims):
        yield "a bomber dies"
    if _is_sure(evidence, "suicide attack"):
        yield "a bomber is told of"
        return
    blast = any(_is_sure(evidence, name) for name in _BLASTS) and not any(_is_sure(evidence, s) for s in _STRIKES)
    if blast and "suicide attack" in evidence.near:
        yield "a bomber is told of elsewhere"


def _is_sure(evidence: Evidence, name: str) -> bool:
    return name in evidence.near and evidence.near[name].best >= 1


def _has_arms(evidence: Evidence) -> bool:
    return any(
        cue.best >= _NEAR and {"firearms", "artillery_rocket", "aircraft"} & set(cue.cue.weapons or ())
        for cue in evidence.near.values()
    )


_NEAR = 0.5


def _opens_with(evidence: Evidence, names: Sequence[str]) -> bool:
    """Whether the first stretch that tells of an event has one of these cues."""
    first = evidence.scope[0] if evidence.scope else None
    hits = (hit for name in names if name in evidence.near for hit in evidence.near[name].hits)
    return first is not None and any(first.start <= hit.start < first.end for hit in hits)


# ---- types ---------------------------------------------------------------------------------------

_MAY_BE_CRIME = ("attack", "armed_clash", "abduction_forced_disappearance")


def type_of(sub_type: str | None, evidence: Evidence) -> EventType:
    """ACLED's event type; a crime with no political side is `other`."""
    if sub_type is None:
        return EventType.CIVILIANS if topics_of(evidence.hits).get("conflict", 0) else EventType.OTHER
    if sub_type in _MAY_BE_CRIME and likely("crime", crime_signs(evidence)):
        return EventType.OTHER
    return TYPE_OF[sub_type]


def topics_of(hits: Sequence[Hit]) -> dict[str, int]:
    """How often a report speaks of crime, of war and terror, of massacres and of accidents."""
    topics: dict[str, int] = defaultdict(int)
    for hit in hits:
        if hit.cue.topic:
            topics[hit.cue.topic] += 1
    return topics


_MANY = 4
_PUBLIC = frozenset({"government", "diplomatic", "religious", "media", "ngo", "political_party", "police", "military"})


def crime_signs(evidence: Evidence) -> Signs:
    """What speaks for a crime with no political side: detectives and quarrels, hardly war or terror, nobody's side."""
    topics = topics_of(evidence.hits)
    signs: Signs = {topic: math.log1p(topics.get(topic, 0)) for topic in ("crime", "conflict", "mass")}
    near = [hit.cue.topic for cue in evidence.near.values() for weight, hit in cue.at if weight >= 1]
    signs["crime near"] = float("crime" in near)
    signs["conflict near"] = float("conflict" in near)
    for actor in evidence.attackers:
        signs[f"by {actor.category}"] = 1.0
    if not evidence.attackers:
        signs["by nobody named"] = 1.0
    killed = [v.count or 1 for v in evidence.victims if v.outcome is Outcome.KILLED]
    signs["many are killed"] = float(max(killed, default=0) >= _MANY)
    signs["on public people"] = float(
        any(cue.cue.part == "people" and cue.cue.target in _PUBLIC and cue.best >= 1 for cue in evidence.near.values())
    )
    signs["armed people fall"] = float(
        any(
            v.category in _STATE or (v.category is GroupCategory.ARMED_GROUP and not ATTACKERS.search(v.text))
            for v in evidence.victims
        )
    )
    return signs

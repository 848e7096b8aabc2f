"""What kind of event the words tell of: points for ACLED's sub-event types, from cues, victims and actors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from variorum.annotate.cues import Hit
from variorum.annotate.evidence import Evidence
from variorum.annotate.scopes import Near
from variorum.annotate.victims import Victims
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


def ranked_kinds(evidence: Evidence) -> tuple[tuple[str, float], ...]:
    """The points of each sub-event type that has any, highest first."""
    near = evidence.near
    scores = _scores(near)
    _weigh_victims(scores, near, evidence.victims)
    _weigh_actors(scores, evidence)
    by_state = next((a.category in ("state_forces", "external_forces") for a in evidence.attackers), None)
    if by_state is not None and "territory won" in near:
        scores["government_regains_territory" if not by_state else "non_state_actor_overtakes_territory"] = 0.0
    return tuple(sorted(((s, round(p, 3)) for s, p in scores.items() if p > 0), key=lambda r: (-r[1], r[0])))


def _scores(near: Mapping[str, Near]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for cue in near.values():
        for sub_type, points in cue.cue.sub_type.items():
            scores[sub_type] += points * cue.weight
    return scores


def topics_of(hits: Sequence[Hit]) -> dict[str, int]:
    topics: dict[str, int] = defaultdict(int)
    for hit in hits:
        if hit.cue.topic:
            topics[hit.cue.topic] += 1
        elif hit.cue.name == "local crime":
            topics["crime"] += 1
    return topics


_STATE = frozenset({GroupCategory.MILITARY, GroupCategory.POLICE, GroupCategory.SECURITY})
ATTACKERS = re.compile(
    r"bomber|attacker|assailant|gunm[ae]n|shooter|suspect|perpetrator|killer|hijacker|kidnapper", re.IGNORECASE
)


def _weigh_victims(scores: dict[str, float], near: Mapping[str, Near], victims: Sequence[Victims]) -> None:
    """Soldiers and fighters who fall speak for a battle, civilians for an attack on them; captives for arrests or an
    abduction."""
    harmed = (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED)
    hurt = [v for v in victims if v.outcome in harmed and not ATTACKERS.search(v.text)]
    armed = [v for v in hurt if v.category in _STATE or v.category is GroupCategory.ARMED_GROUP]
    if hurt and ("attack" in scores or "armed_clash" in scores):
        if len(armed) * 2 >= len(hurt):
            scores["armed_clash"] += 2.5
            scores["attack"] -= 1.5
        elif not armed:
            scores["attack"] += 1.5
            scores["armed_clash"] -= 1.5 if scores["attack"] > 3 else 0
    if victims and all(v.outcome is Outcome.CAPTURED for v in victims):
        scores["abduction_forced_disappearance"] += 2 if "abduction" in near else 0
        scores["arrests"] += 5 if "arrest" in near else 0
    if victims and all(v.outcome is Outcome.DISPLACED for v in victims):
        scores["agreement"] += 4 if "agreement" in near else 0
    if not any(v.outcome is Outcome.KILLED and (v.count or 1) > 0 for v in victims):
        scores["disrupted_weapons_use"] += 4 if "disrupted" in near and near["disrupted"].best >= 1 else 0
        if not victims and "protest" in near and near["protest"].best >= 1:
            scores["peaceful_protest"] += 3


_FROM_THE_AIR = re.compile(
    r"air ?force|\bjets?\b|warplane|aircraft|helicopter|aerospace|\bplanes?\b|drone", re.IGNORECASE
)


def from_the_air(words: str) -> bool:
    """Whether an actor is named by what it flies: "Russian jets", "the air force"."""
    return _FROM_THE_AIR.search(words) is not None


_ARMED_SIDES = frozenset(
    {"state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia", "unidentified"}
)


def _weigh_actors(scores: dict[str, float], evidence: Evidence) -> None:
    """Who did it to whom: aircraft strike from the air, two armed sides fight; where no cue speaks, the sides alone
    do."""
    if any(from_the_air(a.text) for a in evidence.attackers):
        scores["air_drone_strike"] += 4
    near = evidence.near
    if evidence.scope:
        first = evidence.scope[0]
        for name in ("territory won", "territory won by the state"):
            if name in near and any(first.start <= h.start < first.end for h in near[name].hits):
                for sub_type in near[name].cue.sub_type:
                    scores[sub_type] += 2
    if not any(points > 0 for points in scores.values()):
        both = any(a.category in _ARMED_SIDES for a in evidence.attacked)
        if both:
            scores["armed_clash"] += 1
        elif evidence.attackers or evidence.victims:
            scores["attack"] += 1


def type_of(sub_type: str | None, topics: Mapping[str, int]) -> EventType:
    if sub_type is None:
        return EventType.CIVILIANS if topics.get("conflict", 0) else EventType.OTHER
    if sub_type in ("attack", "armed_clash") and _crime(topics):
        return EventType.OTHER
    return TYPE_OF[sub_type]


def _crime(topics: Mapping[str, int]) -> bool:
    """A crime with no political side: the report speaks of detectives and quarrels, hardly of war or terror."""
    crime, war, mass = topics.get("crime", 0), topics.get("conflict", 0), topics.get("mass", 0)
    return crime >= 2 and crime > 1.5 * war + 1.5 * mass

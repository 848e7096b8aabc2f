"""What was hit or meant, by GTD's target types: every type that words or victims speak for is weighed by its signs.

The weights are fitted (`train/kinds.py`, `data/kinds.toml`); the words are data (`data/targets.toml`, and
`data/around.toml`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from variorum.annotate.events.around import part_of_place
from variorum.annotate.events.cues import Hit, read_cues
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.kinds import ATTACKERS, MANNER
from variorum.annotate.events.learned_kinds import Signs, likely
from variorum.annotate.events.victims import Victims
from variorum.models import Actor, EventType, GroupCategory, Outcome


def targets_of(
    evidence: Evidence, sub_type: str | None, kind: EventType, actors: Sequence[Actor] = ()
) -> tuple[str, ...]:
    """The target types that are more likely than not; actors: who takes part in the event."""
    signs = target_signs(evidence, sub_type, actors) if may_have_targets(evidence, sub_type, kind) else {}
    return tuple(sorted(target for target, of in signs.items() if likely("targets", of)))


def may_have_targets(evidence: Evidence, sub_type: str | None, kind: EventType) -> bool:
    """Whether an event of a kind hits anything: a protest that is not shot at, an agreement and an accident do not."""
    accident = kind is EventType.OTHER and "accident" in evidence.near and sub_type == "other"
    unhurt = kind is EventType.PROTEST and sub_type != "excessive_force_against_protesters"
    return not (unhurt or sub_type == "agreement" or accident)


def target_signs(evidence: Evidence, sub_type: str | None, actors: Sequence[Actor] = ()) -> dict[str, Signs]:
    """Each target type that anything speaks for, with the signs that speak for or against it."""
    found: dict[str, Signs] = defaultdict(dict)
    told = (*_places(evidence), *_people(evidence), *_victims(evidence), *_sides(evidence), *_taken(actors))
    for target, sign, strength in told:
        found[target][sign] = max(strength, found[target].get(sign, 0.0))
    for target, signs in found.items():
        signs[f"is {target}"] = 1.0
        if sub_type is not None:
            signs[f"{_CLASS.get(target, 'place')} in {MANNER.get(sub_type, 'other')}"] = 1.0
    _explain(found)
    return dict(found)


_CLASS = {"private_citizens": "civilians", "armed_group": "fighters", "police": "state", "military": "state"}


# ---- places --------------------------------------------------------------------------------------


def _places(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    """What the words around each place say, how often places of its type are told of, and whether any come first."""
    first = evidence.scope[0] if evidence.scope else None
    counts: Counter[str] = Counter()
    for target, weight, hit in _named_places(evidence):
        part = part_of_place(evidence.text, hit.start, hit.end, target)
        yield target, f"place {part}, {'sure' if weight >= 1 else 'flow'}", 1.0
        if part == "of care":
            continue
        counts[target] += 1
        if first is not None and first.start <= hit.start < first.end:
            yield target, "place first", 1.0
    for target, times in counts.items():
        yield target, "place often", math.log(times)
        if times == max(counts.values()):
            yield target, "place most", 1.0


_NONE = "none"
"""The target of words that hold a word for a place but name nothing that is hit: "West Bank", "a port city"."""


def _named_places(evidence: Evidence) -> Iterator[tuple[str, float, Hit]]:
    for near in evidence.near.values():
        if near.cue.part == "places" and near.cue.target not in (None, _NONE):
            yield from ((near.cue.target, weight, hit) for weight, hit in near.at)


# ---- people --------------------------------------------------------------------------------------


_HARMED = (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED, Outcome.CAPTURED)


def _suffered(evidence: Evidence) -> list[Victims]:
    """The victims but for denials ("no casualties"), attackers and those who fled."""
    return [v for v in evidence.victims if v.count != 0 and v.outcome in _HARMED and not ATTACKERS.search(v.text)]


def _people(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    """Those who were hit by their calling: "three priests"; few where others are most of them."""
    hurt = _suffered(evidence)
    most = max((v.count or 1 for v in hurt), default=1)
    for victim in hurt:
        for target in _callings(victim.text):
            yield target, "hit by their words", 1.0
            if (victim.count or 1) < _MOST * most:
                yield target, "few by their words", 1.0
    for actor in evidence.attacked:
        for target in _callings(actor.text):
            yield target, "hit by their words", 1.0
            yield target, "attacked by their words", 1.0


def _callings(words: str) -> set[str]:
    """The targets that words for people speak for."""
    return {hit.cue.target for hit in read_cues(words) if hit.cue.part == "people" and hit.cue.target}


_TARGET_OF = {
    GroupCategory.OFFICIAL: "government",
    GroupCategory.POLICE: "police",
    GroupCategory.MILITARY: "military",
    GroupCategory.SECURITY: "military",
    GroupCategory.ARMED_GROUP: "armed_group",
    GroupCategory.CIVILIAN: "private_citizens",
    GroupCategory.PEOPLE: "private_citizens",
}
_MOST = 0.5


def _victims(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    hurt = _suffered(evidence)
    most: dict[str, int] = defaultdict(int)
    for victim in hurt:
        target = _TARGET_OF[victim.category]
        most[target] = max(most[target], victim.count or 1)
        yield target, f"victims are {victim.category}", 1.0
        if victim.outcome is Outcome.KILLED:
            yield target, f"dead are {_CLASS.get(target, 'place')}", 1.0
    total = max(most.values(), default=0)
    for target, count in most.items():
        if count < _MOST * total:
            yield target, f"few are {_CLASS.get(target, 'place')}", 1.0


# ---- sides ---------------------------------------------------------------------------------------

_SIDE_TARGET = {
    "state_forces": "military",
    "external_forces": "military",
    "rebel_group": "armed_group",
    "political_militia": "armed_group",
    "identity_militia": "armed_group",
    "unidentified": "armed_group",
}
_STATES = ("state_forces", "external_forces")
_POLICE = re.compile(r"\bpolice|constable|gendarme|carabinier|\bofficers?\b", re.IGNORECASE)


def _sides(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    by_state = any(a.category in _STATES for a in evidence.attackers)
    for actor in evidence.attacked:
        target = _SIDE_TARGET.get(actor.category)
        if target is None:
            continue
        if target == "military" and _POLICE.search(actor.text):
            target = "police"
        yield target, f"attacked as {_CLASS[target]}", 1.0
    if any(v.category is GroupCategory.ARMED_GROUP for v in evidence.victims):
        yield "armed_group", "by the state" if by_state else "by others", 1.0


def _taken(actors: Sequence[Actor]) -> Iterator[tuple[str, str, float]]:
    """Those who are attacked, and both sides of a fight."""
    for actor in actors:
        if actor.side == "attacker":
            continue
        target = _SIDE_TARGET.get(actor.category, "private_citizens")
        if target == "military" and _POLICE.search(actor.text):
            target = "police"
        yield target, f"taken as {_CLASS[target]} {actor.side}", 1.0
        yield from ((calling, "taken by their words", 1.0) for calling in _callings(actor.text))


_OPEN = frozenset({"private_citizens", "armed_group", "police", "military"})


def _explain(found: dict[str, Signs]) -> None:
    """What other targets say of one: people whom the place or force that was hit explains, soldiers who are
    policemen."""
    if "private_citizens" in found:
        found["private_citizens"].update(_beside_people(found))
    for one, other in (("police", "military"), ("military", "police")):
        if one in found and other in found:
            found[one]["the other force"] = float(_are_hit(found[other]))


_SURELY = frozenset({"place struck, sure", "hit by their words"})
_MAYBE = frozenset({"place struck, flow", "place there, sure"})


def _beside_people(found: Mapping[str, Signs]) -> Iterator[tuple[str, float]]:
    """What stands beside the people who were hit: a place, or people of a calling, fighters, forces; nothing else."""
    for target, signs in found.items():
        if target not in _OPEN and signs.keys() & _SURELY:
            yield f"beside {target}", 1.0
            yield "beside a place", 1.0
        elif target not in _OPEN and signs.keys() & _MAYBE:
            yield "beside a place, maybe", 1.0
    forces = [found[force] for force in ("police", "military") if force in found]
    yield "forces there", float(bool(forces))
    yield "forces are hit", float(any(map(_are_hit, forces)))
    yield "fighters there", float("armed_group" in found)
    yield "alone", float(len(found) == 1)


def _are_hit(signs: Signs) -> bool:
    return any(sign.startswith(("victims", "place struck")) for sign in signs)

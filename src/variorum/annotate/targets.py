"""What was hit or meant, by GTD's target types: every type that words or victims speak for is weighed by its signs.

The weights are fitted (`train/kinds.py`, `data/kinds.toml`); the words are data (`data/targets.toml`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from variorum.annotate.cues import read_cues
from variorum.annotate.evidence import Evidence
from variorum.annotate.kinds import ATTACKERS, MANNER
from variorum.annotate.learned_kinds import Signs, likely
from variorum.annotate.victims import Victims
from variorum.models import EventType, GroupCategory, Outcome


def targets_of(evidence: Evidence, sub_type: str | None, kind: EventType) -> tuple[str, ...]:
    """The target types that are more likely than not."""
    signs = target_signs(evidence, sub_type) if may_have_targets(evidence, sub_type, kind) else {}
    return tuple(sorted(target for target, of in signs.items() if likely("targets", of)))


def may_have_targets(evidence: Evidence, sub_type: str | None, kind: EventType) -> bool:
    """Whether an event of a kind hits anything: a protest, an agreement and an accident do not."""
    accident = kind is EventType.OTHER and "accident" in evidence.near and sub_type == "other"
    return not (kind is EventType.PROTEST or sub_type == "agreement" or accident)


def target_signs(evidence: Evidence, sub_type: str | None) -> dict[str, Signs]:
    """Each target type that anything speaks for, with the signs that speak for or against it."""
    found: dict[str, Signs] = defaultdict(dict)
    for target, sign, strength in (*_places(evidence), *_people(evidence), *_victims(evidence), *_sides(evidence)):
        found[target][sign] = max(strength, found[target].get(sign, 0.0))
    for target, signs in found.items():
        signs[f"is {target}"] = 1.0
        if sub_type is not None:
            signs[f"{_CLASS.get(target, 'place')} in {MANNER.get(sub_type, 'other')}"] = 1.0
    _explain(found)
    return dict(found)


_CLASS = {"private_citizens": "civilians", "armed_group": "fighters", "police": "state", "military": "state"}


# ---- places --------------------------------------------------------------------------------------

_GAP = r"\s+(?:(?!and|but|said|who|which|that)[\w'’-]+\s+){0,4}$"
_STRUCK = re.compile(
    r"\b(?:(?:attack|bombing|blast|strike|raid|assault|grenade|fire|shot|fired|bomb|explosion|siege|shelling)s?\s+(?:on|at|against|upon)|target(?:s|ed|ing)?|hit(?:s|ting)?|"
    r"str(?:uck|ikes|iking)|bomb(?:s|ed)|attack(?:s|ed|ing)|storm(?:s|ed|ing)?|raid(?:s|ed|ing)?|shell(?:s|ed|ing)|destroy(?:s|ed|ing)?|damag(?:es|ed|ing)|"
    r"ripped\s+through|tore\s+(?:through|into|apart)|burn(?:ed|t)(?:\s+down)?|occupied|seized|blew\s+up|rocked|ambush(?:es|ed|ing)?|blast(?:s|ed|ing)|overran|torched|"
    r"hijack(?:s|ed|ing)?|sprayed|ransack(?:s|ed|ing)?|slammed\s+into|crashed\s+into|burst\s+into|broke\s+into|fell\s+on|landed\s+(?:on|in)|against|"
    r"(?:exploded|explosion|went\s+off|detonated|blast|opened\s+fire|(?:him|her|it|them)sel(?:f|ves)\s+up|bombing|shooting)\s+(?:\w+\s+){0,2}(?:outside|inside|in|at|near|under|in\s+front\s+of)|"
    r"besieged|pounded|firebombed|dynamited|looted|wrecked|gutted|levelled|leveled|flattened|set\s+fire\s+to|set\s+ablaze)"
    + _GAP
)
_THERE = re.compile(
    r"\b(?:on|at|inside|outside|in|front\s+of|into|near|of|carrying|by|close\s+to|next\s+to|aboard)" + _GAP
)
_HIT_AFTER = re.compile(
    r"^\s+(?:attack|bombing|blast|massacre|shooting|siege|explosion|bomb|raid|killing|stabbing|assault|strike|was\s+(?:hit|bombed|attacked|struck|targeted|shelled|"
    r"ambushed|damaged|destroyed|set)|were\s+(?:hit|bombed|attacked|struck|targeted|shelled|ambushed|damaged|destroyed|set)|came\s+under)"
)
_TREATED = re.compile(
    r"\b(?:taken|take|rushed|transported|transferred|admitted|evacuated|brought|flown|arriv\w+|died|treat\w*|pronounced|condition|ambulances?|recover\w*|"
    r"carried|patients|released|listed|moved|told|bodies|ferrying|sources?|received|hospitali[sz]ed|morgue)\b[^.]*$"
)
_CARE_AFTER = re.compile(
    r"^[\w\s]{0,20}?\b(?:officials?|sources?|said|says|director|staff|spokes\w+|where|workers?\s+said|doctors?|authorities|"
    r"records|morgue|in\s+(?:critical|serious|stable)|for\s+treatment)\b"
)
_BEFORE, _AFTER = 70, 40
"""Characters around a place in which words of hitting stand."""


def _places(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    for near in evidence.near.values():
        if near.cue.part != "places" or near.cue.target is None:
            continue
        for weight, hit in near.at:
            sure = "sure" if weight >= 1 else "flow"
            yield near.cue.target, f"place {_part(evidence.text, hit.start, hit.end)}, {sure}", 1.0


def _part(text: str, start: int, end: int) -> str:
    """What the words around a place make of it: struck, where it was, where the wounded are treated, or only named."""
    before, after = text[max(0, start - _BEFORE) : start].lower(), text[end : end + _AFTER].lower()
    if _HIT_AFTER.search(after):
        return "struck"
    if _TREATED.search(before) or _CARE_AFTER.search(after):
        return "of care"
    return "struck" if _STRUCK.search(before) else "there" if _THERE.search(before) else "named"


# ---- people --------------------------------------------------------------------------------------


_HARMED = (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED, Outcome.CAPTURED)


def _suffered(evidence: Evidence) -> list[Victims]:
    """The victims but for denials ("no casualties"), attackers and those who fled."""
    return [v for v in evidence.victims if v.count != 0 and v.outcome in _HARMED and not ATTACKERS.search(v.text)]


def _people(evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    hurt = _suffered(evidence)
    for words in {v.text for v in hurt}:
        for hit in read_cues(words):
            if hit.cue.part == "people" and hit.cue.target:
                yield hit.cue.target, "victims by their words", 1.0
    for actor in evidence.attacked:
        for hit in read_cues(actor.text):
            if hit.cue.part == "people" and hit.cue.target:
                yield hit.cue.target, "attacked by their words", 1.0


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


_OPEN = frozenset({"private_citizens", "armed_group", "police", "military"})


def _explain(found: dict[str, Signs]) -> None:
    """What other targets say of one: soldiers who are policemen, people whom the place that was hit explains."""
    strong = {t for t, signs in found.items() if "place struck, sure" in signs or "victims by their words" in signs}
    if "private_citizens" in found:
        signs = found["private_citizens"]
        signs["others by their words"] = float(
            any("victims by their words" in s for t, s in found.items() if t not in _OPEN)
        )
        signs["place explains"] = float(bool(strong - _OPEN))
        signs["forces there"] = float(any(t in found for t in ("police", "military")))
        signs["alone"] = float(len(found) == 1)
    for one, other in (("police", "military"), ("military", "police")):
        if one in found and other in found:
            more = any(s.startswith(("victims", "place struck")) for s in found[other])
            found[one]["the other force"] = float(more)

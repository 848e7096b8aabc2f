"""What was hit or meant, by GTD's target types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from variorum.annotate.cues import read_cues
from variorum.annotate.kinds import ATTACKERS
from variorum.annotate.scopes import Near
from variorum.annotate.victims import Victims
from variorum.models import Actor, EventType, GroupCategory

_HITTING = re.compile(
    r"\b(?:on|at|against|target(?:s|ed|ing)?|hit(?:s|ting)?|str(?:uck|ikes?|iking)|bomb(?:s|ed|ing)?|attack(?:s|ed|ing)?|inside|outside|in|front\s+of|into|"
    r"storm(?:s|ed|ing)?|raid(?:s|ed|ing)?|shell(?:s|ed|ing)?|destroy(?:s|ed|ing)?|damag(?:es|ed|ing)|near|ripped\s+through|tore\s+through|burn(?:s|ed|t)?|"
    r"occupied|seized|blew\s+up|of|rocked|carrying)\s+(?:(?!and|but|said)[\w'’-]+\s+){0,4}$"
)
_TREATED = re.compile(
    r"\b(?:taken|take|rushed|transported|transferred|admitted|evacuated|brought|flown|arriv\w+|died|treat\w*|pronounced|condition|ambulances?|recover\w*|"
    r"carried|patients|released|listed|moved|told|bodies|ferrying|sources?|received)\b[^.]*$"
)


def targets_of(
    sub_type: str | None,
    kind: EventType,
    near: Mapping[str, Near],
    victims: Sequence[Victims],
    attacked: Sequence[Actor],
    text: str,
) -> tuple[str, ...]:
    """What was hit: places after words of hitting, what the victims are, and the armed sides that were attacked."""
    if (
        kind is EventType.PROTEST
        or sub_type == "agreement"
        or (kind is EventType.OTHER and "accident" in near and sub_type == "other")
    ):
        return ()
    found = {
        c.cue.target
        for c in near.values()
        if c.cue.target and c.cue.name.startswith("place") and c.best >= 1 and _is_hit(c, text)
    }
    people = _people(victims, attacked)
    found |= people
    civil = [v for v in victims if v.category in (GroupCategory.CIVILIAN, GroupCategory.PEOPLE)]
    if civil and not (people - {"armed_group", "police", "military"}) and not found & _EXPLAIN:
        found.add("private_citizens")
    found |= {_SIDE_TARGET[a.category] for a in attacked if a.category in _SIDE_TARGET and "olice" not in a.text}
    found |= {"police" for a in attacked if a.category in ("state_forces", "external_forces") and "olice" in a.text}
    return tuple(sorted(t for t in found if t))


_EXPLAIN = frozenset({"educational", "ngo", "government", "diplomatic", "political_party", "police", "military"})
_SIDE_TARGET = {
    "state_forces": "military",
    "external_forces": "military",
    "rebel_group": "armed_group",
    "political_militia": "armed_group",
    "identity_militia": "armed_group",
    "unidentified": "armed_group",
}


def _is_hit(cue: Near, text: str) -> bool:
    for hit in cue.hits:
        before = text[max(0, hit.start - 70) : hit.start].lower()
        if _HITTING.search(before) and not (cue.cue.target in ("medical", "media") and _TREATED.search(before)):
            return True
    return False


def _people(victims: Sequence[Victims], attacked: Sequence[Actor]) -> set[str]:
    found: set[str] = set()
    for words in {v.text for v in victims} | {a.text for a in attacked}:
        found |= {h.cue.target for h in read_cues(words) if h.cue.target and h.cue.name.startswith("people")}
    found |= {_TARGET_OF[v.category] for v in victims if v.category in _TARGET_OF and not ATTACKERS.search(v.text)}
    return found


_TARGET_OF = {
    GroupCategory.OFFICIAL: "government",
    GroupCategory.POLICE: "police",
    GroupCategory.MILITARY: "military",
    GroupCategory.SECURITY: "military",
}

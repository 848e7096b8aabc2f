"""What an event was done with: every weapon that its stretches name or its kind implies is weighed by its signs.

The words are data (`data/frames.toml`); how much each sign counts is fitted (`train/kinds.py`, `data/kinds.toml`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from variorum.annotate.events.cues import Hit
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.kinds import MANNER
from variorum.annotate.events.learned_kinds import Signs, likely


def weapons_of(evidence: Evidence, sub_type: str | None) -> tuple[str, ...]:
    """The weapon types of an event of a kind that are more likely than not."""
    return tuple(sorted(w for w, signs in weapon_signs(evidence, sub_type).items() if likely("weapons", signs)))


_HARMLESS = frozenset({"agreement", "peaceful_protest", "arrests", "other"})
_IMPLIED = {
    "suicide_bomb": "suicide_bomb",
    "air_drone_strike": "aircraft",
    "shelling_artillery_missile": "artillery_rocket",
    "remote_explosive_landmine_ied": "explosives",
    "grenade": "grenade",
    "chemical_weapon": "chemical",
}
_PLAUSIBLE = {
    "suicide_bomb": {"suicide_bomb", "vehicle_bomb", "firearms", "grenade"},
    "air_drone_strike": {"aircraft", "drone", "incendiary", "chemical", "artillery_rocket"},
    "shelling_artillery_missile": {"artillery_rocket", "drone"},
    "remote_explosive_landmine_ied": {"vehicle_bomb", "planted_bomb", "explosives", "firearms"},
    "grenade": {"grenade", "firearms"},
    "chemical_weapon": {"chemical", "aircraft", "artillery_rocket"},
    "attack": {"firearms", "melee", "vehicle", "incendiary", "grenade", "artillery_rocket", "chemical"},
    "abduction_forced_disappearance": {"firearms"},
    "mob_violence": {"melee", "incendiary", "other", "firearms"},
    "violent_demonstration": {"melee", "incendiary", "other", "firearms"},
    "excessive_force_against_protesters": {"firearms", "melee", "other"},
}
"""Which weapons an event of a kind mostly has: a market bombed from the air is near many words of bombs."""
_BOMBS = ("suicide_bomb", "vehicle_bomb", "planted_bomb")


def weapon_signs(evidence: Evidence, sub_type: str | None) -> dict[str, Signs]:
    """Each weapon type that anything speaks for, with the signs that speak for or against it; none in an event of a
    kind that needs no weapon."""
    if sub_type in _HARMLESS:
        return {}
    found: dict[str, Signs] = defaultdict(dict)
    for near in evidence.near.values():
        for weapon in near.cue.weapons or ():
            for weight, hit in near.at:
                found[weapon][f"{_use(evidence.text, hit)}, {_sureness(weight)}"] = 1.0
    if sub_type in _IMPLIED:
        found[_IMPLIED[sub_type]]["implied"] = 1.0
    if sub_type == "attack":
        found["firearms"]["an attack"] = 1.0
    counts = _counts(evidence.hits)
    for weapon, signs in found.items():
        signs[f"is {weapon}"] = 1.0
        signs["often"] = math.log1p(counts[weapon])
        signs["share"] = counts[weapon] / max(1, sum(counts.values()))
        signs[f"{weapon} in {MANNER.get(sub_type or '', 'other')}"] = 1.0
        if sub_type in _PLAUSIBLE and weapon not in _PLAUSIBLE[sub_type]:
            signs["unlikely"] = 1.0
        if weapon == "explosives" and any(_is_near(found.get(bomb)) for bomb in _BOMBS):
            signs["a bomb says more"] = 1.0
        if weapon == "planted_bomb" and _is_near(found.get("suicide_bomb")):
            signs["a bomber says more"] = 1.0
    return dict(found)


def _counts(hits: Sequence[Hit]) -> Counter[str]:
    return Counter(weapon for hit in hits for weapon in hit.cue.weapons or ())


def _is_near(signs: Signs | None) -> bool:
    return signs is not None and ("used, sure" in signs or "implied" in signs)


def _sureness(weight: float) -> str:
    return "sure" if weight >= 1 else "flow" if weight >= _FLOW else "far"


_FLOW = 0.5

_ANSWER = re.compile(
    r"\b(?:police|officers?|soldiers?|troops|security\s+(?:forces|guards?|personnel)|guards?|army|marines|commandos|agents|deputies)\b"
    r"(?:(?!\bby\b)[^.,;]){0,40}$"
)
_SEIZED = re.compile(
    r"\b(?:seiz\w+|recover\w+|confiscat\w+|found|discover\w+|defus\w+|unearth\w+|cache|carrying|armed\s+with|intercept\w+|deactivat\w+)\b[^.;]{0,60}$"
)
_BEFORE = 90


def _use(text: str, hit: Hit) -> str:
    """What the words before a weapon make of it: used, found afterwards, or fired by those who answered."""
    before = text[max(0, hit.start - _BEFORE) : hit.start].lower()
    if _SEIZED.search(before):
        return "seized"
    return "in answer" if _ANSWER.search(before) else "used"

"""What an event was done with: the weapons that its own sentences name or plainly imply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from variorum.annotate.cues import Hit
from variorum.annotate.evidence import Evidence
from variorum.annotate.scopes import Near


def weapons_of(evidence: Evidence, sub_type: str | None) -> tuple[str, ...]:
    """The weapon types of an event of a kind."""
    return _named(sub_type, evidence.near) or _shot(sub_type, evidence.hits)


_BOMBS = ("suicide_bomb", "vehicle_bomb", "planted_bomb")


def _named(sub_type: str | None, near: Mapping[str, Near]) -> tuple[str, ...]:
    """The weapon types that the event's own sentences name, without those that a more special one explains."""
    found: dict[str, float] = defaultdict(float)
    for cue in near.values():
        for weapon in cue.cue.weapons or ():
            found[weapon] = max(found[weapon], cue.best)
    if any(b in found for b in _BOMBS):
        found.pop("explosives", None)
    keep = _PLAUSIBLE.get(sub_type or "")
    sure = [w for w, weight in found.items() if weight >= 0.5 and (keep is None or w in keep)]
    if not sure and sub_type in _IMPLIED:
        sure = [_IMPLIED[sub_type]]
    if "suicide_bomb" in sure:
        sure = [w for w in sure if w != "planted_bomb"]
    return tuple(sorted(sure))


def _shot(sub_type: str | None, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Firearms in an attack with no weapon near, where the report speaks of hardly any other."""
    named = [hit for hit in hits if hit.cue.weapons]
    shots = sum("firearms" in (hit.cue.weapons or ()) for hit in named)
    return ("firearms",) if sub_type == "attack" and shots >= 3 and shots >= 0.8 * len(named) else ()


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
    "air_drone_strike": {"aircraft", "drone", "incendiary", "chemical"},
    "shelling_artillery_missile": {"artillery_rocket"},
    "remote_explosive_landmine_ied": {"vehicle_bomb", "planted_bomb", "explosives"},
    "grenade": {"grenade"},
    "chemical_weapon": {"chemical", "aircraft", "artillery_rocket"},
    "attack": {"firearms", "melee", "vehicle", "incendiary", "grenade", "artillery_rocket", "chemical"},
    "armed_clash": {
        "firearms",
        "suicide_bomb",
        "vehicle_bomb",
        "artillery_rocket",
        "aircraft",
        "grenade",
        "incendiary",
        "melee",
    },
    "abduction_forced_disappearance": {"firearms"},
    "agreement": set[str](),
    "peaceful_protest": set[str](),
    "arrests": set[str](),
    "other": set[str](),
}
"""Which weapons an event of a kind can have: a market bombed from the air is near many words of bombs."""

"""What an incident is called in a few plain words: "Car bombing in Kunduz", "Killing of Senator Oduya in Lima"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from variorum.annotate.events.frames import EventFrame
from variorum.models import EventType, Outcome, Place, Toll

_BY_WEAPON = {
    "drone": "Drone strike",
    "vehicle_bomb": "Car bombing",
    "grenade": "Grenade attack",
    "planted_bomb": "Bombing",
    "explosives": "Bombing",
    "chemical": "Chemical attack",
    "artillery_rocket": "Shelling",
    "aircraft": "Air strike",
    "firearms": "Shooting",
    "melee": "Attack",
    "vehicle": "Ramming attack",
    "incendiary": "Arson attack",
}
_BY_SUB_TYPE = {
    "armed_clash": "Clash",
    "government_regains_territory": "Territory retaken",
    "non_state_actor_overtakes_territory": "Territory taken",
    "air_drone_strike": "Air strike",
    "suicide_bomb": "Suicide bombing",
    "shelling_artillery_missile": "Shelling",
    "remote_explosive_landmine_ied": "Bombing",
    "grenade": "Grenade attack",
    "chemical_weapon": "Chemical attack",
    "attack": "Attack",
    "abduction_forced_disappearance": "Abduction",
    "sexual_violence": "Sexual violence",
    "excessive_force_against_protesters": "Force against protesters",
    "protest_with_intervention": "Protest",
    "peaceful_protest": "Protest",
    "violent_demonstration": "Riot",
    "mob_violence": "Mob violence",
    "arrests": "Arrests",
    "disrupted_weapons_use": "Weapons found",
    "agreement": "Agreement",
}
_BY_TYPE = {
    EventType.BATTLE: "Battle",
    EventType.EXPLOSION: "Explosion",
    EventType.CIVILIANS: "Attack on civilians",
    EventType.RIOT: "Riot",
    EventType.PROTEST: "Protest",
    EventType.STRATEGIC: "Development",
    EventType.OTHER: "Incident",
}
_TOLD_BY_WEAPON = {
    "air_drone_strike": ("drone",),
    "remote_explosive_landmine_ied": ("vehicle_bomb",),
    "attack": ("firearms", "vehicle", "incendiary", "grenade"),
}
"""Where one weapon says more than the sub-type does."""
_DEEDS = {Outcome.KILLED: "Killing", Outcome.CAPTURED: "Abduction", Outcome.INJURED: "Wounding"}


def label_of(frame: EventFrame, place: Place | None, tolls: Sequence[Toll] = ()) -> str:
    """The label of an incident by its frame, place and tolls."""
    return _deed(frame, tolls) + (f" {_whereabouts(place)}" if place is not None else "")


_BESIDE = re.compile(
    r".*\b(?:km|kilomet(?:er|re)s?|miles?|met(?:er|re)s|yards)\b.*\b(?:of|from)\b"
    r"|(?:(?:north|south)?-?(?:east|west)|north|south)\s+of\b|(?:near|outside|between|along|off)\b",
    re.IGNORECASE,
)
"""A place that is told by how it lies to another."""
_BLOCK = re.compile(r"\d+ block of\b", re.IGNORECASE)


def _whereabouts(place: Place) -> str:
    """The words of a place behind a deed: "in Kano", "about 300 kilometers southwest of Cairo", "near the border"."""
    if _BESIDE.match(place.text):
        return re.sub(r"^some\b", "about", place.text, flags=re.IGNORECASE)
    return f"in the {place.text}" if _BLOCK.match(place.text) else f"in {place.text}"


def _deed(frame: EventFrame, tolls: Sequence[Toll]) -> str:
    victim = _one_victim(frame, tolls)
    if victim is not None:
        return f"{_DEEDS[victim.outcome]} of {victim.quote}"
    for weapon in _TOLD_BY_WEAPON.get(frame.sub_type or "", ()):
        if frame.weapons == (weapon,) or (weapon in frame.weapons and frame.sub_type != "attack"):
            return _BY_WEAPON[weapon]
    return _BY_SUB_TYPE.get(frame.sub_type or "", _BY_TYPE[frame.type])


def _one_victim(frame: EventFrame, tolls: Sequence[Toll]) -> Toll | None:
    """The person whom all tolls of an attack or abduction are about, named in full."""
    if frame.sub_type not in ("attack", "abduction_forced_disappearance") or not tolls:
        return None
    named = max(tolls, key=lambda toll: (toll.outcome is Outcome.KILLED, len(toll.quote)))
    family = named.quote.split()[-1]
    alone = all(toll.optional and toll.quote.split()[-1] == family for toll in tolls)
    return named if alone and named.outcome in _DEEDS and family[:1].isupper() else None

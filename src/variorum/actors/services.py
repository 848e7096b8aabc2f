"""The forces of a state that a report names only by what they are: "policemen" in Egypt are the Police Forces of Egypt.

The registry has three entries for each country, named in the manner of conflict data: its government, its military and
its police forces. A user's own file can put others in their place, with years: "Police Forces of Egypt (2014-)".
"""

from __future__ import annotations

import re
from functools import lru_cache

from variorum.actors.registry import Entry, Registry

_POLICE = re.compile(r"polic|cops?\b|gendarm|constab|carabin|sheriff|trooper|riot squad", re.IGNORECASE)
_FORCES = re.compile(
    r"\b(?:arm(?:y|ys|ed)|forces?|troops?|soldiers?|military|navy|naval|marines?|guards?|units?|patrols?|air|jets?|planes?"
    r"|warplanes?|aircraft|helicopters?|bombers?|drones?|peacekeepers?|commandos?|battalion|brigade|infantry|officers?"
    r"|artillery|tanks?|convoy|pilots?|paratroopers?|servicem[ae]n|conscripts?|security)\b",
    re.IGNORECASE,
)


def service_of(words: str) -> str:
    """The service that the words for a force name: "Police Forces", "Military Forces", else "Government"."""
    if _POLICE.search(words):
        return "Police Forces"
    return "Military Forces" if _FORCES.search(words) else "Government"


def force_of(words: str, country: str, year: int | None = None) -> Entry | None:
    """The registry's entry for a country's force that the words describe; None where the country has none such.

    A bare name of a state ("Israel struck") is its government. Of several entries (a user's, with years) the one of the
    year.
    """
    named = _forces(Registry.load()).get(country, ())
    service = service_of(words)
    fitting = [entry for entry in named if entry.name.startswith(service + " of ")]
    of_year = [entry for entry in fitting if year is None or entry.existed(year)]
    return next(iter(of_year or fitting), None)


@lru_cache(maxsize=4)
def _forces(registry: Registry) -> dict[str, tuple[Entry, ...]]:
    """ISO code -> the country's entries."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in registry.entries:
        if re.match(r"(?:Police Forces|Military Forces|Government) of ", entry.name) and entry.countries:
            found[entry.countries[0]] = (*found.get(entry.countries[0], ()), entry)
    return found

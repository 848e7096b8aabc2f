"""Places: a gazetteer, the places that a text names, and which place of the gazetteer each is.

gazetteer = Gazetteer.open()
mentions = find(text, gazetteer)
places = resolve(mentions, gazetteer)
"""

from __future__ import annotations

from variorum.places.countries import country_of, gleditsch_ward
from variorum.places.gazetteer import Gazetteer
from variorum.places.recognition import find
from variorum.places.records import Candidate, Kind, Mention, Offset, ResolvedPlace
from variorum.places.resolution import resolve

__all__ = [
    "Candidate",
    "Gazetteer",
    "Kind",
    "Mention",
    "Offset",
    "ResolvedPlace",
    "country_of",
    "find",
    "gleditsch_ward",
    "resolve",
]

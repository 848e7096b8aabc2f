"""Mentions in the making, and how much the gazetteer alone speaks for each."""

from __future__ import annotations

from dataclasses import dataclass

from variorum.places.lexicon import words
from variorum.places.records import Candidate, Kind


@dataclass(slots=True)
class Draft:
    """A mention in the making: tokens first to last (excluded) of the text."""

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    name: str
    candidates: tuple[Candidate, ...]
    score: float
    asked: Kind | None = None
    part: str | None = None
    near: bool = False
    built: bool = False
    attributive: bool = False
    inner: bool = False
    owned: bool = False


def standing(found: tuple[Candidate, ...]) -> float:
    """How much the gazetteer alone speaks for a place: 3 a country, 2.5 a state or great city, down to 0.3 a hamlet's
    by-name.
    """
    best = 0.0
    for c in found[:12]:
        if c.kind in (Kind.COUNTRY, Kind.CONTINENT):
            value = 3.0 if c.main else 2.0
        elif c.kind in (Kind.REGION, Kind.NATURAL):
            value = 2.2
        elif c.kind is Kind.ADMIN1:
            value = 2.2 if c.main else 1.7
        elif c.population >= 500_000 or c.feature == "PPLC":
            value = 2.3 if c.main else 1.5
        elif c.population >= 100_000:
            value = 1.8 if c.main else 1.0
        elif c.population >= 10_000:
            value = 1.2 if c.main else 0.6
        else:
            value = 0.8 if c.main else 0.3
        best = max(best, value)
    return best


def likely_kind(found: tuple[Candidate, ...]) -> Kind:
    """The kind that a name has without context: the most prominent of its candidates."""
    return max(found, key=lambda c: (standing((c,)), c.population)).kind


def asked_by(word: str, *, only: bool = False) -> Kind | None:
    """The kind that a word for a unit asks for. `only`: None for words that say little ("city" in "Kansas City")."""
    word = word.casefold()
    if only and word not in words("admin1_words") | words("admin2_words") | words("natural_words"):
        return None
    if only and word in words("natural_words"):
        return None
    for table, kind in (("admin1_words", Kind.ADMIN1), ("admin2_words", Kind.ADMIN2), ("admin_words", Kind.ADMIN2)):
        if word in words(table) and word != "township" and word != "municipality":
            return kind
    if word in ("island", "valley", "oasis"):
        return Kind.NATURAL
    if word in ("neighborhood", "neighbourhood", "quarter", "suburb"):
        return Kind.NEIGHBOURHOOD
    return None if word in ("area", "camp") else Kind.CITY


def asked_kind(candidates: tuple[Candidate, ...], asked: Kind, otherwise: Kind) -> Kind:
    """The kind of a name whose words ask for one: that, or the administrative level that the gazetteer has."""
    kinds = {c.kind for c in candidates}
    if asked in kinds or not candidates:
        return asked
    if asked in (Kind.ADMIN1, Kind.ADMIN2):
        return next((k for k in (Kind.ADMIN2, Kind.ADMIN1) if k in kinds), asked)
    return asked if asked in (Kind.NATURAL, Kind.NEIGHBOURHOOD) else otherwise

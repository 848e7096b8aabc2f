"""The place that a mention is taken for: its point, what holds it, how sure that is, and why."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from variorum.places.offsets import moved
from variorum.places.precision import precision
from variorum.places.records import Candidate, Kind, Mention, ResolvedPlace
from variorum.places.senses import NAMESAKE_POPULATION, UNSEEN, Senses

ALTERNATIVES = 5
"""How many other places a result tells of."""
_FOREIGN = re.compile(r"\b(?:embassy|consulate|mission)\b", re.IGNORECASE)
_LEVELS = frozenset({Kind.COUNTRY, Kind.CONTINENT, Kind.ADMIN1, Kind.ADMIN2, Kind.CITY, Kind.REGION, Kind.NATURAL})


class Placing:
    """Makes the results of one text, whose names are each taken for a place, or for none.

    shares: how much the text speaks of each country, 1 in all.
    """

    def __init__(self, senses: Senses, shares: Mapping[str, float]) -> None:
        self.senses = senses
        self.mentions = senses.mentions
        self.shares = shares

    def placed(self, index: int) -> ResolvedPlace:
        """The result for a mention, by its index."""
        mention, sense = self.mentions[index], self.senses.of[index]
        entry = sense.best
        if mention.kind in UNSEEN and not (entry is not None and entry.kind is mention.kind):
            return self._in_town(index, entry)
        if mention.name == "capital" and entry is None:
            entry = self._context_capital(index)
        if entry is None:
            return self._unresolved(index)
        if mention.kind in _LEVELS and entry.kind is not mention.kind:
            mention = replace(mention, kind=entry.kind)
        point, radius, least = _point(mention, entry)
        level = precision(mention, entry, located=True)
        town = entry.name if entry.kind is Kind.CITY and mention.part else None
        return ResolvedPlace(
            mention=mention,
            entry=entry,
            country=entry.country or (self._context_country(index, entry.countries) if entry.countries else None),
            lat=point[0],
            lon=point[1],
            geonames_id=entry.geonames_id,
            precision=level.level,
            where_prec=level.where_prec,
            geo_precision=level.geo_precision,
            locality=town,
            admin1=self._unit_name(entry.admin1),
            admin2=self._unit_name(entry.admin2),
            radius_km=radius,
            reason=_from_base(mention, entry) + (sense.reason or "the capital of the country that the report is about"),
            alternatives=tuple(c for c in sense.ranked if c.id != entry.id)[:ALTERNATIVES],
            from_km=least,
        )

    def _unit_name(self, code: str | None) -> str | None:
        unit = self.senses.gazetteer.unit(code) if code else None
        return unit.name if unit else None

    def _in_town(self, index: int, anchor: Candidate | None) -> ResolvedPlace:
        """A facility, street or quarter: its point is that of the town that the words, or the text near, put it in."""
        mention = self.mentions[index]
        if _FOREIGN.search(mention.text) and anchor is not None and anchor.kind is Kind.COUNTRY:
            anchor = None  # an embassy is not in the country that it is named after
        town, why = self._town_of(index, anchor)
        if town is None and anchor is not None and anchor.lat is not None:
            return self._at_anchor(mention, anchor)
        return _unlisted(
            mention,
            why,
            country=town.country if town else (anchor.country if anchor else None) or self._context_country(index),
            at=town,
            locality=town.name if town else None,
            admin1=self._unit_name(town.admin1) if town else None,
            admin2=self._unit_name(town.admin2) if town else None,
            radius_km=_town_radius(town) if town else None,
        )

    def _at_anchor(self, mention: Mention, anchor: Candidate) -> ResolvedPlace:
        """A facility of which only the region or country is known: "West Virginia hospital"."""
        place = _unlisted(mention, f"not in the gazetteer; named after {anchor.name}", country=anchor.country)
        admin1, radius = self._unit_name(anchor.admin1), round(anchor.extent_km / 2, 1)
        return replace(place, lat=anchor.lat, lon=anchor.lon, admin1=admin1, radius_km=radius)

    def _town_of(self, index: int, anchor: Candidate | None) -> tuple[Candidate | None, str]:
        for container in self.mentions[index].containers:
            entry = self.senses.of[container].best
            if entry is not None and entry.kind is Kind.CITY:
                return entry, f"the text puts it in {self.mentions[container].text}"
        quarter = self.mentions[index].kind is Kind.NEIGHBOURHOOD
        if anchor is not None and anchor.kind is Kind.CITY and not quarter:
            return anchor, f"named after {anchor.name}"
        start = self.mentions[index].span.start
        nearest: tuple[float, Candidate, str] | None = None
        for other, mention in enumerate(self.mentions):
            entry = self.senses.of[other].best
            if entry is None or entry.kind is not Kind.CITY or mention.kind in UNSEEN:
                continue
            if mention.attributive and entry.population < NAMESAKE_POPULATION:
                continue
            gap = (
                abs(mention.span.start - start)
                * (1.0 if mention.span.start < start else 1.3)
                * (2.0 if mention.attributive else 1.0)
            )
            if anchor is not None and not quarter and anchor.country and entry.country != anchor.country:
                continue
            if anchor is not None and not quarter and anchor.kind is Kind.ADMIN1 and entry.admin1 != anchor.code:
                continue
            gap = (gap + 60) * (1.0 - 0.7 * self.shares.get(entry.country or "", 0.0))
            if nearest is None or gap < nearest[0]:
                nearest = (gap, entry, mention.text)
        if nearest is not None:
            return nearest[1], f"not in the gazetteer; the nearest town in the text is {nearest[2]}"
        return None, "not in the gazetteer, and the text names no town for it"

    def _unresolved(self, index: int) -> ResolvedPlace:
        mention = self.mentions[index]
        country, admin1, locality = self._context_country(index), None, None
        for container in mention.containers:
            entry = self.senses.of[container].best
            if entry is not None:
                country, admin1 = entry.country or country, self._unit_name(entry.admin1)
                locality = entry.name if entry.kind is Kind.CITY else None
                break
        reason = "not in the gazetteer; its country is that of the places around it"
        return _unlisted(mention, reason, country=country, locality=locality, admin1=admin1)

    def _context_country(self, index: int, among: tuple[str, ...] = ()) -> str | None:
        """The country of the place named closest to a mention, which stands for what the text gives it around."""
        start = self.mentions[index].span.start
        votes: defaultdict[str, float] = defaultdict(float)
        for other, mention in enumerate(self.mentions):
            entry = self.senses.of[other].best
            if other == index or entry is None or not entry.country:
                continue
            if (among and entry.country not in among) or self.senses.is_passing(other, entry):
                continue
            weight = (
                0.15
                if mention.kind is Kind.DEMONYM or mention.attributive
                else 0.6
                if entry.kind is Kind.COUNTRY
                else 1.0
            )
            votes[entry.country] += weight * (0.15 + math.exp(-abs(mention.span.start - start) / 250))
        if votes:
            return max(sorted(votes), key=lambda country: votes[country] * (0.2 + self.shares.get(country, 0.0)))
        return None if among else (self.senses.home.country if self.senses.home else self.senses.home_country)

    def _context_capital(self, index: int) -> Candidate | None:
        country = self._context_country(index)
        return self.senses.gazetteer.capital(country) if country else None


def _unlisted(
    mention: Mention,
    reason: str,
    *,
    country: str | None,
    at: Candidate | None = None,
    locality: str | None = None,
    admin1: str | None = None,
    admin2: str | None = None,
    radius_km: float | None = None,
) -> ResolvedPlace:
    """A place that the gazetteer lacks; `at`: the town that it is in, where that is known."""
    level = precision(mention, None, located=at is not None)
    return ResolvedPlace(
        mention=mention,
        entry=None,
        country=country,
        lat=at.lat if at else None,
        lon=at.lon if at else None,
        geonames_id=None,
        precision=level.level,
        where_prec=level.where_prec,
        geo_precision=level.geo_precision,
        locality=locality,
        admin1=admin1,
        admin2=admin2,
        radius_km=radius_km,
        reason=reason,
    )


def _point(mention: Mention, entry: Candidate) -> tuple[tuple[float | None, float | None], float | None, float | None]:
    """Where the mention is, and how far off that may be in km at most, and at least."""
    if entry.lat is None or entry.lon is None:
        return (None, None), None, None
    if mention.offset is not None and mention.kind is Kind.OFFSET:
        return moved(entry.lat, entry.lon, mention.offset)
    radius = _town_radius(entry) if entry.kind is Kind.CITY else round(entry.extent_km / 2, 1)
    if mention.near:
        radius = max(radius, 25.0)
    return (entry.lat, entry.lon), radius, None


def _from_base(mention: Mention, entry: Candidate) -> str:
    return f"reckoned from {entry.name}: " if mention.kind is Kind.OFFSET else ""


def _town_radius(town: Candidate) -> float:
    """About how far a town reaches, in km, from its population: 1 for a village, 20 for the largest cities."""
    return round(min(20.0, max(1.0, math.sqrt(town.population / 10_000))), 1)

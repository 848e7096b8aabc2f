"""The names of one text: which mentions share a name, what the words put in what, what the text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from variorum.places.gazetteer import Gazetteer
from variorum.places.names import key
from variorum.places.outlets import home_country, home_towns
from variorum.places.records import Candidate, Kind, Mention, distance_km

UNSEEN = frozenset({Kind.FACILITY, Kind.STREET, Kind.NEIGHBOURHOOD})
"""The kinds that the gazetteer mostly lacks."""
NAMESAKE_POPULATION = 100_000
"""From here on a town is meant by its name, whatever else a report speaks of ..."""
METROPOLIS = 1_000_000
"""... and from here on in a local paper, whose own country has its Bordeaux and Pinetown."""
_ATTRIBUTIVE_VOTE = 0.5
"""What a demonym, or a name before another noun, says of the report's country, in mentions that stand alone."""
_AMERICAN = re.compile(r"\b\d+ block of\b|\bSheriff['’]s (?:Office|Department)\b", re.IGNORECASE)
"""What is said of addresses and sheriffs in the United States alone."""


@dataclass(slots=True)
class Sense:
    """All mentions of one name in a text, by their indices: they mean one place unless the words tell them apart.

    best: what it is taken for so far, ranked: that and the next likely ones, reason: why.
    """

    candidates: tuple[Candidate, ...]
    mentions: list[int] = field(default_factory=list)
    best: Candidate | None = None
    ranked: tuple[Candidate, ...] = ()
    reason: str = ""


class Senses:
    """The names of one text: `all` of them, and for each mention the one `of` it."""

    def __init__(
        self, mentions: Sequence[Mention], gazetteer: Gazetteer, publisher: str | None, publisher_country: str | None
    ) -> None:
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.homes = home_towns(publisher, gazetteer)
        self.home = self.homes[0] if self.homes else None
        self.home_country = publisher_country or home_country(publisher)
        self.american = sum(_AMERICAN.search(m.text) is not None for m in mentions if m.kind in UNSEEN)
        self.held_by: defaultdict[int, list[int]] = defaultdict(list)
        for inner, mention in enumerate(mentions):
            for container in mention.containers:
                self.held_by[container].append(inner)
        self.of: list[Sense] = []
        self.all = self._grouped()

    def _grouped(self) -> list[Sense]:
        table: dict[tuple[object, ...], Sense] = {}
        for index, mention in enumerate(self.mentions):
            unseen = mention.kind in UNSEEN
            level = mention.asked if mention.asked in (Kind.ADMIN1, Kind.ADMIN2, Kind.CITY, Kind.NATURAL) else None
            name = (key(mention.name), level, unseen, mention.name == "capital" and mention.span.start)
            sense = table.setdefault(name, Sense(mention.candidates))
            if len(mention.candidates) > len(sense.candidates):
                sense.candidates = mention.candidates
            sense.mentions.append(index)
            self.of.append(sense)
        return list(table.values())

    def votes(self) -> tuple[dict[str, float], dict[str, float]]:
        """How much the report speaks of each country and first-order unit, as shares of all."""
        countries: defaultdict[str, float] = defaultdict(float)
        units: defaultdict[str, float] = defaultdict(float)
        for index, sense in enumerate(self.of):
            entry = sense.best
            if entry is None or not entry.country:
                continue
            weight = self.vote(index, entry)
            countries[entry.country] += weight
            if entry.admin1:
                units[entry.admin1] += weight
        if self.home is not None:
            countries[self.home.countries[0]] += 1
            units[self.home.admin1 or ""] += 1
        elif self.home_country:
            countries[self.home_country] += 1
        countries["US"] += self.american
        total = sum(countries.values()) or 1
        return {c: n / total for c, n in countries.items()}, {u: n / total for u, n in units.items()}

    def vote(self, index: int, entry: Candidate) -> float:
        """How much one mention says about which country the report is about."""
        mention = self.mentions[index]
        if self.is_passing(index, entry):
            return 0.0
        return _ATTRIBUTIVE_VOTE if mention.attributive or mention.kind is Kind.DEMONYM else 1.0

    def is_passing(self, index: int, entry: Candidate) -> bool:
        """Whether a mention only happens to have the name of a small town: the "Vine" of "Vine Street"."""
        return (
            self.mentions[index].attributive
            and entry.kind is Kind.CITY
            and entry.population < NAMESAKE_POPULATION
            and all(self.mentions[i].attributive for i in self.of[index].mentions)
            and not self.containment(self.of[index], entry)
        )

    def containment(self, sense: Sense, c: Candidate) -> tuple[bool, str] | None:
        """Whether the containers that the words give hold the candidate; None where they give none."""
        answer: tuple[bool, str] | None = None
        for index in sense.mentions:
            for container in self.mentions[index].containers:
                outer = self.mentions[container]
                if outer.kind is Kind.DEMONYM and self.mentions[index].attributive:
                    continue
                if any(holds(o, c) for o in outer.candidates if o.id != c.id):
                    return True, outer.text
                if outer.candidates and any(o.kind is not Kind.CITY for o in outer.candidates):
                    answer = answer or (False, outer.text)
        for index in sense.mentions:
            for other in self.held_by[index]:
                mention = self.mentions[other]
                if self.of[other] is not sense and any(holds(c, inner) for inner in mention.candidates):
                    return True, f"one with {mention.text}"
        return answer


def holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether one place holds another, by codes where both have one, else by distance."""
    if outer.kind is Kind.COUNTRY:
        return outer.code in inner.countries and inner.kind is not Kind.COUNTRY
    if outer.kind in (Kind.ADMIN1, Kind.ADMIN2):
        return (inner.code == outer.code and inner.kind is Kind.CITY) or inner.code.startswith(f"{outer.code}.")
    if outer.kind in (Kind.REGION, Kind.NATURAL):
        if not set(outer.countries) & set(inner.countries) or outer.lat is None or outer.lon is None:
            return False
        if inner.lat is None or inner.lon is None:
            return False
        return distance_km(outer.lat, outer.lon, inner.lat, inner.lon) <= max(30.0, outer.extent_km * 0.6)
    return False

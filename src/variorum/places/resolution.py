"""Takes each place that a text names for one entry of the gazetteer, or for none, and says why.

Nothing is decided name by name: the countries and provinces that the report speaks of, the places that its words put
one another in ("Arish, North Sinai"), and the distances between the candidates of all names speak together, in a few
rounds.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from variorum.places.gazetteer import Gazetteer
from variorum.places.names import key
from variorum.places.offsets import moved
from variorum.places.outlets import home_country, home_towns
from variorum.places.precision import precision
from variorum.places.records import Candidate, Kind, Mention, ResolvedPlace, distance_km

ROUNDS = 3
ALTERNATIVES = 5
NAMESAKE_POPULATION = 100_000
"""From here on a town is meant by its name, whatever else a report speaks of ..."""
METROPOLIS = 1_000_000
"""... and from here on in a local paper, whose own country has its Bordeaux and Pinetown."""
_FOREIGN = re.compile(r"\b(?:embassy|consulate|mission)\b", re.IGNORECASE)
_LEVELS = frozenset({Kind.COUNTRY, Kind.CONTINENT, Kind.ADMIN1, Kind.ADMIN2, Kind.CITY, Kind.REGION, Kind.NATURAL})
_UNSEEN = frozenset({Kind.FACILITY, Kind.STREET, Kind.NEIGHBOURHOOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each kind of evidence is worth, in steps of ten times the population. Fitted by hand on news texts.

    country, admin1, admin2, region, capital: how prominent the kinds are without context; the rest as named.
    """

    country: float = 11.0
    admin1: float = 3.75
    admin1_size: float = 0.6
    namesake: float = 1.0
    namesake_size: float = 0.8
    built: float = 2.0
    admin2_size: float = 0.25
    region: float = 6.5
    feature: float = 1.5
    dateline: float = 2.0
    capital: float = 3.1
    alternate: float = 2.0
    loose: float = 2.0
    contained: float = 12.0
    not_contained: float = 6.0
    country_share: float = 6.0
    country_full: float = 0.4
    unit_share: float = 5.0
    unit_full: float = 0.5
    nearness: float = 3.0
    near_km: float = 80.0
    home: float = 8.0
    home_km: float = 240.0
    home_itself: float = 8.0
    demonym_vote: float = 0.5
    sure_vote: float = 1.0


WEIGHTS = Weights()
_AMERICAN = re.compile(r"\b\d+ block of\b|\bSheriff['’]s (?:Office|Department)\b", re.IGNORECASE)
"""What is said of addresses and sheriffs in the United States alone."""


@dataclass(slots=True)
class _Sense:
    """All mentions of one name in a text: they mean one place unless the words tell them apart."""

    candidates: tuple[Candidate, ...]
    mentions: list[int] = field(default_factory=list)
    best: Candidate | None = None
    ranked: tuple[Candidate, ...] = ()
    reason: str = ""


def resolve(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    publisher_country: str | None = None,
    weights: Weights = WEIGHTS,
) -> tuple[ResolvedPlace, ...]:
    """One ResolvedPlace for each mention, in their order. `mentions` are all those of one text, as `find` gives them.

    publisher: name or web domain of the outlet: local papers write of their own town. publisher_country: ISO code,
    where known.
    """
    return _Resolver(mentions, gazetteer, publisher, publisher_country, weights).resolved()


class _Resolver:
    def __init__(
        self,
        mentions: Sequence[Mention],
        gazetteer: Gazetteer,
        publisher: str | None,
        publisher_country: str | None,
        weights: Weights = WEIGHTS,
    ) -> None:
        self.weights = weights
        self.mentions = mentions
        self.gazetteer = gazetteer
        self.homes = home_towns(publisher, gazetteer)
        self.home = self.homes[0] if self.homes else None
        self.home_country = publisher_country or home_country(publisher)
        self.american = sum(_AMERICAN.search(m.text) is not None for m in mentions if m.kind in _UNSEEN)
        self.held_by: defaultdict[int, list[int]] = defaultdict(list)
        for inner, mention in enumerate(mentions):
            for container in mention.containers:
                self.held_by[container].append(inner)
        self.sense_of: list[_Sense] = []
        self.shares: dict[str, float] = {}
        self.senses: list[_Sense] = self._senses()

    # --- senses
    # ----------------------------------------------------------------------------------------------------------

    def _senses(self) -> list[_Sense]:
        table: dict[tuple[object, ...], _Sense] = {}
        for index, mention in enumerate(self.mentions):
            unseen = mention.kind in _UNSEEN
            level = mention.asked if mention.asked in (Kind.ADMIN1, Kind.ADMIN2, Kind.CITY, Kind.NATURAL) else None
            name = (key(mention.name), level, unseen, mention.name == "capital" and mention.span.start)
            sense = table.setdefault(name, _Sense(mention.candidates))
            if len(mention.candidates) > len(sense.candidates):
                sense.candidates = mention.candidates
            sense.mentions.append(index)
            self.sense_of.append(sense)
        return list(table.values())

    def resolved(self) -> tuple[ResolvedPlace, ...]:
        for sense in self.senses:
            sense.best = max(sense.candidates, key=partial(self._prior, sense), default=None)
        for _ in range(ROUNDS):
            self._round()
        self._find_unknown()
        self.shares, _ = self._votes()
        self._drop_unlikely()
        self._drop_homonyms()
        return tuple(self._resolved(index) for index in range(len(self.mentions)))

    def _drop_homonyms(self) -> None:
        """A "village of X" that the text puts in a first-order unit of another country is none of the towns named X."""
        for sense in self.senses:
            entry = sense.best
            if entry is None or entry.kind is not Kind.CITY or entry.population >= NAMESAKE_POPULATION:
                continue
            told = [self.mentions[i] for i in sense.mentions if self.mentions[i].asked is Kind.CITY]
            outer = [self.sense_of[c].best for mention in told for c in mention.containers]
            abroad = any(o is not None and o.kind is Kind.ADMIN1 and o.country != entry.country for o in outer)
            held = self._containment(sense, entry)
            if abroad and held is not None and not held[0]:
                sense.best = None

    def _round(self) -> None:
        countries, units = self._votes()
        if len(self.homes) > 1:
            self.home = max(
                self.homes,
                key=lambda h: math.log10(h.population) + 8 * units.get(h.admin1 or "", 0.0) + self._home_nearness(h),
            )
        for sense in self.senses:
            if not sense.candidates:
                continue
            scored = [(self._score(sense, c, countries, units), -n, c) for n, c in enumerate(sense.candidates)]
            scored.sort(key=lambda row: (-row[0][0], -row[1]))
            sense.ranked = tuple(c for _, _, c in scored[: ALTERNATIVES + 1])
            sense.best, sense.reason = scored[0][2], scored[0][0][1]

    def _home_nearness(self, home: Candidate) -> float:
        """Up to 4 for a home that other names of the report are close to."""
        if home.lat is None or home.lon is None:
            return 0.0
        total = 0.0
        for sense in self.senses:
            b = sense.best
            if (
                b is not None
                and b.id != home.id
                and b.name != home.name
                and b.lat is not None
                and b.lon is not None
                and b.kind in (Kind.CITY, Kind.ADMIN2)
            ):
                total += math.exp(-distance_km(home.lat, home.lon, b.lat, b.lon) / self.weights.home_km)
        return 4.0 * (1 - math.exp(-total))

    def _votes(self) -> tuple[dict[str, float], dict[str, float]]:
        """How much the report speaks of each country and first-order unit, as shares of all."""
        countries: Counter[str] = Counter()
        units: Counter[str] = Counter()
        for index, sense in enumerate(self.sense_of):
            entry = sense.best
            if entry is None or not entry.country:
                continue
            weight = self._vote(index, entry)
            countries[entry.country] += weight  # type: ignore[assignment]  # weights are fractions
            if entry.admin1:
                units[entry.admin1] += weight  # type: ignore[assignment]
        if self.home is not None:
            countries[self.home.countries[0]] += 1
            units[self.home.admin1 or ""] += 1
        elif self.home_country:
            countries[self.home_country] += 1
        countries["US"] += self.american
        total = sum(countries.values()) or 1
        return {c: n / total for c, n in countries.items()}, {u: n / total for u, n in units.items()}

    def _vote(self, index: int, entry: Candidate) -> float:
        """How much one mention says about which country the report is about."""
        mention, w = self.mentions[index], self.weights
        if self._is_passing(index, entry):
            return 0.0
        weight = w.demonym_vote if mention.attributive or mention.kind is Kind.DEMONYM else 1.0
        sure = (
            entry.kind is Kind.COUNTRY
            or entry.population >= NAMESAKE_POPULATION
            or self._containment(self.sense_of[index], entry)
        )
        return weight * (w.sure_vote if sure else 1.0)

    def _is_passing(self, index: int, entry: Candidate) -> bool:
        """Whether a mention only happens to have the name of a small town: the "Vine" of "Vine Street"."""
        return (
            self.mentions[index].attributive
            and entry.kind is Kind.CITY
            and entry.population < NAMESAKE_POPULATION
            and all(self.mentions[i].attributive for i in self.sense_of[index].mentions)
            and not self._containment(self.sense_of[index], entry)
        )

    def _prior(self, sense: _Sense, c: Candidate) -> float:
        """How likely a name alone means the candidate."""
        w, size = self.weights, math.log10(c.population + 10)
        match c.kind:
            case Kind.COUNTRY | Kind.CONTINENT:
                value = w.country
            case Kind.ADMIN1:
                value = self._namesake(sense, size) if self._has_city(sense, c) else w.admin1 + w.admin1_size * size
            case Kind.ADMIN2:
                value = w.admin2_size * size
            case Kind.CITY:
                value = size + (w.capital if c.feature == "PPLC" else 0.0)
            case _:  # of a dump's hills and hospitals, which have codes in capitals, each country has hundreds
                value = w.feature if c.feature.isupper() else w.region
        value -= 0.0 if c.main else w.alternate
        value -= 0.0 if c.exact else w.loose
        if c.kind is Kind.CITY and any(self.mentions[i].dateline for i in sense.mentions):
            value += w.dateline
        asked = self.mentions[sense.mentions[0]].asked
        return value + _asked_bonus(asked, c)

    def _namesake(self, sense: _Sense, size: float) -> float:
        """How prominent a unit is that has its town's name, by ten's power of its people: the town is meant where
        streets and buildings are in it."""
        built = any(self.mentions[i].built for i in sense.mentions)
        return self.weights.namesake + self.weights.namesake_size * size - (self.weights.built if built else 0.0)

    def _has_city(self, sense: _Sense, unit: Candidate) -> bool:
        return any(
            c.kind is Kind.CITY and c.main and c.admin1 == unit.code and c.population >= 50_000
            for c in sense.candidates
        )

    def _score(
        self, sense: _Sense, c: Candidate, countries: dict[str, float], units: dict[str, float]
    ) -> tuple[float, str]:
        reasons = []
        w = self.weights
        score = self._prior(sense, c)
        held = self._containment(sense, c)
        if held is not None:
            score += w.contained if held[0] else -w.not_contained
            if held[0]:
                reasons.append(f"the text puts it in {held[1]}")
        share = max((countries.get(country, 0.0) for country in c.countries), default=0.0)
        own = len(sense.mentions) / max(1, len(self.mentions))
        if sense.best is not None and c.country == sense.best.country:
            share = max(0.0, share - own)  # what the name itself votes for is no evidence for it
        score += w.country_share * min(1.0, share / w.country_full)
        if share > 0.15:
            reasons.append(f"the report is about {' and '.join(c.countries)}")
        if c.kind is not Kind.COUNTRY and c.admin1:
            unit = units.get(c.admin1, 0.0)
            if sense.best is not None and c.admin1 == sense.best.admin1:
                unit = max(0.0, unit - own)
            score += w.unit_share * min(1.0, unit / w.unit_full)
        near = self._nearness(sense, c)
        if near:
            score += near
            reasons.append("near other places of the report")
        if (
            self.home is not None
            and c.lat is not None
            and c.lon is not None
            and self.home.lat is not None
            and self.home.lon is not None
        ):
            km = distance_km(c.lat, c.lon, self.home.lat, self.home.lon)
            if c.kind in (Kind.CITY, Kind.ADMIN2) and km < 300:
                score += w.home_itself if c.id == self.home.id else w.home * math.exp(-km / w.home_km)
                reasons.append(f"near {self.home.name}, the publisher's home")
        if not reasons:
            reasons.append(
                "the most prominent of its name" if len(sense.candidates) > 1 else "the only place of its name"
            )
        return score, "; ".join(reasons)

    def _containment(self, sense: _Sense, c: Candidate) -> tuple[bool, str] | None:
        """Whether the containers that the words give hold the candidate; None where they give none."""
        answer: tuple[bool, str] | None = None
        for index in sense.mentions:
            for container in self.mentions[index].containers:
                outer = self.mentions[container]
                if outer.kind is Kind.DEMONYM and self.mentions[index].attributive:
                    continue
                if any(_holds(o, c) for o in outer.candidates if o.id != c.id):
                    return True, outer.text
                if outer.candidates and any(o.kind is not Kind.CITY for o in outer.candidates):
                    answer = answer or (False, outer.text)
        for index in sense.mentions:
            for other in self.held_by[index]:
                mention = self.mentions[other]
                if self.sense_of[other] is not sense and any(_holds(c, inner) for inner in mention.candidates):
                    return True, f"one with {mention.text}"
        return answer

    def _nearness(self, sense: _Sense, c: Candidate) -> float:
        """Up to 4 for a candidate close to what the other names are taken for."""
        if c.lat is None or c.lon is None or c.kind in (Kind.COUNTRY, Kind.CONTINENT):
            return 0.0
        total = 0.0
        for other in self.senses:
            b = other.best
            if (
                other is sense
                or b is None
                or b.lat is None
                or b.lon is None
                or b.kind in (Kind.COUNTRY, Kind.CONTINENT)
            ):
                continue
            if b.kind is Kind.ADMIN1 and b.extent_km > 300:
                continue
            km = distance_km(c.lat, c.lon, b.lat, b.lon)
            if km < 600:
                certain = 1.0 if len(other.candidates) < 4 else 0.6
                total += certain * math.exp(-km / self.weights.near_km)
        return self.weights.nearness * (1 - math.exp(-total))

    def _find_unknown(self) -> None:
        """Names that the gazetteer lacks as written: another transliteration, where it lies in a country the report
        is about.
        """
        countries, _ = self._votes()
        for sense in self.senses:
            mention = self.mentions[sense.mentions[0]]
            if sense.candidates or mention.kind in (Kind.STREET, Kind.FACILITY, Kind.DEMONYM):
                continue
            held = {
                c
                for i in sense.mentions
                for k in self.mentions[i].containers
                for o in self.mentions[k].candidates
                for c in o.countries
            }
            likely = held or {c for c, share in countries.items() if share >= 0.25}
            hits = [c for c in self.gazetteer.lookup_loose(mention.name) if c.country in likely]
            if mention.asked in (Kind.ADMIN1, Kind.ADMIN2):
                hits = [c for c in hits if c.kind in (Kind.ADMIN1, Kind.ADMIN2)] or hits
            if not hits:
                continue
            sense.candidates = tuple(hits)
            hits.sort(key=lambda c: -(self._prior(sense, c) + (self._nearness(sense, c))))
            sense.best, sense.ranked = hits[0], tuple(hits[: ALTERNATIVES + 1])
            sense.reason = f"another spelling of {hits[0].name}, in a country that the report is about"

    def _drop_unlikely(self) -> None:
        """A hamlet in a country that the report has nothing to do with is a namesake: better not found than there."""
        totals: Counter[str] = Counter()
        own: defaultdict[int, float] = defaultdict(float)
        for index, sense in enumerate(self.sense_of):
            if sense.best is not None and sense.best.country:
                vote = self._vote(index, sense.best)
                totals[sense.best.country] += vote  # type: ignore[assignment]  # votes are fractions
                own[id(sense)] += vote
        home = self.home.country if self.home else "US" if self.american else self.home_country
        local = self.home is not None or self.american > 0
        if local and home is not None:
            totals[home] += 1
        for sense in self.senses:
            entry = sense.best
            if entry is None or entry.country is None or entry.kind not in (Kind.CITY, Kind.ADMIN1, Kind.ADMIN2):
                continue
            known = METROPOLIS if local else NAMESAKE_POPULATION
            if entry.population >= known or entry.country == home or self._containment(sense, entry):
                continue
            beside = totals[entry.country] - own[id(sense)]
            elsewhere = sum(totals.values()) - totals[entry.country]
            if beside <= 0.05 * elsewhere and elsewhere >= 2:
                sense.best, sense.ranked = None, (entry, *sense.ranked)

    # --- results
    # ---------------------------------------------------------------------------------------------------------

    def _resolved(self, index: int) -> ResolvedPlace:
        mention, sense = self.mentions[index], self.sense_of[index]
        entry = sense.best
        if mention.kind in _UNSEEN and not (entry is not None and entry.kind is mention.kind):
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
        unit = self.gazetteer.unit(code) if code else None
        return unit.name if unit else None

    def _in_town(self, index: int, anchor: Candidate | None) -> ResolvedPlace:
        """A facility, street or quarter: its point is that of the town that the words, or the text near, put it in."""
        mention = self.mentions[index]
        if _FOREIGN.search(mention.text) and anchor is not None and anchor.kind is Kind.COUNTRY:
            anchor = None  # an embassy is not in the country that it is named after
        town, why = self._town_of(index, anchor)
        if town is None and anchor is not None and anchor.lat is not None:
            return self._at_anchor(mention, anchor)
        country = town.country if town else (anchor.country if anchor else None) or self._context_country(index)
        level = precision(mention, None, located=town is not None)
        return ResolvedPlace(
            mention=mention,
            entry=None,
            country=country,
            lat=town.lat if town else None,
            lon=town.lon if town else None,
            geonames_id=None,
            precision=level.level,
            where_prec=level.where_prec,
            geo_precision=level.geo_precision,
            locality=town.name if town else None,
            admin1=self._unit_name(town.admin1) if town else None,
            admin2=self._unit_name(town.admin2) if town else None,
            radius_km=_town_radius(town) if town else None,
            reason=why,
        )

    def _at_anchor(self, mention: Mention, anchor: Candidate) -> ResolvedPlace:
        """A facility of which only the region or country is known: "West Virginia hospital"."""
        level = precision(mention, None, located=False)
        return ResolvedPlace(
            mention=mention,
            entry=None,
            country=anchor.country,
            lat=anchor.lat,
            lon=anchor.lon,
            geonames_id=None,
            precision=level.level,
            where_prec=level.where_prec,
            geo_precision=level.geo_precision,
            locality=None,
            admin1=self._unit_name(anchor.admin1),
            admin2=None,
            radius_km=round(anchor.extent_km / 2, 1),
            reason=f"not in the gazetteer; named after {anchor.name}",
        )

    def _town_of(self, index: int, anchor: Candidate | None) -> tuple[Candidate | None, str]:
        for container in self.mentions[index].containers:
            entry = self.sense_of[container].best
            if entry is not None and entry.kind is Kind.CITY:
                return entry, f"the text puts it in {self.mentions[container].text}"
        quarter = self.mentions[index].kind is Kind.NEIGHBOURHOOD
        if anchor is not None and anchor.kind is Kind.CITY and not quarter:
            return anchor, f"named after {anchor.name}"
        start = self.mentions[index].span.start
        nearest: tuple[float, Candidate, str] | None = None
        for other, mention in enumerate(self.mentions):
            entry = self.sense_of[other].best
            if entry is None or entry.kind is not Kind.CITY or mention.kind in _UNSEEN:
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
            entry = self.sense_of[container].best
            if entry is not None:
                country, admin1 = entry.country or country, self._unit_name(entry.admin1)
                locality = entry.name if entry.kind is Kind.CITY else None
                break
        level = precision(mention, None, located=False)
        return ResolvedPlace(
            mention=mention,
            entry=None,
            country=country,
            lat=None,
            lon=None,
            geonames_id=None,
            precision=level.level,
            where_prec=level.where_prec,
            geo_precision=level.geo_precision,
            locality=locality,
            admin1=admin1,
            admin2=None,
            radius_km=None,
            reason="not in the gazetteer; its country is that of the places around it",
        )

    def _context_country(self, index: int, among: tuple[str, ...] = ()) -> str | None:
        """The country of the place named closest to a mention, which stands for what the text gives it around."""
        start = self.mentions[index].span.start
        votes: defaultdict[str, float] = defaultdict(float)
        for other, mention in enumerate(self.mentions):
            entry = self.sense_of[other].best
            if other == index or entry is None or not entry.country:
                continue
            if (among and entry.country not in among) or self._is_passing(other, entry):
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
        return None if among else (self.home.country if self.home else self.home_country)

    def _context_capital(self, index: int) -> Candidate | None:
        country = self._context_country(index)
        return self.gazetteer.capital(country) if country else None


def _asked_bonus(asked: Kind | None, c: Candidate) -> float:
    if asked is None:
        return 0.0
    if asked in (Kind.ADMIN1, Kind.ADMIN2):
        if c.kind in (Kind.ADMIN1, Kind.ADMIN2):
            return 6.0 if c.kind is asked else 5.0
        return -2.0
    if asked is Kind.CITY:
        return 4.0 if c.kind is Kind.CITY else -2.0
    if asked is Kind.NATURAL:
        return 6.0 if c.kind in (Kind.NATURAL, Kind.REGION) else -1.0
    return 0.0


def _holds(outer: Candidate, inner: Candidate) -> bool:
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

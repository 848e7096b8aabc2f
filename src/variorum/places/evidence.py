"""What speaks for each place that a name may mean: how prominent it is, what the words put it in, what is near."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from variorum.places.records import Candidate, Kind, distance_km
from variorum.places.senses import Sense, Senses

# What each kind of evidence is worth, in steps of ten times the population. Fitted by hand on news texts.
_COUNTRY = 11.0
_ADMIN1 = (3.75, 0.6)
"""To begin with, and for every ten times the population."""
_NAMESAKE = (1.0, 0.8)
"""The same for a first-order unit that has the name of a town in it."""
_BUILT = 2.0
"""What speaks against such a unit where a street or a building is in it."""
_ADMIN2_SIZE = 0.25
_REGION = 6.5
_FEATURE = 1.5
_DATELINE = 2.0
_CAPITAL = 3.1
_ALTERNATE = 2.0
_LOOSE = 2.0
_CONTAINED = 12.0
_NOT_CONTAINED = 6.0
_COUNTRY_SHARE = (6.0, 0.4)
"""What the share of a country in the report's places is worth at most, and from which share on."""
_UNIT_SHARE = (5.0, 0.5)
"""The same for a first-order unit."""
_NEARNESS = (3.0, 80.0)
"""What other places near are worth at most, and how many km away they count for a third of that."""
_HOME = (8.0, 240.0)
"""The same for the publisher's home town."""
_HOME_REACH = 300
"""How far from there that counts, in km."""


def nearness_of_home(senses: Senses, home: Candidate) -> float:
    """Up to 4 for a home town of the publisher that other names of the report are close to."""
    if home.lat is None or home.lon is None:
        return 0.0
    total = 0.0
    for sense in senses.all:
        b = sense.best
        if (
            b is not None
            and b.id != home.id
            and b.name != home.name
            and b.lat is not None
            and b.lon is not None
            and b.kind in (Kind.CITY, Kind.ADMIN2)
        ):
            total += math.exp(-distance_km(home.lat, home.lon, b.lat, b.lon) / _HOME[1])
    return 4.0 * (1 - math.exp(-total))


def prior(senses: Senses, sense: Sense, c: Candidate) -> float:
    """How likely a name and the words right around it mean the candidate."""
    size = math.log10(c.population + 10)
    match c.kind:
        case Kind.COUNTRY | Kind.CONTINENT:
            value = _COUNTRY
        case Kind.ADMIN1:
            value = _prominence(senses, sense, c, size)
        case Kind.ADMIN2:
            value = _ADMIN2_SIZE * size
        case Kind.CITY:
            value = size + (_CAPITAL if c.feature == "PPLC" else 0.0)
        case _:  # of a dump's hills and hospitals, which have codes in capitals, each country has hundreds
            value = _FEATURE if c.feature.isupper() else _REGION
    value -= 0.0 if c.main else _ALTERNATE
    value -= 0.0 if c.exact else _LOOSE
    if c.kind is Kind.CITY and any(senses.mentions[i].dateline for i in sense.mentions):
        value += _DATELINE
    return value + _asked(senses.mentions[sense.mentions[0]].asked, c)


def _prominence(senses: Senses, sense: Sense, unit: Candidate, size: float) -> float:
    """How prominent a first-order unit is, by ten's power of its people. Where it has its town's name, the town is
    meant if streets and buildings are in it."""
    if not _has_city(sense.candidates, unit):
        return _ADMIN1[0] + _ADMIN1[1] * size
    built = any(senses.mentions[i].built for i in sense.mentions)
    return _NAMESAKE[0] + _NAMESAKE[1] * size - (_BUILT if built else 0.0)


def _has_city(candidates: Sequence[Candidate], unit: Candidate) -> bool:
    return any(c.kind is Kind.CITY and c.main and c.admin1 == unit.code and c.population >= 50_000 for c in candidates)


def _asked(asked: Kind | None, c: Candidate) -> float:
    """What it is worth to be, or not to be, of the sort that the words ask for."""
    if asked in (Kind.ADMIN1, Kind.ADMIN2):
        if c.kind in (Kind.ADMIN1, Kind.ADMIN2):
            return 6.0 if c.kind is asked else 5.0
        return -2.0
    if asked is Kind.CITY:
        return 4.0 if c.kind is Kind.CITY else -2.0
    if asked is Kind.NATURAL:
        return 6.0 if c.kind in (Kind.NATURAL, Kind.REGION) else -1.0
    return 0.0


def weighed(
    senses: Senses, sense: Sense, c: Candidate, countries: Mapping[str, float], units: Mapping[str, float]
) -> tuple[float, str]:
    """How much speaks for a candidate, and what. `countries`, `units`: the shares that the report's places have."""
    reasons = []
    score = prior(senses, sense, c)
    held = senses.containment(sense, c)
    if held is not None:
        score += _CONTAINED if held[0] else -_NOT_CONTAINED
        if held[0]:
            reasons.append(f"the text puts it in {held[1]}")
    # What the name itself votes for is no evidence for it.
    own = len(sense.mentions) / max(1, len(senses.mentions))
    share = max((countries.get(country, 0.0) for country in c.countries), default=0.0)
    if sense.best is not None and c.country == sense.best.country:
        share = max(0.0, share - own)
    score += _COUNTRY_SHARE[0] * min(1.0, share / _COUNTRY_SHARE[1])
    if share > 0.15:
        reasons.append(f"the report is about {' and '.join(c.countries)}")
    if c.kind is not Kind.COUNTRY and c.admin1:
        share = units.get(c.admin1, 0.0)
        if sense.best is not None and c.admin1 == sense.best.admin1:
            share = max(0.0, share - own)
        score += _UNIT_SHARE[0] * min(1.0, share / _UNIT_SHARE[1])
    near = nearness(senses, sense, c)
    if near:
        score += near
        reasons.append("near other places of the report")
    if senses.home is not None and (at_home := _at_home(senses.home, c)):
        score += at_home
        reasons.append(f"near {senses.home.name}, the publisher's home")
    if not reasons:
        reasons.append("the most prominent of its name" if len(sense.candidates) > 1 else "the only place of its name")
    return score, "; ".join(reasons)


def nearness(senses: Senses, sense: Sense, c: Candidate) -> float:
    """What it is worth to a candidate to be close to what the other names are taken for."""
    if c.lat is None or c.lon is None or c.kind in (Kind.COUNTRY, Kind.CONTINENT):
        return 0.0
    total = 0.0
    for other in senses.all:
        b = other.best
        if other is sense or b is None or b.lat is None or b.lon is None or b.kind in (Kind.COUNTRY, Kind.CONTINENT):
            continue
        if b.kind is Kind.ADMIN1 and b.extent_km > 300:
            continue
        km = distance_km(c.lat, c.lon, b.lat, b.lon)
        if km < 600:
            certain = 1.0 if len(other.candidates) < 4 else 0.6
            total += certain * math.exp(-km / _NEARNESS[1])
    return _NEARNESS[0] * (1 - math.exp(-total))


def _at_home(home: Candidate, c: Candidate) -> float:
    """What it is worth to a town or district to be close to the publisher's."""
    if c.lat is None or c.lon is None or home.lat is None or home.lon is None:
        return 0.0
    km = distance_km(c.lat, c.lon, home.lat, home.lon)
    if c.kind not in (Kind.CITY, Kind.ADMIN2) or km >= _HOME_REACH:
        return 0.0
    return _HOME[0] * math.exp(-km / _HOME[1])

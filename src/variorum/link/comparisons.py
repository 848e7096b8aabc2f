"""How two accounts compare: each comparison is a function from their traits to the name of a level, None where the
accounts say too little to compare.

The same levels stand as SQL conditions in `data/linking/model.json`, in the same order, for Splink; a test holds both
against each other. Every function is symmetric.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import asin, cos, radians, sin, sqrt

from variorum.link.traits import Traits

Bounds = tuple[tuple[float, str], ...]
"""Names of levels, each up to a bound; a similarity is turned into a distance by its sign."""

_EARTH_KM = 12742.0
_FAR_KM = 30.0
_DAYS_APART: Bounds = (
    (1, "1 day apart"),
    (3, "2 or 3 days apart"),
    (7, "4 to 7 days apart"),
    (30, "8 to 30 days apart"),
)
_HOURS: Bounds = ((0, "times that overlap"), (240, "within four hours"))
_PUBLISHED: Bounds = (
    (1, "published within 1 day"),
    (4, "published within 4 days"),
    (10, "published within 10 days"),
    (40, "published within 40 days"),
)
_KM_APART: Bounds = ((2, "within 2 km"), (8, "within 8 km"), (_FAR_KM, "within 30 km"), (120, "within 120 km"))
_NAMES: Bounds = (
    (-100, "very many"),
    (-60, "many"),
    (-30, "several"),
    (-20, "some"),
    (-12, "one or two"),
    (-6, "a weak one"),
)
_ALIKE: Bounds = (
    (-500_000, "nearly all"),
    (-350_000, "most"),
    (-250_000, "many"),
    (-170_000, "several"),
    (-120_000, "some"),
    (-80_000, "a few"),
    (-40_000, "very few"),
)


def days_apart(a: Traits, b: Traits) -> int | None:
    """Days between the two events, 0 where their days overlap."""
    return gap(a.first_day, a.last_day, b.first_day, b.last_day)


def gap(a_first: int | None, a_last: int | None, b_first: int | None, b_last: int | None) -> int | None:
    """How far two intervals are apart, 0 where they overlap."""
    if a_first is None or a_last is None or b_first is None or b_last is None:
        return None
    return max(a_first - b_last, b_first - a_last, 0)


def km_apart(a: Traits, b: Traits) -> float | None:
    """Kilometres between the points of the two places, on a sphere."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    south, north = radians(a.lat), radians(b.lat)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(b.lon - a.lon) / 2) ** 2
    return _EARTH_KM * asin(min(1.0, sqrt(half)))


def shared_weight(a: Mapping[str, int], b: Mapping[str, int]) -> int:
    """The products of the weights of what both hold, added up."""
    return sum(a[word] * b[word] for word in a.keys() & b.keys())


def shared_bits(a: Mapping[str, int], b: Mapping[str, int]) -> int:
    """The bits of the names that both hold."""
    return sum(a[name] for name in a.keys() & b.keys())


def days(a: Traits, b: Traits) -> str | None:
    """Whether the events can have been on the same day; where a day is unknown, how far apart they were reported."""
    apart = days_apart(a, b)
    if apart is None:
        return _published(a, b)
    if apart:
        return _first(apart, _DAYS_APART, "more than 30 days apart")
    longest = max((of.last_day or 0) - (of.first_day or 0) for of in (a, b))
    return _first(longest, ((0, "the same day"), (7, "days that overlap")), "long spans that overlap")


def _published(a: Traits, b: Traits) -> str | None:
    if a.published is None or b.published is None:
        return None
    return _first(abs(a.published - b.published), _PUBLISHED, "published more than 40 days apart")


def place(a: Traits, b: Traits) -> str | None:
    """Whether the events can have been in the same place: by distance, and by names in common."""
    if a.country and b.country and a.country != b.country:
        return "another country"
    apart, named = km_apart(a, b), bool(set(a.places) & set(b.places))
    if named:
        return "a place name in common" + (", points far apart" if apart is not None and apart > _FAR_KM else "")
    if apart is not None:
        return _first(apart, _KM_APART, "farther than 120 km")
    return "other places of one country" if a.places and b.places and a.country and b.country else None


def spot(a: Traits, b: Traits) -> str | None:
    """Whether the quarters, streets, buildings that two accounts name can be one: either says a word of the other's."""
    if not a.spot or not b.spot:
        return None
    told = any(word in b.words or word in b.spot for word in a.spot) or any(word in a.words for word in b.spot)
    if told:
        return "a word of it in common"
    return "other quarters" if a.quarter and b.quarter else "other spots"


def hours(a: Traits, b: Traits) -> str | None:
    """Whether two events of one day can have been at one time of it."""
    if a.first_day is None or (a.first_day, a.last_day) != (b.first_day, b.last_day):
        return None
    apart = gap(a.first_minute, a.last_minute, b.first_minute, b.last_minute)
    return None if apart is None else _first(apart, _HOURS, "other times of the day")


def names(a: Traits, b: Traits) -> str | None:
    """Names of people, streets, bodies in common, by how much they say; less where the outlet is the same."""
    if not a.names or not b.names:
        return None
    return _first(-shared_bits(a.names, b.names), _NAMES, "none") + _outlet(a, b)


def words(a: Traits, b: Traits) -> str | None:
    """Telling words in common; they say less where the outlet is the same."""
    if not a.words or not b.words:
        return None
    return _alike(a.words, b.words) + _outlet(a, b)


def lead(a: Traits, b: Traits) -> str | None:
    """Telling words of the beginnings in common."""
    return _alike(a.lead, b.lead) if a.lead and b.lead else None


def killed(a: Traits, b: Traits) -> str | None:
    """Whether the numbers of dead can be the same."""
    return _toll(a.killed_low, a.killed_high, b.killed_low, b.killed_high)


def injured(a: Traits, b: Traits) -> str | None:
    """Whether the numbers of injured can be the same."""
    return _toll(a.injured_low, a.injured_high, b.injured_low, b.injured_high)


def kind(a: Traits, b: Traits) -> str | None:
    """Whether the events are of one type."""
    if "other" in (a.kind, b.kind):
        return None
    return "of one kind" if a.kind == b.kind else "of different kinds"


def actors(a: Traits, b: Traits) -> str | None:
    """Named actors in common."""
    if not a.actors or not b.actors:
        return None
    return "in common" if set(a.actors) & set(b.actors) else "none in common"


def targets(a: Traits, b: Traits) -> str | None:
    """Kinds of targets in common."""
    if not a.targets or not b.targets:
        return None
    return "in common" if set(a.targets) & set(b.targets) else "none in common"


def weapons(a: Traits, b: Traits) -> str | None:
    """Kinds of weapons in common."""
    if not a.weapons or not b.weapons:
        return None
    return "in common" if set(a.weapons) & set(b.weapons) else "none in common"


COMPARISONS: dict[str, Callable[[Traits, Traits], str | None]] = {
    made.__name__: made
    for made in (days, place, spot, hours, names, words, lead, killed, injured, kind, actors, targets, weapons)
}


def levels(a: Traits, b: Traits) -> dict[str, str | None]:
    """The level of every comparison of two accounts."""
    return {name: compare(a, b) for name, compare in COMPARISONS.items()}


def _first(value: float, bounds: Bounds, otherwise: str) -> str:
    return next((label for bound, label in bounds if value <= bound), otherwise)


def _alike(a: Mapping[str, int], b: Mapping[str, int]) -> str:
    return _first(-shared_weight(a, b), _ALIKE, "next to none")


def _outlet(a: Traits, b: Traits) -> str:
    return ", same outlet" if a.publisher and a.publisher == b.publisher else ""


def _toll(a_low: int | None, a_high: int | None, b_low: int | None, b_high: int | None) -> str | None:
    if a_low is None or b_low is None:
        return None
    if (a_low, a_high) == (b_low, b_high):
        return "the same: 10 or more" if a_low >= 10 else "the same: more than one" if a_low > 1 else "the same: one"
    fits = (a_high is None or b_low <= a_high) and (b_high is None or a_low <= b_high)
    if fits:
        return "can be the same"
    least, most = sorted((a_low, b_low))
    if 4 * most <= 5 * least + 4:
        return "a few apart"
    return ("up to double" if most <= 2 * least else "far apart") + (": 10 or more" if most >= 10 else "")

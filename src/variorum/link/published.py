"""Which event a published row is about: days, place, actors and numbers weighed, without a database.

The weights are set by hand, in bits (log2 of how much likelier it is to see that of the same event than of another one
of the same country), and are said in the reason of every match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2

from variorum.link.model import probability
from variorum.models import Account, Fit, LinkedEvent, Match, Outcome, Place, Published, Toll, Weight
from variorum.places.names import key, loose_key
from variorum.places.records import distance_km
from variorum.values import DateRange

SAME, UNSURE = 0.9, 0.3
"""From which probability on a row is about an event, and from which on it is unsure."""

LEAD = 2.0
"""Bits by which the likeliest event must be ahead of the next one to be taken."""

NEAR_DAYS = 3
"""Days that may lie between a row and its event: tables and reports often give the day of the news."""

PRIOR = -8.0
"""Bits that an event of the country and those days is the row's, before anything is compared: one in some 250."""

_ONE_DAY = 6.0
_NOT_ONE_DAY = {1: 2.0, 2: -1.0, 3: -3.0}
_FAR_DAYS = -10.0
_CLOSE_KM, _NEXT_KM = 10, 30
_NAMESAKE_KM = 100
"""Beyond it two places of one name are two places."""

_CLOSE, _NEXT, _WITHIN, _FAR, _VERY_FAR = 7.0, 5.0, 2.0, -5.0, -12.0
_NAMED, _OTHER_NAME = 5.0, -1.0
_PROVINCE, _OTHER_PROVINCE = 1.5, -2.0
_ACTORS, _OTHER_ACTORS = 3.0, -1.0
_SAME_TOLL, _SMALL_TOLL, _LIKE_TOLL, _OTHER_TOLL = 3.0, 1.0, 1.0, -2.0
_TELLING = 5
_REACH_KM = {1: 10.0, 2: 25.0, 3: 60.0, 4: 200.0, 5: 300.0}
"""How far an event may be from its point, by UCDP's code of precision."""

_NO_NAMES = frozenset(
    "the of a an and government governments forces force military police army armed group groups unidentified unknown "
    "civilians civilian gunmen militants rebels for in al el movement front party national people".split()
)


@dataclass(frozen=True, slots=True)
class _Weighed:
    event: LinkedEvent
    weights: tuple[Weight, ...]

    @property
    def bits(self) -> float:
        return sum(weight.bits for weight in self.weights)


def match(row: Published, events: Iterable[LinkedEvent]) -> Match:
    """The likeliest of the events that may be the row's. Where another is about as likely it is unsure which."""
    found = [_Weighed(event, tuple(_weights(row, event))) for event in events if event.accounts]
    if not found:
        return Match(row=row.id, event=None, fit=Fit.NONE, score=0.0, reason="None: no event of those days is near.")
    ordered = sorted(found, key=lambda one: (-one.bits, one.event.id))
    best = ordered[0]
    score = round(probability(best.bits), 4)
    fit = Fit.SAME if score >= SAME else Fit.UNSURE if score >= UNSURE else Fit.NONE
    rivals = [one for one in ordered[1:] if best.bits - one.bits < LEAD and probability(one.bits) >= UNSURE]
    if rivals and fit is Fit.SAME:
        fit = Fit.UNSURE
    return Match(
        row=row.id,
        event=best.event.id,
        fit=fit,
        score=score,
        reason=_reason(fit, best.weights, len(rivals)),
        weights=best.weights,
    )


def window(row: Published) -> DateRange:
    """The days on which the events lie that may be the row's."""
    return row.days.widen(NEAR_DAYS)


def days_of(event: LinkedEvent) -> DateRange | None:
    """All days that the event's accounts give it; None where none gives any."""
    given = [account.event.when.days for account in event.accounts if account.event.when]
    return DateRange(min(one.start for one in given), max(one.end for one in given)) if given else None


def _reason(fit: Fit, weights: Sequence[Weight], rivals: int) -> str:
    for_it = "; ".join(weight.level for weight in weights if weight.level and weight.bits >= 0)
    against = "; ".join(weight.level for weight in weights if weight.level and weight.bits < 0)
    words = "; but ".join(part for part in (for_it, against) if part)
    if rivals:
        words += f"; {rivals} other event{'' if rivals == 1 else 's'} fit{'s' if rivals == 1 else ''} about as well"
    return f"{fit.value.capitalize()}: {words or 'nothing speaks for it'}."


def _weights(row: Published, event: LinkedEvent) -> Iterator[Weight]:
    yield Weight(comparison="prior", level="", bits=PRIOR)
    for compared in (_days(row, event), _place(row, event), _actors(row, event), _toll(row, event)):
        if compared is not None:
            yield compared


def _days(row: Published, event: LinkedEvent) -> Weight | None:
    given = [account.event.when.days for account in event.accounts if account.event.when]
    if not given:
        return None
    nearest = min(given, key=lambda days: (row.days.gap(days), days.days))
    gap = row.days.gap(nearest)
    if gap:
        level = f"{gap} day{'' if gap == 1 else 's'} apart"
        return Weight(comparison="days", level=level, bits=_NOT_ONE_DAY.get(gap, _FAR_DAYS))
    longest = max(row.days.days, nearest.days)
    level = "the same day" if longest == 1 else f"days that overlap, within {longest} days"
    return Weight(comparison="days", level=level, bits=max(0.0, _ONE_DAY - log2(longest)))


def _place(row: Published, event: LinkedEvent) -> Weight | None:
    places = [account.event.place for account in event.accounts if account.event.place]
    compared = [weight for place in places if (weight := _one_place(row, place)) is not None]
    return max(compared, key=lambda weight: weight.bits, default=None)


def _one_place(row: Published, place: Place) -> Weight | None:
    names = {key(name) for name in (place.text, place.locality) if name}
    named = bool(row.place) and key(row.place or "") in names
    apart = _apart(row, place)
    if apart is not None:
        reach = max(row.within_km or 0.0, place.to_km or _REACH_KM.get(place.where_prec or 0, 0.0))
        level = f"{apart:,.0f} km apart"
        if apart <= _CLOSE_KM and reach <= _NEXT_KM:
            return Weight(comparison="place", level=level, bits=_CLOSE)
        if apart <= _NEXT_KM and (reach <= 2 * _NEXT_KM or named):
            return Weight(comparison="place", level=level, bits=_NEXT)
        if apart <= reach:
            return Weight(comparison="place", level=f"{level}, as its places allow", bits=_WITHIN)
        if not named or apart > reach + _NAMESAKE_KM:
            bits = _FAR if named or apart <= reach + _NAMESAKE_KM else _VERY_FAR
            return Weight(comparison="place", level=level, bits=bits)
    if named:
        return Weight(comparison="place", level=f"both in {row.place}", bits=_NAMED)
    if row.admin1 and place.admin1:
        same = _key(row.admin1) == _key(place.admin1)
        level = f"both in {row.admin1}" if same else f"{row.admin1} against {place.admin1}"
        return Weight(comparison="place", level=level, bits=_PROVINCE if same else _OTHER_PROVINCE)
    if row.place and names:
        return Weight(comparison="place", level=f"{row.place} against {place.text}", bits=_OTHER_NAME)
    return None


def _apart(row: Published, place: Place) -> float | None:
    """Kilometres between the two points; of a point that stands for a country nothing follows."""
    if row.lat is None or row.lon is None or row.within_km is None or place.lat is None or place.lon is None:
        return None
    return None if (place.where_prec or 0) >= 6 else distance_km(row.lat, row.lon, place.lat, place.lon)


def _actors(row: Published, event: LinkedEvent) -> Weight | None:
    """Names in common, by their telling words."""
    actors = [actor for account in event.accounts for actor in account.event.actors]
    ours = {
        name: _telling(f"{actor.text} {actor.name or ''}") for actor in actors for name in (actor.name or actor.text,)
    }
    theirs = {name: _telling(name) for name in row.actors}
    shared = [name for name, words in theirs.items() if any(words & other for other in ours.values())]
    if shared:
        return Weight(comparison="actors", level=f"{shared[0]} takes part in both", bits=_ACTORS)
    if any(theirs.values()) and any(ours.values()):
        return Weight(comparison="actors", level="none of the actors is named in both", bits=_OTHER_ACTORS)
    return None


def _telling(name: str) -> frozenset[str]:
    words = (_key(word) for word in re.findall(r"[^\W\d_]{2,}", name) if word.casefold() not in _NO_NAMES)
    return frozenset(word for word in words if word)


def _key(name: str) -> str:
    """What spellings of one name share; of a short name no more than letters and accents."""
    return loose_key(name) or key(name)


def _toll(row: Published, event: LinkedEvent) -> Weight | None:
    """Whether the row's numbers of dead are told in the reports."""
    told = [toll.count for account in event.accounts for toll in _dead(account)]
    numbers = {number.value for number in row.numbers if number.outcome is Outcome.KILLED and number.value}
    if not told or not numbers:
        return None
    same = [number for number in numbers if any(number in (count.low, count.high) for count in told)]
    if same:
        bits = _SAME_TOLL if max(same) >= _TELLING else _SMALL_TOLL
        return Weight(comparison="toll", level=f"its {max(same):,} dead are told", bits=bits)
    if any(count.high is not None and count.contains(number) for number in numbers for count in told):
        return Weight(comparison="toll", level="its dead fit a number that is told", bits=_LIKE_TOLL)
    most, least = max(c.high or c.floor for c in told), min(c.floor for c in told)
    if max(numbers) < least / 2 or min(numbers) > 2 * most:
        return Weight(comparison="toll", level=f"its {max(numbers):,} dead are far from what is told", bits=_OTHER_TOLL)
    return None


def _dead(account: Account) -> Iterator[Toll]:
    return (toll for toll in account.tolls if toll.outcome is Outcome.KILLED and toll.part_of is None)

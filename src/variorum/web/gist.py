"""What an event is in a line: its day, place, type, actors and tolls, drawn from its accounts for lists and headings.

No rule of a codebook is applied here; figures are theirs. The gist of an event never says more than an account does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from variorum.models import Account, EventType, LinkedEvent, Outcome, Place, Toll, When
from variorum.values import CountRange, DateRange

_UNKNOWN_PRECISION = 9
_KILOMETRES = {1: 0.0, 2: 25.0, 3: 35.0, 4: 90.0, 5: 120.0, 6: 300.0, 7: 120.0}
"""How far round its point an event may have been, by UCDP's where_prec: what is drawn is an area, never a finer pin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """One event in a line. `tolls`: by outcome, from the least to the most that any account allows."""

    id: str
    label: str
    days: DateRange | None
    place: Place | None
    type: EventType
    actors: tuple[str, ...]
    tolls: dict[Outcome, CountRange]
    accounts: int
    origins: int
    publishers: tuple[str, ...]
    last_published: str

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2; "" where it is not known."""
        return (self.place.country if self.place else None) or ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, where they are known."""
        if self.place is None or self.place.lat is None or self.place.lon is None:
            return None
        return self.place.lon, self.place.lat

    @property
    def where(self) -> str:
        """The place in words, outermost last; "place not given"."""
        if self.place is None:
            return "place not given"
        names = dict.fromkeys(name for name in (self.place.text, self.place.locality, self.place.admin1) if name)
        return ", ".join(names)

    @property
    def radius(self) -> float:
        """Kilometres round the point in which the event was; 0 for a named town."""
        return _KILOMETRES.get((self.place and self.place.where_prec) or 6, 300.0)


def gist(event: LinkedEvent) -> Gist:
    """The gist of an event over all its accounts, those in which it is the main event first."""
    ordered = sorted(event.accounts, key=lambda account: not account.event.main)
    return Gist(
        id=event.id,
        label=_label(ordered),
        days=_days(ordered),
        place=_place(ordered),
        type=_most_common(account.event.type for account in ordered),
        actors=tuple(dict.fromkeys(_actors(ordered))),
        tolls=dict(_tolls(event)),
        accounts=len(event.accounts),
        origins=_roots(event),
        publishers=tuple(sorted({account.report.publisher for account in ordered if account.report.publisher})),
        last_published=max((str(account.report.published or "") for account in ordered), default=""),
    )


def _roots(event: LinkedEvent) -> int:
    """Accounts that stand on their own: those that are not wholly copied from an origin that another one has."""
    seen: set[str] = set()
    roots = 0
    for account in event.accounts:
        origins = {event.origin(claim.id) for claim in account.claims}
        roots += not origins or not origins <= seen
        seen |= origins
    return roots


def _most_common(types: Iterable[EventType]) -> EventType:
    counted = Counter(types)
    told = [(count, kind) for kind, count in counted.items() if kind is not EventType.OTHER]
    return max(told, key=lambda pair: pair[0])[1] if told else EventType.OTHER


def _label(accounts: Iterable[Account]) -> str:
    for account in accounts:
        if account.event.label:
            return _plainer(account.event.label, account.event.sub_type or "")
    for account in accounts:
        if account.report.title:
            return account.report.title
    return ""


#: What the reader calls an incident by its sub-type, in a word that says no more than that.
_PLAIN = {
    "remote_explosive_landmine_ied": "Explosion",
    "shelling_artillery_missile": "Shelling or missiles",
    "air_drone_strike": "Air or drone strike",
    "abduction_forced_disappearance": "Abduction",
    "mob_violence": "Riot",
}


def _plainer(label: str, sub_type: str) -> str:
    """The label, its sub-type in plain words where it opens with the code's."""
    code = sub_type.replace("_", " ")
    if sub_type in _PLAIN and label.casefold().startswith(code):
        return _PLAIN[sub_type] + label[len(code) :]
    return label


def _days(accounts: Iterable[Account]) -> DateRange | None:
    """The narrowest range that an account gives; of two as narrow the one that more accounts give."""
    known: list[When] = [account.event.when for account in accounts if account.event.when]
    if not known:
        return None
    counted = Counter(when.days for when in known)
    return min(counted, key=lambda days: (days.days, -counted[days], days.start))


def _place(accounts: Iterable[Account]) -> Place | None:
    """The finest place that is resolved to a point; else the first that has words."""
    known = [account.event.place for account in accounts if account.event.place]
    if not known:
        return None
    return min(known, key=lambda place: (place.lat is None, place.where_prec or _UNKNOWN_PRECISION))


def _actors(accounts: Iterable[Account]) -> Iterator[str]:
    return (actor.name or actor.text for account in accounts for actor in account.event.actors)


def _tolls(event: LinkedEvent) -> Iterator[tuple[Outcome, CountRange]]:
    """By outcome, the span of what wholes are said to be: parts and additions stand inside or beside their whole."""
    by_outcome: dict[Outcome, list[Toll]] = {}
    for _, toll in event.tolls:
        by_outcome.setdefault(toll.outcome, []).append(toll)
    for outcome in Outcome:
        if tolls := by_outcome.get(outcome):
            wholes = [toll for toll in tolls if toll.part_of is None and not toll.additional] or tolls
            yield outcome, _hull([toll.count for toll in wholes])


def _hull(counts: list[CountRange]) -> CountRange:
    lows = [count.low for count in counts if count.low is not None]
    highs = [count.high for count in counts if count.high is not None]
    low = min(lows, default=None)
    high = max([*highs, *lows], default=None) if highs or lows else None
    return CountRange(low, high, approx=all(count.approx for count in counts))


_WORD = re.compile(r"\w+")


def words_of(found: Gist, titles: Iterable[str]) -> frozenset[str]:
    """The words by which an event is found: folded, of its label, place, actors and its reports' titles."""
    texts = chain((found.label, found.where, *found.actors, *found.publishers), titles)
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def folded(text: str) -> list[str]:
    """The words that are searched for."""
    return _WORD.findall(text.casefold())

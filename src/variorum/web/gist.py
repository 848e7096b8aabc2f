"""What an event is in a line, for lists and headings: what stands for it over its accounts (`variorum.consensus`), its
tolls, and how many tell of it.

No rule of a codebook is applied here; figures are theirs. The gist of an event never says more than an account does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from variorum.consensus import Consensus, actor_name
from variorum.models import EventType, LinkedEvent, Outcome, Place, Toll
from variorum.values import CountRange, DateRange

_KILOMETRES = {1: 0.0, 2: 25.0, 3: 35.0, 4: 90.0, 5: 120.0, 6: 300.0, 7: 120.0}
"""How far round its point an event may have been, by UCDP's where_prec: what is drawn is an area, never a finer pin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """One event in a line. `tolls`: by outcome, from the least to the most that any account allows; `origins`: how many
    accounts are no reprints of others.
    """

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
        return where_of(self.place.text, self.place.locality, self.place.admin1)

    @property
    def radius(self) -> float:
        """Kilometres round the point in which the event was; 0 for a named town."""
        return radius_of(self.place.where_prec if self.place else None)


def where_of(*names: str | None) -> str:
    """A place in words, of its names from the innermost to the outermost."""
    return ", ".join(dict.fromkeys(name for name in names if name))


def radius_of(precision: int | None) -> float:
    """Kilometres round its point that a place of UCDP's where_prec may be off."""
    return _KILOMETRES.get(precision or 6, 300.0)


def gist(event: LinkedEvent) -> Gist:
    """The gist of an event over all its accounts."""
    told = Consensus(event)
    when = told.when[0]
    return Gist(
        id=event.id,
        label=told.label,
        days=when.days if when else None,
        place=told.place[0],
        type=told.type,
        actors=tuple(dict.fromkeys(actor_name(actor) for actor in told.actors)),
        tolls=dict(_tolls(event)),
        accounts=len(event.accounts),
        origins=len(told.speaking),
        publishers=tuple(sorted({account.report.publisher for account in event.accounts if account.report.publisher})),
        last_published=max((str(account.report.published or "") for account in event.accounts), default=""),
    )


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


def folded(text: str) -> list[str]:
    """The words that are searched for."""
    return _WORD.findall(text.casefold())

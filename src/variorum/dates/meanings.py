"""What time words mean: a meaning is one way of naming days, resolved to an interval against an anchor.

A meaning holds no dates that the words do not hold. `resolve` gives None where the anchor lacks what the words
need, and may raise OverflowError or ValueError where the result lies outside the calendar (the finder catches these).
Meanings of the calendar, those that count from another day and those made of others have a file each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from variorum.dates.model import Granularity
from variorum.values import DateRange

GRANULARITY_OF = {
    "hour": Granularity.DAY,
    "day": Granularity.DAY,
    "half": Granularity.MONTHS,
    "quarter": Granularity.MONTHS,
    "week": Granularity.WEEK,
    "fortnight": Granularity.WEEKS,
    "month": Granularity.MONTH,
    "year": Granularity.YEAR,
    "decade": Granularity.YEARS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What an expression is read against.

    published: day of publication. previous: days of the last dated expression before this one.
    forward: the words around it speak of what is to come ("will meet on Friday"). country: ISO 3166-1 alpha-2 code of
    where the text is about, for holidays of a nation.
    """

    published: date | None = None
    previous: DateRange | None = None
    forward: bool = False
    country: str | None = None


class Meaning(Protocol):
    """A way of naming days."""

    @property
    def granularity(self) -> Granularity: ...

    @property
    def absolute(self) -> bool:
        """Whether the days follow from the words alone."""
        ...

    def resolve(self, anchor: Anchor, /) -> DateRange | None: ...


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of time that name no interval: "recently", "years ago"."""

    granularity: Granularity = Granularity.UNKNOWN

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, _anchor: Anchor) -> DateRange | None:
        return None

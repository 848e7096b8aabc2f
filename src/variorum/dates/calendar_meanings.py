"""Meanings that the calendar knows: days, months, seasons, years and holidays, with or without their year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from variorum.dates.holidays import Holiday
from variorum.dates.meanings import Anchor
from variorum.dates.model import Granularity
from variorum.dates.reckoning import calendar_unit, months
from variorum.values import DateRange

TOLERANCE = timedelta(days=3)
"""A date without a year is the latest such day up to this long after publication: clocks and time zones differ."""
_LONGEST_YEAR = timedelta(days=400)
"""More than any calendar lets pass between two feasts of one name."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Day:
    """ "11 November 1989", "6 September"."""

    year: int | None
    month: int
    day: int

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAY

    @property
    def absolute(self) -> bool:
        return self.year is not None

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if self.year is not None:
            return DateRange.day(date(self.year, self.month, self.day))
        if anchor.published is None:
            return None
        found = _nearest_year(anchor, lambda year: _date_or_none(year, self.month, self.day))
        return None if found is None else DateRange.day(found)

    def with_year(self, year: int) -> Day:
        return replace(self, year=year)

    def exists(self) -> bool:
        """Whether there is such a day: not for 31 April, nor for 29 February of most years."""
        return _date_or_none(self.year or 2000, self.month, self.day) is not None

    def precedes(self, other: Day) -> bool:
        """Whether the other is the day after this one, in the same year or one that neither names."""
        year = self.year or other.year or 2000
        here = _date_or_none(year, self.month, self.day)
        there = _date_or_none(other.year or year, other.month, other.day)
        return here is not None and there is not None and there - here == timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """ "05/07/2016": either of two days. The one that can be, or is about that of publication; else unknown."""

    one: Day
    other: Day

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAY

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        now = anchor.published
        if now is None:
            return None
        options = [days for days in (self.one.resolve(anchor), self.other.resolve(anchor)) if days is not None]
        possible = [days for days in options if days.start <= now + TOLERANCE]
        near = [days for days in possible if now - days.start <= TOLERANCE]
        return next((found[0] for found in (near, possible) if len(found) == 1), None)


@dataclass(frozen=True, slots=True)
class Month:
    """ "March 2015", "in October".

    which: "last" ("last October") is neither the month of publication nor the one before it, which is "last month";
    "next" begins after publication.
    """

    year: int | None
    month: int
    which: str = ""

    @property
    def granularity(self) -> Granularity:
        return Granularity.MONTH

    @property
    def absolute(self) -> bool:
        return self.year is not None

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if self.year is not None:
            return months(self.year, self.month, 1)
        if anchor.published is None:
            return None
        now = anchor.published.replace(day=1)
        if self.which == "last":
            now = calendar_unit(now, "month", -2).start
        elif self.which == "next":
            now = calendar_unit(now, "month", 1).start + TOLERANCE
        around = replace(anchor, published=now, forward=anchor.forward or self.which == "next")
        first = _nearest_year(around, lambda year: date(year, self.month, 1))
        return None if first is None else months(first.year, first.month, 1)

    def with_year(self, year: int) -> Month:
        return replace(self, year=year)


@dataclass(frozen=True, slots=True)
class Season:
    """ "the summer of 2012", "last winter": months of the northern hemisphere, winter by the year of its December."""

    year: int | None
    season: str
    before_current: bool = False

    @property
    def granularity(self) -> Granularity:
        return Granularity.SEASON

    @property
    def absolute(self) -> bool:
        return self.year is not None

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if self.year is not None:
            return months(self.year, _SEASONS[self.season], 3)
        if anchor.published is None:
            return None
        seasons = [months(anchor.published.year - ago, _SEASONS[self.season], 3) for ago in (0, 1, 2)]
        limit = anchor.published
        return next((s for s in seasons if (s.end if self.before_current else s.start) <= limit), None)

    def with_year(self, year: int) -> Season:
        return replace(self, year=year)


@dataclass(frozen=True, slots=True)
class Years:
    """One year, or a run of them: "2011", "1998-2019", "the 1990s"."""

    first: int
    last: int

    @property
    def granularity(self) -> Granularity:
        return Granularity.YEAR if self.first == self.last else Granularity.YEARS

    @property
    def absolute(self) -> bool:
        return True

    def resolve(self, _anchor: Anchor) -> DateRange | None:
        return DateRange(date(self.first, 1, 1), date(self.last, 12, 31))


@dataclass(frozen=True, slots=True)
class Named:
    """A holiday, of a year where the words say which."""

    holiday: Holiday
    year: int | None = None
    before_current: bool = False

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAY if self.holiday.length == 1 else Granularity.DAYS

    @property
    def absolute(self) -> bool:
        return self.year is not None or self.holiday.on is not None

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if self.holiday.on is not None:
            return DateRange.day(self.holiday.on)
        if self.year is not None:
            return next(iter(self.holiday.in_year(self.year, anchor.country)), None)
        now = anchor.published
        if now is None:
            return None
        years = range(now.year - 2, now.year + 2)
        found = sorted(days for year in years for days in self.holiday.in_year(year, anchor.country))
        if anchor.forward:
            return next((days for days in found if days.end >= now), None)
        limit = now - timedelta(days=1) if self.before_current else now + TOLERANCE
        latest = next((days for days in reversed(found) if days.start <= limit), None)
        # the library does not know every feast of every year: then the latest known is not the one that is meant
        return latest if latest is not None and now - latest.start < _LONGEST_YEAR else None

    def with_year(self, year: int) -> Named:
        return replace(self, year=year)


class _InYear(Protocol):
    def __call__(self, year: int, /) -> date | None: ...


def _nearest_year(anchor: Anchor, in_year: _InYear) -> date | None:
    """The latest such day on or a little after publication; the next one where the words look forward."""
    now = anchor.published
    if now is None:
        return None
    years = range(max(now.year - 8, 1), min(now.year + 9, 9999))
    found = [day for day in map(in_year, years) if day is not None]
    if anchor.forward:
        return next((day for day in found if day >= now - TOLERANCE), None)
    return next((day for day in reversed(found) if day - now <= TOLERANCE), None)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

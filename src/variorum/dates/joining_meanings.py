"""Meanings made of other meanings: a part of a month, the night to a day, from one date to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from variorum.dates.meanings import GRANULARITY_OF, Anchor, Meaning
from variorum.dates.model import Granularity
from variorum.dates.reckoning import UNIT_DAYS, UNIT_MONTHS, displaced, month_count, months, piece, shifted, third
from variorum.dates.relative_meanings import Ago, Reference, Unit, Weekday
from variorum.values import DateRange


class Yearless(Protocol):
    """A date that a year makes absolute."""

    @property
    def granularity(self) -> Granularity: ...

    def with_year(self, year: int) -> Meaning: ...


@dataclass(frozen=True, slots=True)
class OfYear:
    """ "in October last year", "on 5 May this year": the year by its distance from that of publication."""

    inner: Yearless
    offset: int

    @property
    def granularity(self) -> Granularity:
        return self.inner.granularity

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if anchor.published is None:
            return None
        return self.inner.with_year(anchor.published.year + self.offset).resolve(anchor)


@dataclass(frozen=True, slots=True)
class YearsBefore:
    """ "a year ago this month", "ten years ago today"."""

    inner: Meaning
    years: int

    @property
    def granularity(self) -> Granularity:
        return self.inner.granularity

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if anchor.published is None:
            return None
        return self.inner.resolve(replace(anchor, published=shifted(anchor.published, "year", -self.years)))


@dataclass(frozen=True, slots=True)
class Displaced:
    """So long before or after another date: "two days before Christmas", "the eve of the feast" (-1 day)."""

    inner: Meaning
    unit: str
    offset: int

    @property
    def granularity(self) -> Granularity:
        return max(self.inner.granularity, GRANULARITY_OF[self.unit], key=list(Granularity).index)

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        return days and displaced(days, self.unit, self.offset)


@dataclass(frozen=True, slots=True)
class Overnight:
    """The night from one day to the next: "overnight", "overnight Wednesday", "last night" (`inner` yesterday)."""

    inner: Meaning

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAYS

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        if days is None:
            return None
        if anchor.published is not None and days.end == anchor.published:
            return DateRange(days.start - timedelta(days=1), days.end)
        return DateRange(days.start, days.end + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Part:
    """The early, middle or late part of a longer time: "early March", "the late 1990s", "mid-2016"."""

    inner: Meaning
    part: str

    @property
    def granularity(self) -> Granularity:
        return {
            Granularity.YEARS: Granularity.YEARS,
            Granularity.YEAR: Granularity.MONTHS,
            Granularity.SEASON: Granularity.MONTH,
        }.get(self.inner.granularity, Granularity.DAYS)

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        inner = replace(self.inner, whole=True) if isinstance(self.inner, Unit) else self.inner
        days = inner.resolve(anchor)
        if days is None:
            return None
        found = third(days, self.inner.granularity, self.part)
        now = anchor.published
        if (
            isinstance(self.inner, Unit)
            and self.inner.offset == 0
            and now is not None
            and found.start <= now < found.end
        ):
            return DateRange(found.start, now)
        return found


@dataclass(frozen=True, slots=True)
class NthWithin:
    """ "the first week of May", "the last days of October"; n counts from 1, or from the end where it is negative."""

    inner: Meaning
    unit: str
    n: int

    @property
    def granularity(self) -> Granularity:
        return GRANULARITY_OF[self.unit]

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        if days is None:
            return None
        if self.unit in ("half", "quarter"):
            return piece(days, {"half": 2, "quarter": 4}[self.unit], self.n)
        if self.unit in UNIT_DAYS:
            size = timedelta(days=UNIT_DAYS[self.unit])
            start = days.start + (self.n - 1) * size if self.n > 0 else days.end + timedelta(days=1) + self.n * size
            end = start + size - timedelta(days=1)
        else:
            per = UNIT_MONTHS[self.unit]
            index = self.n - 1 if self.n > 0 else month_count(days) // per + self.n
            found = months(days.start.year, days.start.month + index * per, per)
            start, end = found.start, found.end
        start, end = max(start, days.start), min(end, days.end)
        return DateRange(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """ "the first Tuesday in September", "the last Friday of Ramadan"; n from the end where it is negative."""

    inner: Meaning
    weekday: int
    n: int

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAY

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        if days is None:
            return None
        if self.n > 0:
            first = days.start + timedelta(days=(self.weekday - days.start.weekday()) % 7)
            day = first + timedelta(weeks=self.n - 1)
        else:
            last = days.end - timedelta(days=(days.end.weekday() - self.weekday) % 7)
            day = last + timedelta(weeks=self.n + 1)
        return DateRange.day(day) if days.start <= day <= days.end else None


@dataclass(frozen=True, slots=True)
class Between:
    """From one date to another; the first may lean on the second for its month or year."""

    left: Meaning
    right: Meaning

    @property
    def granularity(self) -> Granularity:
        return max(self.left.granularity, self.right.granularity, key=list(Granularity).index).plural

    @property
    def absolute(self) -> bool:
        return self.right.absolute and not isinstance(self.left, Weekday | Unit | Ago | Reference)

    def resolve(self, anchor: Anchor) -> DateRange | None:
        right = self.right.resolve(anchor)
        if right is None:
            return None
        left = (
            self.left.resolve(anchor)
            if isinstance(self.left, Unit)
            else self.left.resolve(replace(anchor, published=right.start, forward=False))
        )
        if left is None or left.start > right.end:
            return None
        return DateRange(left.start, right.end)

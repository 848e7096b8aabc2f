"""Meanings that count from the day of publication or from a date named before: "last week", "two days ago"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from variorum.dates.meanings import GRANULARITY_OF, Anchor
from variorum.dates.model import Granularity
from variorum.dates.reckoning import UNIT_DAYS, calendar_unit, days_of_hours, displaced, shifted
from variorum.values import DateRange


@dataclass(frozen=True, slots=True)
class Weekday:
    """ "Friday", "last Friday", "next Friday", "Friday last week" (`week` -1).

    which: "" the latest such day on or before publication; "last" before publication; "next" after it; "this" the one
    of the week of publication.
    """

    weekday: int
    which: str = ""
    week: int | None = None
    weeks_ago: int = 0

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
        back = (now.weekday() - self.weekday) % 7
        if self.week is not None or self.which == "this":
            monday = now - timedelta(days=now.weekday()) + timedelta(weeks=self.week or 0)
            return DateRange.day(monday + timedelta(days=self.weekday))
        if self.which == "next":
            return DateRange.day(now + timedelta(days=7 - back))
        if anchor.forward and self.which == "":
            return DateRange.day(now + timedelta(days=(7 - back) % 7))
        if self.which == "last" and back == 0:
            back = 7
        return DateRange.day(now - timedelta(days=back, weeks=self.weeks_ago))


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday: the latest on or before publication; `which` "last", "this" and "next" as for weekdays."""

    which: str = ""

    @property
    def granularity(self) -> Granularity:
        return Granularity.DAYS

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        now = anchor.published
        if now is None:
            return None
        inside = now.weekday() >= 5
        saturday = now - timedelta(days=(now.weekday() - 5) % 7)
        if (self.which == "last" and inside) or (self.which == "this" and 1 <= now.weekday() < 5):
            saturday += timedelta(weeks=-1 if self.which == "last" else 1)
        elif self.which == "next" or (anchor.forward and not inside):
            saturday += timedelta(weeks=1)
        sunday = saturday + timedelta(days=1)
        if self.which == "" and not anchor.forward:
            sunday = min(sunday, now)
        return DateRange(saturday, sunday)


@dataclass(frozen=True, slots=True)
class Unit:
    """A calendar unit counted from publication: "yesterday", "last week", "this month", "next year".

    "This week" ends with the day of publication (UCDP GED Codebook 23.1, page 32), unless `whole`; this month and this
    year are whole, as what is known only to the month or year is in the annotation guide.
    """

    unit: str
    offset: int
    whole: bool = False

    @property
    def granularity(self) -> Granularity:
        return GRANULARITY_OF[self.unit]

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        now = anchor.published
        if now is None:
            return None
        days = calendar_unit(now, self.unit, self.offset)
        if self.offset == 0 and self.unit == "week" and not self.whole and not anchor.forward:
            return DateRange(days.start, now)
        return days


@dataclass(frozen=True, slots=True)
class Ago:
    """ "two days ago", "several months ago": whole calendar months and years, days and weeks to the day.

    `low` and `high` are how many units, which differ where the words are vague.
    """

    unit: str
    low: int
    high: int

    @property
    def granularity(self) -> Granularity:
        found = GRANULARITY_OF[self.unit]
        return found if self.low == self.high else found.plural

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        return None if anchor.published is None else self.before(anchor.published)

    def before(self, day: date) -> DateRange:
        if self.unit == "hour":
            return DateRange(day + timedelta(days=days_of_hours(-self.high)), day)
        if self.unit in UNIT_DAYS:
            size = UNIT_DAYS[self.unit]
            return DateRange(day - timedelta(days=size * self.high), day - timedelta(days=size * self.low))
        if self.unit == "decade":
            first, last = day.year - 10 * self.high - 5, day.year - 10 * self.low + 5
            return DateRange(date(first, 1, 1), date(last, 12, 31))
        return calendar_unit(day, self.unit, -self.high).hull(calendar_unit(day, self.unit, -self.low))


@dataclass(frozen=True, slots=True)
class Window:
    """The time up to publication, or after it: "the past year", "recent months", "the next two weeks".

    "The past N units" begins the same day N units earlier: it holds parts of both its end days.
    """

    unit: str
    count: int
    ahead: bool = False

    @property
    def granularity(self) -> Granularity:
        if self.unit == "hour" and self.count < 24:
            return Granularity.DAYS
        return (
            GRANULARITY_OF[self.unit].plural
            if self.count > 1 or self.unit in ("day", "hour")
            else (GRANULARITY_OF[self.unit])
        )

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        now = anchor.published
        if now is None:
            return None
        other = shifted(now, self.unit, self.count if self.ahead else -self.count)
        return DateRange(min(now, other), max(now, other))


@dataclass(frozen=True, slots=True)
class Reference:
    """Counted from the date named before: "the next day" (1 day), "two years earlier" (-2 years), "that day" (0).

    whole: a calendar week ("the week before"), not the day so many weeks off ("a week earlier").
    """

    unit: str
    offset: int
    whole: bool = False

    @property
    def granularity(self) -> Granularity:
        return GRANULARITY_OF[self.unit]

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        if anchor.previous is None:
            return None
        if self.whole and self.unit == "week":
            return calendar_unit(anchor.previous.start, "week", self.offset)
        return displaced(anchor.previous, self.unit, self.offset)


@dataclass(frozen=True, slots=True)
class Rest:
    """ "Later this month": the part of a running unit that is to come."""

    unit: Unit

    @property
    def granularity(self) -> Granularity:
        return self.unit.granularity

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = replace(self.unit, whole=True).resolve(anchor)
        if days is None or anchor.published is None:
            return None
        return DateRange(anchor.published, days.end)

"""What time words mean: each class is one way of naming days, resolved to an interval against an anchor.

A meaning holds no dates that the words do not hold. `resolve` gives None where the anchor lacks what the words
need, and may raise OverflowError or ValueError where the result lies outside the calendar (the finder catches these).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from variorum.dates.holidays import Holiday
from variorum.dates.model import Granularity
from variorum.values import DateRange

TOLERANCE = timedelta(days=3)
"""A date without a year is the latest such day up to this long after publication: clocks and time zones differ."""

_LONGEST_YEAR = timedelta(days=400)
"""More than any calendar lets pass between two feasts of one name."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_UNIT_DAYS = {"hour": 1, "day": 1, "week": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}
_GRANULARITY = {
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
        return _GRANULARITY[self.unit]

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
        found = _GRANULARITY[self.unit]
        return found if self.low == self.high else found.plural

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, anchor: Anchor) -> DateRange | None:
        return None if anchor.published is None else self.before(anchor.published)

    def before(self, day: date) -> DateRange:
        if self.unit == "hour":
            return DateRange(day + timedelta(days=_days_of_hours(-self.high)), day)
        if self.unit in _UNIT_DAYS:
            size = _UNIT_DAYS[self.unit]
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
            _GRANULARITY[self.unit].plural
            if self.count > 1 or self.unit in ("day", "hour")
            else (_GRANULARITY[self.unit])
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
        return _GRANULARITY[self.unit]

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
class Displaced:
    """So long before or after another date: "two days before Christmas", "the eve of the feast" (-1 day)."""

    inner: Meaning
    unit: str
    offset: int

    @property
    def granularity(self) -> Granularity:
        return max(self.inner.granularity, _GRANULARITY[self.unit], key=list(Granularity).index)

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        return days and displaced(days, self.unit, self.offset)


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
        return _GRANULARITY[self.unit]

    @property
    def absolute(self) -> bool:
        return self.inner.absolute

    def resolve(self, anchor: Anchor) -> DateRange | None:
        days = self.inner.resolve(anchor)
        if days is None:
            return None
        if self.unit in ("half", "quarter"):
            return _piece(days, {"half": 2, "quarter": 4}[self.unit], self.n)
        if self.unit in _UNIT_DAYS:
            size = timedelta(days=_UNIT_DAYS[self.unit])
            start = days.start + (self.n - 1) * size if self.n > 0 else days.end + timedelta(days=1) + self.n * size
            end = start + size - timedelta(days=1)
        else:
            per = _UNIT_MONTHS[self.unit]
            index = self.n - 1 if self.n > 0 else _month_count(days) // per + self.n
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


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of time that name no interval: "recently", "years ago"."""

    granularity: Granularity = Granularity.UNKNOWN

    @property
    def absolute(self) -> bool:
        return False

    def resolve(self, _anchor: Anchor) -> DateRange | None:
        return None


def months(year: int, month: int, count: int) -> DateRange:
    """`count` whole months from one on; a month beyond 12 is one of the next year, below 1 of the year before."""
    first = year * 12 + month - 1
    after = first + count
    return DateRange(date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


def calendar_unit(day: date, unit: str, offset: int) -> DateRange:
    """The calendar day, week (from Monday), month, year or decade that lies `offset` units from a day."""
    if unit in ("day", "hour"):
        return DateRange.day(day + timedelta(days=offset))
    if unit in ("week", "fortnight"):
        size = _UNIT_DAYS[unit]
        monday = day - timedelta(days=day.weekday()) + timedelta(days=offset * size)
        return DateRange(monday, monday + timedelta(days=size - 1))
    if unit == "month":
        return months(day.year, day.month + offset, 1)
    if unit == "year":
        return months(day.year + offset, 1, 12)
    return months(day.year - day.year % 10 + 10 * offset, 1, 120)


def shifted(day: date, unit: str, count: int) -> date:
    """The day so many units later (earlier for a negative count); the month's last day where there is none such."""
    if unit == "hour":
        return day + timedelta(days=_days_of_hours(count))
    if unit in _UNIT_DAYS:
        return day + timedelta(days=count * _UNIT_DAYS[unit])
    month = months(day.year, day.month + count * _UNIT_MONTHS[unit], 1)
    return min(month.start + timedelta(days=day.day - 1), month.end)


def _days_of_hours(hours: int) -> int:
    """Whole days that so many hours may reach; a few hours stay within the day."""
    if abs(hours) < 12:
        return 0
    return -(-hours // 24) if hours > 0 else hours // 24


def displaced(days: DateRange, unit: str, offset: int) -> DateRange:
    """Another date's days so many units away: to the day for days and weeks, the whole month or year otherwise."""
    if unit in _UNIT_DAYS:
        near = days.start if offset <= 0 else days.end
        if offset == 0:
            return days
        return DateRange.day(shifted(near, unit, offset))
    return calendar_unit(days.start, unit, offset)


def third(days: DateRange, granularity: Granularity, part: str) -> DateRange:
    """The early, mid or late third; of a month the days 1 to 10, 11 to 20 and from 21 on."""
    index = {"early": 0, "mid": 1, "late": 2}[part]
    if granularity is Granularity.MONTH:
        start = days.start + timedelta(days=10 * index)
        return DateRange(start, days.end if index == 2 else start + timedelta(days=9))
    if granularity in (Granularity.YEAR, Granularity.SEASON):
        size = _month_count(days) // 3
        return months(days.start.year, days.start.month + index * size, size)
    if granularity is Granularity.WEEK and days.days == 7:
        first, last = ((0, 2), (2, 4), (4, 6))[index]
        return DateRange(days.start + timedelta(days=first), days.start + timedelta(days=last))
    if granularity is Granularity.YEARS and days.days > 3650:
        first, last = ((0, 3), (4, 6), (7, 9))[index]
        return DateRange(date(days.start.year + first, 1, 1), date(days.start.year + last, 12, 31))
    start = days.start + timedelta(days=days.days * index // 3)
    end = days.start + timedelta(days=max(days.days * (index + 1) // 3 - 1, days.days * index // 3))
    return DateRange(start, min(end, days.end))


def _piece(days: DateRange, pieces: int, n: int) -> DateRange | None:
    """The nth of so many equal pieces: of months where the whole has enough of them, else of days."""
    index = n - 1 if n > 0 else pieces + n
    if not 0 <= index < pieces:
        return None
    if days.days > 300:
        size = _month_count(days) // pieces
        return months(days.start.year, days.start.month + index * size, size)
    start = days.start + timedelta(days=days.days * index // pieces)
    return DateRange(start, days.start + timedelta(days=max(days.days * (index + 1) // pieces, 1) - 1))


def _month_count(days: DateRange) -> int:
    return (days.end.year - days.start.year) * 12 + days.end.month - days.start.month + 1


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

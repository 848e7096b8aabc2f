"""Arithmetic of days, calendar units and their parts. All of it may raise OverflowError or ValueError outside the
calendar (years 1 to 9999)."""

from __future__ import annotations

from datetime import date, timedelta

from variorum.dates.model import Granularity
from variorum.values import DateRange

UNIT_DAYS = {"hour": 1, "day": 1, "week": 7, "fortnight": 14}
UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}


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
        size = UNIT_DAYS[unit]
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
        return day + timedelta(days=days_of_hours(count))
    if unit in UNIT_DAYS:
        return day + timedelta(days=count * UNIT_DAYS[unit])
    month = months(day.year, day.month + count * UNIT_MONTHS[unit], 1)
    return min(month.start + timedelta(days=day.day - 1), month.end)


def days_of_hours(hours: int) -> int:
    """Whole days that so many hours may reach; a few hours stay within the day."""
    if abs(hours) < 12:
        return 0
    return -(-hours // 24) if hours > 0 else hours // 24


def displaced(days: DateRange, unit: str, offset: int) -> DateRange:
    """Another date's days so many units away: to the day for days and weeks, the whole month or year otherwise."""
    if unit in UNIT_DAYS:
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
        size = month_count(days) // 3
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


def piece(days: DateRange, pieces: int, n: int) -> DateRange | None:
    """The nth of so many equal pieces: of months where the whole has enough of them, else of days."""
    index = n - 1 if n > 0 else pieces + n
    if not 0 <= index < pieces:
        return None
    if days.days > 300:
        size = month_count(days) // pieces
        return months(days.start.year, days.start.month + index * size, size)
    start = days.start + timedelta(days=days.days * index // pieces)
    return DateRange(start, days.start + timedelta(days=max(days.days * (index + 1) // pieces, 1) - 1))


def month_count(days: DateRange) -> int:
    return (days.end.year - days.start.year) * 12 + days.end.month - days.start.month + 1

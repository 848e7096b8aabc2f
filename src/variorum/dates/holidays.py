"""Holidays by name: the days of Easter, Eid, Diwali or Bastille Day in any year.

The names and rules are data (`data/dates_holidays.toml`); movable feasts are computed by python-dateutil and by the
`holidays` library, which are imported when a text first names one.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

from variorum.dates.lexicon import load_toml
from variorum.errors import DataError
from variorum.values import DateRange

_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One holiday's rule; the fields are explained at the head of `data/dates_holidays.toml`."""

    names: tuple[str, ...]
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int = 1
    easter: int | None = None
    orthodox: int | None = None
    country: str | None = None
    title: str | None = None
    national: tuple[str, ...] = ()
    on: date | None = None
    offset: int = 0
    length: int = 1

    def in_year(self, year: int, country: str | None = None) -> tuple[DateRange, ...]:
        """When the holiday begins in a year: once as a rule; feasts of a lunar calendar also twice or never.

        country: where, for a day that each nation has of its own ("Independence Day"); never where it is not known.
        """
        if year not in _YEARS:
            return ()
        if self.national:
            return tuple(_lasting(day, self.length) for day in _national(country, self.national, year))
        return tuple(_lasting(first + timedelta(days=self.offset), self.length) for first in self._firsts(year))

    def _firsts(self, year: int) -> tuple[date, ...]:
        if self.on is not None:
            return (self.on,) if self.on.year == year else ()
        if self.country is not None and self.title is not None:
            return _titled(self.country, self.title, year)
        if self.easter is not None:
            return (_easter(year, orthodox=False) + timedelta(days=self.easter),)
        if self.orthodox is not None:
            return (_easter(year, orthodox=True) + timedelta(days=self.orthodox),)
        if self.weekday is not None and self.month is not None:
            return (_nth_weekday(year, self.month, self.weekday, self.nth),)
        if self.month is not None and self.day is not None:
            return (date(year, self.month, self.day),)
        raise DataError(f"data/dates_holidays.toml: {self.names[0]!r} has no rule for its date")


@cache
def named_holidays() -> Mapping[str, Holiday]:
    """Every holiday by each of its names, as `normalised` gives them."""
    out: dict[str, Holiday] = {}
    for entry in load_toml("dates_holidays.toml")["holiday"]:
        lists = {key: tuple(entry[key]) for key in ("names", "national") if key in entry}
        holiday = Holiday(**{**entry, **lists})
        for name in holiday.names:
            if out.setdefault(normalised(name), holiday) is not holiday:
                raise DataError(f"data/dates_holidays.toml: {name!r} is a name of two holidays; keep one of them")
    return out


def normalised(name: str) -> str:
    """A name in lower case with plain apostrophes and single spaces, hyphens as spaces."""
    return " ".join(name.lower().replace("\u2019", "'").replace("-", " ").split())


@cache
def name_patterns() -> Mapping[str, re.Pattern[str]]:
    """For each first word of a holiday's name, a pattern that matches the longest name at a place."""
    by_first: dict[str, list[str]] = {}
    for name in named_holidays():
        match = re.match(r"\w+", name)
        if match is None:
            raise DataError(f"data/dates_holidays.toml: {name!r} does not begin with a word")
        by_first.setdefault(match.group(), []).append(name)
    return {
        first: re.compile("|".join(_name_pattern(n) for n in sorted(names, key=len, reverse=True)), re.IGNORECASE)
        for first, names in by_first.items()
    }


def _name_pattern(name: str) -> str:
    body = re.escape(name).replace(r"\ ", r"[\s-]{1,3}").replace("'", "['\u2019]")
    return rf"{body}(?![\w/])"


def _lasting(first: date, length: int) -> DateRange:
    return DateRange(first, first + timedelta(days=length - 1))


def _easter(year: int, *, orthodox: bool) -> date:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

    day: date = easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN)
    return day


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; from the end where nth is negative."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))


def _national(country: str | None, titles: tuple[str, ...], year: int) -> tuple[date, ...]:
    """The days that go by the first of some titles that a country's calendar has."""
    if country is None:
        return ()
    try:
        return next((days for title in titles if (days := _titled(country, title, year))), ())
    except NotImplementedError:  # the library has no calendar of it
        return ()


@cache
def _titled(country: str, title: str, year: int) -> tuple[date, ...]:
    """The first days of the runs of days that the `holidays` library calls `title` in a country and year."""
    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of years for which it only has estimates
        calendar = holidays.country_holidays(country, years=year, language="en_US")
    days = sorted(day for day, names in calendar.items() if title in _titles(names) and MINYEAR < day.year < MAXYEAR)
    return tuple(day for day in days if day - timedelta(days=1) not in days)


def _titles(names: str) -> set[str]:
    return {name.removesuffix(" (estimated)") for name in names.split("; ")}

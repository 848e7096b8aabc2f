"""Names of things for people: countries by their code, an event that nobody has named."""

from __future__ import annotations

from functools import cache

from babel import Locale

from variorum.export import words
from variorum.values import DateRange
from variorum.web.gist import Gist


@cache
def countries() -> dict[str, str]:
    """English names by ISO 3166-1 alpha-2, from the CLDR."""
    return {code: name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}


def country(code: str | None) -> str:
    return countries().get(code, code) if code else ""


def label(found: Gist) -> str:
    """What an event is called: as its accounts call it, else by its type and place."""
    if found.label:
        return found.label
    kind = words.spoken(found.type.value).capitalize()
    return f"{kind} at {found.place.text}" if found.place else kind


def short_days(when: DateRange | None) -> str:
    """A range of days for a narrow column: "9 Nov 2016", "9 to 10 Nov 2016", "Sep 2017"."""
    told = words.days(when) if when else "no day"
    for month in _MONTHS:
        told = told.replace(month, month[:3])
    return told


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

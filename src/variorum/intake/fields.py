"""Single values that a file states about its report (a day, an address, a line of text) -> checked values."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)|(\d{4})/(\d{1,2})/(\d{1,2})(?=$|[T ])")
_MONTH_IN_WORDS = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%B %d %Y")
_EARLIEST_YEAR = 1600  # no newspaper is older; earlier years are the null dates of databases
_NULL_DAYS = (date(1970, 1, 1), date(1900, 1, 1))  # what databases write for "unknown"
_LONGEST = 80  # code points of a date with its time
_LONGEST_ADDRESS = 2000


def iso_day(value: str) -> date | None:
    """The day of an ISO date or date and time, as written: no change of time zone. None where it is neither."""
    found = _DAY.match(value.strip())
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def stated_day(value: str) -> date | None:
    """The day that a page's metadata state, in any form that has year, month and day and only one reading.

    "10/11/2017" has two readings, "2017" and "October 2017" name no day: None, as for the null dates of databases.
    """
    value = " ".join(value[: _LONGEST + 1].split())
    if len(value) > _LONGEST:
        return None
    day = iso_day(value) or _compact(value) or _in_words(value) or _of_mail(value)
    return day if day and day.year >= _EARLIEST_YEAR and day not in _NULL_DAYS else None


def web_address(value: str | None) -> str | None:
    """The address, if it is one of the web without white space in it."""
    value = (value or "").strip()
    is_address = value.startswith(("http://", "https://")) and len(value) <= _LONGEST_ADDRESS and value.isprintable()
    return value if is_address and not re.search(r"\s", value) else None


def one_line(value: str | None, *, longest: int = 500) -> str | None:
    """The words with single spaces; None where there are none, or so many that this is no title and no name."""
    words = " ".join((value or "").split())
    return words if 0 < len(words) <= longest else None


def _compact(value: str) -> date | None:
    found = _COMPACT_DAY.match(value)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_words(value: str) -> date | None:
    for form in _MONTH_IN_WORDS:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _of_mail(value: str) -> date | None:
    """ "Sat, 21 Oct 2017 09:30:00 GMT" (RFC 5322), which servers and some pages use."""
    if not re.match(r"[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4}\b", value):
        return None
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, OverflowError):
        return None

"""What several rules ask of their matches: numbers, units, years, what stands beside them."""

from __future__ import annotations

from typing import Final

from variorum.dates.cascade import Atom, Found
from variorum.dates.lexicon import lexicon
from variorum.dates.meanings import Meaning
from variorum.dates.model import Kind

_PIVOT: Final = 69
"""Two-digit years from here on are of the 20th century (POSIX)."""
_MOST: Final = 1000
"""Larger numbers of days or years are no way to give a date."""
_NO_PLURAL: Final = ("ss", "us", "is", "as")
WHICH: Final = "w=(LAST|PAST|PREVIOUS|NEXT|COMING|THIS)"
"""Which of several days or units is meant."""
COUNT: Final = "ARTICLE? n=(COUNT|NUMERAL|ARTICLE) (DASH k=COUNT)? ((DASH|TO|OR) h=(COUNT|NUMERAL))? OF?"


def count_of(found: Found) -> tuple[int, int] | None:
    """Lowest and highest of the number words of a match; None where they are too large to date by."""
    low, high = number_of(found, "n")
    if found.has("k"):
        more = number_of(found, "k")
        low, high = (low + more[0], high + more[1]) if low >= 20 and more[0] < 10 else (low, more[1])
    if found.has("h"):
        high = number_of(found, "h")[1]
    return (low, high) if 0 < low <= high <= _MOST else None


def number_of(found: Found, group: str) -> tuple[int, int]:
    value = found.value(group)
    if isinstance(value, int):
        return value, value
    if isinstance(value, tuple):
        return value
    raise TypeError(f"{found.words(group)!r} is no number word")


def unit_of(found: Found, group: str = "u") -> str:
    return found.string(group)


def full_year(two_digits: int) -> int:
    return 1900 + two_digits if two_digits >= _PIVOT else 2000 + two_digits


def year_of(found: Found) -> int | None:
    """The year of a match: `y` in four digits, `q` with an apostrophe, `s` two bare digits."""
    if found.has("y"):
        return found.integer("y")
    if found.has("q"):
        return full_year(found.integer("q"))
    if found.has("s"):
        return full_year(found.integer("s"))
    return None


def is_noun(found: Found) -> bool:
    """Whether a word follows that the number before it may count."""
    word = found.word_after()
    return found.after() == "LOWER" and (
        word in lexicon().sets["counted"] or (word.endswith("s") and not word.endswith(_NO_PLURAL))
    )


def dated(symbol: str, meaning: Meaning) -> Atom:
    return Atom(symbol=symbol, meaning=meaning, kind=Kind.ABSOLUTE if meaning.absolute else Kind.PARTIAL)

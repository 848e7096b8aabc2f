"""Dates of the calendar: "11 NOV 89", "Sept. 1", "March to May 2016", "the 1990s", "Easter 2015"."""

from __future__ import annotations

import re
from typing import Final

from variorum.dates.calendar_meanings import Ambiguous, Day, Month, Named, Season, Years
from variorum.dates.cascade import Atom, Builder, Found, classes
from variorum.dates.holidays import Holiday
from variorum.dates.joining_meanings import Between
from variorum.dates.lexicon import lexicon
from variorum.dates.meanings import Meaning
from variorum.dates.model import Kind
from variorum.dates.words import WHICH, dated, full_year, is_noun, unit_of, year_of

_LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CUES: Final = frozenset(
    classes("IN OF SINCE UNTIL BY BEFORE AFTER DURING FROM TO BETWEEN THROUGH EARLY MID LATE EARLIER LATER OVER")
)
_LINK: Final = "c=(DASH|TO|AND|THROUGH|UNTIL|INTO|SLASH)"


def _calendar_day(found: Found) -> Atom | None:
    month, day = found.integer("m"), found.integer("d")
    if day > _LONGEST_MONTH[month - 1]:
        return None
    if found.has("s") and (len(found.words("s")) != 2 or is_noun(found)):
        return None
    if not found.has("y") and _counts_people_after_month(found):
        return None
    if not found.has("y") and found.words("m") == "may" and found.after() == "HAVE":
        return None
    return dated("A_DAY", Day(year_of(found), month, day))


def _counts_people_after_month(found: Found) -> bool:
    """ "in March 30 people were killed": the number belongs to the people."""
    return found.before() in ("IN", "SINCE", "DURING") and found.match.end("d") - 1 == found.last and is_noun(found)


def _day_range(found: Found) -> Atom | None:
    month, first, last = found.integer("m"), found.integer("d"), found.integer("e")
    if not first < last <= _LONGEST_MONTH[month - 1]:
        return None
    if found.symbol("c") in ("AND", "SLASH") and found.before() != "BETWEEN" and last != first + 1:
        return None
    if found.has("s") and (len(found.words("s")) != 2 or is_noun(found)):
        return None
    if not found.has("y") and found.match.end("e") - 1 == found.last and is_noun(found):
        return None
    year = year_of(found)
    return dated("A_SPAN", Between(Day(year, month, first), Day(year, month, last)))


def _across_months(found: Found) -> Atom | None:
    left, right = found.integer("m"), found.integer("o")
    if found.symbol("c") == "AND" and found.before() != "BETWEEN" and right != left % 12 + 1:
        return None
    if {found.before(), found.before(2) if found.before() == "DASH" else ""} & {"EARLY", "MID", "LATE"}:
        return None
    return dated("A_UNIT", Between(Month(None, left), Month(year_of(found), right)))


def _month_and_year(found: Found) -> Atom | None:
    year = year_of(found)
    return dated("A_MONTH", Month(year, found.integer("m")))


def _month(found: Found) -> Atom | None:
    word, cue = found.words("m").rstrip("."), found.before()
    if cue == "DASH":
        cue = found.before(2) if found.before(2) == "MID" else cue
    if word in lexicon().sets["needs_cue"]:
        followed = found.after() == "LOWER" and found.word_after() not in lexicon().sets["clause"]
        article = cue in ("THE", "POSSESSIVE") and followed and not found.original.isupper()
        if not (cue in _CUES or article):
            return None
        if cue == "TO" and found.before(2) not in ("MONTH", "YEARNUM"):
            return None
        if found.after() == "HAVE" or found.word_after() in lexicon().sets["after_name"]:
            return None
    if found.word_before() in lexicon().sets["before_month"] or (found.after() == "APOSTROPHE" and cue == "BREAK"):
        return None
    return dated("A_MONTH", Month(None, found.integer("m")))


def _shifted_month(found: Found) -> Atom | None:
    which = {"THIS": "", "NEXT": "next", "COMING": "next"}.get(found.symbol("w"), "last")
    return Atom(symbol="A_MONTH", meaning=Month(None, found.integer("m"), which), kind=Kind.RELATIVE)


def _season(found: Found) -> Atom | None:
    season, year = found.string("k"), year_of(found)
    if year is not None:
        return None if found.before() == "CAPITALISED" else dated("A_MONTH", Season(year, season))
    if found.symbol("w") in ("LAST", "PAST"):
        return Atom(symbol="A_MONTH", meaning=Season(None, season, before_current=True), kind=Kind.RELATIVE)
    if (found.symbol("w") == "THIS" and found.words("k") != "spring") or found.symbol("w") == "THIS":
        return Atom(symbol="A_MONTH", meaning=Season(None, season), kind=Kind.RELATIVE)
    if (
        found.symbol("w") == "THE"
        and found.words("k") != "fall"
        and found.before() in ("IN", "DURING", "SINCE", "OVER")
    ):
        return None if found.after() == "OF" else dated("A_MONTH", Season(None, season))
    return None


def _year_alone(found: Found) -> Atom | None:
    year, cue = found.integer("y"), found.before()
    if found.has("w"):
        return dated("A_YEAR", Years(year, year))
    if found.after() == "CAPITALISED" and {found.word_after(2), found.word_after(3)} & lexicon().sets["roads"]:
        return None
    if cue == "DASH" and found.before(2) in ("MID", "EARLY", "LATE"):
        cue = "MID"
    if (
        (cue in ("AND", "COMMA", "OR") and found.before(2) == "YEARNUM")
        or cue in _CUES
        or (cue == "OPEN" and found.after() in ("CLOSE", "DASH", "COMMA"))
    ):
        if (
            is_noun(found)
            and (year % 1000 == 0 or cue not in ("IN", "SINCE", "EARLY", "MID", "LATE"))
            and found.word_after() not in lexicon().sets["dated"]
        ):
            return None
        return dated("A_YEAR", Years(year, year))
    if (
        cue in ("THE", "POSSESSIVE", "ARTICLE", "THIS", "THAT")
        and found.after() in ("LOWER", "CAPITALISED", "SEASON")
        and year % 1000
    ):
        return dated("A_YEAR", Years(year, year))
    return None


def _short_year(found: Found) -> Atom | None:
    if found.before() not in _CUES:
        return None
    year = full_year(found.integer("q"))
    return dated("A_YEAR", Years(year, year))


def _years(found: Found) -> Atom | None:
    first = found.integer("y")
    last = found.integer("z")
    if found.symbol("z") != "YEARNUM":
        if len(found.words("z")) != 2:
            return None
        last += first - first % 100
    if not first < last <= first + 150 or (found.symbol("c") == "AND" and found.before() != "BETWEEN"):
        return None
    if found.before() in ("MARK", "AROUND", "THAN") or is_noun(found):
        return None
    return dated("A_YEAR", Years(first, last))


def _decade(found: Found) -> Atom | None:
    start = found.integer("k")
    if found.symbol("k") == "DECADE_WORD" and (not found.has("t") or found.before() not in _CUES):
        return None
    if start < 100:
        start = 1900 + start if start >= 20 else 2000 + start
    return dated("A_YEAR", Years(start, start + 9))


def _numeric(found: Found) -> Atom | None:
    """ "2016-07-14", "14.07.2016", "30-04-2016"; with slashes day and month may stand in either order."""
    parts = re.split(r"[-/.]", found.words("k"))
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        options = [(numbers[0], numbers[1], numbers[2])]
    else:
        year = numbers[2] if len(parts[2]) == 4 else full_year(numbers[2])
        options = [(year, numbers[1], numbers[0])]
        if "/" in found.words("k") or numbers[1] > 12:
            options.append((year, numbers[0], numbers[1]))
    days = [Day(*option) for option in options if _is_day(*option)]
    if not days or (len(parts[2]) == 2 and "." in found.words("k")):
        return None
    meaning: Meaning = days[0] if len(set(days)) == 1 else Ambiguous(days[0], days[1])
    return Atom(symbol="A_DAY", meaning=meaning, kind=Kind.ABSOLUTE)


def _is_day(year: int, month: int, day: int) -> bool:
    return 1900 <= year <= 2099 and 1 <= month <= 12 and Day(year, month, day).exists()


def _holiday(found: Found) -> Atom | None:
    holiday = found.value("k")
    if not isinstance(holiday, Holiday) or found.before() == "EVERY":
        return None
    year = year_of(found)
    meaning = Named(holiday, year, before_current=found.symbol("w") == "LAST")
    return Atom(symbol="A_HOLIDAY", meaning=meaning, kind=Kind.HOLIDAY)


CALENDAR_RULES: Final[tuple[tuple[str, Builder], ...]] = (
    # 11 NOV 89, the 5th of May 2017, 11-Nov-1989
    (
        "d=DAYNUM OF? m=MONTH ((COMMA|OF)? y=YEARNUM | COMMA? q=SHORT_YEAR | s=(DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS))?",
        _calendar_day,
    ),
    (
        "d=DAYNUM (DASH|SLASH|DOT) m=MONTH (DASH|SLASH|DOT) (y=YEARNUM | s=(DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS))",
        _calendar_day,
    ),
    ("d=ORDINAL_WORD OF m=MONTH (COMMA? y=YEARNUM)?", _calendar_day),
    # Sept. 1, July 14th, 2016
    ("m=MONTH THE? d=(DAYNUM|ORDINAL_WORD) (COMMA? y=YEARNUM | COMMA? q=SHORT_YEAR)?", _calendar_day),
    # 3 to 5 May, the 10th and 11th of November 1989; May 3-5, 2017
    (
        f"d=DAYNUM {_LINK} THE? e=DAYNUM OF? m=MONTH (COMMA? y=YEARNUM | s=(DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS))?",
        _day_range,
    ),
    (f"m=MONTH THE? d=DAYNUM {_LINK} THE? e=DAYNUM (COMMA? y=YEARNUM)?", _day_range),
    # March to May 2016
    ("m=MONTH c=(DASH|SLASH|TO|AND|THROUGH|UNTIL) o=MONTH ((COMMA|OF)? y=YEARNUM | q=SHORT_YEAR)?", _across_months),
    ("m=MONTH (OF|COMMA)? (y=YEARNUM | q=SHORT_YEAR)", _month_and_year),
    ("m=MONTH", _month),
    (f"{WHICH} (PAST|LAST|COMING)? m=MONTH", _shifted_month),
    ("(w=(LAST|PAST|NEXT|THIS|THE) PAST?)? k=SEASON (OF? (y=YEARNUM | q=SHORT_YEAR))?", _season),
    ("y=YEARNUM", _year_alone),
    ("q=SHORT_YEAR", _short_year),
    ("THE? w=UNIT y=YEARNUM", lambda found: _year_alone(found) if unit_of(found, "w") == "year" else None),
    ("y=YEARNUM c=(DASH|TO|AND|THROUGH|UNTIL|SLASH) z=(YEARNUM|DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS)", _years),
    ("(t=THE)? k=(DECADE|DECADE_WORD)", _decade),
    ("k=NUMERIC_DATE", _numeric),
    ("(w=(LAST|THIS|NEXT))? k=HOLIDAY ((OF|IN|COMMA)? (y=YEARNUM | q=SHORT_YEAR))?", _holiday),
)

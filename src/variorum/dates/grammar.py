"""The grammar of English time expressions: three stages of rules from word classes to meanings.

The first stage reads simple expressions ("6 September", "last week", "Friday"), the second puts a part of the day, a
weekday or a year to them ("late on Friday, Oct. 20"), the third joins them ("from Monday to Wednesday").
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from variorum.dates.cascade import Atom, Builder, Found, Rule, classes, rule
from variorum.dates.holidays import Holiday
from variorum.dates.lexicon import lexicon
from variorum.dates.meanings import (
    Ago,
    Ambiguous,
    Between,
    Day,
    Displaced,
    Meaning,
    Month,
    Named,
    NthWithin,
    OfYear,
    Overnight,
    Part,
    Reference,
    Rest,
    Season,
    Unit,
    Unknown,
    Weekday,
    Weekend,
    Window,
    Years,
    YearsBefore,
)
from variorum.dates.model import Kind

_LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEW: Final = 6
"""What "recent months" or "the past days" hold at most: as many as "a few" (annotation guide: 3 to 6)."""
_PIVOT: Final = 69
"""Two-digit years from here on are of the 20th century (POSIX)."""
_MOST: Final = 1000
"""Larger numbers of days or years are no way to give a date."""
_CUES: Final = frozenset(
    classes("IN OF SINCE UNTIL BY BEFORE AFTER DURING FROM TO BETWEEN THROUGH EARLY MID LATE EARLIER LATER OVER")
)
_NO_PLURAL: Final = ("ss", "us", "is", "as")


# --- numbers -----------------------------------------------------------------------------------------------------

_COUNT: Final = "ARTICLE? n=(COUNT|NUMERAL|ARTICLE) (DASH k=COUNT)? ((DASH|TO|OR) h=(COUNT|NUMERAL))? OF?"


def _count(found: Found) -> tuple[int, int] | None:
    """Lowest and highest of the number words of a match; None where they are too large to date by."""
    low, high = _number(found, "n")
    if found.has("k"):
        more = _number(found, "k")
        low, high = (low + more[0], high + more[1]) if low >= 20 and more[0] < 10 else (low, more[1])
    if found.has("h"):
        high = _number(found, "h")[1]
    return (low, high) if 0 < low <= high <= _MOST else None


def _number(found: Found, group: str) -> tuple[int, int]:
    value = found.value(group)
    if isinstance(value, int):
        return value, value
    if isinstance(value, tuple):
        return value
    raise TypeError(f"{found.words(group)!r} is no number word")


def _unit(found: Found, group: str = "u") -> str:
    return found.string(group)


def _full_year(two_digits: int) -> int:
    return 1900 + two_digits if two_digits >= _PIVOT else 2000 + two_digits


def _year(found: Found) -> int | None:
    """The year of a match: `y` in four digits, `q` with an apostrophe, `s` two bare digits."""
    if found.has("y"):
        return found.integer("y")
    if found.has("q"):
        return _full_year(found.integer("q"))
    if found.has("s"):
        return _full_year(found.integer("s"))
    return None


# --- calendar dates ----------------------------------------------------------------------------------------------


def _calendar_day(found: Found) -> Atom | None:
    month, day = found.integer("m"), found.integer("d")
    if day > _LONGEST_MONTH[month - 1]:
        return None
    if found.has("s") and (len(found.words("s")) != 2 or _is_noun(found)):
        return None
    if not found.has("y") and _counts_people_after_month(found):
        return None
    if not found.has("y") and found.words("m") == "may" and found.after() == "HAVE":
        return None
    return _dated("A_DAY", Day(_year(found), month, day))


def _counts_people_after_month(found: Found) -> bool:
    """ "in March 30 people were killed": the number belongs to the people."""
    return found.before() in ("IN", "SINCE", "DURING") and found.match.end("d") - 1 == found.last and _is_noun(found)


def _is_noun(found: Found) -> bool:
    """Whether a word follows that the number before it may count."""
    word = found.word_after()
    return found.after() == "LOWER" and (
        word in lexicon().sets["counted"] or (word.endswith("s") and not word.endswith(_NO_PLURAL))
    )


def _dated(symbol: str, meaning: Meaning) -> Atom:
    return Atom(symbol=symbol, meaning=meaning, kind=Kind.ABSOLUTE if meaning.absolute else Kind.PARTIAL)


def _day_range(found: Found) -> Atom | None:
    month, first, last = found.integer("m"), found.integer("d"), found.integer("e")
    if not first < last <= _LONGEST_MONTH[month - 1]:
        return None
    if found.symbol("c") in ("AND", "SLASH") and found.before() != "BETWEEN" and last != first + 1:
        return None
    if found.has("s") and (len(found.words("s")) != 2 or _is_noun(found)):
        return None
    if not found.has("y") and found.match.end("e") - 1 == found.last and _is_noun(found):
        return None
    year = _year(found)
    return _dated("A_SPAN", Between(Day(year, month, first), Day(year, month, last)))


def _across_months(found: Found) -> Atom | None:
    left, right = found.integer("m"), found.integer("o")
    if found.symbol("c") == "AND" and found.before() != "BETWEEN" and right != left % 12 + 1:
        return None
    return _dated("A_UNIT", Between(Month(None, left), Month(_year(found), right)))


def _month_and_year(found: Found) -> Atom | None:
    year = _year(found)
    return _dated("A_MONTH", Month(year, found.integer("m")))


def _month(found: Found) -> Atom | None:
    word, cue = found.words("m").rstrip("."), found.before()
    if cue == "DASH":
        cue = found.before(2) if found.before(2) == "MID" else cue
    if word in lexicon().sets["needs_cue"]:
        article = cue in ("THE", "POSSESSIVE") and found.after() == "LOWER" and not found.original.isupper()
        if not (cue in _CUES or article or (cue == "AND" and found.before(2) == "A_MONTH")):
            return None
        if cue == "TO" and found.before(2) not in ("MONTH", "YEARNUM"):
            return None
        if found.after() == "HAVE":
            return None
    if found.word_before() in lexicon().sets["before_month"] or (found.after() == "APOSTROPHE" and cue == "BREAK"):
        return None
    return _dated("A_MONTH", Month(None, found.integer("m")))


def _shifted_month(found: Found) -> Atom | None:
    month = found.integer("m")
    if found.symbol("w") in ("NEXT", "COMING"):
        return Atom(symbol="A_MONTH", meaning=Displaced(Month(None, month, True), "year", 1), kind=Kind.RELATIVE)
    return Atom(symbol="A_MONTH", meaning=Month(None, month, found.symbol("w") != "THIS"), kind=Kind.RELATIVE)


def _season(found: Found) -> Atom | None:
    season, year = found.string("k"), _year(found)
    if year is not None:
        return None if found.before() == "CAPITALISED" else _dated("A_MONTH", Season(year, season))
    if found.symbol("w") in ("LAST", "PAST"):
        return Atom(symbol="A_MONTH", meaning=Season(None, season, before_current=True), kind=Kind.RELATIVE)
    if (found.symbol("w") == "THIS" and found.words("k") != "spring") or found.symbol("w") == "THIS":
        return Atom(symbol="A_MONTH", meaning=Season(None, season), kind=Kind.RELATIVE)
    if (
        found.symbol("w") == "THE"
        and found.words("k") != "fall"
        and found.before() in ("IN", "DURING", "SINCE", "OVER")
    ):
        return None if found.after() == "OF" else _dated("A_MONTH", Season(None, season))
    return None


def _year_alone(found: Found) -> Atom | None:
    year, cue = found.integer("y"), found.before()
    if found.has("w"):
        return _dated("A_YEAR", Years(year, year))
    if cue == "DASH" and found.before(2) in ("MID", "EARLY", "LATE"):
        cue = "MID"
    if (
        (cue in ("AND", "COMMA", "OR") and found.before(2) == "YEARNUM")
        or cue in _CUES
        or (cue == "OPEN" and found.after() in ("CLOSE", "DASH", "COMMA"))
    ):
        if (
            _is_noun(found)
            and (year % 1000 == 0 or cue not in ("IN", "SINCE", "EARLY", "MID", "LATE"))
            and found.word_after() not in lexicon().sets["dated"]
        ):
            return None
        return _dated("A_YEAR", Years(year, year))
    if (
        cue in ("THE", "POSSESSIVE", "ARTICLE", "THIS", "THAT")
        and found.after() in ("LOWER", "CAPITALISED", "SEASON")
        and year % 1000
    ):
        return _dated("A_YEAR", Years(year, year))
    return None


def _years(found: Found) -> Atom | None:
    first = found.integer("y")
    last = found.integer("z")
    if found.symbol("z") != "YEARNUM":
        if len(found.words("z")) != 2:
            return None
        last += first - first % 100
    if not first < last <= first + 150 or (found.symbol("c") == "AND" and found.before() != "BETWEEN"):
        return None
    if found.before() in ("MARK", "AROUND", "THAN") or _is_noun(found):
        return None
    return _dated("A_YEAR", Years(first, last))


def _decade(found: Found) -> Atom | None:
    start = found.integer("k")
    if found.symbol("k") == "DECADE_WORD" and (not found.has("t") or found.before() not in _CUES):
        return None
    if start < 100:
        start = 1900 + start if start >= 20 else 2000 + start
    return _dated("A_YEAR", Years(start, start + 9))


def _numeric(found: Found) -> Atom | None:
    """ "2016-07-14", "14.07.2016", "30-04-2016"; with slashes day and month may stand in either order."""
    parts = re.split(r"[-/.]", found.words("k"))
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        options = [(numbers[0], numbers[1], numbers[2])]
    else:
        year = numbers[2] if len(parts[2]) == 4 else _full_year(numbers[2])
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


# --- days and units counted from publication ---------------------------------------------------------------------


def _relative(symbol: str, meaning: Meaning, part: str | None = None) -> Atom:
    return Atom(symbol=symbol, meaning=meaning, kind=Kind.RELATIVE, part_of_day=part)


def _anaphoric(meaning: Meaning, part: str | None = None) -> Atom:
    return Atom(symbol="A_RELATIVE", meaning=meaning, kind=Kind.ANAPHORIC, part_of_day=part)


def _deictic(found: Found) -> Atom | None:
    word = found.words("k")
    if found.original == "Today" and found.word_before() in lexicon().sets["before_today"]:
        return None
    part = "night" if word in ("tonight", "tonite") else None
    return _relative("A_RELATIVE", Unit("day", found.integer("k")), part)


def _deictic_beyond(found: Found) -> Atom | None:
    offset = found.integer("k")
    if _unit(found) != "day" or (offset < 0) != (found.symbol("g") == "BEFORE") or offset == 0:
        return None
    return _relative("A_RELATIVE", Unit("day", offset * 2))


def _this_part(found: Found) -> Atom | None:
    part = found.string("p")
    if found.symbol("w") == "LAST":
        if part == "night":
            return _relative("A_RELATIVE", Overnight(Unit("day", -1)), "night")
        return _relative("A_RELATIVE", Unit("day", -1), part) if part == "evening" else None
    return _relative("A_RELATIVE", Unit("day", 0), part)


def _that_part(found: Found) -> Atom | None:
    part = found.string("p")
    if found.has("g"):
        return (
            _anaphoric(Reference("day", -1 if found.symbol("g") == "BEFORE" else 1), part)
            if _ends_phrase(found)
            else None
        )
    step = {"PREVIOUS": -1, "NEXT": 1, "AFTER": 1}.get(found.symbol("w"), 0)
    return _anaphoric(Reference("day", step), part)


def _during_the_night(found: Found) -> Atom | None:
    if found.string("p") != "night" or found.before() not in ("DURING", "IN") or not _ends_phrase(found):
        return None
    return _relative("A_RELATIVE", Overnight(Unit("day", 0)), "night")


def _overnight(_found: Found) -> Atom | None:
    return _relative("A_RELATIVE", Overnight(Unit("day", 0)), "overnight")


def _is_title(found: Found) -> bool:
    titles = lexicon().sets
    return found.word_before() in titles["before_weekday"] or (
        found.after() in ("CAPITALISED", "WEEKDAY_ABBREVIATION") and found.word_after() in titles["after_weekday"]
    )


def _weekday(found: Found) -> Atom | None:
    if (
        found.before() == "EVERY"
        or _is_title(found)
        or (found.word_before() == "on" and found.word_before(2) == "mail")
    ):
        return None
    if found.symbol("k") == "WEEKDAY_PLURAL" and (
        found.before() == "ON" or found.after() not in ("LOWER", "CAPITALISED")
    ):
        return None
    which = {"": "", "LAST": "last", "PAST": "last", "PREVIOUS": "last", "THIS": "this", "THAT": ""}.get(
        found.symbol("w"), "next"
    )
    if which == "this" and found.symbol("x") in ("PAST", "LAST"):
        which = "last"
    return _relative("A_WEEKDAY", Weekday(found.integer("k"), which))


def _weekend(found: Found) -> Atom | None:
    which = {"LAST": "last", "PAST": "last", "PREVIOUS": "last", "THIS": "this", "NEXT": "next", "COMING": "next"}
    if found.before() == "EVERY":
        return None
    return _relative("A_SPAN", Weekend(which.get(found.symbol("w"), "")))


def _calendar_unit(found: Found) -> Atom | None:
    """ "last week", "this year"; after "the" a stretch up to publication ("the past year") or counted from a date."""
    unit, which = _unit(found), found.symbol("w")
    if unit in ("hour", "day") and which != "PAST" and not found.has("t"):
        return None
    if found.after() == "OF" and found.after(2) not in ("LOWER", "CAPITALISED"):
        return None
    if which in ("THIS", "CURRENT"):
        return None if unit == "hour" else _relative("A_UNIT", Unit(unit, 0))
    if which == "PAST" or (which == "LAST" and found.has("t")):
        return None if unit == "day" and which == "LAST" else _relative("A_OTHER", Window(unit, 1))
    if which == "LAST":
        return _relative("A_UNIT", Unit(unit, -1))
    if found.has("t") and which in ("PREVIOUS", "NEXT", "AFTER") and unit != "hour":
        return _anaphoric(Reference(unit, -1 if which == "PREVIOUS" else 1, whole=True))
    if which == "COMING":
        return _relative("A_OTHER", Window(unit, 1, ahead=True))
    if which in ("NEXT", "PREVIOUS") and unit not in ("hour", "day"):
        return _relative("A_UNIT", Unit(unit, 1 if which == "NEXT" else -1))
    return None


def _same_unit(found: Found) -> Atom | None:
    unit = _unit(found)
    if unit == "hour" or (
        found.symbol("w") == "THAT"
        and found.before() in ("LOWER", "CAPITALISED")
        and not found.has("x")
        and unit != "day"
    ):
        return None
    return _anaphoric(Reference(unit, 0, whole=True))


def _window(found: Found) -> Atom | None:
    which = found.symbol("w")
    ahead = which in ("NEXT", "COMING")
    if found.has("n"):
        count = _count(found)
        if count is None:
            return None
        return _relative("A_OTHER", Window(_unit(found), count[1], ahead=ahead))
    if (which in ("PREVIOUS", "LAST", "NEXT") and not found.has("t")) or which in ("PREVIOUS", "NEXT"):
        return None
    if found.after() == "OF":
        return None
    return _relative("A_OTHER", Window(_unit(found), _FEW, ahead=ahead))


def _ago(found: Found) -> Atom | None:
    count, unit = _count(found), _unit(found)
    if count is None:
        return None
    low, high = count
    if found.has("f") or found.has("x"):
        high += 1
    return _relative("A_RELATIVE" if unit in ("day", "week", "hour") else "A_UNIT", Ago(unit, low, high))


def _units_ago(_found: Found) -> Atom | None:
    return Atom(symbol="A_OTHER", meaning=Unknown(), kind=Kind.VAGUE)


def _counted_reference(found: Found) -> Atom | None:
    """ "two days earlier", "a week later"; "a day before" only where the phrase ends there."""
    step = found.symbol("g")
    if step in ("BEFORE", "AFTER") and not _ends_phrase(found):
        return None
    count = (1, 1) if not found.has("n") else _count(found)
    unit = _unit(found)
    if count is None or unit == "hour":
        return None
    sign = 1 if step in ("LATER", "AFTER") else -1
    if count[0] != count[1]:
        return Atom(symbol="A_OTHER", meaning=Unknown(), kind=Kind.VAGUE)
    return _anaphoric(Reference(unit, sign * count[0], whole=not found.has("n")))


_CONTINUES: Final = frozenset(
    classes("THE ARTICLE POSSESSIVE CAPITALISED THIS THAT A_DAY A_WEEKDAY HOLIDAY OF MONTH WEEKDAY")
)


def _ends_phrase(found: Found) -> bool:
    """Whether "the day before" stands alone here and not before "the election"."""
    following = found.after()
    if following in _CONTINUES:
        return False
    return following not in ("LOWER", "DAY_OR_MONTH", "DAY_ONLY") or found.word_after() in lexicon().sets["clause"]


def _vague(_found: Found) -> Atom | None:
    return Atom(symbol="A_OTHER", meaning=Unknown(), kind=Kind.VAGUE)


def _rest_of_unit(found: Found) -> Atom | None:
    return (
        _relative("A_OTHER", Rest(Unit(_unit(found), 0), ahead=found.symbol("g") == "LATER"))
        if _unit(found) != "hour"
        else None
    )


def _holiday(found: Found) -> Atom | None:
    holiday = found.value("k")
    if not isinstance(holiday, Holiday) or found.before() == "EVERY":
        return None
    year = _year(found)
    meaning = Named(holiday, year, before_current=found.symbol("w") == "LAST")
    return Atom(symbol="A_HOLIDAY", meaning=meaning, kind=Kind.HOLIDAY)


_WHICH: Final = "w=(LAST|PAST|PREVIOUS|NEXT|COMING|THIS)"
_LINK: Final = "c=(DASH|TO|AND|THROUGH|UNTIL|INTO|SLASH)"

_SIMPLE: Final[tuple[tuple[str, Builder], ...]] = (
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
    ("m=MONTH c=(DASH|TO|AND|THROUGH|UNTIL) o=MONTH ((COMMA|OF)? y=YEARNUM | q=SHORT_YEAR)?", _across_months),
    ("m=MONTH (OF|COMMA)? (y=YEARNUM | q=SHORT_YEAR)", _month_and_year),
    ("m=MONTH", _month),
    (f"{_WHICH} (PAST|LAST|COMING)? m=MONTH", _shifted_month),
    ("(w=(LAST|PAST|NEXT|THIS|THE) PAST?)? k=SEASON (OF? (y=YEARNUM | q=SHORT_YEAR))?", _season),
    ("y=YEARNUM", _year_alone),
    ("THE? w=UNIT y=YEARNUM", lambda found: _year_alone(found) if _unit(found, "w") == "year" else None),
    ("y=YEARNUM c=(DASH|TO|AND|THROUGH|UNTIL|SLASH) z=(YEARNUM|DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS)", _years),
    ("(t=THE)? k=(DECADE|DECADE_WORD)", _decade),
    ("k=NUMERIC_DATE", _numeric),
    ("k=DEICTIC", _deictic),
    ("THE? u=UNIT g=(BEFORE|AFTER) k=DEICTIC", _deictic_beyond),
    ("w=(LAST|THIS) p=PART", _this_part),
    ("w=THAT SAME? p=PART", _that_part),
    ("THE w=(SAME|NEXT|PREVIOUS|AFTER) p=PART", _that_part),
    ("THE p=PART g=(BEFORE|AFTER)", _that_part),
    ("THE p=PART", _during_the_night),
    ("k=(WEEKDAY|WEEKDAY_PLURAL)", _weekday),
    (f"THE? {_WHICH} (x=(PAST|LAST|COMING|NEXT))? k=WEEKDAY", _weekday),
    ("w=THAT SAME? k=WEEKDAY", _weekday),
    (f"(THE? ({_WHICH})?) PAST? k=WEEKEND", _weekend),
    ("(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING|THIS|CURRENT|AFTER) u=UNIT", _calendar_unit),
    ("w=THAT (x=SAME)? u=UNIT", _same_unit),
    ("THE w=SAME u=UNIT", _same_unit),
    (f"(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING) {_COUNT} u=(UNIT|UNITS)", _window),
    ("(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING|RECENT) u=UNITS", _window),
    (f"(AROUND | OVER | x=MORE THAN)? {_COUNT} (DASH? f=AND DASH? ARTICLE? DASH? HALF)? u=(UNIT|UNITS) AGO", _ago),
    ("u=UNITS AGO", _units_ago),
    (f"(AROUND | OVER | x=MORE THAN)? {_COUNT} u=(UNIT|UNITS) g=(EARLIER|LATER|BEFORE|AFTER)", _counted_reference),
    ("THE u=UNIT g=(BEFORE|AFTER)", _counted_reference),
    ("VAGUE", _vague),
    ("g=(EARLIER|LATER) IN THE u=UNIT", _rest_of_unit),
    ("g=(EARLIER|LATER) THIS u=UNIT", _rest_of_unit),
    ("(w=(LAST|THIS|NEXT))? k=HOLIDAY ((OF|IN|COMMA)? (y=YEARNUM | q=SHORT_YEAR))?", _holiday),
)


# --- parts, weekdays and years put to an expression --------------------------------------------------------------


def _weekday_and_date(found: Found) -> Atom | None:
    atom = found.atom("d")
    part = found.string("p") if found.has("p") else None
    if found.has("w") and found.symbol("w") == "A_RELATIVE" and not isinstance(found.atom("w").meaning, Unit):
        return None
    if found.symbol("d") == "A_WEEKDAY":
        return replace(found.atom("w"), part_of_day=found.atom("w").part_of_day or part)
    return replace(atom, part_of_day=part)


def _of_year(found: Found) -> Atom | None:
    atom, other = found.atom("a"), found.atom("b").meaning
    if not isinstance(other, Unit) or other.unit != "year" or atom.meaning.absolute or atom.kind is Kind.RELATIVE:
        return None
    if not isinstance(atom.meaning, Day | Month | Season | Named):
        return None
    return replace(atom, meaning=OfYear(atom.meaning, other.offset))


def _of_week(found: Found) -> Atom | None:
    atom, other = found.atom("a"), found.atom("b").meaning
    if not isinstance(other, Unit) or other.unit != "week" or not isinstance(atom.meaning, Weekday):
        return None
    return replace(atom, meaning=replace(atom.meaning, week=other.offset))


def _years_before(found: Found) -> Atom | None:
    atom, ago = found.atom("a"), found.atom("g").meaning
    if not isinstance(ago, Ago) or ago.low != ago.high:
        return None
    if ago.unit == "week" and isinstance(atom.meaning, Weekday):
        return replace(atom, meaning=replace(atom.meaning, weeks_ago=ago.low))
    inner = replace(atom.meaning, whole=True) if isinstance(atom.meaning, Unit) else atom.meaning
    if ago.unit != "year" or atom.kind is Kind.ABSOLUTE or (isinstance(inner, Unit) and inner.unit == "year"):
        return None
    return replace(atom, meaning=YearsBefore(inner, ago.low))


def _part_of_day(found: Found) -> Atom | None:
    atom = found.atom("a")
    words = [found.string(group) for group in ("e", "p") if found.has(group)]
    if found.has("u") and _unit(found) != "hour":
        return None
    if found.symbol("a") == "A_SPAN" and found.has("e") and not found.has("p"):
        return replace(atom, meaning=Part(atom.meaning, found.string("e")))
    if not words and not found.has("u"):
        return None
    if atom.part_of_day is not None and atom.part_of_day not in words:
        words.append(atom.part_of_day)
    return replace(atom, part_of_day=" ".join(words) or atom.part_of_day)


def _day_overnight(found: Found) -> Atom | None:
    atom = found.atom("a")
    if isinstance(atom.meaning, Overnight | Between):
        return replace(atom, part_of_day="overnight")
    return replace(atom, meaning=Overnight(atom.meaning), part_of_day="overnight")


def _part_of_unit(found: Found) -> Atom | None:
    atom = found.atom("a")
    if isinstance(atom.meaning, Ago | Part | Rest):
        return None
    return replace(atom, meaning=Part(atom.meaning, found.string("e")))


def _nth(found: Found) -> Atom | None:
    atom = found.atom("a")
    number = -1 if found.symbol("n") == "LAST" else found.integer("n")
    unit = {"HALF": "half", "QUARTER": "quarter"}.get(found.symbol("u")) or _unit(found)
    if unit in ("hour", "fortnight") or isinstance(atom.meaning, Ago | Part):
        return None
    if found.symbol("u") == "UNITS":
        return replace(atom, meaning=Part(atom.meaning, "late" if number < 0 else "early"), symbol="A_OTHER")
    return replace(atom, meaning=NthWithin(atom.meaning, unit, number), symbol="A_DAY" if unit == "day" else "A_OTHER")


_PUT_TO: Final[tuple[tuple[str, Builder], ...]] = (
    # Friday night, Oct. 20; Mon Jul 18 2016; Friday (20 October)
    ("w=(A_WEEKDAY|WEEKDAY_ABBREVIATION) p=PART? (COMMA|DASH)? ON? THE? d=A_DAY", _weekday_and_date),
    ("w=(A_WEEKDAY|A_RELATIVE) p=PART? OPEN d=(A_DAY|A_WEEKDAY) CLOSE", _weekday_and_date),
    ("w=A_RELATIVE p=PART? COMMA d=(A_DAY|A_WEEKDAY)", _weekday_and_date),
    ("a=(A_DAY|A_MONTH|A_HOLIDAY|A_SPAN) COMMA? OF? b=A_UNIT", _of_year),
    ("a=A_WEEKDAY COMMA? OF? b=A_UNIT", _of_week),
    ("b=A_UNIT COMMA? ON a=A_WEEKDAY", _of_week),
    ("g=(A_UNIT|A_RELATIVE) ON? a=(A_UNIT|A_RELATIVE|A_WEEKDAY)", _years_before),
    # the early hours of Saturday, the night of 8 October, at dawn on Friday
    ("THE? e=(EARLY|LATE)? p=PART? u=UNITS (OF|ON) THE? a=DAYLIKE", _part_of_day),
    ("THE? e=(EARLY|LATE)? p=PART (OF|ON) THE? a=DAYLIKE", _part_of_day),
    # early Friday; Friday night; late on Friday evening; Friday in the early morning
    ("e=(EARLY|LATE|EARLIER|LATER) (IN|ON)? THE? a=DAYLIKE ((IN|DURING)? THE? p=PART)?", _part_of_day),
    ("a=DAYLIKE (AT|IN|DURING)? THE? e=(EARLY|LATE)? p=PART", _part_of_day),
    ("OVERNIGHT ON? a=DAYLIKE", _day_overnight),
    ("a=DAYLIKE OVERNIGHT", _day_overnight),
    # early March, mid-2016, the end of last year
    ("THE? e=(EARLY|MID|LATE) DASH? (IN|OF)? THE? a=LONG", _part_of_unit),
    (
        "THE? n=(ORDINAL_WORD|ORDINAL|LAST) u=(UNIT|UNITS|QUARTER|HALF) (OF|IN) a=(A_MONTH|A_YEAR|A_UNIT|A_HOLIDAY)",
        _nth,
    ),
)


# --- two expressions joined --------------------------------------------------------------------------------------


def _between(found: Found) -> Atom | None:
    left, right = found.atom("a"), found.atom("b")
    link = found.symbol("c")
    if isinstance(left.meaning, Between) or isinstance(right.meaning, Between):
        return None
    if (
        link == "AND"
        and not found.has("x")
        and found.before() != "BETWEEN"
        and not (_follows(left.meaning, right.meaning) or _one_night(left, right))
    ):
        return None
    if link == "TO" and found.before() != "FROM" and left.symbol != right.symbol:
        return None
    if link == "DASH" and left.symbol != right.symbol:
        return None
    if Kind.VAGUE in (left.kind, right.kind) or isinstance(left.meaning, Window) or isinstance(right.meaning, Window):
        return None
    kind = right.kind if right.kind is not Kind.HOLIDAY else Kind.PARTIAL
    part = left.part_of_day if left.part_of_day == right.part_of_day or right.part_of_day is None else None
    return Atom(symbol="A_OTHER", meaning=Between(left.meaning, right.meaning), kind=kind, part_of_day=part)


def _one_night(left: Atom, right: Atom) -> bool:
    """ "the evening of 9 January and this morning"."""
    before, after = left.part_of_day or "", right.part_of_day or ""
    return before.endswith(("evening", "night")) and after.endswith(("morning", "dawn", "early"))


def _follows(left: Meaning, right: Meaning) -> bool:
    """Whether the second is the next day or month after the first: "Saturday and Sunday"."""
    match left, right:
        case Weekday(weekday=a, which=""), Weekday(weekday=b, which=""):
            return (b - a) % 7 == 1
        case Day() as a, Day() as b:
            return a.precedes(b)
        case Years() as a, Years() as b:
            return b.first == a.last + 1
        case _:
            return False


def _eve(found: Found) -> Atom | None:
    atom = found.atom("a")
    return replace(atom, symbol="A_OTHER", meaning=Displaced(atom.meaning, "day", -1))


def _displaced(found: Found) -> Atom | None:
    count = (1, 1) if not found.has("n") else _count(found)
    if count is None or count[0] != count[1] or _unit(found) == "hour":
        return None
    atom = found.atom("a")
    sign = -1 if found.symbol("g") == "BEFORE" else 1
    return replace(atom, symbol="A_OTHER", meaning=Displaced(atom.meaning, _unit(found), sign * count[0]))


_JOINED: Final[tuple[tuple[str, Builder], ...]] = (
    ("OVERNIGHT", _overnight),
    ("a=ANY c=(TO|UNTIL|THROUGH|DASH|INTO) THE? b=ANY", _between),
    ("a=ANY c=AND (x=INTO)? THE? b=ANY", _between),
    ("THE? EVE OF THE? a=ANY", _eve),
    (f"{_COUNT} u=(UNIT|UNITS) g=(BEFORE|AFTER) THE? a=DAYLIKE", _displaced),
    ("THE u=UNIT g=(BEFORE|AFTER) THE? a=DAYLIKE", _displaced),
)


@cache
def stages() -> tuple[tuple[Rule, ...], ...]:
    """The rules of each stage, in their order."""
    return tuple(tuple(rule(pattern, build) for pattern, build in table) for table in (_SIMPLE, _PUT_TO, _JOINED))

"""Expressions put together: "late on Friday, Oct. 20", "the end of last year", "from Monday to Wednesday"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from variorum.dates.calendar_meanings import Day, Month, Named, Season, Years
from variorum.dates.cascade import Atom, Builder, Found
from variorum.dates.joining_meanings import (
    Between,
    Displaced,
    NthWeekday,
    NthWithin,
    OfYear,
    Overnight,
    Part,
    YearsBefore,
)
from variorum.dates.meanings import Meaning
from variorum.dates.model import Granularity, Kind
from variorum.dates.relative_meanings import Ago, Rest, Unit, Weekday, Window
from variorum.dates.words import COUNT, count_of, unit_of


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
    if found.has("u") and unit_of(found) != "hour":
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
    if isinstance(atom.meaning, Ago | Part | Rest) or atom.meaning.granularity is Granularity.DAY:
        return None
    return replace(atom, meaning=Part(atom.meaning, found.string("e")))


def _nth(found: Found) -> Atom | None:
    atom = found.atom("a")
    number = -1 if found.symbol("n") == "LAST" else found.integer("n")
    unit = {"HALF": "half", "QUARTER": "quarter"}.get(found.symbol("u")) or unit_of(found)
    if unit in ("hour", "fortnight") or isinstance(atom.meaning, Ago | Part):
        return None
    if found.symbol("u") == "UNITS":
        return replace(atom, meaning=Part(atom.meaning, "late" if number < 0 else "early"), symbol="A_OTHER")
    return replace(atom, meaning=NthWithin(atom.meaning, unit, number), symbol="A_DAY" if unit == "day" else "A_OTHER")


def _nth_weekday(found: Found) -> Atom | None:
    weekday = found.value("k") if found.symbol("k") == "WEEKDAY" else getattr(found.atom("k").meaning, "weekday", None)
    if not isinstance(weekday, int):
        return None
    number = -1 if found.symbol("n") == "LAST" else found.integer("n")
    atom = found.atom("a")
    return replace(atom, meaning=NthWeekday(atom.meaning, weekday, number), symbol="A_DAY")


DATE_RULES: Final[tuple[tuple[str, Builder], ...]] = (
    # Friday night, Oct. 20; Mon Jul 18 2016; Friday (20 October)
    ("w=(A_WEEKDAY|WEEKDAY_ABBREVIATION) p=PART? (COMMA|DASH)? ON? THE? d=A_DAY", _weekday_and_date),
    ("w=(A_WEEKDAY|A_RELATIVE) p=PART? OPEN d=(A_DAY|A_WEEKDAY) CLOSE", _weekday_and_date),
    ("w=A_RELATIVE p=PART? COMMA d=(A_DAY|A_WEEKDAY)", _weekday_and_date),
    ("a=(A_DAY|A_MONTH|A_HOLIDAY|A_SPAN) COMMA? OF? b=A_UNIT", _of_year),
    ("a=A_WEEKDAY COMMA? OF? b=A_UNIT", _of_week),
    ("b=A_UNIT COMMA? ON a=A_WEEKDAY", _of_week),
    ("g=(A_UNIT|A_RELATIVE) ON? a=(A_UNIT|A_RELATIVE|A_WEEKDAY)", _years_before),
)

PART_RULES: Final[tuple[tuple[str, Builder], ...]] = (
    # the early hours of Saturday, the night of 8 October, at dawn on Friday
    ("THE? e=(EARLY|LATE)? DASH? p=PART? u=UNITS (OF|ON) THE? a=DAYLIKE", _part_of_day),
    ("THE? e=(EARLY|LATE)? DASH? p=PART (OF|ON) THE? a=DAYLIKE", _part_of_day),
    # early Friday; Friday night; late on Friday evening; Friday in the early morning
    ("e=(EARLY|LATE|EARLIER|LATER) (IN|ON)? THE? a=DAYLIKE ((IN|DURING)? THE? p=PART)?", _part_of_day),
    ("a=DAYLIKE (AT|IN|DURING)? THE? e=(EARLY|LATE)? p=PART", _part_of_day),
    ("OVERNIGHT ON? a=DAYLIKE", _day_overnight),
    ("a=DAYLIKE OVERNIGHT", _day_overnight),
    # early March, mid-2016, the end of last year
    ("THE? e=(EARLY|MID|LATE) DASH? (IN|OF)? THE? a=LONG", _part_of_unit),
    ("THE? n=(ORDINAL_WORD|ORDINAL|LAST) k=(A_WEEKDAY|WEEKDAY) (OF|IN) a=(A_MONTH|A_HOLIDAY)", _nth_weekday),
    (
        "THE? n=(ORDINAL_WORD|ORDINAL|LAST) u=(UNIT|UNITS|QUARTER|HALF) (OF|IN) a=(A_MONTH|A_YEAR|A_UNIT|A_HOLIDAY)",
        _nth,
    ),
)


def _overnight(_found: Found) -> Atom | None:
    return Atom(symbol="A_RELATIVE", meaning=Overnight(Unit("day", 0)), kind=Kind.RELATIVE, part_of_day="overnight")


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
    count = (1, 1) if not found.has("n") else count_of(found)
    if count is None or count[0] != count[1] or unit_of(found) == "hour":
        return None
    atom = found.atom("a")
    sign = -1 if found.symbol("g") == "BEFORE" else 1
    return replace(atom, symbol="A_OTHER", meaning=Displaced(atom.meaning, unit_of(found), sign * count[0]))


JOINING_RULES: Final[tuple[tuple[str, Builder], ...]] = (
    ("OVERNIGHT", _overnight),
    ("a=ANY c=(TO|UNTIL|THROUGH|DASH|INTO) THE? b=ANY", _between),
    ("a=ANY c=AND (x=INTO)? THE? b=ANY", _between),
    ("THE? EVE OF THE? a=ANY", _eve),
    ("THE? EVE OF THE? (CAPITALISED | LOWER) LOWER OF THE? a=A_HOLIDAY", _eve),
    ("THE? EVE OF THE? (CAPITALISED | LOWER) APOSTROPHE LOWER? a=A_HOLIDAY", _eve),
    (f"{COUNT} u=(UNIT|UNITS) g=(BEFORE|AFTER) THE? a=DAYLIKE", _displaced),
    ("THE u=UNIT g=(BEFORE|AFTER) THE? a=DAYLIKE", _displaced),
)

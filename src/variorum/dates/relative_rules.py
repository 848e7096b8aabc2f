"""Times counted from publication or from another date: "Friday", "last week", "two years ago", "the next day"."""

from __future__ import annotations

from typing import Final

from variorum.dates.cascade import Atom, Builder, Found, classes
from variorum.dates.joining_meanings import Overnight, Part
from variorum.dates.lexicon import lexicon
from variorum.dates.meanings import Meaning, Unknown
from variorum.dates.model import Kind
from variorum.dates.relative_meanings import Ago, Reference, Rest, Unit, Weekday, Weekend, Window
from variorum.dates.words import COUNT, WHICH, count_of, unit_of

_FEW: Final = 6
"""What "recent months" or "the past days" hold at most: as many as "a few" (annotation guide: 3 to 6)."""


def _relative(symbol: str, meaning: Meaning, part: str | None = None) -> Atom:
    return Atom(symbol=symbol, meaning=meaning, kind=Kind.RELATIVE, part_of_day=part)


def _anaphoric(meaning: Meaning, part: str | None = None) -> Atom:
    return Atom(symbol="A_RELATIVE", meaning=meaning, kind=Kind.ANAPHORIC, part_of_day=part)


def _deictic(found: Found) -> Atom | None:
    word = found.words("k")
    if found.original != word and found.word_before() in lexicon().sets["before_today"] and found.before(2) != "THE":
        return None
    part = "night" if word in ("tonight", "tonite") else None
    return _relative("A_RELATIVE", Unit("day", found.integer("k")), part)


def _deictic_beyond(found: Found) -> Atom | None:
    offset = found.integer("k")
    if unit_of(found) != "day" or (offset < 0) != (found.symbol("g") == "BEFORE") or offset == 0:
        return None
    return _relative("A_RELATIVE", Unit("day", offset * 2))


def _this_part(found: Found) -> Atom | None:
    part = found.string("p")
    if found.symbol("w") == "LAST":
        return _relative("A_RELATIVE", Unit("day", -1), part) if part in ("night", "evening") else None
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
    if found.symbol("w") == "THAT" and found.before() not in ("ON", "SINCE", "BY", "UNTIL", "BEFORE", "AFTER", "OF"):
        return None  # "he added that Thursday's raid"
    if found.symbol("w") == "LAST" and found.after() in ("OF", "IN") and found.after(2) in ("MONTH", "HOLIDAY"):
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
    unit, which = unit_of(found), found.symbol("w")
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
    unit = unit_of(found)
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
        count = count_of(found)
        if count is None:
            return None
        return _relative("A_OTHER", Window(unit_of(found), count[1], ahead=ahead))
    if (which in ("PREVIOUS", "LAST", "NEXT") and not found.has("t")) or which in ("PREVIOUS", "NEXT"):
        return None
    if found.after() == "OF":
        return None
    return _relative("A_OTHER", Window(unit_of(found), _FEW, ahead=ahead))


def _ago(found: Found) -> Atom | None:
    count, unit = count_of(found), unit_of(found)
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
    count = (1, 1) if not found.has("n") else count_of(found)
    unit = unit_of(found)
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
    """ "Earlier this month" is no finer than "this month"; "later this month" is what is left of it."""
    if unit_of(found) == "hour":
        return None
    running = Unit(unit_of(found), 0)
    return _relative("A_OTHER", Rest(running) if found.symbol("g") == "LATER" else running)


def _part_of_running_unit(found: Found) -> Atom | None:
    """ "the end of the month", "early in the week"."""
    if unit_of(found) in ("hour", "day") or found.after() in ("OF", "BEFORE", "AFTER"):
        return None
    return _relative("A_OTHER", Part(Unit(unit_of(found), 0), found.string("e")))


def _unit_before_last(found: Found) -> Atom | None:
    return None if unit_of(found) in ("hour", "day") else _relative("A_UNIT", Unit(unit_of(found), -2))


RELATIVE_RULES: Final[tuple[tuple[str, Builder], ...]] = (
    ("k=DEICTIC", _deictic),
    ("THE? u=UNIT g=(BEFORE|AFTER) k=DEICTIC", _deictic_beyond),
    ("w=(LAST|THIS) p=PART", _this_part),
    ("w=THAT SAME? p=PART", _that_part),
    ("THE w=(SAME|NEXT|PREVIOUS|AFTER) p=PART", _that_part),
    ("THE p=PART g=(BEFORE|AFTER)", _that_part),
    ("THE p=PART", _during_the_night),
    ("k=(WEEKDAY|WEEKDAY_PLURAL)", _weekday),
    (f"THE? {WHICH} (x=(PAST|LAST|COMING|NEXT))? k=WEEKDAY", _weekday),
    ("w=THAT SAME? k=WEEKDAY", _weekday),
    (f"(THE? ({WHICH})?) PAST? k=WEEKEND", _weekend),
    ("(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING|THIS|CURRENT|AFTER) u=UNIT", _calendar_unit),
    ("w=THAT (x=SAME)? u=UNIT", _same_unit),
    ("THE w=SAME u=UNIT", _same_unit),
    (f"(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING) {COUNT} u=(UNIT|UNITS)", _window),
    ("(t=THE)? w=(LAST|PAST|PREVIOUS|NEXT|COMING|RECENT) u=UNITS", _window),
    (f"(AROUND | OVER | x=MORE THAN)? {COUNT} (DASH? f=AND DASH? ARTICLE? DASH? HALF)? u=(UNIT|UNITS) AGO", _ago),
    ("u=UNITS AGO", _units_ago),
    (f"(AROUND | OVER | x=MORE THAN)? {COUNT} u=(UNIT|UNITS) g=(EARLIER|LATER|BEFORE|AFTER)", _counted_reference),
    ("THE u=UNIT g=(BEFORE|AFTER)", _counted_reference),
    ("VAGUE", _vague),
    ("g=(EARLIER|LATER) IN THE u=UNIT", _rest_of_unit),
    ("THE? e=(EARLY|MID|LATE) (OF|IN) THE u=UNIT", _part_of_running_unit),
    ("THE u=UNIT BEFORE LAST", _unit_before_last),
    ("g=(EARLIER|LATER) THIS u=UNIT", _rest_of_unit),
)

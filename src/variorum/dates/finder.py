"""Time expressions of a text, with their days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from variorum.dates.calendar_meanings import Day
from variorum.dates.cascade import SYMBOLS, Atom, Sequence, reduce
from variorum.dates.grammar import stages
from variorum.dates.lexer import lex
from variorum.dates.lexicon import lexicon
from variorum.dates.meanings import Anchor, Meaning
from variorum.dates.model import Granularity, Kind, Relation, TimeExpression
from variorum.dates.relative_meanings import Ago, Reference, Unit, Weekday, Window
from variorum.values import DateRange, Span

_RELATIONS: Final = {
    SYMBOLS["SINCE"]: Relation.SINCE,
    SYMBOLS["UNTIL"]: Relation.UNTIL,
    SYMBOLS["BY"]: Relation.UNTIL,
    SYMBOLS["BEFORE"]: Relation.BEFORE,
    SYMBOLS["AFTER"]: Relation.AFTER,
}
_PASSED_OVER: Final = frozenset(SYMBOLS[name] for name in ("THE", "ON", "AT", "IN", "LEAST", "AROUND"))
_SENTENCE_ENDS: Final = frozenset(SYMBOLS[name] for name in ("DOT", "BREAK", "COMMA", "APOSTROPHE"))
_FULL_STOPS: Final = frozenset(SYMBOLS[name] for name in ("DOT", "BREAK"))
_FUTURE_REACH: Final = 5
_SAID_REACH: Final = 5
_SENTENCE_REACH: Final = 60
_SPEAKING_REACH: Final = timedelta(days=6)
_SHORT: Final = frozenset({Granularity.DAY, Granularity.DAYS})
_HEAD_LINES: Final = 6
_DATELINE_SLACK: Final = 7
"""Days between a dateline and publication at most."""
_DATELINE_BEFORE: Final = re.compile(r"[\s\"'(\[*]*(?:[^\s,;:]+[\s,]+){0,8}\Z")
_DATELINE_AFTER: Final = re.compile(r"[\s.,]*(?:\([^()\n]{2,60}\)|[A-Z][\w/ -]{1,30}?)?[\s.]*(?:--?|[\u2013\u2014])")
_STAMP_LABEL: Final = re.compile(
    r"(?i)\s*(?:(?:first |last )?(?:published|posted|updated|update|modified|created|issued|date)(?: on| at)?[:\s]*)?\Z"
)


def find(text: str, published: date | None = None, country: str | None = None) -> list[TimeExpression]:
    """The time expressions of a text, in the order of the text, none overlapping another.

    published: the day of publication, against which relative dates are read; without it their `days` are None. Where a
        sentence is dated ("the army said on Saturday"), what is counted in it counts from there.
    country: ISO 3166-1 alpha-2 code of the country that the text is about, for days like "Independence Day".
    """
    sequence = lex(text)
    for rules in stages():
        sequence = reduce(sequence, rules)
    head = _head_end(text)
    spoken = _days_of_speaking(sequence, published)
    base = Anchor(published=published, country=country)
    out: list[TimeExpression] = []
    for index, atom in _atoms(sequence):
        if not _is_name(sequence, index, atom):
            anchor = replace(base, published=spoken[index]) if index in spoken else base
            out.append(_expression(sequence, index, atom, anchor, out, head))
    return out


def dateline_date(text: str) -> date | None:
    """The day on which a report says at its head that it was written; None where it does not, or not with the year."""
    head = text[:2000]
    datelines = [found for found in find(head) if found.kind is Kind.DATELINE and found.days is not None]
    return datelines[0].days.start if datelines and datelines[0].days is not None else None


def _atoms(sequence: Sequence) -> Iterator[tuple[int, Atom]]:
    for index, value in enumerate(sequence.values):
        if isinstance(value, Atom):
            yield index, value


def _days_of_speaking(sequence: Sequence, published: date | None) -> dict[int, date]:
    """For each expression that a dated "said on Saturday" of its sentence anchors, the day from which it counts."""
    out: dict[int, date] = {}
    for index, atom in _atoms(sequence):
        if not isinstance(atom.meaning, Day | Weekday) or not _is_said(sequence, index):
            continue
        days = _resolve(atom.meaning, Anchor(published=published))
        if days is None or published is None or not timedelta(0) < published - days.end <= _SPEAKING_REACH:
            continue
        for other in _same_sentence(sequence, index):
            value = sequence.values[other]
            if isinstance(value, Atom) and isinstance(value.meaning, Unit | Window | Ago):
                out[other] = days.end
    return out


def _is_said(sequence: Sequence, index: int) -> bool:
    for symbol in reversed(sequence.symbols[max(index - _SAID_REACH, 0) : index]):
        if symbol == SYMBOLS["SAID"]:
            return True
        if symbol in _SENTENCE_ENDS:
            return False
    return False


def _same_sentence(sequence: Sequence, index: int) -> Iterator[int]:
    """The items around an item up to a full stop or a gap, `_SENTENCE_REACH` at most on either side."""
    for steps in (range(index - 1, max(index - _SENTENCE_REACH, -1), -1), range(index + 1, index + _SENTENCE_REACH)):
        for other in steps:
            if other >= len(sequence.symbols) or sequence.symbols[other] in _FULL_STOPS:
                break
            yield other


def _expression(
    sequence: Sequence, index: int, atom: Atom, base: Anchor, earlier: list[TimeExpression], head: int
) -> TimeExpression:
    relation, published = _relation(sequence, index), base.published
    previous = _previous(atom.meaning, earlier, published)
    anchor = replace(base, previous=previous, forward=_is_ahead(sequence, index))
    named = _resolve(atom.meaning, anchor)
    span = Span(sequence.starts[index], sequence.ends[index])
    days, anchored = named, atom.meaning.absolute and named is not None
    if relation is Relation.SINCE and not _WHEN.match(sequence.text, span.end):
        days, anchored = _up_to(named, published), False
    kind = atom.kind
    if _is_dateline(sequence.text, span, atom, head) and _is_near(named, published):
        kind = Kind.DATELINE
    return TimeExpression(
        span=span,
        quote=span.of(sequence.text),
        days=days,
        named=named,
        granularity=atom.meaning.granularity,
        kind=kind,
        relation=relation,
        part_of_day=atom.part_of_day,
        anchored=anchored,
    )


_WHEN = re.compile(r",? (?:when|in which)\b", re.IGNORECASE)
"""Behind "since 2016", where what is told next was then: "since 2016, when three died"."""


def _resolve(meaning: Meaning, anchor: Anchor) -> DateRange | None:
    try:
        return meaning.resolve(anchor)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999, or no such day
        return None


def _up_to(days: DateRange | None, published: date | None) -> DateRange | None:
    if days is None or published is None:
        return None
    return DateRange(days.start, max(days.end, published) if days.start > published else published)


def _previous(meaning: Meaning, earlier: list[TimeExpression], published: date | None) -> DateRange | None:
    """The date that "the next day" counts from: the last one named, of a day where days are counted."""
    if not isinstance(meaning, Reference) and not isinstance(getattr(meaning, "inner", None), Reference):
        return None
    short = meaning.granularity in _SHORT or meaning.granularity is Granularity.WEEK
    for found in reversed(earlier):
        if found.named is not None and (found.granularity in _SHORT or not short):
            return found.named
    return DateRange.day(published) if published is not None else None


def _relation(sequence: Sequence, index: int) -> Relation:
    for back in range(1, 4):
        if index < back:
            break
        symbol = sequence.symbols[index - back]
        if symbol in _RELATIONS:
            return _RELATIONS[symbol]
        if symbol == SYMBOLS["OF"] and index > back and sequence.words(index - back - 1, index - back - 1) == "as":
            return Relation.UNTIL
        if symbol not in _PASSED_OVER:
            break
    return Relation.IN


def _is_ahead(sequence: Sequence, index: int) -> bool:
    """Whether "will" or "expected" stands shortly before, with no end of a clause between."""
    if sequence.symbols[index + 1 : index + 2] == SYMBOLS["APOSTROPHE"]:
        return False
    for symbol in reversed(sequence.symbols[max(index - _FUTURE_REACH, 0) : index]):
        if symbol == SYMBOLS["FUTURE"]:
            return True
        if symbol in _SENTENCE_ENDS:
            return False
    return False


def _is_name(sequence: Sequence, index: int, atom: Atom) -> bool:
    """Whether a date without a year is part of a name: "the 17 November group", "26 September Street"."""
    meaning = atom.meaning
    if not isinstance(meaning, Day) or meaning.year is not None or index + 1 >= len(sequence.starts):
        return False
    sets = lexicon().sets
    following = range(index + 1, min(index + 3, len(sequence.starts)))
    words = [sequence.text[sequence.starts[i] : sequence.ends[i]] for i in following]
    if sequence.symbols[index + 1] not in (SYMBOLS["CAPITALISED"], SYMBOLS["LOWER"]):
        return False
    if words[0].lower() in sets["organisations"] or (words[0][0].isupper() and words[0].lower() in sets["places"]):
        return True
    shouted = sequence.text[sequence.starts[index] : sequence.ends[index]].isupper()
    return (
        len(words) > 1
        and not shouted
        and words[0][0].isupper()
        and words[1][0].isupper()
        and words[1].lower() in (sets["organisations"] | sets["places"])
    )


def _is_near(days: DateRange | None, published: date | None) -> bool:
    """Whether a date can be that of the report: not where publication is known and far from it."""
    return days is None or published is None or DateRange.day(published).gap(days) <= _DATELINE_SLACK


def _head_end(text: str) -> int:
    """Where the first lines of a text end: a date that stands alone there is the report's own."""
    end = 0
    for _ in range(_HEAD_LINES):
        found = text.find("\n", end)
        if found < 0:
            return min(len(text), 300)
        end = found + 1
    return min(end, 600)


def _is_dateline(text: str, span: Span, atom: Atom, head: int) -> bool:
    """Whether a date is the report's own: "CAIRO, Oct 21 (Reuters) -", or alone at the head of the text."""
    if not isinstance(atom.meaning, Day) or atom.kind is Kind.RELATIVE:
        return False
    line_start = text.rfind("\n", max(span.start - 120, 0), span.start) + 1
    if line_start == 0 and span.start > 120:
        return False
    before = text[line_start : span.start]
    after = text[span.end : span.end + 80]
    if not before.strip() or _STAMP_LABEL.match(before):
        return span.start < head and atom.meaning.year is not None
    if not _DATELINE_BEFORE.match(before):
        return False
    place = before.strip(" \"'([*,")
    return bool(place) and place[0].isupper() and before.rstrip()[-1] in ",)]" and bool(_DATELINE_AFTER.match(after))

"""The times that a report names, each with the signs of its being when an incident was."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Span

from variorum.annotate.dates import time_expression
from variorum.claims.whereabouts.ties import Telling
from variorum.dates import Kind, Relation
from variorum.values import DateRange

NIGHT = 2
"""How many days a night belongs to."""
_ZONES = ("own", "before", "after", "elsewhere")
"""Where a time may stand, seen from the incident's sentences: the signs of `ties.Telling.ties`."""
_AFTERWARDS = tuple(
    f"{side} {kind}" for side in ("after", "before", "dates") for kind in ("aftermath", "treat", "count", "find")
)
"""Signs that a time tells when something came of an incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A time that a report names, and its signs for an incident."""

    span: Span
    days: DateRange
    signs: Mapping[str, float]

    @property
    def name(self) -> str:
        return f"{self.days.start} {self.days.end}"


def candidates(telling: Telling, incident: int, lead: DateRange | None = None, *, main: bool) -> list[Candidate]:
    """Every time that the report names and that is not to come, with its signs for an incident. `lead`: the days of the
    report's main incident, for the others."""
    spans = _past(telling.doc)
    named = Counter(span._.days for span in spans if time_expression(span).kind is not Kind.DATELINE)
    beside = Counter(telling.sentence_of(span.start) for span in spans)
    own = [span._.days for span in spans if _tells(telling, incident, span)]
    out = []
    for span in spans:
        days, number = span._.days, telling.sentence_of(span.start)
        signs = telling.ties(span, incident, main=main) | telling.way(incident, number)
        signs |= _of_itself(telling.doc, span, main=main)
        signs |= _in_zone(signs)
        signs[f"outside its own time, {_role(main)}"] = float(
            number not in telling.own[incident] and _is_outside(days, own)
        )
        signs["when the main one was"] = float(days == lead)
        signs["times named"] = math.log(max(named[days], 1))
        signs["beside others"] = math.log(beside[number])
        out.append(Candidate(span=span, days=days, signs={k: v for k, v in signs.items() if v}))
    return out


def silence(telling: Telling, incident: int, *, main: bool) -> dict[str, float]:
    """The signs that the report does not say when an incident was."""
    own = telling.own[incident]
    near = {k + step for k in own for step in (-1, 1)} - set(own)
    named = {
        telling.sentence_of(span.start)
        for span in telling.doc.spans.get("dates", [])
        if time_expression(span).kind is not Kind.DATELINE
    }
    return {
        "nothing": 1.0,
        f"nothing, {_role(main)}": 1.0,
        "nothing, though its sentences name times": float(not named.isdisjoint(own)),
        "nothing, though those beside them do": float(not named.isdisjoint(near)),
        "nothing, though told again": math.log(max(len(own), 1)),
        "nothing, one of many": math.log(len(telling.own)),
    }


def lies_in(days: DateRange, longer: DateRange) -> bool:
    """Whether days are some of longer ones."""
    return days.days < longer.days and longer.contains(days)


def _role(main: bool) -> str:
    return "main" if main else "other"


def _past(doc: Doc) -> list[Span]:
    """The times of a report that are known and not to come."""
    published = doc._.published
    return [
        span
        for span in doc.spans.get("dates", [])
        if span._.days is not None and not (published is not None and _is_to_come(span._.days, published))
    ]


def _is_to_come(days: DateRange, published: date) -> bool:
    return days.start > published + timedelta(days=1) or (days.start >= published and days.end > days.start)


def _tells(telling: Telling, incident: int, span: Span) -> bool:
    """Whether a time in a sentence of the incident is of what happened, as far as the words beside it go."""
    around = telling.words[span.start, span.end]
    return (
        telling.sentence_of(span.start) in telling.own[incident]
        and "of speaking" not in around
        and not any(sign in around for sign in _AFTERWARDS)
    )


def _is_outside(days: DateRange, own: Sequence[DateRange]) -> bool:
    """Whether days are neither those that the incident's own sentences name nor some of them."""
    return bool(own) and not any(days == told or lies_in(days, told) for told in own)


def _in_zone(signs: Mapping[str, float]) -> dict[str, float]:
    """Signs of a time in each zone of the report, by what its other signs say."""
    zone = next(zone for zone in _ZONES if f"{zone}, main" in signs or f"{zone}, other" in signs)
    return {
        f"{zone}, of speaking": float("of speaking" in signs),
        f"{zone}, by violence": float(any(s in signs for s in ("after violence", "before violence", "after happen"))),
        f"{zone}, tells of violence": float("tells of violence" in signs),
        f"{zone}, goes on": float("goes on, main" in signs or "goes on, other" in signs),
        f"{zone}, to the day": float("exact to day" in signs),
        f"{zone}, in full": float("kind absolute" in signs),
    }


def _of_itself(doc: Doc, span: Span, *, main: bool) -> dict[str, float]:
    """The signs of a time whatever the words around it: how exact it is, how long ago, whether it tells the hour."""
    expression, days = time_expression(span), span._.days
    night = days.days == NIGHT and "night" in span.text.lower()
    signs = {
        f"kind {expression.kind}": 1.0,
        f"exact to {'a night' if night else expression.granularity}": 1.0,
        f"relation {expression.relation}": float(expression.relation is not Relation.IN),
        "part of the day": float(expression.part_of_day is not None),
        "by the clock": float(_is_by_the_clock(doc, span)),
    }
    published = doc._.published
    if published is not None:
        full = expression.kind is Kind.ABSOLUTE and abs((published - days.end).days) <= 1
        signs["day of publication in full"] = float(full)
        signs[f"{_age((published - days.end).days)}, {_role(main)}"] = 1.0
    return signs


_CLOCK = re.compile(r"(?i)\b(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.? ?m\b|midnight|noon|\d{4} ?(?:hours|gmt)|\d{1,2}[:.]\d\d)")
_BESIDE = 5
"""Tokens up to which the hour may stand from its day."""


def _is_by_the_clock(doc: Doc, span: Span) -> bool:
    """Whether an hour stands beside a day: "about 10 p.m. Sunday"."""
    first, last = max(span.sent.start, span.start - _BESIDE), min(span.sent.end, span.end + _BESIDE)
    return _CLOCK.search(doc[first:last].text) is not None


def _age(days: int) -> str:
    """How long before publication, in words."""
    return "just now" if days <= 2 else "days ago" if days <= 10 else "weeks ago" if days <= 60 else "long ago"

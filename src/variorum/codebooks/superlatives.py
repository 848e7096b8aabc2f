"""Superlatives ("the deadliest since 2011") held against other events: whether they hold, and on which number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from variorum.codebooks.book import Codebook
from variorum.codebooks.evidence import Evidence
from variorum.codebooks.figures import figures
from variorum.models import Figure, LinkedEvent, Statement
from variorum.values import DateRange

_MOST = re.compile(
    r"\b(?:deadl|blood)iest\b|\bworst\b|\bmost (?:deadly|lethal)\b|\bhighest (?:death )?toll\b", re.IGNORECASE
)
_SINCE = re.compile(r"\bsince\b(?:\s+\w+)?\s+((?:19|20)\d\d)", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:in|for|within)\s+(?:the\s+last\s+|the\s+past\s+|more\s+than\s+|nearly\s+)?(\w+)\s+years\b", re.IGNORECASE
)
_THIS_YEAR = re.compile(r"\b(?:this year|of the year|so far this year)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\bone of\b|\bamong\b", re.IGNORECASE)
_NUMBERS = "one two three four five six seven eight nine ten".split()
_EVER = re.compile(r"\bhistory\b|\bever\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(?:in|for)\s+(?:a|the last|the past|more than a)\s+decade\b", re.IGNORECASE)


class Standing(StrEnum):
    """Whether a superlative holds among the events that are known."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"
    UNKNOWN = "can't be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Superlative:
    """A superlative of a report, and what the known events say of it. against: ids of the events that decide it."""

    claim: Statement
    standing: Standing
    sentence: str
    against: tuple[str, ...] = ()


def superlatives(event: LinkedEvent, others: Iterable[LinkedEvent], codebook: Codebook) -> tuple[Superlative, ...]:
    """Each superlative that is said of an event, held against other events of its country by the low and high killed.

    codebook: one with low, best and high (`ucdp`). Events outside the period of a superlative are passed over.
    """
    claims = {claim.quote: claim for account in event.accounts for claim in account.comparisons}
    asked = [claim for claim in claims.values() if _MOST.search(claim.quote)]
    if not asked:
        return ()
    own = Evidence(event)
    known = [(other, Evidence(other)) for other in others if other.id != event.id]
    return tuple(_held(claim, own, known, codebook) for claim in asked)


def _held(
    claim: Statement, own: Evidence, known: list[tuple[LinkedEvent, Evidence]], codebook: Codebook
) -> Superlative:
    said = f"“{claim.quote}”"
    when = own.when[0]
    period = _period(claim.quote, when.days.end) if when else None
    if period is None or _ONE_OF.search(claim.quote):
        why = "says no period that could be checked" if period is None else "names no rank that could be checked"
        return Superlative(claim=claim, standing=Standing.UNKNOWN, sentence=f"{said} {why}.")
    rivals = [other for other, evidence in known if _is_rival(own, evidence, period)]
    low, best, high = (_value(own.event, codebook, name) for name in ("low", "best", "high"))
    if low is None or high is None:
        return Superlative(claim=claim, standing=Standing.UNKNOWN, sentence=f"{said}: nobody killed is counted here.")
    higher = [other for other in rivals if (_value(other, codebook, "low") or 0) > high]
    perhaps = [other for other in rivals if (_value(other, codebook, "high") or 0) >= low and other not in higher]
    if higher:
        worst = max(higher, key=lambda other: _value(other, codebook, "low") or 0)
        words = f"{said} fails: {worst.id} has {_value(worst, codebook, 'low')} at least, this one {high} at most."
        return Superlative(claim=claim, standing=Standing.FAILS, sentence=words, against=(worst.id,))
    if perhaps:
        most = max(_value(other, codebook, "high") or 0 for other in perhaps)
        words = (
            f"{said} hangs on the number: this one has {low} to {high} (best {best}), another of the period up to "
            f"{most}; it holds from {most + 1} on."
        )
        return Superlative(
            claim=claim, standing=Standing.DEPENDS, sentence=words, against=tuple(other.id for other in perhaps)
        )
    if not rivals:
        words = f"{said}: no other event of that country and period is known."
        return Superlative(claim=claim, standing=Standing.UNKNOWN, sentence=words)
    events = "event" if len(rivals) == 1 else "events"
    words = f"{said} holds among {len(rivals)} other known {events} of the period: this one has {low} at least."
    return Superlative(
        claim=claim, standing=Standing.HOLDS, sentence=words, against=tuple(other.id for other in rivals)
    )


def _is_rival(own: Evidence, other: Evidence, period: DateRange) -> bool:
    when, place, mine = other.when[0], other.place[0], own.place[0]
    same_country = place is None or mine is None or place.country == mine.country
    return when is not None and when.days.overlaps(period) and same_country


def _value(event: LinkedEvent, codebook: Codebook, name: str) -> int | None:
    found: Figure | None = next((figure for figure in figures(event, codebook) if figure.name == name), None)
    return found.value if found is not None and isinstance(found.value, int) else None


def _period(words: str, day: date) -> DateRange | None:
    """The days that a superlative speaks of, up to the day of the event; None where it names none."""
    if since := _SINCE.search(words):
        start = date(int(since.group(1)), 12, 31) + timedelta(1)
        return DateRange(min(start, day), day)
    if _THIS_YEAR.search(words):
        return DateRange(date(day.year, 1, 1), day)
    if _EVER.search(words):
        return DateRange(date.min, day)
    if _DECADE.search(words):
        return DateRange(date(day.year - 10, 1, 1), day)
    if (years := _YEARS.search(words)) and (number := _number(years.group(1))):
        return DateRange(day - timedelta(round(365.25 * number)), day)
    return None


def _number(word: str) -> int:
    if word.isdecimal():
        return min(int(word), 200)
    return _NUMBERS.index(word.lower()) + 1 if word.lower() in _NUMBERS else 0

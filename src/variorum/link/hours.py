"""At what time of its day an event was, where the report says so with the day: "late on Wednesday", "Friday morning".

Minutes from midnight, as an interval. "Midnight" and "overnight" may be of either of two days and say nothing here; nor
do clocks, which reports give for calls, deaths and statements as often as for the event.
"""

from __future__ import annotations

import re

from variorum.dates import find
from variorum.models import Account
from variorum.values import Span

Minutes = tuple[int, int]

_PARTS: dict[str, Minutes] = {
    "early": (0, 540),
    "dawn": (240, 420),
    "morning": (300, 720),
    "noon": (660, 840),
    "afternoon": (720, 1080),
    "dusk": (960, 1200),
    "evening": (960, 1380),
    "night": (1080, 1800),
    "late": (1020, 1560),
}
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")


def hours(account: Account) -> Minutes | None:
    """The first and last minute that the sentences of the event's claims allow together; None where they name no time,
    or the event was not on one day.
    """
    event = account.event
    if event.when is None or event.when.days.days != 1:
        return None
    told = [claim.span for claim in account.claims]
    told += [of.span for of in (event.when, event.place) if of is not None and of.span is not None]
    named = [
        _PARTS[part.split()[-1]]
        for sentence in _SENTENCE.finditer(account.report.text)
        if _names_a_part(sentence.group()) and any(span.overlaps(Span(*sentence.span())) for span in told)
        for found in find(sentence.group(), account.report.published)
        if found.named == event.when.days and (part := found.part_of_day) and part.split()[-1] in _PARTS
    ]
    if not named:
        return None
    first, last = max(first for first, _ in named), min(last for _, last in named)
    return (first, last) if first <= last else None


def _names_a_part(words: str) -> bool:
    written = words.lower()
    return any(part in written for part in _PARTS)

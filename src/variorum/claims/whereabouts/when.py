"""When an incident was: of all the times that a report names, the one that its words tie to the incident most."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from variorum.annotate.dates import time_expression
from variorum.claims.whereabouts.ties import Telling, lexicon, tally, weigh
from variorum.claims.whereabouts.times import NIGHT, Candidate, candidates, lies_in, silence
from variorum.models import When
from variorum.values import DateRange
from variorum.values import Span as Stretch


def when_of(telling: Telling, incident: int, lead: DateRange | None = None, *, main: bool) -> When | None:
    """The day or days of an incident (by its index in the telling); None where the report does not say. `lead`: the
    days of the report's main incident, from which the others may be reckoned."""
    best = chosen(telling, incident, lead, main=main)
    if best is None or telling.sentence_of(best.span.start) not in telling.own[incident]:
        reckoned = reckoned_from(telling, incident, lead)
        if reckoned is not None:
            return reckoned
    return told_by(best)


def chosen(telling: Telling, incident: int, lead: DateRange | None = None, *, main: bool) -> Candidate | None:
    """The time of an incident that the report names; None where it does not say."""
    return pick(candidates(telling, incident, lead, main=main), silence(telling, incident, main=main), lexicon()["day"])


def told_by(best: Candidate | None) -> When | None:
    """The days that a time of the report tells."""
    if best is None:
        return None
    return When(
        days=best.days,
        span=Stretch(best.span.start_char, best.span.end_char),
        date_prec=time_expression(best.span).date_prec,
    )


_AFTER = re.compile(
    r"(?:\b(?P<number>an?|one|two|three|four|five|six|seven|ten|the|\d{1,2}) (?P<unit>days?|weeks?)"
    r"(?: and (?:a|one) (?:day|week))?) after (?!(?:that|this|it|he|she|they|being)\b)",
    re.IGNORECASE,
)
_NUMBERS = {word: k for k, word in enumerate(("", "one", "two", "three", "four", "five", "six", "seven"))} | {
    "a": 1, "an": 1, "the": 1, "ten": 10,
}  # fmt: skip
_OPENS = 12
"""Characters from the start of a sentence within which "a day after" opens it, so that its clause ends with a comma."""
_CLAUSE = 25
"""Tokens that the clause behind "a day after" may hold up to its casualty word."""


def reckoned_from(telling: Telling, incident: int, lead: DateRange | None) -> When | None:
    """When an incident was that the words put before the main one: "the blast came a day after gunmen killed 40"."""
    if lead is None or lead.days > NIGHT:
        return None
    for trigger in telling.triggers[incident]:
        sentence = telling.sentences[telling.sentence_of(trigger)]
        clause = telling.doc[max(sentence.start, trigger - _CLAUSE) : trigger]
        match = next(iter(reversed(list(_AFTER.finditer(clause.text)))), None)
        if match is None or (
            clause.start == sentence.start and match.start() < _OPENS and "," in clause.text[match.end() :]
        ):
            continue
        number = match["number"].lower()
        count = _NUMBERS.get(number) or int(number)
        back = timedelta(days=count * (7 if match["unit"].lower().startswith("week") else 1))
        start = clause.start_char + match.start()
        return When(
            days=DateRange(lead.start - back, lead.end - back),
            span=Stretch(start, clause.start_char + match.end() - 1),
            date_prec=1 if lead.days == 1 else 2,
        )
    return None


def pick(found: Sequence[Candidate], nothing: Mapping[str, float], weights: Mapping[str, float]) -> Candidate | None:
    """The time with the most votes; None where more speaks for the report's not saying when (`nothing`: the signs)."""
    scores = {id(c): weigh(c.signs, weights) for c in found}
    votes = tally((c.name, scores[id(c)]) for c in found)

    def best(some: Sequence[Candidate]) -> Candidate:
        """The mention of the time with the most votes that says most for it."""
        return max(some, key=lambda c: (votes[c.name], scores[id(c)], -c.span.start))

    if not found or votes[(choice := best(found)).name] <= weigh(nothing, weights):
        return None
    while finer := [c for c in found if _is_loose(choice) and lies_in(c.days, choice.days)]:
        inner = best(finer)
        if votes[inner.name] < votes[choice.name] - weights["descent"]:
            break
        choice = inner
    return choice


def _is_loose(choice: Candidate) -> bool:
    """Whether a time leaves open on which of its days it was; two days are a night unless the words say weekend."""
    return choice.days.days > NIGHT or "weekend" in choice.span.text.lower()

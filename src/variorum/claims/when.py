"""When an incident was: of all the times that a report names, the one that its words tie to the incident most."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Span

from variorum.annotate.dates import is_speech_date, time_expression
from variorum.claims.ties import Telling, lexicon, tally, weigh
from variorum.dates import Kind, Relation
from variorum.models import When
from variorum.values import DateRange
from variorum.values import Span as Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A time that a report names, and its signs for an incident."""

    span: Span
    days: DateRange
    signs: Mapping[str, float]

    @property
    def name(self) -> str:
        return f"{self.days.start} {self.days.end}"


def when_of(telling: Telling, incident: int, lead: DateRange | None = None, *, main: bool) -> When | None:
    """The day or days of an incident (by its index in the telling); None where the report does not say. `lead`: the
    days of the report's main incident, from which the others may be reckoned."""
    best = pick(candidates(telling, incident, main=main), lexicon()["day"])
    if best is None or telling.sentence_of(best.span.start) not in telling.own[incident]:
        reckoned = reckoned_from(telling, incident, lead)
        if reckoned is not None:
            return reckoned
    return told_by(best)


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
    if lead is None or lead.days > _NIGHT:
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


def pick(found: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The time with the most votes; None where that is fewer than it takes to say anything."""
    scores = {id(c): weigh(c.signs, weights) for c in found}
    votes = tally((c.name, scores[id(c)]) for c in found)

    def best(some: Sequence[Candidate]) -> Candidate:
        """The mention of the time with the most votes that says most for it."""
        return max(some, key=lambda c: (votes[c.name], scores[id(c)], -c.span.start))

    if not found or votes[(choice := best(found)).name] <= weights["nothing"]:
        return None
    while finer := [c for c in found if _is_loose(choice) and _lies_in(c.days, choice.days)]:
        inner = best(finer)
        if votes[inner.name] < votes[choice.name] - weights["descent"]:
            break
        choice = inner
    return choice


def _is_loose(choice: Candidate) -> bool:
    """Whether a time leaves open on which of its days it was; two days are a night unless the words say weekend."""
    return choice.days.days > _NIGHT or "weekend" in choice.span.text.lower()


def _lies_in(days: DateRange, longer: DateRange) -> bool:
    return days.days < longer.days and longer.contains(days)


_NIGHT = 2
"""How many days a night belongs to."""


def candidates(telling: Telling, incident: int, *, main: bool) -> list[Candidate]:
    """Every time that the report names and that is not to come, with its signs for an incident."""
    published = telling.doc._.published
    out = []
    for span in telling.doc.spans.get("dates", []):
        days: DateRange | None = span._.days
        if days is None or (published is not None and _is_to_come(days, published)):
            continue
        signs = telling.ties(span, incident, main=main) | _of_itself(telling, span, days, main=main)
        out.append(Candidate(span=span, days=days, signs={k: v for k, v in signs.items() if v}))
    return out


def _is_to_come(days: DateRange, published: date) -> bool:
    return days.start > published + timedelta(days=1) or (days.start >= published and days.end > days.start)


def _of_itself(telling: Telling, span: Span, days: DateRange, *, main: bool) -> dict[str, float]:
    """The signs of a time whatever the words around it: how exact it is, how long ago, whether somebody spoke then."""
    expression = time_expression(span)
    role = "main" if main else "other"
    night = days.days == _NIGHT and "weekend" not in span.text.lower()
    exactness = "a night" if night else str(expression.granularity)
    signs = {
        f"kind {expression.kind}": 1.0,
        f"exact to {exactness}": 1.0,
        f"relation {expression.relation}": float(expression.relation is not Relation.IN),
        "of speaking": float(is_speech_date(telling.doc, span)),
    }
    published = telling.doc._.published
    if published is not None:
        full = expression.kind is Kind.ABSOLUTE and abs((published - days.end).days) <= 1
        signs["day of publication in full"] = float(full)
        signs[f"{_age((published - days.end).days)}, {role}"] = 1.0
    return signs


def _age(days: int) -> str:
    """How long before publication, in words."""
    return "just now" if days <= 2 else "days ago" if days <= 10 else "weeks ago" if days <= 60 else "long ago"

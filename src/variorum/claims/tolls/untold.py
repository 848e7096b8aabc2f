"""A death of which a report gives no number: "the victim was pronounced dead", "he later died", "both were killed".

Only where a report counts and names no dead at all: a toll of one, or of two who are "both", `optional` as those of
named persons are. Its words are those for the person, who was told of before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate.asides import told_sentences
from variorum.claims.tolls import casualties, clauses
from variorum.claims.tolls.drafts import TollDraft, with_more
from variorum.claims.tolls.named import is_fatal, took_place
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

RULE = "a death without a number"

_PRONOUNS = frozenset("he she him her".split())
_TOLD_BEFORE = frozenset(
    "victim man woman boy girl teen teenager youth child baby infant toddler person male female student".split()
)
_DEFINITE = frozenset("the this that".split())


def with_untold(doc: Doc, drafts: Sequence[TollDraft]) -> tuple[TollDraft, ...]:
    """The tolls of a report and, where none of them is of somebody killed, the first death that it tells of."""
    if any(draft.outcome is Outcome.KILLED and draft.count.high != 0 for draft in drafts):
        return tuple(drafts)
    taken = {at for draft in drafts for at in range(draft.start, draft.end)}
    found = next((death for death in _deaths(doc) if taken.isdisjoint(range(death.start, death.end))), None)
    return tuple(drafts) if found is None else with_more(drafts, [replace(found, goes_along=bool(drafts))])


def _deaths(doc: Doc) -> Iterator[TollDraft]:
    for sentence in told_sentences(doc):
        for trigger in casualties.told_in(sentence):
            fatal = trigger.outcome == Outcome.KILLED or is_fatal(doc[trigger.start])
            if fatal and took_place(doc, trigger) and not _is_imagined(doc[sentence.start : trigger.start]):
                for person in casualties.victims(doc, trigger):
                    if sentence.start <= person.i < sentence.end and (number := _number(person)):
                        yield _draft(person, number, trigger.start)


_MODAL = frozenset("could would might may if unless whether".split())
_NEAR = 15


def _is_imagined(before: Span) -> bool:
    """Whether a death is only thought of: "it could have hit her in the heart and killed her"."""
    return not _MODAL.isdisjoint(token.lower_ for token in before[-_NEAR:])


def _number(person: Token) -> int:
    """How many were told of before whom a word stands for; 0 where it stands for none."""
    if person.lower_ == "both":
        return 2
    definite = any(child.lower_ in _DEFINITE for child in person.lefts)
    known = person.lower_ in _PRONOUNS or (person.lower_ in _TOLD_BEFORE and person.tag_ == "NN" and definite)
    return int(known)


def _draft(person: Token, number: int, trigger: int) -> TollDraft:
    alone = person.lower_ in _PRONOUNS or number > 1
    start, end = (person.i, person.i + 1) if alone else clauses.noun_phrase(person)
    return TollDraft(
        start=start,
        end=end,
        count=CountRange.exactly(number),
        outcome=Outcome.KILLED,
        trigger=trigger,
        group=(start + (not alone and end - start > 1), end),
        category=GroupCategory.PEOPLE,
        rule=RULE,
        optional=True,
    )

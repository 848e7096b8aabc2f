"""What a learned reader is asked about: every count of a sentence, and every single person that it could count as one.

A candidate is a span of tokens whose words give the bounds; whether it is a toll, and of whom, is for the rules or
the model to say. Candidates are generous: most are no tolls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from variorum.annotate import groups, quantities, triggers
from variorum.annotate.sentences import sentences_of
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

OUTCOMES = ("none", *map(str, Outcome))
"""What a candidate may be, in the order of the learned reader's scores: no toll, or one with this outcome."""
CATEGORIES = tuple(map(str, GroupCategory))
"""Whom it may count, in the order of the learned reader's scores."""

_ARTICLES = frozenset(("a", "an", "another"))
_BARE_AFTER = frozenset((",", "and", ":", "–", "—", "-", "/", "of"))
_FAMILY = frozenset("man woman mother father boy girl child son daughter husband wife".split())
_NO_ONE = frozenset("other one head leader ones missing same lot family".split())
_PLURALS = frozenset("people men women children police personnel staff troops military army".split())
_PERSON_ENDINGS = ("ist", "er", "or", "ian", "an", "man", "woman", "ee", "ese", "ant", "ent", "ish", "i", "on", "ch")
_REACH = 7
"""How many tokens after an article the noun for a person may stand."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Candidate:
    """Tokens start to end (end excluded) of a Doc that may be the count of a toll, and what the words alone say."""

    start: int
    end: int
    count: CountRange
    additional: bool = False


def candidates(doc: Doc, start: int, end: int) -> tuple[Candidate, ...]:
    """The candidates among the tokens start to end of a Doc with its counts marked, in order, none overlapping."""
    counts = [
        Candidate(start=s.start, end=s.end, count=s._.count, additional=s._.additional)
        for s in doc.spans.get("quantities", [])
        if start <= s.start < end
    ]
    taken = {i for c in counts for i in range(c.start, c.end)}
    words = [t.lower_ for t in doc[start:end]]
    singles = [
        Candidate(start=start + a, end=start + b, count=CountRange.exactly(1), additional=words[a] == "another")
        for a, b in _singles(words)
        if taken.isdisjoint(range(start + a, start + b))
    ]
    return tuple(sorted([*counts, *singles], key=lambda c: c.start))


def _singles(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where one person may be counted: "a", "another", "a third" before a noun for a person; a bare noun."""
    ordinals = quantities.lexicon()["ordinals"]
    for at, word in enumerate(words):
        if word in _ARTICLES:
            end = at + 2 if at + 1 < len(words) and words[at + 1] in ordinals else at + 1
            if word == "another" or end > at + 1 or _person_follows(words, end):
                yield at, end
        elif _stands_bare(words, at):
            yield at, at + 1


def _stands_bare(words: Sequence[str], at: int) -> bool:
    """Whether a noun for a person has no article, as in "Soldier killed" and "a man, woman and child"."""
    word = words[at]
    if word not in groups.heads() or word in _PLURALS or word in _NO_ONE or _is_plural(word):
        return False
    if triggers.may_hold_claim([word]):
        return False
    return at == 0 or words[at - 1] in _BARE_AFTER or words[at - 1] in _FAMILY or words[at - 1].isspace()


def _is_plural(noun: str) -> bool:
    return noun.endswith("men") or (noun.endswith("s") and noun[:-1] in groups.heads())


def _person_follows(words: Sequence[str], at: int) -> bool:
    for k, word in enumerate(words[at : at + _REACH]):
        if word in (".", ";", "and", "was", "were", "is", "in", "that", "who", "(") or word.isspace():
            return False
        if word in groups.heads() or (k < 2 and len(word) > 4 and word.endswith(_PERSON_ENDINGS)):
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the encoder sees at once: a sentence, tokens start to end, with what stands before it from `context` on."""

    context: int
    start: int
    end: int
    candidates: tuple[Candidate, ...]


CONTEXT = (6, 24)
"""Fewest and most tokens of the text before a sentence that are shown with it: a short sentence says less of itself."""
_SHOWN = 36
"""Tokens that a window should have where the sentence is short."""
LONGEST = 90
"""Tokens of a sentence that are read in one window; a longer sentence (a list, a table) takes several."""


def windows(doc: Doc) -> Iterator[Window]:
    """The windows of a Doc that are worth encoding: sentences that hold a candidate, in a text with casualty words."""
    bounds = [(s.start, s.end) for s in sentences_of(doc)]
    words = [[t.lower_ for t in doc[a:b]] for a, b in bounds]
    told = [triggers.may_hold_claim(w) for w in words]
    if not any(told):
        return
    for k, (a, b) in enumerate(bounds):
        if not (told[k] or triggers.tells_of_violence(words[k])):
            continue
        for start in range(a, b, LONGEST):
            end = min(b, start + LONGEST)
            found = candidates(doc, start, end)
            if found:
                before = min(max(_SHOWN - (end - start), CONTEXT[0]), CONTEXT[1])
                yield Window(context=max(0, start - before), start=start, end=end, candidates=found)

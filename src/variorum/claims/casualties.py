"""Casualty words in their sentence: which part each plays, and whom the parse makes suffer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from variorum.annotate.triggers import Trigger
from variorum.claims import clauses

STATES = frozenset("dead wounded injured killed missing hurt captured".split())
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))


def shifted(trigger: Trigger, by: int) -> Trigger:
    return replace(trigger, start=trigger.start + by, end=trigger.end + by)


_MAY_KILL = frozenset("shot shoot shooting stab stabbed burn burned burnt".split())


def resolved(doc: Doc, found: Sequence[Trigger]) -> tuple[Trigger, ...]:
    """The casualty words that hold: "shot" not where "shot and killed" follows, nor as a noun; "lives" not as a
    verb."""
    return tuple(
        t
        for k, t in enumerate(found)
        if not (_is_superseded(doc, t, found[k + 1 :]) or _is_verb_live(doc, t) or is_sentence(doc, t.start))
    )


def _is_superseded(doc: Doc, trigger: Trigger, later: Sequence[Trigger]) -> bool:
    """Whether a word for what may kill is a noun, or goes on to say that it did: "shot five people dead"."""
    if trigger.outcome != "injured" or doc[trigger.start].lower_ not in _MAY_KILL:
        return False
    if doc[trigger.start].tag_ in ("NN", "NNS", "JJ"):
        return True
    death = next((t for t in later if t.outcome == "killed" and t.start - trigger.end <= _NEAR), None)
    if death is None or "suffers" in death.parts:
        return False
    return not any(t.text in (",", ";") for t in doc[trigger.end : death.start])


_NEAR = 6
"""Tokens between "shot" and "dead" in "shot five people dead", at most."""


def _is_verb_live(doc: Doc, trigger: Trigger) -> bool:
    if doc[trigger.start].lower_ not in ("life", "lives"):
        return False
    return doc[trigger.start].tag_.startswith("V") or doc[min(trigger.end, len(doc) - 1)].text == "-"


_PASSED = frozenset("sentence sentenced sentences sentencing condemn condemned condemns condemning".split())


def is_sentence(doc: Doc, trigger: int) -> bool:
    """Whether a death is a court's sentence and not yet carried out: "sentenced four men to death"."""
    if doc[trigger].lower_ != "death" or trigger < 2:
        return False
    before = doc[max(0, trigger - _SENTENCED) : trigger]
    return before[-1].lower_ == "to" and any(t.lower_ in _PASSED for t in before)


_SENTENCED = 10
"""Tokens between "sentenced" and "to death", at most."""


def victims(doc: Doc, trigger: Trigger) -> Iterator[Token]:
    """Heads of the noun phrases that the parse says suffer a casualty word."""
    token = doc[trigger.start]
    if not clauses.is_parsed(token):
        return
    part = part_of_speech(doc, trigger)
    if part == "suffers":
        yield from clauses.sufferers_of(token)
    elif part == "verb":
        yield from clauses.victims_of(token)
    elif part == "noun":
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from clauses.joined(inner)
        if trigger.outcome != "killed_or_injured":
            yield token
    else:
        yield from _described(token)


def part_of_speech(doc: Doc, trigger: Trigger) -> str:
    """The part that a casualty word plays here, of those that it can play."""
    token, parts = doc[trigger.start], trigger.parts
    if len(parts) == 1:
        return next(iter(parts))
    if token.tag_.startswith("V"):
        wanted = ("verb", "suffers", "state", "noun")
    elif token.tag_ in NOUN_TAGS:
        wanted = ("noun", "state", "verb", "suffers")
    else:
        wanted = ("state", "verb", "noun", "suffers")
    return next(p for p in wanted if p in parts)


def _described(token: Token) -> Iterator[Token]:
    """Whom an adjective describes: "five dead", "left five dead", "five people were dead"."""
    if token.dep_ in ("amod", "acl"):
        yield from clauses.joined(token.head)
    elif token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp"):
        for child in [*token.head.children, *token.children]:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.i < token.i:
                yield from clauses.joined(child)

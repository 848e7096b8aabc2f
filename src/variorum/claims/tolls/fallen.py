"""Attackers who died in what they did: "before turning the gun on himself", "officers shot and killed the gunman".

A toll of one, `optional` as those of all definite persons are, of an armed group as the annotation guide wants of the
attackers themselves; of nobody's side where the report tells of no one else who came to harm. A report that counts the
dead ("three people are dead") counts its attacker among them, and then the toll is a part of that; one that says whom
he killed ("killed two women") does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from spacy.tokens import Doc, Span, Token

from variorum.annotate.asides import told_sentences
from variorum.claims.tolls import casualties, clauses
from variorum.claims.tolls.drafts import TollDraft, with_more
from variorum.claims.tolls.named import is_fatal, took_place
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

RULE = "an attacker who died"

_ATTACKERS = frozenset("gunman shooter attacker assailant suspect bomber robber intruder perpetrator killer".split())
_DEFINITE = frozenset(("the",))
_SELF = frozenset(("himself", "herself"))

_BY_HIS_OWN_HAND = re.compile(
    r"\b(?:(?:turn(?:s|ed|ing)?|put(?:s|ting)?)\s+(?:the|a|his|her)\s+(?:gun|weapon|rifle|pistol|handgun|shotgun|knife)\s+"
    r"(?:on|to)\s+(?P<on>himself|herself)"
    r"|(?:took|take[ns]?|taking|end(?:s|ed|ing)?)\s+(?P<life>(?:his|her)\s+own\s+life)"
    r"|(?P<act>commit(?:s|ted|ting)?\s+suicide|died?\s+by\s+suicide|dying\s+by\s+suicide))\b",
    re.IGNORECASE,
)
_KILLING = re.compile(r"\b(?:kill(?:s|ed|ing)|fatal\w*|to death|dead|murder\w*|slay\w*|slain)\b", re.IGNORECASE)
_AFTER_KILLING = re.compile(
    r"\b(?:(?:before|then)\s+(?:fatally\s+)?sho(?:t|ots?|oting)\s+|(?:and|,)\s+then\s+)(?P<self>himself|herself)\b",
    re.IGNORECASE,
)
"""Beside a word for killing: "killed his wife and then himself", "killed two before shooting himself"."""
_SURVIVED = re.compile(
    r"\b(?:surviv\w+|critical|attempted\s+(?:murder-)?suicide|(?:tried|trying|tries|attempt\w*|threat\w+|plan\w*|want\w*|going)"
    r"\s+to\s+(?:\w+\s+){0,2}$)",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters before the words in which a mere try or threat is looked for."""


def with_fallen(doc: Doc, drafts: Sequence[TollDraft]) -> tuple[TollDraft, ...]:
    """The tolls of a report and those of its attackers' deaths, in text order; `part_of` counts in the new order."""
    taken = {i for d in drafts for i in (*range(d.start, d.end), *(range(*d.group) if d.group else ()))}
    added = [d for d in _fallen(doc) if taken.isdisjoint(range(d.start, d.end))]
    if not added or _names_the_dead(doc, drafts):
        return tuple(drafts)
    whole = next((k for k, d in enumerate(drafts) if _counts_the_dead(doc, d)), None)
    alone = not any(d.outcome in _HARM and (d.count.low or 0) > 0 for d in drafts)
    category = GroupCategory.PEOPLE if alone else GroupCategory.ARMED_GROUP
    return with_more(drafts, (replace(d, part_of=whole, category=category) for d in added))


def _names_the_dead(doc: Doc, drafts: Sequence[TollDraft]) -> bool:
    """Whether all who are dead are told of one by one: "a soldier and his daughter were found dead"."""
    single = [d.trigger for d in drafts if d.outcome is Outcome.KILLED and d.count == _ONE and d.part_of is None]
    return any(single.count(trigger) > 1 and _is_state(doc, trigger) for trigger in single)


def _is_state(doc: Doc, trigger: int) -> bool:
    """Whether a casualty word says that people are dead and not that they were killed: "are dead", "died"."""
    return any(t.lower_ in _STATES for t in doc[trigger : trigger + 2])


_ONE = CountRange.exactly(1)
_HARM = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED))
_STATES = frozenset("dead die died dies dying death deaths body bodies deceased murder-suicide".split())


def _counts_the_dead(doc: Doc, draft: TollDraft) -> bool:
    """Whether a toll counts all who are dead, and does not say that somebody killed them."""
    several = draft.outcome is Outcome.KILLED and (draft.count.low or 0) > 1 and draft.part_of is None
    return several and draft.category is GroupCategory.PEOPLE and _is_state(doc, draft.trigger)


_ACCIDENT = re.compile(r"\b(?:accident|unintention)\w*", re.IGNORECASE)


def _fallen(doc: Doc) -> Iterator[TollDraft]:
    for sentence in told_sentences(doc):
        if _ACCIDENT.search(sentence.text):
            continue  # who shot himself by accident attacked nobody
        found = {at.start: at for at in (*_by_others(doc, sentence), *_by_themselves(sentence))}
        yield from (found[start] for start in sorted(found))


def _by_others(doc: Doc, sentence: Span) -> Iterator[TollDraft]:
    """Attackers, or an attacker himself, whom a word for killing makes suffer."""
    for trigger in casualties.told_in(sentence):
        if not took_place(doc, trigger):
            continue
        for person in casualties.victims(doc, trigger):
            fatal = trigger.outcome == Outcome.KILLED or is_fatal(doc[trigger.start])
            if fatal and sentence.start <= person.i < sentence.end and (person.lower_ in _SELF or _is_attacker(person)):
                yield _draft(doc, *_phrase(person), trigger.start)


def _is_attacker(noun: Token) -> bool:
    told = any(child.lower_ in _DEFINITE for child in noun.lefts)
    return told and noun.lower_ in _ATTACKERS and not any(child.dep_ == "nummod" for child in noun.lefts)


def _phrase(person: Token) -> tuple[int, int]:
    return (person.i, person.i + 1) if person.lower_ in _SELF else clauses.noun_phrase(person)


def _by_themselves(sentence: Span) -> Iterator[TollDraft]:
    text, doc = sentence.text, sentence.doc
    patterns = (_BY_HIS_OWN_HAND, _AFTER_KILLING) if _KILLING.search(text) else (_BY_HIS_OWN_HAND,)
    for found in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
        if _SURVIVED.search(text, _since(text, found.start()), found.start()):
            continue
        name = found.lastgroup or "act"
        words = sentence.char_span(*found.span(name))
        if words is not None:
            start, end = _subject(words) if name == "act" else (words.start, words.end)
            yield _draft(doc, start, end, words.start)


_TURN = re.compile(r"\b(?:before|then)\b", re.IGNORECASE)


def _since(text: str, at: int) -> int:
    """From where on what stands before the words is of the attacker: "critically hurt her before" is not."""
    start = max(0, at - _BEFORE)
    return max([start, *(turn.end() for turn in _TURN.finditer(text, start, at))])


def _subject(words: Span) -> tuple[int, int]:
    """Who does what a verb tells, though the subject may be that of the verb before: "kills two before committing".
    Where the sentence is not parsed, the pronoun before the words, else they themselves."""
    verb, doc = words.root, words.doc
    for at in (verb, *verb.ancestors):
        for child in at.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i < verb.i and child.tag_ not in ("WP", "WDT"):
                return clauses.noun_phrase(child)
    pronoun = words.start > 0 and doc[words.start - 1].lower_ in ("he", "she")
    return (words.start - 1, words.start) if pronoun else (words.start, words.end)


def _draft(doc: Doc, start: int, end: int, trigger: int) -> TollDraft:
    group = start + (doc[start].lower_ in _DEFINITE and end - start > 1)
    return TollDraft(
        start=start,
        end=end,
        count=_ONE,
        outcome=Outcome.KILLED,
        trigger=trigger,
        group=(group, end),
        category=GroupCategory.ARMED_GROUP,
        rule=RULE,
        optional=True,
        goes_along=True,
    )

"""Which tolls count the victims of many incidents at once: "hundreds in the past year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from variorum.claims.drafts import TollDraft
from variorum.claims.wording import has, lexicon, words_of
from variorum.models import Outcome
from variorum.values import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateWeights:
    """How much each sign counts for a toll's counting the victims of many incidents; found on the training reports."""

    phrase: float = 1.6  # "over the past year", "nationwide"
    long_time: float = 1.5  # a time of more than 45 days
    several_days: float = 0.9
    since: float = 1.2
    perfect: float = 1.0  # "have been killed"
    several_incidents: float = 2.0  # "three explosions", "several clashes"
    plural: float = 1.0  # "clashes", with no single incident named
    war: float = 1.0  # "in the war", "since the uprising"
    large: float = 1.9  # a thousand or more
    masses: float = 0.8  # a thousand or more jailed or displaced: seldom in one incident
    one_incident: float = -1.5  # "a bombing", "the attack"
    bar: float = 1.9


AGGREGATE = AggregateWeights()
_NEAR = 30
"""How many tokens on either side of a casualty word count, in texts that lost their full stops."""
_ONGOING = frozenset("fighting violence offensive operation battle siege carnage bombardment shelling".split())


def is_aggregate(doc: Doc, sentence: Span, words: str, days: DateRange | None, draft: TollDraft) -> bool:
    """Whether a toll counts the victims of many incidents."""
    w, signs = AGGREGATE, aggregate_signs(doc, sentence, words, days, draft)
    return bool(sum(getattr(w, sign) for sign in signs) >= w.bar)


def aggregate_signs(doc: Doc, sentence: Span, words: str, days: DateRange | None, draft: TollDraft) -> list[str]:
    """The names of the signs, for and against, that a sentence holds."""
    lex = lexicon()
    many = set(lex["aggregate"]["many"])
    near = doc[max(sentence.start, draft.trigger - _NEAR) : min(sentence.end, draft.trigger + _NEAR)]
    words = words_of(near)
    tokens = words.split()
    plural = [k for k, w in enumerate(tokens) if w in many]
    large = (draft.count.low or draft.count.high or 0) >= 1000
    signs = {
        "phrase": has(words, lex["aggregate"]["phrases"]),
        "long_time": days is not None and days.days > 45,
        "several_days": days is not None and 2 < days.days <= 45,
        "since": " since " in words,
        "perfect": _is_perfect(doc[draft.trigger]),
        "several_incidents": any(_is_counted(tokens, k) for k in plural),
        "plural": bool(plural),
        "war": _war().search(words) is not None,
        "large": large,
        "masses": large and draft.outcome in (Outcome.CAPTURED, Outcome.DISPLACED),
        "one_incident": _names_one(near),
    }
    return [name for name, holds in signs.items() if holds]


@cache
def _war() -> re.Pattern[str]:
    """A war as the time or the cause of what is told: "in the civil war", "the conflict, which has killed"."""
    wars = "|".join(lexicon()["aggregate"]["wars"])
    time = rf"\b(?:in|during|since|throughout|of|from|as)(?: \S+){{0,5}}? (?:{wars}) "
    cause = rf"\b(?:{wars})(?: \S+){{0,8}}? (?:has|have|had|left|killed|claimed) "
    return re.compile(f"{time}|{cause}")


def _is_counted(tokens: Sequence[str], at: int) -> bool:
    """Whether a number counts the incidents there: "three explosions", "several armed clashes"."""
    before = tokens[max(0, at - 3) : at]
    opens = max((k for k, word in enumerate(before) if word in ("in", "of", "by", "on", "at", ",", "and")), default=-1)
    return not set(before[opens + 1 :]).isdisjoint(lexicon()["aggregate"]["numbers"])


def _is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the present perfect: "have been killed", "has killed"."""
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("have", "has", "'ve") for c in verb.children)


def _names_one(sentence: Span) -> bool:
    """Whether a sentence names one incident: "a suicide bombing", "the attack", "an air strike"."""
    nouns = set(lexicon()["nouns"]["words"])
    return any(
        t.lower_ in nouns - _ONGOING
        and t.tag_ in ("NN", "")
        and any(
            b.lower_ in ("a", "an", "the", "this", "that") for b in sentence.doc[max(sentence.start, t.i - 4) : t.i]
        )
        for t in sentence
    )

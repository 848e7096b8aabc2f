"""Which tolls count the victims of many incidents at once: "hundreds in the past year"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from variorum.claims.drafts import TollDraft
from variorum.claims.wording import has, lexicon, words_of
from variorum.models import Outcome
from variorum.values import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateWeights:
    """How much each sign counts for a toll's counting the victims of many incidents; found on the training reports."""

    phrase: float = 2.0  # "over the past year", "nationwide"
    long_time: float = 1.5  # a time of more than 45 days
    several_days: float = 0.9
    since: float = 1.2
    perfect: float = 1.0  # "have been killed"
    several_incidents: float = 2.0  # "three explosions", "several clashes"
    plural: float = 1.0  # "clashes", with no single incident named
    war: float = 0.8  # "in the war"
    large: float = 1.2  # a thousand or more
    masses: float = 0.8  # a thousand or more jailed or displaced: seldom in one incident
    one_incident: float = -1.5  # "a bombing", "the attack"
    goes_on: float = -0.7
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
        "several_incidents": any(set(tokens[max(0, k - 3) : k]) & set(lex["aggregate"]["numbers"]) for k in plural),
        "plural": bool(plural),
        "war": has(words, lex["aggregate"]["wars"]),
        "large": large,
        "masses": large and draft.outcome in (Outcome.CAPTURED, Outcome.DISPLACED),
        "one_incident": _names_one(near),
        "goes_on": has(words, lex["same"]["phrases"]),
    }
    return [name for name, holds in signs.items() if holds]


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

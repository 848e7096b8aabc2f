"""Which tolls count the victims of many incidents at once: "hundreds in the past year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from variorum.annotate.extensions import words_of as words_in
from variorum.annotate.quantities import lexicon as number_words
from variorum.claims.incidents.wording import has, lexicon, nouns, phrases, words_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import Outcome
from variorum.values import DateRange

_NEAR = 30
"""How many tokens on either side of a casualty word count, in texts that lost their full stops."""
_DISTINCT = frozenset("shootings stabbings incidents murders homicides accidents crashes kidnappings".split())
"""Of which each is an incident of its own, where air strikes or clashes may be one."""
_ONGOING = frozenset("fighting violence offensive operation battle siege carnage bombardment shelling".split())


def aggregate_signs(doc: Doc, sentence: Span, words: str, days: DateRange | None, draft: TollDraft) -> list[str]:
    """The names of the signs, for and against, that a sentence holds; `reasons.AGGREGATES` has them in plain words."""
    many = lexicon()["aggregate"]["many"]
    near = doc[max(sentence.start, draft.trigger - _NEAR) : min(sentence.end, draft.trigger + _NEAR)]
    words = words_of(near)
    tokens = words.split()
    plural = [k for k, w in enumerate(tokens) if w in many and tokens[k - 1 : k] not in (["the"], ["these"], ["those"])]
    large = (draft.count.low or draft.count.high or 0) >= 1000
    signs = {
        "phrase": has(words, phrases("aggregate", "phrases")),
        "statistics": has(words, phrases("aggregate", "statistics")) and not _is_multiple(doc, draft),
        "long_time": days is not None and days.days > 45,
        "several_days": days is not None and 2 < days.days <= 45,
        "since": " since " in words,
        "perfect": _is_perfect(doc[draft.trigger]),
        "several_incidents": any(_is_counted(tokens, k) for k in plural),
        "plural": bool(plural),
        "distinct": any(tokens[k] in _DISTINCT for k in plural),
        "two_places": bool(plural) and draft.count.low != 1 and _names_two_places(doc, near),
        "war": _war().search(words) is not None,
        "large": large,
        "masses": large and draft.outcome in (Outcome.CAPTURED, Outcome.DISPLACED),
        "one_incident": _names_one(near),
        "member": _is_whole_of_a_member(doc, sentence, draft),
    }
    return [name for name, holds in signs.items() if holds]


def _is_multiple(doc: Doc, draft: TollDraft) -> bool:
    """Whether a number is that of a single deed: "this double homicide brings the year's count to 51"."""
    return doc[draft.start].lower_ in number_words()["multiples"]


@cache
def _war() -> re.Pattern[str]:
    """A war as the time or the cause of what is told: "in the civil war", "the conflict, which has killed"."""
    wars = rf"(?<! home )(?:{'|'.join(lexicon()['aggregate']['wars'])})"  # a "home invasion" is a burglary
    time = rf"\b(?:in|during|since|throughout|from|as)(?: \S+){{0,5}}? {wars} |\bof(?: \S+){{0,2}}? {wars} "
    cause = rf"\b{wars}(?: (?!after |when |as )\S+){{0,8}}? (?:has|have|had|left|killed|claimed) "
    return re.compile(f"{time}|{cause}")


def _is_counted(tokens: Sequence[str], at: int) -> bool:
    """Whether a number counts the incidents there: "three explosions", "several armed clashes"."""
    before = tokens[max(0, at - 3) : at]
    opens = max((k for k, word in enumerate(before) if word in ("in", "of", "by", "on", "at", ",", "and")), default=-1)
    return not set(before[opens + 1 :]).isdisjoint(lexicon()["aggregate"]["numbers"])


def _names_two_places(doc: Doc, near: Span) -> bool:
    """Whether two places of one kind stand joined there: "attacks in Hasaka and Aleppo"."""
    places = [p for p in doc.spans.get("places", []) if near.start <= p.start < near.end]
    for one, other in pairwise(places):
        between = [t.lower_ for t in doc[one.end : other.start]]
        if between in (["and"], ["and", "in"], [",", "and"]) and str(one._.place_kind) == str(other._.place_kind):
            return True
    return False


_MEMBER = re.compile(
    r"\b(?:one|two|three|four|five|[a-z]+est|first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th)) (?:victims? )?"
    r"of (?:the |its |their |at least |some |about )*$"
)


def _is_whole_of_a_member(doc: Doc, sentence: Span, draft: TollDraft) -> bool:
    """Whether a victim is told of as one of them: "she was the youngest of 15 victims of homicide in 2013"."""
    before = doc[sentence.start : draft.start].text.lower().replace("\n", " ") + " "
    return _MEMBER.search(before) is not None


def _is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the present perfect: "have been killed", "has killed"."""
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("have", "has", "'ve") for c in verb.children)


def _names_one(sentence: Span) -> bool:
    """Whether a sentence names one incident: "a suicide bombing", "the attack", "an air strike"."""
    doc, words, known = sentence.doc, words_in(sentence.doc), nouns("words") - _ONGOING
    return any(
        words[at] in known
        and doc[at].tag_ in ("NN", "")
        and not _BEFORE_ONE.isdisjoint(words[max(sentence.start, at - 4) : at])
        for at in range(sentence.start, sentence.end)
    )


_BEFORE_ONE = frozenset(("a", "an", "the", "this", "that"))

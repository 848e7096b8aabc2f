"""The words of an account that tell it from others: rare words, and names of several words.

How rare a word is stands in `data/linking/words.json`, not in the reports at hand: so what an account is compared by
never depends on which other reports there are.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from variorum.actors.registry import fold
from variorum.models import Account
from variorum.values import Span

WORDS_KEPT, NAMES_KEPT = 80, 40
RAREST_SHARE = 0.0005
_RAREST_BITS = -math.log2(RAREST_SHARE)
_LEAST_OF_A_PAIR = 8.0
_WORD = re.compile(r"\d+-(?:year|month)-old|[^\W_]+(?:['’][^\W_]+)?")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_NAME = re.compile(r"[A-Z][\w'’-]*[a-z][\w'’-]*(?:[ ](?:al-|el-)?[A-Z][\w'’.-]*)+")
_PROSE = re.compile(r"[.!?]['’”\")]*$")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?['”\"]?")


@cache
def _known() -> dict[str, float]:
    """Word to what it says, in bits, by the share of news reports that hold it; words in less than one of 200 are not
    there.
    """
    shares: dict[str, float] = json.loads(files("variorum.data").joinpath("linking/words.json").read_text("utf-8"))
    return {word: -math.log2(share) for word, share in shares.items()}


def rarity(word: str) -> float:
    """How much a word says, in bits: 0 of one that every report holds, about 10 of one that hardly any does."""
    return _known().get(word, _RAREST_BITS)


def words_of(text: str) -> list[str]:
    """The words of a text, folded: small letters, no accents, no possessive."""
    return list(map(_folded, _WORD.findall(text)))


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word))


def weighted_words(text: str) -> dict[str, int]:
    """The words that say most, with the weight of each: rarity, a little more for each time it is said. The weights
    have length 1,000, so that the products of two accounts' weights add up to a million times their cosine.
    """
    counts = Counter(word for word in words_of(text) if len(word) > 1)
    known = _known()
    weights = {word: (1 + math.log(n)) * known.get(word, _RAREST_BITS) for word, n in sorted(counts.items())}
    kept = sorted(weights, key=weights.__getitem__, reverse=True)[:WORDS_KEPT]
    size = math.sqrt(sum(weights[word] ** 2 for word in kept)) or 1.0
    return {word: weight for word in sorted(kept) if (weight := round(1000 * weights[word] / size)) > 0}


def names_of(text: str) -> dict[str, int]:
    """Names of two words and more ("Brushton Avenue"), in pairs of words, with what each pair says in whole bits."""
    bits = {name: rarity(name) if name in _known() else _together(name) for name in name_pairs(text)}
    kept = sorted(bits, key=lambda name: (-bits[name], name))[:NAMES_KEPT]
    return {name: round(bits[name]) for name in sorted(kept)}


def name_pairs(text: str) -> set[str]:
    """Two words, folded, that stand beside each other in a name."""
    return {" ".join(pair) for name in _NAME.findall(text) for pair in pairwise(words_of(name))}


def _together(name: str) -> float:
    """What a pair of words says that is not known to be common: what both say, and no less than a rare word."""
    return max(_LEAST_OF_A_PAIR, sum(map(rarity, name.split())))


def own_text(account: Account) -> str:
    """What the report says of this event: all of it where it is the main event, else the sentences of its claims."""
    text = account.report.text
    if account.event.main:
        return _without_furniture(account.report.title, text)
    spans = sorted(_spans(account), key=lambda span: span.start)
    found = [m.group() for m in _SENTENCE.finditer(text) if any(s.overlaps(Span(*m.span())) for s in spans)]
    return "\n".join([account.event.label, *found])


def _without_furniture(title: str | None, text: str) -> str:
    """The text without what a page puts around it: lines that are no sentence ("Share", "Read more"), or come twice.

    The whole text where that would leave nothing but its first line.
    """
    first, *rest = text.split("\n")
    kept = list(dict.fromkeys(line for line in map(str.strip, rest) if _PROSE.search(line) and len(line.split()) > 7))
    return "\n".join([*([title] if title and title != first else []), first, *kept]) if kept else text


def _spans(account: Account) -> list[Span]:
    event = account.event
    told = (event.when, event.place, *event.actors, *account.claims)
    return [each.span for each in told if each is not None and each.span is not None]

"""Which accounts are worth comparing: those that share a key.

A key is a string; an index from keys to accounts finds an account's candidates without looking at the others. Two
accounts share a key where they share a rare name or word, or are near each other in days and place, or were told of in
the same weeks with telling words in common. What is rare in most news may be common in a ledger (the name of a town
in a war): an index passes over a key that more than `MOST_PER_KEY` accounts have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import floor, log2

from variorum.link.terms import rarity
from variorum.link.traits import Traits

MOST_PER_KEY = 500
MOST_LOOKED_AT = 4000
"""Accounts, each counted with every key, that are looked at for one; the commonest of its keys are left out first."""

_NAMES, _RARE_WORDS, _PAIRED_WORDS = 12, 12, 6
_NAME_BITS, _WORD_BITS = 12, 9.5
_PAIRED_BITS = 5
_CELL = 0.5
_LONGEST_DAYS, _LATE_DAYS, _WEEK = 8, 3, 14


def keys(traits: Traits) -> tuple[str, ...]:
    """The keys of an account, sorted, each once."""
    return tuple(sorted({*_named(traits), *_near(traits), *_paired(traits)}))


def weights(having: Mapping[str, int]) -> dict[str, int]:
    """How much it says to share each key, in tenths of bits, by how many accounts have it; those left out that too
    many have. What few have says more.
    """
    found: dict[str, int] = {}
    left = MOST_LOOKED_AT
    for key in sorted(having, key=lambda key: (having[key], key)):
        left -= having[key]
        if having[key] > MOST_PER_KEY or left < 0:
            break
        found[key] = round(10 * log2(1 + MOST_PER_KEY / having[key]))
    return found


def _named(traits: Traits) -> Iterator[str]:
    bits, known = traits.names, set(traits.known)
    told = (name for name in bits if bits[name] >= _NAME_BITS and not known.issuperset(name.split()))
    for name in sorted(told, key=lambda n: (-bits[n], n))[:_NAMES]:
        yield f"n:{name}"
    rare = (word for word in traits.words if not word[:1].isdigit() and rarity(word) > _WORD_BITS)
    for word in sorted(rare, key=lambda w: (-traits.words[w], w))[:_RARE_WORDS]:
        yield f"w:{word}"


def _near(traits: Traits) -> Iterator[str]:
    """A key for each day that the event may have been on, one more on either side, and each place."""
    where = [f"p:{name}" for name in traits.places] + [f"c:{cell}" for cell in _cells(traits)]
    for day in _days(traits):
        for place in where:
            yield f"d:{day}:{place}"


def _days(traits: Traits) -> range:
    first, last = traits.first_day, traits.last_day
    if first is None or last is None:
        if traits.published is None:
            return range(0)
        return range(traits.published - _LATE_DAYS, traits.published + 1)
    return range(first - 1, last + 2) if last - first <= _LONGEST_DAYS else range(0)


def _cells(traits: Traits) -> set[str]:
    """The cells of half a degree that the place lies in or near the border of."""
    if traits.lat is None or traits.lon is None:
        return set()
    edge = _CELL / 4
    return {
        f"{floor((traits.lat + north) / _CELL)},{floor((traits.lon + east) / _CELL)}"
        for north in (-edge, edge)
        for east in (-edge, edge)
    }


def _paired(traits: Traits) -> Iterator[str]:
    """Two of the most telling words of the beginning, in the fortnights around the report's day."""
    if traits.published is None:
        return
    told = (word for word in traits.lead if rarity(word) > _PAIRED_BITS)
    top = sorted(sorted(told, key=lambda word: (-traits.lead[word], word))[:_PAIRED_WORDS])
    half = traits.published // (_WEEK // 2)
    for first, second in combinations(top, 2):
        for week in (half, half + 1):
            yield f"t:{week}:{first}+{second}"

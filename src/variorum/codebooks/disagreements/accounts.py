"""Which tolls may be held against each other, and who says them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from variorum.codebooks.disagreements.groups import marks
from variorum.models import Chain, SourceKind, Stance, Toll
from variorum.nouns import nouns
from variorum.values import CountRange

#: A report with more distinct statements of one event than this is compared by its first ones: the work is quadratic.
MOST_COMPARED = 100

#: How much a vague count is widened on either side before it contradicts another.
VAGUE_MARGIN = 0.2

#: The kinds of source that speak for a state.
STATE = {SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The tolls in which one source says one thing, however often; `toll` is the first of them."""

    toll: Toll
    ids: tuple[str, ...]

    @property
    def count(self) -> CountRange:
        return self.toll.count

    @property
    def rank(self) -> tuple[int, float, int]:
        """From low to high, then in the order of the text."""
        high = self.count.high
        return self.count.floor, float("inf") if high is None else high, self.toll.span.start


def accounts_of(tolls: Iterable[Toll]) -> list[Account]:
    """The tolls gathered by who says what, in the order of the text; MOST_COMPARED of them at most."""
    told: dict[object, list[Toll]] = {}
    for toll in tolls:
        chain = tuple(source.text.casefold() for source in toll.sources)
        group = (toll.group.category, marks(toll.group.text, toll.group.category))
        told.setdefault((chain, toll.outcome, toll.count, group), []).append(toll)
    return [Account(toll=same[0], ids=tuple(toll.id for toll in same)) for same in told.values()][:MOST_COMPARED]


def is_total(toll: Toll) -> bool:
    """Whether the toll speaks of all the victims of its group, as far as its own words tell."""
    if toll.part_of or toll.additional or toll.optional or toll.stance is Stance.CONDITIONAL:
        return False
    return toll.count != CountRange.exactly(1) or names_a_number(toll.quote)


def names_a_number(quote: str) -> bool:
    """Whether a count of one is a count ("one", "a single", "1") and not somebody told in passing ("a soldier")."""
    return bool(re.search(r"\d|\b(?:one|single)\b", quote, re.IGNORECASE))


def same_source(one: Chain, other: Chain) -> bool:
    """Whether the same speaker stands at the end of both chains: "the ministry" is "the Interior Ministry"."""
    if not one or not other:
        return not one and not other
    left, right = set(nouns(one[-1].text)), set(nouns(other[-1].text))
    return bool(left and right) and (left <= right or right <= left)


def opposed(one: Chain, other: Chain) -> bool:
    """Whether a state speaks on the one side and an armed group on the other."""
    kinds = {chain[-1].kind for chain in (one, other) if chain}
    return SourceKind.ARMED_GROUP in kinds and bool(kinds & STATE)


def is_below(one: Toll, other: Toll) -> bool:
    """Whether the one's words allow only fewer than the other's. "More than 900" is not above "900"."""
    count = other.count
    if count.high is None and count.low and re.search(r"\b(?:than|over|above|exceed\w*)\b", other.quote, re.IGNORECASE):
        count = CountRange(count.low - 1, None, count.approx)
    return one.count.is_below(count)


def is_clearly_below(one: CountRange, other: CountRange) -> bool:
    """Whether that is so with the margin that vague words deserve."""
    return _loose(one).is_below(_loose(other))


def _loose(count: CountRange) -> CountRange:
    if not count.approx:
        return count
    low = None if count.low is None else floor(count.low * (1 - VAGUE_MARGIN))
    high = None if count.high is None else ceil(count.high * (1 + VAGUE_MARGIN))
    return CountRange(low, high, True)

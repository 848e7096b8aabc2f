"""Judgements to events: connected components that no chain may stretch over two days, two places or two verdicts.

The result depends on the set of accounts and judgements alone, not on their order: links are taken from the surest
down, ties by id. A component is a component of its own links, so adding one account concerns only what it is linked to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from variorum.link.comparisons import days_apart, km_apart
from variorum.link.traits import Traits
from variorum.models import Judgement, Verdict

Pair = tuple[str, str]

LEAST_BITS = -1.5
"""Two groups are joined only where their members, pair by pair, say no less than this on average."""

BITS_A_MEMBER = 2.0
"""What more is asked for each member beyond the first, up to the third, of the smaller of two groups: one account may
be wrong about what it tells, but where several tell of each side and still say little for one event, these are two
events of one day in one town.
"""
_FEW_PAIRS = 3
"""From so many pairs on an average says something."""

_REPRESENTATIVES = 6
_TOLERATED_DAYS, _TOLERATED_KM = 7, 100.0


def is_by_person(judgement: Judgement) -> bool:
    """Whether a person judged, not a rule: only a rule gives a score."""
    return judgement.score is None


def components(accounts: Iterable[str], links: Iterable[Pair]) -> list[list[str]]:
    """The connected components of accounts under links; both in order of ids."""
    top: dict[str, str] = {account: account for account in sorted(accounts)}

    def root(account: str) -> str:
        while top[account] != account:
            top[account] = account = top[top[account]]
        return account

    for first, second in links:
        if first in top and second in top:
            low, high = sorted((root(first), root(second)))
            top[high] = low
    found: dict[str, list[str]] = {}
    for account in top:
        found.setdefault(root(account), []).append(account)
    return list(found.values())


def clusters(
    traits: Mapping[str, Traits], judgements: Iterable[Judgement], bits: Callable[[Traits, Traits], float]
) -> list[list[str]]:
    """The events: lists of account ids, each sorted, in order of their first.

    traits: of every account, by id. judgements: one of the rule and one of a person for a pair at most; a person's
    outweighs the rule's. bits: what the rule says of a pair of accounts that may not have been judged.
    """
    judged = _Judged.of(judgements)
    links = [*judged.same_by_person, *judged.same_by_rule]
    out: list[list[str]] = []
    for component in components(traits, links):
        out += _Grouping({account: traits[account] for account in component}, judged, bits).groups()
    return sorted(out)


def joined(
    groups: Iterable[Iterable[str]],
    traits: Mapping[str, Traits],
    judgements: Iterable[Judgement],
    bits: Callable[[Traits, Traits], float],
) -> list[list[str]]:
    """Events put together further by judgements that are new: those of an account that came later, say.

    groups: the events so far, of which each account is in one. The rest is as in `clusters`.
    """
    judged = _Judged.of(judgements)
    grouping = _Grouping(traits, judged, bits)
    for group in map(sorted, groups):
        grouping.group_of.update(dict.fromkeys(group, group))
    return sorted(grouping.groups())


@dataclass(frozen=True, slots=True)
class _Judged:
    """The judgements by verdict, a person's outweighing; links from the surest down. `direct`: the pairs that the rule
    says are the same in spite of their days and places, which reports may have wrong."""

    same_by_person: tuple[Pair, ...]
    apart_by_person: frozenset[Pair]
    same_by_rule: tuple[Pair, ...]
    direct: frozenset[Pair] = field(default_factory=frozenset)

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> _Judged:
        by_person: dict[Pair, Verdict] = {}
        by_rule: dict[Pair, float] = {}
        for judgement in judgements:
            pair = _pair(judgement.first, judgement.second)
            if is_by_person(judgement):
                by_person[pair] = judgement.verdict
            elif judgement.verdict is Verdict.SAME:
                by_rule[pair] = judgement.score or 0.0
        same = tuple(sorted(pair for pair, verdict in by_person.items() if verdict is Verdict.SAME))
        apart = frozenset(pair for pair, verdict in by_person.items() if verdict is Verdict.DIFFERENT)
        ruled = tuple(sorted((pair for pair in by_rule if pair not in by_person), key=lambda p: (-by_rule[p], p)))
        return cls(same, apart, ruled, frozenset(ruled))


class _Grouping:
    """One component, put together from its links as far as nothing excludes it."""

    def __init__(self, traits: Mapping[str, Traits], judged: _Judged, bits: Callable[[Traits, Traits], float]) -> None:
        self.traits, self.judged, self.bits = traits, judged, bits
        self.group_of = {account: [account] for account in traits}
        self._found: dict[Pair, float] = {}

    def groups(self) -> list[list[str]]:
        for pair in self._inside(self.judged.same_by_person):
            self._join(pair, self._is_open)
        for pair in self._inside(self.judged.same_by_rule):
            self._join(pair, self._belongs)
        unique = {group[0]: group for group in self.group_of.values()}
        return [unique[first] for first in sorted(unique)]

    def _inside(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        return (pair for pair in pairs if pair[0] in self.traits and pair[1] in self.traits)

    def _join(self, pair: Pair, may: Callable[[list[str], list[str]], bool]) -> None:
        one, other = self.group_of[pair[0]], self.group_of[pair[1]]
        if one is not other and may(one, other):
            joined = sorted([*one, *other])
            self.group_of.update(dict.fromkeys(joined, joined))

    def _is_open(self, one: list[str], other: list[str]) -> bool:
        """Whether no person has said of a pair across the two that it is not the same event."""
        apart = self.judged.apart_by_person
        return not apart or not any(_pair(a, b) in apart for a in one for b in other)

    def _belongs(self, one: list[str], other: list[str]) -> bool:
        if not self._is_open(one, other) or self._share_a_report(one, other) or self._exclude(one, other):
            return False
        return self._mean_bits(one, other) >= least_bits(len(one), len(other))

    def _share_a_report(self, one: list[str], other: list[str]) -> bool:
        """A report tells of an event once: its accounts are different events."""
        reports = {self.traits[account].report for account in one}
        return any(self.traits[account].report in reports for account in other)

    def _exclude(self, one: list[str], other: list[str]) -> bool:
        """Whether two accounts across the two can't be the same by day or place, and were not judged so."""
        return any(
            exclude(self.traits[a], self.traits[b]) and _pair(a, b) not in self.judged.direct
            for a in one
            for b in other
        )

    def _mean_bits(self, one: list[str], other: list[str]) -> float:
        """Over the first few members of each, so that large groups cost no more than small ones."""
        found = [self._bits(a, b) for a in one[:_REPRESENTATIVES] for b in other[:_REPRESENTATIVES]]
        return sum(found) / len(found)

    def _bits(self, a: str, b: str) -> float:
        """Of one pair, no more than 12 either way, so that none drowns the others."""
        pair = _pair(a, b)
        if pair not in self._found:
            self._found[pair] = max(-12.0, min(12.0, self.bits(self.traits[a], self.traits[b])))
        return self._found[pair]


def least_bits(one: int, other: int) -> float:
    """What the members of two groups of these sizes must say for one event, pair by pair, on average."""
    if one * other < _FEW_PAIRS:
        return LEAST_BITS
    return BITS_A_MEMBER * (min(one, other, 3) - 1)


def exclude(a: Traits, b: Traits) -> bool:
    """Whether two accounts can't be the same event: other countries, days too far apart, places too far apart.

    Some days and kilometres are tolerated: reports err, and violence takes time and room.
    """
    if a.country and b.country and a.country != b.country:
        return True
    apart = days_apart(a, b)
    if apart is not None and apart > _TOLERATED_DAYS:
        return True
    if (a.lat, a.lon) == (b.lat, b.lon) or not set(a.places).isdisjoint(b.places):
        return False
    distance = km_apart(a, b)
    if distance is None:
        return False
    return distance - (a.reach_km or 0) - (b.reach_km or 0) > _TOLERATED_KM


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)

"""One account more: its candidates are looked up by their keys, and judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from variorum.link.blocking import keys, weights
from variorum.link.clusters import clusters
from variorum.link.model import Model
from variorum.link.traits import Traits
from variorum.models import Judgement, Verdict

MOST_CANDIDATES = 60
"""Accounts that one is compared with at most; those come first that share most keys, and rare ones."""


class Index(Protocol):
    """Where accounts are found by their keys."""

    def candidates(self, keys: Sequence[str], limit: int) -> Sequence[str]:
        """The accounts that share a key, the heaviest by `blocking.weights` first, ties by id."""

    def traits(self, accounts: Sequence[str]) -> Mapping[str, Traits]:
        """The traits of accounts, by id."""


def judge(new: Traits, index: Index, model: Model, limit: int = MOST_CANDIDATES) -> list[Judgement]:
    """The judgements of an account and those it shares a key with, in order of ids. Accounts of its own report, and
    judgements that say `different`, are left out.
    """
    found = index.traits(index.candidates(keys(new), limit)).values()
    judged = (model.judge(new, other) for other in found if other.report != new.report and model.may_be(new, other))
    kept = (judgement for judgement in judged if judgement.verdict is not Verdict.DIFFERENT)
    return sorted(kept, key=lambda judgement: (judgement.first, judgement.second))


class MemoryIndex:
    """An index of the accounts of one process."""

    def __init__(self) -> None:
        self.known: dict[str, Traits] = {}
        self._accounts: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, new: Traits) -> None:
        self.known[new.account] = new
        for key in keys(new):
            self._accounts[key].append(new.account)

    def candidates(self, keys: Sequence[str], limit: int) -> Sequence[str]:
        shared: Counter[str] = Counter()
        for key, weight in weights({key: len(self._accounts[key]) for key in keys if key in self._accounts}).items():
            for account in self._accounts[key]:
                shared[account] += weight
        return sorted(shared, key=lambda account: (-shared[account], account))[:limit]

    def traits(self, accounts: Sequence[str]) -> Mapping[str, Traits]:
        return {account: self.known[account] for account in accounts}


def link(accounts: Iterable[Traits], model: Model, judgements: Iterable[Judgement] = ()) -> list[list[str]]:
    """The events of accounts, all in memory: lists of ids. judgements: those of people."""
    index, judged = MemoryIndex(), list(judgements)
    for new in accounts:
        judged += judge(new, index, model)
        index.add(new)
    return clusters(index.known, judged, model.total)

"""All events of a ledger in columns, so that a list of any filter, with its facets, takes milliseconds.

It is derived and holds nothing of its own: it is drawn again from the ledger when that has grown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from variorum.models import DisagreementKind, EventType, Outcome
from variorum.web.filters import Filter, Sort
from variorum.web.forest import Estimate
from variorum.web.gist import Gist, folded

Rows = NDArray[np.int64]
_Mask = NDArray[np.bool_]

_OPEN = np.iinfo(np.int32).max
_MOST_ACTORS = 12
"""Actors offered as a facet; any other is found by its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event as the catalogue lists it: its gist, what does not add up in it, whether a person has been over it,
    the words by which it is found, and what each codebook says of its dead.
    """

    gist: Gist
    disagreements: frozenset[DisagreementKind]
    reviewed: bool
    words: frozenset[str]
    killed: Mapping[str, Estimate | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value that a list can be narrowed to, and how many events of the list have it."""

    value: str
    count: int
    chosen: bool


class Catalogue:
    """Events in columns, in the order given. `version` says of which state of the ledger."""

    def __init__(self, entries: Iterable[Entry], version: object = None) -> None:
        self.entries: Sequence[Entry] = tuple(entries)
        self.version = version
        self.rows = {entry.gist.id: row for row, entry in enumerate(self.entries)}
        gists = [entry.gist for entry in self.entries]
        self._first = _days(gist.days.start if gist.days else None for gist in gists)
        self._last = _days(gist.days.end if gist.days else None for gist in gists)
        self._killed = np.array([_most(gist, Outcome.KILLED) for gist in gists], dtype=np.int64)
        self._spread = np.array([_spread(gist) for gist in gists], dtype=np.int64)
        self._accounts = np.array([gist.accounts for gist in gists], dtype=np.int64)
        self._origins = np.array([gist.origins for gist in gists], dtype=np.int64)
        self._reviewed = np.array([entry.reviewed for entry in self.entries], dtype=np.bool_)
        points = np.array([gist.point or (np.nan, np.nan) for gist in gists], dtype=np.float64).reshape(-1, 2)
        self._lon, self._lat = points[:, 0], points[:, 1]
        self._countries, self._country = _coded([gist.country for gist in gists])
        self._types, self._type = _coded([gist.type.value for gist in gists], list(EventType))
        self._outcomes = _bits([frozenset(gist.tolls) for gist in gists], list(Outcome))
        self._kinds = _bits([entry.disagreements for entry in self.entries], list(DisagreementKind))
        self._actor = _postings(gist.actors for gist in gists)
        self._word = _postings(entry.words for entry in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def select(self, wanted: Filter) -> Rows:
        """The rows that the filter lets through, in its order."""
        rows = np.flatnonzero(self._mask(wanted))
        return rows[np.lexsort(self._keys(wanted.sort, rows))]

    def facets(self, wanted: Filter) -> dict[str, list[Facet]]:
        """Of each facet its values with their counts, each counted as if that facet did not narrow."""
        return {
            name: count(self._mask(wanted.without(**{name: ()})), getattr(wanted, name))
            for name, count in self._counters.items()
        }

    def timeline(self, wanted: Filter) -> tuple[str, list[tuple[str, int, int]]]:
        """ "month", or "year" over more than 20 years; then of each its first day, how many events, how many killed."""
        mask = self._mask(wanted.without(since=None, until=None)) & (self._first > 0)
        months = np.array([], dtype=np.int64)
        if mask.any():
            months = self._months[mask]
        killed = np.maximum(self._killed[mask], 0)
        by_year = bool(len(months)) and int(months.max() - months.min()) > 240
        unit = months // 12 * 12 if by_year else months
        values, place = np.unique(unit, return_inverse=True)
        counts, deaths = np.bincount(place), np.bincount(place, weights=killed)
        bars = [
            (f"{value // 12:04d}-{value % 12 + 1:02d}-01", int(count), int(dead))
            for value, count, dead in zip(values.tolist(), counts, deaths, strict=True)
        ]
        return ("year" if by_year else "month"), bars

    def points(self, rows: Rows, most: int) -> list[tuple[float, float, int, float, int]]:
        """Of the first `most` rows that have a point: longitude, latitude, killed, radius in km, row."""
        placed = rows[~np.isnan(self._lat[rows])][:most]
        return [
            (
                round(float(self._lon[row]), 4),
                round(float(self._lat[row]), 4),
                int(self._killed[row]),
                self.entries[row].gist.radius,
                int(row),
            )
            for row in placed.tolist()
        ]

    def _mask(self, wanted: Filter) -> _Mask:
        mask = self._by_number(wanted)
        if wanted.reviewed:
            mask &= self._reviewed == (wanted.reviewed == "yes")
        if wanted.box:
            west, south, east, north = wanted.box
            mask &= (self._lon >= west) & (self._lon <= east) & (self._lat >= south) & (self._lat <= north)
        for chosen, names, column in (
            (wanted.country, self._countries, self._country),
            (wanted.type, self._types, self._type),
        ):
            if chosen:
                mask &= np.isin(column, [names.index(name) for name in chosen if name in names])
        for chosen, bits, values in (
            (wanted.outcome, self._outcomes, list(Outcome)),
            (wanted.disagreement, self._kinds, list(DisagreementKind)),
        ):
            if chosen:
                mask &= (bits & _bits([frozenset(chosen)], values)[0]) > 0
        if wanted.actor:
            mask &= self._any(self._actor.get(name) for name in wanted.actor)
        for word in folded(wanted.q):
            mask &= self._any(self._word[known] for known in self._beginning_with(word))
        return mask

    def _by_number(self, wanted: Filter) -> _Mask:
        mask = np.ones(len(self.entries), dtype=np.bool_)
        if wanted.since:
            mask &= self._last >= wanted.since.toordinal()
        if wanted.until:
            mask &= (self._first <= wanted.until.toordinal()) & (self._first > 0)
        if wanted.killed is not None:
            mask &= self._killed >= wanted.killed
        if wanted.origins is not None:
            mask &= self._origins >= wanted.origins
        return mask

    def _any(self, postings: Iterable[Rows | None]) -> _Mask:
        mask = np.zeros(len(self.entries), dtype=np.bool_)
        for rows in postings:
            if rows is not None:
                mask[rows] = True
        return mask

    def _beginning_with(self, word: str) -> Iterable[str]:
        start = bisect_left(self._vocabulary, word)
        for known in self._vocabulary[start:]:
            if not known.startswith(word):
                return
            yield known

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._word)

    @cached_property
    def _months(self) -> Rows:
        days = [date.fromordinal(max(int(day), 1)) for day in self._first]
        return np.array([day.year * 12 + day.month - 1 for day in days], dtype=np.int64)

    def _keys(self, sort: Sort, rows: Rows) -> tuple[Rows, ...]:
        """Sort keys, the last is the first that counts; events of equal rank stand newest first, then as added."""
        first = -self._first[rows]
        match sort:
            case Sort.NEWEST:
                return (rows, first)
            case Sort.OLDEST:
                return (rows, np.where(self._first[rows] > 0, self._first[rows], _OPEN))
            case Sort.DEADLIEST:
                return (rows, first, -self._killed[rows])
            case Sort.DISPUTED:
                return (rows, first, -self._spread[rows])
            case Sort.REPORTED:
                return (rows, first, -self._accounts[rows])

    @cached_property
    def _counters(self) -> dict[str, Callable[[_Mask, Sequence[str]], list[Facet]]]:
        return {
            "type": lambda mask, chosen: _by_code(self._types, self._type[mask], chosen),
            "country": lambda mask, chosen: _by_code(self._countries, self._country[mask], chosen),
            "outcome": lambda mask, chosen: _by_bit(list(Outcome), self._outcomes[mask], chosen),
            "disagreement": lambda mask, chosen: _by_bit(list(DisagreementKind), self._kinds[mask], chosen),
            "actor": self._actors,
        }

    def _actors(self, mask: _Mask, chosen: Sequence[str]) -> list[Facet]:
        if mask.all():
            counted = Counter({name: len(rows) for name, rows in self._actor.items()})
        else:
            counted = Counter(actor for row in np.flatnonzero(mask)[:20_000] for actor in self.entries[row].gist.actors)
        named = dict(counted.most_common(_MOST_ACTORS)) | {name: counted[name] for name in chosen}
        return [Facet(value=name, count=count, chosen=name in chosen) for name, count in named.items()]


def _days(days: Iterable[date | None]) -> Rows:
    """Days as ordinals; 0 where none is known."""
    return np.array([day.toordinal() if day else 0 for day in days], dtype=np.int64)


def _most(found: Gist, outcome: Outcome) -> int:
    """The highest number that is named; -1 where none is."""
    count = found.tolls.get(outcome)
    if count is None:
        return -1
    return count.high if count.high is not None else count.floor


def _spread(found: Gist) -> int:
    return max((count.high - count.floor for count in found.tolls.values() if count.high is not None), default=0)


def _coded(values: Sequence[str], known: Iterable[str] = ()) -> tuple[list[str], Rows]:
    names = [str(name) for name in known] or sorted(set(values))
    code = {name: number for number, name in enumerate(names)}
    return names, np.array([code[value] for value in values], dtype=np.int64)


def _bits(sets: Sequence[frozenset[str]], values: Sequence[str]) -> Rows:
    """Each set as a number with one bit a value."""
    bit = {value: 1 << number for number, value in enumerate(values)}
    return np.array([sum(bit[value] for value in one if value in bit) for one in sets], dtype=np.int64)


def _postings(sets: Iterable[Iterable[str]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, values in enumerate(sets):
        for value in values:
            found.setdefault(value, []).append(row)
    return {value: np.array(rows, dtype=np.int64) for value, rows in found.items()}


def _by_code(names: Sequence[str], column: Rows, chosen: Sequence[str]) -> list[Facet]:
    counts = np.bincount(column, minlength=len(names)).tolist() if len(names) else []
    found = [
        Facet(value=name, count=count, chosen=name in chosen)
        for name, count in zip(names, counts, strict=True)
        if name and (count or name in chosen)
    ]
    return sorted(found, key=lambda facet: (-facet.count, facet.value))


def _by_bit(values: Sequence[str], column: Rows, chosen: Sequence[str]) -> list[Facet]:
    found = []
    for number, value in enumerate(values):
        count = int(((column >> number) & 1).sum())
        if count or value in chosen:
            found.append(Facet(value=str(value), count=count, chosen=value in chosen))
    return sorted(found, key=lambda facet: -facet.count)

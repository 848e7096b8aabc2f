"""All events of a ledger in columns, so that a list of any filter, with its facets, takes milliseconds.

A catalogue never changes; what changed in the ledger makes a new one that shares what stayed (`Catalogue.put`). Events
keep their rows for as long as the app runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, TypeVar, overload

import numpy as np

from variorum.web.columns import KINDS, OUTCOMES, TYPES, Column, Columns, Mask, Rows, bits
from variorum.web.entries import Entry, read
from variorum.web.filters import Filter, Sort
from variorum.web.gist import folded

_OPEN = np.iinfo(np.int32).max
_MOST_ACTORS = 12
"""Actors offered as a facet; any other is found by its words."""

_MOST_WORDS = 12
"""Words of a search that are looked at."""

_REMEMBERED = 96
"""What a catalogue keeps of filters: a page, its map and its timeline ask for the same, and so do people."""

_EPOCH = np.datetime64("1970-01-01").astype("datetime64[D]")
_EPOCH_ORDINAL = 719_163

_numbers = count(1)

_Made = TypeVar("_Made")

Search = Callable[[str], Sequence[int] | None]
"""Gives the numbers of the reports that have a word; None where the word says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value that a list can be narrowed to, and how many events of the list have it."""

    value: str
    count: int
    chosen: bool


class Entries(Sequence[Entry]):
    """The entries of all rows, each read when it is asked for."""

    def __init__(self, contents: Sequence[str]) -> None:
        self._contents = contents

    def __len__(self) -> int:
        return len(self._contents)

    def written(self, row: int) -> str:
        """The entry as JSON, which says all of it."""
        return self._contents[row]

    @overload
    def __getitem__(self, row: int) -> Entry: ...
    @overload
    def __getitem__(self, row: slice) -> list[Entry]: ...
    def __getitem__(self, row: int | slice) -> Entry | list[Entry]:
        if isinstance(row, slice):
            return [read(content) for content in self._contents[row]]
        return read(self._contents[row])


class Catalogue:
    """Events in columns. `rows`: the row of each event by its id; `number`: another for each catalogue of a process.

    search: looks for words in the texts of reports.
    """

    def __init__(
        self, columns: Columns | None = None, rows: Mapping[str, int] | None = None, search: Search = lambda _: ()
    ) -> None:
        self._columns = columns or Columns.none()
        self.rows: Mapping[str, int] = rows or {}
        self.search = search
        self.number = next(_numbers)
        self.entries = Entries(self._columns.contents)
        self._found: dict[tuple[str, Filter], Any] = {}
        self._orders: dict[tuple[Sort, str], Rows] = {}

    def __len__(self) -> int:
        return int(self._cell["there"].sum())

    def put(self, contents: Mapping[str, str | None]) -> Catalogue:
        """The catalogue with these entries (as JSON, by event; None of what is no event any more)."""
        changed: dict[int, str] = {}
        rows = self.rows
        if new := [id_ for id_, content in contents.items() if content is not None and id_ not in rows]:
            rows = {**rows, **{id_: row for row, id_ in enumerate(new, start=len(self.entries))}}
        changed = {rows[id_]: content or "" for id_, content in contents.items() if id_ in rows}
        if not changed:
            return self
        after = Catalogue(self._columns.put(changed), rows, self.search)
        if not after._columns.differs_from(self._columns):
            after._orders = dict(self._orders)
            after._found = {key: found for key, found in list(self._found.items()) if not key[1].reviewed}
        return after

    def once(self, name: str, wanted: Filter, make: Callable[[], _Made]) -> _Made:
        """What is made of the events of a filter, under its name: made once, and kept while none of them changes in
        anything but in whether a person has been over it.
        """
        found: _Made | None = self._found.get((name, wanted))
        if found is None:
            found = make()
            while len(self._found) >= _REMEMBERED:
                self._found.pop(next(iter(self._found), (name, wanted)), None)
            self._found[name, wanted] = found
        return found

    def select(self, wanted: Filter) -> Rows:
        """The rows that the filter lets through, in its order."""

        def made() -> Rows:
            order = self._order(wanted.sort, wanted.codebook)
            return order[self._mask(wanted)[order]]

        return self.once("rows", wanted, made)

    def facets(self, wanted: Filter) -> dict[str, list[Facet]]:
        """Of each facet its values with their counts, each counted as if that facet did not narrow."""
        return self.once("facets", wanted, lambda: self._facets(wanted))

    def _facets(self, wanted: Filter) -> dict[str, list[Facet]]:
        masks = dict(self._narrowed(wanted))
        return {name: self._counted(name, self._all(masks, name), getattr(wanted, name)) for name in _FACETS}

    def timeline(self, wanted: Filter) -> tuple[str, list[tuple[str, int, int]]]:
        """ "month", or "year" over more than 20 years; then of each its first day, how many events, how many killed."""
        mask = self._mask(wanted.without(since=None, until=None)) & (self._cell["first"] > 0)
        months, killed = self._months[mask], np.maximum(self._cell["killed"][mask], 0)
        by_year = bool(len(months)) and int(months.max() - months.min()) > 240
        values, place = np.unique(months // 12 * 12 if by_year else months, return_inverse=True)
        counts, deaths = np.bincount(place), np.bincount(place, weights=killed)
        bars = [
            (f"{value // 12:04d}-{value % 12 + 1:02d}-01", int(number), int(dead))
            for value, number, dead in zip(values.tolist(), counts, deaths, strict=True)
        ]
        return ("year" if by_year else "month"), bars

    def points(self, rows: Rows, most: int) -> tuple[str, int]:
        """Of the first `most` rows that have a point a JSON list: longitude, latitude, killed, radius in km, row; and
        how many these are.
        """
        placed = rows[~np.isnan(self._cell["lat"][rows])][:most].tolist()
        points = self._columns.points
        return f"[{','.join([points[row] for row in placed])}]", len(placed)

    def is_event(self, row: int) -> bool:
        """Whether there is an event in the row, still."""
        return 0 <= row < len(self.entries) and bool(self._cell["there"][row])

    @property
    def _cell(self) -> Mapping[str, Column]:
        return self._columns.column

    def _mask(self, wanted: Filter) -> Mask:
        return self._all(dict(self._narrowed(wanted)))

    def _all(self, masks: Mapping[str, Mask], but: str = "") -> Mask:
        """The rows that are in all of the masks but one."""
        mask: Mask = self._cell["there"].copy()
        for name, one in masks.items():
            if name != but:
                mask &= one
        return mask

    def _narrowed(self, wanted: Filter) -> Iterator[tuple[str, Mask]]:
        """By the name of each field that narrows, the rows that it lets through."""
        number, cell = len(self.entries), self._cell
        if wanted.reviewed:
            yield "reviewed", cell["reviewed"] == (wanted.reviewed == "yes")
        if wanted.box:
            west, south, east, north = wanted.box
            lon, lat = cell["lon"], cell["lat"]
            yield "box", (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        if wanted.country:
            known = self._columns.countries.code
            yield "country", np.isin(cell["country"], [known[name] for name in wanted.country if name in known])
        if wanted.type:
            yield "type", np.isin(cell["type"], [TYPES.index(one) for one in TYPES if one in wanted.type])
        if wanted.outcome:
            yield "outcome", (cell["outcomes"] & bits(wanted.outcome, OUTCOMES)) > 0
        if wanted.disagreement:
            yield "disagreement", (cell["kinds"] & bits(wanted.disagreement, KINDS)) > 0
        if wanted.actor:
            known = self._columns.actors.code
            tags = [known[name] for name in wanted.actor if name in known]
            yield "actor", self._columns.of_actors.having(tags, number)
        yield from self._by_number(wanted)
        for word in folded(wanted.q)[:_MOST_WORDS]:
            if (mask := self._with_word(word)) is not None:
                yield f"word {word}", mask

    def _by_number(self, wanted: Filter) -> Iterator[tuple[str, Mask]]:
        first, last = self._cell["first"], self._cell["last"]
        if wanted.since:
            yield "since", last >= wanted.since.toordinal()
        if wanted.until:
            yield "until", (first <= wanted.until.toordinal()) & (first > 0)
        if wanted.killed is not None:
            yield "killed", self._cell["killed"] >= wanted.killed
        if wanted.figure is not None:
            yield "figure", self._figure(wanted.codebook) >= wanted.figure
        if wanted.origins is not None:
            yield "origins", self._cell["origins"] >= wanted.origins

    def _with_word(self, word: str) -> Mask | None:
        """The events with a word: in a text or title of their reports in any form of it, or, begun so, in their label,
        place, actors or publishers. None where the word says nothing.
        """
        reports = self.search(word)
        if reports is None:
            return None
        number, columns = len(self.entries), self._columns
        mask = columns.of_words.having(columns.words.beginning_with(word), number)
        return mask | columns.of_reports.having(reports, number)

    @cached_property
    def _months(self) -> Rows:
        """The month of the first day of each event, counted from the year 0."""
        days = self._cell["first"].astype(np.int64) - _EPOCH_ORDINAL
        months: Rows = (_EPOCH + days).astype("datetime64[M]").astype(np.int64) + 1970 * 12
        return months

    def _order(self, sort: Sort, codebook: str) -> Rows:
        """All rows in an order; those of equal rank stand newest first, then as added."""
        if (sort, codebook) not in self._orders:
            cell = self._cell
            first = -cell["first"]
            rank = {
                Sort.NEWEST: first,
                Sort.OLDEST: np.where(cell["first"] > 0, cell["first"], _OPEN),
                Sort.DEADLIEST: -cell["killed"],
                Sort.FIGURE: -self._figure(codebook),
                Sort.DISPUTED: -cell["spread"],
                Sort.REPORTED: -cell["accounts"],
            }[sort]
            self._orders[sort, codebook] = np.lexsort((first, rank))
        return self._orders[sort, codebook]

    def _figure(self, codebook: str) -> Column:
        """How many dead a codebook says that each event has; a codebook that is not known says none."""
        found = self._columns.figures.get(codebook)
        return np.full(len(self.entries), -1) if found is None else found

    def _counted(self, name: str, mask: Mask, chosen: Sequence[str]) -> list[Facet]:
        columns = self._columns
        match name:
            case "type":
                return _by_code(TYPES, self._cell["type"][mask], chosen)
            case "country":
                return _by_code(columns.countries.by_code, self._cell["country"][mask], chosen)
            case "outcome":
                return _by_bit(OUTCOMES, self._cell["outcomes"][mask], chosen)
            case "disagreement":
                return _by_bit(KINDS, self._cell["kinds"][mask], chosen)
            case _:
                return self._actors(mask, chosen)

    def _actors(self, mask: Mask, chosen: Sequence[str]) -> list[Facet]:
        counts, known = self._columns.of_actors.counts(mask), self._columns.actors
        tags = [tag for tag in np.argsort(-counts, kind="stable")[:_MOST_ACTORS].tolist() if counts[tag]]
        found = {known.by_code[tag]: int(counts[tag]) for tag in tags}
        for name in chosen:
            tag = known.code.get(name, len(counts))
            found[name] = int(counts[tag]) if tag < len(counts) else 0
        return [Facet(value=name, count=number, chosen=name in chosen) for name, number in found.items()]


_FACETS = ("type", "country", "outcome", "disagreement", "actor")


def _by_code(names: Sequence[str], column: Column, chosen: Sequence[str]) -> list[Facet]:
    counts = np.bincount(column, minlength=len(names)).tolist()
    found = [
        Facet(value=str(name), count=number, chosen=name in chosen)
        for name, number in zip(names, counts, strict=False)
        if name and (number or name in chosen)
    ]
    return sorted(found, key=lambda facet: (-facet.count, facet.value))


def _by_bit(values: Sequence[str], column: Column, chosen: Sequence[str]) -> list[Facet]:
    found = []
    for number, value in enumerate(values):
        of_value = int(((column >> number) & 1).sum())
        if of_value or value in chosen:
            found.append(Facet(value=str(value), count=of_value, chosen=value in chosen))
    return sorted(found, key=lambda facet: -facet.count)

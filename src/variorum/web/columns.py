"""The columns of the catalogue: an array a property of events, pairs of tags and rows where an event has several."""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.models import DisagreementKind, EventType, Outcome
from variorum.web.gist import folded, radius_of, where_of

Rows = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
Column = NDArray[Any]

OUTCOMES, KINDS, TYPES = list(Outcome), list(DisagreementKind), list(EventType)

_COLUMNS: Mapping[str, Any] = {
    "there": np.bool_,  # False of an event that is none any more
    "first": np.int32,  # days as ordinals, 0 where none is known
    "last": np.int32,
    "killed": np.int64,  # the highest number that is named, -1 where none is
    "spread": np.int64,
    "accounts": np.int32,
    "origins": np.int32,
    "reviewed": np.bool_,
    "lon": np.float64,
    "lat": np.float64,
    "radius": np.float32,
    "country": np.int32,
    "type": np.int32,
    "outcomes": np.int32,  # one bit each
    "kinds": np.int32,
}
_UNKNOWN = -1
_GONE = dict.fromkeys(_COLUMNS, 0) | {"lon": np.nan, "lat": np.nan}


class Names:
    """Names by their codes 0, 1, 2...; it only grows, so that older catalogues may share it."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.by_code = [str(name) for name in known]
        self.code = {name: number for number, name in enumerate(self.by_code)}
        self._ordered = sorted(self.by_code)

    def codes(self, names: Iterable[str]) -> list[int]:
        found = []
        for name in names:
            code = self.code.get(name)
            if code is None:
                code = self.code[name] = len(self.by_code)
                self.by_code.append(name)
            found.append(code)
        return found

    def beginning_with(self, start: str) -> list[int]:
        """The codes of the names that begin so."""
        self._keep_in_order()
        found = []
        for at in range(bisect_left(self._ordered, start), len(self._ordered)):
            if not self._ordered[at].startswith(start):
                break
            found.append(self.code[self._ordered[at]])
        return found

    def _keep_in_order(self) -> None:
        ordered, known = self._ordered, len(self.by_code)
        new = self.by_code[len(ordered) : known]
        if len(new) > 500:
            self._ordered = sorted(self.by_code[:known])
        elif new:
            ordered = list(ordered)
            for name in new:
                insort(ordered, name)
            self._ordered = ordered


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which rows have which tags: `tags` and `rows` of the same length, in no order."""

    tags: Rows
    rows: Rows

    @classmethod
    def none(cls) -> Pairs:
        return cls(np.array([], dtype=np.int32), np.array([], dtype=np.int32))

    def put(self, rows: Sequence[int], tags: Sequence[Sequence[int]], number: int) -> Pairs:
        """The same with other tags of these rows, of `number` rows in all."""
        changed = np.zeros(number, dtype=np.bool_)
        changed[list(rows)] = True
        stays = ~changed[self.rows]
        new_tags = np.array([tag for some in tags for tag in some], dtype=np.int32)
        new_rows = np.repeat(np.array(rows, dtype=np.int32), [len(some) for some in tags])
        return Pairs(np.concatenate([self.tags[stays], new_tags]), np.concatenate([self.rows[stays], new_rows]))

    def having(self, tags: Iterable[int], number: int) -> Mask:
        """Which of `number` rows have any of the tags."""
        mask = np.zeros(number, dtype=np.bool_)
        wanted = np.array(list(tags), dtype=np.int64)
        if len(wanted) and len(self.tags):
            chosen = np.zeros(max(int(self.tags.max()), int(wanted.max())) + 1, dtype=np.bool_)
            chosen[wanted] = True
            mask[self.rows[chosen[self.tags]]] = True
        return mask

    def counts(self, mask: Mask) -> Rows:
        """By tag, how many rows of the mask have it."""
        found: Rows = np.bincount(self.tags[mask[self.rows]])
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of all events, each as long as `contents`: their entries as JSON, "" of what is no event any more.
    points: what the map draws of each, as JSON; "" where no point is known. figures: by codebook how many dead it says
    that there are, its best or else its highest number; -1 where it says none.
    """

    contents: list[str]
    points: list[str]
    column: Mapping[str, Column]
    figures: Mapping[str, Column]
    countries: Names
    actors: Names
    words: Names
    of_actors: Pairs
    of_words: Pairs
    of_reports: Pairs

    @classmethod
    def none(cls) -> Columns:
        return cls(
            contents=[],
            points=[],
            column={name: np.array([], dtype=kind) for name, kind in _COLUMNS.items()},
            figures={},
            countries=Names([""]),
            actors=Names(),
            words=Names(),
            of_actors=Pairs.none(),
            of_words=Pairs.none(),
            of_reports=Pairs.none(),
        )

    def put(self, changed: Mapping[int, str]) -> Columns:
        """The same with these rows changed; those at the end are new, and there is none missing before them."""
        number = max(len(self.contents), max(changed, default=-1) + 1)
        contents = self.contents + [""] * (number - len(self.contents))
        points = self.points + [""] * (number - len(self.contents))
        rows = sorted(changed)
        values = [json.loads(changed[row]) if changed[row] else None for row in rows]
        if all(_but_reviewed(self.contents[row : row + 1], value) for row, value in zip(rows, values, strict=True)):
            return self._reviewed(changed, values)
        cells = [self._cells(value) if value else _GONE for value in values]
        for row, cell in zip(rows, cells, strict=True):
            contents[row], points[row] = changed[row], _point(row, cell)
        column = {}
        for name, kind in _COLUMNS.items():
            whole = np.zeros(number, dtype=kind)
            whole[: len(self.contents)] = self.column[name]
            whole[rows] = [each[name] for each in cells]
            column[name] = whole
        return replace(
            self,
            contents=contents,
            points=points,
            column=column,
            figures=self._figures_with(rows, values, number),
            of_actors=self.of_actors.put(rows, [self.actors.codes(v["actors"]) if v else [] for v in values], number),
            of_words=self.of_words.put(rows, [self.words.codes(_words(v)) if v else [] for v in values], number),
            of_reports=self.of_reports.put(rows, [v["reports"] if v else [] for v in values], number),
        )

    def _figures_with(
        self, rows: Sequence[int], values: Sequence[Mapping[str, Any] | None], number: int
    ) -> dict[str, Column]:
        """The figures with those of these rows, of `number` rows in all."""
        found = {}
        for codebook in sorted({*self.figures, *(name for value in values if value for name in value["killed"])}):
            whole = np.full(number, _UNKNOWN, dtype=np.int64)
            if codebook in self.figures:
                whole[: len(self.contents)] = self.figures[codebook]
            whole[list(rows)] = [_figure(value, codebook) for value in values]
            found[codebook] = whole
        return found

    def _reviewed(self, changed: Mapping[int, str], values: Sequence[Any]) -> Columns:
        """The same where rows changed in nothing but in whether a person has been over them."""
        contents, reviewed = list(self.contents), self.column["reviewed"].copy()
        for row, value in zip(sorted(changed), values, strict=True):
            contents[row], reviewed[row] = changed[row], value["reviewed"]
        return replace(self, contents=contents, column={**self.column, "reviewed": reviewed})

    def differs_from(self, before: Columns) -> bool:
        """Whether there is more between the two than that people have been over some events."""
        return self.points is not before.points

    def _cells(self, value: Mapping[str, Any]) -> dict[str, Any]:
        place = value["place"] or [None] * 7
        country, lat, lon, precision = place[3:7]
        tolls = value["tolls"].values()
        killed = value["tolls"].get(Outcome.KILLED.value)
        first, last = value["days"] or (None, None)
        return {
            "there": True,
            "first": date.fromisoformat(first).toordinal() if first else 0,
            "last": date.fromisoformat(last).toordinal() if last else 0,
            "killed": -1 if killed is None else killed[0] or 0 if killed[1] is None else killed[1],
            "spread": max((high - (low or 0) for low, high, _ in tolls if high is not None), default=0),
            "accounts": value["accounts"],
            "origins": value["origins"],
            "reviewed": value["reviewed"],
            "lon": np.nan if lat is None or lon is None else lon,
            "lat": np.nan if lat is None or lon is None else lat,
            "radius": radius_of(precision),
            "country": self.countries.codes([country or ""])[0],
            "type": TYPES.index(EventType(value["type"])),
            "outcomes": bits(value["tolls"], OUTCOMES),
            "kinds": bits(value["disagreements"], KINDS),
        }


def _but_reviewed(before: Sequence[str], value: dict[str, Any] | None) -> bool:
    """Whether an entry is what it was (one, or none of a new row) but for whether a person has been over it."""
    if not before or not before[0] or value is None:
        return False
    was: dict[str, Any] = json.loads(before[0])
    return was | {"reviewed": None} == value | {"reviewed": None}


def _figure(value: Mapping[str, Any] | None, codebook: str) -> int:
    told = value["killed"].get(codebook) if value else None
    low, best, high = told or (None, None, None)
    return next((number for number in (best, high, low) if number is not None), _UNKNOWN)


def _point(row: int, cell: Mapping[str, Any]) -> str:
    """Longitude, latitude, killed, radius in km and row."""
    if np.isnan(cell["lat"]):
        return ""
    point = [round(cell["lon"], 4), round(cell["lat"], 4), cell["killed"], cell["radius"], row]
    return json.dumps(point, separators=(",", ":"))


def bits(values: Iterable[str], known: Sequence[str]) -> int:
    """Some of the known values as a number with one bit each."""
    return sum(1 << known.index(value) for value in set(values) if value in known)


def _words(value: Mapping[str, Any]) -> set[str]:
    """The words by which an event is found besides those of its reports: of its label, place, actors and publishers."""
    place = value["place"]
    where = where_of(place[0], place[1], place[2]) if place else ""
    return set(folded(" ".join((value["label"], where, *value["actors"], *value["publishers"]))))

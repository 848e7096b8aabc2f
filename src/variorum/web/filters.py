"""What a list of events is narrowed to: read from an address, and written into one, so that each state has a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

MOST_WORDS = 200


class Sort(StrEnum):
    """In which order events stand."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DEADLIEST = "deadliest"
    FIGURE = "figure"
    DISPUTED = "disputed"
    REPORTED = "reported"


class FilterError(ValueError):
    """A parameter of an address has a value that it can't have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is shown. Empty fields don't narrow. `killed`: at least so many by some account; `figure`: at least so many
    by the codebook, which is named where it matters to what is shown; `origins`: at least so many independent ones;
    `box`: west, south, east, north in degrees.
    """

    q: str = ""
    since: date | None = None
    until: date | None = None
    country: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    disagreement: tuple[str, ...] = ()
    reviewed: str = ""
    killed: int | None = None
    figure: int | None = None
    codebook: str = ""
    origins: int | None = None
    box: tuple[float, float, float, float] | None = None
    sort: Sort = Sort.NEWEST

    @classmethod
    def of(cls, query: QueryParams, codebook: str = "") -> Filter:
        """codebook: by which figures are shown. Raises FilterError, which names the parameter and its value."""
        found = cls(
            q=(query.get("q") or "").strip()[:MOST_WORDS],
            since=_day(query, "since"),
            until=_day(query, "until"),
            **{name: _several(query, name) for name in SEVERAL},
            reviewed=_one_of(query, "reviewed", ("", "yes", "no")),
            killed=_number(query, "killed"),
            figure=_number(query, "figure"),
            codebook=codebook,
            origins=_number(query, "origins"),
            box=_box(query),
            sort=Sort(_one_of(query, "sort", ("", *Sort)) or Sort.NEWEST),
        )
        return found.by(codebook)

    def by(self, codebook: str) -> Filter:
        """The same with figures by a codebook, where they matter to which events are shown, or in which order."""
        matters = self.figure is not None or self.sort is Sort.FIGURE
        return replace(self, codebook=codebook if matters else "")

    def without(self, **changed: Any) -> Filter:
        return replace(self, **changed)

    @property
    def query(self) -> str:
        """The filter as the query of an address; "" where nothing is narrowed."""
        return urlencode(list(self.pairs()))

    def pairs(self) -> Iterator[tuple[str, str]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default or value is None:
                continue
            if field.name in SEVERAL:
                yield from ((field.name, each) for each in value)
            elif field.name == "box":
                yield "box", ",".join(f"{edge:g}" for edge in value)
            else:
                yield field.name, str(value)

    @property
    def narrows(self) -> bool:
        return self.without(sort=Sort.NEWEST, codebook="") != Filter()

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """What narrows, as name, value and the query of the same filter without it."""
        for name, value in self.pairs():
            if name in ("sort", "codebook"):
                continue
            if name in SEVERAL:
                rest = tuple(each for each in getattr(self, name) if each != value)
                yield name, value, self.without(**{name: rest}).query
            else:
                empty = "" if name in ("q", "reviewed") else None
                yield name, value, self.without(**{name: empty}).by(self.codebook).query


SEVERAL = ("country", "type", "actor", "outcome", "disagreement")


def _several(query: QueryParams, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:MOST_WORDS] for value in query.getlist(name) if value))


def _day(query: QueryParams, name: str) -> date | None:
    written = query.get(name)
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise FilterError(f"{name}={written!r} is no day; write it like 2017-10-21") from None


def _number(query: QueryParams, name: str) -> int | None:
    written = query.get(name)
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise FilterError(f"{name}={written!r} is no number of people; write it like 25")
    return int(written)


def _one_of(query: QueryParams, name: str, allowed: Sequence[str]) -> str:
    written: str = query.get(name) or ""
    if written not in allowed:
        raise FilterError(f"{name}={written!r} is none of {', '.join(filter(None, allowed))}")
    return written


def _box(query: QueryParams) -> tuple[float, float, float, float] | None:
    written = query.get("box")
    if not written:
        return None
    try:
        west, south, east, north = (float(edge) for edge in written.split(","))
    except ValueError:
        raise FilterError(f"box={written!r} is no box; write it like 24,22,37,32: west, south, east, north") from None
    if not (-360 <= west <= east <= 360 and -90 <= south <= north <= 90):
        raise FilterError(f"box={written!r} is no box on the Earth")
    return west, south, east, north

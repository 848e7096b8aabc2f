"""How the columns of a published table are named: a small TOML file, shipped for known data sets, or a house's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from variorum.errors import DataError
from variorum.models import Outcome

_FOLDER = "published"
_TEXTS = ("country", "place", "admin1", "lat", "lon", "actors", "sources", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColumn:
    """A column of numbers: the name they get, the column's own, and whom they count (as `PublishedNumber`)."""

    name: str
    column: str
    outcome: Outcome = Outcome.KILLED
    camp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a published table.

    row: of its ids, "" where it has none; texts: columns of country, place, admin1, lat, lon, actors, sources, notes.
    first, last: of the days, or year, month and day; formats: how days are written, besides ISO 8601; widened: days by
    which the time reaches out either way, by what stands in the column `widened_by`. within: kilometres that the event
    may be from its point, by what stands in the column `within_by`; within_km: of all where there is no such column.
    low, best, high: which of the numbers stand for a row, "" for none. unknown: cells that say that nothing is known.
    """

    name: str
    publisher: str
    codebook: str
    row: str
    texts: Mapping[str, tuple[str, ...]]
    first: str = ""
    last: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    formats: tuple[str, ...] = ()
    widened_by: str = ""
    widened: Mapping[str, int]
    within_by: str = ""
    within: Mapping[str, float]
    within_km: float | None = None
    numbers: tuple[NumberColumn, ...]
    low: str = ""
    best: str
    high: str = ""
    unknown: frozenset[str] = frozenset()

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row can be read."""
        best = next(number.column for number in self.numbers if number.name == self.best)
        return tuple(name for name in (self.row, self.first, self.year, best) if name)


def layouts() -> tuple[str, ...]:
    """The data sets whose columns are known."""
    found = (entry.name for entry in files("variorum.data").joinpath(_FOLDER).iterdir())
    return tuple(sorted(name[: -len(".toml")] for name in found if name.endswith(".toml") and name.count(".") == 1))


def layout(name: str) -> Layout:
    """The columns of a known data set ("ged"), or of a TOML file. Raises DataError."""
    if name in layouts():
        shipped = files("variorum.data").joinpath(_FOLDER).joinpath(f"{name}.toml")
        return parse(shipped.read_text("utf-8"), name)
    try:
        text = Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: can't be read ({error}); name a TOML file that says what the columns mean") from None
    return parse(text, name)


def parse(text: str, where: str) -> Layout:
    """The columns that a TOML text names; `where` is what messages call it. Raises DataError."""
    try:
        return _layout(tomllib.loads(text))
    except KeyError as error:
        raise DataError(f"{where}: {error.args[0]!r} is missing") from None
    except (tomllib.TOMLDecodeError, ValueError, TypeError, AttributeError) as error:
        raise DataError(f"{where}: {error}") from None


def _layout(raw: Mapping[str, Any]) -> Layout:
    columns, days, within = raw["columns"], raw["days"], raw.get("within", {})
    if unknown := [name for name in columns if name not in ("row", *_TEXTS)]:
        raise ValueError(f"[columns] has no {unknown[0]!r}; it has row, {', '.join(_TEXTS)}")
    numbers = tuple(_number(name, of) for name, of in raw["numbers"].items())
    ends = {end: str(raw[end]) for end in ("low", "best", "high") if end == "best" or end in raw}
    if missing := [name for name in ends.values() if name not in {number.name for number in numbers}]:
        raise ValueError(f"{missing[0]!r} is none of [numbers]")
    if "first" not in days and "year" not in days:
        raise ValueError("[days] needs first, or year")
    widened = days.get("widened", {})
    km = within.get("km", {})
    return Layout(
        name=str(raw["name"]),
        publisher=str(raw["publisher"]),
        codebook=str(raw.get("codebook", "")),
        row=str(columns.get("row", "")),
        texts={name: (of,) if isinstance(of, str) else tuple(of) for name, of in columns.items() if name != "row"},
        **{name: str(days.get(name, "")) for name in ("first", "last", "year", "month", "day")},
        formats=tuple(days.get("formats", ())),
        widened_by=str(widened.get("column", "")),
        widened={key: int(value) for key, value in widened.get("by", {}).items()},
        within_by=str(within.get("column", "")),
        within={key: float(value) for key, value in km.items()} if isinstance(km, dict) else {},
        within_km=None if isinstance(km, dict) else float(km),
        numbers=numbers,
        **ends,
        unknown=frozenset(map(str, raw.get("unknown", ()))),
    )


def _number(name: str, of: Mapping[str, str]) -> NumberColumn:
    outcome = Outcome(of.get("outcome", Outcome.KILLED.value))
    return NumberColumn(name=name, column=of["column"], outcome=outcome, camp=of.get("camp", ""))

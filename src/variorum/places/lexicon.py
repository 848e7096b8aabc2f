"""The library's word lists, read from `variorum/data/places` at first need."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from variorum.errors import DataError

_FOLDER = resources.files("variorum").joinpath("data", "places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What the project adds to GeoNames' countries. gw: Gleditsch and Ward's number, None outside their list."""

    iso: str
    lat: float
    lon: float
    gw: int | None
    demonyms: tuple[str, ...]
    names: tuple[str, ...]


def read(file: str) -> dict[str, Any]:
    """A word list as data. Raises DataError where the file is missing or is no TOML."""
    try:
        return tomllib.loads((_FOLDER / file).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"the word list {file} of the places library can't be read: {error}") from error


def raw(file: str) -> bytes:
    """The bytes of a word list, for a digest."""
    return (_FOLDER / file).read_bytes()


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO 3166-1 alpha-2 code (XK for Kosovo)."""
    return {
        iso: Country(
            iso=iso,
            lat=row["point"][0],
            lon=row["point"][1],
            gw=row["gw"] or None,
            demonyms=tuple(row["demonyms"]),
            names=tuple(row["names"]),
        )
        for iso, row in read("countries.toml")["countries"].items()
    }


@cache
def words(table: str) -> frozenset[str]:
    """One list of `grammar.toml`, casefolded."""
    return frozenset(word.casefold() for word in read("grammar.toml")[table]["words"])


@cache
def common_words() -> frozenset[str]:
    """Ordinary English words: with a capital at the start of a sentence they are no names."""
    return frozenset(read("common_words.toml")["words"].split())


@cache
def given_names() -> frozenset[str]:
    """Given names of people, casefolded."""
    return frozenset(read("given_names.toml")["words"].casefold().split())

"""The words of the date grammar, read from `data/dates.toml` at first use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.errors import DataError

Value = int | str | tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """words: each lower-case word with its class and value; sets: lists of words that the rules ask for by name."""

    words: Mapping[str, tuple[str, Value]]
    sets: Mapping[str, frozenset[str]]


def load_toml(name: str) -> dict[str, Any]:
    """A data file of the package; DataError where it is missing or broken."""
    try:
        return tomllib.loads(files("variorum.data").joinpath(name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"data/{name} can't be read: {error}") from error


@cache
def lexicon() -> Lexicon:
    """The lexicon. Raises DataError where a word stands in two classes."""
    table = load_toml("dates.toml")
    words: dict[str, tuple[str, Value]] = {}
    for symbol, entries in table.items():
        if symbol in ("words", "sets"):
            continue
        for word, value in entries.items():
            _add(words, word, symbol, tuple(value) if isinstance(value, list) else value)
    for symbol, members in table["words"].items():
        for word in members:
            _add(words, word, symbol, None)
    return Lexicon(words=words, sets={name: frozenset(members) for name, members in table["sets"].items()})


def _add(words: dict[str, tuple[str, Value]], word: str, symbol: str, value: Value) -> None:
    if word in words:
        raise DataError(f"data/dates.toml: {word!r} stands in {words[word][0]} and in {symbol}; keep one of them")
    words[word] = (symbol, value)

"""The words by which people are tied to a casualty word (`data/tolls.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(table: str, name: str) -> frozenset[str]:
    """A list of words of the lexicon."""
    return frozenset(_lexicon()[table][name])


@cache
def _lexicon() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("variorum") / "data" / "tolls.toml").read_text("utf-8"))

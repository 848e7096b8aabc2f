"""The words by which a report tells one incident from another (`data/incidents.toml`), and how they are looked for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Span


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "incidents.toml").read_text("utf-8"))


def words_of(sentence: Span) -> str:
    return " " + " ".join(t.lower_ for t in sentence) + " "


def has(words: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)

"""The words by which a report tells one incident from another (`data/incidents.toml`), and how they are looked for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Span

from variorum.annotate.extensions import words_of as words_in


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "incidents.toml").read_text("utf-8"))


def words_of(sentence: Span) -> str:
    return " " + " ".join(words_in(sentence.doc)[sentence.start : sentence.end]) + " "


def has(words: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)

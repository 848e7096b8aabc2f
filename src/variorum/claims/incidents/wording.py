"""The words by which a report tells one incident from another (`data/incidents.toml`), and how they are looked for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Span

from variorum.annotate.extensions import words_of as words_in


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "incidents.toml").read_text("utf-8"))


@cache
def nouns(name: str) -> frozenset[str]:
    """A list of nouns of the lexicon: of incidents ("words"), of "attackers"."""
    return frozenset(lexicon()["nouns"][name])


@cache
def phrases(table: str, name: str) -> tuple[str, ...]:
    """A list of phrases of the lexicon as `has` wants them."""
    return _apart(lexicon()[table][name])


@cache
def families() -> dict[str, tuple[str, ...]]:
    """The ways of violence with the phrases that tell of each, as `has` wants them."""
    return {name: _apart(words) for name, words in lexicon()["families"].items()}


def _apart(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in words)


def words_of(sentence: Span) -> str:
    """The words of a sentence in small letters, a space before and after each."""
    return " " + " ".join(words_in(sentence.doc)[sentence.start : sentence.end]) + " "


def has(words: str, some: Iterable[str]) -> bool:
    """Whether one of some phrases, each between spaces, stands in the words of a sentence (`words_of`)."""
    for phrase in some:  # noqa: SIM110  (a generator takes twice as long, and this is asked of every sentence)
        if phrase in words:
            return True
    return False

"""The words of a name or a noun phrase that mean something, so that two can be compared. No parser is asked."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=8192)
def nouns(text: str) -> tuple[str, ...]:
    """The words of a name or noun phrase that mean something, in small letters, nouns in the singular."""
    words = _WORD.findall(text.lower().replace("’s", "").replace("'s", ""))
    return tuple(_singular(word) for word in words if word not in _empty())


@cache
def _empty() -> frozenset[str]:
    """Of `data/nouns.toml`."""
    found = tomllib.loads(files("variorum.data").joinpath("nouns.toml").read_text(encoding="utf-8"))
    return frozenset(found["empty"]["words"])


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    """A plural noun's singular, well enough to compare two nouns by."""
    for plural, singular in (("people", "people"), ("children", "child"), ("men", "man"), ("personnel", "personnel")):
        if word.endswith(plural):
            return word[: -len(plural)] + singular
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ves") and len(word) > 4:
        return {"lives": "life", "wives": "wife"}.get(word, word[:-1])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word

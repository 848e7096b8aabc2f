"""A model's answer, however it was written: fenced, with words around it, cut off in the middle, of the wrong types.

Nothing in an answer is trusted: what has the wrong shape is left out, and how much is bounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST = 4_000_000
"""Characters of an answer that are looked at."""
_MOST = 2_000
"""Entries of each list that are looked at."""
_LONGEST_WORDS = 2_000
"""Characters of one value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The entries of an answer as they were given, lists of JSON objects. cut: whether the answer broke off."""

    tolls: tuple[dict[str, Any], ...] = ()
    responsibility: tuple[dict[str, Any], ...] = ()
    cut: bool = False


def parse(text: str) -> Answer | None:
    """What an answer holds; None where there is no JSON object with one of the lists in it."""
    text = text[:_LONGEST]
    for start in _openings(text):
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and ("tolls" in found or "responsibility" in found):
            return Answer(tolls=_objects(found.get("tolls")), responsibility=_objects(found.get("responsibility")))
    tolls, responsibility = _salvaged(text, "tolls"), _salvaged(text, "responsibility")
    if tolls is None and responsibility is None:
        return None
    return Answer(tolls=tolls or (), responsibility=responsibility or (), cut=True)


def _openings(text: str) -> Iterator[int]:
    """Where an object may begin: the first braces, few enough that no answer takes long."""
    return (match.start() for _, match in zip(range(8), re.finditer(r"\{", text), strict=False))


def _objects(value: Any) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list):
        return ()
    return tuple(entry for entry in value[:_MOST] if isinstance(entry, dict))


def _salvaged(text: str, name: str) -> tuple[dict[str, Any], ...] | None:
    """The whole entries of a list of an answer that broke off; None where the list is not there."""
    opening = re.search(rf'"{name}"\s*:\s*\[', text)
    if opening is None:
        return None
    at, found = opening.end(), list[dict[str, Any]]()
    while len(found) < _MOST:
        begin = re.compile(r"[\s,]*(?=\{)").match(text, at)
        if begin is None:
            break
        try:
            entry, at = json.JSONDecoder().raw_decode(text, begin.end())
        except (ValueError, RecursionError):
            break
        found.append(entry)
    return tuple(found)


def words(entry: dict[str, Any], name: str) -> str:
    """A text of an entry, "" where it is none or too long to be a quote."""
    value = entry.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST_WORDS else ""


def name_of(entry: dict[str, Any], name: str) -> str | None:
    """An id of an entry: a short text or a number, None where it names nothing."""
    value = entry.get(name)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int) or (isinstance(value, str) and value.strip() and len(value) <= 64):
        return str(value).strip()
    return None

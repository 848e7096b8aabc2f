"""Streets and roads, by their own grammar: "the 300 block of West Oak Avenue", "Highway 1", "Third Avenue and Pine
Street".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.places.lexicon import common_words, words

_STREET = re.compile(
    r"(?<![\w'’])(?:(?:\d[\d-]*|the)\s+(?:block\s+of\s+)?)?"
    r"(?:(?:North|South|East|West|Northwest|Northeast|Southwest|Southeast|N\.?|S\.?|E\.?|W\.?|NW|NE|SW|SE)\s+)?"
    r"(?:(?:[A-Z][\w'’.-]{0,30}|\d+(?:st|nd|rd|th|ST|ND|RD|TH))\s+(?:(?:de|del|la|and|Al|al|of)\s+)?){1,5}"
    r"(?:Streets?|St\b\.?|Avenues?|Ave\b\.?|Roads?|Rd\b\.?|Boulevard|Blvd\b\.?|Drive|Dr\b\.|Lane|Ln\b\.?|Highway|Hwy\b\.?"
    r"|Expressway|Freeway|Parkway|Pkwy\b\.?|Turnpike|Terrace|Alley|Crescent|Circle|Causeway|Corniche|streets|avenues|street|avenue|road"
    r"|highway|boulevard)(?![a-z])"
    r"(?:\s+and\s+(?:(?:North|South|East|West|N\.|S\.|E\.|W\.|Southwest|Southeast|Northwest|Northeast)\s+)?"
    r"(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th))\s+(?:Streets?|Avenues?|Roads?|Terrace|Boulevard|Drive|streets))?"
)
_NUMBERED_ROAD = re.compile(
    r"\b(?:(?:County|State|U\.?S\.?|Farm|Ranch|Federal|National)\s+)?(?:Interstate|Highway|Hwy\.?|Route|Road|Rte\.?|Autopista)\s+[A-Z]?-?\d+[A-Z]?\b|\b(?:I|US|M|A)-\d{1,3}\b"
)
_BLOCK = re.compile(
    r"\b\d+(?:-\d+)?\s+block\s+of\s+(?:(?:North|South|East|West|N\.|S\.|E\.|W\.)\s+)?(?:[A-Z\d][\w'’.-]*\s?){1,4}"
)


def street_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every street that `text` names; no two overlap."""
    used: list[tuple[int, int]] = []
    for pattern in (_STREET, _NUMBERED_ROAD, _BLOCK):
        for match in pattern.finditer(text):
            span = _trimmed(text, *match.span())
            if span is not None and not any(s < span[1] and span[0] < e for s, e in used):
                used.append(span)
                yield span


_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth".split())


def _is_numbered(parts: list[str]) -> bool:
    """Whether a street's name is a number in words: "Third Avenue"."""
    return parts[0].casefold() in _ORDINALS and parts[1].casefold().rstrip(".") in words("street_words")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span less ordinary words at its start; None where no name is left."""
    while text[end - 1 : end].isspace():
        end -= 1
    parts = text[start:end].split()
    ordinary = common_words() | {"in", "on", "at", "of", "the", "and", "along"}
    while len(parts) > 2 and parts[0].casefold() in ordinary and not _is_numbered(parts):
        start = text.index(parts[1], start + len(parts[0]))
        parts = parts[1:]
    if len(parts) < 2 or parts[0].casefold() in words("titles"):
        return None
    return start, end

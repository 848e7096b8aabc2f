"""Sentences as a conflict coder would mark them up, for tests.

    [At least 12](killed 12+ police) policemen and [three](killed 3 civilian) shepherds died, [two](killed 2 civilian
    part) of them children.

In brackets the quantity; in parentheses outcome, bounds (12; 12+; -40; 24-99; ~55 for "about 55"), category, and
`part` where it is part of
the toll before. Sentences without a mark must yield no toll.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from variorum.claims.tolls.drafts import TollDraft
from variorum.values import CountRange

_MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Expected:
    quote: str
    start: int
    outcome: str
    low: int | None
    high: int | None
    category: str
    part: bool


def bounds(text: str) -> tuple[int | None, int | None]:
    text = text.lstrip("~")
    if text.endswith("+"):
        return int(text[:-1]), None
    if text.startswith("-"):
        return None, int(text[1:])
    low, _, high = text.partition("-")
    return int(low), int(high or low)


def parse(marked: str) -> tuple[str, list[Expected]]:
    """The plain sentence and the tolls that it was marked with."""
    plain, expected, at = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        outcome, numbers, category, *rest = match.group(2).split()
        low, high = bounds(numbers)
        expected.append(Expected(match.group(1), len(plain), outcome, low, high, category, "part" in rest))
        plain += match.group(1)
        at = match.end()
    return plain + marked[at:], expected


def single_tolls(doc: Doc, drafts: Iterable[TollDraft]) -> list[tuple[str, str, int | None, str, bool]]:
    """Quote, outcome, number, category, and whether optional, of the tolls of single persons."""
    return [(doc[d.start : d.end].text, str(d.outcome), d.count.low, str(d.category), d.optional) for d in drafts]


def count(text: str) -> CountRange:
    return CountRange(*bounds(text), text.startswith("~"))

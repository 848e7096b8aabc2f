"""What the words around a place make of it: it was struck, it is where something was, where people were taken, or it is
only named. The words are data (`data/around.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from variorum.annotate.events.cues import phrase_pattern

_BEFORE, _AFTER = 70, 40
"""Characters around a place in which such words stand."""
_GAP = r"\s+(?:(?!and|but|said|who|which|that)[\w'’-]+\s+){0,4}$"
"""Up to four words between them and a place before which they stand, none that begins a clause."""
_ENDS = {
    "struck": _GAP,
    "there": _GAP,
    "led": _GAP,
    "treated": r"[^.]*$",
    "tried": r"[^.;]{0,40}?\b(?:in|to|at|a|the)\s+(?:\w+\s+){0,3}$",
}
"""What may follow the words of a list up to the place."""
_STARTS = {"struck_after": r"^\s+", "struck_later": r"^\s+(?:\w+\s+){0,2}", "care_after": r"^[\w\s]{0,20}?\b"}
"""What may stand between a place and the words of a list that follow it."""


def part_of_place(text: str, start: int, end: int, target: str) -> str:
    """What the words around a place at start to end make of it: "struck", "there", "of care" where the wounded are
    treated, people are taken or somebody is tried, or "named". target: its target type."""
    before, after = text[max(0, start - _BEFORE) : start].lower(), text[end : end + _AFTER].lower()
    if _has("struck_after", after) or _has("struck_later", after):
        return "struck"
    if target == "medical" and (_has("treated", before) or _has("care_after", after)):
        return "of care"
    if _has("struck", before):
        return "struck"
    if _has("led", before) or (target == "government" and _has("tried", before)):
        return "of care"
    return "there" if _has("there", before) else "named"


def _has(words: str, text: str) -> bool:
    return _patterns()[words].search(text) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = tomllib.loads((files("variorum") / "data" / "around.toml").read_text("utf-8"))
    return {name: re.compile(_pattern(name, phrases)) for name, phrases in lists.items()}


def _pattern(name: str, phrases: Iterable[str]) -> str:
    start, end = _STARTS.get(name, r"\b"), _ENDS.get(name, "")
    return f"{start}(?:{'|'.join(map(phrase_pattern, phrases))}){end}"

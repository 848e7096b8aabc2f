"""Words that speak for a kind of event, a weapon or a target, found in a text. They are data (`data/frames.toml`,
`data/targets.toml`)."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the data: words of one meaning and what they speak for."""

    name: str
    sub_type: Mapping[str, float]
    weapons: tuple[str, ...] | None
    topic: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text, offsets in code points."""

    start: int
    end: int
    cue: Cue


@cache
def _cues() -> dict[str, tuple[tuple[re.Pattern[str], Cue], ...]]:
    """The first letters of a phrase's first word -> the phrases that begin so."""
    raw: dict[str, Any] = tomllib.loads((files("variorum") / "data" / "frames.toml").read_text("utf-8"))
    index: dict[str, list[tuple[re.Pattern[str], Cue]]] = defaultdict(list)
    for row in raw["cue"]:
        weapons = tuple(row["weapons"]) if "weapons" in row else None
        cue = Cue(row["name"], row.get("sub_type", {}), weapons, row.get("topic"), None)
        _add(index, row["words"], cue)
    for target, words in raw["targets"]["places"].items():
        _add(index, words, Cue(f"place: {target}", {}, None, None, target))
    for target, words in raw["targets"]["people"].items():
        _add(index, words, Cue(f"people: {target}", {}, None, None, target))
    return {key: tuple(rows) for key, rows in index.items()}


def _add(index: dict[str, list[tuple[re.Pattern[str], Cue]]], phrases: Iterable[str], cue: Cue) -> None:
    for phrase in phrases:
        for plain in _without_leading_group(phrase):
            index[re.match(r"[^\s*()|-]*", plain).group()[:3]].append((re.compile(_pattern(plain)), cue))  # type: ignore[union-attr]


def _without_leading_group(phrase: str) -> list[str]:
    group = re.match(r"\(([^)]*)\)", phrase)
    return [choice + phrase[group.end() :] for choice in group.group(1).split("|")] if group else [phrase]


def _pattern(phrase: str) -> str:
    out = re.escape(phrase).replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\*", r"\w*")
    out = out.replace(r"\ \~\ ", r"\s+(?:\S+\s+){0,3}?").replace(r"\-", r"[-\s]?").replace(r"\ ", r"[\s-]+")
    return out + r"(?!\w)"


_WORD = re.compile(r"(?<![\w])\w[\w'’.]*")


def read_cues(text: str) -> tuple[Hit, ...]:
    """The cues in a text in order; a cue inside a longer one that names a weapon is left out ("bomb" in "car bomb")."""
    small, index = text.lower(), _cues()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    hits: list[Hit] = []
    for word in _WORD.finditer(small):
        for pattern, cue in index.get(word.group()[:3].rstrip("'’."), ()):
            match = pattern.match(small, word.start())
            if match:
                hits.append(Hit(match.start(), match.end(), cue))
    armed = [h for h in hits if h.cue.weapons is not None]
    return tuple(
        h
        for h in hits
        if not any(_swallows(a, h) for a in armed[max(0, bisect_left(armed, h.start, key=lambda a: a.start) - 4) :][:8])
    )


def _swallows(big: Hit, small: Hit) -> bool:
    inside = big.start <= small.start and small.end <= big.end
    return (
        inside
        and (big.end - big.start) > (small.end - small.start)
        and small.cue.weapons is not None
        and big.cue != small.cue
    )

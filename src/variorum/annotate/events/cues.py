"""Words that speak for a kind of event, a weapon or a target, found in a text. They are data (`data/frames.toml`,
`data/targets.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one meaning and what they speak for: points for sub-event types, weapons and the report's topic, or a
    target, as the place or the people that are hit (`part`: "places" or "people")."""

    name: str
    sub_type: Mapping[str, float] = field(default_factory=dict)
    weapons: tuple[str, ...] | None = None
    topic: str | None = None
    target: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text, offsets in code points."""

    start: int
    end: int
    cue: Cue


Index = dict[str, list[tuple[re.Pattern[str], Cue]]]
"""The first letters of a phrase -> the phrases that begin so."""
_LETTERS = 3


@cache
def _cues() -> Index:
    index: Index = defaultdict(list)
    for row in _table("frames")["cue"]:
        weapons = tuple(row["weapons"]) if "weapons" in row else None
        _add(index, row["words"], Cue(row["name"], row.get("sub_type", {}), weapons, row.get("topic")))
    for part, kinds in _table("targets").items():
        for target, families in kinds.items():
            cue = Cue(f"{part}: {target}", target=target, part=part)
            for family in families.values():
                _add(index, family["words"], cue)
    return dict(index)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / f"{name}.toml").read_text("utf-8"))


def _add(index: Index, phrases: Iterable[str], cue: Cue) -> None:
    for phrase in phrases:
        row = (re.compile(phrase_pattern(phrase)), cue)
        for key in _beginnings(phrase):
            index[key].append(row)


def _beginnings(phrase: str) -> set[str]:
    """The first letters of what a phrase may begin with: "(car|truck) bomb*" with "car" and "tru"."""
    group = re.match(r"\(([^)]*)\)", phrase)
    choices = [choice + phrase[group.end() :] for choice in group.group(1).split("|")] if group else [phrase]
    return {re.split(r"[\s*()|-]", choice, maxsplit=1)[0][:_LETTERS] for choice in choices}


def phrase_pattern(phrase: str) -> str:
    """The regular expression of a phrase: "*" ends a word openly, "|" inside round brackets offers alternatives, "~"
    lets up to three words stand between."""
    out = re.escape(phrase).replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\*", r"\w*")
    out = out.replace(r"\ \~\ ", r"\s+(?:\S+\s+){0,3}?").replace(r"\-", r"[-\s]?").replace(r"\ ", r"[\s-]+")
    return out + r"(?!\w)"


_WORD = re.compile(r"(?<![\w])\w[\w'’.]*")


def read_cues(text: str) -> tuple[Hit, ...]:
    """The cues in a text in order; one inside a longer one of its sort is left out: "bomb" in "car bomb", "hospital" in
    "military hospital"."""
    small, index = text.lower(), _cues()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    hits: list[Hit] = []
    for word in _WORD.finditer(small):
        for pattern, cue in index.get(word.group()[:_LETTERS].rstrip("'’."), ()):
            match = pattern.match(small, word.start())
            if match:
                hits.append(Hit(match.start(), match.end(), cue))
    return tuple(_outermost(hits))


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    around: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        around = [other for other in around if other.end > hit.start]
        if not any(_hides(other, hit) for other in around):
            yield hit
        around.append(hit)


def _hides(big: Hit, small: Hit) -> bool:
    """Whether a cue that stands around another, or begins with it, says better what both speak for."""
    if big.end < small.end or big.end - big.start == small.end - small.start or big.cue == small.cue:
        return False
    if big.cue.part is not None:
        return big.cue.part == small.cue.part
    return big.cue.weapons is not None and small.cue.weapons is not None

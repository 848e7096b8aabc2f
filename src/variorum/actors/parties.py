"""For whom a name speaks: the states and the armed groups that its words name, and whose voice an outlet is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from variorum.actors.names import find_actors
from variorum.actors.nations import nation_at
from variorum.actors.registry import Registry, Word, split_words


def parties_named(text: str) -> frozenset[str]:
    """The ISO codes of the states and the ids of the registry entries that the words of a name hold: `IL` for "the
    Israeli army", `islamic-state` for "fighters of ISIS".
    """
    return _named(text, Registry.load())


@lru_cache(maxsize=1 << 12)
def _named(text: str, registry: Registry) -> frozenset[str]:
    names = set(_states_in(split_words(text)))
    for actor in find_actors(text, registry):
        names |= {actor.country} if actor.country else {entry.id for entry in actor.entries[:1]}
    return frozenset(name for name in names if name)


def _states_in(words: list[Word]) -> Iterator[str]:
    """The states named, none inside the name of another: "South Sudan" is not Sudan."""
    at = 0
    while at < len(words):
        nation = nation_at(words, at)
        if nation is not None:
            yield nation[1]
        at = at + 1 if nation is None else nation[0]


def mouthpiece_of(outlet: str) -> frozenset[str]:
    """The state (ISO code) or the actor (registry id) whose own voice an outlet is: Amaq is the Islamic State's.

    Empty for an outlet that is nobody's, and for one that only carries a party's name ("an ISIS-affiliated website" is
    the Islamic State's, "Israel Radio" is no army's).
    """
    small = outlet.lower()
    found = {party for pattern, party in _voices() if pattern.search(small)}
    if _OWN.search(small):
        found |= parties_named(outlet)
    return frozenset(found)


_OWN = re.compile(r"\b(?:state|official|pro|affiliated|linked|run|owned|regimes?|media (?:arm|wing|office|outlet))\b")
"""Words by which an outlet is said to be a party's own: "state television", "ISIS-run"."""


@cache
def _voices() -> tuple[tuple[re.Pattern[str], str], ...]:
    raw = tomllib.loads((files("variorum") / "data" / "actors" / "voices.toml").read_text("utf-8"))
    return tuple(
        (re.compile(rf"\b{re.escape(name)}\b"), party) for party, names in raw["voices"].items() for name in names
    )

"""Which candidates are the actors of an event: the likeliest first, as long as one is likelier than not.

How much each sign counts is fitted (`train/sides.py`, `data/sides.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from variorum.annotate.sides.candidates import Candidate, camp_of
from variorum.models import Actor

MOST = 6
"""Actors of an event at most."""
_ORDER = {"attacker": 0, "clash": 1, "attacked": 2}


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign; `bias` counts always."""
    raw: dict[str, dict[str, float]] = tomllib.loads((files("variorum") / "data" / "sides.toml").read_text("utf-8"))
    return raw["sides"]


def chosen(options: Sequence[Candidate]) -> tuple[Actor, ...]:
    """The actors, attackers first."""
    taken = [one.side.actor for one, _, odds in ranked(options, weights()) if odds > 0]
    return tuple(sorted(taken[:MOST], key=lambda actor: _ORDER[actor.side]))


def ranked(
    options: Sequence[Candidate], known: Mapping[str, float]
) -> Iterator[tuple[Candidate, dict[str, float], float]]:
    """The candidates from the likeliest to the least likely, each with its signs and log-odds beside those taken before
    it; whoever is the same as one taken is passed over."""
    left = list(options)
    taken: list[Candidate] = []
    while left:
        rows = [(one, {**one.signs, **_beside(one, taken)}) for one in left]
        one, signs = max(rows, key=lambda row: odds_of(row[1], known))
        odds = odds_of(signs, known)
        yield one, signs, odds
        left.remove(one)
        if odds > 0:
            taken.append(one)
            left = [other for other in left if not other.side.same(one.side)]


def odds_of(signs: Mapping[str, float], known: Mapping[str, float]) -> float:
    """The log-odds of what the signs speak for."""
    return known.get("bias", 0.0) + sum(known.get(sign, 0.0) * strength for sign, strength in signs.items())


def _beside(one: Candidate, taken: Sequence[Candidate]) -> dict[str, float]:
    """What speaks against one when others are taken: another of its kind on its side, or on the other."""
    signs: dict[str, float] = {}
    side, camp = one.side.actor.side, camp_of(one.side)
    for other in taken:
        where = "its side" if other.side.actor.side == side else "the other side"
        alike = "its kind" if camp_of(other.side) == camp else "another kind"
        for sign in (f"{alike} on {where}", f"{side} {camp} beside {alike} on {where}"):
            signs[sign] = signs.get(sign, 0.0) + 1.0
    return signs

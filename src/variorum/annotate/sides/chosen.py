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
Weighed = tuple[Candidate, dict[str, float], float]
"""A candidate, its signs beside those taken before it, and its log-odds."""
_ORDER = {"attacker": 0, "clash": 1, "attacked": 2}


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign; `bias` counts always."""
    raw: dict[str, dict[str, float]] = tomllib.loads((files("variorum") / "data" / "sides.toml").read_text("utf-8"))
    return raw["sides"]


def chosen(options: Sequence[Candidate]) -> tuple[Actor, ...]:
    """The actors, attackers first."""
    taken = likeliest(options, weights())
    return tuple(sorted(taken, key=lambda actor: _ORDER[actor.side]))


def likeliest(options: Sequence[Candidate], known: Mapping[str, float]) -> list[Actor]:
    """The actors from the likeliest on. Somebody stands on each side of most events: the first of a side is taken at
    lower odds."""
    taken: list[Actor] = []
    for one, _, odds in ranked(options, known):
        actor = one.side.actor
        alone = not any(other.side in (actor.side, "clash") for other in taken)
        if odds > (-_FIRST.get(actor.side, 0.0) if alone else 0.0):
            taken.append(actor)
    return taken[:MOST]


_FIRST = {"attacked": 1.0, "attacker": 0.3}
"""How much lower the log-odds of the first actor of a side may be; by cross-validation."""


def ranked(options: Sequence[Candidate], known: Mapping[str, float]) -> Iterator[Weighed]:
    """The candidates from the likeliest to the least likely, each with its signs and log-odds beside those taken before
    it; whoever is the same as one taken is passed over."""
    bias = known.get("bias", 0.0)
    left = [(one, dict(one.signs), bias + _told_by(one.signs, known)) for one in options]
    while left:
        first = max(left, key=lambda row: row[2])
        yield first
        left.remove(first)
        one, _, odds = first
        if odds > 0:
            left = [_beside(row, one, known) for row in left if not row[0].side.same(one.side)]


def _beside(row: Weighed, taken: Candidate, known: Mapping[str, float]) -> Weighed:
    """A candidate when another is taken, too: what speaks against another of its kind on its side, or on the other."""
    one, signs, odds = row
    side, camp = one.side.actor.side, camp_of(one.side)
    where = "its side" if taken.side.actor.side == side else "the other side"
    alike = "its kind" if camp_of(taken.side) == camp else "another kind"
    more = dict.fromkeys((f"{alike} on {where}", f"{side} {camp} beside {alike} on {where}"), 1.0)
    return one, {**signs, **{sign: signs.get(sign, 0.0) + n for sign, n in more.items()}}, odds + _told_by(more, known)


def _told_by(signs: Mapping[str, float], known: Mapping[str, float]) -> float:
    return sum(known.get(sign, 0.0) * strength for sign, strength in signs.items())

"""How much each sign counts when the kind, weapons and targets of an event are chosen: `data/kinds.toml`, fitted by
`train/kinds.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Signs = dict[str, float]
"""What speaks for or against something, each with its strength."""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """By what is chosen ("kinds", "crime", "weapons", "targets") the weight of each sign; `bias`, if there is one,
    counts always."""
    return tomllib.loads((files("variorum") / "data" / "kinds.toml").read_text("utf-8"))


def score(table: str, signs: Mapping[str, float]) -> float:
    """The log-odds of what the signs speak for."""
    known = weights()[table]
    return known.get("bias", 0.0) + sum(known.get(sign, 0.0) * strength for sign, strength in signs.items())


def likely(table: str, signs: Mapping[str, float]) -> bool:
    """Whether the signs make it more likely than not."""
    return score(table, signs) > 0

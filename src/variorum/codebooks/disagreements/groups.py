"""Whom two tolls count, and whether the one must contain the other. Words only: no parser is asked."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from variorum.models import GroupCategory, Outcome, Toll
from variorum.nouns import nouns

_STATE_FORCES = {GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY}
#: The categories that lie within another. Attackers are outside "people": reports count their deaths apart.
INSIDE = {
    GroupCategory.SECURITY: {GroupCategory.POLICE, GroupCategory.MILITARY},
    GroupCategory.PEOPLE: _STATE_FORCES | {GroupCategory.CIVILIAN, GroupCategory.OFFICIAL},
}
_CASUALTIES = {Outcome.KILLED, Outcome.INJURED}


@cache
def lexicon() -> dict[str, Any]:
    """`data/disagreements.toml`."""
    return tomllib.loads(files("variorum.data").joinpath("disagreements.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def marks(text: str, category: GroupCategory) -> frozenset[str]:
    """What sets a group apart within its category: {"egyptian"} of "Egyptian police", nothing of "policemen"."""
    return frozenset(_plain(category).sub(" ", " ".join(nouns(text))).split())


@cache
def _plain(category: GroupCategory) -> re.Pattern[str]:
    """The nouns that say no more than the category itself, those of categories inside it included."""
    of_category = lexicon()["plain"]
    words = {
        word for name in (category, GroupCategory.PEOPLE, *INSIDE.get(category, ())) for word in of_category[name.value]
    }
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


@lru_cache(maxsize=4096)
def names_no_people(text: str) -> bool:
    """Whether the words of a group are no nouns for people ("dead", "bodies"), or there are none."""
    return all(word in lexicon()["no_people"]["words"] for word in nouns(text))


_WORD = re.compile(r"[a-z]+")
_YEARS = re.compile(r"\b(\d{1,3})[\s-]years?[\s-]old")
_GROWN_AT = 13
"""From which age on somebody may do what an adult does."""


@lru_cache(maxsize=4096)
def kind_of_person(text: str) -> tuple[str | None, ...]:
    """What the words for one person say of sex and age; None of what they leave open."""
    told, told_age = text.casefold(), _YEARS.search(text.casefold())
    words = set(_WORD.findall(told))
    kinds = {name: [k for k, some in lines.items() if words & {*some}] for name, lines in lexicon()["person"].items()}
    if told_age:
        kinds["age"] = ["grown" if int(told_age[1]) >= _GROWN_AT else "small"]
    return tuple(found[0] if len(found) == 1 else None for found in kinds.values())


def may_be_one(one: str, other: str) -> bool:
    """Whether the words for two persons may be for the same one: not "himself" and "a 4-year-old girl"."""
    pairs = zip(kind_of_person(one), kind_of_person(other), strict=True)
    alike_in_kind = all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)
    ages = [int(told[1]) for text in (one, other) if (told := _YEARS.search(text.casefold()))]
    return alike_in_kind and (len(ages) < 2 or abs(ages[0] - ages[1]) <= _MISTAKEN)


_MISTAKEN = 1
"""By how many years reports of one person differ in the age."""


def alike(one: Toll, other: Toll) -> bool:
    """Whether the one may contain the other by outcome and category, whatever sets the groups apart."""
    outer, inner = one.group.category, other.group.category
    nested = outer == inner or inner in INSIDE.get(outer, ()) or outer in INSIDE.get(inner, ())
    return one.outcome == other.outcome and nested


def holds(wide: Toll, narrow: Toll) -> bool:
    """Whether everybody whom `narrow` counts must be among those whom `wide` counts."""
    if wide.outcome != narrow.outcome and not (
        wide.outcome is Outcome.KILLED_OR_INJURED and narrow.outcome in _CASUALTIES
    ):
        return False
    outer, inner = wide.group.category, narrow.group.category
    if outer != inner and inner not in INSIDE.get(outer, ()):
        return False
    return marks(wide.group.text, outer) <= marks(narrow.group.text, inner)

"""Where, when and what kind of event: what rules of several codebooks ask of the accounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.codebooks.coding import Coding
from variorum.codebooks.disagreements.phrases import clip
from variorum.consensus import actor_name, is_named
from variorum.models import Account, Actor, When

STATE = frozenset({"state_forces", "external_forces"})
ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified", "lone_attacker"})
UNARMED = frozenset({"civilians", "protesters"})


def id_of(account: Account | None) -> tuple[str, ...]:
    """Its id, for a step that draws on it; none where there is no account."""
    return () if account is None else (account.id,)


def days_in_words(when: When) -> str:
    first, last = when.days.start, when.days.end
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def month_rank(days: int) -> int:
    """UCDP's code of a range by its days: 1 a day, 2 up to six, 3 a week, 4 up to a month, 5 longer."""
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def place_in_words(coding: Coding) -> str:
    place, _ = coding.evidence.place
    if place is None:
        return "No account names a place"
    return f"“{clip(place.text, 60)}”" + (f" ({place.country})" if place.country else "")


def of_category(coding: Coding, categories: frozenset[str], *sides: str) -> list[Actor]:
    """The actors of some categories, and on some sides where any are named, named ones first."""
    return [
        actor for actor in coding.evidence.actors if actor.category in categories and (not sides or actor.side in sides)
    ]


def name_of(actors: list[Actor]) -> str | None:
    """The name of the first actor; None of none."""
    return actor_name(actors[0]) if actors else None


def is_organised(actors: list[Actor]) -> bool:
    """Whether one of them is named: a body of its own and no mere "gunmen"."""
    return any(is_named(actor) for actor in actors)


@cache
def lexicon() -> dict[str, Any]:
    """`data/coding.toml`."""
    return tomllib.loads(files("variorum.data").joinpath("coding.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _goes_on() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = (any_of(lexicon()["ongoing"][side]) for side in ("before", "after"))
    return (
        re.compile(rf"\b(?:{before})(?:\s+the)?(?:\s+(?:past|last))?\s*$", re.IGNORECASE),
        re.compile(rf"^\s+(?:\w+\s+)?(?:{after})\b", re.IGNORECASE),
    )


_NEAR = 40


def words_of_a_stretch(when: When, account: Account) -> str:
    """The words that say that it went on over all those days ("over the weekend"); "" where it may have been one of
    them, or one night.
    """
    if when.span is None or when.days.days < 2:
        return ""
    text, span = account.report.text, when.span
    before, after = _goes_on()
    first = before.search(text, max(0, span.start - _NEAR), span.start)
    last = after.match(text[span.end : span.end + _NEAR])
    if first is None and last is None and not before.match(f"{span.of(text).split(' ')[0]}"):
        return ""
    return clip(text[first.start() if first else span.start : span.end + (last.end() if last else 0)], 60)

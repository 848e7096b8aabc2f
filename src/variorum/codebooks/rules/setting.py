"""Where, when and what kind of event: what rules of several codebooks ask of the accounts."""

from __future__ import annotations

from variorum.codebooks.coding import Coding
from variorum.codebooks.disagreements.phrases import clip
from variorum.consensus import actor_name, is_named
from variorum.models import Account, Actor, When

STATE = frozenset({"state_forces", "external_forces"})
ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified", "lone_attacker"})
UNARMED = frozenset({"civilians", "protesters"})


def known(account: Account | None) -> tuple[Account, ...]:
    return () if account is None else (account,)


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
    found = [actor for actor in coding.evidence.actors if actor.category in categories]
    return [actor for actor in found if actor.side in sides] if sides else found


def name_of(actors: list[Actor]) -> str | None:
    """The name of the first actor; None of none."""
    return actor_name(actors[0]) if actors else None


def is_organised(actors: list[Actor]) -> bool:
    """Whether one of them is named: a body of its own and no mere "gunmen"."""
    return any(is_named(actor) for actor in actors)

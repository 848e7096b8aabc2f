"""One actor of an event as its side, when two of them are the same, and which of them can stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from variorum.annotate.responsibility import alike
from variorum.models import Actor

ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified"})
STATES = frozenset({"state_forces", "external_forces"})


@dataclass(frozen=True, slots=True)
class Side:
    """An actor of the event with its registry entry, whether the text only describes it, and whether a toll counts its
    people."""

    actor: Actor
    entry: str | None = None
    generic: bool = False
    victim: bool = False

    def same(self, other: Side) -> bool:
        """Whether both are one actor: one registry entry, or words that are alike."""
        return (self.entry is not None and self.entry == other.entry) or alike(self.actor.text, other.actor.text)

    def on(self, side: str) -> Side:
        """The same actor on this side."""
        return replace(self, actor=replace(self.actor, side=side))

    def of_kind(self, category: str) -> Side:
        """The same actor as one of this category."""
        return replace(self, actor=replace(self.actor, category=category))


def add(sides: list[Side], new: Side) -> None:
    """Add a side that is not there yet; the fuller of two names of one side stays ("U.S.", "U.S.-led coalition")."""
    for i, old in enumerate(sides):
        if new.same(old):
            if old.entry is None and new.entry is not None and not new.generic:
                sides[i] = new
            return
    sides.append(new)


def of_one_kind(a: Side, b: Side) -> bool:
    """Whether two sides are of one category, or both fighters of whatever name."""
    return a.actor.category == b.actor.category or {a.actor.category, b.actor.category} <= ARMED


def one_camp(sides: Sequence[Side]) -> list[Side]:
    """Those who did it stand on one side: the state with its allies, or those who fight it; the first named decides."""
    with_state = sides[0].actor.category in STATES
    return [s for s in sides if (s.actor.category in STATES) == with_state][:3]


def other_camp(attackers: Sequence[Side], attacked: Sequence[Side]) -> list[Side]:
    """A state's forces are hardly attacked by their own: such a side was read wrongly, unless it counts its dead.

    Unnamed militants who fall in an attack by fighters are the attackers' own dead.
    """
    if any(a.actor.category in ARMED for a in attackers):
        attacked = [s for s in attacked if not (s.generic and s.actor.category == "unidentified")]
    if not any(a.actor.category in STATES for a in attackers):
        return list(attacked)
    return [s for s in attacked if s.actor.category not in STATES or s.victim]

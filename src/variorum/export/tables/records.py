"""What a row is made of: an event with the day, place, type and actors that stand for it, and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from variorum.models import (
    Account,
    Actor,
    EventType,
    Figure,
    LinkedEvent,
    Match,
    Mode,
    Place,
    Published,
    Responsibility,
    Toll,
    When,
)

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One event as it is exported. `label`: a few words for it. `codebook` names that of the `figures` (by names),
    "" where there are none. `published`: rows of others that are about it, or may be, with how they fit.
    """

    event: LinkedEvent
    when: When | None
    place: Place | None
    type: EventType
    label: str = ""
    sub_type: str | None = None
    weapons: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    codebook: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    published: tuple[tuple[Published, Match], ...] = ()

    def figure(self, name: str) -> Value:
        """The value of a figure; None where the codebook has none of that name, or it has no value."""
        found = self.figures.get(name)
        return None if found is None else found.value

    @property
    def tolls(self) -> Iterator[tuple[Account, Toll]]:
        return self.event.tolls

    @property
    def stated(self) -> Iterator[tuple[Account, Toll | Responsibility]]:
        """Every toll and statement of who did it, account by account."""
        for account in self.event.accounts:
            yield from ((account, toll) for toll in account.tolls)
            yield from ((account, claim) for claim in account.responsibility)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Each publisher once, in the order of the accounts."""
        return tuple(dict.fromkeys(a.report.publisher for a in self.event.accounts if a.report.publisher))

    def side(self, *sides: str) -> tuple[Actor, ...]:
        return tuple(actor for actor in self.actors if actor.side in sides)

    def said(self, *modes: Mode) -> tuple[Responsibility, ...]:
        """The statements of who did it in these modes."""
        return tuple(claim for _, claim in self.event.responsibility if claim.mode in modes)


def name_of(actor: Actor) -> str:
    """An actor's name in the registry, else in the report."""
    return actor.name or actor.text

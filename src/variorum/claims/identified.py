"""Which known actor each actor of an event is: its entry in the registry, or none where it is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from variorum.actors.names import find_actors
from variorum.actors.parties import parties_named
from variorum.actors.registry import Entry, resolve
from variorum.actors.services import force_of
from variorum.models import Actor, Event

_NAMED = frozenset({"state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia"})


def with_entries(event: Event) -> Event:
    """The event with each of its actors tied to the registry: by name, with the event's country, year and the other
    actors as context; a state's unnamed force by country and service.
    """
    country = event.place.country if event.place is not None else None
    year = event.when.days.start.year if event.when is not None else None
    known = [_named(actor, country, year, ()) for actor in event.actors]
    beside = tuple(entry.name for entry, _ in known if entry is not None)
    return replace(event, actors=tuple(_identified(actor, country, year, beside) for actor in event.actors))


def _identified(actor: Actor, country: str | None, year: int | None, beside: Iterable[str]) -> Actor:
    entry, others = _named(actor, country, year, beside)
    return replace(
        actor,
        entry=None if entry is None else entry.id,
        name=None if entry is None else entry.name,
        alternatives=tuple(other.id for other in others),
    )


def _named(
    actor: Actor, country: str | None, year: int | None, beside: Iterable[str]
) -> tuple[Entry | None, tuple[Entry, ...]]:
    if actor.category not in _NAMED:
        return None, ()
    found = find_actors(actor.text)
    best = next((one for one in found if one.entries), None)
    if best is not None:
        return resolve(best.entries, country=country, year=year, beside=beside)
    if actor.category in ("state_forces", "external_forces"):
        states = [one.country for one in found if one.country] or [n for n in parties_named(actor.text) if len(n) == 2]
        state = states[0] if states else None
        home = country if actor.category == "state_forces" else None
        if state or home:
            return force_of(actor.text, state or home or "", year), ()
    return None, ()

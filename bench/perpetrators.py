"""Who did it in the terms of 1992: organisations under one name each, a state's forces among them, and nobody else.

MUC-4 lists organisations apart from the people who acted for them: "the guerrillas" and a suspect by name are
individuals there, an organisation that is written in two ways is one, and a state's forces that fight an armed side or
arrest somebody did nothing that it wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bench.data import Json
from variorum.actors.names import Found, find_actors
from variorum.annotate.casing import recase

BLAMING = frozenset({"claimed", "attributed", "suspected"})
ORGANISATIONS = frozenset({"rebel_group", "political_militia", "identity_militia"})
NO_CRIMES = frozenset({"battle", "strategic_development"})
STATES = frozenset({"state_forces", "external_forces"})


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as a report names it: what it is known by, its words, and whether it is a state's force."""

    known_by: str
    words: str
    of_state: bool


def organisations(extraction: Json, events: Sequence[Json]) -> list[Json]:
    """The statements of who did these events, with organisations alone; those that attack by name where no statement
    names one."""
    return [row for event in events for row in _of_event(event, extraction["responsibility"])]


def _of_event(event: Json, statements: Sequence[Json]) -> Iterator[Json]:
    said = [row for row in statements if row["event"] == event["id"] and row["mode"] in BLAMING]
    alone = {actor["text"] for actor in event.get("actors", ()) if actor["category"] == "lone_attacker"}
    told: dict[str, str] = {}
    for row in said:
        named = _organisation(row["actor"]) if row["actor"] not in alone else None
        if named is not None and not (named.of_state and event["type"] in NO_CRIMES):
            yield row | {"actor": told.setdefault(named.known_by, named.words)}
    if told:
        return
    mode = "suspected" if any(row["mode"] == "suspected" for row in said) else "attributed"
    for actor in event.get("actors", ()):
        if actor["side"] == "attacker" and actor["category"] in ORGANISATIONS and actor.get("entry"):
            yield {"event": event["id"], "actor": actor["text"], "mode": mode, "span": [0, 0]}


def _organisation(words: str) -> Named | None:
    """The organisation that words name; None where they only describe people. What no list knows is taken for one."""
    found = actors_in(words)
    best = next((one for one in found if one.entries), None) or next((one for one in found if not one.generic), None)
    if best is not None:
        return Named(_known_by(best, words), words, best.category in STATES)
    described = next(iter(found), None)
    of_state = described is not None and described.category in STATES
    return Named(words.casefold(), words, of_state) if of_state or described is None else None


def _known_by(one: Found, text: str) -> str:
    return one.entries[0].id if one.entries else text[one.start : one.end].casefold()


@lru_cache(maxsize=1024)
def actors_in(text: str) -> tuple[Found, ...]:
    """The actors of a text that may be in capitals."""
    small = recase(text)
    return tuple(find_actors(small, recased=small != text))

"""What stands for an event over its accounts: the days, place, type, actors and words that most of them give it.

One rule for all that shows an event: lists, headings, exports and codebooks. Reprints have no vote, and nothing depends
on the order in which accounts come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from functools import cached_property

from variorum.models import Account, Actor, EventType, LinkedEvent, Place, When
from variorum.nouns import nouns


class Consensus:
    """An event as its accounts tell it. Each answer is worked out once, when it is asked for."""

    def __init__(self, event: LinkedEvent) -> None:
        self.event = event
        self.accounts = tuple(sorted(event.accounts, key=_published))

    @cached_property
    def speaking(self) -> tuple[Account, ...]:
        """The accounts that have a vote on place, days and type: those of reprints left out.

        An account whose every toll comes from an origin that another account has first is a reprint.
        """
        if len(self.accounts) == 1 or not self.event.origins:
            return self.accounts
        origins = {a.id: frozenset(self.event.origin(toll.id) for toll in a.tolls) for a in self.accounts}
        seen: set[str] = set()
        kept = []
        for account in sorted(self.accounts, key=lambda a: (a.report.published or date.min, -len(origins[a.id]), a.id)):
            if not origins[account.id] or not origins[account.id] <= seen:
                kept.append(account)
            seen |= origins[account.id]
        return tuple(sorted(kept, key=_published))

    @cached_property
    def label(self) -> str:
        """A few words for it: those of the first account that is mainly about it, else of any; else a report's title;
        "" where there is none.
        """
        ordered = sorted(self.accounts, key=lambda account: not account.event.main)
        named = next((account.event for account in ordered if account.event.label), None)
        if named is not None:
            return _plainer(named.label, named.sub_type or "")
        return next((account.report.title for account in ordered if account.report.title), "")

    @cached_property
    def when(self) -> tuple[When | None, Account | None]:
        """The days that most accounts give, the more exact ones first; and the first account that gives them."""
        given = [account for account in self.speaking if account.event.when is not None]
        best = _most(given, _days_key, _days_rank)
        return (best.event.when, best) if best else (None, None)

    @cached_property
    def place(self) -> tuple[Place | None, Account | None]:
        """The place that most accounts give, the more exact ones first; and the first account that gives it."""
        given = [account for account in self.speaking if account.event.place is not None]
        best = _most(given, _place_key, _place_rank)
        return (best.event.place, best) if best else (None, None)

    @cached_property
    def town(self) -> tuple[str | None, Account | None]:
        """The town that most accounts give, by the names of their places; and the first account that gives it."""
        given = [account for account in self.speaking if town_of(account.event.place)]
        votes = Counter(_town_key(account) for account in given)
        first = min(
            given, key=lambda a: (-votes[_town_key(a)], _place_rank(a), str(_town_key(a)), _published(a)), default=None
        )
        return (town_of(first.event.place), first) if first else (None, None)

    @cached_property
    def type(self) -> EventType:
        """The type that most accounts give; `other` only where no account gives another."""
        given = [account for account in self.speaking if account.event.type is not EventType.OTHER]
        best = _most(given, lambda a: a.event.type.value, lambda _: 0)
        return best.event.type if best else EventType.OTHER

    @cached_property
    def sub_type(self) -> str | None:
        """The sub-type that most accounts of that type give."""
        given = [a for a in self.speaking if a.event.sub_type and a.event.type is self.type]
        best = _most(given, lambda a: a.event.sub_type, lambda _: 0)
        return best.event.sub_type if best else None

    @cached_property
    def weapons(self) -> frozenset[str]:
        return frozenset(weapon for account in self.accounts for weapon in account.event.weapons)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """What was hit, the most named first."""
        return _by_number(target for account in self.speaking for target in account.event.targets)

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Each actor once, by its registry entry or its name; named ones before unnamed, the most named first."""
        found: dict[str, list[Actor]] = {}
        for account in self.speaking:
            for actor in account.event.actors:
                found.setdefault(actor_key(actor), []).append(actor)
        chosen = {key: min(same, key=_actor_rank) for key, same in found.items()}
        keys = sorted(chosen, key=lambda key: (not is_named(chosen[key]), -len(found[key]), key))
        return tuple(chosen[key] for key in keys)


_PLAIN = {
    "remote_explosive_landmine_ied": "Explosion",
    "shelling_artillery_missile": "Shelling or missiles",
    "air_drone_strike": "Air or drone strike",
    "abduction_forced_disappearance": "Abduction",
    "mob_violence": "Riot",
}
"""What the reader calls an incident by its sub-type, in a word that says no more than that."""


def _plainer(label: str, sub_type: str) -> str:
    """The label, its sub-type in plain words where it opens with the code's."""
    code = sub_type.replace("_", " ")
    if sub_type in _PLAIN and label.casefold().startswith(code):
        return _PLAIN[sub_type] + label[len(code) :]
    return label


_CITY_AS_UNIT = re.compile(r"^City (?:and County )?of (?P<name>.+)$")


def town_of(place: Place | None) -> str | None:
    """The town that holds a place: a city that is a unit of its own ("City of Baltimore"), the town that was found, or
    the place's own words.
    """
    if place is None:
        return None
    city = _CITY_AS_UNIT.match(place.admin2 or "")
    return city["name"] if city else place.locality or place.text


def actor_key(actor: Actor) -> str:
    """What makes two mentions of actors one: the registry entry, else the words of the name."""
    return actor.entry or " ".join(nouns(actor.text)) or actor.text


def actor_name(actor: Actor) -> str:
    return actor.name or actor.text


def is_named(actor: Actor) -> bool:
    """Whether an actor is a body of its own and no "gunmen": resolved, or of a category that only names have."""
    return actor.entry is not None or (
        actor.category not in ("unidentified", "lone_attacker", "civilians", "protesters")
    )


def _published(account: Account) -> tuple[date, str]:
    return account.report.published or date.min, account.id


def _most(
    given: Sequence[Account], key: Callable[[Account], Hashable], rank: Callable[[Account], int]
) -> Account | None:
    """The first account that says what most say, among the sayings of the lowest rank; None of none. given: in the
    order of publication.
    """
    if len(given) < 2:
        return given[0] if given else None
    said = [key(account) for account in given]
    if said.count(said[0]) == len(said):
        return min(given, key=rank)
    votes = Counter(said)
    return min(zip(given, said, strict=True), key=lambda one: (rank(one[0]), -votes[one[1]], str(one[1])))[0]


def _days_key(account: Account) -> Hashable:
    when = account.event.when
    return (when.days.start.isoformat(), when.days.end.isoformat()) if when else ""


def _days_rank(account: Account) -> int:
    """0 for a day or a night, then by how long."""
    when = account.event.when
    days = when.days.days if when else 0
    return 0 if days <= 2 else 1 if days <= 7 else 2 if days <= 31 else 3


def _place_key(account: Account) -> Hashable:
    place = account.event.place
    if place is None:
        return ""
    return str(place.geonames_id or "") or " ".join(nouns(place.text)) or place.text


def _town_key(account: Account) -> Hashable:
    place = account.event.place
    return (nouns(town_of(place) or ""), place.admin1 if place else None)


def _place_rank(account: Account) -> int:
    place = account.event.place
    return place.where_prec or 8 if place else 9


def _actor_rank(actor: Actor) -> tuple[bool, int, str, str, str]:
    return actor.entry is None, -len(actor.text), actor.text, actor.side, actor.category


def _by_number(items: Iterable[str]) -> tuple[str, ...]:
    votes = Counter(items)
    return tuple(sorted(votes, key=lambda item: (-votes[item], item)))

"""What the claims of an event say, made ready for rules once for all codebooks: tolls with their origins and speakers,
and the place, days and actors that most accounts give it.

Nothing here chooses a number, and nothing depends on the order in which accounts or claims come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from variorum.codebooks.disagreements.groups import nouns
from variorum.models import (
    Account,
    Actor,
    EventType,
    GroupCategory,
    LinkedEvent,
    Outcome,
    Place,
    Responsibility,
    SourceKind,
    Toll,
    When,
)
from variorum.values import CountRange

_T = TypeVar("_T")

STATE_KINDS = frozenset({SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY})
"""The kinds of source that speak for a state."""

STATE_GROUPS = frozenset({GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY, GroupCategory.OFFICIAL})

_GROUP_OF_ACTOR = {
    "state_forces": GroupCategory.SECURITY,
    "external_forces": GroupCategory.MILITARY,
    "rebel_group": GroupCategory.ARMED_GROUP,
    "political_militia": GroupCategory.ARMED_GROUP,
    "identity_militia": GroupCategory.ARMED_GROUP,
    "unidentified": GroupCategory.ARMED_GROUP,
    "civilians": GroupCategory.CIVILIAN,
    "protesters": GroupCategory.CIVILIAN,
}
"""Whom a toll of "people" counts where it is known to which actor they belong."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one origin says of one group: its claims (copies and repetitions among them), and the numbers.

    toll: the first of them; account: that toll's; witness: who speaks, the same for all that one speaker says; day: of
    first publication; low, best, high: the least, the stated and the greatest number of its words, `low` None where the
    words set none ("up to 40"); only_high: whether a rule lets it count for a highest number alone.
    """

    toll: Toll
    account: Account
    category: GroupCategory
    claims: tuple[str, ...]
    origin: str
    witness: str
    day: date
    count: CountRange
    low: int | None
    best: int
    high: int
    only_high: bool = False

    @property
    def is_word(self) -> bool:
        """Whether the number is a word ("dozens", "many") and no figure."""
        return is_word(self.count)

    @property
    def is_narrator(self) -> bool:
        return not self.toll.sources

    @property
    def rank(self) -> tuple[int, int, str]:
        """An order that depends on what is said alone."""
        return self.best, self.high, self.claims[0]

    def joined(self, others: Iterable[Voice]) -> Voice:
        """The same with the claims of others that say the same; the earliest publication counts."""
        same = [self, *others]
        claims = tuple(sorted(claim for voice in same for claim in voice.claims))
        return replace(self, claims=claims, day=min(voice.day for voice in same))


def is_word(count: CountRange) -> bool:
    """Whether the words name no number ("dozens", "several", "many"): vague, and an interval."""
    return count.approx and count.low != count.high


def may_be_none(count: CountRange) -> bool:
    """Whether a number word allows for nobody: "few, if any"."""
    return count.approx and count.low == 0 and count.high != 0


def joined(voices: Iterable[Voice], by: Callable[[Voice], Hashable]) -> list[Voice]:
    """Voices that say the same number of the same group and share what `by` gives, as one."""
    same: dict[Hashable, list[Voice]] = {}
    for voice in voices:
        same.setdefault((by(voice), voice.category, voice.count, voice.toll.stance), []).append(voice)
    return [some[0] if len(some) == 1 else _joined_to_first(some) for some in same.values()]


def _joined_to_first(voices: list[Voice]) -> Voice:
    """One voice of many: the origin itself before its copies, then the earliest."""
    first = min(voices, key=lambda voice: (voice.origin != voice.toll.id, voice.day, voice.toll.id))
    return first.joined(voice for voice in voices if voice is not first)


class Evidence:
    """The claims of an event as rules see them. Built once, read by every codebook."""

    def __init__(self, event: LinkedEvent) -> None:
        self.event = event
        self.accounts = tuple(sorted(event.accounts, key=_published))
        self._voices: dict[Outcome, tuple[Voice, ...]] | None = None

    def voices(self, outcome: Outcome) -> tuple[Voice, ...]:
        """Every toll of an outcome that belongs to the event itself, in an order of content."""
        if self._voices is None:
            found: dict[Outcome, list[Voice]] = {}
            wholes = {self.event.origin(toll.part_of) for _, toll in self.event.tolls if toll.part_of}
            for account in self.accounts:
                for toll in account.tolls:
                    if toll.event == account.event.id and toll.count != CountRange(None, None):
                        found.setdefault(toll.outcome, []).append(_voice(self.event, account, toll, wholes))
            self._voices = {one: tuple(sorted(some, key=lambda v: v.rank)) for one, some in found.items()}
        return self._voices.get(outcome, ())

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

    @cached_property
    def responsibility(self) -> tuple[Responsibility, ...]:
        """The claims of who did it, in an order of content."""
        found = [claim for account in self.accounts for claim in account.responsibility]
        return tuple(sorted(found, key=lambda claim: (claim.mode.value, claim.actor or "", claim.id)))


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
    return actor.entry or " ".join(words(actor.text)) or actor.text


def actor_name(actor: Actor) -> str:
    return actor.name or actor.text


def is_named(actor: Actor) -> bool:
    """Whether an actor is a body of its own and no "gunmen": resolved, or of a category that only names have."""
    return actor.entry is not None or (
        actor.category not in ("unidentified", "lone_attacker", "civilians", "protesters")
    )


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a name that mean something, in small letters."""
    return nouns(text)


def _published(account: Account) -> tuple[date, str]:
    return account.report.published or date.min, account.id


def _voice(event: LinkedEvent, account: Account, toll: Toll, wholes: Container[str]) -> Voice:
    """wholes: origins of the counts that some report breaks down."""
    count = toll.count
    stated = count.low if count.low is not None else count.high or 0
    word = is_word(count)
    return Voice(
        toll=toll,
        account=account,
        category=_category(account, toll, broken_down=event.origin(toll.id) in wholes),
        claims=(toll.id,),
        origin=event.origin(toll.id),
        witness=_witness(account, toll),
        day=account.report.published or date.min,
        count=count,
        low=count.low,
        best=stated,
        high=stated if word or count.high is None else count.high,
    )


def _category(account: Account, toll: Toll, *, broken_down: bool) -> GroupCategory:
    """The group's own category; of mere "people" that of the actor to whom they are said to belong, but where their
    count is broken down, perhaps over several sides.
    """
    if toll.group.category is not GroupCategory.PEOPLE or toll.victim_actor is None or broken_down:
        return toll.group.category
    actor = next((actor for actor in account.event.actors if actor.text == toll.victim_actor), None)
    return _GROUP_OF_ACTOR.get(actor.category, GroupCategory.PEOPLE) if actor else GroupCategory.PEOPLE


def _witness(account: Account, toll: Toll) -> str:
    """Who speaks: a named source by its name whatever report quotes it; an unnamed one and the narrator by outlet."""
    outlet = (account.report.publisher or account.report_id).casefold()
    if not toll.sources:
        return f"{outlet}:"
    speaker = toll.sources[-1]
    name = " ".join(words(speaker.text)) or speaker.text.casefold()
    return f"{outlet}:{name}" if speaker.anonymous else name


def _most(
    accounts: Iterable[Account], key: Callable[[Account], Hashable], rank: Callable[[Account], int]
) -> Account | None:
    """The first account that says what most say, among the sayings of the lowest rank; None of none."""
    given = list(accounts)
    if not given:
        return None
    if len(given) == 1:
        return given[0]
    votes = Counter(key(account) for account in given)
    return min(given, key=lambda a: (rank(a), -votes[key(a)], str(key(a)), _published(a)))


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
    return str(place.geonames_id or "") or " ".join(words(place.text)) or place.text


def _town_key(account: Account) -> Hashable:
    place = account.event.place
    return (words(town_of(place) or ""), place.admin1 if place else None)


def _place_rank(account: Account) -> int:
    place = account.event.place
    return place.where_prec or 8 if place else 9


def _actor_rank(actor: Actor) -> tuple[bool, int, str, str, str]:
    return actor.entry is None, -len(actor.text), actor.text, actor.side, actor.category


def _by_number(items: Iterable[str]) -> tuple[str, ...]:
    votes = Counter(items)
    return tuple(sorted(votes, key=lambda item: (-votes[item], item)))


_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s|\n\s*\n")
_IN_ONE_BREATH = 160


def in_one_breath(one: Voice, other: Voice) -> bool:
    """Whether two tolls stand in one sentence of one report."""
    if one.account.report_id != other.account.report_id:
        return False
    first, last = sorted((one.toll.span, other.toll.span))
    if last.start - first.end > _IN_ONE_BREATH:
        return False
    return not _SENTENCE_END.search(one.account.report.text, first.end, max(first.end, last.start))

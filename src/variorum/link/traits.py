"""What of an account is compared with others: a flat record, small enough to be kept beside the account in an index.

Days are proleptic ordinals (`date.toordinal`), counts are people, distances kilometres. Unknown is None or empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from variorum.link.hours import hours
from variorum.link.terms import names_of, own_text, rarity, weighted_words, words_of
from variorum.models import Account, Actor, Event, Outcome, Place, Stance
from variorum.places import lexicon
from variorum.places.names import key, loose_key
from variorum.values import CountRange

#: How far from its point a place may reach, by the kind of place, where the reader gave no reach of its own.
_REACH_KM = {"street": 3, "facility": 3, "neighbourhood": 4, "town": 10, "district": 30, "province": 150}
_WIDEST_KM = 600
_LEAD = 500
_FINE = ("street", "facility", "neighbourhood")
_SPOT_BITS = 5
"""Words of fewer bits do not tell one spot from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of an account is compared.

    first_day, last_day: the days of the event; first_minute, last_minute: its time of the day (`hours`); published: the
    day of the report. reach_km: how far the event may be from (lat, lon). places: keys of the names of its place and of
    the town that holds it; spot: the telling words of what is finer than a town (a street, a quarter, a hospital),
    quarter: those of quarters. actors: ids of registry
    entries, else keys of names. killed, injured: the highest whole toll, an open side None. words, lead: weights (in
    thousandths, of length 1,000) of the telling words of what the report says of the event, and of its beginning;
    names: bits of the names of several words in it. known: words of towns, regions and
    known actors: by themselves no reason to compare.
    """

    account: str
    report: str
    publisher: str | None = None
    published: int | None = None
    main: bool = True
    first_day: int | None = None
    last_day: int | None = None
    first_minute: int | None = None
    last_minute: int | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    reach_km: float | None = None
    places: tuple[str, ...] = ()
    spot: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    kind: str = "other"
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    killed_low: int | None = None
    killed_high: int | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    words: Mapping[str, int] = field(default_factory=dict)
    lead: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists, numbers and strings; `from_json` gives the same traits back."""
        told = {of.name: getattr(self, of.name) for of in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Traits:
        given: dict[str, Any] = {name: tuple(of) if isinstance(of, list) else of for name, of in value.items()}
        return cls(**given)


def traits(account: Account) -> Traits:
    """What of an account is compared; it depends on the account alone."""
    event, report, text = account.event, account.report, own_text(account)
    place = event.place
    first_minute, last_minute = hours(account) or (None, None)
    killed, injured = _highest(account, Outcome.KILLED), _highest(account, Outcome.INJURED)
    return Traits(
        account=account.id,
        report=account.report_id,
        publisher=report.publisher,
        published=report.published.toordinal() if report.published else None,
        main=event.main,
        first_day=event.when.days.start.toordinal() if event.when else None,
        last_day=event.when.days.end.toordinal() if event.when else None,
        first_minute=first_minute,
        last_minute=last_minute,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        reach_km=_reach(place) if place else None,
        places=tuple(sorted({key(name) for name in (place.text, place.locality) if name} - {""})) if place else (),
        spot=tuple(sorted(_spot(account, _FINE))),
        quarter=tuple(sorted(_spot(account, _FINE[-1:]))),
        kind=event.type.value,
        actors=tuple(sorted({name for actor in event.actors if (name := _actor(actor))})),
        targets=tuple(sorted(event.targets)),
        weapons=tuple(sorted(event.weapons)),
        killed_low=killed.low if killed else None,
        killed_high=killed.high if killed else None,
        injured_low=injured.low if injured else None,
        injured_high=injured.high if injured else None,
        words=weighted_words(text),
        lead=weighted_words(text[:_LEAD]),
        known=tuple(sorted(set(words_of(" ".join(_known(event)))))),
        names=names_of(text),
    )


def _known(event: Event) -> Iterator[str]:
    """The names of the town or region and of the known actors: common where there is much violence. A street or a
    building is rare wherever it is.
    """
    place = event.place
    if place:
        yield from (name for name in (place.country, place.admin1, place.admin2, place.locality) if name)
        if place.precision not in ("street", "facility", "neighbourhood"):
            yield place.text
    yield from (actor.text for actor in event.actors if actor.entry)


def _spot(account: Account, precisions: tuple[str, ...]) -> set[str]:
    """Telling words of the fine places of an account: not those of the town, nor those that many places have."""
    fine = [
        place
        for place in (account.event.place, *(claim.place for claim in account.place_claims))
        if place is not None and place.precision in precisions
    ]
    wide = {
        word for place in fine for of in (place.locality, place.admin1, place.admin2) if of for word in words_of(of)
    }
    told = {word for place in fine for word in words_of(place.text) if len(word) > 1 and not word.isdigit()}
    return {word for word in told - wide - _general_words() if rarity(word) >= _SPOT_BITS}


@cache
def _general_words() -> frozenset[str]:
    """Words for sorts of places ("quarter", "mosque"), and others that are no names."""
    return lexicon.common_words() | lexicon.words("quarter_words") | lexicon.words("facility_words")


def _reach(place: Place) -> float | None:
    if place.lat is None:
        return None
    return place.to_km or _REACH_KM.get(place.precision or "", _WIDEST_KM)


def _actor(actor: Actor) -> str | None:
    """The registry's id, else a key of a name; None of a mere description ("gunmen", "the suspect")."""
    if actor.entry:
        return actor.entry
    named = [word for word in actor.text.split() if word[:1].isupper() and word not in ("The", "A", "An")]
    return loose_key(" ".join(named)) if named else None


def _highest(account: Account, outcome: Outcome) -> CountRange | None:
    """The count of the largest toll that the report stands by and that is no part of another one."""
    whole = [
        toll.count
        for toll in account.tolls
        if toll.outcome is outcome and toll.part_of is None and toll.stance is Stance.ASSERTED and toll.count.low
    ]
    return max(whole, key=lambda count: (count.floor, count.high is not None), default=None)

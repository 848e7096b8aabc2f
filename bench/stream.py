"""A made-up stream of accounts, skewed as the world is: a few countries and towns have most of the violence, a few days
most of the news, a few events most of the reports.

Every name is made up, and the prose between is words of news, each as often as it is there. Reports name the quarter
of a town and the time of the day about as often as reports of wars do. The same seed gives the same stream; accounts of
one event say so in `Made.event`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import TypeVar

from variorum.models import (
    Account,
    Actor,
    Event,
    EventType,
    Group,
    GroupCategory,
    Outcome,
    Place,
    Report,
    Toll,
    When,
)
from variorum.values import CountRange, DateRange, Span

FIRST_DAY = date(2012, 1, 1)
COUNTRIES, TOWNS, ACTORS, OUTLETS = 80, 60, 6, 400
_T = TypeVar("_T")

_SYLLABLES = (
    "ba be bi bo da de di do fa fe ga go ha hi ja ka ke ki ko la le li lo ma me "
    "mi mo na ne ni no ra re ri ro sa se si so ta te ti to va wa ya za"
).split()
_QUARTERS, _TIMES = 12, ("morning", "afternoon", "evening", "night")
_KINDS = (
    (EventType.EXPLOSION, "bombing", ("explosives",)),
    (EventType.BATTLE, "clashes", ("firearms",)),
    (EventType.CIVILIANS, "shooting", ("firearms",)),
    (EventType.EXPLOSION, "air strike", ("aerial",)),
)


@dataclass(frozen=True, slots=True)
class Made:
    """An account, and the number of the event that it is about."""

    event: int
    account: Account


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    country: str
    lat: float
    lon: float
    quarters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Incident:
    number: int
    day: date
    town: _Town
    kind: tuple[EventType, str, tuple[str, ...]]
    actor: str
    quarter: str
    time: str
    killed: int
    injured: int
    people: tuple[str, ...]
    words: tuple[str, ...]


def stream(number: int, seed: int = 1, fresh: float = 0.4) -> Iterator[Made]:
    """So many accounts, in the order of their publication as far as news is in order. fresh: the share of them that are
    the first of their event.
    """
    random = Random(seed)  # noqa: S311 - a made-up stream needs no secrets
    world = _World(random)
    recent: list[_Incident] = []
    days = number / 400 + 1
    for n in range(number):
        day = FIRST_DAY + timedelta(days=int(days * n / number))
        if not recent or random.random() < fresh:
            recent.append(world.incident(len(recent) and recent[-1].number + 1, day))
            del recent[:-1500]
        # Half of the reports are about the latest few incidents, and old ones are recalled now and then.
        back = min(int(random.paretovariate(0.7)), len(recent))
        yield world.account(n, recent[-back], day)


def news_words() -> dict[str, float]:
    """Words of news with the share of reports that hold them, as the linker knows them."""
    shares: dict[str, float] = json.loads(files("variorum.data").joinpath("linking/words.json").read_text("utf-8"))
    return {word: share for word, share in shares.items() if word.isalpha()}


class _World:
    """What there is: countries with towns and armed groups, outlets."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.towns = [self._towns(country) for country in range(COUNTRIES)]
        self.actors = [[self._name() for _ in range(ACTORS)] for _ in range(COUNTRIES)]
        self.prose, self.shares = zip(*news_words().items(), strict=True)
        self.outlets = [f"{self._word()}.example" for _ in range(OUTLETS)]

    def incident(self, number: int, day: date) -> _Incident:
        random, country = self.random, self._skewed(range(COUNTRIES))
        killed = int(random.paretovariate(0.9))
        town = self._skewed(self.towns[country])
        return _Incident(
            number=number,
            day=day - timedelta(days=self._skewed(range(4))),
            town=town,
            quarter=random.choice(town.quarters),
            time=random.choice(_TIMES),
            kind=random.choice(_KINDS),
            actor=self._skewed(self.actors[country]),
            killed=min(killed, 400),
            injured=min(int(killed * random.uniform(0.5, 3)), 900),
            people=tuple(f"{self._name()} {self._name()}" for _ in range(3)),
            words=tuple(self._word() for _ in range(4)),
        )

    def account(self, number: int, of: _Incident, day: date) -> Made:
        random = self.random
        said = max(1, of.killed + random.choice((0, 0, 0, -1, 1, 2)))
        known_day, known_quarter = random.random() < 0.85, random.random() < 0.6
        time = f" on {of.day:%A} {of.time}" if known_day and random.random() < 0.6 else ""
        where = f"the {of.quarter} quarter of {of.town.name}" if known_quarter else of.town.name
        sentences = [
            f"A {of.kind[1]} in {where} killed {said} people{time} and injured {of.injured}.",
            f"{of.actor} was blamed, {random.choice(of.people)} said of the {random.choice(of.words)}.",
            f"{random.choice(of.people)} spoke of {random.choice(of.words)} and {random.choice(of.words)}.",
            *(" ".join(random.choices(self.prose, self.shares, k=20)) + "." for _ in range(4)),
        ]
        text = "\n\n".join(sentences)
        report = Report(
            id=f"made-{number}", text=text, title=sentences[0], publisher=self._skewed(self.outlets), published=day
        )
        named = f"account-{number:032x}"
        event = Event(
            id=named,
            type=of.kind[0],
            main=random.random() < 0.9,
            when=When(days=DateRange(of.day, of.day), date_prec=1) if known_day else None,
            place=self._place(of, known_quarter),
            actors=(Actor(text=of.actor, side="attacker", category="rebel_group", entry=of.actor.lower()),),
            weapons=of.kind[2],
        )
        sure = (number * 37 % 65 + 35) / 100
        tolls = (_toll(named, "killed", said, text, sure), _toll(named, "injured", of.injured, text, sure))
        account = Account(id=named, report_id=f"report-{number:032x}", report=report, event=event, tolls=tolls)
        return Made(of.number, account)

    def _place(self, of: _Incident, known_quarter: bool) -> Place:
        town = of.town
        if known_quarter:
            named = f"{of.quarter} quarter"
            return Place(
                text=named,
                country=town.country,
                lat=town.lat,
                lon=town.lon,
                precision="neighbourhood",
                locality=town.name,
            )
        if self.random.random() < 0.3:
            return Place(text=f"{town.country} province", country=town.country)
        return Place(text=town.name, country=town.country, lat=town.lat, lon=town.lon, precision="town")

    def _towns(self, country: int) -> list[_Town]:
        random = self.random
        north, east = random.uniform(-30, 50), random.uniform(-100, 140)
        code = f"{chr(65 + country // 26)}{chr(65 + country % 26)}"
        return [
            _Town(
                self._name(),
                code,
                round(north + random.gauss(0, 3), 3),
                round(east + random.gauss(0, 3), 3),
                tuple(self._name() for _ in range(_QUARTERS)),
            )
            for _ in range(TOWNS)
        ]

    def _skewed(self, of: Sequence[_T]) -> _T:
        """One of them, the first ones much more often (Zipf)."""
        return of[min(int(self.random.paretovariate(0.9)) - 1, len(of) - 1) % len(of)]

    def _name(self) -> str:
        return self._word().capitalize()

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.choice((3, 3, 4))))


def _toll(event: str, outcome: str, count: int, text: str, sure: float) -> Toll:
    quote = str(count)
    start = text.index(quote)
    return Toll(
        id=f"claim-{outcome}-{event}",
        event=event,
        outcome=Outcome(outcome),
        count=CountRange.exactly(count),
        group=Group(text="people", category=GroupCategory.PEOPLE),
        quote=quote,
        span=Span(start, start + len(quote)),
        confidence=sure,
    )

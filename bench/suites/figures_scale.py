"""How long all five codebooks and one export take over many made-up events, and how much memory.

The events are made as they are asked for, each of one to four reports with several tolls of different groups, speakers
and words, so that every kind of rule has work; every word of them is made up, and the same seed gives the same ones.
Times are processor time; making the events is left out of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from bench.suite import Outcome as Measured
from bench.suite import Request, Suite
from bench.timing import peak_mb
from variorum.codebooks import figures_of_all
from variorum.codebooks import load as codebook
from variorum.export.tables import named
from variorum.export.tables.formats import export
from variorum.models import (
    Account,
    Actor,
    Event,
    EventType,
    Group,
    GroupCategory,
    LinkedEvent,
    Mode,
    Outcome,
    Place,
    Report,
    Responsibility,
    Source,
    SourceKind,
    Stance,
    Toll,
    When,
)
from variorum.pipeline.tables import method, record
from variorum.values import CountRange, DateRange, Span

FIVE = ("ucdp", "acled", "gtd", "ibc", "airwars")
EXPORTED = "ged-csv"
SIZES = {"--hundred-thousand": 100_000, "--million": 1_000_000}
SMALLEST = 5_000

_FIRST = date(2012, 1, 1)
_TEXT = " ".join(["It was told that so many were struck there, and that nobody knew more of it."] * 12)
_GROUPS = (
    ("people", GroupCategory.PEOPLE),
    ("people", GroupCategory.PEOPLE),
    ("civilians", GroupCategory.CIVILIAN),
    ("women and children", GroupCategory.CIVILIAN),
    ("policemen", GroupCategory.POLICE),
    ("soldiers", GroupCategory.MILITARY),
    ("militants", GroupCategory.ARMED_GROUP),
)
_SOURCES: tuple[tuple[Source, ...], ...] = (
    (),
    (Source(text="the Interior Ministry", kind=SourceKind.GOVERNMENT),),
    (
        Source(text="the Wire", kind=SourceKind.MEDIA),
        Source(text="officials", kind=SourceKind.SECURITY, anonymous=True),
    ),
    (Source(text="doctors", kind=SourceKind.MEDICAL, anonymous=True),),
    (Source(text="the Northern Front", kind=SourceKind.ARMED_GROUP),),
)
_ACTORS = (
    Actor(text="the Northern Front", side="attacker", category="rebel_group", entry="front"),
    Actor(text="gunmen", side="attacker", category="unidentified"),
    Actor(text="the army", side="attacked", category="state_forces"),
    Actor(text="villagers", side="attacked", category="civilians"),
)
_KINDS = (
    (EventType.BATTLE, "armed_clash", ("firearms",)),
    (EventType.EXPLOSION, "suicide_bomb", ("suicide_bomb",)),
    (EventType.EXPLOSION, "air_drone_strike", ("aircraft",)),
    (EventType.CIVILIANS, "attack", ("firearms",)),
)
_STANCES = (*[Stance.ASSERTED] * 12, Stance.DENIED, Stance.DOUBTED)


def events(number: int, seed: int = 1) -> Iterator[LinkedEvent]:
    """So many events of all sorts."""
    random = Random(seed)  # noqa: S311 - made-up events need no secrets
    for n in range(number):
        kind, actors = random.choice(_KINDS), tuple(random.sample(_ACTORS, random.choice((1, 2, 2, 3))))
        day, truth = _FIRST + timedelta(days=n % 3000), int(random.paretovariate(0.9))
        place = Place(text=f"Place {n % 500}", country="NG", lat=9.0, lon=12.0, where_prec=1, geo_precision=1, gw=475)
        accounts = [
            _account(random, f"{n:x}-{m}", Event(
                id="", type=kind[0], sub_type=kind[1], weapons=kind[2], main=True, place=place, actors=actors,
                when=When(days=DateRange.day(day), date_prec=1),
            ), day + timedelta(days=random.choice((0, 0, 1, 2))), truth)
            for m in range(random.choice((1, 1, 1, 2, 2, 3, 4)))
        ]  # fmt: skip
        first = accounts[0].tolls[0].id
        copied = {one.tolls[0].id: first for one in accounts[1:] if random.random() < 0.3}
        yield LinkedEvent(id=f"event-{n:032x}", accounts=tuple(accounts), origins=copied)


def _account(random: Random, name: str, event: Event, published: date, truth: int) -> Account:
    id_ = f"account-{name}"
    tolls = [_toll(random, id_, place, truth) for place in range(random.choice((1, 1, 2, 3, 4, 6)))]
    if len(tolls) > 2 and random.random() < 0.3:
        tolls[1] = replace(tolls[1], outcome=tolls[0].outcome, part_of=tolls[0].id)
    said = Responsibility(
        id=f"claim-{name}-r", event=id_, actor="the Northern Front", mode=random.choice(list(Mode)), quote="told",
        span=Span(7, 11),
    )  # fmt: skip
    outlet = f"Outlet {random.randrange(40)}"
    return Account(
        id=id_,
        report_id=f"report-{name}",
        report=Report(id=name, text=_TEXT, publisher=outlet, published=published, title="An attack"),
        event=replace(event, id=id_),
        tolls=tuple(tolls),
        responsibility=(said,) if random.random() < 0.5 else (),
    )


def _toll(random: Random, account: str, place: int, truth: int) -> Toll:
    text, category = random.choice(_GROUPS)
    told = max(1, truth + random.choice((0, 0, 0, -1, 2, 5)))
    count = random.choice(
        (
            CountRange.exactly(told),
            CountRange.exactly(told),
            CountRange(told, None),
            CountRange(told, told + 5),
            CountRange(24, 99, approx=True),
        )
    )
    return Toll(
        id=f"claim-{account}-{place}",
        event=account,
        outcome=random.choice((Outcome.KILLED, Outcome.KILLED, Outcome.INJURED)),
        count=count,
        group=Group(text=text, category=category),
        quote="dozens" if count.approx else str(told),
        span=Span(20 + 60 * place, 24 + 60 * place),
        sources=random.choice(_SOURCES),
        stance=random.choice(_STANCES),
    )


def run(request: Request) -> Measured:
    """All five codebooks over the events, then one export of them."""
    size = max((SIZES[flag] for flag in request.flags), default=SMALLEST)
    coded = _coded(size)
    exported, rows = _exported(size)
    figures: dict[str, float | int | None] = {
        "events": rows,
        "codebooks.ms": round(1000 * coded / size, 3),
        "export.ms": round(1000 * exported / size, 3),
        "seconds": round(coded + exported, 1),
        "memory_mb": round(peak_mb()),
    }
    return Measured(figures=figures, text="".join(f"{name:14} {value:>11,}\n" for name, value in figures.items()))


def _coded(size: int) -> float:
    """Seconds that the figures of all five take."""
    books, spent = [codebook(name) for name in FIVE], 0.0
    for event in events(size):
        began = process_time()
        for _ in figures_of_all(event, books):
            pass
        spent += process_time() - began
    return spent


def _exported(size: int) -> tuple[float, int]:
    """Seconds that one export takes with its reasons, and how many rows it has."""
    kind = named(EXPORTED)
    book = codebook(kind.codebook)
    made = 0.0

    def given() -> Iterator[LinkedEvent]:
        nonlocal made
        waiting = events(size)
        while True:
            began = process_time()
            event = next(waiting, None)
            made += process_time() - began
            if event is None:
                return
            yield event

    with TemporaryDirectory(prefix="variorum-bench-") as folder:
        began = process_time()
        records = (record(event, book) for event in given())
        done = export(Path(folder) / f"events{kind.suffix}", kind, records, method(book, {}, {}))
        return process_time() - began - made, done.rows


SUITE = Suite(
    name="figures-scale",
    about=f"time and memory of all five codebooks and one export over made-up events ({SMALLEST:,} by default)",
    gold="gold",
    run=run,
    flags={flag: f"over {size:,} events" for flag, size in SIZES.items()},
)

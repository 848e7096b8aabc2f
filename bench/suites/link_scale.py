"""How long it takes to link one more report to a ledger that is large, and how much memory.

A made-up stream (`bench.stream`) is appended to an SQLite ledger of its own, with its keys and traits; the last reports
are then linked as `variorum add` does it, one at a time, and each is timed. Nothing is read: reading is measured
elsewhere. The stream is more crowded than news is: a country of it has one war, all in the same words, and one town in
five incidents. How well they are told apart is measured on its first accounts, linked in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.filling import extraction
from bench.stream import Made, stream
from bench.suite import Outcome, Request, Suite
from bench.timing import peak_mb
from variorum.ledger import Added, Ledger
from variorum.ledger.links import Links
from variorum.link.blocking import keys
from variorum.link.incremental import link
from variorum.link.model import shipped
from variorum.link.traits import traits
from variorum.models import Account, Run
from variorum.pipeline.linking import link_new
from variorum.settings import Settings

SIZES = {"--hundred-thousand": 100_000, "--million": 1_000_000}
SMALLEST, WARM_UP, TIMED, AT_ONCE = 10_000, 50, 200, 1000
CROWD = 2_000
"""Accounts of the stream whose events are scored: five days of it."""


def run(request: Request) -> Outcome:
    """Fill a ledger, then link the last reports one at a time."""
    size = max((SIZES[flag] for flag in request.flags), default=SMALLEST)
    with TemporaryDirectory(prefix="variorum-bench-") as folder:
        seconds, spent = _measured(Path(folder) / "variorum.db", size)
    ordered = sorted(seconds)
    figures: dict[str, float | int | None] = {
        "accounts": size,
        "link.median_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "link.p99_ms": round(1000 * ordered[len(ordered) * 99 // 100], 1),
        "add.median_ms": round(1000 * sorted(spent)[len(spent) // 2], 1),
        "memory_mb": round(peak_mb()),
        **crowded(CROWD),
    }
    return Outcome(figures=figures, text="".join(f"{name:16} {value:>11,}\n" for name, value in figures.items()))


def crowded(number: int) -> dict[str, float]:
    """The pairs of accounts of the stream that are put into one event: how many of them, and of all that are, are."""
    event_of = {made.account.id: made.event for made in stream(number)}
    events = link((traits(made.account) for made in stream(number)), shipped())
    found, right, there = (
        sum(n * (n - 1) // 2 for n in sizes)
        for sizes in (
            map(len, events),
            [n for event in events for n in Counter(event_of[id_] for id_ in event).values()],
            Counter(event_of.values()).values(),
        )
    )
    return {"pairs.precision": round(right / max(found, 1), 3), "pairs.recall": round(right / max(there, 1), 3)}


def _measured(file: Path, size: int) -> tuple[list[float], list[float]]:
    """Seconds to link each of the last reports, and to append and link it."""
    made = stream(size)
    with Ledger.open(file) as ledger:
        started = ledger.run(Settings(), by="bench", command="bench link-scale")
        _fill(ledger, started, islice(made, size - WARM_UP - TIMED))
        times = [_add(ledger, started, one) for one in made]
    linked, added = zip(*times[WARM_UP:], strict=True)
    return list(linked), list(added)


def _fill(ledger: Ledger, started: Run, made: Iterable[Made]) -> None:
    """Appends without linking: what a link costs depends on the index, which is what it would be."""
    for some in _chunks(made):
        with ledger.writing():
            found = [traits(one) for each in some for one in _append(ledger, started, each)]
            Links(ledger).index({of.account: keys(of) for of in found}, {of.account: of.to_json() for of in found})


def _add(ledger: Ledger, started: Run, made: Made) -> tuple[float, float]:
    began = perf_counter()
    with ledger.writing():
        new = _append(ledger, started, made)
        appended = perf_counter()
        link_new(ledger, new, started)
    ended = perf_counter()
    return ended - appended, ended - began


def _append(ledger: Ledger, started: Run, made: Made) -> tuple[Account, ...]:
    outcome = ledger.append(extraction(made), started)
    assert isinstance(outcome, Added)
    return outcome.accounts


def _chunks(made: Iterable[Made]) -> Iterator[Sequence[Made]]:
    source = iter(made)
    while some := list(islice(source, AT_ONCE)):
        yield some


SUITE = Suite(
    name="link-scale",
    about="time and memory to link one more report to a large made-up ledger (10,000 accounts by default)",
    gold="gold",
    run=run,
    flags={flag: f"with {size:,} accounts" for flag, size in SIZES.items()},
)

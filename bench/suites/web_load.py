"""Fifty readers and five reviewers at the pages at once: how long they wait, and whether any decision is lost.

`variorum serve` runs as a process of its own over an SQLite ledger of made-up events (`bench.filling`), which is gone
through before the people come. Everything runs on this machine, people and server alike, so that on a machine that does
other things the times are those of all of it: the load average is told beside them.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.filling import fill
from bench.serving import serving
from bench.suite import Outcome, Request, Suite
from bench.visitors import READERS, REVIEWERS, Visits, visit
from variorum.ledger import Ledger
from variorum.models import Act

SECONDS, SHORT = 120.0, 20.0
EVENTS, FEW, MANY = 20_000, 2_000, 100_000


def run(request: Request) -> Outcome:
    """Two minutes over 20,000 events; other lengths and sizes by flags."""
    events = MANY if "--hundred-thousand" in request.flags else FEW if "--short" in request.flags else EVENTS
    with TemporaryDirectory(prefix="variorum-bench-") as folder:
        figures = measured(Path(folder) / "variorum.db", events, SHORT if "--short" in request.flags else SECONDS)
    return Outcome(figures=figures, text="".join(f"{name:24} {value:>12,}\n" for name, value in figures.items()))


def measured(file: Path, events: int, seconds: float) -> dict[str, float | int | None]:
    """Milliseconds that people waited, decisions that were lost or doubled, and what the server used: `processor_ms`
    for each answer, whatever else the machine does.
    """
    with Ledger.open(file) as ledger:
        reports = fill(ledger, events)
    with serving(file) as server:
        filled = server.whole(3600)
        used, load = server.processor_seconds, os.getloadavg()[0]
        found = visit(server, seconds)
        load, used = (load + os.getloadavg()[0]) / 2, server.processor_seconds - used
        peak = server.peak_mb
    lost, doubled = _lost(file, found)
    answers = len(found.pages) + len(found.behind) + len(found.decisions)
    return {
        "reports": reports,
        "catalogue_seconds": round(filled, 1),
        "readers": READERS,
        "reviewers": REVIEWERS,
        "seconds": seconds,
        "pages": len(found.pages),
        **_spread("page", found.pages),
        **_spread("behind", found.behind),
        **_spread("decision", found.decisions),
        "decisions": sum(map(len, found.decided.values())),
        "lost": lost,
        "doubled": doubled,
        "faults": len(found.faults),
        "processor_ms": round(1000 * used / max(1, answers), 1),
        "server_cores": round(used / seconds, 2),
        "server_mb": peak,
        "load_average": round(load, 1),
    }


def _spread(name: str, seconds: list[float]) -> dict[str, int]:
    ordered = sorted(seconds) or [0.0]
    return {
        f"{name}.median_ms": round(1000 * ordered[len(ordered) // 2]),
        f"{name}.p95_ms": round(1000 * ordered[len(ordered) * 95 // 100]),
        f"{name}.most_ms": round(1000 * ordered[-1]),
    }


def _lost(file: Path, found: Visits) -> tuple[int, int]:
    """How many of the decisions that were answered are not in the ledger, and how many are there more often."""
    made = Counter((name, about) for name, abouts in found.decided.items() for about in abouts)
    with Ledger.open(file, create=False) as ledger:
        rows = [row for row in ledger.every_decision() if row.act is Act.ACCEPT]
    there = Counter((row.by, target) for row in rows for target in row.targets)
    return (made - there).total(), (there - made).total()


SUITE = Suite(
    name="web-load",
    about="fifty readers and five reviewers at the pages for two minutes, over 20,000 made-up events",
    gold="gold",
    run=run,
    flags={"--short": "twenty seconds over 2,000 events", "--hundred-thousand": "over 100,000 events"},
)

"""What the pages cost the server over a ledger with many events: lists, filters, search, map, queue, one event.

The pages are asked for in this process, one after the other, once the catalogue is whole; each figure is the median of
some. `seconds` are those of the processor, which other work on the machine does not change.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from bench.filling import fill
from bench.suite import Outcome, Request, Suite
from bench.timing import peak_mb
from variorum.ledger import Ledger
from variorum.settings import Settings
from variorum.web.adding import Adding
from variorum.web.app import build
from variorum.web.desk import Desk
from variorum.web.options import Options

SIZES = {"--hundred-thousand": 100_000}
SMALLEST, TIMES = 20_000, 5
_TOKEN = "bench"  # noqa: S105 - no secret of anybody

PAGES = {
    "first": "/events",
    "paging": "/events?page=100",
    "filter.type": "/events?type=battle&sort=deadliest",
    "filter.killed": "/events?killed=5&disagreement=time",
    "filter.days": "/events?since=2012-02-01&until=2012-02-28",
    "search.common": "/events?q=soldiers",
    "search.begun": "/events?q=ba",
    "map": "/events/points",
    "timeline": "/events/timeline",
    "reports": "/reports",
    "queue": "/review",
    "api": "/api/v1/events",
}


def run(request: Request) -> Outcome:
    """Fill a ledger, go through it, start anew, and ask for each page some times."""
    size = max((SIZES[flag] for flag in request.flags), default=SMALLEST)
    with TemporaryDirectory(prefix="variorum-bench-") as folder, Ledger.open(Path(folder) / "a.db") as ledger:
        figures: dict[str, float | int | None] = {"reports": fill(ledger, size)}
        figures |= dict(_measured(ledger))
    figures["memory_mb"] = round(peak_mb())
    return Outcome(figures=figures, text="".join(f"{name:24} {value:>12,}\n" for name, value in figures.items()))


def _measured(ledger: Ledger) -> Iterator[tuple[str, float]]:
    began = time.process_time()
    first = _whole(Desk(ledger))
    yield "events", len(first.catalogue())
    yield "gone_through.seconds", round(time.process_time() - began, 1)
    first.close()
    began = time.process_time()
    desk = _whole(Desk(ledger))
    yield "started_again.seconds", round(time.process_time() - began, 1)
    app = build(desk, Adding(ledger, Settings()), Options(token=_TOKEN, secret="s", reviewer="Ada"))  # noqa: S106
    with TestClient(app, base_url="http://127.0.0.1:8033") as client:
        client.get("/", params={"token": _TOKEN})
        event = re.search(r'href="(/events/event-\w+)"', client.get("/events").text)
        for name, path in {**PAGES, "event": event[1] if event else "/events"}.items():
            yield f"{name}_ms", _median(client, path)
    desk.close()


def _whole(desk: Desk) -> Desk:
    """When nothing is left to be gone through."""
    desk.catalogue()
    while desk.filling:
        time.sleep(0.05)
        desk.catalogue()
    return desk


def _median(client: TestClient, path: str) -> float:
    """Milliseconds of the processor, from the request to the whole answer."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        client.get(path)
        spent.append(1000 * (time.process_time() - began))
    return round(median(spent), 1)


SUITE = Suite(
    name="web-scale",
    about="what the pages cost the server over a large made-up ledger (20,000 events by default)",
    gold="gold",
    run=run,
    flags={flag: f"with {size:,} events" for flag, size in SIZES.items()},
)

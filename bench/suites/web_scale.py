"""What the pages cost the server over a ledger with many events: lists, filters, search, map, queue, one event.

The pages are asked for in this process, one after the other, once the catalogue is whole: `_first_ms` where nobody has
asked for such a filter yet, `_ms` the median of some times after that. All times are of the processor, which other
work on the machine does not change.
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
from bench.serving import ServingError
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
    "list": "/events",
    "list.deep": "/events?page=1500",
    "list.codebook": "/events?codebook=gtd",
    "sort.deadliest": "/events?sort=deadliest",
    "sort.figure": "/events?sort=figure",
    "filter.days": "/events?since=2012-02-01&until=2012-02-28",
    "filter.country": "/events?country=NG",
    "filter.type": "/events?type=battle",
    "filter.actor": "/events?actor=Boko+Haram",
    "filter.outcome": "/events?outcome=injured",
    "filter.figure": "/events?figure=10",
    "filter.killed": "/events?killed=5",
    "filter.disagreement": "/events?disagreement=time",
    "filter.reviewed": "/events?reviewed=no",
    "filter.origins": "/events?origins=2",
    "filter.map": "/events?box=0,0,20,20",
    "filter.many": "/events?type=battle&killed=5&disagreement=time&q=market&sort=disputed",
    "search.common": "/events?q=soldiers",
    "search.two": "/events?q=market+bomb",
    "search.begun": "/events?q=ba",
    "map": "/events/points",
    "map.filtered": "/events/points?type=riot",
    "timeline": "/events/timeline",
    "timeline.filtered": "/events/timeline?type=riot",
    "reports": "/reports",
    "reports.search": "/reports?q=soldiers",
    "queue": "/review",
    "pairs": "/pairs",
    "differences": "/differences",
    "history": "/history",
    "whatif": "/codebooks/ucdp?ranking=highest",
    "api": "/api/v1/events",
    "api.filtered": "/api/v1/events?type=riot&limit=500",
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
        for name, path in {**PAGES, **_found(client)}.items():
            times = [_spent(client, path) for _ in range(1 + TIMES)]
            yield f"{name}_first_ms", times[0]
            yield f"{name}_ms", median(times[1:])
    desk.close()


def _whole(desk: Desk) -> Desk:
    """When nothing is left to be gone through."""
    desk.catalogue()
    while desk.filling:
        time.sleep(0.05)
        desk.catalogue()
    return desk


def _found(client: TestClient) -> dict[str, str]:
    """Pages whose address is known only once the ledger is there: of the event that is told of most often, of a report,
    and of what follows in the API.
    """
    event = _first(client, "/events?sort=reported", r'href="(/events/event-\w+)"')
    report = _first(client, event, r'href="(/reports/report-\w+)')
    cursor = client.get("/api/v1/events").json()["next"]
    return {
        "event": event,
        "event.history": f"{event}/history",
        "report": report,
        "review": report.replace("/reports/", "/review/"),
        "api.cursor": f"/api/v1/events?cursor={cursor}",
        "api.event": f"/api/v1{event}",
        "api.geojson": "/api/v1/events.geojson?type=riot",
        "export": "/events/export.csv?type=riot",
    }


def _first(client: TestClient, path: str, pattern: str) -> str:
    found = re.search(pattern, client.get(path).text)
    return found[1] if found else path


def _spent(client: TestClient, path: str) -> float:
    """Milliseconds of the processor, from the request to the whole answer."""
    began = time.process_time()
    answer = client.get(path)
    spent = round(1000 * (time.process_time() - began), 1)
    if answer.status_code != 200:
        raise ServingError(f"{path}: {answer.status_code}")
    return spent


SUITE = Suite(
    name="web-scale",
    about="what the pages cost the server over a large made-up ledger (20,000 events by default)",
    gold="gold",
    run=run,
    flags={flag: f"with {size:,} events" for flag, size in SIZES.items()},
)

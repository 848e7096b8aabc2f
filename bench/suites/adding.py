"""How much of `variorum add` is not reading: looking up, appending, linking, committing.

Reports of the gold are read one after the other and kept in an SQLite ledger of their own, as the command does it in
one process. Counted is the processor's time, which what else the machine does leaves alone, and the clock's, in which
waiting for the disk counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.data import load, report
from bench.suite import Outcome, Request, Suite
from variorum.errors import ReportError
from variorum.interchange import to_json
from variorum.ledger import Ledger
from variorum.models import Extraction, Report
from variorum.pipeline import read_all
from variorum.pipeline.linking import link_new
from variorum.pipeline.recording import Recorder
from variorum.settings import Settings

SOME = 300
ALL = "--all"


class _Reading:
    """Readings as they are asked for, with the time that they took, and what they were."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.processor = self.clock = 0.0
        self.read: list[Extraction] = []
        self._reports = reports

    def __iter__(self) -> Iterator[Extraction | ReportError]:
        source = read_all(self._reports, Settings.from_environment())
        while True:
            processor, clock = process_time(), perf_counter()
            one = next(source, None)
            self.processor += process_time() - processor
            self.clock += perf_counter() - clock
            if one is None:
                return
            if isinstance(one, Extraction):
                self.read.append(one)
            yield one


def run(request: Request) -> Outcome:
    """Read and keep the first reports, or all of them."""
    rows = load(request.gold)[: None if ALL in request.flags else SOME]
    list(read_all([report(rows[0])], Settings.from_environment()))  # what is loaded once is no part of either
    reading = _Reading(map(report, rows))
    with TemporaryDirectory(prefix="variorum-bench-") as folder, Ledger.open(Path(folder) / "variorum.db") as ledger:
        started = ledger.run(Settings(), by="bench", command="bench adding")
        processor, clock = process_time(), perf_counter()
        kept = sum(1 for _ in Recorder(ledger=ledger, run=started, link=link_new).keep(reading, str(request.gold)))
        whole_processor, whole_clock = process_time() - processor, perf_counter() - clock
        events = sum(1 for _ in ledger.events())
    figures: dict[str, float | int | None] = {
        "reports": kept,
        "events": events,
        "rest.share": round(1 - reading.processor / whole_processor, 3),
        "rest.clock": round(1 - reading.clock / whole_clock, 3),
        "rest.ms": round(1000 * (whole_processor - reading.processor) / kept, 1),
        "read.ms": round(1000 * reading.processor / kept, 1),
    }
    text = "".join(f"{name:16} {value:>11,}\n" for name, value in figures.items())
    return Outcome(figures=figures, text=text, predicted=list(map(to_json, reading.read)))


SUITE = Suite(
    name="adding",
    about="the share of adding reports to a ledger that is not reading",
    gold="gva/train.jsonl",
    run=run,
    flags={ALL: f"all reports, not the first {SOME}"},
)

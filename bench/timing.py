"""The measurements of the suite `speed`, each made in a process of its own: `python -m bench.timing WHAT < texts.json`.

WHAT is `rates` (both readers over the same texts, in turns), `memory-variorum`, `memory-spacy` (peak memory over the
texts) or `start` (until the first claim). The process stays on one core, with one thread; `rates` counts its processor
time, which other programs on the machine disturb least; `claims` counts what each text holds. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from datetime import date
from time import process_time

from variorum.models import Report

# Chunks are what spaCy's own batching wants, and short enough that what else the machine does falls on both alike.
CHUNK = 16

WARM_UP = Report(
    id="warm-up",
    title="Blast at market kills nine",
    text="Blast at market kills nine\n\nAt least nine people were killed and 20 others injured on Tuesday when a bomb "
    "exploded at a market in Kabul, the Interior Ministry said. No group has claimed responsibility.",
    publisher="Example News",
    published=date(2020, 3, 5),
)

Read = Callable[[Sequence[Report]], int]


def main(what: str) -> None:
    _stay_on_one_core()
    reports = [Report(id=str(n), text=text) for n, text in enumerate(json.load(sys.stdin))]
    done = {
        "rates": rates,
        "memory-variorum": memory_variorum,
        "memory-spacy": memory_spacy,
        "start": start,
        "claims": claims,
    }[what](reports)
    print(json.dumps(done))


def rates(reports: Sequence[Report]) -> dict[str, float]:
    """Seconds of processor time that each reader takes for all texts. They take turns, and who is first alternates."""
    sides = {"variorum": variorum(), "spacy": spacy()}
    spent = dict.fromkeys(sides, 0.0)
    for read in sides.values():
        read([WARM_UP])
    for number, first in enumerate(range(0, len(reports), CHUNK)):
        for name in sorted(sides, reverse=bool(number % 2)):
            before = process_time()
            sides[name](reports[first : first + CHUNK])
            spent[name] += process_time() - before
    return spent


def memory_variorum(reports: Sequence[Report]) -> dict[str, float]:
    """Peak resident memory, in MB, of a process that reads all the texts."""
    variorum()(reports)
    return {"mb": peak_mb()}


def memory_spacy(reports: Sequence[Report]) -> dict[str, float]:
    spacy()(reports)
    return {"mb": peak_mb()}


def start(_: Sequence[Report]) -> dict[str, float]:
    """How many claims the first report has. The caller measures how long the process takes to say so."""
    return {"claims": variorum()([WARM_UP])}


def claims(reports: Sequence[Report]) -> dict[str, float]:
    """How many claims each report has, by its number."""
    read = variorum()
    return {report.id: read([report]) for report in reports}


def variorum() -> Read:
    """Reads texts as the library does; gives the number of claims."""
    from variorum.errors import ReportError
    from variorum.pipeline import Reader
    from variorum.settings import Settings

    reader = Reader(Settings.from_environment())

    def read(reports: Sequence[Report]) -> int:
        claims = 0
        for report in reports:
            try:
                extraction = reader.read(report)
            except ReportError:
                continue  # a text that is refused costs what the refusal costs; accuracy is measured elsewhere
            claims += len(extraction.tolls) + len(extraction.responsibility)
        return claims

    return read


def spacy() -> Read:
    """Runs the whole raw pipeline of spaCy over the texts; gives the number of tokens."""
    from spacy import load

    from variorum.settings import Settings

    nlp = load(Settings().model)
    return lambda reports: sum(len(doc) for doc in nlp.pipe(report.text for report in reports))


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_mb() -> float:
    """Megabytes that the process has held at most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1])

"""Whether exports keep their memory over many made-up events: the peak in the middle of each and at its end.

The events are those of `figures-scale`, made as they are asked for and coded by UCDP's rules; every export has its
reasons beside it. The peak is that of the whole process, so that what the second format takes beyond the first is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.suite import Outcome, Request, Suite
from bench.suites.figures_scale import events
from bench.timing import peak_mb
from variorum.codebooks import load
from variorum.export.tables import named
from variorum.export.tables.formats import export
from variorum.models import LinkedEvent
from variorum.pipeline.tables import method, record

FORMATS = ("csv", "jsonl")
SIZES = {"--hundred-thousand": 100_000, "--three-hundred-thousand": 300_000, "--million": 1_000_000}
SMALLEST, EARLY = 5_000, 3
"""Events by default; after one in so many of them memory is looked at for the first time."""


def run(request: Request) -> Outcome:
    """Each export over the events, one after the other."""
    size = max((SIZES[flag] for flag in request.flags), default=SMALLEST)
    figures: dict[str, float | int | None] = {"events": size}
    for format_ in FORMATS:
        figures |= {f"{format_}.{name}": figure for name, figure in _measured(format_, size).items()}
    return Outcome(figures=figures, text="".join(f"{name:20} {value:>11,}\n" for name, value in figures.items()))


def _measured(format_: str, size: int) -> dict[str, float | int]:
    kind, book = named(format_), load("ucdp")
    peaks: list[int] = []

    def passing() -> Iterator[LinkedEvent]:
        for number, event in enumerate(events(size)):
            if number == size // EARLY:
                peaks.append(round(peak_mb()))
            yield event

    began = process_time()
    with TemporaryDirectory(prefix="variorum-bench-") as folder:
        path = Path(folder) / f"events{kind.suffix}"
        done = export(path, kind, (record(event, book) for event in passing()), method(book, {}, {}))
        written = sum(file.stat().st_size for file in Path(folder).iterdir())
    return {
        "rows": done.rows,
        "seconds": round(process_time() - began, 1),
        "written_mb": round(written / 1e6),
        "early_mb": peaks[0],
        "memory_mb": round(peak_mb()),
    }


SUITE = Suite(
    name="export-scale",
    about=f"memory of exports over many made-up events, early and at the end ({SMALLEST:,} by default)",
    gold="gold",
    run=run,
    flags={flag: f"over {size:,} events" for flag, size in SIZES.items()},
)

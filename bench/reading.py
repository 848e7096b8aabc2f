"""Have the installed `variorum` read reports: their extractions as JSON, and what was not read with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bench.data import Json
from variorum.errors import ReportError
from variorum.models import Report

ReadAll = Callable[[Iterable[Report], int], Iterator[Json | ReportError]]


def read_all(reports: Iterable[Report], jobs: int) -> Iterator[Json | ReportError]:
    """One extraction, or one error, a report, in their order, over `jobs` processes."""
    from variorum import pipeline
    from variorum.interchange import to_json
    from variorum.settings import Settings

    for read in pipeline.read_all(reports, Settings.from_environment(), jobs):
        yield read if isinstance(read, ReportError) else to_json(read)

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


class Remembering:
    """Reads like `read_all`, and the same reports only once: several suites of one gate measure them."""

    def __init__(self) -> None:
        self._known: dict[tuple[Report, ...], list[Json | ReportError]] = {}

    def __call__(self, reports: Iterable[Report], jobs: int) -> Iterator[Json | ReportError]:
        asked = tuple(reports)
        if asked not in self._known:
            self._known[asked] = list(read_all(asked, jobs))
        return iter(self._known[asked])

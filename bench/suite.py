"""What a suite is: a name, its default gold, and a function from a request to its outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.data import Json, report
from bench.reading import ReadAll, read_all
from bench.scorer import Figures
from variorum.errors import ReportError


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a suite is asked to measure.

    flags: switches of the suite, as on its command line ("--errors"); responses: a language model's answers, for the
    suite that scores them.
    """

    data: Path
    gold: Path
    jobs: int = 1
    flags: frozenset[str] = frozenset()
    repeat: int = 3
    read_all: ReadAll = read_all
    responses: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a suite measured: figures by name, the same as text, what was read, and which reports were not."""

    figures: Figures
    text: str
    predicted: list[Json] = field(default_factory=list)
    failures: list[ReportError] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """`gold` is the default, relative to the data folder; `flags` are the switches that it knows, with their help."""

    name: str
    about: str
    gold: str
    run: Callable[[Request], Outcome]
    flags: dict[str, str] = field(default_factory=dict)
    scores_responses: bool = False


def read_gold(request: Request, rows: list[Json]) -> tuple[list[Json], list[ReportError]]:
    """The extractions of the gold's documents, and why others were not read. The reader sees no annotation."""
    read = list(request.read_all([report(row) for row in rows], request.jobs))
    predicted = [reading for reading in read if not isinstance(reading, ReportError)]
    return predicted, [reading for reading in read if isinstance(reading, ReportError)]

"""Have the installed `variorum` read the documents, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from bench.data import Json
from variorum.errors import VariorumError
from variorum.models import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one report: its extraction as JSON, or why there is none. `crashed`: by a defect of the reader."""

    id: str
    extraction: Json | None = None
    failure: str | None = None
    crashed: bool = False


ReadAll = Callable[[Iterable[Report], int], Iterator[Reading]]


def read_all(reports: Iterable[Report], jobs: int = 1) -> Iterator[Reading]:
    """One Reading a report, in their order, over `jobs` processes."""
    if jobs == 1:
        yield from map(read_one, reports)
        return
    # A spawned process starts clean: it inherits no thread, no lock and no open file of this one.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(read_one, reports, chunksize=4)


def read_one(report: Report) -> Reading:
    """The reading of one report. A failure, whatever it is, costs this report and no other."""
    try:
        return Reading(id=report.id, extraction=_reader()(report))
    except VariorumError as error:
        return Reading(id=report.id, failure=str(error))
    except Exception as error:  # noqa: BLE001  # a defect is to be counted with its report, and the others go on
        return Reading(id=report.id, failure=f"{report.id}: {type(error).__name__}: {error}", crashed=True)


@cache
def _reader() -> Callable[[Report], Json]:
    """The installed reader, opened once a process."""
    from variorum.export.json import to_json
    from variorum.pipeline import Reader
    from variorum.settings import Settings

    reader = Reader(Settings.from_environment())
    return lambda report: to_json(reader.read(report))

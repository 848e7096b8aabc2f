"""Reports that are pasted or dropped: read one after the other behind the pages, and appended to the ledger."""

from __future__ import annotations

import itertools
import queue
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from variorum.errors import VariorumError
from variorum.intake.inputs import SUFFIXES
from variorum.ledger import Added, Known, Ledger, NewVersion
from variorum.models import Failure
from variorum.pipeline.recording import Link, Recorder
from variorum.settings import Settings

MOST_FILES = 200


@dataclass(slots=True)
class Job:
    """One adding, as far as it is: counts of reports, and why some failed. `ended` is None while it runs."""

    number: int
    by: str
    began: datetime
    files: int
    added: list[tuple[str, str]] = field(default_factory=list)
    known: int = 0
    versions: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    ended: datetime | None = None

    @property
    def done(self) -> int:
        return len(self.added) + self.known + self.versions + len(self.failed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What was sent: the file's name as the browser gives it, and its bytes."""

    name: str
    content: bytes


class Adding:
    """A queue of jobs and the one thread that works on them. Reading is heavy: jobs wait for each other."""

    def __init__(self, ledger: Ledger, settings: Settings, link: Link | None = None) -> None:
        self.ledger, self.settings, self.link = ledger, settings, link
        self.jobs: list[Job] = []
        self._numbers = itertools.count(1)
        self._waiting: queue.Queue[tuple[Job, Path, str | None, date | None]] = queue.Queue()
        self._worker: threading.Thread | None = None
        self._starting = threading.Lock()

    def add(self, uploads: Sequence[Upload], by: str, publisher: str | None, published: date | None) -> Job:
        """Takes the files in; they are read in their turn."""
        folder = Path(tempfile.mkdtemp(prefix="variorum-"))
        for number, upload in enumerate(uploads[:MOST_FILES], start=1):
            (folder / _safe(upload.name, number)).write_bytes(upload.content)
        job = Job(next(self._numbers), by, datetime.now(UTC), min(len(uploads), MOST_FILES))
        self.jobs.append(job)
        self._waiting.put((job, folder, publisher, published))
        with self._starting:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        return job

    def job(self, number: int) -> Job | None:
        return next((job for job in self.jobs if job.number == number), None)

    def _work(self) -> None:
        while True:
            job, folder, publisher, published = self._waiting.get()
            try:
                self._read(job, folder, publisher, published)
            except VariorumError as error:
                job.failed.append(("the whole of it", str(error)))
            finally:
                job.ended = datetime.now(UTC)
                shutil.rmtree(folder, ignore_errors=True)

    def _read(self, job: Job, folder: Path, publisher: str | None, published: date | None) -> None:
        run = self.ledger.run(self.settings, by=job.by, command="add (page)")
        recorder = Recorder(
            ledger=self.ledger,
            run=run,
            settings=self.settings,
            publisher=publisher,
            published=published,
            link=self.link,
        )
        for outcome in recorder.add([str(folder)]):
            match outcome:
                case Added():
                    report = self.ledger.report(outcome.report_id)
                    job.added.append((outcome.report_id, report.title or report.id))
                case NewVersion():
                    job.versions += 1
                case Known():
                    job.known += 1
                case Failure():
                    job.failed.append((Path(outcome.name).name or outcome.name, outcome.reason))


def _safe(name: str, number: int) -> str:
    """A file name of ours: the browser's name may be anything, its suffix says what is inside."""
    path = Path(name.replace("\\", "/"))
    stem = "".join(c if c.isalnum() or c in "-_ ." else "_" for c in path.stem)[:80].strip(". ") or "report"
    suffix = path.suffix.lower() if path.suffix.lower() in SUFFIXES else ".txt"
    return f"{number:03d} {stem}{suffix}"

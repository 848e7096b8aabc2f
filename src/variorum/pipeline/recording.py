"""Reports into the ledger: each that is not there yet is read, appended, and linked, all in one transaction."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from variorum.errors import ReportError
from variorum.identity import report_id
from variorum.intake import reports
from variorum.ledger import Added, Known, Ledger, NewVersion
from variorum.models import Account, Extraction, Failure, Report, Run
from variorum.pipeline.reading import read_all
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.llm import LlmReader

Outcome: TypeAlias = Added | NewVersion | Known | Failure
Link: TypeAlias = Callable[[Ledger, tuple[Account, ...], Run], None]
Prepare: TypeAlias = Callable[[Iterable[Report | ReportError]], Iterable[Report | ReportError]]
"""What is done before the first report is read."""


@dataclass(kw_only=True)
class Recorder:
    """Adds reports to a ledger.

    jobs: how many processes read side by side; llm: the language model, where the settings ask for one. published,
    publisher: set where a file does not say. link: links the accounts of a new report with those that are there, in
    the transaction that appends them.
    """

    ledger: Ledger
    run: Run
    settings: Settings = field(default_factory=Settings)
    jobs: int = 1
    published: date | None = None
    publisher: str | None = None
    stdin: BinaryIO | None = None
    llm: LlmReader | None = None
    link: Link | None = None
    prepare: Prepare = iter

    def __post_init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._known: deque[Known] = deque()

    def add(self, inputs: Iterable[str]) -> Iterator[Outcome]:
        """What became of each report of the files, folders and addresses, as it happens. What fails is recorded with
        its input; a failure that an input had before, and no longer has, is recorded as recovered.
        """
        inputs = list(inputs)
        met: set[str] = set()
        for read in read_all(self.prepare(self._unread(inputs)), self.settings, self.jobs, self.llm):
            yield from self._drain()
            outcome = self._record(read, self._waiting.popleft())
            if isinstance(outcome, Failure):
                met.add(outcome.id)
            yield outcome
        yield from self._drain()
        again = {input_name(one) for one in inputs}
        recovered = [one for one in self.ledger.failures() if one.input in again and one.id not in met]
        self.ledger.persistently(lambda: self.ledger.recovered(recovered, self.run))

    def keep(self, read: Iterable[Extraction | ReportError], source: str) -> Iterator[Outcome]:
        """What became of reports that were read elsewhere, as it happens. What fails is recorded with the source."""
        for one in read:
            yield self._record(one, source)

    def _unread(self, inputs: Iterable[str]) -> Iterator[Report | ReportError]:
        """The reports that the ledger does not know yet, and the errors. Which input they are of waits in its turn."""
        for one in inputs:
            for report in self._reports(one):
                if isinstance(report, Report) and self.ledger.persistently(partial(self.ledger.knows, report)):
                    self._known.append(Known(report_id=report_id(report)))
                else:
                    self._waiting.append(input_name(one))
                    yield report

    def _reports(self, one: str) -> Iterator[Report | ReportError]:
        return reports(
            [one],
            settings=self.settings,
            published=self.published,
            publisher=self.publisher,
            stdin=self.stdin,
            fetching=True,
        )

    def _drain(self) -> Iterator[Known]:
        while self._known:
            yield self._known.popleft()

    def _record(self, read: Extraction | ReportError, input_: str) -> Outcome:
        try:
            return self.ledger.persistently(lambda: self._append(read, input_))
        except ReportError as refused:  # a text that no database can hold
            error = refused
        return self.ledger.persistently(lambda: self._append(error, input_))

    def _append(self, read: Extraction | ReportError, input_: str) -> Outcome:
        if isinstance(read, ReportError):
            return self.ledger.fail(read, self.run, input=input_)
        with self.ledger.writing():
            outcome = self.ledger.append(read, self.run)
            if self.link is not None and not isinstance(outcome, Known):
                self.link(self.ledger, outcome.accounts, self.run)
            return outcome


def input_name(given: str) -> str:
    """What a failure remembers of an input, so that it is found again from any folder."""
    if given == "-" or "://" in given:
        return given
    return os.path.abspath(given)  # noqa: PTH100 - links are not followed: the name is the user's

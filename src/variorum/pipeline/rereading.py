"""Reports of a ledger read again, by a reader that is better now: appended and linked, a transaction a report."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from variorum.errors import ReportError
from variorum.ledger import Ledger
from variorum.ledger.rereading import ReadAgain, append_again
from variorum.models import Extraction, Failure, Report, Run
from variorum.pipeline.reading import read_all
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.llm import LlmReader

Outcome: TypeAlias = ReadAgain | Failure
LinkAgain: TypeAlias = Callable[[Ledger, ReadAgain, Run], None]


@dataclass(kw_only=True)
class Rereader:
    """Reads reports of a ledger again. jobs: how many processes read side by side; llm: the language model, where the
    settings ask for one. link: links the accounts anew, in the transaction that appends them.
    """

    ledger: Ledger
    run: Run
    settings: Settings = field(default_factory=Settings)
    jobs: int = 1
    llm: LlmReader | None = None
    link: LinkAgain | None = None

    def reread(self, ids: Sequence[str]) -> Iterator[Outcome]:
        """What became of each of the reports, by their ids, as it happens. One that fails keeps its last reading, and
        is recorded as a failure until it is read again without one.
        """
        waiting: deque[str] = deque()
        for read in read_all(self._reports(ids, waiting), self.settings, self.jobs, self.llm):
            id_ = waiting.popleft()
            yield self.ledger.persistently(partial(self._record, read, id_))

    def _reports(self, ids: Iterable[str], waiting: deque[str]) -> Iterator[Report]:
        for id_ in ids:
            report = self.ledger.persistently(partial(self.ledger.report, id_))
            waiting.append(id_)
            yield report

    def _record(self, read: Extraction | ReportError, id_: str) -> Outcome:
        if isinstance(read, ReportError):
            return self.ledger.fail(read, self.run, input=id_)
        with self.ledger.writing():
            done = append_again(self.ledger, read, self.run)
            if self.link is not None:
                self.link(self.ledger, done, self.run)
            closed = [one for one in self.ledger.failures() if one.input == id_]
            self.ledger.recovered(closed, self.run)
            return done

"""Keeps the catalogue in step with the ledger: a few events that changed at once, many behind the pages.

What was made of an event is kept in the ledger (`variorum.ledger.gists`), so that no event is gone through twice: not
after a restart, not after a process that was killed, and not by two that serve the same ledger.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from variorum.errors import LedgerError
from variorum.ledger import Ledger
from variorum.ledger.changes import Mark, events_since, mark, names_of_events, newest_first
from variorum.ledger.gists import Draft, Gists
from variorum.ledger.listing import numbers_of, reports_with
from variorum.models import Act, LinkedEvent
from variorum.web.catalogue import Catalogue
from variorum.web.entries import Maker, written
from variorum.web.ruling import ON_CLAIMS

_AT_ONCE = 300
"""Events that a page waits for when the ledger has grown; more are gone through behind it."""

_AT_A_TIME = 100
"""Events that are made, kept and shown together."""

_KEPT_AT_A_TIME = 4_000
"""Events that are kept already and are listed together."""

_FLUSHED = 10.0
"""Seconds after which what changed a little is written to the ledger; it can be made again from it at any time."""

_REMEMBERED = 32
"""Words whose reports are remembered."""

_PATIENCE = 1.0
"""Seconds that a page waits for another one that brings the catalogue up to date."""


class Cataloguing:
    """The catalogue of a ledger. Any thread may ask for it."""

    def __init__(self, ledger: Ledger, maker: Maker) -> None:
        self.ledger, self.maker = ledger, maker
        self.gists = Gists(ledger, maker.edition)
        self._catalogue = Catalogue(search=self._search)
        self._mark: Mark | None = None
        self._pending: dict[str, Draft] = {}
        self._flushed = time.monotonic()
        self._growing = threading.Lock()
        self._filler: threading.Thread | None = None
        self._ending = threading.Event()
        self._searched: dict[tuple[str, Mark | None], Sequence[int] | None] = {}
        self.left = 0
        """Events that are still to be gone through before the catalogue is whole; 0 where it is."""

    def catalogue(self) -> Catalogue:
        """All events, in step with the ledger; while many are gone through those that are done."""
        now = mark(self.ledger)
        if self._is_known(now) or self.is_filling:
            return self._catalogue
        if self._growing.acquire(timeout=_PATIENCE):
            try:
                if not (self._is_known(now) or self.is_filling):
                    self._catch_up(now)
            finally:
                self._growing.release()
        return self._catalogue

    def close(self) -> None:
        """Ends what goes on behind the pages, and keeps what is not kept yet."""
        self._ending.set()
        if self._filler is not None:
            self._filler.join()
        with self._growing:
            self._flush()

    @property
    def is_filling(self) -> bool:
        return self._filler is not None and self._filler.is_alive()

    def _is_known(self, now: Mark) -> bool:
        """Whether the catalogue is of this state of the ledger, or of a later one that another page saw."""
        return self._mark is not None and now.total <= self._mark.total

    def _catch_up(self, now: Mark) -> None:
        """A few events in the thread of the page, many in one of their own."""
        if self._mark is None:
            if now.membership <= _AT_ONCE:
                self._begin(now)
            else:
                self._behind(names_of_events(self.ledger), lambda: self._begin(now))
            return
        touched = sorted(events_since(self.ledger, self._mark))
        if len(touched) <= _AT_ONCE:
            self._go_through(touched, now)
        else:
            self._behind(len(touched), lambda: self._go_through(touched, now))

    def _behind(self, left: int, do: Callable[[], None]) -> None:
        """Does it in a thread of its own. What ends it early is met again by the next page that asks, or is gone."""
        self.left = left

        def run() -> None:
            try:
                self._quietly(do)
            finally:
                self.left = 0

        self._filler = threading.Thread(target=run, name="catalogue", daemon=True)
        self._filler.start()

    def _begin(self, now: Mark) -> None:
        """The catalogue of what is kept, then of what is not."""
        before = self.gists.found()
        backwards = before is not None and before.is_being_made
        if before is None:
            self._quietly(lambda: self.gists.begin(now))
        kept = set(self._listed())
        changed = events_since(self.ledger, before.mark) if before else set()
        if before and before.whole:
            todo = sorted(changed)
        else:
            todo = [event for event in newest_first(self.ledger) if event not in kept or event in changed]
            todo += sorted(changed - set(todo))
        # Of two processes that go through the same events one begins at the other end.
        self._go_through(todo[::-1] if backwards else todo, now)
        if not (before and before.whole) and self._mark == now:
            self._quietly(self.gists.drop_others)

    def _listed(self) -> Iterator[str]:
        """Lists what is kept, some thousand events at a time so that a page shows those at once; gives their ids."""
        kept = self.gists.read()
        while some := dict(islice(kept, _KEPT_AT_A_TIME)):
            self._put(some)
            self.left = max(self.left - len(some), 1)
            yield from some

    def _go_through(self, events: Sequence[str], now: Mark) -> None:
        """Makes the entries of these events, after which the catalogue is in step with the mark."""
        many = len(events) > _AT_ONCE
        for done in range(0, len(events), _AT_A_TIME):
            if self._ending.is_set():
                return
            self._make(events[done : done + _AT_A_TIME], now, shared=many)
            if many:
                self.left = max(len(events) - done - _AT_A_TIME, 1)
                self._flush()
        self._mark = now
        if many or time.monotonic() - self._flushed > _FLUSHED:
            self._flush()

    def _make(self, events: Sequence[str], now: Mark, *, shared: bool) -> None:
        """The entries of some events, of the ledger as it is. shared: those that another process has made since are
        taken as they are.
        """
        upto = mark(self.ledger).total
        contents = self.gists.of(events, since=now) if shared else {}
        mine = [event for event in events if event not in contents]
        found = list(self.ledger.events_called(mine))
        numbers = numbers_of(self.ledger, {one.report_id for event in found for one in event.accounts})
        decided = self._decided(found)
        made: dict[str, str | None] = dict.fromkeys(mine)
        made |= {event.id: written(self.maker.entry(event, decided, numbers)) for event in found}
        self._pending |= {id_: Draft(content, upto) for id_, content in made.items()}
        self._put(contents | made)

    def _decided(self, events: Iterable[LinkedEvent]) -> set[str]:
        """The ids of what a person accepted, corrected, rejected or added to, among all that is in these events."""
        about = {
            id_
            for event in events
            for one in event.accounts
            for id_ in (one.id, one.report_id, *(claim.id for claim in one.claims))
        }
        rows = self.ledger.decisions(sorted(about))
        return {id_ for row in rows if row.act in (*ON_CLAIMS, Act.ADD) for id_ in row.targets}

    def _put(self, contents: dict[str, str | None]) -> None:
        self._catalogue = self._catalogue.put(contents)

    def _flush(self) -> None:
        """Writes what is pending. A ledger that can't be written now keeps it waiting."""
        drafts, self._flushed = dict(self._pending), time.monotonic()
        if not drafts and self._mark is None:
            return
        if self._quietly(lambda: self.gists.put(drafts, self._mark)):
            self._pending = {id_: one for id_, one in self._pending.items() if drafts.get(id_) != one}

    def _quietly(self, do: Callable[[], None]) -> bool:
        """Whether it was done; the ledger may be read-only, or busy."""
        try:
            do()
        except LedgerError:
            return False
        return True

    def _search(self, word: str) -> Sequence[int] | None:
        """The numbers of the reports that have a word, remembered while the catalogue stays what it is."""
        key = (word, self._mark)
        if key not in self._searched:
            while len(self._searched) >= _REMEMBERED:
                self._searched.pop(next(iter(self._searched), key), None)
            self._searched[key] = reports_with(self.ledger, word)
        return self._searched.get(key)

"""Processes that make the catalogue of a ledger, for tests that kill them or run several at once."""

from __future__ import annotations

import time

from variorum.ledger import Ledger
from variorum.models import LinkedEvent
from variorum.web.catalogue import Catalogue
from variorum.web.cataloguing import Cataloguing
from variorum.web.desk import Desk
from variorum.web.entries import Entry, Maker
from variorum.web.filters import Filter


def cataloguing(ledger: Ledger) -> Cataloguing:
    """As the pages have it."""
    return Cataloguing(ledger, Maker(Desk(ledger).books.values(), None))


def whole(of: Cataloguing) -> Catalogue:
    """The catalogue when nothing is left to do."""
    found = of.catalogue()
    until = time.monotonic() + 120
    while of.is_filling and time.monotonic() < until:
        time.sleep(0.02)
        found = of.catalogue()
    return found


def entries(catalogue: Catalogue) -> dict[str, Entry]:
    """What is listed, by event."""
    listed = [catalogue.entries[row] for row in catalogue.select(Filter()).tolist()]
    return {entry.gist.id: entry for entry in listed}


class Slow(Maker):
    """Takes its time, so that a test may come between; writes down what it makes."""

    pause = 0.0

    def __init__(self, of: Maker) -> None:
        super().__init__(of.books, of.veil)
        self.made: list[str] = []

    def entry(self, event: LinkedEvent, decided: object, numbers: object) -> Entry:
        time.sleep(self.pause)
        self.made.append(event.id)
        return super().entry(event, decided, numbers)  # type: ignore[arg-type]


def make(location: str, pause: float = 0.0, made: str = "") -> None:
    """Makes the whole catalogue and ends; how many entries it made is written to the file `made`."""
    with Ledger.open(location) as ledger:
        of = cataloguing(ledger)
        of.maker = slow = Slow(of.maker)
        slow.pause = pause
        whole(of)
        of.close()
        if made:
            with open(made, "w", encoding="ascii") as out:  # noqa: PTH123
                out.write(str(len(slow.made)))

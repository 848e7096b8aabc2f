"""What lists show of events, kept in the ledger: worked out once, and again only for events that change.

It is derived. An edition is named by a digest of what makes it (the program's rules, the codebooks, the settings), and
is good for a state of the ledger, its mark. Several processes may write one edition at once: of two gists of an event
the one of the later state stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from variorum.ledger.changes import Mark, events_since, mark
from variorum.ledger.database import now
from variorum.ledger.store import Ledger
from variorum.ledger.tables import gist, gist_edition

_AT_ONCE = 500
_EDITIONS_KEPT = 2
"""One program may serve a ledger twice, once with names hidden."""

_ALIVE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How far an edition is: every gist in it is as of the mark or later; whole: every event has one."""

    mark: Mark
    whole: bool
    at: datetime

    @property
    def is_being_made(self) -> bool:
        """Whether a process wrote to the edition just now, and has not made it whole yet. What a clock that went wrong
        put into the future is not just now."""
        return not self.whole and abs(now() - self.at) < _ALIVE


@dataclass(frozen=True, slots=True)
class Draft:
    """The gist of an event as JSON, None of what is no event any more, and the total of the mark before it was made."""

    content: str | None
    upto: int


class Gists:
    """The gists of one edition in a ledger. Every method raises LedgerError where the database fails."""

    def __init__(self, ledger: Ledger, edition: str) -> None:
        self.ledger, self.edition = ledger, edition

    def found(self) -> Edition | None:
        """The edition as it is; None where nobody has begun it."""
        query = select(gist_edition).where(gist_edition.c.edition == self.edition)
        with self.ledger.database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        mark = Mark(**{field.name: row[field.name] for field in fields(Mark)})
        return Edition(mark=mark, whole=row["whole"], at=row["at"])

    def begin(self, mark: Mark) -> None:
        """Begins the edition as of a mark. Where somebody was quicker nothing is written."""
        row = {"edition": self.edition, **asdict(mark), "whole": False, "at": now()}
        with self.ledger.writing() as writing:
            writing.connection.execute(self._insert_into_editions().values(row).on_conflict_do_nothing())

    def read(self) -> Iterator[tuple[str, str | None]]:
        """Every event with its gist, in the order of their ids; with None what is no event any more."""
        last = ""
        while True:
            query = (
                select(gist.c.event, gist.c.content)
                .where(gist.c.edition == self.edition, gist.c.event > last)
                .order_by(gist.c.event)
                .limit(5_000)
            )
            with self.ledger.database.reading() as connection:
                rows = connection.execute(query).all()
            yield from ((row.event, row.content) for row in rows)
            if len(rows) < 5_000:
                return
            last = rows[-1].event

    def of(self, events: Collection[str], since: Mark) -> dict[str, str | None]:
        """The gists of these events, of those that have one of the ledger as of the mark or later."""
        query = select(gist.c.event, gist.c.content).where(gist.c.edition == self.edition, gist.c.event.in_(events))
        query = query.where(gist.c.upto >= since.total)
        with self.ledger.database.reading() as connection:
            return {row.event: row.content for row in connection.execute(query)}

    def put(self, drafts: Mapping[str, Draft], reached: Mark | None = None) -> None:
        """Keeps gists by event. reached: the state of the ledger that the edition is whole for, with these.

        In one transaction; a gist of a later state than a draft's stays.
        """
        rows = [
            {"edition": self.edition, "event": event, "upto": one.upto, "content": one.content}
            for event, one in sorted(drafts.items())
        ]
        with self.ledger.writing() as writing:
            if rows:
                insert = self._insert_into_gists()
                later = insert.on_conflict_do_update(
                    index_elements=["edition", "event"],
                    set_={"content": insert.excluded.content, "upto": insert.excluded.upto},
                    where=gist.c.upto <= insert.excluded.upto,
                )
                writing.connection.execute(later, rows)
            of_edition = update(gist_edition).where(gist_edition.c.edition == self.edition)
            writing.connection.execute(of_edition.values(at=now()))
            if reached is not None:
                columns = [gist_edition.c[field.name] for field in fields(Mark)]
                before = sum(columns[1:], start=columns[0] + 0) <= reached.total
                writing.connection.execute(of_edition.where(before).values(**asdict(reached), whole=True))

    def drop_others(self) -> None:
        """Takes out the editions that nobody has used for the longest; the latest ones stay."""
        query = select(gist_edition.c.edition).order_by(gist_edition.c.at.desc()).offset(_EDITIONS_KEPT)
        with self.ledger.database.reading() as connection:
            old = [edition for edition in connection.scalars(query) if edition != self.edition]
        for edition in old:
            while self._drop_some(edition):
                pass

    def _drop_some(self, edition: str) -> bool:
        """A few at a time, so that other writers get their turn."""
        some = select(gist.c.event).where(gist.c.edition == edition).order_by(gist.c.event).limit(_AT_ONCE)
        with self.ledger.writing() as writing:
            events = list(writing.connection.scalars(some))
            if not events:
                writing.connection.execute(delete(gist_edition).where(gist_edition.c.edition == edition))
                return False
            writing.connection.execute(delete(gist).where(gist.c.edition == edition, gist.c.event.in_(events)))
            return True

    def _insert_into_gists(self) -> sqlite.Insert | postgresql.Insert:
        return sqlite.insert(gist) if self.ledger.database.is_sqlite else postgresql.insert(gist)

    def _insert_into_editions(self) -> sqlite.Insert | postgresql.Insert:
        return sqlite.insert(gist_edition) if self.ledger.database.is_sqlite else postgresql.insert(gist_edition)


def blank(ledger: Ledger, before: Mark) -> None:
    """Takes the words out of the gists of all events that changed after the mark, in every edition, for good: what was
    made of them earlier, and is still to be kept by some process, is not let in any more.

    To be called in the transaction of what changed them; they are made anew as after any change.
    """
    changed, upto = sorted(events_since(ledger, before)), mark(ledger).total
    with ledger.writing() as writing:
        for start in range(0, len(changed), _AT_ONCE):
            of_them = update(gist).where(gist.c.event.in_(changed[start : start + _AT_ONCE]))
            writing.connection.execute(of_them.values(content=None, upto=upto))

"""The connection to a ledger: SQLite in WAL with one writer and many readers, or PostgreSQL; and what goes wrong with
either, said so that a person knows what to do.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    exc,
    func,
    literal,
    make_url,
    select,
    text,
    union_all,
)

from variorum.errors import BusyError, LedgerError, LostError
from variorum.identity import canonical
from variorum.ledger import migrations
from variorum.ledger.tables import ADDED_LATER, SEALED, inserting, plain, sealed_columns

_Done = TypeVar("_Done")

DEFAULT = "variorum.db"
_LOCK = 0x7661_7269_6F72_756D  # "variorum": the advisory lock of PostgreSQL that writers take in turn
_SEAL_DIGITS = 16
_TICK = timedelta(microseconds=1)
_PATIENCE = 60.0
"""Seconds that a writer waits for another one, or for a server that went away."""


def now() -> datetime:
    return datetime.now(UTC)


def default_location() -> str:
    """$VARIORUM_LEDGER, else `variorum.db` in the working folder."""
    return os.environ.get("VARIORUM_LEDGER") or DEFAULT


class Database:
    """One ledger's engine. Opening it makes or migrates the tables. Raises LedgerError."""

    def __init__(self, location: str | Path, *, create: bool = True, patience: float = _PATIENCE) -> None:
        self.url = _url(location)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.patience = patience
        self.where = str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)
        if self.is_sqlite and not create and not Path(self.where).is_file():
            raise LedgerError(
                f"there is no ledger {self.where}: name one with --ledger, or begin one with variorum add"
            )
        self.engine = self._engine()
        self._own = threading.local()
        try:
            self._bring_up_to_date(create=create)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the ledger; within `writing` the writer's own, within `looking` that one.
        Raises LedgerError.
        """
        if (writing := self._writing) is not None:
            yield writing.connection
            return
        if (looking := self._looking) is not None:
            yield looking
            return
        with self._plainly(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Makes all that this thread reads in the block one state of the ledger, but what it writes there itself.
        Raises LedgerError.
        """
        with self.reading() as connection:
            before, self._own.looking = self._looking, connection
            try:
                yield
            finally:
                self._own.looking = before

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that no other writer overlaps; one inside another is the same one. Raises LedgerError."""
        if (writing := self._writing) is not None:
            yield writing
            return
        with self._plainly(), self.engine.connect() as plain_connection:
            connection = plain_connection.execution_options(variorum_writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    self._take_turn(connection)
                self._own.writing = Writing(connection)
                try:
                    yield self._own.writing
                finally:
                    self._own.writing = None

    def persistently(self, do: Callable[[], _Done]) -> _Done:
        """What `do` gives; done again, for a minute at most, where the server went away in the middle of it.

        `do` must do its work in one transaction, so that what was lost is lost whole. Raises LedgerError.
        """
        until, pause = time.monotonic() + self.patience, 0.1
        while True:
            try:
                return do()
            except LostError:
                if time.monotonic() + pause > until or self._writing is not None:
                    raise
                time.sleep(pause)
                pause = min(2 * pause, 5)

    def vacuum(self) -> None:
        """Takes what was overwritten out of the database's files. Raises LedgerError."""
        with self._plainly(), self.engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT", variorum_alone=True)
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)") if self.is_sqlite else ("VACUUM",):
                alone.exec_driver_sql(statement)

    @property
    def _writing(self) -> Writing | None:
        return getattr(self._own, "writing", None)

    @property
    def _looking(self) -> Connection | None:
        return getattr(self._own, "looking", None)

    def _engine(self) -> Engine:
        if not self.is_sqlite:
            # A server that is gone is noticed before a statement is lost to it.
            return create_engine(self.url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        arguments = {"timeout": self.patience, "check_same_thread": False}
        if _only_readable(Path(self.where)):
            return _read_only(Path(self.where), arguments)
        engine = create_engine(self.url, connect_args=arguments)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    def _bring_up_to_date(self, *, create: bool) -> None:
        with self._plainly(), self.engine.connect() as connection:
            names = migrations.done(connection)
        migrations.refuse_newer(names, self.where)
        if len(names) == len(migrations.MIGRATIONS):
            return
        if not names and not create:
            raise LedgerError(
                f"{self.where} holds no ledger: name another with --ledger, or begin one with variorum add"
            )
        with self.writing() as writing:
            migrations.migrate(writing.connection)

    def _take_turn(self, connection: Connection) -> None:
        connection.execute(text("SELECT set_config('lock_timeout', :wait, true)"), {"wait": f"{self.patience:.0f}s"})
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turns the errors of databases into our own."""
        try:
            yield
        except exc.DBAPIError as error:
            raise _plain_error(error, self.where) from error


def _last_row(table: Table) -> Any:
    """The number and the time of the last row, with the table's name."""
    last = select(table.c.number, table.c.at).order_by(table.c.number.desc()).limit(1).subquery()
    return select(literal(table.name).label("name"), last.c.number, last.c.at)


_LAST_ROWS = union_all(*map(_last_row, SEALED))


class Writing:
    """A transaction that writes: it gives each row its number, its time and its seal.

    `at` is now, but always after the row that was written last: a clock that was put back, or stands, does not turn the
    order of what was known.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._last: dict[str, int] = {}
        self._at: datetime | None = None

    @property
    def at(self) -> datetime:
        if self._at is None:
            rows = self.connection.execute(_LAST_ROWS).all()
            self._last = {row.name: row.number for row in rows}
            self._at = max([now(), *(row.at + _TICK for row in rows)])
        return self._at

    def tick(self) -> None:
        """Lets a moment pass: what is written from now on is later than what was written in this transaction before."""
        self._at = self.at + _TICK

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]], run: str | None) -> list[int]:
        """Appends rows, in this order; returns their numbers. A row need not name the columns that are NULL in it."""
        if not rows:
            return []
        at, names = self.at, sealed_columns(table)
        first = self._last.get(table.name, 0) + 1
        self._last[table.name] = first + len(rows) - 1
        blank = dict.fromkeys(table.columns.keys())
        whole = []
        for number, row in enumerate(rows, start=first):
            full = {**blank, **row, "number": number, "at": at}
            if "run" in blank:
                full["run"] = run
            full["seal"] = seal(full, names)
            whole.append(full)
        self.connection.execute(inserting(table), whole)
        return list(range(first, first + len(rows)))


def seal(row: Mapping[str, Any], names: Sequence[str]) -> str:
    """A hash over the named columns of a row, by which `check` finds what was changed or damaged."""
    told = [plain(row[name]) for name in names if row[name] is not None or name not in ADDED_LATER]
    return hashlib.sha256(canonical(told).encode()).hexdigest()[:_SEAL_DIGITS]


def _url(location: str | Path) -> URL:
    """Raises LedgerError where it is neither a file nor the address of a database that is known."""
    written = str(location)
    if "://" not in written:
        return URL.create("sqlite", database=written)
    try:
        url = make_url(written)
    except exc.ArgumentError:
        raise LedgerError(f"{written!r} is no address of a ledger; write a file's name or postgresql://...") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerError(f"a ledger is an SQLite file or a postgresql:// address, not {url.drivername}://")
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _only_readable(path: Path) -> bool:
    """Whether there is a ledger that nobody writes to, and that we may not write to either."""
    at_rest = path.is_file() and not Path(f"{path}-wal").exists()
    return at_rest and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _read_only(path: Path, arguments: dict[str, Any]) -> Engine:
    """SQLite can read a file in WAL without writing beside it only where it is told that nobody writes."""
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    url = URL.create("sqlite", database=f"file:{quote(str(path.resolve()))}", query=query)
    return create_engine(url, connect_args=arguments)


def _set_up(connection: Any, _record: Any) -> None:
    """A new connection to SQLite: transactions begin where we say, foreign keys hold, what is committed is on disk."""
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        _set(connection, pragma)


def _set(connection: Any, pragma: str) -> None:
    """SQLite waits for others by itself, but not where two begin the same file and both turn it to WAL."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
            return
        except Exception as error:
            if "readonly" in str(error):
                return  # a ledger on a read-only disk can still be read
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns writer could not wait for another one."""
    options = connection.get_execution_options()
    if not options.get("variorum_alone"):  # VACUUM stands outside of transactions
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("variorum_writes") else "BEGIN")


_REASONS = (
    (
        ("database is locked", "lock timeout", "LockNotAvailable"),
        BusyError,
        "another process writes to it: wait for it",
    ),
    (
        ("readonly database", "read-only", "Permission denied", "permission denied"),
        LedgerError,
        "it can't be written: give yourself the right to write to the file and its folder",
    ),
    (
        ("disk is full", "No space left", "could not extend file"),
        LedgerError,
        "the disk is full: make room, then do it again; nothing that was written is lost",
    ),
    (
        ("malformed", "not a database", "disk I/O error"),
        LedgerError,
        "the file is damaged: variorum ledger check says how; take it from a copy",
    ),
    (
        ("unable to open database",),
        LedgerError,
        "the file can't be opened: is there such a folder, and may you read it?",
    ),
    (("is append-only",), LedgerError, "what is written stays: undo is a new row"),
)
_GONE = (
    "server closed the connection",
    "terminating connection",
    "the connection is closed",
    "connection failed",
    "connection is bad",
    "connection refused",
    "Connection refused",
    "the database system is",
    "consuming input failed",
    "could not receive data",
    "connection is lost",
)


def _plain_error(error: exc.DBAPIError, where: str) -> LedgerError:
    words = " ".join(str(error.orig).split())
    if error.connection_invalidated or any(sign in words for sign in _GONE):
        return LostError(f"{where}: the server does not answer ({words}); what was not committed is to be done again")
    for signs, kind, way_out in _REASONS:
        if any(sign in words for sign in signs):
            return kind(f"{where}: {words}; {way_out}")
    return LedgerError(f"{where}: {words}")

"""What a ledger holds, in numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select, text

from variorum.ledger.migrations import done
from variorum.ledger.published import datasets
from variorum.ledger.selection import NOW, current_membership
from variorum.ledger.store import Ledger
from variorum.ledger.tables import EVERY_TABLE, account, membership, report


def summary(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Name and words of each thing that a person asks of a ledger."""
    database = ledger.database
    with database.reading() as connection:
        yield "ledger", database.where
        if database.is_sqlite:
            size = sum(
                Path(database.where + suffix).stat().st_size
                for suffix in ("", "-wal")
                if _is_file(database.where + suffix)
            )
        else:
            size = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
        yield "size", f"{size / 1e6:,.1f} MB"
        for table in EVERY_TABLE:
            yield table.name, f"{connection.scalar(select(func.count()).select_from(table)) or 0:,}"
        events = select(func.count(func.distinct(membership.c.event))).where(current_membership(NOW))
        yield "events", f"{connection.scalar(events) or 0:,}"
        for name, column in (("published", report.c.published), ("days of events", account.c.first_day)):
            first, last = connection.execute(select(func.min(column), func.max(column))).one()
            if first is not None:
                yield name, f"{first} to {last}"
        for one in datasets(ledger):
            told = f"{one.rows:,} rows, {', '.join(one.editions)}, {one.days.start} to {one.days.end}"
            yield f"published {one.name}", told
        yield "migrations", ", ".join(done(connection))


def _is_file(path: str) -> bool:
    return Path(path).is_file()


def contents_digest(ledger: Ledger) -> str:
    """SHA-256 over the last row of every table, its number and seal: two ledgers that went the same way have the same.

    Rows are never changed, so that the last ones tell of all before them as far as the ledger is whole.
    """
    told = hashlib.sha256()
    with ledger.database.reading() as connection:
        for table in EVERY_TABLE:
            if "seal" in table.columns:
                query = select(table.c.number, table.c.seal).order_by(table.c.number.desc()).limit(1)
                told.update(f"{table.name} {connection.execute(query).first()}\n".encode())
    return told.hexdigest()

"""From one ledger into another, SQLite or PostgreSQL, either way: every row as it is, times and seals included."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, func, insert, select

from variorum.errors import LedgerError
from variorum.ledger.store import Ledger
from variorum.ledger.tables import EVERY_TABLE, migration, run

_AT_ONCE = 2000


def copy(source: Ledger, target: Ledger, told: Callable[[str, int], None] = lambda _table, _rows: None) -> int:
    """Copies all rows in one transaction; returns how many. `told` hears of each table and its rows.

    Raises LedgerError where something is in the target already.
    """
    number = 0
    with source.database.reading() as reading, target.writing() as writing:
        if writing.connection.scalar(select(func.max(run.c.number))) is not None:
            raise LedgerError(f"{target.database.where} is not empty: copy into a new ledger")
        for table in EVERY_TABLE:
            if table is not migration:  # the target was brought up to date when it was opened
                rows = _copy(reading, writing.connection, table)
                told(table.name, rows)
                number += rows
    return number


def _copy(source: Connection, target: Connection, table: Table) -> int:
    number = 0
    in_order = select(table).order_by(*table.primary_key).execution_options(yield_per=_AT_ONCE)
    for some in source.execute(in_order).mappings().partitions(_AT_ONCE):
        target.execute(insert(table), [dict(row) for row in some])
        number += len(some)
    return number

"""The tables of people, sessions, tokens and audit rows. They belong to an installation, not to what it records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, Integer, MetaData, Table, Text

from variorum.ledger.guards import guard
from variorum.ledger.tables import Instant

people_metadata = MetaData()


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    written = (Column("number", Integer, primary_key=True), Column("at", Instant, nullable=False))
    return Table(name, people_metadata, *written, *columns)


person = _table(
    "person",
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Index("person_by_name", "name", "number"),
)
session = _table(
    "session",
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("ends", Instant, nullable=False),
    Index("session_by_digest", "digest", "number"),
)
token = _table(
    "token",
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Index("token_by_digest", "digest", "number"),
)
audit = _table(
    "audit",
    Column("by", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
)


def people_tables(connection: Connection) -> None:
    """People, sessions, tokens, audit."""
    people_metadata.create_all(connection)
    for table in people_metadata.sorted_tables:
        guard(connection, table)

"""How a ledger came to be as it is: named functions, in order, each run once in a transaction and recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from sqlalchemy import Connection, insert, inspect, select, text

from variorum.errors import LedgerError
from variorum.ledger import stakes, views
from variorum.ledger.guards import REDACTED_IN_POSTGRESQL, guard, unguard
from variorum.ledger.people_tables import people_tables
from variorum.ledger.tables import (
    APPEND_ONLY,
    account,
    account_traits,
    carried,
    claim,
    decision,
    gist,
    gist_edition,
    judgement,
    metadata,
    migration,
    published,
    published_match,
    reading,
    report_stake,
    succession,
)


def first_tables(connection: Connection) -> None:
    """Reports, accounts, claims, judgements, memberships, decisions, failures, redactions; their guards and views."""
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(REDACTED_IN_POSTGRESQL))
    for table in APPEND_ONLY:
        guard(connection, table)
    in_sqlite = connection.dialect.name == "sqlite"
    search = views.SEARCH_IN_SQLITE if in_sqlite else views.SEARCH_IN_POSTGRESQL
    for statement in (*search, views.ACCOUNTS, views.TOLLS, views.EVENTS):
        connection.execute(text(statement))


def traits_of_accounts(connection: Connection) -> None:
    """What of an account is compared with others, beside its keys."""
    account_traits.create(connection, checkfirst=True)


def published_figures(connection: Connection) -> None:
    """What others published, and which events it is about. A new ledger has the tables from its beginning."""
    if not inspect(connection).has_table(published.name):
        published.create(connection)
        guard(connection, published)
    published_match.create(connection, checkfirst=True)


def stakes_of_reports(connection: Connection) -> None:
    """How much is at stake in each report, for the queue of reviewers."""
    report_stake.create(connection, checkfirst=True)
    stakes.fill(connection)


def gists_of_events(connection: Connection) -> None:
    """What lists show of events, kept between runs of the pages."""
    gist_edition.create(connection, checkfirst=True)
    gist.create(connection, checkfirst=True)


def readings_of_reports(connection: Connection) -> None:
    """Reports may be read again: accounts and claims say of which reading they are. A new ledger has it from its
    beginning."""
    if inspect(connection).has_table(reading.name):
        return
    for table in (reading, succession):
        table.create(connection)
        guard(connection, table)
    for name in ("events", "tolls", "accounts"):
        connection.execute(text(f"DROP VIEW {name}"))
    for table in (account, claim):
        connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN reading INTEGER REFERENCES reading (number)"))
        unguard(connection, table)
        guard(connection, table)
    for statement in (views.ACCOUNTS, views.TOLLS, views.EVENTS):
        connection.execute(text(statement))


def kinds_of_decisions(connection: Connection) -> None:
    """Decisions by what they do: pages ask whether there are any of a kind, and for all about links."""
    for index in decision.indexes:
        index.create(connection, checkfirst=True)


def verdicts_of_judgements(connection: Connection) -> None:
    """Judgements by verdict: those that are unsure are few among many."""
    for index in judgement.indexes:
        index.create(connection, checkfirst=True)


def decisions_carried_over(connection: Connection) -> None:
    """Which decision was made of which when a report was read again. A new ledger has it from its beginning."""
    if not inspect(connection).has_table(carried.name):
        carried.create(connection)
        guard(connection, carried)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    first_tables,
    people_tables,
    traits_of_accounts,
    published_figures,
    stakes_of_reports,
    gists_of_events,
    readings_of_reports,
    kinds_of_decisions,
    verdicts_of_judgements,
    decisions_carried_over,
)
"""A new one goes to the end; none is ever changed or taken out."""


def done(connection: Connection) -> list[str]:
    """The names of the migrations that a ledger has been through; none where it is no ledger yet."""
    if not inspect(connection).has_table(migration.name):
        return []
    return list(connection.scalars(select(migration.c.name).order_by(migration.c.number)))


def refuse_newer(names: list[str], where: str) -> None:
    """Raises LedgerError where the ledger has been through migrations that this program does not know."""
    known = [step.__name__ for step in MIGRATIONS]
    if names != known[: len(names)]:
        unknown = ", ".join(name for name in names if name not in known) or ", ".join(names)
        raise LedgerError(
            f"{where} is newer than this program (it knows nothing of {unknown}): install a newer Variorum"
        )


def migrate(connection: Connection) -> None:
    """Brings a ledger up to date. To be called in a transaction that holds the ledger's lock."""
    names = done(connection)
    for number, step in enumerate(MIGRATIONS[len(names) :], start=len(names) + 1):
        step(connection)
        row = {"number": number, "name": step.__name__, "at": datetime.now(UTC), "version": version("variorum")}
        connection.execute(insert(migration), row)

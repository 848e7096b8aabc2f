"""How far a ledger has grown, and which events that touches: for views that are kept in step with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields

from sqlalchemy import ColumnElement, Select, func, select

from variorum.ledger.selection import NOW, current_membership, in_reading, in_view
from variorum.ledger.store import Ledger
from variorum.ledger.tables import (
    account,
    claim,
    decision,
    decision_target,
    membership,
    origin,
    reading,
    redaction,
    report,
)

_AT_ONCE = 500
_TABLES = {table.name: table for table in (report, membership, origin, decision, redaction)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last number of each table that events are made of. Rows are never changed but by a row of `redaction`, so
    that a mark says all of what an event came from.
    """

    report: int = 0
    membership: int = 0
    origin: int = 0
    decision: int = 0
    redaction: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))

    @property
    def total(self) -> int:
        """Grows with every row: of two marks of one ledger the later has the greater."""
        return sum(astuple(self))


_LAST = select(
    *(
        select(func.coalesce(func.max(_TABLES[field.name].c.number), 0)).scalar_subquery().label(field.name)
        for field in fields(Mark)
    )
)


def mark(ledger: Ledger) -> Mark:
    """How far the ledger has grown."""
    with ledger.database.reading() as connection:
        return Mark(**connection.execute(_LAST).mappings().one())


def reading_state(ledger: Ledger, id_: str) -> tuple[int, int]:
    """The numbers of the last reading of a report (by its whole id), and of the last redaction of the ledger: while
    they are the same, so is what is read of the report.
    """
    last = select(func.coalesce(func.max(reading.c.number), 0)).where(reading.c.report == id_).scalar_subquery()
    blanked = select(func.coalesce(func.max(redaction.c.number), 0)).scalar_subquery()
    with ledger.database.reading() as connection:
        row = connection.execute(select(last.label("reading"), blanked.label("redaction"))).one()
        return row.reading, row.redaction


def newest_first(ledger: Ledger) -> list[str]:
    """The ids of all events, those of the latest days first, those without a day last."""
    last = func.max(account.c.first_day)
    query = (
        select(membership.c.event)
        .join(account, account.c.id == membership.c.account)
        .join(report, report.c.id == account.c.report)
        .where(in_view(NOW), in_reading(NOW), current_membership(NOW))
        .group_by(membership.c.event)
        .order_by(last.desc().nulls_last(), membership.c.event)
    )
    with ledger.database.reading() as connection:
        return list(connection.scalars(query))


def names_of_events(ledger: Ledger) -> int:
    """How many names events have or had: about how many events there are."""
    with ledger.database.reading() as connection:
        return connection.scalar(select(func.count(membership.c.event.distinct()))) or 0


def events_since(ledger: Ledger, before: Mark) -> set[str]:
    """The events, by any name that they had, that rows after the mark are about."""
    with ledger.database.reading() as connection:
        moved = list(connection.scalars(select(membership.c.account).where(membership.c.number > before.membership)))
        # Not as one join: a planner that knows no better goes through all claims for it.
        copied = list(connection.scalars(select(origin.c.claim).distinct().where(origin.c.number > before.origin)))
        targets = list(connection.scalars(_decided(decision.c.number > before.decision)))
        targets += connection.scalars(
            select(redaction.c.target).distinct().where(redaction.c.number > before.redaction)
        )
        # A new version of a report takes the earlier one out of its events.
        late = select(report.c.supersedes).where(report.c.number > before.report, report.c.supersedes.is_not(None))
        targets += connection.scalars(late)
    moved += filter(None, _all_of(ledger, lambda some: select(claim.c.account).where(claim.c.id.in_(some)), copied))
    return _events(ledger, set(moved) | _accounts(ledger, targets))


def _decided(condition: ColumnElement[bool]) -> Select[tuple[str]]:
    query = select(decision_target.c.target).join(decision, decision.c.id == decision_target.c.decision)
    return query.where(condition)


def _accounts(ledger: Ledger, targets: Iterable[str]) -> set[str]:
    """The accounts that something about these targets may change: those of the whole report, as claims may move."""
    named: dict[str, set[str]] = {}
    waiting = set(targets)
    while waiting:
        for target in waiting:
            named.setdefault(target.partition("-")[0], set()).add(target)
        undone = named.pop("decision", set())
        waiting = set(_all_of(ledger, lambda some: _decided(decision.c.id.in_(some)), undone))
    found = named.get("account", set()) | {id_.replace("event-", "account-", 1) for id_ in named.get("event", ())}
    reports = named.get("report", set())
    reports |= set(_all_of(ledger, lambda some: select(claim.c.report).where(claim.c.id.in_(some)), named.get("claim")))
    reports |= set(_all_of(ledger, lambda some: select(account.c.report).where(account.c.id.in_(some)), found))
    return found | set(_all_of(ledger, lambda some: select(account.c.id).where(account.c.report.in_(some)), reports))


def _events(ledger: Ledger, accounts: set[str]) -> set[str]:
    """Every event that these accounts are or were in."""
    return set(_all_of(ledger, lambda some: select(membership.c.event).where(membership.c.account.in_(some)), accounts))


def _all_of(
    ledger: Ledger, query: Callable[[Sequence[str]], Select[tuple[str]]], ids: Iterable[str] | None
) -> Iterator[str]:
    """What the query gives of many ids, asked for some at a time."""
    ordered = sorted(ids or ())
    with ledger.database.reading() as connection:
        for start in range(0, len(ordered), _AT_ONCE):
            yield from connection.scalars(query(ordered[start : start + _AT_ONCE]))

"""How far a ledger has grown, and which events that touches: for views that are kept in step with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlalchemy import Select, func, select

from variorum.ledger.store import Ledger
from variorum.ledger.tables import account, claim, decision, decision_target, membership, origin, report


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last number of each table that events are made of."""

    report: int = 0
    membership: int = 0
    origin: int = 0
    decision: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))


def mark(ledger: Ledger) -> Mark:
    """How far the ledger has grown."""
    with ledger.database.reading() as connection:
        last = {
            table.name: connection.scalar(select(func.max(table.c.number))) or 0
            for table in (report, membership, origin, decision)
        }
    return Mark(**last)


def events_since(ledger: Ledger, before: Mark) -> set[str]:
    """The events, by any name that they had, that rows after the mark are about."""
    with ledger.database.reading() as connection:
        moved = list(connection.scalars(select(membership.c.account).where(membership.c.number > before.membership)))
        copied = (
            select(claim.c.account)
            .join(origin, origin.c.claim == claim.c.id)
            .where(origin.c.number > before.origin, claim.c.account.is_not(None))
        )
        moved += connection.scalars(copied.distinct())
        decided = list(connection.scalars(_targets(before.decision)))
        while undone := [target for target in decided if target.startswith("decision-")]:
            decided = [target for target in decided if not target.startswith("decision-")]
            again = select(decision_target.c.target).where(decision_target.c.decision.in_(undone))
            decided += connection.scalars(again)
    accounts = set(moved) | _accounts(ledger, decided)
    return _events(ledger, accounts)


def _targets(after: int) -> Select[tuple[str]]:
    return (
        select(decision_target.c.target)
        .join(decision, decision.c.id == decision_target.c.decision)
        .where(decision.c.number > after)
    )


def _accounts(ledger: Ledger, targets: Iterable[str]) -> set[str]:
    """The accounts that decisions on these targets may change: those of the whole report, as claims may move."""
    targets = list(targets)
    found = {target.replace("event-", "account-", 1) for target in targets if target.startswith(("event-", "account-"))}
    with ledger.database.reading() as connection:
        of_claims = select(claim.c.report).where(claim.c.id.in_([one for one in targets if one.startswith("claim-")]))
        of_accounts = select(account.c.report).where(account.c.id.in_(found))
        reports = {*connection.scalars(of_claims), *connection.scalars(of_accounts)}
        found |= set(connection.scalars(select(account.c.id).where(account.c.report.in_(reports))))
    return found


def _events(ledger: Ledger, accounts: set[str]) -> set[str]:
    """Every event that these accounts are or were in."""
    found: set[str] = set()
    ordered = sorted(accounts)
    with ledger.database.reading() as connection:
        for start in range(0, len(ordered), 500):
            some = ordered[start : start + 500]
            found |= set(connection.scalars(select(membership.c.event).where(membership.c.account.in_(some))))
    return found

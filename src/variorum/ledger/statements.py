"""Statements that are asked many times a second: each is made once, since to make one costs more than to ask it.

`IDS` is the parameter of each: the ids that are asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from variorum.ledger.selection import AsOf, current_membership, members
from variorum.ledger.tables import account, claim, decision, decision_target, membership, origin, report

IDS = "ids"


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column is one of the ids."""
    return column.in_(bindparam(IDS, expanding=True))


ACCOUNTS = select(account).where(among(account.c.id))
CLAIMS_OF_ACCOUNTS = select(claim).where(among(claim.c.account))
REPORTS = select(report).where(among(report.c.id))
ORIGINS = select(origin.c.claim, origin.c.origin).where(among(origin.c.claim)).order_by(origin.c.number)
TARGETS = (
    select(decision_target)
    .where(among(decision_target.c.decision))
    .order_by(decision_target.c.decision, decision_target.c.place)
)


@lru_cache(maxsize=16)
def events_of_accounts(view: AsOf) -> Select[Any]:
    """Of accounts the event that each is in."""
    query = select(membership.c.account, membership.c.event)
    return query.where(among(membership.c.account), current_membership(view))


@lru_cache(maxsize=16)
def accounts_of_events(view: AsOf) -> Select[Any]:
    """Of events the accounts that each has."""
    return members(view).where(among(membership.c.event))


@lru_cache(maxsize=16)
def decisions_about(view: AsOf) -> Select[Any]:
    """The decisions of which one of the ids is a target, in their order."""
    about = select(decision_target.c.decision).where(among(decision_target.c.target))
    query = select(decision).where(decision.c.id.in_(about)).order_by(decision.c.number)
    return query if view.last_moment is None else query.where(decision.c.at <= view.last_moment)

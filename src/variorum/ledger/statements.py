"""Statements that are asked many times a second: each is made once, since to make one costs more than to ask it.

`IDS` is the parameter of most: the ids that are asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select

from variorum.ledger.decisions import ON_LINKS
from variorum.ledger.selection import NOW, AsOf, current_membership, in_reading, members
from variorum.ledger.tables import (
    account,
    claim,
    decision,
    decision_target,
    judgement,
    membership,
    origin,
    reading,
    report,
    succession,
)

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

NUMBER = select(report.c.number).where(report.c.id == bindparam("id"))
"""The number of a report."""

_LATEST = select(report.c.id).where(report.c.url == bindparam("url")).order_by(report.c.number.desc()).limit(1)
THERE = select(NUMBER.scalar_subquery(), _LATEST.scalar_subquery())
"""The number of a report, if it is there, and the id of the latest version of a URL."""

LIVE = select(account.c.id).where(among(account.c.id), in_reading(NOW))
"""Accounts of the reading that holds."""

A_CHANGE = select(reading.c.number).where(reading.c.changed).limit(1)
"""Any reading that changed what a report says."""

PUBLISHED = (
    select(account.c.id, report.c.published).join(report, report.c.id == account.c.report).where(among(account.c.id))
)
"""Of accounts the day on which each was published."""

OF_LINKS = decision.c.act.in_([act.value for act in ON_LINKS])
A_DECISION_ON_LINKS = select(decision.c.number).where(OF_LINKS).limit(1)

JUDGED = (
    select(judgement)
    .where(
        judgement.c.first.in_(bindparam("firsts", expanding=True)),
        judgement.c.second.in_(bindparam("seconds", expanding=True)),
    )
    .order_by(judgement.c.number)
)
"""The judgements of rules of pairs of which one is of the `firsts` and the other of the `seconds`."""

_later = succession.alias("later_succession")
_LAST = ~exists().where(_later.c.account == succession.c.account, _later.c.number > succession.c.number)
READ_BEFORE = select(succession.c.account).where(among(succession.c.successor), _LAST).distinct()
"""The accounts of earlier readings whose place these took."""


@lru_cache(maxsize=16)
def events_of_accounts(view: AsOf) -> Select[Any]:
    """Of accounts the event that each is in."""
    query = select(membership.c.account, membership.c.event)
    return query.where(among(membership.c.account), current_membership(view))


@lru_cache(maxsize=16)
def members_of_events(view: AsOf) -> Select[Any]:
    """Of events the accounts that each has, of superseded versions too."""
    query = select(membership.c.event, membership.c.account).join(account, account.c.id == membership.c.account)
    return query.where(among(membership.c.event), current_membership(view), in_reading(view))


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

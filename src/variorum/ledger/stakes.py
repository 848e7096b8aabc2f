"""How much is at stake in a report: how many people its doubtful claims count, each by how much it is doubted.

Claims never change, so that this is worked out once, when a report is appended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, func, insert, literal, select

from variorum.ledger.tables import claim, report, report_stake

DOUBTFUL = 0.7
"""Below this confidence one claim in three or so was read wrongly."""


def stake_row(number: int, published: date | None, claims: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The row of a report by its number, of the rows of its claims."""
    doubted = [one for one in claims if one["confidence"] is not None and one["confidence"] < DOUBTFUL]
    stake = sum((_people(one) * (1 - one["confidence"]) for one in doubted), 0.0)
    return {"report": number, "stake": stake, "day": published.isoformat() if published else ""}


def _people(row: Mapping[str, Any]) -> int:
    high, low = row.get("high"), row.get("low")
    return int(high if high is not None else low if low is not None else 0)


def stake() -> ColumnElement[float]:
    """The same of a group of claims, in SQL."""
    people = func.coalesce(claim.c.high, claim.c.low, 0) * (1 - claim.c.confidence)
    return func.sum(case((claim.c.confidence < DOUBTFUL, people), else_=0.0))


def fill(connection: Connection) -> None:
    """The rows of all reports that have none."""
    missing = (
        select(report.c.number, func.coalesce(stake(), 0.0), func.coalesce(cast(report.c.published, Text), literal("")))
        .outerjoin(claim, claim.c.report == report.c.id)
        .where(report.c.number.not_in(select(report_stake.c.report)))
        .group_by(report.c.number, report.c.published)
    )
    connection.execute(insert(report_stake).from_select(["report", "stake", "day"], missing))

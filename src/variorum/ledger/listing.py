"""Reports in lists: by date with what was decided on them, and the queue of those that are worth a review first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from variorum.ledger.selection import AsOf, Filters, in_view, satisfying
from variorum.ledger.store import Ledger
from variorum.ledger.tables import claim, decision, decision_target, report

DOUBTFUL = 0.7
"""Below this confidence one claim in three or so was read wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in a list. `claims`: how many it makes; `decided`: how many of them a person decided on; `doubtful`: how
    many were read with doubt; `stake`: how many people these count, each by how much it is doubted.
    """

    id: str
    title: str
    publisher: str
    published: date | None
    claims: int
    decided: int
    doubtful: int
    stake: int


def reports(ledger: Ledger, words: str, most: int, skip: int = 0) -> list[ReportRow]:
    """The reports that have these words (all, for none), the last published first."""
    conditions = satisfying(Filters(text=words), sqlite=ledger.database.is_sqlite) if words.strip() else []
    query = (
        select(report.c.id)
        .where(in_view(AsOf()), *conditions)
        .order_by(report.c.published.desc().nulls_last(), report.c.id)
        .limit(most)
        .offset(skip)
    )
    with ledger.database.reading() as connection:
        return _rows(ledger, list(connection.scalars(query)))


def queue(ledger: Ledger, by: str, most: int) -> list[ReportRow]:
    """The reports with claims that this person has not gone through, those first that count most people doubtfully."""
    done = (
        select(decision_target.c.target)
        .join(decision, decision.c.id == decision_target.c.decision)
        .where(decision.c.act == "accept", decision.c.by == by, decision_target.c.target.like("report-%"))
        .where(decision.c.id.not_in(_undone()))
    )
    query = (
        select(claim.c.report)
        .join(report, report.c.id == claim.c.report)
        .where(in_view(AsOf()), claim.c.report.not_in(done))
        .group_by(claim.c.report)
        .order_by(_stake().desc(), func.max(report.c.published).desc(), claim.c.report)
        .limit(most)
    )
    with ledger.database.reading() as connection:
        return _rows(ledger, list(connection.scalars(query)))


def _undone() -> Select[tuple[str]]:
    """The decisions that were taken back; that taking back may be taken back is left to who reads the rows."""
    return (
        select(decision_target.c.target)
        .join(decision, decision.c.id == decision_target.c.decision)
        .where(decision.c.act == "undo")
    )


def _stake() -> ColumnElement[float]:
    people = func.coalesce(claim.c.high, claim.c.low, 0) * (1 - claim.c.confidence)
    return func.sum(case((claim.c.confidence < DOUBTFUL, people), else_=0.0))


def _rows(ledger: Ledger, ids: list[str]) -> list[ReportRow]:
    decided = (
        select(claim.c.report, func.count(claim.c.id.distinct()).label("decided"))
        .join(decision_target, decision_target.c.target == claim.c.id)
        .where(claim.c.report.in_(ids))
        .group_by(claim.c.report)
        .subquery()
    )
    doubtful = func.sum(case((claim.c.confidence < DOUBTFUL, 1), else_=0))
    query: Select[Any] = (
        select(
            report.c.id,
            report.c.title,
            report.c.name,
            report.c.publisher,
            report.c.published,
            func.count(claim.c.id).label("claims"),
            func.max(func.coalesce(decided.c.decided, 0)).label("decided"),
            func.coalesce(doubtful, 0).label("doubtful"),
            func.coalesce(_stake(), 0).label("stake"),
        )
        .outerjoin(claim, claim.c.report == report.c.id)
        .outerjoin(decided, decided.c.report == report.c.id)
        .where(report.c.id.in_(ids))
        .group_by(report.c.id, report.c.title, report.c.name, report.c.publisher, report.c.published)
    )
    with ledger.database.reading() as connection:
        found = {row["id"]: row for row in connection.execute(query).mappings()}
    return [
        ReportRow(
            id=id_,
            title=found[id_]["title"] or found[id_]["name"],
            publisher=found[id_]["publisher"] or "",
            stake=round(found[id_]["stake"]),
            **{name: found[id_][name] for name in ("published", "claims", "decided", "doubtful")},
        )
        for id_ in ids
    ]


def reports_of(ledger: Ledger, targets: list[str]) -> dict[str, str]:
    """The report of each claim that is given, by the claim's id."""
    with ledger.database.reading() as connection:
        query = select(claim.c.id, claim.c.report).where(claim.c.id.in_(targets))
        return {row.id: row.report for row in connection.execute(query)}

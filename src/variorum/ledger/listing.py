"""Reports in lists: by date with what was decided on them, and the queue of those that are worth a review first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, column, exists, func, select, text

from variorum.ledger.selection import NOW, AsOf, Filters, has_words, in_reading, in_view, satisfying
from variorum.ledger.stakes import DOUBTFUL, stake
from variorum.ledger.store import Ledger
from variorum.ledger.tables import claim, decision, decision_target, reading, report, report_stake
from variorum.values import CountRange

_AT_ONCE = 500


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
    """The reports with claims that this person has not gone through, those first that count most people doubtfully.

    What was gone through before a reading that changed what the report says does not count.
    """
    newer = exists().where(
        reading.c.report == decision_target.c.target, reading.c.changed, reading.c.at > decision.c.at
    )
    done = (
        select(decision_target.c.target)
        .join(decision, decision.c.id == decision_target.c.decision)
        .where(decision.c.act == "accept", decision.c.by == by, decision_target.c.target.like("report-%"))
        .where(decision.c.id.not_in(_undone()), ~newer)
    )
    claims = exists().where(claim.c.report == report.c.id, in_reading(NOW, claim))
    query = (
        select(report.c.id)
        .join(report_stake, report_stake.c.report == report.c.number)
        .where(in_view(AsOf()), report.c.id.not_in(done), claims)
        .order_by(report_stake.c.stake.desc(), report_stake.c.day.desc(), report_stake.c.report.desc())
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


def _rows(ledger: Ledger, ids: list[str]) -> list[ReportRow]:
    decided = (
        select(claim.c.report, func.count(claim.c.id.distinct()).label("decided"))
        .join(decision_target, decision_target.c.target == claim.c.id)
        .where(claim.c.report.in_(ids), in_reading(NOW, claim))
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
            func.coalesce(stake(), 0).label("stake"),
        )
        .select_from(report)
        .outerjoin(claim, and_(claim.c.report == report.c.id, in_reading(NOW, claim)))
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


def numbers_of(ledger: Ledger, ids: Collection[str]) -> dict[str, int]:
    """The numbers of reports by their ids."""
    found: dict[str, int] = {}
    ordered = sorted(ids)
    with ledger.database.reading() as connection:
        for start in range(0, len(ordered), _AT_ONCE):
            query = select(report.c.id, report.c.number).where(report.c.id.in_(ordered[start : start + _AT_ONCE]))
            found |= {row.id: row.number for row in connection.execute(query)}
    return found


def reports_with(ledger: Ledger, word: str) -> list[int] | None:
    """The numbers of the reports that have a word, in whatever form, in text or title; None of a word that means too
    little to be looked for ("the"). word: of letters and digits alone.
    """
    found: Select[Any] = select(report.c.number).where(has_words(word, sqlite=False))
    if ledger.database.is_sqlite:
        # The index alone is asked: the reports themselves need not be read.
        found = (
            select(column("rowid"))
            .select_from(text("report_search"))
            .where(text("report_search MATCH :words").bindparams(words=f'"{word}"'))
        )
    with ledger.database.reading() as connection:
        means = ledger.database.is_sqlite or connection.scalar(
            select(func.numnode(func.plainto_tsquery("english", word)))
        )
        return list(connection.scalars(found)) if means else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as it was read, in a list. `count` and `outcome`: of a toll."""

    report: str
    count: CountRange | None
    outcome: str | None
    quote: str


def claims(ledger: Ledger, ids: Collection[str]) -> dict[str, ClaimRow]:
    """Claims by their ids."""
    columns = (claim.c[name] for name in ("id", "report", "outcome", "low", "high", "approx", "quote"))
    with ledger.database.reading() as connection:
        rows = connection.execute(select(*columns).where(claim.c.id.in_(ids))).all()
    return {
        row.id: ClaimRow(
            report=row.report,
            count=CountRange(row.low, row.high, bool(row.approx)) if row.outcome else None,
            outcome=row.outcome,
            quote=row.quote,
        )
        for row in rows
    }


def reports_of(ledger: Ledger, targets: list[str]) -> dict[str, str]:
    """The report of each claim that is given, by the claim's id."""
    with ledger.database.reading() as connection:
        query = select(claim.c.id, claim.c.report).where(claim.c.id.in_(targets))
        return {row.id: row.report for row in connection.execute(query)}

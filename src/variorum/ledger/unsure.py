"""The pairs of accounts that the rules can't tell apart: work for people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from variorum.ledger.selection import NOW, AsOf, in_reading, in_view
from variorum.ledger.store import Ledger
from variorum.ledger.tables import account, judgement, reading, report
from variorum.models import Verdict


@dataclass(frozen=True, slots=True)
class UnsurePair:
    """Two accounts, by id, and how likely a rule holds it that they are of one event."""

    first: str
    second: str
    score: float


def judged_state(ledger: Ledger) -> tuple[int, ...]:
    """The last numbers of what the unsure pairs depend on: while they are the same, so are the pairs."""
    last = [select(func.coalesce(func.max(of.c.number), 0)).scalar_subquery() for of in (judgement, report, reading)]
    with ledger.database.reading() as connection:
        return tuple(connection.execute(select(*last)).one())


def unsure_pairs(ledger: Ledger, most: int) -> list[UnsurePair]:
    """The pairs of which the last judgement of a rule is `unsure`, those nearest to even odds first; what people said
    of them is not looked at. Pairs with an account of a superseded version or reading are left out.
    """
    later = judgement.alias("later")
    again = exists().where(
        later.c.first == judgement.c.first, later.c.second == judgement.c.second, later.c.number > judgement.c.number
    )
    of_a, of_b = account.alias("of_a"), account.alias("of_b")
    in_a, in_b = report.alias("in_a"), report.alias("in_b")
    query = (
        select(judgement.c.first, judgement.c.second, judgement.c.score)
        .join(of_a, of_a.c.id == judgement.c.first)
        .join(of_b, of_b.c.id == judgement.c.second)
        .join(in_a, in_a.c.id == of_a.c.report)
        .join(in_b, in_b.c.id == of_b.c.report)
        .where(judgement.c.verdict == Verdict.UNSURE.value, ~again)
        .where(in_view(AsOf(), in_a), in_view(AsOf(), in_b), in_reading(NOW, of_a), in_reading(NOW, of_b))
        .order_by(func.abs(judgement.c.score - 0.5), judgement.c.number)
        .limit(most)
    )
    with ledger.database.reading() as connection:
        return [UnsurePair(row.first, row.second, row.score or 0.0) for row in connection.execute(query)]

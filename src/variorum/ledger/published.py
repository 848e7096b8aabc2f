"""What others published, in the ledger: rows of their tables, appended once and kept through their editions, and which
event each is about, which is derived and may be matched anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select

from variorum.errors import UnknownIdError
from variorum.identity import canonical
from variorum.ledger.decisions import on_published
from variorum.ledger.rows import Row
from variorum.ledger.selection import NOW, AsOf, current_membership
from variorum.ledger.store import Ledger, chunks
from variorum.ledger.tables import account, decision_target, membership, published, published_match
from variorum.models import Fit, Judgement, Match, Outcome, Published, PublishedNumber, Run
from variorum.values import DateRange

_AT_ONCE = 500
_SAME = ("id", "dataset", "publisher", "edition", "row", "codebook", "country", "place", "admin1", "lat", "lon")
_ALSO = ("within_km", "low", "best", "high", "sources", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A table in the ledger: what it is called, whose it is, its editions, how many rows hold, and over which days."""

    name: str
    publisher: str
    editions: tuple[str, ...]
    rows: int
    days: DateRange


def append_published(ledger: Ledger, rows: Sequence[Published], run: Run) -> list[Published]:
    """Appends the rows that are not there yet; returns these."""
    with ledger.writing() as writing:
        known: set[str] = set()
        for some in chunks([one.id for one in rows]):
            known |= set(writing.connection.scalars(select(published.c.id).where(published.c.id.in_(some))))
        new = list({one.id: one for one in rows if one.id not in known}.values())
        writing.add(published, [_row_of(one) for one in new], run.id)
    return new


def published_rows(
    ledger: Ledger,
    dataset: str | None = None,
    days: DateRange | None = None,
    country: str | None = None,
    view: AsOf = NOW,
) -> Iterator[Published]:
    """The rows that hold: of one dataset; on days that these overlap; in a country, or in none that is known."""
    conditions = [_holds(view)]
    if dataset is not None:
        conditions.append(published.c.dataset == dataset)
    if days is not None:
        conditions += [published.c.first_day <= days.end, published.c.last_day >= days.start]
    if country is not None:
        conditions.append(or_(published.c.country == country, published.c.country.is_(None)))
    last = 0
    while True:
        query = select(published).where(published.c.number > last, *conditions)
        with ledger.database.reading() as connection:
            found = list(connection.execute(query.order_by(published.c.number).limit(_AT_ONCE)).mappings())
        if not found:
            return
        yield from map(published_of, found)
        last = found[-1]["number"]


def published_row(ledger: Ledger, named: str, dataset: str | None = None) -> Published:
    """The row that holds under a row's id in its own table, or an id of ours (the beginning will do).

    Raises UnknownIdError where there is none, or several datasets have one.
    """
    conditions = [published.c.row == named, _holds(NOW)]
    if dataset is not None:
        conditions.append(published.c.dataset == dataset)
    with ledger.database.reading() as connection:
        found = list(connection.execute(select(published).where(*conditions).limit(2)).mappings())
    if len(found) > 1:
        raise UnknownIdError(f"{found[0]['dataset']} and {found[1]['dataset']} both have a row {named!r}: name one")
    if found:
        return published_of(found[0])
    whole = ledger.resolve(named, "published")
    with ledger.database.reading() as connection:
        return published_of(connection.execute(select(published).where(published.c.id == whole)).mappings().one())


def editions(ledger: Ledger, row: Published) -> list[Published]:
    """What the table said of a row in each edition that was imported, the oldest first."""
    same = and_(published.c.dataset == row.dataset, published.c.row == row.row)
    with ledger.database.reading() as connection:
        found = connection.execute(select(published).where(same).order_by(published.c.number)).mappings()
        return [published_of(one) for one in found]


def datasets(ledger: Ledger) -> list[Dataset]:
    """The tables in the ledger, by name."""
    first, last = func.min(published.c.first_day), func.max(published.c.last_day)
    whole = select(published.c.dataset, func.min(published.c.publisher), func.count(), first, last)
    each = select(published.c.dataset, published.c.edition, func.min(published.c.number).label("number"))
    with ledger.database.reading() as connection:
        told: dict[str, list[str]] = {}
        query = each.group_by(published.c.dataset, published.c.edition).order_by("number")
        for name, edition, _ in connection.execute(query):
            told.setdefault(name, []).append(edition)
        rows = connection.execute(whole.where(_holds(NOW)).group_by(published.c.dataset).order_by(published.c.dataset))
        return [
            Dataset(name=name, publisher=whose, editions=tuple(told[name]), rows=number, days=DateRange(start, end))
            for name, whose, number, start, end in rows
        ]


def said_of_rows(ledger: Ledger, view: AsOf = NOW) -> dict[tuple[str, str], list[Judgement]]:
    """What people said of rows and did not take back, by dataset and by the row's id there, in their order: of an
    edition of a row it holds for all of them. `second` is the first account of the event.
    """
    told = decision_target.c.target.startswith("published-", autoescape=True)
    with ledger.database.reading() as connection:
        targets = list(connection.scalars(select(decision_target.c.target).where(told).distinct()))
        columns = select(published.c.id, published.c.dataset, published.c.row)
        rows = [row for some in chunks(targets) for row in connection.execute(columns.where(published.c.id.in_(some)))]
    named = {row.id: (row.dataset, row.row) for row in rows}
    said: dict[tuple[str, str], list[Judgement]] = {}
    for one in on_published(ledger.decisions(targets, view)) if targets else ():
        said.setdefault(named[one.first], []).append(one)
    return said


def matched_rows(ledger: Ledger, event: str, view: AsOf = NOW) -> list[tuple[Published, Match]]:
    """The rows that were found to be about an event, or may be, when they were last matched."""
    query = (
        select(published, published_match.c.fit, published_match.c.score, published_match.c.reason)
        .join(published_match, published_match.c.published == published.c.number)
        .join(account, account.c.number == published_match.c.account)
        .join(membership, membership.c.account == account.c.id)
        .where(membership.c.event == event, current_membership(view), published_match.c.fit != Fit.NONE.value)
        .where(_holds(view))
        .order_by(published.c.dataset, published_match.c.fit, published.c.number)
    )
    with ledger.database.reading() as connection:
        found = list(connection.execute(query).mappings())
    return [
        (
            published_of(row),
            Match(row=row["id"], event=event, fit=Fit(row["fit"]), score=row["score"], reason=row["reason"]),
        )
        for row in found
    ]


def set_matches(ledger: Ledger, matches: Iterable[Match]) -> None:
    """Sets which events rows are about, in place of what was found before."""
    found = {one.row: one for one in matches}
    with ledger.writing() as writing:
        for some in chunks(list(found.values())):
            rows = _numbers(writing.connection, published, [one.row for one in some])
            firsts = [one.event.replace("event-", "account-", 1) for one in some if one.event]
            accounts = _numbers(writing.connection, account, firsts)
            writing.connection.execute(published_match.delete().where(published_match.c.published.in_(rows.values())))
            writing.connection.execute(
                insert(published_match),
                [
                    {
                        "published": rows[one.row],
                        "account": accounts.get(one.event.replace("event-", "account-", 1)) if one.event else None,
                        "fit": one.fit.value,
                        "score": one.score,
                        "reason": one.reason,
                    }
                    for one in some
                ],
            )


def _numbers(connection: Any, table: Any, ids: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(select(table.c.id, table.c.number).where(table.c.id.in_(ids)))
    return {row.id: row.number for row in rows}


@lru_cache(maxsize=16)
def _holds(view: AsOf) -> ColumnElement[bool]:
    """Whether a row is the last of its dataset and id, as of then."""
    later = published.alias("later_published")
    same = [later.c.dataset == published.c.dataset, later.c.row == published.c.row]
    newer = [*same, later.c.number > published.c.number]
    if view.last_moment is None:
        return ~exists().where(*newer)
    return and_(published.c.at <= view.last_moment, ~exists().where(*newer, later.c.at <= view.last_moment))


def _row_of(one: Published) -> Row:
    return {
        **{name: getattr(one, name) for name in (*_SAME, *_ALSO)},
        "first_day": one.days.start,
        "last_day": one.days.end,
        "actors": canonical(list(one.actors)),
        "numbers": canonical([[each.name, each.value, each.outcome.value, each.camp] for each in one.numbers]),
        "raw": canonical([list(pair) for pair in one.raw]),
    }


def published_of(row: Mapping[str, Any]) -> Published:
    """The row as it was imported, but for what was blanked since."""
    return Published(
        **{name: row[name] for name in (*_SAME, *_ALSO)},
        days=DateRange(row["first_day"], row["last_day"]),
        actors=tuple(json.loads(row["actors"])),
        numbers=tuple(
            PublishedNumber(name=name, value=value, outcome=Outcome(outcome), camp=camp)
            for name, value, outcome, camp in json.loads(row["numbers"])
        ),
        raw=tuple((column, text) for column, text in json.loads(row["raw"])),
    )

"""Which accounts and events are asked for, and as of when: filters as frozen data, and as conditions of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text, true
from sqlalchemy.sql.expression import FromClause

from variorum.ledger.tables import account, claim, membership, reading, report


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What was known when. published: only reports that were published by that day (one without a day counts by when it
    was added). added: only what was in the ledger by the end of that day, UTC. Both None: everything.
    every_version: versions, too, of which a later one is there.
    """

    published: date | None = None
    added: date | None = None
    every_version: bool = False

    @property
    def last_moment(self) -> datetime | None:
        return None if self.added is None else datetime.combine(self.added, time.max, UTC)


NOW = AsOf()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which events are asked for: those of which an account satisfies all.

    since, until: days of the event, not of the report; place: part of a name, in any case; actor: likewise; type: of
    the event; min_killed: least number of killed that a claim allows; text: words of the report, all of which it has.
    """

    since: date | None = None
    until: date | None = None
    country: str | None = None
    place: str | None = None
    type: str | None = None
    actor: str | None = None
    min_killed: int | None = None
    text: str | None = None


@lru_cache(maxsize=64)
def in_view(view: AsOf, of: FromClause = report) -> ColumnElement[bool]:
    """Whether a report was there, and no later version of it."""
    if view.every_version:
        return _there(view, of)
    later = report.alias("later")
    superseded = exists().where(later.c.url == of.c.url, later.c.number > of.c.number, _there(view, later))
    return and_(_there(view, of), ~superseded)


def _there(view: AsOf, of: FromClause) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if view.published is not None:
        end = datetime.combine(view.published, time.max, UTC)
        conditions.append(or_(of.c.published <= view.published, and_(of.c.published.is_(None), of.c.at <= end)))
    if view.last_moment is not None:
        conditions.append(of.c.at <= view.last_moment)
    return and_(true(), *conditions)


@lru_cache(maxsize=64)
def in_reading(view: AsOf, of: FromClause = account) -> ColumnElement[bool]:
    """Whether an account or a claim is of the reading of its report that holds, not of an earlier or a later one."""
    later = reading.alias("later_reading")
    conditions = [later.c.report == of.c.report, later.c.changed, later.c.number > func.coalesce(of.c.reading, 0)]
    if view.last_moment is None:
        return ~exists().where(*conditions)
    return and_(of.c.at <= view.last_moment, ~exists().where(*conditions, later.c.at <= view.last_moment))


@lru_cache(maxsize=64)  # every look-up of an event asks for it
def current_membership(view: AsOf) -> ColumnElement[bool]:
    """Whether a row of `membership` is the last one of its account."""
    later = membership.alias("later_membership")
    conditions = [later.c.account == membership.c.account, later.c.number > membership.c.number]
    if view.last_moment is None:
        return ~exists().where(*conditions)
    return and_(membership.c.at <= view.last_moment, ~exists().where(*conditions, later.c.at <= view.last_moment))


def members(view: AsOf) -> Select[tuple[str, str]]:
    """The accounts in view, each with its event."""
    return (
        select(account.c.id, membership.c.event)
        .join(report, report.c.id == account.c.report)
        .join(membership, membership.c.account == account.c.id)
        .where(in_view(view), in_reading(view), current_membership(view))
    )


def satisfying(filters: Filters, *, sqlite: bool) -> list[ColumnElement[bool]]:
    """The conditions on `account` and `report`."""
    found: list[ColumnElement[bool]] = []
    if filters.since is not None:
        found.append(account.c.last_day >= filters.since)
    if filters.until is not None:
        found.append(account.c.first_day <= filters.until)
    if filters.country is not None:
        found.append(account.c.country == filters.country.upper())
    if filters.type is not None:
        found.append(or_(account.c.type == filters.type, account.c.sub_type == filters.type))
    if filters.place is not None:
        names = (account.c.place, account.c.locality, account.c.admin1)
        found.append(or_(*(name.icontains(filters.place, autoescape=True) for name in names)))
    if filters.actor is not None:
        # The actors stand in the account's JSON; the reader that assembles the event looks at the names themselves.
        found.append(account.c.content.icontains(_in_json(filters.actor), autoescape=True))
    if filters.min_killed is not None:
        killed = (claim.c.kind == "tolls", claim.c.outcome == "killed", claim.c.stance == "asserted")
        enough = func.coalesce(claim.c.low, claim.c.high) >= filters.min_killed
        found.append(exists().where(claim.c.account == account.c.id, *killed, enough))
    if filters.text is not None:
        found.append(has_words(filters.text, sqlite=sqlite))
    return found


def _in_json(words: str) -> str:
    """The words as they stand in ASCII JSON."""
    import json

    return json.dumps(words, ensure_ascii=True)[1:-1]


def has_words(words: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a report has all these words, in text or title."""
    if not sqlite:
        condition = "report_words(report.title, report.text) @@ plainto_tsquery('english', :words)"
        return text(condition).bindparams(words=words)
    # Quoted, so that no sign in it is taken for an operator.
    quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
    condition = "report.number IN (SELECT rowid FROM report_search WHERE report_search MATCH :words)"
    return text(condition).bindparams(words=quoted or '""')

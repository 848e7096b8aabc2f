"""The tables of a ledger, the same in SQLite and PostgreSQL.

Every table but those of `DERIVED` is append-only (`guards`). A row has its `number` (1, 2, 3... without
gaps, so that a row that is missing is seen), when it was written (`at`, UTC) and by which `run`, and a `seal`: a hash
over its columns.
What `variorum redact` may blank is in `REDACTABLE`; those columns are left out of the seal, their content is covered by
the ids.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Insert,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    insert,
)

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python. SQLite keeps it without the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _table(name: str, *columns: Column[Any] | Index, id_: bool = True) -> Table:
    """A table with the columns that all have."""
    named = [Column("id", Text, nullable=False, unique=True)] if id_ else []
    written = [
        Column("at", Instant, nullable=False),
        *([] if name == "run" else [Column("run", Text, ForeignKey("run.id"))]),
        Column("seal", Text, nullable=False),
    ]
    return Table(name, metadata, Column("number", Integer, primary_key=True), *named, *columns, *written)


run = _table(
    "run",
    Column("by", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

report = _table(
    "report",
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", Date),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("supersedes", Text, ForeignKey("report.id")),
    Index("report_by_url", "url", "number"),
    Index("report_by_day", "published"),
)
"""`name` is what the user called it (Report.id); `supersedes` the version of the same URL that it replaces."""

reading = _table(
    "reading",
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("changed", Boolean, nullable=False),
    Column("warnings", Text, nullable=False),
    Index("reading_by_report", "report", "number"),
)
"""A report was read again, for the `place`th time after the first. Where that `changed` what it says, it has accounts
and claims of its own, and those of the readings before no longer count."""

account = _table(
    "account",
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("place_in_report", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("sub_type", Text),
    Column("main", Boolean, nullable=False),
    Column("label", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("date_prec", Integer),
    Column("country", Text),
    Column("admin1", Text),
    Column("locality", Text),
    Column("place", Text),
    Column("lat", Double),
    Column("lon", Double),
    Column("where_prec", Integer),
    Column("prio_grid", Integer),
    Column("reading", Integer, ForeignKey("reading.number")),
    Index("account_by_report", "report"),
    Index("account_by_day", "first_day", "country"),
    Index("account_by_country", "country"),
)
"""`content` is the event in the public JSON, with the ids that the report's own claims use. `reading` is NULL of what
was read first."""

claim = _table(
    "claim",
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("account", Text, ForeignKey("account.id")),
    Column("kind", Text, nullable=False),
    Column("place_in_report", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("outcome", Text),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("approx", Boolean),
    Column("group_text", Text),
    Column("group_category", Text),
    Column("stance", Text),
    Column("mode", Text),
    Column("actor", Text),
    Column("source", Text),
    Column("quote", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("part_of", Text),
    Column("confidence", Double),
    Column("reading", Integer, ForeignKey("reading.number")),
    Index("claim_by_report", "report"),
    Index("claim_by_account", "account"),
)
"""`source` is the chain in words, outermost first, with " < " between; NULL where the report itself says it."""

exchange = _table(
    "exchange",
    Column("report", Text, ForeignKey("report.id"), nullable=False),
    Column("place_in_report", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("sent", Text, nullable=False),
    Column("answered", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Index("exchange_by_report", "report"),
)
"""What a language model was sent about a report, and what it answered, word for word."""

account_key = Table(
    "account_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("account", Integer, ForeignKey("account.number"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Derived: the keys by which candidates for a link are found."""

account_traits = Table(
    "account_traits",
    metadata,
    Column("account", Integer, ForeignKey("account.number"), primary_key=True, autoincrement=False),
    Column("traits", Text, nullable=False),
)
"""Derived: what of an account is compared with others, as JSON."""

report_stake = Table(
    "report_stake",
    metadata,
    Column("report", Integer, ForeignKey("report.number"), primary_key=True, autoincrement=False),
    Column("stake", Double, nullable=False),
    Column("day", Text, nullable=False),
    Index("report_by_stake", "stake", "day", "report"),
)
"""Derived: how many people the doubtful claims of a report count, each by how much it is doubted (`stakes`); `day` of
publication, "" where none is known. The queue of reviewers is read from the top of its index."""

gist = Table(
    "gist",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("upto", BigInteger, nullable=False),
    Column("content", Text),
)
"""Derived: what a list shows of an event, as JSON (`gists`); NULL of what is no event any more. `edition` is the digest
of what made it, `upto` says how far the ledger had grown."""

gist_edition = Table(
    "gist_edition",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("report", Integer, nullable=False),
    Column("membership", Integer, nullable=False),
    Column("origin", Integer, nullable=False),
    Column("decision", Integer, nullable=False),
    Column("redaction", Integer, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Derived: up to which rows of the ledger the gists of an edition are, and whether every event has one."""

judgement = _table(
    "judgement",
    Column("first", Text, ForeignKey("account.id"), nullable=False),
    Column("second", Text, ForeignKey("account.id"), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("score", Double),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("weights", Text, nullable=False),
    Index("judgement_by_first", "first"),
    Index("judgement_by_second", "second"),
    Index("judgement_by_verdict", "verdict", "number"),
)

membership = _table(
    "membership",
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("event", Text, nullable=False),
    Index("membership_by_account", "account", "number"),
    Index("membership_by_event", "event", "number"),
    id_=False,
)
"""To which event an account belongs, from `at` on; the last row of an account holds. An event is named after its first
account."""

succession = _table(
    "succession",
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("successor", Text, ForeignKey("account.id"), nullable=False),
    Index("succession_by_account", "account", "number"),
    Index("succession_by_successor", "successor"),
    id_=False,
)
"""An account of an earlier reading, and the one that tells of the same in the reading that holds; the last row of an
account holds."""

origin = _table(
    "origin",
    Column("claim", Text, ForeignKey("claim.id"), nullable=False),
    Column("origin", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("origin_by_claim", "claim", "number"),
    id_=False,
)
"""The independent root of a claim; the last row of a claim holds."""

decision = _table(
    "decision",
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("field", Text),
    Column("value", Text, nullable=False),
    Index("decision_by_act", "act", "number"),
    Index("decision_by_field", "field"),
)

decision_target = Table(
    "decision_target",
    metadata,
    Column("decision", Text, ForeignKey("decision.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("target", Text, nullable=False),
    Index("decision_by_target", "target"),
)

carried = _table(
    "carried",
    Column("earlier", Text, ForeignKey("decision.id"), nullable=False),
    Column("later", Text, ForeignKey("decision.id"), nullable=False),
    Index("carried_by_earlier", "earlier"),
    id_=False,
)
"""A decision about what an earlier reading said, and the one that was made of it for the reading after."""

failure = _table(
    "failure",
    Column("name", Text, nullable=False),
    Column("input", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

recovery = _table(
    "recovery",
    Column("failure", Text, ForeignKey("failure.id"), nullable=False),
    Index("recovery_by_failure", "failure"),
    id_=False,
)
"""A failure that a later run no longer met."""

redaction = _table(
    "redaction",
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("table", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("becomes", Text),
    Index("redaction_by_target", "target", "field"),
    id_=False,
)
"""A text that was blanked for good: the field of the row `target`, and what it holds since."""

published = _table(
    "published",
    Column("dataset", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("country", Text),
    Column("place", Text),
    Column("admin1", Text),
    Column("lat", Double),
    Column("lon", Double),
    Column("within_km", Double),
    Column("actors", Text, nullable=False),
    Column("low", BigInteger),
    Column("best", BigInteger),
    Column("high", BigInteger),
    Column("numbers", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Index("published_by_row", "dataset", "row", "number"),
    Index("published_by_day", "country", "first_day"),
)
"""A row of a table that others published. The last one of a dataset and row holds; the earlier ones are older editions.
`actors`, `numbers` and `raw` are JSON."""

published_match = Table(
    "published_match",
    metadata,
    Column("published", Integer, ForeignKey("published.number"), primary_key=True, autoincrement=False),
    Column("account", Integer, ForeignKey("account.number")),
    Column("fit", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("reason", Text, nullable=False),
    Index("published_match_by_account", "account"),
)
"""Derived: which event a published row was found to be about when the rows were last matched, by its first account;
NULL where none is near."""

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("version", Text, nullable=False),
)

SEALED = (
    run,
    report,
    reading,
    account,
    claim,
    exchange,
    judgement,
    membership,
    succession,
    origin,
    decision,
    carried,
    failure,
    recovery,
    redaction,
    published,
)
"""In an order in which each row comes after those that it points to."""

APPEND_ONLY = (*SEALED, decision_target, migration)
DERIVED = (account_key, account_traits, published_match, report_stake, gist_edition, gist)
_BEFORE_TARGETS = SEALED.index(decision) + 1
EVERY_TABLE = (migration, *SEALED[:_BEFORE_TARGETS], decision_target, *SEALED[_BEFORE_TARGETS:], *DERIVED)

REDACTABLE: dict[str, tuple[str, ...]] = {
    "report": ("name", "url", "publisher", "title", "text", "warnings"),
    "reading": ("warnings",),
    "account": ("content", "label", "place", "locality"),
    "claim": ("content", "quote", "group_text", "actor", "source"),
    "exchange": ("sent", "answered"),
    "judgement": ("reason",),
    "decision": ("reason", "value"),
    "failure": ("name", "input", "reason"),
    "published": ("place", "actors", "sources", "notes", "raw"),
}


ADDED_LATER = frozenset({"reading"})
"""Columns that older rows were sealed without: where they are NULL they are no part of the seal."""


@cache
def inserting(table: Table) -> Insert:
    """The statement that appends rows to a table. It is made once: making it costs more than running it."""
    return insert(table)


@cache
def sealed_columns(table: Table) -> tuple[str, ...]:
    """The columns that a seal is over."""
    left_out = (*REDACTABLE.get(table.name, ()), "seal")
    return tuple(column.name for column in table.columns if column.name not in left_out)


def plain(value: Any) -> Any:
    """A value of a column as JSON can hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value

"""Is a ledger whole? Every row against its seal, every id against its content, every span against its text, every link
against what it points to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, exists, func, select, text

from variorum.errors import VariorumError
from variorum.identity import published_id, reading_id
from variorum.ledger.database import seal
from variorum.ledger.published import published_of
from variorum.ledger.rows import Row, extraction_of, rows_of
from variorum.ledger.store import Ledger, decision_id, failure_id, judgement_id, judgement_of
from variorum.ledger.tables import (
    EVERY_TABLE,
    SEALED,
    account,
    claim,
    decision,
    decision_target,
    judgement,
    membership,
    published,
    reading,
    redaction,
    report,
    sealed_columns,
)

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it was written. `row` is its id, or its number in the table."""

    table: str
    row: str
    sentence: str


def check(ledger: Ledger) -> Iterator[Fault]:
    """Every fault. Raises LedgerError where the database is too damaged to be read on."""
    with ledger.database.reading() as connection:
        if ledger.database.is_sqlite:
            yield from _file(connection)
        redacted: dict[str, dict[tuple[str, str], str | None]] = defaultdict(dict)
        yield from _as_far_as_it_goes("redaction", _redacted(connection, redacted))
        for table in SEALED:
            yield from _as_far_as_it_goes(table.name, _seals(connection, table))
        for table in EVERY_TABLE:
            yield from _ends(connection, table)
        yield from _as_far_as_it_goes("report", _contents(connection, set(redacted)))
        yield from _redactions(connection, redacted)
        yield from _ungrouped(connection)
        yield from _as_far_as_it_goes("published", _published(connection, set(redacted)))
    yield from _as_far_as_it_goes("decision", _decided(ledger, set(redacted)))


def _as_far_as_it_goes(table: str, found: Iterator[Fault]) -> Iterator[Fault]:
    """The faults; a value that is none of its column's type is the last one."""
    try:
        yield from found
    except (ValueError, TypeError, KeyError) as error:
        yield Fault(table=table, row="", sentence=f"a row can't be read: {error}")


def _file(connection: Connection) -> Iterator[Fault]:
    """What SQLite finds in its own file."""
    for (found,) in connection.execute(text("PRAGMA integrity_check")):
        if found != "ok":
            yield Fault(table="file", row="", sentence=str(found))


def _seals(connection: Connection, table: Table) -> Iterator[Fault]:
    names = sealed_columns(table)
    expected = 0
    for row in _each(connection, table):
        expected += 1
        if row["number"] != expected:
            yield Fault(
                table=table.name, row=str(expected), sentence=f"rows {expected} to {row['number'] - 1} are missing"
            )
            expected = row["number"]
        if row["seal"] != seal(row, names):
            yield Fault(table=table.name, row=_name(row), sentence="its columns are not those that were written")


def _ends(connection: Connection, table: Table) -> Iterator[Fault]:
    """Links that lead nowhere."""
    for key in table.foreign_keys:
        there, other = key.column, key.column.table.alias("other")
        missing = ~exists().where(other.c[there.name] == key.parent)
        for (value,) in connection.execute(select(key.parent).where(key.parent.is_not(None), missing)):
            sentence = f"its {key.parent.name} {value} is not in {there.table.name}"
            yield Fault(table=table.name, row=str(value), sentence=sentence)


def _contents(connection: Connection, redacted: set[str]) -> Iterator[Fault]:
    """Reports, accounts and claims against what their content gives anew, of every reading."""
    for some in _reports(connection):
        ids = [row["id"] for row in some]
        accounts, claims = _of(connection, account, ids), _of(connection, claim, ids)
        readings = _of(connection, reading, ids)
        for row in some:
            of = readings[row["id"]]
            yield from _content(row, _read_in(None, accounts[row["id"]]), _read_in(None, claims[row["id"]]), redacted)
            last: int | None = None
            for again in sorted(of, key=lambda each: int(each["number"])):
                last = again["number"] if again["changed"] else last
                told = {**row, "warnings": again["warnings"]}
                of_accounts, of_claims = _read_in(last, accounts[row["id"]]), _read_in(last, claims[row["id"]])
                yield from _content(told, of_accounts, of_claims, redacted, again)


def _read_in(reading: int | None, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["reading"] == reading]


def _content(
    row: Row, accounts: list[Row], claims: list[Row], redacted: set[str], again: Row | None = None
) -> Iterator[Fault]:
    """again: the row of the reading, where it is not the first; one that changed nothing has no accounts of its own."""
    try:
        extraction = extraction_of(row, accounts, claims)
        id_ = None if again is None else reading_id(extraction, again["place"])
        anew = rows_of(extraction, id_)
    except (VariorumError, ValueError, KeyError, TypeError, StopIteration) as error:
        yield Fault(table="report", row=row["id"], sentence=f"it can't be read back: {error}")
        return
    if redacted & {row["id"], *(one["id"] for one in accounts), *(one["id"] for one in claims)}:
        return  # what was blanked no longer gives its id; that every quote is still the text of its span was seen above
    if again is None:
        yield from _compared("report", [anew.report], [row])
    elif again["id"] not in redacted and again["id"] != id_:
        yield Fault(table="reading", row=again["id"], sentence="its id is not that of what was read")
    if again is None or again["changed"]:
        yield from _compared("account", anew.of_accounts, accounts)
        yield from _compared("claim", anew.of_claims, claims)


def _compared(table: str, anew: list[Row] | tuple[Row, ...], there: list[Row]) -> Iterator[Fault]:
    by_id = {row["id"]: row for row in there}
    for row in anew:
        found = by_id.pop(row["id"], None)
        if found is None:
            yield Fault(table=table, row=row["id"], sentence="its id is not that of its content")
            continue
        for name, value in row.items():
            if found[name] != value:
                sentence = f"its {name} is {found[name]!r:.40}, its content says {value!r:.40}"
                yield Fault(table=table, row=row["id"], sentence=sentence)
    for id_ in by_id:
        yield Fault(table=table, row=id_, sentence="nothing has content of that id")


def _redacted(connection: Connection, found: dict[str, dict[tuple[str, str], str | None]]) -> Iterator[Fault]:
    """Notes what was blanked, by id of the row: (table, field) to what it became last. It has no faults of its own."""
    for row in _each(connection, redaction):
        found[row["target"]][row["table"], row["field"]] = row["becomes"]
    yield from ()


def _redactions(connection: Connection, redacted: dict[str, dict[tuple[str, str], str | None]]) -> Iterator[Fault]:
    tables = {table.name: table for table in SEALED}
    for id_, fields in redacted.items():
        for (name, field), becomes in fields.items():
            table = tables[name]
            if connection.scalar(select(table.c[field]).where(table.c.id == id_)) != becomes:
                yield Fault(table=name, row=id_, sentence=f"its {field} is not what the redaction says")


def _published(connection: Connection, redacted: set[str]) -> Iterator[Fault]:
    """Published rows whose id is not that of their content."""
    for row in _each(connection, published):
        if row["id"] not in redacted and published_id(published_of(row)) != row["id"]:
            yield Fault(table="published", row=row["id"], sentence="its id is not that of its content")


def _ungrouped(connection: Connection) -> Iterator[Fault]:
    alone = ~exists().where(membership.c.account == account.c.id)
    for id_ in connection.scalars(select(account.c.id).where(alone)):
        yield Fault(table="account", row=id_, sentence="it belongs to no event")


def _decided(ledger: Ledger, redacted: set[str]) -> Iterator[Fault]:
    """The ids of judgements, decisions and failures against their content."""
    with ledger.database.reading() as connection:
        for row in _each(connection, judgement):
            if row["id"] not in redacted and judgement_id(judgement_of(row), row["at"]) != row["id"]:
                yield Fault(table="judgement", row=row["id"], sentence="its id is not that of its content")
        named = func.replace(decision_target.c.target, "event-", "account-")
        nowhere = [~exists().where(table.c.id == named) for table in (report, account, claim, decision, published)]
        lost = select(decision_target.c.target).where(*nowhere)
        for target in connection.scalars(lost):
            yield Fault(table="decision_target", row=target, sentence="what was decided about is not there")
    for one in ledger.every_decision():
        if one.id not in redacted and decision_id(one) != one.id:
            yield Fault(table="decision", row=one.id, sentence="its id is not that of its content")
    for failed in ledger.failures(resolved=True):
        if failed.id not in redacted and failure_id(failed) != failed.id:
            yield Fault(table="failure", row=failed.id, sentence="its id is not that of its content")


def _reports(connection: Connection) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in _each(connection, report):
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    yield some


def _of(connection: Connection, table: Table, reports: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.report.in_(reports))).mappings():
        found[row["report"]].append(row)
    return found


def _each(connection: Connection, table: Table) -> Iterator[Row]:
    """The rows of a table by number, a few at a time."""
    last = 0
    while True:
        query = select(table).where(table.c.number > last).order_by(table.c.number).limit(_AT_ONCE)
        rows = list(connection.execute(query).mappings())
        if not rows:
            return
        yield from rows
        last = rows[-1]["number"]


def _name(row: Row) -> str:
    return str(row["id"] if "id" in row else row["number"])

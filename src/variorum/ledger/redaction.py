"""Blanking for good, for the law and for people's safety: the whole text of a report, or a name wherever it stands.

Every character becomes a block, so that spans still count and every quote is still the text of its span. Ids and hashes
stay: the report is still known when somebody adds it again. Each field that was blanked is a row of `redaction`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select, text, update

from variorum.actors.registry import fold
from variorum.errors import LedgerError
from variorum.identity import canonical
from variorum.ledger import gists
from variorum.ledger.changes import mark
from variorum.ledger.database import Writing
from variorum.ledger.rows import Row
from variorum.ledger.store import Ledger
from variorum.ledger.tables import (
    REDACTABLE,
    account,
    account_key,
    account_traits,
    claim,
    decision,
    exchange,
    failure,
    judgement,
    published,
    published_match,
    reading,
    redaction,
    report,
)
from variorum.models import Run

BLOCK = "█"

_WORDS = ("text", "quote", "label", "name", "reason", "actor", "source_actor", "victim_actor", "locality", "title")
"""The keys of the public JSON that hold words of a report; the others hold terms, numbers and ids."""

_IN_JSON = ("warnings", "value", "actors", "raw")
"""Redactable columns that are JSON: the strings in it are words."""

_AT_ONCE = 1000

_Blank = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    table: Table
    row: str
    fields: Mapping[str, str | None]


def redact_report(ledger: Ledger, id_: str, *, by: str, reason: str, run: Run | None = None) -> int:
    """Blanks the text and title of a report and all words of its claims; numbers, days and places stay.

    Returns how many fields were blanked. Raises UnknownIdError.
    """
    whole = ledger.resolve(id_, "report")
    with ledger.writing() as writing:
        before = mark(ledger)
        row = _rows(writing, report, report.c.id == whole)[0]
        changes = [_Change(table=report, row=whole, fields={"text": _all(row["text"]), **_title(row)})]
        changes += [*_of_report(writing, row, _all), *_exchanges(writing, row, _all)]
        number = _write(writing, changes, by, reason, run)
        accounts = select(account.c.number).where(account.c.report == whole)
        for derived in (account_key, account_traits):
            writing.connection.execute(derived.delete().where(derived.c.account.in_(accounts)))
        gists.blank(ledger, before)
    _forget(ledger)
    return number


def redact_name(ledger: Ledger, name: str, *, by: str, reason: str, run: Run | None = None) -> int:
    """Blanks a name, in any case, in every text, claim, judgement, decision, failure and published row.

    Returns how many fields were blanked. Raises LedgerError where the name is empty.
    """
    if not name.strip():
        raise LedgerError("an empty name would blank everything: say whose name it is")
    words = r"\s+".join(map(re.escape, name.split()))
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)

    def blank(written: str) -> str:
        return pattern.sub(lambda found: _all(found[0]), written)

    with ledger.writing() as writing:
        before = mark(ledger)
        changes: list[_Change] = []
        for row in _rows(writing, report):
            changes.append(_Change(table=report, row=row["id"], fields=_blanked(report, row, blank)))
            changes += [*_of_report(writing, row, blank), *_exchanges(writing, row, blank)]
        for table in (reading, judgement, decision, failure):
            for row in _rows(writing, table):
                changes.append(_Change(table=table, row=row["id"], fields=_blanked(table, row, blank)))
        number = _write(writing, changes, by, reason, run)
        number += _blank_published(writing, blank, by, reason, run)
        _forget_derived(writing, name)
        gists.blank(ledger, before)
    _forget(ledger)
    return number


def _blank_published(writing: Writing, blank: _Blank, by: str, reason: str, run: Run | None) -> int:
    """Blanks words of published rows, some at a time: such tables are long. Returns how many fields were blanked."""
    number, last = 0, 0
    columns = (published.c.number, published.c.id, *(published.c[name] for name in REDACTABLE[published.name]))
    while True:
        query = select(*columns).where(published.c.number > last).order_by(published.c.number).limit(_AT_ONCE)
        rows = list(writing.connection.execute(query).mappings())
        if not rows:
            return number
        last = rows[-1]["number"]
        for row in rows:
            fields = _blanked(published, row, blank)
            if any(row[name] != value for name, value in fields.items()):
                number += _write(writing, [_Change(table=published, row=row["id"], fields=fields)], by, reason, run)
                told = published_match.c.published == row["number"]
                writing.connection.execute(published_match.delete().where(told))


def _forget_derived(writing: Writing, name: str) -> None:
    """Takes out what was derived from texts with a word of the name; linking anew derives it from what is left."""
    words = {fold(word) for word in re.findall(r"[^\W_]+", name)}
    for key in list(writing.connection.scalars(select(account_key.c.key).distinct())):
        if words & set(re.findall(r"[^\W_]+", key)):
            writing.connection.execute(account_key.delete().where(account_key.c.key == key))
    for word in sorted(words):
        writing.connection.execute(
            account_traits.delete().where(account_traits.c.traits.contains(word, autoescape=True))
        )


def _of_report(writing: Writing, row: Row, blank: _Blank) -> Iterator[_Change]:
    """What becomes of the accounts and claims of a report."""
    texts = (row["text"], blank(row["text"]))
    for table in (account, claim):
        for told in _rows(writing, table, table.c.report == row["id"]):
            content = _content(json.loads(told["content"]), blank, texts)
            yield _Change(
                table=table, row=told["id"], fields={"content": canonical(content), **_columns(table, content)}
            )


def _exchanges(writing: Writing, row: Row, blank: _Blank) -> Iterator[_Change]:
    """What becomes of what a language model was sent about a report, and answered."""
    for told in _rows(writing, exchange, exchange.c.report == row["id"]):
        yield _Change(table=exchange, row=told["id"], fields=_blanked(exchange, told, blank))


def _columns(table: Table, content: Mapping[str, Any]) -> dict[str, str | None]:
    """The plain columns that repeat words of the content."""
    if table is account:
        place = content.get("place") or {}
        return {"label": content.get("label") or "", "place": place.get("text"), "locality": place.get("locality")}
    return {
        "quote": content["quote"],
        "group_text": (content.get("group") or {}).get("text"),
        "actor": content.get("actor"),
        "source": " < ".join(source["text"] for source in content.get("sources") or []) or None,
    }


def _content(value: Any, blank: _Blank, texts: tuple[str, str], key: str = "") -> Any:
    """JSON with its words blanked. Words that stand in the text are cut from the blanked text anew: a name may begin
    before a quote and end within it.
    """
    if isinstance(value, str):
        return blank(value) if key in _WORDS else value
    if isinstance(value, list):
        return [_content(item, blank, texts, key) for item in value]
    if not isinstance(value, dict):
        return value
    done = {name: _content(item, blank, texts, name) for name, item in value.items()}
    if span := value.get("span"):
        before, after = (whole[span[0] : span[1]] for whole in texts)
        done |= {name: after for name in ("text", "quote") if value.get(name) == before}
    return done


def _blanked(table: Table, row: Row, blank: _Blank) -> dict[str, str | None]:
    """The redactable columns of a row as they become."""
    return {
        name: blank(row[name]) if row[name] is not None else None
        for name in REDACTABLE[table.name]
        if name not in _IN_JSON
    } | {
        name: canonical(_content(json.loads(row[name]), blank, ("", ""), "text"))
        for name in _IN_JSON
        if name in REDACTABLE[table.name]
    }


def _title(row: Row) -> dict[str, str | None]:
    return {"title": None if row["title"] is None else _all(row["title"])}


def _all(written: str) -> str:
    """Every character that can be seen as a block."""
    return re.sub(r"\S", BLOCK, written)


def _write(writing: Writing, changes: list[_Change], by: str, reason: str, run: Run | None) -> int:
    """Records each field that changes, then sets it: the triggers let nothing else through."""
    number = 0
    for change in changes:
        there = _rows(writing, change.table, change.table.c.id == change.row)[0]
        fields = {name: value for name, value in change.fields.items() if there[name] != value}
        rows = [
            {
                "by": by,
                "reason": reason,
                "table": change.table.name,
                "target": change.row,
                "field": name,
                "becomes": value,
            }
            for name, value in fields.items()
        ]
        if rows:
            writing.add(redaction, rows, None if run is None else run.id)
            writing.connection.execute(update(change.table).where(change.table.c.id == change.row).values(**fields))
        number += len(rows)
    return number


def _rows(writing: Writing, table: Table, *conditions: Any) -> list[Row]:
    return list(writing.connection.execute(select(table).where(*conditions).order_by(table.c.number)).mappings())


def _forget(ledger: Ledger) -> None:
    """What was blanked leaves the files, too: the search index, the free pages, the log."""
    database = ledger.database
    if database.is_sqlite:
        with ledger.writing() as writing:
            writing.connection.execute(text("INSERT INTO report_search(report_search) VALUES ('rebuild')"))
    database.vacuum()

"""Between the vocabulary and the rows: an extraction as rows, and rows as accounts. They know no database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar

from variorum.errors import FormatError
from variorum.identity import Named, canonical, content_id, report_id
from variorum.interchange import from_json
from variorum.models import Account, Extraction, Responsibility, Statement, Toll

Row = Mapping[str, Any]
_Claim = TypeVar("_Claim", bound=Toll | Responsibility | Statement)

_LARGEST = 2**63 - 1
_LONGEST_ADDRESS = 2_000
"""Characters; PostgreSQL can't index much longer ones, and no browser opens them."""

KINDS = ("tolls", "responsibility", "place_claims", "date_claims", "comparisons")
"""The lists of claims in the public JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One extraction as rows: one of `report`, any number of `account` and `claim`. accounts: what they say."""

    report: Row
    of_accounts: tuple[Row, ...]
    of_claims: tuple[Row, ...]
    accounts: tuple[Account, ...]


def rows_of(extraction: Extraction, reading: str | None = None) -> Rows:
    """reading: the id of the reading that it is of, where the report was read again.

    Raises FormatError where a text holds what no database can (NUL, half a character).
    """
    report = extraction.report
    for text in (report.text, report.title, report.publisher, report.url, report.id):
        _refuse_unstorable(report.id, text or "")
    if len(report.url or "") > _LONGEST_ADDRESS:
        raise FormatError(
            report.id, f"its address has {len(report.url or ''):,} characters, more than {_LONGEST_ADDRESS:,}"
        )
    named = Named.distinct(extraction, reading)
    accounts, ids, of_report = named.accounts(), named.ids, named.report
    events = named.written["events"]
    account_ids = {event["id"]: account.id for event, account in zip(events, accounts, strict=True)}
    claims = {
        ids[content["id"]]: claim_row(content, kind, place, of_report, account_ids, ids)
        for kind in KINDS
        for place, content in enumerate(named.written[kind])
    }
    return Rows(
        report=report_row(extraction, of_report),
        of_accounts=tuple(
            account_row(account_ids[event["id"]], event, place, of_report) for place, event in enumerate(events)
        ),
        of_claims=tuple(claims.values()),
        accounts=accounts,
    )


def exchange_rows(extraction: Extraction, reading: str | None = None) -> tuple[Row, ...]:
    """What a language model was asked about the report. Whether an answer was remembered is no part of it."""
    if not extraction.exchanges:
        return ()
    of_report = report_id(extraction.report)
    within = reading or of_report
    rows = []
    for place, exchange in enumerate(extraction.exchanges):
        told = {name: value for name, value in asdict(exchange).items() if name != "cached"}
        for text in (exchange.sent, exchange.answered):
            _refuse_unstorable(extraction.report.id, text)
        id_ = content_id("exchange", [within, place, told])
        rows.append({"id": id_, "report": of_report, "place_in_report": place, **told})
    return tuple(rows)


def report_row(extraction: Extraction, id_: str) -> Row:
    report = extraction.report
    return {
        "id": id_,
        "name": report.id,
        "url": report.url,
        "publisher": report.publisher,
        "published": report.published,
        "title": report.title,
        "text": report.text,
        "warnings": canonical(list(extraction.warnings)),
    }


def account_row(id_: str, event: Row, place_in_report: int, report: str) -> Row:
    """The row of an event of the public JSON."""
    place, when = event.get("place") or {}, event.get("date") or {}
    where = ("country", "admin1", "locality", "lat", "lon", "where_prec", "prio_grid")
    return {
        "id": id_,
        "report": report,
        "place_in_report": place_in_report,
        "content": canonical(event),
        "type": event["type"],
        "sub_type": event.get("sub_type"),
        "main": event["main"],
        "label": event.get("label") or "",
        "first_day": _day(when.get("start")),
        "last_day": _day(when.get("end")),
        "date_prec": when.get("date_prec"),
        "place": place.get("text"),
        **{name: place.get(name) for name in where},
    }


def claim_row(
    content: Row, kind: str, place: int, report: str, account_ids: Mapping[str, str], ids: Mapping[str, str]
) -> Row:
    """The row of a claim of the public JSON. account_ids, ids: of content, by the ids that the report's claims use."""
    group = content.get("group") or {}
    said = ("outcome", "approx", "stance", "mode", "actor", "confidence", "quote")
    return {
        "id": ids[content["id"]],
        "report": report,
        "account": account_ids[content["event"]] if content["event"] is not None else None,
        "kind": kind,
        "place_in_report": place,
        "content": canonical(content),
        "group_text": group.get("text"),
        "group_category": group.get("category"),
        "source": " < ".join(source["text"] for source in content.get("sources") or []) or None,
        "span_start": content["span"][0],
        "span_end": content["span"][1],
        "part_of": ids[content["part_of"]] if content.get("part_of") else None,
        **{name: content.get(name) for name in said},
        **{name: _countable(content.get(name)) for name in ("low", "high")},
    }


def _countable(number: int | None) -> int | None:
    """A count as a column can hold it; the content holds it whole."""
    return None if number is None else min(number, _LARGEST)


def extraction_of(report: Row, of_accounts: Sequence[Row], of_claims: Sequence[Row]) -> Extraction:
    """The extraction that the rows were made of, or the part of it of which rows are given."""
    value: dict[str, Any] = {"document": _document(report), "warnings": json.loads(report["warnings"])}
    value["events"] = [json.loads(row["content"]) for row in _in_order(of_accounts)]
    for kind in KINDS:
        value[kind] = [json.loads(row["content"]) for row in _in_order(of_claims) if row["kind"] == kind]
    return from_json(value)


def accounts_of(report: Row, of_accounts: Sequence[Row], of_claims: Sequence[Row]) -> tuple[Account, ...]:
    """The accounts of one report, in its order, with the ids that stand in the rows."""
    rows = _in_order(of_accounts)
    read = extraction_of(report, rows, of_claims)
    by_kind = {kind: [row for row in _in_order(of_claims) if row["kind"] == kind] for kind in KINDS}
    found = []
    for row, event in zip(rows, read.events, strict=True):
        id_ = row["id"]
        found.append(
            Account(
                id=id_,
                report_id=report["id"],
                report=read.report,
                event=replace(event, id=id_),
                tolls=tuple(
                    replace(claim, id=of["id"], event=id_, part_of=of["part_of"])
                    for of, claim in zip(by_kind["tolls"], read.tolls, strict=True)
                    if of["account"] == id_
                ),
                responsibility=_claims(id_, by_kind["responsibility"], read.responsibility),
                place_claims=_claims(id_, by_kind["place_claims"], read.place_claims),
                date_claims=_claims(id_, by_kind["date_claims"], read.date_claims),
                comparisons=_claims(id_, by_kind["comparisons"], read.comparisons),
            )
        )
    return tuple(found)


def _claims(account: str, rows: Sequence[Row], claims: Sequence[_Claim]) -> tuple[_Claim, ...]:
    pairs = zip(rows, claims, strict=True)
    return tuple(replace(claim, id=row["id"], event=account) for row, claim in pairs if row["account"] == account)


def _document(report: Row) -> dict[str, Any]:
    return {
        "id": report["name"],
        "text": report["text"],
        "title": report["title"],
        "publisher": report["publisher"],
        "published": report["published"] and report["published"].isoformat(),
        "url": report["url"],
    }


def _in_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: int(row["place_in_report"]))


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _refuse_unstorable(name: str, text: str) -> None:
    if "\x00" in text:
        raise FormatError(name, "it holds NUL characters, which a ledger can't keep; take them out")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise FormatError(
            name, f"it has half a character (a lone surrogate) at {error.start}; escape it as a pair"
        ) from None

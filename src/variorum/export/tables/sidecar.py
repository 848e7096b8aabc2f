"""The reasons beside a table: for each row its figures with their derivations, and the claims they were made of, each
with its words, its chain of sources and its place in the report; and the numbers that others published of the event.

A line a row, in the table's order; `row` counts from 1 below the table's head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from variorum.export.tables.published import published_of
from variorum.export.tables.records import Record, Value
from variorum.interchange import dumps
from variorum.models import Account, DerivationStep, Responsibility, Toll


def beside(table: Path) -> Path:
    """Where the reasons of a table are written."""
    return table.with_name(f"{table.name}.reasons.jsonl")


def written(path: Path, records: Iterable[Record]) -> Iterator[Record]:
    """The same records, one by one; each one's reasons are written as it passes."""
    with path.open("w", buffering=_BUFFER, encoding="utf-8", newline="\n") as out:
        for number, record in enumerate(records, start=1):
            head = {"row": number, "event": record.event.id, "codebook": record.codebook}
            out.write(on_one_line(head, record) + "\n")
            yield record


_BUFFER = 1 << 18
"""Bytes that are written at once: one event's reasons are more than a file takes at once by default."""


def on_one_line(head: Mapping[str, Any], record: Record) -> str:
    """A JSON object: what is given, and the figures of a record, its claims, and what others published of it."""
    return (
        f'{_opened(head)}, "figures": [{", ".join(_figures(record))}], '
        f'"claims": {dumps(claims_of(record))}, "published": {dumps(published_of(record))}}}'
    )


def _opened(head: Mapping[str, Any]) -> str:
    """A JSON object that is not empty, but for its closing brace."""
    return dumps(head)[:-1]


def _figures(record: Record) -> Iterator[str]:
    """The figures with every step that led to them, as JSON; many share their first steps, which are written once."""
    steps = {id(step): step for figure in record.figures.values() for step in figure.steps}
    written = {id_: _step(step) for id_, step in steps.items()}
    for figure in record.figures.values():
        told = ", ".join([written[id(step)] for step in figure.steps])
        yield (
            f'{{"name": {_again(figure.name)}, "value": {_again(figure.value)}, '
            f'"reason": {dumps(figure.reason)}, "steps": [{told}]}}'
        )


def _step(step: DerivationStep) -> str:
    return (
        f'{{"rule": {_again(step.rule)}, "claims": [{", ".join(map(_again, step.claims))}], '
        f'"result": {_again(step.result)}, "sentence": {dumps(step.sentence)}, "citation": {_again(step.citation)}}}'
    )


@lru_cache(maxsize=4096, typed=True)
def _again(value: Value) -> str:
    """As JSON, of what comes again and again: names of rules and figures, numbers, ids of claims."""
    return dumps(value)


def claims_of(record: Record) -> list[dict[str, Any]]:
    """Every toll and every statement of who did it, account by account."""
    return [_claim(record, account, claim) for account, claim in record.stated]


def _claim(record: Record, account: Account, claim: Toll | Responsibility) -> dict[str, Any]:
    report = account.report
    out: dict[str, Any] = {
        "id": claim.id,
        "account": account.id,
        "origin": record.event.origin(claim.id),
        "report": account.report_id,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "quote": claim.quote,
        "span": [claim.span.start, claim.span.end],
        "sources": [
            {"text": source.text, "kind": source.kind.value, "anonymous": source.anonymous} for source in claim.sources
        ],
    }
    if isinstance(claim, Toll):
        return out | {
            "outcome": claim.outcome.value,
            "low": claim.count.low,
            "high": claim.count.high,
            "approx": claim.count.approx,
            "group": claim.group.text,
            "category": claim.group.category.value,
            "stance": claim.stance.value,
            "part_of": claim.part_of,
            "additional": claim.additional,
        }
    return out | {"mode": claim.mode.value, "actor": claim.actor}

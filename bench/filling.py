"""A ledger filled with made-up events in bulk, as the pages would find it after years of work: read and linked.

Reports are appended a few thousand at a time, each account with the event that the stream says it is about. Nothing is
read or linked, which is measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import insert

from bench.stream import Made, stream
from variorum.ledger import Ledger
from variorum.ledger.rows import rows_of
from variorum.ledger.stakes import stake_row
from variorum.ledger.store import event_id
from variorum.ledger.tables import account, claim, membership, report, report_stake
from variorum.models import Extraction
from variorum.settings import Settings

FRESH = 0.7
EVENTS_OF_ACCOUNTS = 0.5474
"""How many events there are for each account where that share meets a new incident: not all of these are reported."""

_AT_ONCE = 2_000


def fill(ledger: Ledger, events: int, seed: int = 1) -> int:
    """Appends about so many events; returns how many reports tell of them."""
    run = ledger.run(Settings(), by="bench", command="bench fill")
    number = round(events / EVENTS_OF_ACCOUNTS)
    made, first = stream(number, seed, FRESH), dict[int, str]()
    while some := list(islice(made, _AT_ONCE)):
        _append(ledger, some, first, run.id)
    return number


def _append(ledger: Ledger, some: Sequence[Made], first: dict[int, str], run: str) -> None:
    """first: the event's name by its number in the stream."""
    found = [rows_of(extraction(one)) for one in some]
    members = [
        {"account": told.id, "event": first.setdefault(one.event, event_id(told.id))}
        for one, rows in zip(some, found, strict=True)
        for told in rows.accounts
    ]
    with ledger.writing() as writing:
        numbers = writing.add(report, [rows.report for rows in found], run)
        writing.add(account, [row for rows in found for row in rows.of_accounts], run)
        writing.add(claim, [row for rows in found for row in rows.of_claims], run)
        writing.add(membership, members, run)
        stakes = [
            stake_row(number, rows.report["published"], rows.of_claims)
            for number, rows in zip(numbers, found, strict=True)
        ]
        writing.connection.execute(insert(report_stake), stakes)


def extraction(made: Made) -> Extraction:
    """A made-up account as what was read of its report."""
    told = made.account
    tolls = tuple(replace(toll, event="e1") for toll in told.tolls)
    return Extraction(report=told.report, events=(replace(told.event, id="e1"),), tolls=tolls)

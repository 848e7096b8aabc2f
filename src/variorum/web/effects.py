"""What each decision did to the figure of an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from variorum.ledger.decisions import Corrections, in_force
from variorum.models import Account, Decision, LinkedEvent
from variorum.web.desk import Desk
from variorum.web.forest import Estimate, estimate

_MOST = 60
"""Decisions, the last of an event, whose effect is worked out."""


def effects(desk: Desk, event: LinkedEvent, rows: Iterable[Decision], codebook: str) -> Mapping[str, tuple[str, str]]:
    """By decision what the codebook said of the dead before it and after it, where that differs. The accounts are those
    that the event has now; rows: all decisions on it, taken back or not, in the order of time.
    """
    rows = list(rows)
    raw = desk.accounts(account.id for account in event.accounts)
    first = max(0, len(rows) - _MOST)
    was = _figure(desk, event, raw, rows[:first], codebook)
    found = {}
    for number, row in enumerate(rows[first:], start=first + 1):
        now = _figure(desk, event, raw, rows[:number], codebook)
        if now != was:
            found[row.id] = (was, now)
        was = now
    return found


def _figure(desk: Desk, event: LinkedEvent, raw: list[Account], rows: list[Decision], codebook: str) -> str:
    accounts = tuple(Corrections(in_force(rows)).apply(raw))
    told: Estimate | None = None
    if accounts:
        now = LinkedEvent(id=event.id, accounts=accounts, origins=event.origins)
        told = estimate(codebook, desk.figures(now, codebook))
    return str(told) if told else "not given"

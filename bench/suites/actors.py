"""Names of armed actors to entries of the registry. Each line of the gold is a name with its context and its entry:

{"text": "ISIS fighters", "category": "rebel_group", "country": "SY", "year": 2016, "entry": "islamic-state"}; an entry
of null says that the registry should not know it. The list is made by hand from annotated reports and kept with them.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bench.data import BrokenDataError, Json, MissingDataError
from bench.suite import Outcome, Request, Suite
from variorum.claims.identified import with_entries
from variorum.models import Actor, Event, EventType, Place, When
from variorum.values import DateRange


def run(request: Request) -> Outcome:
    """Resolve every name in its context: the share that got the right entry, and the share that got another."""
    rows = _rows(request.gold)
    got = [_entry(row) for row in rows]
    named = [(row["entry"], entry) for row, entry in zip(rows, got, strict=True) if row["entry"] is not None]
    wrong = sum(entry is not None and entry != row["entry"] for row, entry in zip(rows, got, strict=True))
    figures = {
        "actors.resolved": sum(right == entry for right, entry in named) / max(len(named), 1),
        "actors.wrong": wrong / max(len(rows), 1),
        "n.names": len(rows),
    }
    lines = [
        f"{name:20} {value:.3f}" if isinstance(value, float) else f"{name:20} {value}"
        for name, value in figures.items()
    ]
    if "--errors" in request.flags:
        lines[:0] = [
            f"{row['text']!r} in {row.get('country')}: gold {row['entry']}, got {entry}"
            for row, entry in zip(rows, got, strict=True)
            if entry != row["entry"]
        ]
    return Outcome(figures=figures, text="\n".join(lines) + "\n")


def _rows(gold: Path) -> list[Json]:
    if not gold.is_file():
        raise MissingDataError(f"there is no list of names {gold}")
    try:
        return [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise BrokenDataError(f"{gold} is no list of names: {error}") from None


def _entry(row: Json) -> str | None:
    year = row.get("year")
    event = Event(
        id="e1",
        type=EventType.BATTLE,
        main=True,
        place=Place(text="", country=row.get("country")),
        when=When(days=DateRange(date(year, 1, 1), date(year, 12, 31))) if year else None,
        actors=(Actor(text=row["text"], side="attacker", category=row["category"]),),
    )
    return with_entries(event).actors[0].entry


SUITE = Suite(
    name="actors",
    about="names of armed actors to the entries of the registry",
    gold="gold/actors.jsonl",
    run=run,
    flags={"--errors": "list every name that got another entry than the right one"},
)

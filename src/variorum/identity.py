"""Ids by content: a report, an account and a claim are named by a hash of what they say.

The same content has the same id on every machine and in every ledger; another content never has. The hash is over
canonical JSON (sorted keys, no spaces), not over joined strings, which can collide.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any, TypeVar

from variorum.interchange import to_json
from variorum.models import Account, Extraction, Published, Report, Responsibility, Statement, Toll

_DIGITS = 32
"""Hexadecimal digits of an id: 128 bits, enough for any number of claims that people can publish."""

_KINDS = ("tolls", "responsibility", "place_claims", "date_claims", "comparisons")

_Claim = TypeVar("_Claim", bound=Toll | Responsibility | Statement)


def content_id(kind: str, content: Any) -> str:
    """The id of JSON content, `kind` and the first 32 hex digits of its SHA-256: "claim-5f1c..."."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return f"{kind}-{hashlib.sha256(canonical.encode()).hexdigest()[:_DIGITS]}"


def report_id(report: Report) -> str:
    """By what was published (address, publisher, day, title, text), whatever the file was called."""
    published = report.published.isoformat() if report.published else None
    return content_id("report", [report.url, report.publisher, published, report.title, report.text])


def distinct(extraction: Extraction) -> Extraction:
    """The same without claims that are there twice, word for word at one place in one account: the first is left."""
    ids = claim_ids(extraction)
    first: dict[str, str] = {}
    for name, id_ in ids.items():
        first.setdefault(id_, name)
    if len(first) == len(ids):
        return extraction
    kept = set(first.values())
    lists: dict[str, Any] = {kind: tuple(one for one in getattr(extraction, kind) if one.id in kept) for kind in _KINDS}
    return replace(extraction, **lists)


def reading_id(extraction: Extraction, place: int) -> str:
    """Of what a report gave when it was read again, for the `place`th time after the first."""
    written = to_json(distinct(extraction))
    said = {name: written.get(name, []) for name in ("events", *_KINDS, "warnings")}
    return content_id("reading", [report_id(extraction.report), place, said])


def published_id(row: Published) -> str:
    """By everything that the row says, and in whose table."""
    content = asdict(replace(row, id=""))
    content["days"] = [row.days.start.isoformat(), row.days.end.isoformat()]
    return content_id("published", content)


def accounts(extraction: Extraction, reading: str | None = None) -> tuple[Account, ...]:
    """The accounts of a report, in the order of its events, every id one of content.

    reading: the id of the reading that they are of, where the report was read again; what it says then has ids of its
    own, here and below.
    """
    return named(extraction, reading)[0]


def named(extraction: Extraction, reading: str | None = None) -> tuple[tuple[Account, ...], dict[str, str]]:
    """The accounts of a report, and the ids of content of all its claims by those that its own claims use."""
    found = _Named(extraction, reading)
    return tuple(found.account(event.id) for event in extraction.events), found.ids


def aggregates(extraction: Extraction, reading: str | None = None) -> tuple[Toll, ...]:
    """The tolls of a report that belong to no one event, every id one of content."""
    return _Named(extraction, reading).tolls(None)


def claim_ids(extraction: Extraction, reading: str | None = None) -> dict[str, str]:
    """The ids of content of all claims of a report, by the ids that the report's own claims use."""
    return _Named(extraction, reading).ids


class _Named:
    """The claims of one extraction under their ids of content."""

    def __init__(self, extraction: Extraction, reading: str | None) -> None:
        self.extraction = extraction
        self.report = report_id(extraction.report)
        self.within = reading or self.report
        written = to_json(extraction)
        self.events = {event["id"]: event for event in written["events"]}
        self.ids: dict[str, str] = {}
        for kind in _KINDS:
            for claim in written[kind]:
                content = {key: value for key, value in claim.items() if key not in ("id", "confidence", "made_by")}
                self.ids[claim["id"]] = content_id("claim", [self.within, kind, content])

    def account(self, event: str) -> Account:
        found = self.extraction
        tolls, responsibility = self.tolls(event), self.of(found.responsibility, event)
        statements = [self.of(some, event) for some in (found.place_claims, found.date_claims, found.comparisons)]
        claims: list[Toll | Responsibility | Statement] = [*tolls, *responsibility]
        for some in statements:
            claims += some
        whole = [self.within, self.events[event], [claim.id for claim in claims]]
        by_id = next(each for each in found.events if each.id == event)
        id_ = content_id("account", whole)
        return Account(
            id=id_,
            report_id=self.report,
            report=found.report,
            event=replace(by_id, id=id_),
            tolls=tuple(replace(toll, event=id_) for toll in tolls),
            responsibility=tuple(replace(claim, event=id_) for claim in responsibility),
            place_claims=tuple(replace(claim, event=id_) for claim in statements[0]),
            date_claims=tuple(replace(claim, event=id_) for claim in statements[1]),
            comparisons=tuple(replace(claim, event=id_) for claim in statements[2]),
        )

    def of(self, claims: tuple[_Claim, ...], event: str | None) -> tuple[_Claim, ...]:
        found = (replace(claim, id=self.ids[claim.id]) for claim in claims if claim.event == event)
        return tuple({claim.id: claim for claim in found}.values())

    def tolls(self, event: str | None) -> tuple[Toll, ...]:
        of_event = self.of(self.extraction.tolls, event)
        return tuple(replace(toll, part_of=self.ids[toll.part_of] if toll.part_of else None) for toll in of_event)

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
from variorum.models import Account, Event, Extraction, Published, Report, Responsibility, Statement, Toll

_DIGITS = 32
"""Hexadecimal digits of an id: 128 bits, enough for any number of claims that people can publish."""

_KINDS = ("tolls", "responsibility", "place_claims", "date_claims", "comparisons")

_Claim = TypeVar("_Claim", bound=Toll | Responsibility | Statement)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical(value: Any) -> str:
    """JSON of which there is one for each value, in ASCII, so that every database can hold it."""
    return _CANONICAL.encode(value)


def content_id(kind: str, content: Any) -> str:
    """The id of JSON content, `kind` and the first 32 hex digits of its SHA-256: "claim-5f1c..."."""
    return f"{kind}-{hashlib.sha256(canonical(content).encode()).hexdigest()[:_DIGITS]}"


def report_id(report: Report) -> str:
    """By what was published (address, publisher, day, title, text), whatever the file was called."""
    published = report.published.isoformat() if report.published else None
    return content_id("report", [report.url, report.publisher, published, report.title, report.text])


def reading_id(extraction: Extraction, place: int) -> str:
    """Of what a report gave when it was read again, for the `place`th time after the first."""
    named = Named.distinct(extraction)
    said = {name: named.written.get(name, []) for name in ("events", *_KINDS, "warnings")}
    return content_id("reading", [named.report, place, said])


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
    return Named(extraction, reading).accounts()


def aggregates(extraction: Extraction, reading: str | None = None) -> tuple[Toll, ...]:
    """The tolls of a report that belong to no one event, every id one of content."""
    return Named(extraction, reading).tolls(None)


class Named:
    """What an extraction says under its ids of content. report: the report's id; written: the extraction as JSON, with
    its own ids; ids: of content of all claims, by those.
    """

    def __init__(self, extraction: Extraction, reading: str | None = None) -> None:
        self.extraction = extraction
        self.report = report_id(extraction.report)
        self.within = reading or self.report
        self.written = to_json(extraction)
        self.ids: dict[str, str] = {}
        for kind in _KINDS:
            for claim in self.written[kind]:
                content = {key: value for key, value in claim.items() if key not in ("id", "confidence", "made_by")}
                self.ids[claim["id"]] = content_id("claim", [self.within, kind, content])

    @classmethod
    def distinct(cls, extraction: Extraction, reading: str | None = None) -> Named:
        """Without claims that are there twice, word for word at one place in one account: the first is left."""
        named = cls(extraction, reading)
        kept = set({id_: name for name, id_ in reversed(named.ids.items())}.values())
        if len(kept) == len(named.ids):
            return named
        lists: dict[str, Any] = {
            kind: tuple(one for one in getattr(extraction, kind) if one.id in kept) for kind in _KINDS
        }
        return cls(replace(extraction, **lists), reading)

    def accounts(self) -> tuple[Account, ...]:
        """The accounts, in the order of the events."""
        written = zip(self.extraction.events, self.written["events"], strict=True)
        return tuple(self._account(event, content) for event, content in written)

    def tolls(self, event: str | None) -> tuple[Toll, ...]:
        """Those of an event, by its own id, or of none."""
        of_event = self._of(self.extraction.tolls, event)
        return tuple(replace(toll, part_of=self.ids[toll.part_of] if toll.part_of else None) for toll in of_event)

    def _account(self, event: Event, content: Any) -> Account:
        found = self.extraction
        tolls, responsibility = self.tolls(event.id), self._of(found.responsibility, event.id)
        places, dates, comparisons = (
            self._of(some, event.id) for some in (found.place_claims, found.date_claims, found.comparisons)
        )
        claims = [claim.id for some in (tolls, responsibility, places, dates, comparisons) for claim in some]
        id_ = content_id("account", [self.within, content, claims])
        return Account(
            id=id_,
            report_id=self.report,
            report=found.report,
            event=replace(event, id=id_),
            tolls=tuple(replace(toll, event=id_) for toll in tolls),
            responsibility=tuple(replace(claim, event=id_) for claim in responsibility),
            place_claims=tuple(replace(claim, event=id_) for claim in places),
            date_claims=tuple(replace(claim, event=id_) for claim in dates),
            comparisons=tuple(replace(claim, event=id_) for claim in comparisons),
        )

    def _of(self, claims: tuple[_Claim, ...], event: str | None) -> tuple[_Claim, ...]:
        found = (replace(claim, id=self.ids[claim.id]) for claim in claims if claim.event == event)
        return tuple({claim.id: claim for claim in found}.values())

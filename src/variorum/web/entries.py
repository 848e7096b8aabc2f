"""An event as the catalogue lists it, there and back as JSON, and what names the rules that make it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from variorum.codebooks import Codebook, event_disagreements, figures_of_all
from variorum.identity import content_id
from variorum.models import DisagreementKind, EventType, LinkedEvent, Outcome, Place
from variorum.values import CountRange, DateRange
from variorum.web.forest import Estimate, estimate
from variorum.web.gist import Gist, gist
from variorum.web.veil import Veil

_PLACE = ("text", "locality", "admin1", "country", "lat", "lon", "where_prec")

_EVENTS, _READ = 512, 4096
"""Events whose entries are remembered as they were made, and as they were read of their JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event as the catalogue lists it: its gist, what does not add up in it, whether a person has been over it, what
    each codebook says of its dead, and the numbers of its reports.
    """

    gist: Gist
    disagreements: frozenset[DisagreementKind]
    reviewed: bool
    killed: Mapping[str, Estimate | None] = field(default_factory=dict)
    reports: tuple[int, ...] = ()


class Maker:
    """Makes entries of events: under these codebooks, with names hidden or not."""

    def __init__(self, books: Iterable[Codebook], veil: Veil | None) -> None:
        self.books, self.veil = tuple(books), veil
        self._read = lru_cache(maxsize=_EVENTS)(self._unreviewed)

    @property
    def edition(self) -> str:
        """The digest of all that an entry depends on besides its event."""
        digests = [book.digest for book in self.books]
        return content_id("edition", [rules_digest(), digests, self.veil is not None])

    def entry(self, event: LinkedEvent, decided: Collection[str], numbers: Mapping[str, int]) -> Entry:
        """decided: ids of what a person decided on; numbers: of the reports, by their ids."""
        reviewed = any(
            not {one.id, one.report_id, *(claim.id for claim in one.claims)}.isdisjoint(decided)
            for one in event.accounts
        )
        reports = tuple(sorted({numbers[one.report_id] for one in event.accounts}))
        return replace(self._read(event), reviewed=reviewed, reports=reports)

    def _unreviewed(self, event: LinkedEvent) -> Entry:
        """The entry as far as the event itself says it: most decisions accept what was read, and change no more."""
        if self.veil is not None:
            event = self.veil.event(event)
        return Entry(
            gist=gist(event),
            disagreements=frozenset(one.kind for one in event_disagreements(event)),
            reviewed=False,
            killed={book.name: estimate(book.name, coded) for book, coded in figures_of_all(event, self.books)},
        )


_RULES = ("", "codebooks", "codebooks/rules", "codebooks/disagreements", "data")
_MADE_BY = ("entries.py", "forest.py", "gist.py", "veil.py")
"""The folders of the package, and the modules of this one, whose rules and word lists say what an entry is."""


@cache
def rules_digest() -> str:
    """SHA-256 over the modules and word lists that make entries: other rules make another edition."""
    told = sha256()
    package = files("variorum")
    found = [one for folder in _RULES for one in (package / folder if folder else package).iterdir()]
    found += [package / "web" / name for name in _MADE_BY]
    for one in sorted(found, key=str):
        if one.name.endswith((".py", ".toml")):
            told.update(f"{one.name}\n".encode())
            told.update(one.read_bytes())
    return told.hexdigest()


def written(entry: Entry) -> str:
    """An entry as JSON."""
    found, place = entry.gist, entry.gist.place
    content = {
        "id": found.id,
        "label": found.label,
        "days": found.days and [found.days.start.isoformat(), found.days.end.isoformat()],
        "place": place and [getattr(place, name) for name in _PLACE],
        "type": found.type.value,
        "actors": found.actors,
        "tolls": {outcome.value: [count.low, count.high, count.approx] for outcome, count in found.tolls.items()},
        "accounts": found.accounts,
        "origins": found.origins,
        "publishers": found.publishers,
        "last": found.last_published,
        "disagreements": sorted(entry.disagreements),
        "reviewed": entry.reviewed,
        "killed": {name: one and [one.low, one.best, one.high] for name, one in entry.killed.items()},
        "reports": entry.reports,
    }
    return json.dumps(content, separators=(",", ":"), allow_nan=False)


@lru_cache(maxsize=_READ)
def read(content: str) -> Entry:
    """The entry that `written` wrote."""
    value: dict[str, Any] = json.loads(content)
    days, place = value["days"], value["place"]
    return Entry(
        gist=Gist(
            id=value["id"],
            label=value["label"],
            days=days and DateRange(date.fromisoformat(days[0]), date.fromisoformat(days[1])),
            place=place and Place(**dict(zip(_PLACE, place, strict=True))),
            type=EventType(value["type"]),
            actors=tuple(value["actors"]),
            tolls={Outcome(name): CountRange(*count) for name, count in value["tolls"].items()},
            accounts=value["accounts"],
            origins=value["origins"],
            publishers=tuple(value["publishers"]),
            last_published=value["last"],
        ),
        disagreements=frozenset(map(DisagreementKind, value["disagreements"])),
        reviewed=value["reviewed"],
        killed={name: one and Estimate(low=one[0], best=one[1], high=one[2]) for name, one in value["killed"].items()},
        reports=tuple(value["reports"]),
    )

"""The catalogue's entries kept in a file between runs: a ledger of many events is gone through once, not at each start.

The file is derived, and dropped whenever it is not of this program and this ledger.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from variorum.ledger.changes import Mark
from variorum.models import DisagreementKind, EventType, Outcome, Place
from variorum.values import CountRange, DateRange
from variorum.web.catalogue import Entry
from variorum.web.forest import Estimate
from variorum.web.gist import Gist

_PLACE = ("text", "locality", "admin1", "country", "lat", "lon", "where_prec")


class Shelf:
    """One file. `of` names what the entries depend on besides the ledger's rows: its place, versions, settings."""

    def __init__(self, folder: Path, of: Iterable[str]) -> None:
        self._of = json.dumps(list(of))
        self._path = folder / f"{hashlib.sha256(self._of.encode()).hexdigest()[:24]}.jsonl.gz"

    def save(self, entries: Mapping[str, Entry], mark: Mark) -> None:
        """Writes all entries, in one stroke."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        with gzip.open(new, "wt", encoding="utf-8", compresslevel=3) as out:
            out.write(json.dumps({"of": self._of, "mark": asdict(mark)}) + "\n")
            for entry in entries.values():
                out.write(json.dumps(written(entry)) + "\n")
        new.replace(self._path)

    def load(self) -> tuple[dict[str, Entry], Mark] | None:
        """The entries and the state of the ledger that they are of; None where there are none that can be used."""
        try:
            with gzip.open(self._path, "rt", encoding="utf-8") as lines:
                head = json.loads(next(lines))
                if head["of"] != self._of:
                    return None
                entries = [read(json.loads(line)) for line in lines]
                return {entry.gist.id: entry for entry in entries}, Mark(**head["mark"])
        except (OSError, EOFError, ValueError, KeyError, TypeError, StopIteration):
            return None


def written(entry: Entry) -> dict[str, Any]:
    """An entry as JSON."""
    gist, place = entry.gist, entry.gist.place
    return {
        "id": gist.id,
        "label": gist.label,
        "days": gist.days and [gist.days.start.isoformat(), gist.days.end.isoformat()],
        "place": place and [getattr(place, name) for name in _PLACE],
        "type": gist.type.value,
        "actors": gist.actors,
        "tolls": {outcome.value: [count.low, count.high, count.approx] for outcome, count in gist.tolls.items()},
        "accounts": gist.accounts,
        "origins": gist.origins,
        "publishers": gist.publishers,
        "last": gist.last_published,
        "disagreements": sorted(entry.disagreements),
        "reviewed": entry.reviewed,
        "words": sorted(entry.words),
        "killed": {name: one and [one.low, one.best, one.high] for name, one in entry.killed.items()},
    }


def read(value: dict[str, Any]) -> Entry:
    """The entry that `written` wrote."""
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
        words=frozenset(value["words"]),
        killed={name: one and Estimate(low=one[0], best=one[1], high=one[2]) for name, one in value["killed"].items()},
    )

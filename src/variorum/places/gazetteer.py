"""The gazetteer: one SQLite file that is built at first need, opened read-only, and rebuilt when it is broken or of
another version.

Only this module and `build` know its tables.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from variorum.errors import DataError
from variorum.places import build
from variorum.places.names import key, loose_key, without_article
from variorum.places.records import Candidate, Kind
from variorum.places.writer import ALTERNATE, CURATED, DEMONYM, MAIN
from variorum.settings import data_folder

_FILE_NAME = "gazetteer.sqlite"
MOST_CANDIDATES = 400
MOST_LOOSE = 40
LONGEST_NAME = 120

_COLUMNS = (
    "p.id, p.geonames_id, p.name, p.kind, p.feature, p.countries, p.code, p.lat, p.lon, p.population, p.extent_km"
)
_BY_NAME = (
    f"SELECT {_COLUMNS}, MIN(n.how) FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key = ? AND n.how BETWEEN ? AND ? GROUP BY p.id ORDER BY p.population DESC, p.id LIMIT ?"
)
_BY_LOOSE = (
    f"SELECT {_COLUMNS}, 2 FROM loose l JOIN place p ON p.id = l.place WHERE l.key = ? "
    "ORDER BY p.population DESC, p.id LIMIT ?"
)


def default_path() -> Path:
    """Where the gazetteer is kept: in the data folder."""
    return data_folder() / _FILE_NAME


class Gazetteer:
    """A read-only gazetteer. Use `open`; it may be shared by threads and survives a fork."""

    def __init__(self, path: Path, only: frozenset[str] | None = None) -> None:
        self.path = path
        self._only = only
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._mark: tuple[int, int] | None = None
        self._cached = lru_cache(maxsize=16384)(self._query)

    @classmethod
    def open(
        cls, path: Path | None = None, *, progress: build.Progress | None = None, only: frozenset[str] | None = None
    ) -> Gazetteer:
        """The gazetteer at `path` (default: `gazetteer.sqlite` in the data folder), built first where it is missing,
        broken, truncated or of another version. `progress` is told (stage, done, total) while it is built; a builder
        that finds another at work waits for it. `only`: a smaller gazetteer, of the cities of these countries (ISO
        codes). Raises DataError where it can't be built.
        """
        target = path or default_path()
        if build.fault(target, only) is not None:
            build.build(target, progress=progress, only=only)
        return cls(target, only)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """All places of this name, the most populous first; spelling is folded, transliteration is not. Empty where
        none is known.
        """
        return self._cached("name", key(name[:LONGEST_NAME]), MAIN, ALTERNATE)

    def lookup_article(self, name: str) -> tuple[Candidate, ...]:
        """As `lookup`, also with the Arabic article taken away or put before it ("Bab", "al-Bab")."""
        found = self.lookup(name)
        if found:
            return found
        bare = without_article(name)
        tries = [bare] if bare else [f"{article} {name}" for article in ("al", "el")]
        return next((hits for each in tries if (hits := self.lookup(each))), ())

    def lookup_loose(self, name: str) -> tuple[Candidate, ...]:
        """All places whose name could be another transliteration of this one. They prove less: mind the context."""
        loose = loose_key(name[:LONGEST_NAME])
        return self._cached("loose", loose, 0, 0) if loose else ()

    def demonym(self, word: str) -> tuple[Candidate, ...]:
        """What a demonym stands for: "Egyptian", "Egyptians" give Egypt; "Congolese" gives both."""
        folded = key(word[:LONGEST_NAME])
        found = self._cached("name", folded, DEMONYM, DEMONYM)
        if not found and folded.endswith("s"):
            found = self._cached("name", folded[:-1], DEMONYM, DEMONYM)
        return found

    def abbreviation(self, word: str) -> tuple[Candidate, ...]:
        """The state or province that a written abbreviation stands for ("Calif.", "N.Y."). Case counts: "La." is,
        "LA" is, "la" is not.
        """
        return self._cached("abbreviation", word, 0, 0)

    def capital(self, country: str) -> Candidate | None:
        """The capital of a country, by ISO code."""
        hits = self._cached("capital", country, 0, 0)
        return hits[0] if hits else None

    def unit(self, code: str) -> Candidate | None:
        """A country or administrative unit by its code: "EG", "EG.27", "US.LA.079"."""
        hits = self._cached("code", code, 0, 0)
        return hits[0] if hits else None

    def licences(self) -> dict[str, str]:
        """Every source of the file with its licence and the attribution that it asks for."""
        return {name[8:]: text for name, text in self._meta() if name.startswith("licence:")}

    def info(self) -> dict[str, str]:
        """What the file says of itself: version, sources, counts, time and place of building."""
        return dict(self._meta())

    def close(self) -> None:
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    def _meta(self) -> Iterable[tuple[str, str]]:
        return ((str(name), str(value)) for name, value in self._rows("SELECT key, value FROM meta ORDER BY key", ()))

    def _query(self, how: str, wanted: str, low: int, high: int) -> tuple[Candidate, ...]:
        if not wanted:
            return ()
        match how:
            case "name":
                rows = self._rows(_BY_NAME, (wanted, low, high, MOST_CANDIDATES))
            case "loose":
                rows = self._rows(_BY_LOOSE, (wanted, MOST_LOOSE))
            case "abbreviation":
                rows = self._rows(
                    f"SELECT {_COLUMNS}, 0 FROM abbreviation a JOIN place p ON p.id = a.place WHERE a.text = ?",
                    (wanted,),
                )
            case "capital":
                rows = self._rows(
                    f"SELECT {_COLUMNS}, 0 FROM capital c JOIN place p ON p.id = c.place WHERE c.country = ?", (wanted,)
                )
            case _:
                rows = self._rows(
                    f"SELECT {_COLUMNS}, 0 FROM place p WHERE p.code = ? "
                    "AND p.kind IN ('country', 'admin1', 'admin2') ORDER BY p.id",
                    (wanted,),
                )
        return tuple(_candidate(row, exact=how != "loose") for row in rows)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        """What the file answers. One that proves broken inside, which its head did not show, is built anew."""
        try:
            return self._open().execute(statement, values).fetchall()
        except sqlite3.DatabaseError:
            broken, self._connection = self._mark, None
        build.build(self.path, only=self._only, replacing=broken)
        try:
            return self._open().execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DataError(
                f"the gazetteer {self.path} can't be read ({error}): delete the file, and the next run builds it anew"
            ) from error

    def _open(self) -> sqlite3.Connection:
        """The connection of this process: one that was opened before a fork must not be used after it."""
        if self._connection is None or self._process != os.getpid():
            address = f"file:{quote(str(self.path))}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._process, self._mark = os.getpid(), build.mark(self.path)
        return self._connection


def _candidate(row: tuple[object, ...], *, exact: bool) -> Candidate:
    number, geonames_id, name, kind, feature, countries, code, lat, lon, population, extent, how = row
    return Candidate(
        id=number,  # type: ignore[arg-type]  # the column types of the schema
        geonames_id=geonames_id,  # type: ignore[arg-type]
        name=name,  # type: ignore[arg-type]
        kind=Kind(str(kind)),
        feature=feature,  # type: ignore[arg-type]
        countries=tuple(str(countries).split()),
        code=code,  # type: ignore[arg-type]
        lat=lat,  # type: ignore[arg-type]
        lon=lon,  # type: ignore[arg-type]
        population=population,  # type: ignore[arg-type]
        extent_km=extent,  # type: ignore[arg-type]
        main=how in (MAIN, CURATED),
        exact=exact,
    )

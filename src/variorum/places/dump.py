"""Reads GeoNames' own files row by row: a dump of places (`allCountries.zip`, one country's `EG.zip`, or the text
inside) and `alternateNamesV2.zip`. Columns after https://download.geonames.org/export/dump/readme.txt.

Memory does not grow with the file. A file that is broken, cut short or something else is refused with the row and what
is wrong with it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from variorum.errors import DataError
from variorum.places.records import Kind

PLACE_COLUMNS = 19
ALTERNATE_COLUMNS = 10
LONGEST_ROW = 100_000
"""Bytes; GeoNames' longest rows have some 12,000."""
MOST_BYTES = 50_000_000_000
"""Unpacked. All of GeoNames has under 2 GB; a zip file may claim anything."""

_TOWNS = frozenset("PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLCH PPLF PPLG PPLH PPLL PPLQ PPLR PPLS PPLW STLMT".split())
_FEATURES = {
    **dict.fromkeys(_TOWNS, Kind.CITY),
    "PPLX": Kind.NEIGHBOURHOOD,
    "ADM1": Kind.ADMIN1,
    **dict.fromkeys(("ADM2", "ADM3"), Kind.ADMIN2),
    **dict.fromkeys(("RGN", "RGNE"), Kind.REGION),
    **dict.fromkeys(
        "BAY CAPE CST DLTA DSRT GULF ISL ISLS LGN LK LKS MT MTS OAS OCN PASS PEN PLAT PLN PRK RESN RESW RSV SEA STRT "
        "VAL VLC".split(),
        Kind.NATURAL,
    ),
    **dict.fromkeys("AIRB AIRF AIRP CMPRF DAM HSP INSM MILB OILF OILR PRN UNIV".split(), Kind.FACILITY),
}
"""What is taken of a dump. Streams, buildings, former units and the like are left out: too many share a name."""
_EXTENT_KM = {Kind.REGION: 100.0, Kind.NATURAL: 20.0, Kind.FACILITY: 2.0, Kind.NEIGHBOURHOOD: 2.0}
"""About how far across, where the dump does not say."""
_NO_NAMES = frozenset("link wkdt post iata icao faac tcid unlc abbr uicn".split())
"""Codes in the column of languages that are none: addresses, postcodes, airport codes."""
_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpPlace:
    """One place of a dump that the gazetteer takes. code: of the smallest unit that holds it, or its own ("EG.27")."""

    geonames_id: int
    name: str
    alternates: tuple[str, ...]
    kind: Kind
    feature: str
    country: str
    code: str
    lat: float
    lon: float
    population: int
    extent_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherName:
    """One row of alternateNamesV2. usual: the name that English uses, preferred or short."""

    geonames_id: int
    name: str
    usual: bool


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of GeoNames, zipped or not. Raises DataError where it is missing, broken or larger than any such file."""

    path: Path
    member: str | None
    size: int
    digest: str

    @classmethod
    def open(cls, path: Path) -> DumpFile:
        """What the file says of itself; only its directory is read."""
        try:
            with path.open("rb") as stream:
                start = stream.read(4)
            if path.suffix.lower() != ".zip" and start != b"PK\x03\x04":
                stat = path.stat()
                return cls(path, None, stat.st_size, f"{stat.st_size}-{stat.st_mtime_ns}")
            with zipfile.ZipFile(path) as archive:
                inside = _member(path, archive)
        except zipfile.BadZipFile as error:
            raise DataError(f"{path} is no zip file, or is cut short ({error}): download it again") from error
        except OSError as error:
            raise DataError(f"{path} can't be read: {error.strerror or error}") from error
        if inside.file_size > MOST_BYTES:
            raise DataError(f"{path} would unpack to {inside.file_size:,} bytes, more than any dump of GeoNames")
        return cls(path, inside.filename, inside.file_size, f"{inside.file_size}-{inside.CRC:08x}")

    @property
    def identity(self) -> str:
        """Name, size and check sum: another for another file."""
        return f"{self.path.name} {self.digest}"

    def rows(self, columns: int) -> Iterator[tuple[int, int, list[str]]]:
        """Row number (from 1), bytes read so far, and columns of each row. The check sum of a zip is checked with its
        last row.
        """
        number = done = 0
        with self._stream() as stream:
            while True:
                try:
                    raw = stream.readline(LONGEST_ROW + 1)
                except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                    raise self._broken(number + 1, f"the file is damaged there ({error}): download it again") from error
                if not raw:
                    break
                number, done = number + 1, done + len(raw)
                yield number, done, self._columns(number, raw, columns)
        if number == 0:
            raise DataError(f"{self.path} holds no rows: download it again")

    def places(self) -> Iterator[tuple[int, int, DumpPlace | None]]:
        """Row number, bytes read, and the place of each row; None for one that the gazetteer leaves out."""
        for number, done, row in self.rows(PLACE_COLUMNS):
            try:
                yield number, done, _place(row)
            except ValueError as error:
                raise self._broken(number, f"{error}: it is no dump of GeoNames places, or is broken") from None

    def other_names(self) -> Iterator[tuple[int, int, OtherName | None]]:
        """Row number, bytes read, and the name of each row; None for one that is no name."""
        for number, done, row in self.rows(ALTERNATE_COLUMNS):
            try:
                yield number, done, _other_name(row)
            except ValueError as error:
                raise self._broken(number, f"{error}: it is no alternateNamesV2 of GeoNames, or is broken") from None

    @contextmanager
    def _stream(self) -> Iterator[io.BufferedIOBase]:
        try:
            if self.member is None:
                with self.path.open("rb") as plain:
                    yield plain
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as packed:
                yield io.BufferedReader(packed, 1 << 18)  # type: ignore[type-var]  # a ZipExtFile reads like a raw file
        except zipfile.BadZipFile as error:
            raise DataError(f"{self.path} is damaged ({error}): download it again") from error
        except (RuntimeError, NotImplementedError) as error:
            raise DataError(f"{self.path} can't be unpacked: {error}") from error
        except OSError as error:
            raise DataError(f"{self.path} can't be read: {error.strerror or error}") from error

    def _columns(self, number: int, raw: bytes, columns: int) -> list[str]:
        if len(raw) > LONGEST_ROW:
            raise self._broken(number, f"it is longer than {LONGEST_ROW:,} bytes: it is no dump of GeoNames")
        try:
            row = raw.decode("utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError as error:
            raise self._broken(number, f"it is not UTF-8 ({error.reason} at byte {error.start})") from None
        if len(row) != columns:
            reason = f"it has {len(row)} columns instead of {columns}: the file is cut short, or is another"
            raise self._broken(number, reason)
        return row

    def _broken(self, number: int, reason: str) -> DataError:
        return DataError(f"{self.path}, row {number:,}: {reason}")


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The table in a zip file: beside it GeoNames puts a readme or a list of languages."""
    tables = [info for info in archive.infolist() if info.filename.endswith(".txt") and not info.is_dir()]
    tables = [info for info in tables if info.filename not in ("readme.txt", "iso-languagecodes.txt")]
    if len(tables) != 1:
        names = ", ".join(sorted(info.filename for info in tables)[:5]) or "none"
        raise DataError(f"{path} should hold one table (.txt) of GeoNames; it holds: {names}")
    return tables[0]


def _place(row: list[str]) -> DumpPlace | None:
    """Raises ValueError where a column holds what it can't."""
    number, name, alternates, feature, country = int(row[0]), row[1], row[3], row[7], row[8]
    lat, lon, population = float(row[4]), float(row[5]), int(row[14] or 0)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"there is no point {row[4]}, {row[5]}")
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError(f"{country!r:.20} is no country code")
    kind = _FEATURES.get(feature)
    if kind is None or not name or (kind not in (Kind.REGION, Kind.NATURAL) and not country):
        return None
    return DumpPlace(
        geonames_id=number,
        name=name,
        alternates=tuple(alternates.split(",")) if alternates else (),
        kind=kind,
        feature=feature,
        country=country,
        code=_code(number, country, row[10:14], feature),
        lat=lat,
        lon=lon,
        population=max(0, population),
        extent_km=_EXTENT_KM.get(kind, 0.0),
    )


def _code(number: int, country: str, units: list[str], feature: str) -> str:
    """The code of the unit that a place is, or of the second order at most that holds it. A unit without a code of its
    own gets its GeoNames id for one.
    """
    orders = {"ADM1": 1, "ADM3": 3}.get(feature, 2)
    if feature.startswith("ADM") and not units[orders - 1]:
        units = [*units[: orders - 1], str(number)]
    parts = [country]
    for unit in units[:orders]:
        if not unit or unit == "00":
            break
        parts.append(unit)
    return ".".join(parts) if country else ""


def _other_name(row: list[str]) -> OtherName | None:
    int(row[0])
    number, language, name = int(row[1]), row[2], row[3]
    if not name or language in _NO_NAMES:
        return None
    return OtherName(
        geonames_id=number, name=name, usual=language == "en" and "1" in (row[4], row[5]) and row[7] != "1"
    )

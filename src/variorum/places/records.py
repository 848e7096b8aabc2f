"""The nouns of this library: what the gazetteer holds, what a text names, what the two make together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from variorum.models import Place
from variorum.places.countries import gleditsch_ward
from variorum.values import Span


class Kind(StrEnum):
    """What sort of place a name stands for."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    REGION = "region"
    NATURAL = "natural"
    CONTINENT = "continent"
    NEIGHBOURHOOD = "neighbourhood"
    FACILITY = "facility"
    STREET = "street"
    DEMONYM = "demonym"
    OFFSET = "offset"
    SPOT = "spot"  # named by a common noun only: no gazetteer and no reader of names yields it


RANKS = {
    Kind.STREET: 7, Kind.FACILITY: 7, Kind.SPOT: 7, Kind.NEIGHBOURHOOD: 6, Kind.CITY: 5, Kind.OFFSET: 4,
    Kind.NATURAL: 4, Kind.ADMIN2: 3, Kind.REGION: 2, Kind.ADMIN1: 2, Kind.COUNTRY: 1, Kind.CONTINENT: 0,
    Kind.DEMONYM: 0,
}  # fmt: skip


_TO_A_TOWN = (1, 2)
"""UCDP's codes of places that lie in a town, or up to 25 km from one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One entry of the gazetteer that a name may stand for.

    id: of this gazetteer file; geonames_id: of GeoNames, None for entries of the project's own list. feature:
    GeoNames feature code where known. countries: ISO 3166-1 alpha-2, one for all but regions that cross borders.
    code: GeoNames administrative code ("EG.27"); of a city that of the unit that holds it. extent_km: about how far
    across. main: whether the name looked up is its usual one, not an alternate. exact: whether the names agree letter
    by letter, transliteration aside.
    """

    id: int
    geonames_id: int | None
    name: str
    kind: Kind
    feature: str
    countries: tuple[str, ...]
    code: str
    lat: float | None
    lon: float | None
    population: int
    extent_km: float
    main: bool = True
    exact: bool = True

    @property
    def country(self) -> str | None:
        """The one country that holds it; None where it crosses borders."""
        return self.countries[0] if len(self.countries) == 1 else None

    @property
    def admin1(self) -> str | None:
        """GeoNames code of the first-order unit ("EG.27"), None above that level."""
        parts = self.code.split(".")
        return ".".join(parts[:2]) if len(parts) > 1 else None

    @property
    def admin2(self) -> str | None:
        """GeoNames code of the second-order unit ("US.LA.079"), None above that level or where it is not known."""
        parts = self.code.split(".")
        return ".".join(parts[:3]) if len(parts) > 2 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A distance and direction from a named place: km None where the text gives none, bearing None where it names
    none.
    """

    km: float | None
    bearing: float | None
    about: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that a text names: `text` is the words of `span`; `name` is the part that a gazetteer may hold.

    asked: the sort of unit that the words ask for ("the town of", "province"). part: "northern", "downtown": a part
    of the named place only. near: the words say near it, not in it. built: a building or street is said to be in it
    ("a bus station in Agadez"), as they are in towns. attributive: the name only modifies another noun ("Alexandria
    police"). dateline: the report was filed there. containers: indices, in the same tuple, of the
    mentions that the words put it in ("Arish, North Sinai"). score: how sure the grammar is that a place is meant; 2
    and more is likely.
    """

    text: str
    span: Span
    kind: Kind
    name: str
    candidates: tuple[Candidate, ...] = ()
    asked: Kind | None = None
    part: str | None = None
    near: bool = False
    built: bool = False
    attributive: bool = False
    dateline: bool = False
    containers: tuple[int, ...] = ()
    offset: Offset | None = None
    score: float = 0.0

    @property
    def rank(self) -> int:
        """How specific it is, higher is finer: 7 a facility or street, 6 a neighbourhood, 5 a town, 3 a district, 2 a
        region, 1 a country, 0 a demonym or continent.
        """
        return RANKS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedPlace:
    """A mention with the place it was taken for, and why. Not found stays None.

    precision names the level that the words support; where_prec is UCDP's code 1 to 7, geo_precision ACLED's 1 to 3.
    radius_km: how far the place may be from the point; from_km: how far at least ("80 miles from Cairo" is a ring about
    Cairo). alternatives: what else it could have been, best first.
    """

    mention: Mention
    entry: Candidate | None
    country: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None
    precision: str
    where_prec: int | None
    geo_precision: int | None
    locality: str | None
    admin1: str | None
    admin2: str | None
    radius_km: float | None
    reason: str
    alternatives: tuple[Candidate, ...] = ()
    from_km: float | None = None

    @property
    def prio_grid(self) -> int | None:
        """The PRIO-GRID cell (half a degree; 1 at the south-western corner) that holds the point."""
        if self.lat is None or self.lon is None:
            return None
        row, column = math.floor((self.lat + 90) * 2), math.floor((self.lon + 180) * 2)
        return min(row, 359) * 720 + min(column, 719) + 1

    @property
    def gw(self) -> int | None:
        """Gleditsch and Ward's number of the country; None outside their list."""
        return gleditsch_ward(self.country) if self.country else None

    @property
    def place(self) -> Place:
        """The place in the vocabulary of claims."""
        return Place(
            text=self.mention.text,
            span=self.mention.span,
            country=self.country,
            lat=self.lat,
            lon=self.lon,
            geonames_id=self.geonames_id,
            precision=self.precision,
            locality=self.locality,
            admin1=self.admin1,
            where_prec=self.where_prec,
            geo_precision=self.geo_precision,
            admin2=self.admin2,
            gw=self.gw,
            prio_grid=self.prio_grid if self.where_prec in _TO_A_TOWN else None,
            from_km=self.from_km,
            to_km=self.radius_km,
        )


@lru_cache(maxsize=1 << 14)
def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    p, q = math.radians(lat), math.radians(other_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))

"""How precise a place is, from how the text names it: UCDP's where_prec and ACLED's geo_precision. Never finer than
the words.

UCDP GED codebook 23.1: 1 a named place, a quarter of a town included; 2 near a named place, up to 25 km from it; 3 a
second-order unit; 4 a first-order unit; 5 a larger or fuzzy region, or more than 25 km from a named place; 6 a
country; 7 at sea. ACLED codebook: 1 a named town; 2 near a town, or part of a region; 3 a larger region.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.places.records import Candidate, Kind, Mention

NEAR_KM = 25.0
SMALL_REGION_KM = 60.0
SEAS = frozenset({"sea", "ocean", "gulf", "strait", "bay", "channel"})


@dataclass(frozen=True, slots=True)
class Precision:
    """The level that words support: a word for it, UCDP's code, ACLED's code; None where nothing is known."""

    level: str
    where_prec: int | None
    geo_precision: int | None


FACILITY = Precision("facility", 1, 1)
STREET = Precision("street", 1, 1)
NEIGHBOURHOOD = Precision("neighbourhood", 1, 1)
TOWN = Precision("town", 1, 1)
NEAR = Precision("near", 2, 2)
DISTRICT = Precision("district", 3, 2)
PROVINCE = Precision("province", 4, 3)
REGION = Precision("region", 5, 3)
COUNTRY = Precision("country", 6, 3)
SEA = Precision("sea", 7, 3)
UNKNOWN = Precision("unknown", None, None)


def precision(mention: Mention, entry: Candidate | None, *, located: bool) -> Precision:
    """The precision of a mention that was taken for `entry`. `located`: whether at least the town that holds it is
    known.
    """
    if mention.kind in (Kind.DEMONYM, Kind.CONTINENT):
        return COUNTRY if entry is not None and entry.kind is Kind.COUNTRY else UNKNOWN
    if mention.kind is Kind.OFFSET:
        return _offset(mention)
    if mention.kind in (Kind.FACILITY, Kind.STREET, Kind.NEIGHBOURHOOD):
        found = {Kind.FACILITY: FACILITY, Kind.STREET: STREET}.get(mention.kind, NEIGHBOURHOOD)
        return found if located else Precision(found.level, None, None)
    if entry is None:
        return UNKNOWN
    return _entry(mention, entry)


def _offset(mention: Mention) -> Precision:
    km = mention.offset.km if mention.offset is not None else None
    return NEAR if km is None or km <= NEAR_KM else REGION


def _entry(mention: Mention, entry: Candidate) -> Precision:
    match entry.kind:
        case Kind.CITY:
            return NEAR if mention.near else TOWN
        case Kind.ADMIN2:
            return DISTRICT
        case Kind.ADMIN1:
            return PROVINCE
        case Kind.COUNTRY:
            return REGION if mention.part else COUNTRY
        case Kind.FACILITY | Kind.STREET | Kind.NEIGHBOURHOOD:
            return FACILITY
        case Kind.NATURAL | Kind.REGION:
            if entry.feature in SEAS:
                return SEA
            return NEAR if entry.extent_km <= SMALL_REGION_KM else REGION
        case _:
            return UNKNOWN

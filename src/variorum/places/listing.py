"""Resolved places as plain data: what `variorum places` writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from variorum.places.records import Candidate, ResolvedPlace

Row = dict[str, Any]


def to_rows(places: Iterable[ResolvedPlace]) -> list[Row]:
    """One row for each place of a text, in their order: where it stands, what it was taken for, why, and what else it
    could have been. Every row has every field; what is not known is None. span: start and end in code points.
    """
    return [_row(place) for place in places]


def _row(place: ResolvedPlace) -> Row:
    mention = place.mention
    return {
        "span": [mention.span.start, mention.span.end],
        "text": mention.text,
        "kind": mention.kind.value,
        "name": place.entry.name if place.entry else None,
        "country": place.country,
        "gw": place.gw,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "locality": place.locality,
        "lat": place.lat,
        "lon": place.lon,
        "from_km": place.from_km,
        "to_km": place.radius_km,
        "geonames_id": place.geonames_id,
        "prio_grid": place.place.prio_grid,
        "precision": place.precision,
        "where_prec": place.where_prec,
        "geo_precision": place.geo_precision,
        "attributive": mention.attributive,
        "dateline": mention.dateline,
        "reason": place.reason,
        "alternatives": [_alternative(entry) for entry in place.alternatives],
    }


def _alternative(entry: Candidate) -> Row:
    return {
        "name": entry.name,
        "kind": entry.kind.value,
        "country": entry.country,
        "lat": entry.lat,
        "lon": entry.lon,
        "geonames_id": entry.geonames_id,
    }

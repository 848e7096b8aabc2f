"""The list of events: narrowed, ordered, in pages, on the map and over time, and exported as it is shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from markupsafe import Markup

from variorum.models import DisagreementKind, Outcome
from variorum.web.catalogue import Catalogue
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import codebook_of, page, part
from variorum.web.entries import Entry, read
from variorum.web.filters import Filter
from variorum.web.forest import Estimate
from variorum.web.gist import Gist
from variorum.web.names import countries, country, label, short_days
from variorum.web.packing import Packed, packed

router = APIRouter(include_in_schema=False)

SIZE = 50
MOST_POINTS = 20_000
_AT_ONCE = 200
_LINES = 4096
"""Lines of the list that are kept as they were drawn."""

_NO_DISPUTE = {DisagreementKind.COPY, DisagreementKind.VAGUENESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An event as the list shows it."""

    row: int
    gist: Gist
    label: str
    day: str
    country: str
    figure: Estimate | None
    said: str
    disputed: bool
    reviewed: bool


@router.get("/")
def home() -> RedirectResponse:
    return RedirectResponse("/events", 303)


@router.get("/events")
def events(request: Request) -> HTMLResponse:
    """The page of events that the filter in the address lets through."""
    wanted, codebook = _wanted(request), codebook_of(request)
    desk: Desk = request.app.state.desk
    catalogue = desk.catalogue()
    rows = catalogue.select(wanted)
    pages = max(1, -(-len(rows) // SIZE))
    asked = request.query_params.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1, 1), pages)
    shown = rows[(number - 1) * SIZE : number * SIZE]
    answer = page(
        request,
        "events.html",
        wanted=wanted,
        facets=_facets(catalogue, wanted, codebook),
        countries=countries(),
        rows=[_line(row, catalogue.entries.written(row), codebook) for row in shown.tolist()],
        filling=desk.filling,
        total=len(rows),
        total_all=len(catalogue),
        number=number,
        pages=pages,
        size=SIZE,
    )
    if request.headers.get("hx-target") == "filling":
        if not desk.filling:
            answer.headers["hx-refresh"] = "true"
    elif "hx-request" in request.headers:  # the address of a filter says nothing of what does not narrow
        answer.headers["hx-push-url"] = f"/events?{wanted.query}" if wanted.query else "/events"
    return answer


def _wanted(request: Request) -> Filter:
    """The filter of the address, figures by the codebook that is chosen."""
    return Filter.of(request.query_params, codebook_of(request))


def _facets(catalogue: Catalogue, wanted: Filter, codebook: str) -> Markup:
    """The facets of a list as HTML, kept as long as they stay the same."""

    def drawn() -> Markup:
        facets = catalogue.facets(wanted)
        return part("facets.html", wanted=wanted, facets=facets, countries=countries(), codebook=codebook)

    return catalogue.once(f"facets by {codebook}", wanted, drawn)


@lru_cache(maxsize=_LINES)
def _line(row: int, written: str, codebook: str) -> Markup:
    """An event in the list as HTML, by all that its entry says."""
    entry = read(written)
    found = entry.gist
    killed = found.tolls.get(Outcome.KILLED)
    shown = Line(
        row=row,
        gist=found,
        label=label(found),
        day=short_days(found.days),
        country=country(found.country),
        figure=entry.killed.get(codebook),
        said=str(killed) if killed else "",
        disputed=bool(entry.disagreements - _NO_DISPUTE),
        reviewed=entry.reviewed,
    )
    return part("line.html", line=shown, codebook=codebook)


@router.get("/events/points")
def points(request: Request) -> Response:
    """What the map draws: longitude, latitude, killed, radius in km and row of each event."""
    desk: Desk = request.app.state.desk
    catalogue, wanted = desk.catalogue(), _wanted(request)

    def made() -> Packed:
        rows = catalogue.select(wanted)
        found, number = catalogue.points(rows, MOST_POINTS)
        return packed(f'{{"points":{found},"unplaced":{len(rows) - number}}}')

    return catalogue.once("map", wanted, made).answer(request)


@router.get("/events/timeline")
def timeline(request: Request) -> Response:
    """Month by month how many events, and how many killed."""
    desk: Desk = request.app.state.desk
    catalogue, wanted = desk.catalogue(), _wanted(request)

    def made() -> Packed:
        unit, bars = catalogue.timeline(wanted)
        return packed(json.dumps({"unit": unit, "bars": bars}, separators=(",", ":")))

    return catalogue.once("timeline", wanted, made).answer(request)


@router.get("/events/at/{row}")
def at(request: Request, row: int) -> RedirectResponse:
    """The event of a row of the map."""
    catalogue = request.app.state.desk.catalogue()
    if not catalogue.is_event(row):
        raise MissingError(f"there is no event in row {row}")
    return RedirectResponse(f"/events/{catalogue.entries[row].gist.id}", 303)


COLUMNS = (
    "id", "label", "first_day", "last_day", "type", "country", "place", "lat", "lon", "radius_km", "actors",
    "killed_said_low", "killed_said_high", "codebook", "killed_low", "killed_best", "killed_high",
    "accounts", "origins", "disagreements", "reviewed",
)  # fmt: skip


@router.get("/events/export.{kind}")
def export(request: Request, kind: str) -> StreamingResponse:
    """Exactly the events of the filter, in its order, one at a time."""
    writers = {
        "csv": (_csv, "text/csv"),
        "jsonl": (_jsonl, "application/jsonl"),
        "geojson": (as_geojson, "application/geo+json"),
    }
    if kind not in writers:
        raise MissingError(f"there is no export {kind!r}; there are {', '.join(writers)}")
    write, media = writers[kind]
    desk: Desk = request.app.state.desk
    catalogue, codebook = desk.catalogue(), codebook_of(request)
    rows = catalogue.select(_wanted(request)).tolist()
    records = (record(catalogue.entries[row], codebook, catalogue.entries[row].killed.get(codebook)) for row in rows)
    return StreamingResponse(
        write(records),
        media_type=f"{media}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="events.{kind}"'},
    )


def record(entry: Entry, codebook: str, figure: Estimate | None) -> dict[str, Any]:
    """An event as a flat record; keys as COLUMNS."""
    found, killed = entry.gist, entry.gist.tolls.get(Outcome.KILLED)
    place = found.place
    values = (
        found.id, label(found), found.days and found.days.start.isoformat(), found.days and found.days.end.isoformat(),
        found.type.value, place and place.country, found.where if place else None, place and place.lat,
        place and place.lon, found.radius if place and place.lat is not None else None, list(found.actors),
        killed and killed.low, killed and killed.high, codebook or None,
        figure and figure.low, figure and figure.best, figure and figure.high,
        found.accounts, found.origins, sorted(kind.value for kind in entry.disagreements), entry.reviewed,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _csv(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for one in records:
        writer.writerow({name: _cell(value) for name, value in one.items()})
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cell(value: Any) -> Any:
    """A value for a spreadsheet: a text that would be taken for a formula is disarmed by an apostrophe."""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def _jsonl(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    return (json.dumps(one) + "\n" for one in records)


def as_geojson(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A collection of features, some hundred at a time: a piece that is sent costs as much as making many of them."""
    before = '{"type":"FeatureCollection","features":['
    while some := list(islice(records, _AT_ONCE)):
        yield before + ",".join(json.dumps(feature(one), separators=(",", ":")) for one in some)
        before = ","
    yield (before if before != "," else "") + "]}"


def feature(one: dict[str, Any]) -> dict[str, Any]:
    """A record as a GeoJSON feature; without a geometry where no point is known."""
    lat, lon = one["lat"], one["lon"]
    geometry = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {name: value for name, value in one.items() if name not in ("lat", "lon")}
    return {"type": "Feature", "id": one["id"], "geometry": geometry, "properties": properties}

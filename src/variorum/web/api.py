"""The API, /api/v1: what the pages show, as JSON, with stable ids, cursors and ETags."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from variorum.interchange import to_json
from variorum.models import Act, Decision, DisagreementKind, EventType, Figure, LinkedEvent, Outcome
from variorum.web.columns import Rows
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import page
from variorum.web.filters import Filter, FilterError, Sort
from variorum.web.forms import reviewer
from variorum.web.packing import is_known, tag_of
from variorum.web.pages.events import as_geojson, record
from variorum.web.readings import Reading
from variorum.web.ruling import FIELDS

router = APIRouter(prefix="/api/v1")

MOST = 500
_THIS_RUN = secrets.token_hex(8)
"""Catalogues are numbered anew in each process."""

_Id = Annotated[str, Path(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$")]


class Problem(BaseModel):
    """What went wrong."""

    error: str


class EventRecord(BaseModel):
    """An event in a line: its gist, and the figures of the codebook."""

    id: str
    label: str
    first_day: date | None
    last_day: date | None
    type: EventType
    country: str | None
    place: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None = Field(description="How far from its point the event may have been")
    actors: list[str]
    killed_said_low: int | None
    killed_said_high: int | None
    codebook: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    accounts: int
    origins: int
    disagreements: list[DisagreementKind]
    reviewed: bool


class EventPage(BaseModel):
    """Events in the order asked for; `next` is the cursor of what follows, null at the end."""

    total: int
    events: list[EventRecord]
    next: str | None


class DecisionIn(BaseModel):
    """A decision to be written. `field` and `value` as the public JSON of a claim has them."""

    model_config = ConfigDict(extra="forbid")

    act: Act
    targets: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(min_length=1, max_length=500)
    reason: str = Field("", max_length=2000)
    field: str | None = Field(None, description=f"Of a correction: one of {', '.join(FIELDS)}")
    value: Any = None


class DecisionOut(BaseModel):
    """A decision as it stands in the ledger."""

    id: str
    at: str
    by: str
    act: Act
    targets: list[str]
    reason: str
    field: str | None
    value: Any


_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "There is no such thing"}}
_WRONG: dict[int | str, dict[str, Any]] = {400: {"model": Problem, "description": "Something that can't be asked"}}
_IN: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No token, or one that holds no more"},
    304: {"description": "Unchanged since the ETag that was sent"},
}
_Codebook = Annotated[str | None, Query(max_length=60, description="Figures by this codebook")]


class EventQuery(BaseModel):
    """What events are asked for."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=200, description="Words of the label, place, actors or titles")
    since: date | None = None
    until: date | None = None
    country: list[Annotated[str, Field(pattern="^[A-Z]{2}$")]] = Field(default_factory=list, max_length=50)
    type: list[EventType] = Field(default_factory=list, max_length=20)
    actor: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=50)
    outcome: list[Outcome] = Field(default_factory=list, max_length=20)
    disagreement: list[DisagreementKind] = Field(default_factory=list, max_length=20)
    reviewed: bool | None = None
    killed: int | None = Field(None, ge=0, le=999_999_999, description="At least so many by some account")
    figure: int | None = Field(None, ge=0, le=999_999_999, description="At least so many by the codebook")
    origins: int | None = Field(None, ge=0, le=999_999_999, description="At least so many independent origins")
    box: str | None = Field(None, max_length=80, description="west,south,east,north in degrees")
    sort: Sort = Sort.NEWEST
    codebook: str | None = Field(None, max_length=60)

    def filter(self, codebook: str) -> Filter:
        """The filter, figures by a codebook. Raises FilterError."""
        from starlette.datastructures import QueryParams

        return Filter(
            q=self.q.strip(),
            since=self.since,
            until=self.until,
            country=tuple(self.country),
            type=tuple(self.type),
            actor=tuple(self.actor),
            outcome=tuple(self.outcome),
            disagreement=tuple(self.disagreement),
            reviewed="" if self.reviewed is None else "yes" if self.reviewed else "no",
            killed=self.killed,
            figure=self.figure,
            origins=self.origins,
            box=Filter.of(QueryParams({"box": self.box or ""})).box,
            sort=self.sort,
        ).by(codebook)


class PageQuery(EventQuery):
    """What events are asked for, and how many at once."""

    limit: int = Field(100, ge=1, le=MOST)
    cursor: str | None = Field(None, max_length=300, description="`next` of the page before")


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _answer(request: Request, content: Any, media: str = "application/json") -> Response:
    """The content as JSON, or 304 where the client has it already."""
    body = json.dumps(content, separators=(",", ":"), allow_nan=False, default=str).encode()
    return _unless_known(request, body, lambda headers: Response(body, media_type=media, headers=headers))


def _unless_known(request: Request, told: bytes, answer: Callable[[dict[str, str]], Response]) -> Response:
    """The answer with its tag, a digest of what is told; 304 where the client has that already."""
    tag = tag_of(told)
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return answer(headers)


def _codebook(desk: Desk, name: str | None) -> str:
    if name and name not in desk.codebooks:
        raise MissingError(f"there is no codebook {name!r}; there are {', '.join(desk.codebooks)}")
    return name or (desk.codebooks[0] if desk.codebooks else "")


@router.get("/events", responses={200: {"model": EventPage}, **_MISSING, **_WRONG, **_IN}, tags=["events"])
def events(request: Request, asked: Annotated[PageQuery, Query()]) -> Response:
    """The events that the filter lets through, in its order."""
    desk = _desk(request)
    codebook = _codebook(desk, asked.codebook)
    catalogue = desk.catalogue()
    rows = catalogue.select(asked.filter(codebook))
    start = _after(rows, asked.cursor, catalogue.rows)
    shown = rows[start : start + asked.limit].tolist()
    ids = [catalogue.entries[row].gist.id for row in shown]
    found = [
        record(catalogue.entries[row], codebook, catalogue.entries[row].killed.get(codebook))
        for row, id_ in zip(shown, ids, strict=True)
    ]
    more = start + len(shown) < len(rows)
    return _answer(request, {"total": len(rows), "events": found, "next": _cursor(ids[-1]) if more and ids else None})


def _cursor(id_: str) -> str:
    return base64.urlsafe_b64encode(id_.encode()).decode().rstrip("=")


def _after(rows: Rows, cursor: str | None, row_of: Mapping[str, int]) -> int:
    """Where the events after the cursor begin. Raises FilterError where its event is not among them."""
    if cursor is None:
        return 0
    try:
        id_ = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        return int((rows == row_of[id_]).nonzero()[0][0]) + 1
    except (ValueError, KeyError, IndexError):
        raise FilterError(f"cursor={cursor!r} is none of this list: begin again without one") from None


@router.get(
    "/events.geojson",
    responses={200: {"content": {"application/geo+json": {"schema": {"type": "object"}}}}, **_MISSING, **_WRONG, **_IN},
    tags=["events"],
)
def geojson(request: Request, asked: Annotated[EventQuery, Query()]) -> Response:
    """The events as a GeoJSON FeatureCollection; those without a known point have no geometry."""
    desk = _desk(request)
    codebook = _codebook(desk, asked.codebook)
    catalogue = desk.catalogue()
    entries = (catalogue.entries[row] for row in catalogue.select(asked.filter(codebook)).tolist())
    records = (record(one, codebook, one.killed.get(codebook)) for one in entries)

    def answer(headers: dict[str, str]) -> Response:
        return StreamingResponse(as_geojson(records), media_type="application/geo+json", headers=headers)

    # Of what may be very long the address and the state of the catalogue are told, not all that they come to.
    return _unless_known(request, f"{_THIS_RUN} {catalogue.number} {codebook} {request.url.query}".encode(), answer)


@router.get("/events/{event_id}", responses={**_MISSING, **_IN}, tags=["events"])
def event(request: Request, event_id: _Id) -> Response:
    """One event: every account with its claims, what does not add up, and the origin of each claim."""
    desk = _desk(request)
    found = desk.event(event_id)
    return _answer(
        request,
        {
            "id": found.id,
            "accounts": list(_accounts(found)),
            "origins": dict(found.origins),
            "disagreements": [asdict(one) for one in desk.disagreements(found)],
        },
    )


def _accounts(found: LinkedEvent) -> Iterator[dict[str, Any]]:
    for account in found.accounts:
        alone = Reading(id=account.report_id, report=account.report, accounts=(account,)).extraction
        written = to_json(alone)
        written["document"].pop("text", None)
        yield {"id": account.id, "report": account.report_id, **written}


@router.get("/events/{event_id}/figures", responses={**_MISSING, **_IN}, tags=["events"])
def event_figures(request: Request, event_id: _Id, codebook: _Codebook = None) -> Response:
    """The figures of an event by one codebook, or by all, each with its derivation."""
    desk = _desk(request)
    found = desk.event(event_id)
    chosen = [_codebook(desk, codebook)] if codebook else list(desk.codebooks)
    return _answer(request, {name: [_derived(one) for one in desk.figures(found, name)] for name in chosen})


def _derived(figure: Figure) -> dict[str, Any]:
    return {**figure._asdict(), "steps": [step._asdict() for step in figure.steps]}


@router.get("/reports/{report_id}", responses={**_MISSING, **_IN}, tags=["reports"])
def report(request: Request, report_id: _Id) -> Response:
    """One report as it was read, in the public JSON."""
    return _answer(request, to_json(_desk(request).reading(report_id).extraction))


@router.get(
    "/reports/{report_id}/decisions",
    responses={200: {"model": list[DecisionOut]}, **_MISSING, **_IN},
    tags=["decisions"],
)
def decisions(request: Request, report_id: _Id) -> Response:
    """Every decision on a report and all in it, in the order of time."""
    desk = _desk(request)
    report_id = desk.reading(report_id).id
    return _answer(request, [_out(one) for one in desk.decisions(report=report_id)])


def _out(one: Decision) -> dict[str, Any]:
    return {
        **asdict(one),
        "act": one.act.value,
        "targets": list(one.targets),
        "at": one.at.isoformat() if one.at else "",
    }


@router.post(
    "/decisions",
    status_code=201,
    responses={
        201: {"model": DecisionOut},
        400: {"model": Problem, "description": "A decision that can't be made"},
        401: _IN[401],
        403: {"model": Problem, "description": "A token that may only read"},
        409: {"model": Problem, "description": "Nobody's name would stand on it"},
    },
    tags=["decisions"],
)
def decide(request: Request, made: Annotated[DecisionIn, Body()]) -> Response:
    """Writes one decision, in the name of who asks."""
    person = reviewer(request)
    decision = Decision(
        act=made.act,
        targets=tuple(made.targets),
        by=person,
        reason=made.reason,
        field=made.field,
        value=made.value,
    )
    (written,) = _desk(request).decide([decision])
    return JSONResponse(_out(written), 201)


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """The paths of the API with their parameters."""
    return page(request, "api.html", paths=request.app.openapi()["paths"])

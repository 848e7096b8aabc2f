"""One event: its figure and how that came about, every toll on one axis, its accounts, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from variorum.export import words
from variorum.models import Account, Figure, LinkedEvent, Outcome, Responsibility, Severity, Toll
from variorum.values import CountRange
from variorum.web.desk import Desk
from variorum.web.drawing import codebook_of, page
from variorum.web.filters import Filter
from variorum.web.forest import Estimate, estimate, forests, voice
from variorum.web.forms import posted, reviewer
from variorum.web.gist import Gist, gist
from variorum.web.names import country, label

router = APIRouter(include_in_schema=False)

_MOST_RELATED = 8
_MOST_NEAR = 20
_DAYS_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a claim stands on the page, and what a link to it says."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What one codebook says of the dead, and why in a sentence."""

    name: str
    killed: Estimate | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An account with what it says of the dead and the injured."""

    account: Account
    killed: str
    injured: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who did it, as one claim has it."""

    account: Account
    claim: Responsibility
    answer: str


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> HTMLResponse:
    """The page of one event, figures by the codebook that is chosen."""
    desk: Desk = request.app.state.desk
    codebook = codebook_of(request)
    found = desk.event(event_id)
    about, figures = gist(found), {name: desk.figures(found, name) for name in desk.codebooks}
    of_codebook = figures.get(codebook, ())
    estimates = {outcome: told for outcome in Outcome if (told := estimate(codebook, of_codebook, outcome)) is not None}
    return page(
        request,
        "event.html",
        gist=about,
        label=label(about),
        country=country(about.country),
        killed=estimates.get(Outcome.KILLED),
        injured=estimates.get(Outcome.INJURED),
        figures=of_codebook,
        books=[_book(name, figures[name]) for name in desk.codebooks],
        forests=forests(found, estimates),
        timeline=list(over_time(found)),
        accounts=[_told(account) for account in found.accounts],
        anchors=anchors(found),
        findings=sorted(desk.disagreements(found), key=lambda one: one.severity is not Severity.CONTRADICTION),
        responsibility=[
            Answer(account=account, claim=claim, answer=words.answer(claim)) for account, claim in found.responsibility
        ],
        points=_points(about),
        actors=dict.fromkeys(
            (actor.name or actor.text, actor.side) for one in found.accounts for actor in one.event.actors
        ),
        weapons=tuple(dict.fromkeys(weapon for one in found.accounts for weapon in one.event.weapons)),
        related=related(desk, found),
        near=near(desk, about),
    )


def _book(name: str, figures: Iterable[Figure]) -> Book:
    figures = tuple(figures)
    told = estimate(name, figures)
    reason = next(
        (
            figure.reason
            for figure in figures
            if told and figure.value in (told.best, told.low) and figure.value is not None
        ),
        "",
    )
    return Book(name=name, killed=told, reason=reason or (figures[0].reason if figures else "no figure"))


def _points(about: Gist) -> list[tuple[float, float, int, float, int]]:
    if about.point is None:
        return []
    killed = about.tolls.get(Outcome.KILLED, CountRange(0, 0))
    return [(*about.point, killed.high or killed.floor, about.radius, 0)]


def _told(account: Account) -> Told:
    return Told(
        account=account, killed=_said(account.tolls, Outcome.KILLED), injured=_said(account.tolls, Outcome.INJURED)
    )


def _said(tolls: Iterable[Toll], outcome: Outcome) -> str:
    """The counts of an outcome that an account gives, from low to high, each once; parts stand in their whole."""
    counts = {toll.count for toll in tolls if toll.outcome is outcome and toll.part_of is None}
    return "; ".join(str(count) for count in sorted(counts, key=lambda count: (count.floor, count.high or count.floor)))


def anchors(found: LinkedEvent) -> dict[str, Anchor]:
    """The place on the page of each toll and each claim of who did it."""
    out = {toll.id: Anchor(href=f"#c-{toll.id}", text=str(toll.count)) for _, toll in found.tolls}
    out |= {claim.id: Anchor(href=f"#c-{claim.id}", text=words.answer(claim)) for _, claim in found.responsibility}
    for account in found.accounts:
        for statement in (*account.place_claims, *account.date_claims):
            out[statement.id] = Anchor(
                href=f"/reports/{account.report_id}#c-{statement.id}", text=words.line(statement.quote)
            )
    return out


def over_time(found: LinkedEvent) -> Iterator[dict[str, Any]]:
    """Each whole toll of the killed with the day on which it was published, in that order."""
    told = [
        (account, toll)
        for account, toll in found.tolls
        if toll.outcome is Outcome.KILLED and toll.part_of is None and account.report.published
    ]
    for account, toll in sorted(told, key=lambda pair: (str(pair[0].report.published), pair[1].id)):
        yield {
            "day": str(account.report.published),
            "low": toll.count.floor,
            "high": toll.count.high,
            "count": str(toll.count),
            "who": words.chain(toll.sources),
            "publisher": account.report.publisher or account.report.id,
            "voice": voice(toll),
        }


def related(desk: Desk, found: LinkedEvent) -> list[Gist]:
    """Other events that the same reports tell of."""
    catalogue = desk.catalogue()
    ids = desk.events_of({account.report_id for account in found.accounts}) - {found.id}
    rows = sorted(catalogue.rows[id_] for id_ in ids if id_ in catalogue.rows)
    return [catalogue.entries[row].gist for row in rows[:_MOST_RELATED]]


def near(desk: Desk, about: Gist) -> list[Gist]:
    """Events that may be the same one: of the same country, or without one, within a few days."""
    if about.days is None:
        return []
    days = about.days.widen(_DAYS_NEAR)
    catalogue = desk.catalogue()
    rows = catalogue.select(Filter(since=days.start, until=days.end)).tolist()
    found = [catalogue.entries[row].gist for row in rows]
    return [one for one in found if one.id != about.id and one.country in ("", about.country)][:_MOST_NEAR]


@router.post("/events/{event_id}/merge")
def merge(
    request: Request,
    event_id: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> RedirectResponse:
    """Puts another event's accounts to this one's."""
    desk: Desk = request.app.state.desk
    other = str(form.get("other", "")).strip().rstrip("/").rpartition("/")[2]
    whole = desk.merge(event_id, other, person, str(form.get("reason", "")))
    return RedirectResponse(f"/events/{whole}", 303)


@router.post("/events/{event_id}/split")
def split(
    request: Request,
    event_id: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> RedirectResponse:
    """Takes the chosen accounts out, into an event of their own."""
    desk: Desk = request.app.state.desk
    out = [str(value) for value in form.getlist("account")]
    return RedirectResponse(f"/events/{desk.split(event_id, out, person, str(form.get('reason', '')))}", 303)

"""One event: its figure and how that came about, every toll on one axis, its accounts, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from variorum.export import words
from variorum.models import (
    Account,
    Act,
    Decision,
    Disagreement,
    DisagreementKind,
    Figure,
    LinkedEvent,
    Outcome,
    Responsibility,
    Severity,
    Toll,
    Verdict,
)
from variorum.values import CountRange
from variorum.web.catalogue import Catalogue
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import codebook_of, page
from variorum.web.filters import Filter
from variorum.web.forest import Estimate, estimate, forests, voice
from variorum.web.forms import posted, reviewer
from variorum.web.gist import Gist, gist
from variorum.web.incidents import comments
from variorum.web.names import country, label
from variorum.web.ruling import own, standing

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
    """An account with what it says of the dead and the injured. `tie`: the account of the event that it is likest to,
    and how likely the two are of one event.
    """

    account: Account
    killed: str
    injured: str
    tie: tuple[str, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who did it, as one claim or several have it."""

    answer: str
    claims: tuple[tuple[Account, Responsibility], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """Another event that may be this one, by the pair of accounts that is likest."""

    gist: Gist
    first: str
    second: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another event that the same reports tell of. `background`: they tell of it in passing only."""

    gist: Gist
    background: bool


@router.get("/events/{event_id}")
def event(request: Request, event_id: str) -> HTMLResponse:
    """The page of one event, figures by the codebook that is chosen."""
    desk: Desk = request.app.state.desk
    with desk.looking():
        try:
            return _shown(request, desk, desk.event(event_id))
        except MissingError:
            return _gone(request, event_id)


def _shown(request: Request, desk: Desk, found: LinkedEvent) -> HTMLResponse:
    codebook, catalogue = codebook_of(request), desk.catalogue()
    about, figures = gist(found), {name: desk.figures(found, name) for name in desk.codebooks}
    of_codebook = figures.get(codebook, ())
    estimates = {outcome: told for outcome in Outcome if (told := estimate(codebook, of_codebook, outcome)) is not None}
    same, perhaps = ties(desk, found, catalogue)
    findings = sorted(desk.disagreements(found), key=_gravest)
    return page(
        request,
        "event.html",
        gist=about,
        label=label(about),
        country=country(about.country),
        killed=estimates.get(Outcome.KILLED),
        injured=estimates.get(Outcome.INJURED),
        why=why(of_codebook, estimates.get(Outcome.KILLED)),
        figures=of_codebook,
        books=[_book(name, figures[name]) for name in desk.codebooks],
        published=desk.published(found),
        forests=forests(found, estimates),
        timeline=list(over_time(found)),
        course=list(course(desk, found, codebook)),
        accounts=[_told(account, same.get(account.id)) for account in found.accounts],
        anchors=anchors(found),
        findings=[one for one in findings if one.kind is not DisagreementKind.COPY],
        copies=[one for one in findings if one.kind is DisagreementKind.COPY],
        answers=answers(found),
        points=_points(about),
        sides=sides(found),
        weapons=tuple(dict.fromkeys(weapon for one in found.accounts for weapon in one.event.weapons)),
        related=related(desk, found, catalogue),
        perhaps=perhaps,
        near=near(about, catalogue),
        comments=comments(found.id, own(desk.decisions_on([found.id]))),
    )


def _gone(request: Request, event_id: str) -> HTMLResponse:
    """The page of what a person said is no event; raises MissingError where nobody did."""
    desk: Desk = request.app.state.desk
    first = event_id.replace("event-", "account-", 1)
    rows = standing(desk.decisions_on({event_id, first, *desk.ledger.members(event_id)}))
    if not (said := [row for row in rows if row.act is Act.NOT_AN_EVENT]):
        raise MissingError(f"there is no event {event_id!r}")
    return page(request, "gone.html", event=event_id, said=said)


def _gravest(one: Disagreement) -> bool:
    return one.severity is not Severity.CONTRADICTION


_CHOSEN_BY = {
    "most_agreed": "the figure that agrees with most other accounts",
    "lowest_of_each_group": "the lowest figure that a source stands by",
    "recent_majority_lowest": "what most of the latest sources say, else the lowest of them",
    "range_of_each_group": "from the lowest to the highest figure that a source stands by",
}
"""What a rule that chooses a figure does, in words for a heading."""


def why(figures: Iterable[Figure], told: Estimate | None) -> str:
    """How the figure of the heading was chosen, in half a sentence; "" where no number was."""
    if told is None:
        return ""
    wanted = told.best if told.best is not None else told.low if told.low is not None else told.high
    chosen = next((one for one in figures if one.value == wanted and one.value is not None and one.steps), None)
    if chosen is None:
        return ""
    phrase = next((_CHOSEN_BY[step.rule] for step in reversed(chosen.steps) if step.rule in _CHOSEN_BY), "")
    return phrase or words.line(chosen.reason)


def _book(name: str, figures: Iterable[Figure]) -> Book:
    figures = tuple(figures)
    told = estimate(name, figures)
    return Book(name=name, killed=told, reason=why(figures, told) or (figures[0].reason if figures else "no figure"))


def sides(found: LinkedEvent) -> dict[str, tuple[str, ...]]:
    """Who stands on each side, each name once, by side in the order in which they are first told of."""
    by: dict[str, dict[str, None]] = {}
    for one in found.accounts:
        for actor in one.event.actors:
            by.setdefault(actor.side, {})[actor.name or actor.text] = None
    return {side: tuple(names) for side, names in by.items()}


def _points(about: Gist) -> list[tuple[float, float, int, float, int]]:
    if about.point is None:
        return []
    killed = about.tolls.get(Outcome.KILLED, CountRange(0, 0))
    return [(*about.point, killed.high or killed.floor, about.radius, 0)]


def _told(account: Account, tie: tuple[str, float] | None) -> Told:
    return Told(
        account=account,
        killed=_said(account.tolls, Outcome.KILLED),
        injured=_said(account.tolls, Outcome.INJURED),
        tie=tie,
    )


def answers(found: LinkedEvent) -> list[Answer]:
    """Who did it, those first that most claims name."""
    by: dict[str, list[tuple[Account, Responsibility]]] = {}
    for account, claim in found.responsibility:
        by.setdefault(words.answer(claim), []).append((account, claim))
    return [Answer(answer=said, claims=tuple(by[said])) for said in sorted(by, key=lambda said: -len(by[said]))]


def ties(desk: Desk, found: LinkedEvent, catalogue: Catalogue) -> tuple[dict[str, tuple[str, float]], list[Perhaps]]:
    """By account the other one of the event that it is likest to; and the events that may be this one."""
    inside = {account.id for account in found.accounts}
    same: dict[str, tuple[str, float]] = {}
    unsure: dict[str, tuple[str, str, float]] = {}
    for one in sorted(desk.ledger.judgements(inside), key=lambda one: one.score or 1.0):
        pair, score = (one.first, one.second), 1.0 if one.score is None else one.score
        if inside.issuperset(pair):
            same |= {id_: (other, score) for id_, other in (pair, pair[::-1])}
        elif one.verdict is Verdict.UNSURE:
            mine, other = pair if one.first in inside else pair[::-1]
            unsure[other] = (mine, other, score)
    of = desk.ledger.events_of(unsure)
    events = {of[id_]: told for id_, told in unsure.items() if of[id_] in catalogue.rows}
    perhaps = [
        Perhaps(gist=catalogue.entries[catalogue.rows[event]].gist, first=told[0], second=told[1], score=told[2])
        for event, told in events.items()
    ]
    return same, sorted(perhaps, key=lambda one: -one.score)[:_MOST_RELATED]


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


def course(desk: Desk, found: LinkedEvent, codebook: str) -> Iterator[dict[str, Any]]:
    """What the codebook would have said on each day that a report came out, of all that was published by then."""
    days = sorted({account.report.published for account in found.accounts if account.report.published})
    for day in days if len(days) > 1 else ():
        known = tuple(one for one in found.accounts if one.report.published and one.report.published <= day)
        told = estimate(codebook, desk.figures(replace(found, accounts=known), codebook))
        if told is not None:
            yield {"day": str(day), "low": told.low, "best": told.best, "high": told.high, "told": str(told)}


def related(desk: Desk, found: LinkedEvent, catalogue: Catalogue) -> list[Related]:
    """Other events that the same reports tell of, those first that they are mainly about."""
    told = desk.ledger.told_by(dict.fromkeys(account.report_id for account in found.accounts))
    of = desk.ledger.events_of(told)
    main = {of[id_] for id_, is_main in told.items() if is_main}
    rows = sorted(catalogue.rows[id_] for id_ in set(of.values()) - {found.id} if id_ in catalogue.rows)
    gists = [catalogue.entries[row].gist for row in rows]
    known = [Related(gist=one, background=one.id not in main) for one in gists]
    return sorted(known, key=lambda one: one.background)[:_MOST_RELATED]


def near(about: Gist, catalogue: Catalogue) -> list[Gist]:
    """Events that may be the same one: of the same country, or without one, within a few days."""
    if about.days is None:
        return []
    days = about.days.widen(_DAYS_NEAR)
    wanted = Filter(since=days.start, until=days.end, country=tuple({"", about.country}))
    found = [catalogue.entries[row].gist for row in catalogue.select(wanted)[: _MOST_NEAR + 1].tolist()]
    return [one for one in found if one.id != about.id][:_MOST_NEAR]


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


@router.post("/events/{event_id}/published")
def judge_row(
    request: Request,
    event_id: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> RedirectResponse:
    """Says that a published row is about the event, or about another."""
    desk: Desk = request.app.state.desk
    found = desk.event(event_id)
    act = Act.DIFFERENT if form.get("act") == "different" else Act.SAME
    targets = (str(form.get("row", "")), found.accounts[0].id)
    desk.decide([Decision(act=act, targets=targets, by=person, reason=str(form.get("reason", "")).strip())])
    return RedirectResponse(f"/events/{found.id}#published-h", 303)


@router.post("/events/{event_id}/decide")
def decide(
    request: Request,
    event_id: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> RedirectResponse:
    """A note on the event, or that it is none."""
    desk: Desk = request.app.state.desk
    found = desk.event(event_id)
    act = Act.NOT_AN_EVENT if form.get("act") == "not_an_event" else Act.COMMENT
    reason = str(form.get("reason", "")).strip()
    desk.decide([Decision(act=act, targets=(found.id,), by=person, reason=reason)])
    return RedirectResponse(f"/events/{found.id}", 303)

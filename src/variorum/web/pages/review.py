"""Review: the queue, and a report gone through claim by claim, by keyboard; each decision is a row with a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from variorum.export import words
from variorum.export.page import anchors
from variorum.models import (
    Account,
    Act,
    Decision,
    EventType,
    GroupCategory,
    Outcome,
    Responsibility,
    SourceKind,
    Stance,
    Toll,
)
from variorum.values import Span
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import codebook_of, page
from variorum.web.forest import Context, context, estimate
from variorum.web.forms import posted, reviewer
from variorum.web.incidents import NO_EVENT, IncidentCard, comments, corrections, incident_cards
from variorum.web.marking import chains, marked_section
from variorum.web.meaning import Meaning, meaning, places_called
from variorum.web.readings import Reading
from variorum.web.ruling import ON_CLAIMS, DecisionError, Ruling, changed, of_claim, own, standing

router = APIRouter(include_in_schema=False)

REASONS = (
    "not a count of people",
    "another event",
    "said of a group that is counted elsewhere",
    "a figure over many events",
    "supposed, not stated",
    "a repetition of the same statement",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One claim as it is gone through: as it was read, and as it is by what this person decided. `anchor`: its words in
    the text; `others`: what other people made of it, shown only once this person has decided; `undoes`: the decisions
    that an undo takes back; `comments`: what anybody noted on it.
    """

    id: str
    anchor: str
    kind: str
    claim: Toll | Responsibility
    now: Toll | Responsibility
    account: Account | None
    event: str
    who: str
    context: Context
    state: str
    reason: str
    undoes: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    comments: tuple[Decision, ...]
    doubt: str

    @property
    def title(self) -> str:
        return _title(self.now)


def _title(claim: Toll | Responsibility) -> str:
    if isinstance(claim, Toll):
        return f"{claim.count} {words.spoken(claim.outcome.value)}"
    return words.answer(claim)


@router.get("/review")
def queue(request: Request) -> HTMLResponse:
    """The reports to go through, those first that would move a figure most."""
    desk: Desk = request.app.state.desk
    return page(
        request,
        "queue.html",
        queue=desk.queue(request.state.person.name, 100),
    )


@router.get("/review/{report_id}")
def review(request: Request, report_id: str) -> HTMLResponse:
    """A report with its claims, one after the other in the order of the text."""
    desk: Desk = request.app.state.desk
    with desk.looking():
        return _shown(request, desk.reading(report_id))


def _shown(request: Request, reading: Reading) -> HTMLResponse:
    decisions = reading.decisions
    found = deck(reading, decisions, request.state.person.name)
    return page(
        request,
        "review.html",
        reading=reading,
        section=marked_section(reading),
        chains=chains(reading),
        cards=found,
        left=sum(card.state == "" for card in found),
        done=of_claim(reading.id, standing(decisions), request.state.person.name).accepted,
        comments=comments(reading.id, own(decisions)),
        **_offered(reading),
    )


def deck(reading: Reading, decisions: Iterable[Decision], person: str) -> list[IncidentCard | Card]:
    """All that is gone through of a report: its incidents, then its claims."""
    decisions, named = list(decisions), anchors("r", reading.extraction)
    return [*incident_cards(reading, decisions, named, person), *cards(reading, decisions, person)]


def _offered(reading: Reading) -> dict[str, Any]:
    """What the forms of a card offer."""
    return {"choices": choices(reading), "reasons": REASONS, "no_event": NO_EVENT, "effect": ""}


@router.get("/review/{report_id}/words")
def said(request: Request, report_id: str) -> JSONResponse:
    """What words of the report say (`from` and `to`: where they stand), or a name that was written (`text`)."""
    report = request.app.state.desk.reading(report_id).report
    text = request.query_params.get("text", "").strip()[:200]
    if text:
        return JSONResponse(Meaning(text=text, places=places_called(text)).to_json())
    edges = [request.query_params.get(name, "") for name in ("from", "to")]
    start, end = (int(edge) if edge.isdecimal() and len(edge) < 9 else 0 for edge in edges)
    if not 0 <= start < end <= len(report.text):
        raise DecisionError("there are no words there: mark some in the text")
    return JSONResponse(meaning(report, Span(start, end)).to_json())


def choices(reading: Reading) -> dict[str, Sequence[tuple[str, str]]]:
    """What the selections of the form offer, values and words."""
    return {
        "outcome": [(one.value, words.spoken(one.value)) for one in Outcome],
        "category": [(one.value, words.spoken(one.value)) for one in GroupCategory],
        "kind": [(one.value, words.spoken(one.value)) for one in SourceKind],
        "stance": [(one.value, one.value) for one in Stance],
        "account": [(account.id, _named(account)) for account in reading.accounts],
        "type": [(one.value, words.spoken(one.value)) for one in EventType],
    }


def _named(account: Account) -> str:
    return words.line(account.event.label) or words.spoken(account.event.type.value)


def cards(reading: Reading, decisions: Iterable[Decision], person: str) -> list[Card]:
    """The tolls and statements of responsibility of a report, in the order of the text, those that people added among
    them.
    """
    rows = own(decisions)
    of_claim = anchors("r", reading.extraction)
    claims: list[tuple[Toll | Responsibility, Account | None]] = []
    for account in (*reading.accounts, *reading.added):
        claims += [(toll, account) for toll in account.tolls]
        claims += [(claim, account) for claim in account.responsibility]
    claims += [(toll, None) for toll in reading.aggregates]
    ordered = sorted(claims, key=lambda pair: (pair[0].span, pair[0].id))
    return [
        _card(claim, account, rows, of_claim.get(f"{_kind(claim)} {claim.id}", ""), reading, person)
        for claim, account in ordered
    ]


def _kind(claim: Toll | Responsibility) -> str:
    return "toll" if isinstance(claim, Toll) else "responsibility"


def _card(
    claim: Toll | Responsibility,
    account: Account | None,
    rows: Sequence[Decision],
    anchor: str,
    reading: Reading,
    person: str,
) -> Card:
    ruling = of_claim(claim.id, rows, person)
    now = _by(claim, ruling, person)
    put_in = [row for row in rows if _adds(row, claim)]
    undoes = [*ruling.rows, *(row for row in put_in if row.by == person)]
    people = {row.by for row in rows if claim.id in row.targets and row.act in ON_CLAIMS} - {person}
    state = ruling.state or ("add" if put_in else "")
    return Card(
        id=claim.id,
        anchor=anchor,
        kind=claim.outcome.value if isinstance(claim, Toll) else "responsibility",
        claim=claim,
        now=now,
        account=account,
        event=_named(account) if account else "no single event",
        who=words.chain(now.sources),
        context=context(reading.report.text, claim.span),
        state=state,
        reason=next((row.reason for row in reversed(ruling.rows) if row.reason), ""),
        undoes=tuple(row.id for row in undoes),
        others=tuple(_other(claim, of_claim(claim.id, rows, name), name) for name in sorted(people) if state),
        comments=comments(claim.id, rows),
        doubt=words.doubt(claim.confidence),
    )


def _adds(row: Decision, claim: Toll | Responsibility) -> bool:
    """Whether a decision put in the claim."""
    put_in = row.act is Act.ADD and getattr(claim, "made_by", None) == row.by and claim.event in row.targets
    return put_in and list(row.value["span"]) == [claim.span.start, claim.span.end]


def _by(claim: Toll | Responsibility, ruling: Ruling, person: str) -> Toll | Responsibility:
    return changed(claim, ruling.changes, person) if ruling.changes and isinstance(claim, Toll) else claim


def _other(claim: Toll | Responsibility, ruling: Ruling, person: str) -> tuple[str, str]:
    """Who, and what they made of the claim."""
    said = _title(_by(claim, ruling, person))
    return person, {"reject": "rejected it", "accept": "accepted it", "correct": f"corrected it to {said}"}[
        ruling.state
    ]


@router.post("/review/{report_id}/decide")
def decide(
    request: Request,
    report_id: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> Response:
    """One decision; answers with the claim's card as it stands then, or goes back to the report."""
    desk: Desk = request.app.state.desk
    reading, act, about = desk.reading(report_id), _act(form), str(form.get("about", ""))
    card = next((one for one in deck(reading, reading.decisions, person) if one.id == about), None)
    if card is None and about != report_id:
        raise MissingError(f"the report has no claim {about!r}")
    rows = list(decisions_of(act, about, form, card, person, reading))
    if card and card.undoes and act in (*ON_CLAIMS, Act.NOT_AN_EVENT) and card.state != "add":
        rows.insert(0, Decision(act=Act.UNDO, targets=card.undoes, by=person, reason="decided anew"))
    codebook, of = codebook_of(request), card.account.id if card and card.account else None
    was = _figure(desk, of, codebook) if act is not Act.ACCEPT else ""
    desk.decide(rows)
    if "hx-request" not in request.headers or card is None or act is Act.UNDO:
        return _back(request, report_id, form)
    now = _figure(desk, of, codebook) if act is not Act.ACCEPT else ""
    return _card_now(request, reading, about, effect=f"{was} → {now}" if was != now else "")


def _act(form: FormData) -> Act:
    try:
        return Act(str(form.get("act", "")))
    except ValueError:
        raise DecisionError(f"{form.get('act')!r} is nothing that can be decided here") from None


def _card_now(request: Request, reading: Reading, about: str, effect: str) -> HTMLResponse:
    """The card of a claim or incident after a decision. effect: what that did to the figure of the event."""
    desk: Desk = request.app.state.desk
    decisions = desk.decisions(report=reading.id)
    found = next(one for one in deck(reading, decisions, request.state.person.name) if one.id == about)
    kind = "incident.html" if isinstance(found, IncidentCard) else "card.html"
    return page(request, kind, card=found, reading=reading, **_offered(reading) | {"effect": effect})


def _figure(desk: Desk, account: str | None, codebook: str) -> str:
    """What a codebook says of the dead of an account's event, in words."""
    try:
        event = desk.event(account) if account else None
    except MissingError:
        return "no event"
    told = event and estimate(codebook, desk.figures(event, codebook))
    return str(told) if told else "not given"


def decisions_of(
    act: Act, about: str, form: FormData, card: Card | IncidentCard | None, person: str, reading: Reading
) -> Iterable[Decision]:
    """What the form says, as decisions: of a correction one for each field that it changes. Raises DecisionError."""
    reason = str(form.get("reason", "")).strip()
    match act:
        case Act.ACCEPT | Act.REJECT | Act.NOT_AN_EVENT | Act.COMMENT:
            yield Decision(act=act, targets=(about,), by=person, reason=reason)
        case Act.UNDO:
            yield Decision(act=act, targets=tuple(str(form.get("undoes", "")).split()), by=person, reason=reason)
        case Act.ADD:
            value = _toll_of(form, reading.report.text)
            yield Decision(act=act, targets=(str(form.get("event", "")),), by=person, reason=reason, value=value)
        case Act.CORRECT if isinstance(card, IncidentCard):
            given = {name: str(value).strip() for name, value in form.items()}
            yield from corrections(given, card.account, reading.report, person)
        case Act.CORRECT if isinstance(card, Card) and isinstance(card.claim, Toll):
            changes = {name: value for name, value in _fields(form, card.claim).items() if value is not None}
            if not changes:
                raise DecisionError("the correction changes nothing: accept the claim instead")
            for name, value in changes.items():
                yield Decision(act=act, targets=(about,), by=person, reason=reason, field=name, value=value)
        case _:
            raise DecisionError(f"{act.value!r} is nothing that can be decided here")


def _given(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()


def _toll_of(form: FormData, text: str) -> dict[str, Any]:
    """The toll that a form adds, as in the public JSON."""
    source = _given(form, "source")
    start, end = (int(edge) if edge.isdecimal() else 0 for edge in (_given(form, "start"), _given(form, "end")))
    if not 0 <= start < end <= len(text):
        raise DecisionError("a claim stands in words: mark them in the text first")
    return {
        "quote": text[start:end],
        "outcome": _given(form, "outcome"),
        "low": _given(form, "low"),
        "high": _given(form, "high"),
        "group": {"text": _given(form, "group"), "category": _given(form, "category")},
        "sources": [{"text": source, "kind": _given(form, "kind")}] if source else [],
        "span": [start, end],
    }


def _fields(form: FormData, toll: Toll) -> dict[str, Any]:
    """By field what the form says otherwise than the claim does; None where it says the same."""
    count = {name: _given(form, name) for name in ("low", "high")}
    same_count = count == {name: "" if edge is None else str(edge) for name, edge in _edges(toll)}
    group = {"text": _given(form, "group"), "category": _given(form, "category")}
    last = toll.sources[-1] if toll.sources else None
    source, kind = _given(form, "source"), _given(form, "kind")
    same_source = (source, kind) == (last.text, last.kind.value) if last else not source
    chain = [
        {"text": one.text, "kind": one.kind.value, "anonymous": one.anonymous, "reason": one.reason}
        for one in toll.sources
    ]
    named = [{**(chain[-1] if last and source == last.text else {}), "text": source, "kind": kind}] if source else []
    return {
        "value": None if same_count else count,
        "group": None if group == {"text": toll.group.text, "category": toll.group.category.value} else group,
        "source": None if same_source else [*chain[:-1], *named],
        **{
            name: said if (said := _given(form, name)) and said != was else None
            for name, was in (("outcome", toll.outcome.value), ("stance", toll.stance.value), ("event", toll.event))
        },
    }


def _edges(toll: Toll) -> Iterable[tuple[str, int | None]]:
    return (("low", toll.count.low), ("high", toll.count.high))


def _back(request: Request, report_id: str, form: FormData) -> Response:
    target = "/review" if form.get("go") == "queue" else f"/review/{report_id}"
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"hx-redirect": target})
    return RedirectResponse(target, 303)

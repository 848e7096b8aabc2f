"""History: who decided what, when and why, of the whole ledger, a report, an event or a person; taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from variorum.export import words
from variorum.ledger.listing import ClaimRow
from variorum.models import Act, Decision
from variorum.values import CountRange, DateRange
from variorum.web.desk import Desk
from variorum.web.drawing import codebook_of, page
from variorum.web.effects import effects
from variorum.web.forms import posted, reviewer
from variorum.web.gist import gist
from variorum.web.names import label
from variorum.web.ruling import standing

router = APIRouter(include_in_schema=False)

SIZE = 100
_DONE = {
    Act.ACCEPT: "accepted",
    Act.CORRECT: "corrected",
    Act.REJECT: "rejected",
    Act.ADD: "added a claim",
    Act.NOT_AN_EVENT: "said that it is no event",
    Act.SAME: "judged to be the same event",
    Act.DIFFERENT: "judged to be different events",
    Act.UNSURE: "left unsure whether it is the same event",
    Act.SPLIT: "split an event",
    Act.MERGE: "merged events",
    Act.COMMENT: "commented",
    Act.UNDO: "took back a decision",
}

_OF_PAIRS = (Act.SAME, Act.DIFFERENT, Act.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One decision in words. `claim`: the claim that it is about, "" where it is about none; `what`: what it sets;
    `stands`: it was not taken back; `href`: where what it is about is looked at, `about`: that in words; `effect`: what
    it did to the event's figure.
    """

    decision: Decision
    did: str
    claim: str
    what: str
    href: str
    about: str
    stands: bool
    effect: tuple[str, str] | None = None


@router.get("/history")
def history(request: Request) -> HTMLResponse:
    """The last decisions of all, or of one person."""
    desk: Desk = request.app.state.desk
    by = (request.query_params.get("by") or "").strip() or None
    rows = desk.decisions(by=by, most=SIZE)
    return page(
        request,
        "history.html",
        title=f"Decisions of {words.line(by)}" if by else "Decisions",
        back=None,
        entries=list(entries(desk, rows)),
        changes=[],
    )


@router.get("/reports/{report_id}/history")
def of_report(request: Request, report_id: str) -> HTMLResponse:
    """Every decision on a report."""
    desk: Desk = request.app.state.desk
    report = desk.reading(report_id).report
    return page(
        request,
        "history.html",
        title=f"History of “{words.line(report.title or report.id)}”",
        back=f"/reports/{report_id}",
        entries=list(entries(desk, desk.decisions(report=report_id))),
        changes=[],
    )


@router.get("/events/{event_id}/history")
def of_event(request: Request, event_id: str) -> HTMLResponse:
    """What changed about an event: the accounts as they came in, and the decisions on them."""
    desk: Desk = request.app.state.desk
    event = desk.event(event_id)
    rows = [row for account in event.accounts for row in desk.decisions(report=account.report_id)]
    rows += desk.decisions_on({event.id, *(account.id for account in event.accounts)})
    ordered = sorted({row.id: row for row in rows}.values(), key=_when)
    done = effects(desk, event, ordered, codebook_of(request))
    return page(
        request,
        "history.html",
        title=f"History of “{words.line(label(gist(event)))}”",
        back=f"/events/{event_id}",
        entries=[replace(one, effect=done.get(one.decision.id)) for one in entries(desk, ordered)],
        changes=[account for account in event.accounts if account.report.published],
    )


@router.post("/history/undo")
def undo(
    request: Request, form: Annotated[FormData, Depends(posted)], person: Annotated[str, Depends(reviewer)]
) -> RedirectResponse:
    """Takes a decision back, or an undo of one."""
    desk: Desk = request.app.state.desk
    targets = tuple(str(value) for value in form.getlist("decision"))
    desk.decide([Decision(act=Act.UNDO, targets=targets, by=person)])
    back = str(form.get("back", ""))
    ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if ours else "/history", 303)


def entries(desk: Desk, rows: Iterable[Decision]) -> Iterator[Entry]:
    """The decisions in words, the last first."""
    rows = list(rows)
    back = desk.decisions_on({row.id for row in rows})  # whoever took them back
    known = sorted({row.id: row for row in (*rows, *back)}.values(), key=_when)
    stand = {row.id for row in standing(known)}
    claims = desk.claims({target for row in rows for target in row.targets if target.startswith("claim-")})
    for row in sorted(rows, key=_when, reverse=True):
        claim = claims.get(row.targets[0]) if row.targets else None
        href, about = (f"/review/{claim.report}#k-{row.targets[0]}", "see the report") if claim else _about(desk, row)
        yield Entry(
            decision=row,
            did=_DONE[row.act],
            claim=_read(claim) if claim else "",
            what=told(row.field, row.value) if row.act not in (Act.MERGE, Act.SPLIT) else "",
            href=href,
            about=about,
            stands=row.id in stand or row.act is Act.UNDO,
        )


def _when(one: Decision) -> tuple[str, str]:
    return str(one.at), one.id


def _read(claim: ClaimRow) -> str:
    """A claim as it was read: its count, else its words."""
    if claim.count is not None and claim.outcome is not None:
        return f"{claim.count} {words.spoken(claim.outcome)}"
    return words.line(claim.quote)


def _about(desk: Desk, row: Decision) -> tuple[str, str]:
    """Where what was decided on is looked at, and what that is."""
    first = row.targets[0] if row.targets else ""
    if first.startswith("published-"):
        return f"/events/{row.targets[-1].replace('account-', 'event-', 1)}#published-h", "see the row beside the event"
    if row.act in _OF_PAIRS and len(row.targets) > 1:
        return f"/pairs/{first}/{row.targets[1]}", "see the two accounts"
    if first.startswith("event-") or row.act in (Act.MERGE, Act.SPLIT):
        return f"/events/{first.replace('account-', 'event-', 1)}", "see the event"
    report = desk.report_of(row.targets)
    return (f"/review/{report}#k-{first}", "see the report") if report else ("", "")


def told(field: str | None, value: Any) -> str:
    """What a decision sets, in words: "value to 16", "group to policemen (police)"."""
    if value is None:
        return ""
    if field is None:
        return _claim(value) if isinstance(value, dict) else words.line(str(value))
    if field == "main":
        return "the report is about it" if value else "the report tells of it in passing"
    try:
        return f"{_FIELDS.get(field, field)} to {words.line(_said(field, value))}"
    except (KeyError, TypeError, ValueError):
        return f"{field} to {words.line(str(value))}"


def _said(field: str, value: Any) -> str:
    match field:
        case "value":
            return str(CountRange(value["low"], value["high"], bool(value.get("approx"))))
        case "group":
            return f"{value['text']} ({value['category']})"
        case "source":
            return ", citing ".join(one["text"] for one in value) or "the report itself"
        case "date":
            return words.days(DateRange(date.fromisoformat(value["start"]), date.fromisoformat(value["end"])))
        case "place":
            return ", ".join(dict.fromkeys(filter(None, (value["text"], value.get("admin1"), value.get("country")))))
        case _:
            return words.spoken(str(value))


_FIELDS = {"date": "day", "label": "name"}


def _claim(value: dict[str, Any]) -> str:
    try:
        count = CountRange(value["low"], value["high"], bool(value.get("approx")))
        return f"{count} {words.spoken(value['outcome'])}"
    except (KeyError, TypeError, ValueError):
        return "a claim"

"""Pairs: events that may be one, gone through by keyboard; what speaks for and against stands between the accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from variorum.export.page import Section, section
from variorum.models import Account, Act, Extraction
from variorum.web.desk import Desk
from variorum.web.drawing import codebook_of, page
from variorum.web.forms import posted, reviewer
from variorum.web.names import label
from variorum.web.pairs import effect, gists_of, judge, last_said, open_pairs, pair
from variorum.web.ruling import DecisionError

router = APIRouter(include_in_schema=False)

MOST = 100


@router.get("/pairs")
def queue(request: Request) -> HTMLResponse:
    """The events that may be one, those first whose figures it would move most."""
    desk: Desk = request.app.state.desk
    with desk.looking():
        found = open_pairs(desk, request.state.person.name, codebook_of(request))
        queue = [(one, gists_of(desk, one)) for one in found[:MOST]]
    return page(request, "pairs.html", queue=queue, number=len(found), label=label)


@router.get("/pairs/{first}/{second}")
def look(request: Request, first: str, second: str) -> HTMLResponse:
    """Two accounts side by side."""
    desk: Desk = request.app.state.desk
    person, codebook = request.state.person.name, codebook_of(request)
    found = pair(desk, first, second)
    queue = open_pairs(desk, person, codebook)
    at = next((row for row, one in enumerate(queue) if {one.first, one.second} == {first, second}), None)
    return page(
        request,
        "pair.html",
        pair=found,
        sides=[(account, side(key, account)) for key, account in zip("ab", found.accounts, strict=True)],
        effect=effect(desk, found, codebook),
        mine=next((row for row in reversed(found.said) if row.by == person), None),
        last=last_said(desk, person),
        place=None if at is None else at + 1,
        number=len(queue),
        before=queue[at - 1] if at else None,
        after=queue[at + 1] if at is not None and at + 1 < len(queue) else queue[0] if at is None and queue else None,
    )


def side(key: str, account: Account) -> Section:
    """The report of an account, with the words of that account alone marked."""
    told = Extraction(
        report=account.report,
        events=(account.event,),
        tolls=account.tolls,
        responsibility=account.responsibility,
        place_claims=account.place_claims,
        date_claims=account.date_claims,
    )
    return section(key, told, ())


@router.post("/pairs/{first}/{second}")
def decide(
    request: Request,
    first: str,
    second: str,
    form: Annotated[FormData, Depends(posted)],
    person: Annotated[str, Depends(reviewer)],
) -> RedirectResponse:
    """Same, different, or unsure; goes on to the next pair."""
    desk: Desk = request.app.state.desk
    try:
        act = Act(str(form.get("act", "")))
    except ValueError:
        raise DecisionError(f"{form.get('act')!r} is nothing that can be said of two accounts") from None
    judge(desk, pair(desk, first, second), act, person, str(form.get("reason", "")).strip())
    queue = open_pairs(desk, person, codebook_of(request))
    return RedirectResponse(f"/pairs/{queue[0].first}/{queue[0].second}" if queue else "/pairs", 303)

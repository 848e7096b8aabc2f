"""Where reviewers differ: how far they agree, field by field, and a third who says which of them holds."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from variorum.web.agreement import Dispute, settling
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import page
from variorum.web.forest import Context, context
from variorum.web.forms import posted, reviewer

router = APIRouter(include_in_schema=False)

MOST = 100


@router.get("/differences")
def differences(request: Request) -> HTMLResponse:
    """What people differ about, that which is not settled first; and their agreement."""
    desk: Desk = request.app.state.desk
    found = desk.disputes()
    waiting = [one for one in found if one.settled is None]
    return page(
        request,
        "differences.html",
        waiting=[(one, words_of(one)) for one in waiting[:MOST]],
        number=len(waiting),
        settled=[one for one in found if one.settled is not None][-MOST:],
        agreement=desk.agreement(),
    )


def words_of(dispute: Dispute) -> Context | None:
    """The words that a disputed claim stands in."""
    return context(dispute.account.report.text, dispute.claim.span) if dispute.claim else None


@router.post("/differences")
def settle(
    request: Request, form: Annotated[FormData, Depends(posted)], person: Annotated[str, Depends(reviewer)]
) -> RedirectResponse:
    """Makes what one person said hold."""
    desk: Desk = request.app.state.desk
    about, whose = str(form.get("about", "")), str(form.get("person", ""))
    found = next((one for one in desk.disputes() if one.about == about and whose in one.people), None)
    if found is None:
        raise MissingError(f"nobody named {whose!r} differs from others about {about!r}")
    desk.decide(settling(found, whose, person, str(form.get("reason", "")).strip()))
    return RedirectResponse("/differences", 303)

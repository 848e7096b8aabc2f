"""How the figures come about, and everything that can be taken out of the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from variorum.codebooks import load
from variorum.web.desk import Desk
from variorum.web.drawing import codebook_of, page

router = APIRouter(include_in_schema=False)


@router.get("/methods")
def methods(request: Request) -> HTMLResponse:
    """The methods of the codebook that is chosen, the runs that read the reports, and the exports."""
    desk: Desk = request.app.state.desk
    codebook = codebook_of(request)
    return page(
        request,
        "methods.html",
        book=load(codebook) if codebook else None,
        runs=desk.ledger.runs()[::-1][:30],
        events=len(desk.catalogue()),
        size=desk.size(),
    )

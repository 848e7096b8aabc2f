"""One report: its text with every span marked, beside its claims; and the reports of the ledger as a list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from variorum.export.page import anchors
from variorum.export.view import NOTHING
from variorum.web.desk import Desk
from variorum.web.drawing import page
from variorum.web.marking import chains, marked_section
from variorum.web.readings import Reading

router = APIRouter(include_in_schema=False)

SIZE = 50


@router.get("/reports")
def reports(request: Request) -> HTMLResponse:
    """The reports of the ledger, the last published first."""
    desk: Desk = request.app.state.desk
    asked = request.query_params.get("page", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    text = (request.query_params.get("q") or "").strip()[:200]
    found = desk.reports(text, SIZE + 1, (number - 1) * SIZE)
    return page(request, "reports.html", found=found[:SIZE], more=len(found) > SIZE, number=number, q=text)


@router.get("/reports/{report_id}")
def report(request: Request, report_id: str) -> HTMLResponse:
    """The page of one report."""
    desk: Desk = request.app.state.desk
    with desk.looking():
        return _shown(request, desk, desk.reading(report_id))


def _shown(request: Request, desk: Desk, reading: Reading) -> HTMLResponse:
    return page(
        request,
        "report.html",
        reading=reading,
        section=marked_section(reading),
        nothing=NOTHING,
        aliases=aliases(reading),
        chains=chains(reading),
        events=desk.events_by_account(reading),
        decided=len({target for row in reading.decisions for target in row.targets}),
    )


def aliases(reading: Reading) -> dict[str, str]:
    """The anchor on the page of each claim, by its id: links from elsewhere name claims by their ids."""
    extraction = reading.extraction
    return {name.split(" ", 1)[1]: anchor for name, anchor in anchors("r", extraction).items()}

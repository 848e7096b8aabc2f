"""Adding reports: paste a text or drop files, watch them being read, see what failed and why."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from variorum.web.adding import Adding, Upload
from variorum.web.desk import MissingError
from variorum.web.drawing import page
from variorum.web.filters import FilterError
from variorum.web.forms import editor, posted

router = APIRouter(include_in_schema=False)


@router.get("/add")
def add(request: Request) -> HTMLResponse:
    adding: Adding = request.app.state.adding
    failures = request.app.state.desk.ledger.failures()[-50:]
    return page(request, "add.html", jobs=adding.jobs[::-1][:20], failures=failures[::-1])


@router.post("/add")
async def take(
    request: Request, form: Annotated[FormData, Depends(posted)], person: Annotated[str, Depends(editor)]
) -> RedirectResponse:
    """Takes in what was pasted and dropped."""
    uploads = [
        Upload(name=one.filename or "report.txt", content=await one.read())
        for one in form.getlist("files")
        if isinstance(one, UploadFile) and one.filename
    ]
    title, text = str(form.get("title", "")).strip(), str(form.get("text", "")).strip()
    if text:
        whole = f"{title}\n\n{text}" if title else text
        uploads.append(Upload(name=f"{title[:60] or 'pasted'}.txt", content=whole.encode("utf-8", "replace")))
    if not uploads:
        raise FilterError("there is nothing to add: paste a text or choose files")
    adding: Adding = request.app.state.adding
    publisher = str(form.get("publisher", "")).strip()[:200] or None
    job = adding.add(uploads, person, publisher, _day(str(form.get("published", ""))))
    return RedirectResponse(f"/add#job-{job.number}", 303)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written.strip() else None
    except ValueError:
        raise FilterError(f"{written!r} is no day; write it like 2017-10-21") from None


@router.get("/add/jobs/{number}")
def job(request: Request, number: int) -> HTMLResponse:
    """How far a job is: a piece of a page."""
    adding: Adding = request.app.state.adding
    found = adding.job(number)
    if found is None:
        raise MissingError(f"there is no job {number}: the app was started anew since")
    return page(request, "job.html", job=found)

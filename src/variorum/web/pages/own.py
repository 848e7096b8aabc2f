"""One's own things: logging in and out, the name that stands on decisions, tokens for the API, what was written."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from variorum.web.accounts import SESSION, AccountGate, digest, new_token
from variorum.web.drawing import page
from variorum.web.forms import posted
from variorum.web.gate import NAME_COOKIE, Gate, Person, Role
from variorum.web.options import Options

router = APIRouter(include_in_schema=False)

_A_YEAR = 31_536_000


def inside(target: str) -> str:
    """A path of ours, else the start."""
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"


@router.get("/healthz")
def healthz() -> Response:
    return Response("fine\n", media_type="text/plain")


@router.get("/login")
def login(request: Request) -> Response:
    if request.state.person is not None:
        return RedirectResponse("/", 303)
    return page(request, "login.html", failed=False, target=inside(request.query_params.get("next", "/")))


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Checks name and password; the same words whatever was wrong."""
    gate: Gate = request.app.state.gate
    if not isinstance(gate, AccountGate):
        return RedirectResponse("/", 303)
    form = await request.form(max_files=0, max_fields=4)
    return await _checked(request, gate, form)


async def _checked(request: Request, gate: AccountGate, form: FormData) -> Response:
    from starlette.concurrency import run_in_threadpool

    options: Options = request.app.state.options
    address = request.client.host if request.client else ""
    name, password = str(form.get("name", "")).strip(), str(form.get("password", ""))
    target = inside(str(form.get("next", "/")))
    cookie = await run_in_threadpool(gate.log_in, name, password[:1000], address)
    if cookie is None:
        return page(request, "login.html", 401, failed=True, target=target)
    answer = RedirectResponse(target, 303)
    answer.set_cookie(
        gate.cookie,
        cookie,
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=options.secure,
    )
    return answer


@router.post("/logout")
def log_out(request: Request, _: Annotated[FormData, Depends(posted)]) -> Response:
    gate: Gate = request.app.state.gate
    if isinstance(gate, AccountGate):
        gate.log_out(request.state.person)
    answer = RedirectResponse("/login" if gate.has_accounts else "/", 303)
    answer.delete_cookie(gate.cookie)
    return answer


@router.get("/me")
def me(request: Request) -> HTMLResponse:
    return _own(request, "")


def _own(request: Request, token: str) -> HTMLResponse:
    gate: Gate = request.app.state.gate
    person: Person = request.state.person
    people = gate.people if isinstance(gate, AccountGate) else None
    return page(
        request,
        "me.html",
        token=token,
        tokens=people.tokens(person.name) if people else [],
        audited=people.audited(200) if people and person.may(Role.ADMIN) else [],
        reviewer=request.app.state.options.reviewer,
    )


@router.post("/me/name")
def name(form: Annotated[FormData, Depends(posted)]) -> Response:
    """Keeps the name that stands on decisions, in a cookie of this browser."""
    answer = RedirectResponse(inside(str(form.get("next", "/me"))), 303)
    given = " ".join(str(form.get("name", "")).split())[:80]
    answer.set_cookie(NAME_COOKIE, quote(given), max_age=_A_YEAR, samesite="lax", httponly=True)
    return answer


@router.post("/me/tokens")
def token(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A new token, shown this once; or one taken back."""
    gate: Gate = request.app.state.gate
    person: Person = request.state.person
    if not isinstance(gate, AccountGate):
        return RedirectResponse("/me", 303)
    gone = str(form.get("gone", ""))
    if gone:
        own = next((one for one in gate.people.tokens(person.name) if one.digest == gone), None)
        if own:
            gate.people.set_token(own.digest, own.name, own.label, own.scope, active=False)
        return RedirectResponse("/me", 303)
    made = new_token(gate.people, person.name, str(form.get("label", "")), str(form.get("scope", "read")))
    gate.people.note(person.name, request.client.host if request.client else "", "token", digest(made)[:12])
    return _own(request, made)

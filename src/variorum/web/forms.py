"""What a page sends: read once, known to be from a page of ours, from somebody who may."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from variorum.web.gate import Person, Role, form_token


async def posted(request: Request) -> AsyncIterator[FormData]:
    """The form that was sent, once it is known to come from a page of this session; its files are closed afterwards."""
    form = await request.form(max_files=200, max_fields=100)
    try:
        person: Person | None = request.state.person
        if person is None or not person.session:
            raise HTTPException(403, "forms are for pages; the API takes JSON")
        given = request.headers.get("x-csrf") or str(form.get("csrf", ""))
        if not hmac.compare_digest(given.encode(), form_token(person, request.app.state.options.secret).encode()):
            raise HTTPException(403, "this page is too old, or not ours: load it again")
        yield form
    finally:
        await form.close()


def reviewer(request: Request) -> str:
    """The name of who may decide on claims."""
    return _name(request, Role.REVIEWER)


def editor(request: Request) -> str:
    """The name of who may add reports."""
    return _name(request, Role.EDITOR)


def _name(request: Request, role: Role) -> str:
    person: Person = request.state.person
    if not person.may(role):
        raise HTTPException(403, f"your account may only read; ask for the role {role.name.lower()}")
    if not person.name:
        raise HTTPException(409, "say who you are first: your name stands on what you decide")
    return person.name

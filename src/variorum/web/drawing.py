"""Templates and what they are given on every page. Everything is escaped; characters that steer the direction of
reading are replaced by `safe_text` and `line`.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from variorum.export import words
from variorum.values import DateRange
from variorum.web.gate import Person, form_token
from variorum.web.meaning import told

CODEBOOK_COOKIE = "variorum_codebook"

_LONG_NAME = 6
"""Letters from which on the name of a codebook is a word and no abbreviation."""


@cache
def templates() -> Environment:
    """The app's templates, over those of the single page, whose macros draw claims and articles."""
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("variorum.web"), PrefixLoader({"single": PackageLoader("variorum.export")})]
        ),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "safe_text": words.safe,
        "line": words.line,
        "spoken": words.spoken,
        "source": words.source,
        "chain": words.chain,
        "days": days,
        "day": day,
        "moment": moment,
        "place": lambda place: told(place) if place else "place not given",
        "likely": lambda score: "over 99 %" if score > 0.994 else f"{100 * score:.0f} %",
        "bits": lambda bits: (
            f"{bits:+.1f}".replace("-0.0", "0.0").replace("+0.0", "0.0").replace("-", "\N{MINUS SIGN}")
        ),
        "bookname": lambda name: name.upper() if len(name) < _LONG_NAME else name.capitalize(),
        "known": lambda ids, known: [id_ for id_ in ids if id_ in known],
        "short": lambda id_: id_.partition("-")[2][:8] or id_[:8],
    }
    environment.globals |= {"static": static, "counts": counts}
    return environment


def days(when: DateRange | None) -> str:
    return words.days(when) if when else "day not given"


def day(when: date | None) -> str:
    return f"{when.day} {when:%b} {when.year}" if when else "undated"


def moment(when: datetime | None) -> str:
    """A moment of UTC: "4 May 2021, 09:12"."""
    return f"{day(when)}, {when:%H:%M}" if when else ""


def counts(codebook: str, outcome: str = "killed") -> str:
    """Whom a codebook counts under an outcome, in words."""
    return f"civilians {outcome}" if codebook in _CIVILIANS_ALONE else outcome


_CIVILIANS_ALONE = ("ibc", "airwars")


@cache
def _digest(name: str) -> str:
    of_single = name.removeprefix("single/")
    folder = (
        files("variorum.web").joinpath("static")
        if of_single == name
        else files("variorum.export").joinpath("templates")
    )
    return hashlib.sha256(folder.joinpath(of_single).read_bytes()).hexdigest()[:10]


def static(name: str) -> str:
    """The address of a file of ours, with its digest, so that a browser may keep it for good."""
    return f"/static/{name}?v={_digest(name)}"


def codebook_of(request: Request) -> str:
    """The codebook that the figures are shown by: of the address, else the one last chosen, else the first."""
    known: list[str] = list(request.app.state.desk.codebooks)
    for asked in (request.query_params.get("codebook"), request.cookies.get(CODEBOOK_COOKIE)):
        if asked in known:
            return asked
    return known[0] if known else ""


def part(name: str, /, **values: Any) -> Markup:
    """A part of a page, drawn from its template: what many pages have alike is drawn once."""
    return Markup(templates().get_template(name).render(values))  # noqa: S704 - the template escapes what it is given


def page(request: Request, name: str, status: int = 200, /, **values: Any) -> HTMLResponse:
    """A page drawn from its template."""
    state = request.app.state
    person: Person | None = getattr(request.state, "person", None)
    shared = {
        "request": request,
        "person": person,
        "csrf": form_token(person, state.options.secret) if person else "",
        "options": state.options,
        "has_accounts": state.gate.has_accounts,
        "codebooks": list(state.desk.codebooks),
        "codebook": codebook_of(request),
        "path": request.url.path,
        "version": state.version,
    }
    text = templates().get_template(name).render(shared | values)
    answer = HTMLResponse(text, status)
    asked = request.query_params.get("codebook")
    if asked in shared["codebooks"]:
        answer.set_cookie(CODEBOOK_COOKIE, str(asked), max_age=31_536_000, samesite="lax", httponly=True)
    return answer

"""The app: its pages, its API, its files, and the guard in front of them."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from variorum.errors import LedgerError
from variorum.web import api
from variorum.web.adding import Adding
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import page
from variorum.web.filters import FilterError
from variorum.web.gate import Gate, TokenGate
from variorum.web.guard import Guard, TooMuchError
from variorum.web.options import Options
from variorum.web.pages import add, codebooks, differences, event, events, history, methods, own, pairs, report, review
from variorum.web.ruling import DecisionError

PLOT_STYLE = """:where(.plot-v) {
  --plot-background: white;
  display: block;
  height: auto;
  height: intrinsic;
  max-width: 100%;
}
:where(.plot-v text),
:where(.plot-v tspan) {
  white-space: pre;
}"""
"""What Plot writes into each chart of class `plot-v`: the one style that the policy lets in, by its hash."""


def build(desk: Desk, adding: Adding, options: Options, gate: Gate | None = None, version: str = "") -> FastAPI:
    """The app over a desk, and what adds reports to its ledger."""
    gate = gate or TokenGate(options)
    app = FastAPI(
        title="Variorum", version=version or "0", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json"
    )
    app.state.desk, app.state.options, app.state.gate, app.state.version = desk, options, gate, version
    app.state.adding = adding
    for part in (events, event, report, review, pairs, differences, history, codebooks, add, methods, own, api):
        app.include_router(part.router)
    app.mount("/static/single", _Files(directory=str(files("variorum.export").joinpath("templates"))), name="single")
    app.mount("/static", _Files(directory=str(files("variorum.web").joinpath("static"))), name="static")
    app.exception_handler(MissingError)(_missing)
    app.exception_handler(FilterError)(_wrong)
    app.exception_handler(TooMuchError)(_too_much)
    app.exception_handler(DecisionError)(_wrong)
    app.exception_handler(LedgerError)(_no_ledger)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(400)(_unreadable)
    app.exception_handler(404)(_no_page)
    app.exception_handler(403)(_refused)
    app.exception_handler(409)(_refused)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(Guard, options=options, gate=gate, style_hash=_hash(PLOT_STYLE))
    return app


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


class _Files(StaticFiles):
    """Our own files. An address with a digest may be kept for good: another content has another address."""

    async def get_response(self, path: str, scope: object) -> Response:
        answer = await super().get_response(path, scope)  # type: ignore[arg-type]
        if answer.status_code == 200 and "v=" in scope["query_string"].decode():  # type: ignore[index]
            answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


def _told(request: Request, status: int, title: str, words: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    return page(request, "told.html", status, title=title, words=words)


def _missing(request: Request, error: Exception) -> Response:
    return _told(request, 404, "Not here", str(error.args[0]) if error.args else "there is nothing of that name")


def _no_page(request: Request, _: Exception) -> Response:
    return _told(request, 404, "Not here", f"there is no page {request.url.path}")


def _refused(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 403)
    return _told(
        request, status, "That is not allowed" if status == 403 else "Not yet", str(getattr(error, "detail", error))
    )


def _unreadable(request: Request, error: Exception) -> Response:
    """A body that is none of what its type says."""
    return _told(request, 400, "That can't be read", str(getattr(error, "detail", error)))


def _wrong(request: Request, error: Exception) -> Response:
    return _told(request, 400, "That can't be asked", str(error))


def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    words = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in found)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": jsonable_encoder(found, exclude={"ctx", "input"})}, 422)
    return _told(request, 422, "That can't be asked", words)


def _no_ledger(request: Request, error: Exception) -> Response:
    return _told(request, 503, "The ledger does not answer", str(error))


def _too_much(request: Request, error: Exception) -> Response:
    return _told(request, 413, "Too large", str(error))

"""What stands before every page: the host that is asked for, who asks, how much may be sent, and the headers that
keep a browser from doing what a report says.
"""

from __future__ import annotations

import hmac
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from variorum.web.gate import Gate, local_session
from variorum.web.options import Options

_OPEN = ("/static/", "/login", "/healthz")
_SAFE = ("GET", "HEAD", "OPTIONS")

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class TooMuchError(Exception):
    """A request sends more than is allowed."""


def policy(options: Options, style_hash: str) -> str:
    """The Content-Security-Policy: nothing but the app's own files. One style is let in by its hash: Plot's own."""
    parts = urlsplit(options.tiles)
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' '{style_hash}'",
            f"img-src 'self' data: blob:{tiles}",
            f"connect-src 'self'{tiles}",
            "worker-src 'self' blob:",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, options: Options, gate: Gate, style_hash: str) -> None:
        self.app, self.options, self.gate = app, options, gate
        self.headers = {**HEADERS, "content-security-policy": policy(options, style_hash)}
        if options.secure:
            self.headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message, request.url.path)
            await send(message)

        answer = await self._refusal(request)
        if answer is not None:
            await answer(scope, receive, guarded)
            return
        if request.method not in _SAFE and request.state.person is not None:
            await run_in_threadpool(self.gate.note, request.state.person, request)
        most = self.options.max_upload if request.url.path == "/add" else self.options.max_form
        if (length := request.headers.get("content-length", "")).isdecimal() and int(length) > most:
            await _refused(request, 413, f"more than the {most:,} bytes that may be sent")(scope, receive, guarded)
            return
        await self.app(scope, _bounded(receive, most), guarded)

    async def _refusal(self, request: Request) -> Response | None:
        if _host(request) not in self.options.hosts:
            return _refused(request, 421, "this app does not answer to that host name")
        if request.method not in _SAFE and not _same_origin(request):
            return _refused(request, 403, "the request comes from another site")
        if given := request.query_params.get("token"):
            return self._let_in(request, given)
        path = request.url.path
        if path.startswith("/static/"):
            return None  # the same for everybody
        # Who logged in is looked up in the ledger, which may take its time; the token of a run is at hand.
        who = self.gate.who
        person = await run_in_threadpool(who, request) if self.gate.has_accounts else who(request)
        request.state.person = person
        if person is None and not path.startswith(_OPEN):
            if self.gate.has_accounts and not path.startswith("/api/"):
                return RedirectResponse(f"/login?{urlencode({'next': path})}", 303)
            return _refused(request, 401, self.gate.way_in)
        return None

    def _let_in(self, request: Request, given: str) -> Response:
        """The token of the opened address becomes a cookie, and leaves the address."""
        rest = [(key, value) for key, value in parse_qsl(request.url.query) if key != "token"]
        if not self.options.token or not hmac.compare_digest(given.encode(), self.options.token.encode()):
            return _refused(request, 401, self.gate.way_in)
        answer = RedirectResponse(request.url.path + (f"?{urlencode(rest)}" if rest else ""), 303)
        answer.set_cookie(
            self.gate.cookie, local_session(self.options), httponly=True, samesite="lax", secure=self.options.secure
        )
        return answer

    def _add_headers(self, message: MutableMapping[str, Any], path: str) -> None:
        present = {name for name, _ in message["headers"]}
        headers = dict(self.headers)
        if not path.startswith("/static/"):
            headers["cache-control"] = "private, no-cache"
        for name, value in headers.items():
            if name.encode() not in present:
                message["headers"].append((name.encode(), value.encode()))


def _host(request: Request) -> str:
    host = request.headers.get("host", "").strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _same_origin(request: Request) -> bool:
    """Whether a browser says that its own page of ours sends it; what is no browser sends neither header."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


def _bounded(receive: Receive, most: int) -> Receive:
    left = most

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooMuchError(f"more than the {most:,} bytes that may be sent")
        return message

    return bounded


def _refused(request: Request, status: int, why: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": why}, status)
    return PlainTextResponse(f"{why}\n", status)

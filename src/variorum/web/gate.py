"""Who asks, and what they may do: a start-up token on one's own machine, accounts on any other."""

from __future__ import annotations

import hmac
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Protocol

from starlette.requests import Request

from variorum.web.options import Options


class Role(IntEnum):
    """What a person may do: each role may do what those before it may."""

    READER = 0
    REVIEWER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks. `session` keys the tokens of the forms; it is empty for an API token, which needs none."""

    name: str
    role: Role
    session: str = ""

    def may(self, role: Role) -> bool:
        return self.role >= role


class Gate(Protocol):
    """Tells who asks. `cookie`: the name of the session's; `way_in`: what a stranger is told."""

    cookie: str
    has_accounts: bool
    way_in: str

    def who(self, request: Request) -> Person | None: ...
    def note(self, person: Person, request: Request) -> None:
        """Keeps that a person sent something to be written."""


class TokenGate:
    """On this machine alone: whoever has the token that was printed when the app started is let in, as the reviewer of
    the settings. Other users of the machine don't know it.
    """

    has_accounts = False
    way_in = "open the address that `variorum serve` printed: it carries the token of this run"

    def __init__(self, options: Options) -> None:
        self.cookie = f"variorum_{options.port}"
        self._token = options.token
        self._session = local_session(options)
        self.reviewer = options.reviewer

    def note(self, person: Person, request: Request) -> None:
        """Nothing: on one's own machine the decisions themselves say who made them."""

    def who(self, request: Request) -> Person | None:
        if (bearer := bearer_token(request)) is not None:
            return Person(name=self.reviewer, role=Role.ADMIN) if _equal(bearer, self._token) else None
        if not _equal(request.cookies.get(self.cookie, ""), self._session):
            return None
        name = self.reviewer or _name_cookie(request)
        return Person(name=name, role=Role.ADMIN, session=self._session)


def local_session(options: Options) -> str:
    """What the cookie holds where a token stands in for accounts: not the token itself."""
    return hmac.new(options.token.encode(), b"session", sha256).hexdigest()


def _equal(given: str, right: str) -> bool:
    return bool(right) and hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


NAME_COOKIE = "variorum_name"


def _name_cookie(request: Request) -> str:
    from urllib.parse import unquote

    return unquote(request.cookies.get(NAME_COOKIE, ""))[:80].strip()


def bearer_token(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def form_token(person: Person, secret: str) -> str:
    """What a form of this session must carry."""
    return hmac.new(secret.encode(), person.session.encode(), sha256).hexdigest()


class Attempts:
    """Counts failed log-ins of a name and of an address: more than `most` in `seconds` are refused unseen."""

    def __init__(self, most: int = 5, seconds: float = 300.0) -> None:
        self.most, self.seconds = most, seconds
        self._failed: dict[str, deque[float]] = defaultdict(deque)

    def too_many(self, *keys: str) -> bool:
        now = time.monotonic()
        for key in keys:
            failed = self._failed[key]
            while failed and now - failed[0] > self.seconds:
                failed.popleft()
            if not failed:
                del self._failed[key]
        return any(len(self._failed.get(key, ())) >= self.most for key in keys)

    def failed(self, *keys: str) -> None:
        for key in keys:
            self._failed[key].append(time.monotonic())

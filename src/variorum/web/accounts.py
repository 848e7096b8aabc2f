"""Log-in for any address but one's own machine: argon2 hashes, sessions, tokens for the API, and limits on guessing."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.requests import Request

from variorum.errors import SettingsError
from variorum.ledger.people import Member, People
from variorum.web.gate import Attempts, Person, Role, bearer_token

SESSION = timedelta(hours=12)
SHORTEST = 12
_SCOPES = {"read": Role.READER, "write": Role.ADMIN}


class AccountGate:
    """Whoever has an account is let in, as what it says."""

    has_accounts = True
    way_in = "log in, or send a token of yours: Authorization: Bearer ..."

    def __init__(self, people: People, *, secure: bool = False) -> None:
        self.cookie = "__Host-variorum" if secure else "variorum"
        self.people = people
        self._attempts = Attempts()
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())

    def who(self, request: Request) -> Person | None:
        """The person of the session, or of the API token; a token may do no more than its scope says."""
        if (bearer := bearer_token(request)) is not None:
            found = self.people.token(digest(bearer))
            if found is None:
                return None
            member, scope = found
            return Person(name=member.name, role=min(role(member), _SCOPES[scope]))
        cookie = request.cookies.get(self.cookie, "")
        known = self.people.session(digest(cookie)) if cookie else None
        return None if known is None else Person(name=known.name, role=role(known), session=cookie)

    def note(self, person: Person, request: Request) -> None:
        address = request.client.host if request.client else ""
        self.people.note(person.name, address, request.method, request.url.path)

    def log_in(self, name: str, password: str, address: str) -> str | None:
        """A new session's cookie; None where name and password do not fit, or too many were tried."""
        keys = (f"name {name.casefold()}", f"address {address}")
        if self._attempts.too_many(*keys):
            self.people.note(name[:80], address, "log-in refused: too many tries")
            return None
        member = self.people.find(name)
        fits = self._fits(member, password)
        if member is None or not fits or not member.active:
            self._attempts.failed(*keys)
            self.people.note(name[:80], address, "log-in failed")
            return None
        cookie = secrets.token_urlsafe(32)
        self.people.open_session(digest(cookie), member.name, datetime.now(UTC) + SESSION)
        self.people.note(member.name, address, "log-in")
        return cookie

    def log_out(self, person: Person) -> None:
        self.people.close_session(digest(person.session), person.name)

    def _fits(self, member: Member | None, password: str) -> bool:
        """Whether the password is right; as slow for a name that nobody has."""
        try:
            return self._hasher.verify(member.password if member else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False


def role(member: Member) -> Role:
    return Role[member.role.upper()]


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def hashed(password: str) -> str:
    """The argon2 hash of a new password. Raises SettingsError where it is too short."""
    if len(password) < SHORTEST:
        raise SettingsError(f"a password of {len(password)} characters is too short: give {SHORTEST} or more")
    return PasswordHasher().hash(password)


def new_token(people: People, name: str, label: str, scope: str) -> str:
    """A new API token; it is known by its digest alone from here on."""
    if scope not in _SCOPES:
        raise SettingsError(f"{scope!r} is no scope; there are {', '.join(_SCOPES)}")
    token = f"vt_{secrets.token_urlsafe(32)}"
    people.set_token(digest(token), name, label[:80], scope)
    return token

"""Who may use the app from another machine: people with their roles, sessions, tokens for the API; and what each wrote.

Append-only like everything here: of a person, a session or a token the last row holds. Passwords and tokens are known
by their hashes alone. These rows belong to an installation; `variorum ledger copy` leaves them behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, insert, select

from variorum.ledger.database import Database
from variorum.ledger.people_tables import audit, person, session, token


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with an account. `role`: reader, reviewer, editor or admin; `password`: its argon2 hash."""

    name: str
    role: str
    password: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token for the API. `scope`: read or write; `digest`: SHA-256 of what its owner keeps."""

    digest: str
    name: str
    label: str
    scope: str
    active: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One write, or a log-in: who, from which address, what, about what."""

    at: datetime
    by: str
    address: str
    what: str
    about: str


class People:
    """The people of one ledger's app."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def set(self, name: str, *, role: str, password: str, active: bool = True, by: str = "") -> None:
        """Adds a person, or gives one another role or password, or shuts one out."""
        self._append(person, name=name, role=role, password=password, active=active, by=by)

    def find(self, name: str) -> Member | None:
        """The person of that name, as the last row has it; None where there is none."""
        row = self._last(person, person.c.name == name)
        return row and Member(**{key: row[key] for key in ("name", "role", "password", "active")})

    def all(self) -> list[Member]:
        """Every person, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(select(person).order_by(person.c.number)).mappings().all()
        last = {row["name"]: row for row in rows}
        return [
            Member(**{key: last[name][key] for key in ("name", "role", "password", "active")}) for name in sorted(last)
        ]

    def open_session(self, digest: str, name: str, ends: datetime) -> None:
        self._append(session, digest=digest, name=name, ends=ends)

    def close_session(self, digest: str, name: str) -> None:
        self._append(session, digest=digest, name=name, ends=datetime.now(UTC))

    def session(self, digest: str) -> Member | None:
        """Whose session it is; None where it ended, or its person was shut out."""
        row = self._last(session, session.c.digest == digest)
        if row is None or row["ends"] <= datetime.now(UTC):
            return None
        found = self.find(row["name"])
        return found if found and found.active else None

    def set_token(self, digest: str, name: str, label: str, scope: str, *, active: bool = True) -> None:
        self._append(token, digest=digest, name=name, label=label, scope=scope, active=active)

    def token(self, digest: str) -> tuple[Member, str] | None:
        """Whose token it is and its scope; None where it was taken back, or its person shut out."""
        row = self._last(token, token.c.digest == digest)
        if row is None or not row["active"]:
            return None
        found = self.find(row["name"])
        return (found, row["scope"]) if found and found.active else None

    def tokens(self, name: str) -> list[Token]:
        """The tokens of a person that hold, oldest first."""
        with self.database.reading() as connection:
            query = select(token).where(token.c.name == name).order_by(token.c.number)
            rows = connection.execute(query).mappings().all()
        last = {row["digest"]: row for row in rows}
        keys = ("digest", "name", "label", "scope", "active", "at")
        return [Token(**{key: row[key] for key in keys}) for row in last.values() if row["active"]]

    def note(self, by: str, address: str, what: str, about: str = "") -> None:
        """An audit row."""
        self._append(audit, by=by, address=address, what=what[:200], about=about[:200])

    def audited(self, most: int) -> list[Audited]:
        """The last audit rows, newest first."""
        with self.database.reading() as connection:
            query = select(audit).order_by(audit.c.number.desc()).limit(most)
            rows = connection.execute(query).mappings().all()
        return [Audited(**{key: row[key] for key in ("at", "by", "address", "what", "about")}) for row in rows]

    def _append(self, table: Table, **row: Any) -> None:
        with self.database.writing() as writing:
            writing.connection.execute(insert(table), {"at": datetime.now(UTC), **row})

    def _last(self, table: Table, condition: Any) -> Any:
        with self.database.reading() as connection:
            query = select(table).where(condition).order_by(table.c.number.desc()).limit(1)
            return connection.execute(query).mappings().first()

"""`variorum user`: who may use the pages from another machine."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well

if TYPE_CHECKING:
    from variorum.ledger.people import People

user_app = typer.Typer(name="user", help="People who may use the pages from another machine.", no_args_is_help=True)


class RoleName(StrEnum):
    """What a person may do: read; decide on claims; add reports as well; see what everybody wrote as well."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


_Ledger = Annotated[
    str | None,
    typer.Option("--ledger", metavar="FILE|URL", help="The ledger; else $VARIORUM_LEDGER, else variorum.db."),
]


@contextmanager
def _people(ledger: str | None) -> Iterator[People]:
    from variorum.ledger import Ledger, default_location
    from variorum.ledger.people import People

    with ends_well(), Ledger.open(ledger or default_location()) as opened:
        yield People(opened.database)


@user_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name that stands on what this person decides.")],
    role: Annotated[RoleName, typer.Option("--role", help="What the person may do.")] = RoleName.REVIEWER,
    ledger: _Ledger = None,
) -> None:
    """Add a person, or give one another role and password. The password is asked for, or read from standard input."""
    from variorum.web.accounts import hashed

    with _people(ledger) as people:
        people.set(name.strip(), role=role.value, password=hashed(_password()), by="command line")
        people.note("command line", "", "user add", name)
        typer.echo(f"{name.strip()} may log in as {role.value}.")


@user_app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="Whom to shut out.")], ledger: _Ledger = None) -> None:
    """Shut a person out: sessions and tokens end at once; what the person decided stays."""
    from variorum.errors import UnknownIdError

    with _people(ledger) as people:
        found = people.find(name)
        if found is None:
            raise UnknownIdError(f"nobody is called {name!r}: variorum user list says who there is")
        people.set(name, role=found.role, password=found.password, active=False, by="command line")
        people.note("command line", "", "user remove", name)
        typer.echo(f"{name} is shut out.")


@user_app.command("list")
def list_(ledger: _Ledger = None) -> None:
    """List the people, their roles, and who is shut out."""
    with _people(ledger) as people:
        for person in people.all():
            typer.echo(f"{person.name}\t{person.role}{'' if person.active else '  (shut out)'}")


def _password() -> str:
    from variorum.errors import SettingsError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise SettingsError("the two passwords are not the same")
    return first

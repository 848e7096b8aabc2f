"""`variorum serve`: the pages over a ledger, in a browser."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well
from variorum.cli.version import program_version

if TYPE_CHECKING:
    from variorum.ledger import Ledger
    from variorum.web.gate import Gate
    from variorum.web.options import Options

_LOCAL = "127.0.0.1"


def serve(
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="FILE|URL", help="The ledger; else $VARIORUM_LEDGER, else variorum.db."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="What to bind. Any address but this machine's own asks for accounts.")
    ] = _LOCAL,
    port: Annotated[int, typer.Option("--port", help="The port; 0 for any that is free.", min=0, max=65535)] = 8033,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A further host name to answer to, as behind a proxy; repeatable."),
    ] = None,
    reviewer: Annotated[
        str,
        typer.Option("--reviewer", envvar="VARIORUM_REVIEWER", help="The name that stands on decisions made here."),
    ] = "",
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Ask for accounts on this machine, too (as behind a proxy).")
    ] = False,
    https: Annotated[
        bool, typer.Option("--https", help="A proxy in front speaks TLS: cookies are for TLS alone.")
    ] = False,
    hide_people: Annotated[
        bool, typer.Option("--hide-people", help="Blank the names of private persons among victims and witnesses.")
    ] = False,
    tiles: Annotated[
        str, typer.Option("--tiles", metavar="URL", help="Map tiles of your own, with {z}/{x}/{y} in the address.")
    ] = "",
) -> None:
    """Open the pages over a ledger: every account of each event, every word, every decision.

    Prints the address to open. On this machine it carries a token, so that nobody else here gets in; on any other
    address people log in with accounts that `variorum user add` makes.
    """
    from variorum.ledger import Ledger, default_location
    from variorum.web.options import Options

    with ends_well():
        options = Options(
            host=host,
            port=port or _free_port(host),
            names=tuple(name or ()),
            token="" if accounts else secrets.token_urlsafe(24),
            reviewer=reviewer,
            secret=secrets.token_hex(32),
            hide_people=hide_people,
            tiles=tiles,
            secure=https,
        )
        with Ledger.open(ledger or default_location()) as opened:
            _serve(opened, options, accounts=accounts or not options.is_local)


def _serve(ledger: Ledger, options: Options, *, accounts: bool) -> None:
    import uvicorn

    from variorum.pipeline.linking import link_new
    from variorum.settings import Settings
    from variorum.web.adding import Adding
    from variorum.web.app import build
    from variorum.web.desk import Desk

    gate = _gate(ledger, options, accounts=accounts)
    desk = Desk(ledger, hide_people=options.hide_people)
    app = build(desk, Adding(ledger, Settings.from_environment(), link_new), options, gate, program_version())
    shown = f"http://{options.host}:{options.port}/"
    typer.echo(f"Open {shown}{'' if accounts else f'?token={options.token}'}")
    typer.echo("Stop with Ctrl-C.")
    desk.catalogue()
    try:
        uvicorn.run(
            app, host=options.host, port=options.port, log_level="warning", proxy_headers=False, server_header=False
        )
    finally:
        desk.close()


def _gate(ledger: Ledger, options: Options, *, accounts: bool) -> Gate:
    from variorum.errors import SettingsError
    from variorum.ledger.people import People
    from variorum.web.accounts import AccountGate
    from variorum.web.gate import TokenGate

    if not accounts:
        return TokenGate(options)
    people = People(ledger.database)
    if not any(person.active for person in people.all()):
        raise SettingsError("nobody has an account yet: make one with variorum user add NAME --role admin")
    return AccountGate(people, secure=options.secure)


def _free_port(host: str) -> int:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port

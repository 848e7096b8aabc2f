"""`variorum redact`: what must not be kept is blanked for good."""

from __future__ import annotations

from typing import Annotated

import typer

from variorum.cli.ending import ends_well
from variorum.cli.ledgers import ByOption, LedgerOption, command, opened, user


def redact(
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with your name. Do not repeat the name in it.")],
    report: Annotated[
        str | None, typer.Argument(metavar="REPORT", help="The id of a report: its text and all words of its claims.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="A name instead: wherever it stands, in any case.")] = None,
    by: ByOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """Blank the text of a report, or a name, for good. Numbers, days, places, ids and hashes stay.

    This can't be undone. Copies and backups of the ledger are not reached.
    """
    if (report is None) == (name is None):
        raise typer.BadParameter("give a report or --name", param_hint="REPORT")
    with ends_well("the ledger"), opened(ledger) as open_ledger:
        from variorum.ledger.redaction import redact_name, redact_report
        from variorum.settings import Settings

        if not yes:
            typer.confirm("Blank it for good?", abort=True)
        # The words of the command would keep the name.
        said = command() if name is None else "variorum redact --name"
        run = open_ledger.run(Settings.from_environment(), by=user(by), command=said)
        if report is not None:
            number = redact_report(open_ledger, report, by=user(by), reason=reason, run=run)
        else:
            number = redact_name(open_ledger, name or "", by=user(by), reason=reason, run=run)
        typer.echo(f"blanked {number:,} fields")

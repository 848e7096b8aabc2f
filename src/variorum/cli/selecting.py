"""Which events a command is asked for, and as of when: the options that such commands share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from variorum.cli.options import day

Since = Annotated[
    date | None, typer.Option("--since", parser=day, metavar="DAY", help="That happened on that day or later.")
]
Until = Annotated[
    date | None, typer.Option("--until", parser=day, metavar="DAY", help="That happened on that day or before.")
]
Country = Annotated[str | None, typer.Option("--country", metavar="XX", help="ISO 3166-1 code, like EG.")]
PlaceName = Annotated[str | None, typer.Option("--place", help="Part of a place's name.")]
TypeName = Annotated[
    str | None, typer.Option("--type", help="Type or sub-type, like explosion_remote_violence or armed_clash.")
]
ActorName = Annotated[str | None, typer.Option("--actor", help="Part of an actor's name.")]
MinKilled = Annotated[
    int | None, typer.Option("--min-killed", min=0, metavar="N", help="With a claim of so many killed, or more.")
]
Words = Annotated[str | None, typer.Option("--text", help="Words that a report has, all of them.")]
AsOfDay = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="DAY", help="Only what was published by that day."),
]
KnownAtDay = Annotated[
    date | None,
    typer.Option("--known-at", parser=day, metavar="DAY", help="Only what was in the ledger by that day (UTC)."),
]

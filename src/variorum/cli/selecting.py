"""Which events a command is asked for, and as of when: the options that such commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from variorum.cli.options import day

if TYPE_CHECKING:
    from variorum.ledger import AsOf, Filters

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which events are asked for, and as of when."""

    filters: Filters
    view: AsOf


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command that takes a `selection` by keyword the options that say which events, in that one's place."""
    options = inspect.signature(_selection, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True)

    @wraps(command)
    def with_options(**given: Any) -> None:
        selection = _selection(**{name: given.pop(name) for name in options})
        command(selection=selection, **given)

    whole = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in own.parameters.items()
        for each in (options.values() if name == "selection" else (one,))
    ]
    # What Typer looks at.
    with_options.__signature__ = own.replace(parameters=whole)  # type: ignore[attr-defined]
    with_options.__annotations__ = {one.name: one.annotation for one in whole}
    return with_options


def _selection(
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: PlaceName = None,
    type: TypeName = None,
    actor: ActorName = None,
    min_killed: MinKilled = None,
    text: Words = None,
    as_of: AsOfDay = None,
    known_at: KnownAtDay = None,
) -> Selection:
    from variorum.ledger import AsOf, Filters

    filters = Filters(
        since=since,
        until=until,
        country=country,
        place=place,
        type=type,
        actor=actor,
        min_killed=min_killed,
        text=text,
    )
    return Selection(filters=filters, view=AsOf(published=as_of, added=known_at))

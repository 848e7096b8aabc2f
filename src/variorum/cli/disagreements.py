"""`variorum disagreements`: what does not add up, the more it moves a figure the sooner."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from variorum.cli.ending import ends_well
from variorum.cli.figures import heading_of
from variorum.cli.given import Reports, Within, event_of
from variorum.cli.ledgers import LedgerOption, opened
from variorum.cli.writing import console_of, destination, print_rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.codebooks import Superlative, Weighed
    from variorum.ledger import Ledger
    from variorum.models import LinkedEvent


class DisagreementsFormat(StrEnum):
    """How disagreements are written."""

    TABLE = "table"
    JSON = "json"


def disagreements(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EVENT|PATH...]",
            help="An event of the ledger; with --reports, files of reports. None: all events.",
        ),
    ] = None,
    codebook: Annotated[
        str, typer.Option("--codebook", "-c", metavar="NAME|FILE", help="Whose figures they are weighed by.")
    ] = "ucdp",
    most: Annotated[int, typer.Option("--most", min=1, metavar="N", help="Of all events so many at most.")] = 50,
    reports: Reports = False,
    event: Within = None,
    format: Annotated[DisagreementsFormat, typer.Option("--format", "-f")] = DisagreementsFormat.TABLE,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there; - for standard output.")
    ] = "-",
    ledger: LedgerOption = None,
) -> None:
    """Show which claims of an event can't all hold, of what kind that is and why: what moves a figure most comes first.

    Superlatives ("the deadliest since 2011") are held against the other events of the ledger.
    """
    with ends_well(output):
        from variorum.codebooks import load, most_moved, superlatives, weighed

        book = load(codebook)
        held: tuple[Superlative, ...] = ()
        if what:
            found = event_of(what, reports=reports, within=event, ledger=ledger)
            told = [(found, one) for one in weighed(found, book)]
            if reports:
                held = superlatives(found, (), load("ucdp"))
            else:
                with opened(ledger) as open_ledger:
                    held = superlatives(found, _others(found, open_ledger), load("ucdp"))
        else:
            with opened(ledger) as open_ledger:
                told = most_moved(((each, one) for each in open_ledger.events() for one in weighed(each, book)), most)
                held = tuple(_every_superlative(open_ledger, most))
        with destination(output) as out:
            if format is DisagreementsFormat.JSON:
                from variorum.interchange import dumps

                out.write(dumps(_json(told, held), indent=1) + "\n")
                return
            from variorum.export.disagreements import Row, disagreements_table

            headings = {each.id: heading_of(each) for each, _ in told}
            rows = [Row(event=headings[each.id], found=one.disagreement, how=one.how) for each, one in told]
            rendered = disagreements_table(rows, [one.sentence for one in held])
            print_rendered(rendered, console_of(out), out, output == "-" and out.isatty())


def _every_superlative(ledger: Ledger, most: int) -> Iterator[Superlative]:
    """What the known events say of the first superlatives of all events."""
    from variorum.codebooks import load, superlatives

    book = load("ucdp")
    claimed = (event for event in ledger.events() if any(account.comparisons for account in event.accounts))
    for event in islice(claimed, most):
        yield from superlatives(event, _others(event, ledger), book)


def _others(event: LinkedEvent, ledger: Ledger) -> Iterator[LinkedEvent]:
    """The other events of its country, if that is known."""
    from variorum.ledger import Filters

    countries = {account.event.place.country for account in event.accounts if account.event.place} - {None}
    country = countries.pop() if len(countries) == 1 else None
    return (other for other in ledger.events(Filters(country=country)) if other.id != event.id)


def _json(told: list[tuple[LinkedEvent, Weighed]], held: tuple[Superlative, ...]) -> dict[str, Any]:
    return {
        "disagreements": [
            {
                "event": event.id,
                "kind": one.disagreement.kind.value,
                "severity": one.disagreement.severity.value,
                "sentence": one.disagreement.sentence,
                "claims": list(one.disagreement.claims),
                "moves": one.moves,
                "how": one.how,
            }
            for event, one in told
        ],
        "superlatives": [
            {
                "claim": one.claim.id,
                "standing": one.standing.value,
                "sentence": one.sentence,
                "against": list(one.against),
            }
            for one in held
        ],
    }

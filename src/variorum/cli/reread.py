"""`variorum reread`: the reports of a ledger read again, by a reader that is better now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.add import Jobs, progress
from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.gazetteer import ensure_gazetteer
from variorum.cli.language_model import BaseUrl, MaxCost, ModelName, ReaderName, language_model, with_reader
from variorum.cli.ledgers import LedgerOption, command, opened, user

if TYPE_CHECKING:
    from variorum.models import Decision
    from variorum.pipeline.rereading import Outcome


def reread(
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT...]", help="Reports: their ids, or the first digits of them.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="All reports, those too that this version read with these settings.")
    ] = False,
    ledger: LedgerOption = None,
    jobs: Jobs = 1,
    reader: ReaderName = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    max_cost: MaxCost = None,
) -> None:
    """Read reports of the ledger again, after the program has become a better reader.

    By default those that another version, or the same reader with other settings, read last: an interrupted run is
    finished by the same command. What a report says now takes the place of what it said; both are kept. What people
    decided goes over to claims that say the same; what does not is listed.
    """
    from variorum.settings import Settings

    with ends_well("the ledger"):
        settings = with_reader(Settings.from_environment(), reader, model, base_url, max_cost)
        with opened(ledger) as open_ledger, language_model(settings) as llm:
            from variorum.ledger.rereading import due
            from variorum.pipeline.linking import link_again
            from variorum.pipeline.rereading import Rereader

            run = open_ledger.run(settings, by=user(), command=command())
            named = [open_ledger.resolve(one, "report") for one in reports or ()]
            ids = named or due(open_ledger, run, everything=all_)
            if not ids:
                typer.echo("Every report was read last by this version with these settings; --all reads them again.")
                return
            ensure_gazetteer()
            again = Rereader(
                ledger=open_ledger, run=run, settings=settings, jobs=jobs, llm=llm, link=link_again
            ).reread(ids)
            failed = _tallied(again, len(ids))
    if failed:
        raise typer.Exit(FAILED)


def _tallied(outcomes: Iterable[Outcome], total: int) -> int:
    """How many failed; the others are counted with a progress bar, and told at the end."""
    from variorum.models import Failure

    tally: Counter[str] = Counter()
    left: list[Decision] = []
    try:
        with progress("Reading again", lambda: total) as advance:
            for outcome in outcomes:
                if isinstance(outcome, Failure):
                    tally["failed"] += 1
                    complain(f"{outcome.name}: {outcome.reason}")
                else:
                    tally["changed" if outcome.changed else "same"] += 1
                    tally["carried"] += outcome.carried
                    left += outcome.left
                advance()
    finally:
        _tell(tally, left)
    return tally["failed"]


def _tell(tally: Counter[str], left: Iterable[Decision]) -> None:
    from variorum.export.words import line

    typer.echo(
        f"read again {tally.total() - tally['carried']:,}: changed {tally['changed']:,}, the same {tally['same']:,}, "
        f"failed {tally['failed']:,}; decisions carried over {tally['carried']:,}"
    )
    for one in left:
        what = f"{one.id[:21]} ({one.act.value}, {one.by})"
        typer.echo(line(f"not carried over: {what}: what it is about is read otherwise now"))

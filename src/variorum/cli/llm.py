"""`variorum llm`: requests for a batch service, and its answers read back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.add import BATCH, tallied
from variorum.cli.ending import FAILED, complain, ends_well
from variorum.cli.gazetteer import ensure_gazetteer
from variorum.cli.ledgers import command, opened, user
from variorum.cli.writing import destination

if TYPE_CHECKING:
    from variorum.errors import ReportError
    from variorum.models import Extraction
    from variorum.settings import Settings

llm_app = typer.Typer(
    name="llm",
    help="A language model as reader, by batch files: write requests, send them by any means, read the answers back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@llm_app.command("requests")
def write_requests(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files or folders of reports; - for standard input.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there; - for standard output.")
    ] = "-",
    model: Annotated[
        str | None, typer.Option("--model", help="The model that is to answer; else $VARIORUM_LLM_MODEL.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Who published it, where a file does not say.")
    ] = None,
) -> None:
    """Write one request for each report (a long one gives several), a line each, as batch services take them.

    The texts of the reports stand in the requests: whoever gets the file can read them.
    """
    from variorum.errors import ReportError
    from variorum.settings import Settings

    failed = False
    with ends_well(output):
        from variorum.intake import reports
        from variorum.llm.batch import requests

        settings = Settings.from_environment()
        llm = replace(settings.llm, model=model or settings.llm.model)
        if not llm.model:
            raise typer.BadParameter(
                "name the model that is to answer, or set $VARIORUM_LLM_MODEL", param_hint="--model"
            )
        with destination(output) as out:
            for line in requests(reports(paths, settings=settings, publisher=publisher, stdin=sys.stdin.buffer), llm):
                if isinstance(line, ReportError):
                    failed = True
                    complain(str(line))
                else:
                    out.write(line + "\n")
    if failed:
        raise typer.Exit(FAILED)


@llm_app.command("responses")
def read_responses(
    asked: Annotated[Path, typer.Argument(metavar="REQUESTS", exists=True, dir_okay=False)],
    answered: Annotated[Path, typer.Argument(metavar="RESPONSES", exists=True, dir_okay=False)],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write there; - for standard output.")
    ] = "-",
    both: Annotated[
        bool, typer.Option("--both", help="Read by the rules, too; each toll says which reader found it.")
    ] = False,
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="FILE|URL", help="Add them to this ledger, and write nothing."),
    ] = None,
) -> None:
    """Read the answers to a file of requests: JSON lines of reports with their claims, as `variorum read` writes them.

    Missing, doubled and broken answers are counted on standard error; a report without a whole answer is named there.
    With --ledger the reports are added as by `variorum add`; reports that are there already are passed over.
    """
    from variorum.settings import Settings

    if ledger is not None and output != "-":
        raise typer.BadParameter("the claims go to a file or to a ledger, not to both", param_hint="--ledger")
    with ends_well(output if ledger is None else "the ledger"):
        from variorum.llm.batch import Tally, responses
        from variorum.pipeline import read_answers

        ensure_gazetteer()
        settings = replace(Settings.from_environment(), reader="both" if both else "llm")
        tally = Tally()
        read = read_answers(responses(_lines(asked), _lines(answered), tally), settings)
        failed = _write(read, output) if ledger is None else _keep(read, ledger, settings, f"{BATCH}{answered}")
        complain(
            f"{tally.requests} requests: {tally.answered} read, {tally.missing} without an answer; of the answers "
            f"{tally.broken} broken, {tally.doubled} doubled, {tally.unasked} to no request"
        )
    if failed:
        raise typer.Exit(FAILED)


def _write(read: Iterable[Extraction | ReportError], output: str) -> bool:
    """Writes claims as JSON lines; whether a report failed."""
    from variorum.errors import ReportError
    from variorum.interchange import to_line

    failed = False
    with destination(output) as out:
        for result in read:
            if isinstance(result, ReportError):
                failed = True
                complain(str(result))
            else:
                out.write(to_line(result) + "\n")
    return failed


def _keep(read: Iterable[Extraction | ReportError], ledger: str, settings: Settings, source: str) -> bool:
    """Adds claims to a ledger; whether a report failed."""
    with opened(ledger, create=True) as open_ledger:
        from variorum.pipeline.linking import link_new
        from variorum.pipeline.recording import Recorder

        run = open_ledger.run(settings, by=user(), command=command())
        recorder = Recorder(ledger=open_ledger, run=run, settings=settings, link=link_new)
        return bool(tallied(recorder.keep(read, source), lambda: None)["Failure"])


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        yield from lines

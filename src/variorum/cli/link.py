"""`variorum link`, `event`, `judgements`: which accounts are about the same event, by rule and by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well
from variorum.cli.ledgers import ByOption, LedgerOption, command, opened, user
from variorum.cli.writing import destination

if TYPE_CHECKING:
    from variorum.ledger import Ledger
    from variorum.models import Act, Decision, Judgement, Verdict

link_app = typer.Typer(
    name="link",
    help="Which accounts are about the same event: link all of them anew, or say so of two.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
event_app = typer.Typer(
    name="event", help="Change what an event is made of.", no_args_is_help=True, rich_markup_mode=None
)

_PUBLISHED = "published-"

_Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the decision.")]
_One = Annotated[str, typer.Argument(metavar="A", help="An account or an event: its id, or the first digits of it.")]
_Other = Annotated[
    str,
    typer.Argument(metavar="B", help="The other account or event, or a row of a published table: ged:244657."),
]


@link_app.callback(invoke_without_command=True)
def link(
    context: typer.Context,
    all_: Annotated[
        bool, typer.Option("--all", help="Judge all accounts of the ledger anew and put the events together again.")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Link accounts. Reports are linked when they are added; `--all` repairs what depends on the order of adding.

    What people said of accounts (`same`, `different`) outweighs every rule, and is kept.
    """
    if context.invoked_subcommand is not None:
        return
    if not all_:
        raise typer.BadParameter("say --all, or one of the commands same, different, undo")
    with ends_well("the ledger"), opened(ledger) as open_ledger:
        from variorum.pipeline.importing import match_all
        from variorum.pipeline.linking import link_all
        from variorum.settings import Settings

        run = open_ledger.run(Settings.from_environment(), by=user(), command=command())
        done = link_all(open_ledger, run)
        typer.echo(f"{done.accounts:,} accounts, {done.judgements:,} new judgements, {done.events:,} events")
        if rows := match_all(open_ledger):
            typer.echo(f"{rows:,} published rows matched anew")


@link_app.command("same")
def say_same(one: _One, other: _Other, reason: _Reason, by: ByOption = None, ledger: LedgerOption = None) -> None:
    """Say that two accounts, or events, are the same event; or that a published row is about this event."""
    from variorum.models import Act

    with ends_well("the ledger"), opened(ledger) as open_ledger:
        _decide(open_ledger, Act.SAME, [one, other], reason, user(by))


@link_app.command("different")
def say_different(one: _One, other: _Other, reason: _Reason, by: ByOption = None, ledger: LedgerOption = None) -> None:
    """Say that two accounts, or events, are not the same event; or that a published row is about another event."""
    from variorum.models import Act

    with ends_well("the ledger"), opened(ledger) as open_ledger:
        _decide(open_ledger, Act.DIFFERENT, [one, other], reason, user(by))


@link_app.command("undo")
def take_back(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id, or the first digits of it.")],
    reason: _Reason,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Take back what was said of accounts or published rows; that, and that it was taken back, are both kept."""
    from variorum.models import Act, Decision

    with ends_well("the ledger"), opened(ledger) as open_ledger:
        id_ = open_ledger.resolve(decision, "decision")
        taken = open_ledger.with_carried([id_])
        targets = [target for one in open_ledger.decisions() if one.id in taken for target in one.targets]
        made = Decision(act=Act.UNDO, targets=taken, by=user(by), reason=reason)
        if any(target.startswith(_PUBLISHED) for target in targets):
            _record_row(open_ledger, made)
        else:
            _record(open_ledger, made, _accounts(targets))


@event_app.command("split")
def split_event(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event to split.")],
    accounts: Annotated[list[str], typer.Argument(metavar="ACCOUNT...", help="The accounts to take out of it.")],
    reason: _Reason,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Take accounts out of an event: they are different from all that stay, and an event of their own."""
    from variorum.models import Act, Decision

    with ends_well("the ledger"), opened(ledger) as open_ledger:
        whole = open_ledger.event(event)
        members = open_ledger.members(whole.id)
        out = [open_ledger.resolve(account.removeprefix("event-"), "account") for account in accounts]
        if strange := [account for account in out if account not in members]:
            raise typer.BadParameter(f"{', '.join(strange)} is not in {whole.id}", param_hint="ACCOUNT")
        rest = [account for account in members if account not in out]
        if not rest:
            raise typer.BadParameter("that would leave nothing in the event", param_hint="ACCOUNT")
        made = Decision(act=Act.SPLIT, targets=tuple(out), value=rest, by=user(by), reason=reason)
        _record(open_ledger, made, members)


def judgements(
    of: Annotated[
        str | None, typer.Argument(metavar="[EVENT|ACCOUNT]", help="Those of an event or an account; all by default.")
    ] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="WORD", help="Only same, different or unsure.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, metavar="N", help="At most so many.")] = 100,
    chart: Annotated[
        str | None,
        typer.Option("--chart", metavar="FILE", help="Write the first of them there as an SVG chart of its weights."),
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """List the judgements between accounts, each with its reason: those of people first, then the surest."""
    wanted = _verdict(verdict)
    with ends_well(chart or "-"), opened(ledger) as open_ledger:
        from variorum.export.waterfall import waterfall
        from variorum.export.words import line
        from variorum.pipeline.linking import judgements_of

        about = None if of is None else _members(open_ledger, of)
        found = (one for one in judgements_of(open_ledger, about) if wanted is None or one.verdict is wanted)
        shown = list(islice(found, most))
        if not shown:
            typer.echo("There is no such judgement.", err=True)
        elif chart is not None:
            with destination(chart) as out:
                out.write(waterfall(shown[0]))
        else:
            for told in _told(shown):
                typer.echo(line(told))


def _told(found: Sequence[Judgement]) -> Iterator[str]:
    for one in found:
        by = "" if one.score is not None else f" (says {one.by})"
        yield f"{one.verdict.value:9}  {one.first[:20]}  {one.second[:20]}  {one.reason}{by}"


def _verdict(written: str | None) -> Verdict | None:
    from variorum.models import Verdict

    if written is None:
        return None
    try:
        return Verdict(written)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no verdict; say same, different or unsure") from None


def _members(ledger: Ledger, of: str) -> list[str]:
    """The accounts that are meant: one, or all of an event that was named as such."""
    if of.startswith("event-"):
        return ledger.members(ledger.event(of).id)
    return [ledger.resolve(of, "account")]


def _decide(ledger: Ledger, act: Act, named: Sequence[str], reason: str, by: str) -> None:
    from variorum.models import Decision

    one, other = named
    if row := _row(ledger, other):
        account = ledger.resolve(one.removeprefix("event-"), "account")
        _record_row(ledger, Decision(act=act, targets=(row, account), by=by, reason=reason))
        return
    targets = [ledger.resolve(one.removeprefix("event-"), "account") for one in named]
    if len(set(targets)) < len(targets):
        raise typer.BadParameter("these are one account, not two")
    _record(ledger, Decision(act=act, targets=tuple(targets), by=by, reason=reason), targets)


def _row(ledger: Ledger, named: str) -> str | None:
    """The id of the published row that is meant: "ged:244657", "published-3f2a"; None where none is."""
    from variorum.ledger.published import published_row

    dataset, colon, row = named.partition(":")
    if colon:
        return published_row(ledger, row, dataset).id
    return ledger.resolve(named, "published") if named.startswith(_PUBLISHED) else None


def _record_row(ledger: Ledger, made: Decision) -> None:
    """Writes what was said of a published row, and finds anew which event it is about."""
    from variorum.pipeline.importing import judge_row
    from variorum.settings import Settings

    with ledger.writing():
        run = ledger.run(Settings.from_environment(), by=made.by, command=command())
        written, matches = judge_row(ledger, made, run)
    typer.echo(written.id)
    for match in matches:
        typer.echo(f"{match.fit.value:6}  {match.event or 'no event'}  {match.reason}")


def _record(ledger: Ledger, made: Decision, accounts: Sequence[str]) -> None:
    """Writes the decision, and puts the events together anew that it touches."""
    from variorum.pipeline.linking import relink
    from variorum.settings import Settings

    with ledger.writing():
        run = ledger.run(Settings.from_environment(), by=made.by, command=command())
        written = ledger.decide(made, run)
        events = relink(ledger, accounts, run)
    touched = sum(bool(set(accounts) & set(event)) for event in events)
    typer.echo(f"{written.id}: {touched:,} event{'' if touched == 1 else 's'} of {len(set(accounts)):,} accounts")


def _accounts(targets: Sequence[str]) -> list[str]:
    named = [target.replace("event-", "account-", 1) for target in targets]
    return [target for target in named if target.startswith("account-")]

"""Events over many reports: a list of them, and one with all that its accounts say; for a terminal, as JSON, as
Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export import words
from variorum.export.markdown import escape
from variorum.export.tables.records import Record
from variorum.export.tolls import Saying, sayings, spread, spread_in_words
from variorum.interchange import to_json
from variorum.models import Account, Extraction, LinkedEvent, Outcome, Stance

_SHORT = 10
"""Digits of an id that a list shows: the only ones that begin so, in any ledger of a reasonable size."""

_TITLES = ("event", "days", "where", "type", "killed", "accounts", "origins")
_LEAST_WIDTHS = {"days": 11, "where": 13, "type": 9, "accounts": 8, "origins": 8}
"""Characters of a column in a list, so that words are not cut in a window of eighty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An event in a list, in words."""

    record: Record

    @property
    def event(self) -> LinkedEvent:
        return self.record.event

    @property
    def id(self) -> str:
        return self.event.id.removeprefix("event-")[:_SHORT]

    @property
    def days(self) -> str:
        return words.days(self.record.when.days) if self.record.when else "no day"

    @property
    def where(self) -> str:
        place = self.record.place
        if place is None:
            return "no place"
        names = dict.fromkeys(words.line(name) for name in (place.locality or place.text, place.admin1) if name)
        return ", ".join(names) + (f" ({words.line(place.country)})" if place.country else "")

    @property
    def killed(self) -> str:
        return spread_in_words(self.event, Outcome.KILLED)

    @property
    def origins(self) -> int:
        """How many independent origins its tolls have; accounts without a toll count one each."""
        found = {self.event.origin(toll.id) for _, toll in self.event.tolls}
        return len(found)

    @property
    def cells(self) -> tuple[str, ...]:
        kind = words.spoken(self.record.type.value)
        return self.id, self.days, self.where, kind, self.killed, str(len(self.event.accounts)), str(self.origins)

    @property
    def heading(self) -> str:
        return words.line(self.record.label) or f"{words.spoken(self.record.type.value)}, {self.where}"

    @property
    def facts(self) -> str:
        return " · ".join((self.event.id, words.spoken(self.record.type.value), self.days, self.where))


# --- a list --------------------------------------------------------------------------------------------------------


def events_table(lines: Iterable[Line]) -> RenderableType:
    grid = Table(box=None, pad_edge=False, expand=True, collapse_padding=True)
    for title in _TITLES:
        grid.add_column(
            title,
            justify="right" if title in ("accounts", "origins") else "left",
            overflow="fold",
            no_wrap=title == "event",
            min_width=_LEAST_WIDTHS.get(title),
        )
    for one in lines:
        grid.add_row(*map(Text, one.cells))
    return grid


def events_markdown(lines: Iterable[Line]) -> str:
    rows = [f"| {' | '.join(_TITLES)} |", "| :-- " * len(_TITLES) + "|"]
    rows += [f"| {' | '.join(map(escape, one.cells))} |" for one in lines]
    return "\n".join(rows) + "\n"


def event_line(one: Line) -> dict[str, Any]:
    """An event of a list as JSON."""
    when, place = one.record.when, one.record.place
    count = spread(one.event, Outcome.KILLED)
    published = sorted(account.report.published for account in one.event.accounts if account.report.published)
    return {
        "id": one.event.id,
        "label": one.record.label,
        "type": one.record.type.value,
        "date": when and {"start": when.days.start.isoformat(), "end": when.days.end.isoformat()},
        "place": place and {"text": place.text, "country": place.country, "lat": place.lat, "lon": place.lon},
        "killed": count and {"low": count.low, "high": count.high, "approx": count.approx},
        "accounts": [account.id for account in one.event.accounts],
        "reports": sorted({account.report_id for account in one.event.accounts}),
        "origins": one.origins,
        "first_published": published[0].isoformat() if published else None,
        "last_published": published[-1].isoformat() if published else None,
    }


# --- one -----------------------------------------------------------------------------------------------------------


def event_table(one: Line) -> RenderableType:
    """Its numbers with how many say each, who did it, and its accounts; a blank line at the end."""
    parts: list[RenderableType] = [Text(one.heading, style="bold underline"), Text(one.facts, style="dim")]
    for outcome, said in _by_outcome(one.event):
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=18)
        grid.add_column(ratio=3)
        grid.add_column(ratio=4)
        for saying in said:
            grid.add_row(Text(str(saying.count), style="bold"), Text(_group(saying)), Text(saying.heard))
        title = Text(words.spoken(outcome.value).capitalize(), style="bold cyan")
        parts.append(Padding(Group(title, Padding(grid, (0, 0, 0, 2))), (1, 0, 0, 0)))
    for heading, rows in _lists(one.event):
        listed = Group(Text(heading, style="bold cyan"), *(Text(f"  {row}") for row in rows))
        parts.append(Padding(listed, (1, 0, 0, 0)))
    return Group(*parts, Text())


def event_markdown(one: Line) -> str:
    return "\n".join(_event_markdown(one)) + "\n\n"


def _event_markdown(one: Line) -> Iterator[str]:
    yield f"# {escape(one.heading)}\n"
    yield escape(one.facts)
    for outcome, said in _by_outcome(one.event):
        yield f"\n## {escape(words.spoken(outcome.value).capitalize())}\n"
        yield "| count | group | heard from |"
        yield "| :-- | :-- | :-- |"
        for saying in said:
            yield f"| **{escape(str(saying.count))}** | {escape(_group(saying))} | {escape(saying.heard)} |"
    for heading, rows in _lists(one.event):
        yield "\n".join([f"\n## {heading}\n", *(f"- {escape(row)}" for row in rows)])


def event_json(one: Line) -> dict[str, Any]:
    """An event with all of its accounts, each in the public JSON without its text; spans count in the report's text."""
    return {
        **event_line(one),
        "accounts": [_account_json(one.event, account) for account in one.event.accounts],
        "sayings": [
            {
                "outcome": saying.outcome.value,
                "low": saying.count.low,
                "high": saying.count.high,
                "approx": saying.count.approx,
                "category": saying.category,
                "claims": [toll.id for _, toll in saying.claims],
                "reports": saying.reports,
                "origins": saying.origins,
                "heard": saying.heard,
            }
            for saying in sayings(one.event)
        ],
    }


def _account_json(event: LinkedEvent, account: Account) -> dict[str, Any]:
    kinds = ("tolls", "responsibility", "place_claims", "date_claims", "comparisons")
    claims = {kind: getattr(account, kind) for kind in kinds}
    whole = to_json(Extraction(report=account.report, events=(account.event,), **claims))
    document = {name: value for name, value in whole["document"].items() if name != "text"}
    found: dict[str, Any] = {"id": account.id, "report": account.report_id, "document": document}
    found |= {"event": whole["events"][0], **{kind: whole[kind] for kind in kinds}}
    found["origins"] = {claim.id: event.origin(claim.id) for claim in account.claims}
    return found


def _by_outcome(event: LinkedEvent) -> Iterator[tuple[Outcome, list[Saying]]]:
    said = list(sayings(event))
    for outcome in Outcome:
        if of := [one for one in said if one.outcome is outcome]:
            yield outcome, of


def _group(saying: Saying) -> str:
    named = dict.fromkeys(words.line(toll.group.text) for _, toll in saying.claims if toll.group.text)
    return ", ".join(named) or words.spoken(saying.category)


def _lists(event: LinkedEvent) -> Iterator[tuple[str, list[str]]]:
    """What is said besides the numbers, under its headings; nothing under none."""
    for heading, rows in (
        ("Besides", _others(event)),
        ("Responsibility", _answers(event)),
        ("Accounts", map(_account, event.accounts)),
    ):
        if listed := list(rows):
            yield heading, listed


def _others(event: LinkedEvent) -> Iterator[str]:
    """Tolls that are parts of others, or not asserted."""
    for account, toll in event.tolls:
        if toll.part_of is not None or toll.stance is not Stance.ASSERTED:
            note = "of these" if toll.part_of is not None else words.STANCES[toll.stance]
            group = words.line(toll.group.text) or words.spoken(toll.group.category.value)
            said_by = f"({_by(account)}; {words.chain(toll.sources)})"
            yield f"{note} {toll.count} {group} {words.spoken(toll.outcome.value)} {said_by}"


def _answers(event: LinkedEvent) -> Iterator[str]:
    for account, claim in event.responsibility:
        yield f"{words.answer(claim)} ({_by(account)}; {words.chain(claim.sources)})"


def _account(account: Account) -> str:
    title = f"“{words.line(account.report.title)}”, " if account.report.title else ""
    background = "" if account.event.main else ", as background"
    return f"{account.id.removeprefix('account-')[:_SHORT]}  {title}{_by(account)}{background}"


def _by(account: Account) -> str:
    report = account.report
    day = report.published.isoformat() if report.published else "no day"
    return f"{words.line(report.publisher or report.id)}, {day}"

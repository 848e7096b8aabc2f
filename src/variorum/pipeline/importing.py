"""Published tables into the ledger: rows appended once, bad ones kept as failures, each matched to its event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from variorum.errors import RowError
from variorum.intake.layout import Layout
from variorum.intake.published import read_table
from variorum.ledger import Filters, Ledger
from variorum.ledger.decisions import published_targets
from variorum.ledger.published import append_published, published_row, published_rows, said_of_rows, set_matches
from variorum.link.published import NEAR_DAYS, days_of, match, window
from variorum.models import Act, Decision, Failure, Fit, Judgement, LinkedEvent, Match, Published, Run, Verdict
from variorum.pipeline.recording import input_name
from variorum.places.countries import country_of

_Row = TypeVar("_Row")
Said: TypeAlias = Mapping[tuple[str, str], list[Judgement]]
"""What people said of published rows, by dataset and by the row's id there."""

_AT_ONCE = 500
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A row is in the ledger: `is_new` where it was appended now; and what it is about."""

    is_new: bool
    match: Match


ImportOutcome: TypeAlias = Imported | Failure


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country as tables write it: "Yemen (North Yemen)", "EG"."""
    if len(name) == 2 and name.isupper():
        return name
    return country_of(name) or country_of(_IN_BRACKETS.sub("", name))


def import_table(ledger: Ledger, run: Run, file: Path, layout: Layout, edition: str) -> Iterator[ImportOutcome]:
    """What became of each row, in its order. What was imported before is passed over, but matched anew.

    Raises ReportError where the table can't be read at all.
    """
    met: set[str] = set()
    input_ = input_name(str(file))
    for some in _batches(read_table(file, layout, edition, country_code)):
        for outcome in ledger.persistently(partial(_record, ledger, run, some, input_)):
            if isinstance(outcome, Failure):
                met.add(outcome.id)
            yield outcome
    again = [one for one in ledger.failures() if one.input == input_ and one.id not in met]
    ledger.persistently(lambda: ledger.recovered(again, run))


def _record(ledger: Ledger, run: Run, some: Sequence[Published | RowError], input_: str) -> list[ImportOutcome]:
    """In one transaction: appends the rows, records the failures."""
    rows = [one for one in some if not isinstance(one, RowError)]
    said = said_of_rows(ledger)
    matches = {one.id: match_row(ledger, one, said) for one in rows}
    with ledger.writing():
        new = {one.id for one in append_published(ledger, rows, run)}
        set_matches(ledger, matches.values())
        return [
            ledger.fail(one, run, input=input_)
            if isinstance(one, RowError)
            else Imported(is_new=one.id in new, match=matches[one.id])
            for one in some
        ]


def match_row(ledger: Ledger, row: Published, said: Said | None = None) -> Match:
    """Which event of the ledger a row is about: the one that somebody says it is, else the likeliest of those that
    nobody says it is not. said: what people said of rows, where it is known already.
    """
    known = (said_of_rows(ledger) if said is None else said).get((row.dataset, row.row), [])
    of_event = {event: one for one in known if (event := ledger.events_of([one.second]).get(one.second))}
    same = {event: one for event, one in of_event.items() if one.verdict is Verdict.SAME}
    if same:
        event, last = list(same.items())[-1]
        return Match(row=row.id, event=event, fit=Fit.SAME, score=1.0, reason=_in_words(last))
    days = window(row)
    events = ledger.events(Filters(since=days.start, until=days.end, country=row.country))
    refused = {event: one for event, one in of_event.items() if one.verdict is Verdict.DIFFERENT}
    found = match(row, (event for event in events if event.id not in refused))
    why = " ".join(map(_in_words, refused.values()))
    return replace(found, reason=f"{found.reason} {why}") if why else found


def _in_words(said: Judgement) -> str:
    """ "Same, says Ann: it names the bridge." """
    why = f": {said.reason.rstrip('.')}" if said.reason else ""
    verdict = "Same" if said.verdict is Verdict.SAME else f"Not event-{said.second[8:18]}"
    return f"{verdict}, says {said.by}{why}."


def judge_row(ledger: Ledger, made: Decision, run: Run) -> tuple[Decision, list[Match]]:
    """Writes what somebody decided about published rows, or took back of that; returns how these fit now."""
    with ledger.writing():
        written = ledger.decide(made, run)
        return written, match_decided(ledger, written)


def match_decided(ledger: Ledger, made: Decision) -> list[Match]:
    """Matches the published rows anew that a decision is about, or one that it takes back."""
    if made.act is Act.UNDO:
        before = [one for one in ledger.every_decision() if one.id in made.targets]
        return [match for one in before for match in match_decided(ledger, one)]
    named = [published_row(ledger, id_) for id_ in published_targets(made)]
    matches = [match_row(ledger, published_row(ledger, one.row, one.dataset)) for one in named]
    set_matches(ledger, matches)
    return matches


def match_all(ledger: Ledger) -> int:
    """Matches every row that holds anew, after events were put together anew. Returns how many there are."""
    number, said = 0, said_of_rows(ledger)
    for some in _batches(published_rows(ledger)):
        matches = [match_row(ledger, one, said) for one in some]
        ledger.persistently(partial(set_matches, ledger, matches))
        number += len(some)
    return number


def rows_about(ledger: Ledger, event: LinkedEvent, dataset: str | None = None) -> list[tuple[Published, Match]]:
    """The rows that are about an event, or may be, as things stand now: the likeliest first."""
    days = days_of(event)
    countries = {account.event.place.country for account in event.accounts if account.event.place} - {None}
    country = countries.pop() if len(countries) == 1 else None
    said = said_of_rows(ledger)
    near = published_rows(ledger, dataset, days.widen(NEAR_DAYS), country) if days else ()
    named = [published_row(ledger, row, of) for of, row in said if dataset in (None, of)]
    fitting = [row for row in near if match(row, [event]).fit is not Fit.NONE]
    found = [(row, match_row(ledger, row, said)) for row in {row.id: row for row in (*fitting, *named)}.values()]
    about = [(row, one) for row, one in found if one.event == event.id and one.fit is not Fit.NONE]
    return sorted(about, key=lambda pair: (pair[0].dataset, pair[1].fit is not Fit.SAME, -pair[1].score, pair[0].row))


def row_about(ledger: Ledger, event: LinkedEvent, named: str, dataset: str | None = None) -> tuple[Published, Match]:
    """A row that a person says is about an event, with how it would fit. Raises UnknownIdError."""
    row = published_row(ledger, named, dataset)
    return row, match(row, [event])


def _batches(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    some: list[_Row] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some

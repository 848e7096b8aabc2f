"""What the pages ask of the ledger: the one module of the app that does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache, partial
from typing import TypeVar

from variorum.codebooks import Codebook, event_disagreements, figures, load, names
from variorum.codebooks.evidence import Evidence
from variorum.errors import FormatError, UnknownIdError
from variorum.export.published import Beside
from variorum.ledger import Ledger
from variorum.ledger.changes import Mark, mark, reading_state
from variorum.ledger.decisions import Corrections, in_force
from variorum.ledger.listing import ClaimRow, ReportRow, claims, queue, reports, reports_of
from variorum.ledger.unsure import UnsurePair, judged_state, unsure_pairs
from variorum.models import Account, Act, Decision, Disagreement, Figure, LinkedEvent
from variorum.pipeline.beside import every_row_beside
from variorum.pipeline.importing import match_decided
from variorum.pipeline.linking import relink
from variorum.settings import Settings
from variorum.web.agreement import Agreement, Dispute, agreement, disputes
from variorum.web.catalogue import Catalogue
from variorum.web.cataloguing import Cataloguing
from variorum.web.entries import Maker
from variorum.web.readings import Reading
from variorum.web.ruling import ON_CLAIMS, DecisionError, checked
from variorum.web.veil import Veil

_Found = TypeVar("_Found")

_EVENTS, _FIGURES = 256, 2048
"""Events whose disagreements are kept, and figures by event and codebook."""

_EVIDENCE = 16
"""Events whose claims were gone through and wait for the next codebook."""

_PAIRS = 5_000
"""Unsure pairs that are looked at, those nearest to even odds first."""

_READINGS = 256
"""Reports that are kept as they were read, for the next page that shows them."""

_REGROUPS = (Act.MERGE, Act.SPLIT, Act.SAME, Act.DIFFERENT, Act.UNSURE, Act.UNDO)


class MissingError(LookupError):
    """There is no such event, report, account or claim."""


class Desk:
    """The ledger as the pages see it. Methods that look something up raise MissingError."""

    def __init__(self, ledger: Ledger, *, hide_people: bool = False) -> None:
        self.ledger = ledger
        self.codebooks: Sequence[str] = tuple(sorted(names(), key=_shown_first))
        self.books: dict[str, Codebook] = {name: load(name) for name in self.codebooks}
        self._veil = Veil() if hide_people else None
        self._cataloguing = Cataloguing(ledger, Maker(self.books.values(), self._veil))
        self._figures = lru_cache(_FIGURES)(self._coded)
        self._evidence = lru_cache(_EVIDENCE)(Evidence)
        self._disagreements = lru_cache(_EVENTS)(event_disagreements)
        self._unsure = lru_cache(1)(lambda _: tuple(unsure_pairs(ledger, _PAIRS)))
        self._as_read = lru_cache(_READINGS)(self._read)

    # --- events ----------------------------------------------------------------------------------------------------

    def catalogue(self) -> Catalogue:
        """All events, in step with the ledger."""
        return self._cataloguing.catalogue()

    def looking(self) -> AbstractContextManager[None]:
        """A block in which a page sees one state of the ledger, whatever others decide meanwhile."""
        return self.ledger.looking()

    @property
    def filling(self) -> int:
        """Events that are still to be gone through before the catalogue is whole; 0 where it is."""
        return self._cataloguing.left

    def close(self) -> None:
        """Ends what goes on behind the pages."""
        self._cataloguing.close()

    def event(self, id_: str) -> LinkedEvent:
        """The event, as people corrected it."""
        event = self._event_or_none(id_)
        if event is None:
            raise MissingError(f"there is no event {id_!r}; it may have been merged, or said to be none")
        return self._veiled(event)

    def events(self, ids: Iterable[str]) -> dict[str, LinkedEvent]:
        """Events by their ids, as people corrected them; those that are not there are left out."""
        return {event.id: self._veiled(event) for event in self.ledger.events_called(ids)}

    def _event_or_none(self, id_: str) -> LinkedEvent | None:
        try:
            return self.ledger.event(id_)
        except UnknownIdError:
            return None

    def events_of(self, reports_: Collection[str]) -> set[str]:
        """The events that these reports tell of."""
        return set(self.ledger.events_of(self.ledger.told_by(reports_)).values())

    def events_by_account(self, reading: Reading) -> dict[str, str]:
        """The event of each account of a report."""
        return self.ledger.events_of([one.id for one in reading.accounts])

    def accounts(self, ids: Iterable[str]) -> list[Account]:
        """Accounts as they were read, in the order of the ids; those that are not there are left out."""
        found = self.ledger.accounts(ids)
        return [self._veil.account(one) for one in found] if self._veil else found

    def figures(self, event: LinkedEvent, codebook: str) -> tuple[Figure, ...]:
        """The figures of an event under a codebook; kept by all that the event is made of."""
        return self._figures(event, codebook)

    def _coded(self, event: LinkedEvent, codebook: str) -> tuple[Figure, ...]:
        return figures(self._evidence(event), self.books[codebook])

    def disagreements(self, event: LinkedEvent) -> tuple[Disagreement, ...]:
        """What does not add up among all accounts of an event; kept likewise."""
        return self._disagreements(event)

    def published(self, event: LinkedEvent) -> list[Beside]:
        """What others published of an event, each number with where it comes from; where people are hidden, without
        what the rows themselves name.
        """
        rows = every_row_beside(self.ledger, event, list(self.books.values()))
        if self._veil is None:
            return rows
        return [replace(row, numbers=tuple(replace(one, beliefs=()) for one in row.numbers)) for row in rows]

    # --- reports ---------------------------------------------------------------------------------------------------

    def reading(self, report: str) -> Reading:
        """A report with all that was read in it, and what people added."""
        id_ = self._known(partial(self.ledger.resolve, kind="report"), report)
        as_read = self._as_read(id_, reading_state(self.ledger, id_))
        known = {claim.id for account in as_read.accounts for claim in account.claims}
        decisions = tuple(self.ledger.every_decision(as_read.ids))
        added = (
            replace(
                one,
                tolls=tuple(toll for toll in one.tolls if toll.id not in known),
                responsibility=(),
                place_claims=(),
                date_claims=(),
                comparisons=(),
            )
            for one in Corrections(in_force(decisions)).apply(as_read.accounts)
        )
        reading = replace(as_read, added=tuple(one for one in added if one.tolls), decisions=decisions)
        return self._veil.reading(reading) if self._veil else reading

    def _read(self, id_: str, _: tuple[int, int]) -> Reading:
        """What was read in a report, which does not change while its state is the same."""
        return Reading(
            id=id_,
            report=self.ledger.report(id_),
            accounts=tuple(self.ledger.accounts_of_report(id_)),
            aggregates=self.ledger.aggregates_of_report(id_),
        )

    def reports(self, text: str, most: int, skip: int) -> list[ReportRow]:
        return self._titled(reports(self.ledger, text, most, skip))

    def queue(self, by: str, most: int) -> list[ReportRow]:
        return self._titled(queue(self.ledger, by, most))

    def _titled(self, rows: list[ReportRow]) -> list[ReportRow]:
        """The rows, names of private persons blanked in their titles where that is asked for."""
        veil = self._veil
        if veil is None:
            return rows
        return [replace(one, title=veil.title(one.title, self.ledger.accounts_of_report(one.id))) for one in rows]

    # --- decisions -------------------------------------------------------------------------------------------------

    def decisions(self, *, report: str | None = None, by: str | None = None, most: int | None = None) -> list[Decision]:
        """Every decision, taken back or not, in the order of time: on a report and all in it, or of a person; the last
        `most` of them.
        """
        if report is None:
            return self.ledger.last_decisions(by, most)
        id_ = self._known(partial(self.ledger.resolve, kind="report"), report)
        targets = self._as_read(id_, reading_state(self.ledger, id_)).ids
        rows = [row for row in self.ledger.every_decision(targets) if by in (None, row.by)]
        return rows if most is None else rows[-most:]

    def claims(self, ids: Iterable[str]) -> dict[str, ClaimRow]:
        """Claims by their ids, each in a line; where people are hidden, without words that may name them."""
        found = claims(self.ledger, list(ids))
        return {id_: replace(one, quote="") for id_, one in found.items()} if self._veil else found

    def decisions_on(self, targets: Collection[str]) -> list[Decision]:
        return self.ledger.every_decision(targets)

    def report_of(self, targets: Collection[str]) -> str | None:
        """The report that what was decided on stands in; None where that is an event or another decision."""
        for target in targets:
            if target.startswith("report-"):
                return target
            if target.startswith("account-"):
                return next((one.report_id for one in self.ledger.accounts([target])), None)
        return next(iter(reports_of(self.ledger, list(targets)).values()), None)

    def decide(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Writes the decisions, all or none; returns them with their ids. Raises DecisionError."""
        ready = [checked(one) for one in decisions]
        try:
            with self.ledger.writing():
                written = [self.ledger.decide(one) for one in ready]
                self._regroup(written)
                for one in written:
                    match_decided(self.ledger, one)
                return written
        except (UnknownIdError, FormatError) as error:
            raise DecisionError(str(error)) from None

    def merge(self, first: str, second: str, by: str, reason: str) -> str:
        """Puts the accounts of two events together; returns the id of the one. It can be taken back."""
        groups = [[one.id for one in self.event(id_).accounts] for id_ in (first, second)]
        if set(groups[0]) & set(groups[1]):
            raise DecisionError("these are one event already")
        made = Decision(act=Act.MERGE, targets=tuple(group[0] for group in groups), by=by, reason=reason, value=groups)
        self.decide([made])
        return self.ledger.event_of(groups[0][0])

    def split(self, event: str, out: Collection[str], by: str, reason: str) -> str:
        """Takes accounts out of an event, into one of their own; returns the id of that."""
        accounts = [one.id for one in self.event(event).accounts]
        taken = [id_ for id_ in accounts if id_ in out]
        rest = [id_ for id_ in accounts if id_ not in out]
        if not taken or not rest:
            raise DecisionError("choose the accounts to take out: one at least, and not all of them")
        self.decide([Decision(act=Act.SPLIT, targets=tuple(taken), by=by, reason=reason, value=rest)])
        return self.ledger.event_of(taken[0])

    def _regroup(self, written: Sequence[Decision]) -> None:
        """Groups accounts anew where a merge, a split or a judgement of two was made, taken back or brought back."""
        waiting = [(one, False) for one in written if one.act in _REGROUPS]
        known = {row.id: row for row in self.ledger.every_decision()} if waiting else {}
        judged: set[str] = set()
        while waiting:
            one, back = waiting.pop()
            if one.act is Act.UNDO:
                waiting += [(known[target], not back) for target in one.targets if target in known]
            elif one.act in (Act.MERGE, Act.SPLIT):
                groups = _groups(one, together=(one.act is Act.MERGE) is not back)
                of = {id_ for group in groups for id_ in group}
                # Of a reading that holds no more, what was made of the decision for the next one says it.
                self.ledger.group(groups if self.ledger.live(of) == of else ())
            elif one.act in _REGROUPS:
                judged |= {target for target in one.targets if target.startswith("account-")}
        if judged:
            relink(
                self.ledger,
                judged,
                self.ledger.run(Settings.from_environment(), by=written[0].by, command="review (page)"),
            )

    def unsure(self) -> tuple[tuple[int, ...], Sequence[UnsurePair]]:
        """The pairs of accounts that the rules can't tell apart, and the state of the ledger that they are of; they are
        looked for when judgements or reports came.
        """
        state = judged_state(self.ledger)
        return state, self._unsure(state)

    def size(self) -> Mark:
        """How many reports, decisions and so on the ledger holds."""
        return mark(self.ledger)

    def agreement(self) -> list[Agreement]:
        return agreement(*self._judged())

    def disputes(self) -> list[Dispute]:
        return disputes(*self._judged())

    def _judged(self) -> tuple[list[Account], list[Decision]]:
        """Every decision, and the accounts of what two people or more decided on."""
        rows = self.ledger.every_decision()
        people: dict[str, set[str]] = {}
        for row in rows:
            for target in row.targets if row.act in (*ON_CLAIMS, Act.NOT_AN_EVENT) else ():
                people.setdefault(target, set()).add(row.by)
        twice = [target for target, names_ in people.items() if len(names_) > 1]
        of = set(reports_of(self.ledger, [id_ for id_ in twice if id_.startswith("claim-")]).values())
        of |= {one.report_id for one in self.ledger.accounts(id_ for id_ in twice if id_.startswith("account-"))}
        accounts = [one.id for id_ in sorted(of) for one in self.ledger.accounts_of_report(id_)]
        return self.accounts(accounts), rows

    # --- inside ----------------------------------------------------------------------------------------------------

    def _known(self, look_up: Callable[[str], _Found], id_: str) -> _Found:
        try:
            return look_up(id_)
        except UnknownIdError as error:
            raise MissingError(str(error)) from None

    def _veiled(self, event: LinkedEvent) -> LinkedEvent:
        return self._veil.event(event) if self._veil else event


def _groups(made: Decision, *, together: bool) -> list[list[str]]:
    """The accounts that a merge or split is about, as one event or as two."""
    parts = made.value if made.act is Act.MERGE else [list(made.targets), made.value]
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts):
        return []  # not made on a page: it says which accounts, not which events they were in
    return [[id_ for part in parts for id_ in part]] if together else parts


def _shown_first(name: str) -> tuple[int, str]:
    order = ("ucdp", "acled", "gtd", "ibc", "airwars")
    return (order.index(name) if name in order else len(order)), name

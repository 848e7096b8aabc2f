"""The ledger as Python sees it: append, read back, judge, decide, look up."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from variorum.errors import ReportError, UnknownIdError
from variorum.identity import aggregates, canonical, content_id, report_id
from variorum.ledger import statements
from variorum.ledger.database import Database, Writing
from variorum.ledger.decisions import Corrections, as_judgements, in_force
from variorum.ledger.rows import Row, accounts_of, exchange_rows, extraction_of, rows_of
from variorum.ledger.selection import NOW, AsOf, Filters, current_membership, in_reading, in_view, members, satisfying
from variorum.ledger.stakes import stake_row
from variorum.ledger.statements import IDS
from variorum.ledger.tables import (
    account,
    carried,
    claim,
    decision,
    decision_target,
    exchange,
    failure,
    inserting,
    judgement,
    membership,
    origin,
    plain,
    published,
    reading,
    recovery,
    report,
    report_stake,
    run,
)
from variorum.models import (
    Account,
    Act,
    Decision,
    Exchange,
    Extraction,
    Failure,
    Judgement,
    LinkedEvent,
    Report,
    Run,
    Toll,
    Verdict,
    Weight,
)
from variorum.settings import Settings

_Done = TypeVar("_Done")
_Item = TypeVar("_Item")

_AT_ONCE = 500
"""Ids in one query, and accounts held while many are gone through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A report was appended, with its accounts."""

    report_id: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A report was appended that takes the place of an earlier one of the same URL."""

    report_id: str
    accounts: tuple[Account, ...]
    supersedes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The report is in the ledger; nothing was written."""

    report_id: str


class Ledger:
    """One ledger. Use it in a `with`, or close it. Any thread may read and write; writers take turns.

    Every method raises LedgerError where the database fails; then nothing of what it was asked has been written.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, location: str | Path, *, create: bool = True) -> Ledger:
        """The ledger in a file, or at a `postgresql://` address. Tables are made, or brought up to date, at need.

        Raises LedgerError where it can't be opened, is newer than the program, or is not there and create is False.
        """
        return cls(Database(location, create=create))

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def writing(self) -> AbstractContextManager[Writing]:
        """A transaction around several calls: all of them are written, or none; no other writer comes between."""
        return self.database.writing()

    def looking(self) -> AbstractContextManager[None]:
        """A block in which this thread sees one state of the ledger, whatever others write meanwhile."""
        return self.database.looking()

    def persistently(self, do: Callable[[], _Done]) -> _Done:
        """What `do` gives; done again where the database server went away in the middle of it."""
        return self.database.persistently(do)

    # --- writing ---------------------------------------------------------------------------------------------------

    def run(self, settings: Settings, *, by: str, command: str) -> Run:
        """Records that the program runs: everything appended names it."""
        written, by, command = canonical(asdict(settings)), _storable(by), _storable(command)
        with self.database.writing() as writing:
            row = {
                "id": content_id("run", [plain(writing.at), by, command, settings.digest, secrets.token_hex(8)]),
                "by": by,
                "command": command,
                "version": version("variorum"),
                "settings": written,
                "digest": settings.digest,
            }
            writing.add(run, [row], None)
            return Run(**row, at=writing.at)

    def append(self, extraction: Extraction, run: Run) -> Added | NewVersion | Known:
        """Appends what one report says. A report that is there stays as it was read then.

        Each account is an event of its own until it is grouped. Raises FormatError where no database can hold the text.
        """
        rows = rows_of(extraction)
        id_ = rows.report["id"]
        with self.database.writing() as writing:
            known, supersedes = writing.connection.execute(
                statements.THERE, {"id": id_, "url": rows.report["url"]}
            ).one()
            if known is not None:
                return Known(report_id=id_)
            (number,) = writing.add(report, [{**rows.report, "supersedes": supersedes}], run.id)
            writing.add(account, rows.of_accounts, run.id)
            writing.add(claim, rows.of_claims, run.id)
            writing.add(exchange, exchange_rows(extraction), run.id)
            groups = [{"account": one.id, "event": event_id(one.id)} for one in rows.accounts]
            writing.add(membership, groups, run.id)
            stake = stake_row(number, extraction.report.published, rows.of_claims)
            writing.connection.execute(inserting(report_stake), stake)
        if supersedes is None:
            return Added(report_id=id_, accounts=rows.accounts)
        return NewVersion(report_id=id_, accounts=rows.accounts, supersedes=supersedes)

    def fail(self, error: ReportError, run: Run, *, input: str | None = None) -> Failure:  # noqa: A002
        """Records that a report could not be read. The same failure, while it is open, is one row.

        input: the path or address to read again on a retry; the error's own name where none is given.
        """
        row = {
            "name": _storable(error.name),
            "input": _storable(input or error.name),
            "kind": type(error).__name__,
            "reason": _storable(error.reason),
        }
        with self.database.writing() as writing:
            same = [failure.c[name] == value for name, value in row.items()]
            if open_ := self._failures(*same, ~_recovered()):
                return open_[0]
            new = Failure(id="", run=run.id, at=writing.at, **row)  # type: ignore[arg-type]  # all of row are strings
            writing.add(failure, [{**row, "id": failure_id(new)}], run.id)
            return replace(new, id=failure_id(new))

    def recovered(self, failures: Iterable[Failure], run: Run) -> None:
        """Records that failures were no longer met when their input was read again."""
        with self.database.writing() as writing:
            writing.add(recovery, [{"failure": one.id} for one in failures], run.id)

    def judge(self, judgements: Iterable[Judgement], run: Run | None = None) -> int:
        """Appends judgements of rules; one that holds already is not doubled. Returns how many were new.

        What a person judges is a decision (`decide`).
        """
        given = {(one.first, one.second): one for one in map(_in_order, judgements)}
        with self.database.writing() as writing:
            before = {(one.first, one.second): one for one in self._judged_by_rules(list(given))}
            new = [_judgement_row(one, writing.at) for pair, one in given.items() if before.get(pair) != one]
            writing.add(judgement, new, _id(run))
        return len(new)

    def decide(self, made: Decision, run: Run | None = None) -> Decision:
        """Appends what a person decided; returns it with its id. What takes a decision back takes back, too, what was
        made of that when a report was read again.

        Raises UnknownIdError where a target is not there, FormatError where the value is none for its field.
        """
        with self.database.writing() as writing:
            self._must_hold(made)
            if made.act is Act.UNDO:
                made = replace(made, targets=self.with_carried(made.targets))
            made = replace(made, by=_storable(made.by), reason=_storable(made.reason), at=writing.at)
            id_ = decision_id(made)
            if found := self._decisions(decision.c.id == id_):
                return found[0]
            row = {
                "id": id_,
                "act": made.act.value,
                "by": made.by,
                "reason": made.reason,
                "field": made.field,
                "value": canonical(made.value),
            }
            writing.add(decision, [row], _id(run))
            targets = [{"decision": id_, "place": n, "target": target} for n, target in enumerate(made.targets)]
            if targets:
                writing.connection.execute(inserting(decision_target), targets)
            return self._decisions(decision.c.id == id_)[0]

    def group(self, groups: Iterable[Sequence[str]], run: Run | None = None) -> None:
        """Records which accounts (by id) form an event together. Of accounts that do so already nothing is written.

        An event is named after the account that was published first; any account's name leads to it. Accounts of
        earlier readings go where those go that took their place.
        """
        with self.database.writing() as writing:
            for live in groups:
                group = [*live, *self._read_before(live)]
                event = event_id(self._first(group))
                before = self.events_of(group)
                moved = [{"account": id_, "event": event} for id_ in group if before.get(id_) != event]
                writing.add(membership, moved, _id(run))

    def set_origins(
        self, origins: Mapping[str, tuple[str, str]], run: Run | None = None, *, first: bool = False
    ) -> None:
        """Records the origin of claims and why: claim id to (origin id, reason). What holds already is not doubled.

        first: whether none of the claims can have one yet, so that none is looked up.
        """
        with self.database.writing() as writing:
            before = {} if first else self.origins(origins)
            rows = [
                {"claim": id_, "origin": of, "reason": reason}
                for id_, (of, reason) in origins.items()
                if before.get(id_) != of
            ]
            writing.add(origin, rows, _id(run))

    # --- reports and accounts --------------------------------------------------------------------------------------

    def knows(self, of: Report) -> bool:
        """Whether the report is in the ledger, whatever its file is called."""
        with self.database.reading() as connection:
            return connection.scalar(statements.NUMBER, {"id": report_id(of)}) is not None

    def report(self, id_: str) -> Report:
        """Raises UnknownIdError, as everything that looks up an id; the beginning of an id will do where it is the
        only one."""
        return self.extraction(id_).report

    def extraction(self, id_: str) -> Extraction:
        """What was read from a report, when it was read last."""
        whole = self.resolve(id_, "report")
        return next(self._extractions(report.c.id == whole))

    def extractions(self, view: AsOf = NOW) -> Iterator[Extraction]:
        """What was read from each report, in the order of their ids."""
        return self._extractions(in_view(view), view=view)

    def every_extraction(self) -> Iterator[Extraction]:
        """Those of superseded versions, too, in the order of their ids; of each the reading that holds."""
        return self._extractions()

    def account(self, id_: str) -> Account:
        return self.accounts([self.resolve(id_, "account")])[0]

    def accounts(self, ids: Iterable[str]) -> list[Account]:
        """In the order of the ids; those that are not there are left out."""
        ids = list(ids)
        found: dict[str, Account] = {}
        for some in chunks(list(dict.fromkeys(ids))):
            found |= {one.id: one for one in self._accounts(statements.ACCOUNTS, some)}
        return [found[id_] for id_ in ids if id_ in found]

    def accounts_where(self, filters: Filters | None = None, view: AsOf = NOW) -> Iterator[Account]:
        """The accounts that satisfy the filters, in the order of their ids."""
        for some in chunks([id_ for id_, _ in self._members(filters or Filters(), view)]):
            yield from self.accounts(some)

    def accounts_of_report(self, id_: str) -> list[Account]:
        """Those of the reading that holds."""
        whole = self.resolve(id_, "report")
        return self._accounts(select(account).where(account.c.report == whole, in_reading(NOW)))

    def aggregates_of_report(self, id_: str) -> tuple[Toll, ...]:
        """The tolls of a report that belong to no one event, of the reading that holds."""
        whole = self.resolve(id_, "report")
        last = select(reading.c.id).where(reading.c.report == whole, reading.c.changed)
        with self.database.reading() as connection:
            of = connection.scalar(last.order_by(reading.c.number.desc()).limit(1))
        return aggregates(self.extraction(whole), of)

    def live(self, accounts: Iterable[str]) -> set[str]:
        """Those of the accounts (by id) that are of the reading that holds."""
        ids = set(accounts)
        with self.database.reading() as connection:
            if connection.scalar(statements.A_CHANGE) is None:
                return ids
            found: set[str] = set()
            for some in chunks(sorted(ids)):
                found.update(connection.scalars(statements.LIVE, {IDS: some}))
            return found

    def told_by(self, reports: Iterable[str]) -> dict[str, bool]:
        """The ids of the accounts of reports (by their whole ids), each with whether its report is mainly about it."""
        found: dict[str, bool] = {}
        with self.database.reading() as connection:
            for some in chunks(list(reports)):
                query = select(account.c.id, account.c.main).where(account.c.report.in_(some), in_reading(NOW))
                found |= {row.id: row.main for row in connection.execute(query.order_by(account.c.number))}
        return found

    def exchanges(self, id_: str) -> list[Exchange]:
        """What a language model was sent about a report and what it answered, in the order in which it was asked."""
        whole = self.resolve(id_, "report")
        names = [exchange.c[field.name] for field in fields(Exchange) if field.name != "cached"]
        query = select(*names).where(exchange.c.report == whole).order_by(exchange.c.number)
        with self.database.reading() as connection:
            return [Exchange(**row) for row in _mappings(connection.execute(query))]

    def versions(self, id_: str) -> list[str]:
        """The ids of all versions of a report, oldest first."""
        whole = self.resolve(id_, "report")
        with self.database.reading() as connection:
            url = connection.scalar(select(report.c.url).where(report.c.id == whole))
            if url is None:
                return [whole]
            return list(connection.scalars(select(report.c.id).where(report.c.url == url).order_by(report.c.number)))

    def resolve(self, beginning: str, kind: str) -> str:
        """The whole id of which the beginning is given, with or without its kind ("account-"): report, account, claim,
        decision. Raises UnknownIdError.
        """
        table = _NAMED[kind]
        written = beginning if beginning.startswith(f"{kind}-") else f"{kind}-{beginning}"
        after = written + "g"  # past the last hexadecimal digit, by any collation
        query = select(table.c.id).where(table.c.id >= written, table.c.id < after).order_by(table.c.id).limit(2)
        with self.database.reading() as connection:
            found = [id_ for id_ in connection.scalars(query) if id_.startswith(written)]
        if len(found) == 1 or (found and found[0] == written):
            return str(found[0])
        if not found:
            raise UnknownIdError(f"there is no {kind} {beginning!r} in {self.database.where}")
        raise UnknownIdError(f"several {kind}s begin with {beginning!r}: write more of the id")

    # --- links -----------------------------------------------------------------------------------------------------

    def judgements(self, accounts: Iterable[str] | None = None, view: AsOf = NOW) -> list[Judgement]:
        """The judgements that hold between accounts, one a pair: a person's outweighs a rule's, a later one an earlier.

        accounts: those of which either is one of these; all where None is given.
        """
        ids = None if accounts is None else list(accounts)
        holding = {(one.first, one.second): one for one in self._rule_judgements(ids, view)}
        holding |= {(one.first, one.second): one for one in self.judged_by_people(ids, view)}
        return [holding[pair] for pair in sorted(holding)]

    def judged_by_people(self, accounts: Iterable[str] | None = None, view: AsOf = NOW) -> list[Judgement]:
        """What people said of pairs of accounts and did not take back, in their order; see `judgements`."""
        if accounts is None:
            return list(as_judgements(self.decided_on_links(view)))
        wanted = set(accounts)
        with self.database.reading() as connection:
            if connection.scalar(statements.A_DECISION_ON_LINKS) is None:
                return []
        # Of what was merged and of what was split not all accounts are targets.
        found = self._decisions(decision.c.act.in_([Act.SPLIT.value, Act.MERGE.value]), *_by_then(view))
        for some in chunks(sorted({*wanted, *map(event_id, wanted)})):
            about = select(decision_target.c.decision).where(decision_target.c.target.in_(some))
            found += self._decisions(statements.OF_LINKS, decision.c.id.in_(about), *_by_then(view))
        held = as_judgements(in_force(self._followed(found, view)))
        return [one for one in held if {one.first, one.second} & wanted]

    def decided_on_links(self, view: AsOf = NOW) -> list[Decision]:
        """What people decided about pairs of accounts and did not take back, in their order."""
        return in_force(self._followed(self._decisions(statements.OF_LINKS, *_by_then(view)), view))

    def event_of(self, account_id: str, view: AsOf = NOW) -> str:
        """The id of the event that an account belongs to."""
        return self.events_of([account_id], view)[account_id]

    def events_of(self, accounts: Iterable[str], view: AsOf = NOW) -> dict[str, str]:
        """The ids of the events that accounts belong to."""
        found: dict[str, str] = {}
        with self.database.reading() as connection:
            for some in chunks(list(accounts)):
                rows = connection.execute(statements.events_of_accounts(view), {IDS: some})
                found |= {row.account: row.event for row in rows}
        return found

    def members(self, event: str, view: AsOf = NOW) -> list[str]:
        """The ids of the accounts of an event, of superseded versions too, not of superseded readings, by id."""
        return self.members_of([event], view).get(event, [])

    def members_of(self, events: Iterable[str], view: AsOf = NOW) -> dict[str, list[str]]:
        """The ids of the accounts of several events, as `members` gives them of one."""
        found: dict[str, list[str]] = {}
        with self.database.reading() as connection:
            for some in chunks(list(events)):
                for row in connection.execute(statements.members_of_events(view), {IDS: some}):
                    found.setdefault(row.event, []).append(row.account)
        return {event: sorted(of) for event, of in found.items()}

    def origins(self, claims: Iterable[str]) -> dict[str, str]:
        """The origins of claims (by id) that have one recorded."""
        found: dict[str, str] = {}
        with self.database.reading() as connection:
            for some in chunks(list(claims)):
                rows = connection.execute(statements.ORIGINS, {IDS: some})
                found |= {row.claim: row.origin for row in rows}
        return found

    # --- events ----------------------------------------------------------------------------------------------------

    def events(self, filters: Filters | None = None, view: AsOf = NOW) -> Iterator[LinkedEvent]:
        """The events of which an account satisfies the filters, by first day, then by id; those without a day last."""
        wanted = dict.fromkeys(event for _, event in self._members(filters or Filters(), view))
        ordered = self._by_day(list(wanted), view)
        for some in chunks(ordered):
            found = self._assembled(some, view)
            yield from (found[event] for event in some if event in found)

    def events_called(self, ids: Iterable[str]) -> Iterator[LinkedEvent]:
        """The events of these ids; those that are none any more are left out."""
        for some in chunks(list(ids)):
            found = self._assembled(some, NOW)
            yield from (found[id_] for id_ in some if id_ in found)

    def event(self, id_: str, view: AsOf = NOW) -> LinkedEvent:
        """By its id, an older id of it, or the id of one of its accounts; the beginning will do where it is the only
        one. Raises UnknownIdError."""
        digits = id_.removeprefix("event-").removeprefix("account-")
        whole = f"account-{digits}"
        try:
            found = self.events_of([whole], view).get(whole) or self.event_of(self.resolve(digits, "account"), view)
            return self._assembled([found], view)[found]
        except (UnknownIdError, KeyError):
            raise UnknownIdError(f"there is no event {id_!r} in {self.database.where}, as of then") from None

    # --- decisions, failures, runs ---------------------------------------------------------------------------------

    def decisions(self, targets: Iterable[str] | None = None, view: AsOf = NOW) -> list[Decision]:
        """What people decided and did not take back, in their order; of these targets only, if given."""
        return in_force(self.every_decision(targets, view))

    def every_decision(self, targets: Iterable[str] | None = None, view: AsOf = NOW) -> list[Decision]:
        """Those that were taken back, too, and the taking back."""
        if targets is None:
            return self._decisions(*_by_then(view))
        return self._followed(self._about(list(targets), view), view)

    def last_decisions(self, by: str | None = None, most: int | None = None) -> list[Decision]:
        """The last decisions (all, where `most` is None) in their order, taken back or not; of a person, if one is
        named.
        """
        query = select(decision).order_by(decision.c.number.desc()).limit(most)
        return self._decided(query if by is None else query.where(decision.c.by == by))[::-1]

    def with_carried(self, decisions: Iterable[str]) -> tuple[str, ...]:
        """These decisions, and those that were made of them when reports were read again, by id."""
        found = dict.fromkeys(decisions)
        waiting = list(found)
        with self.database.reading() as connection:
            while waiting:
                made_of = select(carried.c.later).where(carried.c.earlier.in_(waiting)).order_by(carried.c.number)
                waiting = [id_ for id_ in connection.scalars(made_of) if id_ not in found]
                found |= dict.fromkeys(waiting)
        return tuple(found)

    def failures(self, *, resolved: bool = False) -> list[Failure]:
        """The failures that are open, in the order in which they happened; with resolved those that are not, too."""
        return self._failures(*([] if resolved else [~_recovered()]))

    def runs(self) -> list[Run]:
        names = [column for column in run.columns if column.name not in ("number", "seal")]
        with self.database.reading() as connection:
            return [Run(**row) for row in _mappings(connection.execute(select(*names).order_by(run.c.number)))]

    # --- inside ----------------------------------------------------------------------------------------------------

    def _read_before(self, accounts: Sequence[str]) -> list[str]:
        """The accounts of earlier readings whose place these took, by id."""
        found: list[str] = []
        with self.database.reading() as connection:
            for some in chunks(list(accounts)):
                found += connection.scalars(statements.READ_BEFORE, {IDS: some})
        return sorted(found)

    def _extractions(self, *conditions: ColumnElement[bool], view: AsOf = NOW) -> Iterator[Extraction]:
        with self.database.reading() as connection:
            ids = list(connection.scalars(select(report.c.id).where(*conditions).order_by(report.c.id)))
        for some in chunks(ids):
            with self.database.reading() as connection:
                reports = _mappings(connection.execute(select(report).where(report.c.id.in_(some))))
                of_accounts = connection.execute(select(account).where(account.c.report.in_(some), in_reading(view)))
                by_report = _by(_mappings(of_accounts), "report")
                of_claims = connection.execute(select(claim).where(claim.c.report.in_(some), in_reading(view, claim)))
                claims = _by(_mappings(of_claims), "report")
                warned = self._warned(some, view)
            for row in sorted(reports, key=lambda row: str(row["id"])):
                told = {**row, "warnings": warned.get(row["id"], row["warnings"])}
                yield extraction_of(told, by_report[row["id"]], claims[row["id"]])

    def _warned(self, reports: Sequence[str], view: AsOf) -> dict[str, str]:
        """The warnings of the last reading of reports that were read again."""
        query = select(reading.c.report, reading.c.warnings).where(reading.c.report.in_(reports), reading.c.changed)
        if view.last_moment is not None:
            query = query.where(reading.c.at <= view.last_moment)
        with self.database.reading() as connection:
            return {row.report: row.warnings for row in connection.execute(query.order_by(reading.c.number))}

    def _accounts(self, query: Select[Any], ids_: Sequence[str] = ()) -> list[Account]:
        """The accounts that a query gives, of these ids where it asks for some."""
        with self.database.reading() as connection:
            rows = _by(_mappings(connection.execute(query, {IDS: ids_} if ids_ else {})), "report")
            ids = [row["id"] for some in rows.values() for row in some]
            claims: list[Row] = []
            reports: list[Row] = []
            for some in chunks(ids):
                claims += _mappings(connection.execute(statements.CLAIMS_OF_ACCOUNTS, {IDS: some}))
            for some in chunks(list(rows)):
                reports += _mappings(connection.execute(statements.REPORTS, {IDS: some}))
        by_report = _by(claims, "report")
        return [one for of in reports for one in accounts_of(of, rows[of["id"]], by_report[of["id"]])]

    def _members(self, filters: Filters, view: AsOf) -> list[tuple[str, str]]:
        """The accounts that satisfy the filters, each with its event, by id."""
        query = members(view).where(*satisfying(filters, sqlite=self.database.is_sqlite))
        with self.database.reading() as connection:
            return sorted((id_, event) for id_, event in connection.execute(query))

    def _by_day(self, events: list[str], view: AsOf) -> list[str]:
        days: dict[str, str] = {}
        with self.database.reading() as connection:
            for some in chunks(events):
                first = func.min(account.c.first_day)
                query = (
                    select(membership.c.event, first)
                    .join(account, account.c.id == membership.c.account)
                    .where(membership.c.event.in_(some), current_membership(view), in_reading(view))
                    .group_by(membership.c.event)
                )
                days |= {event: plain(day) or "~" for event, day in connection.execute(query)}
        return sorted(events, key=lambda event: (days[event], event))

    def _assembled(self, events: Sequence[str], view: AsOf) -> dict[str, LinkedEvent]:
        """Events with all that is about them, as people corrected it."""
        with self.database.reading() as connection:
            rows = connection.execute(statements.accounts_of_events(view), {IDS: events})
            event_of = {row.id: row.event for row in rows}
        accounts = self._with_moves(list(event_of), view)
        names = {event_id(id_): event for id_, event in event_of.items()}
        about = [*(told.id for told in accounts), *(one.id for told in accounts for one in told.claims), *names]
        decided = self.decisions(about, view)
        corrected = [told for told in Corrections(decided).apply(accounts) if told.id in event_of]
        origins = self.origins(one.id for told in corrected for one in told.claims)
        by_event: dict[str, list[Account]] = defaultdict(list)
        for told in corrected:
            by_event[event_of[told.id]].append(told)
        for event in _no_events(decided, names):
            by_event.pop(event, None)
        return {
            event: LinkedEvent(
                id=event,
                accounts=tuple(sorted(of, key=_by_publication)),
                origins={one.id: origins[one.id] for told in of for one in told.claims if one.id in origins},
            )
            for event, of in by_event.items()
        }

    def _with_moves(self, ids: list[str], view: AsOf) -> list[Account]:
        """Accounts, with the others of their reports where anybody ever moved a claim from one to another."""
        with self.database.reading() as connection:
            moves = connection.scalar(select(decision.c.number).where(decision.c.field == "event").limit(1))
        accounts = self.accounts(ids)
        if moves is not None:
            reports = list(dict.fromkeys(told.report_id for told in accounts))
            accounts = []
            for some in chunks(reports):
                accounts += self._accounts(select(account).where(account.c.report.in_(some), in_reading(view)))
        return accounts

    def _first(self, group: Sequence[str]) -> str:
        """The account that was published first."""
        days: dict[str, str] = {}
        with self.database.reading() as connection:
            for some in chunks(list(group)):
                days |= {id_: plain(day) or "~" for id_, day in connection.execute(statements.PUBLISHED, {IDS: some})}
        return min(group, key=lambda id_: (days.get(id_, "~"), id_))

    def _rule_judgements(self, ids: list[str] | None, view: AsOf) -> Iterator[Judgement]:
        query = select(judgement).order_by(judgement.c.number)
        if view.last_moment is not None:
            query = query.where(judgement.c.at <= view.last_moment)
        queries = [query] if ids is None else [query.where(_touches(some)) for some in chunks(ids)]
        with self.database.reading() as connection:
            for each in queries:
                for row in _mappings(connection.execute(each)):
                    yield judgement_of(row)

    def _judged_by_rules(self, pairs: Sequence[tuple[str, str]]) -> Iterator[Judgement]:
        """What rules said of pairs of accounts, and of others of the same accounts, in its order."""
        with self.database.reading() as connection:
            for some in chunks(pairs):
                firsts, seconds = (sorted(set(side)) for side in zip(*some, strict=True))
                for row in _mappings(connection.execute(statements.JUDGED, {"firsts": firsts, "seconds": seconds})):
                    yield judgement_of(row)

    def _decisions(self, *conditions: ColumnElement[bool]) -> list[Decision]:
        return self._decided(select(decision).where(*conditions).order_by(decision.c.number))

    def _decided(self, query: Select[Any], ids: Sequence[str] = ()) -> list[Decision]:
        """The decisions that a query gives, about these ids where it asks for some."""
        with self.database.reading() as connection:
            rows = _mappings(connection.execute(query, {IDS: ids} if ids else {}))
            targets: dict[str, list[str]] = defaultdict(list)
            for some in chunks([row["id"] for row in rows]):
                for row in connection.execute(statements.TARGETS, {IDS: some}):
                    targets[row.decision].append(row.target)
        return [
            Decision(
                act=Act(row["act"]),
                targets=tuple(targets[row["id"]]),
                value=json.loads(row["value"]),
                **{name: row[name] for name in ("by", "reason", "field", "id", "at")},
            )
            for row in rows
        ]

    def _about(self, targets: Sequence[str], view: AsOf) -> list[Decision]:
        found = []
        for some in chunks(targets):
            found += self._decided(statements.decisions_about(view), some)
        return found

    def _followed(self, decisions: Iterable[Decision], view: AsOf) -> list[Decision]:
        """Decisions with those that take them back, which have them as targets, and so on; in their order."""
        found: dict[str, Decision] = {}
        new = list(decisions)
        while new := [one for one in new if one.id not in found]:
            found |= {one.id: one for one in new}
            new = self._about([one.id for one in new], view)
        return sorted(found.values(), key=lambda one: (one.at, one.id))

    def _failures(self, *conditions: ColumnElement[bool]) -> list[Failure]:
        resolved = select(func.min(recovery.c.at)).where(recovery.c.failure == failure.c.id).scalar_subquery()
        columns = [column for column in failure.columns if column.name not in ("number", "seal")]
        query: Select[Any] = select(*columns, resolved.label("resolved")).where(*conditions).order_by(failure.c.number)
        with self.database.reading() as connection:
            return [Failure(**row) for row in _mappings(connection.execute(query))]

    def _must_hold(self, made: Decision) -> None:
        """Raises UnknownIdError or FormatError where a decision could not be applied."""
        for target in made.targets:
            self._must_be_there(target)
        if made.act in (Act.CORRECT, Act.ADD):
            accounts = []
            for target in made.targets:
                if target.startswith("claim-"):
                    with self.database.reading() as connection:
                        target = connection.scalar(select(claim.c.account).where(claim.c.id == target)) or target
                accounts += self.accounts([target])
            Corrections([made]).apply(accounts)

    def _must_be_there(self, id_: str) -> None:
        kind = id_.partition("-")[0]
        if kind == "event":
            kind, id_ = "account", id_.replace("event-", "account-", 1)
        if kind not in _NAMED or self.resolve(id_, kind) != id_:
            raise UnknownIdError(f"{id_!r} is no id of a report, account, claim, event or decision; write all of it")


_NAMED = {
    "report": report,
    "account": account,
    "claim": claim,
    "decision": decision,
    "judgement": judgement,
    "published": published,
}


def _no_events(decisions: Iterable[Decision], names: Mapping[str, str]) -> set[str]:
    """The events of which a person said that they are none, by whichever of their names."""
    saying = (one for one in decisions if one.act in (Act.NOT_AN_EVENT, Act.REJECT))
    return {names[target] for one in saying for target in one.targets if target in names}


def event_id(account_id: str) -> str:
    """The name of the event of which this account is the first."""
    return account_id.replace("account-", "event-", 1)


def _in_order(one: Judgement) -> Judgement:
    first, second = sorted((one.first, one.second))
    return replace(one, first=first, second=second, reason=_storable(one.reason))


def judgement_id(one: Judgement, at: datetime) -> str:
    weights = [[weight.comparison, weight.level, weight.bits] for weight in one.weights]
    content = [one.first, one.second, one.verdict.value, one.score, one.by, one.reason, weights]
    return content_id("judgement", [*content, plain(at)])


def decision_id(one: Decision) -> str:
    content = [one.act.value, list(one.targets), one.by, one.reason, one.field, one.value]
    return content_id("decision", [*content, plain(one.at)])


def failure_id(one: Failure) -> str:
    return content_id("failure", [one.name, one.input, one.kind, one.reason, one.run, plain(one.at)])


def _judgement_row(one: Judgement, at: datetime) -> dict[str, Any]:
    return {
        "id": judgement_id(one, at),
        "first": one.first,
        "second": one.second,
        "verdict": one.verdict.value,
        "score": one.score,
        "by": one.by,
        "reason": one.reason,
        "weights": canonical([[weight.comparison, weight.level, weight.bits] for weight in one.weights]),
    }


def judgement_of(row: Row) -> Judgement:
    return Judgement(
        verdict=Verdict(row["verdict"]),
        weights=tuple(Weight(comparison=c, level=level, bits=bits) for c, level, bits in json.loads(row["weights"])),
        **{name: row[name] for name in ("first", "second", "by", "reason", "score")},
    )


def _touches(ids: Sequence[str]) -> ColumnElement[bool]:
    return or_(judgement.c.first.in_(ids), judgement.c.second.in_(ids))


def _by_then(view: AsOf) -> list[ColumnElement[bool]]:
    return [] if view.last_moment is None else [decision.c.at <= view.last_moment]


def _recovered() -> ColumnElement[bool]:
    return exists().where(recovery.c.failure == failure.c.id)


def _by_publication(told: Account) -> tuple[str, str]:
    return plain(told.report.published) or "~", told.id


def _id(of: Run | None) -> str | None:
    return None if of is None else of.id


def _storable(words: str) -> str:
    return words.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _mappings(result: Any) -> list[Row]:
    return list(result.mappings())


def _by(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def chunks(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """The items, as many at once as one query takes."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]

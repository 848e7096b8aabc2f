"""Reports read again: the report stays, what the new reading says takes the place of what the one before said.

Nothing is changed or taken out. Accounts and claims of the new reading are rows with ids of their own; a row of
`reading` says from when on they hold, and rows of `succession` which account took the place of which. What people
decided goes over to the new claims where these say the same: as decisions of the same person, each naming the one that
it was carried over from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import exists, func, select

from variorum.errors import FormatError, UnknownIdError
from variorum.identity import canonical, reading_id
from variorum.interchange import to_json
from variorum.ledger.database import Writing
from variorum.ledger.decisions import ON_LINKS, in_force
from variorum.ledger.rows import Rows, exchange_rows, rows_of
from variorum.ledger.selection import NOW, in_reading
from variorum.ledger.stakes import stake_row
from variorum.ledger.store import Ledger, event_id
from variorum.ledger.tables import (
    account,
    carried,
    claim,
    exchange,
    inserting,
    membership,
    reading,
    redaction,
    report,
    report_stake,
    run,
    succession,
)
from variorum.models import Account, Act, Decision, Extraction, Run

_LOCAL = ("id", "event", "part_of", "scope", "confidence", "made_by", "readers")
"""What the public JSON says of a claim besides what the report says: ids of its own, and how sure the reader is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """What became of a report that was read again.

    changed: whether it says something else now; retired: the accounts of the reading before, by id, with the account
    that took their place, None where none did; accounts: those that hold now. carried: how many decisions went over;
    left: those that did not, as what they were about is no longer read.
    """

    report_id: str
    changed: bool
    retired: Mapping[str, str | None]
    accounts: tuple[Account, ...]
    carried: int
    left: tuple[Decision, ...]


def due(ledger: Ledger, now: Run, *, everything: bool = False) -> list[str]:
    """The ids of the reports that are to be read again, in the order in which they were added: those that another
    version of the program read last, or the same reader with other settings; or all. Blanked ones never are.
    """
    last_reading = (
        select(reading.c.run)
        .where(reading.c.report == report.c.id)
        .order_by(reading.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    blanked = exists().where(redaction.c.table == report.name, redaction.c.target == report.c.id)
    query = (
        select(report.c.id, run.c.version, run.c.digest, run.c.settings)
        .select_from(report)
        .join(run, run.c.id == func.coalesce(last_reading, report.c.run))
        .where(~blanked)
        .order_by(report.c.number)
    )
    reader = _reader(now.settings)
    with ledger.database.reading() as connection:
        return [
            row.id
            for row in connection.execute(query)
            if everything
            or ((row.version, row.digest) != (now.version, now.digest) and _reader(row.settings) == reader)
        ]


def append_again(ledger: Ledger, extraction: Extraction, by: Run) -> ReadAgain:
    """Appends what a report of the ledger says when it is read again.

    Raises UnknownIdError where the report is not there.
    """
    with ledger.writing() as writing:
        whole = ledger.resolve(rows_of(extraction).report["id"], "report")
        before = ledger.extraction(whole)
        count = select(func.count()).select_from(reading).where(reading.c.report == whole)
        place = (writing.connection.scalar(count) or 0) + 1
        id_ = reading_id(extraction, place)
        changed = reading_id(before, place) != id_
        warnings = canonical(list(extraction.warnings))
        row = {"id": id_, "report": whole, "place": place, "changed": changed, "warnings": warnings}
        if not changed:
            writing.add(reading, [row], by.id)
            accounts = tuple(ledger.accounts_of_report(whole))
            return ReadAgain(report_id=whole, changed=False, retired={}, accounts=accounts, carried=0, left=())
        old = _Said.of_report(ledger, writing, whole)
        (number,) = writing.add(reading, [row], by.id)
        rows = rows_of(extraction, id_)
        _append(writing, rows, number, by)
        writing.add(exchange, exchange_rows(extraction, id_), by.id)
        _set_stake(writing, whole, extraction, rows)
        new = _Said.of_report(ledger, writing, whole)
        retired = _successors(old, new)
        _follow(ledger, writing, retired, by)
        over, left = _carry(ledger, writing, old, new, retired, by)
    return ReadAgain(report_id=whole, changed=True, retired=retired, accounts=rows.accounts, carried=over, left=left)


def _reader(settings: str) -> str:
    return str(json.loads(settings).get("reader"))


def _append(writing: Writing, rows: Rows, number: int, by: Run) -> None:
    writing.add(account, [{**row, "reading": number} for row in rows.of_accounts], by.id)
    writing.add(claim, [{**row, "reading": number} for row in rows.of_claims], by.id)
    writing.add(membership, [{"account": one.id, "event": event_id(one.id)} for one in rows.accounts], by.id)


def _set_stake(writing: Writing, whole: str, extraction: Extraction, rows: Rows) -> None:
    number = writing.connection.scalar(select(report.c.number).where(report.c.id == whole)) or 0
    writing.connection.execute(report_stake.delete().where(report_stake.c.report == number))
    stake = stake_row(number, extraction.report.published, rows.of_claims)
    writing.connection.execute(inserting(report_stake), stake)


# --- what took the place of what -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What a reading of a report says. claims: by id, the account ("" of aggregates), what it says, and its span."""

    accounts: Mapping[str, Mapping[str, Any]]
    claims: Mapping[str, tuple[str, str, tuple[int, int]]]

    @classmethod
    def of_report(cls, ledger: Ledger, writing: Writing, whole: str) -> _Said:
        """Of the reading that holds."""
        query = select(claim.c.id, claim.c.account, claim.c.kind, claim.c.content)
        rows = writing.connection.execute(query.where(claim.c.report == whole, in_reading(NOW, claim)))
        claims = {}
        for row in rows:
            content = json.loads(row.content)
            said = {name: value for name, value in content.items() if name not in _LOCAL}
            claims[row.id] = (row.account or "", canonical([row.kind, said]), tuple(content["span"]))
        return cls({told.id: _event(told) for told in ledger.accounts_of_report(whole)}, claims)

    def of(self, account_id: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
        return (told for told in self.claims.values() if told[0] == account_id)


def _event(told: Account) -> Mapping[str, Any]:
    alone = Extraction(report=told.report, events=(told.event,))
    found: Mapping[str, Any] = to_json(alone)["events"][0]
    return found


def _successors(old: _Said, new: _Said) -> dict[str, str | None]:
    """The old accounts, each with the new one that tells of the same: most claims in common, then most words, then
    main, day and place; none where nothing of these is in common.
    """
    scored = sorted(
        ((_likeness(old, before, new, after), before, after) for before in old.accounts for after in new.accounts),
        key=lambda one: ([-part for part in one[0]], one[1], one[2]),
    )
    found: dict[str, str | None] = dict.fromkeys(old.accounts)
    taken: set[str] = set()
    for likeness, before, after in scored:
        if found[before] is None and after not in taken and any(likeness[:2]):
            found[before] = after
            taken.add(after)
    return found


def _likeness(old: _Said, before: str, new: _Said, after: str) -> tuple[int, int, int]:
    ours, theirs = list(old.of(before)), list(new.of(after))
    same = len({said for _, said, _ in ours} & {said for _, said, _ in theirs})
    spans = {span for _, _, span in ours}
    overlap = sum(any(start < end_ and start_ < end for start_, end_ in spans) for _, _, (start, end) in theirs)
    one, other = old.accounts[before], new.accounts[after]
    alike = sum(one.get(name) == other.get(name) for name in ("main", "date", "place"))
    # An incident without a claim is known again by its own words alone.
    bare = int(not ours or not theirs) * int(alike == 3)
    return same, overlap + bare, alike


def _follow(ledger: Ledger, writing: Writing, retired: Mapping[str, str | None], by: Run) -> None:
    """Records which accounts took whose place, those of still earlier readings included. Of one whose place nothing
    took the membership is said again, so that whoever keeps up with events hears of it.
    """
    rows = []
    for before, after in sorted(retired.items()):
        if after is not None:
            earlier = writing.connection.scalars(
                select(succession.c.account).where(succession.c.successor == before).distinct()
            )
            rows += [{"account": one, "successor": after} for one in (before, *sorted(earlier))]
    writing.add(succession, rows, by.id)
    ended = [before for before, after in sorted(retired.items()) if after is None]
    events = ledger.events_of(ended)
    writing.add(membership, [{"account": one, "event": events[one]} for one in ended], by.id)


# --- what people decided -------------------------------------------------------------------------------------------


def _carry(
    ledger: Ledger, writing: Writing, old: _Said, new: _Said, retired: Mapping[str, str | None], by: Run
) -> tuple[int, tuple[Decision, ...]]:
    """Writes the decisions that go over, and of which each was made; returns how many that hold, and those of them that
    do not go. What was taken back goes over with its taking back, so that it can be brought back.
    """
    names = _names(old, new, retired)
    gone = {*old.claims, *retired, *map(event_id, retired)}
    made_of: dict[str, str] = {}
    left: list[Decision] = []
    every = ledger.every_decision(sorted(gone))
    held = in_force(every)
    last = {one.id for one in _last_of_each(held)}
    answered_anew = {one.id for one in held} - last
    for one in every:
        if one.id in answered_anew:
            continue
        over = _over(one, {**names, **made_of}, gone)
        if over is not None and _is_read_now(over, new):
            continue
        later = None if over is None else _decided(ledger, writing, over, by)
        if later is not None:
            made_of[one.id] = later
        elif one.id in last:
            left.append(one)
    writing.add(carried, [{"earlier": earlier, "later": later} for earlier, later in made_of.items()], by.id)
    return len(last & made_of.keys()), tuple(left)


def _decided(ledger: Ledger, writing: Writing, over: Decision, by: Run) -> str | None:
    """The id of the decision as it is written; None where it can't be applied."""
    if over.act is Act.UNDO:
        writing.tick()  # it is later than what it takes back
    try:
        return ledger.decide(over, by).id
    except (FormatError, UnknownIdError):
        return None


def _names(old: _Said, new: _Said, retired: Mapping[str, str | None]) -> dict[str, str]:
    """The new id of each old account, event and claim that is the same: a claim where it says the same, word for word,
    of the account that took the place of its own.
    """
    found = {before: after for before, after in retired.items() if after is not None}
    found |= {event_id(before): event_id(after) for before, after in found.items()}
    there = {(of, said, span): id_ for id_, (of, said, span) in new.claims.items()}
    for id_, (of, said, span) in old.claims.items():
        after = retired.get(of) if of else ""
        if after is not None and (same := there.get((after, said, span))):
            found[id_] = same
    return found


def _last_of_each(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Of decisions that answer the same question the last one: what is written at one moment has no order."""
    last: dict[tuple[object, ...], Decision] = {}
    for one in decisions:
        question = "links" if one.act in ON_LINKS else one.act.value
        which = one.id if one.act in (Act.COMMENT, Act.ADD) else one.field
        last[question, which, frozenset(one.targets)] = one
    return iter(last.values())


def _over(one: Decision, names: Mapping[str, str], gone: set[str]) -> Decision | None:
    """The decision about what the new reading says; None where that does not say what was decided about.

    names: of claims and accounts that are the same, and of decisions that went over, by their ids before.
    """
    undoes = one.act is Act.UNDO
    kept = [target for target in one.targets if target in names or not (undoes or target in gone)]
    if not any(target in names for target in kept) or (one.act in ON_LINKS and len(kept) < len(one.targets)):
        return None
    value = _renamed(one.value, names)
    if _mentions(value, gone):
        return None
    origin = f"carried over from {one.id}, as the report was read again"
    return replace(
        one,
        id="",
        at=None,
        targets=tuple(names.get(target, target) for target in kept),
        value=value,
        reason=f"{one.reason} ({origin})" if one.reason else origin,
    )


def _is_read_now(made: Decision, new: _Said) -> bool:
    """Whether the reader finds by now what a person added."""
    if made.act is not Act.ADD or not isinstance(made.value, dict):
        return False
    kind, span = made.value.get("kind"), made.value.get("span")
    return any(json.loads(said)[0] == kind and list(at) == span for _, said, at in new.claims.values())


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """JSON with ids replaced by those that took their place."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return {key: _renamed(item, names) for key, item in value.items()} if isinstance(value, dict) else value


def _mentions(value: Any, ids: set[str]) -> bool:
    """Whether one of the ids stands anywhere in JSON."""
    if isinstance(value, str):
        return value in ids
    items: Sequence[Any] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_mentions(item, ids) for item in items)

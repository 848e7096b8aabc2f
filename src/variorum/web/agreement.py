"""How far two or more people agree about the same reports: Krippendorff's alpha, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.export import words
from variorum.models import Account, Act, Decision, Toll
from variorum.web.meaning import told
from variorum.web.ruling import ON_CLAIMS, Ruling, changed, changed_event, of_claim, own


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of one field: alpha (1 full agreement, 0 as by chance, None where nothing can differ), over how many claims."""

    field: str
    alpha: float | None
    claims: int


SETTLED = "adjudication: "
"""Opens the reason of a decision that takes back all but one person's: who differs is heard, one of them holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim or an incident about which people differ: by field the value of each of them. `rows`: the decisions of
    each; `settled`: the taking back by which one of them was made to hold, while that stands.
    """

    about: str
    report: str
    account: Account
    claim: Toll | None
    fields: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, tuple[Decision, ...]]
    settled: Decision | None

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(self.rows)


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

    units: for each thing judged the values that people gave it; those judged once don't count. None where fewer than
    two values were ever used, as then nothing could have differed.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    number = sum(totals.values())
    if len(totals) < 2:
        return None
    observed = sum(
        count * (len(unit) - count) / (len(unit) - 1) for unit in pairable for count in Counter(unit).values()
    )
    expected = sum(count * (number - count) for count in totals.values()) / (number - 1)
    return 1 - observed / expected


def values(toll: Toll, ruling: Ruling) -> dict[str, str]:
    """What a person makes of a toll, by the fields that agreement is measured on."""
    if ruling.rejected:
        return {"claim": "no"}
    said = changed(toll, ruling.changes, "") if ruling.changes else toll
    return {
        "claim": "yes",
        "count": str(said.count),
        "outcome": said.outcome.value,
        "group": said.group.category.value,
        "source": said.sources[-1].text.casefold() if said.sources else "",
        "stance": said.stance.value,
        "event": said.event or "",
    }


def event_values(account: Account, ruling: Ruling) -> dict[str, str]:
    """What a person makes of an incident, by field."""
    if ruling.rejected:
        return {"incident": "no"}
    now = changed_event(account.event, ruling.changes)
    return {
        "incident": "yes",
        "day": str(now.when.days) if now.when else "",
        "place": told(now.place) if now.place else "",
        "type": now.type.value,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A claim or incident that people decided on, with what each makes of it."""

    account: Account
    claim: Toll | None
    values: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, tuple[Decision, ...]]


def _given(accounts: Iterable[Account], decisions: Iterable[Decision]) -> dict[str, _Judged]:
    """What was decided on, by its id."""
    rows_of: dict[str, list[Decision]] = {}
    for row in own(decisions):
        for target in row.targets if row.act in (*ON_CLAIMS, Act.NOT_AN_EVENT) else ():
            rows_of.setdefault(target, []).append(row)
    found = {}
    for account in accounts:
        for id_, toll in ((account.id, None), *((toll.id, toll) for toll in account.tolls)):
            people = dict.fromkeys(row.by for row in rows_of.get(id_, ()))
            rulings = {person: of_claim(id_, rows_of[id_], person) for person in people}
            if rulings:
                said = {one: values(toll, of) if toll else event_values(account, of) for one, of in rulings.items()}
                rows = {one: of.rows for one, of in rulings.items()}
                found[id_] = _Judged(account=account, claim=toll, values=said, rows=rows)
    return found


def agreement(accounts: Iterable[Account], decisions: Iterable[Decision]) -> list[Agreement]:
    """Alpha of each field over the claims and incidents that two or more people decided on, each by themselves."""
    given = [list(one.values.values()) for one in _given(accounts, decisions).values() if len(one.values) > 1]
    fields = dict.fromkeys(name for people in given for said in people for name in said)
    found = []
    for name in fields:
        units = [[said[name] for said in people if name in said] for people in given]
        units = [unit for unit in units if len(unit) > 1]
        found.append(Agreement(field=name, alpha=alpha(units), claims=len(units)))
    return found


def disputes(accounts: Iterable[Account], decisions: Sequence[Decision]) -> list[Dispute]:
    """The claims and incidents about which people differ, for a third to decide."""
    taken = {id_: row for row in standing_undos(decisions) if row.reason.startswith(SETTLED) for id_ in row.targets}
    accounts = list(accounts)
    called = {one.id: one.event.label or words.spoken(one.event.type.value) for one in accounts}
    found = []
    for about, one in _given(accounts, decisions).items():
        by_field: dict[str, dict[str, str]] = {}  # who says that it is none says nothing of its fields
        for person, said in one.values.items():
            for name, value in said.items():
                by_field.setdefault(name, {})[person] = called.get(value, value) if name == "event" else value
        differing = {name: said for name, said in by_field.items() if len(set(said.values())) > 1}
        if differing and len(one.values) > 1:
            rows = [row for rows in one.rows.values() for row in rows]
            settled = next((taken[row.id] for row in rows if row.id in taken), None)
            found.append(
                Dispute(
                    about=about,
                    report=one.account.report_id,
                    account=one.account,
                    claim=one.claim,
                    fields=differing,
                    rows=one.rows,
                    settled=settled,
                )
            )
    return found


def standing_undos(decisions: Iterable[Decision]) -> list[Decision]:
    """What was taken back and not brought back, in the order of time."""
    rows = list(decisions)
    undone: set[str] = set()
    kept = []
    for row in reversed(rows):
        if row.act is Act.UNDO and row.id not in undone:
            undone.update(row.targets)
            kept.append(row)
    return kept[::-1]


def settling(dispute: Dispute, person: str, by: str, reason: str) -> list[Decision]:
    """The decisions by which what one person made of it holds: what the others decided is taken back, and so is an
    earlier settling.
    """
    others = tuple(row.id for name, rows in dispute.rows.items() if name != person for row in rows)
    why = f"{SETTLED}as {person} has it" + (f"; {reason}" if reason else "")
    made = [Decision(act=Act.UNDO, targets=others, by=by, reason=why)]
    if dispute.settled:
        made.insert(0, Decision(act=Act.UNDO, targets=(dispute.settled.id,), by=by, reason="settled anew"))
    return made

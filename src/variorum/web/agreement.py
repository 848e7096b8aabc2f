"""How far two or more people agree about the same reports: Krippendorff's alpha, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from variorum.models import Account, Decision, Toll
from variorum.web.ruling import ON_CLAIMS, Ruling, changed, of_claim, own


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of one field: alpha (1 full agreement, 0 as by chance, None where nothing can differ), over how many claims."""

    field: str
    alpha: float | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim about which people differ: by field the value of each of them."""

    claim: str
    report: str
    fields: Mapping[str, Mapping[str, str]]


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


def _given(accounts: Iterable[Account], decisions: Iterable[Decision]) -> dict[str, dict[str, dict[str, str]]]:
    """Claim to person to field to value, of the tolls that are decided on."""
    tolls = {toll.id: toll for account in accounts for toll in account.tolls}
    rows_of: dict[str, list[Decision]] = {}
    for row in own(decisions):
        for target in row.targets:
            if row.act in ON_CLAIMS and target in tolls:
                rows_of.setdefault(target, []).append(row)
    return {
        claim: {person: values(tolls[claim], of_claim(claim, rows, person)) for person in {row.by for row in rows}}
        for claim, rows in rows_of.items()
    }


def agreement(accounts: Iterable[Account], decisions: Iterable[Decision]) -> list[Agreement]:
    """Alpha of each field over the tolls that two or more people decided on."""
    given = [list(people.values()) for people in _given(accounts, decisions).values() if len(people) > 1]
    fields = dict.fromkeys(name for people in given for said in people for name in said)
    found = []
    for name in fields:
        units = [[said[name] for said in people if name in said] for people in given]
        units = [unit for unit in units if len(unit) > 1]
        found.append(Agreement(field=name, alpha=alpha(units), claims=len(units)))
    return found


def disputes(accounts: Sequence[Account], decisions: Iterable[Decision]) -> list[Dispute]:
    """The claims about which people differ, for a third to decide."""
    reports = {toll.id: account.report_id for account in accounts for toll in account.tolls}
    found = []
    for claim, people in _given(accounts, decisions).items():
        names = dict.fromkeys(name for said in people.values() for name in said)
        by_field = {name: {person: said.get(name, "") for person, said in people.items()} for name in names}
        differing = {name: said for name, said in by_field.items() if len(set(said.values())) > 1}
        if differing and len(people) > 1:
            found.append(Dispute(claim=claim, report=reports[claim], fields=differing))
    return found

"""What people decided, applied: pure functions from decisions to judgements and to corrected accounts. What the reader
read stays as it is in the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from variorum.errors import FormatError
from variorum.identity import content_id
from variorum.interchange import from_json, to_json
from variorum.models import Account, Act, Decision, Extraction, Judgement, Verdict

Json = dict[str, Any]

_CLAIMS = ("tolls", "responsibility", "place_claims", "date_claims", "comparisons")
_VERDICTS = {Act.SAME: Verdict.SAME, Act.DIFFERENT: Verdict.DIFFERENT, Act.UNSURE: Verdict.UNSURE}

_PUBLISHED = "published-"

ON_LINKS = (*_VERDICTS, Act.MERGE, Act.SPLIT)
"""What is decided about pairs of accounts."""

FIELDS: Mapping[str, str] = {
    "group": "group",
    "source": "sources",
    "stance": "stance",
    "outcome": "outcome",
    "part_of": "part_of",
    "mode": "mode",
    "actor": "actor",
    "event": "event",
    "date": "date",
    "place": "place",
    "type": "type",
    "sub_type": "sub_type",
    "actors": "actors",
    "main": "main",
    "label": "label",
}
"""What can be corrected, and its name in the public JSON; besides `value`, which is low, high and approx at once."""


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that were not taken back, in their order. Taking back a taking back restores."""
    kept: list[Decision] = []
    undone: set[str] = set()
    for one in reversed(list(decisions)):
        if one.id in undone:
            continue
        if one.act is Act.UNDO:
            undone.update(one.targets)
        else:
            kept.append(one)
    return kept[::-1]


def as_judgements(decisions: Iterable[Decision]) -> Iterator[Judgement]:
    """What people said of pairs of accounts, in the order in which they did; an event stands for its first account."""
    for one in decisions:
        for first, second, verdict in () if published_targets(one) else _pairs(one):
            yield Judgement(first=first, second=second, verdict=verdict, by=one.by, reason=one.reason)


def on_published(decisions: Iterable[Decision]) -> Iterator[Judgement]:
    """What people said of published rows and events, in the order in which they did: `first` is the row, `second` the
    event's first account.
    """
    for one in decisions:
        if one.act in _VERDICTS:
            events = [_account(target) for target in one.targets if not target.startswith(_PUBLISHED)]
            for row, account in product(published_targets(one), events):
                yield Judgement(first=row, second=account, verdict=_VERDICTS[one.act], by=one.by, reason=one.reason)


def published_targets(one: Decision) -> list[str]:
    """The published rows that it is about."""
    return [target for target in one.targets if target.startswith(_PUBLISHED)]


def _pairs(one: Decision) -> Iterator[tuple[str, str, Verdict]]:
    named = [_account(target) for target in one.targets]
    if one.act in _VERDICTS:
        pairs, verdict = combinations(named, 2), _VERDICTS[one.act]
    elif one.act is Act.MERGE:
        # Of events that were put together all accounts, or the rules would part them when all is linked anew.
        pairs, verdict = combinations(dict.fromkeys((*named, *_merged(one.value))), 2), Verdict.SAME
    elif one.act is Act.SPLIT:
        rest = [_account(other) for other in one.value or ()]
        pairs, verdict = product(named, rest), Verdict.DIFFERENT  # type: ignore[assignment]  # both give pairs
    else:
        return
    for first, second in pairs:
        if first != second:
            yield min(first, second), max(first, second), verdict


def _merged(groups: Any) -> Iterator[str]:
    """The accounts of the events that a merge put together, where it names them."""
    for group in groups if isinstance(groups, list) else ():
        yield from group if isinstance(group, list) else ()


def _account(id_: str) -> str:
    return id_.replace("event-", "account-", 1)


class Corrections:
    """Decisions in force, ready to be applied to accounts."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._about: dict[str, list[Decision]] = defaultdict(list)
        for one in decisions:
            for target in one.targets:
                self._about[target].append(one)

    def apply(self, accounts: Sequence[Account]) -> list[Account]:
        """The accounts as people corrected them; those that are no event are left out. Claims that a person put to
        another of these accounts go there. Raises FormatError where a correction is none.
        """
        if not self._about:
            return list(accounts)
        kept = [told for told in accounts if not self._is_no_event(told)]
        written = {told.id: self._written(told) for told in kept}
        self._move(written, {told.id: told for told in kept})
        return [told if written[told.id] is None else _read(told, written[told.id] or {}) for told in kept]

    def _is_no_event(self, told: Account) -> bool:
        return any(one.act in (Act.NOT_AN_EVENT, Act.REJECT) for one in self._about.get(told.id, ()))

    def _written(self, told: Account) -> Json | None:
        """The account in the public JSON, corrected; None where nobody decided anything about it."""
        if not any(id_ in self._about for id_ in (told.id, *(claim.id for claim in told.claims))):
            return None
        value = to_json(_extraction(told))
        for one in self._about.get(told.id, ()):
            if one.act is Act.CORRECT:
                _correct(value["events"][0], one)
            elif one.act is Act.ADD:
                _add(value, told, one)
        for kind in _CLAIMS:
            value[kind] = [claim for claim in value[kind] if self._corrected(claim)]
        return value

    def _corrected(self, claim: Json) -> bool:
        """Corrects a claim in place; False where it was rejected."""
        for one in self._about.get(claim["id"], ()):
            if one.act is Act.REJECT:
                return False
            if one.act is Act.CORRECT:
                _correct(claim, one)
            if one.act in (Act.CORRECT, Act.ACCEPT) and "confidence" in claim:
                claim["confidence"] = 1.0
        return True

    def _move(self, written: dict[str, Json | None], kept: Mapping[str, Account]) -> None:
        """Puts claims that name another event where they belong. One that leaves these accounts is left out."""
        moved: list[tuple[str, Json]] = []
        for id_, value in written.items():
            if value is not None:
                for kind in _CLAIMS:
                    moved += [(kind, claim) for claim in value[kind] if claim["event"] != id_]
                    value[kind] = [claim for claim in value[kind] if claim["event"] == id_]
        for kind, claim in moved:
            if (other := kept.get(claim["event"])) is not None:
                value = written[other.id] or to_json(_extraction(other))
                value[kind].append(claim)
                written[other.id] = value


def _extraction(told: Account) -> Extraction:
    return Extraction(report=told.report, events=(told.event,), **{kind: getattr(told, kind) for kind in _CLAIMS})


def _read(told: Account, value: Json) -> Account:
    read = from_json(value)
    return replace(told, event=read.events[0], **{kind: getattr(read, kind) for kind in _CLAIMS})


def _correct(content: Json, one: Decision) -> None:
    if one.field == "value":
        if not isinstance(one.value, dict) or not {"low", "high"} <= set(one.value):
            raise FormatError("correction", f"a value is an object with low, high and approx, not {one.value!r:.60}")
        content |= {"approx": False, **one.value}
    elif one.field is not None and one.field in FIELDS:
        content[FIELDS[one.field]] = _account(one.value) if one.field == "event" and one.value else one.value
    else:
        raise FormatError("correction", f"{one.field!r} can't be corrected; what can: value, {', '.join(FIELDS)}")


def _add(value: Json, told: Account, one: Decision) -> None:
    """A claim that the reader missed: the public JSON of it, with its `kind`."""
    if not isinstance(one.value, dict) or one.value.get("kind") not in _CLAIMS:
        raise FormatError("added claim", f"it needs a kind, one of {', '.join(_CLAIMS)}, not {one.value!r:.60}")
    content = {name: item for name, item in one.value.items() if name != "kind"}
    id_ = content_id("claim", [told.report_id, one.value["kind"], content, one.id])
    defaults: Json = {"sources": [], "stance": "asserted", "part_of": None, "approx": False}
    value[one.value["kind"]].append({**defaults, **content, "id": id_, "event": told.id, "made_by": one.by})

"""Decisions of people as the pages deal with them: what one may say, which stand, what they come to for one claim.

The ledger applies them to accounts; here a claim is shown as one person has left it, beside the reader's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from variorum.dates import date_prec
from variorum.errors import VariorumError
from variorum.models import (
    Act,
    Chain,
    Decision,
    Event,
    EventType,
    Group,
    GroupCategory,
    Outcome,
    Place,
    Source,
    SourceKind,
    Stance,
    Toll,
    When,
)
from variorum.values import CountRange, DateRange, Span

ON_CLAIMS = (Act.ACCEPT, Act.CORRECT, Act.REJECT)
_RULING = (*ON_CLAIMS, Act.NOT_AN_EVENT)
_LONGEST = 2000
_MOST_PEOPLE = 100_000_000
_MOST_SOURCES = 12
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class DecisionError(VariorumError):
    """A decision says something that it can't say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What decisions come to for one claim or account. `changes`: by field its new value; `rows`: the decisions that
    say so.
    """

    accepted: bool = False
    rejected: bool = False
    changes: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Decision, ...] = ()

    @property
    def state(self) -> str:
        """ "accept", "reject", "correct", or "" where nothing is decided."""
        if self.rejected:
            return "reject"
        return "correct" if self.changes else "accept" if self.accepted else ""


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that have not been taken back, in the order of time; undoing an undo brings the first one back."""
    rows = sorted(decisions, key=lambda one: one.at or _BEGINNING)
    undone: set[str] = set()
    for row in reversed(rows):  # a later undo decides whether an earlier one counts
        if row.act is Act.UNDO and row.id not in undone:
            undone.update(row.targets)
    return [row for row in rows if row.act is not Act.UNDO and row.id not in undone]


def own(decisions: Iterable[Decision]) -> list[Decision]:
    """What each person stands by: a decision counts until that person takes it back, whatever others do."""
    rows = list(decisions)
    by = {row.id: row.by for row in rows}
    mine = (row for row in rows if row.act is not Act.UNDO or {by.get(id_, row.by) for id_ in row.targets} == {row.by})
    return standing(mine)


def of_claim(claim: str, rows: Iterable[Decision], by: str | None = None) -> Ruling:
    """What standing decisions, of all people or of one, come to for a claim: each takes the place of those before that
    it speaks against; corrections of several fields hold together.
    """
    ruling = Ruling()
    for row in rows:
        if row.act not in _RULING or claim not in row.targets or by not in (None, row.by):
            continue
        if row.act is Act.CORRECT:
            kept = () if ruling.rejected else ruling.rows
            changes = {} if ruling.rejected else ruling.changes
            ruling = Ruling(changes={**changes, str(row.field): row.value}, rows=(*kept, row))
        else:
            ruling = Ruling(accepted=row.act is Act.ACCEPT, rejected=row.act is not Act.ACCEPT, rows=(row,))
    return ruling


def changed(toll: Toll, changes: Mapping[str, Any], by: str) -> Toll:
    """The toll with the fields that a person set. Its id, words and place stay: it is the same claim."""
    count, group = toll.count, toll.group
    if value := changes.get("value"):
        count = CountRange(value["low"], value["high"], value.get("approx", False))
    if value := changes.get("group"):
        group = Group(
            text=value["text"],
            category=GroupCategory(value["category"]),
            span=group.span if value["text"] == group.text else None,
        )
    return replace(
        toll,
        count=count,
        group=group,
        outcome=Outcome(changes.get("outcome", toll.outcome)),
        stance=Stance(changes.get("stance", toll.stance)),
        sources=chain(changes["source"], toll.sources) if "source" in changes else toll.sources,
        event=changes.get("event", toll.event),
        confidence=None,
        made_by=f"person: {by}",
    )


def changed_event(event: Event, changes: Mapping[str, Any]) -> Event:
    """The incident with the fields that a person set; its actors and words stay."""
    when, place = event.when, event.place
    if value := changes.get("date"):
        days = DateRange(date.fromisoformat(value["start"]), date.fromisoformat(value["end"]))
        when = When(days=days, date_prec=value.get("date_prec"))
    if value := changes.get("place"):
        span = value.get("span")
        place = Place(**{**value, "span": span and Span(*span)})
    return replace(
        event,
        when=when,
        place=place,
        type=EventType(changes.get("type", event.type)),
        label=changes.get("label", event.label),
        main=changes.get("main", event.main),
    )


def chain(value: Sequence[Mapping[str, Any]], before: Chain = ()) -> Chain:
    """A chain of the public JSON; a source that was there before keeps its place in the text."""
    spans = {source.text: source.span for source in before}
    return tuple(
        Source(
            text=one["text"],
            kind=SourceKind(one["kind"]),
            anonymous=bool(one.get("anonymous")),
            reason=one.get("reason"),
            span=spans.get(one["text"]),
        )
        for one in value
    )


def checked(decision: Decision) -> Decision:
    """The decision, its value read as its field is. Raises DecisionError, which names what is wrong and its value."""
    if not decision.by.strip():
        raise DecisionError("a decision needs a name: say who you are first")
    if not decision.targets:
        raise DecisionError("a decision is about something: name it")
    if decision.act is Act.REJECT and not decision.reason.strip():
        raise DecisionError("a claim is rejected with a reason: say why")
    if decision.act is Act.COMMENT and not decision.reason.strip():
        raise DecisionError("there is no comment: write one, or leave it")
    if len(decision.reason) > _LONGEST:
        raise DecisionError(f"a reason of {len(decision.reason):,} characters is too long: {_LONGEST:,} at most")
    if decision.act is Act.CORRECT:
        return replace(decision, value=_read(str(decision.field), FIELDS, decision.value))
    if decision.act is Act.ADD:
        if not isinstance(decision.value, Mapping):
            raise DecisionError(f"a claim that is added is an object, not {decision.value!r}")
        return replace(decision, value=_claim(decision.value))
    return decision


def _read(name: str, fields: Mapping[str, Callable[[Any], Any]], value: Any) -> Any:
    if name not in fields:
        raise DecisionError(f"{name!r} is no field that can be changed; there are {', '.join(fields)}")
    try:
        return fields[name](value)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DecisionError(f"{name} can't be {value!r}") from None


def _claim(value: Mapping[str, Any]) -> dict[str, Any]:
    """The toll that is added, as in the public JSON, with its kind."""
    out = {name: _read(name, _ADDED, value[name]) for name in _ADDED if name in value}
    if missing := [name for name in ("outcome", "low", "span") if name not in out]:
        raise DecisionError(f"a claim that is added needs {', '.join(missing)}")
    out |= _count({**out, "high": out.get("high")})
    return {
        "kind": "tolls",
        "scope": "event",
        "additional": False,
        "optional": False,
        "quote": _text(value.get("quote", ""), 0),
        "group": {"text": "", "category": GroupCategory.PEOPLE.value},
        "stance": Stance.ASSERTED.value,
        "sources": [],
        "part_of": None,
        **out,
    }


def _people(value: Any) -> int | None:
    if value is None or value == "":
        return None
    number = int(value)
    if not 0 <= number <= _MOST_PEOPLE:
        raise ValueError(value)
    return number


def _count(value: Any) -> dict[str, Any]:
    low, high = _people(value["low"]), _people(value["high"])
    if low is not None and high is not None and low > high:
        raise ValueError(value)
    return {"low": low, "high": high, "approx": value.get("approx") in (True, "true", "on")}


def _text(value: Any, least: int = 1) -> str:
    text = str(value).strip()
    if not least <= len(text) <= _LONGEST:
        raise ValueError(value)
    return text


def _group(value: Any) -> dict[str, str]:
    return {"text": _text(value["text"], 0), "category": GroupCategory(value["category"]).value}


def _chain(value: Any) -> list[dict[str, Any]]:
    if len(value) > _MOST_SOURCES:
        raise ValueError(value)
    return [
        {
            "text": _text(one["text"]),
            "kind": SourceKind(one["kind"]).value,
            "anonymous": bool(one.get("anonymous")),
            "reason": one.get("reason") and _text(one["reason"]),
        }
        for one in value
    ]


def _days(value: Any) -> dict[str, Any]:
    start, end = date.fromisoformat(value["start"]), date.fromisoformat(value.get("end") or value["start"])
    if end < start:
        raise ValueError(value)
    return {"start": start.isoformat(), "end": end.isoformat(), "date_prec": date_prec(DateRange(start, end))}


def _place(value: Any) -> dict[str, Any]:
    """A place by its words, with what it was resolved to where that is given; names of other fields are passed over."""
    read = {name: of(value[name]) for name, of in _OF_PLACE.items() if value.get(name) is not None}
    if not -90 <= read.get("lat", 0) <= 90 or not -180 <= read.get("lon", 0) <= 180:
        raise ValueError(value)
    return {"text": _text(value["text"]), **read}


def _yes(value: Any) -> bool:
    if value not in (True, False):
        raise ValueError(value)
    return bool(value)


def _span(value: Any) -> list[int]:
    start, end = (int(edge) for edge in value)
    if not 0 <= start < end:
        raise ValueError(value)
    return [start, end]


_OF_PLACE: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("country", "precision", "locality", "admin1", "admin2"), str),
    **dict.fromkeys(("lat", "lon", "from_km", "to_km"), float),
    **dict.fromkeys(("geonames_id", "where_prec", "geo_precision", "gw", "prio_grid"), int),
    "span": _span,
}

#: The fields that a correction may set, and how each is read; values as in the public JSON. `event` is an account's id.
FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "value": _count,
    "outcome": lambda value: Outcome(value).value,
    "group": _group,
    "source": _chain,
    "stance": lambda value: Stance(value).value,
    "event": _text,
    "date": _days,
    "place": _place,
    "type": lambda value: EventType(value).value,
    "label": _text,
    "main": _yes,
}
_ADDED: Mapping[str, Callable[[Any], Any]] = {
    "outcome": FIELDS["outcome"],
    "low": _people,
    "high": _people,
    "approx": bool,
    "group": _group,
    "sources": _chain,
    "stance": FIELDS["stance"],
    "span": _span,
}

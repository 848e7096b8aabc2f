"""The incidents of a report as they are gone through: day, place, type, name, and what people made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from variorum.export import words
from variorum.interchange import to_json
from variorum.models import Account, Act, Decision, Event, EventType, Extraction, Place, Report
from variorum.values import Span
from variorum.web.meaning import chosen_place
from variorum.web.readings import Reading
from variorum.web.ruling import DecisionError, Ruling, changed_event, of_claim, own

NO_EVENT = (
    "no violence between people",
    "threatened or planned, not done",
    "a period or a place in general, not one incident",
    "the same incident as another one here",
)
"""Why what was read as an incident may be none."""

FIELDS = ("date", "place", "type", "label", "main")
_SPOKEN = {"date": "day", "label": "name", "main": "whether the report is about it"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCard:
    """One incident: as it was read (`account`), and as it is by what this person decided (`now`). The rest is as of a
    claim's card.
    """

    id: str
    anchor: str
    number: int
    account: Account
    now: Event
    state: str
    changed: tuple[str, ...]
    reason: str
    undoes: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    comments: tuple[Decision, ...]

    @property
    def title(self) -> str:
        return words.line(self.now.label) or words.spoken(self.now.type.value).capitalize()


def incident_cards(
    reading: Reading, decisions: Iterable[Decision], anchors: dict[str, str], person: str
) -> list[IncidentCard]:
    """The incidents of a report in their order."""
    rows = own(decisions)
    return [
        _card(number, account, rows, anchors.get(f"event {account.event.id}", ""), person)
        for number, account in enumerate(reading.accounts, start=1)
    ]


def _card(number: int, account: Account, rows: Sequence[Decision], anchor: str, person: str) -> IncidentCard:
    ruling = of_claim(account.id, rows, person)
    people = sorted({row.by for row in rows if account.id in row.targets and row.act is not Act.COMMENT} - {person})
    rulings = [(name, of_claim(account.id, rows, name)) for name in people]
    return IncidentCard(
        id=account.id,
        anchor=anchor,
        number=number,
        account=account,
        now=changed_event(account.event, ruling.changes),
        state=ruling.state,
        changed=_named(ruling),
        reason=next((row.reason for row in reversed(ruling.rows) if row.reason), ""),
        undoes=tuple(row.id for row in ruling.rows),
        others=tuple((name, _made(one)) for name, one in rulings if ruling.state and one.state),
        comments=comments(account.id, rows),
    )


def comments(target: str, rows: Iterable[Decision]) -> tuple[Decision, ...]:
    """What people noted on something, in the order of time."""
    return tuple(row for row in rows if row.act is Act.COMMENT and target in row.targets)


def _made(ruling: Ruling) -> str:
    if ruling.rejected:
        return "said it is no event"
    changed = ", ".join(_named(ruling))
    return f"corrected its {changed}" if changed else "accepted it"


def _named(ruling: Ruling) -> tuple[str, ...]:
    """The fields that a person set, in words."""
    return tuple(_SPOKEN.get(name, name) for name in FIELDS if name in ruling.changes)


def corrections(form: dict[str, str], account: Account, report: Report, person: str) -> Iterator[Decision]:
    """One decision for each field that the form says otherwise than the report was read. Raises DecisionError."""
    changes = dict(_changes(form, account.event, report))
    if not changes:
        raise DecisionError("the correction changes nothing: accept the incident instead")
    for name, value in changes.items():
        yield Decision(
            act=Act.CORRECT, targets=(account.id,), by=person, reason=form.get("reason", ""), field=name, value=value
        )


def _changes(form: dict[str, str], event: Event, report: Report) -> Iterator[tuple[str, Any]]:
    start, end = form.get("start", ""), form.get("end", "") or form.get("start", "")
    was = event.when and (event.when.days.start.isoformat(), event.when.days.end.isoformat())
    if start and (start, end) != was:
        yield "date", {"start": _day(start), "end": _day(end)}
    text, id_ = form.get("place", ""), form.get("which", "")
    if text and (text != (event.place.text if event.place else "") or id_):
        yield "place", _place_out(chosen_place(report, text, _span(form, len(report.text)), id_))
    if (kind := form.get("type", "")) and kind != event.type.value:
        yield "type", kind
    if (label := form.get("label", "")) and label != event.label:
        yield "label", label
    if (main := form.get("main", "")) and (main == "yes") != event.main:
        yield "main", main == "yes"


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise DecisionError(f"{written!r} is no day; write it like 2017-10-21") from None


def _span(form: dict[str, str], length: int) -> Span | None:
    """Where the words of the place stand, if they were pointed at."""
    start, end = (int(edge) if edge.isdecimal() else 0 for edge in (form.get("from", ""), form.get("to", "")))
    return Span(start, end) if 0 <= start < end <= length else None


def _place_out(place: Place) -> dict[str, Any]:
    event = Event(id="e1", type=EventType.OTHER, main=True, place=place)
    written = to_json(Extraction(report=Report(id="r", text=""), events=(event,)))["events"][0]["place"]
    return {name: value for name, value in written.items() if value is not None}

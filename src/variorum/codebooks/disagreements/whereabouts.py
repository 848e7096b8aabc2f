"""Where and when one incident was, told in ways that can't both hold.

Only what is said of the incident itself is held against each other (`Statement.direct`): a report names many places and
days beside it. A place is a ring about a point, wide as its words leave open; two can't both hold where the rings don't
meet, with a margin for what a town's point and "about" leave open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from variorum.codebooks.disagreements.accounts import MOST_COMPARED
from variorum.codebooks.disagreements.phrases import clip, sentence, who
from variorum.models import Disagreement, DisagreementKind, Event, Place, Severity, Statement
from variorum.values import DateRange

EARTH_KM = 6371.0088
MARGIN_KM = 10.0
"""Between two statements; the rings have the width that their words leave open already."""
READER_MARGIN_KM = 25.0
"""Between a statement and where the reader took the event to be."""
TO_A_TOWN = (1, 2, 3)
"""UCDP's codes of places that are known to a district at least."""
LOCAL_KM = 60.0
"""Up to which a place of another code, such as an oasis, is no less well known."""
LONGEST = 2
"""Days: a night has two. Longer times hold too many days to speak of one."""


def places(event: Event, claims: Iterable[Statement]) -> Iterator[Disagreement]:
    """Statements of where one event was that are too far apart, each pair of different words once; and those that only
    don't lead to where the reader took it to be.
    """
    of_event = [claim for claim in claims if claim.event == event.id and claim.direct and _ring(claim.place)]
    told = list({(claim.quote.casefold()): claim for claim in reversed(of_event[:MOST_COMPARED])}.values())[::-1]
    disputed: set[str] = set()
    for one, other in combinations(told, 2):
        if (gap := _gap(one.place, other.place)) > MARGIN_KM:
            disputed |= {one.id, other.id}
            words = f"{_said(one)} and {_said(other)} can't both hold: {_apart(one.place, other.place, gap)}"
            yield _disagreement(DisagreementKind.PLACE, event, (one, other), words, Severity.CONTRADICTION)
    yield from _off_the_place(event, [claim for claim in told if claim.id not in disputed])


def dates(event: Event, claims: Iterable[Statement]) -> Iterator[Disagreement]:
    """Days of one event that differ, each pair once."""
    of_event = [claim for claim in claims if claim.event == event.id and claim.direct and _is_short(claim.days)]
    told = list({claim.days: claim for claim in reversed(of_event[:MOST_COMPARED])}.values())[::-1]
    for one, other in combinations(told, 2):
        if one.days is None or other.days is None or one.days.overlaps(other.days):
            continue
        gap = one.days.gap(other.days)
        days = f"{gap} {'day' if gap == 1 else 'days'} apart"
        words = f"{_said(one)} is {_day(one.days)}, {_said(other)} is {_day(other.days)}, {days}"
        yield _disagreement(DisagreementKind.DATE, event, (one, other), words, Severity.REMARK)


def _disagreement(
    kind: DisagreementKind, event: Event, claims: Iterable[Statement], words: str, severity: Severity
) -> Disagreement:
    return Disagreement(
        kind=kind,
        event=event.id,
        claims=tuple(claim.id for claim in claims),
        sentence=sentence(words),
        severity=severity,
    )


def _said(claim: Statement) -> str:
    """The words of a statement, and who says them where it is not the report: “30 km from Mosul” (the mayor)."""
    return f"“{clip(claim.quote)}”" + (f" ({who(claim.sources)})" if claim.sources else "")


# --- places --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ring:
    """Everything from `least` to `most` km of a point; a disc where `least` is 0."""

    lat: float
    lon: float
    least: float
    most: float


def _ring(place: Place | None) -> _Ring | None:
    """Where a place may be; None where that is not known to a few dozen km."""
    if place is None or place.lat is None or place.lon is None or place.to_km is None:
        return None
    return _Ring(place.lat, place.lon, place.from_km or 0.0, place.to_km)


def _gap(one: Place | None, other: Place | None) -> float:
    """How far apart two places are at the least, in km; 0 where one spot may be both, or one is not known."""
    a, b = _ring(one), _ring(other)
    if a is None or b is None:
        return 0.0
    between = _km(a, b)
    return max(0.0, between - a.most - b.most, a.least - between - b.most, b.least - between - a.most)


def _off_the_place(event: Event, told: Iterable[Statement]) -> Iterator[Disagreement]:
    """A distance that does not lead to where the event was taken to be: the report may err, or the reader."""
    place = event.place
    if place is None or not _is_local(place) or place.from_km is not None:
        return
    for claim in told:
        if place.span is not None and (place.span.overlaps(claim.span) or place.text == claim.quote):
            continue
        if (gap := _gap(claim.place, place)) > READER_MARGIN_KM:
            words = f"{_said(claim)} does not lead to {clip(place.text)}: {_apart(claim.place, place, gap)}"
            yield _disagreement(DisagreementKind.PLACE, event, (claim,), words, Severity.REMARK)


def _is_local(place: Place) -> bool:
    return place.where_prec in TO_A_TOWN or (place.to_km is not None and place.to_km <= LOCAL_KM)


def _apart(one: Place | None, other: Place | None, gap: float) -> str:
    """How far from one another, in words; for a ring how far the place that it is about is, and should be."""
    a, b = _ring(one), _ring(other)
    if a is None or b is None:
        return ""
    ring, spot = (a, b) if a.least else (b, a)
    if ring.least and not spot.least:
        first, second = ("first", "second") if ring is a else ("second", "first")
        return (
            f"the {first} is {_round(ring.least)} to {_round(ring.most)} km from the place that it names, "
            f"the {second} about {_round(_km(a, b))} km from there"
        )
    return f"they are at least {_round(gap)} km apart"


def _round(km: float) -> int:
    """To ten km from fifty on: more is not known."""
    return int(round(km, -1)) if km >= 50 else round(km)


def _km(a: _Ring, b: _Ring) -> float:
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


# --- days ----------------------------------------------------------------------------------------------------------


def _is_short(days: DateRange | None) -> bool:
    return days is not None and days.days <= LONGEST


def _day(days: DateRange) -> str:
    first, last = days.start, days.end
    until = "" if first == last else f" to {last.day} {last:%B}"
    return f"{first.day} {first:%B}{until} {last.year}"

"""Which claims of a report are about the same incident: groups tolls by time, place, number and the flow of the text.

A report mostly stays with one incident until something speaks against it: another day, another place, "in a separate
attack". Each toll is weighed against every incident so far; the weights are in `Weights`, each with its reason. An
aggregate
("hundreds in the past year") gets none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from variorum.claims.drafts import TollDraft
from variorum.claims.setting import Setting, settings_of
from variorum.models import GroupCategory
from variorum.values import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each sign counts for or against a toll's being of an incident; found on the training reports."""

    current: float = 0.5  # the incident that the text spoke of last
    main: float = 0.4  # the incident that the report opened with
    same_number: float = 0.7  # the same outcome and bounds, not a small number
    other_number: float = -1.0  # the same outcome and people, and a number several times as large or small
    same_sentence: float = 0.3
    same_paragraph: float = 0.2
    date_meets: float = 0.0
    date_differs: float = -1.5
    past_differs: float = (
        -1.2
    )  # told as long past ("last year", "in 2013"), and the incident not, or the other way round
    place_meets: float = 0.3
    place_differs: float = -1.0
    country_differs: float = -0.5
    family_meets: float = 0.0
    family_differs: float = -1.2
    opens_new: float = -2.0
    goes_on: float = 0.5
    bar: float = 0.0  # an incident with less than this is another one


@dataclass(slots=True, kw_only=True)
class Incident:
    """An incident in the making: the tolls that were given to it, and what their sentences said of it."""

    tolls: list[int] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    days: list[DateRange] = field(default_factory=list)
    past: bool | None = None
    places: list[Span] = field(default_factory=list)
    families: set[str] = field(default_factory=set)


def group(
    doc: Doc, drafts: Sequence[TollDraft], weights: Weights | None = None
) -> tuple[list[Incident], list[int | None]]:
    """The incidents of a report and for each toll the index of its own, None for an aggregate."""
    return grouped(drafts, settings_of(doc, drafts), weights or Weights())


def grouped(
    drafts: Sequence[TollDraft], settings: Sequence[Setting], weights: Weights
) -> tuple[list[Incident], list[int | None]]:
    incidents: list[Incident] = []
    given: list[int | None] = []
    current: int | None = None
    for k, (draft, setting) in enumerate(zip(drafts, settings, strict=True)):
        if draft.part_of is not None and draft.part_of < k:
            choice = given[draft.part_of]
        elif setting.aggregate:
            choice = None
        else:
            choice = _choose(draft, setting, drafts, incidents, current, weights)
            if choice is None:
                incidents.append(Incident())
                choice = len(incidents) - 1
        given.append(choice)
        if choice is not None:
            add(incidents[choice], k, setting)
            current = choice
    return incidents, given


def grouped_as(
    drafts: Sequence[TollDraft],
    settings: Sequence[Setting],
    proposed: Mapping[str, Sequence[int]],
    weights: Weights | None = None,
) -> tuple[list[Incident], list[int | None], dict[str, int]]:
    """Incidents by another reader's grouping, whose names are given with the tolls of each; the last is the number of
    each name.

    What it named apart is one incident where our own signs say so clearly of its first toll (`_ONE`): a long report
    is read in pieces, and every piece names its incidents anew.
    """
    incidents: list[Incident] = []
    given: list[int | None] = [None] * len(drafts)
    numbers: dict[str, int] = {}
    for name, tolls in proposed.items():
        first = tolls[0]
        fits = [
            (fit(drafts[first], settings[first], drafts, one, weights or Weights()), -number, number)
            for number, one in enumerate(incidents)
            if _piece(name) not in {_piece(other) for other, at in numbers.items() if at == number}
        ]
        best = max(fits, default=None)
        if best is None or best[0] < _ONE:
            incidents.append(Incident())
            numbers[name] = len(incidents) - 1
        else:
            numbers[name] = best[2]
        for toll in tolls:
            given[toll] = numbers[name]
            add(incidents[numbers[name]], toll, settings[toll])
    return incidents, given, numbers


_ONE = 0.7


def _piece(name: str) -> str:
    """The piece of the report in which an incident was named: "2" of "2/i1"."""
    return name.partition("/")[0]


def add(incident: Incident, toll: int, setting: Setting) -> None:
    """Give a toll to an incident, with what its sentence said."""
    incident.tolls.append(toll)
    incident.speakers.append(setting.speaker)
    if setting.sentence not in incident.sentences:
        incident.sentences.append(setting.sentence)
        incident.paragraphs.append(setting.paragraph)
        incident.places.extend(setting.places)
        incident.families |= setting.families
    if setting.days is not None:
        incident.days.append(setting.days)
    if incident.past is None:
        incident.past = setting.past


def _choose(
    draft: TollDraft,
    setting: Setting,
    drafts: Sequence[TollDraft],
    incidents: Sequence[Incident],
    current: int | None,
    weights: Weights,
) -> int | None:
    """The incident that fits a toll best, None where it opens one."""
    best, best_score = None, weights.bar
    for number, incident in enumerate(incidents):
        score = fit(draft, setting, drafts, incident, weights)
        score += weights.current if number == current else 0.0
        score += weights.main if number == 0 else 0.0
        if score > best_score:
            best, best_score = number, score
    return best


def fit(draft: TollDraft, setting: Setting, drafts: Sequence[TollDraft], incident: Incident, weights: Weights) -> float:
    """How well a toll fits an incident by what its sentence says: linear in the weights."""
    others = [
        drafts[k] for k, speaker in zip(incident.tolls, incident.speakers, strict=True) if speaker == setting.speaker
    ]
    score = _number_fit(draft, [drafts[k] for k in incident.tolls], others, weights)
    if setting.sentence in incident.sentences:
        score += weights.same_sentence
    elif setting.opens_new:
        score += weights.opens_new
    elif setting.goes_on:
        score += weights.goes_on
    if setting.paragraph in incident.paragraphs:
        score += weights.same_paragraph
    if setting.families and incident.families:
        score += weights.family_meets if setting.families & incident.families else weights.family_differs
    return score + _time_fit(setting, incident, weights) + _place_fit(setting.places, incident.places, weights)


def _number_fit(
    draft: TollDraft, mates: Sequence[TollDraft], of_speaker: Sequence[TollDraft], weights: Weights
) -> float:
    """For a number that was told before; against one far from all that the same speaker told: speakers may differ."""
    rivals = [m for m in mates if m.outcome == draft.outcome and m.part_of is None and draft.part_of is None]
    if any(_same_number(draft, mate) for mate in rivals):
        return weights.same_number
    like = [m for m in rivals if m in of_speaker and _same_people(m, draft)]
    if like and all(_far_apart(draft, mate) for mate in like):
        return weights.other_number
    return 0.0


def _same_people(a: TollDraft, b: TollDraft) -> bool:
    return a.category == b.category or GroupCategory.PEOPLE in (a.category, b.category)


def _same_number(a: TollDraft, b: TollDraft) -> bool:
    if not _same_people(a, b):
        return False
    least = max(a.count.low or 0, a.count.high or 0)
    return (a.count.low or a.count.high) == (b.count.low or b.count.high) and least > 2 and not a.count.approx


def _far_apart(a: TollDraft, b: TollDraft) -> bool:
    """Whether one number is more than three times the other, whatever their bounds allow."""
    if a.count.overlaps(b.count) or a.additional or b.additional:
        return False
    x, y = sorted(max(d.count.low or 0, d.count.high or 0, 1) for d in (a, b))
    return y > 3 * x


def _time_fit(setting: Setting, incident: Incident, weights: Weights) -> float:
    if setting.days is not None and incident.days:
        meets = any(setting.days.gap(other) <= 1 for other in incident.days)
        return weights.date_meets if meets else weights.date_differs
    if setting.past is not None and setting.past != bool(incident.past):
        return weights.past_differs
    return 0.0


def _place_fit(places: Sequence[Span], others: Sequence[Span], weights: Weights) -> float:
    """For or against two lists of places being of one incident: by the finest of each, countries last."""
    if not places or not others:
        return 0.0
    countries = [
        {p._.place.country for p in some if p._.place is not None and p._.place.country} for some in (places, others)
    ]
    if countries[0] and countries[1] and not countries[0] & countries[1]:
        return weights.country_differs
    fine, fine_others = _fine(places), _fine(others)
    if not fine or not fine_others:
        return 0.0
    return weights.place_meets if any(_may_meet(a, b) for a in fine for b in fine_others) else weights.place_differs


_COARSE = frozenset(("country", "region", "admin1", "continent", "natural"))


def _fine(places: Sequence[Span]) -> list[Span]:
    return [p for p in places if str(p._.place_kind) not in _COARSE]


def _may_meet(a: Span, b: Span) -> bool:
    if a.text.casefold() in b.text.casefold() or b.text.casefold() in a.text.casefold():
        return True
    first, second = a._.place, b._.place
    if first is None or second is None or None in (first.lat, first.lon, second.lat, second.lon):
        return True
    return bool(abs(first.lat - second.lat) < 0.25 and abs(first.lon - second.lon) < 0.3)

"""Which claims of a report are about the same incident: groups tolls by time, place, number and the flow of the text.

A report mostly stays with one incident until something speaks against it: another day, another place, "in a separate attack". Each toll
is weighed against every incident so far; the weights are in `Weights`, each with its reason. An aggregate ("hundreds in the past year") gets none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Span, Token

from variorum.annotate.dates import is_speech_date, time_expression
from variorum.annotate.places import sites
from variorum.claims.tolls import TollDraft
from variorum.models import GroupCategory
from variorum.values import DateRange


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "incidents.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each sign counts for or against a toll's being of an incident; found on the training reports."""

    current: float = 0.5  # the incident that the text spoke of last
    main: float = 0.6  # the incident that the report opened with
    same_number: float = 0.7  # the same outcome and bounds, not a small number
    other_number: float = -1.0  # the same outcome and people, and a number several times as large or small
    same_sentence: float = 0.3
    same_paragraph: float = 0.2
    date_meets: float = 0.0
    date_differs: float = -1.5
    past_differs: float = -1.2  # told as long past ("last year", "in 2013"), and the incident not, or the other way round
    place_meets: float = 0.3
    place_differs: float = -1.0
    country_differs: float = -0.5
    family_meets: float = 0.0
    family_differs: float = -1.2
    opens_new: float = -2.0
    goes_on: float = 0.5
    bar: float = 0.0  # an incident with less than this is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When, where and how a toll's sentence, and those that lead to it, put what happened, and how they tie it to what was told before."""

    sentence: int
    paragraph: int
    days: DateRange | None
    places: tuple[Span, ...]
    families: frozenset[str]
    opens_new: bool
    goes_on: bool
    aggregate: bool
    past: bool | None = None  # whether its time lies well before publication; None where it gives none


@dataclass(slots=True, kw_only=True)
class Incident:
    """An incident in the making: the tolls that were given to it, and what their sentences said of it."""

    tolls: list[int] = field(default_factory=list)
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
            _add(incidents[choice], k, setting)
            current = choice
    return incidents, given


def _add(incident: Incident, toll: int, setting: Setting) -> None:
    incident.tolls.append(toll)
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
        score = _fit(draft, setting, drafts, incident, weights)
        score += weights.current if number == current else 0.0
        score += weights.main if number == 0 else 0.0
        if score > best_score:
            best, best_score = number, score
    return best


def _fit(
    draft: TollDraft, setting: Setting, drafts: Sequence[TollDraft], incident: Incident, weights: Weights
) -> float:
    score = _number_fit(draft, [drafts[k] for k in incident.tolls], weights)
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


def _number_fit(draft: TollDraft, mates: Sequence[TollDraft], weights: Weights) -> float:
    rivals = [m for m in mates if m.outcome == draft.outcome and m.part_of is None and draft.part_of is None]
    if any(_same_number(draft, mate) for mate in rivals):
        return weights.same_number
    like = [m for m in rivals if m.category == draft.category or GroupCategory.PEOPLE in (m.category, draft.category)]
    if like and all(_far_apart(draft, mate) for mate in like):
        return weights.other_number
    return 0.0


def _same_number(a: TollDraft, b: TollDraft) -> bool:
    if a.category != b.category and GroupCategory.PEOPLE not in (a.category, b.category):
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


# ---- what a sentence says of time and place --------------------------------------------------------------------------------------------


def settings_of(doc: Doc, drafts: Sequence[TollDraft]) -> list[Setting]:
    """The setting of each toll: of its sentence, and where that says nothing, of those since the toll before in the same paragraph."""
    sentences = list(doc.sents)
    index = {s.start: k for k, s in enumerate(sentences)}
    paragraphs = _paragraphs(sentences)
    out: list[Setting] = []
    last = -1
    for draft in drafts:
        number = index[doc[draft.start].sent.start]
        lead = [
            k
            for k in range(max(last + 1, number - 2), number)
            if paragraphs[k] == paragraphs[number] and _tells_incident(sentences[k])
        ]
        out.append(_setting(doc, sentences, number, lead, paragraphs[number], draft))
        last = number
    return out


def _paragraphs(sentences: Sequence[Span]) -> list[int]:
    """The number of the paragraph that each sentence stands in; a text without paragraphs gets one for every three sentences."""
    out, at = [], 0
    for sentence in sentences:
        out.append(at)
        at += sentence.text_with_ws.endswith("\n\n") or sentence[-1].text.startswith("\n\n")
    return out if at > 1 else [k // 3 for k in range(len(sentences))]


def _tells_incident(sentence: Span) -> bool:
    words = set(lexicon()["nouns"]["words"])
    return any(t.lower_ in words or t.lower_.removesuffix("s") in words for t in sentence)


def _setting(
    doc: Doc, sentences: Sequence[Span], number: int, lead: Sequence[int], paragraph: int, draft: TollDraft
) -> Setting:
    sentence = sentences[number]
    words = _words(sentence)
    led = " ".join(_words(sentences[k]) for k in lead)
    days = date_of(doc, sentence, draft.trigger)
    places = places_of(doc, sentence, draft.trigger)
    for k in reversed(lead):
        days = days if days is not None else date_of(doc, sentences[k], sentences[k].end)
        places = places or places_of(doc, sentences[k], sentences[k].end)
    lex = lexicon()
    return Setting(
        sentence=number,
        paragraph=paragraph,
        days=days,
        places=places,
        families=families_of(words) or families_of(led),
        opens_new=any(
            _has(w, lex["new"]["phrases"]) or w.strip().startswith(tuple(lex["new"]["sentence_start"]))
            for w in (words, led)
        ),
        goes_on=_has(words, lex["same"]["phrases"]),
        aggregate=is_aggregate(doc, sentence, words, days, draft),
        past=_is_past(doc, sentence, draft.trigger, days),
    )


def _words(sentence: Span) -> str:
    return " " + " ".join(t.lower_ for t in sentence) + " "


def families_of(words: str) -> frozenset[str]:
    """The ways of violence that a sentence speaks of."""
    return frozenset(name for name, phrases in lexicon()["families"].items() if _has(words, phrases))


def _has(words: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)


def dates_in(doc: Doc, sentence: Span, near: int) -> list[Span]:
    """The times that a sentence gives for what happened, nearest to a token first; when somebody spoke is left out."""
    found = [
        d for d in doc.spans.get("dates", []) if sentence.start <= d.start < sentence.end and not is_speech_date(doc, d)
    ]
    return sorted(found, key=lambda d: (abs(d.start - near), d.start))


def date_of(doc: Doc, sentence: Span, near: int) -> DateRange | None:
    """The days that a sentence gives for what happened, by the date nearest to a token; None where it gives none."""
    return next((d._.days for d in dates_in(doc, sentence, near) if d._.days is not None), None)


_LONG = frozenset(("month", "months", "season", "year", "years", "weeks"))
_RECENT_DAYS = 10


def _is_past(doc: Doc, sentence: Span, near: int, days: DateRange | None) -> bool | None:
    """Whether what a sentence tells lies well before the report; known from the words even where the day of publication is not."""
    published = doc._.published
    if days is not None and published is not None:
        return bool((published - days.end).days > _RECENT_DAYS)
    nearest = next(iter(dates_in(doc, sentence, near)), None)
    return None if nearest is None else str(time_expression(nearest).granularity) in _LONG


def places_of(doc: Doc, sentence: Span, near: int) -> tuple[Span, ...]:
    """The places that a sentence names for what happened, nearest first; countries only where nothing finer stands."""
    found = [p for p in sites(doc) if sentence.start <= p.start < sentence.end and not _is_aside(doc, p)]
    fine = [p for p in found if str(p._.place_kind) not in ("country", "continent")]
    return tuple(sorted(fine or found, key=lambda p: abs(p.start - near)))


_HEALING = frozenset("hospital hospitals clinic infirmary medical".split())


def _is_aside(doc: Doc, place: Span) -> bool:
    """Whether a place is where the report was filed, where somebody comes from, or where the injured were taken."""
    if place._.place_found.mention.dateline:
        return True
    before = doc[place.start - 1].lower_ if place.start else ""
    return before == "from" or not _HEALING.isdisjoint(t.lower_ for t in place)


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateWeights:
    """How much each sign counts for a toll's counting the victims of many incidents; found on the training reports."""

    phrase: float = 2.0  # "over the past year", "nationwide"
    long_time: float = 1.5  # a time of more than 45 days
    several_days: float = 0.9
    since: float = 1.2
    perfect: float = 1.0  # "have been killed"
    several_incidents: float = 2.0  # "three explosions", "several clashes"
    plural: float = 1.0  # "clashes", with no single incident named
    war: float = 0.8  # "in the war"
    large: float = 1.2  # a thousand or more
    one_incident: float = -1.5  # "a bombing", "the attack"
    goes_on: float = -0.7
    bar: float = 1.9


AGGREGATE = AggregateWeights()
_NEAR = 30
"""How many tokens on either side of a casualty word count, in texts that lost their full stops."""
_ONGOING = frozenset("fighting violence offensive operation battle siege carnage bombardment shelling".split())


def is_aggregate(doc: Doc, sentence: Span, words: str, days: DateRange | None, draft: TollDraft) -> bool:
    """Whether a toll counts the victims of many incidents."""
    w, signs = AGGREGATE, aggregate_signs(doc, sentence, words, days, draft)
    return sum(getattr(w, sign) for sign in signs) >= w.bar


def aggregate_signs(doc: Doc, sentence: Span, words: str, days: DateRange | None, draft: TollDraft) -> list[str]:
    """The names of the signs, for and against, that a sentence holds."""
    lex = lexicon()
    many = set(lex["aggregate"]["many"])
    near = doc[max(sentence.start, draft.trigger - _NEAR) : min(sentence.end, draft.trigger + _NEAR)]
    words = _words(near)
    tokens = words.split()
    plural = [k for k, w in enumerate(tokens) if w in many]
    signs = {
        "phrase": _has(words, lex["aggregate"]["phrases"]),
        "long_time": days is not None and days.days > 45,
        "several_days": days is not None and 2 < days.days <= 45,
        "since": " since " in words,
        "perfect": _is_perfect(doc[draft.trigger]),
        "several_incidents": any(set(tokens[max(0, k - 3) : k]) & set(lex["aggregate"]["numbers"]) for k in plural),
        "plural": bool(plural),
        "war": _has(words, lex["aggregate"]["wars"]),
        "large": (draft.count.low or draft.count.high or 0) >= 1000,
        "one_incident": _names_one(near),
        "goes_on": _has(words, lex["same"]["phrases"]),
    }
    return [name for name, holds in signs.items() if holds]


def _is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the present perfect: "have been killed", "has killed"."""
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("have", "has", "'ve") for c in verb.children)


def _names_one(sentence: Span) -> bool:
    """Whether a sentence names one incident: "a suicide bombing", "the attack", "an air strike"."""
    nouns = set(lexicon()["nouns"]["words"])
    return any(
        t.lower_ in nouns - _ONGOING
        and t.tag_ in ("NN", "")
        and any(
            b.lower_ in ("a", "an", "the", "this", "that") for b in sentence.doc[max(sentence.start, t.i - 4) : t.i]
        )
        for t in sentence
    )

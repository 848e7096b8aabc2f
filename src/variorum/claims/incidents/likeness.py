"""The signs for and against a toll's being of an incident, of a new one, or of many at once, each by its name.

What each counts is in `data/grouping.toml`, fitted by `train/incidents.py`; in plain words they are in `reasons`.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Span

from variorum.claims.incidents.setting import Setting
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import GroupCategory, Outcome
from variorum.values import DateRange

Signs = Mapping[str, float]
_YEAR_APART = 60
"""From so many days between them on, two times are far apart."""
_COMMON = 0.3
"""Part of the sentences with tolls from which on a name is no sign of one incident."""


@dataclass(slots=True, kw_only=True)
class Incident:
    """An incident in the making: the tolls that were given to it, and what their sentences said of it."""

    tolls: list[int] = field(default_factory=list)
    deeds: list[int] = field(default_factory=list)  # tokens of words that tell of it and count nobody
    speakers: list[str] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    days: list[DateRange] = field(default_factory=list)
    past: bool | None = None
    places: list[Span] = field(default_factory=list)
    nearest: list[Span] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def add(self, toll: int, setting: Setting) -> None:
        """Give it a toll, with what the toll's sentence said."""
        self.tolls.append(toll)
        self.speakers.append(setting.speaker)
        self._learn(setting)

    def add_deed(self, token: int, setting: Setting) -> None:
        """Give it a word that tells of it and counts nobody."""
        self.deeds.append(token)
        if not self.tolls:
            self._learn(setting)

    def _learn(self, setting: Setting) -> None:
        self.nearest.extend(_fine(setting.places)[:1])
        if setting.sentence not in self.sentences:
            self.sentences.append(setting.sentence)
            self.paragraphs.append(setting.paragraph)
            self.places.extend(setting.places)
            self.families |= setting.families
            self.names |= setting.names
        if setting.days is not None:
            self.days.append(setting.days)
        if self.past is None:
            self.past = setting.past


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a report told so far: its tolls and their settings, the incidents, and which one it spoke of last."""

    drafts: Sequence[TollDraft]
    settings: Sequence[Setting]
    incidents: Sequence[Incident]
    current: int | None
    common: frozenset[str]  # names that stand in many of the sentences that tell tolls
    many: Sequence[int] = ()  # the tolls so far that count the victims of many incidents


@cache
def weights() -> Mapping[str, Signs]:
    """What each sign counts: for an incident told before ("one"), a new one ("new"), many at once ("many")."""
    return tomllib.loads((files("variorum") / "data" / "grouping.toml").read_text("utf-8"))


def common_names(settings: Sequence[Setting]) -> frozenset[str]:
    """Names that stand in many sentences of a report with tolls, and so tell none of its incidents from another."""
    told = {setting.sentence: setting.names for setting in settings}
    seen = Counter(name for names in told.values() for name in names)
    return frozenset(name for name, times in seen.items() if times > max(2, _COMMON * len(told)))


def signs_of_one(course: Course, toll: int, number: int) -> dict[str, float]:
    """The signs for and against a toll's being of the incident with a number."""
    setting, incident = course.settings[toll], course.incidents[number]
    signs = {
        "current": float(number == course.current),
        "main": float(number == 0),
        "only": float(len(course.incidents) == 1),
    }
    if setting.sentence in incident.sentences:
        signs["same_sentence"] = 1.0
        signs["apart"] = float(setting.apart)
    else:
        away = setting.sentence - max(incident.sentences)
        signs["sentences_away"] = math.log1p(abs(away))
        signs["opens_new"] = float(setting.opens_new)
        signs["goes_on"] = float(setting.goes_on)
        signs["goes_on_current"] = float(setting.goes_on and number == course.current)
        signs["introduces"] = float(setting.introduces)
        signs["earlier"] = float(setting.earlier)
        signs["tells_more"] = float(setting.tells_more)
        signs["comes_after"] = float(setting.comes_after)
        others = {name for n, one in enumerate(course.incidents) if n != number for name in one.names}
        told = setting.names & incident.names
        signs["names_meet"] = float(bool(told - course.common))
        signs["only_its_names"] = float(bool(told - others) and len(course.incidents) > 1)
        signs["same_paragraph"] = float(setting.paragraph in incident.paragraphs)
        signs["opens_elsewhere"] = float(_opens_elsewhere(setting, incident))
        signs["opens_then"] = float(_opens_then(setting, incident))
        signs["recalls"] = float(setting.recalls)
    signs |= _of_number(course, toll, incident)
    signs |= _of_time(setting, incident)
    signs |= _of_place(setting.places, incident.places) | _of_nearest(setting.places, incident.nearest)
    if setting.families and incident.families:
        signs["family_meets" if setting.families & incident.families else "family_differs"] = 1.0
    return {name: value for name, value in signs.items() if value}


def _opens_elsewhere(setting: Setting, incident: Incident) -> bool:
    """Whether a sentence begins with a place that the incident was not told to be at: "In Basra, ..."."""
    opening = _fine((setting.opening,)) if setting.opening is not None else []
    return bool(opening and incident.places) and not any(_meeting(opening[0], other) for other in incident.places)


def _opens_then(setting: Setting, incident: Incident) -> bool:
    """Whether a sentence begins with another time than that of the incident: "In December, ..."."""
    opening = setting.opens_then
    return opening is not None and bool(incident.days) and all(opening.gap(other) > 0 for other in incident.days)


def signs_of_new(course: Course, toll: int) -> dict[str, float]:
    """The signs for a toll's opening an incident."""
    setting = course.settings[toll]
    told = [n for n, one in enumerate(course.incidents) if setting.sentence in one.sentences]
    signs = {
        "later": float(bool(course.incidents)),
        "in_a_told_sentence": float(bool(told)),
        "has_a_day": float(setting.days is not None),
        "has_a_place": float(bool(_fine(setting.places))),
        "has_a_way": float(bool(setting.families)),
        "long_past": float(bool(setting.past)),
        "incidents_so_far": math.log1p(len(course.incidents)),
        "by_a_person": float(course.drafts[toll].count.low == 1),
    }
    return {name: value for name, value in signs.items() if value}


def signs_of_many(course: Course, toll: int) -> dict[str, float]:
    """The signs for a toll's counting the victims of many incidents."""
    told = [k for incident in course.incidents for k in incident.tolls]
    signs = {
        "many": True,
        "number_of_many": _is_number_of(course, toll, course.many),
        "number_of_one": _is_number_of(course, toll, told),
    }
    return {name: 1.0 for name, holds in signs.items() if holds} | dict.fromkeys(course.settings[toll].many, 1.0)


def _is_number_of(course: Course, toll: int, others: Sequence[int]) -> bool:
    """Whether one of others gives the number of a toll."""
    return any(_same_number(course.drafts[toll], course.drafts[k]) for k in others)


def weigh(signs: Signs, known: Signs) -> float:
    """What signs come to by a table of the weights. A sign that it does not know counts nothing."""
    return sum(known.get(name, 0.0) * value for name, value in signs.items())


# ---- numbers -------------------------------------------------------------------------------------


def _of_number(course: Course, toll: int, incident: Incident) -> dict[str, float]:
    """For a number that was told before; against one that the same speaker told otherwise: speakers may differ."""
    draft, speaker = course.drafts[toll], course.settings[toll].speaker
    mates = [(course.drafts[k], said) for k, said in zip(incident.tolls, incident.speakers, strict=True)]
    rivals = [(m, said) for m, said in mates if m.outcome == draft.outcome and m.part_of is None]
    if draft.part_of is not None or not rivals:
        fate = draft.outcome in _FATES
        apart = draft.part_of is None and bool(mates) and all((m.outcome in _FATES) != fate for m, _ in mates)
        return {"outcome_untold": float(not rivals), "other_fate": float(apart)}
    if any(_same_number(draft, mate) for mate, _ in rivals):
        return {"same_number": 1.0}
    like = [m for m, said in rivals if said == speaker and _same_people(m, draft)]
    if like and all(_far_apart(draft, mate) for mate in like):
        return {"other_number": 1.0}
    if any(not m.count.overlaps(draft.count) for m, _ in rivals if _same_people(m, draft)):
        return {"another_number": 1.0}
    return {"other_people": float(not any(_same_people(m, draft) for m, _ in rivals))}


_FATES = frozenset((Outcome.CAPTURED, Outcome.DISPLACED, Outcome.MISSING))
"""What may happen to people who are not hurt."""


def _same_people(a: TollDraft, b: TollDraft) -> bool:
    return a.category == b.category or GroupCategory.PEOPLE in (a.category, b.category)


def _same_number(a: TollDraft, b: TollDraft) -> bool:
    if a.outcome != b.outcome or a.additional or b.additional or not _same_people(a, b):
        return False
    least = max(a.count.low or 0, a.count.high or 0)
    return (a.count.low or a.count.high) == (b.count.low or b.count.high) and least > 2 and not a.count.approx


def _far_apart(a: TollDraft, b: TollDraft) -> bool:
    """Whether one number is more than three times the other, whatever their bounds allow."""
    if a.count.overlaps(b.count) or a.additional or b.additional:
        return False
    x, y = sorted(max(d.count.low or 0, d.count.high or 0, 1) for d in (a, b))
    return y > 3 * x


# ---- time and place ------------------------------------------------------------------------------


def _of_time(setting: Setting, incident: Incident) -> dict[str, float]:
    days = setting.days
    if days is not None and incident.days:
        gap = min(days.gap(other) for other in incident.days)
        name = "date_meets" if gap == 0 else "day_apart" if gap == 1 else "date_differs"
        return {name: 1.0, "far_apart": float(gap > _YEAR_APART)}
    if setting.past is not None and setting.past != bool(incident.past):
        return {"past_differs": 1.0}
    return {"brings_a_day": float(days is not None)}


def _of_place(places: Sequence[Span], others: Sequence[Span]) -> dict[str, float]:
    """For or against two lists of places being of one incident: by the finest of each, countries last."""
    if not places or not others:
        return {}
    countries = [
        {p._.place.country for p in some if p._.place is not None and p._.place.country} for some in (places, others)
    ]
    if countries[0] and countries[1] and not countries[0] & countries[1]:
        return {"country_differs": 1.0}
    fine, fine_others = _fine(places), _fine(others)
    if not fine or not fine_others:
        return {}
    return {"place_meets" if any(_may_meet(a, b) for a in fine for b in fine_others) else "place_differs": 1.0}


def _of_nearest(places: Sequence[Span], others: Sequence[Span]) -> dict[str, float]:
    """For or against the place nearest to a toll being one that stood nearest to a toll of the incident."""
    fine = _fine(places)[:1]
    if not fine or not others:
        return {}
    found = [_meeting(fine[0], other) for other in others]
    if True in found:
        return {"nearest_meets": 1.0}
    return {"nearest_differs" if all(met is False for met in found) else "nearest_unknown": 1.0}


_COARSE = frozenset(("country", "region", "admin1", "continent", "natural"))


def _fine(places: Sequence[Span]) -> list[Span]:
    return [p for p in places if str(p._.place_kind) not in _COARSE]


def _may_meet(a: Span, b: Span) -> bool:
    return _meeting(a, b) is not False


def _meeting(a: Span, b: Span) -> bool | None:
    """Whether two places are one, or near each other; None where that is not known."""
    if a.text.casefold() in b.text.casefold() or b.text.casefold() in a.text.casefold():
        return True
    first, second = a._.place, b._.place
    if first is None or second is None or None in (first.lat, first.lon, second.lat, second.lon):
        return None
    return bool(abs(first.lat - second.lat) < 0.25 and abs(first.lon - second.lon) < 0.3)

"""Where an incident was: the place that a report's words tie to it most and name most finely."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span

from variorum.annotate.places import told_sites
from variorum.annotate.spots import is_telling, located, sort_of, spots
from variorum.claims.whereabouts.naming import named
from variorum.claims.whereabouts.paths import hanging
from variorum.claims.whereabouts.ties import Telling, lexicon, tally, weigh
from variorum.models import Place
from variorum.places import Kind, ResolvedPlace, gleditsch_ward
from variorum.values import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention of a place, the name that its mentions share, and its signs for an incident."""

    span: Span
    place: Place
    rank: float
    name: str
    signs: Mapping[str, float]


def where_of(
    telling: Telling, incident: int, days: DateRange | None = None, lead: Place | None = None, *, main: bool
) -> Place | None:
    """The place of an incident (by its index in the telling) of some days; None where the report names none that it
    could be. `lead`: where the report's main incident was, for the others."""
    found = candidates(telling, incident, days, lead, main=main)
    if not found:
        return None
    weights = lexicon()["place"]
    chosen = pick(found, weights)
    place = named(chosen.span)
    if _is_spot(chosen) and place.lat is None and (listed := [c for c in found if not _is_spot(c)]):
        place = located(place, pick(listed, weights).place)
    if place.country is not None:
        return place
    country = _country(found, weights)
    return replace(place, country=country, gw=gleditsch_ward(country) if country else None)


def _is_spot(found: Candidate) -> bool:
    return found.span._.place_kind is Kind.SPOT


def _country(found: Sequence[Candidate], weights: Mapping[str, float]) -> str | None:
    """The country with the most votes of the places in it, its own name counting for more than as a place."""
    own = weights["country's own name"]
    votes = tally(
        (c.place.country, weigh(c.signs, weights) + (own if c.span._.place_kind == Kind.COUNTRY else 0.0))
        for c in found
        if c.place.country is not None
    )
    return max(votes, key=lambda code: votes[code], default=None)


def pick(found: Sequence[Candidate], weights: Mapping[str, float]) -> Candidate:
    """The mention, in the country that speaks most for itself, of the place with the most votes, or of a finer one
    inside it whose best mention has not many fewer than its best."""
    country = _country(found, weights)
    found = [c for c in found if c.place.country in (country, None)] or found
    scores = {id(c): weigh(c.signs, weights) for c in found}
    votes = tally((c.name, scores[id(c)]) for c in found)

    def best(some: Sequence[Candidate]) -> Candidate:
        """The mention of the place with the most votes that says most for it."""
        return max(some, key=lambda c: (votes[c.name], "unnamed" not in c.signs, scores[id(c)], -c.span.start))

    choice = best(found)
    while finer := [c for c in found if c.rank > choice.rank + _FINER and _may_hold(choice, c)]:
        inner = best(finer)
        if scores[id(inner)] < max(scores[id(c)] for c in found if c.name == choice.name) - weights["descent"]:
            break
        choice = inner
    return choice


_FINER = 0.1
"""By how much more finely a place must be named to count as a finer one: a town by its smaller size."""


def _may_hold(coarse: Candidate, fine: Candidate) -> bool:
    """Whether a place may lie in a coarser one: nothing that is known of the two speaks against it."""
    if coarse.place.country and fine.place.country and coarse.place.country != fine.place.country:
        return False
    gap = _degrees(coarse.place, fine.place)
    return gap is None or fine.rank >= _INDOORS or gap < _reach(coarse.rank)


def _reach(rank: float) -> float:
    """How far, in degrees, a place of a rank reaches from its point."""
    return _REACHES.get(int(rank), _CLOSE)


_REACHES = {0: 90.0, 1: 90.0, 2: 3.0, 3: 1.0, 4: 0.6, 5: 0.4}


def candidates(
    telling: Telling, incident: int, days: DateRange | None = None, lead: Place | None = None, *, main: bool
) -> list[Candidate]:
    """Every mention of a place in the report, with its signs for an incident. `days`: when it was, where known;
    `lead`: where the report's main incident was, for the others."""
    acting = {k for a in telling.doc.spans.get("actors", []) for k in range(a.start, a.end)}
    spans = [s for s in told_sites(telling.doc) if not _is_actor(s, acting)]
    spans += _spots(telling, incident, spans, main=main)
    triggers = [telling.doc[t] for t in telling.triggers[incident]]
    sources = {k for s in telling.doc.spans.get("sources", []) for k in range(s.start, s.end)}
    names = [name_of(s) for s in spans]
    times = Counter(names)
    own = [s for s in spans if incident in telling.owners[telling.sentence_of(s.start)]]
    told = own or [s for s in spans if telling.sentence_of(s.start) < 3] if main else own
    mine = set(telling.own[incident])
    others = {name: s for s, name in zip(spans, names, strict=True) if telling.sentence_of(s.start) in mine}
    frame = [(s.start, s._.place, s._.place_rank) for s in told if s._.place_kind is not Kind.SPOT]
    out = []
    for span, name in zip(spans, names, strict=True):
        signs = telling.ties(span, incident, main=main)
        signs |= _of_itself(span) | _among(span, frame)
        number = telling.sentence_of(span.start)
        if incident in telling.owners[number]:
            signs |= hanging(span, [t for t in triggers if telling.sentence_of(t.i) == number])
            if span._.place_kind == Kind.COUNTRY:
                signs["country, in its clause"] = signs.get("in its clause", 0.0) * signs.get("prep in", 0.0)
        signs |= _in_time(telling, number, days) | _beside_lead(span._.place, lead)
        before = sum(k < number for k in telling.own[incident])
        role = "main" if main else "other"
        signs[f"told later, {role}"] = math.log1p(before)
        signs["of a speaker"] = float(span.start in sources)
        signs["of an actor"] = float(span.start in acting)
        signs["times named"] = math.log(times[name])
        signs |= _in_zone(telling, incident, number, signs, span)
        signs |= telling.way(incident, number) | _holding(span, name, others)
        out.append(
            Candidate(
                span=span,
                place=span._.place,
                rank=rank_of(span),
                name=name,
                signs={k: v for k, v in signs.items() if v},
            )
        )
    return out


def _spots(telling: Telling, incident: int, listed: Sequence[Span], *, main: bool) -> list[Span]:
    """The spots in, at or near which something was by the incident's own sentences that name no town or finer place;
    for an incident told in passing by the first of them only."""
    own = telling.own[incident] if main else telling.own[incident][:1]
    fine = {telling.sentence_of(place.start) for place in listed if place._.place_rank >= _TOWN}
    taken = [place.span for span in listed if (place := named(span)).span is not None]
    return [
        spot
        for spot in spots(telling.doc)
        if sort_of(spot) in _SCENES
        and is_telling(spot)
        and (number := telling.sentence_of(spot.start)) in own
        and number not in fine
        and not any(spot.start_char < t.end and t.start < spot.end_char for t in taken if t)
        and any(f"prep {prep}" in telling.words[spot.start, spot.end] for prep in _LOCATING)
    ]


def _in_zone(telling: Telling, incident: int, number: int, signs: Mapping[str, float], span: Span) -> dict[str, float]:
    """Signs of the mention's preposition, word and sort in each zone of the report: the incident's own sentences, those
    near them, another incident's, and elsewhere."""
    apart = min((abs(number - k) for k in telling.own[incident]), default=len(telling.sentences))
    near = "near" if apart <= _BESIDE else "elsewhere"
    zone = "own" if apart == 0 else "another" if telling.owners[number] else near
    located = any(f"prep {prep}" in signs for prep in _LOCATING)
    violent = any(sign in signs for sign in ("after violence", "before violence", "after happen"))
    return {
        f"{zone}, located": float(located),
        f"{zone}, by violence": float(violent),
        f"{zone}, located by violence": float(located and violent),
        f"{zone}, {_SORTS.get(span._.place_kind, 'area')}": 1.0,
    }


_SCENES = frozenset(("dwelling", "trade", "public", "state", "station", "way", "ground", "part"))
"""The sorts of spots that say where something was: no vehicles, courts or hospitals, nor "the town", "the area"."""
_LOCATING = ("in", "at", "near", "on")
_BESIDE = 2
"""How many sentences from the incident's own a sentence still is beside it."""
_SORTS = {
    Kind.FACILITY: "fine",
    Kind.STREET: "fine",
    Kind.NEIGHBOURHOOD: "fine",
    Kind.CITY: "town",
    Kind.OFFSET: "town",
    Kind.COUNTRY: "land",
    Kind.SPOT: "spot",
}


def _holding(span: Span, name: str, others: Mapping[str, Span]) -> dict[str, float]:
    """How a mention stands to the other places of the incident's own sentences: whether it holds one or many of them,
    lies in one, or is one of several of its rank."""
    place, rank = span._.place, span._.place_rank
    inside = outside = peers = 0
    for other, beside in others.items():
        gap = None if other == name else _degrees(place, beside._.place)
        if gap is None:
            continue
        inner = beside._.place_rank
        inside += inner > rank and gap < _reach(rank)
        outside += inner < rank and gap < _reach(inner)
        peers += inner == rank and gap < _FAR
    return {
        "holds one": float(inside == 1),
        "holds many": float(inside > 1),
        "held": float(outside > 0),
        "peers": math.log1p(peers),
    }


def _is_actor(span: Span, acting: Container[int]) -> bool:
    """Whether a name is that of somebody who acts: a group that no gazetteer holds ("al-Shabab"), a demonym."""
    if span._.place_kind == Kind.COUNTRY:
        return False
    if span._.place_found.entry is None and span._.place_kind not in (Kind.FACILITY, Kind.STREET):
        return any(k in acting for k in range(span.start, span.end))
    return all(k in acting for k in range(span.start, span.end))


def _beside_lead(place: Place, lead: Place | None) -> dict[str, float]:
    """Whether a place lies where the report's main incident was, or in another country."""
    if lead is None or lead.country is None or place.country is None:
        return {}
    same = place.lat is not None and (place.lat, place.lon) == (lead.lat, lead.lon)
    return {
        "where the main one was": float(same),
        "another country than the main one's": float(place.country != lead.country),
    }


def _in_time(telling: Telling, number: int, days: DateRange | None) -> dict[str, float]:
    """Whether the times that a sentence names are those of the incident, or all far from it."""
    if days is None or days.days > _LONG:
        return {}
    sentence = telling.sentences[number]
    told = [
        d._.days
        for d in telling.doc.spans.get("dates", [])
        if sentence.start <= d.start < sentence.end
        and d._.days is not None
        and "of speaking" not in telling.words[d.start, d.end]
    ]
    gaps = [max((t.start - days.end).days, (days.start - t.end).days, 0) for t in told]
    return {
        "its time": float(any(gap <= 1 and t.days <= _LONG for gap, t in zip(gaps, told, strict=True))),
        "another time": float(bool(gaps) and min(gaps) > _LONG),
    }


_LONG = 14
"""Days by which two times are far apart, and up to which a time tells one incident from another."""


@cache
def _facilities(part: str) -> frozenset[str]:
    """Words of a part of the gazetteer's facilities: "medical", "bodies", "around"."""
    return frozenset(lexicon()["facilities"][part])


def _of_itself(span: Span) -> dict[str, float]:
    """The signs of a mention whatever the incident: what sort of place, how sure it is that it is one."""
    if span._.place_kind is Kind.SPOT:
        return _of_spot(span)
    found: ResolvedPlace = span._.place_found
    mention = found.mention
    tokens = list(span)
    words = {t.lower_ for t in tokens}
    firsts = [t.text[:1] for t in tokens]
    return {
        f"kind {span._.place_kind}": 1.0,
        "nowhere found": float(found.entry is None),
        "dateline": float(mention.dateline),
        "sure": min(mention.score, 4.0),
        "part": float(mention.part is not None),
        "medical": float(not words.isdisjoint(_facilities("medical"))),
        "body": float(not words.isdisjoint(_facilities("bodies"))),
        "numbered": float(any(first.isdigit() for first in firsts)),
        "small town": float(_is_small(span)),
        "plain building": float(span._.place_kind == Kind.FACILITY and tokens[-1].text[:1].islower()),
        "around": float(tokens[-1].lower_ in _facilities("around")),
        "unnamed": float(not any(first.isupper() for first in firsts)),
    }


def _of_spot(span: Span) -> dict[str, float]:
    """The signs of a place without a name: its sort, and whether it is brought up as new."""
    article = span.doc[span.start - 1].lower_ if span.start else ""
    return {
        "kind spot": 1.0,
        f"spot {sort_of(span)}": 1.0,
        "spot, a": float(article in ("a", "an", "another")),
        "spot, the": float(article == "the"),
        "spot in a name": float(span._.place.country is not None),
        "spot of many words": math.log(len(span)),
    }


def _among(span: Span, frame: Sequence[tuple[int, Place, float]]) -> dict[str, float]:
    """The signs of a mention beside the places that the incident's own sentences name: their first tokens, what they
    are and their ranks."""
    place: Place = span._.place
    rank, start = span._.place_rank, span.start
    others = [(other, fineness) for first, other, fineness in frame if first != start]
    countries = {other.country for other, _ in others if other.country}
    gaps = [(gap, fineness < rank) for other, fineness in others if (gap := _degrees(place, other)) is not None]
    return {
        "another country": float(bool(place.country and countries and place.country not in countries)),
        "far from the others": float(rank < _INDOORS and bool(gaps) and min(gaps)[0] > _FAR),
        "in one of the others": float(any(gap < _CLOSE and coarser for gap, coarser in gaps)),
    }


_FAR = 1.0
_CLOSE = 0.3
"""Degrees of latitude or longitude."""


def _degrees(a: Place, b: Place) -> float | None:
    """How far apart two places are at most in latitude or longitude, None where that is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return max(abs(a.lat - b.lat), abs(a.lon - b.lon))


def rank_of(span: Span) -> float:
    """How finely a mention names a place: the rank of its kind, and of towns up to half a step more the smaller they
    are."""
    rank = float(span._.place_rank)
    if span._.place_kind != Kind.CITY or span._.place_found.mention.part is not None:
        return rank
    entry = span._.place_found.entry
    size = math.log10(max(entry.population, 1)) if entry is not None else 0.0
    return rank + 0.5 * max(0.0, 1.0 - size / _GREATEST)


def _is_small(span: Span) -> bool:
    if span._.place_kind != Kind.CITY or span._.place_found.mention.part is not None:
        return False
    entry = span._.place_found.entry
    return entry is None or bool(entry.population < _SMALL)


_GREATEST = 7.0
"""The power of ten of the inhabitants of the greatest towns."""
_SMALL = 50_000
_TOWN = 5
"""From this rank up a place is a town, or lies in one."""
_INDOORS = 6
"""From this rank up a place lies within a town and has that town's coordinates at best."""


def name_of(span: Span) -> str:
    """What the mentions of one place share: the gazetteer's entry, else the name without the words around it."""
    found = span._.place_found
    fine = span._.place_kind in ("facility", "street", "neighbourhood", "offset", "spot")
    return str(found.mention.name).casefold() if fine or found.entry is None else f"#{found.entry.id}"

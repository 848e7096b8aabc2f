"""Spots: the places that a report names by a common noun only, "a bar popular with foreigners", "the country's east".

A spot is no place of `doc.spans["places"]`: no gazetteer knows it. Its span carries the same marks (`_.place`,
`_.place_kind` `spot`, `_.place_rank`, `_.place_found`), and lies where the place that its words hold lies, if any.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from variorum.annotate.extensions import words_of
from variorum.annotate.inflection import noun_forms, verb_forms
from variorum.annotate.places import sites
from variorum.models import Place
from variorum.places import Kind, Mention, ResolvedPlace
from variorum.places.records import RANKS
from variorum.values import Span as Stretch

GROUP = "spots"
SORTS = (
    "dwelling",
    "trade",
    "public",
    "aftermath",
    "state",
    "vehicle",
    "station",
    "way",
    "ground",
    "building",
    "settlement",
    "quarter",
    "part",
    "land",
)
_LONGEST = 6
"""Tokens before its noun, and behind it, that a spot takes in at most."""
_RANKS = {"settlement": 5, "quarter": 6, "part": 2, "land": 2}
"""How fine a spot is that is no building, road or the like, on the scale of `places.records`: as fine as a town, a
quarter of one, a region."""
_PRECISIONS = {"settlement": "town", "quarter": "neighbourhood", "part": None, "land": None}


@cache
def _lexicon() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads((files("variorum") / "data" / "spots.toml").read_text("utf-8"))
    return {name: frozenset(part["words"]) for name, part in table.items()}


@cache
def spot_nouns() -> Mapping[str, str]:
    """Form of a noun -> the sort of spot that it names."""
    known = _lexicon()
    return {form: sort for sort in SORTS for word in sorted(known[sort]) for form in noun_forms(word)}


@cache
def _aimed() -> frozenset[str]:
    return frozenset(form for verb in _lexicon()["aimed"] for form in verb_forms(verb))


def spots(doc: Doc) -> list[Span]:
    """The spots in or at which something is, or at which a blow is aimed, in the sentences that were parsed."""
    if GROUP not in doc.spans:
        places = (p for p in doc.spans.get("places", []) if p._.place_kind is not Kind.DEMONYM)
        named = {k for p in places for k in range(p.start, p.end)}
        nouns = spot_nouns()
        heads = (doc[k] for k, word in enumerate(words_of(doc)) if word in nouns and k not in named)
        doc.spans[GROUP] = [span for head in heads if (span := _spot(head)) is not None]
    return list(doc.spans[GROUP])


def sort_of(span: Span) -> str:
    """The sort of a spot: "trade", "way", "part" ..."""
    return spot_nouns()[span._.place_found.mention.name]


def is_telling(span: Span) -> bool:
    """Whether a spot says where something was to whoever does not know yet: not "the bank", nor "police stations"."""
    article = span.doc[span.start - 1] if span.start else None
    name = span._.place_found.mention.name
    many = name not in _singular() and sort_of(span) != "part"
    return not many and (len(span) > 1 or (article is not None and article.lower_ in _NEW))


@cache
def _singular() -> frozenset[str]:
    return frozenset(word for sort in SORTS for word in _lexicon()[sort])


_NEW = frozenset(("a", "an", "another"))


def located(spot: Place, holder: Place) -> Place:
    """A spot where the place that holds it lies; no more precise than that place, if it is coarser than a town."""
    in_town = holder.where_prec == 1 and spot.precision in ("facility", "neighbourhood")
    town = holder.locality or (holder.text if holder.precision == "town" else None)
    return replace(
        holder,
        text=spot.text,
        span=spot.span,
        geonames_id=None,
        precision=spot.precision if in_town else holder.precision,
        locality=town if in_town else holder.locality,
    )


def _spot(head: Token) -> Span | None:
    """The spot that a noun names where it stands; None where it is no place, or none in particular."""
    doc = head.doc
    if head.pos_ not in ("NOUN", "PROPN") or head.dep_ == "compound" or _goes_on(head):
        return None
    first, last = _first(head), _last(head)
    if not (_is_placed(doc, first, head.sent.start) or _is_aimed_at(head)):
        return None
    if any(token.lower_ in _lexicon()["vague"] for token in doc[first : head.i]):
        return None
    span = doc[first:last]
    sort = spot_nouns()[head.lower_]
    precision = _PRECISIONS.get(sort, "facility")
    place = Place(text=span.text, span=Stretch(span.start_char, span.end_char), precision=precision)
    holder = next((p for p in sites(doc) if first <= p.start and p.end <= last), None)
    if holder is not None:
        place = located(place, holder._.place)
    span._.place = place
    span._.place_kind, span._.place_rank = Kind.SPOT, _RANKS.get(sort, RANKS[Kind.SPOT])
    span._.place_found = _unlisted(place, head.lower_)
    return span


def _goes_on(head: Token) -> bool:
    """Whether the noun is part of a longer one: "market" of "market-goers", "a hospital source"."""
    doc, after = head.doc, head.i + 1
    if after >= len(doc):
        return False
    modifies = head.head.i > head.i and head.dep_ in ("nmod", "amod")
    return doc[after].text == "-" or (modifies and doc[after].pos_ == "NOUN")


def _first(head: Token) -> int:
    """The first token of the noun's own words: "Japanese ambassador's" of "the Japanese ambassador's residence"."""
    doc, least = head.doc, max(head.sent.start, head.i - _LONGEST)
    at = head.i
    while at > least and (_describes(doc[at - 1]) or _owns(doc, at - 1)):
        at -= 1
    while at < head.i and (doc[at].tag_ == "POS" or doc[at].is_punct):
        at += 1
    return at


def _describes(token: Token) -> bool:
    if token.pos_ in ("VERB", "ADV") or token.tag_ in ("VBG", "VBN"):
        return token.dep_ in ("amod", "compound")
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or (token.text == "-" and not token.whitespace_)


def _owns(doc: Doc, at: int) -> bool:
    return doc[at].tag_ == "POS" and at > 0 and doc[at - 1].pos_ in ("NOUN", "PROPN")


def _last(head: Token) -> int:
    """The token behind what a spot is "of" or "for": "camp for Egyptian security forces", "the coast of Benin"."""
    doc, at = head.doc, head.i + 1
    end = min([head.sent.end, *(d.start for d in doc.spans.get("dates", []) if d.start >= at)])
    if at + 1 >= end or doc[at].lower_ not in ("of", "for") or doc[at].head.i != head.i:
        return at
    last = at + 1
    while last < min(end, at + _LONGEST) and (doc[last].pos_ in _NOMINAL or doc[last].tag_ == "POS"):
        last += 1
    return last if doc[last - 1].pos_ in ("NOUN", "PROPN") else head.i + 1


_NOMINAL = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM"))
_BEFORE = frozenset("a an the another its their his her this that two three four five one".split())


def _before(doc: Doc, first: int, least: int) -> int:
    """The token before a noun's words and its article."""
    at = first - 1
    while at > least and doc[at].lower_ in _BEFORE:
        at -= 1
    return at


def _is_placed(doc: Doc, first: int, least: int) -> bool:
    """Whether a word such as "at" leads to a noun whose words begin at a token."""
    at = _before(doc, first, least)
    return at >= least and doc[at].lower_ in _lexicon()["placing"]


def _is_aimed_at(head: Token) -> bool:
    """Whether a blow is aimed at what a noun names: "stormed a bar", "a bar was hit"."""
    return head.dep_ in ("dobj", "nsubjpass") and head.head.lower_ in _aimed()


def _unlisted(place: Place, name: str) -> ResolvedPlace:
    """A spot as the finder of places would hand it on."""
    span = place.span or Stretch(0, 0)
    return ResolvedPlace(
        mention=Mention(text=place.text, span=span, kind=Kind.SPOT, name=name),
        entry=None,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        geonames_id=None,
        precision=place.precision or "unknown",
        where_prec=place.where_prec,
        geo_precision=place.geo_precision,
        locality=place.locality,
        admin1=place.admin1,
        admin2=place.admin2,
        radius_km=place.to_km,
        reason="a common noun says what it is",
    )

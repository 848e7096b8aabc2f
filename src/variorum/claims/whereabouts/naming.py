"""The words by which a report names the place of an incident: a building with its town, as far as they stand together.

The choice of a place falls on one mention ("Bogota", "Deans Avenue"). Its words are taken as the report writes them:
with the building that stands before a town ("police academy in Bogota") and the town that stands behind a building,
street or neighbourhood ("Pulse nightclub in Orlando"). Where it lies does not change by that.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from variorum.annotate.places import named_tokens
from variorum.annotate.spots import spot_nouns
from variorum.claims.whereabouts.ties import lexicon
from variorum.models import Place
from variorum.places import Kind
from variorum.values import Span as Stretch

_WITHIN = frozenset((Kind.FACILITY, Kind.STREET, Kind.NEIGHBOURHOOD, Kind.SPOT))
_JOINTS = frozenset(
    "in of at on near outside inside the a , 's ’s along outskirts edge heart centre center suburb middle".split()
)
_MOST_BETWEEN = 5
"""Tokens that may stand between a building and the place that holds it."""
_LONGEST_NAME = 5


def named(span: Span) -> Place:
    """The place of a mention in the words of the report, its building before and its town behind it included."""
    place: Place = span._.place
    first, last = _with_building(span), _with_town(span)
    doc = span.doc
    words = doc[first:last]
    if first < span.start and span._.place_kind is Kind.CITY and span._.place_found.mention.part is None:
        place = replace(place, locality=place.locality or span._.place_found.mention.name)
    return replace(place, text=words.text, span=Stretch(words.start_char, words.end_char))


@cache
def _buildings() -> frozenset[str]:
    """Nouns for what may stand in, at or near a town, and be named with it: "a market in Homs"."""
    return frozenset(noun for noun, sort in spot_nouns().items() if sort not in _NO_BUILDINGS)


_NO_BUILDINGS = frozenset(("settlement", "quarter", "part", "land", "vehicle"))


@cache
def _skipped() -> frozenset[str]:
    return frozenset(lexicon()["skipped"]["words"])


def _with_building(span: Span) -> int:
    """The first token of the building that stands before a place, in, at or near which something was: that of
    "police academy" in "outside a police academy in Bogota"."""
    if span._.place_kind in (Kind.COUNTRY, Kind.STREET, Kind.FACILITY, Kind.OFFSET, Kind.SPOT):
        return span.start
    doc, least = span.doc, span.sent.start
    at = span.start - 1
    between = 0
    while at > least and between <= _MOST_BETWEEN and doc[at].lower_ not in _buildings():
        if not (doc[at].lower_ in _skipped() | _JOINTS or doc[at].pos_ == "ADJ" or _names_a_holder(doc, at)):
            return span.start
        at, between = at - 1, between + 1
    if between == 0 or at <= least or doc[at].lower_ not in _buildings() or not _leads_in(doc[at + 1 : span.start]):
        return span.start
    first = at
    while first > least and at - first < _LONGEST_NAME and _belongs(doc[first - 1]):
        first -= 1
    return first if _is_where(doc, first, least) else span.start


def _names_a_holder(doc: Doc, at: int) -> bool:
    """Whether a token belongs to a place that holds the other: "Peru" in "a school in Peru's capital, Lima"."""
    return at in named_tokens(doc)


def _leads_in(between: Span) -> bool:
    """Whether the words between a building and a place begin with "in", "of" or the like."""
    return len(between) > 0 and between[0].lower_ in ("in", "at", "on", "near", "of", "outside")


def _belongs(token: Token) -> bool:
    """Whether a word before a building's noun belongs to its name: "busy", "shopping", "Rising Sun"."""
    if token.is_punct or token.pos_ in ("ADP", "DET", "VERB", "AUX", "CCONJ", "PRON", "SCONJ", "PART"):
        return token.tag_ in ("VBG", "VBN") and token.dep_ in ("amod", "compound")
    return token.dep_ in ("amod", "compound", "nummod", "nmod", "poss") or token.text[:1].isupper()


def _is_where(doc: Doc, first: int, least: int) -> bool:
    """Whether a building is where something was, or what was hit: it stands behind "at a", or a verb aims at it."""
    before = first - 1
    while before > least and doc[before].lower_ in ("a", "an", "the", "another", "its", "their", "this", "that"):
        before -= 1
    token = doc[before]
    head = doc[first].head if doc[first].dep_ != "ROOT" else doc[first]
    return token.lower_ in _PLACING or token.pos_ == "VERB" or head.dep_ == "dobj"


_PLACING = frozenset("at in outside inside near on into against of by targeting around front".split())


def _with_town(span: Span) -> int:
    """The last token (excluded) of the place that holds a building, street or quarter, where it follows at once."""
    if span._.place_kind not in _WITHIN:
        return span.end
    doc = span.doc
    later = (p for p in doc.spans.get("places", []) if span.end <= p.start <= span.end + _MOST_BETWEEN)
    holder: Span | None = next(
        (p for p in later if p._.place_rank < span._.place_rank or p._.place_kind is Kind.STREET), None
    )
    if holder is None or holder.sent.start != span.sent.start or holder._.place_kind in (Kind.DEMONYM, Kind.COUNTRY):
        return span.end
    between = doc[span.end : holder.start]
    if any(t.lower_ not in _skipped() | _JOINTS or "\n" in t.text for t in between):
        return span.end
    return int(holder.end)

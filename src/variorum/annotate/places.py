"""The spaCy component `variorum_places`: every place that a report names, resolved, in `doc.spans["places"]`.

Each span carries `_.place` (models.Place, span and text as in the report), `_.place_kind` (records.Kind),
`_.place_rank` (higher is finer) and `_.place_found` (records' ResolvedPlace: reason, alternatives, radius). Demonyms
(kind `demonym`) and names that only modify another noun (`_.place_found.mention.attributive`) are in: whoever looks
for where something was leaves them out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from variorum.annotate.extensions import text_of
from variorum.places import Gazetteer, Kind, ResolvedPlace, find, resolve

GROUP = "places"
_EXTENSIONS = ("place", "place_kind", "place_rank", "place_found")
_NO_SITE = frozenset({Kind.DEMONYM, Kind.CONTINENT})


@cache
def _gazetteer(path: str | None) -> Gazetteer:
    """One open gazetteer a process and path."""
    return Gazetteer.open(Path(path) if path else None)


class PlaceFinder:
    """Finds and resolves the places of a Doc. The gazetteer is opened, and built if need be, with the first Doc."""

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        for name in _EXTENSIONS:
            if not Span.has_extension(name):
                Span.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        publisher = doc._.publisher if Doc.has_extension("publisher") else None
        gazetteer = _gazetteer(self.path)
        spans: list[Span] = []
        at: dict[int, int] = {}
        for number, place in enumerate(resolve(find(text_of(doc), gazetteer), gazetteer, publisher=publisher)):
            span = doc.char_span(place.mention.span.start, place.mention.span.end, alignment_mode="expand")
            if span is None:
                continue
            span._.place, span._.place_found = place.place, place
            span._.place_kind, span._.place_rank = place.mention.kind, place.mention.rank
            at[number] = len(spans)
            spans.append(span)
        doc.spans[GROUP] = spans
        doc.user_data["variorum_holders"] = [
            [at[k] for k in span._.place_found.mention.containers if k in at] for span in spans
        ]
        return doc


@Language.factory("variorum_places", default_config={"path": None})
def make_place_finder(nlp: Language, name: str, path: str | None) -> PlaceFinder:  # noqa: ARG001  # spaCy calls it so
    """The component; `path`: the gazetteer file, by default that of the data folder."""
    return PlaceFinder(path)


def sites(doc: Doc) -> list[Span]:
    """The spans of `doc.spans["places"]` that can be where something was: no demonyms, no "Kabul" of "the Kabul
    government", no "Mosul" of "30 km from Mosul".
    """
    spans = list(doc.spans.get(GROUP, []))
    known: list[int] | None = doc.user_data.get("variorum_sites")
    if known is None:
        known = doc.user_data["variorum_sites"] = _site_numbers(spans)
    return [spans[k] for k in known]


def named_tokens(doc: Doc) -> frozenset[int]:
    """The tokens that belong to a place of `doc.spans["places"]`."""
    known: frozenset[int] | None = doc.user_data.get("variorum_named_tokens")
    if known is None:
        known = frozenset(k for place in doc.spans.get(GROUP, []) for k in range(place.start, place.end))
        doc.user_data["variorum_named_tokens"] = known
    return known


def told_sites(doc: Doc) -> list[Span]:
    """The sites less those that only say where another one is: the "Aleppo" of "Rashidin, Aleppo" or "Rashidin, west of
    Aleppo".
    """
    known: list[int] | None = doc.user_data.get("variorum_told_sites")
    spans = list(doc.spans.get(GROUP, []))
    if known is None:
        known = doc.user_data["variorum_told_sites"] = _told_numbers(doc, spans, _site_numbers(spans))
    return [spans[k] for k in known]


def _told_numbers(doc: Doc, spans: list[Span], sites: list[int]) -> list[int]:
    holders: list[list[int]] = doc.user_data.get("variorum_holders", [[] for _ in spans])
    holding = {
        holder
        for k in sites
        for holder in holders[k]
        if spans[holder]._.place_rank <= spans[k]._.place_rank and spans[k]._.place_kind is not Kind.COUNTRY
    }
    named = {spans[k].end for k in sites if spans[k]._.place_kind not in (Kind.COUNTRY, Kind.OFFSET)}
    bearings = [spans[k] for k in sites if spans[k]._.place_kind is Kind.OFFSET and _follows_name(doc, spans[k], named)]
    return [
        k
        for k in sites
        if k not in holding and not any(b.start <= spans[k].start and spans[k].end <= b.end for b in bearings)
    ]


def _follows_name(doc: Doc, bearing: Span, ends: set[int]) -> bool:
    """Whether a distance or direction says where the place named just before it is: "Tenjo, north of Bogota"."""
    at = bearing.start
    while at > bearing.sent.start and at not in ends and doc[at - 1].lower_ in _BEFORE_BEARING:
        at -= 1
    return at in ends


_BEFORE_BEARING = frozenset(
    (
        ",",
        "(",
        "located",
        "situated",
        "lying",
        "is",
        "which",
        "to",
        "the",
        "village",
        "town",
        "city",
        "a",
        "just",
        "some",
        "about",
    )
)


def _site_numbers(spans: list[Span]) -> list[int]:
    mentions = [found(span).mention for span in spans]
    away = [
        (span.start, span.end)
        for span, mention in zip(spans, mentions, strict=True)
        if mention.kind is Kind.OFFSET and mention.offset is not None and mention.offset.km is not None
    ]
    return [
        k
        for k, (span, mention) in enumerate(zip(spans, mentions, strict=True))
        if mention.kind not in _NO_SITE
        and not mention.attributive
        and not any(start < span.start < end for start, end in away)
    ]


def place_anchor(doc: Doc, span: Span) -> Token:
    """The word by which a place hangs in its sentence: the preposition's or noun's head outside the span ("killed" in
    "killed near Arish"), or the span's own root where there is none or the sentence was not parsed.
    """
    root = span.root if doc.has_annotation("DEP") else span[0]
    head = root
    for _ in range(len(doc)):
        if head.head.i == head.i or not (
            span.start <= head.i < span.end or head.dep_ in ("prep", "pobj", "appos", "compound", "agent")
        ):
            break
        head = head.head
    return head


def found(span: Span) -> ResolvedPlace:
    """What a span of `doc.spans["places"]` was taken for."""
    place: ResolvedPlace = span._.place_found
    return place

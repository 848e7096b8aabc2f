"""What a report states of where and when an incident was: all of it is kept, with what its words were resolved to, even
where two statements can't both hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from variorum.annotate.dates import is_speech_date, time_expression
from variorum.annotate.places import named_tokens
from variorum.annotate.sentences import sentences_of
from variorum.claims.incidents.likeness import Incident
from variorum.claims.whereabouts.ties import around, lexicon
from variorum.dates import Kind as DateKind
from variorum.dates import Relation
from variorum.models import Event, Place, Statement
from variorum.places import Kind
from variorum.values import DateRange
from variorum.values import Span as Stretch

_BESIDE = 3
"""Characters, at most, between a place and what is said of it: "Baga, 30 km from Monguno"."""
_TOLD_BEFORE = 8
"""Tokens from a deed to its day, at most."""
_SUFFER = frozenset(("die", "dies", "died", "dying", "death", "succumbed"))
"""The wounded die days later: their day is not the incident's."""


def place_claims(
    doc: Doc, incidents: Sequence[Incident], names: Mapping[int, str], events: Sequence[Event]
) -> tuple[Statement, ...]:
    """Every place in the sentences of an incident, and every distance in those that go on about the first: captions
    often hold one. Without sources; quotes are those of the Doc.
    """
    of_sentence = _of_sentence(incidents, names)
    where = {event.id: event.place for event in events}
    out: list[Statement] = []
    for number, span in _in_sentences(doc, "places"):
        event = of_sentence.get(number)
        if span._.place_kind == Kind.DEMONYM:
            continue
        place: Place = span._.place
        distance = _is_distance(span)
        if event is None and distance and events and _tells(doc, span):
            event = events[0].id
        if event is not None:
            direct = distance and _is_of_incident(doc, span, where.get(event))
            out.append(_statement(f"p{len(out) + 1}", event, span, place=place, direct=direct))
    return tuple(out)


def date_claims(
    doc: Doc, incidents: Sequence[Incident], names: Mapping[int, str], events: Sequence[Event]
) -> tuple[Statement, ...]:
    """Every day in the sentences of an incident that is not when somebody spoke, and any other on which "the bombing
    took place", which is taken for the first one's. Without sources.
    """
    of_sentence = _of_sentence(incidents, names)
    out: list[Statement] = []
    for number, span in _in_sentences(doc, "dates"):
        event, days = of_sentence.get(number), span._.days
        if event is None and events and _is_of_the_deed(span):
            event = events[0].id
        if event is not None and days is not None and not is_speech_date(doc, span):
            out.append(_statement(f"d{len(out) + 1}", event, span, days=days, direct=_dates_incident(span)))
    return tuple(out)


_SUPERLATIVE = re.compile(
    r"\b(?:(?:one of|among) )?(?:the|this|its|their|[\w’']+['’]s) (?:(?:single|second|third|fourth|fifth)[- ])?"
    r"(?:(?:deadl|blood)iest|worst|most (?:deadly|lethal|violent)|highest (?:death )?toll)\b[^.;:!?,\n\"”]{0,110}",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"^\W*(?:it|this|that|(?:the|this) \w+(?: \w+)?) (?:was|is|were|marked|became|ranks?)\b", re.IGNORECASE
)
"""Sentences that go on about what was told before: "It was the deadliest attack since 2011"."""


def comparisons(
    doc: Doc, incidents: Sequence[Incident], names: Mapping[int, str], events: Sequence[Event]
) -> tuple[Statement, ...]:
    """Every superlative that is said of an incident ("the deadliest attack since 2011"). Without sources."""
    of_sentence = _of_sentence(incidents, names)
    main = next((event.id for event in events if event.main), None)
    deeds = frozenset(lexicon()["nouns"]["violence"]) | {"day", "toll"}
    out: list[Statement] = []
    for number, sentence in enumerate(sentences_of(doc)):
        event = of_sentence.get(number) or (main if _OF_IT.match(sentence.text) else None)
        for match in _SUPERLATIVE.finditer(sentence.text) if event else ():
            words = match.group().rstrip()
            if deeds.isdisjoint(
                word for each in re.findall(r"[a-z]+", words.lower()) for word in (each, each.removesuffix("s"))
            ):
                continue
            start = sentence.start_char + match.start()
            span = doc.char_span(start, start + len(words), alignment_mode="expand")
            if span is not None and event is not None:
                out.append(_statement(f"c{len(out) + 1}", event, span))
    return tuple(out)


def _statement(
    name: str,
    event: str,
    span: Span,
    *,
    place: Place | None = None,
    days: DateRange | None = None,
    direct: bool = False,
) -> Statement:
    stretch = Stretch(span.start_char, span.end_char)
    if place is not None:
        place = replace(place, span=stretch)
    return Statement(id=name, event=event, quote=span.text, span=stretch, place=place, days=days, direct=direct)


def _of_sentence(incidents: Sequence[Incident], names: Mapping[int, str]) -> dict[int, str]:
    return {k: names[number] for number, incident in enumerate(incidents) for k in incident.sentences}


def _in_sentences(doc: Doc, kind: str) -> Iterator[tuple[int, Span]]:
    """The spans of a kind, each with the number of its sentence."""
    starts = [sentence.start for sentence in sentences_of(doc)]
    for span in doc.spans.get(kind, []):
        yield bisect_right(starts, span.start) - 1, span


# --- said of the incident itself -----------------------------------------------------------------------------------


def _is_distance(span: Span) -> bool:
    """Whether a place is told by how far it is from another."""
    mention = span._.place_found.mention
    return mention.kind is Kind.OFFSET and mention.offset is not None and mention.offset.km is not None


def _tells(doc: Doc, span: Span) -> bool:
    """Whether the words before a place are of violence, or of something that happened."""
    named = named_tokens(doc)
    signs = around(span, named)
    return "after violence" in signs or "after happen" in signs


def _is_of_incident(doc: Doc, span: Span, where: Place | None) -> bool:
    """Whether a distance is that of the incident, or of the very place that it was in: not of one named just before."""
    subject = next((p for p in doc.spans["places"] if 0 <= span.start_char - p.end_char <= _BESIDE), None)
    if subject is None:
        return True
    place: Place = subject._.place
    return where is not None and place.geonames_id is not None and place.geonames_id == where.geonames_id


def _is_of_the_deed(span: Span) -> bool:
    """Whether a day is said to be that of a deed that was told of: "the bombing took place on Monday"."""
    deeds = lexicon()["nouns"]["violence"]
    told = span.doc[max(span.sent.start + 1, span.start - _TOLD_BEFORE) : span.start]
    named = any(token.lower_ in deeds and token.nbor(-1).lower_ in ("the", "this") for token in told)
    return named and "after happen" in around(span)


def _dates_incident(span: Span) -> bool:
    """Whether a day or night is that of violence, by the word before it or behind it."""
    expression = time_expression(span)
    if expression.relation is not Relation.IN or expression.kind is DateKind.DATELINE:
        return False
    signs = around(span)
    if signs.get("names the incident") or _is_of_the_deed(span):
        return True
    words = {token.lower_ for token in span.doc[max(span.sent.start, span.start - 4) : span.start]}
    return "after violence" in signs and not words & _SUFFER

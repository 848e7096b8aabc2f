"""A report's text cut at every claim's edges, so that overlapping spans can be marked up and linked both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from variorum.export.words import Paragraphs
from variorum.models import Extraction, Source
from variorum.values import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, what it is (`killed`, `source`, `place`, ...), and the anchor of the claim it belongs to."""

    span: Span
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same marks cover. `anchors`: claims whose first words these are."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]

    @property
    def kinds(self) -> str:
        """The marks' kinds, the narrowest first, for a class attribute."""
        return " ".join(dict.fromkeys(f"k-{mark.kind}" for mark in self.marks))

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mark.target for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `number` 0 is the headline; `start`: where its first piece stands in the report's text."""

    number: int
    start: int
    pieces: tuple[Piece, ...]


def marks(extraction: Extraction, anchors: dict[str, str]) -> list[Mark]:
    """Every span of the extraction. `anchors` gives the anchor of each claim and event by its id; an id without one
    has no place on the page and no mark.
    """
    found: list[Mark] = []
    for toll in extraction.tolls:
        target = anchors[f"toll {toll.id}"]
        found.append(Mark(toll.span, toll.outcome.value, target))
        if toll.group.span:
            found.append(Mark(toll.group.span, "group", target))
        found += _of_sources(toll.sources, target)
    for claim in extraction.responsibility:
        target = anchors[f"responsibility {claim.id}"]
        found.append(Mark(claim.span, "responsibility", target))
        found += _of_sources(claim.sources, target)
    for event in extraction.events:
        target = anchors[f"event {event.id}"]
        found += [Mark(event.when.span, "date", target)] if event.when and event.when.span else []
        found += [Mark(event.place.span, "place", target)] if event.place and event.place.span else []
        found += [Mark(actor.span, "actor", target) for actor in event.actors if actor.span]
    for kind, statements in (("date", extraction.date_claims), ("place", extraction.place_claims)):
        for statement in statements:
            if event_anchor := anchors.get(f"event {statement.event}"):
                found.append(Mark(statement.span, kind, event_anchor))
    end = len(extraction.report.text)
    return [mark for mark in dict.fromkeys(found) if len(mark.span) > 0 and mark.span.end <= end]


def _of_sources(sources: Sequence[Source], target: str) -> Iterator[Mark]:
    return (Mark(one.span, "source", target) for one in sources if one.span)


def paragraphs(extraction: Extraction, found: Iterable[Mark]) -> list[Paragraph]:
    """The whole text in paragraphs, each cut where a mark begins or ends."""
    text = extraction.report.text
    told = Paragraphs(extraction.report)
    bounds = [*told.starts, len(text)]
    if told.starts[0] > 0:
        bounds = [0, *bounds]
    pieces = _pieces(text, sorted(found, key=lambda mark: (mark.span, mark.kind)), set(bounds))
    out = []
    for start, end in pairwise(bounds):
        inside = _take(pieces, end)
        if text[start:end].strip():
            out.append(Paragraph(told.number(Span(start, end)), start, tuple(_trimmed(inside))))
    return out


def _trimmed(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces without the line breaks that end the paragraph."""
    last = max((number for number, piece in enumerate(pieces) if piece.text.strip()), default=-1)
    yield from pieces[:last]
    if last >= 0:
        yield replace(pieces[last], text=pieces[last].text.rstrip())


@dataclass(slots=True)
class _Pieces:
    """The pieces of a text in their order, with the end of each; `next` is the first not yet taken."""

    all: list[tuple[int, Piece]]
    next: int = 0


def _take(pieces: _Pieces, end: int) -> list[Piece]:
    start = pieces.next
    while pieces.next < len(pieces.all) and pieces.all[pieces.next][0] <= end:
        pieces.next += 1
    return [piece for _, piece in pieces.all[start : pieces.next]]


def _pieces(text: str, found: Sequence[Mark], bounds: set[int]) -> _Pieces:
    """One sweep over the text: at each edge marks are opened and closed."""
    edges = sorted({0, len(text), *bounds, *(edge for mark in found for edge in (mark.span.start, mark.span.end))})
    opened: list[Mark] = []
    following, seen = 0, set[str]()
    out: list[tuple[int, Piece]] = []
    for start, end in pairwise(edges):
        opened = [mark for mark in opened if mark.span.end > start]
        while following < len(found) and found[following].span.start <= start:
            opened.append(found[following])
            following += 1
        narrowest_first = tuple(sorted(opened, key=lambda mark: (len(mark.span), mark.span, mark.kind)))
        new = [mark.target for mark in narrowest_first if mark.kind not in _SECONDARY and mark.target not in seen]
        seen.update(new)
        out.append((end, Piece(text[start:end], narrowest_first, tuple(dict.fromkeys(new)))))
    return _Pieces(out)


#: A claim's own words are its number or clause, not its source or its group: the link back leads to those.
_SECONDARY = {"source", "group"}

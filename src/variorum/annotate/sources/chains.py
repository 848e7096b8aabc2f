"""Attributions of a whole report, carried over sentences, and the chain of sources at a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from variorum.annotate.extensions import text_of
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources.bounds import Bounds
from variorum.annotate.sources.cue import Cue
from variorum.annotate.sources.finder import Found, find_in
from variorum.annotate.sources.mentions import Registry, publishers_of
from variorum.annotate.sources.quotes import quotations
from variorum.models import Chain, Source, SourceKind
from variorum.values import Span

LONGEST_CHAIN = 4
NEAR = 2_000
"""Characters between a quotation and the cue that it may belong to."""
FAR = 10_000
"""Characters between a statement and the cue that covers it, at most: a quotation's longest run and some more."""
LONGEST_DESCRIPTION = 300
"""Characters between a speaker's cue and the quotation that goes on: "said X, who ran the clinic for years. "."""
CARRIED = 3
"""Sentences between two statements of one source that still count as its own, where the later says "added"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody is said to state something.

    sources: the outermost first; empty where the report names only itself. cue: the words from source to verb.
    content: the stretches of the text that the source vouches for, in code points.
    goes_on: the cue carries on an earlier statement ("also said", "added"). denies: the source says that it isn't so.
    """

    sources: Chain
    cue: Span
    content: tuple[Span, ...]
    goes_on: bool = False
    denies: bool = False

    def covers(self, place: Span) -> bool:
        return any(part.start <= place.start < part.end for part in self.content)


def attributions_of(doc: Doc, publisher: str | None = None) -> tuple[Attribution, ...]:
    """All attributions of a Doc with sentence boundaries, in text order."""
    text, bounds = text_of(doc), Bounds.of(doc)
    registry = Registry(doc, publishers_of(text, publisher), bounds)
    quotes = quotations(text)
    found: list[Attribution] = []
    for sent in sentences_of(doc):
        items = [item for item in find_in(sent) if not _is_quoted_pronoun(item, quotes, doc)]
        found.extend(_resolved(item, registry, doc) for item in items)
    found.sort(key=_cue_start)
    return _carry(_run_on(found, quotes, text, bounds), bounds)


def _resolved(found: Found, registry: Registry, doc: Doc) -> Attribution:
    cue: Cue = found.cue
    sources = tuple(source for phrase in cue.phrases if (source := registry.resolve(phrase)) is not None)
    end = doc[cue.end - 1]
    return Attribution(
        sources=sources,
        cue=Span(doc[cue.start].idx, end.idx + len(end)),
        content=tuple(Span(a, b) for a, b in found.content),
        goes_on=cue.goes_on,
        denies=cue.denies,
    )


def _is_quoted_pronoun(found: Found, quotes: tuple[Span, ...], doc: Doc) -> bool:
    """Whether a quoted speaker talks of what "they" or "I" said: the chain ends with the speaker."""
    first = found.cue.phrases[-1] if found.cue.phrases else None
    if first is None or first.end - first.start > 1 or doc[first.start].pos_ != "PRON":
        return False
    place = Span(doc[found.cue.at].idx, doc[found.cue.at].idx + 1)
    return any(quote.contains(place) for quote in quotes)


def _run_on(found: list[Attribution], quotes: tuple[Span, ...], text: str, bounds: Bounds) -> list[Attribution]:
    """Quotations run on over sentences: all of a quotation belongs to whoever a part of it is attributed to.

    A quotation without a cue of its own that directly follows one belongs to the same speaker.
    """
    if not found:
        return found
    out = list(found)
    speaker: int | None = None
    last_end = 0
    for quote in quotes:
        owner = _owner(quote, out, text, bounds)
        if owner is None and speaker is not None and _adjoins(text, bounds, last_end, out[speaker], quote):
            owner = speaker
        if owner is not None:
            out[owner] = replace(out[owner], content=(*out[owner].content, quote))
        speaker, last_end = owner, quote.end
    return out


def _owner(quote: Span, found: list[Attribution], text: str, bounds: Bounds) -> int | None:
    """The attribution whose words touch the quotation or reach into it from outside."""
    best: int | None = None
    first = bisect_left(found, quote.start - NEAR, key=_cue_start)
    last = bisect_right(found, quote.end + NEAR, key=_cue_start)
    for at in range(first, last):
        item = found[at]
        if quote.contains(item.cue):
            continue
        reaches = any(part.overlaps(quote) for part in item.content)
        if _touches(text, bounds, item.cue, quote):
            return at
        if reaches and best is None:
            best = at
    return best


def _cue_start(item: Attribution) -> int:
    return item.cue.start


def _touches(text: str, bounds: Bounds, cue: Span, quote: Span) -> bool:
    """Whether a cue follows a quotation in its last sentence ('..., " he said'), or leads into one."""
    if 0 <= cue.start - quote.end <= 3:
        mark = text[quote.end - 2]
        return mark in "!?" or (mark != "." and bounds.first_character(cue.start) < quote.end)
    return 0 <= quote.start - cue.end <= 3 and "." not in text[cue.end : quote.start]


def _adjoins(text: str, bounds: Bounds, last_end: int, item: Attribution, quote: Span) -> bool:
    """Whether nothing but the speaker's cue, and what is said of him in its sentence, stands between two quotations."""
    between = text[max(last_end, 0) : quote.start]
    rest = text[item.cue.end : quote.start].strip(" .,\n")
    return (
        item.cue.start >= last_end - 1
        and item.cue.end <= quote.start
        and (len(rest) < 60 or (len(rest) < LONGEST_DESCRIPTION and bounds.between(item.cue.end, quote.start + 1) <= 1))
        and "\n\n" not in between.strip()
    )


def _carry(found: list[Attribution], bounds: Bounds) -> tuple[Attribution, ...]:
    """What stands between a source's statement and the next, which says that it adds to it, is the source's too."""
    out = list(found)
    for at, item in enumerate(found):
        if not item.goes_on or not item.sources or at == 0:
            continue
        before = found[at - 1]
        if not before.sources or not _same(before, item):
            continue
        start, stop = max(part.end for part in (*before.content, before.cue)), item.cue.start
        if start < stop and bounds.between(start, stop) <= CARRIED + 1:
            out[at - 1] = replace(out[at - 1], content=(*out[at - 1].content, Span(start, stop)))
    return tuple(out)


def _same(a: Attribution, b: Attribution) -> bool:
    first, second = a.sources[-1].text.lower().split(), b.sources[-1].text.lower().split()
    return a.sources[-1] == b.sources[-1] or first[-1] == second[-1] or (second[0] == "the" and second[-1] in first)


def chain_of(doc: Doc, start: int, end: int) -> Chain:
    """The sources of a statement whose words stand at `start` to `end` (code points), outermost first.

    Empty where the report says it in its own voice. `doc` must have passed `variorum_sources`.
    """
    place = Span(start, end)
    known: tuple[Attribution, ...] = doc._.attributions
    near = known[bisect_left(known, start - FAR, key=_cue_start) : bisect_right(known, end + FAR, key=_cue_start)]
    covering = [item for item in near if item.covers(place) and item.sources]
    chain: list[Source] = []
    text = text_of(doc)
    for item in sorted(covering, key=lambda item: (_is_reported(item, covering, start, text), item.cue.start)):
        for source in item.sources:
            if not any(source.span == other.span or source.text.lower() == other.text.lower() for other in chain):
                chain.append(source)
    chain.sort(key=lambda source: source.kind is not SourceKind.MEDIA)
    return tuple(chain[-LONGEST_CHAIN:])


def _is_reported(item: Attribution, others: list[Attribution], start: int, text: str) -> bool:
    """Whether an "according to" before a statement is itself told by whoever is named behind it: "According to the
    clinic, six died, the mayor said"."""
    if item.cue.end > start or text[item.cue.start : item.cue.start + 9].lower() != "according":
        return False
    return any(other.cue.start >= start and other.covers(item.cue) for other in others)

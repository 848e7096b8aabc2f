"""Puts a report's accounts together: its incidents as events with day, place and type, each claim tied to its event and its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from variorum.annotate.dates import is_speech_date
from variorum.annotate.frames import EventFrame, classify_event, event_actors
from variorum.annotate.responsibility import ResponsibilityCue, find_responsibility
from variorum.annotate.sources import chain_of
from variorum.annotate.stance import stance_of
from variorum.claims import incidents as grouping
from variorum.claims.incidents import Incident
from variorum.claims.tolls import TollDraft, find_tolls
from variorum.claims.whereabouts import when_of, where_of
from variorum.models import (
    Chain,
    Event,
    EventType,
    Extraction,
    Group,
    Mode,
    Place,
    Report,
    Responsibility,
    Source,
    Statement,
    Toll,
)
from variorum.values import Span as Stretch

VERSION = "rules 1"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A report with its Doc: turns tokens of the Doc into stretches and words of the report's text."""

    report: Report
    doc: Doc

    def stretch(self, start: int, end: int) -> Stretch:
        """Tokens start to end as a stretch of the text."""
        last = self.doc[end - 1]
        return Stretch(self.doc[start].idx, last.idx + len(last))

    def words(self, stretch: Stretch) -> str:
        return stretch.of(self.report.text)

    def chain(self, stretch: Stretch) -> Chain:
        """Who says what stands there, in the words of the report (the Doc of a report in capitals has small letters)."""
        return tuple(self.as_written(s) for s in chain_of(self.doc, stretch.start, stretch.end))

    def as_written(self, source: Source) -> Source:
        if source.span is None:
            return source
        text = source.span.of(self.report.text)
        return (
            source
            if text.casefold() != source.text.casefold()
            else Source(text=text, kind=source.kind, anonymous=source.anonymous, span=source.span, reason=source.reason)
        )


def extract(report: Report, doc: Doc) -> Extraction:
    """Every claim of a report from its annotated Doc."""
    reading = _Reading(report, doc)
    drafts = find_tolls(doc)
    found, given = grouping.group(doc, drafts)
    cues = [(cue, _incident_of(doc, cue, drafts, given)) for cue in find_responsibility(doc)]
    order = sorted(range(len(found)), key=lambda k: min(found[k].tolls))
    names = {number: f"e{rank + 1}" for rank, number in enumerate(order)}
    events = tuple(
        _event(
            reading,
            found[k],
            names[k],
            main=_is_main(doc, found, k, order),
        )
        for k in order
    )
    tolls = tuple(
        _toll(reading, k, draft, None if given[k] is None else names[_known(given[k])])
        for k, draft in enumerate(drafts)
    )
    return Extraction(
        report=report,
        events=events,
        tolls=tolls,
        responsibility=_responsibility(reading, [(cue, None if at is None else names[at]) for cue, at in cues]),
        place_claims=_statements(reading, found, names, "places", "p"),
        date_claims=_statements(reading, found, names, "dates", "d"),
    )


def _known(number: int | None) -> int:
    assert number is not None
    return number


# ---- tolls and responsibility ------------------------------------------------------------------------------------------------------------


def _toll(reading: _Reading, number: int, draft: TollDraft, event: str | None) -> Toll:
    stretch = reading.stretch(draft.start, draft.end)
    group = reading.stretch(*draft.group) if draft.group is not None else None
    return Toll(
        id=f"t{number + 1}",
        event=event,
        outcome=draft.outcome,
        count=draft.count,
        group=Group(text="" if group is None else reading.words(group), category=draft.category, span=group),
        quote=reading.words(stretch),
        span=stretch,
        sources=reading.chain(stretch),
        stance=stance_of(reading.doc, stretch.start, stretch.end),
        additional=draft.additional,
        part_of=None if draft.part_of is None else f"t{draft.part_of + 1}",
        optional=draft.optional,
        made_by=f"{VERSION}: {draft.rule}",
    )


def _responsibility(
    reading: _Reading, cues: Sequence[tuple[ResponsibilityCue, str | None]]
) -> tuple[Responsibility, ...]:
    """One entry per event, actor and mode: the first statement only."""
    out: list[Responsibility] = []
    seen: set[tuple[str | None, str, Mode]] = set()
    for cue, event in cues:
        actor = None if cue.actor is None else (cue.actor_span.of(reading.report.text) if cue.actor_span else cue.actor)
        key = (event, (actor or "").casefold(), cue.mode)
        if key in seen:
            continue
        seen.add(key)
        out.append(
            Responsibility(
                id=f"r{len(out) + 1}",
                event=event,
                actor=actor,
                mode=cue.mode,
                quote=reading.words(cue.span),
                span=cue.span,
                sources=reading.chain(cue.span),
                made_by=VERSION,
            )
        )
    return tuple(out)


def _incident_of(
    doc: Doc, cue: ResponsibilityCue, drafts: Sequence[TollDraft], given: Sequence[int | None]
) -> int | None:
    """The incident that a statement about who did it speaks of: that of its own sentence, else the one spoken of last, else the first."""
    told = [(draft, at) for draft, at in zip(drafts, given, strict=True) if at is not None]
    if not told:
        return None
    sentence = next((s for s in doc.sents if s.start_char <= cue.anchor < s.end_char), None)
    if sentence is not None:
        here = [(abs(doc[d.start].idx - cue.anchor), at) for d, at in told if sentence.start <= d.start < sentence.end]
        if here:
            return min(here)[1]
    before = [at for draft, at in told if doc[draft.start].idx < cue.anchor]
    return before[-1] if before else told[0][1]


# ---- events ------------------------------------------------------------------------------------------------------------------------------


def _event(
    reading: _Reading,
    incident: Incident,
    drafts: Sequence[TollDraft],
    name: str,
    *,
    main: bool,
    cues: Sequence[ResponsibilityCue],
) -> Event:
    doc = reading.doc
    sentences = [s for k, s in enumerate(doc.sents) if k in set(incident.sentences)]
    frame = classify_event(doc, sentences)
    place = _as_written(reading, where_of(doc, incident, main=main))
    when = when_of(doc, incident, main=main)
    return Event(
        id=name,
        type=frame.type,
        main=main,
        label=_label(frame, place),
        when=when,
        place=place,
        actors=event_actors(doc, sentences),
        sub_type=frame.sub_type,
        weapons=frame.weapons,
        targets=frame.targets,
    )


def _is_main(doc: Doc, found: Sequence[Incident], number: int, order: Sequence[int]) -> bool:
    return number == order[0]


def _label(frame: EventFrame, place: Place | None) -> str:
    words = str(frame.sub_type or frame.type).replace("_", " ")
    return words.capitalize() + (f" in {place.text}" if place is not None else "")


def _as_written(reading: _Reading, place: Place | None) -> Place | None:
    """The place with the words of the report (the Doc of a report in capitals has small letters)."""
    return place if place is None or place.span is None else replace(place, text=reading.words(place.span))


def _statements(
    reading: _Reading, found: Sequence[Incident], names: dict[int, str], kind: str, letter: str
) -> tuple[Statement, ...]:
    """Every statement of where or when that stands in an incident's sentences."""
    doc = reading.doc
    of_sentence = {k: names[n] for n, incident in enumerate(found) for k in incident.sentences}
    out: list[Statement] = []
    keep: Callable[[Span], bool] = (
        (lambda s: s._.place_kind != "demonym")
        if kind == "places"
        else (lambda s: s._.days is not None and not is_speech_date(doc, s))
    )
    starts = [s.start for s in doc.sents]
    for span in doc.spans.get(kind, []):
        number = sum(start <= span.start for start in starts) - 1
        if number in of_sentence and keep(span):
            stretch = Stretch(span.start_char, span.end_char)
            out.append(
                Statement(
                    id=f"{letter}{len(out) + 1}",
                    event=of_sentence[number],
                    quote=reading.words(stretch),
                    span=stretch,
                    sources=reading.chain(stretch),
                )
            )
    return tuple(out)

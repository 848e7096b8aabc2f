"""Puts a report's accounts together: its incidents as events with day, place and type, each claim tied to its event
and its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from variorum.annotate.events.cues import read_cues
from variorum.annotate.events.frames import EventFrame
from variorum.annotate.events.scopes import scopes
from variorum.annotate.events.victims import Victims
from variorum.annotate.extensions import text_of
from variorum.annotate.responsibility import (
    ResponsibilityCue,
    find_responsibility,
    first_statements,
    is_accusation,
    spoken_by_actor,
)
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sides import Stage, read_event
from variorum.annotate.sources import chain_of
from variorum.annotate.stance import stance_of
from variorum.claims.affiliations import affiliations_of
from variorum.claims.allegiance import with_sides
from variorum.claims.confidence import rated, rated_statements
from variorum.claims.identified import with_entries
from variorum.claims.incidents import grouping
from variorum.claims.incidents.likeness import Incident
from variorum.claims.incidents.setting import settings_of
from variorum.claims.incidents.uncounted import add_uncounted
from variorum.claims.labels import label_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.fallen import with_fallen
from variorum.claims.tolls.finding import find_tolls
from variorum.claims.tolls.judged import revised
from variorum.claims.tolls.named import with_named
from variorum.claims.tolls.untold import with_untold
from variorum.claims.whereabouts.statements import comparisons, date_claims, place_claims
from variorum.claims.whereabouts.ties import Telling
from variorum.claims.whereabouts.when import when_of
from variorum.claims.whereabouts.where import where_of
from variorum.models import (
    Actor,
    Chain,
    Event,
    Extraction,
    Group,
    Outcome,
    Place,
    Report,
    Responsibility,
    Source,
    Stance,
    Statement,
    Toll,
    When,
)
from variorum.values import Span as Stretch

VERSION = "rules 1"

Key = tuple[Stretch, Outcome]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with its Doc: turns tokens of the Doc into stretches and words of the report's text.

    told: the chain and stance of tolls, by their words and outcome, that another reader gave; readers: who found each.
    """

    report: Report
    doc: Doc
    told: Mapping[Key, tuple[Chain, Stance]] = field(default_factory=dict)
    readers: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)

    def stretch(self, start: int, end: int) -> Stretch:
        """Tokens start to end as a stretch of the text."""
        last = self.doc[end - 1]
        return Stretch(self.doc[start].idx, last.idx + len(last))

    def words(self, stretch: Stretch) -> str:
        return stretch.of(self.report.text)

    def chain(self, stretch: Stretch) -> Chain:
        """Who says what stands there, in the words of the report (the Doc of a report in capitals has small
        letters)."""
        return tuple(self.as_written(s) for s in chain_of(self.doc, stretch.start, stretch.end))

    def place(self, place: Place | None) -> Place | None:
        return place if place is None or place.span is None else replace(place, text=self.words(place.span))

    def actor(self, actor: Actor) -> Actor:
        return actor if actor.span is None else replace(actor, text=self.words(actor.span))

    def as_written(self, source: Source) -> Source:
        if source.span is None:
            return source
        text = source.span.of(self.report.text)
        return (
            source
            if text.casefold() != source.text.casefold()
            else Source(text=text, kind=source.kind, anonymous=source.anonymous, span=source.span, reason=source.reason)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An extraction and what it was drawn from, for whoever asks why: `drafts` and `given` (the number of each
    one's incident, as they were met) stand in the order of its tolls, `cues` in that of its statements of who did
    it, `frames` and `stages` in that of its events."""

    extraction: Extraction
    doc: Doc
    drafts: tuple[TollDraft, ...]
    given: tuple[int | None, ...]
    cues: tuple[ResponsibilityCue, ...]
    telling: Telling
    frames: tuple[EventFrame, ...]
    stages: tuple[Stage, ...]


def extract(report: Report, doc: Doc) -> Extraction:
    """Every claim of a report from its annotated Doc."""
    return draw(report, doc).extraction


def draw(report: Report, doc: Doc) -> Drawn:
    """Every claim of a report from its annotated Doc, with what they were drawn from."""
    drafts = tolls_of(doc)
    settings = settings_of(doc, drafts)
    counted, given = grouping.grouped(drafts, settings)
    found = add_uncounted(doc, drafts, settings, counted, given)
    mentions = mentions_of(drafts, given, found)
    said = [(incident_of(doc, cue, mentions), cue) for cue in find_responsibility(doc)]
    return put_together(Reading(report, doc), drafts, found, given, said)


def tolls_of(doc: Doc) -> tuple[TollDraft, ...]:
    """The tolls that the package's own reader finds, in text order: numbers, named persons, attackers who died, and
    deaths without a number."""
    return with_untold(doc, with_fallen(doc, with_named(doc, revised(doc, find_tolls(doc)))))


def _suffered(tolls: Sequence[Toll], drafts: Sequence[TollDraft]) -> list[Toll]:
    """The tolls that tell what an incident was: not those that only go along with it, where it has others."""
    told = {toll.event for toll, draft in zip(tolls, drafts, strict=True) if not draft.goes_along}
    return [t for t, draft in zip(tolls, drafts, strict=True) if not draft.goes_along or t.event not in told]


def key_of(reading: Reading, draft: TollDraft) -> Key:
    """What a toll is known by before it has an id: its words and outcome."""
    return reading.stretch(draft.start, draft.end), draft.outcome


def put_together(
    reading: Reading,
    drafts: Sequence[TollDraft],
    found: Sequence[Incident],
    given: Sequence[int | None],
    cues: Sequence[tuple[int | None, ResponsibilityCue]],
) -> Drawn:
    """The extraction of a report whose tolls, incidents and statements of who did it are known."""
    report, doc = reading.report, reading.doc
    order = sorted(range(len(found)), key=lambda k: _first_mention(found[k], drafts))
    names = {number: f"e{rank + 1}" for rank, number in enumerate(order)}
    tolls = rated(doc, drafts, [_toll(reading, k, d, _name(names, given[k])) for k, d in enumerate(drafts)])
    said = [(_name(names, number), cue) for number, cue in cues]
    telling = Telling.of(doc, [found[k] for k in order], drafts)
    deeds = [tuple(doc[token].idx for token in found[k].deeds) for k in order]
    names_in_order = tuple(names[k] for k in order)
    events, frames, stages = _events(reading, telling, names_in_order, deeds, _suffered(tolls, drafts), said)
    first = first_statements([(event, _spoken(reading.doc, cue, reading.chain(cue.span))) for event, cue in said])
    stated = tuple(cue for _, cue in first)
    extraction = Extraction(
        report=report,
        events=events,
        tolls=tuple(with_sides(tolls, events)),
        responsibility=rated_statements(doc, stated, _responsibility(reading, first), tolls),
        place_claims=_said(reading, place_claims(doc, found, names, events)),
        date_claims=_said(reading, date_claims(doc, found, names, events)),
        comparisons=_said(reading, comparisons(doc, found, names, events)),
        affiliations=tuple(replace(one, quote=reading.words(one.span)) for one in affiliations_of(doc, reading.chain)),
    )
    return Drawn(
        extraction=extraction,
        doc=doc,
        drafts=tuple(drafts),
        given=tuple(given),
        cues=stated,
        telling=telling,
        frames=frames,
        stages=stages,
    )


def _first_mention(incident: Incident, drafts: Sequence[TollDraft]) -> int:
    """The first token that tells of an incident: of its tolls, or of its deeds where it has none."""
    return min(drafts[toll].start for toll in incident.tolls) if incident.tolls else min(incident.deeds)


def _name(names: dict[int, str], number: int | None) -> str | None:
    return None if number is None else names[number]


# ---- tolls and responsibility --------------------------------------------------------------------


def _toll(reading: Reading, number: int, draft: TollDraft, event: str | None) -> Toll:
    stretch = reading.stretch(draft.start, draft.end)
    group = reading.stretch(*draft.group) if draft.group is not None else None
    key = stretch, draft.outcome
    told = reading.told.get(key)
    return Toll(
        id=f"t{number + 1}",
        event=event,
        outcome=draft.outcome,
        count=draft.count,
        group=Group(text="" if group is None else reading.words(group), category=draft.category, span=group),
        quote=reading.words(stretch),
        span=stretch,
        sources=reading.chain(stretch) if told is None else told[0],
        stance=stance_of(reading.doc, stretch.start, stretch.end) if told is None else told[1],
        additional=draft.additional,
        part_of=None if draft.part_of is None else f"t{draft.part_of + 1}",
        optional=draft.optional,
        made_by=f"{VERSION}: {draft.rule}",
        readers=reading.readers.get(key, ()),
    )


def _responsibility(
    reading: Reading, first: Sequence[tuple[str | None, ResponsibilityCue]]
) -> tuple[Responsibility, ...]:
    """One entry per event, actor and mode: the first statement only."""
    return tuple(
        Responsibility(
            id=f"r{number + 1}",
            event=event,
            actor=reading.words(cue.actor_span) if cue.actor_span is not None else cue.actor,
            mode=cue.mode,
            quote=reading.words(cue.span),
            span=cue.span,
            sources=reading.chain(cue.span),
            made_by=f"{VERSION}: {cue.rule}",
        )
        for number, (event, cue) in enumerate(first)
    )


def _spoken(doc: Doc, cue: ResponsibilityCue, chain: Chain) -> ResponsibilityCue:
    return cue if is_accusation(doc, cue) else spoken_by_actor(cue, chain[-1] if chain else None)


Mentions = Sequence[tuple[int, int]]
"""Tokens that tell of incidents, each with the number of its incident: those of tolls first, then those of deeds."""


def mentions_of(drafts: Sequence[TollDraft], given: Sequence[int | None], found: Sequence[Incident]) -> Mentions:
    tolls = [(draft.start, at) for draft, at in zip(drafts, given, strict=True) if at is not None]
    return [*tolls, *sorted((token, at) for at, incident in enumerate(found) for token in incident.deeds)]


def incident_of(doc: Doc, cue: ResponsibilityCue, told: Mentions) -> int | None:
    """The incident that a statement about who did it speaks of: that of its own sentence, else of the sentence before,
    else the first."""
    if not told:
        return None
    sentences = sentences_of(doc)
    number = next((k for k, s in enumerate(sentences) if s.start_char <= cue.anchor < s.end_char), None)
    if number is None:
        return told[0][1]
    for sentence in reversed(sentences[max(number - 1, 0) : number + 1]):
        here = [(abs(doc[at].idx - cue.anchor), one) for at, one in told if sentence.start <= at < sentence.end]
        if here:
            return min(here)[1]
    return told[0][1]


# ---- events --------------------------------------------------------------------------------------


def _events(
    reading: Reading,
    telling: Telling,
    names: Sequence[str],
    deeds: Sequence[Sequence[int]],
    tolls: Sequence[Toll],
    said: Sequence[tuple[str | None, ResponsibilityCue]],
) -> tuple[tuple[Event, ...], tuple[EventFrame, ...], tuple[Stage, ...]]:
    doc = reading.doc
    hits = read_cues(text_of(doc))
    anchors = {
        name: [t.span.start for t in tolls if t.event == name] or list(own)
        for name, own in zip(names, deeds, strict=True)
    }
    pieces = scopes(doc, anchors)
    told = Counter(t.event for t in tolls)
    events: list[Event] = []
    frames: list[EventFrame] = []
    stages: list[Stage] = []
    for rank, name in enumerate(names):
        first = events[0] if events else None
        known = first.when.days if first and first.when else None
        when = when_of(telling, rank, known, main=first is None)
        lead = first.place if first else None
        place = reading.place(where_of(telling, rank, when.days if when else None, lead, main=first is None))
        victims = [
            Victims(t.group.text, t.group.category, t.outcome, t.group.span, t.count.low)
            for t in tolls
            if t.event == name
        ]
        statements = [cue for event, cue in said if event == name]
        country = place.country if place else None
        stage = Stage.of(doc, pieces[name], victims, statements, country, first=first is None)
        frame, actors = read_event(stage, hits)
        near = country == (lead.country if lead else None)
        begins, more = min(telling.own[rank]), told[name] > told[names[0]]
        much = more or (begins < _LATE and 2 * told[name] >= told[names[0]])
        news = _is_news(when, reading.report.published) and much
        event = Event(
            id=name,
            type=frame.type,
            main=first is None or (near and (news or (more and begins < _EARLY))),
            label=label_of(frame, place, [t for t in tolls if t.event == name]),
            when=when,
            place=place,
            actors=tuple(map(reading.actor, actors)),
            sub_type=frame.sub_type,
            weapons=frame.weapons,
            targets=frame.targets,
        )
        events.append(with_entries(event))
        frames.append(frame)
        stages.append(stage)
    return tuple(events), tuple(frames), tuple(stages)


_LATE = 12
"""What a report tells of first in a sentence as late as this, or of which it gives less than half as many tolls as of
what it opens with, it does not exist for, unless it tells more of it than of that."""
_EARLY = 5
"""In a sentence as early as this a report begins to tell of what it exists for, whenever that was, if it tells more of
it than of what it opens with."""
_NEWS = timedelta(days=1)
"""How old what a report exists for is at most, where it is not what the report opens with."""


def _is_news(when: When | None, published: date | None) -> bool:
    """Whether an incident is of the day of the report or the one before: a round-up exists for each of these."""
    return when is not None and published is not None and when.days.start >= published - _NEWS


def _said(reading: Reading, found: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements in the words of the report, each with who says so."""
    return tuple(
        replace(one, quote=reading.words(one.span), sources=reading.chain(one.span), place=reading.place(one.place))
        for one in found
    )

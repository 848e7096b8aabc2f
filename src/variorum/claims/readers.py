"""Claims with another reader at work: what it pointed at alone, or beside what the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from variorum.annotate.responsibility import find_responsibility
from variorum.claims.accounts import Drawn, Key, Reading, incident_of, key_of, mentions_of, put_together, tolls_of
from variorum.claims.incidents import grouping
from variorum.claims.incidents.setting import settings_of
from variorum.claims.incidents.uncounted import add_uncounted
from variorum.claims.proposed import Pointed, chain_from, incidents_of, pointed
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import Report
from variorum.proposals import Proposal

RULES = "small"
"""The name of the reader that is in the package: rules and the learned reader of counts."""


def draw_proposed(report: Report, doc: Doc, proposal: Proposal) -> Drawn:
    """The claims that another reader pointed at, with its incidents; days, places, types and actors are our own."""
    found = pointed(doc, proposal)
    incidents, given, names = grouping.grouped_as(found.drafts, settings_of(doc, found.drafts), incidents_of(found))
    mentions = mentions_of(found.drafts, given, incidents)
    said = [(names.get(name or "", incident_of(doc, cue, mentions)), cue) for name, cue in found.cues]
    drawn = put_together(_reading_of(report, doc, found), found.drafts, incidents, given, said)
    return _warned(drawn, found)


def draw_both(report: Report, doc: Doc, proposal: Proposal) -> Drawn:
    """The claims of the rules and those that another reader pointed at; each says who found it.

    Where both found a toll, it is read as the rules read it. Incidents are our own.
    """
    found = pointed(doc, proposal)
    ours = tolls_of(doc)
    drafts, added = _united(ours, found.drafts)
    settings = settings_of(doc, drafts)
    counted, given = grouping.grouped(drafts, settings)
    incidents = add_uncounted(doc, drafts, settings, counted, given)
    cues = find_responsibility(doc)
    of_rules = {(cue.mode, (cue.actor or "").casefold()) for cue in cues}
    more = [cue for _, cue in found.cues if (cue.mode, (cue.actor or "").casefold()) not in of_rules]
    mentions = mentions_of(drafts, given, incidents)
    said = [(incident_of(doc, cue, mentions), cue) for cue in (*cues, *more)]
    reading = _reading_of(report, doc, found, only=added)
    readers: dict[Key, tuple[str, ...]] = {key_of(reading, d): (RULES,) for d in ours}
    readers |= {key_of(reading, d): (RULES, proposal.by) for d in ours if _is_among(d, found.drafts)}
    readers |= {key_of(reading, d): (proposal.by,) for d in added}
    drawn = put_together(replace(reading, readers=readers), drafts, incidents, given, said)
    return _warned(_doubting_one_reader(drawn), found)


ONE_READER = 0.5
"""The most that a toll is trusted which only one of two readers found: what they differ in is reviewed first."""


def _doubting_one_reader(drawn: Drawn) -> Drawn:
    tolls = tuple(
        replace(toll, confidence=min(toll.confidence or ONE_READER, ONE_READER)) if len(toll.readers) == 1 else toll
        for toll in drawn.extraction.tolls
    )
    return replace(drawn, extraction=replace(drawn.extraction, tolls=tolls))


def _united(
    ours: Sequence[TollDraft], theirs: Sequence[TollDraft]
) -> tuple[tuple[TollDraft, ...], tuple[TollDraft, ...]]:
    """Our drafts and those of theirs whose count is none of ours, in text order; and the latter alone."""
    added = tuple(d for d in theirs if not _is_among(d, ours))
    rows = sorted([*enumerate(ours), *((None, d) for d in added)], key=lambda row: row[1].start)
    place = {old: new for new, (old, _) in enumerate(rows) if old is not None}
    return tuple(
        replace(d, part_of=None if d.part_of is None or old is None else place[d.part_of]) for old, d in rows
    ), tuple(replace(d, part_of=None) for d in added)


def _is_among(draft: TollDraft, others: Sequence[TollDraft]) -> bool:
    """Whether one of the others counts the same outcome in the same words."""
    return any(draft.outcome is o.outcome and draft.start < o.end and o.start < draft.end for o in others)


def _reading_of(report: Report, doc: Doc, found: Pointed, only: Sequence[TollDraft] | None = None) -> Reading:
    """A reading in which the chains and stances of the tolls proposed are those of the proposal."""
    reading = Reading(report, doc)
    told = {
        key_of(reading, draft): (tuple(map(reading.as_written, chain_from(doc, toll.sources))), toll.stance)
        for draft, toll in zip(found.drafts, found.of, strict=True)
        if only is None or any((draft.start, draft.outcome) == (d.start, d.outcome) for d in only)
    }
    return replace(reading, told=told)


def _warned(drawn: Drawn, found: Pointed) -> Drawn:
    warnings = (*(f"refused {words}" for words in found.refused), *found.flags)
    return replace(drawn, extraction=replace(drawn.extraction, warnings=warnings))

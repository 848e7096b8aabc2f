"""Claims from what another reader only pointed at: the words say the number, the lexicons say who is meant.

A proposal (`proposals`) gives stretches of the text. The bounds of a claim are those of its words, read by the grammar
of quantities; where the words hold no number and name no single person, there is no claim. The kind of a source and
of a group is that of the words where the lexicons know them; where the proposer says otherwise, that is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from variorum.annotate import groups as group_words
from variorum.annotate.extensions import text_of
from variorum.annotate.responsibility import ResponsibilityCue
from variorum.annotate.sources.kinds import is_anonymous, kind_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import Chain, GroupCategory, Source
from variorum.proposals import Proposal, ProposedResponsibility, ProposedSource, ProposedToll
from variorum.values import CountRange
from variorum.values import Span as Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Drafts from a proposal in text order, with the toll that each was made of; `refused` and `flags` in words."""

    drafts: tuple[TollDraft, ...]
    of: tuple[ProposedToll, ...]
    cues: tuple[tuple[str | None, ResponsibilityCue], ...]
    refused: tuple[str, ...]
    flags: tuple[str, ...]


def pointed(doc: Doc, proposal: Proposal) -> Pointed:
    """What can be claimed of a proposal. A toll whose words hold no number is refused, and so are its parts' ties."""
    refused = list(proposal.refused)
    rows: list[tuple[int, TollDraft, ProposedToll]] = []
    flags: list[str] = []
    taken: set[tuple[int, int, str]] = set()
    for number, toll in enumerate(proposal.tolls):
        draft = _draft(doc, toll, proposal.by)
        if draft is None:
            refused.append(f"{_quoted(doc, toll.span)}: no number of people stands in these words")
        elif (key := (draft.start, draft.end, str(draft.outcome))) in taken:
            refused.append(f"{_quoted(doc, toll.span)}: proposed twice")
        else:
            taken.add(key)
            rows.append((number, draft, toll))
            if draft.category is not toll.category:
                said = f"{proposal.by} counts {toll.category}, the words {draft.category}"
                flags.append(f"{_quoted(doc, toll.span)}: {said}")
    rows.sort(key=lambda row: (row[1].start, row[1].end, row[1].outcome))
    return Pointed(
        drafts=_tied(rows),
        of=tuple(toll for _, _, toll in rows),
        cues=tuple((claim.incident, _cue(doc, claim, proposal.by)) for claim in proposal.responsibility),
        refused=tuple(refused),
        flags=tuple(flags),
    )


def chain_from(doc: Doc, sources: Sequence[ProposedSource]) -> Chain:
    """A proposed chain in the words of the text."""
    chain = []
    for source in sources:
        text = _words(doc, source.span)
        anonymous = source.anonymous or is_anonymous(text)
        chain.append(Source(text=text, kind=kind_of(text) or source.kind, anonymous=anonymous, span=source.span))
    return tuple(chain)


def incidents_of(found: Pointed) -> Mapping[str, tuple[int, ...]]:
    """The drafts of each proposed incident, in the order in which the incidents are met."""
    incidents: dict[str, tuple[int, ...]] = {}
    for number, toll in enumerate(found.of):
        if toll.incident is not None:
            incidents[toll.incident] = (*incidents.get(toll.incident, ()), number)
    return incidents


# --- one toll ------------------------------------------------------------------------------------------------------


def _draft(doc: Doc, toll: ProposedToll, by: str) -> TollDraft | None:
    tokens = doc.char_span(toll.span.start, toll.span.end, alignment_mode="expand")
    if tokens is None:
        return None
    counted = _counted(doc, tokens)
    if counted is None:
        return None
    start, end, count, additional = counted
    group = None if toll.group is None else doc.char_span(toll.group.start, toll.group.end, alignment_mode="expand")
    return TollDraft(
        start=start,
        end=end,
        count=count,
        outcome=toll.outcome,
        trigger=start,
        group=None if group is None else (group.start, group.end),
        category=_category(group) or toll.category,
        rule=by,
        additional=additional,
    )


def _counted(doc: Doc, tokens: Span) -> tuple[int, int, CountRange, bool] | None:
    """The first number of the words with its bounds, as the grammar reads it there; of a singular noun phrase 1."""
    for span in doc.spans.get("quantities", []):
        if span.start < tokens.end and tokens.start < span.end:
            return span.start, span.end, span._.count, bool(span._.additional)
    one = tokens[0].lower_ in ("a", "an", "one") or _is_single(doc, tokens)
    return (tokens.start, tokens.end, CountRange.exactly(1), False) if one else None


def _is_single(doc: Doc, tokens: Span) -> bool:
    """Whether words name one person: "its leader", or a name that is no place's."""
    head = tokens[-1]
    if head.tag_ == "NNP":
        return not any(place.start < tokens.end and tokens.start < place.end for place in doc.spans.get("places", []))
    return head.tag_ == "NN" and head.lower_ in group_words.heads()


def _category(group: Span | None) -> GroupCategory | None:
    if group is None:
        return None
    found = group_words.category_of([token.lower_ for token in group])
    return None if found is GroupCategory.PEOPLE else found


def _tied(rows: Sequence[tuple[int, TollDraft, ProposedToll]]) -> tuple[TollDraft, ...]:
    """The drafts with `part_of` counted in their own order; a part whose whole was refused stands alone."""
    place = {number: k for k, (number, _, _) in enumerate(rows)}
    out = []
    for k, (_, draft, toll) in enumerate(rows):
        whole = None if toll.part_of is None else place.get(toll.part_of)
        out.append(replace(draft, part_of=whole if whole != k else None))
    return tuple(out)


# --- words ---------------------------------------------------------------------------------------------------------


def _cue(doc: Doc, claim: ProposedResponsibility, by: str) -> ResponsibilityCue:
    actor = None if claim.actor is None else _words(doc, claim.actor)
    return ResponsibilityCue(
        span=claim.span, mode=claim.mode, actor=actor, actor_span=claim.actor, anchor=claim.span.start, rule=by
    )


def _words(doc: Doc, span: Stretch) -> str:
    return span.of(text_of(doc))


def _quoted(doc: Doc, span: Stretch) -> str:
    return f"“{_words(doc, span)}”"

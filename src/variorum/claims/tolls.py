"""Which numbers are tolls: ties each count to the casualty word that governs it and to the people it counts.

The parse is asked first; where it fails (headlines, captions, lost punctuation) the order of the words decides. Each
tie is
named, so that a claim can say by which rule it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.sentences import sentences_of
from variorum.annotate.triggers import Trigger, triggers
from variorum.claims.attachment import best_tie, joint_outcome
from variorum.claims.casualties import resolved, shifted
from variorum.claims.counts import Count, counts_in, singles_in
from variorum.claims.drafts import TollDraft
from variorum.claims.people import counts_people, group_of
from variorum.claims.wholes import part_of_next, whole_of
from variorum.models import Outcome


def find_tolls(doc: Doc) -> tuple[TollDraft, ...]:
    """The tolls of a text in text order."""
    drafts: list[TollDraft] = []
    marked = doc.spans.get("quantities", [])
    for sentence in sentences_of(doc):
        found = tuple(shifted(t, sentence.start) for t in triggers([t.lower_ for t in sentence]))
        found = resolved(doc, found)
        if not found:
            continue
        counts = sorted([*counts_in(doc, sentence, marked), *singles_in(doc, sentence, found)], key=lambda c: c.start)
        drafts.extend(_sentence_tolls(doc, sentence, found, counts, len(drafts), drafts))
    return tuple(drafts)


def _sentence_tolls(
    doc: Doc,
    sentence: Span,
    found: Sequence[Trigger],
    counts: Sequence[Count],
    offset: int,
    earlier: Sequence[TollDraft],
) -> list[TollDraft]:
    drafts: list[TollDraft] = []
    for count in counts:
        part = whole_of(doc, count, drafts, offset, earlier, sentence)
        best = best_tie(doc, count, found, counts)
        if best is None and part is None:
            continue
        if (
            part is not None
            and count.noun is not None
            and doc[count.noun].lower_ not in group_words.heads()
            and not doc[count.noun].is_title
        ):
            part = None
        if best is None and part is None:
            continue
        if part is not None and (
            best is None or best[1] in ("count in the clause before", "count before casualty word")
        ):
            whole = drafts[part - offset] if part >= offset else earlier[part]
            drafts.append(
                _draft(doc, count, Outcome(whole.outcome), whole.trigger, "part of a whole", drafts, whole, part)
            )
            continue
        assert best is not None
        trigger, rule = best
        if (
            count.noun is not None
            and doc[count.noun].lower_ in ("bodies", "body", "corpses", "corpse")
            and trigger.outcome == "injured"
        ):
            trigger = replace(trigger, outcome="killed")
        if trigger.outcome in ("displaced", "captured") and _is_future(doc[trigger.start]):
            continue
        outcome = joint_outcome(doc, trigger, found, count, counts) or Outcome(trigger.outcome)
        if not counts_people(doc, count, trigger):
            continue
        drafts.append(_draft(doc, count, outcome, trigger.start, rule, drafts, None, part))
    return [part_of_next(k, drafts, offset) for k in range(len(drafts))]


def _is_future(verb: Token) -> bool:
    return any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "to", "could", "should", "'ll", "must", "shall")
        for c in verb.children
    )


def _draft(
    doc: Doc,
    count: Count,
    outcome: Outcome,
    trigger: int,
    rule: str,
    drafts: Sequence[TollDraft],
    whole: TollDraft | None,
    part: int | None,
) -> TollDraft:
    group, category = group_of(doc, count, trigger, whole, drafts)
    return TollDraft(
        start=count.start,
        end=count.end,
        count=count.count,
        outcome=outcome,
        trigger=trigger,
        group=group,
        category=category,
        rule=rule,
        additional=count.additional,
        part_of=part,
    )

"""The tolls that the rules found, gone over with the learned reader: what they missed, what is none.

The rules come first: they are right about 96 of 100 tolls that they find, but miss one in seven. The model adds a
toll where it is sure and no rule spoke, takes one away where it is sure that there is none, and says of whom a count
without a known noun is. Bounds are those of the words in every case. Without likelihoods (`variorum_learned` not in
the pipeline) nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from variorum.annotate import groups as group_words
from variorum.annotate.asides import is_aside
from variorum.annotate.candidates import Window, windows
from variorum.annotate.learned import Likelihood, likelihoods
from variorum.annotate.triggers import may_hold_claim, triggers
from variorum.claims.tolls.casualties import (
    is_attempted,
    is_meant,
    is_only_involved,
    is_prosecuted,
    is_sentence,
    is_suspected,
)
from variorum.claims.tolls.counts import Count, is_of_some, possible_count
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.people import group_of, takes_life
from variorum.claims.tolls.wholes import broken_down, stand_side_by_side
from variorum.models import GroupCategory, Outcome

RULE = "learned reader"
_BREATH = 30
"""How many tokens after its whole a part may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """From which probability on the learned reader is heeded; found by cross-validation on the training reports."""

    add: float = 0.8  # an outcome for a count that no rule tied
    veto: float = 0.95  # no toll, for a count that a rule tied
    category: float = 0.8  # whom a count of mere "people" counts
    part: float = 0.5  # a toll that no rule made a part is one of a toll before it


def revised(doc: Doc, drafts: Sequence[TollDraft], bars: Bars | None = None) -> tuple[TollDraft, ...]:
    """The drafts, in text order, after the learned reader's likelihoods; `part_of` counts in the new order."""
    bars = bars or Bars()
    judged = likelihoods(doc, open_windows(doc, drafts))
    if not judged:
        return tuple(drafts)
    wholes = {d.part_of for d in drafts if d.part_of is not None}
    rows: list[tuple[TollDraft, int | None]] = []
    for k, draft in enumerate(drafts):
        likelihood = next((judged[i] for i in range(draft.start, draft.end) if i in judged), None)
        if likelihood is None:
            rows.append((draft, k))
        elif likelihood.of("none") < bars.veto or draft.part_of is not None or k in wholes:
            rows.append((_categorised(doc, draft, likelihood, bars), k))
    taken = {i for d in drafts for i in range(d.start, d.end)}
    for likelihood in judged.values():
        if taken.isdisjoint(range(likelihood.candidate.start, likelihood.candidate.end)):
            added = _added(doc, likelihood, drafts, bars)
            if added is not None:
                rows.append((added, None))
    rows.sort(key=lambda row: row[0].start)
    return broken_down(doc, _renumbered(doc, rows, judged, bars))


def open_windows(doc: Doc, drafts: Sequence[TollDraft]) -> Iterator[Window]:
    """Where the rules leave a question open: a count that may be of people, untied, beside a casualty word."""
    tied = {i for d in drafts for i in range(d.start, d.end)}
    for window in windows(doc):
        if may_hold_claim([t.lower_ for t in doc[window.start : window.end]]) and any(
            c.start not in tied and possible_count(doc, c.start, c.end, c.count, c.additional) is not None
            for c in window.candidates
        ):
            yield window


def _is_anybody(doc: Doc, group: tuple[int, int] | None) -> bool:
    return group is not None and doc[group[1] - 1].lower_ in group_words.role("anybody") | group_words.nationals()


def _is_mixture(doc: Doc, group: tuple[int, int] | None) -> bool:
    """Whether people of several sorts are counted together: "soldiers and guerrillas"."""
    known = {group_words.heads().get(t.lower_) for t in doc[slice(*group)]} if group is not None else set()
    return len(known - {None, GroupCategory.PEOPLE}) > 1


def _categorised(doc: Doc, draft: TollDraft, likelihood: Likelihood, bars: Bars) -> TollDraft:
    """A count of people of whom no noun tells who they were, with the category that the model is sure of."""
    if draft.category is not GroupCategory.PEOPLE or _is_anybody(doc, draft.group) or _is_mixture(doc, draft.group):
        return draft
    if likelihood.of(likelihood.category) < bars.category:
        return draft
    return replace(draft, category=GroupCategory(likelihood.category))


def _added(doc: Doc, likelihood: Likelihood, drafts: Sequence[TollDraft], bars: Bars) -> TollDraft | None:
    candidate, outcome = likelihood.candidate, likelihood.outcome
    if outcome == "none" or likelihood.of(outcome) < bars.add or candidate.count.high == 0:
        return None
    count = possible_count(doc, candidate.start, candidate.end, candidate.count, candidate.additional)
    trigger = _nearest_trigger(doc, candidate.start, outcome)
    if count is None or _is_of_nobody(doc, count) or _befell_others(doc, count, trigger, outcome):
        return None
    if outcome == Outcome.KILLED and is_only_involved(doc, count.start, count.last):
        outcome = Outcome.KILLED_OR_INJURED
    if outcome == Outcome.KILLED and _is_only_shot(doc, count.start):
        if any(draft.outcome is Outcome.KILLED for draft in drafts):
            return None
        outcome = Outcome.INJURED
    before = [d for d in drafts if d.start < candidate.start]
    group, category = group_of(doc, count, trigger, None, before)
    if category is GroupCategory.PEOPLE and not _is_anybody(doc, group):
        category = GroupCategory(likelihood.category)
    return TollDraft(
        start=candidate.start,
        end=candidate.end,
        count=candidate.count,
        outcome=Outcome(outcome),
        trigger=trigger,
        group=group,
        category=category,
        rule=RULE,
        additional=candidate.additional,
    )


def _is_of_nobody(doc: Doc, count: Count) -> bool:
    """Whether a count tells of no victims of the report: suspects, lives that were saved, who is told of in passing."""
    if is_suspected(doc, count.start, count.last) or is_aside(doc, doc[count.start].idx):
        return True
    return count.noun is not None and _is_life_kept(doc, count.noun)


def _befell_others(doc: Doc, count: Count, trigger: int, outcome: str) -> bool:
    """Whether a casualty word tells of others than those counted, or of nothing that happened to anybody."""
    if trigger > count.last and doc[trigger].pos_ == "VERB" and is_of_some(doc, count.start):
        return True  # "four of the five attackers were killed"
    if is_sentence(doc, trigger) or is_meant(doc[trigger]) or is_attempted(doc, trigger):
        return True
    return outcome != "captured" and count.noun is not None and is_prosecuted(doc[count.noun])


def _is_life_kept(doc: Doc, noun: int) -> bool:
    """Whether lives are not lost: "saved many lives"."""
    return doc[noun].lower_ in ("life", "lives") and not takes_life(doc, noun, noun + 1)


_SHOOTING = frozenset("shooting shootings stabbing stabbings".split())
_TO_DEATH = frozenset("fatal fatally deadly mass".split())


def _is_only_shot(doc: Doc, start: int) -> bool:
    """Whether it is said of people that they were shot, and not that they died: "the shooting of two officers"."""
    at = start - 1
    while at > 0 and doc[at].pos_ in ("DET", "PRON"):
        at -= 1
    if at < 1 or doc[at].lower_ != "of" or doc[at - 1].lower_ not in _SHOOTING:
        return False
    return _TO_DEATH.isdisjoint(t.lower_ for t in doc[max(0, at - 4) : at])


def _nearest_trigger(doc: Doc, at: int, outcome: str) -> int:
    """The casualty word of its sentence that suits a count best: of its outcome, and near; else the count."""
    sentence = doc[at].sent
    found = [
        (t.outcome != outcome, abs(sentence.start + t.start - at), sentence.start + t.start)
        for t in triggers([w.lower_ for w in sentence])
    ]
    return min(found)[2] if found else at


def _renumbered(
    doc: Doc, rows: Sequence[tuple[TollDraft, int | None]], judged: Mapping[int, Likelihood], bars: Bars
) -> tuple[TollDraft, ...]:
    """The drafts with `part_of` in the new order; a part that no rule tied belongs to the whole before it."""
    new = {old: k for k, (_, old) in enumerate(rows) if old is not None}
    wholes = {new[draft.part_of] for draft, _ in rows if draft.part_of is not None}
    out: list[TollDraft] = []
    for k, (draft, _) in enumerate(rows):
        likelihood = judged.get(draft.start)
        if draft.part_of is not None:
            out.append(replace(draft, part_of=new[draft.part_of]))
        elif likelihood is not None and likelihood.part >= bars.part and k not in wholes:
            out.append(replace(draft, part_of=_whole_before(doc, out, draft)))
        else:
            out.append(draft)
    return tuple(out)


def _whole_before(doc: Doc, drafts: Sequence[TollDraft], part: TollDraft) -> int | None:
    """The last toll of the part's outcome that is no part itself, within the reach of a breath."""
    fits = [
        k
        for k, draft in enumerate(drafts)
        if draft.part_of is None
        and draft.outcome == part.outcome
        and part.start - draft.end <= _BREATH
        and not stand_side_by_side(doc[draft.end : part.start])
    ]
    return fits[-1] if fits else None

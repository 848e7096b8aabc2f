"""Which numbers are tolls: ties each count to the casualty word that governs it and to the people it counts.

The parse is asked first; where it fails (headlines, captions, lost punctuation) the order of the words decides. Each
tie is
named, so that a claim can say by which rule it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from spacy.tokens import Doc, Span

from variorum.annotate.extensions import words_of
from variorum.annotate.sentences import sentences_of
from variorum.annotate.triggers import Trigger, lists_victims, triggers
from variorum.claims.attachment import best_tie, joint_outcome
from variorum.claims.casualties import happened, resolved, shifted
from variorum.claims.counts import Count, counts_in, multiples_in, names_person, singles_in
from variorum.claims.drafts import TollDraft
from variorum.claims.people import counts_people, group_of
from variorum.claims.wholes import broken_down, counterpart, may_be_part, part_of_next, whole_of
from variorum.models import Outcome


def find_tolls(doc: Doc) -> tuple[TollDraft, ...]:
    """The tolls of a text in text order."""
    drafts: list[TollDraft] = []
    marked = doc.spans.get("quantities", [])
    for sentence in sentences_of(doc):
        found = resolved(
            doc, tuple(shifted(t, sentence.start) for t in triggers(words_of(doc)[sentence.start : sentence.end]))
        )
        if found or (drafts and lists_victims(words_of(doc)[sentence.start : sentence.end])):
            every = (counts_in(doc, sentence, marked), singles_in(doc, sentence, found), multiples_in(sentence))
            counts = sorted(_not_speaking(doc, chain.from_iterable(every)), key=lambda c: c.start)
            drafts.extend(_sentence_tolls(doc, sentence, found, counts, drafts))
    return broken_down(doc, [_shot(doc, draft, drafts) for draft in drafts])


def _not_speaking(doc: Doc, counts: Iterable[Count]) -> Iterator[Count]:
    """The counts that do not tell how many speak: "a council and two residents said"."""
    sources = [(s.start, s.end) for s in doc.spans.get("sources", [])]
    for count in counts:
        said = any(a <= count.start and count.noun is not None and count.noun < b for a, b in sources)
        if not said:
            yield count


_WEAK = ("count in the clause before", "count before casualty word")


def _sentence_tolls(
    doc: Doc, sentence: Span, found: Sequence[Trigger], counts: Sequence[Count], earlier: Sequence[TollDraft]
) -> list[TollDraft]:
    drafts: list[TollDraft] = []
    offset = len(earlier)
    for count in counts:
        part = whole_of(doc, count, drafts, offset, earlier, sentence) if may_be_part(doc, count) else None
        best = best_tie(doc, count, found, counts) or _listed_with(doc, count, drafts, found)
        if part is not None and (best is None or best[1] in _WEAK):
            whole = drafts[part - offset] if part >= offset else earlier[part]
            outcome = Outcome.KILLED if _fatally(doc, count.end) else whole.outcome
            drafts.append(_draft(doc, count, outcome, whole.trigger, "part of a whole", drafts, whole, part))
        elif best is not None and happened(doc, best[0]) and counts_people(doc, count, best[0]):
            outcome = _outcome(doc, count, best[0], found, counts)
            part = None if part is None else counterpart(doc, part, outcome, drafts, offset, earlier)
            of = None if part is None else [*earlier, *drafts][part]
            drafts.append(_draft(doc, count, outcome, best[0].start, best[1], drafts, of, part))
    return [part_of_next(doc, k, drafts, offset) for k in range(len(drafts))]


def _listed_with(
    doc: Doc, count: Count, drafts: Sequence[TollDraft], found: Sequence[Trigger]
) -> tuple[Trigger, str] | None:
    """The casualty word of the people before in a list that goes on behind it: "killing two nurses, a cook and one
    driver"."""
    if not drafts or count.noun is None or not names_person(doc[count.noun]):
        return None
    last = drafts[-1]
    end = max(last.end, last.group[1] if last.group else 0)
    joints = [t.lower_ for t in doc[end : count.start]]
    if last.part_of is not None or last.trigger > last.start or not joints or not _JOINTS.issuperset(joints):
        return None
    trigger = next((t for t in found if t.start <= last.trigger < t.end), None)
    return None if trigger is None or _goes_on_to_another(count, found) else (trigger, "victim of the verb")


def _goes_on_to_another(count: Count, found: Sequence[Trigger]) -> bool:
    """Whether people behind a list are those of another casualty word: "killing two nurses, and a cook was hurt"."""
    return any(0 <= t.start - count.last <= _NEXT for t in found)


_NEXT = 4
_JOINTS = frozenset((",", "and", "&", "as", "well", "plus"))
_TO_DEATH = frozenset(("fatally", "mortally"))
"""How those are hurt who die of it."""
_FATAL = frozenset(("fatal", "mortal", "deadly"))
_BODIES = frozenset("body bodies corpse corpses martyr martyrs".split())


def _outcome(doc: Doc, count: Count, trigger: Trigger, found: Sequence[Trigger], counts: Sequence[Count]) -> Outcome:
    """What happened to the people counted: the casualty word's outcome, but bodies taken to a hospital are dead."""
    if trigger.outcome in (Outcome.KILLED, Outcome.INJURED) and trigger.start < count.start and _lives(doc, count):
        return Outcome.INJURED
    if trigger.outcome == Outcome.INJURED and count.noun is not None and doc[count.noun].lower_ in _BODIES:
        return Outcome.KILLED
    if trigger.outcome == Outcome.INJURED and (_fatally(doc, trigger.start - 1) or _fatally(doc, count.end)):
        return Outcome.KILLED
    if trigger.outcome == Outcome.INJURED and not _FATAL.isdisjoint(
        t.lower_ for t in doc[trigger.end : trigger.end + 3]
    ):
        return Outcome.KILLED  # "suffered multiple fatal wounds"
    return joint_outcome(doc, trigger, found, count, counts) or Outcome(trigger.outcome)


_ALIVE = re.compile(
    r"^(?:,? (?:all|both))? (?:in (?:[\w-]+ ){0,3}conditions?\b|with (?:[\w-]+ ){0,3}(?:injur(?:y|ies)|wounds?|burns)\b"
    r"|(?:fighting|clinging) (?:for|to) (?:their|his|her) (?:life|lives)\b|(?:hospitali[sz]ed)\b)",
    re.IGNORECASE,
)


def _lives(doc: Doc, count: Count) -> bool:
    """Whether the words behind people say that they live: "left one dead and two others in critical condition"."""
    return _ALIVE.match(f" {doc[count.last + 1 : count.last + 9].text}") is not None


def _fatally(doc: Doc, at: int) -> bool:
    """Whether "fatally" stands there: "one fatally", "fatally shot"."""
    return 0 <= at < len(doc) and doc[at].lower_ in _TO_DEATH


def _shot(doc: Doc, draft: TollDraft, drafts: Sequence[TollDraft]) -> TollDraft:
    """ "Four people were shot", of whom the report counts some as dead, are killed or injured; else they are
    injured."""
    if draft.outcome is not Outcome.INJURED or doc[draft.trigger].lower_ not in ("shot", "stabbed"):
        return draft
    number = draft.count.low or 0
    dead = any(d.outcome is Outcome.KILLED and 0 < (d.count.low or 0) <= number for d in drafts)
    return replace(draft, outcome=Outcome.KILLED_OR_INJURED) if dead and number > 1 else draft


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

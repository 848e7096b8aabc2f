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

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.asides import told_sentences
from variorum.annotate.extensions import words_of
from variorum.annotate.triggers import Trigger, lists_victims
from variorum.claims.tolls.attachment import best_tie, joint_outcome
from variorum.claims.tolls.casualties import happened, is_freed, is_only_involved, is_suspected, told_in
from variorum.claims.tolls.counts import Count, counts_in
from variorum.claims.tolls.described import predicated
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.elided import unsaid_tie
from variorum.claims.tolls.people import counts_people, group_of
from variorum.claims.tolls.singles import multiples_in, singles_in
from variorum.claims.tolls.wholes import broken_down, counterpart, may_be_part, part_of_next, whole_of
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange


def find_tolls(doc: Doc) -> tuple[TollDraft, ...]:
    """The tolls of a text in text order."""
    drafts: list[TollDraft] = []
    marked = doc.spans.get("quantities", [])
    for sentence in told_sentences(doc):
        found = told_in(sentence)
        if found or (drafts and lists_victims(words_of(doc)[sentence.start : sentence.end])):
            every = (counts_in(doc, sentence, marked), singles_in(doc, sentence, found), multiples_in(sentence))
            counts = sorted(_not_speaking(doc, chain.from_iterable(every)), key=lambda c: c.start)
            drafts.extend(_sentence_tolls(doc, sentence, found, counts, drafts))
    return broken_down(doc, [_shot(doc, draft, drafts) for draft in drafts])


def _not_speaking(doc: Doc, counts: Iterable[Count]) -> Iterator[Count]:
    """The counts that do not tell how many speak, came free or are suspected: "a council and two residents said", "six
    were freed"."""
    sources = [(s.start, s.end) for s in doc.spans.get("sources", [])]
    for count in counts:
        if is_suspected(doc, count.start, count.last):
            continue
        said = any(a <= count.start and count.noun is not None and count.noun < b for a, b in sources)
        if not said and not is_freed(doc[count.number if count.noun is None else count.noun]):
            yield count


_WEAK = ("count in the clause before", "count before casualty word")


def _sentence_tolls(
    doc: Doc, sentence: Span, found: Sequence[Trigger], counts: Sequence[Count], earlier: Sequence[TollDraft]
) -> list[TollDraft]:
    drafts: list[TollDraft] = []
    offset = len(earlier)
    for count in counts:
        may_be = may_be_part(doc, count) and (bool(found) or not _is_of_victims(doc, count))
        part = whole_of(doc, count, drafts, offset, earlier, sentence) if may_be else None
        best = best_tie(doc, count, found, counts) or unsaid_tie(doc, count, drafts, found)
        count = count if best is None else _risen(doc, count, best)
        whole = None if part is None else [*earlier, *drafts][part]
        if part is not None and whole is not None and (best is None or _is_weak(best, whole)):
            dead = _fatally(doc, _behind(doc, count)) or _is_thought_dead(doc, count)
            outcome = Outcome.KILLED if dead else whole.outcome
            drafts.append(_draft(doc, count, outcome, whole.trigger, "part of a whole", drafts, whole, part))
        elif best is not None and happened(doc, best[0]) and counts_people(doc, count, best[0]):
            outcome = _outcome(doc, count, best[0], found, counts)
            part = None if part is None else counterpart(doc, part, outcome, drafts, offset, earlier)
            of = None if part is None else [*earlier, *drafts][part]
            draft = _draft(doc, count, outcome, best[0].start, best[1], drafts, of, part)
            if not _gets_away(doc, draft):
                drafts.append(draft)
    return [part_of_next(doc, k, drafts, offset) for k in range(len(drafts))]


def _risen(doc: Doc, count: Count, tie: tuple[Trigger, str]) -> Count:
    """The number of a headline's "Death toll up to 26", where "up" says that it rose, and is no bound."""
    between = doc[tie[0].end : count.start]
    toll = tie[1] == "number of a toll" and doc[count.start : count.start + 2].text.lower() == "up to"
    if not toll or any(t.pos_ in ("VERB", "AUX") or t.lower_ in ("of", "at") for t in between):
        return count
    return replace(count, start=count.start + 2, count=CountRange.exactly(count.count.high or 0))


def _gets_away(doc: Doc, draft: TollDraft) -> bool:
    """Whether attackers fled the scene, which displaces nobody: "three assailants fled on foot"."""
    fled = doc[draft.trigger].lemma_.lower() == "flee"
    return fled and draft.outcome is Outcome.DISPLACED and draft.category is GroupCategory.ARMED_GROUP


def _is_of_victims(doc: Doc, count: Count) -> bool:
    """Whether a count is of victims told of before, of whom its words do not say who they were: "one of the victims
    posted a video", not "three of the victims were nurses"."""
    victims = [t.lower_ for t in doc[count.end : count.end + 3]] == ["of", "the", "victims"]
    return victims and predicated(doc, count) is None


def _is_weak(tie: tuple[Trigger, str], whole: TollDraft) -> bool:
    """Whether the order of words alone ties a part to a casualty word, and that says nothing graver of it than of the
    whole: "all three went to hospital, but one of them - a baker - was pronounced dead"."""
    graver = tie[0].outcome == Outcome.KILLED and whole.outcome is not Outcome.KILLED
    return tie[1] in _WEAK and not graver


_TO_DEATH = frozenset(("fatally", "mortally"))
"""How those are hurt who die of it."""
_OF_THEM = ["of", "them"]
_FATAL = frozenset(("fatal", "mortal", "deadly"))


def _outcome(doc: Doc, count: Count, trigger: Trigger, found: Sequence[Trigger], counts: Sequence[Count]) -> Outcome:
    """What happened to the people counted: the casualty word's outcome, but bodies taken to a hospital are dead."""
    if trigger.outcome in (Outcome.KILLED, Outcome.INJURED) and trigger.start < count.start and _lives(doc, count):
        return Outcome.INJURED
    if trigger.outcome == Outcome.INJURED and _are_bodies(doc, count, trigger):
        return Outcome.KILLED
    if trigger.outcome == Outcome.INJURED and (_fatally(doc, trigger.start - 1) or _fatally(doc, _behind(doc, count))):
        return Outcome.KILLED
    if trigger.outcome == Outcome.INJURED and any(_is_fatal(t) for t in doc[trigger.end : trigger.end + 3]):
        return Outcome.KILLED  # "suffered multiple fatal wounds"
    if trigger.outcome == Outcome.DISPLACED and _is_taken_to_care(doc, count, trigger):
        return Outcome.INJURED
    if trigger.outcome == Outcome.CAPTURED and _is_thought_dead(doc, count):
        return Outcome.KILLED
    if trigger.outcome == Outcome.KILLED and is_only_involved(doc, count.start, count.last):
        return Outcome.KILLED_OR_INJURED
    if doc[trigger.start].lower_ == "shot" and _is_execution(doc[trigger.start]):
        return Outcome.KILLED
    return joint_outcome(doc, trigger, found, count, counts) or Outcome(trigger.outcome)


def _is_taken_to_care(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """Whether those evacuated are hurt: "evacuated the 10 injured", "evacuated to a medical centre"."""
    if doc[trigger.start].lemma_.lower() != "evacuate":
        return False
    counted = {t.lower_ for t in doc[count.end : count.last + 4]}
    behind = {t.lower_ for t in doc[trigger.end : trigger.end + 6]}
    return not counted.isdisjoint(("wounded", "injured", "hurt")) or not behind.isdisjoint(
        ("hospital", "hospitals", "clinic", "medical")
    )


def _is_fatal(word: Token) -> bool:
    """Whether wounds are said to be fatal: not "non-fatal" ones."""
    before = word.doc[max(0, word.i - 2) : word.i].text.lower()
    return word.lower_ in _FATAL and not before.endswith(("non", "non-", "not"))


def _are_bodies(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """Whether bodies are counted; "one remains in critical condition" is read as a noun and is none."""
    if count.noun is None or doc[count.noun].lower_ not in group_words.role("bodies"):
        return False
    return doc[count.noun].lower_ != "remains" or trigger.start != count.noun + 1


_ALIVE = re.compile(
    r"^(?:,? (?:all|both))? (?:in (?:[\w-]+ ){0,3}conditions?\b"
    r"|in intensive care\b"
    r"|with (?:[\w-]+ ){0,3}(?:injur(?:y|ies)|wounds?|burns)\b"
    r"|(?:fighting|clinging) (?:for|to) (?:their|his|her) (?:life|lives)\b|(?:hospitali[sz]ed)\b)",
    re.IGNORECASE,
)


def _lives(doc: Doc, count: Count) -> bool:
    """Whether the words behind people say that they live: "left one dead and two others in critical condition", "one
    dead and two in hospital"; not "killed ten in hospital"."""
    if doc[count.start - 1].lower_ == "and" and doc[count.last + 1 : count.last + 3].text.lower() == "in hospital":
        return True
    return _ALIVE.match(f" {doc[count.last + 1 : count.last + 9].text}") is not None


_BOUND = frozenset("take line round drag pull march tie bind blindfold lead seize abduct kidnap capture".split())


def _is_execution(shot: Token) -> bool:
    """Whether those shot were in the hands of who shot them: "taken from their homes and shot", not "pulled out a gun
    and shot five"."""
    if shot.dep_ != "conj" or shot.head.lemma_.lower() not in _BOUND:
        return False
    held = [child for child in shot.head.children if child.dep_ == "dobj"]
    return not held or any(child.pos_ == "PRON" or child.lower_ in group_words.heads() for child in held)


def _behind(doc: Doc, count: Count) -> int:
    """Past a number and the "of them" behind it: "two of them fatally"."""
    return count.end + 2 if [t.lower_ for t in doc[count.end : count.end + 2]] == _OF_THEM else count.end


def _fatally(doc: Doc, at: int) -> bool:
    """Whether "fatally" stands there: "one fatally", "fatally shot"."""
    return 0 <= at < len(doc) and doc[at].lower_ in _TO_DEATH


_THOUGHT = frozenset("believed thought presumed feared known assumed confirmed declared".split())


_BETWEEN = frozenset("to be have been of them those the these are were is was now".split())


def _is_thought_dead(doc: Doc, count: Count) -> bool:
    """Whether people are said to be dead, or thought so: "including 36 believed to be dead"."""
    after = [t.lower_ for t in doc[count.last + 1 : count.last + 8] if t.lower_ not in _BETWEEN]
    return after[:1] == ["dead"] or (after[:1] != [] and after[0] in _THOUGHT and after[1:2] in (["dead"], ["killed"]))


def _shot(doc: Doc, draft: TollDraft, drafts: Sequence[TollDraft]) -> TollDraft:
    """ "Four people were shot", of whom the report counts some as dead, are killed or injured; else they are
    injured."""
    if draft.outcome is not Outcome.INJURED or doc[draft.trigger].lower_ not in ("shot", "stabbed"):
        return draft
    if [t.lower_ for t in doc[draft.trigger + 1 : draft.trigger + 3]] in (["and", "injured"], ["and", "wounded"]):
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

"""Which counts are parts of others: "including 20 officers", "three of them children", "68 were among the 126 dead"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from variorum.annotate import groups as group_words
from variorum.claims.counts import Count
from variorum.claims.drafts import TollDraft
from variorum.models import Outcome

_BE = frozenset("were was are is been".split())
_CUES = frozenset("including among includes included".split())
_PRONOUNS = frozenset("them whom these those which".split())
_GRAVELY = frozenset("critically seriously gravely fatally".split())
_VICTIMS = frozenset("dead injured wounded victims killed deceased bodies casualties fatalities".split())
_OUTCOMES = frozenset("wounding injuring killing wounded injured killed dead".split())
_OUTCOME_OF = {"injured": Outcome.INJURED, "wounded": Outcome.INJURED, "dead": Outcome.KILLED, "killed": Outcome.KILLED}


def may_be_part(doc: Doc, count: Count) -> bool:
    """Whether a count can be of people named as part of others: of no noun, of a noun for people, or of a name."""
    return count.noun is None or doc[count.noun].lower_ in group_words.heads() or doc[count.noun].is_title


def whole_of(
    doc: Doc, count: Count, drafts: Sequence[TollDraft], offset: int, earlier: Sequence[TollDraft], sentence: Span
) -> int | None:
    """The index of the toll of which this count is a part, None where it is none.

    drafts: the tolls of the sentence so far, whose indices start at `offset`; earlier: those of the sentences before.
    """
    here = next((offset + k for k in range(len(drafts) - 1, -1, -1) if drafts[k].part_of is None), None)
    if (victims := _of_whom(doc, count)) is not None:
        return here if here is not None else _last_before(doc, victims, earlier, sentence)
    if here is None:
        victims = _among_whom(doc, count, sentence)
        return None if victims is None else _last_before(doc, victims, earlier, sentence)
    whole = drafts[here - offset]
    since = max(whole.end, max(d.end for d in drafts) - 1)
    part = (
        _is_aside(doc, count)
        or _is_relative(doc[since : count.start])
        or _is_included(doc[whole.end : count.start])
        or _is_listed(doc[whole.end : count.start])
    )
    return here if part else None


def _of_whom(doc: Doc, count: Count) -> str | None:
    """The word for the whole after a count: "them" in "three of them", "dead" in "three of the dead"."""
    after = [t.lower_ for t in doc[count.end : count.end + 3]]
    if after[:1] != ["of"] or len(after) < 3:
        return None
    if after[1] in _PRONOUNS:
        return after[1]
    return after[2] if after[1] == "the" and after[2] in _VICTIMS else None


def _among_whom(doc: Doc, count: Count, sentence: Span) -> str | None:
    """ "Among the injured were two girls": the word for the whole that opens the sentence."""
    opening = [t.lower_ for t in doc[sentence.start : count.start]]
    told = opening[:2] == ["among", "the"] and 2 < len(opening) < 8
    return opening[2] if told and opening[2] in _VICTIMS else None


def _last_before(doc: Doc, victims: str, earlier: Sequence[TollDraft], sentence: Span) -> int | None:
    """The toll that the sentence before ends on, of the outcome that the word for the victims asks for."""
    outcome = _OUTCOME_OF.get(victims)
    for k in range(len(earlier) - 1, -1, -1):
        if doc[earlier[k].start].sent.end != sentence.start:
            return None
        if earlier[k].part_of is None and outcome in (None, earlier[k].outcome):
            return k
    return None


def _is_aside(doc: Doc, count: Count) -> bool:
    """ "Five people were hurt, one critically"."""
    after = doc[count.end].lower_ if count.end < len(doc) else ""
    return after in _GRAVELY and doc[count.start - 1].text in (",", "and")


def _is_relative(between: Span) -> bool:
    """ "55 people, of whom 20 were officers", "130 people, among which 67 children"."""
    words = {t.lower_ for t in between}
    return not words.isdisjoint(("whom", "which")) and not words.isdisjoint(("of", "among", "including"))


def _is_included(between: Span) -> bool:
    """ "55 policemen, including 20 officers and 34 conscripts", "15 people, among them 11 children"."""
    words = [t.lower_ for t in between]
    at = max((k for k, word in enumerate(words) if word in _CUES), default=None)
    if at is None:
        return False
    tail = between[at:]
    if any(t.tag_ in ("VBD", "VBZ", "VBP") or t.text in (";", ".") for t in tail):
        return False
    if words[at] == "among" and (words[max(0, at - 1)] in _BE or _PRONOUNS.isdisjoint(words[at : at + 2])):
        return False
    return not ("and" in words[at:] and not _OUTCOMES.isdisjoint(words[at:]))


def _is_listed(between: Span) -> bool:
    """ "Four people were found dead: a woman, two men and a boy", "three victims - a teacher and two pupils - died"."""
    marks = [k for k, t in enumerate(between) if t.text in (":", "-", "–", "—", "--")]
    if not marks:
        return False
    listed = between[marks[0] + 1 :]
    told = any(t.tag_.startswith("VB") or t.text in (";", ".") for t in listed)
    return len(marks) == 1 and not told


def part_of_next(k: int, drafts: Sequence[TollDraft], offset: int) -> TollDraft:
    """ "68 children were among the 126 killed": the whole stands after its part."""
    draft = drafts[k]
    if draft.rule != "among the victims" or draft.part_of is not None or k + 1 >= len(drafts):
        return draft
    return replace(draft, part_of=offset + k + 1) if drafts[k + 1].outcome == draft.outcome else draft

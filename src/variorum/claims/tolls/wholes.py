"""Which counts are parts of others: "including 20 officers", "three of them children", "68 were among the 126 dead"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.claims.tolls import clauses
from variorum.claims.tolls.counts import Count, is_dash, names_person
from variorum.claims.tolls.described import predicated
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import Outcome

_BE = frozenset("were was are is been".split())
_CUES = frozenset("including among includes included".split())
_INCLUDING = ("includ",)
"""How a cue begins, whatever its ending or spelling: "includding"."""
_PRONOUNS = frozenset("them whom these those which".split())
_GRAVELY = frozenset("critically seriously gravely fatally".split())
_CONDITIONS = frozenset("condition injury injuries wound wounds critical serious grave".split())
_VICTIMS = frozenset("dead injured wounded victims killed deceased bodies casualties fatalities".split())
_OUTCOMES = frozenset("wounding injuring killing wounded injured killed dead".split())
_OUTCOME_OF = {"injured": Outcome.INJURED, "wounded": Outcome.INJURED, "dead": Outcome.KILLED, "killed": Outcome.KILLED}


def may_be_part(doc: Doc, count: Count) -> bool:
    """Whether a count can be of people named as part of others: of no noun, of a noun for people, or of a name."""
    return count.noun is None or names_person(doc[count.noun]) or doc[count.noun].is_title


def whole_of(
    doc: Doc, count: Count, drafts: Sequence[TollDraft], offset: int, earlier: Sequence[TollDraft], sentence: Span
) -> int | None:
    """The index of the toll of which this count is a part, None where it is none.

    drafts: the tolls of the sentence so far, whose indices start at `offset`; earlier: those of the sentences before.
    """
    here = next((offset + k for k in range(len(drafts) - 1, -1, -1) if _may_hold(drafts[k], count)), None)
    if (victims := _of_whom(doc, count)) is not None:
        return here if here is not None else _last_before(doc, victims, earlier, sentence)
    if here is None:
        if drafts and (_goes_on(doc[drafts[-1].end : count.start]) or predicated(doc, count) is not None):
            return drafts[-1].part_of
        victims = _among_whom(doc, count, sentence)
        return None if victims is None else _last_before(doc, victims, earlier, sentence)
    whole = drafts[here - offset]
    if _suffers_else(doc, count, whole):
        return None
    since = max(whole.end, max(d.end for d in drafts) - 1)
    part = (
        (_is_aside(doc, count) and not _lives_beside_the_dead(doc, count, whole))
        or _is_among_them(doc, count)
        or _opens_with(doc, whole, count, sentence)
        or _is_relative(doc[since : count.start])
        or _is_included(doc[whole.end : count.start])
        or _is_listed(doc[whole.end : count.start])
        or _goes_on_from(doc, drafts[-1], count)
    )
    return here if part else None


def _may_hold(whole: TollDraft, count: Count) -> bool:
    """Whether so many can be a part of a toll: not ten of one."""
    high = whole.count.high
    return whole.part_of is None and (high is None or count.count.low is None or count.count.low <= high)


def _suffers_else(doc: Doc, count: Count, whole: TollDraft) -> bool:
    """Whether the words right behind people say that something else befell them than the whole: "Ten were killed,
    including a nurse, and 37 others were injured"."""
    after = [t.lower_ for t in doc[count.last + 1 : count.last + 3]]
    fate = after[1:] if after[:1] != [] and after[0] in _BE else after
    return fate != [] and _OUTCOME_OF.get(fate[0], whole.outcome) is not whole.outcome


def _of_whom(doc: Doc, count: Count) -> str | None:
    """The word for the whole after a count: "them" in "three of them", "dead" in "three of the dead", "five" in "two of
    the five"."""
    after = [t.lower_ for t in doc[count.end : count.end + 3]]
    if after[:1] != ["of"] or len(after) < 3:
        return None
    if after[1] in _PRONOUNS:
        return after[1]
    if after[1] not in ("the", "these", "those"):
        return None
    return after[2] if after[2] in _VICTIMS or doc[count.end + 2].like_num else None


def _among_whom(doc: Doc, count: Count, sentence: Span) -> str | None:
    """ "Among the injured were two girls", "Out of the casualties, 12 were women": the word for the whole that opens
    the sentence."""
    opening = [t.lower_ for t in doc[sentence.start : count.start] if not t.is_space]
    opening = opening[1:] if opening[:2] == ["out", "of"] else opening
    if opening[:2] in (["they", "include"], ["they", "included"], ["these", "include"], ["these", "included"]):
        return "them"
    if opening[:3] == ["among", "them", "were"]:
        return "them"
    if (
        opening[:1] == ["the"]
        and opening[1:2] != []
        and opening[1] in _VICTIMS
        and opening[2:3] in (["were"], ["are"], ["include"], ["included"])
    ):
        joined = doc[count.start - len(opening) + 3 : count.start]
        return opening[1] if all(t.tag_ in _LISTING or t.lower_ in ("of", "from") for t in joined) else None
    if _are_among_victims(doc, count, sentence):
        return "victims"
    if count.noun is None and count.start - sentence.start < _NEXT and _is_state_of(doc, count):
        return "injured"
    if count.start == sentence.start and _says_who(doc, count):
        return "them"
    told = opening[:2] in (["among", "the"], ["of", "the"], ["among", "those"], ["of", "those"])
    if not told or not 2 < len(opening) < _OPENING:
        return None
    return opening[2] if opening[2] in _VICTIMS or opening[2] in group_words.heads() else None


_NEXT = 2


def _is_state_of(doc: Doc, count: Count) -> bool:
    """ "Three are in critical condition", "two remain in intensive care": of those hurt before."""
    after = [t.lower_ for t in doc[count.end : count.end + 6]]
    return after[:1] in (["are"], ["is"], ["remain"], ["remains"], ["were"]) and not _CONDITIONS.isdisjoint(after)


def _says_who(doc: Doc, count: Count) -> bool:
    """ "Two were soldiers": of those told of before."""
    after = doc[count.end : count.end + 3]
    if len(after) < 3 or after[0].lower_ not in _BE or count.noun is not None:
        return False
    return any(t.tag_ == "NNS" and t.lower_ in group_words.heads() for t in after[1:])


def _is_subject_among(noun: Token, among: Token) -> bool:
    """Whether a noun is the subject of the "were" before "among the victims"."""
    if among.lower_ != "among" or not {"victims", "casualties"} & {t.lower_ for t in among.subtree}:
        return False
    subjects = [v for c in among.head.children if c.dep_ == "nsubj" for v in clauses.joined(c)]
    return among.head.lower_ in _BE and noun in subjects


_LISTING = frozenset("NN NNS NNP NNPS JJ CD DT CC , POS HYPH".split())
"""Tags of the words of a list of people."""


def _are_among_victims(doc: Doc, count: Count, sentence: Span) -> bool:
    """ "Two nurses and a driver were among the victims"."""
    if count.noun is not None and any(
        _is_subject_among(doc[count.noun], t) for t in doc[count.last + 1 : sentence.end]
    ):
        return True
    after = [t.lower_ for t in doc[count.last + 1 : sentence.end]]
    at = next((k for k in range(len(after) - 2) if after[k : k + 2] == ["among", "the"]), None)
    if at is None or after[at + 2] not in ("victims", "casualties") or not 0 < at < _OPENING:
        return False
    return after[at - 1] in _BE and not any(
        t.tag_ in ("VBD", "VBZ", "VBP") for t in doc[count.last + 1 : count.last + at]
    )


_OPENING = 12
"""Tokens of an opening that names the whole ("Among the farmers killed in the north were"), at most."""


def _is_among_them(doc: Doc, count: Count) -> bool:
    """ "Fifteen people, eleven children among them"."""
    after = [t.lower_ for t in doc[count.last + 1 : count.last + 4]]
    return after[:1] == ["among"] and (
        after[1:2] in (["them"], ["those"])
        or (
            after[1:2] == ["the"] and after[2:] != [] and after[2] in _VICTIMS and doc[count.start - 1].lower_ == "with"
        )
    )


def _opens_with(doc: Doc, whole: TollDraft, count: Count, sentence: Span) -> bool:
    """ "Of the 55 killed, 20 were officers", "Among the 55 killed were 20 officers"."""
    opening = [t.lower_ for t in doc[sentence.start : whole.start] if not t.is_space]
    opening = opening[1:] if opening[:1] == ["out"] else opening
    between = doc[whole.end : count.start]
    if opening not in (["of"], ["of", "the"], ["among", "the"], ["among"]) or not 0 < len(between) < _OPENING:
        return False
    return between[-1].text == "," or (opening[0] == "among" and any(t.lower_ in _BE for t in between))


def stand_side_by_side(between: Span) -> bool:
    """Whether what stands between two counts only joins them: "three policemen and a cook" are no part of each
    other."""
    told = any(t.lower_ in _CUES or t.lower_.startswith(_INCLUDING) or t.lower_ in _PRONOUNS for t in between)
    return not told and _goes_on(between)


def _goes_on(between: Span) -> bool:
    """Whether a list of parts goes on: "one of the wounded is a nurse, two farmers and a boy"."""
    listed = any(t.text == "," or t.lower_ == "and" for t in between)
    return listed and not any(t.tag_.startswith("VB") or t.text in (";", ".", ":") for t in between)


def _goes_on_from(doc: Doc, last: TollDraft, count: Count) -> bool:
    """Whether a count is the next of a list of parts: "ten of them civilians and two militants"."""
    between = doc[last.end : count.start]
    joined = len(between) > 0 and between[-1].lower_ == "and" and not any(t.text == "," for t in between)
    return last.part_of is not None and count.noun is not None and joined and _goes_on(between)


def _last_before(doc: Doc, victims: str, earlier: Sequence[TollDraft], sentence: Span) -> int | None:
    """The last toll of the sentences before, of the outcome that the word for the victims asks for: "the injured" may
    have been counted a few sentences ago, "them" in the last one alone."""
    outcome, named = _OUTCOME_OF.get(victims), victims in group_words.heads() and victims not in _VICTIMS
    for k in range(len(earlier) - 1, -1, -1):
        away = sentence.start - doc[earlier[k].start].sent.end
        if away > _REACH or (away > 0 and not named and victims not in _VICTIMS):
            return None
        if earlier[k].part_of is not None or outcome not in (None, earlier[k].outcome) or _is_former(doc, earlier[k]):
            continue
        if not named or away == 0 or _counts(doc, earlier[k], victims):
            return k
    return None


def _counts(doc: Doc, draft: TollDraft, noun: str) -> bool:
    """Whether a toll counts the people of a noun: "civilians"."""
    return draft.group is not None and any(t.lower_ == noun for t in doc[draft.group[0] : draft.group[1]])


def _is_former(doc: Doc, draft: TollDraft) -> bool:
    """Whether a number is one that holds no longer: "a previous toll of 112", "up from 65"."""
    before = {t.lower_ for t in doc[max(0, draft.start - 4) : draft.start]}
    return not before.isdisjoint(("previous", "earlier", "initial", "former", "from"))


def _is_aside(doc: Doc, count: Count) -> bool:
    """ "Five people were hurt, one critically", "two were shot, one in critical condition"."""
    after = [t.lower_ for t in doc[count.end : count.end + 4]]
    if doc[count.start - 1].lower_ not in (",", "and", "—", "–", "(") or not after:
        return False
    return after[0] in _GRAVELY or (after[0] in ("in", "with") and not _CONDITIONS.isdisjoint(after))


def _lives_beside_the_dead(doc: Doc, count: Count, whole: TollDraft) -> bool:
    """ "Left three dead and 12 in critical condition", "14 dead and another 27 with injuries"."""
    dead = whole.outcome is Outcome.KILLED and whole.trigger < count.start
    return dead and doc[count.end].lower_ in ("in", "with") and doc[count.start - 1].lower_ == "and"


def _is_relative(between: Span) -> bool:
    """ "55 people, of whom 20 were officers", "130 people, among which 67 children"."""
    words = {t.lower_ for t in between}
    return not words.isdisjoint(("whom", "which")) and not words.isdisjoint(("of", "among", "including"))


def _is_included(between: Span) -> bool:
    """ "55 policemen, including 20 officers and 34 conscripts", "15 people, among them 11 children"."""
    words = [t.lower_ for t in between]
    at = max((k for k, word in enumerate(words) if word in _CUES or word.startswith(_INCLUDING)), default=None)
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
    marks = [k for k, t in enumerate(between) if t.text == ":" or is_dash(t)]
    if not marks:
        return False
    listed = between[marks[0] + 1 :]
    told = any((t.tag_.startswith("VB") and t.dep_ != "amod") or t.text in (";", ".") for t in listed)
    return len(marks) == 1 and not told


def counterpart(
    doc: Doc, part: int, outcome: Outcome, drafts: Sequence[TollDraft], offset: int, earlier: Sequence[TollDraft]
) -> int | None:
    """The whole of a part that had another outcome than the whole found: the toll of that outcome beside it, as in "Ten
    were killed and 40 injured. Of the victims, two were killed"; the same whole where its people may have come to that;
    None where they can't: the injured are no part of the dead."""
    told = [*earlier, *drafts]
    whole = told[part]
    if whole.outcome in (outcome, Outcome.KILLED_OR_INJURED):
        return part
    sentence = doc[whole.start].sent
    for k in range(len(told) - 1, -1, -1):
        beside = k < offset and told[k].part_of is None and sentence.start <= told[k].start < sentence.end
        if beside and told[k].outcome is outcome:
            return k
    return None if whole.outcome is Outcome.KILLED else part


def part_of_next(doc: Doc, k: int, drafts: Sequence[TollDraft], offset: int) -> TollDraft:
    """ "68 children were among the 126 killed", "a family of five among 12 dead": the whole stands after its part."""
    draft = drafts[k]
    after = next((n for n in range(k + 1, len(drafts)) if drafts[n].part_of is None), None)
    if draft.part_of is not None or after is None or drafts[after].outcome != draft.outcome:
        return draft
    lead = [t.lower_ for t in doc[draft.end : drafts[after].start] if t.lower_ not in ("the", "some")]
    told = "among" in lead if draft.rule == "among the victims" else lead[-1:] == ["among"] or lead == ["of"]
    if not told:
        return draft
    return replace(draft, part_of=offset + after)


_PARTS_AT_MOST = 8
"""Parts into which a number is broken down, at most."""
_REACH = 80
"""Tokens between a whole and the first of its parts, at most."""


def broken_down(doc: Doc, drafts: Sequence[TollDraft]) -> tuple[TollDraft, ...]:
    """The tolls, with those that add up to the exact number before them as its parts: "Four people were shot. Two died,
    and two are in hospital."; the parts stand in one sentence, that of the whole or one of the two after it."""
    out = list(drafts)
    for k, whole in enumerate(out):
        number = whole.count.low
        if whole.part_of is None and number == whole.count.high and number is not None and number > 1:
            for at in _adding_up(doc, out, k, number):
                out[at] = replace(out[at], part_of=k)
    return tuple(out)


def _adding_up(doc: Doc, drafts: Sequence[TollDraft], k: int, number: int) -> range:
    """The tolls after one that break its number down; an empty range where there are none."""
    whole, first = drafts[k], k + 1
    while first < len(drafts) and drafts[first].part_of == k:
        first += 1
    if first > k + 1 or first >= len(drafts) or drafts[first].start - whole.end > _REACH:
        return range(0)
    anybody = whole.group is not None and doc[whole.group[1] - 1].lower_ in ("people", "persons", "victims")
    if not anybody and stand_side_by_side(doc[whole.end : drafts[first].start]):
        return range(0)  # "two vendors, a driver and a man"; not "eight people, two cooks and six boys"
    sentence, total = doc[drafts[first].start].sent, 0
    for at in range(first, min(len(drafts), first + _PARTS_AT_MOST)):
        part = drafts[at]
        exact = part.count.low is not None and part.count.low == part.count.high
        if not exact or part.part_of is not None or part.start >= sentence.end or not _within(part, whole):
            return range(0)
        total += part.count.low or 0
        if total >= number:
            return range(first, at + 1) if total == number and at > first else range(0)
    return range(0)


def _within(part: TollDraft, whole: TollDraft) -> bool:
    """Whether the people of one toll can be among those of another."""
    if whole.outcome is Outcome.KILLED_OR_INJURED:
        return part.outcome in (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED)
    return part.outcome == whole.outcome

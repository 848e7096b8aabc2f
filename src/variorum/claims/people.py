"""Whom a count counts: the noun phrase as written and its category; what a count without a noun stands for."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from variorum.annotate import groups as group_words
from variorum.annotate.triggers import Trigger
from variorum.claims.casualties import NOUN_TAGS, STATES
from variorum.claims.counts import Count
from variorum.claims.drafts import TollDraft
from variorum.models import GroupCategory

GroupTokens = tuple[int, int] | None

_STANDS_FOR = frozenset("others other more injured wounded dead killed missing ones".split())


_ARRESTS = frozenset(
    "arrest arrests arrested arresting detain detained detains custody charged jailed apprehended imprisoned".split()
)

_LOOSE_VERBS = frozenset(
    "lose loses lost losing destroy destroys destroyed destroying neutralize neutralized neutralizes "
    "neutralise neutralised take takes took taking wipe wiped life lives".split()
)

_LIFE_TAKERS = frozenset(
    "claim claims claimed claiming take takes took taken taking cost costs costing lost lose losing end "
    "ended ending".split()
)


def counts_people(doc: Doc, count: Count, trigger: Trigger) -> bool:
    if count.noun is None:
        return True
    noun = doc[count.noun]
    if noun.lower_ in group_words.not_people():
        return False
    if doc[trigger.start].lower_ in _LOOSE_VERBS and not _loose_fits(doc, trigger, noun):
        return False
    if noun.lower_ in group_words.heads() or trigger.start <= noun.i < trigger.end:
        return True
    return trigger.outcome in ("killed", "injured") and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def _loose_fits(doc: Doc, trigger: Trigger, noun: Token) -> bool:
    """Words that tell of deaths only beside people: "lost five men", "destroyed 120 militants", "claimed 67 lives"."""
    word = doc[trigger.start].lower_
    if word in ("life", "lives"):
        return any(t.lower_ in _LIFE_TAKERS for t in doc[max(0, trigger.start - 7) : trigger.start])
    return (
        noun.lower_ in group_words.heads() and noun.lower_ not in ("life", "lives")
    ) or trigger.end - trigger.start > 1


def group_of(
    doc: Doc, count: Count, trigger: int, whole: TollDraft | None, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """The noun phrase that is counted and its category; a count without a noun takes that of the count before it."""
    if count.noun is None or (doc[count.noun].lower_ in _STANDS_FOR and count.noun - count.end <= 1):
        if whole is not None:
            return _of_them(doc, count, whole)
        return _stood_for(doc, count, trigger, drafts)
    start, end = count.end, count.noun + 1
    if start < end and doc[start].lower_ == "of":
        start += 1
        if start < end and doc[start].lower_ in ("the", "them", "these", "their", "its", "our"):
            start += 1
    start = min(start, count.noun)
    end = _extended(doc, end)
    words = [t.lower_ for t in doc[start:end]]
    head = words[count.noun - start]
    categories = _categories(words, count.noun - start)
    category = group_words.mixture(categories) if categories else GroupCategory.PEOPLE
    if whole is not None and (head in _RANKS or not categories):
        category = whole.category
    elif category is GroupCategory.PEOPLE or head in _RANKS:
        category = _by_force(doc, start, end) or category
    if category is GroupCategory.PEOPLE and doc[trigger].lower_ in _ARRESTS:
        category = GroupCategory.ARMED_GROUP  # "suspects of these", says the guide
    return (start, end), category


_RANKS = frozenset("officer officers member members conscript conscripts recruit recruits commander commanders".split())
_ARMED = frozenset(("rebel_group", "political_militia", "identity_militia"))
_STATE = frozenset(("state_forces", "external_forces"))


def _by_force(doc: Doc, start: int, end: int) -> GroupCategory | None:
    """The category that the name of a force gives its people: "members of the Northern Front", "Hamas members"."""
    belongs = end < len(doc) and doc[end].lower_ in ("of", "from", "in", "belonging")
    stop = min(end + 8, doc[start].sent.end) if belongs else end
    for span in doc.spans.get("actors", []):
        if (start <= span.start < stop and span._.registry_id is not None) or (start <= span.start < stop and belongs):
            if span.label_ in _ARMED:
                return GroupCategory.ARMED_GROUP
            if span.label_ in _STATE:
                words = {t.lower_ for t in span}
                return GroupCategory.POLICE if words & {"police", "gendarmerie"} else GroupCategory.MILITARY
    return None


def _stood_for(
    doc: Doc, count: Count, trigger: int, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """Whom a count without a noun means: "two were wounded" those counted before, "scores of them" the people named
    before."""
    own = (count.noun, count.noun + 1) if count.noun is not None else None
    if [t.lower_ for t in doc[count.end : count.end + 2]] == ["of", "them"]:
        named = next((t for t in reversed(doc[max(0, count.start - 60) : count.start]) if _names_group(t)), None)
        if named is not None:
            return (named.i, named.i + 1), group_words.heads()[named.lower_]
    last = next((d for d in reversed(drafts) if d.part_of is None), None)
    if last is None or last.category is GroupCategory.PEOPLE or count.start - last.end >= 25 or count.start > trigger:
        return own, GroupCategory.PEOPLE
    return own or last.group, last.category


def _names_group(token: Token) -> bool:
    """Whether a noun names people who can be meant by "them"."""
    return (
        token.tag_ == "NNS" and group_words.heads().get(token.lower_, GroupCategory.PEOPLE) is not GroupCategory.PEOPLE
    )


def _of_them(doc: Doc, count: Count, whole: TollDraft) -> tuple[tuple[int, int] | None, GroupCategory]:
    """ "three of them children": the noun stands after "of them"."""
    found = None
    for token in doc[count.end : count.end + 7]:
        if token.lower_ in group_words.heads() and token.lower_ not in STATES:
            found = token
        if token.text in (",", ".", ";", "—", "–") or (found is not None and token.tag_ not in (*NOUN_TAGS, "JJ")):
            break
    if found is not None:
        words = [t.lower_ for t in doc[max(count.end + 2, found.i - 1) : found.i + 1]]
        return (found.i, found.i + 1), group_words.category_of(words) or whole.category
    return whole.group, whole.category


def _extended(doc: Doc, end: int) -> int:
    """The end of a noun phrase with a noun joined to it that has no number of its own: "troops and police officers"."""
    at = end
    while at + 1 < len(doc) and doc[at].lower_ in ("and", "or", "of", "from"):
        stop = at + 1
        while (
            stop < len(doc)
            and stop - at <= 5
            and doc[stop].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "DT", "PRP$")
            and doc[stop].lower_ not in ("a", "an", "another")
        ):
            stop += 1
        tail = doc[at + 1 : stop]
        people = [t for t in tail if t.lower_ in group_words.heads()]
        if (
            not people
            or any(t.like_num for t in tail)
            or (
                stop < len(doc)
                and doc[at].lower_ == "and"
                and doc[stop].tag_.startswith("V")
                and doc[stop].tag_ != "VBN"
                and doc[stop].pos_ != "AUX"
            )
        ):
            break
        at = end = people[-1].i + 1
    return end


def _categories(words: list[str], head: int) -> list[GroupCategory]:
    parts: list[list[str]] = [[]]
    heads: list[int] = [0]
    for k, word in enumerate(words):
        if word in ("and", "or") and k > head:
            parts.append([])
            heads.append(0)
            continue
        parts[-1].append(word)
    heads[0] = min(head, len(parts[0]) - 1)
    out = []
    for k, part in enumerate(parts):
        category = group_words.category_of(part, heads[0] if k == 0 else len(part) - 1)
        if category is not None:
            out.append(category)
    return out

"""Whom a number without a noun counts: "two were wounded", "all four were killed", "killing six"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from variorum.annotate import groups as group_words
from variorum.claims.tolls import clauses
from variorum.claims.tolls.belonging import SIDES
from variorum.claims.tolls.counts import Count
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.lexicon import words
from variorum.models import GroupCategory


def stood_for(
    doc: Doc, count: Count, trigger: int, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """Whom a count without a noun means: "two were wounded" those counted before, "scores of them" the people named
    before."""
    own = (count.noun, count.noun + 1) if count.noun is not None else None
    if [t.lower_ for t in doc[count.end : count.end + 2]] == ["of", "them"]:
        named = next((t for t in reversed(doc[max(0, count.start - 60) : count.start]) if _names_group(t)), None)
        if named is not None:
            return (named.i, named.i + 1), group_words.heads()[named.lower_]
    meant = _beside(doc, count) or _meant(doc, count) or _acted_on(doc, count, trigger)
    if meant is not None:
        return meant
    told = [d for d in drafts if d.part_of is None]
    last = told[-1] if told else None
    if last is None or _is_mixed(told[-2:]) or not _carries(doc, count, trigger, last):
        return own, GroupCategory.PEOPLE
    return own or last.group, last.category


def _beside(doc: Doc, count: Count) -> tuple[tuple[int, int], GroupCategory] | None:
    """The people beside whom their number stands: "the attackers, 12 in all, were killed"."""
    noun = doc[count.number].head
    if count.noun is not None or doc[count.number].dep_ != "appos" or noun.lower_ not in group_words.heads():
        return None
    start = noun.left_edge.i + (noun.left_edge.tag_ == "DT")
    known = group_words.category_of([t.lower_ for t in doc[start : noun.i + 1]])
    return ((start, noun.i + 1), known) if noun.tag_ == "NNS" and known is not None else None


def _meant(doc: Doc, count: Count) -> tuple[tuple[int, int], GroupCategory] | None:
    """Whom a definite number without a noun means: "Four gunmen attacked. All four were killed"; and whom "another"
    means: "one attacker blew himself up and another was shot"."""
    before = doc[count.start - 1].lower_ if count.start else ""
    definite = before in ("all", "the", "these") and count.count.low == count.count.high
    if not definite and doc[count.start].lower_ not in ("another", "a third", "a"):
        return None
    since = count.start - _RECENT if definite else doc[count.start].sent.start
    for span in reversed(doc.spans.get("quantities", [])):
        if not max(0, since) <= span.start < count.start or (definite and span._.count != count.count):
            continue
        named = next((t for t in doc[span.end : span.end + 4] if t.lower_ in group_words.heads()), None)
        known = None if named is None else group_words.category_of([t.lower_ for t in doc[span.end : named.i + 1]])
        if named is not None and known in SIDES:
            return (named.i, named.i + 1), known
    return None


def _acted_on(doc: Doc, count: Count, trigger: int) -> tuple[tuple[int, int], GroupCategory] | None:
    """Whom a verb acts on that goes on in the casualty word of a number without a noun: "police fired on protesters,
    killing six", "they attacked the convoy's guards and killed three"."""
    verb = doc[trigger]
    if count.noun is not None or count.start < trigger or verb.dep_ not in ("advcl", "conj", "xcomp"):
        return None
    if clauses.is_passive(verb) or verb.head.i > trigger or count.count.low == 1:
        return None
    hit = [c for c in verb.head.children if c.dep_ == "dobj" and c.i < trigger]
    hit += [o for c in verb.head.children if c.lower_ in ("on", "at") for o in c.children if o.dep_ == "pobj"]
    for noun in hit:
        known = group_words.category_of([t.lower_ for t in doc[noun.left_edge.i : noun.i + 1]])
        if noun.tag_ == "NNS" and noun.lower_ in group_words.heads() and known not in (None, GroupCategory.PEOPLE):
            return (noun.i, noun.i + 1), known
    return None


_RECENT = 60
"""Tokens between people and "all four" of them, at most."""


def _is_mixed(told: Sequence[TollDraft]) -> bool:
    """Whether two tolls share a casualty word and count different people: "ten rebels and 15 shoppers killed"."""
    return len(told) == 2 and told[0].trigger == told[1].trigger and told[0].category is not told[1].category


def _carries(doc: Doc, count: Count, trigger: int, last: TollDraft) -> bool:
    """Whether a count without a noun is of the same people as the toll before it: "two soldiers were killed and five
    wounded", "killed a soldier and wounded another"; not "two children were killed and dozens injured"."""
    if count.start - last.end >= _NEAR or last.category is GroupCategory.PEOPLE:
        return False
    if any(t.lower_ in ("among", "of") for t in doc[max(last.end, count.start - 2) : count.start]):
        return False  # "eight cops among 19 injured", "six of the 18 dead were cops"
    if last.group is not None and not group_words.role("kin").isdisjoint(
        t.lower_ for t in doc[last.group[0] : last.group[1]]
    ):
        return False
    if count.noun is None and trigger == last.trigger and count.start > trigger:
        return _is_placed(doc, count)  # "murdered three peasants in one village, two in another"
    alike = doc[count.start].lower_ == "another" or (count.noun is not None and doc[count.noun].lower_ == "others")
    alike = alike or (count.noun is None and doc[trigger].lower_ in _TAKEN) or _goes_on(doc, trigger, last)
    return count.start < trigger or alike


def _is_placed(doc: Doc, count: Count) -> bool:
    return count.end < len(doc) and doc[count.end].lower_ in _PLACING


def _goes_on(doc: Doc, trigger: int, last: TollDraft) -> bool:
    """Whether who did the last casualty word does this one, too: "rebels killed nine soldiers and wounded five"."""
    verb, before = doc[trigger], doc[last.trigger]
    active = verb.tag_ in ("VBD", "VBG", "VBZ") and not clauses.is_passive(verb) and not clauses.is_passive(before)
    return active and verb.dep_ in ("conj", "advcl") and verb.head.i == last.trigger


_PLACING = words("placing", "placed_number")
_TAKEN = words("verbs", "take_captive")
_NEAR = 25
"""Tokens between a toll and a count that means the same people, at most."""


def _names_group(token: Token) -> bool:
    """Whether a plural noun names people who can be meant by "them", in a sentence that was parsed or not."""
    known = group_words.heads().get(token.lower_, GroupCategory.PEOPLE)
    return known is not GroupCategory.PEOPLE and (token.tag_ == "NNS" or (not token.tag_ and _is_plural(token.lower_)))


def _is_plural(word: str) -> bool:
    return word.endswith("men") or (word.endswith("s") and word[:-1] in group_words.heads())

"""Who people were, where a sentence says it beside their number: "seven of the dead were children"."""

from __future__ import annotations

from spacy.tokens import Doc

from variorum.annotate import groups as group_words
from variorum.claims.tolls.belonging import by_belonging
from variorum.claims.tolls.casualties import NOUN_TAGS, STATES
from variorum.claims.tolls.counts import Count
from variorum.models import GroupCategory

Described = tuple[tuple[int, int], GroupCategory]
"""The tokens, end excluded, of the phrase that says who people were, and their category."""


def described(doc: Doc, count: Count) -> Described | None:
    """What the sentence says beside a number of who its people were; None where it says nothing."""
    return predicated(doc, count) or _in_apposition(doc, count) or _of_family(doc, count)


def predicated(doc: Doc, count: Count) -> Described | None:
    """Who people of a whole were, where the sentence says so: "seven of the dead were children"."""
    after = [t.lower_ for t in doc[count.end : count.end + 6]]
    if after[:2] == ["of", "them"]:
        at = 2
    elif after[:2] == ["of", "the"] and len(after) > _PREDICATED:
        at = 3 + doc[count.end + 2].like_num
        if after[at - 1] not in group_words.role("stands for others") | group_words.role("victims"):
            return None
    elif after[:2] == ["of", "those"] and after[2:3] != [] and after[2] in STATES:
        at = 3
    elif count.start - doc[count.start].sent.start < _OPENS or doc[count.start - 1].lower_ in _JOINED:
        at = _past_their_fate(doc, count)
    else:
        return None
    start = count.end + at + 1
    if doc[start - 1 : start].text.lower() not in ("were", "are", "was", "is"):
        return None
    found = None
    for token in doc[start : start + 5]:
        if token.lower_ in group_words.heads() and token.lower_ not in STATES:
            found = token
        if token.tag_ not in (*NOUN_TAGS, "JJ", "CD", "DT") or token.text == ",":
            break
    if found is None:
        return None
    category = group_words.category_of([t.lower_ for t in doc[start : found.i + 1]]) or GroupCategory.PEOPLE
    return ((start, found.i + 1), by_belonging(doc, start, found.i + 1, found.lower_, category))


def _past_their_fate(doc: Doc, count: Count) -> int:
    """How many tokens what befell them takes, up to the word for being, in a headline's "Three killed in airstrike were
    medics"; 0 where nothing of the kind stands there."""
    sentence = doc[count.start].sent
    if count.noun is not None or count.end >= sentence.end or doc[count.end].lower_ not in STATES:
        return 0
    for token in doc[count.end + 1 : min(sentence.end, count.end + _FATE)]:
        if token.lower_ in ("were", "was"):
            return token.i - count.end
        if token.pos_ in ("VERB", "AUX", "PRON", "SCONJ") or token.text in (",", ";", ":"):
            return 0
    return 0


_FATE = 9
"""Tokens from a count to the word for being, at most."""


def _in_apposition(doc: Doc, count: Count) -> Described | None:
    """Who one of people was, where the sentence says so beside it: "one of them, a six-year-old boy, died"."""
    after = [t.lower_ for t in doc[count.end : count.end + 4]]
    if count.count.high != 1 or after[:3] != ["of", "them", ","] or after[3:] not in (["a"], ["an"]):
        return None
    start = count.end + 4
    for token in doc[start : start + _APPOSED]:
        if token.text == "," or token.pos_ in ("VERB", "AUX"):
            return None
        if token.lower_ in group_words.heads() and token.tag_ in NOUN_TAGS and not _goes_on(doc, token.i + 1):
            words = [t.lower_ for t in doc[start : token.i + 1]]
            return (start, token.i + 1), group_words.category_of(words) or GroupCategory.PEOPLE
    return None


def _goes_on(doc: Doc, at: int) -> bool:
    return at < len(doc) and doc[at].tag_ in NOUN_TAGS


_APPOSED = 8
"""Tokens of a phrase that says who somebody was, at most, before its noun."""

_OPENS = 2
"""Tokens before a count that opens a sentence, at most: "two were soldiers"."""
_JOINED = frozenset(("and", ",", ";", "while", "but"))
"""Before a count that opens a clause: "eleven were travellers and five were soldiers"."""
_PREDICATED = 4
"""Words after a count that say who they were, at least: "of the dead were children"."""


def _of_family(doc: Doc, count: Count) -> Described | None:
    """ "A family of five", "five of a family", "four from the same family"."""
    after = [t.lower_ for t in doc[count.end : count.end + 4]]
    if count.noun is None and after[:1] in (["of"], ["from"]) and "family" in after[1:]:
        at = count.end + after.index("family")
        return (at, at + 1), GroupCategory.CIVILIAN
    if count.noun is not None or count.start < 2 or doc[count.start - 1].lower_ != "of":
        return None
    family = doc[count.start - 2]
    return ((family.i, family.i + 1), GroupCategory.CIVILIAN) if family.lower_ == "family" else None


def named_by_toll(doc: Doc, count: Count, trigger: int) -> Described | None:
    """Whom a total counts, where it says so before its number: "the number of journalists killed rose to 97"."""
    if count.noun is not None or count.start <= trigger:
        return None
    for token in doc[max(doc[trigger].sent.start, trigger - _TOTAL) : count.start - 1]:
        if token.lower_ not in ("number", "toll", "tally", "count") or token.nbor(1).lower_ not in ("of", "among"):
            continue
        named = doc[token.i + 2 : min(count.start, token.i + _TOTAL)]
        people = next((t for t in named if t.lower_ in group_words.heads() and t.lower_ not in STATES), None)
        if people is not None and people.tag_ in NOUN_TAGS:
            words = [t.lower_ for t in doc[token.i + 2 : people.i + 1]]
            category = group_words.category_of(words) or GroupCategory.PEOPLE
            return (token.i + 2, people.i + 1), category
    return None


_TOTAL = 6
"""Tokens between the words of a total, at most: "the number of local journalists killed"."""

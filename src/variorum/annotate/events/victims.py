"""Who was hit, and how a report calls them: the noun that best says who they were, and the whole phrase around it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.annotate.events.roles import parts_of
from variorum.annotate.events.scopes import Scope
from variorum.annotate.groups import heads
from variorum.annotate.inflection import noun_forms
from variorum.models import GroupCategory, Outcome
from variorum.values import Span


@dataclass(frozen=True, slots=True)
class Victims:
    """A group that suffered in an event: its words, category, outcome and least number, as a toll has them."""

    text: str
    category: GroupCategory
    outcome: Outcome
    span: Span | None = None
    count: int | None = None


_LONGEST = 12
"""Words of a phrase at most."""
_OPENING = frozenset({"of", "from", "aboard", "at", "inside"})
"""Prepositions that say more of who people were: "residents of the village", "passengers aboard the ferry"."""


_CIVIL = frozenset({GroupCategory.CIVILIAN, GroupCategory.PEOPLE, GroupCategory.OFFICIAL})


@cache
def _nouns(name: str) -> frozenset[str]:
    raw = tomllib.loads((files("variorum") / "data" / "frames.toml").read_text("utf-8"))
    return frozenset(form for noun in raw["victims"][name] for form in noun_forms(noun))


def vagueness(words: str) -> int:
    """How little the words say of who people were: 0 for "worshippers", 1 for "civilians", 2 for "people", 3 for kin,
    age and the state that they were left in ("women", "patients", "victims").
    """
    known = words.lower().replace("-", " ").split()
    if any(word in _nouns("there") for word in known):
        return 0
    for rank, name in ((4, "state"), (3, "kin"), (2, "anybody"), (1, "civilian")):
        if known and known[-1] in _nouns(name):
            return rank
    return 0 if known else 4


def whole_phrase(doc: Doc, span: Span) -> Span:
    """The noun with what follows that says who they are: "residents of the two villages", "people evacuated from the
    town". The same span where there is no parse.
    """
    noun = doc.char_span(span.start, span.end, alignment_mode="expand")
    if noun is None or not noun.root.dep_:
        return span
    end = noun.end
    last = _last_of_list(noun.root)
    if last is not None:
        first = noun.doc[min(noun.start, noun.root.left_edge.i)]
        return Span(first.idx, last.idx + len(last))
    for child in noun.root.rights:
        if child.i < end:
            continue
        if not _says_who(child) or child.left_edge.i > end or child.right_edge.i >= noun.start + _LONGEST:
            break
        if any(token.is_punct or token.is_space or token.pos_ == "AUX" for token in doc[end : child.right_edge.i + 1]):
            break
        end = child.right_edge.i + 1
    return Span(span.start, doc[end - 1].idx + len(doc[end - 1]))


_MIDDLE = frozenset({"al", "bin", "de", "del", "la", "el", "van", "von", "der", "abu", "ibn", "ul", "-", "."})
"""Words inside names of persons, in small letters."""


def full_phrase(doc: Doc, span: Span) -> Span:
    """The whole phrase with the name that it stands by: "the expert Hashim Karim", "Aaron Pell, a barber"."""
    whole = whole_phrase(doc, span)
    words = doc.char_span(whole.start, whole.end, alignment_mode="expand")
    if words is None or not words.root.dep_:
        return whole
    start, end = words.start, words.end
    noun = words.root
    if noun.dep_ == "appos" and noun.head.pos_ == "PROPN" and 0 < start - noun.head.left_edge.i <= _LONGEST:
        start = noun.head.left_edge.i
    elif noun.tag_ in ("NN", "NNP") and whole.end == span.end:
        while end < len(doc) and (doc[end].tag_ == "NNP" or (end > words.end and doc[end].lower_ in _MIDDLE)):
            end += 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def _last_of_list(noun: Token) -> Token | None:
    """The last noun of a list of people: the woman in "four men and one woman"; None where there is no list."""
    last = None
    while True:
        joined = [c for c in noun.rights if c.dep_ == "conj" and heads().get(c.lower_) in _CIVIL]
        if not joined or joined[0].i - (last or noun).i > _LONGEST:
            return last
        noun = last = joined[0]


def _says_who(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in _OPENING
    return child.dep_ == "acl" and child.tag_ in ("VBN", "VBG") and child.lemma_.lower() not in _nouns("harm")


def bystanders(doc: Doc, scope: Scope) -> Span | None:
    """The phrase that the event's sentences have for those who were hit: "evacuees", "shoppers"; who speaks is none."""
    parts = [part for part in parts_of(doc, scope, "groups") if part.span.label_ == "civilian"]
    hit = [part for part in parts if part.role == "patient" and _plural(part.span) and vagueness(part.span.text) < 2]
    there = [part for part in parts if part.span.text.lower() in _nouns("there") and _plural(part.span)]
    there = [part for part in there if not speaks(part.span)]
    for told in (hit, there):
        if told:
            best = min(told, key=lambda part: (vagueness(part.span.text), -part.weight, part.span.start)).span
            return whole_phrase(doc, Span(best.start_char, best.end_char))
    return None


def _plural(span: DocSpan) -> bool:
    return span.root.tag_ in ("NNS", "NNPS") or (span.text.endswith("s") and not span.root.tag_)


def was_there(span: DocSpan) -> bool:
    """Whether words say why people were where they were hit: "worshippers", "the shoppers"; who only tells is none."""
    return span[-1].lower_ in _nouns("there") and _plural(span) and not speaks(span)


def was_there_in(phrase: DocSpan) -> bool:
    """Whether a phrase has a noun in the plural that says why people were where they were hit."""
    return any(token.lower_ in _nouns("there") and token.text.endswith(("s", "men")) for token in phrase)


def speaks(span: DocSpan) -> bool:
    """Whether they only tell of it: "residents said", "according to witnesses"."""
    root = span.root
    says = root.dep_ == "nsubj" and root.head.lemma_.lower() in _nouns("telling")
    return says or (root.dep_ == "pobj" and root.head.lower_ in ("to", "by", "from", "among"))

"""From a word to the noun phrase that names a source: by the parse where there is one, by word shapes where not."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from variorum.annotate.sources import lexicon
from variorum.annotate.sources.kinds import is_role, kind_of
from variorum.models import SourceKind

LONGEST = 28
"""Tokens that a source's phrase has at most: what is longer is a parse gone wrong."""

_INSIDE = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "case", "flat", "quantmod", "predet", "nounmod"}
)
_LINKS = frozenset("of for in at from with near inside to on close among".split())
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight january february march april may "
    "june july august september october november december morning afternoon evening night week "
    "month year noon midnight "
    "day hours late early "
    "condition interview briefing conference phone telephone email".split()
)
_COUNTS = frozenset("number numbers toll count counts tally figure figures list".split())
_RELATIVES = frozenset("who which whose whom that where when".split())
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_PHRASE_POS = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "X"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens `start` to `end` (excluded) of a Doc; the context takes in what describes it."""

    start: int
    end: int
    context_start: int
    context_end: int

    @classmethod
    def plain(cls, start: int, end: int) -> Phrase:
        return cls(start, end, start, end)

    def text(self, doc: Doc) -> str:
        return doc[self.start : self.end].text

    def context(self, doc: Doc) -> str:
        return doc[self.context_start : self.context_end].text


def phrase_of(head: Token) -> Phrase | None:
    """The noun phrase of a parsed head word: modifiers, "of" phrases, co-ordinated nouns; no relative clause."""
    if head.pos_ not in _NOUNS and head.pos_ not in ("ADJ", "NUM", "DET", "X"):
        return None
    if name := _apposed_name(head):
        inner = phrase_of(name)
        return Phrase(inner.start, inner.end, min(_left(head), inner.start), inner.end) if inner else None
    widest, end = _left(head), _right(head)
    start = _from_article(head, widest)
    if end - start > LONGEST:
        start, end = head.i, head.i + 1
    end = _acronym(head.doc, start, _over_hyphen(head.doc, end))
    return Phrase(start, end, min(start, widest), _context(head, end))


def _left(head: Token) -> int:
    """First token: walk left over what belongs inside a noun phrase."""
    start = head.i
    for child in reversed(list(head.lefts)):
        if (
            child.dep_ not in _INSIDE
            and not (child.dep_ == "punct" and child.text in "-’'\"“")
            and child.pos_ not in ("NOUN", "PROPN", "ADJ")
        ):
            break
        if child.right_edge.i + 1 != start:
            break
        start = child.left_edge.i if child.right_edge.i - child.left_edge.i < 8 else child.i
    while start < head.i and (head.doc[start].text in "\"“'‘-—–" or is_time(head.doc[start])):
        if _is_within_name(head.doc, start):
            return start - 1
        start += 1
    return start


def _is_within_name(doc: Doc, at: int) -> bool:
    """Whether a hyphen stands within a name that the parse parted: "Jean-Marc"."""
    return doc[at].text == "-" and at > 0 and not doc[at - 1].whitespace_ and doc[at - 1].text[:1].isupper()


def _from_article(head: Token, start: int) -> int:
    """Drop what stands before the article: in text without commas "at least 12 a local doctor said" runs together."""
    doc = head.doc
    has_article = doc[start].lower_ in ("a", "an", "the")
    for at in range(head.i - 1, start, -1):
        if (
            not has_article
            and doc[at].pos_ == "ADJ"
            and doc[at].text.islower()
            and doc[at - 1].pos_ == "PROPN"
            and doc[at + 1].text != "-"
        ):
            return at
    articles = [
        c.i
        for c in head.lefts
        if c.lower_ in ("a", "an", "the")
        and c.i > start
        and head.doc[c.i - 1].lower_ not in ("all", "both", "half", "of")
    ]
    return articles[-1] if articles else start


def _right(head: Token) -> int:
    """Past the last token: walk right over prepositional phrases and co-ordinated nouns that touch."""
    end = head.i + 1
    for child in head.rights:
        if child.i < end:
            continue
        gap = head.doc[end : child.left_edge.i].text
        if child.left_edge.i != end and gap not in ("-", ",", "(", "/", "and", "or"):
            break
        grown = _grow(head, child, comma=gap == ",")
        if grown is None:
            if child.dep_ in ("cc", "punct"):
                continue
            break
        end = grown
    return end


def _grow(head: Token, child: Token, *, comma: bool) -> int | None:
    """Where the phrase ends if it takes in a right child; None if it does not belong to it."""
    if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") and head.pos_ in ("NOUN", "PROPN"):
        return _right(child)
    if comma:
        return None
    if child.dep_ in ("flat", "compound", "nummod", "nmod", "case") or (
        child.dep_ == "appos" and child.pos_ in ("PROPN", "NOUN")
    ):
        return _right(child)
    if child.dep_ == "prep" and child.lower_ in _LINKS:
        objects = [t for t in child.rights if t.dep_ == "pobj"]
        if objects and objects[0].lower_ not in TIMES and objects[0].lower_ not in lexicon.cues().words["documents"]:
            return _right(objects[0])
    return None


def _apposed_name(head: Token) -> Token | None:
    """The name that follows a description after a comma: "the victim's brother, Omar Khalil"."""
    doc = head.doc
    if head.pos_ == "PROPN" and not is_role(doc[_left(head) : head.i + 1].text):
        return None
    for child in head.rights:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and doc[child.left_edge.i - 1].text == ",":
            return child
    return None


_PREFIXES = frozenset("ex non co vice self".split())


def _over_hyphen(doc: Doc, end: int) -> int:
    """Past the rest of a word that the parse parted at its hyphen: "several ex-hostages"."""
    if end + 1 >= len(doc) or doc[end].text != "-" or doc[end - 1].lower_ not in _PREFIXES or doc[end].whitespace_:
        return end
    return end + 2 if doc[end + 1].is_alpha else end


def _acronym(doc: Doc, start: int, end: int) -> int:
    """Past a bracketed short name: "the Press Committee (COPREFA)", whose bracket the parse may have let in."""
    opened = doc[start:end].text
    if end < len(doc) and opened.count("(") > opened.count(")") and doc[end].text == ")":
        return end + 1
    if end + 2 < len(doc) and doc[end].text in "([" and doc[end + 2].text in ")]" and doc[end + 1].text[:1].isupper():
        return end + 3
    return end


def _context(head: Token, end: int) -> int:
    """Past what describes the phrase: an apposition or relative clause, up to 16 tokens."""
    doc = head.doc
    limit = min(len(doc), end + 16)
    if end < limit and doc[end].text == "," and not doc[end].is_sent_start:
        stop = end + 1
        while stop < limit and doc[stop].text not in (",", ".", ";", "”", '"') and not is_verb(doc[stop]):
            stop += 1
        return stop
    return end


def is_verb(token: Token) -> bool:
    """Whether a word is a verb, and no part of a word with a hyphen: the "appointed" of "Moscow-appointed"."""
    return token.pos_ in ("VERB", "AUX") and (token.i == 0 or token.nbor(-1).text != "-")


def phrase_left_of(doc: Doc, at: int, floor: int) -> Phrase | None:
    """The noun phrase that ends right before a token, no further left than `floor`, found without a parse."""
    end = at
    while end > floor and (
        doc[end - 1].lower_ in lexicon.cues().words["auxiliaries"]
        or is_time(doc[end - 1])
        or doc[end - 1].lower_ in ("on", "late", "early")
    ):
        end -= 1
    if end > floor and (doc[end - 1].lower_ in ("he", "she", "it", "they") or doc[end - 1].text == "IS"):
        return Phrase.plain(end - 1, end)
    if named := _name_between_commas(doc, end, floor):
        return named
    end, last = _over_apposition(doc, end, floor), end
    start = end
    while start > floor and end - start < 12 and _can_stand_in(doc[start - 1], doc[start] if start < end else None):
        start -= 1
        if doc[start].lower_ in ("a", "an", "the") and not (start > floor and doc[start - 1].lower_ in _LINKS):
            break
    while start < end and (doc[start].lower_ in _LINKS or doc[start].lower_ in ("'s", "’s", "and", ",")):
        start += 1
    for at in range(end - 1, start, -1):  # "Gaza local officials": an adjective behind a name begins a new phrase
        if doc[at].pos_ == "ADJ" and doc[at].text.islower() and doc[at - 1].pos_ == "PROPN":
            start = at
            break
    return Phrase(start, end, start, last) if start < end else None


def _name_between_commas(doc: Doc, end: int, floor: int) -> Phrase | None:
    """The name in "a spokesman for the miners, Pedro Ruiz, said"; what stands before it is its context."""
    if end - 2 <= floor or doc[end - 1].text != ",":
        return None
    start = end - 1
    while start > floor and end - start < 6 and doc[start - 1].text[:1].isupper():
        start -= 1
    if end - 1 - start < 2 or doc[start - 1].text != ",":
        return None
    return Phrase(start, end - 1, max(floor, start - 12), end - 1)


def _over_apposition(doc: Doc, end: int, floor: int) -> int:
    """Back over ", the head of the clinic," or "(NRC)" between a name and its verb."""
    if end - 1 > floor and doc[end - 1].text in (",", ")"):
        opening = "," if doc[end - 1].text == "," else "("
        for at in range(end - 2, max(floor, end - 20), -1):
            if doc[at].text == opening:
                return at
            if doc[at].text in ('"', "“", "”", ";", ":"):
                break
    return end


def phrase_right_of(doc: Doc, at: int, ceiling: int) -> Phrase | None:
    """The noun phrase that begins at a token, no further right than `ceiling`, found without a parse."""
    end = at
    if end < ceiling and doc[end].lower_ in ("he", "she", "it", "they"):
        return Phrase.plain(end, end + 1)
    while end < ceiling and end - at < 14 and _can_stand_in(doc[end], None):
        if (
            end > at
            and doc[end].lower_ in ("a", "an", "the")
            and doc[end - 1].lower_ not in _LINKS
            and doc[end - 1].lower_ != "and"
        ):
            break
        if is_time(doc[end]):
            break
        end += 1
    while end > at and (doc[end - 1].lower_ in _LINKS or doc[end - 1].lower_ in ("and", "the", "a", "an", "on")):
        end -= 1
    return Phrase.plain(at, end) if end > at else None


def _can_stand_in(token: Token, following: Token | None) -> bool:
    """Whether a token can be inside a source's phrase, told by its part of speech or, unparsed, by its look."""
    low = token.lower_
    if token.is_space or low in _RELATIVES or (token.is_punct and low not in ("-", "’s", "'s")):
        return False
    if low in _LINKS or low in ("a", "an", "the", "and", "'s", "’s", "’", "-", "&"):
        return following is not None or low not in _LINKS
    if is_time(token):
        return False
    if token.pos_:
        return token.pos_ in _PHRASE_POS
    return token.text[:1].isupper() or (token.is_alpha and not token.is_stop)


def is_time(token: Token) -> bool:
    return token.lower_ in TIMES


def made_by(doc: Doc, phrase: Phrase, limit: int) -> Phrase:
    """Whoever made a document: "a statement from the army" is the army's; any other phrase is returned as it is.

    Looks at the phrase and what follows it, up to the token `limit`.
    """
    known = lexicon.cues()
    words = [t.lower_ for t in doc[phrase.start : min(limit, phrase.end + 14)]]
    for at, word in enumerate(words[:12]):
        if at >= len(words) - 1:
            break
        if word in known.words["documents"]:
            after = words[at + 1 : at + 5]
            for maker in known.makers:
                if tuple(after[: len(maker)]) == maker:
                    inner = _object_phrase(doc, phrase.start + at + 1 + len(maker))
                    if inner and (maker != ("of",) or (word not in _COUNTS and _speaks(inner.text(doc)))):
                        return inner
        if word in (",", ".", ";"):
            break
    return phrase


def _speaks(text: str) -> bool:
    """Whether the phrase can be somebody who speaks: "reports of rights groups", not "reports of deaths"."""
    kind = kind_of(text)
    return kind is not None and kind is not SourceKind.WITNESS


def _object_phrase(doc: Doc, at: int) -> Phrase | None:
    """The noun phrase that begins at a token: by the parse if it has one, else by the look of its words."""
    if at >= len(doc):
        return None
    ceiling = min(len(doc), at + 20)
    if doc[at].tag_:
        head = doc[at]
        while head.dep_ in _INSIDE and head.head.i > head.i and head.head.i < ceiling:
            head = head.head
        found = phrase_of(head)
        if found and found.start <= at < found.end:
            return Phrase(at, found.end, at, max(found.end, found.context_end))
        if found and at < found.start < ceiling and found.context_start <= at:  # "a local doctor, Amina Bello"
            return found
    return phrase_right_of(doc, at, ceiling)


object_phrase = _object_phrase

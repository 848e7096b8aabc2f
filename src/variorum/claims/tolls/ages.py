"""Which numbers of a sentence are ages: "ages 17 and 18", "two men, 18 and 20", "one 17 and the other 21"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words

OLDEST = 120
_AGES = frozenset(("ages", "aged", "age"))
_SERIAL = frozenset((",", "and", "to", "or", "-", "between", "from"))
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii"))
_MEASURES = frozenset("year month week day hour minute mile foot inch".split())
_SPANS = _MEASURES | {"years", "months", "weeks", "days"}
_EACH = frozenset(("both", "one", "other"))
"""What stands before the age of each of two: "both 16", "one 17 and the other 21"."""


def is_age(doc: Doc, span: Span) -> bool:
    """Whether a number is an age or another measure ("a 10 year veteran"), and counts nobody."""
    return (
        _is_said_to_be(doc, span.start)
        or _is_measure(doc, span)
        or (_may_be(span) and (_is_of_each(doc, span) or _is_listed(doc, span) or _is_of_name(doc, span)))
    )


def _is_said_to_be(doc: Doc, at: int) -> bool:
    """ "Ages 17, 18 and 22", "aged between 20 and 37", "Ana Vidal, three, was shot"."""
    in_commas = 1 < at < len(doc) - 1 and doc[at - 1].text == "," and doc[at + 1].text in (",", "(")
    if in_commas and doc[at - 2].tag_ == "NNP":
        return True
    start = _before_row(doc, at)
    if start >= 0 and doc[start].lower_ == "of":
        start -= 1
    return start >= 0 and doc[start].lower_ in _AGES


def _before_row(doc: Doc, at: int) -> int:
    """The token before a row of numbers: the "ages" of "ages 17, 18 and 22"; -1 where the row opens the text."""
    start = at - 1
    while start > 0 and (doc[start].like_num or doc[start].lower_ in _SERIAL):
        start -= 1
    return start


def _is_measure(doc: Doc, span: Span) -> bool:
    """ "12 or 13 years old", "both 23-years-old", "a 10 year veteran"."""
    after = [t.lower_ for t in doc[span.end : span.end + 5] if t.text not in ("-", "–")]
    if after[:1] == [] or after[0] not in _SPANS:
        return False
    return after[1:2] == ["old"] or (after[0] in _MEASURES and span.text[0].isdigit())


def _may_be(span: Span) -> bool:
    """Whether a number is written as an age is, in figures, and none for people follows it."""
    if len(span) != 1 or not span.text.isdigit() or not 0 < int(span.text) < OLDEST:
        return False
    after = span.doc[span.end] if span.end < len(span.doc) else None
    return after is None or not (after.tag_ in ("NN", "NNS", "JJ", "VBN") or after.lower_ in group_words.heads())


def _is_of_each(doc: Doc, span: Span) -> bool:
    before, after = doc[max(0, span.start - 1) : span.start].text.lower(), doc[span.end : span.end + 1].text
    return before in _EACH and after != "of" and (before != "other" or after in (",", ".", ";", ")"))


def _is_listed(doc: Doc, span: Span) -> bool:
    """ "Two men, 18 and 20, were shot": behind people, as many numbers as there may be of these."""
    people = _before_row(doc, span.start)
    if people < 0 or doc[people + 1].text != "," or not _names_several(doc[people]):
        return False
    if not any(t.like_num for t in doc[max(0, people - _NEAR) : people]):
        return False
    end = span.end
    while end < len(doc) and (doc[end].is_digit or doc[end].text in (",", "and")):
        end += 1
    row = [t for t in doc[people + 1 : end] if t.is_digit]
    return len(row) > 1 and all(int(t.text) < OLDEST for t in row) and not _opens_count(doc, row[-1].i + 1)


_NEAR = 4
"""Tokens between people and the word that says how many they are, at most: "two of the boys"."""


def _names_several(noun: Token) -> bool:
    return noun.tag_ == "NNS" and noun.lower_ in group_words.heads()


def _opens_count(doc: Doc, at: int) -> bool:
    """Whether a noun stands behind the last number of a row, which then counts: "two men, 3 and 20 women"."""
    return at < len(doc) and doc[at].tag_ in ("NN", "NNS", "JJ", "VBN")


def _is_of_name(doc: Doc, span: Span) -> bool:
    """ "Karim Sadr, 32 of Tartus, was killed", "Karim Sadr Jr. 26, was hurt"."""
    before = doc[span.start - 1] if span.start else None
    if before is None:
        return False
    if before.lower_ in _SUFFIXES:
        return doc[span.end : span.end + 1].text in (",", "")
    of = [t.text for t in doc[span.end : span.end + 3]]
    named = before.text == "," and span.start > 2 and doc[span.start - 2].tag_ == doc[span.start - 3].tag_ == "NNP"
    return named and len(of) == 3 and of[0] == "of" and of[1].istitle() and of[2] in (",", ".", ";")

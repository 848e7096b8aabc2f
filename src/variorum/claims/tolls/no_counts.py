"""Which numbers of a sentence count nobody: days, ages, house numbers, channels, turns of phrase."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.claims.tolls.ages import OLDEST, is_age
from variorum.claims.tolls.casualties import NOUN_TAGS
from variorum.claims.tolls.lexicon import words

_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. aug. sept. oct. nov. dec.".split()
)
_LOOK_ON = (("in", "front", "of"), ("in", "the", "presence", "of"), ("in", "view", "of"))


def _looks_on(doc: Doc, start: int) -> bool:
    """Whether people only saw it: "was shot dead in front of her three children"."""
    passed = words("nouns", "determiners") - {"the"}
    before = [t.lower_ for t in doc[max(0, start - 6) : start] if t.lower_ not in passed]
    before = before[:-1] if before[-1:] == ["the"] else before
    return any(tuple(before[-len(phrase) :]) == phrase for phrase in _LOOK_ON)


def is_no_count(doc: Doc, span: Span) -> bool:
    """Whether a number tells no people of the event: a day, an age, an address, a parent's children."""
    return (
        _is_date(doc, span)
        or is_age(doc, span)
        or _is_address(doc, span)
        or _is_one_of(doc, span)
        or _is_offspring(doc, span)
        or _is_emergency_call(doc, span)
        or _is_channel(doc, span)
        or _looks_on(doc, span.start)
        or doc[span.end : span.end + 1].text in ("'", "’", "'s", "’s")  # "the twins' grandmother"
    )


_MOST = frozenset("worst deadliest bloodiest biggest largest most most-wanted few first last".split())


def _is_superlative(doc: Doc, span: Span) -> bool:
    """ "One of the worst attacks in years", "one of the most wanted"."""
    words = [t.lower_ for t in doc[span.start : span.end + 3]]
    return words[:1] == ["one"] and words[1:3] == ["of", "the"] and words[3:4] != [] and words[3] in _MOST


def _may_be_none(doc: Doc, span: Span) -> bool:
    """ "It was not known if there were any deaths", "nobody's life deserves to be taken"."""
    if doc[span.end : span.end + 1].text in ("'s", "’s"):
        return True
    if doc[span.start].lower_ != "any":
        return False
    return any(t.lower_ in ("if", "whether") for t in doc[max(0, span.start - 5) : span.start])


_DEGREES = frozenset("seriously gravely critically severely badly life-threatening life".split())


def _is_degree(doc: Doc, span: Span) -> bool:
    """Whether "none" tells how badly people are hurt, and no number of them: "eight were hurt, none seriously"."""
    after = [t.lower_ for t in doc[span.end : span.end + 3]]
    after = after[2:] if after[:2] == ["of", "them"] else after
    return span.text.lower() == "none" and after[:1] != [] and after[0] in _DEGREES


_EMERGENCY = frozenset(("911", "999", "112"))
_CALLS = frozenset("call calls caller callers dispatch dispatcher dispatchers operator operators hang".split())


def _is_emergency_call(doc: Doc, span: Span) -> bool:
    """Whether a number is the one that is called for help: "a 911 call"."""
    return span.text in _EMERGENCY and span.end < len(doc) and doc[span.end].lower_ in _CALLS


def _is_channel(doc: Doc, span: Span) -> bool:
    """Whether a number is that of a television channel: "WXYZ 9 News"."""
    if not span.text.isdigit() or doc[span.end : span.end + 1].text != "News":
        return False
    return span.end + 1 >= len(doc) or doc[span.end + 1].lower_ not in group_words.heads()


_PARENTS = frozenset("mother father parent mum mom dad grandmother grandfather".split())
_OFFSPRING = frozenset("children kids sons daughters siblings brothers sisters grandchildren".split())


def _is_offspring(doc: Doc, span: Span) -> bool:
    """ "A mother of two", "he had three children"."""
    before = [t.lower_ for t in doc[max(0, span.start - 2) : span.start]]
    if len(before) == 2 and before[0] in _PARENTS and before[1] == "of":
        return True
    had = before[-1:] in (["has"], ["have"], ["had"], ["having"])
    return had and span.end < len(doc) and doc[span.end].lower_ in _OFFSPRING


_STREETS = frozenset(
    "street st st. avenue ave ave. road rd rd. drive dr dr. boulevard blvd blvd. lane ln way highway court place "
    "terrace parkway circle".split()
)
_ADDRESS = 5
"""Words of a street's name, at most."""


def _is_address(doc: Doc, span: Span) -> bool:
    """Whether a number is a house's: "at 1840 West Palma Drive", "in the 1500 block of"."""
    if len(span) > 1 or not span.text.isdigit():
        return False
    if doc[span.end : span.end + 1].text.lower() == "block":
        return True
    for token in doc[span.end : span.end + _ADDRESS]:
        if token.i > span.end and token.lower_ in _STREETS:
            return True
        if not (token.is_title or token.text in ("N.", "S.", "E.", "W.") or token.text[0].isdigit()):
            return False
    return False


def _is_one_of(doc: Doc, span: Span) -> bool:
    """ "He was one of twelve people killed": somebody already named."""
    words = [t.lower_ for t in doc[max(0, span.start - 1) : span.end + 1]]
    if words[1:] != ["one", "of"]:
        return False
    if words[0] == "," and span.start > 1 and doc[span.start].dep_ == "appos":
        return doc[span.start - 2].pos_ == "PROPN" or doc[span.start - 2].is_digit  # "Ali Ahmed, 60, one of two guards"
    return words[0] in _ONCE or (words[0] in ("was", "is", "were", "are") and doc[span.start - 2].pos_ != "NOUN")


_ONCE = frozenset("formerly once considered perhaps arguably reputedly probably".split())
"""What stands before "one of" where it says what somebody named is: "Haddad, once one of the richest men"."""


def _is_date(doc: Doc, span: Span) -> bool:
    """Whether a number is a day, days, or a year."""
    if _is_numeric_date(doc, span):
        return True
    if len(span) == 3 and span[0].is_digit and span[1].text in ("-", "–"):
        near = {doc[i].lower_ for i in (span.start - 1, span.end) if 0 <= i < len(doc)}
        return (span._.count.high or 0) <= 31 and not near.isdisjoint(_MONTHS)
    if len(span) > 1 or not span.text.isdigit():
        return False
    value = span._.count.low or 0
    before = doc[span.start - 1].lower_ if span.start else ""
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    if len(span.text) == 4 and 1900 <= value <= 2100:
        return True
    if before in _MONTHS and span.start > 1 and doc[span.start - 2].is_digit:
        return True  # "20 NOV 89"
    if value <= 31 and (before in _MONTHS or after in _MONTHS or _is_second_day(doc, span)):
        return True
    return (
        value < OLDEST
        and before in (",", "now")
        and after.strip() in ("", ",", ".", ";", "and", "who", ")")
        and (after == "," or doc[span.start - 2].is_title or _is_one(doc[span.start - 2]))
    )  # "Abdul Karim, 38, was shot", "the death of a boy, 3"


_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([-/])\d{1,2}\2\d{1,2})(?!\d)")


def _is_numeric_date(doc: Doc, span: Span) -> bool:
    """Whether a number is part of a date in digits: "15-09-2013", "2013/09/15"."""
    if not span.text[:1].isdigit():
        return False
    around = doc[max(0, span.start - 4) : span.end + 4]
    at = span.start_char - around.start_char
    return any(found.start() <= at < found.end() for found in _NUMERIC_DATE.finditer(around.text))


def _is_one(noun: Token) -> bool:
    """Whether a word is a noun for one person: "boy"."""
    return noun.tag_ == "NN" and noun.lower_ in group_words.heads()


def _is_second_day(doc: Doc, span: Span) -> bool:
    """Whether a number is one of two days of a month: "April 16 and 17", "from 16 to 17 April"."""
    words = [token.lower_ for token in doc[max(0, span.start - 3) : span.start]]
    if len(words) == 3 and words[0] in _MONTHS and words[1].isdigit() and words[2] in ("and", "to"):
        return span.end >= len(doc) or doc[span.end].tag_ not in NOUN_TAGS
    return (
        span.end + 2 < len(doc)
        and doc[span.end].lower_ in ("and", "to")
        and doc[span.end + 1].is_digit
        and doc[span.end + 2].lower_ in _MONTHS
    )


def is_turn_of_phrase(doc: Doc, span: Span) -> bool:
    """Whether a number is one in form alone: "one of the worst", "if there were any deaths", "none seriously"."""
    return _is_superlative(doc, span) or _may_be_none(doc, span) or _is_degree(doc, span)

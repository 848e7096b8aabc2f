"""The spaCy component `variorum_dates`: every time expression of a report, as days, in `doc.spans["dates"]`.

Each span carries `_.days` (DateRange or None) and `_.time_expression` (variorum.dates.TimeExpression, whose span counts
in the report's text). They are read against `doc._.published`, and holidays of a nation against the country of most of
the places, if those were found before. Whether a date says when something happened or only when
somebody spoke or wrote is `is_speech_date`; which word it dates, `date_anchor`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from variorum.annotate.extensions import text_of
from variorum.annotate.sources.lexicon import cues
from variorum.dates import Kind, TimeExpression, find
from variorum.dates.lexicon import load_toml

GROUP = "dates"
_EXTENSIONS = ("days", "time_expression")
_SPEAKING = frozenset(("say", "weak", "deny", "quote"))
_UP = frozenset(
    (
        "prep",
        "pobj",
        "pcomp",
        "npadvmod",
        "nmod",
        "compound",
        "advmod",
        "appos",
        "amod",
        "poss",
        "nummod",
        "quantmod",
        "det",
    )
)
_PASSIVE = frozenset(("nsubjpass", "auxpass"))
_CLAUSE_MARKS = frozenset((",", ";", ":", ".", '"', "”", "(", ")"))
_HANDLE = re.compile(r"\(@\w+\)?\s*\)?\Z")
_REACH = 9
"""How many tokens before or after a date a verb of speaking is looked for."""


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_toml("dates_speech.toml").items()}


class DateFinder:
    """Finds the time expressions of a Doc."""

    def __init__(self) -> None:
        for name in _EXTENSIONS:
            if not Span.has_extension(name):
                Span.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        published = doc._.published if Doc.has_extension("published") else None
        spans = []
        for expression in find(text_of(doc), published, _country_of(doc)):
            span = doc.char_span(expression.span.start, expression.span.end, alignment_mode="expand")
            if span is None:
                continue
            span._.days, span._.time_expression = expression.days, expression
            spans.append(span)
        doc.spans[GROUP] = spans
        return doc


def _country_of(doc: Doc) -> str | None:
    """The country that the places of a Doc are in most often, where they were looked for before its dates."""
    named = Counter(p._.place.country for p in doc.spans.get("places", []) if p._.place.country)
    return min(named, key=lambda code: (-named[code], code)) if named else None


@Language.factory("variorum_dates")
def make_date_finder(nlp: Language, name: str) -> DateFinder:  # noqa: ARG001 - spaCy calls it by these names
    """The component."""
    return DateFinder()


def time_expression(span: Span) -> TimeExpression:
    """What a span of `doc.spans["dates"]` was read as."""
    expression: TimeExpression = span._.time_expression
    return expression


def date_anchor(doc: Doc, span: Span) -> Token | None:
    """The verb or noun that a date belongs to: "killed" in "killed on Friday", "attack" in "Friday's attack".

    None where the sentence was not parsed, or the date hangs on nothing.
    """
    token = span.root
    if not token.dep:
        return None
    for _ in range(len(doc)):
        inside = span.start <= token.i < span.end
        if not inside and token.dep_ not in _UP and token.pos_ != "ADP":
            return token
        if token.head.i == token.i:
            break
        upward = token.dep_ in _UP or inside
        token = token.head
        if upward and not span.start <= token.i < span.end and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN"):
            return token
    return None if span.start <= token.i < span.end else token


def is_speech_date(doc: Doc, span: Span) -> bool:
    """Whether a date only says when somebody spoke or wrote: "said on Monday", "in a statement Saturday", a dateline.

    By the words before it, then by the parse, and where there is none by the words that open the sentence.
    """
    if time_expression(span).kind is Kind.DATELINE or _is_put_up(doc, span) or _follows_speech(doc, span):
        return True
    anchor = date_anchor(doc, span)
    if anchor is None:
        return _opens_speech(doc, span)
    if anchor.pos_ in ("NOUN", "PROPN"):
        return anchor.lower_ in _words()["occasions"]
    return _speaks(anchor, span)


def _speaks(verb: Token, span: Span) -> bool:
    """Whether a parsed verb is one of speaking here: "found" or "claimed" are only with a clause of what was."""
    classes = cues().verbs.get(verb.lower_, frozenset())
    if any(child.dep_ in _PASSIVE for child in verb.children):
        return "say" in classes and verb.lower_ not in _words()["registering"]
    if verb.lower_ in _words()["reacting"]:  # "condemned the attack on Friday" dates the attack, or leaves it open
        return not any(child.dep_ == "dobj" and verb.i < child.i < span.start for child in verb.children)
    return "say" in classes or (bool(classes & _SPEAKING) and any(child.dep_ == "ccomp" for child in verb.children))


def _follows_speech(doc: Doc, span: Span) -> bool:
    """Whether a verb of speaking stands before, or only its means and listeners: "told reporters late on Friday"."""
    words, cue_words = _words(), cues().words
    between = words["means"] | words["occasions"] | cue_words["documents"] | cue_words["listeners"]
    named = occasion = False
    for token in _before(doc, span):
        word = token.lower_
        classes = cues().verbs.get(word, frozenset())
        if word in words["telling"]:
            return True
        if word in words["occasions"]:
            occasion = True
        elif "say" in classes and not named:
            return not _is_registered(doc, token)
        elif classes & _SPEAKING:
            clause = span.end < len(doc) and doc[span.end].lower_ == "that"
            return occasion or clause or token.i == span.start - 1
        elif word not in between:
            named = token.text[:1].isupper() and token.is_alpha  # perhaps who was told: "told AFP on Sunday"
            if not named:
                return False
    return occasion


def _is_put_up(doc: Doc, span: Span) -> bool:
    """Whether it is when a text or picture was put up: "Updated Tuesday 3 May", "Fire Dept (@firedept) May 3, 2015"."""
    before = doc[max(span.start - 4, 0) : span.start]
    return bool(_HANDLE.search(before.text)) or any(token.lower_ in _words()["posting"] for token in before[-3:])


def _opens_speech(doc: Doc, span: Span) -> bool:
    """Whether a sentence that was not parsed opens with the date and comes to a verb of speaking in that clause."""
    first = span.sent.start if doc.has_annotation("SENT_START") else 0
    if span.start - first > 1:
        return False
    for token in doc[span.end + 1 : min(span.end + _REACH, len(doc))]:
        if "say" in cues().verbs.get(token.lower_, frozenset()):
            return not _is_registered(doc, token)
        if token.is_sent_start or token.text in (",", ";", ":"):
            return False
    return False


def _is_registered(doc: Doc, verb: Token) -> bool:
    """Whether it is the event that was reported: "clashes were reported on Monday"."""
    return verb.i > 0 and verb.lower_ in _words()["registering"] and doc[verb.i - 1].lower_ in _words()["be"]


def _before(doc: Doc, span: Span) -> Iterator[Token]:
    """The tokens before a date in its clause, the nearest first."""
    if span.start < len(doc) and doc[span.start].is_sent_start:
        return
    for token in reversed(doc[max(span.start - _REACH, 0) : span.start]):
        if token.text in _CLAUSE_MARKS:
            return
        yield token
        if token.is_sent_start:
            return

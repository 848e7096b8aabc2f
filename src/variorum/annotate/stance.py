"""How the report stands to a statement: asserted, denied, doubted or conditional.

Rule of the annotation guide: denied where the source says it is not so, doubted where the source or the narrator calls
it unverified, unclear or disputed, conditional where it hangs on an "if". Works on any Doc with sentence boundaries;
after `variorum_sources` it also knows who denies.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from variorum.annotate.extensions import text_of
from variorum.annotate.sources import chain_of, register
from variorum.annotate.sources.lexicon import cues
from variorum.models import Stance
from variorum.values import Span as Place

REACH = 3
"""Sentences after a source's statement in which the report may still say that it is not verified."""


@cache
def _phrases(name: str) -> re.Pattern[str]:
    listed = sorted(cues().stance[name], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, listed)) + r")(?!\w)", re.IGNORECASE)


def stance_of(doc: Doc, start: int, end: int) -> Stance:
    """The stance to a statement whose words stand at `start` to `end` (code points)."""
    place = doc.char_span(start, end, alignment_mode="expand")
    if place is None:
        return Stance.ASSERTED
    if _denied(doc, start) or _phrases("refuted").search(doc[place.end : place.sent.end].text):
        return Stance.DENIED
    if _conditional(place):
        return Stance.CONDITIONAL
    return Stance.DOUBTED if _doubted(doc, place) else Stance.ASSERTED


def _denied(doc: Doc, start: int) -> bool:
    """Whether whoever the statement is attributed to denies it."""
    if not Doc.has_extension("attributions"):
        return False
    at = Place(start, start)
    return any(item.denies and item.covers(at) for item in doc._.attributions)


def _conditional(place: Span) -> bool:
    """Whether the statement stands in an if-clause that comes to no end before it."""
    sentence = place.sent
    for token in _words_left(place, sentence):
        if token.lower_ in (",", ";", ":", "but", "and") or token.text in ("—", "–", "--"):
            return False
        if token.lower_ in cues().stance["conditional"]:
            return token.lower_ != "should" or token.i == sentence.start
    return False


def _words_left(place: Span, sentence: Span) -> list[Token]:
    """The tokens of a sentence left of a place, the nearest first, ten at most."""
    first = max(sentence.start, place.start - 10)
    return [place.doc[at] for at in range(place.start - 1, first - 1, -1)]


def _doubted(doc: Doc, place: Span) -> bool:
    sentence = place.sent
    if _phrases("doubted").search(sentence.text):
        return True
    chain = chain_of(doc, place.start_char, place.end_char)
    return _doubted_after(doc, sentence, attributed=bool(chain)) or (bool(chain) and _is_unverified(doc))


def _doubted_after(doc: Doc, sentence: Span, *, attributed: bool) -> bool:
    """Whether one of the next sentences takes back what was said: the next one, and for a source's word up to three.

    A sentence with numbers of its own speaks of those.
    """
    for _ in range(REACH if attributed else 1):
        if sentence.end >= len(doc):
            return False
        sentence = doc[sentence.end].sent
        if any(t.like_num or t.is_digit for t in sentence):
            return False
        text = sentence.text
        if _OF_RESPONSIBILITY.search(text) or _who_claims(doc, sentence):
            return False
        if _EXAGGERATED.search(text) or (_phrases("doubted_after").search(text) and _NEGATED.search(text)):
            return True
    return False


def _who_claims(doc: Doc, sentence: Span) -> bool:
    """Whether the claim that a sentence can't verify is one of who did it: the sentence before told of that."""
    if not re.search(r"\b(?:the|this|that|its) claim\b", sentence.text) or not sentence.start:
        return False
    before = doc[sentence.start - 1].sent.text
    return re.search(r"\b(?:claim\w*|responsib\w+|soldier of the caliphate|planted|behind the)\b", before) is not None


def _is_unverified(doc: Doc) -> bool:
    """Whether the report says that it can't verify what it is told from a place: it vouches for no source's number."""
    return bool(doc._.unverified) if Doc.has_extension("unverified") else False


_OF_RESPONSIBILITY = re.compile(
    r"\bclaims? of responsibility\b|\bresponsibility claims?\b|\bauthenticity\b", re.IGNORECASE
)
_EXAGGERATED = re.compile(r"\b(?:exaggerat|inflat)(?:e|es|ed|ing|ions?)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no|cannot|unable|impossible|hard|difficult|yet to)\b|n['’]t\b", re.IGNORECASE)


class StanceAnnotator:
    """Makes the doubt that a report casts on all that comes from a place known as `doc._.unverified`."""

    def __init__(self) -> None:
        register()
        if not Doc.has_extension("unverified"):
            Doc.set_extension("unverified", default=False)

    def __call__(self, doc: Doc) -> Doc:
        doc._.unverified = bool(_phrases("doubted_all").search(text_of(doc)))
        return doc


@Language.factory("variorum_stance")
def make_stance(nlp: Language, name: str) -> StanceAnnotator:  # noqa: ARG001  (spaCy's signature)
    return StanceAnnotator()

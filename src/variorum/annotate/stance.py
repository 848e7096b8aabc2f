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
from variorum.annotate.sources import Attribution, chain_of, register
from variorum.annotate.sources.kinds import kind_of
from variorum.annotate.sources.lexicon import cues
from variorum.models import Chain, Source, Stance
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
    if _denied(doc, start) or _is_ruled_out(place) or _phrases("refuted").search(doc[place.end : place.sent.end].text):
        return Stance.DENIED
    if _conditional(place):
        return Stance.CONDITIONAL
    return Stance.DOUBTED if _doubted(doc, place) else Stance.ASSERTED


def _denied(doc: Doc, start: int) -> bool:
    """Whether whoever the statement is attributed to denies it."""
    if not Doc.has_extension("attributions"):
        return False
    at = Place(start, start)
    covering = [item for item in doc._.attributions if item.covers(at)]
    return any(item.denies and not any(_sets_right(other, item, start) for other in covering) for item in covering)


def _sets_right(item: Attribution, denial: Attribution, start: int) -> bool:
    """Whether whoever denies says nearer to a place what is so instead: "disputed the toll, saying that four died"."""
    return not item.denies and denial.cue.start < item.cue.start < start and item.sources[-1:] == denial.sources[-1:]


def _is_ruled_out(place: Span) -> bool:
    """ "Three people had died, not 30", "not 30 but three"."""
    before = place.doc[max(place.sent.start, place.start - 2) : place.start]
    if not before or before[-1].lower_ != "not":
        return False
    after = place.doc[place.end : place.end + 1].text.lower()
    return len(before) == 1 or before[0].text in (",", "and", "—") or after == "but"


_IF_TRUE = re.compile(r"if (?:\w+ ){0,3}?(?:confirmed|verified|true|accurate|correct|borne out)\b", re.IGNORECASE)


def _conditional(place: Span) -> bool:
    """Whether the statement stands in an if-clause that comes to no end before it, or holds "if confirmed"."""
    sentence = place.sent
    if _IF_TRUE.match(sentence.text):
        return True
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
    if _is_guessed(place):
        return True
    chain = chain_of(doc, place.start_char, place.end_char)
    if not chain:
        return _doubted_after(doc, sentence, attributed=False)
    return _is_disputed(doc, sentence) or _doubted_after(doc, sentence, attributed=True) or _is_unverified(doc, chain)


_UNSURE = "(?:may|might|could) (?:also |well |even )?have (?:also )?(?:been )?"
_FATES = "(?:dead|died|killed|drowned|buried|injured|wounded|kidnapped|abducted|captured|taken|perished)"
_TO_THERE = r"^(?:[ -]?(?!(?:and|but|while)\b)[\w’'-]+){0,6}? "
_GUESSED_BEHIND = re.compile(
    rf"{_TO_THERE}(?:(?:(?:are|is|was|were) )?feared (?:to (?:have been|have|be) )?|{_UNSURE}){_FATES}\b", re.IGNORECASE
)
_GUESSED_BEFORE = re.compile(rf"{_UNSURE}(?:killed|wounded|injured|left|claimed|kidnapped|captured) $", re.IGNORECASE)


def _is_guessed(place: Span) -> bool:
    """Whether it is only feared or held possible: "12 others feared dead", "up to 30 may have been killed"."""
    sentence, start = place.sent, place.start_char - place.sent.start_char
    text = sentence.text
    behind = text[start + len(place.text) :]
    return _GUESSED_BEHIND.match(behind) is not None or _GUESSED_BEFORE.search(text[:start]) is not None


_DISPUTE = (
    "(?:denied|denies|disputed|disputes|rejected|rejects|dismissed|dismisses|refuted|refutes|contested|questioned)"
)
_STATEMENT = "(?:claims?|figures?|tolls?|reports?|accounts?|numbers?|statements?|versions?)"
_DISPUTED_HERE = re.compile(
    rf"\b{_STATEMENT} (?:which |that )?(?:(?:was|were|is|are|has been|have been) )?(?:\w+ly )?{_DISPUTE} by\b"
)
_DISPUTED_NEXT = re.compile(rf"\b{_DISPUTE} (?:\S+ ){{0,4}}?{_STATEMENT}\b(?! of responsib)|{_DISPUTED_HERE.pattern}")


def _is_disputed(doc: Doc, sentence: Span) -> bool:
    """Whether the other side is said to deny what a source says, in its sentence or in the next one without a number:
    "The army denied the claim"."""
    if _DISPUTED_HERE.search(sentence.text):
        return True
    if sentence.end >= len(doc):
        return False
    after = doc[sentence.end].sent
    if any(t.like_num or t.is_digit for t in after) or _OF_RESPONSIBILITY.search(after.text) or _who_claims(doc, after):
        return False
    return _DISPUTED_NEXT.search(after.text) is not None


def _doubted_after(doc: Doc, sentence: Span, *, attributed: bool) -> bool:
    """Whether one of the next sentences takes back what was said: the next one, and for a source's word up to three.

    A sentence with numbers of its own speaks of those.
    """
    for away in range(REACH if attributed else 1):
        if sentence.end >= len(doc):
            return False
        sentence = doc[sentence.end].sent
        if any(t.like_num or t.is_digit for t in sentence):
            return False
        text = sentence.text
        if away and sentence[0].lower_ in ("this", "that"):
            return False  # "This could not be verified": what was said right before
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


def _is_unverified(doc: Doc, chain: Chain) -> bool:
    """Whether the report says that it can't verify what it is told, by anybody or by one of these sources."""
    whose: frozenset[str] = doc._.unverified if Doc.has_extension("unverified") else frozenset()
    return any(not name or any(_tells(name, source) for source in chain) for name in whose)


def _tells(name: str, source: Source) -> bool:
    """Whether the words before "report" mean a source: "the rebel report", "the Interfax report"."""
    return name.lower() in source.text.lower() or kind_of(name) is source.kind


_CHECKED = r"(?:independently )?verif\w+|independently (?:verif|confirm|corroborat)\w+"
_REPORTS = (
    r"(?:(?:the|these|those|this|any of the|its|their|most) )?(?:(?P<whose>(?!an?\b|one\b)[\w’'-]+(?: [\w’'-]+)?) )??"
    r"(?:death |casualty )?(?P<said>reports?|claims?|accounts?|figures?|tolls?|statements?|numbers?|casualties)\b"
)
_UNCHECKED = tuple(
    re.compile(rf"\b{pattern}", re.IGNORECASE)
    for pattern in (
        rf"no (?:immediate )?independent (?:verification|confirmation|corroboration) of {_REPORTS}",
        rf"{_REPORTS}[^.]{{0,40}}? (?:could|can) ?not (?:be |immediately )*(?:{_CHECKED})",
        rf"(?:could|can) ?not (?:immediately )?(?:{_CHECKED}) {_REPORTS}",
        rf"(?=neither side){_REPORTS} (?:could|can) be (?:{_CHECKED})",
        rf"(?:impossible|not possible|difficult|no way|unable) to (?:{_CHECKED}) {_REPORTS}",
    )
)


_BOTH = frozenset(("neither side", "either side", "both sides", "each side"))


def unverified_sources(text: str) -> frozenset[str]:
    """Whose reports a text says that nobody has verified: words that name a source ("rebel", "Interfax"), or "" for all
    of them. One report of nobody in particular is that of the sentence before, and none of these."""
    found: set[str] = set()
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        if _OF_RESPONSIBILITY.search(sentence) or not re.search("verif|confirm|corrob", sentence):
            continue
        for hit in filter(None, (pattern.search(sentence) for pattern in _UNCHECKED)):
            whose = re.sub(r"['’]s?$", "", hit["whose"] or "")
            if whose.lower() in _BOTH:
                found.add("")
            elif whose or hit["said"].endswith("s"):
                found.add(whose)
    return frozenset(found)


_OF_RESPONSIBILITY = re.compile(
    r"\bclaims? of responsibility\b|\bresponsibility claims?\b|\bauthenticity\b", re.IGNORECASE
)
_EXAGGERATED = re.compile(r"\b(?:exaggerat|inflat)(?:e|es|ed|ing|ions?)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no|cannot|unable|impossible|hard|difficult|yet to)\b|n['’]t\b", re.IGNORECASE)


class StanceAnnotator:
    """Makes known as `doc._.unverified` whose word a report says that it can't verify."""

    def __init__(self) -> None:
        register()
        if not Doc.has_extension("unverified"):
            Doc.set_extension("unverified", default=frozenset())

    def __call__(self, doc: Doc) -> Doc:
        doc._.unverified = unverified_sources(text_of(doc))
        return doc


@Language.factory("variorum_stance")
def make_stance(nlp: Language, name: str) -> StanceAnnotator:  # noqa: ARG001  (spaCy's signature)
    return StanceAnnotator()

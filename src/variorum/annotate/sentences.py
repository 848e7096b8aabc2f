"""Where sentences end, by rules over tokens: cheap enough to run on every report, and steady on lost punctuation and
paragraphs.

The parser's own boundaries would need a parse of everything; most sentences of most reports hold no claim and need
none.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

_ENDS = frozenset((".", "!", "?", "...", "…", ".'", '."', "?!", "!!"))
_CLOSERS = frozenset(('"', "'", "”", "’", ")", "]", "''", "»"))
_OPENERS = frozenset(('"', "“", "‘", "(", "[", "``", "-", "–", "—", "--", "•", "*", "«"))
_ABBREVIATIONS = frozenset(
    (
        "mr. mrs. ms. dr. prof. gen. col. lt. maj. capt. sgt. cpl. cmdr. rev. hon. gov. sen. rep. pres. st. "
        "mt. no. vs. jr. sr. inc. co. corp. ltd. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. "
        "u.s. u.n. u.k. e.g. i.e. approx. ave. blvd. dept. brig. adm. msgr. pvt. insp. supt. "
    ).split()
)
_LAST = frozenset(text[-1] for text in (*_ENDS, *_CLOSERS))
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
"""How a line of a live report begins: "07:40: Police say ..."."""
LONGEST = 220
"""Tokens after which a sentence without an end is cut at the next comma or space, so that no parse takes unbounded
time."""


@Language.component("variorum_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set the start of every sentence."""
    marks: Any = np.full(len(doc), -1, dtype="int64")
    length = 0
    before = ""
    for at, text in enumerate([token.text for token in doc]):
        length += 1
        long = (length > LONGEST and before in (",", ";", ":")) or length > 2 * LONGEST
        if at == 0 or long or (_may_close(before) and _starts(doc, doc[at])):
            marks[at], length = 1, 0
        before = text
    return doc.from_array(["SENT_START"], marks.view("uint64")) if len(doc) else doc


def _may_close(text: str) -> bool:
    """Whether a sentence can start behind a token: what `_starts` looks for there ends in a mark or is blank."""
    last = text[-1:]
    return last in _LAST or last.isspace()


def _starts(doc: Doc, token: Token) -> bool:
    before = doc[token.i - 1]
    if token.is_space:
        return False
    if before.is_space:
        if "\n\n" in before.text or "\r" in before.text:
            return True
        if "\n" in before.text:
            return (
                _ends(doc, token.i - 2)
                or token.text[:1].isupper()
                or token.text in _OPENERS
                or _CLOCK.match(token.text) is not None
            )
        before = doc[token.i - 2] if token.i > 1 else before
    if token.text in _CLOSERS and not (token.text in _OPENERS and before.whitespace_):
        return False
    at = before.i
    while (
        at > 0
        and doc[at].text in _CLOSERS
        and not (doc[at].text in _OPENERS and doc[at - 1].whitespace_ and not doc[at].whitespace_)
    ):
        at -= 1
    return _ends(doc, at) and _begins(token)


def _ends(doc: Doc, at: int) -> bool:
    """Whether the token there closes a sentence, looking at what stands before the full stop."""
    if at < 0:
        return False
    token = doc[at]
    if token.text in _ENDS or (token.text[-1:] in "?!" and len(token) > 1):
        if (
            token.text == "."
            and at
            and doc[at - 1].text.lower() + "." in _ABBREVIATIONS
            and not doc[at - 1].whitespace_
        ):
            return False
        return not (
            token.text == "." and at and len(doc[at - 1]) == 1 and doc[at - 1].is_upper and not doc[at - 1].whitespace_
        )
    return (
        len(token) > 2
        and token.text[-1] == "."
        and token.lower_ in ("u.s.", "u.n.", "u.k.", "a.m.", "p.m.", "etc.", "inc.", "jr.", "e.t.")
    )


def _begins(token: Token) -> bool:
    if token.text in _OPENERS:
        return token.i + 1 >= len(token.doc) or not token.doc[token.i + 1].text[:1].islower()
    if not (token.text[:1].isupper() or token.text[:1].isdigit()):
        return False
    before = token.doc[token.i - 1].lower_
    if before in ("a.m.", "p.m."):  # "at 5 a.m. Monday" goes on
        return token.text[:1].isupper() and token.lower_ not in _CALENDAR
    return before not in ("u.s.", "u.n.", "u.k.") or token.lower_ in _SENTENCE_WORDS  # "U.S. officials" goes on


_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan. feb. mar. apr. aug. sept. oct. nov. dec. gmt est edt cet utc et".split()
)
_SENTENCE_WORDS = frozenset(
    "the a an in it he she they we this that these those but and however on at when after there".split()
)


def sentences_of(doc: Doc) -> list[Span]:
    """The sentences of a Doc; where they start is looked up once, and not anew as with every `doc.sents`."""
    bounds: list[tuple[int, int]] | None = doc.user_data.get("variorum_sentences")
    if bounds is None or (bounds[-1][1] if bounds else 0) != len(doc):
        bounds = doc.user_data["variorum_sentences"] = [(s.start, s.end) for s in doc.sents]
    return [doc[start:end] for start, end in bounds]

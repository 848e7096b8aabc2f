"""Where sentences end, by rules over tokens: cheap enough to run on every report, and steady on lost punctuation and
paragraphs.

The parser's own boundaries would need a parse of everything; most sentences of most reports hold no claim and need
none.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

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
LONGEST = 220
"""Tokens after which a sentence without an end is cut at the next comma or space, so that no parse takes unbounded
time."""


@Language.component("variorum_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set the start of every sentence."""
    length = 0
    for token in doc:
        if token.i == 0:
            continue
        length += 1
        starts = (
            _starts(doc, token)
            or (length > LONGEST and doc[token.i - 1].text in (",", ";", ":"))
            or length > 2 * LONGEST
        )
        token.is_sent_start = starts
        if starts:
            length = 0
    return doc


def _starts(doc: Doc, token: Token) -> bool:
    before = doc[token.i - 1]
    if token.is_space:
        return False
    if before.is_space:
        if "\n\n" in before.text or "\r" in before.text:
            return True
        if "\n" in before.text:
            return _ends(doc, token.i - 2) or token.text[:1].isupper() or token.text in _OPENERS
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
    before = token.doc[token.i - 1]
    if before.lower_ in ("u.s.", "u.n.", "u.k.", "a.m.", "p.m."):  # "U.S. officials" goes on, "the U.S. The" does not
        return (before.lower_ in ("a.m.", "p.m.") and token.text[:1].isupper()) or token.lower_ in _SENTENCE_WORDS
    return True


_SENTENCE_WORDS = frozenset(
    "the a an in it he she they we this that these those but and however on at when after there".split()
)

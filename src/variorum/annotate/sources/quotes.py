"""Where a text quotes somebody word for word: stretches between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right

from variorum.values import Span

LONGEST = 6000
"""Characters that one quotation has at most; a mark that is never closed must not swallow the report."""

_OPENING, _CLOSING = "“«„", "”»"
_BEFORE = " \t\n\r([{—–-,:\u00a0"
_AFTER = " \t\n\r)]}—–-,.;:!?\u00a0"
_PAIR = re.compile(r"(?P<opening>``|(?<![^\s(\[{—–,:-])''(?=[^\s']))|''")
"""Two strokes for one mark, as in wire copy and newspapers' archives: ``five died'', ''five died,'' he said."""
_SINGLE = re.compile(
    r"(?<![^\s(\[—–-])['‘](?=[^\W\d])(?:[^'‘’\"“”\n]|(?<=\w)['’](?=\w)){2,1500}[,.!?…]['’](?![^\s)\]—–-])"
)
"""Between single marks, which are also apostrophes: such a quotation ends in a comma or stop, with no mark in it."""


def quotations(text: str) -> tuple[Span, ...]:
    """The quotations of a text, marks included, in order and apart from each other.

    A straight mark opens where space or a bracket stands before it and none after, and closes the other way round.
    A mark at the start of a paragraph while a quotation is open carries it on (the press's habit), it doesn't nest.
    Two strokes are one mark, and single marks count where they are no apostrophes.
    """
    if "''" in text or "``" in text:
        text = _PAIR.sub(lambda pair: " “" if pair["opening"] else "” ", text)
    found = _between_double_marks(text)
    starts = [quote.start for quote in found]
    singles = (Span(*match.span()) for match in _SINGLE.finditer(text))
    return tuple(sorted((*found, *(one for one in singles if not _is_inside(one, found, starts)))))


def _is_inside(one: Span, found: list[Span], starts: list[int]) -> bool:
    """Whether a quotation overlaps one of those found, which begin at `starts`."""
    at = bisect_right(starts, one.end)
    return at > 0 and found[at - 1].end > one.start


def _between_double_marks(text: str) -> list[Span]:
    found: list[Span] = []
    start: int | None = None
    for at, char in enumerate(text):
        if char not in '"“”«»„':
            continue
        if start is not None and at - start > LONGEST:
            start = None
        if start is None:
            if _opens(text, at):
                start = at
        elif _closes(text, at):
            found.append(Span(start, at + 1))
            start = None
        elif _opens(text, at) and not _starts_paragraph(text, at):
            start = at
    return found


def _opens(text: str, at: int) -> bool:
    if text[at] in _OPENING:
        return True
    return (
        text[at] == '"' and at + 1 < len(text) and not text[at + 1].isspace() and (at == 0 or text[at - 1] in _BEFORE)
    )


def _closes(text: str, at: int) -> bool:
    if text[at] in _CLOSING:
        return True
    return (
        text[at] == '"'
        and at > 0
        and not text[at - 1].isspace()
        and (at + 1 == len(text) or text[at + 1] in _AFTER or text[at + 1].isalpha())
    )


def _starts_paragraph(text: str, at: int) -> bool:
    return text[:at].rstrip(" \t").endswith("\n")

"""A text as words with their places in it: what the grammar of places reads."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"[A-Z][a-z]?\.(?:[A-Z][a-z]?\.)+"
    r"|\b(?:[Aa][lnshdrtz]|[Ee][lnsd]|[Aa]sh|[Aa]ch)[-‘’'][‘’'`ʿ]?[A-ZÀ-Ý]\w*(?:['’ʼ`‘][^\W_]+)*"
    r"|[^\W\d_]\w*(?:['’ʼ`‘][^\W_]+)*|\d[\d,.]*\w*"
)
_ARTICLE_NAME = re.compile(r"(?:[ae][a-z]{1,2}|l|d)[-'’‘][‘’'`ʿ]?[A-ZÀ-Ý]")
_POSSESSIVE = re.compile(r"['’]s?$")
SAINTLY = frozenset("st ste mt ft pt".split())
_SHORTENED = (
    frozenset("n s e w ne nw se sw no gen gov sen rep lt col maj capt sgt mr mrs ms dr prof jr sr rev adm cmdr".split())
    | SAINTLY
)
_NOT_GAP = re.compile(r"[.!?;:]|\n\s*\n")


class Token(NamedTuple):  # made for every word of a text, at a third of a dataclass's cost
    """A word less a possessive ending. name: it is written like one; opens: it starts a sentence; shouted: it is in
    capitals.
    """

    start: int
    end: int
    word: str
    low: str
    name: bool
    opens: bool
    possessive: bool
    shouted: bool


class Words:
    """The tokens of a text, and what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)

    def _gap(self, index: int) -> str:
        """What stands between the token at `index` and the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start] if index else ""

    def _joined(self, index: int) -> bool:
        """Whether the token goes on directly from the one before it."""
        gap = self._gap(index)
        if gap.isspace():
            return gap.count("\n") < 2
        if gap == "-":
            return True
        before = self.tokens[index - 1]
        return gap in (". ", ".\n") and (before.low in _SHORTENED or len(before.word) == 1)

    def _words(self, first: int, last: int) -> str:
        end = self.tokens[last - 1].start + len(self.tokens[last - 1].word)
        return self.text[self.tokens[first].start : end]


def _tokens(text: str) -> list[Token]:
    out: list[Token] = []
    previous_end, previous_low = 0, ""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        possessive = False
        if word[-1] in "s'’" and (cut := _POSSESSIVE.search(word)) is not None:
            word, possessive = word[: cut.start()], True
        if not word:
            continue
        gap = text[previous_end:start]
        opens = (
            not out
            or (
                not gap.isspace()
                and _NOT_GAP.search(gap) is not None
                and not (gap[0] == "." and previous_low in _SHORTENED)
            )
            or (gap.count("\n") > 1)
            or '"' in gap
            or "“" in gap
        )
        name = word[0].isupper() or (word[0] in "aedl" and _ARTICLE_NAME.match(word) is not None)
        low = word.casefold()
        out.append(Token(start, end, word, low, name, opens, possessive, len(word) > 4 and word.isupper()))
        previous_end, previous_low = end, low
    return out

"""Where the sentences of a Doc lie, looked up in logarithmic time: spaCy's own `token.sent` walks the whole Doc."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from variorum.annotate.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class Bounds:
    """First token and first character of every sentence, and the length of the Doc in tokens."""

    tokens: tuple[int, ...]
    characters: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, doc: Doc) -> Bounds:
        """The bounds of a Doc that has sentence boundaries; a Doc without tokens has one empty sentence."""
        starts = tuple(sent.start for sent in sentences_of(doc)) or (0,)
        return cls(starts, tuple(doc[start].idx if len(doc) else 0 for start in starts), len(doc))

    def sentence(self, doc: Doc, token: int) -> Span:
        """The sentence that a token stands in."""
        at = bisect_right(self.tokens, token) - 1
        return doc[self.tokens[at] : self.tokens[at + 1] if at + 1 < len(self.tokens) else self.length]

    def first_character(self, place: int) -> int:
        """Where the sentence begins in which a character stands."""
        return self.characters[max(0, bisect_right(self.characters, place) - 1)]

    def between(self, start: int, end: int) -> int:
        """How many sentences begin in a stretch of characters."""
        return bisect_right(self.characters, end - 1) - bisect_right(self.characters, start - 1)

"""The leash: each quote of an answer is found in the report, or dropped.

A quote is looked for as it stands, then with white space and quotation marks evened out, nothing more. Words of
groups, sources and actors must stand in the report too; of those that do not, the claim goes without. So whatever a
model answers, every span of a proposal is a stretch of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from variorum.llm.answers import Answer, name_of, words
from variorum.llm.task import Piece
from variorum.models import GroupCategory, Mode, Outcome, SourceKind, Stance
from variorum.proposals import Proposal, ProposedResponsibility, ProposedSource, ProposedToll
from variorum.values import Span

_Value = TypeVar("_Value", bound=StrEnum)

_MARKS = str.maketrans("‘’‛`´“”„‟«»", "'''''" + '"' * 6)
_MOST_PLACES = 200
"""Places of one quote in a text that are looked at."""
_LONGEST_CHAIN = 4


def leashed(answers: Sequence[tuple[Piece, Answer]], by: str) -> Proposal:
    """The proposal of a report's answers, piece by piece; what is not in the text is listed in `refused`.

    Incidents are named by piece ("2/i1"): each piece is answered without knowledge of the others.
    """
    tolls: list[ProposedToll] = []
    responsibility: list[ProposedResponsibility] = []
    refused: list[str] = []
    for piece, answer in answers:
        held = _Held(piece)
        places: dict[str, int] = {}
        wholes: dict[int, str | None] = {}
        for entry in answer.tolls:
            toll = held.toll(entry)
            if toll is not None:
                if (name := name_of(entry, "id")) is not None:
                    places.setdefault(name, len(tolls))
                wholes[len(tolls)] = name_of(entry, "part_of")
                tolls.append(toll)
        for number, whole in wholes.items():
            if whole in places and places[whole] != number:
                tolls[number] = replace(tolls[number], part_of=places[whole])
        responsibility += [found for entry in answer.responsibility if (found := held.responsibility(entry))]
        refused += held.refused
        if answer.cut:
            refused.append(f"the rest of the answer on piece {piece.number}: it broke off")
    return Proposal(by=by, tolls=tuple(tolls), responsibility=tuple(responsibility), refused=tuple(refused))


class _Held:
    """One piece's entries, held to its text."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.text = Evened(piece.text)
        self.refused: list[str] = []

    def toll(self, entry: dict[str, Any]) -> ProposedToll | None:
        quote = words(entry, "quote")
        span, outcome = self._find(quote, words(entry, "context")), _value(Outcome, entry, "outcome")
        if span is None or outcome is None:
            self._refuse(quote, "not in the text" if span is None else "of no outcome that we know")
            return None
        group = words(entry, "group")
        return ProposedToll(
            span=self._shifted(span),
            outcome=outcome,
            group=self._near(group, span, f"group of “{_short(quote)}”") if group else None,
            category=_value(GroupCategory, entry, "group_category") or GroupCategory.PEOPLE,
            sources=self._sources(entry, span, quote),
            stance=_value(Stance, entry, "stance") or Stance.ASSERTED,
            incident=self._incident(entry),
        )

    def responsibility(self, entry: dict[str, Any]) -> ProposedResponsibility | None:
        quote, actor = words(entry, "quote"), words(entry, "actor")
        span, mode = self._find(quote, words(entry, "context")), _value(Mode, entry, "mode")
        if span is None or mode is None:
            self._refuse(quote, "not in the text" if span is None else "of no mode that we know")
            return None
        named = None if mode is Mode.NONE_CLAIMED else self._near(actor, span, f"actor of “{_short(quote)}”")
        if named is None and mode is not Mode.NONE_CLAIMED:
            return None
        return ProposedResponsibility(
            span=self._shifted(span),
            actor=named,
            mode=mode,
            sources=self._sources(entry, span, quote),
            incident=self._incident(entry),
        )

    def _sources(self, entry: dict[str, Any], near: Span, quote: str) -> tuple[ProposedSource, ...]:
        given = entry.get("sources")
        out = []
        for source in given[:_LONGEST_CHAIN] if isinstance(given, list) else ():
            if not isinstance(source, dict):
                continue
            span = self._near(words(source, "text"), near, f"source of “{_short(quote)}”")
            if span is not None:
                kind = _value(SourceKind, source, "kind") or SourceKind.OTHER
                out.append(ProposedSource(span=span, kind=kind, anonymous=source.get("anonymous") is True))
        return tuple(out)

    def _incident(self, entry: dict[str, Any]) -> str | None:
        name = name_of(entry, "incident")
        return None if name is None else f"{self.piece.number}/{name}"

    def _find(self, quote: str, context: str) -> Span | None:
        """The quote in its context; where the context is not in the text, the quote where it stands once."""
        for place in self.text.places(context):
            inner = next(Evened(place.of(self.piece.text)).places(quote), None)
            if inner is not None:
                return inner.shift(place.start)
        found = [span for _, span in zip(range(2), self.text.places(quote), strict=False)]
        return found[0] if len(found) == 1 else None

    def _near(self, given: str, place: Span, what: str) -> Span | None:
        """The words where they stand nearest to a place, in the whole text's code points."""
        found = [span for _, span in zip(range(_MOST_PLACES), self.text.places(given), strict=False)]
        if not found:
            self._refuse(given, f"not in the text ({what})")
            return None
        return self._shifted(min(found, key=lambda span: (abs(span.start - place.start), span.start)))

    def _shifted(self, span: Span) -> Span:
        return span.shift(self.piece.start)

    def _refuse(self, given: str, why: str) -> None:
        self.refused.append(f"“{_short(given)}”: {why}")


class Evened:
    """A text in which words are found although white space and quotation marks differ; spans are those of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._marks = text.translate(_MARKS)  # one code point for another: places stay

    def places(self, given: str) -> Iterator[Span]:
        """Where the words stand, as whole words: first the text as it is decides, then evened out."""
        parts = given.translate(_MARKS).split()
        if not parts:
            return
        pattern = r"\s+".join(map(re.escape, parts))
        before = r"(?<!\w)" if parts[0][0].isalnum() else ""
        after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
        for match in re.finditer(before + pattern + after, self._marks):
            yield Span(match.start(), match.end())


def _value(of: type[_Value], entry: dict[str, Any], name: str) -> _Value | None:
    given = entry.get(name)
    return of(given) if isinstance(given, str) and given in {value.value for value in of} else None


def _short(given: str) -> str:
    return given if len(given) <= 60 else given[:57] + "..."

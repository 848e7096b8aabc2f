"""All armed actors of a text, each resolved, for whoever wants them without the claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from variorum.actors.names import Found, find_actors
from variorum.actors.nations import nation_at
from variorum.actors.registry import Entry, Registry, resolve, split_words
from variorum.actors.services import force_of
from variorum.values import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedActor:
    """An actor as the text names it: `text` at `span`; category after the annotation guide.

    entry: what it was resolved to, None where it is nobody in particular or not known; alternatives: others that bear
    the name; country: ISO code of the state whose force it is.
    """

    text: str
    span: Span
    category: str
    entry: Entry | None
    alternatives: tuple[Entry, ...]
    country: str | None

    def row(self) -> dict[str, Any]:
        """As JSON: texts, offsets in code points, ids and names of entries."""
        return {
            "text": self.text,
            "span": [self.span.start, self.span.end],
            "category": self.category,
            "country": self.country,
            "entry": self.entry and self.entry.id,
            "name": self.entry and self.entry.name,
            "alternatives": [other.id for other in self.alternatives],
        }


def list_actors(text: str, *, year: int | None = None, recased: bool = False) -> tuple[NamedActor, ...]:
    """The actors of a text in order. The country that the text names most is the context of names that several bear.

    year: of its publication; recased: it was in capitals and got small letters by guess.
    """
    found = find_actors(text, Registry.load(), recased=recased, year=year)
    country = most_named_country(text)
    beside = {one.entries[0].name for one in found if len(one.entries) == 1}
    return tuple(_named(one, text, country, year, beside) for one in found)


def most_named_country(text: str) -> str | None:
    """ISO code of the state that a text names most often, the first of equals; None where it names none."""
    words = split_words(text)
    named = Counter(nation[1] for at in range(len(words)) if (nation := nation_at(words, at)) is not None)
    return named.most_common(1)[0][0] if named else None


def _named(found: Found, text: str, country: str | None, year: int | None, beside: set[str]) -> NamedActor:
    span = Span(found.start, found.end)
    entry, others = resolve(found.entries, country=found.country or country, year=year, beside=beside)
    if entry is None and not others and found.category == "state_forces" and found.country is not None:
        entry = force_of(span.of(text), found.country, year)
    return NamedActor(
        text=span.of(text),
        span=span,
        category=found.category,
        entry=entry,
        alternatives=others,
        country=found.country,
    )

"""What words of a report say, for forms that are filled by clicking on them: how many, which days, which place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from spacy import blank
from spacy.language import Language

from variorum import dates, places
from variorum.annotate import quantities
from variorum.export import words
from variorum.models import Place, Report
from variorum.places import Gazetteer, Mention
from variorum.values import CountRange, DateRange, Span
from variorum.web.names import country

_MOST_PLACES = 8
_MOST_TEXT = 200_000
_TEXTS = 256
"""Texts whose numbers are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What some words say, as far as they say it. `places`: what they may name, the likeliest first."""

    text: str
    count: CountRange | None = None
    days: DateRange | None = None
    places: tuple[Place, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the script that fills the form."""
        return {
            "text": words.line(self.text),
            "count": self.count and {"low": self.count.low, "high": self.count.high},
            "days": self.days and {"start": self.days.start.isoformat(), "end": self.days.end.isoformat()},
            "places": [{"id": named(one), "told": told(one)} for one in self.places],
        }


def meaning(report: Report, span: Span) -> Meaning:
    """Of words of a report, read in their place in it."""
    text = span.of(report.text)
    return Meaning(
        text=text,
        count=next((count for _, count in _counts(text)), None),
        days=next((one.days for one in dates.find(text, report.published) if one.days), None),
        places=tuple(_in_text(report, span)) or places_called(text),
    )


def places_called(name: str) -> tuple[Place, ...]:
    """The places that a name alone may stand for, the likeliest first; empty where none is known."""
    found = _mentions(name)
    return tuple(_readings(found, found[0], None)) if found else ()


def chosen_place(report: Report, text: str, span: Span | None, id_: str) -> Place:
    """The place that a form names: that of the id where it may be that one, else the likeliest; the bare words where
    no place of that name is known.
    """
    at = span if span and span.of(report.text) == text else None
    known = (tuple(_in_text(report, at)) if at else ()) or places_called(text)
    found = next((one for one in known if named(one) == id_), known[0] if known else Place(text=text))
    return replace(found, text=text, span=at)


def named(place: Place) -> str:
    """What tells a place from others of its name."""
    return str(place.geonames_id or f"{place.country}/{place.admin1}/{place.lat}")


def told(place: Place) -> str:
    """A place in words, outermost last, and how exactly it is known."""
    parts = dict.fromkeys(name for name in (place.text, place.locality, place.admin2, place.admin1) if name)
    nation = country(place.country)
    whole = ", ".join([*parts, *([nation] if nation and nation not in parts else [])])
    return words.line(f"{whole} ({place.precision})" if place.precision else whole)


def untaken(report: Report, taken: Iterable[Span]) -> list[Span]:
    """The counts of a text that no claim stands in."""
    held = list(taken)
    return [
        one
        for one in _in_numbers(report.text[:_MOST_TEXT], report.published)
        if not any(one.start < of.end and of.start < one.end for of in held)
    ]


@lru_cache(maxsize=_TEXTS)
def _in_numbers(text: str, published: date | None) -> tuple[Span, ...]:
    """Where a text counts something; "no" and parts of dates are left out."""
    days = [one.span for one in dates.find(text, published)]
    found = [span for span, count in _counts(text) if count.high != 0]
    return tuple(one for one in found if not any(one.start < of.end and of.start < one.end for of in days))


def _counts(text: str) -> Iterator[tuple[Span, CountRange]]:
    doc = quantities.mark_quantities(_tokens()(text))
    for found in doc.spans["quantities"]:
        yield Span(found.start_char, found.end_char), found._.count


@cache
def _tokens() -> Language:
    return blank("en")


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _mentions(text: str) -> Sequence[Mention]:
    return places.find(text, _gazetteer())


def _in_text(report: Report, span: Span) -> Iterator[Place]:
    found = _mentions(report.text[:_MOST_TEXT])
    asked = [one for one in found if one.span.start < span.end and span.start < one.span.end]
    if not asked:
        return
    longest = max(asked, key=lambda one: one.rank)
    if longest.span == span:
        yield from _readings(found, longest, report.publisher)
        return
    seen: set[str] = set()  # a part of a name: first what it names by itself
    for one in (*places_called(span.of(report.text)), *_readings(found, longest, report.publisher)):
        if named(one) not in seen:
            seen.add(named(one))
            yield one


def _readings(found: Sequence[Mention], asked: Mention, publisher: str | None) -> Iterator[Place]:
    """The mention as it is resolved among all, then as each other place of its name."""
    at = found.index(asked)
    best = places.resolve(found, _gazetteer(), publisher=publisher)[at]
    seen: set[str] = set()
    if best.country is not None or best.lat is not None:
        seen.add(named(best.place))
        yield best.place
    for candidate in asked.candidates:
        narrowed = [*found[:at], replace(asked, candidates=(candidate,)), *found[at + 1 :]]
        other = places.resolve(narrowed, _gazetteer(), publisher=publisher)[at].place
        if named(other) not in seen and len(seen) < _MOST_PLACES:
            seen.add(named(other))
            yield other

"""Finds the places that a text names: by the gazetteer, and by the grammar that English has for places.

Three things are weighed for each capitalised name: what the gazetteer knows by it, what stands around it ("in", "the
town of", ", Syria", "Mr.", "said"), and what the rest of the text shows it to be (the surname of somebody, a place
named before). A name that no gazetteer holds is a place only where the grammar leaves no other reading.
"""

from __future__ import annotations

import re

from variorum.places.datelines import with_datelines
from variorum.places.drafts import Draft
from variorum.places.gazetteer import Gazetteer
from variorum.places.lexicon import common_words
from variorum.places.links import linked
from variorum.places.offsets import with_offsets
from variorum.places.records import Candidate, Kind, Mention
from variorum.places.unlisted import Unlisted
from variorum.values import Span

LIKELY = 1.4
LIKELY_MODIFIER = 0.6
BELIEVED = 2.8
_CAPITAL = re.compile(
    r"(?<![\w-])(?P<whole>(?:the\s+)?(?P<of>(?:[A-Z][\w-]{0,30}\s+){0,2})capital)\b"
    r"(?!\s+(?:punishment|offen[cs]e|crime|murder|letters|gains?|market|city of|of [A-Z]|, [A-Z]))"
)


def find(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every place that `text` names, in text order, with the gazetteer's candidates for each.

    The text should have its natural case; one all in capitals must be recased first. Demonyms are included (kind
    `demonym`), names that only modify another noun are marked `attributive`. Spans count in code points of `text`.
    Never raises for any text.
    """
    return _Reader(text, gazetteer).mentions()


_NAMED_NEXT = re.compile(r",? (?:city )?")


def _is_named_next(text: str, capital: Span, found: list[Mention]) -> bool:
    """Whether the name of a capital follows: "the capital, Colombo"."""
    gap = _NAMED_NEXT.match(text, capital.end)
    return gap is not None and any(
        m.span.start == gap.end() and any(c.kind is Kind.CITY for c in m.candidates) for m in found
    )


class _Reader(Unlisted):
    """Reads one text."""

    def mentions(self) -> tuple[Mention, ...]:
        drafts = list(self._streets())
        runs = list(self._runs())
        self._find_people(runs)
        for first, last in runs:
            found_here = self._read_run(first, last)
            for draft in found_here:
                if draft.kind in (Kind.CITY, Kind.NEIGHBOURHOOD) and draft.score >= LIKELY and not draft.attributive:
                    self.previous = draft
            drafts += found_here
        drafts = self._settle(drafts)
        found = [self._mention(draft) for draft in drafts]
        found += self._capitals(found)
        found.sort(key=lambda m: (m.span.start, m.span.end))
        found = linked(self.text, found)
        return tuple(with_offsets(self.text, with_datelines(self.text, found)))

    def _read_run(self, first: int, last: int) -> list[Draft]:
        tokens, common = self.tokens, common_words()
        while first < last and (tokens[first].opens or not tokens[first].name) and self._is_ordinary(first):
            if last - first > 1 and self._known(first, last):
                break
            first += 1
        drafts: list[Draft] = []
        named_unit = self._unknown_unit(first, last) if first < last else None
        if named_unit is not None:
            return [named_unit]
        facility = self._facility(first, last) if first < last else None
        stop = after = last
        if facility is not None:
            drafts.append(facility)
            drafts += self._inner(facility) if not facility.owned else []
            stop = max(first, min(last, facility.first))
            after = facility.last
        index = first
        while index < last:
            if facility is not None and stop <= index < after:
                index = after
                continue
            draft = self._name_at(index, last if facility is None or index >= after else stop, first, last)
            if draft is None:
                index += 1
            else:
                drafts.append(draft)
                index = draft.last
        likely = any(d.score >= LIKELY or d.kind in (Kind.DEMONYM, Kind.FACILITY) for d in drafts)
        if not likely and first < last and not any(t.low in common for t in tokens[first:last] if t.opens):
            unknown = self._unknown(first, last)
            if unknown is not None:
                drafts = [unknown]
        elif likely and (within := self._unknown_within(first, last, drafts)) is not None:
            drafts.insert(0, within)
        return drafts

    def _settle(self, drafts: list[Draft]) -> list[Draft]:
        """Drops what is unlikely and what overlaps; a name that is likely once in the text is believed elsewhere."""
        likely = {d.name.casefold() for d in drafts if d.score >= BELIEVED and d.kind is not Kind.DEMONYM}
        kept: list[Draft] = []
        for draft in drafts:
            bonus = 1.5 if draft.name.casefold() in likely and draft.name.casefold() not in self.surnames else 0.0
            if draft.score + bonus >= (LIKELY_MODIFIER if draft.attributive else LIKELY):
                kept.append(draft)
        kept.sort(key=lambda d: (-(d.end - d.start), d.start))
        taken: list[tuple[int, int]] = []
        out = []
        for draft in kept:
            if not any(s < draft.end and draft.start < e for s, e in taken):
                taken.append((draft.start, draft.end))
                out.append(draft)
            elif draft.attributive and draft.inner:
                out.append(draft)
        return out

    def _mention(self, draft: Draft) -> Mention:
        return Mention(
            text=self.text[draft.start : draft.end],
            span=Span(draft.start, draft.end),
            kind=draft.kind,
            name=draft.name,
            candidates=draft.candidates,
            asked=draft.asked,
            part=draft.part,
            near=draft.near,
            built=draft.built,
            attributive=draft.attributive,
            score=round(draft.score, 2),
        )

    def _capitals(self, found: list[Mention]) -> list[Mention]:
        """ "the Egyptian capital", "the capital": a city by what it is."""
        out = []
        for match in _CAPITAL.finditer(self.text):
            span = Span(*match.span("whole"))
            inside = [m for m in found if span.contains(m.span)]
            candidates: tuple[Candidate, ...] = ()
            for mention in inside:
                for country in (c.country for c in mention.candidates if c.kind is Kind.COUNTRY and c.country):
                    capital = self.gazetteer.capital(country)
                    candidates += (capital,) if capital else ()
            if (match["of"] and not candidates) or _is_named_next(self.text, span, found):
                continue
            if not candidates and not match["whole"].casefold().startswith("the"):
                continue
            out.append(
                Mention(
                    text=match["whole"], span=span, kind=Kind.CITY, name="capital", candidates=candidates, score=2.0
                )
            )
        return out

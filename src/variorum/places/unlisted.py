"""Names that no gazetteer holds, where the grammar leaves no reading but a place: towns, streets, buildings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from variorum.places.drafts import Draft, asked_by, likely_kind, standing
from variorum.places.heads import APPOSITION, head_before
from variorum.places.lexicon import common_words, given_names, words
from variorum.places.listed import HONORIFIC_NAMES
from variorum.places.records import Candidate, Kind
from variorum.places.streets import street_spans
from variorum.places.tokens import SAINTLY, Token
from variorum.places.weighing import Weighing

UNKNOWN_LIKELY = 2.0
INNER_LIKELY = 1.4


class Unlisted(Weighing):
    """A text in which names that the gazetteer lacks can be found."""

    def _streets(self) -> Iterator[Draft]:
        """Streets, with the counties and the like in their names."""
        starts = [token.start for token in self.tokens]
        for start, end in street_spans(self.text):
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            street = Draft(first, last, start, end, Kind.STREET, self.text[start:end], (), 3.0)
            yield street
            yield from (d for d in self._inner(street) if d.asked is not None or d.kind is Kind.COUNTRY)

    def _facility(self, first: int, last: int) -> Draft | None:
        """A named building or site: "Bardo National Museum", "Bataclan concert hall", "University of Basra"."""
        tokens, kinds = self.tokens, words("facility_words")
        for index in range(first, last):
            if (
                tokens[index].low in kinds
                and tokens[index].name
                and (index > first or self._of_follows(index, last) or self._owned(index))
            ):
                end = index + 1
                while end < last and tokens[end].low in kinds and tokens[end].name:
                    end += 1
                if end == index + 1 and self._of_follows(index, last):
                    end = last
                if end < last and tokens[end].low in words("organisation_words"):
                    return None
                if index == first and self._owned(index):  # named after a person or saint, not after a place
                    first -= 1
                    while first > 0 and self._joined(first) and tokens[first - 1].name and not tokens[first - 1].opens:
                        first -= 1
                    draft = self._facility_draft(first, end, ())
                    draft.owned = True
                    return draft
                return self._facility_draft(first, end, self._anchor(first, index))
        return self._building_after(first, last)

    def _building_after(self, first: int, last: int) -> Draft | None:
        """A run of names before a small word for a building: "Bataclan concert hall"."""
        tokens, kinds = self.tokens, words("facility_words")
        end = last
        while (
            end < len(tokens)
            and end - last < 2
            and self._joined(end)
            and tokens[end].low in words("facility_modifiers")
        ):
            end += 1
        while end > last and not (end < len(tokens) and self._joined(end) and tokens[end].low in kinds):
            end -= 1
        if end < len(tokens) and self._joined(end) and tokens[end].low in kinds and not tokens[end - 1].possessive:
            if any(first <= p and q <= last for p, q in self.people) or tokens[first].low in words("titles"):
                return None
            if self._is_description(end) or (last - first == 1 and tokens[first].low in common_words()):
                return None
            return self._facility_draft(first, end + 1, self._anchor(first, last))
        return None

    def _is_description(self, index: int) -> bool:
        """Whether a word for a building only describes what follows: "the Baltic port city of", "a Basra university
        professor"."""
        if index + 1 >= len(self.tokens) or not self._joined(index + 1) or self.tokens[index].possessive:
            return False
        return self.tokens[index + 1].low in words("city_words") | words("staff")

    def _owned(self, index: int) -> bool:
        """Whether a facility is named after an owner: "Rosie's Nightclub"."""
        if index == 0 or not self._joined_owner(index):
            return False
        owner = self.tokens[index - 1]
        if not owner.name or not owner.possessive:
            return False
        saintly = index > 1 and self.tokens[index - 2].low in SAINTLY and self._joined(index - 1)
        return saintly or owner.low in given_names() or standing(self._lookup(index - 1, index)) < 1.2

    def _joined_owner(self, index: int) -> bool:
        return self._gap(index) in (" ", "\n")

    def _of_follows(self, index: int, last: int) -> bool:
        return index + 2 < last and self.tokens[index + 1].low == "of"

    def _inner(self, outer: Draft) -> list[Draft]:
        """The places in the name of a facility or street: "Kabul" in "Kabul University", "Egyptian" in "the Egyptian
        embassy".
        """
        out: list[Draft] = []
        index = outer.first
        while index < outer.last - (outer.kind is Kind.FACILITY):
            draft = self._name_at(index, outer.last, outer.first, outer.last)
            if draft is None or (draft.end >= outer.end and draft.start <= outer.start) or draft.end > outer.end:
                index += 1
                continue
            if draft.kind is Kind.DEMONYM or (standing(draft.candidates) >= 0.8 and draft.score > 0):
                draft.attributive = draft.inner = True
                draft.score = max(draft.score, INNER_LIKELY)
                out.append(draft)
            index = max(draft.last, index + 1)
        return out

    def _anchor(self, first: int, last: int) -> tuple[Candidate, ...]:
        """What place the name of a facility starts with or is of: "Kabul" in "Kabul University", "University of
        Kabul".
        """
        starts = [i for i in range(first, last) if i == first or self.tokens[i - 1].low in ("of", "the", "in")]
        for begin in starts:
            for end in range(last, begin, -1):
                demonym = self.gazetteer.demonym(self._words(begin, end)) if end - begin <= 2 else ()
                if demonym:
                    return demonym
                found = self._lookup(begin, end) if self.tokens[begin].name else ()
                if found and (standing(found) >= 1.8 or (end == last and end - begin > 1)):
                    return tuple(c for c in found if c.main) or found
        return ()

    def _facility_draft(self, first: int, last: int, anchor: tuple[Candidate, ...]) -> Draft:
        token = self.tokens[last - 1]
        end = token.start + len(token.word)
        acronym = re.match(r"\s+\([A-Z]{2,8}\)", self.text[end : end + 14])
        if acronym:
            end += acronym.end()
        whole = self._known(first, last)
        name = self._words(first, last)
        candidates = tuple(c for c in whole if c.main) or anchor
        kind = Kind.FACILITY if not any(c.main for c in whole) else likely_kind(whole)
        return Draft(first, last, self.tokens[first].start, end, kind, name, candidates, 2.5)

    def _unknown_unit(self, first: int, last: int) -> Draft | None:
        """A run that the gazetteer lacks before a word for a unit: "the Baba Amr district", "Sheikh Radwan
        neighbourhood".
        """
        tokens = self.tokens
        if last - first > 1 and self._is_unit_word(tokens[last - 1]) and not self._known(first, last):
            last -= 1
        if (
            last >= len(tokens)
            or not self._joined(last)
            or (tokens[last].name and not self._is_unit_word(tokens[last]))
            or last - first > 4
            or tokens[last - 1].possessive
        ):
            return None
        low = tokens[last].low
        if not self._is_unit_word(tokens[last]):
            return None
        says_little = low in ("area", "areas", "zone", "sector", "colony", "estate", "district") and last - first < 2
        if says_little and not (tokens[last].name and tokens[first].low not in common_words()):
            return None
        if self._known(first, last) or any(self._plain_word(i) for i in range(first, last)) or not tokens[first].name:
            return None
        if any(self.gazetteer.demonym(tokens[i].word) for i in range(first, last)):
            return None
        draft = Draft(first, last, tokens[first].start, 0, Kind.CITY, self._words(first, last), (), 2.0)
        self._take_unit(draft, tokens[last])
        _as_quarter(draft, tokens[last].low)
        return draft if draft.asked is not None else None

    def _is_unit_word(self, token: Token) -> bool:
        """Whether a word says what sort of place the name before it is; a small "pass" or "sea" may say nothing."""
        low = token.low
        if token.name and low in words("natural_words"):
            return True
        units = words("quarter_words") | words("admin1_words") | words("admin2_words")
        return (
            (low in units and low not in ("state", "states"))
            or low in ("village", "town", "hill")
            or (token.name and low == "city")
        )

    def _plain_word(self, index: int) -> bool:
        """Whether a capitalised word belongs to no name of a place: a weekday, an organisation's noun, an ordinary
        word.
        """
        low = self.tokens[index].low
        return (
            low in words("not_places")
            or low in words("calendar")
            or low in words("organisation_words")
            or low in words("directions")
            or (low in common_words() and self.tokens[index].opens)
            or low in ("of", "the")
        )

    def _unknown_within(self, first: int, last: int, drafts: list[Draft]) -> Draft | None:
        """The unknown place before one that holds it: "Aathmail" in "at Aathmail of Nuwakot district"."""
        joint = next((i for i in range(first + 1, last) if self.tokens[i].low == "of"), None)
        if joint is None or not any(draft.first == joint + 1 for draft in drafts):
            return None
        if any(draft.first < joint for draft in drafts):
            return None
        return self._unknown_unit(first, joint) or self._unknown(first, joint)

    def _unknown(self, first: int, last: int) -> Draft | None:
        """A name that the gazetteer lacks, where the grammar shows a place: after "in", "the village of", before
        "province".
        """
        tokens = self.tokens
        while last - first > 1 and tokens[last - 1].low in words("calendar"):
            last -= 1
        if any(begin < last and first < end for begin, end in self.people):
            return None
        run = [t for t in tokens[first:last] if t.name]
        if run and run[0].low in HONORIFIC_NAMES and self._stands_like_a_place(first):
            run = run[1:]
        if any(
            t.low in words("not_places")
            or t.low in words("calendar")
            or t.low in words("titles")
            or t.low in self.surnames
            or t.low in words("organisation_words")
            for t in run
        ):
            return None
        if not run or len(run) > 4 or (run[0].word.isupper() and len(run[0].word) <= 5) or len(run[0].word) < 3:
            return None
        if len(run) < last - first and any(t.low in ("of", "the", "and") for t in tokens[first:last]):
            return None
        before = self.text[max(0, tokens[first].start - 40) : tokens[first].start]
        head = head_before(before, known=False)
        low = tokens[first - 1].low if first and self._joined(first) else ""
        draft = Draft(first, last, tokens[first].start, 0, Kind.CITY, self._words(first, last), (), 0.0)
        draft.end = tokens[last - 1].start + len(tokens[last - 1].word)
        if last < len(tokens) and self._joined(last) and not tokens[last - 1].possessive:
            self._take_unit(draft, tokens[last])
        if head is not None:
            draft.score += 3
            draft.asked = draft.asked or asked_by(head["first"] or head["bare"])
        if run[0].low not in common_words() and self._stands_like_a_place(first):
            draft.score += 2
        if run[0].low not in common_words() and APPOSITION.match(self.text, draft.end):
            draft.score += 2
        draft.near = low in words("near_words")
        if draft.asked is not None:
            draft.kind = Kind.CITY if draft.asked is Kind.CITY else draft.asked
        _as_quarter(
            draft, "district" if head is not None and head["first"] == "district" else tokens[draft.last - 1].low
        )
        return draft if draft.score >= UNKNOWN_LIKELY else None


def _as_quarter(draft: Draft, unit: str) -> None:
    """A district that the lists of the world's districts lack is more likely a quarter of a town."""
    if unit == "district" and not draft.candidates:
        draft.kind = draft.asked = Kind.NEIGHBOURHOOD

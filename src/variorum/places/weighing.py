"""Weighs a name of the gazetteer by what stands around it: is a place meant, and what sort of place?"""

from __future__ import annotations

from variorum.places.datelines import dateline_starts
from variorum.places.drafts import Draft, asked_by, asked_kind, likely_kind, standing
from variorum.places.gazetteer import Gazetteer
from variorum.places.heads import APPOSITION, head_before, listed_starts
from variorum.places.lexicon import common_words, given_names, words
from variorum.places.listed import LONGEST_NAME, Listed
from variorum.places.records import Candidate, Kind
from variorum.places.tokens import Token

MOST_DIRECTIONS = 3
_BEFORE = 40
"""How many characters before a name may hold the words that lead to it."""


class Weighing(Listed):
    """A text whose names can be weighed."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        super().__init__(text, gazetteer)
        self.previous: Draft | None = None
        self.datelines = dateline_starts(text, self.tokens)
        self.listed = listed_starts(text)

    def _name_at(self, first: int, last: int, run_first: int, run_last: int) -> Draft | None:
        """The longest name of the gazetteer that starts at a token, if what stands around lets it be a place."""
        if not self.tokens[first].name:
            return None
        demonym = self._demonym_at(first, last)
        if (
            demonym is not None
            and not self._longer_name(demonym.last, first, last)
            and (demonym.last - first > 1 or not self._rather_place(first))
        ):
            return demonym
        for end in range(min(last, first + LONGEST_NAME), first, -1):
            if not self.tokens[end - 1].name:
                continue
            found = self._lookup(first, end)
            if found:
                draft = self._judged(first, end, run_first, run_last, found)
                if draft is not None:
                    return draft
        return None

    def _longer_name(self, demonym_end: int, first: int, last: int) -> bool:
        """Whether a demonym only starts a longer name: "British Columbia", "American Samoa"."""
        ends = range(demonym_end + 1, min(last, first + LONGEST_NAME) + 1)
        return any(c.main for end in ends for c in self._lookup(first, end))

    def _judged(
        self, first: int, last: int, run_first: int, run_last: int, found: tuple[Candidate, ...]
    ) -> Draft | None:
        """A draft with its score, or None where the words around show that no place is meant."""
        tokens = self.tokens
        best = standing(found)
        draft = Draft(first, last, tokens[first].start, 0, likely_kind(found), self._words(first, last), found, best)
        token = tokens[last - 1]
        draft.end = token.start + len(token.word)
        if self.text[token.end : token.end + 1] == "." and self.gazetteer.abbreviation(f"{draft.name}."):
            draft.end += 1
        if last - first > 1 and (unit := asked_by(token.low, only=True)) is not None:
            draft.score += 2
            draft.asked = unit
        if not self._left(draft, run_first) or not self._right(draft, run_last):
            return None
        self._weigh_surroundings(draft)
        return draft

    def _left(self, draft: Draft, run_first: int) -> bool:
        """Weighs the word before the name. False where it shows a person or another name."""
        first = draft.first
        if first == 0 or not self._joined(first):
            return True
        before = self.tokens[first - 1]
        low = before.low
        in_run = first > run_first
        if (
            low == "of"
            and first - run_first > 1
            and self.tokens[first - 2].low in words("organisation_words") | words("bodies")
        ):
            draft.attributive = True
            return True
        if low in words("directions"):
            self._take_direction(draft)
            return True
        if low in words("titles") and (
            before.name or low in ("president", "minister", "king", "named", "judge", "officer")
        ):
            return False
        if not in_run or not before.name:
            return True
        if before.possessive or low in words("calendar") | words("not_places") or self._is_ordinary(first - 1):
            return True
        if len(before.word) <= 3 and self._gap(first) == "-" and before.word.isupper():
            draft.score += 2
            return True
        if low in words("city_words") or low in words("admin1_words") or low in words("admin2_words"):
            draft.score += 1
            return True
        if low in words("natural_words") or low in words("facility_words"):
            return True
        if self.gazetteer.demonym(before.word) or standing(self._lookup(first - 1, first)) >= 2.5:
            return True
        if any(begin <= first - 1 < end for begin, end in self.people) or low in given_names():
            return False
        draft.score -= 1.0 if before.word.isupper() or self._gap(first) == "-" else 3.0
        return True

    def _take_direction(self, draft: Draft) -> None:
        """Takes the words "northern", "south-central", "downtown" before the name into its span, as a part of it."""
        first = draft.first
        least = max(0, first - MOST_DIRECTIONS)
        while first > least and self._joined(first) and self.tokens[first - 1].low in words("directions"):
            first -= 1
        draft.part = self.text[self.tokens[first].start : draft.start].strip()
        draft.start, draft.first = self.tokens[first].start, first
        draft.score += 1.5

    def _right(self, draft: Draft, run_last: int) -> bool:
        """Weighs the word after the name; takes in "province", "River" and the like. False where it shows a person."""
        last = draft.last
        if last >= len(self.tokens) or not self._joined(last) or self.tokens[last - 1].possessive:
            return True
        after = self.tokens[last]
        if self._take_unit(draft, after):
            return True
        if not after.name or last >= run_last:
            return True
        low = after.low
        if low in words("organisation_words") or low in words("roles"):
            draft.attributive = True
            draft.score += 0.5
            return True
        if low in words("calendar") or low in words("directions") or low in words("titles"):
            return True
        if (
            draft.kind not in (Kind.COUNTRY, Kind.ADMIN1)
            and (self._stands_like_a_place(draft.first) or self._headed(draft.first))
            and not self._sorted_word(last)
        ):
            return False
        if self.gazetteer.demonym(after.word):
            draft.score -= 0.5
            return True
        if draft.name.split()[0].casefold() in given_names() and draft.last - draft.first == 1:
            return False
        if low in common_words() or low in words("facility_words") or low in words("natural_words"):
            draft.attributive = True
            draft.score -= 0.5
            return True
        if standing(self._lookup(last, last + 1)) >= 2.5:
            return True
        draft.attributive = True
        draft.score -= 1.0 if draft.kind in (Kind.COUNTRY, Kind.ADMIN1) or standing(draft.candidates) >= 1.8 else 2.0
        return True

    def _sorted_word(self, index: int) -> bool:
        """Whether a capitalised word after a name is known not to belong to it."""
        token = self.tokens[index]
        return (
            token.low in common_words()
            or token.low in words("facility_words")
            or token.low in words("natural_words")
            or token.low in words("not_places")
            or bool(self.gazetteer.demonym(token.word))
            or token.low in given_names()
            or standing(self._lookup(index, index + 1)) >= 1.8
        )

    def _headed(self, first: int) -> bool:
        """Whether "the village of" or the like stands before a name."""
        start = self.tokens[first].start
        return head_before(self.text[max(0, start - _BEFORE) : start], known=False) is not None

    def _stands_like_a_place(self, first: int) -> bool:
        """Whether what comes before says that a place follows, whatever its name."""
        if first == 0:
            return False
        if self.tokens[first].start in self.listed:
            return True
        if not self._joined(first):
            return self._gap(first) in (", ", ",\n") and self._in_list(first)
        while first > 1 and self.tokens[first - 1].low in words("directions") and self._joined(first - 1):
            first -= 1
        low = self.tokens[first - 1].low
        if low in words("locating_prepositions") or low in words("conquests"):
            return True
        if (
            low in ("to", "from", "of", "on") and self.tokens[first].word[:1].islower()
        ):  # an article: "taken to el-Arish"
            return True
        if low == "and" and self._follows_place(first - 1):
            return True
        before = self.tokens[first - 2].low if first > 1 else ""
        if low == "of":
            return before in words("parts_and_people")
        return (low == "on" and before in words("advances")) or (low == "for" and before in words("contests"))

    def _follows_place(self, first: int) -> bool:
        """Whether the token before is the end of a place."""
        return self.previous is not None and self.previous.last == first

    def _in_list(self, first: int) -> bool:
        """Whether a name after a comma goes on a list of places, the last of which no gazetteer has."""
        if not self._follows_place(first) or self.previous is None:
            return False
        if self.previous.candidates and "-" not in self.tokens[first].word:  # an article speaks for an Arabic place
            return False
        last = first
        while last < len(self.tokens) and self.tokens[last].name and (last == first or self._joined(last)):
            last += 1
        return self.text[self.tokens[last - 1].end :][:5].startswith((",", ".", " and ", ";"))

    def _take_unit(self, draft: Draft, after: Token) -> bool:
        """Takes the word for the unit after the name into it: "Helmand province", "Nile River", "Shujaiya
        neighbourhood".
        """
        low = after.low
        asked = None
        if low in words("admin1_words"):
            asked = Kind.ADMIN1
        elif low in words("admin2_words") or low in words("admin_words"):
            asked = Kind.ADMIN2
        elif low in ("city", "town", "village"):
            asked = Kind.CITY
        elif low in words("natural_words") and (after.name or low not in ("pass", "sound", "range", "plain", "sea")):
            asked = Kind.NATURAL
        elif low in ("area", "areas", "suburb", "suburbs", "countryside", "vicinity") and draft.candidates:
            return self._take_area(draft, after)
        elif low in words("quarter_words"):
            asked = Kind.NEIGHBOURHOOD
        if asked is None or (low in ("state", "city", "town") and not after.name and self._follows_office(draft.last)):
            return False
        whole = self._known(draft.first, draft.last + 1) if after.name else ()
        draft.last += 1
        draft.end = after.start + len(after.word)
        draft.asked = asked
        draft.score += 2
        if whole:
            draft.candidates, draft.name = whole, self._words(draft.first, draft.last)
            draft.kind = likely_kind(whole)
        else:
            draft.kind = asked_kind(draft.candidates, asked, draft.kind)
        following = self.tokens[draft.last] if draft.last < len(self.tokens) and self._joined(draft.last) else None
        if following is not None and following.name and following.low in words("organisation_words"):
            draft.attributive = True
        return True

    def _take_area(self, draft: Draft, after: Token) -> bool:
        """ "the Orlando area", "Cincinnati suburbs": near a known place. False for "the Cincinnati suburb of West
        Chester".
        """
        if self.text[after.end : after.end + 4] == " of ":
            return False
        draft.last, draft.end, draft.near = draft.last + 1, after.start + len(after.word), True
        draft.score += 1.5
        return True

    def _follows_office(self, last: int) -> bool:
        """Whether "state" or "city" goes with the next word: "Texas state police"."""
        following = self.tokens[last + 1].low if last + 1 < len(self.tokens) and self._joined(last + 1) else ""
        return (
            following in words("organisation_words")
            or following in words("roles")
            or following in ("officials", "lawmakers")
        )

    def _weigh_surroundings(self, draft: Draft) -> None:
        first = draft.first
        before = self.text[max(0, draft.start - _BEFORE) : draft.start]
        head = head_before(before)
        low = self.tokens[first - 1].low if first else ""
        if draft.start in self.listed:
            draft.score += 2
        if head is not None:
            draft.score += 3
            draft.asked = draft.asked or asked_by(head["first"] or head["bare"])
            draft.kind = asked_kind(draft.candidates, draft.asked, draft.kind) if draft.asked else draft.kind
        elif first > 0 and (self._joined(first) or not self._gap(first).strip(" \n\"“‘'")):
            low = self._weigh_preposition(draft, before)
        if self._gap(first).startswith(",") and (standing(draft.candidates) >= 2 or self._follows_place(first)):
            draft.score += 1
        self._weigh_after(draft)
        self._weigh_word(draft, placed=low in words("strong_prepositions"))

    def _weigh_preposition(self, draft: Draft, before: str) -> str:
        """Weighs the word before the name, and gives it."""
        low = self.tokens[draft.first - 1].low
        if low == "the" and draft.first > 1 and (draft.kind is not Kind.CITY or draft.asked):
            low = self.tokens[draft.first - 2].low
        if low == "and" and self._follows_place(draft.first - 1):
            draft.score += 1.2
        if low in words("strong_prepositions"):
            draft.score += 2.5
            draft.built = low == "in" and self._is_built(draft.first - 2)
        elif low in words("weak_prepositions"):
            draft.score += 1.2
        elif low == "the" and draft.kind is Kind.CITY and not draft.asked and not self._event_follows(draft.last):
            draft.score -= 2
        close = before.rstrip().casefold().endswith(("outskirts of", "close to", "vicinity of"))
        draft.near = draft.near or close or low in words("near_words")
        return low

    def _is_built(self, index: int) -> bool:
        """Whether a word is for a building or a street."""
        return index >= 0 and self.tokens[index].low in words("facility_words") | words("street_words")

    def _weigh_word(self, draft: Draft, *, placed: bool) -> None:
        """Weighs what else a single word may be: an ordinary word, a surname of the text, a given name."""
        name = self.tokens[draft.first] if draft.part is None else self.tokens[draft.last - 1]
        acronym = name.word.isupper() and len(name.word) <= 4
        if draft.last - draft.first == 1 or draft.part:
            if name.low in common_words() and not draft.attributive and not acronym:
                draft.score -= 3.5 if name.opens else 2.5
            if name.low in self.surnames and draft.asked is None:
                draft.score -= 4
            elif name.low in given_names() and draft.kind is Kind.CITY:
                draft.score -= 0.7
        if name.opens and not placed:
            draft.score -= 0.4

    def _event_follows(self, index: int) -> bool:
        """Whether a name stands for what happened there: "the Dunblane massacre"."""
        if index >= len(self.tokens) or not self._joined(index):
            return False
        return not self.tokens[index].name and self.tokens[index].low in words("event_nouns")

    def _weigh_after(self, draft: Draft) -> None:
        end = draft.last
        if draft.start in self.datelines:
            draft.score += 3
        rest = self.text[draft.end : draft.end + 3]
        if rest[:2] in ("'s", "’s"):
            draft.score += 0.5
        if end >= len(self.tokens):
            return
        after = self.tokens[end]
        if rest.startswith(",") and after.name:
            container = self._lookup_word(end, after.word) or self._lookup(end, min(end + 2, len(self.tokens)))
            if any(c.kind in (Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2) for c in container):
                draft.score += 3
        if self._event_follows(end) or APPOSITION.match(self.text, draft.end):
            draft.score += 1.5
        if (
            self._joined(end)
            and not after.name
            and after.low in words("speech_verbs")
            and draft.kind is not Kind.COUNTRY
        ):
            draft.score -= 2
        if rest.startswith(",") and after.word.isdigit() and len(after.word) == 2:
            draft.score -= 3

"""The names in a text that the gazetteer or the grammar of people's names knows."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.places.drafts import Draft
from variorum.places.gazetteer import Gazetteer
from variorum.places.heads import head_before
from variorum.places.lexicon import common_words, given_names, words
from variorum.places.records import Candidate, Kind
from variorum.places.tokens import Token, Words

LONGEST_NAME = 6
LONGEST_RUN = 24
_SHORTEST_OWNER = 5
_KNOWN_OWNER = 500_000
"""Inhabitants of a town that may own something: an s after a lesser name is more likely part of it."""
_CONNECTORS = frozenset(
    "de del la las los el al do da dos das di du des le les van von der den sur en bin ibn upon of the "
    "ash as an ad ar at az and et y sous ul au aux".split()
)
_HYPHENATED = frozenset("i e y on o ye sub".split())
HONORIFIC_NAMES = frozenset("sheikh sheik shaykh king queen prince saint father sultan emir".split())


class Listed(Words):
    """A text with its runs of capitalised words, its people, and look-ups that mind how a name is written."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        super().__init__(text)
        self.gazetteer = gazetteer
        self.tokens = [self._own(token) for token in self.tokens]
        self.surnames: set[str] = set()
        self.people: list[tuple[int, int]] = []

    def _own(self, token: Token) -> Token:
        """The token less an s that lost its apostrophe: "Syrias northern city", in texts without punctuation."""
        if not token.name or token.possessive or token.word[-1] != "s" or len(token.word) < _SHORTEST_OWNER:
            return token
        owner = token.word[:-1]
        if self.gazetteer.lookup(token.word) or not any(
            c.main and (c.kind is Kind.COUNTRY or c.population >= _KNOWN_OWNER) for c in self.gazetteer.lookup(owner)
        ):
            return token
        return token._replace(word=owner, low=owner.casefold(), possessive=True)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of tokens that could hold a name: capitalised words, small connecting words between them."""
        tokens, count, index = self.tokens, len(self.tokens), 0
        while index < count:
            if not tokens[index].name:
                index += 1
                continue
            last = index + 1
            while (
                last < count and last - index < LONGEST_RUN and self._joined(last) and not tokens[last - 1].possessive
            ):
                if tokens[last].name:
                    if tokens[last - 1].shouted and not tokens[last].shouted:
                        break
                    last += 1
                    continue
                ahead = last
                while ahead < count and ahead - last < 2 and self._connects(ahead):
                    ahead += 1
                if (
                    ahead > last
                    and ahead < count
                    and tokens[ahead].name
                    and self._joined(ahead)
                    and self._one_name(last, ahead)
                ):
                    last = ahead + 1
                else:
                    break
            yield index, last
            index = last

    def _connects(self, index: int) -> bool:
        """Whether a small word may stand inside a name: "Port of Spain", "Mazar-i-Sharif"."""
        low = self.tokens[index].low
        return self._joined(index) and (low in _CONNECTORS or (low in _HYPHENATED and self._gap(index) == "-"))

    def _one_name(self, last: int, ahead: int) -> bool:
        """Whether words joined by "and" are one name ("Trinidad and Tobago"); other small words join without asking."""
        if not any(token.low == "and" for token in self.tokens[last:ahead]):
            return True
        return any(c.main for c in self.gazetteer.lookup(self._words(last - 1, ahead + 1)))

    def _find_people(self, runs: list[tuple[int, int]]) -> None:
        """Learns who is a person in this text, so that the surname alone is one too."""
        titles, given = words("titles"), given_names()
        for first, last in runs:
            start = self.tokens[first].start
            if head_before(self.text[max(0, start - 40) : start]) is not None:
                continue
            names = [i for i in range(first, last) if self.tokens[i].name]
            after_title = first > 0 and self.tokens[first - 1].low in titles and self._joined(first)
            for k, i in enumerate(names):
                token = self.tokens[i]
                if token.low in HONORIFIC_NAMES and i > 0 and self.tokens[i - 1].low in words("locating_prepositions"):
                    break
                titled = token.low in titles and k + 1 < len(names)
                is_given = token.low in given and k + 1 < len(names) and names[k + 1] == i + 1
                if titled or is_given or (after_title and k == 0):
                    begin = i if is_given or (after_title and k == 0 and not titled) else i + 1
                    end = begin + 1
                    while (
                        end < last
                        and self.tokens[end].name
                        and end - begin < 4
                        and self.tokens[end].low not in words("calendar")
                    ):
                        end += 1
                    if is_given and not titled and not after_title and self._is_place_name(i, end):
                        continue
                    self.people.append((begin, end))
                    self.surnames.update(self.tokens[n].low for n in range(max(begin, end - 2), end))
                    break

    def _is_place_name(self, first: int, last: int) -> bool:
        """Whether the whole of the tokens is a well-known place ("San Salvador", "Austin, Texas")."""
        return any(
            c.population > 20_000 or c.kind is not Kind.CITY for c in self.gazetteer.lookup(self._words(first, last))
        )

    def _is_ordinary(self, index: int) -> bool:
        low = self.tokens[index].low
        return (
            low in common_words()
            or low in _CONNECTORS
            or low in words("strong_prepositions")
            or low in words("calendar")
        )

    def _known(self, first: int, last: int) -> tuple[Candidate, ...]:
        if last - first > LONGEST_NAME:
            return ()
        return self.gazetteer.lookup(self._words(first, last))

    def _lookup(self, first: int, last: int) -> tuple[Candidate, ...]:
        name = self._words(first, last)
        if last - first == 1:
            return self._lookup_word(first, name)
        if " and " in name and last - first > 2:
            return tuple(c for c in self.gazetteer.lookup(name) if c.kind is not Kind.CITY and c.main)
        return (
            self.gazetteer.lookup_article(name)
            if self.tokens[first].low in ("al", "el")
            else self.gazetteer.lookup(name)
        )

    def _lookup_word(self, index: int, name: str) -> tuple[Candidate, ...]:
        """What one word may name: acronyms only countries and the like, abbreviations only after a comma or with
        points.
        """
        low = self.tokens[index].low
        if low in words("not_places") or low in words("calendar") or low in words("directions") or len(name) < 2:
            return ()
        dotted = "." in name
        if dotted or (self.text[self.tokens[index].end : self.tokens[index].end + 1] == "."):
            short = self.gazetteer.abbreviation(name if dotted else f"{name}.")
            if short and (dotted or not self.gazetteer.lookup(name) or self._gap(index).startswith(",")):
                return short
        if name.isupper() and len(name) <= 4:
            if self._gap(index).startswith(",") and (short := self.gazetteer.abbreviation(name)):
                return short
            found = self.gazetteer.lookup(name)
            return tuple(
                c
                for c in found
                if c.kind in (Kind.COUNTRY, Kind.CITY) and c.main and (dotted or c.kind is Kind.COUNTRY)
            )
        if dotted:
            return tuple(c for c in self.gazetteer.lookup(name) if c.kind is not Kind.CITY or c.main)
        if low == "us":
            return ()
        return self.gazetteer.lookup_article(name)

    def _demonym_at(self, first: int, last: int) -> Draft | None:
        for end in range(min(last, first + 3), first, -1):
            name = self._words(first, end)
            if (name.isupper() and len(name) <= 4) or not self.tokens[end - 1].name:
                continue
            found = self.gazetteer.demonym(name)
            if found and not any(begin < first < stop for begin, stop in self.people):
                token = self.tokens[end - 1]
                return Draft(
                    first, end, self.tokens[first].start, token.start + len(token.word), Kind.DEMONYM, name, found, 3.0
                )
        return None

    def _rather_place(self, index: int) -> bool:
        """Whether a word that is a demonym too is the name of a country ("U.S.") or stands like a place ("in
        Canadian, Texas").
        """
        found = self._lookup_word(index, self.tokens[index].word)
        if any(c.kind in (Kind.COUNTRY, Kind.CONTINENT) and c.main for c in found):
            return True
        in_place = index > 0 and self._joined(index) and self.tokens[index - 1].low in words("strong_prepositions")
        return bool(found) and in_place and self.text[self.tokens[index].end : self.tokens[index].end + 1] in (",", ".")

"""Finds the places that a text names: by the gazetteer, and by the grammar that English has for places.

Three things are weighed for each capitalised name: what the gazetteer knows by it, what stands around it ("in", "the town of",
", Syria", "Mr.", "said"), and what the rest of the text shows it to be (the surname of somebody, a place named before).
A name that no gazetteer holds is a place only where the grammar leaves no other reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from variorum.places.gazetteer import Gazetteer
from variorum.places.lexicon import common_words, given_names, words
from variorum.places.records import Candidate, Kind, Mention, Offset
from variorum.values import Span

LONGEST_NAME = 6
LIKELY = 1.4
LIKELY_MODIFIER = 0.6
UNKNOWN_LIKELY = 2.0
BELIEVED = 2.8
DATELINE_WITHIN = 3000

_TOKEN = re.compile(
    r"[A-Z][a-z]?\.(?:[A-Z][a-z]?\.)+"
    r"|\b(?:[Aa][lnshdrtz]|[Ee][lnsd]|[Aa]sh|[Aa]ch)[-‘’'][‘’'`ʿ]?[A-ZÀ-Ý]\w*(?:['’ʼ`‘][^\W_]+)*"
    r"|[^\W\d_]\w*(?:['’ʼ`‘][^\W_]+)*|\d[\d,.]*\w*"
)
_ARTICLE_NAME = re.compile(r"(?:[ae][a-z]{1,2}|l|d)[-'’‘][‘’'`ʿ]?[A-ZÀ-Ý]")
_POSSESSIVE = re.compile(r"['’]s?$")
_CONNECTORS = frozenset(
    "de del la las los el al do da dos das di du des le les van von der den sur en bin ibn upon of the "
    "ash as an ad ar at az and et y sous ul au aux".split()
)
_HYPHENATED = frozenset("i e y on o ye sub".split())
_HONORIFIC_NAMES = frozenset("sheikh sheik shaykh king queen prince saint father sultan emir".split())
_SAINTLY = frozenset("st ste mt ft pt".split())
_SHORTENED = (
    frozenset("n s e w ne nw se sw no gen gov sen rep lt col maj capt sgt mr mrs ms dr prof jr sr rev adm cmdr".split())
    | _SAINTLY
)
_STREET = re.compile(
    r"(?:(?:\d[\d-]*|the)\s+(?:block\s+of\s+)?)?"
    r"(?:(?:North|South|East|West|Northwest|Northeast|Southwest|Southeast|N\.?|S\.?|E\.?|W\.?|NW|NE|SW|SE)\s+)?"
    r"(?:(?:[A-Z][\w'’.-]*|\d+(?:st|nd|rd|th|ST|ND|RD|TH))\s+(?:(?:de|del|la|and|Al|al|of)\s+)?){1,4}"
    r"(?:Streets?|St\b\.?|Avenues?|Ave\b\.?|Roads?|Rd\b\.?|Boulevard|Blvd\b\.?|Drive|Dr\b\.|Lane|Ln\b\.?|Highway|Hwy\b\.?"
    r"|Expressway|Freeway|Parkway|Pkwy\b\.?|Turnpike|Terrace|Alley|Crescent|Circle|Causeway|Corniche|streets|avenues|street|avenue|road"
    r"|highway|boulevard)"
    r"(?:\s+and\s+(?:(?:North|South|East|West|N\.|S\.|E\.|W\.|Southwest|Southeast|Northwest|Northeast)\s+)?"
    r"(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th))\s+(?:Streets?|Avenues?|Roads?|Terrace|Boulevard|Drive|streets))?"
)  # fmt: skip
_NUMBERED_ROAD = re.compile(
    r"\b(?:(?:County|State|U\.?S\.?|Farm|Ranch|Federal|National)\s+)?(?:Interstate|Highway|Hwy\.?|Route|Road|Rte\.?|Autopista)\s+[A-Z]?-?\d+[A-Z]?\b|\b(?:I|US|M|A)-\d{1,3}\b"
)
_BLOCK = re.compile(
    r"\b\d+(?:-\d+)?\s+block\s+of\s+(?:(?:North|South|East|West|N\.|S\.|E\.|W\.)\s+)?(?:[A-Z\d][\w'’.-]*\s?){1,4}"
)
_DIRECTION_WORDS = (
    r"(?:due\s+)?(?:north|south|east|west|north-?\s?east|north-?\s?west|south-?\s?east|south-?\s?west)(?:ern)?"
)
_DISTANCE = re.compile(
    r"(?P<about>about|some|around|roughly|nearly|almost|approximately|over|more than|less than|just|just over|just under)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?|a few|several|a dozen|two dozen|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three"
    r"|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen))"
    r"(?:\s*-\s*|\s+)?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi\b|met(?:er|re)s|yards)\b"
    r"(?:\s*\([^()\n]{1,30}\))?\s*(?:to\s+the\s+)?(?P<direction>" + _DIRECTION_WORDS + r")?\s*(?:away\s+)?(?P<joint>of|from|outside)\s+(?:the\s+)?"
    r"(?:(?:city|town|village|capital)\s+of\s+|capital(?:,|\s)\s*)?$",
    re.IGNORECASE,
)  # fmt: skip
_BEARING = re.compile(
    r"\b(?:(?:just|further|farther|far|immediately)\s+)?(?:to\s+the\s+)?(?P<direction>"
    + _DIRECTION_WORDS
    + r")\s+of\s+(?:the\s+)?"
    r"(?:(?:city|town|village|capital)\s+of\s+)?$",
    re.IGNORECASE,
)
_BEARINGS = {"n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0}
_NUMBERS = {
    word: float(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0, "a few": 4.0, "several": 5.0, "a dozen": 12.0, "two dozen": 24.0,
}  # fmt: skip
_CAPITAL = re.compile(
    r"\b(?P<whole>(?:the\s+)?(?P<of>(?:[A-Z][\w-]+\s+){0,2})capital)\b(?!\s+(?:punishment|offen[cs]e|crime|murder|letters|gains?|market|city of|of [A-Z]|, [A-Z]))"
)
_AGENCY = r"(?:\s*\(?(?:AP|AFP|Reuters|REUTERS|UPI|CNN|IANS|PTI|Xinhua|dpa|DPA|KUNA|AA|ANI|SANA|BBC|EFE|ANSA|TASS|Interfax|IRIN|VOA|ABC|CBS|NBC|UNI|NNA|WAM|MENA|Bloomberg|IPS|RFE/RL)[^)\n]{0,30}\)?)?"
_DATELINE = re.compile(
    r"(?:^|\n)\s*(?P<place>(?:[A-Z][A-Z.'’ -]{2,}|[A-Z][\w'’ -]{2,30}(?=,? ?\((?:AP|AFP|CNN|Reuters|UPI|WBKO|dpa)))(?:,\s*[A-Z][\w.'’ -]{1,40})?)"
    + _AGENCY
    + r"\s*(?:,?\s*\(?[A-Z][a-z]{2,8}\.?\s+\d{1,2}\)?)?"
    + _AGENCY
    + r"\s*(?:—|–|--?|:|\x97)\s"
)
_CITY_HEAD = re.compile(
    r"(?:\b(?P<first>city|town|village|hamlet|capital|port|township|municipality|district|province|governorate|county|department|region|neighbou?rhood|suburb|quarter|island|settlement|stronghold|state|area|valley|oasis|camp|parish)s?\s+(?:city\s+)?(?:of|called|named)\s+(?:the\s+)?)$"
)
_NOT_GAP = re.compile(r"[.!?;:]|\n\s*\n")


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    word: str
    low: str
    name: bool
    opens: bool
    possessive: bool
    shouted: bool


@dataclass(slots=True)
class _Draft:
    """A mention in the making: tokens first to last (excluded) of the text."""

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    name: str
    candidates: tuple[Candidate, ...]
    score: float
    asked: Kind | None = None
    part: str | None = None
    near: bool = False
    attributive: bool = False
    inner: bool = False


def find(text: str, gazetteer: Gazetteer, *, publisher: str | None = None) -> tuple[Mention, ...]:
    """Every place that `text` names, in text order, with the gazetteer's candidates for each.

    The text should have its natural case; one all in capitals must be recased first. Demonyms are included (kind `demonym`),
    names that only modify another noun are marked `attributive`. Spans count in code points of `text`. Never raises for any text.
    """
    return _Reader(text, gazetteer).mentions()


class _Reader:
    """Reads one text."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.tokens = _tokens(text)
        self.starts = [token.start for token in self.tokens]
        self.surnames: set[str] = set()
        self.people: list[tuple[int, int]] = []
        self.previous: _Draft | None = None
        self.used: list[tuple[int, int]] = []
        self.datelines = {m.start("place") for m in _DATELINE.finditer(text[:DATELINE_WITHIN])}
        self.datelines |= {t.start for t in self.tokens if t.shouted and (t.start == 0 or text[t.start - 1] == "\n")}

    def mentions(self) -> tuple[Mention, ...]:
        drafts = list(self._streets())
        runs = list(self._runs())
        self._find_people(runs)
        for first, last in runs:
            found_here = self._read_run(first, last)
            for draft in found_here:
                if (
                    draft.kind in (Kind.CITY, Kind.NEIGHBOURHOOD)
                    and draft.score >= UNKNOWN_LIKELY
                    and not draft.attributive
                ):
                    self.previous = draft
            drafts += found_here
        drafts = self._settle(drafts)
        found = [self._mention(draft) for draft in drafts]
        found += self._capitals(found)
        found.sort(key=lambda m: (m.span.start, m.span.end))
        found = _linked(self.text, found)
        return tuple(_with_offsets(self.text, _with_datelines(self.text, found)))

    # --- names ---------------------------------------------------------------------------------------------------------

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

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of tokens that could hold a name: capitalised words, small connecting words between them."""
        tokens, count, index = self.tokens, len(self.tokens), 0
        while index < count:
            if not tokens[index].name:
                index += 1
                continue
            last = index + 1
            while last < count and self._joined(last) and not tokens[last - 1].possessive:
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
            names = [i for i in range(first, last) if self.tokens[i].name]
            after_title = first > 0 and self.tokens[first - 1].low in titles and self._joined(first)
            for k, i in enumerate(names):
                token = self.tokens[i]
                if token.low in _HONORIFIC_NAMES and i > 0 and self.tokens[i - 1].low in words("locating_prepositions"):
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

    def _words(self, first: int, last: int) -> str:
        end = self.tokens[last - 1].start + len(self.tokens[last - 1].word)
        return self.text[self.tokens[first].start : end]

    def _read_run(self, first: int, last: int) -> list[_Draft]:
        tokens, common = self.tokens, common_words()
        while first < last and (tokens[first].opens or not tokens[first].name) and self._is_ordinary(first):
            if last - first > 1 and self._known(first, last):
                break
            first += 1
        drafts: list[_Draft] = []
        named_unit = self._unknown_unit(first, last) if first < last else None
        if named_unit is not None:
            return [named_unit]
        facility = self._facility(first, last) if first < last else None
        stop = last
        if facility is not None:
            drafts.append(facility)
            drafts += self._inner(facility) if facility.candidates else []
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
        return drafts

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

    def _name_at(self, first: int, last: int, run_first: int, run_last: int) -> _Draft | None:
        """The longest name of the gazetteer that starts at a token, if what stands around lets it be a place."""
        if not self.tokens[first].name:
            return None
        demonym = self._demonym_at(first, last)
        if demonym is not None and (demonym.last - first > 1 or not self._rather_place(first)):
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

    def _rather_place(self, index: int) -> bool:
        """Whether a word that is a demonym too is the name of a country ("U.S.") or stands like a place ("in Canadian, Texas")."""
        found = self._lookup_word(index, self.tokens[index].word)
        if any(c.kind in (Kind.COUNTRY, Kind.CONTINENT) and c.main for c in found):
            return True
        in_place = index > 0 and self._joined(index) and self.tokens[index - 1].low in words("strong_prepositions")
        return bool(found) and in_place and self.text[self.tokens[index].end : self.tokens[index].end + 1] in (",", ".")

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
        """What one word may name: acronyms only countries and the like, abbreviations only after a comma or with points."""
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

    def _demonym_at(self, first: int, last: int) -> _Draft | None:
        for end in range(min(last, first + 2), first, -1):
            name = self._words(first, end)
            if (name.isupper() and len(name) <= 4) or (end - first == 2 and not self.tokens[end - 1].name):
                continue
            found = self.gazetteer.demonym(name)
            if found and not any(begin < first < stop for begin, stop in self.people):
                token = self.tokens[end - 1]
                return _Draft(
                    first, end, self.tokens[first].start, token.start + len(token.word), Kind.DEMONYM, name, found, 3.0
                )
        return None

    # --- weighing ------------------------------------------------------------------------------------------------------

    def _judged(
        self, first: int, last: int, run_first: int, run_last: int, found: tuple[Candidate, ...]
    ) -> _Draft | None:
        """A draft with its score, or None where the words around show that no place is meant."""
        tokens = self.tokens
        best = _standing(found)
        draft = _Draft(first, last, tokens[first].start, 0, _kind(found), self._words(first, last), found, best)
        token = tokens[last - 1]
        draft.end = token.start + len(token.word)
        if token.end < len(self.text) and any(c.feature == "ADM1" for c in found) and f"{draft.name}." != draft.name:
            if self.text[token.end] == "." and self.gazetteer.abbreviation(f"{draft.name}."):
                draft.end += 1
        if last - first > 1 and (unit := _asked(token.low, only=True)) is not None:
            draft.score += 2
            draft.asked = unit
        if not self._left(draft, run_first) or not self._right(draft, run_last):
            return None
        self._weigh_surroundings(draft)
        return draft

    def _left(self, draft: _Draft, run_first: int) -> bool:
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
        if before.possessive or low in words("calendar") or self._is_ordinary(first - 1):
            return True
        if len(before.word) <= 3 and self._gap(first) == "-" and before.word.isupper():
            draft.score += 2
            return True
        if low in words("city_words") or low in words("admin1_words") or low in words("admin2_words"):
            draft.score += 1
            return True
        if low in words("natural_words") or low in words("facility_words"):
            return True
        if self.gazetteer.demonym(before.word) or _standing(self._lookup(first - 1, first)) >= 2.5:
            return True
        if any(begin <= first - 1 < end for begin, end in self.people) or low in given_names():
            return False
        draft.score -= 1.0 if before.word.isupper() or self._gap(first) == "-" else 3.0
        return True

    def _take_direction(self, draft: _Draft) -> None:
        """Takes the words "northern", "south-central", "downtown" before the name into its span, as a part of it."""
        first = draft.first
        while first > 0 and self._joined(first) and self.tokens[first - 1].low in words("directions"):
            first -= 1
        draft.part = self.text[self.tokens[first].start : draft.start].strip()
        draft.start, draft.first = self.tokens[first].start, first
        draft.score += 1.5

    def _right(self, draft: _Draft, run_last: int) -> bool:
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
            and self._stands_like_a_place(draft.first)
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
        if _standing(self._lookup(last, last + 1)) >= 2.5:
            return True
        draft.attributive = True
        draft.score -= 1.0 if draft.kind in (Kind.COUNTRY, Kind.ADMIN1) or _standing(draft.candidates) >= 1.8 else 2.0
        return True

    def _sorted_word(self, index: int) -> bool:
        """Whether a capitalised word after a name is known not to belong to it."""
        token = self.tokens[index]
        return (
            token.low in common_words() or token.low in words("facility_words") or token.low in words("natural_words")
            or token.low in words("not_places") or bool(self.gazetteer.demonym(token.word)) or token.low in given_names()
            or _standing(self._lookup(index, index + 1)) >= 1.8
        )  # fmt: skip

    def _take_unit(self, draft: _Draft, after: _Token) -> bool:
        """Takes the word for the unit after the name into it: "Helmand province", "Nile River", "Shujaiya neighbourhood"."""
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
            draft.kind = _kind(whole)
        else:
            draft.kind = _asked_kind(draft.candidates, asked, draft.kind)
        if draft.last < len(self.tokens) and self._joined(draft.last) and self.tokens[draft.last].name:
            if self.tokens[draft.last].low in words("organisation_words"):
                draft.attributive = True
        return True

    def _take_area(self, draft: _Draft, after: _Token) -> bool:
        """ "the Orlando area", "Cincinnati suburbs": near a known place. False for "the Cincinnati suburb of West Chester"."""
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

    def _weigh_surroundings(self, draft: _Draft) -> None:
        first, last = draft.first, draft.last
        before = self.text[max(0, draft.start - 40) : draft.start]
        head = _head(before)
        low = self.tokens[first - 1].low if first else ""
        linked = first > 0 and (self._joined(first) or self._gap(first).strip(" \n\"“‘'") == "")
        if head is not None:
            draft.score += 3
            draft.asked = draft.asked or _asked(head["first"])
            draft.kind = _asked_kind(draft.candidates, draft.asked, draft.kind) if draft.asked else draft.kind
        elif linked:
            if low == "the" and first > 1:
                low = self.tokens[first - 2].low if draft.kind is not Kind.CITY or draft.asked else "the"
            if low in words("strong_prepositions"):
                draft.score += 2.5
            elif low in words("weak_prepositions"):
                draft.score += 1.2
            elif low == "the" and draft.kind is Kind.CITY and draft.asked is None and not self._event_follows(last):
                draft.score -= 2
            draft.near = low in words("near_words") or before.rstrip().casefold().endswith(
                ("outskirts of", "close to", "vicinity of")
            )
        if first < len(self.tokens) and self._gap(first).startswith(",") and _standing(draft.candidates) >= 2:
            draft.score += 1
        self._weigh_after(draft)
        name = self.tokens[first] if draft.part is None else self.tokens[last - 1]
        if last - first == 1 or draft.part:
            if (
                name.low in common_words()
                and not draft.attributive
                and not (name.word.isupper() and len(name.word) <= 4)
            ):
                draft.score -= 2.5 if not name.opens else 3.5
            if name.low in self.surnames and draft.asked is None:
                draft.score -= 4
            elif name.low in given_names() and draft.kind is Kind.CITY:
                draft.score -= 0.7
        if name.opens and low not in words("strong_prepositions"):
            draft.score -= 0.4

    def _event_follows(self, index: int) -> bool:
        """Whether a name stands for what happened there: "the Dunblane massacre"."""
        if index >= len(self.tokens) or not self._joined(index):
            return False
        return not self.tokens[index].name and self.tokens[index].low in words("event_nouns")

    def _weigh_after(self, draft: _Draft) -> None:
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
        if self._event_follows(end):
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

    # --- facilities, streets, unknown names -----------------------------------------------------------------------------

    def _streets(self) -> Iterator[_Draft]:
        for pattern in (_STREET, _NUMBERED_ROAD, _BLOCK):
            for match in pattern.finditer(self.text):
                start, end = match.span()
                while self.text[end - 1 : end].isspace():
                    end -= 1
                words_of = self.text[start:end].split()
                while len(words_of) > 2 and words_of[0].casefold() in common_words() | _CONNECTORS | {"in", "on", "at"}:
                    start = self.text.index(words_of[1], start + len(words_of[0]))
                    words_of = words_of[1:]
                if len(words_of) < 2 or any(s < end and start < e for s, e in self.used):
                    continue
                if words_of[0].casefold() in words("titles"):
                    continue
                self.used.append((start, end))
                first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
                street = _Draft(first, last, start, end, Kind.STREET, self.text[start:end], (), 3.0)
                yield street
                yield from (d for d in self._inner(street) if d.asked is not None or d.kind is Kind.COUNTRY)

    def _facility(self, first: int, last: int) -> _Draft | None:
        """A named building or site in a run: "Bardo National Museum", "Bataclan concert hall", "University of Basra"."""
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
                    return self._facility_draft(first, end, ())
                return self._facility_draft(first, end, self._anchor(first, index))
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
            begin = first
            if any(begin <= p and q <= last for p, q in self.people) or tokens[first].low in words("titles"):
                return None
            return self._facility_draft(begin, end + 1, self._anchor(first, last))
        return None

    def _owned(self, index: int) -> bool:
        """Whether a facility is named after an owner: "Rosie's Nightclub"."""
        if index == 0 or not self._joined_owner(index):
            return False
        owner = self.tokens[index - 1]
        if not owner.name or not owner.possessive:
            return False
        saintly = index > 1 and self.tokens[index - 2].low in _SAINTLY and self._joined(index - 1)
        return saintly or owner.low in given_names() or _standing(self._lookup(index - 1, index)) < 1.2

    def _joined_owner(self, index: int) -> bool:
        return self._gap(index) in (" ", "\n")

    def _of_follows(self, index: int, last: int) -> bool:
        return index + 2 < last and self.tokens[index + 1].low == "of"

    def _inner(self, outer: _Draft) -> list[_Draft]:
        """The places in the name of a facility or street: "Kabul" in "Kabul University", "Egyptian" in "the Egyptian embassy"."""
        out: list[_Draft] = []
        index = outer.first
        while index < outer.last - (outer.kind is Kind.FACILITY):
            draft = self._name_at(index, outer.last, outer.first, outer.last)
            if draft is None or (draft.end >= outer.end and draft.start <= outer.start) or draft.end > outer.end:
                index += 1
                continue
            if draft.kind is Kind.DEMONYM or (_standing(draft.candidates) >= 0.8 and draft.score > 0):
                draft.attributive = draft.inner = True
                draft.score = max(draft.score, LIKELY)
                out.append(draft)
            index = max(draft.last, index + 1)
        return out

    def _anchor(self, first: int, last: int) -> tuple[Candidate, ...]:
        """What place the name of a facility starts with or is of: "Kabul" in "Kabul University", "University of Kabul"."""
        starts = [i for i in range(first, last) if i == first or self.tokens[i - 1].low in ("of", "the", "in")]
        for begin in starts:
            for end in range(last, begin, -1):
                demonym = self.gazetteer.demonym(self._words(begin, end)) if end - begin <= 2 else ()
                if demonym:
                    return demonym
                found = self._lookup(begin, end) if self.tokens[begin].name else ()
                if found and (_standing(found) >= 1.8 or (end == last and end - begin > 1)):
                    return tuple(c for c in found if c.main) or found
        return ()

    def _facility_draft(self, first: int, last: int, anchor: tuple[Candidate, ...]) -> _Draft:
        token = self.tokens[last - 1]
        end = token.start + len(token.word)
        acronym = re.match(r"\s+\([A-Z]{2,8}\)", self.text[end : end + 14])
        if acronym:
            end += acronym.end()
        whole = self._known(first, last)
        name = self._words(first, last)
        candidates = tuple(c for c in whole if c.main) or anchor
        kind = Kind.FACILITY if not any(c.main for c in whole) else _kind(whole)
        return _Draft(first, last, self.tokens[first].start, end, kind, name, candidates, 2.5)

    def _unknown_unit(self, first: int, last: int) -> _Draft | None:
        """A run that the gazetteer lacks before a word for a unit: "the Baba Amr district", "Sheikh Radwan neighbourhood"."""
        tokens = self.tokens
        if (
            last >= len(tokens)
            or not self._joined(last)
            or tokens[last].name
            or last - first > 4
            or tokens[last - 1].possessive
        ):
            return None
        low = tokens[last].low
        if low not in words("quarter_words") | words("admin2_words") | frozenset(
            {"village", "town", "hill", "province"}
        ):
            return None
        if low in ("area", "areas", "zone", "sector", "colony", "estate", "district") and last - first < 2:
            return None
        if self._known(first, last) or any(self._plain_word(i) for i in range(first, last)) or not tokens[first].name:
            return None
        if any(self.gazetteer.demonym(tokens[i].word) for i in range(first, last)):
            return None
        draft = _Draft(first, last, tokens[first].start, 0, Kind.CITY, self._words(first, last), (), 2.0)
        self._take_unit(draft, tokens[last])
        return draft if draft.asked is not None else None

    def _plain_word(self, index: int) -> bool:
        """Whether a capitalised word belongs to no name of a place: a weekday, an organisation's noun, an ordinary word."""
        low = self.tokens[index].low
        return (
            low in words("not_places") or low in words("calendar") or low in words("organisation_words") or low in words("directions")
            or (low in common_words() and self.tokens[index].opens) or low in ("of", "the")
        )  # fmt: skip

    def _unknown(self, first: int, last: int) -> _Draft | None:
        """A name that the gazetteer lacks, where the grammar shows a place: after "in", "the village of", before "province"."""
        tokens = self.tokens
        if any(begin < last and first < end for begin, end in self.people):
            return None
        run = [t for t in tokens[first:last] if t.name]
        if run and run[0].low in _HONORIFIC_NAMES and self._stands_like_a_place(first):
            run = run[1:]
        if any(
            t.low in words("not_places") or t.low in words("calendar") or t.low in words("titles") or t.low in self.surnames
            or t.low in words("organisation_words") for t in run
        ):  # fmt: skip
            return None
        if not run or len(run) > 4 or (run[0].word.isupper() and len(run[0].word) <= 5) or len(run[0].word) < 3:
            return None
        if len(run) < last - first and any(t.low in ("of", "the", "and") for t in tokens[first:last]):
            return None
        before = self.text[max(0, tokens[first].start - 40) : tokens[first].start]
        head = _head(before)
        low = tokens[first - 1].low if first and self._joined(first) else ""
        draft = _Draft(first, last, tokens[first].start, 0, Kind.CITY, self._words(first, last), (), 0.0)
        draft.end = tokens[last - 1].start + len(tokens[last - 1].word)
        if last < len(tokens) and self._joined(last) and not tokens[last - 1].possessive:
            self._take_unit(draft, tokens[last])
        if head is not None:
            draft.score += 3
            draft.asked = draft.asked or _asked(head["first"])
        if run[0].low not in common_words() and self._stands_like_a_place(first):
            draft.score += 2
        draft.near = low in words("near_words")
        if draft.asked is not None:
            draft.kind = Kind.CITY if draft.asked is Kind.CITY else draft.asked
        return draft if draft.score >= UNKNOWN_LIKELY else None

    def _stands_like_a_place(self, first: int) -> bool:
        """Whether what comes before says that a place follows, whatever its name."""
        if first == 0 or not self._joined(first):
            return False
        low = self.tokens[first - 1].low
        if low in words("locating_prepositions") or low in words("conquests"):
            return True
        if (
            low in ("to", "from", "of", "on") and self.tokens[first].word[:1].islower()
        ):  # an article: "taken to el-Arish"
            return True
        if low == "and" and self.previous is not None and self.previous.last == first - 1:
            return True
        before = self.tokens[first - 2].low if first > 1 else ""
        return low == "of" and before in words("parts_and_people")

    # --- putting together -----------------------------------------------------------------------------------------------

    def _settle(self, drafts: list[_Draft]) -> list[_Draft]:
        """Drops what is unlikely and what overlaps; a name that is likely once in the text is believed elsewhere."""
        likely = {d.name.casefold() for d in drafts if d.score >= BELIEVED and d.kind is not Kind.DEMONYM}
        kept: list[_Draft] = []
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

    def _mention(self, draft: _Draft) -> Mention:
        return Mention(
            text=self.text[draft.start : draft.end],
            span=Span(draft.start, draft.end),
            kind=draft.kind,
            name=draft.name,
            candidates=draft.candidates,
            asked=draft.asked,
            part=draft.part,
            near=draft.near,
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
            if match["of"] and not candidates:
                continue
            if not candidates and not match["whole"].casefold().startswith("the"):
                continue
            out.append(
                Mention(
                    text=match["whole"], span=span, kind=Kind.CITY, name="capital", candidates=candidates, score=2.0
                )
            )
        return out


def _head(before: str) -> re.Match[str] | None:
    """The words "the town of" before a name. Not "region of" where another name stands before it: "the Tillaberi region of Niger"."""
    head = _CITY_HEAD.search(before)
    if head is None or head["first"].casefold() in words("city_words"):
        return head
    named = re.search(r"[A-Z][\w'’-]*\s+$", before[: head.start()])
    return None if named else head


def _tokens(text: str) -> list[_Token]:
    out: list[_Token] = []
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
        out.append(_Token(start, end, word, low, name, opens, possessive, len(word) > 4 and word.isupper()))
        previous_end, previous_low = end, low
    return out


def _standing(found: tuple[Candidate, ...]) -> float:
    """How much the gazetteer alone speaks for a place: 3 a country, 2.5 a state or great city, down to 0.3 a hamlet's by-name."""
    best = 0.0
    for c in found[:12]:
        if c.kind in (Kind.COUNTRY, Kind.CONTINENT):
            value = 3.0 if c.main else 2.0
        elif c.kind in (Kind.REGION, Kind.NATURAL):
            value = 2.2
        elif c.kind is Kind.ADMIN1:
            value = 2.2 if c.main else 1.7
        elif c.population >= 500_000 or c.feature == "PPLC":
            value = 2.3 if c.main else 1.5
        elif c.population >= 100_000:
            value = 1.8 if c.main else 1.0
        elif c.population >= 10_000:
            value = 1.2 if c.main else 0.6
        else:
            value = 0.8 if c.main else 0.3
        best = max(best, value)
    return best


def _kind(found: tuple[Candidate, ...]) -> Kind:
    """The kind that a name has without context: the most prominent of its candidates."""
    return max(found, key=lambda c: (_standing((c,)), c.population)).kind


def _asked(word: str, *, only: bool = False) -> Kind | None:
    """The kind that a word for a unit asks for. `only`: None for words that say little ("city" in "Kansas City")."""
    word = word.casefold()
    if only and word not in words("admin1_words") | words("admin2_words") | words("natural_words"):
        return None
    if only and word in words("natural_words"):
        return None
    for table, kind in (("admin1_words", Kind.ADMIN1), ("admin2_words", Kind.ADMIN2), ("admin_words", Kind.ADMIN2)):
        if word in words(table) and word != "township" and word != "municipality":
            return kind
    if word in ("island", "valley", "oasis"):
        return Kind.NATURAL
    if word in ("neighborhood", "neighbourhood", "quarter", "suburb"):
        return Kind.NEIGHBOURHOOD
    return None if word in ("area", "camp") else Kind.CITY


def _asked_kind(candidates: tuple[Candidate, ...], asked: Kind, otherwise: Kind) -> Kind:
    """The kind of a name whose words ask for one: that, or the administrative level that the gazetteer has."""
    kinds = {c.kind for c in candidates}
    if asked in kinds or not candidates:
        return asked
    if asked in (Kind.ADMIN1, Kind.ADMIN2):
        return next((k for k in (Kind.ADMIN2, Kind.ADMIN1) if k in kinds), asked)
    return asked if asked in (Kind.NATURAL, Kind.NEIGHBOURHOOD) else otherwise


_UPWARD = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2, Kind.REGION, Kind.NATURAL, Kind.CONTINENT})
_COMMA_GAP = re.compile(r"\.?,?\s*\(?\s*$|\.?,\s+$")
_IN_GAP = re.compile(
    r"^\.?,?\s+(?:(?:in|of|within|inside)\s+(?:(?:the|its|their)\s+)?(?:(?:country|nation|state|province|district|city|town|village|governorate|region|county|department)(?:'s|’s)?\s+)?"
    r"(?:(?:of|northern|southern|eastern|western|central|neighbou?ring|nearby)\s+)?)$",
    re.IGNORECASE,
)
_OF_GAP = re.compile(
    r"^(?:'s|’s)?\s+(?:(?:[a-z-]+)\s+){0,2}(?:city|town|village|capital|port|district|province|suburb|neighbou?rhood|quarter|hamlet)\s+of\s+(?:the\s+)?$"
)
_OWN_GAP = re.compile(r"^(?:'s|’s)\s+(?:(?:[a-z-]+)\s+){0,2}$")


def _linked(text: str, found: list[Mention]) -> list[Mention]:
    """Ties each mention to those that the words put it in: "Arish, North Sinai", "Nablus in the West Bank", "Syria's Aleppo"."""
    containers: list[list[int]] = [[] for _ in found]
    for i in range(len(found) - 1):
        a, b = found[i], found[i + 1]
        if a.span.end > b.span.start:
            continue
        gap = text[a.span.end : b.span.start]
        if len(gap) > 45:
            continue
        if (gap in (", ", " (", ",\n", "., ", ". ") and b.rank < a.rank and (_may_hold(b) or b.kind is Kind.CITY)) or (_IN_GAP.match(gap) and b.rank <= a.rank and b.kind is not Kind.DEMONYM):
            containers[i].append(i + 1)
        elif (_OF_GAP.match(gap) or _OWN_GAP.match(gap) or gap == " ") and a.rank < b.rank:
            containers[i + 1].append(i)
    for i in reversed(range(len(found))):
        for j in list(containers[i]):
            if j > i:
                containers[i] += [k for k in containers[j] if k not in containers[i]]
    return [replace(m, containers=tuple(containers[i])) if containers[i] else m for i, m in enumerate(found)]


def _may_hold(mention: Mention) -> bool:
    return any(c.kind in _UPWARD for c in mention.candidates)


def _with_datelines(text: str, found: list[Mention]) -> list[Mention]:
    spans = [Span(*match.span("place")) for match in _DATELINE.finditer(text[:DATELINE_WITHIN])]
    return [replace(m, dateline=True) if any(s.contains(m.span) for s in spans) else m for m in found]


def _with_offsets(text: str, found: list[Mention]) -> list[Mention]:
    """Adds "30 km north-west of Mosul" as a mention of its own after that of Mosul."""
    out: list[Mention] = []
    for index, mention in enumerate(found):
        out.append(mention)
    for mention in found:
        if mention.kind in (Kind.DEMONYM, Kind.CONTINENT):
            continue
        start = max(0, mention.span.start - 110)
        before = text[start : mention.span.start]
        match = _DISTANCE.search(before) or _BEARING.search(before)
        if match is None:
            continue
        begin = start + match.start() + len(match.group()) - len(match.group().lstrip())
        out.append(
            replace(
                mention,
                text=text[begin : mention.span.end],
                span=Span(begin, mention.span.end),
                kind=Kind.OFFSET,
                offset=_offset(match),
            )
        )
    return out


def _offset(match: re.Match[str]) -> Offset:
    groups = match.groupdict()
    bearing = None
    if groups.get("direction"):
        letters = re.sub(r"due\s+|ern\b", "", groups["direction"].casefold())
        short = ("n" if "north" in letters else "s" if "south" in letters else "") + (
            "e" if "east" in letters else "w" if "west" in letters else ""
        )
        bearing = _BEARINGS.get(short)
    number = groups.get("number")
    if number is None:
        return Offset(km=None, bearing=bearing, about=True)
    value = _number(number.casefold())
    unit = groups["unit"].casefold()
    if unit.startswith("mi"):
        value *= 1.609344
    elif unit.startswith("met"):
        value /= 1000
    elif unit.startswith("yard"):
        value *= 0.0009144
    return Offset(km=round(value, 3), bearing=bearing, about=bool(groups.get("about")) or not number[0].isdigit())


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", "").rstrip("."))
    if word in _NUMBERS:
        return _NUMBERS[word]
    tens, _, ones = word.partition("-")
    return _NUMBERS.get(tens, 0.0) + _NUMBERS.get(ones, 0.0)

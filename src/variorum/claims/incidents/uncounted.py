"""Incidents of which a report counts no victims: "a bomb went off outside the bank", "the kidnapping of the mayor".

Every deed of a report (`annotate/deeds`) goes, in the order of the text, to an incident told by tolls, to one that an
earlier deed opened, or opens one. The signs are those that place a toll and some of its own: whether it is done to whom
or what an incident was said to be done to. What each counts is in `data/uncounted.toml`, fitted by
`train/uncounted.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from variorum.annotate.asides import told_sentences
from variorum.annotate.deeds import Deed, deeds_in
from variorum.claims.incidents.likeness import Course, Incident, Signs, common_names, signs_of_new, signs_of_one, weigh
from variorum.claims.incidents.setting import Setting, settings_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange


@cache
def weights() -> Mapping[str, Signs]:
    """What each sign counts for a deed's being of an incident told before ("one") or of a new one ("new")."""
    return tomllib.loads((files("variorum") / "data" / "uncounted.toml").read_text("utf-8"))


def add_uncounted(
    doc: Doc,
    drafts: Sequence[TollDraft],
    settings: Sequence[Setting],
    found: Sequence[Incident],
    given: Sequence[int | None],
) -> list[Incident]:
    """The incidents of a report's tolls with the deeds that tell of them, and those that only deeds tell of.

    settings: of the tolls; given: the index of the incident of each toll, None for an aggregate.
    """
    placing = Placing.of(doc, drafts, settings, found, given)
    for number in placing.open():
        placing.give(number, placing.choice(number))
    return placing.incidents


def _like_a_toll(deed: Deed) -> TollDraft:
    """A deed as a toll of any number, so that it can be placed by the same signs."""
    return TollDraft(
        start=deed.token,
        end=deed.token + 1,
        count=CountRange(0, None),
        outcome=Outcome.KILLED_OR_INJURED,
        trigger=deed.token,
        group=None,
        category=GroupCategory.PEOPLE,
        rule="deed",
    )


_MONTH = 31
NEW = -1
"""What a deed may be of instead of an incident told before."""


@dataclass(slots=True, kw_only=True)
class Placing:
    """A report's incidents while its deeds are placed, one by one in the order of the text.

    drafts, settings: those of the tolls, then those of the deeds, whose numbers count from there.
    """

    doc: Doc
    drafts: list[TollDraft]
    settings: list[Setting]
    deeds: Sequence[tuple[Deed, Span]]
    incidents: list[Incident]
    given: Sequence[int | None]
    placed: list[tuple[int, int]] = field(default_factory=list)  # number and incident of the deeds so far

    @classmethod
    def of(
        cls,
        doc: Doc,
        drafts: Sequence[TollDraft],
        settings: Sequence[Setting],
        found: Sequence[Incident],
        given: Sequence[int | None],
    ) -> Placing:
        """Before the first deed."""
        deeds = [(deed, sentence) for sentence in told_sentences(doc) for deed in deeds_in(sentence)]
        told = [_like_a_toll(deed) for deed, _ in deeds]
        return cls(
            doc=doc,
            drafts=[*drafts, *told],
            settings=[*settings, *settings_of(doc, told)],
            deeds=deeds,
            incidents=[*found],
            given=given,
        )

    def open(self) -> Iterator[int]:
        """The numbers of the deeds to place; those beside a toll are of its incident, those beside tolls of many
        incidents of none."""
        for number, (deed, sentence) in enumerate(self.deeds, start=len(self.given)):
            told = [
                (abs(draft.start - deed.token), at)
                for draft, at in zip(self.drafts, self.given, strict=False)
                if sentence.start <= draft.start < sentence.end
            ]
            near = [row for row in told if row[1] is not None]
            if near:
                self.give(number, min(near)[1])
            elif not told:
                yield number

    def give(self, number: int, choice: int | None) -> None:
        """Give a deed to an incident (its index, or NEW)."""
        if choice is None:
            return
        if choice == NEW:
            self.incidents.append(Incident())
            choice = len(self.incidents) - 1
        self.incidents[choice].add_deed(self._deed(number).token, self.settings[number])
        self.placed.append((number, choice))

    def choice(self, number: int) -> int:
        """What the signs of a deed say most for."""
        known, options = weights(), self.options(number)
        if self._adds_nothing(number, options):
            del options[NEW]
        scores = {at: weigh(signs, known["new" if at == NEW else "one"]) for at, signs in options.items()}
        return max(scores, key=lambda at: scores[at])

    def _adds_nothing(self, number: int, options: Mapping[int, Signs]) -> bool:
        """Whether a deed has no day, and no place but that of an incident whose victims are counted: the report says
        more of what it counts. Beside such an incident a period of more than a month is no day of another."""
        days, placed = self.settings[number].days, "has_a_place" in options[NEW]
        counted = [signs for signs in options.values() if "counted" in signs]
        if days is not None:
            return bool(counted) and (days.end - days.start).days > _MONTH
        return any("place_meets" in signs or not placed for signs in counted)

    def options(self, number: int) -> dict[int, dict[str, float]]:
        """What a deed may be of, each with the signs for and against it."""
        course = Course(
            drafts=self.drafts,
            settings=self.settings,
            incidents=self.incidents,
            current=self._current(number),
            common=common_names(self.settings),
        )
        found = {at: signs_of_one(course, number, at) | self._of_deed(number, at) for at in range(len(self.incidents))}
        return found | {NEW: signs_of_new(course, number) | self._of_new(number)}

    def _deed(self, number: int) -> Deed:
        return self.deeds[number - len(self.given)][0]

    def _current(self, number: int) -> int | None:
        """The incident that the text spoke of last before a deed."""
        told = [(d.start, at) for d, at in zip(self.drafts, self.given, strict=False) if at is not None]
        told += [(self._deed(k).token, at) for k, at in self.placed]
        before = [row for row in told if row[0] < self._deed(number).token]
        return max(before)[1] if before else None

    def _of_deed(self, number: int, at: int) -> dict[str, float]:
        """For and against a deed's being of an incident, by what it is done to and the word for it."""
        deed, incident = self._deed(number), self.incidents[at]
        mine, theirs = _phrase(self.doc, deed.hit), [*self._hit(at)]
        signs = {
            "counted": float(bool(incident.tolls)),
            "known": float(deed.known),
            "same_word": float(any(self.doc[token].lemma_ == self.doc[deed.token].lemma_ for token in incident.deeds)),
        }
        if mine and theirs:
            meets = any(mine & other for other in theirs)
            named = {word for word in mine if word[0].isupper()}
            others = {word for other in theirs for word in other if word[0].isupper()}
            signs["hit_meets" if meets else "hit_differs"] = 1.0
            signs["other_name"] = float(not meets and bool(named) and bool(others))
        return {name: value for name, value in signs.items() if value}

    def _hit(self, at: int) -> Iterator[frozenset[str]]:
        """Whom or what the incident was said to be done to."""
        groups = [self.drafts[toll].group for toll in self.incidents[at].tolls]
        told = {self._deed(number).hit for number, one in self.placed if one == at}
        for head in (*(group[1] - 1 for group in groups if group is not None), *told):
            if words := _phrase(self.doc, head):
                yield words

    def _of_new(self, number: int) -> dict[str, float]:
        """For and against a deed's opening an incident."""
        deed = self._deed(number)
        words = _phrase(self.doc, deed.hit)
        signs = {
            "deed": 1.0,
            "first": float(not self.incidents),
            "unknown": float(not deed.known),
            "noun": float(self.doc[deed.token].pos_ in ("NOUN", "PROPN")),
            "hits": float(bool(words)),
            "hits_a_name": float(any(word[0].isupper() for word in words)),
        }
        return {name: value for name, value in signs.items() if value}


def _phrase(doc: Doc, head: int | None) -> frozenset[str]:
    """The nouns of a phrase and what stands right before its head, names with their capital; none where there is no
    head."""
    if head is None:
        return frozenset()
    return frozenset(map(_word, (t for t in doc[doc[head].left_edge.i : head + 1] if t.pos_ in ("NOUN", "PROPN"))))


def _word(token: Token) -> str:
    word = token.lower_.removesuffix("s") or token.lower_
    return word.capitalize() if token.pos_ == "PROPN" else word

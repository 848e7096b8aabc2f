"""Incidents of which a report counts no victims: "a bomb went off outside the bank", "the kidnapping of the mayor".

Every deed of a report (`annotate/deeds`) goes, in the order of the text, to an incident told by tolls, to one that an
earlier deed opened, or opens one, by the signs that place a toll. An incident is opened only where they say so clearly:
what a report mentions in passing is mostly the incident that it tells of anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from variorum.annotate.deeds import Deed, deeds_in
from variorum.annotate.sentences import sentences_of
from variorum.claims.drafts import TollDraft
from variorum.claims.likeness import Course, Incident, common_names, signs_of_new, signs_of_one, weigh, weights
from variorum.claims.setting import Setting, settings_of
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

_CLEARLY = 2.0
"""By how much more must speak for a new incident than for any told before."""


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
    deeds = [(deed, sentence) for sentence in sentences_of(doc) for deed in deeds_in(sentence)]
    telling = _Telling(doc=doc, drafts=[*drafts], settings=[*settings], incidents=[*found], given=given)
    telling.drafts += [_like_a_toll(deed) for deed, _ in deeds]
    telling.settings += settings_of(doc, telling.drafts[len(drafts) :])
    for number, (deed, sentence) in enumerate(deeds, start=len(drafts)):
        telling.place(number, deed, sentence)
    return telling.incidents


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


@dataclass(slots=True, kw_only=True)
class _Telling:
    """A report's incidents while its deeds are placed; drafts and settings are those of tolls, then of deeds."""

    doc: Doc
    drafts: list[TollDraft]
    settings: list[Setting]
    incidents: list[Incident]
    given: Sequence[int | None]
    placed: list[tuple[int, int]] = field(default_factory=list)  # token and incident of the deeds so far

    def place(self, number: int, deed: Deed, sentence: Span) -> None:
        """Give a deed to an incident, or open one."""
        choice = self._beside_tolls(deed, sentence)
        if choice is None:
            if any(sentence.start <= d.start < sentence.end for d in self.drafts[: len(self.given)]):
                return  # a sentence of aggregates
            choice = self._choice(number, deed)
        if choice is None:
            return
        if choice == len(self.incidents):
            self.incidents.append(Incident())
        self.incidents[choice].add_deed(deed.token, self.settings[number])
        self.placed.append((deed.token, choice))

    def _beside_tolls(self, deed: Deed, sentence: Span) -> int | None:
        """The incident of the nearest toll in the deed's sentence."""
        here = [
            (abs(draft.start - deed.token), at)
            for draft, at in zip(self.drafts, self.given, strict=False)
            if at is not None and sentence.start <= draft.start < sentence.end
        ]
        return min(here)[1] if here else None

    def _choice(self, number: int, deed: Deed) -> int | None:
        """The incident that the signs say most for; its number is that of a new one where they clearly say so."""
        if not self.incidents:
            return 0
        known = weights()
        course = Course(
            drafts=self.drafts,
            settings=self.settings,
            incidents=self.incidents,
            current=self._current(deed),
            common=common_names(self.settings),
        )
        fits = [weigh(signs_of_one(course, number, at), known["one"]) for at in range(len(self.incidents))]
        best = max(range(len(fits)), key=lambda at: fits[at])
        apart = weigh(signs_of_new(course, number), known["new"])
        return len(self.incidents) if apart - fits[best] > _CLEARLY else best

    def _current(self, deed: Deed) -> int | None:
        """The incident that the text spoke of last before a deed."""
        told = [(d.start, at) for d, at in zip(self.drafts, self.given, strict=False) if at is not None]
        before = [row for row in (*told, *self.placed) if row[0] < deed.token]
        return max(before)[1] if before else None

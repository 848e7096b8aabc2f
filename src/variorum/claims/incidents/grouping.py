"""Which claims of a report are about the same incident: groups tolls by time, place, number and the flow of the text.

A report mostly stays with one incident until something speaks against it: another day, another place, "in a separate
attack". Each toll, in the order of the text, goes to what its signs say most for: an incident told before, a new one,
or many at once ("hundreds in the past year"), which gets none. The signs are in `likeness`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from variorum.claims.incidents.likeness import (
    Course,
    Incident,
    Signs,
    common_names,
    signs_of_many,
    signs_of_new,
    signs_of_one,
    weigh,
    weights,
)
from variorum.claims.incidents.setting import Setting, settings_of
from variorum.claims.tolls.drafts import TollDraft


def group(doc: Doc, drafts: Sequence[TollDraft]) -> tuple[list[Incident], list[int | None]]:
    """The incidents of a report and for each toll the index of its own, None for an aggregate."""
    return grouped(drafts, settings_of(doc, drafts))


def grouped(drafts: Sequence[TollDraft], settings: Sequence[Setting]) -> tuple[list[Incident], list[int | None]]:
    """The same by the settings of the tolls."""
    telling = Grouping(drafts=drafts, settings=settings)
    for toll in range(len(drafts)):
        telling.give(toll, telling.choice(toll))
    return telling.incidents, telling.given


MANY, NEW = -1, -2
"""What a toll may be of instead of an incident told before."""


@dataclass(slots=True, kw_only=True)
class Grouping:
    """A report's incidents as they are put together, toll by toll in the order of the text."""

    drafts: Sequence[TollDraft]
    settings: Sequence[Setting]
    incidents: list[Incident] = field(default_factory=list)
    given: list[int | None] = field(default_factory=list)
    current: int | None = None
    weights: Mapping[str, Signs] = field(default_factory=weights)
    common: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.common = common_names(self.settings)

    def course(self) -> Course:
        """What was told so far."""
        return Course(
            drafts=self.drafts,
            settings=self.settings,
            incidents=self.incidents,
            current=self.current,
            common=self.common,
            many=[toll for toll, number in enumerate(self.given) if number is None],
        )

    def is_bound(self, toll: int) -> bool:
        """Whether a toll is a part of one before, or goes along with it, and so is of the same incident."""
        draft = self.drafts[toll]
        along = draft.goes_along and self.current is not None
        return along or (draft.part_of is not None and draft.part_of < toll)

    def options(self, toll: int) -> dict[int, dict[str, float]]:
        """What a toll may be of, each with the signs for and against it."""
        course = self.course()
        found = {number: signs_of_one(course, toll, number) for number in range(len(self.incidents))}
        return found | {NEW: signs_of_new(course, toll), MANY: signs_of_many(course, toll)}

    def choice(self, toll: int) -> int:
        """What a toll is of: many at once where those signs say so, else what its signs say most for."""
        if self.current is not None and self.drafts[toll].goes_along:
            return self.current
        whole = self.drafts[toll].part_of
        if whole is not None and whole < toll:
            number = self.given[whole]
            return MANY if number is None else number
        scores = {number: weigh(signs, self.weights[table_of(number)]) for number, signs in self.options(toll).items()}
        if scores.pop(MANY) >= 0:
            return MANY
        return max(scores, key=lambda number: scores[number])

    def give(self, toll: int, choice: int) -> None:
        """Give a toll to an incident (its number, or NEW), or to MANY."""
        if choice == MANY:
            self.given.append(None)
            return
        if choice == NEW:
            self.incidents.append(Incident())
            choice = len(self.incidents) - 1
        self.incidents[choice].add(toll, self.settings[toll])
        self.given.append(choice)
        self.current = choice


def table_of(choice: int) -> str:
    """The table of the weights for what a toll may be of."""
    return {MANY: "many", NEW: "new"}.get(choice, "one")


def grouped_as(
    drafts: Sequence[TollDraft], settings: Sequence[Setting], proposed: Mapping[str, Sequence[int]]
) -> tuple[list[Incident], list[int | None], dict[str, int]]:
    """Incidents by another reader's grouping, whose names are given with the tolls of each; the last is the number of
    each name.

    What it named apart is one incident where our own signs say so clearly of its first toll (`_ONE`): a long report
    is read in pieces, and every piece names its incidents anew.
    """
    incidents: list[Incident] = []
    given: list[int | None] = [None] * len(drafts)
    numbers: dict[str, int] = {}
    common, known = common_names(settings), weights()
    for name, tolls in proposed.items():
        course = Course(drafts=drafts, settings=settings, incidents=incidents, current=None, common=common)
        apart = weigh(signs_of_new(course, tolls[0]), known["new"])
        fits = [
            (weigh(signs_of_one(course, tolls[0], number), known["one"]) - apart, -number, number)
            for number in range(len(incidents))
            if _piece(name) not in {_piece(other) for other, at in numbers.items() if at == number}
        ]
        best = max(fits, default=None)
        if best is None or best[0] < _ONE:
            incidents.append(Incident())
            numbers[name] = len(incidents) - 1
        else:
            numbers[name] = best[2]
        for toll in tolls:
            given[toll] = numbers[name]
            incidents[numbers[name]].add(toll, settings[toll])
    return incidents, given, numbers


_ONE = 1.0


def _piece(name: str) -> str:
    """The piece of the report in which an incident was named: "2" of "2/i1"."""
    return name.partition("/")[0]

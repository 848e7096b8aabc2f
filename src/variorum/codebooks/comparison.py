"""Codebooks beside each other on one event: their figures, and the first rule at which two of them part ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from variorum.codebooks.book import ARMED, OUTSIDE, Codebook
from variorum.codebooks.evidence import Evidence
from variorum.codebooks.figures import figures_of_all
from variorum.models import DerivationStep, Figure, GroupCategory, LinkedEvent

_CHOOSING = frozenset({"range_of_each_group", "most_agreed", "lowest_of_each_group", "recent_majority_lowest"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An event under one codebook."""

    codebook: Codebook
    figures: tuple[Figure, ...]

    def __getitem__(self, name: str) -> Figure:
        """The figure of that name. Raises KeyError."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)

    @property
    def headline(self) -> tuple[Figure, ...]:
        return tuple(self[name] for name in self.codebook.headline)

    @property
    def main(self) -> Figure:
        """The figure that stands for the codebook where two are compared."""
        return self[self.codebook.main]

    @property
    def inclusion(self) -> Figure | None:
        """Whether the event is in the codebook's scope, and why; None where it has no such rule."""
        return next((figure for figure in self.figures if figure.name == "inclusion"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Where two codebooks part ways: at a rule, or at whom they count (`rule` is "camps"), and what each does there.

    sentence: the same in words.
    """

    first: Coded
    second: Coded
    rule: str
    sentence: str


def compare(event: LinkedEvent, codebooks: Iterable[Codebook]) -> tuple[Coded, ...]:
    """The event under each codebook, in their order."""
    return tuple(Coded(codebook=book, figures=found) for book, found in figures_of_all(event, codebooks))


def partings(event: LinkedEvent, coded: Iterable[Coded]) -> tuple[Parting, ...]:
    """Where each two codebooks whose main figures differ part ways."""
    evidence = Evidence(event)
    pairs = combinations(coded, 2)
    return tuple(
        found for one, other in pairs if one.main.value != other.main.value and (found := _part(evidence, one, other))
    )


def _part(evidence: Evidence, one: Coded, other: Coded) -> Parting | None:
    if words := _whom(evidence, one.codebook, other.codebook):
        return Parting(first=one, second=other, rule="camps", sentence=words)
    for mine, theirs in _chosen_apart(one, other):
        claims = {*mine.claims, *theirs.claims}
        left, right = _first_apart(one, other, claims), _first_apart(other, one, claims)
        if left is None and right is None:
            left, right = mine, theirs
        return _parting(one, other, left, right)
    left, right = (coded.main.steps[-1] for coded in (one, other))
    return _parting(one, other, left, right)


def _parting(one: Coded, other: Coded, left: DerivationStep | None, right: DerivationStep | None) -> Parting:
    said = (
        f"{coded.codebook.name}: {step.sentence if step else 'does no such thing.'}"
        for coded, step in ((one, left), (other, right))
    )
    steps = [step for step in (left, right) if step]
    return Parting(
        first=one, second=other, rule=" / ".join(dict.fromkeys(s.rule for s in steps)), sentence=" ".join(said)
    )


def _chosen_apart(one: Coded, other: Coded) -> Iterator[tuple[DerivationStep, DerivationStep]]:
    """The steps in which the two choose different numbers of the same people."""
    theirs = _chosen(other)
    for step in _chosen(one):
        shared = max(theirs, key=lambda found: len(set(found.claims) & set(step.claims)), default=None)
        if shared is not None and set(shared.claims) & set(step.claims) and shared.result != step.result:
            yield step, shared


def _chosen(coded: Coded) -> list[DerivationStep]:
    return [step for step in coded.main.steps if step.rule in _CHOOSING and isinstance(step.result, int)]


def _first_apart(coded: Coded, other: Coded, claims: set[str]) -> DerivationStep | None:
    """The first step about some claims, before a number is chosen, that the other does not take."""
    known = {_said(step) for step in other.main.steps}
    order = {use.rule: place for place, use in enumerate(coded.codebook.rules)}
    steps = [
        step
        for step in coded.main.steps[:-1]
        if step.rule not in _CHOOSING and claims & set(step.claims) and _said(step) not in known
    ]
    return min(steps, key=lambda step: order[step.rule], default=None)


def _said(step: DerivationStep) -> tuple[str, frozenset[str], object]:
    return step.rule, frozenset(step.claims), step.result


def _whom(evidence: Evidence, one: Codebook, other: Codebook) -> str:
    """Groups of this event that only one of two codebooks counts, in words; "" of none."""
    found = []
    told: dict[GroupCategory, str] = {}
    for outcome in one.outcomes[:1]:
        for voice in evidence.voices(outcome):
            told.setdefault(voice.category, voice.toll.group.text or voice.category.value)
    for category, words in sorted(told.items()):
        counts = [_counts(book, category) for book in (one, other)]
        if counts[0] != counts[1]:
            yes, no = (one, other) if counts[0] else (other, one)
            found.append(f"{words}: {yes.name} counts them, {no.name} does not")
    return "; ".join(found) + "." if found else ""


def _counts(book: Codebook, category: GroupCategory) -> bool:
    """Whether the main figure holds people of a category: armed groups only where all are added up."""
    camp = book.camps[category]
    return camp != OUTSIDE and not (camp == ARMED and book.only_victims)

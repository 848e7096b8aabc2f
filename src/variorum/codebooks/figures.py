"""An event under a codebook: its rules are applied in their order, and the figures come out with their derivations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from variorum.codebooks.book import Codebook
from variorum.codebooks.coding import Coding
from variorum.codebooks.evidence import Evidence
from variorum.codebooks.rules import BY_NAME
from variorum.models import Figure, LinkedEvent


def figures(event: LinkedEvent | Evidence, codebook: Codebook) -> tuple[Figure, ...]:
    """The figures of an event, or of its evidence, under a codebook, in the order in which its rules write them."""
    return _apply(event if isinstance(event, Evidence) else Evidence(event), codebook)


def figures_of_all(event: LinkedEvent, codebooks: Iterable[Codebook]) -> Iterator[tuple[Codebook, tuple[Figure, ...]]]:
    """The figures of an event under each of some codebooks; its claims are gone through once."""
    evidence = Evidence(event)
    for codebook in codebooks:
        yield codebook, _apply(evidence, codebook)


def _apply(evidence: Evidence, codebook: Codebook) -> tuple[Figure, ...]:
    coding = Coding(codebook, evidence)
    for use in codebook.rules:
        coding.apply(use, BY_NAME[use.rule].apply)
    return tuple(coding.figures.values())

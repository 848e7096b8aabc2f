"""Which disagreements matter: those whose claims move a figure, the more the sooner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from variorum.codebooks.book import Codebook
from variorum.codebooks.disagreements.events import event_disagreements
from variorum.codebooks.figures import figures
from variorum.models import Disagreement, DisagreementKind, Figure, LinkedEvent, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A disagreement, and how far the codebook's figures move where one of its claims is not believed.

    moves: the greatest change of a headline figure, in people; how: that change in words, "" of none.
    """

    disagreement: Disagreement
    moves: int
    how: str


def weighed(event: LinkedEvent, codebook: Codebook) -> tuple[Weighed, ...]:
    """What does not add up in an event, by how far it moves a headline figure of the codebook."""
    before = _headline(event, codebook)
    found = [_weigh(event, codebook, before, one) for one in event_disagreements(event)]
    return tuple(sorted(found, key=lambda one: (-one.moves, one.disagreement.severity is Severity.REMARK)))


def _weigh(event: LinkedEvent, codebook: Codebook, before: dict[str, Figure], one: Disagreement) -> Weighed:
    if one.kind in (DisagreementKind.PLACE, DisagreementKind.DATE, DisagreementKind.RESPONSIBILITY):
        return Weighed(disagreement=one, moves=0, how="")
    best, how = 0, ""
    for claim in dict.fromkeys(one.claims):
        after = _headline(_without(event, _same_words(event, claim)), codebook)
        for name, figure in before.items():
            changed = abs(_number(after[name]) - _number(figure))
            if changed > best:
                best = changed
                how = f"{name} {figure.value} would be {after[name].value} without {_told(event, claim)}"
    return Weighed(disagreement=one, moves=best, how=how)


def _headline(event: LinkedEvent, codebook: Codebook) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(event, codebook) if figure.name in codebook.headline}


def _number(figure: Figure) -> int:
    return figure.value if isinstance(figure.value, int) else 0


def _same_words(event: LinkedEvent, claim: str) -> set[str]:
    """The claim, and its copies: what has its origin and number."""
    origin = event.origin(claim)
    count = next((toll.count for _, toll in event.tolls if toll.id == claim), None)
    return {toll.id for _, toll in event.tolls if event.origin(toll.id) == origin and toll.count == count} | {claim}


def _without(event: LinkedEvent, claims: set[str]) -> LinkedEvent:
    accounts = tuple(
        replace(account, tolls=tuple(toll for toll in account.tolls if toll.id not in claims))
        for account in event.accounts
    )
    return replace(event, accounts=accounts)


def _told(event: LinkedEvent, claim: str) -> str:
    for account, toll in event.tolls:
        if toll.id == claim:
            said = toll.sources[-1].text if toll.sources else account.report.publisher or "the report"
            return f"“{toll.quote}” ({said})"
    return "that claim"


def most_moved(found: Iterable[tuple[LinkedEvent, Weighed]], most: int) -> list[tuple[LinkedEvent, Weighed]]:
    """The disagreements of many events that move a figure most."""
    return sorted(found, key=lambda pair: -pair[1].moves)[:most]

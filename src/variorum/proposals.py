"""What a reader that only points proposes: stretches of a report's text, and who is said to have said what there.

A proposal holds no number: whoever makes claims of it reads the number from the words (`claims.proposed`). Every
stretch stands in the text, so that nothing can be claimed that the report does not say.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.models import GroupCategory, Mode, Outcome, SourceKind, Stance
from variorum.values import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSource:
    """One link of a chain of sources. `kind` is the proposer's; that of the words goes before it."""

    span: Span
    kind: SourceKind
    anonymous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedToll:
    """Words that count people. incident: the proposer's name of the incident, None for an aggregate; part_of: the
    place of the whole among the proposal's tolls.
    """

    span: Span
    outcome: Outcome
    group: Span | None
    category: GroupCategory
    sources: tuple[ProposedSource, ...]
    stance: Stance
    incident: str | None
    part_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedResponsibility:
    """Words that say who did it. `actor` is None for mode `none_claimed`."""

    span: Span
    actor: Span | None
    mode: Mode
    sources: tuple[ProposedSource, ...]
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Everything proposed of one report, by whom (a model and the version of its prompt), and what was refused."""

    by: str
    tolls: tuple[ProposedToll, ...] = ()
    responsibility: tuple[ProposedResponsibility, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where in the text something is proposed."""
        return (*(toll.span for toll in self.tolls), *(claim.span for claim in self.responsibility))

"""A toll while it is being read: its words, number, outcome and people, before its source, event and id are known."""

from __future__ import annotations

from dataclasses import dataclass

from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange


@dataclass(frozen=True, slots=True, kw_only=True)
class TollDraft:
    """A toll before its source, event and id are known. Tokens count in the Doc; `part_of` is the index of another
    draft; `goes_along`: whether it is of the incident that was told last, and opens none of its own."""

    start: int
    end: int
    count: CountRange
    outcome: Outcome
    trigger: int
    group: tuple[int, int] | None
    category: GroupCategory
    rule: str
    additional: bool = False
    part_of: int | None = None
    optional: bool = False
    goes_along: bool = False

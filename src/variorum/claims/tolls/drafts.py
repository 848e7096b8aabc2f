"""A toll while it is being read: its words, number, outcome and people, before its source, event and id are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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


def with_more(drafts: Sequence[TollDraft], added: Iterable[TollDraft]) -> tuple[TollDraft, ...]:
    """The drafts and some more, in text order; `part_of`, of both an index of the old ones, counts in the new order."""
    rows = sorted([*enumerate(drafts), *((None, one) for one in added)], key=lambda row: row[1].start)
    place = {old: new for new, (old, _) in enumerate(rows) if old is not None}
    return tuple(d if d.part_of is None else replace(d, part_of=place[d.part_of]) for _, d in rows)

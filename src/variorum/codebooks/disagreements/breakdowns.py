"""Parts and their whole: too large, too many, or a little short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from variorum.codebooks.disagreements.accounts import is_clearly_below
from variorum.codebooks.disagreements.groups import INSIDE, lexicon, marks
from variorum.codebooks.disagreements.phrases import counted, number, sentence, whom
from variorum.models import Disagreement, DisagreementKind, Severity, Toll
from variorum.values import total

#: Parts that reach this share of their whole were meant to make it up: what is missing is worth a remark.
NEARLY_WHOLE = 0.9


def breakdowns(tolls: Sequence[Toll]) -> Iterator[Disagreement]:
    """Wholes whose parts are too many for them, or fall a little short."""
    parts_of: dict[str, list[Toll]] = {}
    for toll in tolls:
        if toll.part_of:
            parts_of.setdefault(toll.part_of, []).append(toll)
    for whole in tolls:
        if parts := parts_of.get(whole.id):
            found = _too_large(whole, parts) or _too_many(whole, parts) or _short(whole, parts)
            if found:
                yield found


def _breakdown(whole: Toll, parts: Sequence[Toll], words: str, firm: bool) -> Disagreement:
    return Disagreement(
        kind=DisagreementKind.BREAKDOWN,
        event=whole.event,
        claims=(whole.id, *(part.id for part in parts)),
        sentence=sentence(words),
        severity=Severity.CONTRADICTION if firm else Severity.REMARK,
    )


def _too_large(whole: Toll, parts: Sequence[Toll]) -> Disagreement | None:
    for part in parts:
        if whole.count.is_below(part.count):
            words = f"{_part(part)} can't be among {counted(whole)}"
            return _breakdown(whole, [part], words, firm=is_clearly_below(whole.count, part.count))
    return None


def _too_many(whole: Toll, parts: Sequence[Toll]) -> Disagreement | None:
    added = total(part.count for part in parts)
    if not whole.count.is_below(added):
        return None
    words = f"{_parts(parts)} make {added}, more than {counted(whole)}"
    if _apart(parts) and is_clearly_below(whole.count, added):
        return _breakdown(whole, parts, words, firm=True)
    return _breakdown(whole, parts, f"{words}; they may overlap", firm=False)


def _short(whole: Toll, parts: Sequence[Toll]) -> Disagreement | None:
    """Two or more exact parts that nearly make up the whole, and don't."""
    added, least = total(part.count for part in parts), whole.count.low
    if len(parts) < 2 or least is None or not added.is_exact or whole.count.approx:
        return None
    if not NEARLY_WHOLE * least <= added.floor < least:
        return None
    return _breakdown(whole, parts, f"{_parts(parts)} make {added} of {counted(whole)}", firm=False)


def _part(part: Toll) -> str:
    return f"{number(part)} {whom(part)}"


def _parts(parts: Sequence[Toll]) -> str:
    """The parts in words, without leaving out one that is like another."""
    words = [_part(part) for part in parts]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _apart(parts: Sequence[Toll]) -> bool:
    """Whether no person can be in two of the parts, as far as nouns tell: men and women, officers and conscripts."""
    named = [marks(part.group.text, part.group.category) for part in parts]
    for dimension in lexicon()["dimensions"].values():
        if all(one & set(dimension) for one in named):
            return all(not one & other for one, other in combinations(named, 2))
    return all(
        one != other and one not in INSIDE.get(other, ()) and other not in INSIDE.get(one, ())
        for one, other in combinations([part.group.category for part in parts], 2)
    )

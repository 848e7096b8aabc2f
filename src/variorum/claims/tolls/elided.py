"""Counts whose casualty word is not said again: the next ones of a list, and those of a second place.

"killing two nurses, a cook and one driver"; "ten died at the market and four at the clinic".
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from variorum.annotate.triggers import Trigger
from variorum.claims.tolls.counts import Count, names_person
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.lexicon import words

Tie = tuple[Trigger, str]


def unsaid_tie(doc: Doc, count: Count, drafts: Sequence[TollDraft], found: Sequence[Trigger]) -> Tie | None:
    """The casualty word that a count shares with the people counted before it, and the name of the rule.

    drafts: the tolls of the sentence so far; found: its casualty words.
    """
    if not drafts or _goes_on_to_another(count, found):
        return None
    rule = (_is_listed(doc, count, drafts[-1]) and "victim of the verb") or (
        _is_gapped(doc, count, drafts[-1], found) and "count in a second place"
    )
    trigger = next((t for t in found if t.start <= drafts[-1].trigger < t.end), None)
    return (trigger, rule) if rule and trigger is not None else None


def _goes_on_to_another(count: Count, found: Sequence[Trigger]) -> bool:
    """Whether people behind a list are those of another casualty word: "killing two nurses, and a cook was hurt"."""
    return any(0 <= t.start - count.last <= _NEXT for t in found)


_NEXT = 4
"""Tokens from people to a casualty word of their own, at most."""
_JOINTS = frozenset((",", "and", "&", "as", "well", "plus"))


def _is_listed(doc: Doc, count: Count, last: TollDraft) -> bool:
    """Whether a list of people goes on behind its verb: "killing two nurses, a cook and one driver"."""
    if count.noun is None or not names_person(doc[count.noun]) or last.part_of is not None or last.trigger > last.start:
        return False
    joints = [t.lower_ for t in doc[_end(last) : count.start]]
    return bool(joints) and _JOINTS.issuperset(joints)


_PLACING = words("placing", "second_place")
_APART = words("placing", "before_second")
_GAP = 25
"""Tokens from one place's count to the next, at most."""


def _is_gapped(doc: Doc, count: Count, last: TollDraft, found: Sequence[Trigger]) -> bool:
    """Whether a number of people at a second place or day shares the verb: "and four at the clinic"."""
    behind = count.last + 1
    if count.single or last.part_of is not None or behind >= len(doc) or doc[behind].lower_ not in _PLACING:
        return False
    if count.noun is not None and not names_person(doc[count.noun]):
        return False
    start = max(_end(last), last.trigger + 1)
    between = doc[start : count.start]
    if not 1 < len(between) <= _GAP or between[-1].lower_ not in _APART:
        return False
    placed = any(t.lower_ in _PLACING for t in between)
    told = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in between) or any(
        start <= t.start < count.start for t in found
    )
    return placed and not told


def _end(draft: TollDraft) -> int:
    """Past the last token of a toll's number and people."""
    return max(draft.end, draft.group[1] if draft.group else 0)

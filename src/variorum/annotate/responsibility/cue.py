"""One statement about who did it, and when two of them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from variorum.models import Mode, Source, SourceKind
from variorum.values import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityCue:
    """One statement about who did it; offsets are code points of the Doc.

    span: the key words of the statement; actor: its words, None for `none_claimed`; actor_span: where they stand
    (perhaps in an earlier sentence, where the statement has a pronoun); named: where the actor has its name, if its
    words here are "the group"; anchor: where the incident is mentioned, by which the statement is tied to an event;
    rule: which rule read it; passing: the actor is named in passing ("US air strikes killed ..."); actor_id: its
    registry entry, if known.
    """

    span: Span
    mode: Mode
    actor: str | None
    actor_span: Span | None
    anchor: int
    rule: str
    passing: bool = False
    actor_id: str | None = None
    named: Span | None = None


def alike(a: str | None, b: str | None) -> bool:
    """Whether two actors' words name the same: half of the shorter one's content words are shared."""
    left, right = _content(a), _content(b)
    if not left or not right:
        return not left and not right
    return len(left & right) / min(len(left), len(right)) >= 0.5


_STOP = frozenset("a an the of in on at by to and or for from its his her their who that some other this s".split())


def _content(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (text or "").casefold())) - _STOP


def first_statements(
    cues: Iterable[tuple[str | None, ResponsibilityCue]],
) -> list[tuple[str | None, ResponsibilityCue]]:
    """One statement per event, actor and mode: the first. Takes and gives (event id, cue)."""
    kept: list[tuple[str | None, ResponsibilityCue]] = []
    for event, cue in cues:
        if not any(event == e and cue.mode == c.mode and same_actor(cue, c) for e, c in kept):
            kept.append((event, cue))
    return kept


def same_actor(a: ResponsibilityCue, b: ResponsibilityCue) -> bool:
    """Whether two statements name the same actor: one registry entry, or words that are alike."""
    return (a.actor_id is not None and a.actor_id == b.actor_id) or alike(a.actor, b.actor)


_ONLOOKERS = frozenset({SourceKind.NGO, SourceKind.MEDICAL, SourceKind.WITNESS, SourceKind.ANALYST})
"""Who tells of others' deeds, whatever words of the name are the same: "the Norvian Observatory", "Norvian troops"."""


def spoken_by_actor(cue: ResponsibilityCue, source: Source | None) -> ResponsibilityCue:
    """The cue as `claimed` where its flat statement comes from the actor itself ("the front said its men shot dead
    ...")."""
    if cue.mode is not Mode.ATTRIBUTED or source is None or not cue.actor or source.kind in _ONLOOKERS:
        return cue
    return replace(cue, mode=Mode.CLAIMED) if alike(source.text, cue.actor) else cue

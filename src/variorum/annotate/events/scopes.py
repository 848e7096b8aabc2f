"""Which stretches of a text tell of which event, and how surely, and which cues stand in them."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from variorum.annotate.events.cues import Cue, Hit
from variorum.annotate.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that tells of an event; weight 1 where it surely does, less where only the flow of the text
    says so."""

    start: int
    end: int
    weight: float


Scope = tuple[Piece, ...]


def scopes(doc: Doc, anchors: Mapping[str, Sequence[int]]) -> dict[str, Scope]:
    """The stretches that tell of each event, from the places (code points) of its claims.

    A sentence with claims of one event is that event's; one with claims of several is parted between them. Sentences
    without a claim belong to the event before them, with less weight the farther they are, and to the only event where
    there is one; those that open the report, before any claim, to the first.
    """
    out: dict[str, list[Piece]] = {event: [] for event in anchors}
    placed = sorted((at, event) for event, places in anchors.items() for at in places)
    last: str | None = None
    since = 0
    for sent in sentences_of(doc):
        here = [(at, event) for at, event in placed if sent.start_char <= at < sent.end_char]
        if not here:
            since += 1
            if last is not None and (since <= 3 or len(anchors) == 1):
                out[last].append(Piece(sent.start_char, sent.end_char, 0.5 if since <= 1 else 0.3))
            elif last is None and placed and len(out[placed[0][1]]) < _OPENING:
                out[placed[0][1]].append(Piece(sent.start_char, sent.end_char, 0.5))
            elif len(anchors) == 1:
                only = next(iter(anchors))
                out[only].append(Piece(sent.start_char, sent.end_char, 0.5))
            continue
        for start, end, event in _parted(sent.text, sent.start_char, here):
            out[event].append(Piece(start, end, 1.0))
        last, since = here[-1][1], 0
    return {event: tuple(pieces) for event, pieces in out.items()}


_OPENING = 3
"""Sentences before the first claim that are the first event's: a headline and a lead often give no number."""
_JOINT = re.compile(r"[,;:]\s|\s(?:and|while|but|as|when|after|before)\s", re.IGNORECASE)


def _parted(text: str, offset: int, here: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """A sentence cut between claims of different events, at the last joint of clauses before the later claim."""
    runs: list[tuple[str, int, int]] = []
    for at, event in here:
        if runs and runs[-1][0] == event:
            runs[-1] = (event, runs[-1][1], at)
        else:
            runs.append((event, at, at))
    cuts = [offset]
    for (_, _, end), (_, start, _) in itertools.pairwise(runs):
        joints = [m.start() + offset for m in _JOINT.finditer(text, end - offset, start - offset)]
        cuts.append(joints[-1] if joints else (end + start) // 2)
    cuts.append(offset + len(text))
    return [(cuts[i], cuts[i + 1], event) for i, (event, _, _) in enumerate(runs)]


@dataclass(frozen=True, slots=True)
class Near:
    """A cue that the stretches of an event hold: its weight there with what its repetitions add, that of its surest
    place, and the places."""

    cue: Cue
    weight: float
    best: float
    at: tuple[tuple[float, Hit], ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        return tuple(hit for _, hit in self.at)


def weighted(hits: Sequence[Hit], scope: Scope) -> dict[str, Near]:
    """The cues within an event's scope, each with a weight: that of its surest place, and a little more for each
    repetition."""
    found: dict[str, list[tuple[float, Hit]]] = defaultdict(list)
    starts = [h.start for h in hits]
    for piece in scope:
        for hit in hits[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]:
            found[hit.cue.name].append((piece.weight, hit))
    out: dict[str, Near] = {}
    for name, rows in found.items():
        best = max(w for w, _ in rows)
        more = min(0.6, 0.12 * (sum(w for w, _ in rows) - best))
        out[name] = Near(rows[0][1].cue, best + more, best, tuple(rows))
    return out

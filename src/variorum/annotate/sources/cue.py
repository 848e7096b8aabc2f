"""What marks an attribution in a sentence, and the small grammar that its readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from spacy.tokens import Span, Token

from variorum.annotate.extensions import words_of
from variorum.annotate.sources import lexicon
from variorum.annotate.sources.phrases import Phrase

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
MARKS = frozenset({'"', "“", "”", "'", "‘", "’", "''", "``"})
TOLLS = frozenset(
    "toll tally count number numbers figure figures casualties total estimate estimates deaths "
    "losses list names".split()
)
REPORTS = frozenset("reports claims allegations rumours rumors accounts estimates counts tallies figures".split())
CLAIMS = REPORTS | frozenset("report claim allegation account assertion announcement statement".split())
TOLD_TO = frozenset(
    {"tell", "told", "telling", "tells", "warn", "warned", "advise", "advised", "urge", "urged", "notify", "notified"}
)
_DATELINE_TOKENS = 30
_GLUED = re.compile(r"^(?:[A-Z][\w'’-]+,? ){0,6}\([A-Z]{2,6}\)\s?(?=[A-Z])")
"""A dateline without a dash: "New Delhi, India (CNN)Two soldiers"."""
_DATELINE = re.compile(r"^.{0,90}?\)\s*(?:--|—|–|-)\s*(?:\[[^\]]{1,40}\]\s*){0,4}")


class Reach(Enum):
    """Which side of its cue an attribution covers."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"
    SUBTREE = "subtree"
    OWN = "own"
    """Its own words alone: whoever claims an attack says no number ("an attack claimed by the group")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One mark of attribution in a sentence; tokens are counted in the Doc, ends excluded.

    phrases: who says it, the outermost first. start, end: the stretch of source and cue together.
    at: the cue word. opens: where its clause begins if it is set against the clause before it, else None.
    left: whether what stands left of it belongs to its clause. limit: last token of its reach, if the parse gives one.
    goes_on: it carries on an earlier statement ("added"). denies: its source says that it is not so.
    """

    phrases: tuple[Phrase, ...]
    start: int
    end: int
    at: int
    reach: Reach
    opens: int | None = None
    left: bool = False
    limit: int | None = None
    goes_on: bool = False
    denies: bool = False


def body_start(sent: Span) -> int:
    """The first token behind a dateline: "KABUL, April 11 (Xinhua) --"."""
    if ")" not in words_of(sent.doc)[sent.start : min(sent.end, sent.start + _DATELINE_TOKENS)]:
        return int(sent.start)
    head = sent[:_DATELINE_TOKENS]
    found = _DATELINE.match(head.text) or _GLUED.match(head.text)
    if found is None:
        return int(sent.start)
    place = sent.start_char + found.end()
    return next((t.i for t in head if t.idx >= place), sent.start)


def verb_start(token: Token, sent: Span) -> int:
    at = token.i
    while at > sent.start and token.doc[at - 1].lower_ in lexicon.cues().words["auxiliaries"]:
        at -= 1
    return at

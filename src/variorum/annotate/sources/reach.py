"""What an attribution covers of its sentence.

Rule of the annotation guide: an attribution covers the sentence that it stands in. It does not reach into a clause with
a source of its own ("the army said five died, while the hospital said seven"), nor back into a clause that the
narrator says himself ("five died, and police say that ...").
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from variorum.annotate.sources.cue import RELATIVES, Cue, Reach, body_start
from variorum.annotate.sources.phrases import TIMES

_OPENERS = frozenset("and but while whereas whilst though although as however meanwhile yet".split())
_HARD = frozenset("while whereas whilst but though although".split())
_CONNECTIVES = frozenset(
    "meanwhile however also moreover elsewhere separately earlier later finally but and yet so still then".split()
)


_BESIDE_TIMES = frozenset("on late early in a the by via telephone".split())


def clause_start(doc: Doc, start: int, sent: Span) -> int | None:
    """Where the clause of a cue begins if a word like "while" or "and" sets it against the clause before."""
    at = _before_place(doc, start, sent)
    for _ in range(4):
        if at <= sent.start:
            return None
        low = doc[at - 1].lower_
        if low in _OPENERS:
            return at - 1 if at - 1 > sent.start else None
        if low == ";":
            return at - 1
        if low != "," and doc[at - 1].pos_ != "ADV" and low not in _CONNECTIVES:
            return None
        at -= 1
    return None


def _before_place(doc: Doc, start: int, sent: Span) -> int:
    """Where a place begins that opens a clause: "... and in Israel the army said"; else the clause's start itself."""
    at = start - 1 if start > sent.start and doc[start - 1].text == "," else start
    end = at
    while at > sent.start and end - at < 4 and doc[at - 1].pos_ in ("PROPN", "DET", "ADJ"):
        at -= 1
    named = any(t.pos_ == "PROPN" for t in doc[at:end])
    return at - 1 if named and at - 1 > sent.start and doc[at - 1].lower_ in ("in", "at", "near") else start


def parsed_reach(token: Token, start: int, end: int, sent: Span) -> tuple[Reach, bool, int | None]:
    """Which side the verb speaks to; whether its clause holds what stands left of it; where a side clause ends."""
    doc = token.doc
    if start > body_start(sent) + 1 and not something_follows(doc, end, sent) and not _after_relative(doc, start):
        return Reach.BACKWARD, True, None
    in_side = _side_clause(token)
    if in_side is not None:
        if in_side.lower_ == token.lower_ and _mark(token) == "as" and not _has_right_clause(token):
            return Reach.BOTH, True, None
        return Reach.SUBTREE, False, max(t.i for t in in_side.subtree)
    if _speaks_forward(token, end, sent):
        return Reach.FORWARD, token.dep_ in ("ROOT", "conj", "ccomp", "dep", "parataxis"), None
    if start <= body_start(sent) + 1:
        return Reach.FORWARD, False, None
    if end < sent.end and doc[end].text == ",":
        return Reach.BOTH, True, None
    return Reach.BOTH, True, None


def _after_relative(doc: Doc, start: int) -> bool:
    """Whether a relative pronoun or "as" opens the cue's clause: "..., as the police said"."""
    return start > 0 and doc[start - 1].lower_ in RELATIVES


def something_follows(doc: Doc, end: int, sent: Span, to: int | None = None) -> bool:
    """Whether anything but a time and punctuation follows a cue in its sentence, up to the token `to`."""
    return any(
        not (t.is_punct or t.is_space or t.lower_ in TIMES or t.lower_ in _BESIDE_TIMES)
        for t in doc[end : sent.end if to is None else to]
    )


def _side_clause(token: Token) -> Token | None:
    """The verb of the relative or adverbial clause that the cue stands in, if it stands in one."""
    at: Token = token
    for _ in range(6):
        if at.dep_ in ("relcl", "acl"):
            finite = at.dep_ == "acl" and at.tag_ == "VBD"
            return None if at is token and (finite or _is_afterthought(token)) else at
        if at.dep_ == "advcl":
            return at if _mark(at) is not None and at.i > at.head.i else None
        if at.dep_ not in ("conj", "ccomp", "xcomp") or at.head is at:
            return None
        if at.dep_ == "ccomp" and at.i < at.head.i:
            return None
        at = at.head
    return None


def _is_afterthought(token: Token) -> bool:
    """Whether a "relative clause" is really "..., the monitor said" in text that lost its commas."""
    own = [c for c in token.children if c.dep_ == "nsubj"]
    return (
        bool(own)
        and not any(c.lower_ in ("who", "which", "that", "whom") for c in token.children)
        and not _has_right_clause(token)
    )


def _mark(token: Token) -> str | None:
    return next(
        (
            c.lower_
            for c in token.children
            if c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB") and c.i < token.i
        ),
        None,
    )


def _has_right_clause(token: Token) -> bool:
    return any(c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > token.i for c in token.children)


def _speaks_forward(token: Token, end: int, sent: Span) -> bool:
    """Whether the statement follows the verb: a clause or object to its right, "that", a colon or a quotation."""
    doc = token.doc
    if any(c.dep_ == "ccomp" and c.i < token.i for c in token.children):
        return False
    if any(c.dep_ in ("ccomp", "xcomp") and c.i >= end for c in token.children):
        return True
    at, limit = end, min(sent.end, end + 12)
    while at < limit:
        if doc[at].lower_ == "that" or doc[at].text in (":", "“", '"', "``"):
            return True
        if doc[at].text in (",", ".", "”"):
            return False
        at += 1
    return any(c.dep_ == "dobj" and c.i >= end for c in token.children)


def reach_of(cue: Cue, cues: list[Cue], sent: Span) -> list[tuple[int, int]]:
    """The token stretches that a cue covers, given the other cues of its sentence."""
    right = _right_end(cue, cues, sent)
    left = _left_end(cue, cues, sent)
    before, after = (left, cue.start), (cue.end, right)
    match cue.reach:
        case Reach.FORWARD:
            return [before, after] if cue.left else [after]
        case Reach.BACKWARD:
            return [before]
        case Reach.OWN:
            return [(cue.start, cue.end)]
        case Reach.SUBTREE:
            return [(cue.end, min(right, (cue.limit or right) + 1))]
        case _:
            return [before, after]


def _right_end(cue: Cue, cues: list[Cue], sent: Span) -> int:
    """Up to the next clause that has a source of its own, else to the end of the sentence."""
    ends = [c.opens for c in cues if c.start >= cue.end and c.opens is not None and c.opens >= cue.end]
    ends += [c.start for c in cues if c.start >= cue.end and _stands_apart(cue, c, sent.doc)]
    if cue.denies:  # "denied that it was there, and said that 12 died"
        ends += [
            c.at for c in cues if c.at >= cue.end and sent.doc[c.at].head.i == cue.at and sent.doc[c.at].dep_ == "conj"
        ]
    if cue.reach is Reach.BOTH and any(c.start >= cue.end and c.reach in (Reach.BOTH, Reach.BACKWARD) for c in cues):
        ends.append(cue.end)
    return min(ends, default=sent.end)


def _stands_apart(cue: Cue, later: Cue, doc: Doc) -> bool:
    """Whether a later cue is no part of what the first says: it begins far on, and hangs elsewhere."""
    if cue.reach is Reach.SUBTREE or later.reach is not Reach.FORWARD or later.start - cue.end <= 6:
        return False
    verb = doc[later.at]
    return (
        not (verb.dep_ in ("ccomp", "advcl", "conj") and cue.at in {t.i for t in verb.ancestors}) and verb.tag_ != "VBG"
    )


def _left_end(cue: Cue, cues: list[Cue], sent: Span) -> int:
    """Back to a clause with a source of its own, or of the narrator's; else to the sentence's start."""
    if cue.opens is not None and cue.reach is not Reach.BACKWARD:
        return cue.start
    start = sent.start
    for other in cues:
        if other.end <= cue.start and other is not cue:
            if other.reach in (Reach.BOTH, Reach.BACKWARD):
                start = max(start, other.end)
            elif other.opens is not None:
                start = max(start, other.opens)
            elif hard := _last_break(sent.doc, other.end, cue.start):
                start = max(start, hard)
    return min(start, cue.start)


def _last_break(doc: Doc, start: int, end: int) -> int | None:
    return next((at for at in range(end - 1, max(start, end - 80), -1) if doc[at].lower_ in _HARD), None)

"""How a mention hangs on what happened in the parse of its sentence: in its own clause, or in another one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from spacy.tokens import Span, Token

_LONGEST = 40
"""Steps up a parse after which the root is taken to be reached."""
_CLAUSES = frozenset(("ROOT", "advcl", "relcl", "ccomp", "acl", "conj", "parataxis", "csubj", "pcomp"))


def hanging(span: Span, triggers: Sequence[Token]) -> dict[str, float]:
    """The signs of a mention by the parse: how many clauses lie between it and the nearest trigger of its sentence, and
    whether it hangs below that trigger or heads the sentence. Empty where the sentence was not parsed.
    """
    root = span.root
    if not root.dep or not triggers:
        return {}
    path = _upward(root)
    apart = min(_between(path, _upward(trigger)) for trigger in triggers)
    return {
        "clauses away": math.log1p(apart),
        "in its clause": float(apart == 0),
        "below the deed": float(any(trigger.i in (t.i for t in path) for trigger in triggers)),
        "sets the scene": float(_sets_the_scene(span)),
    }


def _upward(token: Token) -> list[Token]:
    """A token and those that it hangs on, up to the root."""
    out = [token]
    while len(out) < _LONGEST and token.head.i != token.i:
        token = token.head
        out.append(token)
    return out


def _between(path: Sequence[Token], other: Sequence[Token]) -> int:
    """How many clauses a way through the parse crosses: those that the two paths do not share."""
    shared = {t.i for t in path} & {t.i for t in other}
    return sum(t.dep_ in _CLAUSES and t.pos_ in ("VERB", "AUX") for t in path if t.i not in shared) + sum(
        t.dep_ in _CLAUSES and t.pos_ in ("VERB", "AUX") for t in other[1:] if t.i not in shared
    )


def _sets_the_scene(span: Span) -> bool:
    """Whether a sentence opens with the place: "In the southern city of Basra, gunmen killed two"."""
    first = next((t for t in span.sent if t.is_alpha), None)
    return first is not None and first.pos_ == "ADP" and span.start - first.i <= _OPENING


_OPENING = 6
"""Tokens from the start of a sentence within which a place may open it."""

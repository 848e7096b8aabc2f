"""What part an actor plays in what a sentence tells: who attacks, who is attacked, who fights whom, as the parse around
its name says."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.annotate.events.scopes import Scope


@cache
def _words(name: str) -> frozenset[str]:
    raw = tomllib.loads((files("variorum") / "data" / "frames.toml").read_text("utf-8"))
    return frozenset(raw["roles"][name])


@dataclass(frozen=True, slots=True)
class Part:
    """An actor with its role ("agent", "patient" or "fighter") and how sure its place in the event is."""

    span: DocSpan
    role: str
    weight: float


def parts_of(doc: Doc, scope: Scope, layer: str = "actors") -> list[Part]:
    """The spans of a layer of the Doc that stand in the stretches of an event, each with its role."""
    return [
        Part(span, role_of(span), piece.weight)
        for piece in scope
        if piece.weight >= 0.5
        for span in doc.spans.get(layer, [])
        if piece.start <= span.start_char < piece.end
    ]


def role_of(span: DocSpan) -> str:
    """What the words around an actor make of it: agent, patient, fighter, or nothing."""
    root, doc = span.root, span.doc
    if not root.dep_:
        return ""
    after = doc[span.end] if span.end < len(doc) else None
    if (
        root.dep_ in ("compound", "amod", "poss", "nmod")
        and root.head.lower_ in _words("deeds")
        and root.head.i >= span.end - 1
    ):
        return "agent"
    if after is not None and after.lower_ in _words("deeds") and after.pos_ in ("NOUN", "PROPN"):
        return "agent"
    head = _head(root)
    if head is None:
        return ""
    if root.dep_ in ("nsubj", "conj", "appos", "nsubjpass") or head[1] in ("nsubj", "nsubjpass"):
        return _of_subject(head[0], head[1])
    return _of_object(head[0], head[1], head[2])


_THROUGH = frozenset({"compound", "amod", "poss", "nmod"})
_HOLDING = frozenset({"capture", "seize", "hold", "control", "occupy", "take", "run", "use", "back", "support"})
"""What is "held by" or "captured by" somebody is told of in passing; it is no deed of the event."""


def _head(token: Token) -> tuple[Token, str, str] | None:
    """The verb or noun that a phrase hangs on, how, and the preposition between; phrases like "members of X" are passed
    through."""
    dep, prep = token.dep_, ""
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return None
        dep = token.dep_
        if dep in _THROUGH and head.pos_ in ("NOUN", "PROPN") and head.lower_ in _words("bystanders"):
            return None  # "a US army psychiatrist" is not the army
        if dep in ("conj", "appos", "compound", "amod", "poss", "nmod", "nummod"):
            token = head
            if token.pos_ == "VERB":
                return token, dep, prep
            continue
        if dep == "pobj":
            prep = head.lower_
            if (
                prep == "of"
                and head.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
                and head.head.lower_ not in _words("deeds") | _words("fights")
            ):
                token = head.head
                continue
            return (_deed_above(head.head) if prep == "by" else head.head), "pobj", prep
        return head, dep, prep
    return None


def _deed_above(token: Token) -> Token:
    """The deed that "by" belongs to: in "raids on the town by the army" the parse may tie it to the town."""
    for above in itertools.islice(itertools.chain((token,), token.ancestors), 3):
        if above.lower_ in _words("deeds") or above.pos_ == "VERB":
            return above
    return token


def _of_subject(verb: Token, dep: str) -> str:
    lemma = verb.lemma_.lower()
    if lemma in _words("fights"):
        return "fighter"
    if lemma not in _words("verbs") and lemma not in ("come", "be", "have", "say", "die", "lose"):
        return ""
    passive = dep == "nsubjpass" or any(c.dep_ == "auxpass" for c in verb.children)
    if passive or lemma in ("die", "lose"):
        return "patient" if lemma in _words("verbs") or lemma in ("die", "lose") else ""
    if lemma == "come":
        return "patient" if any(c.lower_ == "under" for c in verb.children) else ""
    return "agent" if lemma in _words("verbs") else ""


def _of_object(head: Token, dep: str, prep: str) -> str:
    lemma, word = head.lemma_.lower(), head.lower_
    if dep in ("dobj", "dative"):
        return "patient" if lemma in _words("verbs") else ""
    if prep == "by" and head.dep_ == "acl" and lemma in _HOLDING:
        return ""
    if prep == "by":
        return "agent" if lemma in _words("verbs") or word in _words("deeds") else ""
    if word in _words("fights") or lemma in _words("fights"):
        return "fighter" if prep in ("with", "between", "against", "of", "among") else ""
    if prep in ("against", "on", "at", "from", "targeting", "near", "for") and (
        word in _words("deeds") or lemma in _words("verbs")
    ):
        return "patient" if prep in ("against", "on", "at", "from") else ""
    if prep == "with" and lemma in ("exchange", "engage"):
        return "fighter"
    if prep == "between":
        return "fighter"
    return ""

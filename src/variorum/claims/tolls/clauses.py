"""Small questions about the parse that several claims ask: who suffers a verb, where a clause ends."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from variorum.claims.tolls.lexicon import words

_PASSIVE = frozenset(("nsubjpass", "csubjpass", "nsubj:pass"))
_AUXILIARIES = frozenset(("auxpass", "aux:pass"))
_BE_GET = frozenset("be is are was were been being get gets got gotten 's 're".split())
BREAKS = frozenset((";", ":", "—", "–", "--"))


def is_parsed(token: Token) -> bool:
    return bool(token.dep)


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject suffers it: "were killed", "got shot", "being killed"."""
    return any(c.dep_ in _AUXILIARIES or c.dep_ in _PASSIVE for c in verb.children) or (
        verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ in _BE_GET for c in verb.children)
    )


def victims_of(verb: Token) -> Iterator[Token]:
    """Heads of the noun phrases that suffer a verb such as "kill", with what is joined to them by "and"."""
    passive = is_passive(verb)
    for child in verb.children:
        hit = ("nsubj", *_PASSIVE) if passive else ("dobj", "dative", *_PASSIVE)
        if child.dep_ in hit:  # "who were killed" counts those whom "who" stands for
            yield from joined(verb.head if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else child)
    if not passive and any(c.dep_ == "dobj" for c in verb.children):  # "killed a chief, Ali Omar, and three of his men"
        some = (c for c in verb.rights if c.dep_ == "conj" and any(p.lower_ == "of" for p in c.rights))
        yield from (v for c in some if c.pos_ == "NUM" for v in joined(c))
    if verb.dep_ in ("acl", "amod", "relcl") and verb.tag_ == "VBN" and not passive:
        yield from joined(verb.head)
    if (
        verb.dep_ == "conj"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "dobj") for c in verb.children)
        and verb.head.pos_ in ("VERB", "AUX", "ADJ")
        and verb.head.i < verb.i
    ):
        if passive and not is_passive(verb.head) and verb.head.tag_ != "VBN":  # "they came home and were killed"
            yield from (v for c in verb.head.children if c.dep_ == "nsubj" for v in joined(c))
        else:
            yield from victims_of(verb.head)


_BEGUN = frozenset("began begun started continued continue had have".split())
DRIVEN = _BEGUN | frozenset("forced forcing forces compelled obliged made driven left".split())
"""Verbs before another that tells what happened: "were forced to flee", "forcing thousands to flee"."""


def sufferers_of(verb: Token) -> Iterator[Token]:
    """Heads of the subjects of a verb such as "die"."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield from joined(child)
    if verb.dep_ == "xcomp" and verb.head.lower_ in DRIVEN:
        for child in verb.head.children:
            if child.dep_ in ("nsubjpass", "dobj") or (child.dep_ == "nsubj" and verb.head.lower_ in _BEGUN):
                yield from joined(child)
    if verb.dep_ in ("relcl", "acl") and not any(
        c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT") for c in verb.children
    ):
        yield from joined(verb.head)
    if (
        verb.dep_ == "conj"
        and verb.head.i < verb.i
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    ):
        yield from sufferers_of(verb.head)


def subjects_of(verb: Token) -> list[Token]:
    """The subjects of a verb, those of the verb that it is joined to where it has none: "the army lost"."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", *_PASSIVE)]
    return own or (subjects_of(verb.head) if verb.dep_ == "conj" and verb.head.i < verb.i else [])


def joined(noun: Token) -> Iterator[Token]:
    """The noun and what is joined to it: "soldiers and two dozen militants", "dozens of people"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("conj", "appos"):
            yield from joined(child)
        elif child.dep_ == "prep" and child.lower_ == "of" and not _stands_beside(noun):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from joined(inner)


def met_the_same(verb: Token) -> Iterator[Token]:
    """Heads of those who are told behind a verb to have met the same: "killed a chief along with two aides"."""
    for word in verb.subtree:
        if word.lower_ == "with" and word.i > verb.i and word.nbor(-1).lower_ in ("along", "together"):
            yield from (v for child in word.children if child.dep_ == "pobj" for v in joined(child))


def is_of_kin(noun: Token) -> bool:
    """Whether people only say whose relative or leader somebody is: the "boys" of "the sister of the two boys"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and _stands_beside(noun.head.head)


def _stands_beside(noun: Token) -> bool:
    return noun.lower_ in words("nouns", "beside_others")


def noun_phrase(head: Token) -> tuple[int, int]:
    """First and last+1 token of the noun phrase around a head: its modifiers before it, an "of" phrase and a joined
    noun after it."""
    start = min(
        (
            t.i
            for t in head.lefts
            if t.dep_ in ("amod", "compound", "nummod", "det", "nmod", "poss", "advmod", "quantmod", "predet")
        ),
        default=head.i,
    )
    return start, head.i + 1


def breaks_between(doc: Doc, start: int, end: int) -> bool:
    """Whether a semicolon, colon or dash stands among the tokens."""
    return any(t.text in BREAKS for t in doc[start:end])

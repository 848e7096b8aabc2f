"""Whose deed a verb or a noun tells, by the parse."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from variorum.annotate.responsibility.lexicon import word_list

_CLIMBED = frozenset("conj xcomp advcl aux auxpass dobj prep pobj pcomp amod advmod attr acomp ccomp mark prt".split())
_RESULTS = frozenset({"kill", "wound", "injure", "destroy"})
_ACCUSING = frozenset({"accuse", "blame", "suspect", "charge", "convict"})


def subject(token: Token, *, own: bool = False) -> Token | None:
    """The subject of a verb; of a verb without one, that of the verb it hangs on (co-ordination, participles,
    infinitives, relative clauses), unless only its own is asked for."""
    for _ in range(5):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and token.dep_ == "relcl":
                    return token.head
                return child
        if token.dep_ in ("relcl", "acl") and not own:
            done_by = _doer_of(token.head) if token.tag_ == "VBG" and token.lemma_.lower() in _RESULTS else None
            return done_by if done_by is not None else token.head
        if own or token.dep_ not in _CLIMBED:
            return None
        token = token.head
        if token.lemma_.lower() in _ACCUSING:
            return accused(token)
    return None


def _doer_of(noun: Token) -> Token | None:
    """In "the army shelled rebels, killing six" the army does it, though the parse ties the killing to the rebels."""
    for head in noun.ancestors:
        if head.pos_ == "VERB":
            return next((c for c in head.children if c.dep_ == "nsubj"), None)
    return None


def accused(verb: Token) -> Token | None:
    """Whom a verb of accusing is about: "accused the army of killing", "the army was accused of killing"."""
    return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)


def agent(token: Token) -> Token | None:
    """The noun after "by" that a verb hangs with."""
    for child in token.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def passive(token: Token) -> bool:
    """Whether what is the verb's subject suffers the deed."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in ("acl", "amod") and not any(c.dep_ == "dobj" for c in token.children)
    ):
        return True
    return token.dep_ == "conj" and token.tag_ == "VBN" and token.head.tag_ == "VBN" and passive(token.head)


def is_deed(noun: Token) -> bool:
    """Whether a noun, or one joined to it, is a deed: "the harassment and attacks by"."""
    nouns = word_list("deeds", "nouns")
    return noun.pos_ != "VERB" and any(t.lower_ in nouns for t in (noun, *noun.conjuncts))


_REACH = 14
"""Tokens, at most, from a deed to the "by" of whoever did it."""


def deed_by(by: Token) -> Token | None:
    """The deed whose doer follows "by", though the parse ties it to a noun between: "an attack on the post by"."""
    noun = by.head
    while noun.pos_ not in ("VERB", "AUX") and by.i - _REACH <= noun.i < by.i:
        if is_deed(noun):
            return noun
        if noun.head.i == noun.i:
            return None
        noun = noun.head
    return None


def name_root(actor: Span) -> Token:
    """The root of an actor's name, without what a bracket adds: "FARC [Revolutionary Armed Forces of Colombia]"."""
    bracket = next((t.i - actor.start for t in actor if t.text in ("[", "(")), len(actor))
    return actor[: bracket or len(actor)].root


def deeds_done(token: Token) -> list[Token]:
    """The deeds among the objects of a verb like "launch" or "carry out", or what its participle hangs on."""
    nouns = word_list("deeds", "nouns")
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "xcomp")]
    if token.dep_ in ("acl", "relcl"):
        objects.append(token.head)
    return [t for o in objects for t in _of_one_thing(o) if t.lower_ in nouns]


def _of_one_thing(noun: Token) -> Iterator[Token]:
    """The nouns of an object: "bomb" and "attacks" in "a series of bomb attacks and raids"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "conj", "dobj", "amod"):
            yield from _of_one_thing(child)
        elif child.lower_ in ("of", "in"):
            yield from (t for c in child.children if c.dep_ == "pobj" for t in _of_one_thing(c))

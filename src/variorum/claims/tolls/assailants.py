"""Who attacked, though the report only says "a man": whom a deed told of the same people makes an attacker.

The guide counts the attackers themselves among armed groups, however they are called: "police shot dead a man who had
stabbed worshippers", "two men armed with rifles were killed", "the device they were making went off".
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from variorum.annotate import groups as group_words
from variorum.claims.tolls import clauses
from variorum.models import GroupCategory


@cache
def _words(table: str) -> frozenset[str]:
    """A list of `data/assailants.toml`."""
    raw = tomllib.loads((files("variorum") / "data" / "assailants.toml").read_text("utf-8"))
    return frozenset(raw[table]["words"])


def attacked(noun: Token) -> bool:
    """Whether those whom a noun names are said to have attacked somebody, in the noun's own phrase ("who tried to stab
    an officer", "armed with rifles") or in what their verb tells of them ("was shot after he stormed the post")."""
    if not clauses.is_parsed(noun):
        return False
    return any(_is_deed(verb) for verb in _of_noun(noun)) or any(_is_deed(verb) for verb in _of_verb(noun))


def _of_noun(noun: Token) -> Iterator[Token]:
    """The verbs whose subject a noun is by its own phrase: "who stabbed", "carrying", "armed"."""
    for child in noun.rights:
        told = child.dep_ == "relcl" and any(w.lower_ in _WHO and w.i == noun.i + 1 for w in _subjects(child))
        doing = child.dep_ in ("acl", "amod") and (child.tag_ == "VBG" or child.lemma_.lower() in _SAID_OF)
        if doing and noun.dep_ == "dobj" and noun.head.tag_ == child.tag_ == "VBG":
            continue  # "killing 2 people injuring 7 others": who attacked did both
        if told or doing:
            yield from _with_joined(child)


def _of_verb(noun: Token) -> Iterator[Token]:
    """The verbs of the clauses that say when, or after what, something befell people: "after he attacked", "while
    planting", "the bomb they were carrying"."""
    verb = noun.head
    if noun.dep_ not in ("nsubjpass", "nsubj", "dobj") or verb.pos_ not in ("VERB", "AUX"):
        return
    they = frozenset(("he", "she")) if noun.tag_ in ("NN", "NNP") else frozenset(("they",))
    if noun.dep_ == "dobj" and _is_done_by_attackers(verb):
        return  # "the gunmen killed two men before they stormed the post"
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in _SINCE and noun.dep_ != "dobj":
            yield from (v for v in child.children if v.dep_ == "pcomp" and _has_object(v))
        if child.dep_ != "advcl" or _is_noun(child):
            continue
        if _has_subject(child, they) or (noun.dep_ != "dobj" and not _subjects(child)):
            yield from _with_joined(child)
        yield from (v for s in _subjects(child) for v in s.rights if v.dep_ == "relcl" and _has_subject(v, _ANY))


def _is_noun(word: Token) -> bool:
    """Whether what the parse takes for a clause is a noun for a deed: "were killed by Norvian shelling"."""
    told = any(c.dep_ in ("mark", "advmod", "dobj", "prt") for c in word.children)
    return word.tag_ == "VBG" and not told and word.doc[word.i - 1].tag_ in ("JJ", "NN", "NNP", "IN", "DT")


def _is_done_by_attackers(verb: Token) -> bool:
    """Whether who does a verb is an armed group, or nobody is said to."""
    known = [group_words.heads().get(doer.lower_) for doer in clauses.subjects_of(verb)]
    return not known or GroupCategory.ARMED_GROUP in known


_ANY = frozenset(("he", "she", "they"))
_SAID_OF = frozenset(("arm", "suspect"))
"""Verbs whose participle says of people that they attack: "armed with", "suspected of an attack"."""
_WHO = frozenset(("who", "that"))
_SINCE = frozenset(("after", "while", "before", "when", "for", "upon"))


def _subjects(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]


def _has_object(verb: Token) -> bool:
    """Whether a verb has one, so that it is no noun: "after attempting an attack", not "after shooting"."""
    return any(child.dep_ in ("dobj", "xcomp") for child in verb.children)


def _has_subject(verb: Token, words: frozenset[str]) -> bool:
    return any(child.lower_ in words for child in _subjects(verb))


def _with_joined(verb: Token) -> Iterator[Token]:
    """A verb, what is joined to it, and what is done meanwhile: "had crossed the fence carrying rifles"."""
    yield verb
    for child in verb.children:
        if child.dep_ in ("conj", "advcl") and not _subjects(child):
            yield from _with_joined(child)


def _is_deed(verb: Token) -> bool:
    """Whether a verb in the active tells of an attack, of the try of one, or of who comes to attack."""
    lemma = {"stag": "stage"}.get(verb.lemma_.lower(), verb.lemma_.lower())  # how the lemmatizer reads "staged"
    if lemma == "arm" and verb.tag_ == "VBN":
        return True
    if lemma == "suspect" and verb.tag_ == "VBN":
        told = (word for c in verb.children if c.dep_ == "prep" for word in c.subtree)
        return any(_names(word, "attacks") or _names(word, "weapons") for word in told)
    own = any(child.lower_ in _SELF for child in verb.children if child.dep_ == "dobj")
    if own or clauses.is_passive(verb) or _is_bare_participle(verb):
        return False
    if lemma in _words("tries"):
        return any(_is_deed(child) for child in verb.children if child.dep_ == "xcomp") or _acts_on(verb, "attacks")
    if lemma in _words("deeds"):
        return True
    if lemma == "run" and any(child.lower_ in ("over", "down") for child in verb.children):
        return True
    if lemma in _words("handling"):
        return _acts_on(verb, "weapons") or (verb.dep_ == "relcl" and _names(verb.head, "weapons"))
    return (lemma in _words("launching") and _acts_on(verb, "attacks")) or (lemma == "open" and _acts_on(verb, "fire"))


def _is_bare_participle(verb: Token) -> bool:
    """Whether a participle has no "have" before it, so that it tells what was done to people: "201 wounded", "found
    murdered"."""
    return verb.tag_ == "VBN" and verb.dep_ in _SIDE and not any(c.dep_ == "aux" for c in verb.children)


_SIDE = frozenset(("acl", "advcl", "xcomp", "oprd", "ccomp"))
_SELF = frozenset(("himself", "herself", "themselves"))


def _acts_on(verb: Token, table: str) -> bool:
    """Whether an object of a verb is one of the words of a table, or holds one: "a bag of explosives"."""
    return any(_names(word, table) for child in verb.children if child.dep_ == "dobj" for word in child.subtree)


def _names(token: Token, table: str) -> bool:
    return token.lower_ in _words(table) or token.lemma_.lower() in _words(table)

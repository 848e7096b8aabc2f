"""Whether a deed is told as done, only supposed, usual, or not done at all."""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from variorum.annotate.groups import is_person
from variorum.annotate.responsibility.lexicon import word_list
from variorum.annotate.responsibility.syntax import deeds_done

_HEDGES = frozenset({"suspected", "alleged", "presumed", "purported", "probable", "believed", "apparent", "supposed"})
_UNREAL = frozenset({"would", "will", "can", "should", "must", "shall"})
_PERHAPS = frozenset({"may", "might", "could"})
_DOUBTFUL = frozenset("allegedly presumably apparently probably possibly purportedly supposedly likely perhaps".split())
_SUPPOSING = frozenset("believe suspect think allege presume fear suppose assume appear seem speculate".split())
_DENIALS = frozenset({"deny", "reject", "refute", "dismiss", "disclaim", "disavow", "rebut"})
_USUAL = frozenset("often regularly frequently routinely repeatedly usually periodically occasionally".split())
_FREQUENT = frozenset({"frequent", "regular", "daily", "weekly", "constant", "repeated"})
_WEAPONS_IN_FLIGHT = frozenset("missile rocket drone projectile uav shell munition".split())


def unreal(token: Token) -> bool:
    """Whether the verb tells of no deed done: negated, denied, modal, an infinitive of purpose, "if"."""
    if _is_denied(token):
        return True
    if any(c.lower_ in ("whether", "if") for c in token.children if c.dep_ == "mark") and _is_open(token.head):
        return True
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    done = "have" in helpers
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "mark" and child.lower_ == "if"):
            return True
        if (
            child.dep_ == "aux"
            and child.text != "May"
            and (child.lower_ in _UNREAL or (child.lower_ in (_PERHAPS | {"to"}) and not done))
        ):
            return True
    head = token.head
    return token.dep_ in ("pcomp", "xcomp") and any(
        c.dep_ == "neg" for c in (*head.children, *head.head.children) if c.i < token.i
    )


def _is_denied(token: Token) -> bool:
    """Whether a verb hangs on a denial; "denied it and said that ..." denies nothing of what it says."""
    while token.head.i != token.i:
        joined, token = token.dep_ == "conj", token.head
        if not joined and token.lemma_.lower() in _DENIALS:
            return True
    return False


def _is_open(head: Token) -> bool:
    """ "not clear", "unclear", "unknown", of what follows with "whether"."""
    return head.lower_ in ("unclear", "unknown", "uncertain") or (
        head.lower_ in ("clear", "known", "certain", "say", "know")
        and any(c.dep_ == "neg" for t in (head, head.head) for c in t.children)
    )


def no_deed(token: Token) -> bool:
    """Whether a verb of deeds tells of none: missiles that are shot down, "more than 500 wounded"."""
    if any(c.dep_ == "dobj" and c.lemma_.lower() in _WEAPONS_IN_FLIGHT for c in token.children):
        return token.lemma_.lower() in ("down", "shoot", "destroy", "intercept", "hit", "strike", "neutralise")
    if token.tag_ in ("VBN", "VBD") and _suffered(token):
        return True
    if token.tag_ in ("VBN", "VBD") and token.i and token.nbor(-1).like_num and token.nbor(-1).dep_ != "npadvmod":
        return not any(c.dep_ in ("dobj", "auxpass", "nsubjpass") for c in token.children)
    return False


def _suffered(verb: Token) -> bool:
    """Whether a verb of harm without an object tells what befell its subject: "policeman shot dead", "a soldier
    critically wounded"."""
    if any(c.dep_ in ("dobj", "conj", "agent", "dative") or c.lower_ == "by" for c in verb.children):
        return False
    if verb.lemma_.lower() in ("wound", "injure"):
        return True
    at = verb.i + 1
    return verb.lower_ == "shot" and at < len(verb.doc) and verb.doc[at].lower_ == "dead" and not _has_people(verb, at)


def _has_people(verb: Token, at: int) -> bool:
    """Whether whom it befell follows "shot dead": "police shot dead two men"."""
    after = verb.doc[at + 1 : at + 2]
    return bool(after) and (after[0].pos_ in ("NOUN", "PROPN", "NUM", "DET", "ADJ", "PRON") or after[0].like_num)


def usual(token: Token) -> bool:
    """Whether the verb tells what is done again and again: "regularly launched", "carries out frequent attacks"."""
    around = (token, token.head) if token.dep_ in ("xcomp", "conj") else (token,)
    if any(c.lower_ in _USUAL for t in around for c in t.children):
        return True
    if token.dep_ == "xcomp" and token.head.lemma_.lower() in ("continue", "keep"):
        return True
    if any(c.lower_ in _FREQUENT for deed in deeds_done(token) for c in deed.children):
        return True
    return token.tag_ in ("VBZ", "VBP") and token.dep_ != "conj" and not _in_headline(token)


def _in_headline(token: Token) -> bool:
    """Whether a sentence is a headline, where the present tells of a single deed: it stands first, or has no end."""
    sent = token.sent
    return sent.start == 0 or sent[-1].text[-1:] not in '.!?"”'


def supposed(token: Token) -> bool:
    """Whether the deed is only supposed: "allegedly killed", "may have killed", "is thought to have killed"."""
    if any(c.dep_ == "advmod" and c.lower_ in _DOUBTFUL for c in token.children):
        return True
    if any(c.lower_ in _PERHAPS and c.text != "May" for c in token.children if c.dep_ == "aux"):
        return True
    if any(c.dep_ == "mark" and c.lower_ == "whether" for c in token.children):
        return True
    while token.dep_ in ("ccomp", "xcomp", "conj", "auxpass", "aux"):
        token = token.head
        if token.lemma_.lower() in _SUPPOSING:
            return True
    return False


def is_hedged(noun: Token) -> bool:
    """Whether a noun's own words only suppose who is meant: "alleged members of the 3rd Front of the ..."."""
    return any(child.lower_ in _HEDGES for child in noun.lefts)


def hedged(actor: DocSpan) -> bool:
    """Whether the words before a name only suppose it: "suspected members of", "believed to be from the"."""
    doc = actor.doc
    if actor.root.head.lower_ in word_list("source", "voices"):
        return False  # "a purported Taliban spokesman"
    if any(t.lower_ in _HEDGES for t in actor[:-1]) or actor[0].lower_ in _HEDGES:
        return True
    at = actor.start - 1
    while at >= max(0, actor.start - 8):
        token = doc[at]
        if token.lower_ in _HEDGES:
            return True
        if token.lower_ not in _between() and token.pos_ != "ADJ" and not is_person([token.lower_]):
            return False
        at -= 1
    return False


def _between() -> frozenset[str]:
    """What may stand between "suspected" and the name of a group."""
    return word_list("parts", "ties") | word_list("parts", "of") | word_list("parts", "between")

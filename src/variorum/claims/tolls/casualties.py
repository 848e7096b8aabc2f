"""Casualty words in their sentence: which part each plays, and whom the parse makes suffer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.extensions import words_of
from variorum.annotate.triggers import Trigger, triggers
from variorum.claims.tolls import clauses
from variorum.claims.tolls.lexicon import words

STATES = frozenset("dead wounded injured killed missing hurt captured".split())
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))


_MAY_KILL = words("verbs", "may_kill")


def told_in(sentence: Span) -> tuple[Trigger, ...]:
    """The casualty words of a sentence that hold, at their tokens in the Doc: "shot" not where "shot and killed"
    follows, nor as a noun; "lives" not as a verb."""
    doc, at = sentence.doc, sentence.start
    known = triggers(words_of(doc)[at : sentence.end])
    found = [replace(t, start=t.start + at, end=t.end + at) for t in known]
    return tuple(
        t
        for k, t in enumerate(found)
        if not (
            _is_superseded(doc, t, found[k + 1 :])
            or _is_cause(doc, t, found[:k])
            or _is_verb_live(doc, t)
            or doc[t.end : t.end + 2].text.lower() in ("-takers", "-taker", "-taking")
            or (doc[t.start].lower_ == "dead" and t.start > 0 and doc[t.start - 1].lemma_.lower() == "play")
            or is_sentence(doc, t.start)
            or _is_of_court(doc, t)
            or is_attempted(doc, t.start)
            or _is_natural(doc, t)
            or (doc[t.start].lower_ in _HUNG and doc[t.end : t.end + 1].text.lower() in _ABOUT)
            or (doc[t.start].lower_ == "shot" and doc[t.start + 1 : t.end + 1].text.lower() == "down")
        )
    )


_HUNG = words("verbs", "hang")
_ABOUT = words("verbs", "hung_about")
"""What stands behind "hung" where nobody is hanged: "hung out near a shop"."""


_AILMENTS = words("nouns", "ailment")
_NAMED_LATER = 5
"""Tokens behind "died" in which what somebody died of is named."""


def _is_natural(doc: Doc, trigger: Trigger) -> bool:
    """Whether nobody's deed is told of: "died of natural causes", "died of a heart attack"."""
    if "suffers" not in trigger.parts:
        return False
    after = doc[trigger.end : trigger.end + _NAMED_LATER]
    return after[:1].text.lower() in ("of", "from") and any(t.lower_ in _AILMENTS for t in after)


def is_attempted(doc: Doc, trigger: int) -> bool:
    """Whether a deed was only tried: "the attempted murders of five guards", "nearly killed his uncle"."""
    return trigger > 0 and doc[trigger - 1].lower_ in ("attempted", "nearly", "almost")


_PAPERS = frozenset("warrant warrants penalty row threat threats certificate certificates".split())
_TERMS = frozenset("life year years month months".split())
_IMPRISONED = words("verbs", "imprison")


def _is_of_court(doc: Doc, trigger: Trigger) -> bool:
    """Whether a casualty word tells of a paper or a punishment: "arrest warrants for three men", "death penalty",
    "jailed for life", "imprisoned for ten years"."""
    after = [t.lower_ for t in doc[trigger.end : trigger.end + 4]]
    if after[:1] != [] and after[0] in _PAPERS:
        return True
    return doc[trigger.start].lower_ in _IMPRISONED and after[:1] == ["for"] and not _TERMS.isdisjoint(after)


def _is_superseded(doc: Doc, trigger: Trigger, later: Sequence[Trigger]) -> bool:
    """Whether a word for what may kill is a noun, or goes on to say that it did: "shot five people dead"."""
    if trigger.outcome != "injured" or doc[trigger.start].lower_ not in _MAY_KILL:
        return False
    if doc[trigger.start].tag_ in ("NN", "NNS", "JJ") and not follows_people(doc, trigger.start):
        return True
    death = next((t for t in later if t.outcome == "killed" and t.start - trigger.end <= _NEAR), None)
    if death is None or "suffers" in death.parts:
        return False
    between = doc[trigger.end : death.start]
    if any(t.lower_ in ("before", "after", "until", "when") for t in between):
        return False  # "stabbed two people before he was shot dead"
    return between.text == "," or not any(t.text in (",", ";") for t in between)


_NEAR = 6
"""Tokens between "shot" and "dead" in "shot five people dead", at most."""


_INJURIES = frozenset("injury injuries wound wounds".split())


def _is_cause(doc: Doc, trigger: Trigger, earlier: Sequence[Trigger]) -> bool:
    """Whether injuries are what somebody died of: "succumbed to his injuries"."""
    if doc[trigger.start].lower_ not in _INJURIES or not earlier or "suffers" not in earlier[-1].parts:
        return False
    between = doc[earlier[-1].end : trigger.start]
    told = earlier[-1].outcome == "killed" and between.text[:3] in ("to ", "of ", "fro")
    return told and len(between) <= _NEAR and not any(t.text == "," or t.tag_.startswith("V") for t in between)


def follows_people(doc: Doc, at: int) -> bool:
    """Whether "shot" says what happened to those right before it, though the tagger takes it for a noun: "Four shot in
    Omaha", "Woman fatally shot"; not "one shot was fired".
    """
    if doc[at].lower_ != "shot" or (at + 1 < len(doc) and doc[at + 1].tag_ in NOUN_TAGS):
        return False
    before = at - 1
    while before >= 0 and doc[before].tag_ == "RB":
        before -= 1
    if before < 0:
        return False
    word = doc[before].lower_
    counted = (doc[before].like_num and word not in ("one", "1")) or word in ("dozens", "several")
    return counted or word in group_words.heads()


def _is_verb_live(doc: Doc, trigger: Trigger) -> bool:
    if doc[trigger.start].lower_ not in ("life", "lives"):
        return False
    return doc[trigger.start].tag_.startswith("V") or doc[min(trigger.end, len(doc) - 1)].text == "-"


_PASSED = words("verbs", "sentence")


def is_sentence(doc: Doc, trigger: int) -> bool:
    """Whether a death is a court's sentence and not yet carried out: "sentenced four men to death"."""
    if doc[trigger].lower_ != "death" or trigger < 2:
        return False
    before = doc[max(0, trigger - _SENTENCED) : trigger]
    return before[-1].lower_ == "to" and any(t.lower_ in _PASSED for t in before)


_SENTENCED = 10
"""Tokens between "sentenced" and "to death", at most."""


def victims(doc: Doc, trigger: Trigger) -> Iterator[Token]:
    """Heads of the noun phrases that the parse says suffer a casualty word."""
    token = _head_of(doc, trigger)
    if not clauses.is_parsed(token):
        return
    yield from _included(token)
    yield from _named_behind(token)
    part = part_of_speech(doc, trigger)
    if part in ("suffers", "verb"):
        yield from clauses.met_the_same(token)
    if part == "suffers":
        yield from clauses.sufferers_of(token)
    elif part == "verb":
        yield from _of_verb(token, trigger)
    elif part == "noun":
        yield from _of_noun(token)
        if trigger.outcome != "killed_or_injured":
            yield token
    else:
        yield from _described(token)


def _of_verb(verb: Token, trigger: Trigger) -> Iterator[Token]:
    yield from clauses.victims_of(verb)
    if "state" in trigger.parts and verb.dep_ == "acomp":
        yield from _described(verb)
    if verb.lower_ in _BOARDED:
        yield from _aboard(verb)


def _of_noun(noun: Token) -> Iterator[Token]:
    """Those of whom a casualty noun tells: "the death of a nurse"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from clauses.joined(inner)


def _head_of(doc: Doc, trigger: Trigger) -> Token:
    """The word that a casualty phrase hangs on: the "shooting" of "fatal shooting"; mostly its first."""
    first, last = doc[trigger.start], doc[trigger.end - 1]
    return last if first.head == last and first.dep_ in ("amod", "compound") else first


def _included(token: Token) -> Iterator[Token]:
    """Whom a list names: "the dead included four women and six children", "those killed include"."""
    subject = token.head if token.dep_ in ("acl", "relcl") else token
    if subject.dep_ == "nsubj" and subject.head.lower_ in ("include", "included", "includes", "comprise", "comprised"):
        for child in subject.head.children:
            if child.dep_ == "dobj":
                yield from clauses.joined(child)


_BOARDED = words("verbs", "board")


def _aboard(verb: Token) -> Iterator[Token]:
    """Who is taken with a ship or a bus: "hijacked a tanker with 21 sailors on board", "seized a bus carrying nuns"."""
    for thing in (c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")):
        for word in (*thing.rights, *(c for c in verb.rights if c.dep_ == "prep")):
            if word.lower_ in ("with", "carrying"):
                yield from (v for c in word.children if c.dep_ in ("pobj", "dobj") for v in clauses.joined(c))


def _named_behind(token: Token) -> Iterator[Token]:
    """Whom "were" names: "killed were two farmers and a cook", "those killed were four soldiers"."""
    yield from _inverted(token)
    be = token if token.dep_ == "ROOT" else token.head.head if token.i > token.head.i else token.head
    opens = token.i - token.sent.start < _OPENING and be.i + 1 < len(token.doc)
    if opens and (be.lower_ in _WERE or (be.i == token.i and be.nbor(1).lower_ in _WERE)):
        named = [c for b in (be, be.nbor(1)) for c in b.children if c.dep_ == "attr"]
        yield from (v for c in named for v in clauses.joined(c))


def _inverted(token: Token) -> Iterator[Token]:
    """Who stands behind "was": "also killed in the raid was a commander"."""
    if token.tag_ != "VBN" or token.i - token.sent.start > 2:
        return
    for be in (c for c in token.rights if c.lower_ in _WERE):
        told = (c for holder in (be, token) for c in holder.rights if c.i > be.i and c.dep_ in ("attr", "nsubjpass"))
        yield from (v for c in told for v in clauses.joined(c))


_OPENING = 8
"""Tokens of an opening that names nobody yet: "he said the others slain were"."""
_WERE = frozenset("were was are is".split())


def part_of_speech(doc: Doc, trigger: Trigger) -> str:
    """The part that a casualty word plays here, of those that it can play."""
    token, parts = doc[trigger.start], trigger.parts
    if len(parts) == 1:
        return next(iter(parts))
    if token.tag_.startswith("V") or _opens_headline_object(token):
        wanted = ("verb", "suffers", "state", "noun")
    elif token.tag_ in NOUN_TAGS:
        wanted = ("noun", "state", "verb", "suffers")
    else:
        wanted = ("state", "verb", "noun", "suffers")
    return next(p for p in wanted if p in parts)


def _opens_headline_object(token: Token) -> bool:
    """Whether a headline's "wounds" is the verb, though the tagger takes it for a noun: "Shooting wounds four boys"."""
    if token.lower_ != "wounds" or token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    after, before = token.nbor(1), token.nbor(-1)
    return (after.like_num or after.lower_ in ("dozens", "several", "a", "at")) and before.tag_ in NOUN_TAGS


def _described(token: Token) -> Iterator[Token]:
    """Whom an adjective describes: "five dead", "left five dead", "five people were dead"."""
    if token.dep_ in ("acomp", "oprd") and token.head.dep_ == "conj":
        yield from (v for c in clauses.subjects_of(token.head) if c.head != token.head for v in clauses.joined(c))
    if token.dep_ in ("amod", "acl") or (token.dep_ == "prep" and token.head.tag_ in NOUN_TAGS):
        yield from clauses.joined(token.head)
    elif token.dep_ == "prep" and token.head.lemma_.lower() in _LIE:
        yield from (v for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass") for v in clauses.joined(c))
    elif token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp"):
        own = [c for c in (*token.head.children, *token.children) if c.dep_ in _HOLDERS and c.i < token.i]
        left = token.head.lemma_ == "leave" and any(c.i > token.head.i for c in own)
        for child in own:
            if not left or child.i > token.head.i:  # "a row left one of them dead": not the row
                yield from clauses.joined(child)


_HOLDERS = frozenset(("nsubj", "nsubjpass", "dobj"))
_LIE = words("verbs", "lie")
"""Verbs of those who are in a state: "a boy remains in a critical condition"."""

MEANT = words("verbs", "mean")
"""What somebody does who has not done it yet: "vowed to kill ten judges"."""
_FREED = words("verbs", "free")
_HELD = frozenset("hostage hostages captive captives prisoner prisoners abductee abductees detainee detainees".split())

_FREE = _FREED | {"escape", "survive"}


def is_freed(person: Token) -> bool:
    """Whether those counted came free: "thirty were taken hostage and six were later freed"."""
    verb = person.head
    if person.dep_ not in ("nsubj", "nsubjpass", "dobj") or verb.lemma_.lower() not in _FREE:
        return False
    if person.lower_ in group_words.role("bodies"):
        return False  # "recovered 12 bodies"
    return not any(c.dep_ == "conj" for c in verb.children)  # "were rescued but later died"


_NOT_YET = frozenset("will would to could should 'll must shall".split())


def happened(doc: Doc, trigger: Trigger) -> bool:
    """Whether what a casualty word says took place: "will be evacuated" is a plan, "vowed to kill" a threat."""
    if is_meant(doc[trigger.start]) or _is_prevented(doc[trigger.start]):
        return False
    if trigger.outcome != "missing" and is_denied(doc[trigger.start]):
        return False  # who has not been heard from is missing
    if _is_of_illness(doc[trigger.start]) or _is_threat(doc[trigger.start]):
        return False
    if trigger.outcome not in ("displaced", "captured"):
        return True
    verb = doc[trigger.start]
    if verb.lower_ in _HELD:
        return not (verb.dep_ in ("dobj", "nsubjpass") and verb.head.lemma_.lower() in _FREED)
    if verb.dep_ == "xcomp" and verb.head.lower_ in clauses.DRIVEN:
        verb = verb.head  # "were forced to flee"
    return not any(c.dep_ == "aux" and c.lower_ in _NOT_YET for c in verb.children)


_HARMS = frozenset("injury injuries wound wounds burn burns shock fracture fractures gunshot shrapnel".split())


def _is_of_illness(verb: Token) -> bool:
    """Whether people suffer from what no violence did: "two hostages who suffer from asthma"."""
    after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 7]]
    return verb.lemma_.lower() == "suffer" and after[:1] == ["from"] and _HARMS.isdisjoint(after)


def _is_threat(noun: Token) -> bool:
    """Whether lives are only in danger, or saved: "threatening the lives of many"."""
    if noun.lower_ not in ("life", "lives") or noun.dep_ != "dobj":
        return False
    return noun.head.lemma_.lower() in words("verbs", "spare")


def is_denied(verb: Token) -> bool:
    """Whether those named came to no harm: "the 19 residents were not injured"."""
    if not (clauses.is_passive(verb) or verb.dep_ == "acomp"):
        return False
    place = verb.head if verb.dep_ == "acomp" else verb
    negation = next((c for c in place.children if c.dep_ == "neg"), None)
    return negation is not None and negation.nbor(1).lower_ not in ("only", "just", "merely")


def is_meant(verb: Token) -> bool:
    """Whether a casualty word is what somebody only means to do."""
    if verb.tag_ != "VB" or not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        return False
    return verb.dep_ in ("xcomp", "acl") and verb.head.lemma_.lower() in MEANT


def _is_prevented(verb: Token) -> bool:
    """Whether somebody asks that it may not come to it: "please don't let my baby die"."""
    return verb.tag_ == "VB" and verb.head.lemma_ == "let" and any(c.dep_ == "neg" for c in verb.head.children)


_SOUGHT = frozenset(
    "look looking looked search searching searched hunt hunting seek seeks seeking sought want wants wanted identify "
    "question questioned".split()
)
_DEATHS = frozenset("death deaths killing killings slaying slayings murder murders homicide shooting stabbing".split())


def is_suspected(doc: Doc, start: int, last: int) -> bool:
    """Whether those counted are sought for a death: "police look for two in the shooting death of a baker"."""
    sought = any(t.lower_ in _SOUGHT for t in doc[max(0, start - 4) : start])
    return (
        sought
        and doc[last + 1 : last + 2].text.lower() == "in"
        and any(t.lower_ in _DEATHS for t in doc[last + 2 : last + 6])
    )


_FATAL = frozenset(("fatal", "deadly"))
_DEED = 5
"""Tokens from people, or from the word for a deed, to the "fatal" that goes with it, at most."""


def is_only_involved(doc: Doc, start: int, last: int) -> bool:
    """Whether people were hit in a deed that somebody died of: "the five victims of a deadly shooting", "a fatal
    shooting involving two teenagers"; not "the fatal shooting of two"."""
    after = [t.lower_ for t in doc[last + 1 : last + 2 + _DEED]]
    after = after[after[:1] == ["involved"] :]
    if after[:1] in (["in"], ["of"]) and after[1:2] in (["a"], ["the"]) and not _FATAL.isdisjoint(after):
        return "victims" in doc[start : last + 1].text.lower() or doc[last + 1].lower_ == "involved"
    before = [t.lower_ for t in doc[max(0, start - _DEED) : start]]
    return before[-1:] == ["involving"] and not _FATAL.isdisjoint(before)


def is_prosecuted(person: Token) -> bool:
    """Whether people are before a court: "convicted two guards", "two men charged in the death of a baker"."""
    while person.dep_ == "conj":
        person = person.head
    verbs = [person.head] if person.dep_ in ("dobj", "nsubjpass") else []
    verbs += [child for child in person.children if child.dep_ == "acl" and child.tag_ == "VBN"]
    return any(verb.lemma_.lower() in words("verbs", "prosecute") for verb in verbs)

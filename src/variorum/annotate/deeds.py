"""Which words tell of one violent incident, with or without victims: a deed told as a fact, of one time and place.

"A bomb went off outside the bank" and "the kidnapping of the mayor" are deeds; "they threatened to bomb the bank", "a
country torn by bombings" and "attacks are frequent there" are none. Words are data (`data/deeds.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from spacy.tokens import Span, Token

from variorum.annotate import groups
from variorum.annotate.events.cues import read_cues
from variorum.annotate.extensions import words_of
from variorum.annotate.inflection import noun_forms, verb_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A word that tells of an incident.

    token: where it stands; hit: the head of what it is done to, None where that is not said; known: whether it is told
    of as one that the reader knows ("the attack").
    """

    token: int
    hit: int | None
    known: bool


@cache
def lexicon() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files("variorum") / "data" / "deeds.toml").read_text("utf-8"))


@cache
def _verbs(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(form for word in lexicon()[table][key] for form in (*verb_forms(word), *_PAST.get(word, ())))


@cache
def _nouns(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(form for word in lexicon()[table][key] for form in noun_forms(word))


@cache
def _unreal(key: str) -> frozenset[str]:
    return frozenset(lexicon()["unreal"][key])


_PAST = {
    "strike": ("struck",),
    "set": ("set", "setting"),
    "throw": ("threw", "thrown"),
    "go": ("went", "gone"),
    "fight": ("fought",),
    "overrun": ("overran",),
    "hit": ("hitting",),
    "fall": ("fell", "fallen"),
    "retake": ("retook", "retaken"),
    "rip": ("ripped",),
    "lob": ("lobbed",),
    "rob": ("robbed", "robbing"),
    "find": ("found",),
    "plant": (),
    "level": ("levelled", "levelling"),
}


@cache
def _first_words() -> frozenset[str]:
    return _verbs("verbs") | _nouns("nouns") | _nouns("nouns", "attempts")


def may_tell_deed(words: Sequence[str]) -> bool:
    """Whether a sentence (lower-case words) has a word for an incident at all."""
    happens = not _verbs("happenings").isdisjoint(words) and not _nouns("weapons").isdisjoint(words)
    happens = happens or (not _verbs("findings").isdisjoint(words) and not _nouns("bombs").isdisjoint(words))
    happens = happens or ("set" in words and "fire" in words)
    return happens or not _first_words().isdisjoint(words)


def deeds_in(sentence: Span) -> Iterator[Deed]:
    """The deeds of a parsed sentence in text order."""
    words = words_of(sentence.doc)[sentence.start : sentence.end]
    line = " ".join(words)
    if not may_tell_deed(words) or any(phrase in line for phrase in lexicon()["unreal"]["many"]):
        return
    for token in sentence:
        deed = _of_verb(token) or _of_noun(token)
        if deed is not None:
            yield deed


# ---- verbs ---------------------------------------------------------------------------------------


def _of_verb(verb: Token) -> Deed | None:
    if not verb.dep or not (_is_means(verb) or (verb.tag_ in _FINITE and _is_told_as_fact(verb))):
        return None
    hit = next(chain(_suffering(verb), _shot_at(verb)), None)
    if hit is not None and (verb.lower_ in _verbs("verbs") or _sets_on_fire(verb)) and _is_done_to(verb, hit):
        return Deed(token=verb.i, hit=hit.i, known=False)
    if verb.lower_ in _verbs("happenings") or verb.lower_ in _verbs("findings"):
        arms = "weapons" if verb.lower_ in _verbs("happenings") else "bombs"
        weapon = next((t for t in (*_subjects(verb), *_suffering(verb)) if t.lower_ in _nouns(arms)), None)
        if weapon is not None and not _is_known(weapon) and (not _is_bare_plural(weapon) or _is_placed(verb)):
            aim = next(_aims(verb, weapon), None)
            return Deed(token=verb.i, hit=None if aim is None else aim.i, known=False)
    return None


_FINITE = ("VBD", "VBN", "VBZ", "VBP")
_DOING = frozenset(("used", "began", "managed", "proceeded", "started"))


def _is_means(verb: Token) -> bool:
    """Whether it is what somebody did by another verb: "used mortars to attack the palace"."""
    head = verb.head
    return bool(
        verb.tag_ == "VB"
        and verb.dep_ == "xcomp"
        and head.lower_ in _DOING
        and head.tag_ == "VBD"
        and _is_told_as_fact(head)
    )


_SHOOTING = frozenset(("shoot", "fire", "shot", "shooting", "fired", "firing"))


def _shot_at(verb: Token) -> Iterator[Token]:
    """What was shot at: "someone fired at the car"."""
    if verb.lower_ in _SHOOTING:
        yield from (
            inner for c in verb.children if c.lower_ in ("at", "on") for inner in c.children if inner.dep_ == "pobj"
        )


def _sets_on_fire(verb: Token) -> bool:
    """Whether it is "set a truck on fire"; the parser may hang the fire on the truck."""
    return verb.lower_ == "set" and any(
        t.lower_ == "on" and t.nbor().lower_ == "fire" for t in verb.subtree if t.i + 1 < len(verb.doc)
    )


_AT = frozenset("at on to against outside near inside in under".split())


def _aims(verb: Token, weapon: Token) -> Iterator[Token]:
    """What a weapon was thrown at, or went off in: no place of the gazetteer, no time."""
    for prep in (*verb.children, *weapon.children):
        if prep.dep_ == "prep" and prep.lower_ in _AT:
            yield from (t for t in prep.children if t.dep_ == "pobj" and _is_thing(t))


def _is_thing(noun: Token) -> bool:
    spans = (s for layer in ("places", "dates") for s in noun.doc.spans.get(layer, ()))
    return noun.pos_ in ("NOUN", "PROPN") and not any(s.start <= noun.i < s.end for s in spans)


def _is_done_to(verb: Token, hit: Token) -> bool:
    """Whether a verb of violence tells of an incident by what it is done to."""
    if _is_habit(verb, hit) or not (_is_somebody_or_something(hit) or _are_many_at_a_place(verb, hit)):
        return False
    return (
        _sets_on_fire(verb)
        or verb.lower_ not in _verbs("verbs", "loose")
        or (_is_armed(verb) and _is_object_of_war(hit))
    )


def _are_many_at_a_place(verb: Token, hit: Token) -> bool:
    """Whether things without a number were hit, but at a place that stands right with the verb: "attacked police posts
    in Ambo"."""
    if not _is_bare_plural(hit) or hit.lower_ in _nouns("general"):
        return False
    places = [s for s in verb.doc.spans.get("places", ()) if str(s._.place_kind) not in _WIDE]
    inner = (t for prep in (*verb.children, *hit.children) if prep.lower_ in _AT for t in prep.children)
    return any(s.start <= t.i < s.end for t in inner for s in places)


_WIDE = frozenset(("country", "continent", "region", "natural"))
_OBJECTS = ("dobj", "nsubjpass")


def _suffering(verb: Token) -> Iterator[Token]:
    """What a verb is done to."""
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    for child in verb.children:
        if child.dep_ in _OBJECTS and (child.dep_ == "nsubjpass") == passive:
            yield verb.head if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else child
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and not passive:
        yield verb.head


def _is_habit(verb: Token, hit: Token) -> bool:
    """Whether many are said to have been hit over time: "has murdered priests and students"."""
    perfect = any(c.lower_ in ("has", "have", "'ve") and c.dep_ in ("aux", "auxpass") for c in verb.children)
    return perfect and hit.tag_ in ("NNS", "NNPS") and not _is_placed(verb)


def _subjects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield child
        elif child.dep_ == "agent":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


def _is_told_as_fact(verb: Token) -> bool:
    """Whether what a verb says took place: no plan, threat, condition, denial or habit."""
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "aux" and (child.tag_ == "MD" or word == "to")):
            return False
        if word in _unreal("often") or (child.dep_ == "mark" and word in _unreal("conditions")):
            return False
    if verb.tag_ in ("VBZ", "VBP") and not _in_headline(verb):
        return False
    passive_now = verb.tag_ == "VBN" and any(
        c.dep_ == "auxpass" and c.lower_ in ("is", "are", "be") for c in verb.children
    )
    return not passive_now and not _hangs_on_the_unreal(verb)


_CHAIN = frozenset("ccomp xcomp acl advcl dobj pobj prep pcomp conj relcl nsubjpass".split())
_HIGHEST = 5


def _hangs_on_the_unreal(token: Token) -> bool:
    """Whether a word stands under one of fear, plan, denial or hindrance: "to prevent an attack"."""
    for _ in range(_HIGHEST):
        if token.dep_ not in _CHAIN or token.head.i == token.i:
            return False
        joined, token = token.dep_ == "conj", token.head
        if joined:
            continue
        if token.lemma_.lower() in _unreal("over"):
            return True
        if any(c.dep_ == "mark" and c.lower_ in _unreal("conditions") for c in token.children):
            return True
    return False


_HEADLINE = 18


def _in_headline(verb: Token) -> bool:
    """Whether a sentence is a headline, whose present tells of what is past."""
    sentence = [t for t in verb.sent if not t.is_space]
    return len(sentence) <= _HEADLINE and sentence[-1].text not in (".", "!", "?", '"', "”", ":")


def _is_somebody_or_something(noun: Token) -> bool:
    """Whether what was hit is told of as such: no pronoun, no bare plural, nothing that is attacked only in a manner of
    speaking."""
    if noun.pos_ not in ("NOUN", "PROPN", "NUM") or noun.lower_ in _nouns("general"):
        return False
    return not _is_bare_plural(noun)


def _is_bare_plural(noun: Token) -> bool:
    if any(t.pos_ == "PROPN" and t.dep_ in ("appos", "nmod") for t in noun.rights):
        return False  # "brothers Juan and Luis Ortiz"
    return noun.tag_ == "NNS" and not any(t.dep_ in ("det", "nummod", "poss") or t.tag_ == "NNP" for t in noun.lefts)


def _is_armed(verb: Token) -> bool:
    """Whether a weapon, armed people or a force did it."""
    if any(c.dep_ == "prt" and c.lower_ == "up" for c in verb.children) and verb.lower_ in _BLOWN:
        return True
    for doer in _subjects(verb):
        if doer.lower_ in _nouns("weapons") or doer.lower_ in _nouns("nouns") or _names_force(doer):
            return True
    tools = (i for c in verb.children if c.dep_ == "prep" and c.lower_ == "with" for i in c.children)
    return any(tool.lower_ in _nouns("weapons") for tool in tools)


_BLOWN = frozenset(("blow", "blew", "blown", "blowing", "blows"))
_FORCES = frozenset(("military", "police", "security", "armed_group"))


def _names_force(noun: Token) -> bool:
    if str(groups.heads().get(noun.lower_)) in _FORCES:
        return True
    return any(s.start <= noun.i < s.end for s in noun.doc.spans.get("actors", ()))


def _is_object_of_war(noun: Token) -> bool:
    """Whether what was taken or hit is a place, a force, a building or a vehicle: no weapons, no drugs."""
    doc = noun.doc
    if any(s.start <= noun.i < s.end for layer in ("places", "actors") for s in doc.spans.get(layer, ())):
        return True
    phrase = doc[noun.left_edge.i : noun.i + 1].text
    return any(hit.cue.target for hit in read_cues(phrase)) or noun.lower_ in _nouns("objects")


# ---- nouns ---------------------------------------------------------------------------------------


_TARGETED = frozenset("of on against at upon in near outside to inside".split())


def _of_noun(noun: Token) -> Deed | None:
    if noun.pos_ not in ("NOUN", "PROPN") or not noun.dep:
        return None
    if noun.lower_ in _nouns("nouns", "attempts"):
        return _of_attempt(noun)
    if noun.lower_ not in _nouns("nouns"):
        return None
    if noun.dep_ in ("compound", "amod", "nmod") and noun.head.pos_ in ("NOUN", "PROPN"):
        return None  # "attack helicopters", "the murder case"
    before = {t.lower_ for t in noun.lefts}
    if not before.isdisjoint(_unreal("before")) or _hangs_on_the_unreal(noun):
        return None
    if noun.tag_ in ("NNS", "NNPS") and not any(t.dep_ == "nummod" for t in noun.lefts):
        return None
    hit = next(_told_victims(noun), None)
    if noun.lower_ in _nouns("nouns", "loose_nouns") and not _is_armed_deed(noun, hit):
        return None
    known = _is_known(noun)
    if hit is None and known:
        return None
    if hit is None and not _is_placed(noun):
        return None
    return Deed(token=noun.i, hit=None if hit is None else hit.i, known=known)


def _of_attempt(noun: Token) -> Deed | None:
    """An attempt on somebody's life, which may hang on its verb: "an attempt was made on the life of the judge"."""
    passive = noun.dep_ == "nsubjpass"
    beside = (c for over in ((noun, noun.head) if passive else (noun,)) for c in over.children if c.lower_ == "on")
    life = next((inner for prep in beside for inner in prep.children if inner.lower_ in ("life", "lives")), None)
    if life is None or _hangs_on_the_unreal(noun):
        return None
    victim = next((i for c in life.children if c.lower_ == "of" for i in c.children if i.dep_ == "pobj"), None)
    return Deed(token=noun.i, hit=None if victim is None else victim.i, known=_is_known(noun))


def _is_known(noun: Token) -> bool:
    return any(t.lower_ in ("the", "this", "that", "these", "those", "its", "their", "his", "her") for t in noun.lefts)


def _told_victims(noun: Token) -> Iterator[Token]:
    """What a noun for a deed says that it was done to: "of the mayor", "against the bank", "the mayor's"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "on", "against", "upon"):
            for inner in child.children:
                if inner.dep_ == "pobj" and _is_somebody_or_something(inner) and not _is_time(inner):
                    yield inner
        elif child.dep_ == "poss" and child.tag_ == "NNP":
            yield child


def _is_time(noun: Token) -> bool:
    return any(s.start <= noun.i < s.end for s in noun.doc.spans.get("dates", ()))


_ARMED_WORDS = frozenset(
    "bomb air terrorist armed rebel guerrilla militant suicide rocket mortar grenade drone missile gun arson dynamite "
    "artillery military army deadly bloody knife machete acid commando mob predawn bombing".split()
)


def _is_armed_deed(noun: Token, hit: Token | None) -> bool:
    """Whether an attack, a raid or a strike is one with arms."""
    words = {t.lower_ for t in noun.lefts}
    if not words.isdisjoint(_ARMED_WORDS) or (hit is not None and noun.lower_ != "strike"):
        return True
    return any(c.dep_ in ("agent", "prep") and c.lower_ == "by" for c in noun.children)


def _is_placed(noun: Token) -> bool:
    """Whether the sentence says when or where a deed was, right with it."""
    sentence = noun.sent
    for layer in ("dates", "places"):
        for span in noun.doc.spans.get(layer, ()):
            if sentence.start <= span.start < sentence.end and -4 <= span.start - noun.i <= 14:
                return True
    return False

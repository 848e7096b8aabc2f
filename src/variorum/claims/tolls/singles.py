"""One person who is counted without a number: "a soldier", "another", "a third victim"; and "a double homicide"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger
from variorum.claims.tolls.casualties import victims
from variorum.claims.tolls.counts import SPANS_OF_LIFE, TOLL_WORDS, Count, is_listed, names_person
from variorum.values import CountRange


def singles_in(doc: Doc, sentence: Span, found: Sequence[Trigger]) -> Iterator[Count]:
    """One person named by a noun, where a victim of a casualty word or a part is meant: "a soldier", "a third
    victim"."""
    taken = {i for s in doc.spans.get("quantities", []) for i in range(s.start, s.end)}
    taken |= {i for t in found for i in range(t.start, t.end)}
    for i in sorted(_suffering(doc, sentence, found) - taken):
        token = doc[i]
        if not sentence.start <= i < sentence.end or not _names_one_person(token):
            continue
        first = _opening(token, sentence)
        if first is None or first.i in taken:
            continue
        end = first.i + 1
        if i >= end and end < len(doc) and doc[end].lower_ in number_words()["ordinals"]:
            end += 1
        another = first.lower_ == "another"
        noun = None if token.lower_ == "another" or _is_one_more(token) else i
        yield Count(
            start=first.i,
            end=end,
            number=end - 1,
            count=CountRange.exactly(1),
            additional=another,
            noun=noun,
            single=True,
        )


def _suffering(doc: Doc, sentence: Span, found: Sequence[Trigger]) -> set[int]:
    """The nouns that suffer a casualty word of the sentence, or are named after "including" or in a list."""
    nouns = {v.i for t in found for v in victims(doc, t)}
    nouns |= {noun for t in found if (noun := _noun_before(doc, t, sentence)) is not None}
    nouns |= {c.i for t in sentence if t.lower_ == "among" for c in t.head.children if c.dep_ == "nsubj"}
    for cue in (t.i for t in sentence if t.lower_ == "including" or t.text in (":", "-", "–", "—")):
        nouns |= {t.i for t in doc[cue : min(sentence.end, cue + 14)] if names_person(t)}
    if sentence[0].lower_ == "among" or sentence[:2].text.lower() == "the victims":
        be = next((t.i for t in sentence if t.lower_ in _SAY_WHO), sentence.end)
        nouns |= {t.i for t in doc[be : min(sentence.end, be + 14)] if names_person(t)}
    return nouns


_SAY_WHO = frozenset("was were is are include included".split())


def _noun_before(doc: Doc, trigger: Trigger, sentence: Span) -> int | None:
    """The noun for people that a headline puts right before a casualty word: "Woman fatally shot in parked car"; not
    "Gunman kills three"."""
    if _is_active(doc[trigger.start], trigger):
        return None
    at = trigger.start - 1
    while at > sentence.start and (doc[at].tag_ == "RB" or doc[at].text == "," or doc[at].lower_ in ("shot", "found")):
        at -= 1
    return at if at >= sentence.start and names_person(doc[at]) else None


def _is_active(word: Token, trigger: Trigger) -> bool:
    """Whether a casualty word has the form of those who do it: "gunman kills", "officers kill"."""
    does = word.lower_.endswith("s") or word.lower_ in _DO
    return does and "verb" in trigger.parts and trigger.parts.isdisjoint(("suffers", "state"))


_DO = frozenset("kill murder slay shoot wound injure stab behead assassinate massacre".split())


def _names_one_person(token: Token) -> bool:
    if token.doc[token.i : token.i + 3].text.lower() == "person of interest":
        return False
    if token.tag_ in ("NNS", "NNPS") and not any(c.lower_ in ("a", "an") for c in token.lefts):
        return False
    if token.dep_ == "appos" and not is_listed(token):
        return False  # "John Smith, a baker": already named
    if token.lower_ == "another" or _is_one_more(token):
        return True
    if token.lower_ in group_words.role("many at once"):
        return False
    counted = any(t.dep_ == "nummod" for t in token.lefts)
    return _is_person(token) and token.lower_ not in TOLL_WORDS and not counted


def _is_one_more(token: Token) -> bool:
    """ "Four died at the scene and a fifth in hospital"; not "a fifth of them"."""
    ordinal = token.lower_ in number_words()["ordinals"] and token.nbor(-1).lower_ == "a" if token.i else False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return ordinal and (after is None or (after.lower_ != "of" and not after.tag_.startswith(("N", "J"))))


_PROFESSIONS = ("ist", "ian", "eer", "smith", "wright", "keeper", "maker", "driver", "worker", "owner")


def _is_person(token: Token) -> bool:
    """Whether a noun is listed as one for people, or made like the names of professions ("anaesthetist")."""
    word = token.lower_
    return names_person(token) or (token.tag_ == "NN" and len(word) > 6 and word.endswith(_PROFESSIONS))


def _opening(token: Token, sentence: Span) -> Token | None:
    """The word that counts the one person: the article, "another" itself, or in a headline the bare noun."""
    if token.lower_ == "another":
        return token
    if _is_paired(token):
        return token
    if _is_bare(token, sentence):
        before = doc[token.i - 1] if (doc := token.doc) and token.i > sentence.start else token
        return before if before.lower_ in number_words()["ordinals"] else token
    return next((t for t in token.lefts if t.lower_ in ("a", "an", "another", "one")), None)


_KIN = frozenset(
    "man woman boy girl child mother father son daughter husband wife brother sister teenager teen infant baby "
    "toddler".split()
)


def _is_paired(noun: Token) -> bool:
    """Whether a noun shares the article of one before it: "a man and woman", "a mother, son and 3-year-old girl"."""
    first = noun.head
    while first.dep_ == "conj" and first.head.lower_ in _KIN:
        first = first.head
    return (
        noun.dep_ == "conj"
        and {noun.lower_, first.lower_} <= _KIN
        and any(c.lower_ in ("a", "an", "one") for c in first.lefts)
        and not any(c.dep_ in ("det", "poss", "nummod") for c in noun.lefts)
    )


_HEADLINE_WORDS = 18


def _is_bare(noun: Token, sentence: Span) -> bool:
    """Whether a headline names one person without an article: "Soldier killed in raid", "Man arrested after blast"."""
    words = [t for t in sentence if not t.is_space]
    if len(words) > _HEADLINE_WORDS or noun.tag_ not in ("NN", "NNP"):
        return False
    if words[-1].text in (".", "!", "?", '"', "”") and not _is_title(sentence):
        return False
    return not any(t.dep_ in ("det", "poss", "nummod") for t in noun.lefts) and (
        _phrase_start(noun) - sentence.start <= 3 or _is_hit(noun)
    )


def _is_hit(noun: Token) -> bool:
    """Whether a noun says in a headline whom a deed was done to: "shooting that killed teen", "the death of boy"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        return noun.head.head.lower_ in _DEATHS
    return noun.dep_ == "dobj"


_DEATHS = frozenset("death killing murder slaying shooting stabbing assassination".split())


def _is_title(sentence: Span) -> bool:
    """Whether a sentence is the first line of a report, which some agencies end with a full stop."""
    behind = sentence.doc[sentence.end - 1 : sentence.end + 1].text
    return sentence.start == 0 and "\n\n" in behind


def _phrase_start(noun: Token) -> int:
    """Where the noun phrase of a headline begins, an age before the noun included: "Five-year-old girl"."""
    start = noun.i
    while start > 0 and (noun.doc[start - 1].text in ("-", "old") or noun.doc[start - 1].lower_ in SPANS_OF_LIFE):
        start -= 1
    return start - 1 if start < noun.i else start


_KILLINGS = frozenset("homicide homicides murder murders killing killings slaying slayings shooting stabbing".split())
_FATAL = frozenset(("fatal", "deadly"))


def multiples_in(sentence: Span) -> Iterator[Count]:
    """A number that is part of a word for a killing: "a double homicide", "the triple murder", "a double fatal
    shooting"."""
    multiples = number_words()["multiples"]
    for token in sentence:
        if token.lower_ not in multiples or token.i + 1 >= sentence.end:
            continue
        noun = token.i + 2 if token.nbor(1).lower_ in _FATAL and token.i + 2 < sentence.end else token.i + 1
        if sentence.doc[noun].lower_ in _KILLINGS:
            number = CountRange.exactly(multiples[token.lower_])
            yield Count(start=token.i, end=token.i + 1, number=token.i, count=number, additional=False, noun=noun)

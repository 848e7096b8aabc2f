"""Single victims who are named or definite: "Senator Oduya was assassinated", "the murder of her husband".

A toll of one, whose words are the phrase for the person. The annotation guide leaves such tolls to the annotator
(`optional`): they say who fell where the report gives no number, and often they are all that it says.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.asides import told_sentences
from variorum.annotate.triggers import Trigger
from variorum.claims.tolls import casualties, clauses
from variorum.claims.tolls.drafts import TollDraft, with_more
from variorum.claims.tolls.people import takes_life
from variorum.models import GroupCategory, Outcome
from variorum.places.lexicon import given_names
from variorum.values import CountRange

RULE = "a person named or definite"

_OUTCOMES = frozenset((Outcome.KILLED, Outcome.INJURED, Outcome.CAPTURED, Outcome.MISSING))
_ONLY_OF_PEOPLE = frozenset(
    "abduct kidnap arrest detain jail imprison apprehend nab incarcerate abduction kidnapping arrest detention".split()
)
"""What is captured may be a town; what is kidnapped is a person."""
_ATTEMPTED = frozenset("attempt attempts plot plots bid threat threats charge charges case trial try".split())
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_DEFINITE = frozenset("the this that his her its their my our".split())
_BACK = frozenset("victim man woman person suspect gunman attacker body boy girl shooter bomber".split())
"""Words for somebody told of before: no claim of their own."""


def with_named(doc: Doc, drafts: Sequence[TollDraft]) -> tuple[TollDraft, ...]:
    """The tolls of a report and those of single persons named, in text order; `part_of` counts in the new order."""
    taken = {i for d in drafts for i in (*range(d.start, d.end), *(range(*d.group) if d.group else ()))}
    added = [d for d in named_tolls(doc) if taken.isdisjoint(range(*(d.group or (d.start, d.end))))]
    if any(d.outcome is Outcome.KILLED for d in drafts):  # a report that counts its dead has those it names among them
        added = [named for named in added if any(_beside(doc, named, draft) for draft in drafts)]
    return with_more(drafts, added)


def _beside(doc: Doc, named: TollDraft, draft: TollDraft) -> bool:
    """Whether a person is named beside one who is counted: "a woman and her husband were found dead"."""
    if draft.group is None or draft.trigger != named.trigger or draft.part_of is not None:
        return False
    several = draft.count != _ONE
    if several and not _is_kin(doc, named):
        return False
    counted = (min(draft.start, draft.group[0]), max(draft.end, draft.group[1]))
    start, end = sorted((counted, named.group or (named.start, named.end)))
    between = [t.lower_ for t in doc[start[1] : end[0]]]
    if between == [","] and several:
        return True  # "killed his wife, two sons, then himself"
    return (
        0 < len(between) <= (_WITH_AGES if several else _MOST_BETWEEN)
        and not _AND.isdisjoint(between)
        and between[0] in _AND | {","}
    )


def _is_kin(doc: Doc, named: TollDraft) -> bool:
    """Whether a person is one of somebody's family: "his partner and their two children"."""
    return doc[named.start].lower_ in _WHOSE and named.end - named.start > 1


_WHOSE = frozenset("his her their my our".split())
_ONE = CountRange.exactly(1)
_AND = frozenset(("and", "&"))
_MOST_BETWEEN = 4
_WITH_AGES = 8
"""Tokens between those counted and a relative, at most: "two children, ages 3 and 5, and their mother"."""


def named_tolls(doc: Doc) -> Iterator[TollDraft]:
    """A toll of one for every person named or definite whom a casualty word makes suffer, in text order."""
    for sentence in told_sentences(doc):
        hit: dict[int, Trigger] = {}
        for trigger in casualties.told_in(sentence):
            if trigger.outcome in _OUTCOMES and took_place(doc, trigger):
                for person in _hit_by(doc, trigger):
                    hit[person.i] = _graver(hit.get(person.i), trigger)
        for at in sorted(hit):
            if sentence.start <= at < sentence.end and _is_one_person(doc[at], hit[at]):
                yield _draft(doc, doc[at], hit[at])


def _graver(old: Trigger | None, new: Trigger) -> Trigger:
    """Of two casualty words for one person the one that says dead, else the first."""
    return new if old is None or (new.outcome == Outcome.KILLED != old.outcome) else old


def took_place(doc: Doc, trigger: Trigger) -> bool:
    """Whether somebody came to harm: no plot, no attempt, no threat, no denial; whoever is buried died before."""
    word = doc[trigger.start]
    if not clauses.is_parsed(word) or not casualties.happened(doc, trigger):
        return False
    if word.lower_ in ("loss", "losses"):
        return False  # of a match: "the Panthers' 2-1 loss"
    if word.lower_ in ("life", "lives") and not takes_life(doc, trigger.start, trigger.end):
        return False  # "what goes on in that boy's life", "saved her life"
    if word.lemma_.lower() == "bury" or any(t.lower_ in _ATTEMPTED for t in doc[trigger.end : trigger.end + 1]):
        return False
    verb = word if word.pos_ in ("VERB", "AUX") else word.head
    off = any(c.dep_ == "neg" or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children if verb.pos_ == "VERB")
    meant = word.dep_ == "dobj" and word.head.lemma_.lower() in casualties.MEANT
    return not (off or meant or (word.head.lower_ in _ATTEMPTED and word.dep_ in ("compound", "acl", "pobj")))


def is_fatal(word: Token) -> bool:
    """Whether a word for harm tells of a death: "fatally shot his wife"."""
    return any(child.lower_ in ("fatally", "mortally") for child in word.children)


def _hit_by(doc: Doc, trigger: Trigger) -> Iterator[Token]:
    """Those who suffer a casualty word, also as whose death it is: "Galan's murder"."""
    word = doc[trigger.start]
    yield from casualties.victims(doc, trigger)
    if word.pos_ == "NOUN":
        yield from (child for child in word.children if child.dep_ == "poss")


def _is_one_person(noun: Token, trigger: Trigger) -> bool:
    if noun.i in range(trigger.start, trigger.end) or noun.tag_ not in ("NN", "NNP"):
        return False
    if any(c.dep_ == "nummod" or c.lower_ in ("a", "an", "another", "no") for c in noun.lefts):
        return False
    if noun.dep_ == "appos" and not _is_next_on_list(noun):
        return False  # "Diego Parra, a baker": the name counts; "one of its guards, Diego Parra": the number does
    lemma = noun.doc[trigger.start].lemma_.lower()
    if trigger.outcome == Outcome.CAPTURED and lemma not in _ONLY_OF_PEOPLE:
        return False
    return _is_name(noun) if noun.tag_ == "NNP" else _is_definite(noun)


def _is_next_on_list(noun: Token) -> bool:
    """Whether a name stands behind another and its age: "Ana Vidal, 55, Mia Sorel, 29, and"."""
    before = noun.doc[max(0, clauses.noun_phrase(noun)[0] - 2) : clauses.noun_phrase(noun)[0]]
    return noun.tag_ == "NNP" and len(before) == 2 and before[0].is_digit and before[1].text == ","


def _is_definite(noun: Token) -> bool:
    told = any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in noun.lefts)
    known = (
        noun.lower_ in group_words.heads()
        and noun.lower_ not in _BACK | group_words.role("many at once") | casualties.STATES
    )
    return told and known and not _stands_in(noun, "actors", lambda actor: not actor._.generic_actor)


def _is_name(noun: Token) -> bool:
    """Whether a name is that of a person: no day, place, body or outlet. One word alone needs a title, or a fuller name
    that ends in it elsewhere in the report."""
    doc, first = noun.doc, clauses.noun_phrase(noun)[0]
    before = [t.lower_ for t in doc[first : noun.i]]
    if noun.lower_ in _SUFFIXES and first < noun.i:
        return doc[noun.i - 1].tag_ == "NNP"  # "Karim Sadr Jr."
    if not noun.text[:1].isupper() or not _WORD.fullmatch(noun.text) or "the" in before:
        return False
    if noun.lower_ in group_words.heads() or noun.lower_ in group_words.not_people():
        return False
    if any(_stands_in(noun, layer) for layer in ("dates", "actors", "sources")):
        return False
    titled = any(w in group_words.heads() for w in before)
    if _stands_in(noun, "places") and not titled:
        return False
    return titled or (first < noun.i and doc[noun.i - 1].tag_ == "NNP") or noun.lower_ in _surnames(doc)


_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())


def _surnames(doc: Doc) -> frozenset[str]:
    """The last words of names of more than one word that start with a given name or stand behind a title."""
    found: frozenset[str] | None = doc.user_data.get("variorum_surnames")
    if found is None:
        known = (
            b.lower_
            for a, b in itertools.pairwise(doc)
            if a.text[:1].isupper() and b.text[:1].isupper() and a.lower_ in given_names()
        )
        found = doc.user_data["variorum_surnames"] = frozenset(known)
    return found


def _stands_in(token: Token, layer: str, fits: Callable[[Span], bool] = lambda _: True) -> bool:
    return any(s.start <= token.i < s.end and fits(s) for s in token.doc.spans.get(layer, ()))


def _draft(doc: Doc, noun: Token, trigger: Trigger) -> TollDraft:
    start, end = clauses.noun_phrase(noun)
    while start < noun.i and doc[start].lower_ in ("old", "-"):
        start += 1  # "46-year-old Diego Parra"
    start = doc[start].left_edge.i if doc[start].dep_ == "poss" else start
    group = start + (doc[start].lower_ in _DEFINITE and start < noun.i)
    return TollDraft(
        start=start,
        end=end,
        count=CountRange.exactly(1),
        outcome=Outcome.KILLED if is_fatal(doc[trigger.start]) else Outcome(trigger.outcome),
        trigger=trigger.start,
        group=(group, end),
        category=_category(doc, noun, group, end),
        rule=RULE,
        optional=True,
    )


def _category(doc: Doc, noun: Token, start: int, end: int) -> GroupCategory:
    """What title, noun or apposition says of the person: "Senator Oduya", "Parra, the mayor"."""
    if noun.tag_ == "NN":
        return group_words.category_of([t.lower_ for t in doc[start:end]]) or GroupCategory.PEOPLE
    told, heads = [t.lower_ for t in doc[start : noun.i]], group_words.heads()
    titles = [group_words.category_of(told[: k + 1]) for k in reversed(range(len(told))) if told[k] in heads]
    others = (doc[clauses.noun_phrase(c)[0] : c.i + 1] for c in noun.children if c.dep_ == "appos")
    found = (*titles, *(group_words.category_of([t.lower_ for t in other]) for other in others))
    return next((c for c in found if c is not None and c is not GroupCategory.PEOPLE), GroupCategory.PEOPLE)

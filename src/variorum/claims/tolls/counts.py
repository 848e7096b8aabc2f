"""Which numbers of a sentence count people, and the noun that each counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.triggers import triggers
from variorum.claims.tolls.casualties import NOUN_TAGS, STATES, follows_people
from variorum.claims.tolls.clauses import is_of_kin
from variorum.claims.tolls.lexicon import words
from variorum.claims.tolls.no_counts import is_no_count, is_turn_of_phrase
from variorum.values import CountRange

_NO_PEOPLE = frozenset(
    "details detail information confirmation figures nationalities ages ethnicities faiths religions beliefs".split()
)
"""What a number before a casualty word may count instead: "gave no details of casualties", "various faiths"."""
TOLL_WORDS = frozenset("toll tolls count massacre massacres body-count".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count of people in a sentence: its tokens, the noun that it counts, None where there is none."""

    start: int
    end: int
    number: int
    count: CountRange
    additional: bool
    noun: int | None
    single: bool = False

    @property
    def last(self) -> int:
        return self.end - 1 if self.noun is None else max(self.noun, self.end - 1)


def counts_in(doc: Doc, sentence: Span, marked: Sequence[Span]) -> Iterator[Count]:
    for span in marked:
        if span.start < sentence.start or span.start >= sentence.end:
            continue
        noun = _counted_noun(doc, span, sentence.end)
        if noun is not None and doc[noun].lower_ in group_words.not_people():
            continue
        if is_no_count(doc, span) or (noun is not None and doc[noun].lower_ in TOLL_WORDS | _NO_PEOPLE):
            continue
        if is_turn_of_phrase(doc, span):
            continue
        if noun is not None and not _UNHURT.isdisjoint(token.lower_ for token in doc[span.end : noun]):
            continue
        yield Count(
            start=span.start,
            end=span.end,
            number=span.end - 1,
            count=span._.count,
            additional=span._.additional,
            noun=noun,
        )


_UNHURT = frozenset("uninjured unhurt unharmed unscathed uninvolved surviving".split())


def possible_count(doc: Doc, start: int, end: int, count: CountRange, additional: bool) -> Count | None:
    """The words at tokens start to end as a count of people, None where they can't be one.

    They can't where they are a day, a year or an age, count things, or stand for one person who acts ("a gunman opened
    fire"), who was named before ("the victim, a teacher") or who only describes a noun ("civilian deaths").
    """
    marked = next((s for s in doc.spans.get("quantities", []) if s.start == start), None)
    bare = marked is None and doc[start].lower_ in group_words.heads()
    noun = start if bare else _counted_noun(doc, doc[start:end], doc[start].sent.end)
    if _is_fraction(doc, start) or (marked is not None and is_no_count(doc, marked)):
        return None
    if bare and end < len(doc) and doc[end].pos_ == "AUX":
        return None  # "King was shot": headlines drop such a word
    if noun is not None and (
        doc[noun].lower_ in group_words.not_people()
        or doc[noun].lower_ in TOLL_WORDS | _NO_PEOPLE
        or (marked is None and (_is_no_victim(doc[noun]) or doc[noun].lower_ in group_words.role("many at once")))
        or is_of_kin(doc[noun])
    ):
        return None
    return Count(
        start=start, end=end, number=end - 1, count=count, additional=additional, noun=noun, single=marked is None
    )


def is_of_some(doc: Doc, start: int) -> bool:
    """Whether a number counts those of whom another number tells: the "five" of "four of the five", "none of the
    five"."""
    at = start - 1
    while at > 0 and doc[at].lower_ in _ARTICLES:
        at -= 1
    return at > 0 and doc[at].lower_ == "of" and (doc[at - 1].like_num or doc[at - 1].lower_ in ("none", "neither"))


_ARTICLES = frozenset("the these those its their his her".split())
_FRACTIONS = frozenset("half third quarter fifth tenth".split())


def _is_fraction(doc: Doc, start: int) -> bool:
    """ "A third of the dead", which counts nobody by itself."""
    words = [t.lower_ for t in doc[start : start + 3]]
    return len(words) == 3 and words[0] == "a" and words[1] in _FRACTIONS and words[2] == "of"


def _is_no_victim(person: Token) -> bool:
    """Whether a noun for one person acts, repeats a person told of before, or describes another noun."""
    if person.dep_ == "appos":
        return not is_listed(person)
    if person.dep_ == "nsubj":
        return any(c.dep_ == "dobj" for c in person.head.children) and not any(
            "suffers" in t.parts for t in triggers([person.head.lower_])
        )
    return person.dep_ in ("compound", "amod")


def _counted_noun(doc: Doc, span: Span, limit: int) -> int | None:
    """The noun that a number counts: the last noun for people in the phrase after it, else the phrase's last noun."""
    at = _after_reports(doc, span, limit)
    if at < limit and doc[at].lower_ == "of":
        at += 1
    while at < limit and doc[at].lower_ in words("nouns", "determiners"):
        if doc[at].lower_ in ("them", "whom"):
            return None
        at += 1
    if at < limit and follows_people(doc, at):
        return None
    if at + 1 < limit and doc[at].is_quote and doc[at].text != "'":
        at += 1  # 15 "terrorists"
    if at < limit and (_is_time(doc[at]) or doc[at].lower_ in words("verbs", "bear") | _BEHIND_BARE):
        return None
    people, other = _nouns(doc, at, limit)
    if people is not None and other is not None and other > people and doc[people].dep_ == "compound":
        describes = doc[people].lower_ in group_words.nationals() or doc[other].lower_ in group_words.not_people()
        return other if describes else people
    return people if people is not None else other


_TIMES = frozenset(
    "last this next late early earlier yesterday today tonight overnight monday tuesday wednesday thursday friday "
    "saturday sunday".split()
)


def _is_time(token: Token) -> bool:
    """Whether what follows a number says when, and is not what it counts: "killed one and arrested two last week"."""
    return token.lower_ in _TIMES


_BEHIND_BARE = frozenset("including outside inside near amid during despite".split())
"""Words that follow a number without a noun: "kills 3 outside mosque", "killing five including a judge"."""
_REPORTS = frozenset("report reports word words sign signs news indication indications".split())


def _after_reports(doc: Doc, span: Span, limit: int) -> int:
    """Where the noun of "no immediate reports of any casualties" may begin; behind any other number at once."""
    at = span.end
    if span.text.lower() != "no":
        return at
    while at < min(limit, span.end + 2) and doc[at].tag_ == "JJ":
        at += 1
    if at + 2 < limit and doc[at].lower_ in _REPORTS and doc[at + 1].lower_ in ("of", "on", "about"):
        return at + 3 if doc[at + 2].lower_ == "any" else at + 2
    return span.end


def _nouns(doc: Doc, at: int, limit: int) -> tuple[int | None, int | None]:
    """The last noun for people, and the last other noun, of the phrase that starts there."""
    people, other = None, None
    for token in doc[at : min(limit, at + 9)]:
        before_noun = token.i + 1 < limit and token.nbor(1).tag_ in NOUN_TAGS and not _is_time(token.nbor(1))
        if before_noun and f"{token.lower_} {token.nbor(1).lower_}" in group_words.heads():
            continue  # "four Omani first responders"
        if _ends_phrase(token, people is not None) or (people is not None and token.like_num):
            break
        if _opens_age(token) or (token.tag_ == "JJ" and before_noun) or _is_of_compound(token):
            continue
        if names_person(token):
            if people is not None and (token.lower_ in STATES or token.tag_ not in NOUN_TAGS):
                break
            people = token.i
        elif token.lower_ in group_words.not_people() and people is None:
            if not before_noun:
                return None, token.i
        elif token.tag_ in NOUN_TAGS:
            if people is not None and _stands_apart(token, doc[people]):
                break
            other = token.i
    return people, other


def _is_of_compound(token: Token) -> bool:
    """Whether a word is the first of a participle with a hyphen: the "US" of "three US-led coalition soldiers"."""
    if token.i + 2 >= len(token.doc) or token.whitespace_:
        return False
    mark, last = token.nbor(1), token.nbor(2)
    return mark.text == "-" and not mark.whitespace_ and last.tag_ in ("VBN", "VBD") and last.lower_ != "old"


SPANS_OF_LIFE = frozenset("year years month months week weeks day days".split())


def _opens_age(token: Token) -> bool:
    """Whether a token is of an age before its last word: the "year" of "two 17-year-olds"."""
    if token.lower_ not in SPANS_OF_LIFE or token.i + 2 >= len(token.doc):
        return False
    return "old" in (token.nbor(1).lower_, token.nbor(2).lower_) or token.nbor(2).lower_ == "olds"


def is_age_noun(token: Token) -> bool:
    """Whether a token ends an age that stands for a person: "a 17-year-old was shot", not "a 17-year-old girl"."""
    if token.lower_ not in ("old", "olds") or token.i < 3:
        return False
    doc = token.doc
    told = doc[token.i - 2] if doc[token.i - 1].text == "-" else doc[token.i - 1]
    if told.lower_ not in SPANS_OF_LIFE:
        return False
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return after is None or not (after.tag_ in (*NOUN_TAGS, "JJ") or after.lower_ in group_words.heads())


def names_person(token: Token) -> bool:
    """Whether a token is a noun for people, alone or with the word before it ("village chief"), or an age that stands
    for one."""
    return token.lower_ in group_words.heads() or is_age_noun(token) or _ends_name_of_person(token)


def _ends_name_of_person(token: Token) -> bool:
    before = token.doc[max(0, token.i - 2) : token.i + 1]
    return token.tag_ in NOUN_TAGS and group_words.is_person([t.lower_ for t in before])


def _stands_apart(noun: Token, people: Token) -> bool:
    """Whether a noun after one for people opens a phrase of its own."""
    return noun.dep_ != "compound" and people.dep_ != "compound" and people.tag_ != "JJ"


def is_dash(token: Token) -> bool:
    """Whether a stroke parts two clauses: not the hyphen of "a 41-year-old"."""
    if token.text in ("–", "—", "--"):
        return True
    return token.text == "-" and token.i > 0 and bool(token.whitespace_) and bool(token.nbor(-1).whitespace_)


_RELATIVES = frozenset("who whose whom which that".split())


def _ends_phrase(token: Token, found: bool) -> bool:
    if token.text == "IS" and not token.doc._.recased:
        return False  # the Islamic State
    if is_dash(token):
        return True  # "kills nine - newspaper"
    if (
        token.pos_ in ("AUX", "CCONJ", "SCONJ", "PRON")
        or token.text in (".", ";", ":", "(", ")", '"', "“", "”", "?", "!")
        or token.is_space
        or token.lower_ in _RELATIVES
    ):
        return True
    if token.text == ",":
        return found or not (
            token.i + 1 < len(token.doc)
            and token.nbor(1).tag_ in ("JJ", "NN", "VBN")
            and token.nbor(-1).tag_ in ("JJ", "VBN")
        )
    if token.pos_ == "ADP" or token.tag_ == "DT":
        return True
    return (token.tag_ in ("VBD", "VBZ", "VBP", "VB", "MD") and token.lower_ not in group_words.heads()) or (
        found and token.tag_ in ("VBN", "VBG", "RB")
    )


def is_listed(noun: Token) -> bool:
    """Whether a noun beside another goes on a list: "five people, a nurse and two boys", "a cook, a boy and a girl"."""
    head = noun.head
    if head.lower_ in ("one", "another"):
        return False  # "one of them a colonel"
    if head.tag_ in ("NNS", "NNPS", "CD") or head.dep_ == "appos":
        return True
    after = noun.doc[noun.i + 1].pos_ if noun.i + 1 < len(noun.doc) else ""
    if (
        _in_opening(head)
        and after == "AUX"
        and not any(c.i > noun.i and c.dep_.startswith("nsubj") for c in head.sent.root.lefts)
    ):
        return True  # "in a clash at San Carlos, Morazan, a soldier was killed"
    if not any(c.lower_ in ("a", "an") for c in head.lefts):
        return False
    return any(c.dep_ == "conj" and any(d.dep_ in ("det", "nummod") for d in c.lefts) for c in noun.rights)


def _in_opening(place: Token) -> bool:
    """Whether a name stands in a phrase with a preposition: "in San Carlos, Morazan"."""
    while place.dep_ in ("appos", "conj", "compound"):
        place = place.head
    return place.dep_ == "pobj"

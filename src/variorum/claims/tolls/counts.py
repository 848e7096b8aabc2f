"""Which numbers of a sentence count people: a number with the noun that it counts, or one person named by a noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger, triggers
from variorum.claims.tolls.ages import OLDEST, is_age
from variorum.claims.tolls.casualties import NOUN_TAGS, STATES, follows_people, victims
from variorum.claims.tolls.clauses import is_of_kin
from variorum.claims.tolls.lexicon import words
from variorum.values import CountRange

_DETERMINERS = frozenset("the them these those its their his her more whom our other another".split())

_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. aug. sept. oct. nov. dec.".split()
)

_NO_PEOPLE = frozenset(
    "details detail information confirmation figures nationalities ages ethnicities faiths religions beliefs".split()
)
"""What a number before a casualty word may count instead: "gave no details of casualties", "various faiths"."""

_TOLL_WORDS = frozenset("toll tolls count massacre massacres body-count".split())


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
        if _is_no_count(doc, span) or (noun is not None and doc[noun].lower_ in _TOLL_WORDS | _NO_PEOPLE):
            continue
        if _is_superlative(doc, span) or _may_be_none(doc, span) or _is_degree(doc, span):
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


def _is_no_count(doc: Doc, span: Span) -> bool:
    """Whether a number tells no people of the event: a day, an age, an address, a parent's children."""
    return (
        _is_date(doc, span)
        or is_age(doc, span)
        or _is_address(doc, span)
        or _is_one_of(doc, span)
        or _is_offspring(doc, span)
        or _is_emergency_call(doc, span)
        or _is_channel(doc, span)
        or _looks_on(doc, span.start)
        or doc[span.end : span.end + 1].text in ("'", "’", "'s", "’s")  # "the twins' grandmother"
    )


_MOST = frozenset("worst deadliest bloodiest biggest largest most most-wanted few first last".split())


def _is_superlative(doc: Doc, span: Span) -> bool:
    """ "One of the worst attacks in years", "one of the most wanted"."""
    words = [t.lower_ for t in doc[span.start : span.end + 3]]
    return words[:1] == ["one"] and words[1:3] == ["of", "the"] and words[3:4] != [] and words[3] in _MOST


def _may_be_none(doc: Doc, span: Span) -> bool:
    """ "It was not known if there were any deaths", "nobody's life deserves to be taken"."""
    if doc[span.end : span.end + 1].text in ("'s", "’s"):
        return True
    if doc[span.start].lower_ != "any":
        return False
    return any(t.lower_ in ("if", "whether") for t in doc[max(0, span.start - 5) : span.start])


_DEGREES = frozenset("seriously gravely critically severely badly life-threatening life".split())


def _is_degree(doc: Doc, span: Span) -> bool:
    """Whether "none" tells how badly people are hurt, and no number of them: "eight were hurt, none seriously"."""
    after = [t.lower_ for t in doc[span.end : span.end + 3]]
    after = after[2:] if after[:2] == ["of", "them"] else after
    return span.text.lower() == "none" and after[:1] != [] and after[0] in _DEGREES


_UNHURT = frozenset("uninjured unhurt unharmed unscathed uninvolved surviving".split())
_EMERGENCY = frozenset(("911", "999", "112"))
_CALLS = frozenset("call calls caller callers dispatch dispatcher dispatchers operator operators hang".split())


def _is_emergency_call(doc: Doc, span: Span) -> bool:
    """Whether a number is the one that is called for help: "a 911 call"."""
    return span.text in _EMERGENCY and span.end < len(doc) and doc[span.end].lower_ in _CALLS


def _is_channel(doc: Doc, span: Span) -> bool:
    """Whether a number is that of a television channel: "WXYZ 9 News"."""
    if not span.text.isdigit() or doc[span.end : span.end + 1].text != "News":
        return False
    return span.end + 1 >= len(doc) or doc[span.end + 1].lower_ not in group_words.heads()


_LOOK_ON = (("in", "front", "of"), ("in", "the", "presence", "of"), ("in", "view", "of"))


def _looks_on(doc: Doc, start: int) -> bool:
    """Whether people only saw it: "was shot dead in front of her three children"."""
    before = [t.lower_ for t in doc[max(0, start - 6) : start] if t.lower_ not in _DETERMINERS or t.lower_ == "the"]
    before = before[:-1] if before[-1:] == ["the"] else before
    return any(tuple(before[-len(words) :]) == words for words in _LOOK_ON)


_PARENTS = frozenset("mother father parent mum mom dad grandmother grandfather".split())
_OFFSPRING = frozenset("children kids sons daughters siblings brothers sisters grandchildren".split())


def _is_offspring(doc: Doc, span: Span) -> bool:
    """ "A mother of two", "he had three children"."""
    before = [t.lower_ for t in doc[max(0, span.start - 2) : span.start]]
    if len(before) == 2 and before[0] in _PARENTS and before[1] == "of":
        return True
    had = before[-1:] in (["has"], ["have"], ["had"], ["having"])
    return had and span.end < len(doc) and doc[span.end].lower_ in _OFFSPRING


_STREETS = frozenset(
    "street st st. avenue ave ave. road rd rd. drive dr dr. boulevard blvd blvd. lane ln way highway court place "
    "terrace parkway circle".split()
)
_ADDRESS = 5
"""Words of a street's name, at most."""


def _is_address(doc: Doc, span: Span) -> bool:
    """Whether a number is a house's: "at 1840 West Palma Drive", "in the 1500 block of"."""
    if len(span) > 1 or not span.text.isdigit():
        return False
    if doc[span.end : span.end + 1].text.lower() == "block":
        return True
    for token in doc[span.end : span.end + _ADDRESS]:
        if token.i > span.end and token.lower_ in _STREETS:
            return True
        if not (token.is_title or token.text in ("N.", "S.", "E.", "W.") or token.text[0].isdigit()):
            return False
    return False


def _is_one_of(doc: Doc, span: Span) -> bool:
    """ "He was one of twelve people killed": somebody already named."""
    words = [t.lower_ for t in doc[max(0, span.start - 1) : span.end + 1]]
    if words[1:] != ["one", "of"]:
        return False
    if words[0] == "," and span.start > 1 and doc[span.start].dep_ == "appos":
        return doc[span.start - 2].pos_ == "PROPN" or doc[span.start - 2].is_digit  # "Ali Ahmed, 60, one of two guards"
    return words[0] in _ONCE or (words[0] in ("was", "is", "were", "are") and doc[span.start - 2].pos_ != "NOUN")


_ONCE = frozenset("formerly once considered perhaps arguably reputedly probably".split())
"""What stands before "one of" where it says what somebody named is: "Haddad, once one of the richest men"."""


def possible_count(doc: Doc, start: int, end: int, count: CountRange, additional: bool) -> Count | None:
    """The words at tokens start to end as a count of people, None where they can't be one.

    They can't where they are a day, a year or an age, count things, or stand for one person who acts ("a gunman opened
    fire"), who was named before ("the victim, a teacher") or who only describes a noun ("civilian deaths").
    """
    marked = next((s for s in doc.spans.get("quantities", []) if s.start == start), None)
    bare = marked is None and doc[start].lower_ in group_words.heads()
    noun = start if bare else _counted_noun(doc, doc[start:end], doc[start].sent.end)
    if _is_fraction(doc, start) or (marked is not None and _is_no_count(doc, marked)):
        return None
    if bare and end < len(doc) and doc[end].pos_ == "AUX":
        return None  # "King was shot": headlines drop such a word
    if noun is not None and (
        doc[noun].lower_ in group_words.not_people()
        or doc[noun].lower_ in _TOLL_WORDS | _NO_PEOPLE
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
        return not _is_listed(person)
    if person.dep_ == "nsubj":
        return any(c.dep_ == "dobj" for c in person.head.children) and not any(
            "suffers" in t.parts for t in triggers([person.head.lower_])
        )
    return person.dep_ in ("compound", "amod")


def _is_date(doc: Doc, span: Span) -> bool:
    """Whether a number is a day, days, or a year."""
    if _is_numeric_date(doc, span):
        return True
    if len(span) == 3 and span[0].is_digit and span[1].text in ("-", "–"):
        near = {doc[i].lower_ for i in (span.start - 1, span.end) if 0 <= i < len(doc)}
        return (span._.count.high or 0) <= 31 and not near.isdisjoint(_MONTHS)
    if len(span) > 1 or not span.text.isdigit():
        return False
    value = span._.count.low or 0
    before = doc[span.start - 1].lower_ if span.start else ""
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    if len(span.text) == 4 and 1900 <= value <= 2100:
        return True
    if before in _MONTHS and span.start > 1 and doc[span.start - 2].is_digit:
        return True  # "20 NOV 89"
    if value <= 31 and (before in _MONTHS or after in _MONTHS or _is_second_day(doc, span)):
        return True
    return (
        value < OLDEST
        and before in (",", "now")
        and after.strip() in ("", ",", ".", ";", "and", "who", ")")
        and (after == "," or doc[span.start - 2].is_title or _is_one(doc[span.start - 2]))
    )  # "Abdul Karim, 38, was shot", "the death of a boy, 3"


_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([-/])\d{1,2}\2\d{1,2})(?!\d)")


def _is_numeric_date(doc: Doc, span: Span) -> bool:
    """Whether a number is part of a date in digits: "15-09-2013", "2013/09/15"."""
    if not span.text[:1].isdigit():
        return False
    around = doc[max(0, span.start - 4) : span.end + 4]
    at = span.start_char - around.start_char
    return any(found.start() <= at < found.end() for found in _NUMERIC_DATE.finditer(around.text))


def _is_one(noun: Token) -> bool:
    """Whether a word is a noun for one person: "boy"."""
    return noun.tag_ == "NN" and noun.lower_ in group_words.heads()


def _is_second_day(doc: Doc, span: Span) -> bool:
    """Whether a number is one of two days of a month: "April 16 and 17", "from 16 to 17 April"."""
    words = [token.lower_ for token in doc[max(0, span.start - 3) : span.start]]
    if len(words) == 3 and words[0] in _MONTHS and words[1].isdigit() and words[2] in ("and", "to"):
        return span.end >= len(doc) or doc[span.end].tag_ not in NOUN_TAGS
    return (
        span.end + 2 < len(doc)
        and doc[span.end].lower_ in ("and", "to")
        and doc[span.end + 1].is_digit
        and doc[span.end + 2].lower_ in _MONTHS
    )


def _counted_noun(doc: Doc, span: Span, limit: int) -> int | None:
    """The noun that a number counts: the last noun for people in the phrase after it, else the phrase's last noun."""
    at = _after_reports(doc, span, limit)
    if at < limit and doc[at].lower_ == "of":
        at += 1
    while at < limit and doc[at].lower_ in _DETERMINERS:
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


_SPANS_OF_LIFE = frozenset("year years month months week weeks day days".split())


def _opens_age(token: Token) -> bool:
    """Whether a token is of an age before its last word: the "year" of "two 17-year-olds"."""
    if token.lower_ not in _SPANS_OF_LIFE or token.i + 2 >= len(token.doc):
        return False
    return "old" in (token.nbor(1).lower_, token.nbor(2).lower_) or token.nbor(2).lower_ == "olds"


def is_age_noun(token: Token) -> bool:
    """Whether a token ends an age that stands for a person: "a 17-year-old was shot", not "a 17-year-old girl"."""
    if token.lower_ not in ("old", "olds") or token.i < 3:
        return False
    doc = token.doc
    told = doc[token.i - 2] if doc[token.i - 1].text == "-" else doc[token.i - 1]
    if told.lower_ not in _SPANS_OF_LIFE:
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
    if token.dep_ == "appos" and not _is_listed(token):
        return False  # "John Smith, a baker": already named
    if token.lower_ == "another" or _is_one_more(token):
        return True
    if token.lower_ in group_words.role("many at once"):
        return False
    counted = any(t.dep_ == "nummod" for t in token.lefts)
    return _is_person(token) and token.lower_ not in _TOLL_WORDS and not counted


def _is_one_more(token: Token) -> bool:
    """ "Four died at the scene and a fifth in hospital"; not "a fifth of them"."""
    ordinal = token.lower_ in number_words()["ordinals"] and token.nbor(-1).lower_ == "a" if token.i else False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return ordinal and (after is None or (after.lower_ != "of" and not after.tag_.startswith(("N", "J"))))


def _is_listed(noun: Token) -> bool:
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
    while start > 0 and (noun.doc[start - 1].text in ("-", "old") or noun.doc[start - 1].lower_ in _SPANS_OF_LIFE):
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

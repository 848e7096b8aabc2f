"""Whom a count counts: the noun phrase as written and its category; what a count without a noun stands for."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger, tells_of_violence
from variorum.claims.tolls.assailants import attacked
from variorum.claims.tolls.belonging import SIDES, by_belonging, by_report, by_ties, of_owner
from variorum.claims.tolls.casualties import NOUN_TAGS, STATES
from variorum.claims.tolls.counts import Count, names_person
from variorum.claims.tolls.described import described, named_by_toll
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.lexicon import words
from variorum.claims.tolls.unnamed import stood_for
from variorum.models import GroupCategory

_ARRESTS = words("verbs", "arrest")

_LOOSE_VERBS = words("verbs", "loose")


_LIFE_TAKERS = words("verbs", "take_lives")


def counts_people(doc: Doc, count: Count, trigger: Trigger) -> bool:
    if count.noun is None:
        return True
    noun = doc[count.noun]
    if noun.lower_ in group_words.not_people() or (doc[count.number].lower_ == "pair" and not names_person(noun)):
        return False
    if doc[trigger.start].lower_ in _LOOSE_VERBS and not _loose_fits(doc, trigger, noun):
        return False
    if trigger.outcome == "captured" and (
        noun.lower_ in group_words.role("bodies") or (count.count.high == 0 and noun.i == trigger.start)
    ):
        return False  # "took away 20 bodies", "no arrests have been made"
    if count.count.high == 0 and noun.lower_ in group_words.role("bodies"):
        return False  # "did not recover any bodies"
    if names_person(noun) or trigger.start <= noun.i < trigger.end:
        return True
    return trigger.outcome in ("killed", "injured") and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def takes_life(doc: Doc, start: int, end: int) -> bool:
    """Whether "life", at tokens start to end, stands near a word that says that it was taken or lost."""
    told = (*doc[max(0, start - 7) : start], *doc[end : end + 4])
    return any(t.lower_ in _LIFE_TAKERS for t in told)


def _loose_fits(doc: Doc, trigger: Trigger, noun: Token) -> bool:
    """Words that tell of deaths only beside people: "lost five men", "destroyed 120 militants", "claimed 67 lives"."""
    word = doc[trigger.start].lower_
    if word in ("life", "lives"):
        return takes_life(doc, trigger.start, trigger.end)
    if noun.lower_ in ("life", "lives"):
        return word in _LIFE_TAKERS or trigger.end - trigger.start > 1
    listed = noun.lower_ in group_words.heads() and noun.lower_ not in ("loss", "losses")
    return listed or trigger.end - trigger.start > 1


def group_of(
    doc: Doc, count: Count, trigger: int, whole: TollDraft | None, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """The noun phrase that is counted and its category; a count without a noun takes that of the count before it."""
    said = described(doc, count)
    if said is not None:
        return said
    if count.noun is None or (
        doc[count.noun].lower_ in group_words.role("stands for others") and count.noun - count.end <= 1
    ):
        if whole is not None:
            return _of_them(doc, count, whole)
        return named_by_toll(doc, count, trigger) or stood_for(doc, count, trigger, drafts)
    start, end = _phrase_of(doc, count, count.noun)
    words = [t.lower_ for t in doc[start:end]]
    head = words[count.noun - start]
    categories = _categories(words, count.noun - start)
    category = group_words.mixture(categories) if categories else GroupCategory.PEOPLE
    named = by_belonging(doc, start, end, head, category) if len(categories) <= 1 else category
    if whole is not None and named is category and (not categories or _says_less(words, head, category, whole)):
        category = whole.category
    else:
        category = named
    if category is GroupCategory.PEOPLE:
        category = by_ties(doc, end) or category
    if whole is None:
        category = _by_report_and_owner(doc, count, trigger, head, category)
    if category is GroupCategory.PEOPLE or head in group_words.role("any suspect"):
        category = _by_outcome(doc, count, trigger, head) or category
    if head in ("patient", "patients") and not _HURT.isdisjoint(t.lower_ for t in doc[end : end + 4]):
        category = GroupCategory.PEOPLE  # who is hurt becomes one: "patients with gunshot wounds"
    return (start, end), _by_deed(doc, count.noun, category)


def _phrase_of(doc: Doc, count: Count, noun: int) -> tuple[int, int]:
    """First and last+1 token of the noun phrase that is counted, the number and what stands between left out."""
    start, end = count.end, noun + 1
    if start < end and doc[start].lower_ == "of":
        start += 1
        if start < end and doc[start].lower_ in ("the", "them", "these", "their", "its", "our"):
            start += 1
    start = min(start, noun)
    if count.single and count.start == noun:
        start = _start_of_bare(doc, start)
    return start, end if count.single else _extended(doc, end)


def _by_report_and_owner(doc: Doc, count: Count, trigger: int, head: str, category: GroupCategory) -> GroupCategory:
    """The category of people of no whole with what their owner, and where they are mere officers the report, says."""
    if category is GroupCategory.PEOPLE:
        return of_owner(doc, count, trigger, head) or category
    return (by_report(doc, head) or category) if count.noun == count.end or count.single else category


def _start_of_bare(doc: Doc, noun: int) -> int:
    """Where the phrase of a noun without an article starts: the "army" of a headline's "army officer killed"."""
    start = noun
    while start > doc[noun].sent.start and doc[start - 1].dep_ in ("compound", "amod", "nmod"):
        if doc[start - 1].lower_ in _HEADLINE_VERBS:
            break
        start -= 1
    return start


_HEADLINE_VERBS = frozenset(("id", "ids"))
"""Verbs of headlines that are tagged as names: "Police ID man killed in crash"."""


_HURT = frozenset("wound wounds gunshot injury injuries stab burns".split())


def _by_deed(doc: Doc, noun: int, category: GroupCategory) -> GroupCategory:
    """The category with what people did: who attacked is of an armed group, who was at work or at prayer a civilian,
    and so are a "four-year-old" and "men, women and children"."""
    token = doc[noun]
    anybody = category is GroupCategory.PEOPLE and token.lower_ not in group_words.role("harmed")
    if (anybody or token.lower_ in group_words.role("may attack")) and (attacked(token) or _is_accused(token)):
        return GroupCategory.ARMED_GROUP
    if category is GroupCategory.PEOPLE and (_is_child(doc, noun) or _is_at_work(token) or _is_anybody(doc, noun)):
        return GroupCategory.CIVILIAN
    return category


_CHILDHOOD = 14
"""From which age on a person told only by it is no child."""


def _is_child(doc: Doc, noun: int) -> bool:
    """Whether an age that stands for a person is a child's: "a four-year-old"."""
    if doc[noun].lower_ not in ("old", "olds"):
        return False
    for token in reversed(doc[max(0, noun - 5) : noun]):
        number = _number_of(token)
        if number is not None:
            return number < _CHILDHOOD or doc[token.i + 2].lower_ not in ("year", "years")
    return False


def _number_of(token: Token) -> int | None:
    if token.text.isdigit():
        return int(token.text)
    units: dict[str, int] = number_words()["units"]
    return units.get(token.lower_)


def _is_at_work(noun: Token) -> bool:
    """Whether people are told to have been at work, at prayer or the like: "four men working on the road"."""
    return any(c.dep_ == "acl" and c.tag_ == "VBG" and c.lower_ in group_words.at_work() for c in noun.rights)


def _is_accused(noun: Token) -> bool:
    """Whether people are told by a crime of violence that they are held for: "men convicted of plotting an attack"."""
    told = noun.doc[noun.i + 1 : noun.i + _CRIME]
    if len(told) < _CRIME - 1 or told[0].lower_ not in _ACCUSED or told[1].lower_ not in ("of", "for", "over", "with"):
        return False
    crime = [t.lower_ for t in told[2:]]
    return tells_of_violence(crime)


_ACCUSED = frozenset("convicted accused suspected charged wanted blamed".split())
_CRIME = 8
"""Tokens from people to the end of the words for what they are accused of, at most."""


def _is_anybody(doc: Doc, noun: int) -> bool:
    """ "Men, women and children"."""
    words = [t.lower_ for t in doc[noun : noun + 6]]
    return words[0] == "men" and {"women", "children"} <= set(words)


_FEW = 12
"""How many may be arrested as suspects; more are rounded up."""
_SEIZED = frozenset("kidnap kidnapped kidnapping abduct abducted abducting hostage hostages snatched seized".split())


def _by_outcome(doc: Doc, count: Count, trigger: int, head: str) -> GroupCategory | None:
    """What happened to mere people may say who they are: few who are arrested are suspects, foreigners who are
    kidnapped are civilians."""
    if _is_arrest(doc, trigger) and head not in group_words.nationals() and (count.count.high or _FEW + 1) <= _FEW:
        return GroupCategory.ARMED_GROUP  # "suspects of these", says the guide
    if head in group_words.role("imprisoned") and doc[trigger].lower_ not in _SEIZED and not _is_arrest(doc, trigger):
        return GroupCategory.CIVILIAN  # whoever sits in prison and dies there
    if doc[trigger].lower_ in _SEIZED and (head in group_words.nationals() or head in group_words.role("subjects")):
        return GroupCategory.CIVILIAN
    return None


def _is_arrest(doc: Doc, trigger: int) -> bool:
    """Whether a casualty word tells of an arrest: "were held on suspicion of" is one, "were held hostage" none."""
    if doc[trigger].lower_ != "held":
        return doc[trigger].lower_ in _ARRESTS
    return not _CHARGED.isdisjoint(t.lower_ for t in doc[trigger + 1 : trigger + 4])


_CHARGED = frozenset("suspicion questioning custody connection police authorities detectives investigators".split())


def _says_less(words: Sequence[str], head: str, category: GroupCategory, whole: TollDraft) -> bool:
    """Whether the words of a part say no more than those of the whole: "two of their leaders", "six men"."""
    neutral = category is GroupCategory.PEOPLE and (head in group_words.neutral() or head in group_words.nationals())
    neutral = neutral or (
        whole.category in SIDES and (head in group_words.role("of any side") or head in group_words.nationals())
    )
    leading = whole.category is GroupCategory.ARMED_GROUP and head in group_words.role("leading")
    return neutral or leading or _is_bare_rank(words, head, category, whole)


def _is_bare_rank(words: Sequence[str], head: str, category: GroupCategory, whole: TollDraft) -> bool:
    """Whether a part names a rank alone: of 55 soldiers the 20 officers are soldiers, "police officers" are not."""
    if head not in group_words.role("ranks") or whole.category is GroupCategory.PEOPLE:
        return False
    return category is group_words.heads().get(head) or len(words) == 1


def _of_them(doc: Doc, count: Count, whole: TollDraft) -> tuple[tuple[int, int] | None, GroupCategory]:
    """ "three of them children": the noun stands after "of them"."""
    found = None
    for token in doc[count.end : count.end + 7]:
        if token.lower_ in group_words.heads() and token.lower_ not in STATES:
            found = token
        if token.text in (",", ".", ";", "—", "–") or (found is not None and token.tag_ not in (*NOUN_TAGS, "JJ")):
            break
    if found is not None:
        words = [t.lower_ for t in doc[max(count.end, found.i - 1) : found.i + 1]]
        category = group_words.category_of(words)
        if category is None or _says_less([found.lower_], found.lower_, category, whole):
            category = whole.category
        return (found.i, found.i + 1), category
    return whole.group, whole.category


def _extended(doc: Doc, end: int) -> int:
    """The end of a noun phrase with a noun joined to it that has no number of its own: "troops and police officers"."""
    at = end
    while at + 1 < len(doc) and doc[at].lower_ in ("and", "or", "of", "from"):
        stop = at + 1
        while (
            stop < len(doc)
            and stop - at <= 5
            and doc[stop].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "DT", "PRP$")
            and doc[stop].lower_ not in ("a", "an", "another")
        ):
            stop += 1
        tail = doc[at + 1 : stop]
        people = [t for t in tail if t.lower_ in group_words.heads()]
        if (
            not people
            or any(at < span.start < stop for span in doc.spans.get("quantities", []))
            or _is_one_more(tail, people[-1])
            or any(t.like_num for t in tail)
            or (
                stop < len(doc)
                and doc[at].lower_ == "and"
                and doc[stop].tag_.startswith("V")
                and doc[stop].tag_ != "VBN"
                and doc[stop].pos_ != "AUX"
            )
        ):
            break
        names_body = doc[at].lower_ in ("of", "from") and tail[-1].tag_ in ("NN", "NNP")
        at = end = stop if names_body else people[-1].i + 1
    return end


def _is_one_more(tail: Span, noun: Token) -> bool:
    """Whether a phrase behind "and" names one person more, whom the number does not count: "ten soldiers and their
    driver"."""
    definite = tail[0].tag_ == "PRP$" or tail[0].lower_ == "the"
    return tail[0].nbor(-1).lower_ == "and" and definite and noun.tag_ in ("NN", "NNP")


def _categories(words: list[str], head: int) -> list[GroupCategory]:
    parts: list[list[str]] = [[]]
    heads: list[int] = [0]
    for k, word in enumerate(words):
        if word in ("and", "or") and k > head:
            parts.append([])
            heads.append(0)
            continue
        parts[-1].append(word)
    heads[0] = min(head, len(parts[0]) - 1)
    out = []
    for k, part in enumerate(parts):
        category = group_words.category_of(part, heads[0] if k == 0 else len(part) - 1)
        if category is not None:
            out.append(category)
    return out

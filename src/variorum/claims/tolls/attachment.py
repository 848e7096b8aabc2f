"""How a count hangs on a casualty word: by the parse, and where that fails by the order of the words. Each way has a
name."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger, triggers
from variorum.claims.tolls import clauses
from variorum.claims.tolls.casualties import STATES, follows_people, part_of_speech, victims
from variorum.claims.tolls.counts import Count, is_of_some, names_person
from variorum.claims.tolls.lexicon import words
from variorum.models import Outcome

Tie = tuple[int, str]
"""How strongly a count hangs on a casualty word, and the name of the rule that says so."""

_BE = frozenset("were was are is been".split())

_TOLL_VERBS = frozenset(
    "to at of as is was reached reaches hit hits climbed rose rises risen stood stands exceeded exceeds "
    "surpassed passed passes topped tops in from by above : between jumped increased grew".split()
)
_REACH = 12
"""How many tokens may lie between a casualty word and its number where only the order of words ties them."""


def best_tie(doc: Doc, count: Count, found: Sequence[Trigger], counts: Sequence[Count]) -> tuple[Trigger, str] | None:
    ties = [(tie, trigger) for trigger in found if (tie := _tie(doc, count, trigger, counts)) is not None]
    if not ties:
        return None
    (_, rule), trigger = max(ties, key=lambda t: (t[0][0], -abs(t[1].start - count.number)))
    if _describes(count, trigger):
        sure = [t for t in ties if t[0][0] >= _SURE and not _describes(count, t[1])]
        others = [t for t in sure if _outdoes(doc, count, t[1], trigger)]
        (_, rule), trigger = max(others or [((0, rule), trigger)], key=lambda t: t[0][0])
    death = _death_of(doc, count, trigger, [t for _, t in ties]) or _later_death(doc, count, trigger, found)
    return (trigger, rule) if death is None else (death, "victim of the verb")


_SURE = 8
"""From which strength on a tie is heeded before that of a word that only describes the people."""


def _describes(count: Count, trigger: Trigger) -> bool:
    """Whether a casualty word stands before the noun for people, and may say who they were: "displaced people"."""
    return count.noun is not None and count.number < trigger.start < count.noun


def _outdoes(doc: Doc, count: Count, trigger: Trigger, before: Trigger) -> bool:
    """Whether a casualty word tells what befell people of whom another says what they were: "seven displaced people
    were killed", "two of the wounded soldiers died", "the death of a wounded officer"; not "100 wounded people" in a
    list of the dead."""
    died = "suffers" in trigger.parts or doc[trigger.end : count.start].text.lower() == "of"
    return trigger.outcome == "killed" and (before.outcome != "injured" or died)


def _death_of(doc: Doc, count: Count, trigger: Trigger, tied: Sequence[Trigger]) -> Trigger | None:
    """The word for the death of people of whom another word tells what came before: "two children injured by a mine
    have died", "three officials were kidnapped and later killed"."""
    if trigger.outcome == "killed" or count.noun is None:
        return None
    for other in tied:
        if other.outcome != "killed" or count.noun not in {v.i for v in victims(doc, other)}:
            continue
        first, later = doc[trigger.start], doc[other.start]
        told = first.dep_ in ("acl", "relcl") and "suffers" in other.parts
        if told or (later.dep_ == "conj" and later.head == first and not _has_object(later)):
            return other
    return None


_THEY = frozenset("they he she".split())


def _later_death(doc: Doc, count: Count, trigger: Trigger, found: Sequence[Trigger]) -> Trigger | None:
    """The word for the death that came after what is told of people: "two officers were held for hours before they
    died"."""
    if trigger.outcome not in ("injured", "captured", "displaced", "missing"):
        return None
    for other in found:
        word = doc[other.start]
        if other.outcome != "killed" or other.start < trigger.start or word.dep_ != "advcl":
            continue
        told = [c for c in word.lefts if c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _THEY]
        passive = "suffers" in other.parts or clauses.is_passive(word)
        before = any(c.lower_ == "before" and c.dep_ == "mark" for c in word.lefts)
        if told and passive and before and _suffers(count, word.head):
            return other
    return None


def _suffers(count: Count, verb: Token) -> bool:
    """Whether people are the subject of a passive verb."""
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubjpass", "nsubj")), None)
    people = count.number if count.noun is None else count.noun
    return subject is not None and clauses.is_passive(verb) and people in {v.i for v in clauses.joined(subject)}


def _tie(doc: Doc, count: Count, trigger: Trigger, counts: Sequence[Count]) -> tuple[int, str] | None:
    """How strongly a count hangs on a casualty word, with the name of the rule; None where it does not."""
    if trigger.start <= count.number < trigger.end or _is_whole(doc, count, trigger):
        return None
    heads = {v.i for v in victims(doc, trigger)}
    anchor = count.noun if count.noun is not None else count.number
    if trigger.start == anchor:
        if _only_describes(doc[anchor]) and doc[count.start].lower_ not in number_words()["multiples"]:
            return None
        if doc[anchor].lower_ in STATES and count.end == anchor and anchor != count.start:
            return 12, "counted noun"  # "100 civilians killed 700 injured"
        return (9, "counted noun") if doc[anchor].tag_.startswith("N") or count.noun == anchor else None
    if trigger.start < anchor < trigger.end:
        return 9, "counted noun"  # "four shooting victims"
    if (
        trigger.start == _next_word(doc, count.last)
        and part_of_speech(doc, trigger) in ("state", "verb")
        and (doc[trigger.start].tag_ in ("VBN", "VBD", "JJ") or follows_people(doc, trigger.start))
        and _closes(doc, trigger, counts)
    ):
        certain = trigger.outcome in ("killed", "injured", "missing")
        return (11 if certain else 9), "count before casualty word"
    if _is_feared(doc, count, trigger):
        return 11, "count before casualty word"
    if anchor in heads or count.number in heads:
        return 10, "victim of the verb"
    if _opens_among(doc, count, trigger):
        return 9, "among the victims"
    if count.single and count.start != count.noun:
        return _among(doc, count, trigger)
    if count.single:
        return _among(doc, count, trigger) or _before(doc, count, trigger, counts)
    return (
        _told_as_all(doc, count, trigger, counts)
        or _among(doc, count, trigger)
        or _before(doc, count, trigger, counts)
        or _after(doc, count, trigger, counts)
        or _toll_number(doc, count, trigger, counts)
    )


_FEARED = frozenset("feared presumed believed reported".split())


def _is_feared(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """ "One dead and several others feared kidnapped": what is feared of people right before it."""
    return (
        trigger.start == count.last + 2
        and doc[count.last + 1].lower_ in _FEARED
        and doc[trigger.start].tag_ in ("VBN", "JJ", "VBD")
        and part_of_speech(doc, trigger) in ("state", "verb")
    )


def _told_as_all(doc: Doc, count: Count, trigger: Trigger, counts: Sequence[Count]) -> Tie | None:
    """ "Seven gunmen stormed the temple and all were killed": "all" is the people counted last before it."""
    if count.noun is None or not names_person(doc[count.noun]) or trigger.start <= count.last:
        return None
    told = [c for c in doc[trigger.start].lefts if c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("all", "both")]
    if not told or told[0].i <= count.last or any(True for _ in told[0].rights):
        return None
    others = any(count.last < c.start < told[0].i for c in counts)
    return None if others else (9, "told of as all")


def _is_whole(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """Whether a casualty word tells of one of the people counted, not of all: "one of five people shot there died",
    "none of the 40 passengers was hurt"."""
    if trigger.start <= count.last or not is_of_some(doc, count.start):
        return False
    word = doc[trigger.start]
    if trigger.start == count.last + 1 and (word.tag_ == "VBN" or (word.tag_ == "VBD" and not _has_object(word))):
        return False  # "one of five people killed there"
    return not doc[count.last].is_ancestor(doc[trigger.start])


def _next_word(doc: Doc, at: int) -> int:
    """The token behind people, adverbs aside ("two others seriously injured"), and the auxiliary of what befell them
    where they go on a list: "killed a cook and two others were hurt".
    """
    listed = doc[at].dep_ == "conj"
    at += 1
    first = at
    while at + 1 < len(doc) and (doc[at].tag_ == "RB" or (listed and doc[at].lower_ in _BE)):
        at += 1
    return at if at < len(doc) and doc[at].tag_ in ("VBN", "JJ") else first


def _only_describes(noun: Token) -> bool:
    """Whether a casualty noun describes the noun after it: "no arrest warrants", "two murder trials"."""
    if noun.dep_ != "compound" or noun.head.i != noun.i + 1 or noun.head.tag_ not in ("NN", "NNS"):
        return False
    return noun.head.lower_ not in group_words.heads()


def _before(doc: Doc, count: Count, trigger: Trigger, counts: Sequence[Count]) -> tuple[int, str] | None:
    """ "13 injured", "ten people were reportedly killed": the count, then the casualty word."""
    part = part_of_speech(doc, trigger)
    if (part == "noun" and "state" not in trigger.parts) or trigger.start <= count.last:
        return None
    if count.noun is not None and clauses.is_of_kin(doc[count.noun]):
        return None
    left = count.start > 0 and doc[count.start - 1].lemma_.lower() == "leave"
    between = _without_aside(doc[count.last + 1 : trigger.start], to_end=left)
    word = doc[trigger.start]
    if word.tag_ in ("VBG", "VBZ", "VBP", "VB") and part == "verb":
        return None
    if word.tag_ == "VBD" and part == "verb" and not _closes(doc, trigger, counts):
        return None
    if len(between) > _REACH or any(t.text in clauses.BREAKS for t in between) or _other_count(between, counts):
        return None
    shot = len(between) > 0 and between[0].lower_ in ("shot", "stabbed")  # "Teen shot, killed at bus stop"
    if all(
        t.pos_ in ("AUX", "ADV", "PART", "DET")
        or t.is_quote
        or t.lower_ in _PLAIN
        or t.tag_ == "MD"
        or (shot and t.lower_ in ("shot", "stabbed", ","))
        for t in between
    ):
        return 8, "count before casualty word"
    if count.single or count.noun is None or _tells_of_others(doc, count.noun, trigger):
        return None
    if names_person(doc[count.noun]) and not any(t.tag_ in ("VBD", "VBZ", "VBP") and t.pos_ == "VERB" for t in between):
        return 5, "count in the clause before"
    return None


_PLAIN = frozenset("more others other people and left pronounced declared confirmed feared presumed reported".split())
"""What may stand between a count and its casualty word beside auxiliaries: "two people were pronounced dead"."""
_ASIDES = frozenset("including among mostly mainly some most many all half".split())
_CLOSING = {",": ",", "(": ")", "-": "-", "–": "–", "—": "—", "--": "--"}


def _without_aside(between: Span, *, to_end: bool) -> list[Token]:
    """The words between a count and its casualty word, less a remark set off by two marks: "left 19 people, including
    eight nurses, injured", "one of them - a baker - was killed".

    to_end: a remark may want its second mark: "leaving 19 people, including eight nurses injured".
    """
    tokens = list(between)
    closing = _CLOSING.get(tokens[0].text) if tokens else None
    if closing is None or (closing == "," and (len(tokens) < 2 or tokens[1].lower_ not in _ASIDES)):
        return tokens
    at = next((k for k in range(len(tokens) - 1, 0, -1) if tokens[k].text == closing and tokens[k].whitespace_), None)
    if at is None:
        return [] if to_end and closing == "," else tokens
    return tokens[at + 1 :]


def _tells_of_others(doc: Doc, noun: int, trigger: Trigger) -> bool:
    """Whether a casualty word has a subject of its own behind the people counted: "with her four boys when she was
    shot"; or one before them, whose object they are: "she has three children and was killed"."""
    verb = doc[trigger.start]
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and child.tag_ not in ("WP", "WDT") and noun < child.i < verb.i:
            return True
    return doc[noun].dep_ == "dobj" and doc[noun].head.lemma_ == "have"


def _closes(doc: Doc, trigger: Trigger, counts: Sequence[Count]) -> bool:
    """Whether a casualty word ends its own small clause ("100 killed 700 injured"), so that what follows is not its
    object."""
    if trigger.end >= len(doc) or not _has_object(doc[trigger.start]):
        return True
    following = next((c for c in counts if c.start == trigger.end), None)
    if following is None or following.last + 1 >= len(doc):
        return False
    if following.noun == following.end and doc[following.end].lower_ in STATES:
        return True
    return any(True for _ in triggers([doc[following.last + 1].lower_]))


def _among(doc: Doc, count: Count, trigger: Trigger) -> tuple[int, str] | None:
    """ "At least 68 children were among the 126 people killed", "three of its workers were among the wounded"."""
    between = [t.lower_ for t in doc[count.last + 1 : trigger.start]] if trigger.start > count.last else []
    if "among" not in between or len(between) > _REACH + 4:
        return None
    lead = between[: between.index("among")]
    if not lead:  # "Five nurses among 12 killed in raid"
        return (9, "among the victims") if count.noun is not None and names_person(doc[count.noun]) else None
    return (9, "among the victims") if lead[-1] in _BE else None


def _opens_among(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """ "Among those killed was a 12-year-old girl"."""
    opening = doc[trigger.start].sent.start
    if doc[opening].lower_ != "among" or not 0 < trigger.start - opening <= _NEAR_OPENING or count.start < trigger.end:
        return False
    between = doc[trigger.end : count.start]
    return any(t.lower_ in _BE for t in between) and not any(t.pos_ == "VERB" for t in between)


_NEAR_OPENING = 4
"""Tokens from "Among" to the casualty word, at most."""


def _after(doc: Doc, count: Count, trigger: Trigger, counts: Sequence[Count]) -> tuple[int, str] | None:
    """ "killing at least 100", "kills 22", "deaths of five": the casualty word, then the count."""
    part = part_of_speech(doc, trigger)
    if count.start < trigger.end or part == "suffers":
        return None
    between = doc[trigger.end : count.start]
    word = doc[trigger.start]
    if (
        len(between) > _REACH
        or clauses.breaks_between(doc, between.start, between.end)
        or _other_count(between, counts)
    ):
        return None
    if part == "noun":
        return (7, "casualty noun of") if [t.lower_ for t in between] in (["of"], ["of", "the"]) else None
    if word.lower_ == "dead":
        return None
    if clauses.is_passive(word) or any(t.pos_ in ("ADP", "SCONJ") and t.lower_ != "of" for t in between):
        return None
    if all(t.pos_ in ("ADV", "DET", "ADJ", "PART", "CCONJ") or t.tag_.startswith("V") for t in between) and not any(
        t.text == "," for t in between
    ):
        return 8, "casualty verb before count"
    return None


def _toll_number(doc: Doc, count: Count, trigger: Trigger, counts: Sequence[Count]) -> tuple[int, str] | None:
    """ "the death toll rose to 58", "put the number of dead at 20", "described the death toll as in the dozens"."""
    if _is_running_total(doc, count, trigger):
        return 8, "running total"
    if doc[trigger.end - 1].lower_ not in (
        "toll",
        "tolls",
        "count",
        "dead",
        "killed",
        "deaths",
        "fatalities",
        "casualties",
        "injured",
        "wounded",
        "missing",
        "displaced",
        "detained",
    ):
        return None
    if count.start < trigger.end or count.start - trigger.end > 2 * _REACH or count.single:
        return None
    before = doc[trigger.start - 1].lower_ if trigger.start else ""
    counted = doc[trigger.end - 1].lower_ in ("toll", "tolls", "count") or any(
        t.lower_ in ("number", "numbers", "total", "figure") for t in doc[max(0, trigger.start - 4) : trigger.start]
    )
    if not counted or before == "no":
        return None
    between = doc[trigger.end : count.start]
    if _other_count(between, counts) and not any(t.lower_ == "from" for t in between):
        return None
    word = next((t for t in reversed(between) if t.lower_ not in ("the", "a", "an", "their")), None)
    modified = count.start < count.number and doc[count.start].lower_ in (
        "at",
        "more",
        "over",
        "about",
        "nearly",
        "almost",
        "some",
        "surpasses",
        "exceeds",
        "exceeded",
        "topped",
        "surpassed",
        "up",
    )
    return (9, "number of a toll") if modified or (word is not None and word.lower_ in _TOLL_VERBS) else None


_BROUGHT = words("verbs", "bring_toll")


def _is_running_total(doc: Doc, count: Count, trigger: Trigger) -> bool:
    """ "Two more died, bringing the total to nine": the total of what was told before."""
    if count.start < trigger.end or count.noun is not None:
        return False
    words = [t.lower_ for t in doc[max(trigger.end, count.start - 7) : count.start]]
    return (
        words[-1:] == ["to"]
        and not _BROUGHT.isdisjoint(words)
        and not {"total", "number", "figure", "tally"}.isdisjoint(words)
    )


def _other_count(between: Span | Sequence[Token], counts: Sequence[Count]) -> bool:
    here = {t.i for t in between}
    return any(c.start in here and not c.single for c in counts)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


def _may_join(doc: Doc, trigger: Trigger) -> bool:
    """Whether a casualty word can share its people with another: "killing and wounding dozens"."""
    return part_of_speech(doc, trigger) in ("verb", "state") or doc[trigger.start].lower_ in _WOUNDING


_WOUNDING = words("verbs", "wound")


def joint_outcome(
    doc: Doc, trigger: Trigger, found: Sequence[Trigger], count: Count, counts: Sequence[Count]
) -> Outcome | None:
    """ "killing and wounding dozens", "were killed or injured": one count for the dead and the injured together."""
    for other in found:
        first, second = sorted((trigger, other), key=lambda t: t.start)
        if (
            {first.outcome, second.outcome} != {"killed", "injured"}
            or not 0 <= second.start - first.end <= 2
            or second.end - second.start > 1
        ):
            continue
        middle = [t.lower_ for t in doc[first.end : second.start]]
        if not all(w in ("and", "or", "/", "also") for w in middle) or not (
            _may_join(doc, first) and _may_join(doc, second)
        ):
            continue
        rivals = [c for c in counts if c is not count and (c.last + 1 == first.start or 0 <= c.start - second.end <= 1)]
        if not rivals:
            return Outcome.KILLED_OR_INJURED
    return None

"""Which numbers are tolls: ties each count to the casualty word that governs it and to the people it counts.

The parse is asked first; where it fails (headlines, captions, lost punctuation) the order of the words decides. Each tie is named,
so that a claim can say by which rule it was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger, triggers
from variorum.claims import clauses
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

_NO_PEOPLE = frozenset(
    "cattle family families household households couple couples animal animals sheep goat goats horse horses dog dogs cow cows camel camels bird birds camels pig pigs house houses home homes building buildings"
    " vehicle vehicles car cars bomb bombs rocket rockets shell shells missile missiles day days week weeks month months year years hour hours minute minutes"
    " attack attacks blast blasts explosion explosions incident incidents raid raids times time percent town towns village villages city cities"
    " province provinces district districts country countries mile miles kilometers kilometres dollar dollars pound pounds euros pesos"
    " tank tanks truck trucks bus buses plane planes helicopter helicopters weapon weapons gun guns rifle rifles round rounds shots shot strikes strike airstrikes"
    " place places area areas side sides group groups count counts charge charges case cases hospital hospitals school schools shop shops store stores bases"
    " occasion occasions locations location operation operations clash clashes point points position positions hideout hideouts wounds gunshot bullet bullets".split()
)
_DETERMINERS = frozenset("the them these those its their his her more whom our other another".split())
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_STATES = frozenset("dead wounded injured killed missing hurt captured".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. aug. sept. oct. nov. dec.".split()
)
_STANDS_FOR = frozenset("others other more injured wounded dead killed missing ones".split())
_BE = frozenset("were was are is been".split())
_TOLL_WORDS = frozenset("toll tolls count massacre massacres body-count".split())
_PART_CUES = ("including", "among", "includes", "included", "includding")
_TOLL_VERBS = frozenset(
    "to at of as is was reached reaches hit hits climbed rose rises risen stood stands exceeded exceeds surpassed passed passes topped tops in from by above : between jumped increased grew".split()
)
_REACH = 12
"""How many tokens may lie between a casualty word and its number where only the order of words ties them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TollDraft:
    """A toll before its source, event and id are known. Tokens count in the Doc; `part_of` is the index of another draft."""

    start: int
    end: int
    count: CountRange
    outcome: Outcome
    trigger: int
    group: tuple[int, int] | None
    category: GroupCategory
    rule: str
    additional: bool = False
    part_of: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
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


def find_tolls(doc: Doc) -> tuple[TollDraft, ...]:
    """The tolls of a text in text order."""
    drafts: list[TollDraft] = []
    marked = doc.spans.get("quantities", [])
    for sentence in doc.sents:
        found = tuple(_shift(t, sentence.start) for t in triggers([t.lower_ for t in sentence]))
        found = _resolve(doc, found)
        if not found:
            continue
        counts = sorted([*_counts(doc, sentence, marked), *_singles(doc, sentence, found)], key=lambda c: c.start)
        drafts.extend(_sentence_tolls(doc, sentence, found, counts, len(drafts), drafts))
    return tuple(drafts)


def _shift(trigger: Trigger, by: int) -> Trigger:
    return replace(trigger, start=trigger.start + by, end=trigger.end + by)


def _resolve(doc: Doc, found: Sequence[Trigger]) -> tuple[Trigger, ...]:
    """Casualty words with the outcome that their neighbours give them: "shot and killed", "shot five people dead"."""
    out = []
    for k, trigger in enumerate(found):
        word = doc[trigger.start].lower_
        if trigger.outcome == "injured" and word in (
            "shot",
            "shoot",
            "stabbed",
            "burned",
            "stab",
            "shooting",
            "burn",
            "burnt",
        ):
            later = next((t for t in found[k + 1 :] if t.outcome == "killed" and t.start - trigger.end <= 6), None)
            if later is not None and not any(t.text in (",", ";") for t in doc[trigger.end : later.start]):
                continue
            if doc[trigger.start].tag_ in ("NN", "NNS", "JJ"):
                continue
        if word in ("life", "lives") and (
            doc[trigger.start].tag_.startswith("V") or doc[min(trigger.end, len(doc) - 1)].text == "-"
        ):
            continue
        out.append(trigger)
    return tuple(out)


# ---- counts --------------------------------------------------------------------------------------------------------------------


def _counts(doc: Doc, sentence: Span, marked: Sequence[Span]) -> Iterator[_Count]:
    for span in marked:
        if span.start < sentence.start or span.start >= sentence.end:
            continue
        noun = _counted_noun(doc, span, sentence.end)
        if noun is not None and doc[noun].lower_ in _NO_PEOPLE:
            continue
        if _is_date(doc, span) or (noun is not None and doc[noun].lower_ in _TOLL_WORDS):
            continue
        yield _Count(
            start=span.start,
            end=span.end,
            number=span.end - 1,
            count=span._.count,
            additional=span._.additional,
            noun=noun,
        )


def _is_date(doc: Doc, span: Span) -> bool:
    """Whether a bare number is a day or a year, or an age ("ages 17, 18 and 22")."""
    if len(span) > 1 or not span.text.isdigit():
        return False
    value = span._.count.low or 0
    before = doc[span.start - 1].lower_ if span.start else ""
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    if len(span.text) == 4 and 1900 <= value <= 2100:
        return True
    if value <= 31 and (before in _MONTHS or after in _MONTHS):
        return True
    start = span.start - 1
    while start > 0 and (doc[start].like_num or doc[start].text in (",", "and")):
        start -= 1
    if doc[start].lower_ in ("ages", "aged", "age"):
        return value < 120
    return value < 110 and before == "," and after in (",", ".", "and", "who", ")") and doc[span.start - 2].is_title


def _counted_noun(doc: Doc, span: Span, limit: int) -> int | None:
    """The noun that a number counts: the last noun for people in the phrase that follows, else the phrase's last noun."""
    at = span.end
    if at < limit and doc[at].lower_ == "of":
        at += 1
    while at < limit and doc[at].lower_ in _DETERMINERS:
        if doc[at].lower_ in ("them", "whom"):
            return None
        at += 1
    people, other = None, None
    for token in doc[at : min(limit, at + 9)]:
        if _ends_phrase(token, people is not None) or (people is not None and token.like_num):
            break
        if token.tag_ == "JJ" and token.i + 1 < limit and token.nbor(1).tag_ in _NOUN_TAGS:
            continue
        if token.lower_ in group_words.heads():
            if people is not None and (token.lower_ in _STATES or token.tag_ not in _NOUN_TAGS):
                break
            people = token.i
        elif token.lower_ in _NO_PEOPLE and people is None:
            if not (token.i + 1 < limit and token.nbor(1).tag_ in _NOUN_TAGS):
                return int(token.i)
        elif token.tag_ in _NOUN_TAGS:
            if (
                people is not None
                and token.dep_ != "compound"
                and doc[people].dep_ != "compound"
                and doc[people].tag_ != "JJ"
            ):
                break
            other = token.i
    if people is not None and other is not None and other > people and doc[people].dep_ == "compound":
        return other if doc[other].lower_ in _NO_PEOPLE else people
    return people if people is not None else other


def _ends_phrase(token: Token, found: bool) -> bool:
    if (
        token.pos_ in ("AUX", "CCONJ", "SCONJ", "PRON")
        or token.text in (".", ";", ":", "(", ")", '"', "“", "”", "?", "!")
        or token.is_space
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
    return (
        token.tag_ in ("VBD", "VBZ", "VBP", "VB", "MD")
        and token.lower_ not in group_words.heads()
        or (found and token.tag_ in ("VBN", "VBG", "RB"))
    )


def _singles(doc: Doc, sentence: Span, found: Sequence[Trigger]) -> Iterator[_Count]:
    """One person named by a noun: "a soldier", "another", "a third victim"; where a victim of a casualty word or a part is meant."""
    victims = {v.i for t in found for v in _victims(doc, t)}
    cue = next((t.i for t in sentence if t.lower_ in ("including", "includding")), None)
    if cue is not None:
        victims |= {t.i for t in doc[cue : min(sentence.end, cue + 14)] if t.lower_ in group_words.heads()}
    taken = {i for s in doc.spans.get("quantities", []) for i in range(s.start, s.end)}
    for i in sorted(victims):
        token = doc[i]
        if (
            i in taken
            or not sentence.start <= i < sentence.end
            or token.tag_ in ("NNS", "NNPS")
            or any(t.start <= i < t.end for t in found)
        ):
            continue
        if token.dep_ == "appos" and not (token.head.tag_ in ("NNS", "NNPS") or token.head.dep_ == "appos"):
            continue
        alone = token.lower_ == "another"
        if not alone and (
            token.lower_ not in group_words.heads()
            or token.lower_ in _TOLL_WORDS
            or any(t.dep_ == "nummod" for t in token.lefts)
        ):
            continue
        first = token if alone else next((t for t in token.lefts if t.lower_ in ("a", "an", "another", "one")), None)
        if first is None or first.i in taken:
            continue
        end = first.i + 1
        if end < len(doc) and doc[end].lower_ in number_words()["ordinals"]:
            end += 1
        yield _Count(
            start=first.i,
            end=end,
            number=end - 1,
            count=CountRange.exactly(1),
            additional=first.lower_ == "another",
            noun=None if alone else i,
            single=True,
        )


# ---- ties between counts and casualty words -----------------------------------------------------------------------------------------


def _victims(doc: Doc, trigger: Trigger) -> Iterator[Token]:
    """Heads of the noun phrases that the parse says suffer a casualty word."""
    token = doc[trigger.start]
    if not clauses.is_parsed(token):
        return
    part = _part(doc, trigger)
    if part == "suffers":
        yield from clauses.sufferers_of(token)
    elif part == "verb":
        yield from clauses.victims_of(token)
    elif part == "noun":
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from clauses.joined(inner)
        if trigger.outcome != "killed_or_injured":
            yield token
    else:
        yield from _described(token)


def _part(doc: Doc, trigger: Trigger) -> str:
    """The part that a casualty word plays here, of those that it can play."""
    token, parts = doc[trigger.start], trigger.parts
    if len(parts) == 1:
        return next(iter(parts))
    if token.tag_.startswith("V"):
        wanted = ("verb", "suffers", "state", "noun")
    elif token.tag_ in _NOUN_TAGS:
        wanted = ("noun", "state", "verb", "suffers")
    else:
        wanted = ("state", "verb", "noun", "suffers")
    return next(p for p in wanted if p in parts)


def _described(token: Token) -> Iterator[Token]:
    """Whom an adjective describes: "five dead", "left five dead", "five people were dead"."""
    if token.dep_ in ("amod", "acl"):
        yield from clauses.joined(token.head)
    elif token.dep_ in ("acomp", "attr", "oprd", "xcomp", "ccomp"):
        for child in [*token.head.children, *token.children]:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.i < token.i:
                yield from clauses.joined(child)


def _tie(doc: Doc, count: _Count, trigger: Trigger, counts: Sequence[_Count]) -> tuple[int, str] | None:
    """How strongly a count hangs on a casualty word, with the name of the rule; None where it does not."""
    if trigger.start <= count.number < trigger.end:
        return None
    heads = {v.i for v in _victims(doc, trigger)}
    anchor = count.noun if count.noun is not None else count.number
    if trigger.start == anchor:
        return (9, "counted noun") if doc[anchor].tag_.startswith("N") or count.noun == anchor else None
    if (
        trigger.start == count.last + 1
        and _part(doc, trigger) in ("state", "verb")
        and doc[trigger.start].tag_ in ("VBN", "VBD", "JJ")
        and _closes(doc, trigger, counts)
    ):
        return 11, "count before casualty word"
    if anchor in heads or count.number in heads:
        return 10, "victim of the verb"
    if count.single:
        return None
    return (
        _among(doc, count, trigger)
        or _before(doc, count, trigger, counts)
        or _after(doc, count, trigger, counts)
        or _toll_number(doc, count, trigger, counts)
    )


def _before(doc: Doc, count: _Count, trigger: Trigger, counts: Sequence[_Count]) -> tuple[int, str] | None:
    """ "13 injured", "ten people were reportedly killed": the count, then the casualty word."""
    part = _part(doc, trigger)
    if (part == "noun" and "state" not in trigger.parts) or trigger.start <= count.last:
        return None
    between = doc[count.last + 1 : trigger.start]
    word = doc[trigger.start]
    if word.tag_ in ("VBG", "VBZ", "VBP", "VB") and part == "verb":
        return None
    if word.tag_ == "VBD" and part == "verb" and not _closes(doc, trigger, counts):
        return None
    if (
        len(between) > _REACH
        or clauses.breaks_between(doc, between.start, between.end)
        or _other_count(between, counts)
    ):
        return None
    if all(
        t.pos_ in ("AUX", "ADV", "PART", "DET")
        or t.is_quote
        or t.lower_ in ("more", "others", "other", "people", "and", "left")
        or t.tag_ in ("MD",)
        for t in between
    ):
        return 8, "count before casualty word"
    if count.noun is not None and not any(t.tag_ in ("VBD", "VBZ", "VBP") and t.pos_ == "VERB" for t in between):
        return 5, "count in the clause before"
    return None


def _closes(doc: Doc, trigger: Trigger, counts: Sequence[_Count]) -> bool:
    """Whether a casualty word ends its own small clause ("100 killed 700 injured"), so that what follows is not its object."""
    if trigger.end >= len(doc) or not _has_object(doc[trigger.start]):
        return True
    following = next((c for c in counts if c.start == trigger.end), None)
    if following is None or following.last + 1 >= len(doc):
        return False
    return any(True for _ in triggers([doc[following.last + 1].lower_]))


def _among(doc: Doc, count: _Count, trigger: Trigger) -> tuple[int, str] | None:
    """ "At least 68 children were among the 126 people killed", "three of its workers were among the wounded"."""
    between = [t.lower_ for t in doc[count.last + 1 : trigger.start]] if trigger.start > count.last else []
    if "among" not in between or len(between) > _REACH + 4:
        return None
    lead = between[: between.index("among")]
    return (9, "among the victims") if lead and lead[-1] in _BE else None


def _after(doc: Doc, count: _Count, trigger: Trigger, counts: Sequence[_Count]) -> tuple[int, str] | None:
    """ "killing at least 100", "kills 22", "deaths of five": the casualty word, then the count."""
    part = _part(doc, trigger)
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
    if word.lower_ in ("dead",):
        return None
    if clauses.is_passive(word) or any(t.pos_ in ("ADP", "SCONJ") and t.lower_ != "of" for t in between):
        return None
    if all(t.pos_ in ("ADV", "DET", "ADJ", "PART", "CCONJ") or t.tag_.startswith("V") for t in between) and not any(
        t.text == "," for t in between
    ):
        return 8, "casualty verb before count"
    return None


def _toll_number(doc: Doc, count: _Count, trigger: Trigger, counts: Sequence[_Count]) -> tuple[int, str] | None:
    """ "the death toll rose to 58", "put the number of dead at 20", "described the death toll as in the dozens"."""
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
    ):
        return None
    if count.start < trigger.end or count.start - trigger.end > 2 * _REACH or count.single:
        return None
    before = doc[trigger.start - 1].lower_ if trigger.start else ""
    counted = doc[trigger.end - 1].lower_ in ("toll", "tolls", "count") or any(
        t.lower_ in ("number", "numbers", "total", "figure") for t in doc[max(0, trigger.start - 4) : trigger.start]
    )
    if not counted or before in ("no",):
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


def _other_count(between: Span, counts: Sequence[_Count]) -> bool:
    return any(between.start <= c.start < between.end and not c.single for c in counts)


def _has_object(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


# ---- tolls of a sentence ----------------------------------------------------------------------------------------------------------


def _sentence_tolls(
    doc: Doc,
    sentence: Span,
    found: Sequence[Trigger],
    counts: Sequence[_Count],
    offset: int,
    earlier: Sequence[TollDraft],
) -> list[TollDraft]:
    drafts: list[TollDraft] = []
    for count in counts:
        part = _whole_of(doc, count, drafts, offset, earlier, sentence)
        best = _best_tie(doc, count, found, counts)
        if best is None and part is None:
            continue
        if (
            part is not None
            and count.noun is not None
            and doc[count.noun].lower_ not in group_words.heads()
            and not doc[count.noun].is_title
        ):
            part = None
        if best is None and part is None:
            continue
        if part is not None and (
            best is None or best[1] in ("count in the clause before", "count before casualty word")
        ):
            whole = drafts[part - offset] if part >= offset else earlier[part]
            drafts.append(
                _draft(doc, count, Outcome(whole.outcome), whole.trigger, "part of a whole", drafts, whole, part)
            )
            continue
        assert best is not None
        trigger, rule = best
        if (
            count.noun is not None
            and doc[count.noun].lower_ in ("bodies", "body", "corpses", "corpse")
            and trigger.outcome == "injured"
        ):
            trigger = replace(trigger, outcome="killed")
        if trigger.outcome in ("displaced", "captured") and _is_future(doc[trigger.start]):
            continue
        outcome = _both(doc, trigger, found, count, counts) or Outcome(trigger.outcome)
        if not _counts_people(doc, count, trigger):
            continue
        drafts.append(_draft(doc, count, outcome, trigger.start, rule, drafts, None, part))
    return [_part_of_next(k, drafts, offset) for k in range(len(drafts))]


def _part_of_next(k: int, drafts: Sequence[TollDraft], offset: int) -> TollDraft:
    """ "68 children were among the 126 killed": the whole stands after its part."""
    draft = drafts[k]
    if (
        draft.rule != "among the victims"
        or draft.part_of is not None
        or k + 1 >= len(drafts)
        or drafts[k + 1].outcome != draft.outcome
    ):
        return draft
    return replace(draft, part_of=offset + k + 1)


def _both(
    doc: Doc, trigger: Trigger, found: Sequence[Trigger], count: _Count, counts: Sequence[_Count]
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
        if not all(w in ("and", "or", "/", "also") for w in middle) or {_part(doc, first), _part(doc, second)} - {
            "verb",
            "state",
        }:
            continue
        rivals = [c for c in counts if c is not count and (c.last + 1 == first.start or 0 <= c.start - second.end <= 1)]
        if not rivals:
            return Outcome.KILLED_OR_INJURED
    return None


def _best_tie(
    doc: Doc, count: _Count, found: Sequence[Trigger], counts: Sequence[_Count]
) -> tuple[Trigger, str] | None:
    ties = [(tie, trigger) for trigger in found if (tie := _tie(doc, count, trigger, counts)) is not None]
    if not ties:
        return None
    (_, rule), trigger = max(ties, key=lambda t: (t[0][0], -abs(t[1].start - count.number)))
    return trigger, rule


def _counts_people(doc: Doc, count: _Count, trigger: Trigger) -> bool:
    if count.noun is None:
        return True
    noun = doc[count.noun]
    if noun.lower_ in _NO_PEOPLE:
        return False
    if doc[trigger.start].lower_ in _LOOSE_VERBS and not _loose_fits(doc, trigger, noun):
        return False
    if noun.lower_ in group_words.heads() or trigger.start <= noun.i < trigger.end:
        return True
    return trigger.outcome in ("killed", "injured") and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def _is_future(verb: Token) -> bool:
    return any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "to", "could", "should", "'ll", "must", "shall")
        for c in verb.children
    )


_LOOSE_VERBS = frozenset(
    "lose loses lost losing destroy destroys destroyed destroying neutralize neutralized neutralizes neutralise neutralised take takes took taking wipe wiped life lives".split()
)


def _loose_fits(doc: Doc, trigger: Trigger, noun: Token) -> bool:
    """Words that tell of deaths only beside people: "lost five men", "destroyed 120 militants", "claimed 67 lives"."""
    word = doc[trigger.start].lower_
    if word in ("life", "lives"):
        return any(t.lower_ in _LIFE_TAKERS for t in doc[max(0, trigger.start - 7) : trigger.start])
    return (
        noun.lower_ in group_words.heads() and noun.lower_ not in ("life", "lives") or trigger.end - trigger.start > 1
    )


_LIFE_TAKERS = frozenset(
    "claim claims claimed claiming take takes took taken taking cost costs costing lost lose losing end ended ending".split()
)


def _whole_of(
    doc: Doc, count: _Count, drafts: Sequence[TollDraft], offset: int, earlier: Sequence[TollDraft], sentence: Span
) -> int | None:
    """The toll of which this count is a part: "including 20 officers", "three of them children", "of whom five were women"."""
    here = [offset + k for k, d in enumerate(drafts) if d.part_of is None]
    after = [t.lower_ for t in doc[count.end : count.end + 3]]
    if (
        here
        and after
        and after[0] in ("critically", "seriously", "gravely", "fatally")
        and doc[count.start - 1].text in (",", "and")
    ):
        return here[-1]
    if after[:2] in (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"], ["of", "which"]) or (
        after[:2] == ["of", "the"]
        and after[2:]
        and after[2]
        in ("dead", "injured", "wounded", "victims", "killed", "deceased", "bodies", "casualties", "fatalities")
    ):
        if here:
            return here[-1]
        outcome = {"injured": Outcome.INJURED, "wounded": Outcome.INJURED}.get(after[2] if len(after) > 2 else "")
        recent = [k for k, d in enumerate(earlier) if d.part_of is None and (outcome is None or d.outcome == outcome)]
        return (
            recent[-1]
            if recent and after[1] in ("them", "the") and doc[earlier[recent[-1]].start].sent.end == sentence.start
            else None
        )
    if not here:
        return None
    whole = drafts[here[-1] - offset]
    begin = max(d.end for d in drafts)
    gap = [t.lower_ for t in doc[whole.end : count.start]]
    near = [t.lower_ for t in doc[max(whole.end, begin - 1) : count.start]]
    if any(w in ("whom", "which") for w in near) and any(w in ("of", "among", "including") for w in near):
        return here[-1]
    cue = next((k for k in range(len(gap) - 1, -1, -1) if gap[k] in _PART_CUES), None)
    if cue is None:
        return None
    tail = doc[whole.end + cue : count.start]
    if any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP") or t.text in (";", ".") for t in tail):
        return None
    if gap[cue] == "among" and (cue and gap[cue - 1] in _BE or "are" in gap[cue : cue + 1]):
        return None
    if (
        gap[cue] == "among"
        and "them" not in gap[cue : cue + 2]
        and "which" not in gap[cue : cue + 2]
        and "the" not in gap[cue : cue + 2]
    ):
        return None
    last = [t.lower_ for t in tail]
    if (
        any(t.lower_ in ("wounding", "injuring", "killing", "wounded", "injured", "killed", "dead") for t in tail)
        and "and" in last
    ):
        return None
    return here[-1]


def _draft(
    doc: Doc,
    count: _Count,
    outcome: Outcome,
    trigger: int,
    rule: str,
    drafts: Sequence[TollDraft],
    whole: TollDraft | None,
    part: int | None,
) -> TollDraft:
    group, category = _group(doc, count, trigger, whole, drafts)
    return TollDraft(
        start=count.start,
        end=count.end,
        count=count.count,
        outcome=outcome,
        trigger=trigger,
        group=group,
        category=category,
        rule=rule,
        additional=count.additional,
        part_of=part,
    )


def _group(
    doc: Doc, count: _Count, trigger: int, whole: TollDraft | None, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """The noun phrase that is counted and its category; a count without a noun takes that of the count before it."""
    if count.noun is None or (doc[count.noun].lower_ in _STANDS_FOR and count.noun - count.end <= 1):
        if whole is not None:
            return _of_them(doc, count, whole)
        return _stood_for(doc, count, trigger, drafts)
    start, end = count.end, count.noun + 1
    if start < end and doc[start].lower_ == "of":
        start += 1
        if start < end and doc[start].lower_ in ("the", "them", "these", "their", "its", "our"):
            start += 1
    start = min(start, count.noun)
    end = _extended(doc, end)
    words = [t.lower_ for t in doc[start:end]]
    categories = _categories(words, count.noun - start)
    if not categories:
        category = whole.category if whole is not None else GroupCategory.PEOPLE
    else:
        category = group_words.mixture(categories)
    if whole is not None and words[count.noun - start] in (
        "officer",
        "officers",
        "member",
        "members",
        "conscript",
        "conscripts",
        "recruit",
        "recruits",
    ):
        category = whole.category
    return (start, end), category


_ARRESTS = frozenset("arrest arrests arrested arresting detain detained detains custody charged jailed apprehended imprisoned".split())


def _stood_for(
    doc: Doc, count: _Count, trigger: int, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """Whom a count without a noun means: "two were wounded" those counted before, "scores of them" the people named before."""
    own = (count.noun, count.noun + 1) if count.noun is not None else None
    if [t.lower_ for t in doc[count.end : count.end + 2]] == ["of", "them"]:
        named = next((t for t in reversed(doc[max(0, count.start - 60) : count.start]) if _names_group(t)), None)
        if named is not None:
            return (named.i, named.i + 1), group_words.heads()[named.lower_]
    last = next((d for d in reversed(drafts) if d.part_of is None), None)
    if last is None or last.category is GroupCategory.PEOPLE or count.start - last.end >= 25 or count.start > trigger:
        return own, GroupCategory.PEOPLE
    return own or last.group, last.category


def _names_group(token: Token) -> bool:
    """Whether a noun names people who can be meant by "them"."""
    return token.tag_ == "NNS" and group_words.heads().get(token.lower_, GroupCategory.PEOPLE) is not GroupCategory.PEOPLE


def _of_them(doc: Doc, count: _Count, whole: TollDraft) -> tuple[tuple[int, int] | None, GroupCategory]:
    """ "three of them children": the noun stands after "of them"."""
    found = None
    for token in doc[count.end : count.end + 7]:
        if token.lower_ in group_words.heads() and token.lower_ not in _STATES:
            found = token
        if token.text in (",", ".", ";", "—", "–") or (found is not None and token.tag_ not in (*_NOUN_TAGS, "JJ")):
            break
    if found is not None:
        words = [t.lower_ for t in doc[max(count.end + 2, found.i - 1) : found.i + 1]]
        return (found.i, found.i + 1), group_words.category_of(words) or whole.category
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
        at = end = people[-1].i + 1
    return end


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

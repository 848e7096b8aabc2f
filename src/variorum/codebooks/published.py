"""Where a published number comes from among the claims of an event, and what would have to be believed for it.

A number can be told, be the end of an interval ("dozens" begins at 24), what a number word counts as, the sum of groups
that share nobody, or what is left of a whole without some of its parts. Else it lies within or between what is told, or
outside all of it: then it comes from a source that these reports don't have, or from a judgement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from variorum.codebooks.book import ARMED, OUTSIDE, TOTAL, Codebook
from variorum.codebooks.comparison import Coded, partings
from variorum.codebooks.disagreements.events import event_disagreements
from variorum.codebooks.disagreements.groups import holds
from variorum.codebooks.disagreements.phrases import clip, counted, listed, outcome_words, sentence, whom
from variorum.codebooks.evidence import Evidence, Voice, joined
from variorum.codebooks.rules.standing import share_nobody
from variorum.models import (
    Disagreement,
    DisagreementKind,
    GroupCategory,
    LinkedEvent,
    Outcome,
    Published,
    PublishedNumber,
    Stance,
)

_MOST_ADDED = 14
"""Of more voices the greatest are looked at when sums are tried: the work grows with the third power."""

_MOST_RIVALS = 4
_SAYS = re.compile(r"The report itself says: (“.*”)", re.DOTALL)


class How(StrEnum):
    """In which way a published number comes from claims."""

    TOLD = "told"
    END = "end"
    WORD = "word"
    PART = "part"
    SUM = "sum"
    REST = "rest"
    BOMBER = "bomber"
    WITHIN = "within"
    BETWEEN = "between"
    ABOVE = "above"
    BELOW = "below"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A published number and where it comes from. names: of all numbers of the row that say the same; claims: those
    that it was made of, or lies between; beliefs: what would have to be believed for it, each after "that"; ours: which
    of our codebooks have it, and where others part.
    """

    names: tuple[str, ...]
    number: PublishedNumber
    how: How
    claims: tuple[str, ...]
    sentence: str
    beliefs: tuple[str, ...]
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """A number that one voice's words allow to be read out of them: the stated one, an end, a number word's value."""

    voice: Voice
    value: int
    how: How
    words: str


@dataclass(frozen=True, slots=True)
class _Found:
    """An explanation; the lower its cost the plainer it is."""

    cost: float
    how: How
    terms: tuple[_Term, ...]
    sentence: str

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim for term in self.terms for claim in term.voice.claims))


def trace(row: Published, event: LinkedEvent, codebook: Codebook, coded: Sequence[Coded]) -> tuple[Traced, ...]:
    """The numbers of a row traced to the claims of the event, equal ones as one. codebook: whose camps and number words
    are the row's; coded: the event under our own codebooks.
    """
    trail = _Trail(event, codebook)
    same: dict[tuple[int, Outcome, str], list[PublishedNumber]] = {}
    for number in row.numbers:
        if number.value or number.camp != TOTAL:  # that nobody's status is unknown says nothing of the totals told
            same.setdefault((number.value, number.outcome, number.camp), []).append(number)
    return tuple(trail.traced(numbers, row, coded) for numbers in same.values())


def trace_sum(
    rows: Sequence[Published], event: LinkedEvent, codebook: Codebook, coded: Sequence[Coded]
) -> Traced | None:
    """The best numbers of several rows about one event, together; None where fewer than two give one, or no claim
    explains their sum.
    """
    numbers = [row.best for row in rows if row.best is not None]
    if len(numbers) < 2:
        return None
    number = PublishedNumber(name=f"{len(numbers)} rows together", value=sum(numbers), outcome=Outcome.KILLED)
    traced = _Trail(event, codebook).traced([number], rows[0], coded)
    return None if traced.how in _UNEXPLAINED else traced


_UNEXPLAINED = frozenset({How.WITHIN, How.BETWEEN, How.ABOVE, How.BELOW, How.NOTHING})


class _Trail:
    """The claims of one event, made ready for numbers to be looked for in them."""

    def __init__(self, event: LinkedEvent, codebook: Codebook) -> None:
        self.event, self.book = event, codebook
        self.evidence = Evidence(event)
        self.disagreements = event_disagreements(event)

    def traced(self, numbers: Sequence[PublishedNumber], row: Published, coded: Sequence[Coded]) -> Traced:
        """What there is to say of numbers of a row that are equal and count the same people."""
        number = numbers[0]
        voices = self.voices(number)
        scope = f"{_camp_words(number.camp)} {outcome_words(number.outcome)}"
        found = min(self.explanations(number, voices), key=lambda one: (one.cost, one.claims), default=None)
        beliefs: tuple[str, ...]
        if found is None:
            found = _unexplained(number.value, voices, scope)
            beliefs = (_beyond(row),) if number.value or voices else ()
        else:
            beliefs = tuple(self.beliefs(number, found, voices))
        return Traced(
            names=tuple(each.name for each in numbers),
            number=number,
            how=found.how,
            claims=found.claims,
            sentence=sentence(found.sentence),
            beliefs=beliefs,
            ours=tuple(_ours(numbers, row, self.event, coded)),
        )

    def voices(self, number: PublishedNumber) -> list[Voice]:
        """The voices that count whom the number counts: copies and repetitions as one, denied numbers left out."""
        stated = [voice for voice in self.evidence.voices(number.outcome) if voice.toll.stance is not Stance.DENIED]
        once = joined(joined(stated, lambda voice: voice.origin), lambda voice: voice.witness)
        camps = (number.camp,) if number.camp else tuple(c for c in self.book.all_camps if c != OUTSIDE)
        return sorted((v for v in once if self.book.camps[v.category] in camps), key=lambda voice: voice.rank)

    # --- what explains a number ---

    def explanations(self, number: PublishedNumber, voices: Sequence[Voice]) -> Iterator[_Found]:
        value = number.value
        terms = [term for voice in voices for term in self.terms(voice)]
        yield from self._single(value, terms)
        wholes = [term for term in terms if not term.voice.toll.part_of]
        parts = [term for term in terms if term.voice.toll.part_of and term.how is How.TOLD]
        yield from self._sums(value, wholes)
        yield from self._sums_of_parts(value, parts)
        yield from _rests(value, wholes, parts)
        if self.evidence.sub_type == "suicide_bomb" and number.outcome is Outcome.KILLED:
            for term in wholes:
                if term.value + 1 == value and term.how is How.TOLD:
                    words = f"no claim says {value:,}: it is one more than {term.words}, the suicide bomber"
                    yield _Found(4.5, How.BOMBER, (term,), words)

    def terms(self, voice: Voice) -> Iterator[_Term]:
        """The numbers that can be read out of a voice's words."""
        count, whose = voice.count, f"{counted(voice.toll)} ({voice.said_by})"
        if not voice.is_word and (count.low == count.high or None in (count.low, count.high)):
            yield _Term(voice, voice.best, How.TOLD, whose)
            return
        quote = f"“{clip(voice.toll.quote, 40)}” {whom(voice.toll)} ({count}; {voice.said_by})"
        value = next((word.value for word in self.book.words if word.low == count.low), None) if voice.is_word else None
        if value is not None:
            yield _Term(voice, value, How.WORD, f"what {self.book.name} counts {quote} as")
        for end, name in ((count.low, "low"), (count.high, "high")):
            if end is not None and end != value:
                yield _Term(voice, end, How.END, f"the {name} end of {quote}")

    def _single(self, value: int, terms: Iterable[_Term]) -> Iterator[_Found]:
        same = sorted((term for term in terms if term.value == value), key=_plainness)
        for how in (How.TOLD, How.WORD, How.END):
            saying = [term for term in same if term.how is how and not term.voice.toll.part_of]
            if saying:
                also = [term.voice.said_by for term in saying[1:]]
                words = f"{value:,} is {_as_told(saying[0])}" + (f"; so say {listed(also)}" if also else "")
                yield _Found({How.TOLD: 0, How.WORD: 1, How.END: 2}[how], how, tuple(saying), words)
        for term in (term for term in same if term.voice.toll.part_of):
            yield _Found(3, How.PART, (term,), f"{value:,} is only a part of another count: {term.words}")

    def _sums(self, value: int, terms: Sequence[_Term]) -> Iterator[_Found]:
        """Sums over two or three groups that share nobody."""
        stated = [term for term in terms if term.value and not (term.how is How.END and term.voice.is_word)]
        greatest = sorted(stated, key=lambda term: term.voice.rank, reverse=True)[:_MOST_ADDED]
        for size in (2, 3):
            for some in combinations(greatest, size):
                if sum(term.value for term in some) == value and self._share_nobody(some):
                    speakers = {term.voice.witness for term in some}
                    cost = 2 + size + sum(0.5 for term in some if term.how is not How.TOLD) - 0.4 * (len(speakers) == 1)
                    words = f"no claim says {value:,}: it is the sum of {listed([term.words for term in some])}"
                    yield _Found(cost, How.SUM, some, words)

    def _sums_of_parts(self, value: int, parts: Sequence[_Term]) -> Iterator[_Found]:
        for whole in dict.fromkeys(term.voice.toll.part_of for term in parts):
            some = tuple(term for term in parts if term.voice.toll.part_of == whole)
            if len(some) > 1 and sum(term.value for term in some) == value:
                words = f"no claim says {value:,}: it is the sum of parts, {listed([term.words for term in some])}"
                yield _Found(3.5, How.SUM, some, words)

    def _share_nobody(self, terms: Sequence[_Term]) -> bool:
        return all(self._apart(one.voice, other.voice) for one, other in combinations(terms, 2))

    def _apart(self, one: Voice, other: Voice) -> bool:
        camps = {self.book.camps[voice.category] for voice in (one, other)}
        return camps == {ARMED, TOTAL} or share_nobody(one, other)

    # --- what would have to be believed ---

    def beliefs(self, number: PublishedNumber, found: _Found, voices: Sequence[Voice]) -> Iterator[str]:
        used = _one_a_group(found.terms)
        for term in used:
            yield from _of_stance(term)
            if term.how is How.END:
                yield f"the words mean {term.value:,}, {term.words.split(' of ')[0]}"
        if found.how is How.PART:
            yield f"nobody but this part was {outcome_words(number.outcome)}"
        if found.how in (How.TOLD, How.WORD, How.END, How.SUM, How.BOMBER):
            yield from self._against(number, used, voices)
        if not number.camp and found.how is not How.REST:
            yield from self._left_out(used, voices)

    def _against(self, number: PublishedNumber, used: Sequence[_Term], voices: Sequence[Voice]) -> Iterator[str]:
        """What the rivals of the numbers that are used would have to be."""
        by_witness: dict[str, tuple[_Term, Voice]] = {}
        for voice in voices:
            if (term := self._ruled_out(number, used, voice)) is not None:
                by_witness.setdefault(voice.witness, (term, voice))
        explained: dict[tuple[str, str], list[str]] = {}
        for term, voice in by_witness.values():
            rival = f"{counted(voice.toll)} ({voice.said_by})"
            explained.setdefault(self._explained_away(term, voice), []).append(rival)
        said: set[str] = set()
        for (why, report_says), which in explained.items():
            what = listed(which[:_MOST_RIVALS]) + (
                f" and {more} more" if (more := len(which) - _MOST_RIVALS) > 0 else ""
            )
            says = f" (the report itself says: {report_says})" if report_says and report_says not in said else ""
            said.add(report_says)
            verb = {"is": "are", "was": "were", "counts": "count"} if len(which) > 1 else {}
            first, _, rest = why.partition(" ")
            yield f"{what} {verb.get(first, first)} {rest}{says}"

    def _ruled_out(self, number: PublishedNumber, used: Sequence[_Term], voice: Voice) -> _Term | None:
        """The term that a voice's words rule out: who counts the same people, or more, by another number; who counts
        fewer people, and still more of them; None where the voice leaves room for all.
        """
        toll = voice.toll
        if toll.part_of or toll.stance is not Stance.ASSERTED or any(voice is term.voice for term in used):
            return None
        within = [term for term in used if holds(toll, term.voice.toll)]
        if within:
            sum_ = sum(term.value for term in within)
            return None if voice.count.contains(sum_) or voice.best == sum_ else within[0]
        around = next((term for term in used if holds(term.voice.toll, toll) and voice.count.floor > term.value), None)
        if around is not None or number.camp:
            return around
        beside = [term for term in used if not self._apart(term.voice, voice)]
        return beside[0] if beside and voice.count.floor > sum(term.value for term in beside) else None

    def _explained_away(self, term: _Term, voice: Voice) -> tuple[str, str]:
        """What a rival would have to be, beginning with its verb; and what the report itself says of it, "" of nothing.

        By what kind of disagreement the two are in.
        """
        about = self._disagreement(term, voice)
        lower = voice.best < term.value
        kind = about.kind if about else None
        if about and kind is DisagreementKind.SCOPE:
            says = _SAYS.search(about.sentence)
            return f"counts {'only some of them' if lower else 'others, too'}", says[1] if says else ""
        if kind is DisagreementKind.TIME and voice.day != term.voice.day:
            return f"was {'an earlier' if voice.day < term.voice.day else 'a later'} count that does not hold", ""
        side = ", as another side's number" if kind is DisagreementKind.SIDE else ""
        return f"is too {'low' if lower else 'high'}{side}", ""

    def _disagreement(self, term: _Term, voice: Voice) -> Disagreement | None:
        """The disagreement that holds both, else one that begins with the rival."""
        theirs, mine = set(voice.claims), set(term.voice.claims)
        both = [one for one in self.disagreements if theirs & set(one.claims) and mine & set(one.claims)]
        own = [one for one in self.disagreements if one.claims and one.claims[0] in theirs]
        return next(iter((*both, *own)), None)

    def _left_out(self, used: Sequence[_Term], voices: Sequence[Voice]) -> Iterator[str]:
        """Groups that are counted in some report, and are not in the number."""
        outside = [
            voice for voice in voices if not voice.toll.part_of and all(self._apart(term.voice, voice) for term in used)
        ]
        groups: dict[GroupCategory, list[Voice]] = {}
        for voice in outside:
            groups.setdefault(voice.category, []).append(voice)
        for same in groups.values():
            counting = [voice for voice in same if voice.best > 0 and not voice.is_word]
            if counting:
                most = max(counting, key=lambda voice: voice.rank)
                nobody = [voice for voice in same if voice.count.floor == 0 and voice is not most]
                allows = f", as “{clip(nobody[0].toll.quote, 40)}” ({nobody[0].said_by}) allows" if nobody else ""
                yield f"{counted(most.toll)} ({most.said_by}) are not to be counted{allows}"


def _plainness(term: _Term) -> tuple[bool, bool, bool, tuple[int, int, str]]:
    """Sources before narrators, what is sure before what is doubted."""
    doubted = term.voice.toll.stance is not Stance.ASSERTED
    return doubted, term.voice.is_narrator, not term.voice.count.is_exact, term.voice.rank


def _as_told(term: _Term) -> str:
    if term.how is not How.TOLD:
        return term.words
    return f"the count of {term.voice.said_by}: {counted(term.voice.toll)}"


def _one_a_group(terms: Sequence[_Term]) -> list[_Term]:
    """Of terms with the same number of the same people the first."""
    return list({(term.value, term.voice.category): term for term in reversed(terms)}.values())[::-1]


def _rests(value: int, wholes: Iterable[_Term], parts: Sequence[_Term]) -> Iterator[_Found]:
    """What is left of a whole without some of its parts."""
    for whole in wholes:
        own = [term for term in parts if term.voice.toll.part_of in whole.voice.claims]
        for size in range(1, min(3, len(own)) + 1):
            for some in combinations(own, size):
                if whole.how is How.TOLD and value and whole.value - sum(term.value for term in some) == value:
                    without = listed([term.words for term in some])
                    words = f"no claim says {value:,}: it is what is left of {whole.words} without {without}"
                    yield _Found(3.6, How.REST, (whole, *some), words)


def _of_stance(term: _Term) -> Iterator[str]:
    if term.voice.toll.stance is Stance.DOUBTED:
        yield f"{counted(term.voice.toll)} holds, which is said to be unverified"
    elif term.voice.toll.stance is Stance.CONDITIONAL:
        yield f"the condition holds under which {counted(term.voice.toll)} is told"


def _unexplained(value: int, voices: Sequence[Voice], scope: str) -> _Found:
    """Where a number lies that no claim explains."""
    whole = [voice for voice in voices if not voice.toll.part_of]
    if not whole:
        said = "no claim counts" if value else "0, for no claim counts"
        return _Found(9, How.NOTHING, (), f"{said} {scope}")

    def term(voice: Voice) -> _Term:
        return _Term(voice, voice.best, How.TOLD, f"{counted(voice.toll)} ({voice.said_by})")

    holding = [
        term(v) for v in whole if v.count.contains(value) and v.count.low is not None and v.count.high is not None
    ]
    below = max((v for v in whole if v.high < value), key=lambda v: (v.high, v.rank), default=None)
    above = min((v for v in whole if v.best > value), key=lambda v: (v.best, v.rank), default=None)
    no = f"no claim says {value:,}"
    if holding:
        return _Found(
            9, How.WITHIN, tuple(holding), f"{no}: it lies within {listed([one.words for one in holding[:3]])}"
        )
    if below and above:
        ends = (term(below), term(above))
        return _Found(9, How.BETWEEN, ends, f"{no}: it lies between {ends[0].words} and {ends[1].words}")
    if below:
        return _Found(
            9, How.ABOVE, (term(below),), f"{no}: it is more than any number told; the highest is {term(below).words}"
        )
    lowest = term(above or whole[0])
    return _Found(9, How.BELOW, (lowest,), f"{no}: it is less than any number told; the lowest is {lowest.words}")


def _beyond(row: Published) -> str:
    named = f" (the row names: {clip(row.sources, 120)})" if row.sources else ""
    return f"a source gives it that these reports don't have{named}, or that it was judged from them"


def _camp_words(camp: str) -> str:
    return {"": "people", "state": "state forces", ARMED: "armed groups", "civilian": "civilians", TOTAL: "people"}.get(
        camp, camp
    )


# --- our own codebooks ---------------------------------------------------------------------------------------------


def _ours(
    numbers: Sequence[PublishedNumber], row: Published, event: LinkedEvent, coded: Sequence[Coded]
) -> Iterator[str]:
    """Which codebooks of ours have the same number, and at which rule the others part from the first of these."""
    value = numbers[0].value
    having = [(one, figure.name) for one in coded for figure in one.headline if _is(figure.value, value)]
    if having:
        yield f"The same: {listed([f'{one.codebook.name} {name}' for one, name in having])}."
    own = next((one for one in coded if one.codebook.name == row.codebook), None)
    named = {figure.name: figure for figure in own.figures} if own else {}
    for figure in (named[number.name] for number in numbers if number.name in named):
        if not _is(figure.value, value):
            has = "none" if figure.value is None else figure.value
            yield f"Our {row.codebook} has {figure.name} {has}: {figure.reason.removeprefix(f'{has}: ')}"
    if value == row.best and not numbers[0].camp:
        yield from _partings([one for one, name in having if name == one.main.name], event, coded)


def _partings(having: Sequence[Coded], event: LinkedEvent, coded: Sequence[Coded]) -> Iterator[str]:
    """Where the codebooks with another main figure part from the first of those that have it."""
    for other in coded if having else ():
        if other.main.value not in (None, having[0].main.value):
            for each in partings(event, (having[0], other)):
                at = "whom they count" if each.rule == "camps" else each.rule
                yield f"{other.codebook.name} {other.main.value} parts at {at}. {each.sentence}"


def _is(value: object, number: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value == number

"""What the claims of an event say, made ready for rules once for all codebooks: tolls with their origins and speakers,
beside the place, days and actors that most accounts give it (`variorum.consensus`).

Nothing here chooses a number, and nothing depends on the order in which accounts or claims come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from variorum.codebooks.disagreements.phrases import clip, counted, outcome_words, who, whom
from variorum.consensus import Consensus
from variorum.models import (
    Account,
    GroupCategory,
    LinkedEvent,
    Outcome,
    Responsibility,
    SourceKind,
    Stance,
    Toll,
)
from variorum.nouns import nouns
from variorum.values import CountRange

STATE_KINDS = frozenset({SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY})
"""The kinds of source that speak for a state."""

STATE_GROUPS = frozenset({GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY, GroupCategory.OFFICIAL})

OF_ANY_SIDE = frozenset({GroupCategory.PEOPLE, GroupCategory.CIVILIAN})
"""What reports call people who may belong to a side all the same."""

_GROUP_OF_ACTOR = {
    "state_forces": GroupCategory.SECURITY,
    "external_forces": GroupCategory.MILITARY,
    "rebel_group": GroupCategory.ARMED_GROUP,
    "political_militia": GroupCategory.ARMED_GROUP,
    "identity_militia": GroupCategory.ARMED_GROUP,
    "unidentified": GroupCategory.ARMED_GROUP,
    "civilians": GroupCategory.CIVILIAN,
    "protesters": GroupCategory.CIVILIAN,
}
"""Whom a toll of "people" counts where it is known to which actor they belong."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What one origin says of one group: its claims (copies and repetitions among them), and the numbers.

    toll: the first of them; account: that toll's; witness: who speaks, the same for all that one speaker says; day: of
    first publication; low, best, high: the least, the stated and the greatest number of its words, `low` None where the
    words set none ("up to 40"); is_word: whether the number is a word ("dozens", "many") and no figure; only_high:
    whether a rule lets it count for a highest number alone. said_by, counted: who says it and what is counted, in
    words. Two voices are the same one only where they are the same object.
    """

    toll: Toll
    account: Account
    category: GroupCategory
    claims: tuple[str, ...]
    origin: str
    witness: str
    day: date
    count: CountRange
    low: int | None
    best: int
    high: int
    said_by: str
    counted: str
    is_word: bool
    only_high: bool = False

    @property
    def is_narrator(self) -> bool:
        return not self.toll.sources

    @property
    def rank(self) -> tuple[int, int, str]:
        """An order that depends on what is said alone."""
        return self.best, self.high, self.claims[0]

    def joined(self, others: Iterable[Voice]) -> Voice:
        """The same with the claims of others that say the same; the earliest publication counts."""
        same = [self, *others]
        claims = tuple(sorted(claim for voice in same for claim in voice.claims))
        return replace(self, claims=claims, day=min(voice.day for voice in same))


_UNKNOWN = CountRange(None, None)


def is_word(count: CountRange) -> bool:
    """Whether the words name no number ("dozens", "several", "many"): vague, and an interval."""
    return count.approx and count.low != count.high


def may_be_none(count: CountRange) -> bool:
    """Whether a number word allows for nobody: "few, if any"."""
    return count.approx and count.low == 0 and count.high != 0


def joined(voices: Iterable[Voice], by: Callable[[Voice], Hashable]) -> list[Voice]:
    """Voices that say the same number of the same group and share what `by` gives, as one."""
    same: dict[Hashable, list[Voice]] = {}
    for voice in voices:
        count = voice.count
        said = (by(voice), voice.category, count.low, count.high, count.approx, voice.toll.stance)
        same.setdefault(said, []).append(voice)
    return [some[0] if len(some) == 1 else _joined_to_first(some) for some in same.values()]


def _joined_to_first(voices: list[Voice]) -> Voice:
    """One voice of many: the origin itself before its copies, then the earliest, of a report what it tells first."""

    def rank(voice: Voice) -> tuple[bool, date, str, int, str]:
        toll = voice.toll
        return voice.origin != toll.id, voice.day, voice.account.report_id, toll.span.start, toll.id

    first = min(voices, key=rank)
    return first.joined(voice for voice in voices if voice is not first)


class Evidence(Consensus):
    """The claims of an event as rules see them. Built once, read by every codebook."""

    def __init__(self, event: LinkedEvent) -> None:
        super().__init__(event)
        self._voices: dict[Outcome, tuple[Voice, ...]] | None = None

    def voices(self, outcome: Outcome) -> tuple[Voice, ...]:
        """Every toll of an outcome that belongs to the event itself, in an order of content."""
        if self._voices is None:
            found: dict[Outcome, list[Voice]] = {}
            sides = not (self.wholes and _are_mixed(self.event))
            for account in self.accounts:
                for toll in account.tolls:
                    if toll.event == account.event.id and toll.count != _UNKNOWN:
                        voice = _voice(account, toll, self.event.origin(toll.id), self.wholes, sides=sides)
                        found.setdefault(toll.outcome, []).append(voice)
            self._voices = {one: tuple(sorted(some, key=lambda v: v.rank)) for one, some in found.items()}
        return self._voices.get(outcome, ())

    @cached_property
    def voters(self) -> tuple[str, ...]:
        """The ids of the accounts that have a vote."""
        return tuple(account.id for account in self.speaking)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The id of the first of them, for steps that draw on what most say."""
        return self.voters[:1]

    @cached_property
    def wholes(self) -> frozenset[str]:
        """The origins of the counts that some report breaks down into parts."""
        return frozenset(self.event.origin(toll.part_of) for _, toll in self.event.tolls if toll.part_of)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which the accounts were published."""
        return frozenset(account.report.published or date.min for account in self.accounts)

    @cached_property
    def stances(self) -> frozenset[Stance]:
        """Every stance that some toll is told with."""
        return frozenset(toll.stance for account in self.accounts for toll in account.tolls)

    @cached_property
    def responsibility(self) -> tuple[Responsibility, ...]:
        """The claims of who did it, in an order of content."""
        found = [claim for account in self.accounts for claim in account.responsibility]
        return tuple(sorted(found, key=lambda claim: (claim.mode.value, claim.actor or "", claim.id)))


def _are_mixed(event: LinkedEvent) -> bool:
    """Whether some account tells of a force's or an armed group's people among mere people: then people are of no one
    side in any account."""
    people = {toll.id for _, toll in event.tolls if toll.group.category is GroupCategory.PEOPLE}
    among = (toll for _, toll in event.tolls if toll.part_of in people)
    return any(toll.group.category in _ARMED for toll in among)


_ARMED = frozenset((GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY, GroupCategory.ARMED_GROUP))


def _voice(account: Account, toll: Toll, origin: str, wholes: Container[str], *, sides: bool) -> Voice:
    """wholes: origins of the counts that some report breaks down; sides: whether mere people are of the side of the
    actor hit."""
    count = toll.count
    stated = count.low if count.low is not None else count.high or 0
    word = is_word(count)
    return Voice(
        toll=toll,
        account=account,
        category=_category(account, toll, broken_down=not sides or origin in wholes),
        claims=(toll.id,),
        origin=origin,
        witness=_witness(account, toll),
        day=account.report.published or date.min,
        count=count,
        low=count.low,
        best=stated,
        high=stated if word or count.high is None else count.high,
        said_by=_said_by(account, toll),
        counted=_in_its_words(toll) if word else counted(toll),
        is_word=word,
    )


def _said_by(account: Account, toll: Toll) -> str:
    """Who says it: "the ministry", "security officials through the AP", "Reuters itself"."""
    if toll.sources:
        return who(toll.sources)
    publisher = account.report.publisher
    return f"{clip(publisher, 40)} itself" if publisher else "the report itself"


def _in_its_words(toll: Toll) -> str:
    """What a number word counts, in the report's own words: "“dozens” policemen killed"."""
    return f"“{clip(toll.quote, 40)}” {whom(toll)} {outcome_words(toll.outcome)}"


def _category(account: Account, toll: Toll, *, broken_down: bool) -> GroupCategory:
    """The group's own category; of mere "people" that of the actor to whom they are said to belong, but where their
    count is broken down, perhaps over several sides.
    """
    if toll.group.category is not GroupCategory.PEOPLE or toll.victim_actor is None or broken_down:
        return toll.group.category
    actor = next((actor for actor in account.event.actors if actor.text == toll.victim_actor), None)
    return _GROUP_OF_ACTOR.get(actor.category, GroupCategory.PEOPLE) if actor else GroupCategory.PEOPLE


def _witness(account: Account, toll: Toll) -> str:
    """Who speaks: a named source by its name whatever report quotes it; an unnamed one and the narrator by outlet."""
    outlet = (account.report.publisher or account.report_id).casefold()
    if not toll.sources:
        return f"{outlet}:"
    speaker = toll.sources[-1]
    name = " ".join(nouns(speaker.text)) or speaker.text.casefold()
    return f"{outlet}:{name}" if speaker.anonymous else name


_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s|\n\s*\n")
_IN_ONE_BREATH = 160


def in_one_breath(one: Voice, other: Voice) -> bool:
    """Whether two tolls stand in one sentence of one report."""
    if one.account.report_id != other.account.report_id:
        return False
    first, last = sorted((one.toll.span, other.toll.span))
    if last.start - first.end > _IN_ONE_BREATH:
        return False
    return not _SENTENCE_END.search(one.account.report.text, first.end, max(first.end, last.start))


_AND = re.compile(
    r"(?:,\s*\d{1,3},?|\s+in\s+(?:his|her)\s+(?:\w+\s+)?\d0s)?\s*(?:,?\s*(?:and|&|as\s+well\s+as)\s|(?P<comma>,))\s*"
    r"(?:(?:an?|the|his|her|their|another)\s+)?(?:\d+[- ](?:year|month|day)s?[- ]old\s+)?",
    re.IGNORECASE,
)
"""What stands between two groups that are named side by side: "(a woman, 25,) and her (daughter)"."""

_IN_ONE_PHRASE = 120
_NAME = re.compile(r"[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)+")


def side_by_side(one: Voice, other: Voice) -> bool:
    """Whether one phrase of one report names both groups, one after the other: "an infant and two women". A comma alone
    is enough before a number of several people where the first is one person ("mother, 2 teens"), between names, and
    before a noun that shares the article of the first ("a mother, son and daughter").
    """
    if one.account.report_id != other.account.report_id:
        return False
    first, last = (one, other) if one.toll.span <= other.toll.span else (other, one)
    start, stop = first.toll.span.end, last.toll.span.start
    if not 0 < stop - start <= _IN_ONE_PHRASE:
        return False
    between = first.account.report.text[start:stop]
    found = _AND.fullmatch(between.removeprefix(" ").removeprefix(first.toll.group.text))
    if found is None or found["comma"] is None or first.best == 1 < last.best:
        return found is not None
    if first.best == last.best == 1 and last.toll.quote == last.toll.group.text:
        return True
    return all(_NAME.fullmatch(voice.toll.quote) for voice in (first, last))


def named_together(voices: Iterable[Voice]) -> frozenset[str]:
    """The first claims of those voices that stand side by side with another of them."""
    in_order = sorted(voices, key=lambda voice: (voice.account.report_id, voice.toll.span, voice.toll.id))
    pairs = [(one, other) for one, other in pairwise(in_order) if side_by_side(one, other)]
    return frozenset(voice.toll.id for pair in pairs for voice in pair)

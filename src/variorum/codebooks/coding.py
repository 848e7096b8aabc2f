"""The work sheet of one event under one codebook: which claims still stand, which numbers were chosen, and why.

Claims lie in pools, one for each outcome and camp ("killed", "state"). Rules take claims out of pools, choose a number
in each, and write figures; each says what it did in a step. A figure's derivation is the trail of the pools that it
draws on, in the order of the rules, and then its own last step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from variorum.codebooks.book import ARMED, TOTAL, Codebook, RuleUse
from variorum.codebooks.disagreements.phrases import listed
from variorum.codebooks.evidence import Evidence, Voice
from variorum.models import DerivationStep, Figure, Outcome

Pool = tuple[Outcome, str]
"""An outcome and a camp."""

Value = str | int | float | bool | None

_CAMPS = {
    "state": "state forces",
    "armed": "armed groups",
    "civilian": "civilians",
    "total": "people",
    "outside": "others",
}


@dataclass(slots=True)
class Tally:
    """What was chosen in one pool, and whose number it is. None: no claim stands."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    low_of: Voice | None = None
    best_of: Voice | None = None
    high_of: Voice | None = None

    def end(self, name: str) -> tuple[int | None, Voice | None]:
        """The number at an end (low, best, high), and whose it is."""
        match name:
            case "low":
                return self.low, self.low_of
            case "high":
                return self.high, self.high_of
        return self.best, self.best_of


NOTHING_CHOSEN = Tally()
"""Of a pool in which no claim stands; never written to."""


@dataclass(slots=True)
class Coding:
    """One event under one codebook, while its rules are applied.

    pools: the claims that stand; backing: those that stood before number words were set aside, which can still speak
    for a number; parts: claims that count a part of another, by the id of that; tallies: what was chosen; trail: the
    steps of each pool; figures: what came out, by name; done: the rules that were applied, in their order.
    """

    book: Codebook
    evidence: Evidence
    use: RuleUse = field(init=False)
    pools: dict[Pool, list[Voice]] = field(default_factory=dict)
    backing: dict[Pool, list[Voice]] = field(default_factory=dict)
    parts: dict[str, list[Voice]] = field(default_factory=dict)
    tallies: dict[Pool, Tally] = field(default_factory=dict)
    trail: dict[Pool, list[DerivationStep]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    done: list[tuple[RuleUse, Callable[[Coding], None]]] = field(default_factory=list)
    victim_camps: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.victim_camps = self.book.victim_camps
        camps = self.book.camps
        for outcome in self.book.outcomes:
            for voice in self.evidence.voices(outcome):
                self.pools.setdefault((outcome, camps[voice.category]), []).append(voice)

    def apply(self, use: RuleUse, rule: Callable[[Coding], None]) -> None:
        """Apply a rule as the codebook uses it."""
        self.use = use
        rule(self)
        self.done.append((use, rule))

    def of(self, voices: Iterable[Voice]) -> Coding:
        """What the rules so far make of some voices alone."""
        own = Coding(self.book, self.evidence)
        own.pools = {}
        for voice in voices:
            own.pools.setdefault((voice.toll.outcome, self.book.camps[voice.category]), []).append(voice)
        for use, rule in self.done:
            own.apply(use, rule)
        return own

    # --- steps ---

    def step(
        self,
        claims: Iterable[str],
        result: Value,
        sentence: str,
        parameters: tuple[str, ...] = (),
        accounts: tuple[str, ...] = (),
    ) -> DerivationStep:
        """A step of the rule that is applied now; `parameters` are the names of those that touched it, `accounts` the
        ids of those whose place, day or actors went in.
        """
        use = self.use
        chosen = self.book.chosen(parameters) if parameters else ()
        return DerivationStep(use.rule, tuple(claims), result, sentence, use.citation, use.mark, chosen, accounts)

    def note(self, pool: Pool, voices: Sequence[Voice], result: Value, sentence: str, *parameters: str) -> None:
        """A step in the trail of a pool."""
        self.trail.setdefault(pool, []).append(self.step(claims_of(voices), result, sentence, parameters))

    # --- pools ---

    def sift(
        self,
        leave_out: Callable[[Voice], bool],
        because: str,
        *parameters: str,
        where: Callable[[Pool], bool] | None = None,
        beside: str = "",
    ) -> None:
        """Takes the claims out of their pools for which `leave_out` says so, and notes why.

        beside: only where the pool holds another claim ("claim"), or another that states a number ("number").
        """
        fewest = 2 if beside else 1
        for pool, voices in self.pools.items():
            if len(voices) < fewest or (where is not None and not where(pool)):
                continue
            dropped = [voice for voice in voices if leave_out(voice)]
            if not dropped:
                continue
            left = [voice for voice in voices if voice not in dropped]
            words = beside == "claim" and self.book["number_words"] != "never"
            if beside and not any(words or not voice.is_word for voice in left):
                continue
            self.pools[pool] = left
            self.note(pool, dropped, "left out", f"Left out: {told(dropped)}, for {because}.", *parameters)

    def standing(self, outcome: Outcome, camp: str) -> list[Voice]:
        return self.pools.get((outcome, camp), [])

    def tally(self, outcome: Outcome, camp: str) -> Tally:
        return self.tallies.get((outcome, camp), NOTHING_CHOSEN)

    def parts_of(self, voice: Voice) -> list[Voice]:
        """The parts that are told of a count; where copies tell them too, those of the copy that tells most."""
        told_with = [self.parts[claim] for claim in voice.claims if claim in self.parts]
        return max(told_with, key=lambda parts: (len(parts), sum(part.best for part in parts)), default=[])

    def total_holds_attackers(self, outcome: Outcome) -> bool:
        """Whether the unspecified totals of this event include attackers: where one of them is broken down so."""
        return bool(self.parts) and any(
            self.book.camps[part.category] == ARMED
            for voice in self.standing(outcome, TOTAL)
            for part in self.parts_of(voice)
        )

    # --- figures ---

    def made_of(self, outcome: Outcome, end: str, camps: Iterable[str] | None = None) -> str:
        """What a number is made of: "55 state forces (security officials), 0 armed groups (diplomats)"."""
        parts = []
        for camp in self.book.all_camps if camps is None else camps:
            number, voice = self.tally(outcome, camp).end(end)
            if number is not None:
                by = f" ({voice.said_by})" if voice is not None else ""
                parts.append(f"{number} {_CAMPS.get(camp, camp)}{by}")
        return ", ".join(parts)

    def nothing(self, outcome: Outcome, camps: Iterable[str], whom: str) -> str:
        """Why there is no number: nobody counts them, or no claim that does is left."""
        what = f"no count of {whom} {outcome.value.replace('_', ' ')}"
        told_of = self.steps(outcome, camps)
        return f"{what} stands: those that are told were left out" if told_of else f"{what} is told"

    def steps(self, outcome: Outcome, camps: Iterable[str]) -> tuple[DerivationStep, ...]:
        """The trail of some camps of an outcome, in their order."""
        found: list[DerivationStep] = []
        for camp in camps:
            found += self.trail.get((outcome, camp), ())
        return tuple(found)

    def write(
        self,
        name: str,
        value: Value,
        reason: str,
        steps: Sequence[DerivationStep] = (),
        *parameters: str,
        claims: Iterable[str] = (),
        accounts: tuple[str, ...] = (),
    ) -> None:
        """A figure: the steps that led to it, and a last one whose sentence is its reason."""
        last = self.step(claims, value, reason, parameters, accounts)
        self.figures[name] = Figure(self.book.name, name, value, reason, (*steps, last))


def claims_of(voices: Sequence[Voice]) -> tuple[str, ...]:
    """The ids of all claims of some voices, each once."""
    if len(voices) == 1:
        return voices[0].claims
    return tuple(dict.fromkeys(claim for voice in voices for claim in voice.claims))


def told(voices: Sequence[Voice], most: int = 4) -> str:
    """Some claims in words, with who says them: "16 policemen killed (the ministry)"."""
    each = [f"{voice.counted} ({voice.said_by})" for voice in voices[:most]]
    more = len(voices) - most
    return listed(each) if more <= 0 else f"{', '.join(dict.fromkeys(each))} and {more} more"

"""How much each level of a comparison counts, and what follows for two accounts.

The weights are a settings file of Splink 5 (`data/linking/model.json`, written by `train/linking.py`): of each level
log2(m / u), m and u being its shares among pairs that are the same event and among pairs that are not. The same file
drives Splink over a whole ledger (`bulk`) and the judging of one report here.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.errors import DataError
from variorum.link.comparisons import COMPARISONS
from variorum.link.traits import Traits
from variorum.models import Judgement, Verdict, Weight

SAME, UNSURE = 0.5, 0.1
"""From which probability on two accounts are judged to be the same event, and from which on it is unsure."""

PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Model:
    """settings: Splink's, as in the file. prior: bits that two accounts that share a key are the same event, before
    anything is compared. bits: by comparison and level. name: what judgements say they are by.
    """

    settings: Mapping[str, Any]
    prior: float
    bits: Mapping[str, Mapping[str, float]]
    name: str

    def weights(self, a: Traits, b: Traits) -> Iterator[Weight]:
        """The prior, then what each comparison says that the accounts say enough for."""
        yield Weight(comparison=PRIOR, level="two accounts that share a key", bits=self.prior)
        for comparison, compare in COMPARISONS.items():
            level = compare(a, b)
            if level is not None:
                yield Weight(comparison=comparison, level=level, bits=self.bits[comparison][level])

    def total(self, a: Traits, b: Traits) -> float:
        """Bits in all: above 0 the accounts are rather the same event."""
        found = self.prior
        for comparison, compare in COMPARISONS.items():
            level = compare(a, b)
            if level is not None:
                found += self.bits[comparison][level]
        return found

    def may_be(self, a: Traits, b: Traits) -> bool:
        """Whether two accounts are not judged to be different; cheaper than a judgement, which has its reasons."""
        return probability(self.total(a, b)) >= UNSURE

    def judge(self, a: Traits, b: Traits) -> Judgement:
        """The judgement of two accounts; the same whichever comes first."""
        first, second = sorted((a.account, b.account))
        return self.judgement(first, second, tuple(self.weights(a, b)))

    def judgement(self, first: str, second: str, weights: tuple[Weight, ...]) -> Judgement:
        """What the weights of two accounts come to."""
        score = probability(sum(weight.bits for weight in weights))
        verdict = Verdict.SAME if score >= SAME else Verdict.UNSURE if score >= UNSURE else Verdict.DIFFERENT
        return Judgement(
            first=first,
            second=second,
            verdict=verdict,
            by=self.name,
            reason=_sentence(verdict, score, weights),
            score=round(score, 6),
            weights=weights,
        )


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return read(files("variorum.data").joinpath("linking/model.json").read_text("utf-8"))


def read(text: str) -> Model:
    """The model of a settings file. Raises DataError where a comparison is not ours, or a level has no weight."""
    settings = json.loads(text)
    levels = {made["output_column_name"]: _levels(made) for made in settings["comparisons"]}
    if list(levels) != list(COMPARISONS):
        raise DataError(f"the linking model compares {', '.join(levels)}; it must compare {', '.join(COMPARISONS)}")
    share = settings["probability_two_random_records_match"]
    name = f"rule:link-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return Model(settings=settings, prior=_rounded(share / (1 - share)), bits=levels, name=name)


def probability(bits: float) -> float:
    """The probability that these bits, log2 of odds, come to."""
    return 1 / (1 + 2**-bits) if bits > -1000 else 0.0


def _levels(comparison: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for level in comparison["comparison_levels"]:
        if level.get("is_null_level"):
            continue
        label = level["label_for_charts"]
        if not level.get("m_probability") or not level.get("u_probability"):
            raise DataError(f"the linking model has no weight for {comparison['output_column_name']}: {label}")
        found[label] = _rounded(level["m_probability"] / level["u_probability"])
    return found


def _rounded(odds: float) -> float:
    return round(math.log2(odds), 4) + 0.0


_SAID = {
    Verdict.SAME: "The same event",
    Verdict.UNSURE: "Perhaps the same event",
    Verdict.DIFFERENT: "Different events",
}


def _sentence(verdict: Verdict, score: float, weights: Sequence[Weight]) -> str:
    """The verdict, and the comparisons that say most for and against it."""
    compared = [weight for weight in weights if weight.comparison != PRIOR]
    strongest = sorted(compared, key=lambda weight: (-abs(weight.bits), weight.comparison))
    speaks = [weight for weight in strongest if weight.bits >= 0.5][:4]
    against = [weight for weight in strongest if weight.bits <= -0.5][:4]
    parts = [f"{_SAID[verdict]} ({score:.0%})"]
    if speaks:
        parts.append("for it: " + ", ".join(map(_told, speaks)))
    if against:
        parts.append("against it: " + ", ".join(map(_told, against)))
    return "; ".join(parts) + "."


def _told(weight: Weight) -> str:
    return f"{weight.comparison}: {weight.level} ({weight.bits:+.1f})"

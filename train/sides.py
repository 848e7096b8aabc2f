"""Fit how much each sign counts when the actors of an event are chosen: `src/variorum/data/sides.toml`.

    python -m train.sides --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data: its `gold/train` and the project's own `bench/own` are fitted on, and the
reports of every other folder named. A candidate (`annotate/sides/candidates.py`) is right where the annotation of the
aligned event has an actor of alike words on its side that no candidate before it is. The weights are those of a
logistic regression whose likelihood is made greatest by L-BFGS, drawn to those set by hand (`BY_HAND`); because some
signs depend on who was taken before, it is fitted a few times over, each on what the weights before would take.
Nothing is random. Cross-validation is over folds of whole reports, those of one incident in one fold.

The weights in the package were fitted with 102 further annotated news reports (`--also`) that can't be distributed;
without them they come out slightly different.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from train.annotated import PROJECT, annotated_rows, asked_for
from train.confidence import scorer
from train.kinds import aligned_events, drawn_to, each_of, packed
from variorum.annotate.sides import proposed
from variorum.annotate.sides.candidates import Candidate
from variorum.annotate.sides.chosen import likeliest, ranked
from variorum.pipeline import Reader

Json = dict[str, Any]
Weights = Mapping[str, float]

FILE = PROJECT / "src" / "variorum" / "data" / "sides.toml"
RIDGES = (1.0, 2.0, 4.0, 8.0)
RIDGE = 8.0
"""How strongly weights are drawn to those set by hand."""
SHIFT = 0.8
"""What is added to the bias: F1 wants what is a little less likely than not."""
BIAS = "bias"
RARE = 8
"""A sign that holds of fewer candidates is not fitted."""
ROUNDS = 4
BY_HAND: Weights = {
    BIAS: -3.0,
    "attacker by the rules": 4.0,
    "attacked by the rules": 4.0,
    "clash by the rules": 4.0,
    "its kind on its side": -1.0,
    "better words are there": -0.5,
    "says why they were there": 0.5,
    "alone says why they were there": 0.5,
    "vague, others say why they were there": -0.5,
    "attacked a person who speaks": -1.0,
    "attacker a person who speaks": -1.0,
    "attacked a person who fell here": 0.5,
    "attacked a person who fell, one is counted": 1.0,
    "attacked described beside a name": -0.5,
    "attacker a person who did it": 1.0,
    "attacker unnamed beside a name of one who did it": -0.5,
}
"""What is known beforehand: the weights are drawn to these."""


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated event: its report, its actors, and everybody who could be one."""

    report: str
    actors: Sequence[Json]
    options: Sequence[Candidate]


def main() -> None:
    asked = asked_for(__doc__)
    rows, folds = annotated_rows(asked.data, asked.also)
    score = scorer(asked.data / "score.py")
    found = [
        Example(drawn.extraction.report.id, event["actors"], _options(drawn, rank))
        for drawn, event, rank in aligned_events(Reader(), rows, score)
        if "actors" in event
    ]
    print("by the rules alone:", judged(((e, BY_HAND) for e in found), score))
    for ridge in RIDGES:
        print(f"ridge {ridge}, by cross-validation:", validated(found, folds, ridge, score))
    fitted = fit(found, RIDGE, score)
    print("fitted on all:", judged(((e, fitted) for e in found), score))
    if asked.write:
        FILE.write_text(HEAD + written(fitted), "utf-8")


def _options(drawn: Any, rank: int) -> tuple[Candidate, ...]:
    return proposed(drawn.stages[rank], drawn.frames[rank].evidence.hits)[1]


# ---- the model -----------------------------------------------------------------------------------


def fit(found: Sequence[Example], ridge: float, score: ModuleType) -> dict[str, float]:
    """The weights that make the annotated actors most likely, drawn to those set by hand."""
    weights: dict[str, float] = dict(BY_HAND)
    for _ in range(ROUNDS):
        rows = [row for example in found for row in decisions(example, weights, score)]
        counts = Counter(sign for signs, _ in rows for sign in signs)
        columns = [*sorted(sign for sign, n in counts.items() if n >= RARE), BIAS]
        matrix, right = packed([signs for signs, _ in rows], columns), np.array([float(ok) for _, ok in rows])

        def told(weights: Any, matrix: Any = matrix, right: Any = right) -> tuple[float, Any]:
            lost, wrong = each_of(matrix @ weights, right)
            return float(lost.sum()), matrix.T @ wrong

        done = drawn_to(np.array([BY_HAND.get(name, 0.0) for name in columns]), ridge, told)
        weights = {**BY_HAND, **{name: float(weight) for name, weight in zip(columns, done, strict=True)}}
    return {**weights, BIAS: weights[BIAS] + SHIFT}


def decisions(example: Example, weights: Weights, score: ModuleType) -> Iterator[tuple[dict[str, float], bool]]:
    """Each candidate as it is weighed: its signs, and whether it is one of the annotated actors not yet taken."""
    left = list(example.actors)
    for one, signs, odds in ranked(example.options, weights):
        same = [g for g in left if score.alike(g["text"], one.side.actor.text)]
        right = next((g for g in same if one.side.actor.side in (g["side"], "clash") or g["side"] == "clash"), None)
        yield signs, right is not None
        if right is not None and odds > 0:
            left.remove(right)


def judged(weighed: Iterable[tuple[Example, Weights]], score: ModuleType) -> str:
    """How well weights choose: F1 of the actors by their words, and the share on the right side."""
    counts: Counter[str] = Counter()
    ours = both = theirs = 0
    for example, weights in weighed:
        taken = likeliest(example.options, weights)
        mine = [{"text": a.text, "side": a.side, "category": a.category} for a in taken]
        score.score_actors(list(example.actors), mine, counts)
        ours, theirs, both = ours + len(mine), theirs + len(example.actors), counts["actors"]
    return (
        f"F1 {2 * both / (ours + theirs):.3f} (P {both / ours:.3f}, R {both / theirs:.3f}), "
        f"side {counts['side'] / both:.3f}, category {counts['category'] / both:.3f}"
    )


def validated(found: Sequence[Example], folds: Mapping[str, int], ridge: float, score: ModuleType) -> str:
    """How well actors are chosen, those of each report by weights that were fitted without it."""
    weighed = []
    for fold in sorted(set(folds.values())):
        weights = fit([e for e in found if folds[e.report] != fold], ridge, score)
        weighed += [(e, weights) for e in found if folds[e.report] == fold]
    return judged(weighed, score)


# ---- what is written -----------------------------------------------------------------------------

HEAD = """# What each sign counts for a candidate's being an actor of an event (if the sum is above zero). The signs
# are in variorum/annotate/sides/candidates.py. Written by train/sides.py.

[sides]
"""


def written(weights: Weights) -> str:
    kept = {sign: round(weight, 2) + 0.0 for sign, weight in sorted(weights.items())}
    return "".join(f'"{sign}" = {weight}\n' for sign, weight in kept.items() if weight)


if __name__ == "__main__":
    main()

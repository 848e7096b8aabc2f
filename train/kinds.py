"""Fit how much each sign counts for a weapon's or a target's being of an event: `src/variorum/data/kinds.toml`.

    python -m train.kinds --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data: its `gold/train` and the project's own `bench/own` are fitted on, and the
reports of every other folder named. Each type that anything speaks for (`annotate/weapons.py`, `annotate/targets.py`)
is of the event or not, as the annotation of the event that it is aligned with says: a logistic regression by L-BFGS,
the weights drawn to those that were set by hand (`BY_HAND`), nothing random. Cross-validation is over folds of whole
reports, those of one incident in one fold.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.data import load, report
from train.confidence import folds_of, scorer
from variorum.annotate.frames import EventFrame
from variorum.annotate.targets import may_have_targets
from variorum.annotate.targets import signs_of as target_signs
from variorum.interchange import to_json
from variorum.pipeline import Reader

Json = dict[str, Any]
Vector = NDArray[np.float64]
Signs = Mapping[str, Mapping[str, float]]

PROJECT = Path(__file__).parent.parent
FILE = PROJECT / "src" / "variorum" / "data" / "kinds.toml"
RIDGES = (0.5, 1.0, 2.0, 4.0)
RIDGE = 4.0
"""How strongly weights are drawn to those set by hand."""
SHIFTS = (0.0, 0.3, 0.5)
SHIFT = 0.3
"""What is added to the bias: F1 wants what is a little less likely than not."""
RARE = 4
"""A sign that holds of fewer types is not fitted."""


def _targets(frame: EventFrame) -> Signs:
    possible = may_have_targets(frame.evidence, frame.sub_type, frame.type)
    return target_signs(frame.evidence, frame.sub_type) if possible else {}


BY_HAND: Mapping[str, Mapping[str, float]] = {
    "targets": {
        "bias": -1.5,
        "place struck, sure": 2.5,
        "place struck, flow": 0.5,
        "place there, sure": 1.0,
        "place of care, sure": -1.0,
        "place of care, flow": -1.0,
        "victims are military": 2.0,
        "victims are police": 2.0,
        "victims are security": 1.5,
        "victims are official": 2.0,
        "victims are armed_group": 0.5,
        "victims are civilian": 1.0,
        "victims are people": 1.0,
        "is private_citizens": 0.5,
        "victims by their words": 1.5,
        "attacked by their words": 1.0,
        "attacked as fighters": 1.0,
        "attacked as state": 1.0,
        "by the state": 1.0,
        "few are state": -0.5,
        "few are fighters": -0.5,
        "few are civilians": -0.5,
        "the other force": -1.0,
        "others by their words": -1.0,
        "alone": 0.5,
    }
}
"""What is known beforehand: the weights are drawn to these."""


TABLES: Mapping[str, Callable[[EventFrame], Signs]] = {"targets": _targets}


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated event: its report, what the annotation says by table, and the signs of each type by table."""

    report: str
    right: Mapping[str, frozenset[str]]
    signs: Mapping[str, Signs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the benchmark data")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="folders of further annotated reports")
    parser.add_argument("--write", action="store_true", help="write the weights; else only tell how well they do")
    asked = parser.parse_args()
    folders = (asked.data / "gold" / "train", PROJECT / "bench" / "own", *asked.also)
    rows = [row for folder in folders for row in load(folder)]
    folds = folds_of(rows, asked.data / "gold" / "links.json")
    found = list(examples(rows, scorer(asked.data / "score.py")))
    fitted = {}
    for table in TABLES:
        for ridge in RIDGES:
            by_shift = (f"{shift} {validated(found, table, folds, ridge, shift):.3f}" for shift in SHIFTS)
            print(f"{table}, ridge {ridge}, F1 by cross-validation at shift", ", ".join(by_shift))
        fitted[table] = shifted(fit(found, table, RIDGE), SHIFT)
        print(f"{table}, fitted on all: {judged([(e, fitted[table]) for e in found], table):.3f}")
    if asked.write:
        FILE.write_text(HEAD + written(fitted), "utf-8")


def examples(rows: Iterable[Json], score: ModuleType) -> Iterator[Example]:
    """The annotated events that the reader finds, by their tolls."""
    reader = Reader()
    for row in rows:
        drawn = reader.draw(report(row))
        if drawn is None:
            continue
        ours = to_json(drawn.extraction)
        frames = {event["id"]: frame for event, frame in zip(ours["events"], drawn.frames, strict=True)}
        aligned = _aligned(row["tolls"], ours["tolls"], score)
        for event in row["events"]:
            frame = frames.get(aligned.get(event["id"], ""))
            if frame is not None and "actors" in event:
                yield Example(
                    report=row["document"]["id"],
                    right={table: frozenset(event.get(table) or ()) for table in TABLES},
                    signs={table: signs(frame) for table, signs in TABLES.items()},
                )


def _aligned(gold: Sequence[Json], ours: Sequence[Json], score: ModuleType) -> dict[str, str]:
    """Annotated event -> the event that shares most tolls with it, one to one."""
    pairs = [(gold[i]["event"], ours[j]["event"]) for i, j in score.match(gold, ours)]
    out: dict[str, str] = {}
    for (theirs, mine), _ in Counter(pair for pair in pairs if all(pair)).most_common():
        if theirs not in out and mine not in out.values():
            out[theirs] = mine
    return out


# ---- the model -----------------------------------------------------------------------------------


def fit(found: Sequence[Example], table: str, ridge: float) -> dict[str, float]:
    counts = Counter(sign for e in found for signs in e.signs[table].values() for sign in signs)
    names = sorted(sign for sign, n in counts.items() if n >= RARE)
    at = {name: k for k, name in enumerate(names)}
    options = [(kind in e.right[table], signs) for e in found for kind, signs in e.signs[table].items()]
    matrix = np.zeros((len(options), len(names) + 1))
    matrix[:, -1] = 1.0  # the bias
    for row, (_, signs) in enumerate(options):
        for sign, strength in signs.items():
            if sign in at:
                matrix[row, at[sign]] = strength
    right = np.array([float(is_right) for is_right, _ in options])
    known = BY_HAND[table]
    by_hand = np.array([known.get(name, 0.0) for name in (*names, "bias")])

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = matrix @ weights
        away = weights - by_hand
        slope = matrix.T @ (1 / (1 + np.exp(-odds)) - right) + ridge * away
        return float((np.logaddexp(0, odds) - right * odds).sum() + 0.5 * ridge * (away @ away)), slope

    done = minimize(loss, by_hand, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return {**known, **{name: float(weight) for name, weight in zip((*names, "bias"), done.x, strict=True)}}


def shifted(weights: Mapping[str, float], shift: float) -> dict[str, float]:
    return {**weights, "bias": weights["bias"] + shift}


def judged(weighed: Sequence[tuple[Example, Mapping[str, float]]], table: str) -> float:
    """F1 of the types of events, each event with the weights for it."""
    both = named = 0
    for example, weights in weighed:
        chosen = {kind for kind, signs in example.signs[table].items() if _odds(weights, signs) > 0}
        both += len(chosen & example.right[table])
        named += len(chosen) + len(example.right[table])
    return 2 * both / named


def _odds(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    return weights["bias"] + sum(weights.get(sign, 0.0) * strength for sign, strength in signs.items())


def validated(found: Sequence[Example], table: str, folds: Mapping[str, int], ridge: float, shift: float) -> float:
    """How well types are chosen, each event by weights that were fitted without its report."""
    weighed = []
    for fold in sorted(set(folds.values())):
        weights = shifted(fit([e for e in found if folds[e.report] != fold], table, ridge), shift)
        weighed += [(e, weights) for e in found if folds[e.report] == fold]
    return judged(weighed, table)


# ---- what is written -----------------------------------------------------------------------------

HEAD = """# How much each sign counts for a type's being among an event's targets. The signs are in
# variorum/annotate/targets.py.
# Written by train/kinds.py.
"""


def written(fitted: Mapping[str, Mapping[str, float]]) -> str:
    tables = []
    for table, weights in fitted.items():
        lines = (f'"{sign}" = {round(weight, 2) + 0.0}' for sign, weight in sorted(weights.items()))
        tables.append("\n".join([f"\n[{table}]", *lines]))
    return "\n".join(tables) + "\n"


if __name__ == "__main__":
    main()

"""Fit how much each sign counts when the kind of an event, its weapons and its targets are chosen:
`src/variorum/data/kinds.toml`.

    python -m train.kinds --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data: its `gold/train` and the project's own `bench/own` are fitted on, and the
reports of every other folder named. The kind is one of those that anything speaks for (`annotate/events/kinds.py`),
each as likely as exp(sum of its signs' weights). Whether an attack is a crime with no political side, and whether
each type that anything speaks for is among the weapons or targets (`weapons.py` and `targets.py` beside it), is a
logistic regression. What is right is what the annotation of the aligned event says. The likelihood is made greatest
by L-BFGS, the weights drawn to those that were set by hand (`BY_HAND`), nothing random. Cross-validation is over
folds of whole reports, those of one incident in one fold.

The weights of the targets in the package were fitted with 102 further annotated news reports (`--also`) that can't be
distributed; without them they come out slightly different. Those of the other tables (`KEPT`) are of earlier fits, with
37 of these (kinds, crime) and with 20 others (weapons): the further reports made them no better, so `--write` leaves
them as they are.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from bench.data import report
from train.annotated import PROJECT, annotated_rows, asked_for
from train.confidence import scorer
from variorum.annotate.events.frames import EventFrame
from variorum.annotate.events.kinds import crime_signs, kind_signs
from variorum.annotate.events.targets import may_have_targets, target_signs
from variorum.annotate.events.weapons import weapon_signs
from variorum.claims.accounts import Drawn
from variorum.interchange import to_json
from variorum.models import Actor
from variorum.pipeline import Reader

Json = dict[str, Any]
Vector = NDArray[np.float64]
Rows = NDArray[np.int64]
Signs = Mapping[str, Mapping[str, float]]

FILE = PROJECT / "src" / "variorum" / "data" / "kinds.toml"
RIDGES = (1.0, 2.0, 4.0, 8.0)
RIDGE = {"kinds": 8.0, "crime": 2.0, "weapons": 4.0, "targets": 8.0}
"""How strongly weights are drawn to those set by hand."""
KEPT = frozenset(("kinds", "crime", "weapons"))
"""Tables that stay as they are in the file."""
SHIFT = {"weapons": 0.3, "targets": 0.7}
"""What is added to the bias: F1 wants what is a little less likely than not."""
BIAS = "bias"
RARE = 4
"""A sign that holds of fewer types is not fitted."""


_TELLING = ("religious", "educational", "government", "media", "medical", "ngo", "political_party", "diplomatic")
"""Places and callings that were meant where they were hit: no mere people beside them."""
BY_HAND: Mapping[str, Mapping[str, float]] = {
    "kinds": {
        "points": 0.5,
        "a fight: most are armed": 1.25,
        "a fight: none is armed": -0.5,
        "an attack: most are armed": -0.75,
        "an attack: none is armed": 0.75,
        "arrests: all are captured": 2.5,
        "an abduction: all are captured": 1.0,
        "agreement: all are displaced": 2.0,
        "disrupted_weapons_use: nobody is killed": 1.5,
        "by aircraft": 2.0,
        "ground won first": 1.0,
        "the other side won": -4.0,
        "a bomber dies": 1.0,
        "a bomber is told of elsewhere": 1.0,
        "no arms": -1.0,
        "no riot": -2.0,
        "a rough crowd": 1.0,
        "a protest: a state faces unrest": 1.5,
        "an attack: a state faces unrest": -1.5,
        "a fight: a state faces unrest": -0.5,
        "a protest: a crowd is hit": 1.0,
        "an attack: a crowd is hit": -1.0,
        "a riot: a crowd is hit": -0.5,
        "excessive_force_against_protesters by force against protesters": 0.5,
        "a protest: the report tells of unrest": 0.3,
        "a riot: the report tells of unrest": 0.3,
        "an attack: the report tells of unrest": -0.3,
        "a fight: the report tells of unrest": -0.2,
    },
    "crime": {
        "bias": -2.0,
        "crime": 1.0,
        "conflict": -1.0,
        "mass": -1.0,
        "by rebel_group": -2.0,
        "by political_militia": -1.0,
        "by state_forces": -2.0,
        "by external_forces": -2.0,
        "on public people": -1.5,
        "armed people fall": -1.0,
        "many are killed": -0.5,
    },
    "weapons": {
        "bias": -1.5,
        "used, sure": 2.5,
        "used, flow": 1.0,
        "in answer, sure": 1.5,
        "in answer, flow": 0.5,
        "seized, sure": 1.0,
        "implied": 1.5,
        "share": 0.5,
        "unlikely": -1.5,
        "a bomb says more": -3.0,
        "a bomber says more": -2.0,
    },
    "targets": {
        "bias": -1.5,
        "place struck, sure": 2.5,
        "place struck, flow": 0.5,
        "place there, sure": 1.0,
        "place of care, sure": -1.0,
        "place of care, flow": -1.0,
        "place first": 0.3,
        "place often": 0.5,
        "place most": 0.5,
        "victims are military": 2.0,
        "victims are police": 2.0,
        "victims are security": 1.5,
        "victims are official": 2.0,
        "victims are armed_group": 0.5,
        "victims are civilian": 1.0,
        "victims are people": 1.0,
        "is private_citizens": 0.5,
        "hit by their words": 1.5,
        "attacked by their words": 0.5,
        "few by their words": -0.5,
        "attacked as fighters": 1.0,
        "attacked as state": 1.0,
        "taken as civilians attacked": 0.3,
        "taken as state attacked": 0.5,
        "taken as state clash": 1.0,
        "taken as fighters clash": 1.5,
        "by the state": 1.0,
        "few are state": -0.5,
        "few are fighters": -0.5,
        "few are civilians": -0.5,
        "the other force": -1.0,
        "forces are hit": -0.5,
        "alone": 0.5,
        "beside a place": -0.3,
        **dict.fromkeys((f"beside {target}" for target in _TELLING), -0.5),
        "beside business": 0.3,
        "beside transportation": 0.3,
    },
}
"""What is known beforehand: the weights are drawn to these."""
_CRIMES = ("attack", "armed_clash", "abduction_forced_disappearance")


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated event as one table sees it: its report, what is right, and the signs of each type that could be."""

    report: str
    right: frozenset[str]
    signs: Signs


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated event of a report, and its frame and actors as they are read."""

    report: str
    event: Json
    frame: EventFrame
    actors: Sequence[Actor]


def main() -> None:
    asked = asked_for(__doc__)
    rows, folds = annotated_rows(asked.data, asked.also)
    score = scorer(asked.data / "score.py")
    events = [
        Case(drawn.extraction.report.id, event, drawn.frames[rank], drawn.extraction.events[rank].actors)
        for drawn, event, rank in aligned_events(Reader(), rows, score)
        if "actors" in event
    ]
    fitted = tomllib.loads(FILE.read_text("utf-8"))
    for table, of in TABLES.items():
        found = [example for case in events if (example := of(case))]
        model = _Model(table)
        for ridge in RIDGES:
            print(f"{table}, ridge {ridge}, by cross-validation: {validated(found, model, folds, ridge):.3f}")
        known = model.fit(found, RIDGE[table])
        print(f"{table}, fitted on all: {model.judged([(e, known) for e in found]):.3f}")
        if table not in KEPT:
            fitted[table] = known
    if asked.write:
        FILE.write_text(HEAD + written(fitted), "utf-8")


# ---- what is right -------------------------------------------------------------------------------


def aligned_events(reader: Reader, rows: Iterable[Json], score: ModuleType) -> Iterator[tuple[Drawn, Json, int]]:
    """The annotated events that the reader finds, by their tolls: what it draws from the report, the annotation, and
    which of the events drawn it is."""
    for row in rows:
        drawn = reader.draw(report(row))
        if drawn is None:
            continue
        ours = to_json(drawn.extraction)
        names = [event["id"] for event in ours["events"]]
        aligned = _aligned(row["tolls"], ours["tolls"], score)
        for event in row["events"]:
            if event["id"] in aligned:
                yield drawn, event, names.index(aligned[event["id"]])


def _kind(case: Case) -> Example | None:
    kind = case.event["sub_type"]
    return Example(case.report, frozenset({kind}), kind_signs(case.frame.evidence)) if kind else None


def _crime(case: Case) -> Example | None:
    """Whether what is an attack, a fight or an abduction is a crime with no political side."""
    if case.event["sub_type"] not in _CRIMES or case.frame.sub_type not in _CRIMES:
        return None
    right = frozenset({"crime"}) if case.event["type"] == "other" else frozenset[str]()
    return Example(case.report, right, {"crime": crime_signs(case.frame.evidence)})


def _weapons(case: Case) -> Example:
    signs = weapon_signs(case.frame.evidence, case.frame.sub_type)
    return Example(case.report, frozenset(case.event["weapons"] or ()), signs)


def _targets(case: Case) -> Example:
    frame = case.frame
    possible = may_have_targets(frame.evidence, frame.sub_type, frame.type)
    signs = target_signs(frame.evidence, frame.sub_type, case.actors) if possible else {}
    return Example(case.report, frozenset(case.event["targets"] or ()), signs)


TABLES: Mapping[str, Callable[[Case], Example | None]] = {
    "kinds": _kind,
    "crime": _crime,
    "weapons": _weapons,
    "targets": _targets,
}


def _aligned(gold: Sequence[Json], ours: Sequence[Json], score: ModuleType) -> dict[str, str]:
    """Annotated event -> the event that shares most tolls with it, one to one."""
    pairs = [(gold[i]["event"], ours[j]["event"]) for i, j in score.match(gold, ours)]
    out: dict[str, str] = {}
    for (theirs, mine), _ in Counter(pair for pair in pairs if all(pair)).most_common():
        if theirs not in out and mine not in out.values():
            out[theirs] = mine
    return out


# ---- the models ----------------------------------------------------------------------------------


class _Model:
    """How one table chooses: one kind of all (`kinds`), or each type on its own, which has a bias."""

    def __init__(self, table: str) -> None:
        self.one = table == "kinds"
        self.shift = SHIFT.get(table, 0.0)
        self.by_hand = BY_HAND[table]

    def fit(self, found: Sequence[Example], ridge: float) -> dict[str, float]:
        taken = [e for e in found if not self.one or e.right & e.signs.keys()]
        counts = Counter(sign for e in taken for signs in e.signs.values() for sign in signs)
        names = sorted(sign for sign, n in counts.items() if n >= RARE)
        columns = names if self.one else [*names, BIAS]
        matrix = packed([signs for e in taken for signs in e.signs.values()], columns)
        right = np.array([float(kind in e.right) for e in taken for kind in e.signs])
        starts = starts_of(len(e.signs) for e in taken)

        def told(weights: Vector) -> tuple[float, Vector]:
            odds = matrix @ weights
            lost, wrong = one_of(odds, right, starts) if self.one else each_of(odds, right)
            return float(lost.sum()), matrix.T @ wrong

        done = drawn_to(np.array([self.by_hand.get(name, 0.0) for name in columns]), ridge, told)
        out = {**self.by_hand, **{name: float(weight) for name, weight in zip(columns, done, strict=True)}}
        return out if self.one else {**out, BIAS: out[BIAS] + self.shift}

    def judged(self, weighed: Sequence[tuple[Example, Mapping[str, float]]]) -> float:
        """F1 of what is chosen, each event with the weights for it; with one kind for each the share that is right."""
        both = named = 0
        for example, weights in weighed:
            chosen = self._chosen(example.signs, weights)
            both += len(chosen & example.right)
            named += len(chosen) + len(example.right)
        return 2 * both / named

    def _chosen(self, signs: Signs, weights: Mapping[str, float]) -> set[str]:
        odds = {
            kind: weights.get(BIAS, 0.0) + sum(weights.get(sign, 0.0) * strength for sign, strength in of.items())
            for kind, of in signs.items()
        }
        if self.one:
            return {max(odds, key=lambda kind: odds[kind])} if odds else set()
        return {kind for kind, value in odds.items() if value > 0}


def packed(rows: Sequence[Mapping[str, float]], columns: Sequence[str]) -> csr_array:
    """Signs as rows of numbers, mostly zeros, a column for each that is fitted; the bias is in every row."""
    at = {name: k for k, name in enumerate(columns)}
    always = {BIAS: 1.0} if BIAS in at else {}
    held = [
        (strength, row, at[sign])
        for row, signs in enumerate(rows)
        for sign, strength in {**signs, **always}.items()
        if sign in at
    ]
    strengths, of_rows, of_columns = zip(*held, strict=True) if held else ((), (), ())
    return csr_array((strengths, (of_rows, of_columns)), shape=(len(rows), len(at)))


def starts_of(sizes: Iterable[int]) -> Rows:
    """The row where each choice begins, by how many options each has."""
    return np.asarray(np.cumsum([0, *sizes])[:-1], np.int64)


def each_of(odds: Vector, right: Vector) -> tuple[Vector, Vector]:
    """The loss of a logistic regression in each row and its slope by the odds."""
    return np.logaddexp(0, odds) - right * odds, 1 / (1 + np.exp(-odds)) - right


def one_of(odds: Vector, right: Vector, starts: Rows) -> tuple[Vector, Vector]:
    """The loss of each choice, where one or more of its options are right, and its slope by the odds of each option."""
    sizes = np.diff(np.append(starts, len(odds)))

    def shares(votes: Vector) -> Vector:
        totals: Vector = np.add.reduceat(votes, starts)
        return votes / np.repeat(totals, sizes)

    votes = np.exp(odds - np.repeat(np.maximum.reduceat(odds, starts), sizes))
    likely = shares(votes)
    return -np.log(np.add.reduceat(likely * right, starts)), likely - shares(votes * right)


def drawn_to(known: Vector, ridge: float, told: Callable[[Vector], tuple[float, Vector]]) -> Vector:
    """The weights of the least loss, drawn to those known. `told`: the loss of weights, and its slope."""

    def loss(weights: Vector) -> tuple[float, Vector]:
        away = weights - known
        lost, slope = told(weights)
        return lost + 0.5 * ridge * float(away @ away), slope + ridge * away

    done = minimize(loss, known, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(done.x, np.float64)


def validated(found: Sequence[Example], model: _Model, folds: Mapping[str, int], ridge: float) -> float:
    """How well types are chosen, each event by weights that were fitted without its report."""
    weighed = []
    for fold in sorted(set(folds.values())):
        weights = model.fit([e for e in found if folds[e.report] != fold], ridge)
        weighed += [(e, weights) for e in found if folds[e.report] == fold]
    return model.judged(weighed)


# ---- what is written -----------------------------------------------------------------------------

HEAD = """# How much each sign counts when the kind of an event (kinds), its being a crime (crime), its weapons and its
# targets are chosen. The signs are in variorum/annotate/events: kinds.py, weapons.py and targets.py. Written
# by train/kinds.py.
"""


def written(fitted: Mapping[str, Mapping[str, float]]) -> str:
    tables = []
    for table, weights in fitted.items():
        lines = (f'"{sign}" = {round(weight, 2) + 0.0}' for sign, weight in sorted(weights.items()))
        tables.append("\n".join([f"\n[{table}]", *lines]))
    return "\n".join(tables) + "\n"


if __name__ == "__main__":
    main()

"""Fit how much each sign counts for a toll's being of an incident: `src/variorum/data/grouping.toml`.

    python -m train.incidents --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data: its `gold/train` and the project's own `bench/own` are fitted on, and the
reports of every other folder named. The model is the one that the reader applies: each toll of a report, in the
order of the text, goes to an incident told before or to a new one, each as likely as exp(sum of its signs' weights).
The likelihood of the annotated grouping is made greatest by L-BFGS, the weights drawn to those that were set by hand
(`BY_HAND`): nothing random. Those for many incidents at once stay as set by hand: fitted, they did no better.
Cross-validation is over five folds, with all reports that share an incident in one.

The weights in the package were fitted with 37 further annotated news reports (`--also`) that can't be distributed;
without them they come out different, and new incidents are told apart less often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from train.annotated import PROJECT, annotated_rows, asked_for
from train.confidence import report_of, scorer
from variorum.claims.incidents import likeness
from variorum.claims.incidents.grouping import MANY, NEW, Grouping, table_of
from variorum.claims.incidents.setting import Setting, settings_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.interchange import to_json
from variorum.pipeline import Reader

Json = dict[str, Any]
Vector = NDArray[np.float64]
Rows = NDArray[np.int64]
Weights = Mapping[str, Mapping[str, float]]

FILE = PROJECT / "src" / "variorum" / "data" / "grouping.toml"
RIDGES = (1.0, 2.0, 3.0, 4.0, 5.0, 10.0)
RIDGE = 4.0
"""How strongly weights are drawn to those set by hand."""
RARE = 4
"""A sign that holds of fewer options is not fitted."""
BY_HAND: Weights = {
    "one": {
        "current": 0.5,
        "main": 0.4,
        "same_number": 0.7,
        "other_number": -1.0,
        "same_sentence": 0.3,
        "same_paragraph": 0.2,
        "date_differs": -1.5,
        "past_differs": -1.2,
        "place_meets": 0.3,
        "place_differs": -1.0,
        "country_differs": -0.5,
        "family_differs": -1.2,
        "opens_new": -2.0,
        "goes_on": 0.5,
        "apart": -5.0,
        "opens_then": -2.5,
        "recalls": -2.5,
    },
    "new": {},
    "many": {
        "many": -1.9,
        "phrase": 1.6,
        "long_time": 1.5,
        "several_days": 0.9,
        "since": 1.2,
        "perfect": 1.0,
        "several_incidents": 2.0,
        "plural": 1.0,
        "war": 1.0,
        "large": 1.9,
        "distinct": 1.0,
        "two_places": 1.0,
        "masses": 0.8,
        "one_incident": -1.5,
        "member": 1.2,
        "number_of_many": 2.5,
        "number_of_one": -2.0,
    },
}

HELD = frozenset((("one", "opens_then"), ("one", "recalls")))
"""Signs that stay as set by hand: too few reports hold them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A report: its tolls with their settings, the annotated incident of each ("" for many at once, None where the
    annotation has no such toll), and the pairs of annotated toll and toll that count."""

    report: str
    drafts: Sequence[TollDraft]
    settings: Sequence[Setting]
    right: tuple[str | None, ...]
    counted: tuple[tuple[str, int], ...]
    carried: tuple[int, frozenset[int]]  # how many incidents the annotation tells; tolls that it calls optional


@dataclass(frozen=True, slots=True)
class Choice:
    """One toll: the table and the signs of each of its options, and which of them is right."""

    options: tuple[tuple[str, Mapping[str, float]], ...]
    right: int


def main() -> None:
    asked = asked_for(__doc__)
    rows, folds = annotated_rows(asked.data, asked.also)
    score = scorer(asked.data / "score.py")
    reader = Reader()
    found = [example for row in rows for example in examples(reader, row, score)]
    print("as it is:", judged(found, likeness.weights(), score))
    for ridge in RIDGES:
        print(f"ridge {ridge}, by cross-validation:", validated(found, folds, ridge, score))
    fitted = fit(found, RIDGE)
    print("fitted on all:", judged(found, fitted, score))
    if asked.write:
        FILE.write_text(HEAD + written(fitted), "utf-8")


# ---- what is right -------------------------------------------------------------------------------


def examples(reader: Reader, row: Json, score: ModuleType) -> Iterator[Example]:
    """An annotated report as the reader reads it: one example, none where it finds nothing there."""
    drawn = reader.draw(report_of(row["document"]))
    if drawn is None:
        return
    gold, ours = row["tolls"], to_json(drawn.extraction)["tolls"]
    pairs = score.match(gold, ours)
    right = {j: gold[i]["event"] or "" for i, j in pairs}
    carried = {toll["event"] for toll in gold if toll["event"] and not toll.get("optional")}
    yield Example(
        report=row["document"]["id"],
        drafts=drawn.drafts,
        settings=settings_of(drawn.doc, drawn.drafts),
        right=tuple(right.get(j) for j in range(len(drawn.drafts))),
        counted=tuple((gold[i]["event"] or f"aggregate {i}", j) for i, j in pairs if not gold[i].get("optional")),
        carried=(len(carried), frozenset(j for i, j in pairs if gold[i].get("optional"))),
    )


def judged(found: Iterable[Example], weights: Weights, score: ModuleType) -> str:
    """How well weights group: B-cubed F1, and the share of reports with the right number of incidents."""
    return told([(e, decoded(e, weights)) for e in found], score)


def told(grouped: Sequence[tuple[Example, Sequence[int | None]]], score: ModuleType) -> str:
    """The figures of a grouping of reports."""
    precision = recall = 0.0
    tolls = counts = 0
    for example, given in grouped:
        clusters = [(event, str(given[j]) if given[j] is not None else f"many {j}") for event, j in example.counted]
        clusters = [(g, g if g.startswith("aggregate") and p.startswith("many") else p) for g, p in clusters]
        p, r, n = score.b_cubed(clusters)
        precision, recall, tolls = precision + p, recall + r, tolls + n
        carried, optional = example.carried
        ours = {number for number in given if number is not None}
        spare = {given[j] for j in optional} - {given[j] for _, j in example.counted}
        counts += carried in (len(ours), len(ours - spare))
    precision, recall = precision / tolls, recall / tolls
    b3 = 2 * precision * recall / (precision + recall)
    return f"b3 {b3:.3f} (P {precision:.3f}, R {recall:.3f}), count {counts / len(grouped):.3f}"


# ---- the model -----------------------------------------------------------------------------------


def fit(found: Sequence[Example], ridge: float) -> Weights:
    """The weights that make the annotated grouping most likely, drawn to those set by hand."""
    taken = [choice for example in found for choice in choices(example)]
    counts = Counter((table, sign) for choice in taken for table, signs in choice.options for sign in signs)
    keys = sorted(key for key, n in counts.items() if n >= RARE and key not in HELD)
    matrix, starts, right = packed(taken, {key: k for k, key in enumerate(keys)})
    sizes = np.diff(np.append(starts, len(matrix)))
    by_hand = np.array([BY_HAND[table].get(sign, 0.0) for table, sign in keys])

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix @ weights
        votes = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        likely = votes / np.repeat(np.add.reduceat(votes, starts), sizes)
        away = weights - by_hand
        slope = matrix.T @ likely - matrix[right].sum(axis=0) + ridge * away
        return float(0.5 * ridge * (away @ away) - np.log(likely[right]).sum()), slope

    done = minimize(loss, by_hand, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    out = {table: dict(known) for table, known in BY_HAND.items()}
    for (table, sign), weight in zip(keys, done.x, strict=True):
        out[table][sign] = float(weight)
    return out


def choices(example: Example) -> Iterator[Choice]:
    """Each toll that the annotation gives to an incident, with what it could be of, along the annotated grouping."""
    grouping = Grouping(drafts=example.drafts, settings=example.settings)
    events: list[str] = []
    for toll, event in enumerate(example.right):
        taken = MANY if not event else events.index(event) if event in events else NEW
        if grouping.is_bound(toll):
            taken = grouping.choice(toll)
        elif event:
            options = {number: signs for number, signs in grouping.options(toll).items() if number != MANY}
            yield Choice(
                options=tuple((table_of(number), signs) for number, signs in options.items()),
                right=list(options).index(taken),
            )
        grouping.give(toll, taken)
        if taken == NEW:
            events.append(event or "")


def packed(found: Sequence[Choice], at: Mapping[tuple[str, str], int]) -> tuple[Vector, Rows, Rows]:
    """All options as rows of numbers, the row where each choice begins, and the row of what is right."""
    rows = [option for choice in found for option in choice.options]
    matrix = np.zeros((len(rows), len(at)))
    for k, (table, signs) in enumerate(rows):
        for sign, value in signs.items():
            if (table, sign) in at:
                matrix[k, at[table, sign]] = value
    ends = np.cumsum([len(choice.options) for choice in found])
    starts = ends - [len(choice.options) for choice in found]
    return matrix, starts, starts + [choice.right for choice in found]


def decoded(example: Example, weights: Weights) -> list[int | None]:
    """The grouping that weights make of a report."""
    grouping = Grouping(drafts=example.drafts, settings=example.settings, weights=weights)
    for toll in range(len(example.drafts)):
        grouping.give(toll, grouping.choice(toll))
    return grouping.given


def validated(found: Sequence[Example], folds: Mapping[str, int], ridge: float, score: ModuleType) -> str:
    """How well reports are grouped, each by weights that were fitted without it."""
    grouped = []
    for fold in sorted(set(folds.values())):
        weights = fit([e for e in found if folds[e.report] != fold], ridge)
        grouped += [(e, decoded(e, weights)) for e in found if folds[e.report] == fold]
    return told(grouped, score)


# ---- what is written -----------------------------------------------------------------------------

HEAD = """# What each sign counts for a toll's being of an incident told before (one), of a new one (new), or of many at
# once (many: if the sum is not below zero). The signs are in variorum/claims/incidents/likeness.py, in plain words in
# variorum/claims/reasons.py. Written by train/incidents.py.
"""


def written(weights: Weights) -> str:
    tables = []
    for table, known in weights.items():
        rounded = {sign: round(weight, 2) + 0.0 for sign, weight in sorted(known.items())}
        tables.append("\n".join([f"\n[{table}]", *(f"{sign} = {weight}" for sign, weight in rounded.items())]))
    return "\n".join(tables) + "\n"


if __name__ == "__main__":
    main()

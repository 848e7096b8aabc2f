"""The grouping of `gva` over the training reports, each fold linked by weights that have not seen it.

The incidents are parted in five; of each part the weights are learned on the other four and on `gold/train`, as
`train.linking` does it, and its reports are linked alone. Which words are common is counted once, over all of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from random import Random

from bench.data import Json, load
from bench.scorer import Figures, score
from bench.suite import Outcome, Request, Suite, read_gold
from bench.suites.gva import leading
from variorum.interchange import from_json
from variorum.link.incremental import link
from variorum.link.model import read
from variorum.link.traits import Traits
from variorum.models import Extraction

FOLDS = 5


def run(request: Request) -> Outcome:
    """Read every report, learn and link fold by fold, and score each; the figures are means over the folds."""
    rows = load(request.gold)
    read_, failures = read_gold(request, rows)
    found: dict[str, list[float]] = defaultdict(list)
    for of_fold, predicted in _folds(request, rows, [from_json(one) for one in read_]):
        scores = score(request.data / "gva" / "score.py", of_fold, predicted, [])
        for name, value in scores.figures.items():
            if isinstance(value, float):
                found[name].append(value)
    figures: Figures = {name: round(sum(values) / len(values), 4) for name, values in found.items()}
    text = "".join(f"{name:20} {value:>8}   {_spread(found[name])}\n" for name, value in figures.items())
    return Outcome(figures=figures, text=text, predicted=read_, failures=failures)


def _spread(values: list[float]) -> str:
    return f"({min(values):.3f} to {max(values):.3f})"


def _folds(
    request: Request, rows: list[Json], extractions: list[Extraction]
) -> Iterator[tuple[list[Json], list[Json]]]:
    """Of each fold its rows of the gold, and the rows that linking predicts."""
    from train import linking

    incident = {row["document"]["id"]: row["incident"] for row in rows}
    names = sorted(set(incident.values()))
    Random(6).shuffle(names)  # noqa: S311
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    report_of = {leading(one).id: one.report.id for one in extractions}
    known = linking.gva(request.data, extractions)
    pairs = linking.pairs_of(known, 1.0)
    gold = linking.pairs_of(linking.gold(request.data), linking.GOLD_WEIGHT)
    for number in range(FOLDS):
        held: dict[str, Traits] = {id_: told for id_, (told, of) in known.items() if fold[of] == number}
        learned = [*(pair for pair in pairs if pair.first not in held and pair.second not in held), *gold]
        model = read(json.dumps(linking.settings(*linking.fit(learned), learned)))
        predicted = [
            {"document": report_of[account], "event": event[0]}
            for event in link(held.values(), model)
            for account in event
        ]
        yield [row for row in rows if fold[row["incident"]] == number], predicted


SUITE = Suite(
    name="gva-folds",
    about="the same over the training reports, five-fold, the weights learned anew for each",
    gold="gva/train.jsonl",
    run=run,
)

"""Fit how much each sign of a time counts for its being when an incident was: `[day]` of
`src/variorum/data/whereabouts.toml`.

    python -m train.days --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data. Each mention of a time casts a vote of exp(sum of its signs' weights) for when
an incident was, and so does the report's not saying when; the share of the votes for what is right is made greatest by
L-BFGS, the weights drawn to those set by hand (`days.toml` beside this file), nothing random but which local reports
are read, and that by a fixed seed.

Three sorts of text teach it: annotated reports (`gold/train`, the project's own `bench/own`, and those of every other
folder named), wire reports of 1988 to 1990 and local reports of shootings, with the day that a database gives. The
latter two count for less, and teach only which day it is: a database never leaves it open, nor gives it as a month.
Cross-validation is over folds of whole reports, those of one incident in one fold; as the weights set by hand were
chosen with reports of `gold/train` in sight, it flatters there.

The weights in the package were fitted with 37 further annotated news reports (`--also`) that can't be distributed;
without them they come out slightly different.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.data import load, report
from train.annotated import PROJECT, annotated_rows, asked_for
from train.confidence import FOLDS, scorer
from train.kinds import aligned_events, drawn_to, one_of, packed, starts_of
from train.whereabouts import aligned_wires, replaced
from variorum.claims.accounts import Drawn
from variorum.claims.whereabouts.ties import lexicon
from variorum.claims.whereabouts.times import Candidate, candidates, silence
from variorum.claims.whereabouts.when import pick
from variorum.pipeline import Reader
from variorum.values import DateRange

Json = dict[str, Any]
Vector = NDArray[np.float64]
Weights = Mapping[str, float]

FILE = PROJECT / "src" / "variorum" / "data" / "whereabouts.toml"
BY_HAND = Path(__file__).with_suffix(".toml")
RIDGES = (2.0, 4.0, 8.0, 16.0)
RIDGE = 16.0
"""How strongly weights are drawn to those set by hand."""
RARE = 8
"""A sign that holds of fewer mentions is not fitted."""
LOCAL = 250
"""How many local reports are read."""
WIRES = 400
"""How many incidents of wire reports are taken, the first that the reader finds: all would take ten minutes more."""
COUNTS = {"annotated": 1.0, "wires": 0.3, "local": 0.15}
EXACT = 2
"""How many days a time holds at most that a database could give."""


@dataclass(frozen=True, slots=True)
class Example:
    """An incident: where it is from, the fold of its report, the mentions of times, each with whether it is right, the
    signs that the report does not say when, and whether it does not (None where no annotation tells)."""

    source: str
    fold: int
    found: Sequence[Candidate]
    right: Sequence[bool]
    nothing: Mapping[str, float]
    unsaid: bool | None


def main() -> None:
    asked = asked_for(__doc__)
    reader = Reader()
    examples = [*annotated(reader, asked.data, asked.also), *wires(reader, asked.data), *local(reader, asked.data)]
    by_hand = tomllib.loads(BY_HAND.read_text("utf-8"))["day"]
    print("as it is:", judged(examples, [lexicon()["day"]] * FOLDS))
    for ridge in RIDGES:
        unseen = [fit([e for e in examples if e.fold != fold], ridge, by_hand) for fold in range(FOLDS)]
        print(f"ridge {ridge}, by cross-validation:", judged(examples, unseen))
    fitted = fit(examples, RIDGE, by_hand)
    print("fitted on all:", judged(examples, [fitted] * FOLDS))
    if asked.write:
        FILE.write_text(replaced(FILE.read_text("utf-8"), fitted, "day"), "utf-8")


# ---- what is right -------------------------------------------------------------------------------


def annotated(reader: Reader, data: Path, also: Sequence[Path]) -> Iterator[Example]:
    """The incidents of annotated reports, with the first and last day that the annotation gives, if any."""
    score = scorer(data / "score.py")
    rows, folds = annotated_rows(data, also)
    for drawn, event, rank in aligned_events(reader, rows, score):
        known = event.get("date")
        days = known and DateRange(date.fromisoformat(known["start"]), date.fromisoformat(known["end"]))
        fold = folds[drawn.extraction.report.id]
        yield _example("annotated", fold, drawn, rank, days.__eq__ if days else None)


def wires(reader: Reader, data: Path) -> Iterator[Example]:
    """The incidents of wire reports whose days a database of 1992 gives. Which of ours is which of theirs is told
    without the days."""
    score = scorer(data / "muc4" / "score.py")
    for number, drawn, key, rank in islice(aligned_wires(reader, data, score, ("date",)), WIRES):
        if key["dates"] and not key["open"]:
            known = [DateRange(*(date.fromisoformat(d[end]) for end in ("start", "end"))) for d in key["dates"]]
            yield _example("wires", number % FOLDS, drawn, rank, partial(_is_in, known))


def local(reader: Reader, data: Path) -> Iterator[Example]:
    """The first incidents of local reports of shootings, whose day an archive gives."""
    rows = load(data / "gva" / "train.jsonl")
    random.Random(1).shuffle(rows)  # noqa: S311
    for number, row in enumerate(rows[:LOCAL]):
        drawn = reader.draw(report(row))
        if drawn is not None and drawn.extraction.events:
            day = date.fromisoformat(row["record"]["date"])
            yield _example("local", number % FOLDS, drawn, 0, DateRange(day, day).__eq__)


def _is_in(known: Sequence[DateRange], days: DateRange) -> bool:
    return any(one.contains(days) for one in known)


def _example(source: str, fold: int, drawn: Drawn, rank: int, is_right: Callable[[DateRange], bool] | None) -> Example:
    first = drawn.extraction.events[0].when
    lead = first.days if first and rank else None
    found = candidates(drawn.telling, rank, lead, main=not rank)
    annotated = source == "annotated"
    if not annotated:
        found = [c for c in found if c.days.days <= EXACT]
    right = [is_right is not None and is_right(c.days) for c in found]
    nothing = silence(drawn.telling, rank, main=not rank)
    return Example(source, fold, found, right, nothing, is_right is None if annotated else None)


# ---- the model -----------------------------------------------------------------------------------


def fit(examples: Sequence[Example], ridge: float, by_hand: Weights) -> dict[str, float]:
    """The weights that give what is right the most votes, drawn to those set by hand."""
    taken = [e for e in examples if e.found and (e.unsaid or any(e.right))]
    options = [[c.signs for c in e.found] + ([e.nothing] if e.unsaid is not None else []) for e in taken]
    held = Counter(sign for signs in options for one in signs for sign, strength in one.items() if strength)
    names = sorted(sign for sign, n in held.items() if n >= RARE)
    matrix = packed([one for signs in options for one in signs], names)
    right = np.array([float(r) for e in taken for r in (*e.right, *([e.unsaid] if e.unsaid is not None else []))])
    starts = starts_of(map(len, options))
    counts = np.array([COUNTS[e.source] for e in taken])
    of_rows = np.repeat(counts, [len(signs) for signs in options])

    def told(weights: Vector) -> tuple[float, Vector]:
        lost, wrong = one_of(matrix @ weights, right, starts)
        return float(counts @ lost), matrix.T @ (of_rows * wrong)

    done = drawn_to(np.array([by_hand.get(name, 0.0) for name in names]), ridge, told)
    return {**by_hand, **{name: float(weight) for name, weight in zip(names, done, strict=True)}}


def judged(examples: Sequence[Example], weights: Sequence[Weights]) -> str:
    """The share of incidents of each source whose days are chosen rightly, by the weights for their fold."""
    of = Counter(e.source for e in examples)
    right = Counter(e.source for e in examples if _is_right(e, weights[e.fold]))
    return ", ".join(f"{source} {right[source] / n:.3f} of {n}" for source, n in of.items())


def _is_right(example: Example, weights: Weights) -> bool:
    chosen = pick(example.found, example.nothing, weights)
    if chosen is None:
        return bool(example.unsaid)
    return any(c is chosen and right for c, right in zip(example.found, example.right, strict=True))


if __name__ == "__main__":
    main()

"""Fit how much each sign counts for a deed's being of an incident told before or of a new one:
`src/variorum/data/uncounted.toml`.

    python -m train.uncounted --data DIR [--write]

DIR is the folder of the benchmark data. Two parts of it teach. The training part of MUC-4 names for each incident whom
or what it was done to: a deed is of the incident whose targets its own sentence names. The gold gives the words for
place, day, actors and victims of its incidents: a deed is of the incident whose words stand in its sentence; and where
the gold has no incident beyond those of the tolls, no deed opens one. What is of none or several teaches nothing and is
placed as the model has it. The likelihood of that is made greatest by L-BFGS, the weights drawn to those that place a
toll (`data/grouping.toml`); cross-validation is over five folds of reports. Nothing is random.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Span

from train.confidence import report_of, scorer
from train.incidents import Rows, Vector, Weights, written
from variorum.annotate.deeds import Deed
from variorum.claims.accounts import Drawn
from variorum.claims.incidents import grouping as incidents
from variorum.claims.incidents import likeness
from variorum.claims.incidents.likeness import Incident, weigh
from variorum.claims.incidents.setting import settings_of
from variorum.claims.incidents.uncounted import NEW, Placing
from variorum.interchange import to_json
from variorum.pipeline import Reader

Json = dict[str, Any]

FILE = Path(__file__).parent.parent / "src" / "variorum" / "data" / "uncounted.toml"
REPORTS = 700
"""How many reports are read: more taught nothing further."""
RIDGE = 2.0
RARE = 6
"""A sign that holds of fewer options is not fitted."""
START = 2.0
"""By how much more, before anything is fitted, must speak for a new incident."""
CAUTION = 0.75
"""By how much more than fitted must speak for a new incident: one that is none does more harm in a report of today than
one that is missed."""
FOLDS = 5


Targets = Sequence[Sequence[Sequence[str]]]
"""For each annotated incident whom and what it was done to, each by its names."""
Labels = Callable[[Deed, Span], str | None]
"""Of a deed and its sentence the name of its annotated incident, None where that is not known."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One deed: the table and the signs of each of its options, and which of them may be right."""

    options: tuple[tuple[str, Mapping[str, float]], ...]
    right: tuple[bool, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the benchmark data")
    parser.add_argument("--write", action="store_true", help="write the weights; else only tell how well they do")
    asked = parser.parse_args()
    found = [*of_muc(asked.data), *of_gold(asked.data)]
    print("reports", len(found), "deeds", sum(map(len, found)))
    print("as it is:", right_share(found, started()))
    print("by cross-validation:", validated(found))
    fitted = fit(found)
    print("fitted on all:", right_share(found, fitted))
    fitted["new"]["deed"] -= CAUTION
    if asked.write:
        FILE.write_text(HEAD + written(fitted), "utf-8")


# ---- what is right -------------------------------------------------------------------------------


def of_muc(data: Path) -> Iterator[tuple[Choice, ...]]:
    """The deeds of each report of MUC-4 that are known to be of one of its annotated incidents."""
    lines = (data / "muc4" / "train.jsonl").read_text("utf-8").splitlines()
    score, reader = scorer(data / "muc4" / "score.py"), Reader()
    for row in [row for row in map(json.loads, lines) if row["templates"]][:REPORTS]:
        drawn = reader.draw(report_of(row["document"]))
        if drawn is not None:
            placing = _placing(drawn)
            targets = [[names for names in score.gold_side(t)["targets"] if names] for t in row["templates"]]

            label = partial(_by_targets, targets=targets, score=score)
            known = [_named_by(_sentences(placing, one), targets, score) for one in placing.incidents]
            yield tuple(choices(placing, known, label, complete=False))


def of_gold(data: Path) -> Iterator[tuple[Choice, ...]]:
    """The deeds of each report of the gold."""
    score, reader = scorer(data / "score.py"), Reader()
    for file in sorted((data / "gold" / "train").glob("*.json")):
        row = json.loads(file.read_text("utf-8"))
        drawn = reader.draw(report_of(row["document"]))
        if drawn is not None:
            placing = _placing(drawn)
            votes = Counter(
                (drawn.given[j], row["tolls"][i]["event"])
                for i, j in score.match(row["tolls"], to_json(drawn.extraction)["tolls"])
            )
            by_votes = {ours: event for (ours, event), _ in reversed(votes.most_common()) if event}
            known = [by_votes.get(number) for number in range(len(placing.incidents))]
            label = partial(_by_spans, spans=tuple(_spans(row)))
            complete = {event["id"] for event in row["events"]} <= {*known}
            yield tuple(choices(placing, known, label, complete=complete))


def _by_targets(deed: Deed, sentence: Span, *, targets: Targets, score: ModuleType) -> str | None:
    hit = "" if deed.hit is None else " ".join(t.text for t in sentence.doc[deed.hit].subtree)
    named = _named_by([hit], targets, score)
    return named if named is not None else _named_by([sentence.text], targets, score)


def _by_spans(_: Deed, sentence: Span, *, spans: Sequence[tuple[str, int]]) -> str | None:
    told = {event for event, at in spans if sentence.start_char <= at < sentence.end_char}
    return told.pop() if len(told) == 1 else None


def _spans(row: Json) -> Iterator[tuple[str, int]]:
    """The incidents of a report of the gold, each with where words for it stand."""
    for event in row["events"]:
        for told in (event.get("place"), event.get("date"), *event.get("actors", ())):
            if told and told.get("span"):
                yield event["id"], told["span"][0]
    for claim in (*row["tolls"], *row["responsibility"]):
        if claim["event"]:
            yield claim["event"], claim["span"][0]


def choices(placing: Placing, known: list[str | None], label: Labels, *, complete: bool) -> Iterator[Choice]:
    """The deeds of a report to learn from, placed along what is right.

    known: the annotated incident of each that the tolls tell; complete: the annotation has no others.
    """
    for number in placing.open():
        deed, sentence = placing.deeds[number - len(placing.given)]
        options, of = placing.options(number), label(deed, sentence)
        right = {at for at, one in enumerate(known) if one == of} or {NEW} if of is not None else set[int]()
        if complete and of not in known:
            right = set(options) - {NEW}
        if right and len(options) > 1:
            yield Choice(
                options=tuple(("new" if at == NEW else "one", signs) for at, signs in options.items()),
                right=tuple(at in right for at in options),
            )
        allowed = right or set(options) - {NEW} or {NEW}
        best = max(allowed, key=lambda at: weigh(options[at], started()["new" if at == NEW else "one"]))
        placing.give(number, best)
        if best == NEW:
            known.append(of)


def _placing(drawn: Drawn) -> Placing:
    """A report before its deeds are placed."""
    settings = settings_of(drawn.doc, drawn.drafts)
    found, given = incidents.grouped(drawn.drafts, settings)
    return Placing.of(drawn.doc, drawn.drafts, settings, found, given)


def _sentences(placing: Placing, incident: Incident) -> list[str]:
    return [placing.doc[placing.drafts[toll].start].sent.text for toll in incident.tolls]


def _named_by(texts: Iterable[str], targets: Targets, score: ModuleType) -> str | None:
    """The one incident most of whose targets texts name; None where that is none or several."""
    votes: Counter[int] = Counter()
    for text in texts:
        here = score.words(text)
        for number, of in enumerate(targets):
            votes[number] += sum(any(_stands(score.words(name), here) for name in names) for names in of)
    ranked = votes.most_common(2)
    if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return str(ranked[0][0])


def _stands(name: set[str], text: set[str]) -> bool:
    return bool(name) and len(name & text) >= 0.7 * len(name)


# ---- the model -----------------------------------------------------------------------------------


def started() -> Weights:
    """The weights before anything is fitted: those that place a toll, more wanted for a new incident."""
    tolls = likeness.weights()
    return {"one": dict(tolls["one"]), "new": {**tolls["new"], "deed": -START, "first": 10.0}}


def fit(found: Sequence[Sequence[Choice]]) -> dict[str, dict[str, float]]:
    """The weights that make what may be right most likely, drawn to those at the start."""
    taken = [choice for report in found for choice in report]
    start = started()
    counts = Counter((table, sign) for choice in taken for table, signs in choice.options for sign in signs)
    keys = sorted(key for key, n in counts.items() if n >= RARE and key[1] != "first")
    at = {key: k for k, key in enumerate(keys)}
    matrix, right, starts = _rows(taken, at)
    given = np.array([start[table].get(sign, 0.0) for table, sign in keys])
    sizes = np.diff(np.append(starts, len(matrix)))

    def likely(scores: Vector) -> tuple[Vector, Vector]:
        """How likely each option is, and the logarithm of the sum of each choice."""
        top = np.maximum.reduceat(scores, starts)
        votes = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(votes, starts)
        return votes / np.repeat(total, sizes), np.log(total) + top

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix @ weights
        of_all, total = likely(scores)
        of_right, among = likely(np.where(right, scores, -np.inf))
        away = weights - given
        return float(0.5 * RIDGE * (away @ away) + (total - among).sum()), matrix.T @ (of_all - of_right) + RIDGE * away

    done = minimize(loss, given, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    out = {table: dict(known) for table, known in start.items()}
    for (table, sign), weight in zip(keys, done.x, strict=True):
        out[table][sign] = float(weight)
    return out


def _rows(taken: Sequence[Choice], at: Mapping[tuple[str, str], int]) -> tuple[Vector, NDArray[np.bool_], Rows]:
    """All options as rows of numbers, whether each may be right, and the row where each choice begins."""
    rows = [option for choice in taken for option in choice.options]
    matrix = np.zeros((len(rows), len(at)))
    for k, (table, signs) in enumerate(rows):
        for sign, value in signs.items():
            if (table, sign) in at:
                matrix[k, at[table, sign]] = value
    ends = np.cumsum([len(choice.options) for choice in taken])
    starts = ends - [len(choice.options) for choice in taken]
    return matrix, np.array([right for choice in taken for right in choice.right]), starts


def right_share(found: Sequence[Sequence[Choice]], weights: Weights) -> str:
    """How many of the deeds go where they belong, and precision and recall of opening an incident."""
    right = opened = new = both = n = 0
    for choice in (choice for report in found for choice in report):
        scores = [weigh(signs, weights[table]) for table, signs in choice.options]
        best, last = int(np.argmax(scores)), len(scores) - 1
        n, right = n + 1, right + choice.right[best]
        opened, new, both = (
            opened + (best == last),
            new + choice.right[last],
            both + (best == last and choice.right[last]),
        )
    return f"{right / n:.3f} of {n} right; new P {both / max(opened, 1):.3f} R {both / max(new, 1):.3f}"


def validated(found: Sequence[Sequence[Choice]]) -> str:
    """The same, each report by weights that were fitted without it, a line for each fold."""
    told = []
    for fold in range(FOLDS):
        weights = fit([report for k, report in enumerate(found) if k % FOLDS != fold])
        told.append(right_share(found[fold::FOLDS], weights))
    return "\n  " + "\n  ".join(told)


# ---- what is written -----------------------------------------------------------------------------

HEAD = """# What each sign counts for a deed's being of an incident told before (one) or of a new one (new). The signs
# are in variorum/claims/incidents: likeness.py and uncounted.py. Written by train/uncounted.py.
"""


if __name__ == "__main__":
    main()

"""Fit how much each sign counts for a claim's being right: `src/variorum/data/confidence.toml`.

    python train/confidence.py --data DIR [--gold gold/train]

DIR is the folder of the benchmark data: its gold says which claims are right, by the criterion of its own scorer (a
toll: found, value, group and source agree; a statement of who did it: mode, actor and incident agree). Logistic
regression with a ridge, by Newton's method, from zero: nothing random. The reliability that is written beside the
weights is cross-validated: five folds, with all reports that share an incident in one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.claims.confidence import confidence, statement_signs, toll_signs
from variorum.interchange import to_json
from variorum.models import Report
from variorum.pipeline import Reader

Json = dict[str, Any]
Vector = NDArray[np.float64]

FILE = Path(__file__).parent.parent / "src" / "variorum" / "data" / "confidence.toml"
FOLDS = 5
RIDGE = 4.0
"""How strongly weights are drawn to zero: as if each sign had been seen to say nothing a few times."""
RARE = 5
"""A sign that holds of fewer claims gets no weight."""
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.001)
"""The bins of the reliability table."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim: its report, its signs, and whether it is right."""

    report: str
    signs: tuple[str, ...]
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the benchmark data")
    parser.add_argument("--gold", default="gold/train", help="the folder of annotated reports in it")
    asked = parser.parse_args()
    rows = [json.loads(file.read_text("utf-8")) for file in sorted((asked.data / asked.gold).glob("*.json"))]
    tolls, statements = examples(rows, scorer(asked.data / "score.py"))
    folds = folds_of(rows, asked.data / "gold" / "links.json")
    written = [HEAD]
    for name, found in (("toll", tolls), ("responsibility", statements)):
        written += ["", *table(name, found, folds)]
    FILE.write_text("\n".join(written) + "\n", "utf-8")
    print(FILE.read_text("utf-8"))


# --- what is right ---------------------------------------------------------------------------------------------------


def scorer(script: Path) -> ModuleType:
    """The scorer of the data, as a module."""
    spec = importlib.util.spec_from_file_location("scorer", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def examples(rows: Sequence[Json], score: ModuleType) -> tuple[list[Example], list[Example]]:
    """The claims that the reader draws from the reports: tolls, and statements of who did it."""
    reader = Reader()
    tolls: list[Example] = []
    statements: list[Example] = []
    for row in rows:
        drawn = reader.draw(report_of(row["document"]))
        if drawn is None:
            continue
        read, predicted = drawn.extraction, to_json(drawn.extraction)
        name = read.report.id
        signs = toll_signs(drawn.doc, drawn.drafts, read.tolls)
        right = right_tolls(row, predicted, score)
        tolls += [Example(name, s, k in right) for k, s in enumerate(signs)]
        signs = statement_signs(drawn.doc, drawn.cues, read.responsibility, read.tolls)
        wrong = wrong_statements(row, predicted, score)
        statements += [
            Example(name, s, said not in wrong)
            for s, said in zip(signs, map(_said, predicted["responsibility"]), strict=True)
        ]
    return tolls, statements


def report_of(document: Json) -> Report:
    published = document.get("published")
    return Report(
        id=document["id"],
        text=document["text"],
        title=document.get("title"),
        publisher=document.get("publisher"),
        published=date.fromisoformat(published) if published else None,
    )


def right_tolls(gold: Json, predicted: Json, score: ModuleType) -> set[int]:
    """Which of the predicted tolls count for toll.claim, by their number."""
    return {
        j
        for i, j in score.match(gold["tolls"], predicted["tolls"])
        if _agree(gold["tolls"][i], predicted["tolls"][j], score)
    }


def _agree(a: Json, b: Json, score: ModuleType) -> bool:
    return bool(
        (a["low"], a["high"]) == (b["low"], b["high"])
        and a["group"]["category"] == b["group"]["category"]
        and score.same_source(score.innermost(a), score.innermost(b))
    )


def wrong_statements(gold: Json, predicted: Json, score: ModuleType) -> set[str]:
    """The predicted statements that the scorer calls spurious, in its words."""
    told: list[str] = []
    score.score_document(gold, predicted, Counter(), told)
    return {line.split(": ", 1)[1] for line in told}


def _said(claim: Json) -> str:
    return f"RESP SPURIOUS {claim['mode']} {claim['actor']!r} {claim['quote']!r}"


# --- the model -------------------------------------------------------------------------------------------------------


def fit(found: Sequence[Example]) -> dict[str, float]:
    """The weight of each sign that is not rare, to two decimals; `always` is the intercept, which no ridge draws."""
    counts = Counter(sign for example in found for sign in example.signs)
    names = sorted(sign for sign, n in counts.items() if n >= RARE and n < len(found))
    x = np.array([[1.0, *(float(name in example.signs) for name in names)] for example in found])
    y = np.array([float(example.right) for example in found])
    solved = _newton(x, y, np.array([0.01] + [RIDGE] * len(names)))
    return dict(zip(["always", *names], (round(float(w), 2) + 0.0 for w in solved), strict=True))


def _newton(x: Vector, y: Vector, ridge: Vector) -> Vector:
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(x @ w)))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(ridge), x.T @ (y - p) - ridge * w)
        w = w + step
        if float(np.abs(step).max()) < 1e-10:
            break
    return w


def folds_of(rows: Sequence[Json], links: Path) -> dict[str, int]:
    """Report -> fold: reports of one incident or series are in one, and the folds are about even in claims."""
    clusters = {row["document"]["id"]: {row["document"]["id"]} for row in rows}
    for together in (*_linked(links), *_series(rows)):
        joined = set().union(*(clusters[name] for name in together if name in clusters))
        clusters.update(dict.fromkeys(joined, joined))
    size = {row["document"]["id"]: len(row["tolls"]) for row in rows}
    loads, out = [0] * FOLDS, {}
    unique = {min(c): c for c in clusters.values()}
    for _, cluster in sorted(unique.items(), key=lambda item: (-sum(size[n] for n in item[1]), item[0])):
        fold = loads.index(min(loads))
        loads[fold] += sum(size[name] for name in cluster)
        out.update(dict.fromkeys(cluster, fold))
    return out


def _linked(links: Path) -> Iterator[set[str]]:
    for group in json.loads(links.read_text("utf-8"))["groups"]:
        yield {report for report, _ in group["events"]}


def _series(rows: Sequence[Json]) -> Iterator[set[str]]:
    names = {series for row in rows if (series := row["document"].get("series"))}
    for name in sorted(names):
        yield {row["document"]["id"] for row in rows if row["document"].get("series") == name}


def cross_validated(found: Sequence[Example], folds: Mapping[str, int]) -> list[tuple[float, bool]]:
    """For each claim what it is rated by a model that did not see its incident, and whether it is right."""
    out = []
    for fold in range(FOLDS):
        known = fit([e for e in found if folds[e.report] != fold])
        out += [(confidence(e.signs, known), e.right) for e in found if folds[e.report] == fold]
    return out


# --- what is written -------------------------------------------------------------------------------------------------

HEAD = """
# How much each sign counts for a claim's being right, in logarithms of odds. Written by train/confidence.py, fitted on
# annotated reports of which nothing but these numbers is here; CC0. `always` holds of every claim. `reliability` is
# cross-validated by incident: of the claims rated from `least` up to the next, how many there are, what they were rated
# on average, and what share was right. `brier` is the mean square of rating minus right, `base` that of a rating that
# is the same for all.
""".strip()


def table(name: str, found: Sequence[Example], folds: Mapping[str, int]) -> list[str]:
    rated = cross_validated(found, folds)
    lines = [f"[{name}]", *(f"{json.dumps(sign)} = {weight}" for sign, weight in fit(found).items())]
    p, y = np.array([r for r, _ in rated]), np.array([float(right) for _, right in rated])
    lines += [
        "",
        f"[measured.{name}]",
        f"claims = {len(rated)}",
        f"right = {round(float(y.mean()), 3)}",
        f"brier = {round(float(np.mean((p - y) ** 2)), 3)}",
        f"base = {round(float(np.mean((y.mean() - y) ** 2)), 3)}",
        "reliability = [",
    ]
    for least, most in pairwise(EDGES):
        inside = (p >= least) & (p < most)
        if inside.any():
            shown = f"rated = {p[inside].mean():.2f}, right = {y[inside].mean():.2f}"
            lines.append(f"  {{ least = {least}, claims = {int(inside.sum())}, {shown} }},")
    return [*lines, "]"]


if __name__ == "__main__":
    main()

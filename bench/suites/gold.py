"""Claims against annotated reports: `score.py` of the data folder."""

from __future__ import annotations

from bench.data import load
from bench.scorer import score
from bench.suite import Outcome, Request, Suite, read_gold


def run(request: Request) -> Outcome:
    """Read every report of the gold and score all its claims."""
    rows = load(request.gold)
    predicted, failures = read_gold(request, rows)
    scores = score(request.data / "score.py", rows, predicted, sorted(request.flags))
    return Outcome(figures=scores.figures, text=scores.text, predicted=predicted, failures=failures)


SUITE = Suite(
    name="gold",
    about="claims, events and responsibility against annotated reports",
    gold="gold/dev",
    run=run,
    flags={"--errors": "list every disagreement", "--per-document": "a line of figures for each document"},
)

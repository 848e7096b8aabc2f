"""A language model's answers against annotated reports: any model can be measured, wherever it was asked.

Requests for the gold are written by `variorum llm requests GOLD`; a file of answers to them is scored as the reader
would read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

from bench.data import Json, load, report, required
from bench.scorer import score
from bench.suite import Outcome, Request, Suite
from variorum.errors import ReportError
from variorum.interchange import to_json
from variorum.llm import Asked
from variorum.llm.batch import Tally, requests, responses
from variorum.models import Report
from variorum.pipeline import read_answers
from variorum.settings import LlmSettings, Settings

BOTH = "--both"


def run(request: Request) -> Outcome:
    """Read the answers, put them on the leash, and score the claims."""
    assert request.responses is not None
    rows = load(request.gold)
    settings = Settings(reader="both" if BOTH in request.flags else "llm", llm=LlmSettings(model="the model"))
    asked = [line for line in requests(map(report, rows), settings.llm) if isinstance(line, str)]
    tally = Tally()
    began = process_time()
    proposed = list(responses(asked, _lines(required(request.responses)), tally))
    leash = 1000 * (process_time() - began) / len(rows)
    predicted, failures, refused = _claims(proposed, settings)
    scores = score(request.data / "score.py", rows, predicted)
    figures = scores.figures | {
        "answered": tally.answered,
        "missing": tally.missing,
        "broken": tally.broken,
        "refused": refused,
        "leash_ms_per_report": round(leash, 2),
    }
    more = ("answered", "missing", "broken", "refused", "leash_ms_per_report")
    text = scores.text + "".join(f"{name:20} {figures[name]}\n" for name in more)
    return Outcome(figures=figures, text=text, predicted=predicted, failures=failures)


def _claims(
    proposed: list[tuple[Report, Asked] | ReportError], settings: Settings
) -> tuple[list[Json], list[ReportError], int]:
    predicted, failures, refused = [], [], 0
    for found in read_answers(proposed, settings):
        if isinstance(found, ReportError):
            failures.append(found)
        else:
            predicted.append(to_json(found))
            refused += sum(warning.startswith("refused ") for warning in found.warnings)
    return predicted, failures, refused


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        yield from lines


SUITE = Suite(
    name="llm",
    about="a language model's answers (--responses) against annotated reports",
    gold="gold/dev",
    run=run,
    flags={BOTH: "read by the rules, too"},
    scores_responses=True,
)

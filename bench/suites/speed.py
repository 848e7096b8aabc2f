"""Words per second on one core, of `variorum` and of the raw spaCy pipeline on the same texts in the same run.

Relevant reports are the gold, read with the learned reader and, as `rules`, without it; irrelevant ones the articles of
`attribution/dev.jsonl`, US politics, in which no claim is read: some tell of bombs and of people whom the police shot,
and are read as any report is. Every pass is a fresh process, so that nothing learned of a text in one pass makes the
next quicker; rates and ratios are medians.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.data import load, required
from bench.scorer import Figures
from bench.suite import Outcome, Request, Suite

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


class TimingError(Exception):
    """A measuring process ended with an error."""


def run(request: Request) -> Outcome:
    """Rates on both kinds of texts, peak memory, and the time from the start of a process to its first claim."""
    relevant = [row["document"]["text"] for row in load(request.gold)]
    politics = _texts(request.data / "attribution" / "dev.jsonl")
    claims = _measure("claims", politics)
    irrelevant = [text for number, text in enumerate(politics) if not claims[str(number)]]
    starts = [_start() for _ in range(request.repeat)]
    figures: Figures = {"start.seconds": min(starts)[0], "start.processor": min(starts)[1]}
    for name, texts, learned in (
        ("relevant", relevant, "1"),
        ("rules", relevant, "0"),
        ("irrelevant", irrelevant, "1"),
    ):
        rates = _rates(texts, request.repeat, VARIORUM_LEARNED=learned)
        figures |= {f"{name}.{key}": value for key, value in rates.items()}
    figures["memory.variorum"] = round(_measure("memory-variorum", relevant)["mb"])
    figures["memory.spacy"] = round(_measure("memory-spacy", relevant)["mb"])
    return Outcome(figures=figures, text=_table(figures))


def _rates(texts: list[str], repeat: int, **environment: str) -> Figures:
    words = sum(len(text.split()) for text in texts)
    passes = [_measure("rates", texts, **environment) for _ in range(repeat)]
    ratios = [spent["spacy"] / spent["variorum"] for spent in passes]
    return {
        "documents": len(texts),
        "words": words,
        "variorum": round(median(words / spent["variorum"] for spent in passes)),
        "spacy": round(median(words / spent["spacy"] for spent in passes)),
        "ratio": round(median(ratios), 2),
        "ratio.low": round(min(ratios), 2),
        "ratio.high": round(max(ratios), 2),
    }


def _start() -> tuple[float, float]:
    """Seconds from the start of a process to its first claim, by the clock and of the processor."""
    before, used = perf_counter(), _processor()
    if not _measure("start", [])["claims"]:
        raise TimingError("the first report, which holds three claims, was read without any")
    return round(perf_counter() - before, 2), round(_processor() - used, 2)


def _processor() -> float:
    """Seconds of processor time of the processes that this one has started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _measure(what: str, texts: list[str], **environment: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.timing", what],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | ONE_THREAD | environment,
    )
    if done.returncode:
        raise TimingError(f"measuring {what} ended with status {done.returncode}: {done.stderr.strip()[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _texts(file: Path) -> list[str]:
    return [json.loads(line)["text"] for line in required(file).read_text("utf-8").split("\n") if line.strip()]


def _table(figures: Figures) -> str:
    columns = ("variorum", "spacy", "ratio", "ratio.low", "ratio.high", "documents", "words")
    lines = [f"{'words/s on one core':20}" + "".join(f"{column:>11}" for column in columns)]
    lines += [
        f"{kind:20}" + "".join(f"{figures[f'{kind}.{column}']:>11,}" for column in columns)
        for kind in ("relevant", "rules", "irrelevant")
    ]
    lines.append(f"{'peak memory, MB':20}{figures['memory.variorum']:>11,}{figures['memory.spacy']:>11,}")
    lines.append(
        f"{'first claim, s':20}{figures['start.seconds']:>11}  ({figures['start.processor']} of the processor)"
    )
    return "\n".join(lines) + "\n"


SUITE = Suite(
    name="speed",
    about="words per second beside the raw spaCy pipeline, peak memory, start-up",
    gold="gold",
    run=run,
)

"""Run a scorer of the data folder as it lies there: it is not part of the project and not imported."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data import Json, required

Figures = dict[str, float | int | None]


class ScorerError(Exception):
    """The scorer ended with an error."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a scorer said: its figures, and the text that it prints for a person. A figure over nothing is None."""

    figures: Figures
    text: str


def score(script: Path, gold: Sequence[Json], predicted: Sequence[Json], flags: Sequence[str] = ()) -> Scores:
    """The figures of `script GOLD PREDICTED --json`, and the text that `script GOLD PREDICTED` prints with the flags.

    Raises MissingDataError where there is no such script, ScorerError where it fails.
    """
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as folder:
        written = _write(Path(folder) / "gold.jsonl", gold)
        return score_beside([Path(written)], script, predicted, flags)


def score_beside(gold: Sequence[Path], script: Path, predicted: Sequence[Json], flags: Sequence[str] = ()) -> Scores:
    """The same, of a scorer that reads its gold, files or folders, where it lies. Raises as `score` does."""
    required(script)
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as folder:
        files = [*map(str, gold), _write(Path(folder) / "predicted.jsonl", predicted)]
        figures = json.loads(_run([str(script), *files, "--json"]), parse_constant=lambda _: None)
        return Scores(figures, _run([str(script), *files, *flags]))


def _write(file: Path, rows: Sequence[Json]) -> str:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(file)


def _run(command: Sequence[str]) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ScorerError(
            f"{command[0]} ended with status {done.returncode}: {done.stderr.strip() or done.stdout.strip()}"
        )
    return done.stdout

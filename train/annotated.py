"""What the scripts that fit weights are asked for, and the annotated reports that they fit on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.data import load
from train.confidence import folds_of

Json = dict[str, Any]

PROJECT = Path(__file__).parent.parent


def asked_for(what: str | None) -> argparse.Namespace:
    """What the command line says: `data`, `also`, `write`. `what`: what the script does, its docstring."""
    parser = argparse.ArgumentParser(description=what, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the benchmark data")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="folders of further annotated reports")
    parser.add_argument("--write", action="store_true", help="write the weights; else only tell how well they do")
    return parser.parse_args()


def annotated_rows(data: Path, also: Sequence[Path] = ()) -> tuple[list[Json], dict[str, int]]:
    """The annotated reports of `gold/train`, of the project's own `bench/own` and of further folders, and the fold of
    each report by its id."""
    rows = [row for folder in (data / "gold" / "train", PROJECT / "bench" / "own", *also) for row in load(folder)]
    return rows, folds_of(rows, data / "gold" / "links.json")

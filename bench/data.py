"""Where the benchmark data are, and what of them the reader may see."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench import annotated
from variorum.models import Report

Json = dict[str, Any]

PROJECT = Path(__file__).parents[1]


class MissingDataError(Exception):
    """The data folder, or something in it, is not there."""


class BrokenDataError(Exception):
    """A gold file can't be read, or is no gold."""


def in_ci() -> bool:
    """Whether a continuous-integration service runs this ($CI): there, missing data is a failure."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def data_folder(given: Path | None = None) -> Path:
    """The folder of the benchmark data: `given`, else $VARIORUM_BENCH. Raises MissingDataError where there is none."""
    named = given or (Path(os.environ["VARIORUM_BENCH"]) if os.environ.get("VARIORUM_BENCH") else None)
    if named is None:
        raise MissingDataError("no benchmark data: name their folder with --data or $VARIORUM_BENCH")
    if not named.is_dir():
        raise MissingDataError(f"no benchmark data: {named} is no folder")
    return named


def required(path: Path) -> Path:
    """The path itself. Raises MissingDataError where nothing is there."""
    if not path.exists():
        raise MissingDataError(f"{path} is missing")
    return path


def located(data: Path, gold: str) -> Path:
    """A gold by its name: relative to the data folder, or, as `bench/own`, to the project."""
    return PROJECT / gold if gold.startswith("bench/") else data / gold


def load(path: Path) -> list[Json]:
    """The annotated documents of a .json, .jsonl or marked .txt file (`bench.annotated`), or of every such file in a
    folder and the folders in it.

    A file of a folder that holds no documents (a list of links) is passed over; a file that was named itself must hold
    some. Raises MissingDataError, BrokenDataError.
    """
    rows = [row for file in _files(required(path)) for row in _rows(file) if _is_annotated(row)]
    if not rows:
        raise BrokenDataError(f"{path} holds no object with a `document`")
    names = [row["document"]["id"] for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BrokenDataError(f"{path} holds these documents twice: {', '.join(twice[:5])}")
    return rows


def digest(path: Path) -> str:
    """SHA-256 over the names and bytes of the files that `load` reads."""
    total = hashlib.sha256()
    for file in _files(required(path)):
        content = file.read_bytes()
        total.update(f"{file.name} {len(content)}\n".encode() + content)
    return total.hexdigest()


def report(row: Json) -> Report:
    """What the reader gets of a gold document: the report as published, and nothing of its annotation."""
    document = row["document"]
    published = document.get("published")
    return Report(
        id=document["id"],
        text=document["text"],
        title=document.get("title"),
        publisher=document.get("publisher"),
        published=date.fromisoformat(published) if published else None,
        url=document.get("url"),
    )


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in (".json", ".jsonl", ".txt"))


def _rows(file: Path) -> Iterator[Any]:
    text = file.read_text("utf-8")
    try:
        if file.suffix == ".txt":
            yield annotated.read(file.stem, text)
        elif file.suffix == ".jsonl":
            yield from (json.loads(line) for line in text.split("\n") if line.strip())
        else:
            row = json.loads(text)
            yield from row if isinstance(row, list) else [row]
    except (ValueError, LookupError) as error:
        raise BrokenDataError(f"{file}: {error}") from None


def _is_annotated(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("document"), dict) and "text" in row["document"]

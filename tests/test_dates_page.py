"""The page about dates: its table is what the library reads, row by row, and its code runs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from variorum.dates import find

PAGE = (Path(__file__).parent.parent / "docs" / "dates.md").read_text("utf-8")
PUBLISHED = date(2023, 6, 14)
ROWS = re.findall(r"^\| (.*\*\*.*) \| (\S+) \| (\S+) \| (\w+) \| (\S) \|$", PAGE, re.MULTILINE)


def test_the_table_is_found() -> None:
    assert len(ROWS) > 80


@pytest.mark.parametrize(("words", "first", "last", "granularity", "prec"), ROWS, ids=[row[0] for row in ROWS])
def test_row(words: str, first: str, last: str, granularity: str, prec: str) -> None:
    found = find(words.replace("**", ""), PUBLISHED)[-1]
    marked = re.search(r"\*\*(.*)\*\*", words)
    assert marked is not None
    assert found.quote == marked[1]
    days = None if found.days is None else (found.days.start.isoformat(), found.days.end.isoformat())
    assert days == (None if first == "-" else (first, last))
    assert found.granularity == granularity
    assert found.date_prec == (None if prec == "-" else int(prec))


def test_the_code_on_the_page_runs() -> None:
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        exec(block, {})  # noqa: S102 - the page's own example

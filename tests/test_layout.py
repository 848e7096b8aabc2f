"""Texts broken into lines are read as if they were not."""

from __future__ import annotations

import textwrap
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from variorum import read
from variorum.annotate.layout import unwrapped

TEXT = (
    "At least 40 people, including 12 children, were killed on Monday when a truck bomb exploded outside a bank in "
    "Kandahar, the provincial governor said. A hospital official put the number of wounded at more than 75."
)


def test_a_text_broken_into_lines_reads_the_same() -> None:
    whole = read(TEXT, published=date(2015, 6, 2))
    for width in (20, 31, 47, 72):
        broken = read("\n".join(textwrap.wrap(TEXT, width)), published=date(2015, 6, 2))
        assert [(t.count, t.outcome, t.part_of) for t in broken.tolls] == [
            (t.count, t.outcome, t.part_of) for t in whole.tolls
        ]
        assert all(broken.report.text[t.span.start : t.span.end] == t.quote for t in broken.tolls)


@given(st.text(alphabet='aB1 .\n"', max_size=40))
def test_only_line_breaks_change_and_no_length(text: str) -> None:
    found = unwrapped(text)
    assert len(found) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, found, strict=True))
    assert found.count("\n\n") == text.count("\n\n")

"""Headlines of other reports that stand in a report."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.annotate.asides import asides_in
from variorum.models import Report
from variorum.pipeline import Reader

TOLD = "A clerk was wounded in Dover on Monday."


@pytest.mark.parametrize(
    "aside",
    [
        "RELATED: Fall from a rig leaves two miners dead",
        ">> Read more: Two miners killed at sea",
        "Related Stories\n2 bakers killed, 3 held in Lima\nMiner shot dead in Leeds",
        "1:49 A grandmother says her grandson is dead Pause",
        "Previous story: Miner killed in Leeds was a father",
        "PLAYLIST: Shooting in Leeds takes two lives | 0:38",
    ],
)
def test_headlines_of_other_reports_are_set_apart(aside: str) -> None:
    text = f"{TOLD}\n{aside}\n\nShe will live, police said."
    told = "\n".join(text[start:end] for start, end in asides_in(text))
    assert told == aside.removeprefix("Related Stories\n")


@pytest.mark.parametrize(
    "own",
    [
        "Related to nobody in Dover, he was known to all.",
        "07:40: Police say that two miners were killed.",
        "12:40 Police say that two miners were killed.",
        "More than 40 people ran.",
    ],
)
def test_the_lines_of_a_report_are_its_own(own: str) -> None:
    assert asides_in(f"{TOLD}\n{own}\n\nShe will live.") == []


def test_what_they_count_is_no_toll() -> None:
    text = f"{TOLD}\n\nRELATED: Fall from a rig leaves two miners dead\n\nShe will live, police said."
    read = Reader().read(Report(id="r", text=text, published=date(2021, 5, 4)))
    assert [toll.count.low for toll in read.tolls] == [1]

"""Which tolls of a report are of one incident."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.models import Report
from variorum.pipeline import Reader

LEAD = "A bomb in a market in Kano killed 14 people and wounded 30 on Monday, police said.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEAD + "The blast, which killed 14 people, tore through the stalls at noon.", "e1 e1 e1"),
        (LEAD + "The attack came a week after a gunman shot dead five worshippers in Jos.", "e1 e1 e2"),
        (LEAD + "In a separate attack on Tuesday, gunmen killed nine soldiers near Maiduguri.", "e1 e1 e2"),
        (LEAD + "Police also reported that gunmen killed four farmers near Zaria.", "e1 e1 e2"),
        (LEAD + "In June 2011, a car bomb killed six people in Abuja.", "e1 e1 e2"),
        (LEAD + "At least 20 of the wounded remained in hospital.\n\nOf those, two died on Tuesday.", "e1 e1 e1 e1"),
        (LEAD + "More than 20,000 people have been killed in the conflict since 2009.", "e1 e1 none"),
        (
            LEAD + "In June 2011, a car bomb killed six people in Abuja.\n\nOn Monday the market was crowded; the 14 "
            "people killed were mostly traders.",
            "e1 e1 e2 e1",
        ),
    ],
)
def test_incidents(reader: Reader, text: str, expected: str) -> None:
    read = reader.read(Report(id="r", text=text, published=date(2014, 7, 2)))
    assert " ".join(toll.event or "none" for toll in read.tolls) == expected

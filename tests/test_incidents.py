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
        (LEAD + "They were two of nine traders shot dead in Kano since early May.", "e1 e1 none none"),
        (LEAD + "In Zaria, three policemen were shot dead on their way home.", "e1 e1 e2"),
        (LEAD + "At least 20 of the wounded remained in hospital.\n\nOf those, two died on Tuesday.", "e1 e1 e1 e1"),
        (LEAD + "Police statistics for 2013 show that 88 people were killed in Kano.", "e1 e1 none"),
        (LEAD + "More than 20,000 people have been killed in the conflict since 2009.", "e1 e1 none"),
        (LEAD + "A night earlier, gunmen shot dead five worshippers in Jos.", "e1 e1 e2"),
        (LEAD + "It was the worst attack since 2009, when a bomb killed nine people there.", "e1 e1 e2"),
        (LEAD + "On Sunday, 12 traders died when their bus struck a mine on the same road.", "e1 e1 e2"),
        (LEAD + "On Tuesday, officials said the death toll had risen to 16.", "e1 e1 e1"),
        (LEAD + "Hours earlier, gunmen shot dead five worshippers in Jos.", "e1 e1 e2"),
        ("Rebels killed eight soldiers in Zaria, and four farmers were shot dead elsewhere.", "e1 e2"),
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


def test_the_day_of_another_incident_is_not_taken(reader: Reader) -> None:
    text = "Gunmen killed nine soldiers near Maiduguri.\n\nIn June 2011, a car bomb killed six people in Abuja."
    first, second = reader.read(Report(id="r", text=text, published=date(2014, 7, 2))).events
    assert first.when is None
    assert second.when is not None
    assert second.when.days.start == date(2011, 6, 1)


def test_a_night_takes_both_days(reader: Reader) -> None:
    text = "Shells killed four people overnight in Donetsk, a doctor said on Tuesday."
    (event,) = reader.read(Report(id="r", text=text, published=date(2014, 7, 2))).events
    assert event.when is not None
    assert event.when.days.days == 2

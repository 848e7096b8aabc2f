"""What an incident is called, by where it was."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.models import Report
from variorum.pipeline import Reader


@pytest.mark.parametrize(
    ("where", "label"),
    [
        ("some 90 kilometers southwest of Cairo", "Shooting about 90 kilometers southwest of Cairo"),
        ("about 20 miles north of Lyon", "Shooting about 20 miles north of Lyon"),
        ("in the 200 block of Elm Street in Omaha", "Shooting in the 200 block of Elm Street in Omaha"),
        ("in Kano", "Shooting in Kano"),
    ],
)
def test_a_label_says_where_in_words_that_read_well(reader: Reader, where: str, label: str) -> None:
    text = f"Gunmen shot dead nine shepherds {where} on Monday."
    (event,) = reader.read(Report(id="r", text=text, published=date(2016, 5, 4))).events
    assert event.label == label

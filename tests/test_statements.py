"""What a report states of the day of an incident and of its rank among others, kept as claims."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.models import Extraction, Report
from variorum.pipeline import Reader


def read(reader: Reader, text: str) -> Extraction:
    return reader.read(Report(id="made-up", text=text, published=date(2019, 3, 14)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A bomb killed 14 people in Kano, Nigeria, in the deadliest attack there since 2015.",
         "the deadliest attack there since 2015"),
        ("A bomb killed 14 people in Kano, Nigeria. It was one of the worst attacks this year, the mayor said.",
         "one of the worst attacks this year"),
        ("Gunmen killed 14 people in Kano on Sunday, Nigeria's bloodiest day in a decade.",
         "Nigeria's bloodiest day in a decade"),
    ],
)  # fmt: skip
def test_a_superlative_is_a_claim_about_its_incident(reader: Reader, text: str, words: str) -> None:
    found = read(reader, text)
    (claim,) = found.comparisons
    assert claim.quote == words == claim.span.of(text)
    assert claim.event == found.events[0].id


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed 14 people in Kano, Nigeria. The worst drought in years has hit the region.",
        "A bomb killed 14 people in Kano, Nigeria. The deadliest attack of that war was in 1969.",
    ],
)
def test_what_is_said_of_other_things_is_none(reader: Reader, text: str) -> None:
    assert not read(reader, text).comparisons


def test_the_day_on_which_a_deed_took_place_is_a_claim_of_its_own_source(reader: Reader) -> None:
    found = read(
        reader,
        "A suicide bomber struck a police station in Kandahar, Afghanistan, on Tuesday, killing 8 policemen, officials "
        "said.\n\nThe governor said that the bombing took place on Monday.",
    )
    days = {claim.quote: claim for claim in found.date_claims if claim.direct}
    assert set(days) == {"Tuesday", "Monday"}
    assert days["Monday"].sources[-1].text == "The governor"

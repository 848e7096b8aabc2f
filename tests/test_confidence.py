"""How sure a claim is: by named signs whose weights are data."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.claims.confidence import confidence, toll_signs, weights
from variorum.models import Report, Responsibility, Toll
from variorum.pipeline import Reader

TEXT = (
    "Rebels killed five soldiers at a checkpoint near Goma on Monday, the army said.\n\n"
    "A herder died too. The rebels' spokesman claimed responsibility for the ambush and spoke of dozens of dead. "
    "Some 30 were wounded.\n\n"
    "Some 400 people have been killed in the province in the past year."
)


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(id="r", text=TEXT, published=date(2021, 6, 9))


def test_every_claim_is_rated(reader: Reader, report: Report) -> None:
    read = reader.read(report)
    assert read.tolls
    assert read.responsibility
    claims: tuple[Toll | Responsibility, ...] = (*read.tolls, *read.responsibility)
    for claim in claims:
        assert claim.confidence is not None
        assert 0.0 < claim.confidence < 1.0
        assert claim.made_by is not None
        assert claim.made_by.startswith("rules ")
        assert ": " in claim.made_by


def test_the_signs_are_those_of_the_words(reader: Reader, report: Report) -> None:
    drawn = reader.draw(report)
    assert drawn is not None
    signs = dict(
        zip(
            (toll.quote for toll in drawn.extraction.tolls),
            toll_signs(drawn.doc, drawn.drafts, drawn.extraction.tolls),
            strict=True,
        )
    )
    assert {"rule: victim of the verb", "people: military", "source"} <= set(signs["five"])
    assert "one person" in signs["A"]
    assert "vague number" in signs["dozens"]
    assert "no noun for the people" in signs["Some 30"]
    assert "count of many incidents" in signs["Some 400"]
    assert "source" not in signs["Some 400"]


def test_a_rating_is_what_its_signs_come_to() -> None:
    known = {"always": 0.0, "good": 2.0, "bad": -2.0}
    assert confidence([], known) == 0.5
    assert confidence(["good", "bad"], known) == 0.5
    assert confidence(["good"], known) == 0.88
    assert confidence(["bad", "unheard of"], known) == 0.12


@given(st.lists(st.sampled_from(sorted(weights()["toll"])), unique=True))
def test_the_order_of_signs_does_not_matter(signs: list[str]) -> None:
    assert confidence(signs, weights()["toll"]) == confidence(reversed(signs), weights()["toll"])


@pytest.mark.parametrize("kind", ["toll", "responsibility"])
def test_the_measured_reliability_adds_up(kind: str) -> None:
    measured = weights()["measured"][kind]
    assert sum(row["claims"] for row in measured["reliability"]) == measured["claims"]
    assert measured["brier"] <= measured["base"]
    large = [row for row in measured["reliability"] if row["claims"] >= 50]
    assert large
    assert all(abs(row["rated"] - row["right"]) < 0.1 for row in large)

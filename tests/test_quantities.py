"""Number words to bounds, by the table of the annotation guide."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from variorum.annotate import quantities
from variorum.annotate.quantities import mark_quantities


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("en")
    blank.add_pipe("variorum_quantities")
    return blank


TABLE = [
    ("55", 55, 55, False),
    ("fifty-five", 55, 55, False),
    ("twenty five", 25, 25, False),
    ("two dozen", 24, 24, False),
    ("a dozen", 12, 12, False),
    ("half a dozen", 6, 6, False),
    ("1,200", 1200, 1200, False),
    ("two hundred and six", 206, 206, False),
    ("one thousand five hundred", 1500, 1500, False),
    ("1.5 million", 1_500_000, 1_500_000, False),
    ("at least 55", 55, None, False),
    ("no fewer than 55", 55, None, False),
    ("55 or more", 55, None, False),
    ("at least a dozen", 12, None, False),
    ("more than 55", 56, None, False),
    ("over 55", 56, None, False),
    ("up to 55", None, 55, False),
    ("as many as 55", None, 55, False),
    ("no more than 55", None, 55, False),
    ("fewer than 55", None, 54, False),
    ("under 55", None, 54, False),
    ("about 55", 55, 55, True),
    ("some 55", 55, 55, True),
    ("nearly 300", 300, 300, True),
    ("an estimated 4,000", 4000, 4000, True),
    ("55-odd", 55, 55, True),
    ("between 30 and 40", 30, 40, False),
    ("30 to 40", 30, 40, False),
    ("30-40", 30, 40, False),
    ("two to three thousand", 2000, 3000, False),
    ("no", 0, 0, False),
    ("nobody", 0, 0, False),
    ("a couple of", 2, 2, True),
    ("a few", 3, 6, True),
    ("a handful of", 3, 6, True),
    ("several", 3, 9, True),
    ("dozens", 24, 99, True),
    ("tens", 20, 99, True),
    ("scores", 40, 99, True),
    ("hundreds", 200, 999, True),
    ("tens of thousands", 20_000, 99_999, True),
    ("hundreds of thousands", 200_000, 999_999, True),
    ("several dozen", 36, 108, True),
    ("several hundred", 300, 999, True),
    ("many", 2, None, True),
    ("a number of", 2, None, True),
    ("an unknown number of", 2, None, True),
    ("up to more than 130", 131, None, False),
]


@pytest.mark.parametrize(("words", "low", "high", "approx"), TABLE, ids=[row[0] for row in TABLE])
def test_bounds(nlp: Language, words: str, low: int | None, high: int | None, approx: bool) -> None:
    doc = nlp(f"Officials counted {words} villagers there.")
    (span,) = doc.spans["quantities"]
    assert (span._.count.low, span._.count.high, span._.count.approx) == (low, high, approx)
    assert span.text == words.removesuffix(" of")


def test_few_if_any_may_be_none(nlp: Language) -> None:
    doc = nlp("They said few rebels, if any, were hit.")
    (span,) = doc.spans["quantities"]
    assert (span._.count.low, span._.count.high) == (0, 6)


@pytest.mark.parametrize("words", ["another 12", "12 more", "a further 12", "an additional 12"])
def test_what_adds_to_a_figure_is_marked(nlp: Language, words: str) -> None:
    doc = nlp(f"He spoke of {words} dead.")
    (span,) = doc.spans["quantities"]
    assert span._.additional
    assert span._.count.low == 12


@pytest.mark.parametrize(
    "text",
    [
        "a 20-year-old student",
        "a rise of 40 percent",
        "some 30 km away",
        "it cost $500",
        "as many people as ever",
        "two-thirds of them",
        "a three -year-old girl",
        "a 15-y\u00adear-old boy",
    ],
)
def test_measures_are_no_counts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert [s.text for s in doc.spans["quantities"]] == []


WORDS = (
    "at least more than a dozen of thousands tens 55 1,200 to - no few if any hundred and twenty between number half or"
)


@given(st.lists(st.sampled_from([*WORDS.split(), "9" * 30]), max_size=14))
def test_any_words_give_counts_in_order(words: list[str]) -> None:
    found = list(quantities.quantities(words))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= q.start <= q.number < q.end <= len(words) for q in found)


def test_the_component_works_alone() -> None:
    doc = mark_quantities(spacy.blank("en")("At least 12 people"))
    assert [s.text for s in doc.spans["quantities"]] == ["At least 12"]

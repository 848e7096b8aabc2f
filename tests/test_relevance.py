"""The glance at a report before it is read loses no toll, and lets reports without violence go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tests.marked import parse
from tests.test_tolls import SENTENCES
from variorum.annotate import language, relevance
from variorum.claims.tolls.finding import find_tolls
from variorum.models import Extraction, Report
from variorum.pipeline import Reader
from variorum.settings import Settings

BUDGET = (
    "The committee will vote on the budget next week, its chairwoman said. Lawmakers of both parties had asked for "
    "more time to study the bill, which sets aside money for roads, schools and a new library. Mr. Lee, who wrote most "
    "of it, expects a close vote. Taxes on fuel would rise by two cents a gallon. "
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


@pytest.mark.parametrize("marked", SENTENCES)
@pytest.mark.parametrize("shape", ["{b}\n\n{s}\n\n{b}", "{b}{s} {b}", "{b}\n{s}\n{b}"])
def test_a_toll_in_a_long_report_about_something_else_is_seen(nlp: Language, marked: str, shape: str) -> None:
    sentence = parse(marked)[0]
    alone = find_tolls(language.glance(nlp, sentence))
    assert bool(alone) == ("](" in marked)
    if not _ends(sentence):
        shape = "{s}\n{b}"  # a headline stands on a line of its own
    text = shape.format(b=BUDGET * 9, s=sentence)
    assert not relevance.is_steeped(text)
    stretches = relevance.doubtful_stretches(text)
    assert any(sentence in stretch for stretch in stretches) or not alone
    found = find_tolls(language.glance(nlp, "\n\n".join(stretches)))
    assert [(t.count, t.outcome) for t in found] == [(t.count, t.outcome) for t in alone]


def _ends(sentence: str) -> bool:
    return sentence.rstrip().endswith((".", "!", "?", "”", '"'))


def test_a_report_in_capitals_is_seen(reader: Reader) -> None:
    text = (BUDGET * 6 + "\n\nA bomb killed four people in the town of Alda on Sunday.").upper()
    assert [t.count.low for t in reader.read(Report(id="r", text=text)).tolls] == [4]


def test_a_report_without_violence_is_let_go(reader: Reader) -> None:
    assert not relevance.is_steeped(BUDGET)
    assert not relevance.doubtful_stretches(BUDGET)
    report = Report(id="r", text=BUDGET)
    found = reader.read(report)
    assert found == Extraction(report=report)


@pytest.mark.parametrize(
    "sentence",
    [
        "The two senators lost the vote.",
        "Three issues remain critical for the ministers.",
        "She received 40 letters from readers of her life story.",
        "Attorney General Lynch took four questions.",
        "Of 20 mayors none liked a plan that gave the schools, the libraries, the clinics and the parks its life.",
    ],
)
def test_words_that_mostly_mean_something_else_want_a_companion(sentence: str) -> None:
    assert not relevance.doubtful_stretches(sentence)


@pytest.mark.parametrize(
    ("opening", "whole"),
    [
        ("The murder of the mayor was condemned by the police.", True),
        ("The death of the mayor was regretted by the police.", False),
    ],
)
def test_a_report_that_opens_with_a_deed_is_read_though_it_speaks_of_little_else_of_it(
    opening: str, whole: bool
) -> None:
    assert relevance.is_steeped(opening + " " + BUDGET * 3) == whole
    assert not relevance.is_steeped(opening + " " + BUDGET * 6)


def test_who_did_it_is_read_in_a_report_of_violence_without_a_toll(reader: Reader) -> None:
    text = "Rebels attacked an army base near Alda. No group has claimed responsibility for the attack, police said."
    assert relevance.is_steeped(text)
    assert [r.mode for r in reader.read(Report(id="r", text=text)).responsibility] == ["none_claimed"]


@given(st.text(alphabet=st.sampled_from("aAé\n .!?\"'5-İﬁ"), max_size=80))
def test_stretches_are_pieces_of_the_text_in_order(text: str) -> None:
    at = 0
    for stretch in relevance.doubtful_stretches(text):
        at = text.index(stretch, at) + len(stretch)


@given(st.lists(st.sampled_from([BUDGET, *(parse(m)[0] for m in SENTENCES)]), max_size=5))
def test_stretches_hold_whole_sentences(sentences: list[str]) -> None:
    text = "".join(f"{s.strip()} " if _ends(s) else f"{s}\n" for s in sentences)
    for sentence in sentences:
        if relevance.may_hold_toll(relevance.words_in(sentence)) and sentence is not BUDGET:
            assert any(sentence in s for s in relevance.doubtful_stretches(text))

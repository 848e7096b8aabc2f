"""Deaths of which a report gives no number and no name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from variorum.annotate import language
from variorum.claims.accounts import tolls_of
from variorum.claims.tolls.casualties import is_only_involved
from variorum.claims.tolls.untold import RULE
from variorum.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


@pytest.mark.parametrize(
    ("text", "quote", "number"),
    [
        ("A clerk was shot in Dover. The victim later died at a hospital.", "The victim", 1),
        ("A clerk was shot in Dover. She was taken to a hospital, where she was pronounced dead.", "she", 1),
        ("Police identified the man who died at a hospital in Dover on Monday.", "the man", 1),
        ("When Lund came back with Sorel, both were fatally shot on the porch.", "both", 2),
    ],
)
def test_somebody_told_of_before_who_died_is_a_toll(nlp: Language, text: str, quote: str, number: int) -> None:
    doc = nlp(text)
    (death,) = [draft for draft in tolls_of(doc) if draft.outcome == "killed"]
    assert (doc[death.start : death.end].text, death.count.low, death.rule) == (quote, number, RULE)
    assert death.optional


@pytest.mark.parametrize(
    "text",
    [
        "Two clerks were killed in Dover. The victim was pronounced dead at once.",
        "A clerk was shot in Dover. The victim did not die.",
        "A clerk was shot in Dover. The bullet could have hit her in the heart and killed her.",
        "A clerk was shot in Dover. He feared that he would die.",
        "A clerk was shot in Dover. The man died of natural causes years later.",
    ],
)
def test_nobody_else_is(nlp: Language, text: str) -> None:
    assert not [draft for draft in tolls_of(nlp(text)) if draft.rule == RULE]


@pytest.mark.parametrize(
    ("text", "people", "involved"),
    [
        ("The names of five victims in a deadly weekend shooting.", "five victims", True),
        ("A fatal double shooting involving two clerks.", "two clerks", True),
        ("The fatal shooting of two clerks.", "two clerks", False),
        ("Five clerks died in a deadly shooting.", "Five clerks", False),
    ],
)
def test_a_deadly_deed_did_not_kill_all_its_victims(nlp: Language, text: str, people: str, involved: bool) -> None:
    doc = nlp(text)
    words = doc.char_span(text.index(people), text.index(people) + len(people))
    assert words is not None
    assert is_only_involved(doc, words.start, words.end - 1) is involved

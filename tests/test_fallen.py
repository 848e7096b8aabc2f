"""Attackers who died in what they did, in sentences marked up by hand."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.marked import parse, single_tolls
from variorum.annotate import language
from variorum.claims.tolls.fallen import RULE, with_fallen
from variorum.claims.tolls.finding import find_tolls
from variorum.claims.tolls.named import with_named
from variorum.models import Report
from variorum.pipeline import Reader
from variorum.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


SENTENCES = [
    "A guard shot two clerks in Dover on Monday and then killed [himself](killed 1 armed_group).",
    "A man shot and killed two clerks in Dover before turning the gun on [himself](killed 1 armed_group).",
    "He killed two clerks and injured a third before shooting [herself](killed 1 armed_group).",
    "A miner killed his brother and then [himself](killed 1 armed_group), the sheriff said.",
    "He killed two clerks in Dover and took [his own life](killed 1 armed_group).",
    "He killed two clerks and critically hurt a third before taking [his own life](killed 1 armed_group).",
    "[She](killed 1 armed_group) shot two clerks in Dover before committing suicide.",
    "She shot two clerks in Dover. The driver later [committed suicide](killed 1 armed_group).",
    "He wounded two clerks in Dover. Deputies shot and killed [the gunman](killed 1 armed_group).",
    "He wounded two clerks in Dover. [The suspect](killed 1 armed_group) was found dead in a barn.",
    # nobody else came to harm, so that he attacked nobody
    "A trucker killed [himself](killed 1 people) in Dover on Monday.",
    # no death, or no attacker's
    "He shot two clerks in Dover and tried to turn the gun on himself.",
    "He shot two clerks in Dover and threatened to commit suicide.",
    "A boy accidentally shot himself dead in Dover, and his sister was wounded.",
    "He shot two clerks in Dover. The suspect was wounded in the leg.",
    "He shot two clerks in Dover before he shot himself in the foot.",
    # all who are dead are named
    "A trucker and his daughter were found dead in Dover; police say that he shot her and turned the gun on himself.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_marked_sentences(nlp: Language, marked: str) -> None:
    text, expected = parse(marked)
    doc = nlp(text)
    drafts = with_fallen(doc, with_named(doc, find_tolls(doc)))
    found = (d for d in drafts if d.rule == RULE)
    assert single_tolls(doc, found) == [(e.quote, e.outcome, e.low, e.category, True) for e in expected]


def test_who_counts_the_dead_counts_the_attacker_among_them(nlp: Language) -> None:
    doc = nlp("Three people are dead in Dover. A guard shot two clerks before he turned the gun on himself.")
    drafts = with_fallen(doc, with_named(doc, find_tolls(doc)))
    (fallen,) = [draft for draft in drafts if draft.rule == RULE]
    assert fallen.part_of is not None
    assert doc[drafts[fallen.part_of].start].text == "Three"


def test_an_attacker_opens_no_incident_and_makes_no_battle(reader: Reader) -> None:
    text = "A man shot and killed two clerks in Dover on Monday. He then turned the gun on himself, the sheriff said."
    read = reader.read(Report(id="r", text=text))
    assert {toll.event for toll in read.tolls} == {"e1"}
    assert len(read.tolls) == 2
    assert read.events[0].sub_type == "attack"

"""Single victims who are named or definite, in sentences marked up by hand."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.marked import parse, single_tolls
from variorum.annotate import language
from variorum.claims.tolls.finding import find_tolls
from variorum.claims.tolls.named import named_tolls, with_named
from variorum.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


SENTENCES = [
    "Lund is charged in the shooting death of 41-year-old [Karim Sadr Jr.](killed 1 people) in Dover.",
    "[Ana Vidal](killed 1 people), 55, [Mia Sorel](killed 1 people), 29, and [Zara Lund](killed 1 people), 8, died.",
    "[Senator Peter Oduya](killed 1 official) was assassinated on Monday outside his home.",
    "The murder of [journalist Ana Vidal](killed 1 civilian) shocked the country.",
    "[Karim Haddad](captured 1 people) was kidnapped by gunmen near the port.",
    "The army said its troops had killed [the rebels' commander](killed 1 armed_group).",
    "Masked men shot dead [the mayor](killed 1 official) and wounded [his wife](injured 1 civilian).",
    "[Judge Elena Marchetti](killed 1 official) and [Paul Wanjiru](killed 1 civilian), a lawyer, were shot dead.",
    "A farmer fatally shot [his wife](killed 1 civilian) on Monday.",
    # no person, no harm, or told by a number
    "The nurses saved the boy's life.",
    "He spoke after the Florida Panthers' 2-1 loss to Dallas.",
    "Nobody knew what went on in that student's life.",
    "The army captured Mosul.",
    "They plotted the murder of Senator Peter Oduya.",
    "An attempt to kill Judge Elena Marchetti failed.",
    "Senator Peter Oduya was not injured.",
    "Gunmen could kill the mayor, police fear.",
    "Thursday's massacre was the worst of the year.",
    "A soldier was killed by a sniper.",
    "The Kenya Red Cross was hurt by the cuts.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_marked_sentences(nlp: Language, marked: str) -> None:
    text, expected = parse(marked)
    doc = nlp(text)
    assert single_tolls(doc, named_tolls(doc)) == [(e.quote, e.outcome, e.low, e.category, True) for e in expected]


def test_whoever_is_counted_is_not_named_again(nlp: Language) -> None:
    """A toll's own people get no second one, and parts keep their wholes in the new order."""
    doc = nlp("Sgt Ali Noor was killed on Monday. Ten people, three of them children, were hurt in the market.")
    drafts = with_named(doc, find_tolls(doc))
    assert [doc[d.start : d.end].text for d in drafts] == ["Sgt Ali Noor", "Ten", "three"]
    assert drafts[2].part_of == 1


def test_where_the_dead_are_counted_those_named_are_among_them(nlp: Language) -> None:
    doc = nlp("Ten people died in the market. Sgt Ali Noor was killed on Monday.")
    assert [doc[d.start : d.end].text for d in with_named(doc, find_tolls(doc))] == ["Ten"]


def test_who_is_named_beside_one_that_is_counted_is_counted_too(nlp: Language) -> None:
    doc = nlp("A farmer and his wife were found dead on Monday. The mayor was killed years before.")
    assert [doc[d.start : d.end].text for d in with_named(doc, find_tolls(doc))] == ["A", "his wife"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("A trader shot dead his brother and their two cousins on Monday.", ["his brother", "two"]),
        ("A trader killed his wife, two sons, then himself.", ["his wife", "two"]),
        ("Two girls, ages 3 and 5, and their aunt were found dead.", ["Two", "their aunt"]),
    ],
)
def test_a_relative_beside_others_who_are_counted_is_counted_too(nlp: Language, text: str, quotes: list[str]) -> None:
    doc = nlp(text)
    assert [doc[d.start : d.end].text for d in with_named(doc, find_tolls(doc))] == quotes


def test_whom_a_fatal_deed_struck(nlp: Language) -> None:
    doc = nlp("They spoke of the fatal shooting of Diego Parra.")
    assert [doc[d.start : d.end].text for d in with_named(doc, find_tolls(doc))] == ["Diego Parra"]


def test_a_death_that_somebody_begs_off_is_none(nlp: Language) -> None:
    doc = nlp("“Please don't let my baby die,” she said.")
    assert with_named(doc, find_tolls(doc)) == ()

"""Who takes part in an event, where the words need more than the parse of one sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from variorum.annotate import language
from variorum.annotate.events.cues import read_cues
from variorum.annotate.events.scopes import scopes
from variorum.annotate.events.victims import Victims, full_phrase
from variorum.annotate.persons import persons_of
from variorum.annotate.responsibility import find_responsibility
from variorum.annotate.sides import Stage, proposed, read_event
from variorum.models import GroupCategory, Outcome
from variorum.settings import Settings
from variorum.values import Span


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


def cast(nlp: Language, text: str, dead: str = "", country: str | None = None) -> set[tuple[str, str, str]]:
    """The actors of the first sentence's event; `dead`: the noun of its toll, of civilians."""
    doc = nlp(text)
    scope = scopes(doc, {"e1": [text.index(dead)]})["e1"]
    at = text.index(dead)
    victims = [Victims(dead, GroupCategory.CIVILIAN, Outcome.KILLED, Span(at, at + len(dead)), 3)] if dead else []
    stage = Stage.of(doc, scope, victims, find_responsibility(doc), country)
    _, actors = read_event(stage, read_cues(text))
    return {(a.text, a.side, a.category) for a in actors}


@pytest.mark.parametrize(
    ("text", "dead", "country", "expected"),
    [
        (
            "A retired gardener shot three nurses dead at the clinic in Oldbury.",
            "nurses",
            "GB",
            ("A retired gardener", "attacker", "lone_attacker"),
        ),
        (
            "The bomb killed three teachers and two pupils at the school gate.",
            "teachers",
            "LK",
            ("three teachers and two pupils", "attacked", "civilians"),
        ),
        (
            "Demonstrators marched to the palace. Riot police opened fire on the crowd, killing three demonstrators.",
            "demonstrators",
            "PE",
            ("Riot police", "attacker", "state_forces"),
        ),
        (
            "An angry mob beat three traders to death in the market.",
            "traders",
            "NG",
            ("angry mob", "attacker", "rioters"),
        ),
    ],
)
def test_who_takes_part(nlp: Language, text: str, dead: str, country: str, expected: tuple[str, str, str]) -> None:
    assert expected in cast(nlp, text, dead, country)


def test_soldiers_who_are_killed_do_not_name_their_state_as_an_attacker(nlp: Language) -> None:
    text = "Israeli air strikes killed 31 shoppers. Hamas said its men had killed five Israeli soldiers in Rafah."
    told = cast(nlp, text, "shoppers", "PS")
    assert ("Israeli", "attacker", "external_forces") in told
    assert not any(words == "Israeli soldiers" and side == "attacker" for words, side, _ in told)


def test_a_drone_is_nobody(nlp: Language) -> None:
    told = cast(nlp, "A drone attack on a market in El Fasher killed 12 shoppers on Monday.", "shoppers", "SD")
    assert {side for _, side, _ in told} == {"attacked"}


def test_the_name_of_the_only_victim_is_weighed_beside_the_words_for_her(nlp: Language) -> None:
    text = "A barber was shot dead in Oldbury. Maria Holt, 34, was found dead in her shop. Holt had no enemies."
    doc = nlp(text)
    at = text.index("barber")
    victim = Victims("barber", GroupCategory.CIVILIAN, Outcome.KILLED, Span(at, at + 6), 1)
    stage = Stage.of(doc, scopes(doc, {"e1": [at]})["e1"], [victim])
    _, options = proposed(stage, read_cues(text))
    named = {o.side.actor.text: o.signs for o in options if o.side.actor.side == "attacked"}
    assert named["Maria Holt"]["attacked a person, one is counted"] > 0
    assert "civilians counted" in named["barber"]


def test_the_phrase_goes_on_to_the_name_it_stands_by(nlp: Language) -> None:
    text = "Gunmen killed the veteran journalist Hashim Karim outside his home."
    doc = nlp(text)
    at = text.index("journalist")
    assert full_phrase(doc, Span(at, at + 10)).of(text) == "journalist Hashim Karim"


def test_a_headline_without_a_number_tells_of_the_first_event(nlp: Language) -> None:
    text = (
        "Worshippers gunned down in Oldbury\n\nThree people were killed on Friday. Two others died in Leeds a year ago."
    )
    pieces = scopes(nlp(text), {"e1": [text.index("Three")], "e2": [text.index("Two")]})
    assert pieces["e1"][0].start == 0
    assert pieces["e1"][0].weight < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria Larsen, 34, was stabbed to death on Monday.", "fell"),
        ("A car bomb killed the baker Maria Larsen on Monday.", "fell"),
        ("The gunman, Peter Larsen, fired at a bus.", "did_it"),
        ("Peter Larsen has been charged with the murder of a waiter.", "did_it"),
        ("The road was mined, said Peter Larsen, a farmer.", "speaks"),
        ("Police chief Maria Larsen was not there.", "speaks"),
    ],
)
def test_what_stands_beside_a_name_tells_of_the_person(nlp: Language, text: str, expected: str) -> None:
    (person,) = persons_of(nlp(text))
    told = {what for what in ("fell", "did_it", "speaks") if getattr(person, what)}
    assert told == {expected}

"""Who takes part in an event, where the words need more than the parse of one sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from variorum.annotate import language
from variorum.annotate.cues import read_cues
from variorum.annotate.responsibility import find_responsibility
from variorum.annotate.scopes import scopes
from variorum.annotate.sides import read_event
from variorum.annotate.victims import Victims
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
    _, actors = read_event(doc, read_cues(text), scope, victims, find_responsibility(doc), country)
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

"""Who did it, where several are named in one breath, or under names that no list holds."""

from __future__ import annotations

import pytest
from spacy.language import Language

from variorum.actors.names import find_actors
from variorum.annotate import language
from variorum.annotate.responsibility import find_responsibility
from variorum.settings import Settings


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The unions blamed the Peruvian army and the Shining Path for the killing of six miners.",
            {("suspected", "Peruvian army"), ("suspected", "Shining Path")},
        ),
        (
            "Two men died in a blast for which the Shining Path is being held responsible.",
            {("suspected", "Shining Path")},
        ),
        (
            "A letter bomb believed to have been made by the Real IRA exploded in Derby.",
            {("suspected", "Real IRA")},
        ),
        ("Maoist guerrillas threw dynamite at the consulate, killing a clerk.", {("attributed", "Maoist guerrillas")}),
    ],
)
def test_who_is_said_to_have_done_it(nlp: Language, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(cue.mode.value, cue.actor) for cue in find_responsibility(nlp(text))} == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A group called the Front for the Salvation of Oldland claimed it.", "Front for the Salvation of Oldland"),
        ("Officers of the armed forces raided the house.", "armed forces"),
        ("In the valley Suguta raiders drove off the cattle.", "Suguta raiders"),
    ],
)
def test_names_that_begin_with_what_they_are(text: str, name: str) -> None:
    assert name in {text[found.start : found.end] for found in find_actors(text)}

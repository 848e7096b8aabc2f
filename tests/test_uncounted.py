"""Incidents of which a report counts no victims, on reports written for the purpose."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from variorum import read
from variorum.annotate import language
from variorum.annotate.deeds import deeds_in, lexicon
from variorum.annotate.sentences import sentences_of
from variorum.models import EventType
from variorum.settings import Settings

DAY = date(2021, 3, 10)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


def told(nlp: Language, text: str) -> list[str]:
    return [doc[deed.token].text for doc in [nlp(text)] for s in sentences_of(doc) for deed in deeds_in(s)]


@pytest.mark.parametrize("table", [t for t, rows in lexicon().items() if "example" in rows])
def test_the_examples_of_the_data(nlp: Language, table: str) -> None:
    assert len(told(nlp, str(lexicon()[table]["example"]))) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gunmen ambushed a police convoy on Tuesday.", "ambushed"),
        ("A car bomb exploded outside the ministry in Kabul.", "exploded"),
        ("Helicopters bombed the rebel camp near Arauca.", "bombed"),
        ("The kidnapping of the mayor in Cauca shocked the town.", "kidnapping"),
        ("Masked men set fire to a church, and the consulate was attacked.", "attacked"),
        ("Two rockets landed near the airport of Erbil.", "landed"),
        ("Guerrillas set two lorries laden with ore on fire near Huaraz.", "set"),
        ("Masked men shot at the tyres of an ambulance on Monday.", "shot"),
        ("The insurgents used mortars to attack the television tower on Friday.", "attack"),
        ("It was learned that two bridges were blown up in Usulutan.", "blown"),
        ("Members of the front attacked police posts in Ambo.", "attacked"),
        ("The front has carried out a new attack on the northern pipeline near Saravena.", "attack"),
        ("A former ambassador was gunned down as he was walking home.", "gunned"),
        ("Two men levelled machine-gun fire at a night watchman in the old town.", "levelled"),
        ("An attempt was made on the life of the attorney general on Friday.", "attempt"),
        ("The deputy was unhurt in an attempt on his life in Lima.", "attempt"),
    ],
)
def test_deeds(nlp: Language, text: str, word: str) -> None:
    assert word in told(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to attack the dam.",
        "Police foiled plans to bomb the stadium.",
        "The minister denied that a base was attacked on Monday.",
        "If militants attack the town, the army will answer.",
        "Attacks on schools are frequent in the region.",
        "In a country torn by bombings, nobody feels safe.",
        "The group regularly attacks convoys in the north.",
        "The senator attacked the proposal of the government.",
        "It was an attack on democracy and on our constitution.",
        "The army seized weapons and drugs.",
        "Teachers began a strike in Lima on Monday.",
        "Police found weapons and three vehicles in the house.",
        "The firm fired at least ten engineers on Monday.",
        "The committee set a date and fire drills are held on Mondays.",
        "A series of attacks hit the province.",
        "The police fear an attempt on the life of the witness.",
        "It was his third attempt on the summit, and the storm levelled the camp.",
    ],
)
def test_what_is_no_deed(nlp: Language, text: str) -> None:
    assert told(nlp, text) == []


def test_explosives_alone_make_a_report_worth_reading() -> None:
    events = read("An explosive device went off this morning at the university.", published=DAY).events
    assert [event.type for event in events] == [EventType.EXPLOSION]


def test_an_incident_without_victims() -> None:
    """It has day, place, type and who did it."""
    report = read(
        "A bomb exploded early Tuesday in Medellin, causing "
        "heavy damage, police said.\n\nThe Red Dawn Brigade claimed responsibility for the bombing in a pamphlet.",
        published=DAY,
    )
    (event,) = report.events
    assert (event.main, event.label, event.when and event.when.days.start) == (
        True,
        "Bombing in Medellin",
        date(2021, 3, 9),
    )
    assert [(r.event, r.mode) for r in report.responsibility] == [(event.id, "claimed")]
    assert report.tolls == ()


def test_a_second_incident_without_victims_stands_apart() -> None:
    """What the report counts stays with its own incident, which stays the first."""
    report = read(
        "Five soldiers were killed on Tuesday when a mine exploded near Gao, the army said.\n\nIn a separate attack, "
        "gunmen burned a school in Mopti on February 2, residents said.",
        published=DAY,
    )
    first, second = report.events
    assert {t.event for t in report.tolls} == {first.id}
    assert (first.main, second.main) == (True, False)
    assert second.place is not None
    assert second.place.text.endswith("Mopti")


def test_what_goes_on_about_the_incident_opens_none() -> None:
    report = read(
        "A suicide bomber killed 12 people at a market in Mogadishu on Tuesday. The attack was the worst this year. "
        "The blast destroyed several shops. Somali police said the bomber attacked the market at noon.",
        published=DAY,
    )
    assert len(report.events) == 1


def test_in_capitals_may_is_the_month_beside_a_number() -> None:
    report = read(
        "LA PAZ, 14 MAY 90 -- ON 12 MAY A BOMB DESTROYED A POWER STATION IN ORURO, AND THE CITY MAY BE IN THE DARK.",
        published=date(1990, 5, 14),
    )
    assert [event.when and event.when.days.start for event in report.events] == [date(1990, 5, 12)]


def test_bombings_of_others_elsewhere_stand_apart() -> None:
    report = read(
        "A bomb exploded outside the tax office in Arequipa on Tuesday, police said.\n\nIn Trujillo, guerrillas hurled "
        "dynamite at a bank on Monday.\n\nA power station near Huancayo was blown up on Sunday.",
        published=DAY,
    )
    assert [event.place and event.place.text.split()[-1] for event in report.events] == [
        "Arequipa",
        "Trujillo",
        "Huancayo",
    ]


def test_a_killing_is_called_by_its_victim() -> None:
    report = read("Senator Peter Oduya was shot dead in Kisumu on Tuesday, police said.", published=DAY)
    assert [event.label for event in report.events] == ["Killing of Senator Peter Oduya in Kisumu"]


def test_a_possessive_that_lost_its_apostrophe_is_a_word() -> None:
    text = "The Taliban   s (TTP) Deputy Governor, Mullah Karim, was killed in a drone strike."
    assert len(read(text, published=DAY).events) == 1

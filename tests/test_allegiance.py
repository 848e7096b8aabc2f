"""On whose side sources stand, and to whose side the dead belong."""

from __future__ import annotations

from datetime import date

import pytest

from tests.made_up import Builder, source
from variorum.actors.parties import mouthpiece_of, parties_named
from variorum.actors.registry import Registry
from variorum.claims.allegiance import with_sides
from variorum.models import Actor, Event, EventType, Extraction, Place, Toll
from variorum.pipeline import read


def clash(*actors: tuple[str, str, str], country: str = "EG") -> list[Event]:
    """One battle with actors as (text, side, category)."""
    cast = tuple(Actor(text=text, side=side, category=category) for text, side, category in actors)
    return [Event(id="e1", type=EventType.BATTLE, main=True, actors=cast, place=Place(text="there", country=country))]


POLICE = ("policemen", "attacked", "state_forces")
HASM = ("Hasm", "attacker", "rebel_group")
WORSHIPPERS = ("worshippers", "attacked", "civilians")


def told(made: Builder) -> tuple[Toll, ...]:
    built: Extraction = made.build()
    return tuple(with_sides(built.tolls, built.events))


@pytest.mark.parametrize(
    ("group", "category", "actor"),
    [
        ("policemen", "police", "policemen"),
        ("officers and conscripts", "security", "policemen"),
        ("militants", "armed_group", "Hasm"),
        ("worshippers", "civilian", "worshippers"),
        ("a judge", "official", "worshippers"),
        ("Turkish soldiers", "military", None),
        ("Islamic State fighters", "armed_group", None),
        ("people", "people", None),
    ],
)
def test_a_group_belongs_to_the_side_that_its_words_and_kind_name(group: str, category: str, actor: str | None) -> None:
    made = Builder(events=clash(POLICE, HASM, WORSHIPPERS))
    made.toll("five", 5, 5, group, category)
    assert told(made)[0].victim_actor == actor


def test_people_belong_to_whoever_was_hit_where_nobody_else_was() -> None:
    made = Builder(events=clash(POLICE, HASM))
    made.toll("Five", 5, 5, "people", "people")
    assert told(made)[0].victim_actor == "policemen"


def test_people_are_not_of_a_force_whose_own_people_are_counted_beside_them() -> None:
    made = Builder(events=clash(POLICE, HASM))
    whole = made.toll("29", 29, 29, "people", "people")
    made.toll("seven", 7, 7, "policemen", "police", part_of=whole)
    assert [toll.victim_actor for toll in told(made)] == [None, "policemen"]


@pytest.mark.parametrize(
    ("words", "kind", "actor"),
    [
        ("the Interior Ministry", "government", "policemen"),
        ("security officials", "security", "policemen"),
        ("the Israeli army", "military", None),
        ("the group", "armed_group", "Hasm"),
        ("a hospital in Giza", "medical", None),
        ("a monitor", "ngo", None),
        ("the Associated Press", "media", None),
        ("Western diplomats", "international", None),
        ("witnesses", "witness", None),
    ],
)
def test_a_source_stands_on_the_side_for_which_it_speaks(words: str, kind: str, actor: str | None) -> None:
    made = Builder(events=clash(POLICE, HASM))
    made.toll("Five", 5, 5, "policemen", "police", source(words, kind))
    assert told(made)[0].source_actor == actor


def test_fighters_of_another_kind_or_an_attackers_country_are_no_side_of_a_source() -> None:
    taliban = ("Tehrik-i-Taliban Pakistan", "attacker", "rebel_group")
    made = Builder(events=clash(taliban, ("troops", "attacked", "state_forces"), country="PK"))
    made.toll("Five", 5, 5, "people", "people", source("militia leaders", "armed_group"))
    made.toll("Four", 4, 4, "people", "people", source("the head of the anti-jihadist militia", "armed_group"))
    made.toll("Three", 3, 3, "troops", "military", source("officials", "government"))
    made.toll("Two", 2, 2, "troops", "military", source("a militant commander", "armed_group"))
    assert [toll.source_actor for toll in told(made)] == [None, None, "troops", "Tehrik-i-Taliban Pakistan"]


def test_the_outermost_source_does_not_decide() -> None:
    made = Builder(events=clash(POLICE, HASM))
    made.toll("Five", 5, 5, "policemen", "police", source("state television", "media"), source("a doctor", "medical"))
    assert told(made)[0].source_actor is None


def test_a_partys_own_agency_and_the_coalition_stand_on_their_sides() -> None:
    air = ("the US-led coalition", "attacker", "external_forces")
    made = Builder(events=clash(air, ("Islamic State", "attacked", "rebel_group"), country="SY"))
    made.toll("Ten", 10, 10, "people", "people", source("the Amaq news agency", "media"))
    made.toll("Nine", 9, 9, "people", "people", source("a Pentagon spokesman", "military"))
    made.toll("Eight", 8, 8, "people", "people", source("Reuters", "media"))
    assert [toll.source_actor for toll in told(made)] == ["Islamic State", "the US-led coalition", None]


def test_a_government_that_neither_rules_nor_fights_there_speaks_from_abroad() -> None:
    air = ("the Russian air force", "attacker", "external_forces")
    made = Builder(events=clash(air, ("villagers", "attacked", "civilians"), country="SY"))
    for number, words in enumerate(("Japan's prime minister", "the Russian defence ministry", "Syria's government"), 1):
        made.toll(str(number), number, number, "people", "people", source(words, "government"))
    assert [toll.sources[-1].kind for toll in told(made)] == ["international", "government", "government"]


def test_voices_are_of_entries_and_states_that_there_are() -> None:
    from variorum.actors.parties import _voices

    known = {entry.id for entry in Registry.load().entries}
    assert [party for _, party in _voices() if len(party) > 2 and party not in known] == []
    assert mouthpiece_of("the ISIS-run agency") == {"islamic-state"}
    assert mouthpiece_of("Israel Radio") == frozenset()
    assert parties_named("a spokesman for the Israeli army") == {"IL"}
    assert parties_named("the army of South Sudan") == {"SS"}
    assert parties_named("police in Papua New Guinea") == {"PG"}


def test_sides_are_read_from_a_report() -> None:
    found = read(
        "Al-Shabaab fighters attacked a police station in Mogadishu on Friday, killing six policemen, the interior "
        "ministry said. Two of the militants were shot dead, police said.",
        published=date(2021, 5, 8),
    )
    sides = [(toll.victim_actor, toll.source_actor) for toll in found.tolls]
    police = next(actor for actor in found.events[0].actors if actor.category == "state_forces")
    shabaab = next(actor for actor in found.events[0].actors if actor.entry == "al-shabaab")
    assert shabaab.name == "Al-Shabaab"
    assert sides == [(police.text, police.text), (shabaab.text, police.text)]

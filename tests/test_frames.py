"""What kind of event it is, with what, against what, and who takes part."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from spacy.language import Language

from variorum.annotate import language
from variorum.annotate.events.cues import read_cues
from variorum.annotate.events.evidence import Evidence
from variorum.annotate.events.frames import EventFrame, classify_event, with_targets
from variorum.annotate.events.kinds import TYPE_OF
from variorum.annotate.events.scopes import Piece, scopes
from variorum.annotate.events.victims import Victims
from variorum.annotate.responsibility import find_responsibility
from variorum.annotate.sides import Stage, read_event
from variorum.models import Actor, EventType, GroupCategory, Outcome
from variorum.settings import Settings

TARGETS = tomllib.loads((files("variorum") / "data" / "targets.toml").read_text("utf-8"))
GTD_TARGETS = {
    "government", "police", "military", "diplomatic", "business", "private_citizens", "educational", "medical",
    "religious", "media", "ngo", "transportation", "airports_aircraft", "maritime", "utilities", "food_water",
    "telecommunication", "tourists", "armed_group", "political_party",
}  # fmt: skip
DATA = tomllib.loads((files("variorum") / "data" / "frames.toml").read_text("utf-8"))
WEAPONS = {
    "firearms", "suicide_bomb", "vehicle_bomb", "planted_bomb", "explosives", "grenade", "artillery_rocket", "aircraft",
    "drone", "chemical", "incendiary", "melee", "vehicle", "other",
}  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(Settings())


@pytest.mark.parametrize("row", DATA["cue"], ids=lambda r: r["name"])
def test_every_cue_is_found_in_its_example_and_names_known_things(row: dict[str, object]) -> None:
    assert row["name"] in {h.cue.name for h in read_cues(str(row["example"]))}
    assert set(row.get("sub_type", {})) <= set(TYPE_OF)  # type: ignore[call-overload]
    assert set(row.get("weapons", ())) <= WEAPONS  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("part", "target", "family"),
    [
        (part, target, family)
        for part, kinds in TARGETS.items()
        for target, families in kinds.items()
        for family in families
    ],
)
def test_every_family_of_targets_is_found_in_its_example(part: str, target: str, family: str) -> None:
    row = TARGETS[part][target][family]
    found = {(h.cue.part, h.cue.target) for h in read_cues(row["example"])}
    assert target in GTD_TARGETS | {"none"}
    assert (part, target) in found


def test_a_longer_cue_hides_the_shorter_inside_it() -> None:
    assert [h.cue.name for h in read_cues("a car bomb")] == ["vehicle bomb"]
    assert {h.cue.target for h in read_cues("a military hospital")} - {None} == {"military"}


ACTOR_OF = {GroupCategory.CIVILIAN: "civilians", GroupCategory.MILITARY: "state_forces"}


def frame(text: str, *victims: tuple[str, GroupCategory]) -> EventFrame:
    hurt = tuple(Victims(words, category, Outcome.KILLED, None, 2) for words, category in victims)
    attacked = [Actor(text=v.text, side="attacked", category=ACTOR_OF.get(v.category, "unidentified")) for v in hurt]
    scope = (Piece(0, len(text), 1.0),)
    evidence = Evidence(hits=read_cues(text), scope=scope, text=text, victims=hurt, attacked=attacked)
    return with_targets(classify_event(evidence), attacked)


CIVILIANS = ("villagers", GroupCategory.CIVILIAN)
SOLDIERS = ("soldiers", GroupCategory.MILITARY)
FIGHTERS = ("fighters", GroupCategory.ARMED_GROUP)


@pytest.mark.parametrize(
    ("text", "victims", "kind", "sub_type", "weapons"),
    [
        (
            "A man blew himself up at the gate.",
            [SOLDIERS],
            "explosion_remote_violence",
            "suicide_bomb",
            ("suicide_bomb",),
        ),
        (
            "A suicide car bomber rammed the gate.",
            [SOLDIERS],
            "explosion_remote_violence",
            "suicide_bomb",
            ("suicide_bomb", "vehicle_bomb"),
        ),
        (
            "A roadside bomb hit the convoy.",
            [SOLDIERS],
            "explosion_remote_violence",
            "remote_explosive_landmine_ied",
            ("planted_bomb",),
        ),
        ("Air strikes hit the village.", [CIVILIANS], "explosion_remote_violence", "air_drone_strike", ("aircraft",)),
        (
            "Mortar shells fell on the town.",
            [CIVILIANS],
            "explosion_remote_violence",
            "shelling_artillery_missile",
            ("artillery_rocket",),
        ),
        ("Fighters ambushed a patrol and lobbed grenades.", [SOLDIERS], "battle", "armed_clash", ("grenade",)),
        ("The two sides clashed all night.", [SOLDIERS, FIGHTERS], "battle", "armed_clash", ()),
        ("Raiders massacred villagers with machetes.", [CIVILIANS], "violence_against_civilians", "attack", ("melee",)),
        (
            "Rebels kidnapped two engineers.",
            [],
            "violence_against_civilians",
            "abduction_forced_disappearance",
            (),
        ),
        ("Teachers held a peaceful demonstration.", [], "protest", "peaceful_protest", ()),
        ("A ferry capsized in the strait.", [CIVILIANS], "other", "other", ()),
        (
            "Detectives said the drive-by shooting followed an argument at an apartment; the homicide squad came.",
            [("man", GroupCategory.CIVILIAN)],
            "other",
            "attack",
            ("firearms",),
        ),
        (
            "Villagers clashed over a well; the mob pelted stones and the police resorted to a lathi-charge.",
            [("people", GroupCategory.PEOPLE)],
            "riot",
            "mob_violence",
            None,
        ),
        ("Jawans gunned down Maoists in an encounter in the forest.", [FIGHTERS], "battle", "armed_clash", None),
        ("The army defused a car bomb by the bridge.", [], "strategic_development", "disrupted_weapons_use", None),
    ],
)
def test_types_and_weapons(
    text: str, victims: list[tuple[str, GroupCategory]], kind: str, sub_type: str, weapons: tuple[str, ...] | None
) -> None:
    read = frame(text, *victims)
    assert (str(read.type), read.sub_type) == (kind, sub_type), read.scores
    assert weapons is None or read.weapons == weapons


@pytest.mark.parametrize(
    ("text", "victims", "targets"),
    [
        ("A bomb exploded outside a bank.", [], ("business",)),
        ("The bomb killed three priests.", [("priests", GroupCategory.CIVILIAN)], ("private_citizens", "religious")),
        ("The blast killed four; the wounded were taken to hospital.", [CIVILIANS], ("private_citizens",)),
        ("The shells hit a hospital.", [CIVILIANS], ("medical", "private_citizens")),
        ("A mine killed two soldiers.", [SOLDIERS], ("military",)),
        ("A bomb exploded in the port city of Sarn.", [CIVILIANS], ("private_citizens",)),
    ],
)
def test_targets(text: str, victims: list[tuple[str, GroupCategory]], targets: tuple[str, ...]) -> None:
    found = set(frame(text, *victims).targets)
    assert set(targets) - {"private_citizens"} <= found
    assert found <= set(targets)


def test_a_bomber_who_dies_makes_a_blast_a_suicide_attack() -> None:
    text = "A blast shook the square. Officials said the bomber, who wore an explosive vest, was among the dead."
    scope = (Piece(0, 25, 1.0), Piece(26, len(text), 0.5))
    victims = (
        *[Victims("people", GroupCategory.PEOPLE, Outcome.KILLED, None, 9)],
        Victims("bomber", GroupCategory.ARMED_GROUP, Outcome.KILLED, None, 1),
    )
    read = classify_event(Evidence(hits=read_cues(text), scope=scope, text=text, victims=victims))
    assert read.sub_type == "suicide_bomb"


def test_what_police_find_afterwards_was_hardly_used() -> None:
    text = "Robbers stabbed a trader with a dagger. Police later recovered grenades."
    scope = (Piece(0, 39, 1.0), Piece(40, len(text), 0.5))
    assert classify_event(Evidence(hits=read_cues(text), scope=scope, text=text, victims=())).weapons == ("melee",)


def test_a_hospital_that_treats_the_wounded_is_no_target() -> None:
    text = "Gunmen shot five shoppers at a market; the wounded were rushed to the district hospital."
    assert "medical" not in frame(text, ("shoppers", GroupCategory.CIVILIAN)).targets


def test_territory_goes_to_whoever_takes_it() -> None:
    text = "They seized control of two villages."
    hits, scope = read_cues(text), (Piece(0, len(text), 1.0),)
    rebels = [Actor(text="rebels", side="attacker", category="rebel_group")]
    army = [Actor(text="army", side="attacker", category="state_forces")]

    def kind(attackers: list[Actor]) -> str | None:
        return classify_event(Evidence(hits=hits, scope=scope, text=text, attackers=attackers)).sub_type

    assert kind(rebels) == "non_state_actor_overtakes_territory"
    assert kind(army) == "government_regains_territory"


def test_a_sentence_of_two_events_is_parted_between_them(nlp: Language) -> None:
    text = "A bomb killed six in Ardel, and gunmen killed two in Beron. It rained."
    got = scopes(nlp(text), {"e1": [text.index("six")], "e2": [text.index("two")]})
    first, second = got["e1"][0], got["e2"][0]
    assert "bomb" in text[first.start : first.end]
    assert "gunmen" not in text[first.start : first.end]
    assert "gunmen" in text[second.start : second.end]
    assert first.end == second.start
    assert [p.weight for p in got["e2"]] == [1.0, 0.5]


def test_without_any_cue_an_event_is_no_political_violence() -> None:
    read = classify_event(Evidence(hits=(), scope=(), text=""))
    assert (read.type, read.sub_type, read.weapons, read.targets) == (EventType.OTHER, None, (), ())


def cast(nlp: Language, text: str, *victims: Victims, country: str | None = None) -> set[tuple[str, str, str]]:
    doc = nlp(text)
    scope = scopes(doc, {"e1": [len(text) // 3]})["e1"]
    stage = Stage.of(doc, scope, victims, find_responsibility(doc), country)
    _, actors = read_event(stage, read_cues(text))
    return {(a.text, a.side, a.category) for a in actors}


def dead(text: str, category: GroupCategory, count: int = 5) -> Victims:
    return Victims(text, category, Outcome.KILLED, None, count)


@pytest.mark.parametrize(
    ("text", "victims", "country", "expected"),
    [
        (
            "Boko Haram fighters killed five villagers in Borno.",
            [dead("villagers", GroupCategory.CIVILIAN)],
            "NG",
            {("Boko Haram fighters", "attacker", "rebel_group"), ("villagers", "attacked", "civilians")},
        ),
        (
            "French air strikes killed five rebels near Kidal.",
            [dead("rebels", GroupCategory.ARMED_GROUP)],
            "ML",
            {("French", "attacker", "external_forces"), ("rebels", "attacked", "rebel_group")},
        ),
        (
            "A suicide bomber killed five policemen.",
            [dead("policemen", GroupCategory.POLICE)],
            "PK",
            {("A suicide bomber", "attacker", "unidentified"), ("policemen", "attacked", "state_forces")},
        ),
        (
            "Five soldiers were killed in clashes between the army and FARC rebels.",
            [dead("soldiers", GroupCategory.MILITARY)],
            "CO",
            {("army", "clash", "state_forces"), ("FARC rebels", "clash", "rebel_group")},
        ),
        ("An earthquake killed five people.", [dead("people", GroupCategory.PEOPLE)], "TR", set()),
    ],
)
def test_who_takes_part(
    nlp: Language,
    text: str,
    victims: list[Victims],
    country: str,
    expected: set[tuple[str, str, str]],
) -> None:
    assert cast(nlp, text, *victims, country=country) == expected


def test_the_only_named_group_stands_behind_the_rebels(nlp: Language) -> None:
    text = "The FARC has fought for decades. The rebels ambushed a patrol and killed five soldiers."
    found = cast(nlp, text, dead("soldiers", GroupCategory.MILITARY), country="CO")
    assert ("FARC", "attacker", "rebel_group") in found

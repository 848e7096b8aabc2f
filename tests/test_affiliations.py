"""Ties between actors are claims: with who says so and how surely."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from variorum.interchange import from_json, to_json
from variorum.models import Stance
from variorum.pipeline import read

TIES = tomllib.loads((files("variorum") / "data" / "actors" / "affiliations.toml").read_text("utf-8"))["ties"]
HASM = (
    "Hasm, which Egypt's security forces say is the armed wing of the Muslim Brotherhood, killed two policemen in Giza "
    "on Friday. Analysts say there is no conclusive evidence of a link."
)


@pytest.mark.parametrize("row", TIES, ids=lambda row: row["words"][:20])
def test_each_example_holds_its_tie(row: dict[str, str]) -> None:
    found = read(row["example"] + " Two people were killed on Friday, police said.").affiliations
    assert row["tie"] in [claim.tie for claim in found]


def test_a_tie_has_its_source_and_a_doubt_is_a_claim_of_its_own() -> None:
    said, doubted = read(HASM).affiliations
    assert (said.actor, said.tie, said.whole) == ("Hasm", "armed wing of", "Muslim Brotherhood")
    assert [source.text for source in said.sources] == ["Egypt's security forces"]
    assert (said.actor_entry, said.stance) == ("hasm-movement", Stance.ASSERTED)
    assert (doubted.actor, doubted.stance) == ("Hasm", Stance.DOUBTED)
    assert [source.text for source in doubted.sources] == ["Analysts"]


def test_the_part_may_stand_second() -> None:
    claim = read("The al-Qaeda-linked Abu Sayyaf beheaded two hostages in Jolo on Friday.").affiliations[0]
    assert (claim.actor, claim.whole) == ("Abu Sayyaf", "al-Qaeda")


def test_two_sides_of_a_fight_are_not_tied() -> None:
    assert read("Hezbollah fought Al-Nusra Front near Arsal on Friday; nine fighters were killed.").affiliations == ()


def test_ties_stand_in_the_json_and_come_back() -> None:
    found = read(HASM)
    assert from_json(to_json(found)).affiliations == found.affiliations
    assert "affiliations" not in to_json(read("Two people were killed in Giza on Friday."))

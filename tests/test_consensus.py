"""What stands for an event over its accounts, the same for pages, exports and codebooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from tests.made_up import Builder
from variorum.codebooks.evidence import Evidence
from variorum.consensus import Consensus
from variorum.identity import accounts
from variorum.models import Account, Actor, Event, EventType, LinkedEvent, Place, When
from variorum.pipeline.tables import record
from variorum.values import DateRange
from variorum.web.gist import gist

ZELL = Place(text="Zell", country="EG", lat=28.5, lon=29.2, where_prec=1)
GIZA = Place(text="Giza province", country="EG", lat=29.0, lon=30.0, where_prec=4)


def account(publisher: str, day: int, killed: int = 3, **event: Any) -> Account:
    """What one report tells, published on a day of May 2021."""
    made = Builder()
    made.about = {
        "id": publisher,
        "publisher": publisher,
        "published": date(2021, 5, day),
        "title": f"{publisher} on it",
    }
    made.events = [Event(**{"id": "e1", "type": EventType.BATTLE, "main": True, **event})]
    made.toll(str(killed), killed, killed)
    (found,) = accounts(made.build())
    return found


def days(first: int, last: int | None = None) -> When:
    return When(days=DateRange(date(2021, 5, first), date(2021, 5, last or first)), date_prec=1)


def told(*of: Account, origins: dict[str, str] | None = None) -> Consensus:
    return Consensus(LinkedEvent(id="event-1", accounts=of, origins=origins or {}))


def copies(first: Account, *others: Account) -> dict[str, str]:
    """Every toll of the others is one of the first."""
    return {toll.id: first.tolls[0].id for one in others for toll in one.tolls}


def test_what_most_accounts_say_stands() -> None:
    of = told(
        account("A", 4, when=days(3), place=ZELL),
        account("B", 5, when=days(2), place=GIZA),
        account("C", 6, when=days(2), place=ZELL, type=EventType.EXPLOSION),
    )
    assert of.when[0] == days(2)
    assert of.place[0] == ZELL
    assert of.type is EventType.BATTLE


def test_reprints_have_no_vote() -> None:
    first = account("A", 4, when=days(3), type=EventType.EXPLOSION)
    reprints = [account(name, 5, when=days(3), type=EventType.EXPLOSION) for name in "BCD"]
    own = [account(name, 6, killed, when=days(2)) for name, killed in (("E", 4), ("F", 5))]
    of = told(first, *reprints, *own, origins=copies(first, *reprints))
    assert of.when[0] == days(2)
    assert of.type is EventType.BATTLE
    assert len(of.speaking) == 3
    assert gist(of.event).origins == 3


def test_a_month_gives_way_to_a_day() -> None:
    month = When(days=DateRange(date(2021, 5, 1), date(2021, 5, 31)), date_prec=4)
    assert told(account("A", 4, when=month), account("B", 5, when=month), account("C", 6, when=days(2))).when[
        0
    ] == days(2)


def test_the_words_for_an_event_are_of_an_account_that_is_mainly_about_it() -> None:
    aside = account("A", 4, main=False, label="The attack of May")
    assert told(aside).label == "The attack of May"
    assert told(aside, account("B", 5, label="Blast at Zell")).label == "Blast at Zell"
    assert told(account("C", 5)).label == "C on it"


def test_a_code_in_a_label_is_said_plainly() -> None:
    coded = account("A", 4, label="Mob violence at Zell", sub_type="mob_violence")
    assert told(coded).label == "Riot at Zell"


def test_named_actors_stand_before_unnamed_ones() -> None:
    gunmen = Actor(text="gunmen", side="attacker", category="unidentified")
    front = Actor(text="the Red Front", side="attacker", category="rebel_group")
    found = told(account("A", 4, actors=(gunmen,)), account("B", 5, actors=(gunmen, front))).actors
    assert [actor.text for actor in found] == ["the Red Front", "gunmen"]


ACCOUNTS = (
    account("A", 4, 3, when=days(3), place=ZELL, label="Blast at Zell", type=EventType.EXPLOSION),
    account("B", 5, 4, when=days(2), place=GIZA, label="Clash in Giza"),
    account("C", 5, 5, when=days(2, 20), place=replace(ZELL, text="Zell market"), actors=(
        Actor(text="gunmen", side="attacker", category="unidentified"),
    )),
)  # fmt: skip


@pytest.mark.parametrize("of", list(permutations(ACCOUNTS)))
def test_the_page_the_row_and_the_codebooks_say_the_same_in_whatever_order_accounts_come(
    of: tuple[Account, ...],
) -> None:
    event = LinkedEvent(id="event-1", accounts=of)
    heading, row, evidence = gist(event), record(event), Evidence(event)
    assert row.when is not None
    assert heading.days == row.when.days == days(2).days
    assert heading.place == row.place == evidence.place[0] == ZELL
    assert heading.type is row.type is evidence.type
    assert heading.label == row.label == "Blast at Zell"
    assert heading.actors == tuple(actor.name or actor.text for actor in row.actors) == ("gunmen",)

"""Pairs of events that may be one: the queue, what is shown of two accounts, what a person's word does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.made_up import Builder, source
from tests.served import TOKEN, app_over
from variorum.ledger import Ledger
from variorum.models import Event, EventType, Extraction, Judgement, Place, Verdict, Weight, When
from variorum.settings import Settings
from variorum.values import DateRange

WEIGHTS = (
    Weight(comparison="prior", level="two accounts that share a key", bits=-2.5),
    Weight(comparison="days", level="the same day", bits=4.0),
    Weight(comparison="kind", level="of different kinds", bits=-2.0),
)


def clash(publisher: str, label: str, killed: int) -> Extraction:
    made = Builder()
    made.about = {"id": publisher, "title": label, "publisher": publisher, "published": date(2019, 2, 3)}
    when = When(days=DateRange.day(date(2019, 2, 2)), date_prec=1)
    place = Place(text="Ost", country="IQ", lat=33.1, lon=44.2, where_prec=1)
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label=label, when=when, place=place)]
    made.toll(str(killed), killed, killed, "soldiers", "military", source("the army", "military"))
    return made.build()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Two accounts of which the rules can't tell whether they are of one event."""
    with Ledger.open(tmp_path / "pairs.db") as made:
        run = made.run(Settings(), by="tests", command="pairs")
        for extraction in (clash("The Gazette", "Clash at Ost", 4), clash("Zell Radio", "Fighting near Ost", 9)):
            made.append(extraction, run)
        first, second = sorted(one.id for event in made.events() for one in event.accounts)
        unsure = Judgement(
            first=first, second=second, verdict=Verdict.UNSURE, by="rule:test", reason="perhaps", score=0.4,
            weights=WEIGHTS,
        )  # fmt: skip
        made.judge([unsure], run)
        yield made


def browser(ledger: Ledger, reviewer: str = "Ada") -> TestClient:
    client = TestClient(app_over(ledger, reviewer=reviewer), base_url="http://127.0.0.1:8033")
    client.get(f"/?token={TOKEN}")
    return client


def the_pair(client: TestClient) -> str:
    found = re.search(r'href="(/pairs/account-\w+/account-\w+)"', client.get("/pairs").text)
    assert found
    return found[1]


def say(client: TestClient, pair: str, **form: str) -> str:
    csrf = re.search(r'name="csrf" content="([^"]+)"', client.get("/pairs").text)
    assert csrf
    return client.post(pair, data={"csrf": csrf[1], **form}).text


def test_the_queue_says_how_likely_and_how_many_are_at_stake(ledger: Ledger) -> None:
    text = browser(ledger).get("/pairs").text
    assert "1 pair of events that may be one" in text
    assert "40 %" in text
    assert '<td class="num">4</td>' in text


def test_a_pair_shows_both_texts_the_weights_and_the_effect_on_the_figure(ledger: Ledger) -> None:
    client = browser(ledger)
    text = client.get(the_pair(client)).text
    assert "Clash at Ost" in text
    assert "Fighting near Ost" in text
    assert "the same day" in text
    assert "+4.0" in text
    assert "as two events" in text
    assert text.count("<article") == 2


def test_one_event_joins_the_two_and_can_be_taken_back(ledger: Ledger) -> None:
    client = browser(ledger)
    pair = the_pair(client)
    text = say(client, pair, act="same", reason="one fight")
    assert "No pair waits for you" in text
    assert "1 event<" in client.get("/events").text
    assert "one fight" in client.get(pair).text
    csrf = re.search(r'name="csrf" content="([^"]+)"', text)
    undo = re.search(r'name="decision" value="(decision-\w+)"', client.get(pair).text)
    assert csrf
    assert undo
    client.post("/history/undo", data={"csrf": csrf[1], "decision": undo[1]})
    assert "2 events" in client.get("/events").text
    assert the_pair(client)


def test_unsure_leaves_the_pair_to_others(ledger: Ledger) -> None:
    client = browser(ledger)
    pair = the_pair(client)
    assert "No pair waits for you" in say(client, pair, act="unsure")
    assert the_pair(browser(ledger, "Bob"))
    say(browser(ledger, "Bob"), pair, act="different")
    assert "No pair waits for you" in browser(ledger, "Cleo").get("/pairs").text
    assert "2 events" in client.get("/events").text


def test_what_can_not_be_said_of_a_pair_is_refused(ledger: Ledger) -> None:
    client = browser(ledger)
    pair = the_pair(client)
    assert "nothing that can be said of two accounts" in say(client, pair, act="merge")
    assert client.get("/pairs/account-x/account-y").status_code == 404

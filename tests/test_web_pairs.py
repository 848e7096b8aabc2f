"""Pairs of events that may be one: the queue, what is shown of two accounts, what a person's word does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.served import browser, unsure_pair
from variorum.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pairs.db") as made:
        unsure_pair(made)
        yield made


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
    assert '<td class="num" data-label="people at stake">4</td>' in text


def test_a_pair_shows_both_texts_the_weights_and_the_effect_on_the_figure(ledger: Ledger) -> None:
    client = browser(ledger)
    text = client.get(the_pair(client)).text
    assert "Clash near Ost" in text
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
    assert the_pair(browser(ledger, reviewer="Bob"))
    say(browser(ledger, reviewer="Bob"), pair, act="different")
    assert "No pair waits for you" in browser(ledger, reviewer="Cleo").get("/pairs").text
    assert "2 events" in client.get("/events").text


def test_what_can_not_be_said_of_a_pair_is_refused(ledger: Ledger) -> None:
    client = browser(ledger)
    pair = the_pair(client)
    assert "nothing that can be said of two accounts" in say(client, pair, act="merge")
    assert client.get("/pairs/account-x/account-y").status_code == 404

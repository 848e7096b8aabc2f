"""The app over a ledger of made-up reports, for tests: in memory of this process, or on a port for a browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.made_up import Builder, source
from variorum.ledger import Ledger
from variorum.models import Actor, Event, EventType, Extraction, Judgement, Place, Verdict, Weight, When
from variorum.settings import Settings
from variorum.values import DateRange, Span
from variorum.web.adding import Adding
from variorum.web.app import build
from variorum.web.desk import Desk
from variorum.web.gate import Gate
from variorum.web.options import Options

TOKEN = "a-token-for-tests"  # noqa: S105 - no secret of anybody
ATTACK = "<script>alert(1)</script>\"'`><img src=x onerror=alert(2)> \u202e{{ 7 * 7 }} {% raw %}<svg/onload=alert(3)>"


def blast(publisher: str, day: date, low: int, high: int | None, *, said: str, kind: str = "government") -> Extraction:
    """A report of the blast at the market of Zell, with a toll, the injured, and who denies it."""
    made = Builder()
    made.about = {
        "id": f"{publisher} {day}",
        "title": f"Blast at the market of Zell: {low} dead",
        "publisher": publisher,
        "published": day,
    }
    made.text = f"Blast at the market of Zell: {low} dead\n\n"
    place = Place(
        text="Zell", country="EG", lat=28.5, lon=29.25, locality="Zell", admin1="Giza", where_prec=1, geo_precision=1
    )
    made.events = [
        Event(
            id="e1",
            type=EventType.EXPLOSION,
            main=True,
            label="Blast at the market of Zell",
            when=When(days=DateRange.day(date(2021, 5, 3)), date_prec=1),
            place=place,
            actors=(Actor(text="the Red Front", side="attacker", category="rebel_group"),),
        )
    ]
    words = f"at least {low}" if high is None else str(low)
    made.toll(words, low, high, "people", "people", source(said, kind), confidence=0.64)
    made.toll("30", 30, 30, "shoppers", "civilian", source(said, kind), outcome="injured", confidence=0.9)
    made.paragraph()
    made.blame("denied", "the Red Front", source("a spokesman", "armed_group"))
    return made.build()


def attack() -> Extraction:
    """A report every field of which is an attack on the page."""
    made = Builder()
    made.about = {
        "id": ATTACK,
        "title": ATTACK,
        "publisher": ATTACK,
        "published": date(2021, 6, 1),
        "url": "javascript:1",
    }
    made.text = ATTACK + "\n\n"
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label=ATTACK, place=Place(text=ATTACK))]
    made.toll(ATTACK, 7, 7, ATTACK, "people", source(ATTACK, "other", anonymous=True, reason=ATTACK), before=ATTACK)
    made.blame("denied", ATTACK, source(ATTACK))
    return made.build()


def fill(ledger: Ledger) -> None:
    """Three accounts of one blast, a clash apart, and an attack on the page."""
    run = ledger.run(Settings(), by="tests", command="fill")
    told = [
        blast("The Gazette", date(2021, 5, 4), 12, 12, said="the ministry"),
        blast("Zell Radio", date(2021, 5, 5), 55, None, said="a doctor", kind="medical"),
        blast("The Courier", date(2021, 5, 6), 16, 16, said="the police", kind="police"),
    ]
    accounts = [one for extraction in told for one in getattr(ledger.append(extraction, run), "accounts", ())]
    ledger.group([[one.id for one in accounts]], run)
    clash = Builder()
    clash.about = {"id": "clash", "title": "Clash at Ost", "publisher": "The Gazette", "published": date(2019, 2, 3)}
    clash.events = [
        Event(
            id="e1",
            type=EventType.BATTLE,
            main=True,
            label="Clash at Ost",
            when=When(days=DateRange.day(date(2019, 2, 2)), date_prec=1),
            place=Place(text="Ost", country="IQ", lat=33.1, lon=44.2, where_prec=4),
        )
    ]
    clash.toll("four", 4, 4, "soldiers", "military")
    ledger.append(clash.build(), run)
    ledger.append(attack(), run)


def clash(publisher: str, label: str, killed: int) -> Extraction:
    """A report of a clash at Ost, with one toll."""
    made = Builder()
    made.about = {"id": publisher, "title": label, "publisher": publisher, "published": date(2020, 2, 3)}
    when = When(days=DateRange.day(date(2020, 2, 2)), date_prec=1)
    place = Place(text="Ost", country="IQ", lat=33.1, lon=44.2, where_prec=1)
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label=label, when=when, place=place)]
    made.toll(str(killed), killed, killed, "soldiers", "military", source("the army", "military"))
    return made.build()


def unsure_pair(ledger: Ledger) -> None:
    """Two accounts of which the rules can't tell whether they are of one event."""
    run = ledger.run(Settings(), by="tests", command="pairs")
    told = [clash("The Gazette", "Clash near Ost", 4), clash("Zell Radio", "Fighting near Ost", 9)]
    accounts = [one.id for extraction in told for one in getattr(ledger.append(extraction, run), "accounts", ())]
    first, second = sorted(accounts)
    weights = (
        Weight(comparison="prior", level="two accounts that share a key", bits=-2.5),
        Weight(comparison="days", level="the same day", bits=4.0),
        Weight(comparison="kind", level="of different kinds", bits=-2.0),
    )
    unsure = Judgement(
        first=first, second=second, verdict=Verdict.UNSURE, by="rule:test", reason="perhaps", score=0.4, weights=weights
    )
    ledger.judge([unsure], run)


def from_right_to_left(ledger: Ledger) -> str:
    """A report in Arabic letters; its id."""
    made = Builder()
    made.about = {"id": "arabic", "title": "مقتل 7 في هجوم", "publisher": "الجريدة", "published": date(2021, 7, 1)}
    made.text = "مقتل 7 في هجوم\n\n"
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, label="هجوم في المدينة")]
    start = len(made.text) + len("قالت ")
    police = replace(source("الشرطة", "police"), span=Span(start, start + len("الشرطة")))
    made.toll("7", 7, 7, "أشخاص", "people", police, before="قالت الشرطة إن ", after=" قتلوا. ")
    written = ledger.append(made.build(), ledger.run(Settings(), by="tests", command="arabic"))
    return str(getattr(written, "report_id", ""))


@dataclass(frozen=True, slots=True)
class Served:
    """A running app: where it is, and the address to open first."""

    origin: str
    opening: str
    ledger: Ledger


def app_over(ledger: Ledger, gate: Gate | None = None, **given: Any) -> FastAPI:
    """The app as `variorum serve` makes it, without a network."""
    options = Options(**{"token": TOKEN, "secret": "s", "reviewer": "Ada", **given})
    desk = Desk(ledger, hide_people=options.hide_people)
    return build(desk, Adding(ledger, Settings()), options, gate, "9.9")


def browser(ledger: Ledger, **given: Any) -> TestClient:
    """Somebody who has opened the address that was printed."""
    client = TestClient(app_over(ledger, **given), base_url="http://127.0.0.1:8033")
    client.get(f"/?token={TOKEN}")
    return client


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The app on a free port of this machine, ended with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Ledger.open(folder / "served.db") as ledger:
        fill(ledger)
        app = app_over(ledger, port=port)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            origin = f"http://127.0.0.1:{port}"
            yield Served(origin, f"{origin}/?token={TOKEN}", ledger)
        finally:
            server.should_exit = True
            thread.join(timeout=10)

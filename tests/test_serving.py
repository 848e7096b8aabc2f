"""`variorum serve` as a process: killed, twice at once, while reports are added, and with many people at the pages."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.filling import fill
from bench.serving import Server, serving
from bench.suites.web_load import measured
from tests.cataloguing import cataloguing, entries, whole
from variorum.ledger import Ledger
from variorum.ledger.gists import Gists

pytestmark = pytest.mark.slow

_PATIENCE = 300.0
"""Seconds: other tests may run beside these."""


def listed(server: Server) -> set[str]:
    """The events that the API lists."""
    headers, found, cursor = {"authorization": f"Bearer {server.token}"}, set[str](), ""
    with httpx.Client(base_url=server.origin, headers=headers, timeout=60) as client:
        while True:
            query: dict[str, str] = {"limit": "500", **({"cursor": cursor} if cursor else {})}
            page: dict[str, Any] = client.get("/api/v1/events", params=query).json()
            found |= {one["id"] for one in page["events"]}
            if page["next"] is None:
                assert page["total"] == len(found)
                return found
            cursor = page["next"]


def kept(ledger: Ledger) -> int:
    return sum(1 for _ in Gists(ledger, cataloguing(ledger).maker.edition).read())


def filled(file: Path, events: int) -> set[str]:
    """A ledger, and its events as they are without a server."""
    with Ledger.open(file) as ledger:
        fill(ledger, events)
        alone = cataloguing(ledger)
        alone.gists = Gists(ledger, "of nobody")
        return set(entries(whole(alone)))


def test_a_server_that_is_killed_while_it_goes_through_the_ledger_is_followed_by_one_that_goes_on(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.db"
    events = filled(file, 3_000)
    with Ledger.open(file) as ledger:
        with serving(file) as server:
            until = time.monotonic() + _PATIENCE
            while not kept(ledger) and time.monotonic() < until:
                time.sleep(0.05)
            page = httpx.get(f"{server.origin}/events", cookies=_cookies(server)).text
            os.kill(server.pid, signal.SIGKILL)
        assert "is being gone through" in page
        assert 0 < kept(ledger) < len(events)
        with serving(file) as server:
            server.whole(_PATIENCE)
            assert listed(server) == events
        assert kept(ledger) == len(events)
        with serving(file) as server:
            server.whole(_PATIENCE)
            assert listed(server) == events


def _cookies(server: Server) -> httpx.Cookies:
    with httpx.Client(base_url=server.origin, follow_redirects=True) as client:
        client.get("/", params={"token": server.token})
        return client.cookies


def test_two_servers_of_one_ledger_show_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    events = filled(file, 1_500)
    with serving(file) as one, serving(file) as other:
        one.whole(_PATIENCE)
        other.whole(_PATIENCE)
        assert listed(one) == listed(other) == events
        with Ledger.open(file) as ledger:
            fill(ledger, 20, seed=7)
        assert listed(one) == listed(other) > events


def test_what_the_command_line_adds_is_on_the_pages_at_once(tmp_path: Path) -> None:
    file, report = tmp_path / "a.db", tmp_path / "report.json"
    events = filled(file, 100)
    told = "A bomb killed seven people at a ferry landing in Mombasa on Monday, police said."
    report.write_text(
        json.dumps({"id": "r", "text": told, "publisher": "The Post", "published": "2021-05-04"}), "utf-8"
    )
    program = "from variorum.cli import main; main()"
    with serving(file) as server:
        assert listed(server) == events
        done = subprocess.run(
            [sys.executable, "-c", program, "add", str(report), "--ledger", str(file)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        (new,) = listed(server) - events
        page = httpx.get(f"{server.origin}/events", params={"q": "ferry landing"}, cookies=_cookies(server)).text
        assert re.findall(r'href="/events/(event-\w+)"', page) == [new]


def test_with_fifty_readers_and_five_reviewers_no_decision_is_lost(tmp_path: Path) -> None:
    """How long they wait is told by `python -m bench web-load`; here what each answer costs, on whatever machine."""
    figures = measured(tmp_path / "a.db", 1_000, 15.0)
    assert (figures["lost"], figures["doubled"], figures["faults"]) == (0, 0, 0)
    assert figures["decisions"]
    assert figures["pages"]
    assert (figures["processor_ms"] or 0) < 60

"""People at the pages: readers who look around, reviewers who decide claim by claim. Everything on this machine."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import httpx

from bench.serving import Server

READERS, REVIEWERS = 50, 5
BETWEEN_PAGES, BETWEEN_DECISIONS = 2.0, 1.0
"""Seconds from one to the next, for each person."""

_LIST = (
    "",
    "?page=3",
    "?sort=deadliest",
    "?type=battle",
    "?q=market",
    "?since=2012-02-01",
    "?killed=10",
    "?reviewed=yes",
)
_OTHERS = ("/review", "/reports", "/reports?q=soldiers", "/codebooks", "/methods", "/history")


@dataclass(slots=True)
class Visits:
    """What happened: seconds of each page, of what a page loads behind itself, and of each decision; the ids of what
    was decided, by reviewer; and answers that were none of what was asked for.
    """

    pages: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)
    decided: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def visit(server: Server, seconds: float, readers: int = READERS, reviewers: int = REVIEWERS) -> Visits:
    """So many people at once for so long."""
    found = Visits()
    asyncio.run(_all(server, seconds, readers, reviewers, found))
    return found


async def _all(server: Server, seconds: float, readers: int, reviewers: int, found: Visits) -> None:
    until = time.monotonic() + seconds
    people = [_Person(server, found, f"reader {number}", until, number) for number in range(readers)]
    coders = [_Person(server, found, f"reviewer {number}", until, number) for number in range(reviewers)]
    await asyncio.gather(*(one.read() for one in people), *(one.review() for one in coders))


class _Person:
    """One who is at the pages with a browser of their own."""

    def __init__(self, server: Server, found: Visits, name: str, until: float, number: int) -> None:
        self.server, self.found, self.name, self.until, self.number = server, found, name, until, number
        self.random = Random(number)  # noqa: S311 - whoever looks at what needs no secrets
        self.client = httpx.AsyncClient(base_url=server.origin, timeout=60, follow_redirects=True)
        self.client.cookies.set("variorum_name", name.replace(" ", "%20"), domain="127.0.0.1")

    async def read(self) -> None:
        """A page every two seconds: lists with map and timeline, events, reports."""
        async with self.client:
            await asyncio.sleep(BETWEEN_PAGES * self.random.random())
            await self.client.get("/", params={"token": self.server.token})
            links: list[str] = []
            while time.monotonic() < self.until:
                began = time.monotonic()
                await self._look(links)
                await asyncio.sleep(max(0.0, BETWEEN_PAGES - (time.monotonic() - began)))

    async def _look(self, links: list[str]) -> None:
        chance = self.random.random()
        if links and chance < 0.5:
            text = await self._get(self.random.choice(links), self.found.pages)
            links += re.findall(r'href="(/reports/report-\w+)"', text)[:5]
        elif chance < 0.9:
            query = self.random.choice(_LIST)
            text = await self._get(f"/events{query}", self.found.pages)
            links[:] = re.findall(r'href="(/events/event-\w+)"', text)[:50] + links[-20:]
            for behind in ("points", "timeline"):
                await self._get(f"/events/{behind}{query}", self.found.behind)
        else:
            await self._get(self.random.choice(_OTHERS), self.found.pages)

    async def review(self) -> None:
        """Report by report from the queue: each claim is accepted, a second for each, then the report is done.
        Decisions are sent as the page's own script sends them, and answered with the card of the claim.
        """
        async with self.client:
            await self.client.get("/", params={"token": self.server.token})
            while time.monotonic() < self.until:
                queue = await self._get("/review", self.found.pages)
                reports = list(dict.fromkeys(re.findall(r'href="(/review/report-\w+)"', queue)))
                if not reports:
                    self.found.faults.append(f"{self.name}: the queue is empty")
                    return
                await self._go_over(self.random.choice(reports))

    async def _go_over(self, report: str) -> None:
        text = await self._get(report, self.found.pages)
        csrf = re.search(r'name="csrf" content="(\w+)"', text)
        for about in self._left(report, text):
            await asyncio.sleep(BETWEEN_DECISIONS)
            if time.monotonic() > self.until or csrf is None:
                return
            form = {"csrf": csrf[1], "act": "accept", "about": about}
            began = time.monotonic()
            answer = await self.client.post(f"{report}/decide", data=form, headers={"hx-request": "true"})
            self.found.decisions.append(time.monotonic() - began)
            if answer.status_code in (200, 204):
                self.found.decided.setdefault(self.name, []).append(about)
            else:
                self.found.faults.append(f"{report} {about}: {answer.status_code}")

    def _left(self, report: str, text: str) -> Iterator[str]:
        """The claims, and at the end the report itself."""
        yield from re.findall(r'id="k-(claim-\w+)"', text)
        yield report.removeprefix("/review/")

    async def _get(self, path: str, seconds: list[float]) -> str:
        began = time.monotonic()
        try:
            answer = await self.client.get(path)
        except httpx.TransportError as error:
            self.found.faults.append(f"{path}: {error!r}")
            return ""
        seconds.append(time.monotonic() - began)
        if answer.status_code != 200:
            self.found.faults.append(f"{path}: {answer.status_code}")
        return answer.text

"""An `add` to be interrupted: a quick reader, a simple linker, and what a ledger holds in the end, as lines."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.quick import quick
from variorum.errors import ReportError
from variorum.interchange import to_line
from variorum.ledger import Ledger
from variorum.ledger.links import Links
from variorum.models import Account, Extraction, Judgement, Report, Run, Verdict
from variorum.pipeline import recording
from variorum.pipeline.recording import Outcome, Recorder
from variorum.settings import Settings

SAME_EVENT = 5
"""Reports of one event in a row."""


def write_reports(path: Path, first: int, last: int) -> Path:
    """A file of JSON lines: reports of bombings, five of each; every seventh is no report."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(first, last):
            if number % 7 == 6:
                out.write(json.dumps({"id": str(number), "text": ""}) + "\n")
                continue
            place = f"Place{number // SAME_EVENT}"
            text = f"Report {number}: at least 12 people were killed by a bomb in {place} on Monday, the police said."
            out.write(json.dumps({"id": str(number), "text": text, "published": "2021-05-04", "title": place}) + "\n")
    return path


def read_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None, jobs: int = 1, llm: object = None
) -> Iterator[Extraction | ReportError]:
    for report in reports:
        yield report if isinstance(report, ReportError) else quick(report)


def link(ledger: Ledger, accounts: tuple[Account, ...], run: Run) -> None:
    """Accounts of one title are of one event: what the real linking does, with the same calls."""
    for account in accounts:
        key = account.report.title or ""
        others = Links(ledger).candidates({key: 1}, 100)
        Links(ledger).index({account.id: [key]}, {account.id: {}})
        same = {"verdict": Verdict.SAME, "by": "test 1", "reason": "one title", "score": 0.9}
        ledger.judge([Judgement(first=account.id, second=other, **same) for other in others], run)  # type: ignore[arg-type]
        ledger.group([[account.id, *others]], run)


def outcomes(ledger: Ledger, paths: list[Path], pause: float = 0) -> Iterator[Outcome]:
    """An `add`, which rests a little after each report."""
    whole = vars(recording)["read_all"]
    vars(recording)["read_all"] = read_all  # an add is for interrupting here; the reader itself takes too long
    try:
        run = ledger.run(Settings(), by="test", command="add")
        for outcome in Recorder(ledger=ledger, run=run, link=link).add(map(str, paths)):
            time.sleep(pause)
            yield outcome
    finally:
        vars(recording)["read_all"] = whole


def add(location: str, paths: list[Path], pause: float = 0) -> None:
    with Ledger.open(location) as ledger:
        for _ in outcomes(ledger, paths, pause):
            pass


def add_as_nobody(location: str, paths: list[Path], said: str) -> None:
    """The same by a user who may read the ledger and not write it; what that says is written to the file `said`."""
    import os

    from variorum.errors import LedgerError

    os.setgid(65534)
    os.setuid(65534)
    with Ledger.open(location) as ledger:
        read = len(list(ledger.every_extraction()))
        try:
            ledger.run(Settings(), by="nobody", command="add")
        except LedgerError as error:
            Path(said).write_text(f"{read} read; {error}", "utf-8")


def holdings(location: str) -> str:
    """What a ledger holds, whatever the order and the time in which it came."""
    with Ledger.open(location, create=False) as ledger:
        lines = [to_line(extraction) for extraction in ledger.every_extraction()]
        lines += [f"{event.id}: {' '.join(told.id for told in event.accounts)}" for event in ledger.events()]
        lines += sorted(f"{one.first} {one.second} {one.verdict}" for one in ledger.judgements())
        lines += sorted(f"{one.name} {one.reason}" for one in ledger.failures())
    return "\n".join(lines)

"""What can go wrong around a ledger: nothing is lost, nothing doubled, and what is said is clear."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import cycle
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests import faulty
from tests.postgresql import Server
from variorum.cli.ledgers import watch_clock
from variorum.errors import BusyError, LedgerError
from variorum.ledger import Added, Ledger
from variorum.ledger import database as database_module
from variorum.ledger.changes import Mark
from variorum.ledger.checking import check
from variorum.ledger.database import Database
from variorum.ledger.gists import Edition
from variorum.ledger.tables import judgement, membership, report
from variorum.models import Failure
from variorum.settings import Settings

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.faulty"])


def started(target: Callable[..., None], *arguments: object) -> BaseProcess:
    process = _PROCESSES.Process(target=target, args=arguments)
    process.start()
    return process


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return faulty.write_reports(tmp_path_factory.mktemp("reports") / "reports.jsonl", 0, 45)


@pytest.fixture(scope="module")
def whole(reports: Path) -> str:
    """What the ledger holds where nothing goes wrong."""
    location = str(reports.with_name("whole.db"))
    faulty.add(location, [reports])
    return faulty.holdings(location)


def is_sound(location: str) -> bool:
    with Ledger.open(location, create=False) as ledger:
        return not list(check(ledger))


# --- clocks --------------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_during_an_add_loses_nothing_and_turns_nothing(
    location: str, reports: Path, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = cycle(timedelta(days=days) for days in (0, 400, 399, -9_000, 0, 1_000))
    monkeypatch.setattr(database_module, "now", lambda: datetime.now(UTC) + next(jumps))
    faulty.add(location, [reports])
    monkeypatch.undo()
    faulty.add(location, [reports])
    assert faulty.holdings(location) == whole
    assert is_sound(location)
    with Ledger.open(location) as ledger, ledger.database.reading() as connection:
        tables = (report, judgement, membership)
        written = [list(connection.scalars(select(of.c.at).order_by(of.c.number))) for of in tables]
    assert all(times == sorted(times) for times in written)
    assert max(map(max, written)) > datetime.now(UTC) + timedelta(days=900)


def test_an_add_says_that_the_clock_is_behind_the_ledger(
    location: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger.open(location) as ledger:
        watch_clock(ledger.run(Settings(), by="test", command="add"))
        assert capsys.readouterr().err == ""
        monkeypatch.setattr(database_module, "now", lambda: datetime(2199, 5, 4, 12, tzinfo=UTC))
        ledger.run(Settings(), by="test", command="add")
        monkeypatch.undo()
        watch_clock(ledger.run(Settings(), by="test", command="add"))
    assert "the ledger was last written at 2199-05-04 12:00 UTC by its own times" in capsys.readouterr().err


def test_gists_that_were_begun_in_the_future_are_not_waited_for() -> None:
    empty = Mark(**dict.fromkeys((one.name for one in fields(Mark)), 0))

    def begun(at: datetime) -> bool:
        return Edition(mark=empty, whole=False, at=at).is_being_made

    assert begun(datetime.now(UTC))
    assert not begun(datetime.now(UTC) - timedelta(days=1))
    assert not begun(datetime.now(UTC) + timedelta(days=1))


# --- kill -9 -------------------------------------------------------------------------------------------------------


def killed_and_done_again(location: str, paths: list[Path], after: float) -> str:
    """What the ledger holds after an `add` that is killed in the middle, and another."""
    process = started(faulty.add, location, paths)
    time.sleep(after)
    process.kill()
    process.join()
    faulty.add(location, paths)
    return faulty.holdings(location)


def test_an_add_that_is_killed_is_finished_by_another(location: str, reports: Path, whole: str) -> None:
    assert killed_and_done_again(location, [reports], 0.3) == whole
    assert is_sound(location)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kill_at_fifty_random_moments(database: str, postgresql: Server, tmp_path: Path) -> None:
    reports = faulty.write_reports(tmp_path / "reports.jsonl", 0, 200)
    reference = str(tmp_path / "whole.db")
    began = time.monotonic()
    faulty.add(reference, [reports])
    lasts, whole = time.monotonic() - began, faulty.holdings(reference)
    moments = random.Random(6)  # noqa: S311
    for number in range(50):
        location = str(tmp_path / f"{number}.db") if database == "sqlite" else postgresql.new_database()
        assert killed_and_done_again(location, [reports], moments.uniform(0.05, 0.1 + lasts)) == whole
        assert is_sound(location)


# --- several at once -----------------------------------------------------------------------------------------------


def test_two_overlapping_adds_at_once_make_one_ledger(location: str, tmp_path: Path, whole: str, reports: Path) -> None:
    first = faulty.write_reports(tmp_path / "first.jsonl", 0, 42)
    second = faulty.write_reports(tmp_path / "second.jsonl", 21, 45)
    Ledger.open(location).close()
    both = [started(faulty.add, location, [first]), started(faulty.add, location, [second])]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    claims = [line for line in whole.splitlines() if "jsonl:" not in line]  # failures name their file
    assert [line for line in faulty.holdings(location).splitlines() if "jsonl:" not in line] == claims
    assert is_sound(location)


def test_two_programs_may_begin_the_same_ledger(location: str) -> None:
    both = [started(faulty.add, location, []) for _ in range(3)]
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0, 0]
    assert is_sound(location)


def test_readers_go_on_while_another_writes(location: str, reports: Path) -> None:
    with Ledger.open(location) as writer, Ledger.open(location) as reader:
        faulty.add(location, [reports])
        before = len(list(reader.events()))
        with writer.writing() as writing:
            writing.connection.execute(text("SELECT 1"))
            assert len(list(reader.events())) == before > 0


# --- locks, rights, room -------------------------------------------------------------------------------------------


def test_a_ledger_that_another_holds_is_said_to_be_busy(location: str) -> None:
    with Ledger.open(location) as holder, Ledger(Database(location, patience=1)) as waiting:
        run = holder.run(Settings(), by="Ada", command="add")
        with holder.writing(), pytest.raises(BusyError, match="another process writes to it"):
            waiting.run(Settings(), by="Bo", command="add")
        assert [one.id for one in waiting.runs()] == [run.id]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_ledger_that_may_only_be_read_can_be_read(reports: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        location, said = str(Path(folder) / "variorum.db"), Path(folder) / "said"
        faulty.add(location, [reports])
        said.touch()
        said.chmod(0o666)
        Path(folder).chmod(0o755)
        process = started(faulty.add_as_nobody, location, [reports], str(said))
        process.join()
        assert process.exitcode == 0
        assert said.read_text("utf-8").startswith("39 read;")
        assert "can't be written: give yourself the right" in said.read_text("utf-8")


@pytest.fixture
def narrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A folder with little room, and what makes more: a small disk in memory where one may be mounted, else a limit
    that SQLite holds itself to.
    """
    folder = tmp_path / "narrow"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)]
    if os.getuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        more = ["mount", "-o", "remount,size=50m", str(folder)]
        yield folder, lambda: void(subprocess.run(more, capture_output=True, check=True))
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=True)
        return
    original, limit = database_module._set_up, [90]

    def set_up(connection: object, record: object) -> None:
        original(connection, record)
        connection.execute(f"PRAGMA max_page_count = {limit[0]}")  # type: ignore[attr-defined]

    monkeypatch.setattr(database_module, "_set_up", set_up)
    yield folder, lambda: limit.__setitem__(0, 1_000_000)


def void(_: object) -> None:
    return None


def test_a_full_disk_loses_nothing(narrow: tuple[Path, Callable[[], None]], reports: Path, whole: str) -> None:
    folder, make_room = narrow
    location = str(folder / "variorum.db")
    with pytest.raises(LedgerError, match="the disk is full: make room"):
        faulty.add(location, [reports])
    make_room()
    assert is_sound(location)
    faulty.add(location, [reports])
    assert faulty.holdings(location) == whole


# --- servers that go away ------------------------------------------------------------------------------------------


def test_a_server_that_restarts_in_the_middle_loses_nothing(postgresql: Server, reports: Path, whole: str) -> None:
    location = postgresql.new_database()
    with Ledger.open(location) as ledger:
        restart = threading.Thread(target=postgresql.restart)
        done = []
        for outcome in faulty.outcomes(ledger, [reports], pause=0.01):
            done.append(outcome)
            if len(done) == 10:
                restart.start()
        restart.join()
    assert sum(isinstance(outcome, Added) for outcome in done) == 39
    assert sum(isinstance(outcome, Failure) for outcome in done) == 6
    assert faulty.holdings(location) == whole
    assert is_sound(location)


def test_a_server_that_stays_away_is_said_so(postgresql: Server) -> None:
    location = postgresql.new_database()
    with Ledger(Database(location, patience=0.5)) as ledger:
        postgresql.stop()
        try:
            with pytest.raises(LedgerError, match="the server does not answer"):
                ledger.persistently(ledger.runs)
            with pytest.raises(LedgerError, match="the server does not answer"):
                Ledger.open(location)
        finally:
            postgresql.start()
        assert ledger.runs() == []


# --- damage --------------------------------------------------------------------------------------------------------


def contents(location: str) -> str | None:
    """Every row of every table; None where it can't be read."""
    from sqlalchemy import select

    from variorum.ledger.tables import EVERY_TABLE

    try:
        with Ledger.open(location, create=False) as ledger, ledger.database.reading() as connection:
            rows = [connection.execute(select(table)).all() for table in EVERY_TABLE]
    except (LedgerError, ValueError, TypeError):
        return None
    return repr(rows)


def faults(location: str) -> list[str]:
    try:
        with Ledger.open(location, create=False) as ledger:
            return [fault.sentence for fault in check(ledger)]
    except LedgerError as error:
        return [str(error)]


def test_a_truncated_ledger_is_found(reports: Path, tmp_path: Path) -> None:
    location = tmp_path / "variorum.db"
    faulty.add(str(location), [reports])
    size = location.stat().st_size
    for left in (0, 50, 4096, size // 2, size - 4096, size - 1):
        cut = tmp_path / "cut.db"
        shutil.copy(location, cut)
        os.truncate(cut, left)
        assert faults(str(cut)), left


def test_a_flipped_byte_is_found_wherever_it_changes_anything(reports: Path, tmp_path: Path) -> None:
    location = tmp_path / "variorum.db"
    faulty.add(str(location), [reports])
    before, data = contents(str(location)), location.read_bytes()
    places = random.Random(6)  # noqa: S311
    found = 0
    for _ in range(15):
        at = places.randrange(len(data))
        flipped = tmp_path / "flipped.db"
        flipped.write_bytes(data[:at] + bytes([data[at] ^ 1 << places.randrange(8)]) + data[at + 1 :])
        if told := faults(str(flipped)):
            found += 1
        assert told or contents(str(flipped)) == before, at
    assert found > 2


def test_rows_that_were_changed_behind_the_triggers_are_found(reports: Path, tmp_path: Path) -> None:
    location = tmp_path / "variorum.db"
    faulty.add(str(location), [reports])
    for change, sentence in (
        ("UPDATE claim SET low = 99 WHERE number = 3", "its columns are not those that were written"),
        ("UPDATE report SET text = 'Another text' WHERE number = 2", "it can't be read back"),
        (
            "UPDATE report SET at = '2000-01-01 00:00:00' WHERE number = 2",
            "its columns are not those that were written",
        ),
        ("DELETE FROM membership WHERE number = 4", "rows 4 to 4 are missing"),
        ("DELETE FROM account WHERE number = 4", "is not in account"),
    ):
        changed = tmp_path / "changed.db"
        shutil.copy(location, changed)
        with Ledger.open(changed) as ledger, ledger.database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            for (trigger,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            connection.exec_driver_sql(change)
        assert any(sentence in told for told in faults(str(changed))), change

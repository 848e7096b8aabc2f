"""What the tests share: one opened reader, hypothesis profiles, the browser, the benchmark data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from bench.data import MissingDataError, data_folder, in_ci
from tests.postgresql import Server, server_programs

if TYPE_CHECKING:
    from variorum.ledger import Ledger
    from variorum.models import Run
    from variorum.pipeline import Reader

CHECKOUT = Path(__file__).parent.parent

# Built files stay in the checkout, so that no test depends on, or changes, what the user has built.
os.environ.setdefault("VARIORUM_DATA", str(CHECKOUT / ".cache" / "variorum"))

# `fast` tries the same examples every time; `long` many more, and other ones each time, but not in CI: there a red run
# has to be the change's fault.
settings.register_profile("fast", max_examples=50, deadline=None, derandomize=True)
settings.register_profile(
    "long",
    max_examples=300,
    deadline=None,
    derandomize=in_ci(),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with its default settings, opened once for all tests."""
    from variorum.pipeline import Reader
    from variorum.settings import Settings

    return Reader(Settings())


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or pytest.skip("Chromium is missing (apt-get install chromium)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; without the programs the test is skipped."""
    if (programs := server_programs()) is None:
        pytest.skip("PostgreSQL is missing (apt-get install postgresql)")
    with Server.running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def bare_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger that holds nothing yet: its tables are copied ten times as fast as they are made."""
    return _bare(str(tmp_path_factory.mktemp("bare") / "variorum.db"))


@pytest.fixture(scope="session")
def bare_postgresql(postgresql: Server) -> str:
    """The same in PostgreSQL."""
    return _bare(postgresql.new_database())


def _bare(location: str) -> str:
    from variorum.ledger import Ledger

    Ledger.open(location).close()
    return location


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may be: each test that asks for it runs on both databases. Nothing is there, but the tables
    where the test asks for the `ledger` itself.
    """
    with_tables = "ledger" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "variorum.db"
        return str(shutil.copyfile(request.getfixturevalue("bare_sqlite"), path) if with_tables else path)
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database(request.getfixturevalue("bare_postgresql")) if with_tables else server.new_database()


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    """A new ledger, on either database."""
    from variorum.ledger import Ledger

    with Ledger.open(location) as opened:
        yield opened


@pytest.fixture
def run(ledger: Ledger) -> Run:
    """A run of somebody at the command line."""
    from variorum.settings import Settings

    return ledger.run(Settings(), by="Ada", command="variorum add")


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """The folder of the benchmark data; without it the test is skipped."""
    try:
        return data_folder()
    except MissingDataError as error:
        pytest.skip(str(error))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: there, what a test needs has to be there."""
    if in_ci() and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if in_ci() and (skipped := _skipped(config)):
        terminalreporter.write_line(f"{skipped} skipped, which fails in CI", red=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0

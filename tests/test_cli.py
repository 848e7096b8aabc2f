"""The command line: formats, exit codes, pipes, and what a user is told. The reader itself is replaced by a quick one,
but for the tests at the end.
"""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from tests.quick import quick
from variorum.cli import app
from variorum.errors import ReportError
from variorum.interchange import schema
from variorum.models import Extraction, Report
from variorum.settings import Settings

NEWS = "At least 12 people were killed when a car bomb went off at a market in Zell on Monday, the police said.\n"
QUIET = "The council of Zell met on Monday to talk about a new bridge over the river and about the price of bread.\n"


def quick_read_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None, jobs: int = 1, llm: object = None
) -> Iterator[Extraction | ReportError]:
    for report in reports:
        yield report if isinstance(report, ReportError) else quick(report)


@pytest.fixture(autouse=True)
def _quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = ModuleType("variorum.pipeline")
    pipeline.read_all = quick_read_all  # type: ignore[attr-defined]  # a stand-in for the module
    monkeypatch.setitem(sys.modules, "variorum.pipeline", pipeline)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    path = tmp_path / "quiet.txt"
    path.write_text(QUIET, encoding="utf-8")
    return path


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


# --- formats -------------------------------------------------------------------------------------------------------


def test_a_table_by_default(news: Path) -> None:
    result = run("read", news)
    assert result.exit_code == 0
    assert "12 or more" in result.stdout
    assert "“12 people”" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert all(row == row.rstrip() for row in result.stdout.splitlines())
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_json_is_one_array_in_the_order_given(news: Path, quiet: Path) -> None:
    result = run("read", quiet, news, "--format", "json")
    assert result.exit_code == 0
    written = json.loads(result.stdout)
    assert [len(one["tolls"]) for one in written] == [0, 1]
    for one in written:
        jsonschema.validate(one, schema())


def test_json_of_nothing_is_an_empty_array(tmp_path: Path) -> None:
    result = run("read", tmp_path / "missing.txt", "--format", "json")
    assert json.loads(result.stdout) == []


def test_jsonl_is_one_object_a_line(news: Path, quiet: Path) -> None:
    rows = run("read", news, quiet, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(row)["document"]["text"] for row in rows] == [NEWS.strip(), QUIET.strip()]


def test_markdown_and_html(news: Path) -> None:
    assert "| **12 or more** | “12 people” ¶1 | the report |" in run("read", news, "-f", "markdown").stdout
    page = run("read", news, "-f", "html").stdout
    assert page.startswith("<!doctype html>")
    assert "12 or more" in page


def test_no_violence_is_said_plainly(quiet: Path) -> None:
    result = run("read", quiet)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No violent incident is reported here." in result.stdout


def test_standard_input_and_what_it_does_not_say() -> None:
    result = run("read", "-", "--format", "json", "--published", "2017-10-21", "--publisher", "The Gazette", stdin=NEWS)
    [one] = json.loads(result.stdout)
    assert one["document"]["published"] == "2017-10-21"
    assert one["document"]["publisher"] == "The Gazette"


def test_a_warning_of_the_reader_is_shown(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def warned(reports: Iterable[Report], *_: object) -> Iterator[Extraction]:
        return (Extraction(report=report, warnings=("no \x1b[2J date",)) for report in reports)

    monkeypatch.setattr(sys.modules["variorum.pipeline"], "read_all", warned)
    assert "Note: no \ufffd[2J date" in run("read", news).stdout


# --- what bad input gets -------------------------------------------------------------------------------------------


def test_a_report_that_fails_is_named_and_the_others_go_on(tmp_path: Path, news: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    result = run("read", tmp_path / "missing.txt", broken, news, "--format", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    first, second = result.stderr.splitlines()
    assert "missing.txt" in first
    assert "broken.json" in second


def test_a_failure_stands_on_the_page_too(tmp_path: Path, news: Path) -> None:
    page = run("read", tmp_path / "<missing>.txt", news, "--format", "html").stdout
    assert "Could not be read" in page
    assert "&lt;missing&gt;.txt" in page
    assert "<missing>" not in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "PATH"),
        (["x.txt", "--format", "xml"], "xml"),
        (["x.txt", "--published", "21 Oct"], "'21 Oct' is no day; write it like 2017-10-21"),
        (["x.txt", "--published", "2017-02-30"], "'2017-02-30' is no day"),
        (["x.txt", "--jobs", "0"], "'0' is no number of processes"),
        (["x.txt", "--jobs", "two"], "'two' is no number of processes"),
        (["x.txt", "--colour"], "--colour"),
        (["x.txt", "--output", "/no/such/folder/out.json"], "/no/such/folder"),
        (["x.txt", "--output", "/"], "folder"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    result = run("read", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_setting_that_cannot_be(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARIORUM_MAX_BYTES", "many")
    result = run("read", news)
    assert result.exit_code == 2
    assert "'many'" in result.stderr


def test_an_unknown_command() -> None:
    assert run("reed").exit_code == 2


def test_version() -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("variorum 0.")


def test_help_names_every_option() -> None:
    told = run("read", "--help").stdout
    for option in ("--format", "--output", "--published", "--publisher", "--jobs"):
        assert option in told


# --- output --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "opening"),
    [("out.json", "["), ("out.jsonl", "{"), ("out.html", "<!doctype"), ("out.md", "#"), ("out.txt", "news")],
)
def test_the_suffix_says_the_format(tmp_path: Path, news: Path, name: str, opening: str) -> None:
    result = run("read", news, "--output", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").lstrip().startswith(opening)


def test_a_format_given_goes_before_the_suffix(tmp_path: Path, news: Path) -> None:
    run("read", news, "--output", tmp_path / "out.html", "--format", "jsonl")
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("{")


def test_an_output_is_never_written_in_part(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("as it was", encoding="utf-8")

    def stopped(reports: Iterable[Report], *_: object) -> Iterator[Extraction]:
        yield from map(quick, reports)
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["variorum.pipeline"], "read_all", stopped)
    assert run("read", news, "--output", out).exit_code == 130
    assert out.read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.txt", "out.jsonl"]


def test_an_output_keeps_its_permissions_and_its_links(tmp_path: Path, news: Path) -> None:
    out, link = tmp_path / "out.jsonl", tmp_path / "link.jsonl"
    out.write_text("", encoding="utf-8")
    out.chmod(0o640)
    link.symlink_to(out)
    run("read", news, "--output", link)
    assert link.is_symlink()
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert json.loads(out.read_text(encoding="utf-8"))["tolls"]


def test_a_device_is_written_to_and_not_replaced(news: Path) -> None:
    before = Path(os.devnull).stat()
    assert run("read", news, "--output", os.devnull).exit_code == 0
    assert Path(os.devnull).stat().st_ino == before.st_ino


# --- as a process --------------------------------------------------------------------------------------------------

ENDLESS = """
import itertools, sys, types
from tests.quick import quick
pipeline = types.ModuleType("variorum.pipeline")
def read_all(reports, settings, jobs, llm):
    report = next(iter(reports))
    yield from map(quick, itertools.repeat(report))
pipeline.read_all = read_all
sys.modules["variorum.pipeline"] = pipeline
from variorum.cli import main
main()
"""


def endless(news: Path, *arguments: str, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """The command, reading the same report for ever."""
    return subprocess.Popen(
        [sys.executable, "-c", ENDLESS, "read", str(news), *arguments],
        stdout=subprocess.PIPE,
        stderr=stderr,
        cwd=Path(__file__).resolve().parents[1],
    )


@pytest.mark.parametrize("kind", ["jsonl", "table"])
def test_a_closed_pipe_ends_it_quietly(news: Path, kind: str) -> None:
    with endless(news, "--format", kind) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=20) == 141
        assert process.stderr.read() == b""


def test_control_c_ends_it_quietly(news: Path) -> None:
    with endless(news, "--format", "jsonl") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
        assert (process.returncode, complaint) == (130, b"")


def test_jsonl_comes_as_it_is_read(news: Path) -> None:
    with endless(news, "--format", "jsonl") as process:
        assert process.stdout is not None
        for _ in range(3):
            assert json.loads(process.stdout.readline())["tolls"]
        process.kill()


def test_a_bar_on_a_terminal_and_none_in_a_pipe(news: Path) -> None:
    quiet = endless(news, "--format", "jsonl")
    terminal, its_end = pty.openpty()
    seen = endless(news, "--format", "jsonl", stderr=its_end)
    os.close(its_end)
    for process in (quiet, seen):
        with process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(b"{")
            assert b"\x1b" not in process.stdout.readline()
            if process is seen:
                assert b"Reading" in os.read(terminal, 4096)
            process.send_signal(signal.SIGINT)
            _, complaint = process.communicate(timeout=20)
            assert not complaint
    os.close(terminal)


def test_adding_shows_a_bar_on_a_terminal_and_none_of_it_in_a_pipe(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(8):
        words = f"A bomb killed {number + 12} people in Zell{number} on Monday, the police said."
        (reports / f"{number}.txt").write_text(words if number else "", "utf-8")
    terminal, its_end = pty.openpty()
    whole = [sys.executable, "-m", "variorum.cli", "add", str(reports), "--ledger"]
    with subprocess.Popen(
        [*whole, str(tmp_path / "seen.db")],
        stdout=subprocess.PIPE,
        stderr=its_end,
        env=os.environ | {"COLUMNS": "120", "TERM": "xterm"},
    ) as process:
        os.close(its_end)
        shown = b"".join(iter(partial(read_terminal, terminal), b"")).decode()
        assert process.communicate(timeout=120)[0].decode() == "added 7, already there 0, new versions 0, failed 1\n"
    os.close(terminal)
    assert "Adding" in shown
    assert re.search(r"(?<!\d)[1-8]/8\b", shown), "how many of how many"
    assert re.search(r"[\d,]+\.\d reports/s", shown), "the rate"
    assert re.search(r"\d:\d\d:\d\d", shown), "the remaining time"
    assert "empty" in shown, "a failure is told above the bar"
    assert "\x1b[2K" in shown.rpartition("8/8")[2], "the bar is gone in the end"
    piped = subprocess.run([*whole, str(tmp_path / "piped.db")], check=False, capture_output=True, timeout=120)
    assert piped.stdout.decode() == "added 7, already there 0, new versions 0, failed 1\n"
    assert len(piped.stderr.splitlines()) == 1, "the failure, and nothing of a bar"
    assert b"\x1b" not in piped.stderr


def read_terminal(terminal: int) -> bytes:
    """What is shown next; nothing once the program has closed its end."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def command(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    whole = [sys.executable, "-m", "variorum.cli", *map(str, arguments)]
    return subprocess.run(whole, check=False, capture_output=True, timeout=120)


def test_the_command_itself_reads_a_report(news: Path, tmp_path: Path) -> None:
    result = command("read", news, tmp_path / "missing.txt", "--format", "jsonl", "--published", "2024-05-01")
    assert result.returncode == 1
    [row] = result.stdout.splitlines()
    one = json.loads(row)
    jsonschema.validate(one, schema())
    assert [(toll["low"], toll["high"], toll["outcome"]) for toll in one["tolls"]] == [(12, None, "killed")]
    [line] = result.stderr.decode().splitlines()
    assert "missing.txt" in line


def test_one_and_two_processes_give_the_same_bytes(news: Path, quiet: Path) -> None:
    arguments = ("read", quiet, news, quiet, "--format", "json", "--published", "2024-05-01")
    alone, together = command(*arguments, "--jobs", 1), command(*arguments, "--jobs", 2)
    assert (alone.returncode, len(json.loads(alone.stdout))) == (0, 3)
    assert alone.stdout == together.stdout


def test_the_example_reads_as_it_should() -> None:
    example = Path(__file__).resolve().parents[1] / "examples" / "baga-2013.md"
    result = command("read", example, "--format", "json")
    assert (result.returncode, result.stderr) == (0, b"")
    [one] = json.loads(result.stdout)
    killed = {(toll["low"], toll["high"]) for toll in one["tolls"] if toll["outcome"] == "killed"}
    assert {(37, 37), (187, 187), (228, 228), (185, None)} <= killed
    assert len(one["events"]) >= 3

"""The pages as `variorum serve` serves them: a process of its own on a free port, ended with the block."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

STARTS_WITHIN = 60.0
"""Seconds."""

_PROGRAM = "from variorum.cli import main; main()"
_FILLING = "is being gone through"


class ServingError(Exception):
    """The server did not start, did not get done in time, or does not answer as it should."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it is, the token of its address, and its process."""

    origin: str
    token: str
    pid: int

    def whole(self, seconds: float) -> float:
        """Waits until every event is listed; returns how many seconds that took. Raises ServingError."""
        began = time.monotonic()
        with httpx.Client(base_url=self.origin, timeout=60, follow_redirects=True) as client:
            client.get("/", params={"token": self.token})
            while _FILLING in client.get("/events").text:
                if time.monotonic() - began > seconds:
                    raise ServingError(f"after {seconds:.0f} seconds the catalogue is not whole")
                time.sleep(0.2)
        return time.monotonic() - began

    @property
    def processor_seconds(self) -> float:
        """That the process has used; 0 where the system does not say."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def peak_mb(self) -> int:
        """The most memory that the process held; 0 where the system does not say."""
        try:
            found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text("ascii"))
        except OSError:
            return 0
        return int(found[1]) // 1024 if found else 0


@contextmanager
def serving(ledger: str | Path) -> Iterator[Server]:
    """Raises ServingError where it does not start."""
    command = [sys.executable, "-c", _PROGRAM, "serve", "--ledger", str(ledger), "--port", "0"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
        try:
            origin, token = _address(process)
            _wait_for(origin, process)
            yield Server(origin, token, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _address(process: subprocess.Popen[bytes]) -> tuple[str, str]:
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    found = re.match(r"Open (http://[^/]+)/\?token=(\S+)", line)
    if found is None:
        raise ServingError(f"the server does not start: it says {line!r}")
    return found[1], found[2]


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{origin}/login", timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise ServingError("the server does not answer")

"""A PostgreSQL server for tests: started on a socket in a folder of its own, gone when they are done."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

_PORT = 54320
_NEW = ("-A", "trust", "-E", "UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync")
_OPTIONS = "-c listen_addresses='' -c fsync=off -c max_connections=40 -c shared_buffers=32MB"


def server_programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where there is none. Debian keeps them out of the path."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@dataclass
class Server:
    """One server. Its databases are gone with it."""

    programs: Path
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    @contextmanager
    def running(cls, programs: Path) -> Iterator[Server]:
        with tempfile.TemporaryDirectory(prefix="variorum-pg-") as folder:
            server = cls(programs, Path(folder))
            if os.getuid() == 0:  # initdb refuses root
                shutil.chown(folder, "postgres")
            server.call("initdb", "-D", "data", "-U", "variorum", *_NEW)
            server.start()
            try:
                yield server
            finally:
                server.stop()

    def start(self) -> None:
        options = f"-k {self.folder} -p {_PORT} {_OPTIONS}"
        self.call("pg_ctl", "start", "-D", "data", "-w", "-o", options, "-l", "log")

    def stop(self, mode: str = "immediate") -> None:
        self.call("pg_ctl", "stop", "-D", "data", "-w", "-m", mode)

    def restart(self) -> None:
        self.stop()
        time.sleep(0.3)
        self.start()

    def new_database(self, like: str = "template1") -> str:
        """The address of a new database: an empty one, or a copy of the one whose address is given."""
        name = f"ledger{next(self._numbers)}"
        template = like.rpartition("@/")[2].partition("?")[0]
        self.call("createdb", "-h", str(self.folder), "-p", str(_PORT), "-U", "variorum", "-T", template, name)
        return f"postgresql://variorum@/{name}?host={self.folder}&port={_PORT}"

    def call(self, program: str, *arguments: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*user, str(self.programs / program), *arguments]
        # Not through a pipe: the server would hold its end open for as long as it runs.
        with (self.folder.parent / f"{self.folder.name}.out").open("w+b") as out:
            done = subprocess.run(command, cwd=self.folder, stdout=out, stderr=out, check=False)
            out.seek(0)
            said = out.read().decode(errors="replace")
        Path(out.name).unlink()
        assert done.returncode == 0, f"{program}: {said}"

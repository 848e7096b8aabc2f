"""How a command ends: what goes wrong is one line on standard error and an exit status.

Exit status: 0 all done, 1 something failed (the rest was done), 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

FAILED, WRONG_USAGE, STOPPED = 1, 2, 128 + signal.SIGINT
_PIPE_CLOSED = 128 + 13  # SIGPIPE, which Windows does not know


@contextmanager
def ends_well(output: str = "-") -> Iterator[None]:
    """Turns what can go wrong into a line on standard error and an exit status. output: what is written to."""
    from variorum.errors import SettingsError, VariorumError

    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    except BrokenPipeError:
        _forget_standard_output()
        raise typer.Exit(_PIPE_CLOSED) from None
    except SettingsError as error:
        complain(str(error))
        raise typer.Exit(WRONG_USAGE) from None
    except VariorumError as error:
        complain(str(error))
        raise typer.Exit(FAILED) from None
    except OSError as error:
        complain(f"can't write {output}: {error.strerror or error}")
        raise typer.Exit(FAILED) from None


def complain(words: str) -> None:
    """One line on standard error, whatever is in the words."""
    from variorum.export.words import line

    text = f"variorum: {line(words)}"
    print(
        text.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8"), file=sys.stderr
    )


def _forget_standard_output() -> None:
    """Keeps the interpreter from writing to the closed pipe once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

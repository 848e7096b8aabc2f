"""Tables that others published (CSV) to rows of figures, one at a time: a table may be as long as it likes.

A row that can't be read is an error with its line and the value that is wrong; the others go on.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from variorum.errors import FormatError, NotFoundError, RowError
from variorum.identity import content_id, published_id
from variorum.intake.layout import Layout
from variorum.models import Published, PublishedNumber
from variorum.values import DateRange

Country = Callable[[str], str | None]
"""From a country's name to its ISO 3166-1 alpha-2 code; None where it is not known."""

_LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t|"
_NUMBER = re.compile(r"(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.0*)?")
_LARGEST = 2**63 - 1
_DIGITS = 12

Cells = Mapping[str, str]


def count_rows(file: Path) -> int:
    """How many rows a table has below its head. Raises ReportError where the file can't be read."""
    with _opened(file) as text:
        rows = csv.reader(text, delimiter=_separator(file, text.readline()))
        return sum(1 for row in rows if any(row))


def read_table(file: Path, layout: Layout, edition: str, country: Country) -> Iterator[Published | RowError]:
    """The rows of a table, and an error for each that can't be read.

    Raises ReportError where the file can't be read, or lacks a column that every row needs.
    """
    csv.field_size_limit(_LONGEST_CELL)  # a quotation mark that is never closed would swallow the rest of the file
    with _opened(file) as text:
        first = text.readline()
        separator = _separator(file, first)
        head = [name.strip() for name in next(csv.reader([first], delimiter=separator))]
        _must_have(file, head, layout)
        rows = csv.reader(text, delimiter=separator)
        seen: dict[str, int] = {}
        while True:
            line = rows.line_num + 2
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield RowError(f"{file}:{line}", f"{error}; is a quotation mark left open?")
                continue
            if not any(cells):
                continue
            try:
                row = _row(_cells(head, cells), layout, edition, country)
                _must_be_new(row, line, seen, layout)
            except (ValueError, OverflowError) as error:
                yield RowError(f"{file}:{line}", str(error))
            else:
                yield row


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    """The file as text; bytes that are no UTF-8 come as half characters, which no row may hold."""
    try:
        with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            yield text
    except FileNotFoundError:
        raise NotFoundError(str(file), "there is no such file") from None
    except OSError as error:
        raise FormatError(str(file), f"can't be read: {error.strerror}") from None


def _separator(file: Path, head: str) -> str:
    """What stands between the columns of the head."""
    found = max(_SEPARATORS, key=head.count)
    if not head.count(found):
        raise FormatError(str(file), f"its first line is no head of columns: {head.strip()[:60]!r}; save it as CSV")
    return found


def _must_have(file: Path, head: list[str], layout: Layout) -> None:
    if missing := [name for name in layout.needed if name not in head]:
        there_are = ", ".join(head)[:300]
        raise FormatError(str(file), f"there is no column {missing[0]!r} ({layout.name}); there are {there_are}")


def _must_be_new(row: Published, line: int, seen: dict[str, int], layout: Layout) -> None:
    """Notes the line of the row's id. Raises ValueError where another row of the table has it."""
    if (before := seen.setdefault(row.row, line)) != line:
        raise ValueError(f"{layout.row or 'the row'} {row.row!r} stands in line {before} already")


def _cells(head: list[str], cells: list[str]) -> dict[str, str]:
    """The cells by column, as they are written. Raises ValueError."""
    if len(cells) != len(head):
        raise ValueError(f"{len(cells)} cells, but {len(head)} columns")
    for name, cell in zip(head, cells, strict=True):
        if not cell.isascii() and any("\ud800" <= sign <= "\udfff" for sign in cell):
            written = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            raise ValueError(f"{name} {written[:60]!r} is no UTF-8; save the table as UTF-8")
        if "\x00" in cell:
            raise ValueError(f"{name} holds NUL characters; take them out")
    return dict(zip(head, cells, strict=True))


def _row(cells: Cells, layout: Layout, edition: str, country: Country) -> Published:
    """Raises ValueError where a value is none of its column."""
    if layout.row and not cells[layout.row].strip():
        raise ValueError(f"{layout.row} is empty")
    numbers = tuple(_numbers(cells, layout))
    by_name = {number.name: number.value for number in numbers}
    where = _text(cells, layout, "country")
    row = Published(
        id="",
        dataset=layout.name,
        publisher=layout.publisher,
        edition=edition,
        row=cells[layout.row].strip() if layout.row else content_id("row", list(cells.values()))[-_DIGITS:],
        codebook=layout.codebook,
        days=_days(cells, layout),
        country=country(where) if where else None,
        place=_text(cells, layout, "place") or None,
        admin1=_text(cells, layout, "admin1") or None,
        lat=_degrees(cells, layout, "lat", 90),
        lon=_degrees(cells, layout, "lon", 180),
        within_km=layout.within.get(cells.get(layout.within_by, "").strip(), layout.within_km),
        actors=tuple(_texts(cells, layout, "actors")),
        low=by_name.get(layout.low),
        best=by_name.get(layout.best),
        high=by_name.get(layout.high),
        numbers=numbers,
        sources="; ".join(_texts(cells, layout, "sources")),
        notes="; ".join(_texts(cells, layout, "notes")),
        raw=tuple(cells.items()),
    )
    if row.low is not None and row.high is not None and row.low > row.high:
        raise ValueError(f"{layout.low} {row.low} is higher than {layout.high} {row.high}")
    return replace(row, id=published_id(row))


def _texts(cells: Cells, layout: Layout, name: str) -> Iterator[str]:
    """What stands in the columns of that name, those that are there."""
    for column in layout.texts.get(name, ()):
        written = " ".join(cells.get(column, "").split())
        if written and written not in layout.unknown:
            yield written


def _text(cells: Cells, layout: Layout, name: str) -> str:
    return next(_texts(cells, layout, name), "")


def _degrees(cells: Cells, layout: Layout, name: str, most: int) -> float | None:
    written = _text(cells, layout, name)
    if not written:
        return None
    try:
        degrees = float(written)
    except ValueError:
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise ValueError(f"{layout.texts[name][0]} {written[:40]!r} is no number from -{most} to {most}")
    return degrees


def _numbers(cells: Cells, layout: Layout) -> Iterator[PublishedNumber]:
    for each in layout.numbers:
        written = cells.get(each.column, "").strip()
        if not written or written in layout.unknown:
            continue
        found = _NUMBER.fullmatch(written)
        if found is None or (value := int(re.sub("[, ]", "", found[1]))) > _LARGEST:
            raise ValueError(f"{each.column} {written[:40]!r} is no number of people")
        yield PublishedNumber(name=each.name, value=value, outcome=each.outcome, camp=each.camp)


# --- days ----------------------------------------------------------------------------------------------------------


def _days(cells: Cells, layout: Layout) -> DateRange:
    if layout.year:
        return _of_numbers(cells, layout)
    first = _day(cells, layout.first, layout)
    last = _day(cells, layout.last, layout) if cells.get(layout.last, "").strip() else first
    if last < first:
        raise ValueError(f"{layout.last} {last} is before {layout.first} {first}")
    return DateRange(first, last).widen(layout.widened.get(cells.get(layout.widened_by, "").strip(), 0))


def _day(cells: Cells, column: str, layout: Layout) -> date:
    written = cells[column].strip()
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        pass
    for form in layout.formats:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"{column} {written[:40]!r} is no day; write it like 2017-10-20")


def _of_numbers(cells: Cells, layout: Layout) -> DateRange:
    """A day, a month or a year in three columns, of which those that are not known are 0 or empty."""
    year, month, day = (_whole(cells, column) for column in (layout.year, layout.month, layout.day))
    try:
        if month and day:
            return DateRange.day(date(year, month, day))
        if month:
            return DateRange(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return DateRange(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        raise ValueError(f"{layout.year} {year}, {layout.month} {month}, {layout.day} {day} is no day") from None


def _whole(cells: Cells, column: str) -> int:
    written = cells.get(column, "").strip() or "0"
    try:
        return max(0, int(written))
    except ValueError:
        raise ValueError(f"{column} {written[:40]!r} is no number") from None

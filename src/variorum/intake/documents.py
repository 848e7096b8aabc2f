"""JSON -> Reports: one object, several, an array, or one object a line; a report itself or anything with a `document`.

A `text` is taken code point for code point: spans count in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Iterable, Iterator
from datetime import date
from typing import Any, TypeAlias

from variorum.errors import FormatError, LimitError, ReportError
from variorum.intake.decoding import decoded
from variorum.intake.fields import iso_day
from variorum.models import Report

Named: TypeAlias = tuple[str, Report]  # what the user calls the report, and the report

_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SHOWN = 60  # code points of a bad value that a message repeats


def in_document(text: str, *, name: str, stem: str | None) -> Iterator[Named | ReportError]:
    """The reports of a whole JSON text, read value by value: one that is no report does not keep the others back.

    Where the JSON itself breaks, the rest can't be read, and the last error says where.
    """
    for number, (value, alone) in enumerate(_values(text, name), start=1):
        if isinstance(value, ReportError):
            yield value
        elif number == 1 and not isinstance(value, dict):  # not a file of reports: one error, not one for each number
            yield FormatError(name, f"a report is a JSON object with a text, not {_quoted(value)}")
            return
        elif alone:
            yield _report(value, name, stem)
        else:
            yield _report(value, f"{name}, item {number}", stem and f"{stem}:{number}")


def in_lines(
    lines: Iterable[tuple[int, bytes | None]], *, name: str, stem: str | None
) -> Iterator[Named | ReportError]:
    """The reports of JSON lines, one after the other.

    lines: number of the line and its bytes, None for one that is longer than the limit. Blank lines are skipped.
    """
    for number, line in lines:
        here = f"{name}:{number}"
        if line is None:
            yield LimitError(here, "the line is longer than a report may be; raise the limit with $VARIORUM_MAX_BYTES")
        elif line.strip():
            yield _in_line(line, here, stem, number)


def is_whole_object(line: bytes) -> bool:
    """Whether one line holds a whole JSON object, as the first of JSON lines does."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def id_of(text: str) -> str:
    """An id for a report that has no name: the first half of the SHA-256 of its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _in_line(line: bytes, name: str, stem: str | None, number: int) -> Named | ReportError:
    try:
        value = json.loads(decoded(line, name))
    except json.JSONDecodeError as error:
        return FormatError(name, f"not valid JSON: {error.msg.lower()} at character {error.pos + 1}")
    except (ValueError, RecursionError) as error:
        return _unparsable(name, error)
    except ReportError as error:
        return error
    return _report(value, name, stem and f"{stem}:{number}")


def _values(text: str, name: str) -> Iterator[tuple[Any, bool]]:
    """Each top-level value, an array's items one by one; and whether it is the only one and no item of an array."""
    at = _skip(text, 0)
    first = True
    while at < len(text):
        if text[at] == "[":
            at = yield from _items(text, at + 1, name)
        else:
            value, at = _value(text, at, name)
            at = _skip(text, at)
            yield value, first and (at >= len(text) or isinstance(value, ReportError))
        first = False


def _items(text: str, at: int, name: str) -> Generator[tuple[Any, bool], None, int]:
    """The items of the array whose bracket was read; returns where the next value begins."""
    at = _skip(text, at)
    if text[at : at + 1] == "]":
        return _skip(text, at + 1)
    while True:
        value, at = _value(text, at, name)
        yield value, False
        if isinstance(value, ReportError):
            return len(text)
        at = _skip(text, at)
        closing = text[at : at + 1]
        at = _skip(text, at + 1)
        if closing == "]":
            return at
        if closing != ",":
            yield _broken(text, at - 1, name, "expecting ',' or ']'"), False
            return len(text)


def _value(text: str, at: int, name: str) -> tuple[Any, int]:
    """The value that begins here and where it ends; an error in its place where it breaks, and the end of the text."""
    try:
        return json.JSONDecoder().raw_decode(text, at)
    except json.JSONDecodeError as error:
        return _broken(text, error.pos, name, error.msg), len(text)
    except StopIteration as error:
        return _broken(text, error.value, name, "expecting a value"), len(text)
    except (ValueError, RecursionError) as error:
        return _unparsable(name, error), len(text)


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _broken(text: str, at: int, name: str, reason: str) -> FormatError:
    at = min(at, len(text))
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return FormatError(name, f"not valid JSON: {reason.lower()} at line {line}, character {column}")


def _unparsable(name: str, error: Exception) -> FormatError:
    reason = "nested too deeply" if isinstance(error, RecursionError) else "a number with too many digits"
    return FormatError(name, f"JSON that can't be read: {reason}")


def _report(value: Any, name: str, fallback_id: str | None) -> Named | ReportError:
    try:
        return name, _checked(value, name, fallback_id)
    except ReportError as error:
        return error


def _checked(value: Any, name: str, fallback_id: str | None) -> Report:
    """Raises FormatError where a field is missing or has a value that it can't have."""
    if not isinstance(value, dict):
        raise FormatError(name, f"a report is a JSON object with a text, not {_quoted(value)}")
    fields = value.get("document", value)
    if not isinstance(fields, dict):
        raise FormatError(name, f"its document must be an object with a text, not {_quoted(fields)}")
    text = fields.get("text")
    if text is None:
        keys = ", ".join(repr(key[:20]) for key in list(fields)[:6])
        raise FormatError(name, f"no text in it (a report has a 'text'; this has {keys or 'nothing'})")
    if not isinstance(text, str):
        raise FormatError(name, f"its text must be a string, not {_quoted(text)}")
    given = {key: _string(fields.get(key), key, name) for key in ("title", "publisher", "url")}
    report_id = _id(fields.get("id"), name)
    if surrogate := _SURROGATE.search(text):
        raise FormatError(
            name,
            f"its text has half a character (U+{ord(surrogate[0]):04X}) at {surrogate.start()}; escape it as a pair",
        )
    return Report(
        id=report_id or fallback_id or id_of(text), text=text, published=_day(fields.get("published"), name), **given
    )


def _string(value: Any, key: str, name: str) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise FormatError(name, f"its {key} must be a string, not {_quoted(value)}")
    if _SURROGATE.search(value):
        raise FormatError(name, f"its {key} has half a character in it (a lone surrogate); escape it as a pair")
    return value


def _id(value: Any, name: str) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _string(value, "id", name)


def _day(value: Any, name: str) -> date | None:
    stated = _string(value, "published", name)
    if stated is None:
        return None
    day = iso_day(stated)
    if day is None:
        raise FormatError(name, f"published must be a day like 2017-10-21, not {_quoted(stated)}")
    return day


def _quoted(value: Any) -> str:
    """The value on one line, cut where it is long."""
    kinds = {dict: "an object", list: "an array", type(None): "null"}
    if type(value) in kinds:
        return kinds[type(value)]
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < 10**_SHOWN else "a very large number"
    return repr(value[:_SHOWN]) if isinstance(value, str) else repr(value)

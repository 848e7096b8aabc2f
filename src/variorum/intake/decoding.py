"""Bytes -> characters, strictly: a text is read as what it says it is, or refused with the place that is broken.

Nothing is guessed: a wrong guess changes letters in names and quotes, and nobody would see it.
"""

from __future__ import annotations

import codecs
import re

from variorum.errors import FormatError

_MARKS = (  # UTF-32 before UTF-16, whose mark is the beginning of the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(  # <meta charset=...>, <meta http-equiv content="...; charset=...">, <?xml encoding=...?>
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024
# What browsers read under a declared name (WHATWG Encoding Standard, 4.2): the larger set that contains it.
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
          "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8",
          "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf_8_sig": "utf-8"}  # fmt: skip
# Python knows codecs that are no character sets, and some (punycode) take quadratic time: only these are used.
_ALLOWED = re.compile(
    r"utf-8|cp125\d|cp874|cp866|cp932|cp949|iso8859-\d+|koi8-[ru]|mac-\w+|gb18030|big5\w*|euc_jp|iso2022_jp"
)


def decoded(data: bytes, name: str) -> str:
    """The characters of a text: UTF-8, or UTF-16 and UTF-32 with their byte order mark, which is dropped.

    Raises FormatError with the byte where it breaks.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name, skipped=len(mark))
    return _strict(data, "utf-8", name)


def decoded_page(data: bytes, name: str) -> str:
    """The characters of a page: by byte order mark, else as UTF-8 if it is that, else as the page declares.

    Raises FormatError where neither fits.
    """
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        return decoded(data, name)
    declared = _declared(data)
    if declared in (None, "utf-8"):
        return decoded(data, name)
    try:
        return data.decode("utf-8")  # no other encoding's text is valid UTF-8 by chance: pages are saved as another one
    except UnicodeDecodeError:
        return _strict(data, str(declared), name)


def _declared(data: bytes) -> str | None:
    """Python's name of the declared character set; None where none is declared or it is not known."""
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    if found is None:
        return None
    try:
        encoding = codecs.lookup((found[1] or found[2]).decode("ascii", "replace")).name
    except LookupError:
        return None
    encoding = _WIDER.get(encoding, encoding)
    return encoding if _ALLOWED.fullmatch(encoding) else None


def _strict(data: bytes, encoding: str, name: str, *, skipped: int = 0) -> str:
    try:
        return data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        line = data.count(b"\n", 0, at) + 1
        raise FormatError(
            name, f"byte {at} (0x{data[at]:02x}, line {line}) is not valid {encoding.upper()}; save the file as UTF-8"
        ) from error

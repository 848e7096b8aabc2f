"""Which format the bytes are in, by their content first and the suffix second; and what they are if no report."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

HEAD = 4096  # bytes that are looked at


class Kind(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    PAGE = "HTML"
    JSON = "JSON"
    JSON_LINES = "JSON lines"


_BY_SUFFIX = {
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.PAGE,
    ".htm": Kind.PAGE,
    ".xhtml": Kind.PAGE,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
}

# First bytes of files that people take for a report, or that get into a folder of reports: offset, bytes, name,
# way out. The signatures are those of the formats' own specifications (as listed by file(1)).
_UNPACK = "unpack it first"
_AS_TEXT = "save its text as .txt or .html"
_SIGNATURES = (
    (0, b"%PDF-", "a PDF", _AS_TEXT),
    (0, b"PK\x03\x04", "a ZIP archive or an Office document", f"unpack it or {_AS_TEXT}"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document", _AS_TEXT),
    (0, b"{\\rtf", "an RTF document", _AS_TEXT),
    (0, b"%!PS", "a PostScript file", _AS_TEXT),
    (0, b"\x1f\x8b", "gzip-compressed", _UNPACK),
    (0, b"BZh", "bzip2-compressed", _UNPACK),
    (0, b"\xfd7zXZ\x00", "xz-compressed", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "zstd-compressed", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"WARC/", "a WARC archive", "extract its pages first"),
    (0, b"\x89PNG\r\n", "a PNG image", ""),
    (0, b"\xff\xd8\xff", "a JPEG image", ""),
    (0, b"GIF8", "a GIF image", ""),
    (0, b"II*\x00", "a TIFF image", ""),
    (0, b"MM\x00*", "a TIFF image", ""),
    (8, b"WEBP", "a WebP image", ""),
    (8, b"WAVE", "a sound file", ""),
    (0, b"ID3", "a sound file", ""),
    (0, b"OggS", "a sound file", ""),
    (4, b"ftyp", "a video", ""),
    (0, b"\x1aE\xdf\xa3", "a video", ""),
    (0, b"SQLite format 3\x00", "an SQLite database", ""),
    (0, b"PAR1", "a Parquet table", ""),
    (0, b"\x7fELF", "a program", ""),
    (0, b"MZ\x90\x00", "a program", ""),
)
_UNICODE_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")  # not tab, newline, form feed, return, escape
_MOST_CONTROLS = 0.02  # of the first bytes; old wire copy has a few

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(  # the tags by which browsers know a page without one (WHATWG MIME Sniffing, 7.1)
    rb"<(?:!--|(?:script|iframe|h1|div|font|table|a|style|title|b|br|p|article|main|section|header)[\s>])",
    re.IGNORECASE,
)
_OTHER_XML = re.compile(rb"<(?:rss|feed|rdf:rdf|!doctype|svg|nitf|newsml)\b", re.IGNORECASE)
_XML = b"<?xml"
_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\[{\]])')


def kind_of(head: bytes, suffix: str) -> Kind:
    """The format of a file that begins with `head`.

    suffix: in lower case, with its dot; empty where there is none.
    """
    content = _plain(head)
    named = _BY_SUFFIX.get(suffix)
    root = _root(content)
    if _PAGE.match(root):
        return Kind.PAGE
    if named is Kind.JSON_LINES or (named is not Kind.PAGE and _JSON.match(content)):
        return named if named is Kind.JSON_LINES else Kind.JSON
    if named is None and suffix not in (".txt", ".text") and _FRAGMENT.match(root or content.lstrip()):
        return Kind.PAGE
    return named or Kind.TEXT


def foreign(head: bytes) -> str | None:
    """What the bytes are if they can't be a report, and what to do about it; None where they may be one."""
    for offset, signature, name, way_out in _SIGNATURES:
        if head.startswith(signature, offset):
            return f"{name}, not a report" + (f"; {way_out}" if way_out else "")
    if head.startswith(_UNICODE_MARKS):
        return None
    if b"\x00" in head:
        return "binary data (it holds NUL bytes), or UTF-16 without its byte order mark; save it as UTF-8"
    if len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head):
        return "binary data (mostly control characters), not a report"
    root = _root(head)
    if root and not _PAGE.match(root) and (head.lstrip().startswith(_XML) or _OTHER_XML.match(root)):
        return "an XML document (a feed or a drawing, perhaps), not a report; save the article as .html or .txt"
    return None


def _root(head: bytes) -> bytes:
    """The bytes from the first element on: without XML declaration, instructions and comments before it."""
    rest = head.lstrip()
    while rest.startswith((b"<?", b"<!--")):
        closing = b"?>" if rest.startswith(b"<?") else b"-->"
        rest = rest.partition(closing)[2].lstrip()
    return rest


def _plain(head: bytes) -> bytes:
    """The bytes as ASCII would have them, so that the patterns see through a byte order mark and UTF-16."""
    for mark in _UNICODE_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].replace(b"\x00", b"")
    return head

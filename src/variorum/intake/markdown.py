"""Markdown -> Report: front matter and the first heading say what it is; the markup goes, the words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from variorum.errors import FormatError
from variorum.intake.fields import iso_day, one_line, web_address
from variorum.intake.text import headline, unix_newlines, with_headline
from variorum.models import Report

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(\w+)[ \t]*:[ \t]*(.*)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# What people call a report's fields in front matter; the first that is there counts.
_NAMES = {
    "id": ("id",),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet", "sitename", "site"),
    "published": ("published", "date", "pubdate"),
    "url": ("url", "link", "canonical"),
}


def from_markdown(text: str, *, id: str, name: str) -> Report:  # noqa: A002  # the field's name
    """The report in a Markdown file: headline, blank line, then every block as a paragraph without its marks.

    Raises FormatError for a publication date that is no day.
    """
    fields, source = _front_matter(unix_newlines(text))
    blocks = list(_blocks(_parser().parse(source)))
    heading = one_line(blocks[0][1]) if blocks and blocks[0][0] == "h1" else None
    body = "\n\n".join(text for _, text in blocks)
    title = one_line(_field(fields, "title")) or heading
    if title and heading and title != heading:  # the page's own headline stands in the text already
        body = body.removeprefix(heading).lstrip()
    report = Report(
        id=_field(fields, "id") or id,
        text=with_headline(title, body),
        title=title or headline(body),
        publisher=one_line(_field(fields, "publisher")),
        url=web_address(_field(fields, "url")),
    )
    if published := _field(fields, "published"):
        if (day := iso_day(published)) is None:
            raise FormatError(name, f"the front matter's date must be a day like 2017-10-21, not {published[:60]!r}")
        return replace(report, published=day)
    return report


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between two `---` at the top, and the rest. Lists and nested values are left out."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    lines = (_FIELD.fullmatch(line.rstrip()) for line in found[1].split("\n"))
    fields = {line[1].lower(): _unquoted(line[2]) for line in lines if line}
    return fields, text[found.end() :]


def _field(fields: dict[str, str], what: str) -> str | None:
    return next((fields[key] for key in _NAMES[what] if fields.get(key)), None)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").enable("strikethrough")


def _blocks(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Each block that has words: the tag it stands in ("h1", "p", "td", ...) and its text."""
    tag = ""
    for token in tokens:
        if token.nesting == 1:
            tag = token.tag
        if token.type == "inline":
            words = _inline(token.children or [])
        elif token.type in ("code_block", "fence"):
            words = token.content
        elif token.type == "html_block":
            words = _without_tags(token.content)
        else:
            continue
        if words := "\n".join(line.strip() for line in words.split("\n")).strip():
            yield tag, words


def _without_tags(source: str) -> str:
    first, *others = source.split("<!--")
    return _TAG.sub(" ", first + "".join(other.partition("-->")[2] for other in others))


def _inline(tokens: list[Token]) -> str:
    return "".join(_words(token) for token in tokens)


def _words(token: Token) -> str:
    """A soft line break is a space: Markdown wraps its paragraphs. A picture is its caption."""
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    if token.type == "image":
        return _inline(token.children or [])
    return token.content if token.type in ("text", "code_inline", "text_special") else ""

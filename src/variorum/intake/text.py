"""Plain text -> Report: the text as it stands; its first line is the headline where it looks like one."""

from __future__ import annotations

import re

from variorum.models import Report

_LONGEST_TITLE = 250  # code points
_ENDS_A_SENTENCE = re.compile(r"[.:;,…—–-][\"'”’)\]]*$")
_ENDS_AN_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}$")  # "in the U.S." may end a headline


def from_text(text: str, *, id: str) -> Report:  # noqa: A002  # the field's name
    """The report in a plain text: newlines become \\n, white space around it is dropped, nothing else changes."""
    text = unix_newlines(text).strip()
    return Report(id=id, text=text, title=headline(text))


def headline(text: str) -> str | None:
    """The first line, where a blank line follows, it is short, and it doesn't end as a sentence does."""
    first, newline, rest = text.partition("\n")
    first = first.strip()
    followed_by_blank = bool(newline) and not rest.partition("\n")[0].strip() and bool(rest.strip())
    if not followed_by_blank or len(first) > _LONGEST_TITLE or " " not in first:
        return None
    if _ENDS_A_SENTENCE.search(first) and not _ENDS_AN_ABBREVIATION.search(first):
        return None
    return first


def with_headline(title: str | None, body: str) -> str:
    """Headline, blank line, body; the headline only once where the body begins with it."""
    body = body.strip()
    if title is None or body == title or body.startswith(f"{title}\n"):
        return body
    return f"{title}\n\n{body}" if body else title


def unix_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""HTML -> Report: trafilatura finds the article, the page's metadata say what it is. Nothing is ever fetched."""

from __future__ import annotations

import logging
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from variorum.errors import FormatError, LimitError
from variorum.intake.metadata import Stated, stated
from variorum.intake.text import with_headline
from variorum.models import Report

# A long page of a newspaper has some 5,000 elements. What these limits let through takes seconds, not minutes.
_MOST_TAGS = 120_000  # "<" in the page, before it is parsed
_MOST_ELEMENTS = 40_000  # that may hold text
_NOT_TEXT = ("script", "style", "template", "svg", "math", "object", "embed", "iframe", "canvas", "noscript", "select")
# libxml2 takes quadratic time over the attributes of one tag: 200 in a row, read as the HTML standard reads them
# (13.2.5), are too many. Nothing below can match in two ways, and names are short, so that the search is quick itself.
_LONG_NAME = re.compile(r"<(?=[A-Za-z][^\s/>]{100})")
_TOO_MANY_ATTRIBUTES = re.compile(
    r"""<[A-Za-z][^\s/>]*+(?>[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){200}"""
)
_LONG_SPACE = re.compile(r"[ \t\r\n]{100,}")
_BAD_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # not allowed in XML trees
_LEAST_PROSE = 250  # letters in sentences that make an article of a page
_LEAST_PROSE_SAID = 40  # the same where the page says that it is one
_SENTENCE = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]]*$")
_LONG_PARAGRAPH = 120  # letters; so many are prose though the full stop be lost
_SILENCE = logging.NullHandler()
_BULLET = re.compile(r"^(?:- |\d+\. )(?=\S)")


def from_page(page: str, *, id: str, name: str) -> Report:  # noqa: A002  # the field's name
    """The report in a page: headline, blank line, then the article's paragraphs with a blank line between them.

    Raises FormatError for a page with no article in it, LimitError for one of too many elements.
    """
    tree = _tree(page, name)
    about = stated(tree)
    _strip(tree, name)
    paragraphs = _paragraphs(tree, name)
    if _prose(paragraphs) < (_LEAST_PROSE_SAID if about.is_article else _LEAST_PROSE):
        raise FormatError(name, "no article in this page; if there is one, save its text as .txt")
    title = _title(about, paragraphs)
    body = paragraphs[1:] if title and paragraphs[0] == title else paragraphs
    return Report(
        id=id,
        text=with_headline(title, "\n\n".join(body)),
        title=title,
        publisher=about.publisher,
        published=about.published,
        url=about.url,
    )


def _tree(page: str, name: str) -> Any:
    """The page as an lxml tree. The parser reads no entity definitions and loads nothing."""
    if page.count("<") > _MOST_TAGS:
        raise LimitError(name, f"a page with more than {_MOST_TAGS:,} tags; save the article's text as .txt")
    page = _LONG_SPACE.sub("\n", _BAD_CHARACTERS.sub(" ", page))
    page = _LONG_NAME.sub("&lt;", page)
    if _TOO_MANY_ATTRIBUTES.search(page):
        raise LimitError(name, "a page with hundreds of attributes in one tag; save the article's text as .txt")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, default_doctype=False
    )
    try:
        tree = lxml_html.document_fromstring(page.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FormatError(name, "a page with nothing in it") from error
    return tree


def _strip(tree: Any, name: str) -> None:
    """Takes away what is no text. Raises LimitError where too much is left."""
    etree.strip_elements(tree, *_NOT_TEXT, with_tail=False)
    if sum(1 for _ in tree.iter(etree.Element)) > _MOST_ELEMENTS:
        raise LimitError(name, f"a page with more than {_MOST_ELEMENTS:,} elements; save the article's text as .txt")


def _paragraphs(tree: Any, name: str) -> list[str]:
    """The article, a paragraph each; list marks are taken off. Empty where trafilatura finds none."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(_SILENCE)  # its complaints are our errors
    try:
        # Without tables: those of old pages are layout, whose cells would be run together; rows of figures say nothing.
        found = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=False, include_formatting=False, with_metadata=False
        )
    except Exception as error:  # whatever a hostile page makes of a library, the other reports go on
        raise FormatError(name, f"this page can't be taken apart ({type(error).__name__})") from error
    text = getattr(found, "text", None) or ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [_BULLET.sub("", line) for line in lines if line]


def _prose(paragraphs: list[str]) -> int:
    """Letters in paragraphs that are sentences, not labels, links or headlines."""
    letters = ((sum(map(str.isalpha, p)), p) for p in paragraphs)
    return sum(n for n, p in letters if n >= _LONG_PARAGRAPH or _SENTENCE.search(p))


def _title(about: Stated, paragraphs: list[str]) -> str | None:
    """The headline that the article itself begins with, else the one that the page states, else its only `<h1>`."""
    if about.heading and paragraphs[0] == about.heading:
        return about.heading
    return about.title or about.heading

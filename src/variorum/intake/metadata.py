"""What a page says about itself: headline, publisher, day of publication, address. Only what is stated counts.

The places, in the order in which they are believed: JSON-LD (schema.org), meta elements (Open Graph, article:,
Dublin Core, and the names that publishing systems use), then `<time>`, canonical link, `<h1>` and `<title>`.
A date is taken where the page states a day, never from words of the text, an address, or a year alone.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from variorum.intake.fields import one_line, stated_day, web_address

_MOST_LINKED_DATA = 2_000_000  # code points of JSON-LD that are looked at, in all
_MOST_NODES = 20_000  # of JSON-LD

_ARTICLE_TYPE = re.compile(r"\w*Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting")
_TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "headline")
_PUBLISHER_META = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher",
                   "application-name", "source_organization")  # fmt: skip
_DATE_META = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "date_published", "published_time", "published-date", "publisheddate", "publish-date", "publish_date",
    "publication_date", "publication-date", "publicationdate", "originalpublicationdate", "pubdate", "pub_date",
    "article.published", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "rnews:datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date.issued",
    "citation_publication_date", "citation_date", "article_date_original", "displaydate", "date",
)  # fmt: skip
_TIME_CLASS = re.compile(
    r"\b(?:entry-date|entry-time|published|pubdate|post-date|dateline|publish(?:ed)?[-_]?(?:date|time))\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,500}>")
_COMMENT_MARKS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a page states of itself; `is_article` where it calls itself one."""

    title: str | None
    heading: str | None
    publisher: str | None
    published: date | None
    url: str | None
    is_article: bool


def stated(tree: Any) -> Stated:
    """Reads an lxml tree of a page, scripts included; changes nothing in it."""
    article = _linked_article(tree)
    meta = _meta(tree)
    publisher = _name(article.get("publisher")) or _first(meta, _PUBLISHER_META)
    title = _words(article.get("headline")) or _first(meta, _TITLE_META) or _title_element(tree)
    address = tree.xpath("string((//link[@rel='canonical']/@href)[1])") or meta.get("og:url")
    return Stated(
        title=_without_site(title, publisher) if title else None,
        heading=_heading(tree),
        publisher=publisher,
        published=_published(article, meta, tree),
        url=web_address(address),
        is_article=bool(article)
        or meta.get("og:type", "").lower() in ("article", "news")
        or bool(tree.xpath("//article")),
    )


def _published(article: dict[str, Any], meta: dict[str, str], tree: Any) -> date | None:
    stated_in_data = article.get("datePublished")
    candidates = [stated_in_data] if isinstance(stated_in_data, str) else []
    candidates += [meta[name] for name in _DATE_META if name in meta]
    days = (stated_day(value) for value in candidates)
    return next((day for day in days if day), None) or _day_of_times(tree)


def _day_of_times(tree: Any) -> date | None:
    """The day of the `<time>` that is marked as that of publication, else the one on which all of the page's agree."""
    times = [(t, stated_day(t.get("datetime") or t.text_content())) for t in tree.xpath("//time")]
    for element, day in times:
        marked = element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or "")
        if day and (marked or _TIME_CLASS.search(element.get("class") or "")):
            return day
    days = {day for _, day in times if day}
    return days.pop() if len(days) == 1 else None


def _meta(tree: Any) -> dict[str, str]:
    """Name (or property, or itemprop) in lower case -> content; the first of a name that has content."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content] | //*[@itemprop='datePublished'][@content or @datetime]"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or element.get("datetime") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    values = (one_line(meta.get(name)) for name in names)
    return next((value for value in values if value and not web_address(value)), None)


def _linked_article(tree: Any) -> dict[str, Any]:
    """The article that the page's JSON-LD describes, its publisher looked up; empty where there is none."""
    nodes = list(_linked_nodes(tree))
    article = next((node for node in nodes if _is_article(node)), None)
    if article is None:
        return {}
    reference = article.get("publisher")
    if isinstance(reference, dict) and "name" not in reference and "@id" in reference:
        named = (n for n in nodes if n.get("@id") == reference["@id"] and "name" in n)
        return {**article, "publisher": next(named, None)}
    return article


def _linked_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, the outer ones first; broken JSON is passed over, as browsers do."""
    left = _MOST_LINKED_DATA
    waiting: deque[Any] = deque()
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        source = _COMMENT_MARKS.sub("", script.text or "")
        left -= len(source)
        if left < 0:
            break
        try:
            waiting.append(json.loads(source, strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(value for value in node if isinstance(value, dict | list))


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPE.fullmatch(name.rpartition("/")[2]) for name in names)


def _name(value: Any) -> str | None:
    """The name of an organisation as schema.org has it: a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    name = _words(value)
    return name if name and not web_address(name) else None


def _words(value: Any) -> str | None:
    """Words out of JSON-LD, where some write HTML."""
    return one_line(html.unescape(_TAG.sub("", value[:2000]))) if isinstance(value, str) else None


def _heading(tree: Any) -> str | None:
    headings = tree.xpath("//h1")
    return one_line(headings[0].text_content()) if len(headings) == 1 else None


def _title_element(tree: Any) -> str | None:
    return one_line(tree.xpath("string((//title)[1])"))


def _without_site(title: str, publisher: str | None) -> str:
    """The headline without the site's name at its end: "Two die in blast | The Daily Example"."""
    if publisher is None:
        return title
    suffix = re.search(r"\s+[|–—·•:-]+\s+" + re.escape(publisher) + "$", title, re.IGNORECASE)
    return title[: suffix.start()] if suffix and suffix.start() else title

"""Pages -> reports: the article, what the page says of itself, and what hostile pages cost."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from variorum.errors import FormatError, ReportError
from variorum.intake import reports
from variorum.intake.fields import stated_day
from variorum.models import Report
from variorum.settings import Settings

PARAGRAPHS = (
    "Eleven people died when a lorry bomb went off outside a grain market on Monday, the governor said.",
    "The interior ministry put the dead at nine and the injured at about thirty, among them four traders.",
    "Nobody has said that they did it, but the ministry blamed a group which it did not name.",
    "“We counted more than a dozen bodies,” a doctor at the district hospital told the Grain Post.",
)
TEXT = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
HEADLINE = "Lorry bomb kills eleven at market"


def read(page: str | bytes) -> Report | ReportError:
    data = page.encode() if isinstance(page, str) else page
    (found,) = reports(["-"], settings=Settings(), stdin=io.BytesIO(data))
    return found


def article(head: str = "", *, before: str = "", after: str = "", body: str | None = None) -> Report:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS) if body is None else body
    page = (
        f"<!DOCTYPE html><html><head>{head}</head><body><nav><ul><li><a href=/>Home</a></li><li><a href=/s>Sport</a>"
        f"</li></ul></nav><main><article>{before}{text}</article></main>{after}"
        "<footer>Copyright 2019 Grain Post Ltd. All rights reserved.</footer></body></html>"
    )
    found = read(page)
    assert isinstance(found, Report), found
    return found


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def test_the_text_is_headline_blank_line_and_paragraphs() -> None:
    found = article(before=f"<h1>{HEADLINE}</h1>")
    assert found.title == HEADLINE
    assert found.text == "\n\n".join([HEADLINE, *PARAGRAPHS])


def test_the_headline_stands_once_though_the_page_words_it_differently() -> None:
    found = article(f"<title>{HEADLINE} | Grain Post</title>", before=f"<header><h1>{HEADLINE}</h1></header>")
    assert found.text.count(HEADLINE) == 1


def test_scripts_comments_and_navigation_are_no_text() -> None:
    found = article(
        "<style>p {color: red}</style>",
        before="<!-- Fifty people died. --><script>var dead = 'Fifty people died.'</script>",
        after="<section id=comments class=comments><p>Fifty people died, I heard from my uncle.</p></section>",
    )
    assert "Fifty" not in found.text
    assert "Home" not in found.text
    assert "color" not in found.text


def test_lists_lose_their_marks_and_line_breaks_part_paragraphs() -> None:
    items = "".join(f"<li>{p}</li>" for p in PARAGRAPHS)
    assert article(body=f"<p>{PARAGRAPHS[0]}</p><ul>{items}</ul>").text.count("\n- ") == 0
    found = article(body="<p>" + "<br><br>".join(PARAGRAPHS) + "</p>")
    assert found.text == "\n\n".join(PARAGRAPHS)


def test_an_old_page_of_tables_is_read() -> None:
    cells = "".join(f"<p>{p}" for p in PARAGRAPHS)
    found = read(
        f"<HTML><BODY><TABLE><TR><TD><A HREF=/>Home</A></TD><TD><FONT>{cells}</FONT></TD></TR></TABLE></BODY></HTML>"
    )
    assert isinstance(found, Report)
    assert all(p in found.text for p in PARAGRAPHS)


def test_xhtml_is_a_page_and_other_xml_is_none() -> None:
    before = '<?xml version="1.0" encoding="utf-8"?>\n<!-- saved -->\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n'
    found = read(f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><body><article>{TEXT}</article></body></html>')
    assert isinstance(found, Report)
    assert found.text == "\n\n".join(PARAGRAPHS)
    found = read('<?xml version="1.0"?>\n<!-- a feed -->\n<rss><channel/></rss>')
    assert isinstance(found, FormatError)
    assert "XML" in str(found)


# What a page says of itself


def test_linked_data_are_believed_first() -> None:
    found = article(
        linked(
            '{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},'
            '{"@id": "#org", "@type": "Organization", "name": "Grain Post"},'
            '{"@type": ["NewsArticle"], "headline": "Lorry bomb &amp; <i>market</i>", "publisher": {"@id": "#org"},'
            '"datePublished": "2031-05-03T22:00:00-05:00", "dateModified": "2031-06-01"}]}'
        )
        + '<meta property="og:title" content="Other"><meta name="date" content="2030-01-01">'
        + '<link rel=canonical href="https://post.example/a?b=1">'
    )
    assert found.title == "Lorry bomb & market"
    assert (found.publisher, found.published) == ("Grain Post", date(2031, 5, 3))
    assert found.url == "https://post.example/a?b=1"


def test_broken_linked_data_are_passed_over() -> None:
    found = article(
        linked('{"@type": "NewsArticle", "headline": ') + '<meta property="og:title" content="Market bombed">'
    )
    assert found.title == "Market bombed"


@pytest.mark.parametrize(
    "stated",
    [
        '<meta property="article:published_time" content="2031-05-03T08:00:00Z">',
        '<meta name="DC.date.issued" content="2031-05-03">',
        '<meta name="date" content="20310503">',
        '<meta name="pubdate" content="Sat, 03 May 2031 08:00:00 GMT">',
        '<meta itemprop="datePublished" content="May 3, 2031">',
        linked('[{"@type": "https://schema.org/ReportageNewsArticle", "datePublished": "2031-05-03"}]'),
    ],
)
def test_the_day_of_publication_is_where_pages_state_it(stated: str) -> None:
    assert article(stated).published == date(2031, 5, 3)


def test_a_time_element_gives_the_day_where_it_is_marked_or_alone() -> None:
    assert article(before='<time datetime="2031-05-03T10:00">3 May</time>').published == date(2031, 5, 3)
    others = '<aside><time datetime="2031-04-01">x</time><time datetime="2031-04-02">y</time></aside>'
    assert article(before='<time itemprop=datePublished datetime="2031-05-03">', after=others).published == date(
        2031, 5, 3
    )
    assert article(before='<time datetime="2031-05-03">', after=others).published is None


@pytest.mark.parametrize(
    "stated",
    [
        "",
        '<meta name="date" content="2031">',
        '<meta name="date" content="May 2031">',
        '<meta name="date" content="05/03/2031">',
        '<meta name="copyright" content="2031-05-03">',
        '<meta property="article:modified_time" content="2031-05-03">',
        '<meta name="date" content="1970-01-01">',
        '<meta name="date" content="0001-01-01T00:00:00">',
        '<link rel=canonical href="https://post.example/2031/05/03/bomb">',
    ],
)
def test_no_day_is_guessed(stated: str) -> None:
    assert article(stated).published is None


@pytest.mark.parametrize(
    "value", ["2031-13-01", "31 Feb 2031", "x" * 10_000, "", "2031-05", "Sat, 99 May 2031 00:00:00"]
)
def test_what_is_no_day_is_none(value: str) -> None:
    assert stated_day(value) is None


def test_the_sites_name_is_taken_off_the_headline() -> None:
    head = f'<meta property="og:site_name" content="Grain Post"><title>{HEADLINE} - Grain Post</title>'
    found = article(head)
    assert (found.title, found.publisher) == (HEADLINE, "Grain Post")
    assert article("<title>Grain Post</title>" + head.split("<title>", maxsplit=1)[0]).publisher == "Grain Post"


def test_addresses_that_are_none_are_left_out() -> None:
    assert article('<link rel=canonical href="javascript:alert(1)">').url is None
    assert article('<link rel=canonical href="/bomb">').url is None


# Characters


def test_a_page_is_read_as_it_declares() -> None:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    page = f"<html><head><meta charset=windows-1252></head><body><article>{text}</article></body></html>"
    for data in (page.encode("cp1252"), page.encode("utf-8"), page.encode("utf-8-sig"), page.encode("utf-16")):
        found = read(data)
        assert isinstance(found, Report)
        assert "“We counted" in found.text
    found = read(page.replace("windows-1252", "ISO-8859-1").encode("cp1252"))  # browsers read that as its superset
    assert isinstance(found, Report)
    assert "“We counted" in found.text


@pytest.mark.parametrize("declared", ["utf-8", "x-unknown", "punycode", "zlib", ""])
def test_a_page_that_is_not_what_it_declares_is_an_error(declared: str) -> None:
    found = read(f'<html><head><meta charset="{declared}"></head><p>'.encode() + b"\x93We counted\x94</html>")
    assert isinstance(found, FormatError)
    assert "is not valid UTF-8" in str(found)


# No article


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html>",
        "<html></html>",
        "<html><frameset><frame src=x></frameset></html>",
        "<html><body><ul><li><a href=/a>Home</a><li><a href=/b>World</a><li><a href=/c>Markets</a></ul></body></html>",
        "<html><title>Log in</title><body><form><input name=user><button>Log in</button></form></body></html>",
        "<html><title>404</title><body><h1>Not found</h1><p>This page is not here any more.</p></body></html>",
        "<html><body><script>document.write('<p>Eleven people died.</p>')</script></body></html>",
    ],
)
def test_a_page_without_an_article_says_so(page: str) -> None:
    found = read(page)
    assert isinstance(found, FormatError)
    assert "\n" not in str(found)


def test_a_brief_is_an_article_where_the_page_says_that_it_is_one() -> None:
    assert PARAGRAPHS[0] in article(body=f"<p>{PARAGRAPHS[0]}</p>").text


# Hostile pages

HOSTILE: dict[str, str] = {
    "deep": "<div>" * 50_000 + TEXT,
    "deep inline": "<p>" + "<b>" * 20_000 + "x" + TEXT,
    "many elements": "<p>a</p>" * 50_000,
    "many tags": "<p>a</p>" * 500_000,
    "links": "<a href=x>abc def ghi.</a> " * 8_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">" + TEXT,
    "attributes that hide their end": "<p " + " ".join(f"a{i}='><b>'" for i in range(30_000)) + ">" + TEXT,
    "attributes behind a script": '<script><a x="</script><p '
    + " ".join(f"a{i}" for i in range(100_000))
    + '>"'
    + TEXT,
    "long names": "a<b;" * 300_000 + TEXT,
    "white space": "<p>" + " \n" * 3_000_000 + "x</p>" + TEXT,
    "comments": "<!--" * 100_000 + TEXT,
    "open brackets": "<!" * 50_000 + TEXT,
    "scripts": "<script>var a='<p>';</script>" * 20_000 + TEXT,
    "linked data": linked("[" + "{}," * 300_000 + "{}]") + linked("[" * 100_000) + TEXT,
    "meta": "<meta name=date content=2017>" * 20_000 + TEXT,
    "times": "<time datetime=2017-10-21></time>" * 10_000 + TEXT,
    "controls": "\x00\x01\x08" * 10_000 + TEXT,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_costs_a_bounded_time(kind: str) -> None:
    began = time.process_time()
    found = read(f"<html><body>{HOSTILE[kind]}")
    assert isinstance(found, Report | ReportError)
    assert time.process_time() - began < 10  # seconds; a quadratic way through any of these takes minutes


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "dead dead"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    found = read(f"{bomb}<html><body><article><p>&b; &x;</p>{TEXT}</article></body></html>")
    assert isinstance(found, Report)
    assert "dead dead" not in found.text
    assert "root:" not in found.text


_TAGS = (
    *("<p>", "</p>", "<div class=comment>", "</div>", "<table><tr><td>", "<ul><li>", "<h1>", "</h1>", "<article>"),
    *("<a href='", "'>", "<br>", "&amp;", "&#0;", "<!--", "-->", "<script type='application/ld+json'>", "</script>"),
    *("<time datetime='2031-05-03'>", "<meta name=date content=", "<blockquote>", PARAGRAPHS[0], "\x00", "\ufffe"),
)


@hypothesis_settings(max_examples=100, deadline=2000)
@given(st.lists(st.one_of(st.sampled_from(_TAGS), st.text(max_size=20)), max_size=60))
def test_any_page_gives_a_report_or_an_error(parts: list[str]) -> None:
    found: Any = read(("<html>" + "".join(parts)).encode("utf-8", "replace"))
    assert isinstance(found, Report | ReportError)

"""What a person reads in a terminal or a note: the table, the Markdown, and the words that both use."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from tests.made_up import Builder, source
from variorum.codebooks import disagreements
from variorum.export import words
from variorum.export.markdown import escape, markdown
from variorum.export.page import page
from variorum.export.table import table
from variorum.export.view import View, view
from variorum.models import Actor, Event, EventType, Extraction, Group, GroupCategory, Place, Report, Source, When
from variorum.values import CountRange, DateRange, Span

DAY = DateRange.day(date(2021, 5, 3))


def arranged(made: Builder) -> View:
    extraction = made.build()
    return view(extraction, disagreements(extraction))


def printed(shown: View, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False).print(table(shown))
    return "\n".join(row.rstrip() for row in out.getvalue().splitlines())


def ambush() -> Builder:
    made = Builder()
    made.about |= {"title": "Convoy attacked near Zell", "publisher": "The Gazette"}
    made.text = "Convoy attacked near Zell\n\n"
    actors = (
        Actor(text="gunmen", side="attacker", category="unidentified"),
        Actor(text="the police", side="attacked", category="state_forces"),
    )
    place = Place(text="Zell", country="XZ", admin1="Upper Valley")
    made.events = [
        Event(
            id="e1",
            type=EventType.BATTLE,
            sub_type="armed_clash",
            main=True,
            label="Ambush of a convoy near Zell",
            when=When(days=DAY),
            place=place,
            actors=actors,
        ),
        Event(id="e2", type=EventType.EXPLOSION, sub_type="suicide_bomb", main=False, place=Place(text="Orm")),
    ]
    whole = made.toll("At least 55", 55, None, "policemen", "police", source("The Wire", "media"), unnamed())
    made.toll("20", 20, 20, "officers", "police", source("The Wire", "media"), unnamed(), part_of=whole)
    made.paragraph()
    made.toll("16", 16, 16, "policemen", "police", source("the Interior Ministry", "government"))
    made.toll("dozens of", 24, 99, "people", "people", approx=True, stance="doubted")
    made.toll("about 30", 30, 30, "people", "people", outcome="injured", approx=True)
    made.toll("another two", 2, 2, "people", "people", outcome="injured", additional=True)
    made.toll("Six", 6, 6, "soldiers", "military", event="e2")
    made.toll("hundreds of", 200, 999, "policemen", "police", event=None, approx=True)
    made.blame("none_claimed", None)
    return made


def unnamed() -> Source:
    return source("security officials", "security", anonymous=True, reason="not authorized to speak")


# --- the table -----------------------------------------------------------------------------------------------------

TABLE = """\
Convoy attacked near Zell
The Gazette, 4 May 2021 · made-up

1. Ambush of a convoy near Zell
   battle (armed clash) · 3 May 2021 · Zell, Upper Valley (XZ)
   gunmen (attacker); the police (attacked)
   Killed, people
     24 to 99            “dozens of people” ¶2          the report [doubted]
   Killed, state forces
     16                  “16 policemen” ¶2              the Interior Ministry
     55 or more          “At least 55 policemen” ¶1     The Wire, citing
                                                        security officials
                                                        (anonymous: not
                                                        authorized to speak)
       20                “20 officers” ¶1               the same
   Injured, people
     2                   “another two people” ¶2        the report [in addition]
     about 30            “about 30 people” ¶2           the report
   Responsibility
     nobody has claimed  “is none_claimed there” ¶2     the report
     it

2. Suicide bomb at Orm
   explosion or remote violence (suicide bomb) · day not given · Orm ·
   background
   Killed, state forces
     6                   “Six soldiers” ¶2              the report

Apart from these incidents
   Killed, state forces
     200 to 999          “hundreds of policemen” ¶2     the report

What does not add up
   contradiction Incident 1: The Interior Ministry's 16 policemen killed lies
                 below every other account (24 to 99, 55 or more); some of these
                 count a wider group (people).
"""


def test_the_table() -> None:
    assert printed(arranged(ambush())) == TABLE


@pytest.mark.parametrize("width", [20, 40, 79, 80, 200])
def test_no_row_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, printed(arranged(ambush()), width).splitlines())) <= width


def test_nothing_found_is_said() -> None:
    quiet = view(Extraction(report=Report(id="quiet", text="A bridge was opened.")))
    assert quiet.is_empty
    assert "No violent incident is reported here." in printed(quiet)
    assert "No violent incident is reported here." in markdown(quiet)


def test_an_incident_without_a_toll() -> None:
    made = Builder()
    assert "no toll given" in printed(arranged(made))


@given(st.text(max_size=40))
def test_no_text_steers_the_terminal(text: str) -> None:
    made = Builder()
    made.about |= {"title": text, "publisher": text, "id": text}
    made.events = [Event(id="e1", type=EventType.RIOT, main=True, label=text, sub_type=text, place=Place(text=text))]
    made.toll("5", 5, 5, text, "people", source(text, anonymous=True, reason=text))
    made.blame("claimed", text)
    out = printed(arranged(made))
    assert not [char for char in out if unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"]
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u200f") & set(out)


# --- Markdown ------------------------------------------------------------------------------------------------------


def rendered(text: str) -> str:
    """The Markdown as GitHub would show it: tables, links found in plain text, HTML let through."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(text))


def test_the_markdown() -> None:
    out = markdown(arranged(ambush()))
    assert out.startswith("# Convoy attacked near Zell\n")
    assert "\n## 1\\. Ambush of a convoy near Zell\n" in out
    assert "| &emsp;of these 20 | “20 officers” ¶1 |" in out
    assert "- **Contradiction**: incident 1: The Interior Ministry's 16 policemen killed lies below" in out
    html = rendered(out)
    assert html.count("<table>") == 6
    assert (
        '<td>“dozens of people” ¶2</td>\n<td style="text-align:left">the report <em>doubted</em></td>'
        in html.replace('<td style="text-align:left">“', "<td>“")
    )


@given(st.text(max_size=40) | st.text(st.sampled_from("|\\`*_[]()<>#!&~-+1.\n $:@w/"), max_size=30))
def test_escaped_markdown_shows_the_text(text: str) -> None:
    plain = words.line(text)
    html = rendered(f"x{escape(plain)}x")
    shown = re.sub(r"^<p>|</p>\n$", "", html)
    assert "<" not in shown
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, char)
    assert shown == f"x{plain}x"


@given(st.text(max_size=30) | st.text(st.sampled_from("|\\`*_[]()<>#!&~-+1.\n $"), max_size=30))
def test_no_text_makes_markup(text: str) -> None:
    made = Builder()
    made.about |= {"title": text, "publisher": text}
    made.events = [Event(id="e1", type=EventType.RIOT, main=True, label=text)]
    made.toll("5", 5, 5, text, "people", source(text))
    made.blame("claimed", text)
    html = rendered(markdown(arranged(made)))
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z!]+)", html))
    assert tags <= {"h", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "em"}
    assert html.count("<table>") == 2


# --- the arrangement -----------------------------------------------------------------------------------------------


def test_tolls_stand_from_low_to_high() -> None:
    made = Builder()
    for quote, low, high in (("up to 9", None, 9), ("12", 12, 12), ("5 or more", 5, None), ("5", 5, 5)):
        made.toll(quote, low, high)
    [block] = arranged(made).incidents[0].blocks
    assert [row.count for row in block.rows] == ["up to 9", "5", "5 or more", "12"]


def test_parts_stand_under_their_whole_whatever_their_group() -> None:
    made = Builder()
    made.toll("Ten", 10, 10)
    whole = made.toll("Nine", 9, 9)
    part = made.toll("four", 4, 4, "soldiers", "military", part_of=whole)
    made.toll("two", 2, 2, "officers", "military", part_of=part)
    [block] = arranged(made).incidents[0].blocks
    assert [(row.count, row.depth) for row in block.rows] == [("9", 0), ("4", 1), ("2", 2), ("10", 0)]


def test_no_toll_is_lost_where_parts_go_in_a_circle() -> None:
    made = Builder()
    made.toll("1", 1, 1, part_of="t2")
    made.toll("2", 2, 2, part_of="t1")
    made.toll("3", 3, 3, part_of="t3")
    made.toll("4", 4, 4, part_of="nowhere")
    [block] = arranged(made).incidents[0].blocks
    assert sorted(row.count for row in block.rows) == ["1", "2", "3", "4"]


def test_the_words_stay_apart_where_the_group_is_far() -> None:
    text = "Nine policemen of the third district died there, and another 4 more were hurt."
    made = Builder(text=text)
    made.toll("Nine", 9, 9)
    toll = made.tolls[0]
    start = text.index("4")
    far = Group(text="policemen", category=GroupCategory.POLICE, span=Span(5, 14))
    changed = type(toll)(
        id="t1",
        event="e1",
        outcome=toll.outcome,
        count=CountRange.exactly(4),
        group=far,
        quote="4",
        span=Span(start, start + 1),
    )
    made.tolls = [changed]
    [row] = arranged(made).incidents[0].blocks[0].rows
    assert (row.quoted, row.group) == ("4", "policemen")


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2017-10-20", "2017-10-20", "20 October 2017"),
        ("2016-11-09", "2016-11-10", "9 to 10 November 2016"),
        ("2016-11-29", "2016-12-02", "29 November 2016 to 2 December 2016"),
        ("2017-09-01", "2017-09-30", "September 2017"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2017-09-01", "2017-11-30", "September 2017 to November 2017"),
        ("2017-01-01", "2017-12-31", "2017"),
        ("2015-01-01", "2017-12-31", "2015 to 2017"),
    ],
)
def test_days_in_words(first: str, last: str, said: str) -> None:
    assert words.days(DateRange(date.fromisoformat(first), date.fromisoformat(last))) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (CountRange(55, None), "55 or more"),
        (CountRange(24, 99, True), "24 to 99"),
        (CountRange(16, 16), "16"),
        (CountRange(55, 55, True), "about 55"),
        (CountRange(None, 40), "up to 40"),
        (CountRange(None, None), "an unknown number"),
        (CountRange(2000, 9999, True), "2,000 to 9,999"),
    ],
)
def test_counts_in_words(count: CountRange, said: str) -> None:
    assert str(count) == said


@pytest.mark.parametrize(
    ("title", "text", "places"),
    [
        ("Head", "Head\n\nOne x.\n\nTwo x.", {"Head": "headline", "One": "¶1", "Two": "¶2"}),
        (None, "One x.\n\nTwo x.", {"One": "¶1", "Two": "¶2"}),
        ("Other", "One x.\n \n\nTwo x.", {"One": "¶1", "Two": "¶2"}),
        (None, "One " + "x" * 120 + "\nTwo " + "x" * 120, {"One": "¶1", "Two": "¶2"}),
        (None, "One of some\nnarrow rows\nTwo of them", {"One": "¶1", "Two": "¶1"}),
        ("Head", "Head", {"Head": "headline"}),
    ],
)
def test_paragraph_numbers(title: str | None, text: str, places: dict[str, str]) -> None:
    told = words.Paragraphs(Report(id="a", text=text, title=title))
    for word, name in places.items():
        start = text.index(word)
        assert told.name(Span(start, start + 1)) == name


def test_unsafe_characters_are_seen() -> None:
    assert words.line("a\u202eb\x1b[2Jc\r\n d\ud800") == "a\ufffdb\ufffd[2Jc d\ufffd"


# --- confidence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("confidence", "marked"), [(None, False), (0.95, False), (0.7, False), (0.69, True)])
def test_only_a_doubtful_claim_is_marked(confidence: float | None, marked: bool) -> None:
    made = Builder()
    made.toll("three", 3, 3, confidence=confidence)
    made.blame("suspected", "the Front")
    made.said = [replace(claim, confidence=confidence) for claim in made.said]
    shown, read = arranged(made), made.build()
    assert printed(shown).count("[uncertain]") == 2 * marked
    assert markdown(shown).count("*uncertain*") == 2 * marked
    assert page([(read, ())]).count(f"how likely it was read rightly: {confidence}") == 2 * marked

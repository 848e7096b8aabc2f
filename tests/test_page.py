"""The page: complete, linked both ways, harmless whatever a report says, and usable in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser import Page, browser
from tests.made_up import Builder, source
from variorum.codebooks import disagreements
from variorum.errors import ReportError
from variorum.export.article import Mark, paragraphs
from variorum.export.page import page
from variorum.export.plot import Scale
from variorum.models import Actor, Event, EventType, Extraction, Place, Report
from variorum.values import CountRange, Span

HOSTILE = "<script>alert(1)</script>\"'`><img src=x onerror=alert(2)> \u202e\u0000 {{ 7 * 7 }} {% raw %} --> ]]> &amp;"


class Reader(HTMLParser):
    """The tags of a page, what their attributes hold, and the text between them."""

    VOID = frozenset({"meta", "line", "circle", "path", "br", "img", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.article: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "a tag is closed in the wrong place"

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.words.append(data)
            if "article" in self.open:
                self.article.append(data)

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute))]


def shown(*made: Extraction, failures: tuple[ReportError, ...] = ()) -> str:
    return page([(one, disagreements(one)) for one in made], failures, "9.9")


def market() -> Builder:
    """Two sources of two minds, a part, a background incident, an aggregate, and who did it."""
    made = Builder()
    made.about |= {"title": "Blast at the market of Zell", "publisher": "The Gazette"}
    made.text = "Blast at the market of Zell\n\n"
    start = len(made.text) + len("It happened in ")
    made.text += "It happened in Zell. "
    made.events = [
        Event(
            id="e1",
            type=EventType.EXPLOSION,
            main=True,
            label="Bombing of the market of Zell",
            place=Place(text="Zell", span=Span(start, start + 4), country="XZ"),
            actors=(Actor(text="a driver", side="attacker", category="unidentified"),),
        ),
        Event(id="e2", type=EventType.BATTLE, main=False),
    ]
    ministry = source("the Interior Ministry", "government")
    medics = source("two surgeons", "medical", anonymous=True, reason="not allowed to speak")
    made.toll("At least 40", 40, None, "people", "people", source("The Wire", "media"), medics)
    made.toll("12", 12, 12, "people", "people", ministry)
    whole = made.toll("55", 55, 55, "policemen", "police")
    made.paragraph()
    made.toll("20", 20, 20, "officers", "police", part_of=whole)
    made.toll("34", 34, 34, "conscripts", "police", part_of=whole)
    made.toll("dozens of", 24, 99, "traders", "civilian", outcome="injured", approx=True)
    made.toll("up to 9", None, 9, "children", "civilian", outcome="injured")
    made.paragraph()
    made.toll("Six", 6, 6, "soldiers", "military", event="e2")
    made.toll("thousands of", 2000, 9999, "people", "people", event=None, approx=True)
    made.blame("claimed", "the Northern Front")
    made.blame("none_claimed", None)
    return made


# --- what it holds -------------------------------------------------------------------------------------------------


def test_every_account_is_there_with_its_words_and_its_source() -> None:
    text = " ".join(" ".join(Reader(shown(market().build())).words).split())
    assert "40 or more" in text
    assert "“" not in text  # quotation marks are the style's, by <q>
    assert "At least 40 people ¶1 The Wire citing two surgeons anonymous: not allowed to speak" in text
    assert "Bombing of the market of Zell" in text
    assert "Apart from these incidents" in text
    assert "contradiction The Interior Ministry's 12 people killed lies below" in text
    assert "remark 20 officers and 34 conscripts make 54 of 55 policemen killed." in text
    assert "claimed by the Northern Front" in text


def test_the_text_of_the_report_is_whole() -> None:
    made = market().build()
    read = Reader(shown(made))
    article = "".join(read.article)
    for paragraph in made.report.text.split("\n\n"):
        assert paragraph.strip() in article


def test_every_link_has_its_target_and_every_name_is_given_once() -> None:
    read = Reader(shown(market().build(), market().build()))
    names = read.all("id")
    assert len(names) == len(set(names))
    links = [link.removeprefix("#") for link in read.all("href")]
    assert set(links) <= set(names)
    assert {name for listed in read.all("data-t") for name in listed.split()} <= set(names)
    tolls = [name for name in names if re.fullmatch(r"r\dt\d+", name)]
    assert len(tolls) == 2 * len(market().tolls)
    assert {f"w-{name}" for name in tolls} <= set(names)


def test_equal_input_gives_equal_pages() -> None:
    assert shown(market().build()) == shown(market().build())


def test_a_report_without_violence() -> None:
    quiet = Extraction(report=Report(id="quiet", text="The council met."))
    text = " ".join(Reader(shown(quiet)).words)
    assert "No violent incident is reported here." in text
    assert "The council met." in text


def test_many_reports_have_an_index_and_failures_their_reason() -> None:
    failure = ReportError("<b>.txt", "it is a picture")
    read = Reader(shown(market().build(), market().build(), failures=(failure,)))
    text = " ".join(" ".join(read.words).split())
    assert "2 reports" in text
    assert "Could not be read <b>.txt it is a picture" in text
    assert {"#r1", "#r2"} <= set(read.all("href"))


def test_no_report_at_all() -> None:
    assert "0 reports" in " ".join(Reader(page([])).words)


# --- overlapping spans ---------------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab \n"), min_size=1, max_size=40), st.data())
def test_cut_text_is_the_text(text: str, data: st.DataObject) -> None:
    edges = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(edges, edges, st.sampled_from(["killed", "source", "place"])), max_size=6))
    found = [Mark(Span(min(a, b), max(a, b)), kind, f"t{n}") for n, (a, b, kind) in enumerate(drawn) if a != b]
    cut = paragraphs(Extraction(report=Report(id="a", text=text)), found)
    whole = "".join(piece.text for paragraph in cut for piece in paragraph.pieces)
    assert "".join(whole.split()) == "".join(text.split())
    for mark in found:
        covered = "".join(piece.text for one in cut for piece in one.pieces if mark in piece.marks)
        assert "".join(covered.split()) == "".join(mark.span.of(text).split())


def test_overlapping_spans_are_all_reachable() -> None:
    found = [
        Mark(Span(0, 9), "killed", "t1"),
        Mark(Span(4, 12), "responsibility", "r1"),
        Mark(Span(4, 6), "place", "e1"),
    ]
    [paragraph] = paragraphs(Extraction(report=Report(id="a", text="abcdefghijklmno")), found)
    assert [(piece.text, piece.targets, piece.anchors) for piece in paragraph.pieces] == [
        ("abcd", ("t1",), ("t1",)),
        ("ef", ("e1", "r1", "t1"), ("e1", "r1")),
        ("ghi", ("r1", "t1"), ()),
        ("jkl", ("r1",), ()),
        ("mno", (), ()),
    ]


# --- the plot ------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(sorted), min_size=1, max_size=6))
def test_lanes_keep_the_order_of_the_counts(ends: list[list[int]]) -> None:
    scale = Scale.over(CountRange(low, high) for low, high in ends)
    lanes = [scale.lane(CountRange(low, high)) for low, high in ends]
    for (low, high), lane in zip(ends, lanes, strict=True):
        assert 0 < lane.left <= lane.right <= 100
        assert (lane.left == lane.right) >= (low == high)
    by_low = sorted(zip(ends, lanes, strict=True), key=lambda pair: pair[0][0])
    assert [lane.left for _, lane in by_low] == sorted(lane.left for _, lane in by_low)
    assert 2 <= len(scale.ticks) <= 7


@pytest.mark.parametrize(
    ("low", "high", "left", "right"), [(50, 50, True, True), (50, None, True, False), (None, 50, False, True)]
)
def test_open_sides(low: int | None, high: int | None, left: bool, right: bool) -> None:
    lane = Scale(top=100, logarithmic=False).lane(CountRange(low, high))
    assert (lane.open_left, lane.open_right) == (not left, not right)


# --- hostile text --------------------------------------------------------------------------------------------------


def hostile(text: str) -> Extraction:
    """A report that says the text in every place where a report can say something."""
    made = Builder()
    made.about |= {"id": text, "title": text, "publisher": text, "url": f"javascript:{text}"}
    made.text = f"{text}\n\n"
    place = Place(text=text, country=text, locality=text, admin1=text)
    actor = Actor(text=text, side=text, category=text)
    made.events = [
        Event(id=text, type=EventType.BATTLE, main=True, label=text, place=place, actors=(actor,), sub_type=text),
        Event(id=f"{text}2", type=EventType.BATTLE, main=True, label=""),
    ]
    by = source(text, "media"), source(text, "police", anonymous=True, reason=text)
    made.toll(text or "6", 6, 6, text, "police", *by, event=text)
    made.toll("No", 0, 0, text, "police", event=text, made_by=text)
    made.blame("claimed", text, *by, event=text)
    made.blame("denied", text, *by, event=text)
    return made.build()


ALLOWED_TAGS = frozenset(
    "html head meta title style body a nav h1 h2 h3 h4 ol ul li span bdi main section header p div q i b article "
    "footer script svg line circle path text".split()
)
ALLOWED_ATTRIBUTES = frozenset(
    "lang charset http-equiv content name class id href data-t title tabindex aria-label aria-hidden role width height "
    "x y x1 x2 y1 y2 cx cy r d overflow dir data-start".split()
)


def assert_harmless(html: str) -> None:
    read = Reader(html)
    assert {tag for tag, _ in read.tags} <= ALLOWED_TAGS
    assert {name for _, attributes in read.tags for name in attributes} <= ALLOWED_ATTRIBUTES
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert all(link.startswith("#") for link in read.all("href"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0e-\x1f]", html)
    html.encode()


def test_hostile_text_is_only_text() -> None:
    html = shown(hostile(HOSTILE), failures=(ReportError(HOSTILE, HOSTILE),))
    assert_harmless(html)
    assert "{{ 7 * 7 }}" in " ".join(Reader(html).words)


@settings(max_examples=60)
@given(st.text(max_size=30) | st.text(st.sampled_from("<>&\"'`={}%/-!\u202e\x00\n aA"), max_size=30))
def test_any_text_is_only_text(text: str) -> None:
    assert_harmless(shown(hostile(text)))


# --- in a browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(chromium, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def opened(tab: Page, tmp_path: Path) -> Page:
    path = tmp_path / "page.html"
    path.write_text(shown(market().build(), hostile(HOSTILE)), encoding="utf-8")
    tab.resize(1280, 900)
    tab.scheme("light")
    tab.open(path)
    return tab


LIT = "[...document.querySelectorAll('.on')].map(one => one.id)"


@pytest.mark.browser
def test_it_asks_for_nothing_and_breaks_no_policy(opened: Page) -> None:
    assert [address for address in opened.requests() if not address.startswith("file:")] == []
    assert len(opened.requests()) == 1
    assert opened.complaints() == []
    assert opened.run("document.querySelectorAll('script').length") == 1


@pytest.mark.browser
def test_pointing_at_words_lights_their_claim_and_back(opened: Page) -> None:
    opened.point("#r1t1 .count")
    assert {"r1t1", "w-r1t1"} <= set(opened.run(LIT))
    assert "w-r1t2" not in opened.run(LIT)
    opened.run("document.querySelector('#w-r1t2').scrollIntoView({block: 'center', behavior: 'instant'})")
    opened.point("#w-r1t2")
    assert {"r1t2", "w-r1t2"} <= set(opened.run(LIT))
    assert "r1t1" not in opened.run(LIT)


@pytest.mark.browser
def test_a_click_leads_from_claim_to_words_and_back(opened: Page) -> None:
    opened.click("#r1t3 .count")
    assert opened.run("location.hash") == "#w-r1t3"
    opened.click("#w-r1t4")
    assert opened.run("location.hash") == "#r1t4"


@pytest.mark.browser
def test_the_keyboard_is_enough(opened: Page) -> None:
    reached = []
    for _ in range(80):
        opened.press("Tab", 9)
        reached.append(opened.run("document.activeElement.getAttribute('href')"))
    assert reached[0] == "#r1"
    assert {"#w-r1t1", "#w-r1t2", "#w-r1r1", "#r1t1", "#r1t2", "#r1r1"} <= set(reached)
    opened.run("document.querySelector('#r1t2 .count').focus()")
    assert {"r1t2", "w-r1t2"} <= set(opened.run(LIT))
    opened.press("Enter", 13)
    assert opened.run("location.hash") == "#w-r1t2"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_runs_out_of_the_window(opened: Page, width: int) -> None:
    opened.resize(width, 800)
    assert opened.run("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened: Page, scheme: str) -> None:
    """WCAG AA: a contrast of 4.5 at least, for every text on the page against the ground that it stands on."""
    opened.scheme(scheme)
    poorest = opened.run(CONTRAST)
    assert poorest["ratio"] >= 4.5, poorest


CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const paint = (layers) => {
    canvas.fillStyle = "#fff"; canvas.fillRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let poorest = {ratio: 99};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style")) continue;
    const grounds = [];
    for (let one = element; one; one = one.parentElement) grounds.unshift(getComputedStyle(one).backgroundColor);
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(paint(grounds)), light(paint([...grounds, ink]))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const text = walker.currentNode.data.trim().slice(0, 40);
    if (ratio < poorest.ratio) poorest = {ratio, text, class: element.className};
  }
  return poorest;
})()
"""

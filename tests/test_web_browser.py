"""The pages in a real Chromium: what a coder does there in a day, by mouse and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.served import Served, from_right_to_left, served, unsure_pair
from variorum.ledger import Added
from variorum.models import Act, Decision, Report
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.pipeline import Reader

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
MARK = """(words) => {
    const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""
"""Marks words in the text of a report, as a mouse would."""

LONG_TASKS = """
    window.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)))
        .observe({ entryTypes: ["longtask"] });
"""
CLUSTERED = "window.variorumMap?.loaded() && variorumMap.queryRenderedFeatures({layers: ['clusters']}).length > 0"
LONGEST_MS = 2_000
"""For which a page may not answer while the map moves: drawn by the processor, beside whatever else it has to do."""

_FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # a machine may have much else to do
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield found
        found.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


@pytest.fixture
def page(chrome: Browser, app: Served) -> Iterator[Page]:
    """An opened page. Errors of scripts, breaches of the policy and requests to elsewhere fail the test."""
    context = chrome.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda got: complaints.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/map.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))  # drawn by one test
    page.goto(app.opening)
    yield page
    context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((app.origin, "blob:", "data:"))] == []


def open_the_blast(page: Page) -> None:
    page.get_by_role("link", name="Blast at the market of Zell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blast at the market of Zell")
    page.wait_for_load_state()


def test_an_event_is_found_opened_and_its_words_shown(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("3 events")
    page.keyboard.press("/")
    page.keyboard.type("zell")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    assert "q=zell" in page.url
    page.unroute_all()
    page.reload()
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=30_000)
    expect(page.locator("#map-note")).to_be_hidden()
    expect(page.get_by_role("button", name="Only what is here")).to_be_hidden()
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Only what is here").click()
    expect(page.get_by_role("link", name="on the map")).to_be_visible()
    assert "box=" in page.url
    open_the_blast(page)
    row = page.locator("tr.row", has_text="a doctor").first
    expect(row.locator(".words")).to_be_hidden()
    row.hover()
    expect(row.locator(".words")).to_be_visible()
    expect(row.locator(".words mark")).to_have_text("at least 55")


def test_the_codebook_is_switched_in_place(page: Page) -> None:
    open_the_blast(page)
    before = page.locator("#figure .big").first.inner_text()
    page.get_by_label("Figures by codebook").select_option("acled")
    expect(page.locator("#figure .of").first).to_have_text("killed, ACLED")
    assert page.locator("#figure .big").first.inner_text() != before
    page.get_by_role("link", name="How this came about").click()
    expect(page.locator("#derivation")).to_be_in_viewport()
    expect(page.locator("#over-time svg")).to_have_count(1)


def test_another_codebook_keeps_what_the_list_is_narrowed_to(page: Page) -> None:
    page.get_by_label("killed, by UCDP").fill("50")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("0 events")
    assert page.url.endswith("/events?figure=50&codebook=ucdp")
    page.get_by_label("Figures by codebook").select_option("ibc")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    assert page.url.endswith("/events?figure=50&codebook=ibc")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 events")
    expect(page.get_by_label("killed, by UCDP")).to_have_value("50")


def test_facets_narrow_the_list_and_what_is_shown_is_exported(page: Page) -> None:
    page.get_by_label("Iraq").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().count("\n") == 2
    page.get_by_role("link", name="Iraq").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 events")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")


def test_a_report_is_reviewed_by_keyboard_alone(page: Page) -> None:
    open_the_blast(page)
    page.goto(page.url.split("/events")[0] + "/review")
    page.get_by_role("link", name=re.compile("12 dead")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#left")).to_have_text("4")
    expect(page.locator(".claimcard.current .value")).to_have_text("Blast at the market of Zell")
    page.keyboard.press("a")
    expect(page.locator("#left")).to_have_text("3")
    expect(page.locator(".claimcard.current .value")).to_contain_text("killed")
    page.keyboard.press("a")
    expect(page.locator("#left")).to_have_text("2")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("#left")).to_have_text("1")
    page.keyboard.press("a")
    expect(page.locator("#left")).to_have_text("0")
    page.keyboard.press("d")
    page.wait_for_url("**/review")
    expect(page.get_by_role("heading", name="To review")).to_be_visible()


def test_a_report_takes_at_most_three_keys_a_claim_where_the_reader_is_right(
    page: Page, app: Served, reader: Reader
) -> None:
    text = (Path(__file__).parent / "long_report.txt").read_text("utf-8")
    about = Report(id="long", text=text, publisher="Sahel Wire", published=date(2021, 9, 3))
    read = reader.read(about)
    claims = len(read.tolls) + len(read.responsibility)
    assert len(text.split()) >= 600
    assert claims >= 10
    written = app.ledger.append(read, app.ledger.run(Settings(), by="tests", command="long"))
    assert isinstance(written, Added)
    page.goto(f"{app.origin}/review/{written.report_id}")
    left, pressed = page.locator("#left"), 0
    while (waiting := int(left.inner_text())) > 0:
        page.keyboard.press("a")
        pressed += 1
        expect(left).to_have_text(str(waiting - 1))
    page.keyboard.press("d")
    page.wait_for_url("**/review")
    assert pressed + 1 <= 3 * claims
    accepted = {one for made in app.ledger.decisions() if made.act is Act.ACCEPT for one in made.targets}
    told = app.ledger.accounts_of_report(written.report_id)
    assert accepted >= {toll.id for account in told for toll in account.tolls}
    assert accepted >= {claim.id for account in told for claim in account.responsibility}


def test_a_correction_changes_figure_and_history(page: Page) -> None:
    open_the_blast(page)
    event = page.url
    page.locator("tr.row", has_text="the ministry").locator(".count a").first.click()
    page.wait_for_url("**/reports/**")
    page.get_by_role("link", name="Review", exact=True).last.click()
    expect(page.locator(".claimcard.current")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("70")
    page.keyboard.press("Tab")
    page.keyboard.type("70")
    page.keyboard.press("Enter")
    expect(page.locator(".claimcard.state-correct .value")).to_have_text("70 killed")
    page.goto(event)
    expect(page.locator("#figure .big").first).to_contain_text("70")
    page.get_by_role("link", name="History of this event").click()
    expect(page.get_by_text("value to 70")).to_be_visible()
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("taken back").first).to_be_visible()
    page.goto(event)
    expect(page.locator("#figure .big").first).not_to_contain_text("70")


def test_words_that_are_marked_become_a_claim(page: Page) -> None:
    page.goto(page.url.split("/events")[0] + "/review")
    page.get_by_role("link", name=re.compile("16 dead")).click()
    expect(page.locator(".claimcard.current")).to_be_visible()
    page.evaluate(MARK, "there")
    page.keyboard.press("m")
    expect(page.locator("#add-words")).to_have_text("there")
    page.locator("#add input[name=low]").fill("3")
    page.locator("#add").get_by_role("button", name="Add").click()
    expect(page.locator(".claimcard.state-add mark")).to_have_text("there")


def test_an_incident_is_put_elsewhere_by_keyboard(page: Page) -> None:
    open_the_blast(page)
    event = page.url
    page.get_by_role("link", name="review", exact=True).first.click()
    expect(page.locator(".incidentcard.current")).to_be_visible()
    page.keyboard.press("c")
    place = page.locator(".incidentcard input[name=place]")
    place.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Cairo")
    page.keyboard.press("Tab")
    which = page.locator(".incidentcard select[name=which]")
    expect(which.locator("option").first).to_contain_text("Egypt")
    place.press("Enter")
    expect(page.locator(".incidentcard.state-correct")).to_contain_text("the reader had Zell")
    page.goto(f"{event}/history")
    expect(page.get_by_text("place to Cairo")).to_be_visible()


def test_what_is_said_of_an_incident_stands_on_its_card(page: Page, app: Served) -> None:
    open_the_blast(page)
    page.get_by_role("link", name="review", exact=True).first.click()
    expect(page.locator(".incidentcard.current")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("ask the stringer")
    page.keyboard.press("Enter")
    expect(page.locator(".comment")).to_contain_text("Ada: ask the stringer")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.locator(".incidentcard.state-reject")).to_contain_text("threatened or planned")
    assert [row.act for row in app.ledger.decisions()] == [Act.COMMENT, Act.NOT_AN_EVENT]


def test_events_are_merged_and_put_back(page: Page, app: Served) -> None:
    page.get_by_role("link", name="Clash at Ost").click()
    other = page.url
    page.goto(app.origin + "/events")
    open_the_blast(page)
    page.get_by_text("Split, merge, or say that it is no event").click()
    page.get_by_label("another event").fill(other)
    page.get_by_role("button", name="Merge with").click()
    expect(page.get_by_text("4 accounts")).to_be_visible()
    page.get_by_role("link", name="History of this event").click()
    page.get_by_role("button", name="Take back").first.click()
    expect(page.get_by_text("taken back").first).to_be_visible()
    page.goto(app.origin + "/events")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 events")


def test_pairs_are_judged_by_keyboard_alone(page: Page, app: Served) -> None:
    unsure_pair(app.ledger)
    page.goto(app.origin + "/pairs")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("One event or two?")
    page.wait_for_load_state()
    expect(page.locator(".waterfall .for")).to_have_count(1)
    expect(page.locator(".pairside .text")).to_have_count(2)
    page.keyboard.press("w")
    page.keyboard.type("one column, two names")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="No pair waits for you")).to_be_visible()
    (said,) = app.ledger.decisions()
    assert (said.act, said.by, said.reason) == (Act.SAME, "Ada", "one column, two names")
    page.goto(f"{app.origin}/pairs/{said.targets[0]}/{said.targets[1]}")
    page.keyboard.press("u")
    expect(page.get_by_text("as two events")).to_be_visible()
    assert app.ledger.decisions() == []


def test_a_third_says_who_is_right_by_keyboard(page: Page, app: Served) -> None:
    (toll,) = [
        toll.id
        for event in app.ledger.events()
        for account, toll in event.tolls
        if account.report.publisher == "The Courier" and toll.outcome.value == "killed"
    ]
    app.ledger.decide(Decision(act=Act.ACCEPT, targets=(toll,), by="Bob"))
    app.ledger.decide(
        Decision(act=Act.CORRECT, targets=(toll,), by="Cleo", field="value", value={"low": 61, "high": 61})
    )
    page.goto(app.origin + "/differences")
    expect(page.locator(".dispute.current")).to_contain_text("61")
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Nobody differs")).to_be_visible()
    expect(page.get_by_text("as Bob has it")).to_be_visible()


def test_a_claim_and_its_words_are_linked_both_ways_and_its_chain_drawn(page: Page, app: Served) -> None:
    report = from_right_to_left(app.ledger)
    page.goto(f"{app.origin}/reports/{report}")
    page.locator("a.count").first.focus()
    expect(page.locator(".text a.m.k-killed")).to_have_class(re.compile(r"\bon\b"))
    page.locator(".text a.m.k-killed").hover()
    expect(page.locator(".claim.toll")).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator(".chains path")).to_have_count(2)


def test_text_from_right_to_left_keeps_its_direction(page: Page, app: Served) -> None:
    report = from_right_to_left(app.ledger)
    for path in (f"/reports/{report}", f"/review/{report}"):
        page.goto(app.origin + path)
        text = page.locator(".text .p").last
        assert text.evaluate("element => getComputedStyle(element).direction") == "rtl"
    words = page.locator(".claimcard .context").first
    assert words.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.locator("h1").evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert page.locator("h1 bdi").evaluate("element => getComputedStyle(element).direction") == "rtl"
    page.goto(app.origin + "/events")
    page.get_by_role("link", name="هجوم في المدينة").click()
    row = page.locator("tr.row").first
    row.hover()
    direction = row.locator(".words span[dir=auto]").evaluate("element => getComputedStyle(element).direction")
    assert direction == "rtl"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(page: Page, app: Served, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    unsure_pair(app.ledger)
    open_the_blast(page)
    paths = [
        re.sub(r"^.*?(/events/)", r"\1", page.url),
        "/events",
        "/reports",
        "/review",
        "/pairs",
        "/differences",
        "/history",
        "/codebooks",
        "/codebooks/ucdp?ranking=highest",
        "/methods",
        "/me",
        "/add",
    ]
    paths += [page.locator("td a[href^='/reports/report-']").first.get_attribute("href") or ""]
    paths += [paths[-1].replace("/reports/", "/review/")]
    pair = app.ledger.judgements()[0]
    paths += [f"{paths[0]}/history", f"/pairs/{pair.first}/{pair.second}"]
    for path in paths:
        page.goto(app.origin + path)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        bad = [
            (one["id"], [node["html"][:150] for node in one["nodes"][:3]])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert bad == [], path


def until(page: Page, script: str) -> None:
    """Waits until a script gives something true: as no page may evaluate words, from outside of it."""
    for _ in range(600):
        if page.evaluate(script):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never true: {script}")


@pytest.mark.slow
def test_the_map_stays_quick_with_20_000_events(page: Page, app: Served) -> None:
    drawn = Random(1)  # noqa: S311 - points need no secrets
    spread = ((drawn.gauss(20, 30), drawn.gauss(15, 15), drawn.randrange(40)) for _ in range(20_000))
    points = [[round(lon, 3), round(lat, 3), killed, 0, row] for row, (lon, lat, killed) in enumerate(spread)]
    page.unroute_all()
    page.route("**/events/points*", lambda route: route.fulfill(json={"points": points, "unplaced": 0}))
    page.add_init_script(LONG_TASKS)
    page.goto(f"{app.origin}/events")
    until(page, CLUSTERED)
    assert page.evaluate("variorumMap.queryRenderedFeatures({layers: ['clusters', 'points']}).length") < 1_500
    shown = page.evaluate("variorumMap.getZoom()")
    page.evaluate("longTasks.length = 0")
    box = page.locator("#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(4):
        page.mouse.move(x, y)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(400)
        page.mouse.down()
        page.mouse.move(x - 60, y + 40, steps=6)
        page.mouse.up()
    assert page.evaluate("variorumMap.getZoom()") > shown + 1
    until(page, CLUSTERED)
    assert max(page.evaluate("longTasks"), default=0) < LONGEST_MS


def test_the_map_is_dark_in_the_dark_and_empty_where_nothing_is_found(page: Page, app: Served) -> None:
    page.unroute_all()
    page.emulate_media(color_scheme="dark")
    page.goto(f"{app.origin}/events")
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=30_000)
    sea = "variorumMap.getPaintProperty('sea', 'background-color')"
    dark = page.evaluate(sea)
    page.get_by_role("button", name="Light or dark").click()
    until(page, f"{sea} !== '{dark}'")
    assert page.evaluate(sea) == page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--sea').trim()"
    )
    page.get_by_label("Iraq").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 event")
    until(page, "variorumMap.querySourceFeatures('events').length === 1")
    page.goto(f"{app.origin}/events?q=nowhere")
    expect(page.get_by_role("heading", name="No event is like that")).to_be_visible()
    expect(page.get_by_role("link", name="show all 3")).to_be_visible()
    expect(page.locator("#map")).to_have_attribute("data-ready", "yes", timeout=30_000)
    until(page, "variorumMap.querySourceFeatures('events').length === 0")


PAPER = 718
"""The width of a sheet of A4 between margins of 1 cm, in CSS pixels."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_event_and_a_report_can_be_printed(page: Page, app: Served, scheme: str) -> None:
    open_the_blast(page)
    address = page.locator("td a[href^='/reports/report-']").first.get_attribute("href") or ""
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    page.set_viewport_size({"width": PAPER, "height": 1000})
    for number, claims in ((0, "tr.row .words"), (1, "li.claim")):
        if number:
            page.goto(app.origin + address)
        for way in ("header.top", "footer", ".crumbs", ".skip", "button", "input", "select", ".button"):
            assert not any(found.is_visible() for found in page.locator(way).all()), way
        assert page.locator(claims).count() >= 2
        for shown in (*page.locator(claims).all(), *page.locator("td.from details a, .findings details a").all()):
            expect(shown).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
        for table in page.locator("table, .scroll").all():
            assert table.evaluate("it => it.scrollWidth <= it.parentElement.clientWidth + 1")
            assert table.evaluate("it => getComputedStyle(it).overflowX") == "visible"
        for link in page.locator("main a:visible").all():
            assert contrast(link) >= 4.5, link.inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def contrast(link: Locator) -> float:
    """Of its words against white paper, after WCAG."""
    rgb = link.evaluate("it => getComputedStyle(it).color.match(/[\\d.]+/g).slice(0, 3).map(Number)")
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb]
    light: float = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return 1.05 / (light + 0.05)


@pytest.mark.parametrize("width", [390, 820])
def test_no_page_is_wider_than_a_phone(page: Page, app: Served, width: int) -> None:
    open_the_blast(page)
    event = page.url
    page.set_viewport_size({"width": width, "height": 844})
    report = page.locator("td a[href^='/reports/report-']").first.get_attribute("href") or ""
    paths = ("/events", "/review", "/pairs", "/differences", "/history", "/add", "/codebooks/ucdp", report)
    addresses = [event, *(app.origin + path for path in (*paths, report.replace("/reports/", "/review/")))]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

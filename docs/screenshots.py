"""Take the pictures of docs/web.md: `python -m docs.screenshots`, with Chromium and Playwright installed.

The events in docs/images/reports.jsonl are invented. They are read as any report is, put into a ledger that is thrown
away, and served; the five accounts of one bombing are grouped by hand, so that the pictures stay as they are.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from variorum.ledger import Ledger
from variorum.models import Account, Judgement, Verdict
from variorum.pipeline.linking import judgement_of, link_new
from variorum.pipeline.recording import Recorder
from variorum.settings import Settings
from variorum.web.adding import Adding
from variorum.web.app import build
from variorum.web.desk import Desk
from variorum.web.options import Options

IMAGES = Path(__file__).parent / "images"
REPORTS = IMAGES / "reports.jsonl"
_FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_TOKEN = "pictures"  # noqa: S105 - of a server that lives for a minute
_MAY = 5
_WIDE, _PHONE = (1440, 900), (390, 844)


def fill(ledger: Ledger) -> None:
    """Reads the invented reports; those of the bombing in Agadez become one event."""
    run = ledger.run(Settings(), by="docs", command="docs.screenshots")
    for _ in Recorder(ledger=ledger, run=run, link=link_new).add([str(REPORTS)]):
        pass
    accounts = [one for event in ledger.events() for one in event.accounts]
    ledger.group([[one.id for one in accounts if _is_bombing(one)]], run)


def _is_bombing(one: Account) -> bool:
    in_may = one.report.published is not None and one.report.published.month == _MAY
    return one.event.main and in_may and "Agadez" in one.report.text


@contextmanager
def served(ledger: Ledger) -> Iterator[str]:
    """The origin of the app over the ledger."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = Options(port=port, token=_TOKEN, secret="s", reviewer="Ada Lovelace")  # noqa: S106
    app = build(Desk(ledger), Adding(ledger, Settings()), options)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


def doubtful(ledger: Ledger) -> Judgement:
    """The judgement that a reviewer would be asked about first: of the unsure ones that nearest to even odds."""
    accounts = [(account.id, event.id) for event in ledger.events() for account in event.accounts]
    apart = [(one, other) for (one, of), (other, beside) in combinations(accounts, 2) if of != beside]
    judged = (judgement_of(ledger, *pair) for pair in apart)
    return max((one for one in judged if one.verdict is Verdict.UNSURE), key=lambda one: one.score or 0.0)


def take(browser: Browser, origin: str, ledger: Ledger) -> None:
    """Every page by day, the main ones by night and on a phone."""
    event = max(ledger.events(), key=lambda one: len(one.accounts))
    report = event.accounts[0].report_id
    pair = doubtful(ledger)
    pages = {
        "events": "/events",
        "event": f"/events/{event.id}",
        "report": f"/reports/{report}",
        "review": f"/review/{report}",
        "pair": f"/pairs/{pair.first}/{pair.second}",
        "codebook": "/codebooks/ucdp?ranking=highest",
    }
    for scheme, size, names in (
        ("light", _WIDE, tuple(pages)),
        ("dark", _WIDE, ("events", "event", "report", "review", "pair")),
        ("phone", _PHONE, ("events", "event", "review")),
    ):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=scheme == "phone",
            is_mobile=scheme == "phone",
        )
        page = context.new_page()
        page.goto(f"{origin}/?token={_TOKEN}")
        for name in names:
            page.goto(origin + pages[name])
            if page.locator("#map").count():
                page.wait_for_selector("#map[data-ready]", timeout=60_000)
            page.wait_for_timeout(2500)  # until the map has drawn its places
            if name == "report":
                page.locator(".claim.toll a.count").nth(1).hover()
            if name == "review" and scheme != "phone":
                page.keyboard.press("j")
                page.keyboard.press("j")
            page.screenshot(path=IMAGES / f"{name}-{scheme}.png")
        context.close()


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "pictures.db") as ledger:
        fill(ledger)
        with served(ledger) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            take(browser, origin, ledger)
            browser.close()


if __name__ == "__main__":
    main()

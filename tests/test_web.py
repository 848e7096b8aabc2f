"""The pages, asked for without a browser: what they show, whom they let in, what they refuse, what decisions do."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.made_up import Builder, source
from tests.served import ATTACK, TOKEN, app_over, browser, fill
from variorum.identity import published_id
from variorum.ledger import Ledger
from variorum.ledger.people import People
from variorum.ledger.published import append_published
from variorum.models import Event, EventType, Outcome, Published, PublishedNumber
from variorum.settings import Settings
from variorum.values import DateRange
from variorum.web.accounts import AccountGate, hashed, new_token

WORDS = "correct horse battery"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("web") / "a.db") as ledger:
        fill(ledger)
        yield ledger


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that a test may write to."""
    with Ledger.open(tmp_path / "own.db") as ledger:
        fill(ledger)
        yield ledger


def the_blast(client: TestClient) -> str:
    found = re.search(r'href="(/events/event-\w+)"[^>]*><bdi>Blast', client.get("/events").text)
    assert found
    return found[1]


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" content="(\w+)"', client.get("/history").text)
    assert found
    return found[1]


# --- what is shown -------------------------------------------------------------------------------------------------


def test_what_others_published_of_an_event_stands_on_its_page(own: Ledger) -> None:
    run = own.run(Settings(), by="Ada", command="variorum import")
    number = PublishedNumber(name="best", value=700, outcome=Outcome.KILLED)
    row = Published(
        id="",
        dataset=ATTACK,
        publisher="Others",
        edition="25.1",
        row="7",
        days=DateRange.day(date(2021, 5, 3)),
        country="EG",
        place="Zell",
        lat=28.5,
        lon=29.25,
        within_km=10,
        low=1,
        best=700,
        high=800,
        numbers=(number,),
        sources=f"told by {ATTACK}",
    )
    row = replace(row, id=published_id(row))
    append_published(own, [row], run)
    client = browser(own)
    shown = client.get(the_blast(client)).text
    assert "As others published it" in shown
    assert "No claim says 700: it is more than any number told" in shown
    assert "what would have to be believed" in shown
    assert "<script>alert(1)" not in shown
    form = {"csrf": csrf(client), "row": row.id, "reason": "another town"}
    at = f"{the_blast(client)}/published"
    assert "As others published it" not in client.post(at, data={**form, "act": "different"}).text
    assert "see the row beside the event" in client.get("/history").text
    assert "another town." in client.post(at, data={**form, "act": "same"}).text
    assert "told by" not in browser(own, hide_people=True).get(the_blast(client)).text


def test_the_list_shows_each_event_with_its_accounts(filled: Ledger) -> None:
    text = browser(filled).get("/events").text
    assert "3 events" in text
    assert "Blast at the market of Zell" in text
    assert "3 accounts" in text


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("country=EG", 1),
        ("type=battle", 2),
        ("killed=50", 1),
        ("since=2020-01-01", 1),
        ("q=market+zell", 1),
        ("q=nowhere", 0),
        ("box=40,30,50,40", 1),
        ("actor=the+Red+Front", 1),
        ("outcome=injured", 1),
        ("reviewed=yes", 0),
        ("origins=3", 1),
        ("figure=50&codebook=ibc", 1),
        ("figure=50&codebook=acled", 0),
    ],
)
def test_a_filter_narrows_the_list_and_its_export(filled: Ledger, query: str, number: int) -> None:
    client = browser(filled)
    assert f"{number} event{'' if number == 1 else 's'}" in client.get(f"/events?{query}").text
    exported = client.get(f"/events/export.csv?{query}").text
    assert len(exported.strip().splitlines()) == 1 + number


def test_the_address_of_a_filter_says_what_narrows_and_no_more(filled: Ledger) -> None:
    client, asked = browser(filled), {"q": "", "type": "battle", "killed": "", "sort": "newest", "codebook": "ibc"}
    pushed = client.get("/events", params=asked, headers={"hx-request": "true"}).headers["hx-push-url"]
    assert pushed == "/events?type=battle"
    by_figure = client.get("/events", params={**asked, "figure": 1}, headers={"hx-request": "true"})
    assert by_figure.headers["hx-push-url"] == "/events?type=battle&figure=1&codebook=ibc"


def test_a_filter_that_can_not_be_is_said_to_be_none(filled: Ledger) -> None:
    answer = browser(filled).get("/events?since=yesterday")
    assert answer.status_code == 400
    assert "yesterday" in answer.text


def test_the_event_shows_every_toll_with_its_words_and_who_says_so(filled: Ledger) -> None:
    client = browser(filled)
    text = client.get(the_blast(client)).text
    for said in ("the ministry", "a doctor", "the police", "<mark>at least 55</mark>", "55 or more", "Zell Radio"):
        assert said in text


def test_another_codebook_gives_another_figure(filled: Ledger) -> None:
    client = browser(filled)
    event = the_blast(client)
    figures = {
        name: re.search(r'class="big">([^<]*)<', client.get(f"{event}?codebook={name}").text)
        for name in ("ucdp", "acled")
    }
    assert figures["ucdp"]
    assert figures["acled"]
    assert figures["ucdp"][1] != figures["acled"][1]


def test_the_map_and_the_timeline_have_what_the_list_has(filled: Ledger) -> None:
    client = browser(filled)
    points = client.get("/events/points?country=EG").json()
    assert points["points"][0][:3] == [29.25, 28.5, 55]
    assert client.get("/events/timeline").json()["bars"]


def test_a_map_that_the_browser_has_is_not_sent_again_until_an_event_changes(own: Ledger) -> None:
    client = browser(own)
    found = client.get("/events/points")
    known = {"if-none-match": found.headers["etag"]}
    assert client.get("/events/points", headers=known).status_code == 304
    event = the_blast(client)
    report, toll = first_toll(client, event)
    decide(client, report, act="accept", about=toll)
    assert client.get("/events?reviewed=yes").text.count('href="/events/event-') > 0
    assert client.get("/events/points", headers=known).status_code == 304
    text = client.get("/events/points", headers={"accept-encoding": "identity"})
    assert (text.json(), "content-encoding" in text.headers) == (found.json(), False)
    for account, one in own.event(event.rpartition("/")[2]).tolls:
        if one.outcome is Outcome.KILLED:
            decide(client, account.report_id, act="reject", about=one.id, reason="another event")
    again = client.get("/events/points", headers=known)
    assert again.status_code == 200
    assert again.json() != found.json()


def test_the_report_marks_its_words_and_names_its_event(filled: Ledger) -> None:
    client = browser(filled)
    report = re.search(r'href="(/reports/report-\w+)', client.get(the_blast(client)).text)
    assert report
    text = client.get(report[1]).text
    assert 'class="m k-killed"' in text
    assert "/events/event-" in text


@pytest.mark.parametrize(
    "page", ["/events", "/reports", "/review", "/history", "/codebooks", "/add", "/methods", "/me", "/api/v1/docs"]
)
def test_every_page_answers_and_an_attack_stays_text(filled: Ledger, page: str) -> None:
    answer = browser(filled).get(page)
    assert answer.status_code == 200
    for forbidden in ("<script>alert", "<img src=x", "<svg/onload", "\u202e"):
        assert forbidden not in answer.text


def test_the_attacking_report_stays_text_on_its_own_pages(filled: Ledger) -> None:
    client = browser(filled)
    ids = [one.id for one in client.app.state.desk.reports("", 10, 0) if one.title == ATTACK]  # type: ignore[attr-defined]
    event = next(iter(client.app.state.desk.events_of(ids)))  # type: ignore[attr-defined]
    pages = (
        f"/reports/{ids[0]}",
        f"/review/{ids[0]}",
        f"/reports/{ids[0]}/history",
        f"/events/{event}",
        f"/events/{event}/history",
    )
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        for forbidden in ("<script>alert", "<img src=x", "<svg/onload", "\u202e", ">49<"):
            assert forbidden not in answer.text, path


def test_a_spreadsheet_runs_no_formula_of_a_report(own: Ledger) -> None:
    from dataclasses import replace

    from tests.served import attack
    from variorum.settings import Settings

    made = attack()
    event = replace(made.events[0], label='=HYPERLINK("http://x","y")')
    report = replace(made.report, publisher="Another")
    own.append(replace(made, report=report, events=(event,)), own.run(Settings(), by="t", command="t"))
    assert "'=HYPERLINK" in browser(own).get("/events/export.csv").text


# --- who is let in -------------------------------------------------------------------------------------------------


def test_without_the_token_nobody_is_let_in(filled: Ledger) -> None:
    client = TestClient(app_over(filled), base_url="http://127.0.0.1:8033")
    assert client.get("/events").status_code == 401
    assert client.get("/?token=another").status_code == 401
    assert client.get("/api/v1/events").status_code == 401


def test_the_token_leaves_the_address_and_becomes_a_cookie(filled: Ledger) -> None:
    client = TestClient(app_over(filled), base_url="http://127.0.0.1:8033", follow_redirects=False)
    answer = client.get(f"/events?killed=3&token={TOKEN}")
    assert answer.headers["location"] == "/events?killed=3"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert TOKEN not in answer.headers["set-cookie"]


def test_another_host_name_is_not_answered(filled: Ledger) -> None:
    client = TestClient(app_over(filled), base_url="http://evil.example:8033")
    assert client.get("/events", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 421


def test_every_answer_has_the_safe_headers(filled: Ledger) -> None:
    headers = browser(filled).get("/events").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_form_of_another_site_or_without_its_token_changes_nothing(own: Ledger) -> None:
    client = browser(own)
    form = {"name": "Eve"}
    assert client.post("/me/name", data=form).status_code == 403
    sent = {**form, "csrf": csrf(client)}
    assert client.post("/me/name", data=sent, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/me/name", data=sent, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/me/name", data=sent).status_code == 200


def test_too_much_is_refused(own: Ledger) -> None:
    client = browser(own)
    assert client.post("/me/name", content=b"x" * 2_000_000, headers={"x-csrf": csrf(client)}).status_code == 413

    def without_a_length() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    kind = {"content-type": "application/x-www-form-urlencoded", "x-csrf": csrf(client)}
    assert client.post("/me/name", content=without_a_length(), headers=kind).status_code == 413


def people_of(ledger: Ledger) -> People:
    people = People(ledger.database)
    for name, role in (("Rea", "reader"), ("Rev", "reviewer"), ("Adm", "admin")):
        people.set(name, role=role, password=hashed(WORDS), by="tests")
    return people


def logged_in(ledger: Ledger, name: str) -> TestClient:
    gate = AccountGate(people_of(ledger))
    client = TestClient(
        app_over(ledger, gate, token="", host="192.0.2.1", names=("app.example",)), base_url="http://app.example"
    )
    answer = client.post("/login", data={"name": name, "password": WORDS, "next": "/history"})
    assert answer.status_code == 200
    assert "Decisions" in answer.text
    return client


def test_on_another_address_people_log_in(own: Ledger) -> None:
    client = logged_in(own, "Rev")
    assert "Rev" in client.get("/me").text
    client.post("/logout", data={"csrf": csrf(client)})
    assert client.get("/events", follow_redirects=False).headers["location"] == "/login?next=%2Fevents"


def test_log_in_leads_nowhere_else(own: Ledger) -> None:
    gate = AccountGate(people_of(own))
    client = TestClient(
        app_over(own, gate, token="", host="192.0.2.1", names=("app.example",)), base_url="http://app.example"
    )
    answer = client.post(
        "/login", data={"name": "Rev", "password": WORDS, "next": "//evil.example"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


def test_guessing_is_stopped(own: Ledger) -> None:
    gate = AccountGate(people_of(own))
    for _ in range(5):
        assert gate.log_in("Rev", "wrong", "10.0.0.1") is None
    assert gate.log_in("Rev", WORDS, "10.0.0.2") is None  # the name is shut for a while, wherever it is tried from
    assert next(one.what for one in people_of(own).audited(10)) == "log-in refused: too many tries"


def test_a_reader_may_not_decide(own: Ledger) -> None:
    client = logged_in(own, "Rea")
    report = client.app.state.desk.reports("", 1, 0)[0].id  # type: ignore[attr-defined]
    sent = {"csrf": csrf(client), "act": "accept", "about": report}
    assert client.post(f"/review/{report}/decide", data=sent).status_code == 403
    assert client.post("/add", data={"csrf": csrf(client), "text": "x"}).status_code == 403


def test_a_token_may_do_what_its_scope_says_until_it_is_taken_back(own: Ledger) -> None:
    people = people_of(own)
    app = app_over(own, AccountGate(people), token="", host="192.0.2.1", names=("app.example",))
    read, write = (new_token(people, "Rev", "script", scope) for scope in ("read", "write"))
    client = TestClient(app, base_url="http://app.example")
    report = app.state.desk.reports("", 1, 0)[0].id
    made = {"act": "comment", "targets": [report], "reason": "looked at"}
    for token, status in ((read, 403), (write, 201), ("vt_wrong", 401)):
        sent = client.post("/api/v1/decisions", json=made, headers={"authorization": f"Bearer {token}"})
        assert sent.status_code == status
    for one in people.tokens("Rev"):
        people.set_token(one.digest, one.name, one.label, one.scope, active=False)
    assert client.get("/api/v1/events", headers={"authorization": f"Bearer {write}"}).status_code == 401


def test_each_write_leaves_an_audit_row_that_an_admin_sees(own: Ledger) -> None:
    client = logged_in(own, "Rev")
    report = client.app.state.desk.reports("", 1, 0)[0].id  # type: ignore[attr-defined]
    client.post(f"/review/{report}/decide", data={"csrf": csrf(client), "act": "accept", "about": report})
    written = [(one.by, one.what, one.about) for one in people_of(own).audited(3)]
    assert ("Rev", "POST", f"/review/{report}/decide") in written
    assert "What was written" not in client.get("/me").text
    assert "What was written" in logged_in(own, "Adm").get("/me").text


def test_who_is_shut_out_is_out_at_once(own: Ledger) -> None:
    client = logged_in(own, "Rev")
    people = People(own.database)
    people.set("Rev", role="reviewer", password="", active=False)
    assert client.get("/events", follow_redirects=False).status_code == 303


# --- decisions -----------------------------------------------------------------------------------------------------


def first_toll(client: TestClient, event: str) -> tuple[str, str]:
    """The report and the id of the first killed toll of an event's page."""
    found = re.search(r'href="/reports/(report-\w+)#c-(claim-\w+)"', client.get(event).text)
    assert found
    return found[1], found[2]


def decide(client: TestClient, report: str, **form: str) -> str:
    sent = client.post(f"/review/{report}/decide", data={"csrf": csrf(client), **form}, headers={"hx-request": "true"})
    assert sent.status_code in (200, 204), sent.text
    return sent.text


CORRECTED = {
    "act": "correct", "low": "70", "high": "70", "outcome": "killed", "group": "people", "category": "people",
    "source": "the ministry", "kind": "government", "stance": "asserted", "reason": "the report says so below",
}  # fmt: skip


def test_a_correction_changes_the_figure_and_stands_in_the_history_until_it_is_taken_back(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    report, toll = first_toll(client, event)
    before = client.get(event).text
    assert "corrected" in decide(client, report, about=toll, **CORRECTED)
    assert ">70<" in client.get(event).text
    history = client.get(f"{event}/history").text
    assert "Ada" in history
    assert "value to 70" in history
    decision = re.search(r'name="decision" value="([^"]+)"', history)
    assert decision
    client.post("/history/undo", data={"csrf": csrf(client), "decision": decision[1]})
    assert ">70<" not in client.get(event).text
    assert ">12<" in client.get(event).text
    assert "taken back" in client.get(f"{event}/history").text
    assert ">12<" in before


def test_the_history_names_each_claim_and_shows_what_others_took_back(own: Ledger) -> None:
    ada, bob = browser(own), browser(own, reviewer="Bob")
    event = the_blast(ada)
    report, toll = first_toll(ada, event)
    decide(ada, report, act="accept", about=toll)
    for page in ("/history", "/history?by=Ada", f"{event}/history", f"/reports/{report}/history"):
        assert re.search(r"accepted <q><bdi>[^<]*killed</bdi></q>", ada.get(page).text)
    decision = re.search(r'name="decision" value="([^"]+)"', bob.get("/history").text)
    assert decision
    bob.post("/history/undo", data={"csrf": csrf(bob), "decision": decision[1]})
    assert "taken back" in ada.get("/history?by=Ada").text
    assert "took back a decision" not in ada.get("/history?by=Ada").text


def test_who_says_that_it_is_no_claim_is_not_said_to_differ_in_its_fields(own: Ledger) -> None:
    ada, bob = browser(own), browser(own, reviewer="Bob")
    report, toll = first_toll(ada, the_blast(ada))
    decide(ada, report, act="accept", about=toll)
    decide(bob, report, act="reject", about=toll, reason="another event")
    text = bob.get("/differences").text
    assert re.findall(r'<th scope="row">(\w+)</th>', text.split("Agreement")[0]) == ["claim"]


def test_a_rejected_claim_leaves_the_event_and_needs_a_reason(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    report, toll = first_toll(client, event)
    sent = client.post(f"/review/{report}/decide", data={"csrf": csrf(client), "act": "reject", "about": toll})
    assert sent.status_code == 400
    decide(client, report, act="reject", about=toll, reason="another event")
    assert f'id="c-{toll}"' not in client.get(event).text
    decide(client, report, act="accept", about=toll)  # decided anew: the rejection is taken back
    assert f'id="c-{toll}"' in client.get(event).text
    assert "1 event" in client.get("/events?reviewed=yes").text


def test_a_claim_that_was_missed_is_added_from_its_words(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    report, _ = first_toll(client, event)
    reading = client.app.state.desk.reading(report)  # type: ignore[attr-defined]
    start = reading.report.text.index("Zell")
    decide(
        client, report, act="add", about=report, event=reading.accounts[0].id, outcome="missing", low="5", high="",
        group="", category="people", source="the mayor", kind="government", start=str(start), end=str(start + 4),
    )  # fmt: skip
    text = client.get(event).text
    assert "5 or more" in text
    assert "the mayor" in text
    assert "added" in client.get(f"/review/{report}").text


def test_events_are_merged_split_and_put_back(own: Ledger) -> None:
    client = browser(own)
    blast = the_blast(client)
    clash = re.search(r'href="/events/(event-\w+)"[^>]*><bdi>Clash', client.get("/events").text)
    assert clash
    client.post(f"{blast}/merge", data={"csrf": csrf(client), "other": clash[1], "reason": "one operation"})
    assert "2 events" in client.get("/events").text
    assert "4 accounts" in client.get("/events").text
    undo = re.search(r'name="decision" value="([^"]+)"', client.get("/history").text)
    assert undo
    client.post("/history/undo", data={"csrf": csrf(client), "decision": undo[1]})
    assert "3 events" in client.get("/events").text

    account = re.findall(r'name="account" value="(account-\w+)"', client.get(the_blast(client)).text)[-1]
    client.post(f"{the_blast(client)}/split", data={"csrf": csrf(client), "account": account})
    assert "4 events" in client.get("/events").text
    assert client.post(f"{blast}/split", data={"csrf": csrf(client)}).status_code == 400


def test_two_reviewers_are_compared(own: Ledger) -> None:
    ada, bob = browser(own), browser(own, reviewer="Bob")
    report, toll = first_toll(ada, the_blast(ada))
    decide(ada, report, act="accept", about=toll)
    assert "accepted it" not in bob.get(f"/review/{report}").text  # not before Bob has decided himself
    decide(bob, report, about=toll, **CORRECTED)
    assert "accepted it" in bob.get(f"/review/{report}").text
    cleo = browser(own, reviewer="Cleo")
    text = cleo.get("/differences").text
    assert "Reviewers differ on 1 thing" in text
    assert "alpha" in text
    said = {"csrf": csrf(cleo), "about": toll}
    assert cleo.post("/differences", data={**said, "person": "Dan"}).status_code == 404
    event = the_blast(cleo)
    assert ">70<" in cleo.get(event).text
    assert "Nobody differs" in cleo.post("/differences", data={**said, "person": "Ada", "reason": "see page 2"}).text
    assert ">70<" not in cleo.get(event).text
    assert "as Ada has it; see page 2" in cleo.get("/differences").text
    undo = re.search(r'name="decision" value="(decision-\w+)"', cleo.get("/differences").text)
    assert undo
    cleo.post("/history/undo", data={"csrf": csrf(cleo), "decision": undo[1]})
    assert "Reviewers differ on 1 thing" in cleo.get("/differences").text
    assert ">70<" in cleo.get(event).text


def first_incident(client: TestClient, report: str) -> str:
    found = re.search(r'id="k-(account-\w+)"', client.get(f"/review/{report}").text)
    assert found
    return found[1]


def test_an_incident_is_corrected_noted_on_and_said_to_be_none(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    report, _ = first_toll(client, event)
    incident = first_incident(client, report)
    same = {"start": "2021-05-03", "end": "2021-05-03", "place": "Zell", "label": "Blast at the market of Zell"}
    kept = {**same, "type": "explosion_remote_violence", "main": "yes", "about": incident, "act": "correct"}
    assert "corrected: day, type" in decide(client, report, **{**kept, "start": "2021-05-02", "type": "riot"})
    assert "2 to 3 May 2021" in client.get(event).text
    assert "the two accounts" not in client.get(f"{event}/history").text
    assert "day to 2 to 3 May 2021" in client.get(f"{event}/history").text
    assert "Check the gate" in decide(client, report, about=incident, act="comment", reason="Check the gate")
    nothing = client.post(f"/review/{report}/decide", data={"csrf": csrf(client), **kept, "label": ""})
    assert nothing.status_code == 400
    assert "not an event" in decide(client, report, about=incident, act="not_an_event", reason="planned, not done")
    assert "2 accounts" in client.get(event).text


def test_words_of_a_report_are_read_for_the_form(own: Ledger) -> None:
    client = browser(own)
    report, _ = first_toll(client, the_blast(client))
    text = client.app.state.desk.reading(report).report.text  # type: ignore[attr-defined]
    start = text.index("30")
    told = client.get(f"/review/{report}/words?from={start}&to={start + 2}").json()
    assert told["count"] == {"low": 30, "high": 30}
    named = client.get(f"/review/{report}/words?text=Springfield").json()["places"]
    assert "Illinois" in " ".join(one["told"] for one in named)
    assert client.get(f"/review/{report}/words?from=9&to=2").status_code == 400


def test_an_event_that_is_none_says_who_said_so_and_can_be_brought_back(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    client.post(f"{event}/decide", data={"csrf": csrf(client), "act": "comment", "reason": "see the *annex*"})
    assert "see the *annex*" in client.get(event).text
    client.post(f"{event}/decide", data={"csrf": csrf(client), "act": "not_an_event", "reason": "a drill"})
    gone = client.get(event).text
    assert "This is not an event" in gone
    assert "a drill" in gone
    undo = re.search(r'name="decision" value="(decision-\w+)"', gone)
    assert undo
    client.post("/history/undo", data={"csrf": csrf(client), "decision": undo[1]})
    assert "Who says how many" in client.get(event).text
    assert client.get("/events/event-00").status_code == 404


def test_the_history_says_what_a_decision_did_to_the_figure(own: Ledger) -> None:
    client = browser(own)
    event = the_blast(client)
    report, toll = first_toll(client, event)
    assert "→" in decide(client, report, about=toll, **CORRECTED)
    history = client.get(f"{event}/history").text
    assert re.search(r"killed: <b class=.num.>[^<]+ → [^<]*70", history)


def test_a_what_if_says_which_events_would_change(own: Ledger) -> None:
    text = browser(own).get("/codebooks/ucdp?ranking=highest").text
    assert "would have other figures" in text


def test_names_of_private_persons_are_hidden_where_asked(own: Ledger) -> None:
    made = Builder()
    made.about |= {"title": "Man shot"}
    made.events = [Event(id="e1", type=EventType.CIVILIANS, main=True, label="Shooting of Omar Haddad")]
    made.toll("one", 1, 1, "shopkeeper Omar Haddad", "civilian", source("Lina Haddad", "witness"))
    made.toll("two", 2, 2, "others", "civilian", source("Mansour", "witness"), outcome="injured")
    made.text += "Haddad was shot, said Lina Mansour. "
    own.append(made.build(), own.run(Settings(), by="t", command="t"))
    client = browser(own, hide_people=True)
    report = next(one.id for one in client.app.state.desk.reports("", 20, 0) if one.title == "Man shot")  # type: ignore[attr-defined]
    event = client.app.state.desk.events_of([report]).pop()  # type: ignore[attr-defined]
    paths = [f"{before}{report}" for before in ("/reports/", "/review/", "/api/v1/reports/")]
    paths += [f"/events/{event}", f"/events/{event}/history", f"/api/v1/events/{event}/figures", "/api/v1/events"]
    paths += [f"/events/export.{kind}" for kind in ("csv", "jsonl", "geojson")]
    for path in ("/events", "/reports", "/review", "/pairs", "/differences", "/history", *paths):
        assert not re.search("Haddad|Mansour|Lina", client.get(path).text), path
    assert "Haddad" in browser(own).get("/events").text


def test_names_of_private_persons_are_hidden_in_exports_where_asked(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from variorum.cli import app

    location = tmp_path / "hidden.db"
    with Ledger.open(location) as ledger:
        made = Builder()
        made.toll("one", 1, 1, "shopkeeper Omar Haddad", "civilian", source("Lina Mansour", "witness"))
        ledger.append(made.build(), ledger.run(Settings(), by="t", command="t"))
    for name, more in (("bare", []), ("hidden", ["--hide-people"])):
        given = ["export", "--format", "jsonl", "-o", str(tmp_path / name), "--ledger", str(location), *more]
        assert CliRunner().invoke(app, given).exit_code == 0
    assert "Mansour" in (tmp_path / "bare.reasons.jsonl").read_text("utf-8")
    for written in tmp_path.glob("hidden*"):
        if written.suffix != ".db":
            assert b"Mansour" not in written.read_bytes(), written
            assert b"Haddad" not in written.read_bytes(), written


# --- adding --------------------------------------------------------------------------------------------------------


def finished(client: TestClient) -> str:
    """The page of adding, once the last job has ended."""
    adding = client.app.state.adding  # type: ignore[attr-defined]
    for _ in range(600):
        if adding.jobs and adding.jobs[-1].ended:
            break
        time.sleep(0.1)
    return client.get("/add").text


def test_what_is_pasted_and_dropped_is_read_and_what_fails_says_why(own: Ledger) -> None:
    client = browser(own)
    text = "Gunmen killed 14 people in Mosul on Friday, police said.\n"
    files: Any = [
        ("files", ("broken.json", b"{", "application/json")),
        ("files", ("../../odd name.txt", text.encode() * 2)),
    ]
    form = {"csrf": csrf(client), "title": "Attack in Mosul", "text": text, "publisher": "The Gazette"}
    client.post("/add", data=form, files=files)
    shown = finished(client)
    assert "2 added" in shown
    assert "broken.json" in shown
    assert "2 events" in client.get("/events?q=mosul").text


def test_nothing_is_added_from_an_empty_form(own: Ledger) -> None:
    client = browser(own)
    assert client.post("/add", data={"csrf": csrf(client), "text": " "}).status_code == 400

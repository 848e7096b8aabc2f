"""The API keeps what its OpenAPI document promises, whatever is asked; lists go on; what is known is not sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from tests.served import TOKEN, app_over, fill
from variorum.ledger import Ledger

HOST = "127.0.0.1"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Ledger.open(tmp_path_factory.mktemp("api") / "a.db") as ledger:
        fill(ledger)
        yield TestClient(app_over(ledger), base_url="http://127.0.0.1:8033", headers=BEARER)


def test_the_api_keeps_what_it_promises(client: TestClient) -> None:
    """Each operation is asked with whatever its schema allows, and with what it does not."""
    promised = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app=client.app, headers={**BEARER, "host": HOST})
    tried = 0
    for found in promised.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # an Err would say what is wrong with the schema
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):

            @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def keeps(case: Any) -> None:
                # What the schema can't say (a cursor of another list, a box of no area) is told by a 400.
                case.call_and_validate(headers={**BEARER, "host": HOST}, excluded_checks=[positive_data_acceptance])

            keeps()
            tried += 1
    assert tried == 14


def test_a_list_goes_on_at_its_cursor(client: TestClient) -> None:
    whole = [one["id"] for one in client.get("/api/v1/events").json()["events"]]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        part = client.get("/api/v1/events", params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["id"] for one in part["events"]]
        cursor = part["next"]
    assert seen == whole
    assert client.get("/api/v1/events?cursor=elsewhere").status_code == 400


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/events")
    again = client.get("/api/v1/events", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_event_has_its_accounts_figures_and_reasons(client: TestClient) -> None:
    id_ = client.get("/api/v1/events?killed=50").json()["events"][0]["id"]
    event = client.get(f"/api/v1/events/{id_}").json()
    assert len(event["accounts"]) == 3
    assert {toll["quote"] for one in event["accounts"] for toll in one["tolls"]} >= {"at least 55", "12", "16"}
    figures = client.get(f"/api/v1/events/{id_}/figures?codebook=ucdp").json()["ucdp"]
    assert all(figure["steps"] for figure in figures if figure["name"] in ("low", "best", "high"))


def test_the_map_of_the_api_is_geojson(client: TestClient) -> None:
    told = client.get("/api/v1/events.geojson?country=EG")
    assert told.headers["content-type"] == "application/geo+json"
    (feature,) = told.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [29.25, 28.5]}


def test_a_decision_is_written_with_the_name_of_who_made_it(client: TestClient) -> None:
    id_ = client.get("/api/v1/events?killed=50").json()["events"][0]["id"]
    account = client.get(f"/api/v1/events/{id_}").json()["accounts"][0]
    toll = account["tolls"][0]["id"]
    made = {"act": "correct", "targets": [toll], "field": "value", "value": {"low": 13, "high": 13}}
    assert client.post("/api/v1/decisions", json=made).json()["by"] == "Ada"
    assert [one["act"] for one in client.get(f"/api/v1/reports/{account['report']}/decisions").json()] == ["correct"]
    for wrong in (
        {**made, "field": "colour"},
        {**made, "value": {"low": -1, "high": 2}},
        {**made, "targets": ["claim-0"]},
    ):
        assert client.post("/api/v1/decisions", json=wrong).status_code == 400

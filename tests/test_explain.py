"""Why a report was read as it was: the words, rules and signs behind each claim."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import CHECKOUT
from variorum.claims.incidents.likeness import weights
from variorum.claims.reasons import AGGREGATES, INCIDENTS, OPENINGS, TIES
from variorum.cli import app
from variorum.models import Explanation, Report, Step
from variorum.pipeline import Reader

TEXT = (
    "At least 14 people, including four children, were killed on Friday when a bomb exploded at a market in Quetta, "
    "Reuters reported, citing a senior official.\n\n"
    "The Taliban claimed responsibility for the blast.\n\n"
    "In a separate attack in Karachi on Thursday, gunmen shot dead a lawyer.\n\n"
    "More than 900 people have been killed in bombings in the province in the past year."
)


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(id="made-up", text=TEXT, published=date(2020, 5, 9))


@pytest.fixture(scope="module")
def told(reader: Reader, report: Report) -> dict[str, Explanation]:
    return {one.claim: one for one in reader.explain(report)}


def step(explanation: Explanation, name: str) -> Step:
    return next(one for one in explanation.steps if one.name == name)


def test_every_claim_and_incident_is_explained(reader: Reader, report: Report, told: dict[str, Explanation]) -> None:
    read = reader.read(report)
    ids = [*(t.id for t in read.tolls), *(r.id for r in read.responsibility), *(e.id for e in read.events)]
    assert list(told) == ids
    assert len(ids) == 7


def test_the_words_of_a_step_stand_in_its_span(told: dict[str, Explanation]) -> None:
    for explanation in told.values():
        for one in explanation.steps:
            assert one.reason
            assert one.span is None or one.span.of(TEXT) == one.words


def test_a_toll_names_its_count_casualty_word_people_and_sources(told: dict[str, Explanation]) -> None:
    toll = told["t1"]
    assert toll.summary == "14 or more killed of “people”"
    assert step(toll, "count").words == "At least 14"
    assert "“At least” before it: 14 or more" in step(toll, "count").reason
    assert step(toll, "outcome").words == "killed"
    assert "suffer it" in step(toll, "outcome").reason
    assert step(toll, "people").words == "people"
    assert [one.words for one in toll.steps if one.name == "source"] == ["Reuters", "a senior official"]
    assert "Reuters reported" in step(toll, "source").reason
    assert step(toll, "rule").reason == "rules 1: victim of the verb"
    assert re.match(r"0\.\d+", step(toll, "confidence").reason)


def test_a_part_names_its_whole(told: dict[str, Explanation]) -> None:
    assert step(told["t2"], "part").reason.endswith("those of t1")
    assert step(told["t2"], "incident").reason == "e1: that of its whole"


def test_another_incident_says_what_spoke_against_the_first(told: dict[str, Explanation]) -> None:
    reason = step(told["t3"], "incident").reason
    assert reason.startswith("e2: a new one; not e1, since ")
    assert INCIDENTS["opens_new"] in reason
    assert step(told["t3"], "source").reason == "no attribution reaches it: the report says so itself"


def test_an_aggregate_says_why_it_is_one(told: dict[str, Explanation]) -> None:
    reason = step(told["t4"], "incident").reason
    assert reason.startswith("none, it counts the victims of many")
    assert AGGREGATES["phrase"] in reason


def test_who_did_it_and_when_and_where(told: dict[str, Explanation]) -> None:
    assert step(told["r1"], "statement").words == "claimed responsibility"
    assert step(told["r1"], "incident").reason.startswith("e1: ")
    assert step(told["e1"], "day").words == "Friday"
    assert step(told["e1"], "day").reason.startswith("2020-05-08: in a sentence with its toll")
    assert step(told["e2"], "place").words == "Karachi"
    assert step(told["e2"], "place").reason.startswith("PK: ")


def test_nothing_is_explained_where_nothing_is_claimed(reader: Reader) -> None:
    assert reader.explain(Report(id="calm", text="The council met on Monday to discuss the new library.")) == ()


def test_every_rule_and_sign_has_plain_words() -> None:
    source = (CHECKOUT / "src" / "variorum" / "claims" / "tolls" / "attachment.py").read_text("utf-8")
    rules = set(re.findall(r'\b\d+, "([^"]+)"', source))
    assert rules
    assert rules <= set(TIES)
    assert set(AGGREGATES) == set(weights()["many"])
    assert set(INCIDENTS) == set(weights()["one"])
    assert set(OPENINGS) == set(weights()["new"])


# --- on the command line -------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_one_claim_is_explained_on_the_terminal(file: Path) -> None:
    done = CliRunner().invoke(app, ["read", str(file), "--published", "2020-05-09", "--explain", "t1"])
    assert done.exit_code == 0, done.output
    assert "t1  14 or more killed of “people”" in done.stdout
    assert "“At least 14” ¶1 – the number with" in done.stdout
    assert "t2" not in done.stdout.replace("those of t2", "")


def test_all_claims_are_explained(file: Path) -> None:
    done = CliRunner().invoke(app, ["read", str(file), "--explain", "all"])
    assert done.exit_code == 0, done.output
    assert {"t1", "t3", "r1", "e2"} <= {line.split(" ")[0] for line in done.stdout.splitlines()}


def test_a_claim_that_is_not_there_is_named(file: Path) -> None:
    done = CliRunner().invoke(app, ["read", str(file), "--explain", "t99"])
    assert done.exit_code == 1
    assert "there is no claim 't99'; there are t1, t2, t3, t4, r1, e1, e2" in done.stderr


def test_reasons_have_no_other_format(file: Path) -> None:
    done = CliRunner().invoke(app, ["read", str(file), "--explain", "t1", "--format", "json"])
    assert done.exit_code == 2
    assert "leave --format out" in done.stderr

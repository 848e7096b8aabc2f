"""The commands on codebooks: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from variorum.cli import app

CHECKOUT = Path(__file__).parent.parent
STRIKE = CHECKOUT / "examples" / "made-up-strike"


def run(*words: str, status: int = 0) -> str:
    done = CliRunner().invoke(app, words, env={"COLUMNS": "200"})
    assert done.exit_code == status, done.output
    return done.output


def test_the_list_names_every_codebook() -> None:
    listed = run("codebook", "list")
    assert [line.split()[0] for line in listed.splitlines()] == ["acled", "airwars", "gtd", "ibc", "ucdp", "house"]


def test_a_codebook_is_shown_with_its_choices_rules_and_sources() -> None:
    shown = run("codebook", "show", "ucdp")
    assert "ranking = agreement" in shown
    assert "[read] G p. 5, 11, 25" in shown
    assert "Högbladh" in shown


def test_what_sets_two_codebooks_apart() -> None:
    told = run("codebook", "diff", "ucdp", "acled")
    assert "rule lowest_of_each_group: only acled" in told
    assert "number words: ucdp count as the least that they mean" in told


def test_a_broken_codebook_is_told_what_is_wrong(tmp_path: Path) -> None:
    example = CHECKOUT / "src" / "variorum" / "data" / "codebooks" / "house.example.toml"
    mine = tmp_path / "mine.toml"
    mine.write_text(example.read_text("utf-8"), "utf-8")
    assert "Nothing is wrong" in run("codebook", "check", str(mine))
    mine.write_text(example.read_text("utf-8").replace('rule = "denied"', 'rule = "guess"'), "utf-8")
    assert "there is no rule 'guess'" in run("codebook", "check", str(mine), status=1)


@pytest.fixture(scope="module")
def compared() -> dict[str, list[dict[str, object]]]:
    """The made-up air strike under all five codebooks, as JSON."""
    return dict(json.loads(run("compare", "--reports", str(STRIKE), "--format", "json"))["codebooks"])


def value(compared: dict[str, list[dict[str, object]]], book: str, name: str) -> object:
    return next(figure["value"] for figure in compared[book] if figure["name"] == name)


def test_all_five_differ_on_the_example(compared: dict[str, list[dict[str, object]]]) -> None:
    numbers = [
        value(compared, "ucdp", "best"),
        value(compared, "acled", "fatalities"),
        value(compared, "gtd", "nkill"),
        value(compared, "ibc", "max_deaths"),
        value(compared, "airwars", "civilians_killed_max"),
    ]
    assert len(set(numbers)) == 5


def test_every_figure_has_its_derivation(compared: dict[str, list[dict[str, object]]]) -> None:
    assert all(figure["steps"] and figure["reason"] for figures in compared.values() for figure in figures)


def test_a_derivation_is_printed_with_its_sources_and_choices() -> None:
    told = run("figures", "--reports", str(STRIKE), "--explain", "--only", "best")
    assert "most_agreed" in told
    assert "ranking = agreement" in told
    assert "[house choice]" in told


def test_another_choice_gives_another_figure() -> None:
    words = ("figures", "--reports", str(STRIKE), "--only", "best", "--format", "json")
    best = [json.loads(run(*words, *more))["figures"][0]["value"] for more in ((), ("--set", "ranking=highest"))]
    assert best[0] < best[1]
    assert "can't be 'loudest'" in run(*words, "--set", "ranking=loudest", status=1)

"""Reports marked by hand become gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import annotated
from bench.data import PROJECT, BrokenDataError, load, located

MARKED = """publisher: Example News
published: 2021-01-12
event e1 main: violence_against_civilians attack | 2021-01-11..2021-01-12 | Okrika, NG, Port Harcourt
    | gunmen: attacker unidentified; traders: attacked civilians | firearms | business
said e1 suspected: gunmen | blamed on | police: police
---
[At least 12|killed|traders: civilian|e1|AFP: media > police: police] traders,
[two|killed|women: civilian|e1|police: police|part] of
them women, and [dozens|injured|: people|e1|police: police|n=24..99~ doubted] wounded, police told AFP: the raid in
Okrika is blamed on gunmen. [40|killed|people: people|-|] people have died this year.
"""


def test_tolls_stand_where_they_are_marked() -> None:
    gold = annotated.read("okrika", MARKED)
    text = gold["document"]["text"]
    assert text.startswith("At least 12 traders,\ntwo of")
    assert "[" not in text
    whole, part, hurt, aggregate = gold["tolls"]
    assert all(text[slice(*toll["span"])] == toll["quote"] for toll in gold["tolls"])
    assert [source["text"] for source in whole["sources"]] == ["AFP", "police"]
    assert all(text[slice(*source["span"])] == source["text"] for source in whole["sources"])
    assert (whole["low"], whole["high"], part["low"], part["part_of"]) == (12, None, 2, whole["id"])
    assert (hurt["low"], hurt["high"], hurt["approx"], hurt["stance"]) == (24, 99, True, "doubted")
    assert (aggregate["event"], aggregate["scope"]) == (None, "aggregate")


def test_what_stands_in_the_head_is_the_events() -> None:
    gold = annotated.read("okrika", MARKED)
    (event,) = gold["events"]
    assert event["date"] == {"start": "2021-01-11", "end": "2021-01-12"}
    assert (event["place"]["text"], event["place"]["country"], event["place"]["locality"]) == (
        "Okrika",
        "NG",
        "Port Harcourt",
    )
    assert [(actor["text"], actor["side"]) for actor in event["actors"]] == [
        ("gunmen", "attacker"),
        ("traders", "attacked"),
    ]
    assert gold["responsibility"][0]["quote"] == "blamed on"


@pytest.mark.parametrize(
    ("quote", "marks", "number"),
    [
        ("more than 60", "", (61, None, False)),
        ("Some 125", "", (125, 125, True)),
        ("2,004", "", (2004, 2004, False)),
        ("seven", "", (7, 7, False)),
        ("a", "", (1, 1, False)),
        ("up to 40", "n=..40", (None, 40, False)),
    ],
)
def test_numbers(quote: str, marks: str, number: tuple[int | None, int | None, bool]) -> None:
    gold = annotated.read("n", f"published: 2020-01-01\n---\n[{quote}|killed|people: people|-||{marks}] people died.")
    toll = gold["tolls"][0]
    assert (toll["low"], toll["high"], toll["approx"]) == number


@pytest.mark.parametrize(
    "broken", ["no head", "event e1: battle | | Nowhere, XX\n---\nText.", "a: b\n---\n[umpteen|killed|: people|-|]"]
)
def test_a_mark_that_can_not_be_read_is_named_with_its_file(tmp_path: Path, broken: str) -> None:
    (tmp_path / "odd.txt").write_text(broken, "utf-8")
    with pytest.raises(BrokenDataError, match=r"odd\.txt"):
        load(tmp_path)


def test_our_own_reports_can_all_be_read(tmp_path: Path) -> None:
    assert located(tmp_path, "gold/dev") == tmp_path / "gold/dev"
    rows = load(located(tmp_path, "bench/own"))
    assert len(rows) == len(list((PROJECT / "bench" / "own").glob("*.txt")))
    events = {(row["document"]["id"], event["id"]) for row in rows for event in row["events"]}
    assert {(row["document"]["id"], toll["event"]) for row in rows for toll in row["tolls"] if toll["event"]} <= events

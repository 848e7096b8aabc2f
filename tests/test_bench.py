"""The benchmarks: what the reader gets to see, what the scorers are given, and that a floor holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import floors, reading
from bench.__main__ import main
from bench.data import BrokenDataError, Json, MissingDataError, digest, load, report
from bench.floors import Floors
from bench.scorer import ScorerError, score
from bench.suite import Request
from bench.suites import SUITES, actors, gold, muc4, speed
from variorum import pipeline
from variorum.errors import FormatError, ReportError
from variorum.models import Extraction, Report
from variorum.settings import Settings

# Prints what it was given, as the real ones do: figures by --json, else lines for a person.
SCORER = """
import json, sys
gold, predicted = ([json.loads(line) for line in open(path)] for path in sys.argv[1:3])
figures = {"n.documents": len(gold), "toll.found": len(predicted) / len(gold), "event.date": float("nan")}
print(json.dumps(figures) if "--json" in sys.argv else f"{sys.argv[3:]} {figures['toll.found']:.2f}")
"""


def document(name: str, text: str = "Two people were killed.", **more: Any) -> Json:
    """An annotated document."""
    return {"document": {"id": name, "text": text, **more}, "events": [], "tolls": [], "responsibility": []}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three documents and a scorer."""
    folder = tmp_path / "data"
    (folder / "gold" / "dev").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (folder / "gold" / "dev" / f"{name}.json").write_text(json.dumps(document(name)), "utf-8")
    (folder / "score.py").write_text(SCORER, "utf-8")
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a reader in the place of the installed one: it finds nothing, and refuses the reports named."""

    def put(*, refused: str = "") -> None:
        def read_all(reports: Iterable[Report], _: Settings, jobs: int) -> Iterator[Extraction | ReportError]:
            assert jobs == 1
            for one in reports:
                yield FormatError(one.id, "binary") if one.id in refused else Extraction(report=one)

        monkeypatch.setattr(pipeline, "read_all", read_all)

    return put


# --- data ----------------------------------------------------------------------------------------------------------


def test_the_reader_sees_the_report_and_nothing_of_its_annotation() -> None:
    row = document("a", title="A title", published="2020-03-05", source_ref="secret", series="secret")
    row["tolls"] = [{"quote": "secret"}]
    seen = report(row)
    assert (seen.id, seen.title, str(seen.published)) == ("a", "A title", "2020-03-05")
    assert "secret" not in repr(seen)


def test_a_folder_gives_the_documents_of_its_files_and_of_the_folders_in_it(data: Path) -> None:
    (data / "gold" / "links.json").write_text('{"groups": []}', "utf-8")
    (data / "gold" / "more.jsonl").write_text(json.dumps(document("d")) + "\n\n", "utf-8")
    assert [row["document"]["id"] for row in load(data / "gold")] == ["a", "b", "c", "d"]


def test_a_line_separator_in_a_text_ends_no_line_of_json(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(document("a", "one\u2028two"), ensure_ascii=False) + "\n", "utf-8")
    assert load(file)[0]["document"]["text"] == "one\u2028two"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"events": []}', "no object with a `document`"),
        ("{", "Expecting property name"),
        (json.dumps([document("a"), document("a")]), "twice: a"),
    ],
)
def test_a_file_that_is_no_gold_is_refused_with_its_name(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "gold.json"
    file.write_text(content, "utf-8")
    with pytest.raises(BrokenDataError, match=words) as caught:
        load(file)
    assert str(file) in str(caught.value)


def test_the_digest_changes_with_a_byte_of_the_gold(data: Path) -> None:
    before = digest(data / "gold")
    assert digest(data / "gold") == before
    file = data / "gold" / "dev" / "b.json"
    file.write_text(file.read_text("utf-8").replace("Two", "Ten"), "utf-8")
    assert digest(data / "gold") != before


# --- reading and scoring -------------------------------------------------------------------------------------------


def test_the_gold_suite_prints_the_figures_of_the_scorer(data: Path, reads: Any, capsys: Any) -> None:
    reads()
    assert main(["gold", "--data", str(data), "--jobs", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"n.documents": 3, "toll.found": 1.0, "event.date": None}
    assert main(["gold", "--data", str(data), "--jobs", "1", "--errors", "--gold", str(data / "gold/dev/b.json")]) == 0
    assert capsys.readouterr().out == "['--errors'] 1.00\n"


def test_a_report_that_is_not_read_scores_as_empty_and_is_named(data: Path, reads: Any, capsys: Any) -> None:
    reads(refused="b")
    saved = data / "predicted.jsonl"
    assert main(["gold", "--data", str(data), "--jobs", "1", "--save", str(saved)]) == 1
    said = capsys.readouterr()
    assert said.out == "[] 0.67\n"
    assert said.err == "bench: not read: b: binary\n"
    assert [json.loads(line)["document"]["id"] for line in saved.read_text("utf-8").split("\n")[:-1]] == ["a", "c"]


def test_a_scorer_that_fails_is_named_with_what_it_said(data: Path) -> None:
    script = data / "score.py"
    script.write_text("import sys; sys.exit('bad gold')", "utf-8")
    with pytest.raises(ScorerError, match=r"score\.py ended with status 1: bad gold"):
        score(script, [], [])


@pytest.mark.gold
def test_the_annotation_itself_scores_as_perfect(bench_data: Path) -> None:
    rows = load(bench_data / "gold" / "dev")
    by_id = {row["document"]["id"]: row for row in rows}

    def copied(reports: Iterable[Report], _: int) -> Iterator[Json]:
        return (by_id[one.id] for one in reports)

    request = Request(data=bench_data, gold=bench_data / "gold" / "dev", read_all=copied)
    figures = gold.run(request).figures
    assert figures["toll.claim"] == figures["event.b3"] == 1.0
    assert figures["bad_span"] == 0


@pytest.mark.parametrize(("ci", "status", "word"), [("", 0, "skipped"), ("true", 1, "failed")])
def test_without_data_a_suite_is_skipped_but_fails_in_ci(
    ci: str, status: int, word: str, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("VARIORUM_BENCH", "")
    for suite in ("gold", "muc4", "speed", "gate"):
        assert main([suite]) == status
        assert f"bench: {word}: no benchmark data: name their folder" in capsys.readouterr().err


def test_what_is_missing_is_named(data: Path) -> None:
    with pytest.raises(MissingDataError, match=r"muc4/dev\.jsonl is missing"):
        muc4.run(Request(data=data, gold=data / "muc4" / "dev.jsonl"))


# --- the terms of MUC ----------------------------------------------------------------------------------------------


def event(name: str, **more: Any) -> Json:
    return {"id": name, "type": "explosion_remote_violence", "main": True, **more}


def test_recent_incidents_that_hit_others_than_fighters_are_relevant_to_muc() -> None:
    toll = {"event": "e1", "group": {"category": "civilian"}}
    fighters = {"event": "e5", "group": {"category": "military"}}
    read = document("a", published="1990-02-04") | {
        "events": [
            event("e1", type="battle", place={"text": "Rua Sete", "locality": "Recife"}),
            event("e2", main=False),
            event("e3", date={"start": "1989-11-01", "end": "1989-11-30"}),
            event("e4", date={"start": "1989-12-01", "end": "1989-12-31"}, place={"text": "Lima", "locality": None}),
            event("e5", type="battle"),
            event("e6", type="battle", targets=["police"]),
            event("e7", type="battle", targets=["police", "utilities"]),
        ],
        "tolls": [toll, fighters, {"event": None, "group": {"category": "people"}}],
        "responsibility": [said("e4", "ELN", "denied"), said("e4", "ELN"), said("e5", "ELN")],
    }
    adapted = muc4.adapt(read)
    assert [kept["id"] for kept in adapted["events"]] == ["e1", "e2", "e4", "e7"]
    assert [kept["place"]["text"] for kept in adapted["events"] if "place" in kept] == ["Recife", "Lima"]
    assert adapted["tolls"] == [toll]
    assert adapted["responsibility"] == [said("e4", "ELN")]


def said(event: str, actor: str, mode: str = "attributed") -> Json:
    return {"event": event, "actor": actor, "mode": mode, "span": [0, 0]}


def organisations(statements: list[Json], *actors: Json) -> list[tuple[str, str]]:
    """Who did it by MUC's rules in a report of one incident, with its statements and actors."""
    read = document("a") | {"events": [event("e1", actors=list(actors))], "responsibility": statements}
    return [(row["actor"], row["mode"]) for row in muc4.adapt(read)["responsibility"]]


def test_an_attacker_of_the_registry_is_a_perpetrator_to_muc() -> None:
    rebels = {"text": "ELN", "side": "attacker", "category": "rebel_group", "entry": "eln"}
    patrol = {"text": "patrol", "side": "attacked", "category": "state_forces"}
    assert organisations([said("e1", "guerrillas", "suspected")], rebels, patrol) == [("ELN", "suspected")]


def test_an_organisation_is_one_perpetrator_to_muc_however_it_is_written() -> None:
    twice = [said("e1", "SHINING PATH"), said("e1", "Sendero Luminoso", "claimed"), said("e1", "the army")]
    told = [("SHINING PATH", "attributed"), ("SHINING PATH", "claimed"), ("the army", "attributed")]
    others = {"text": "ELN", "side": "attacker", "category": "rebel_group", "entry": "eln"}
    assert organisations(twice, others) == told


def test_a_force_that_fights_an_armed_side_is_no_perpetrator_to_muc() -> None:
    said_of_both = [said("e1", "the army"), said("e1", "Shining Path")]
    read = document("a") | {"events": [event("e1", type="battle", targets=["utilities"])], "tolls": []}
    adapted = muc4.adapt(read | {"responsibility": said_of_both})
    assert [row["actor"] for row in adapted["responsibility"]] == ["Shining Path"]


def test_people_are_no_organisations_to_muc() -> None:
    suspect = {"text": "Juan Roe", "side": "attacker", "category": "lone_attacker"}
    assert organisations([said("e1", "Juan Roe"), said("e1", "gunmen")], suspect) == []


# --- floors --------------------------------------------------------------------------------------------------------

FLOORS = Floors(suite="gold", gold="gold/dev", digest="", at_least={"toll.found": 0.5}, at_most={"bad_span": 0})


@pytest.fixture
def floors_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of floors for the data folder: all three documents must be read."""
    file = data / "floors.json"
    monkeypatch.setattr(floors.read, "__defaults__", (file,))
    monkeypatch.setattr(floors.write, "__defaults__", (file,))
    entry = Floors(
        suite="gold",
        gold="gold/dev",
        digest=digest(data / "gold" / "dev"),
        at_least={"toll.found": 0.6},
        at_most={"n.documents": 3},
    )
    floors.write([entry])
    return file


@pytest.mark.usefixtures("floors_file")
def test_the_gate_holds_and_fails_below_a_floor(data: Path, reads: Any, capsys: Any) -> None:
    reads()
    assert main(["gate", "--data", str(data), "--jobs", "1"]) == 0
    reads(refused="bc")
    assert main(["gate", "--data", str(data), "--jobs", "1"]) == 1
    assert "toll.found is 0.3333, below 0.6" in capsys.readouterr().out
    assert main(["gate", "--data", str(data), "--suite", "geo"]) == 0
    assert not capsys.readouterr().out


def test_what_several_suites_measure_is_read_once(reads: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reads()
    reader, reports = reading.Remembering(), [report(document("a")), report(document("b"))]
    first = list(reader(reports, 1))
    monkeypatch.delattr(pipeline, "read_all")
    assert list(reader(iter(reports), 1)) == first


@pytest.mark.usefixtures("floors_file")
def test_a_changed_gold_asks_for_new_floors_and_fails_nothing(data: Path, reads: Any, capsys: Any) -> None:
    reads()
    for name in "defg":
        (data / "gold" / "dev" / f"{name}.json").write_text(json.dumps(document(name)), "utf-8")
    assert main(["gate", "--data", str(data), "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "toll.found 1.000 (at least 0.6), n.documents 7 (at most 3)" in said
    assert "set new ones" in said
    assert main(["floors", "--update", "--data", str(data), "--jobs", "1"]) == 0
    (entry,) = floors.read()
    assert (entry.at_least, entry.at_most) == ({"toll.found": 1.0}, {"n.documents": 7})
    assert entry.digest == digest(data / "gold" / "dev")


@pytest.mark.usefixtures("floors_file")
def test_an_update_raises_and_refuses_to_lower(data: Path, reads: Any, capsys: Any) -> None:
    reads()
    assert main(["floors", "--update", "--data", str(data), "--jobs", "1"]) == 0
    assert floors.read()[0].at_least == {"toll.found": 1.0}
    reads(refused="abc")
    assert main(["floors", "--update", "--data", str(data), "--jobs", "1"]) == 1
    assert "not lowered: toll.found is 0.0, below 1.0" in capsys.readouterr().err
    assert floors.read()[0].at_least == {"toll.found": 1.0}


@given(floor=st.floats(0, 1), figure=st.floats(0, 1))
def test_what_was_measured_holds_against_its_own_floors(floor: float, figure: float) -> None:
    entry = Floors(suite="gold", gold="", digest="", at_least={"x": floor}, at_most={"y": floor})
    raised = entry.raised({"x": figure, "y": figure})
    assert raised.at_least["x"] >= floor
    assert raised.at_most["y"] <= floor
    if figure >= floor:
        assert not [line for line in raised.broken({"x": figure, "y": 0}) if line.startswith("x")]
    if figure <= floor:
        assert not [line for line in raised.broken({"x": 1, "y": figure}) if line.startswith("y")]
    assert not entry.anew({"x": figure, "y": figure}, "new").broken({"x": figure, "y": figure})


def test_a_figure_that_is_not_there_breaks_its_floor() -> None:
    assert FLOORS.broken({"toll.found": None}) == [
        "toll.found is not there, below 0.5",
        "bad_span is not there, above 0",
    ]


def test_the_floors_of_the_project_name_suites_that_exist() -> None:
    entries = floors.read()
    assert entries
    assert {entry.suite for entry in entries} <= {suite.name for suite in SUITES}
    assert all(entry.at_least or entry.at_most for entry in entries)


# --- speed ---------------------------------------------------------------------------------------------------------


def test_speed_is_the_median_of_the_passes(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "attribution").mkdir()
    (data / "attribution" / "dev.jsonl").write_text(
        "\n".join(json.dumps({"text": text}) for text in ("six words of no violence here", "a claim")), "utf-8"
    )
    passes = iter([2.0, 1.0, 4.0, 1.0, 1.0, 1.0, 2.0, 1.0, 4.0])
    learned = []

    def measured(what: str, texts: list[str], **environment: str) -> dict[str, float]:
        if what == "rates":
            learned.append(environment["VARIORUM_LEARNED"])
            return {"variorum": next(passes), "spacy": 4.0}
        return {"0": 0, "1": 1} if what == "claims" else {"mb": 500.0, "claims": 3}

    monkeypatch.setattr(speed, "_measure", measured)
    outcome = speed.run(Request(data=data, gold=data / "gold" / "dev"))
    of = outcome.figures
    assert (of["relevant.words"], of["irrelevant.words"]) == (12, 6)
    assert (of["relevant.variorum"], of["relevant.spacy"]) == (6, 3)
    assert (of["relevant.ratio"], of["relevant.ratio.low"], of["relevant.ratio.high"]) == (2.0, 1.0, 4.0)
    assert of["rules.ratio"] == 4.0
    assert learned == ["1"] * 3 + ["0"] * 3 + ["1"] * 3
    assert of["memory.variorum"] == 500
    assert "words/s on one core" in outcome.text


@pytest.mark.slow
def test_speed_measures_the_installed_reader(data: Path) -> None:
    (data / "attribution").mkdir()
    (data / "attribution" / "dev.jsonl").write_text(json.dumps({"id": "x", "text": "The senate voted. " * 50}), "utf-8")
    figures = speed.run(Request(data=data, gold=data / "gold" / "dev", repeat=1)).figures
    assert all(value is not None and value > 0 for value in figures.values())


@pytest.mark.slow
def test_two_processes_read_what_one_reads() -> None:
    reports = [Report(id=str(n), text=f"At least {n} people were killed in Kabul, police said.") for n in range(2, 12)]
    assert list(reading.read_all(reports, 2)) == list(reading.read_all(reports, 1))


def test_names_of_actors_are_measured_against_a_list_made_by_hand(tmp_path: Path) -> None:
    names = tmp_path / "names.jsonl"
    names.write_text(
        '{"text": "ISIS fighters", "category": "rebel_group", "country": "SY", "entry": "islamic-state"}\n'
        '{"text": "policemen", "category": "state_forces", "country": "EG", "year": null, "entry": "hasm-movement"}\n'
        '{"text": "Green Lions", "category": "rebel_group", "country": "SY", "entry": null}\n',
        "utf-8",
    )
    outcome = actors.run(Request(data=tmp_path, gold=names, flags=frozenset({"--errors"})))
    assert outcome.figures["actors.resolved"] == 0.5
    assert outcome.figures["actors.wrong"] == pytest.approx(1 / 3)
    assert "police-forces-of-egypt" in outcome.text

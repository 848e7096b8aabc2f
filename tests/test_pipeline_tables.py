"""From reports to tables: what is read is coded and exported, every row with its reasons."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from variorum.cli import app
from variorum.codebooks import load
from variorum.export.tables import named
from variorum.export.tables.formats import export
from variorum.identity import accounts
from variorum.models import LinkedEvent, Report
from variorum.pipeline import Reader
from variorum.pipeline.tables import method, records

REPORTS = (
    Report(
        id="one",
        text="At least 30 soldiers were killed on Monday when militants attacked an army base near Diffa, a senior "
        "security official said. The defence ministry put the number of dead soldiers at 18.",
        publisher="First Wire",
        published=date(2019, 3, 12),
    ),
)


def events(reader: Reader) -> list[LinkedEvent]:
    found = [account for report in REPORTS for account in accounts(reader.read(report))]
    return [LinkedEvent(id=f"event-{account.id}", accounts=(account,)) for account in found]


def test_a_report_comes_out_as_a_row_with_its_reasons(tmp_path: Path, reader: Reader) -> None:
    ucdp = load("ucdp")
    done = export(
        tmp_path / "ged.csv",
        named("ged-csv"),
        records(events(reader), ucdp),
        method(ucdp, {"country": "NE"}, {"reports": "abc"}),
    )
    with done.table.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["low"], row["high"]) == ("18", "30")
    assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
    (reasons,) = map(json.loads, done.reasons.read_text("utf-8").splitlines())
    named_claims = {claim for figure in reasons["figures"] for step in figure["steps"] for claim in step["claims"]}
    assert named_claims <= {claim["id"] for claim in reasons["claims"]}
    assert ucdp.digest in done.methods.read_text("utf-8")


def test_a_ledger_is_exported_from_the_command_line(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for report in REPORTS:
        content = {"id": report.id, "text": report.text, "publisher": report.publisher, "published": "2019-03-12"}
        (reports / f"{report.id}.json").write_text(json.dumps(content), "utf-8")
    ledger = str(tmp_path / "ledger.db")
    run = CliRunner().invoke
    assert run(app, ["add", str(reports), "--ledger", ledger]).exit_code == 0
    table = tmp_path / "events.csv"
    done = run(app, ["export", "--format", "csv", "--codebook", "acled", "-o", str(table), "--ledger", ledger])
    assert done.exit_code == 0, done.output
    with table.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["acled_fatalities"] == "18"
    assert "1 events" in done.stderr
    methods = (tmp_path / "events.csv.methods.md").read_text("utf-8")
    assert "## Codebook acled" in methods
    done = run(app, ["export", "-f", "csv", "-o", str(table), "--country", "FR", "--ledger", ledger])
    assert len(table.read_text("utf-8").splitlines()) == 1
    assert "- country: FR" in (tmp_path / "events.csv.methods.md").read_text("utf-8")
    done = run(app, ["export", "-f", "xls", "-o", str(table), "--ledger", ledger])
    assert done.exit_code == 1
    assert "no format 'xls'" in done.stderr

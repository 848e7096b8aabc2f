"""PROV-JSON (W3C member submission, 2013): the claims that each figure comes from, the rules, and the reports.

Streamed: the file holds one bundle an event, so that memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from variorum.export.tables.columns import Columns
from variorum.export.tables.records import Record
from variorum.interchange import dumps
from variorum.models import Figure

_PREFIXES = {
    "variorum": "urn:variorum:",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write(path: Path, columns: Columns, records: Iterable[Record]) -> None:  # noqa: ARG001 - every format is called so
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('{"prefix": ' + dumps(_PREFIXES) + ', "bundle": {')
        before = "\n"
        for record in records:
            out.write(f"{before}{dumps(f'variorum:{record.event.id}')}: {dumps(_bundle(record))}")
            before = ",\n"
        out.write("\n}}\n")


def _bundle(record: Record) -> dict[str, Any]:
    entities: dict[str, Any] = {}
    derived: dict[str, Any] = {}
    for account in record.event.accounts:
        report = f"variorum:{account.report_id}"
        entities[report] = {"prov:type": "report", "prov:label": account.report.title or account.report.id}
    for account, claim in record.stated:
        entities[f"variorum:{claim.id}"] = {"prov:type": "claim", "prov:value": claim.quote}
        derived[f"_:{claim.id}"] = _derivation(f"variorum:{claim.id}", f"variorum:{account.report_id}")
    activities = {}
    for figure in record.figures.values():
        name = f"variorum:{record.event.id}-{figure.codebook}-{figure.name}"
        entities[name] = {"prov:type": "figure", "prov:value": str(figure.value), "prov:label": figure.reason}
        activities[f"{name}-coding"] = {"prov:type": f"codebook {figure.codebook}", "variorum:rules": _rules(figure)}
        for claim_id in _claims(figure):
            derived[f"_:{name}-{claim_id}"] = _derivation(name, f"variorum:{claim_id}")
    generated = {
        f"_:{name}": {"prov:entity": name.removesuffix("-coding"), "prov:activity": name} for name in activities
    }
    return {
        "entity": entities,
        "activity": activities,
        "wasGeneratedBy": generated,
        "wasDerivedFrom": derived,
    }


def _derivation(generated: str, used: str) -> dict[str, str]:
    return {"prov:generatedEntity": generated, "prov:usedEntity": used}


def _rules(figure: Figure) -> list[str]:
    return list(dict.fromkeys(step.rule for step in figure.steps))


def _claims(figure: Figure) -> Iterator[str]:
    yield from dict.fromkeys(claim for step in figure.steps for claim in step.claims)

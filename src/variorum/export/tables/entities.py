"""FollowTheMoney entities, a line each: the event, the reports that tell of it, and the bodies that took part.

For investigators' tools (OpenAleph, OpenSanctions); property names are those of followthemoney 3.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from variorum.export.tables.columns import Columns
from variorum.export.tables.plain import BASE
from variorum.export.tables.records import Record, name_of
from variorum.identity import content_id
from variorum.interchange import dumps
from variorum.models import Actor, Report

_NAMED = ("state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia")


def write(path: Path, columns: Columns, records: Iterable[Record]) -> None:  # noqa: ARG001 - every format is called so
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.writelines(dumps(entity) + "\n" for entity in _entities(record))


def _entities(record: Record) -> Iterator[dict[str, Any]]:
    named = [actor for actor in record.actors if actor.entry or actor.category in _NAMED]
    bodies = {_body(actor): actor for actor in named}
    yield _entity(
        record.event.id,
        "Event",
        name=[record.label or record.event.id],
        startDate=[record.when.days.start.isoformat()] if record.when else [],
        endDate=[record.when.days.end.isoformat()] if record.when else [],
        location=[record.place.text] if record.place else [],
        country=[record.place.country.lower()] if record.place and record.place.country else [],
        summary=[_summary(record)],
        involved=list(bodies),
        proof=sorted({account.report_id for account in record.event.accounts}),
    )
    for id_, actor in bodies.items():
        yield _entity(id_, "Organization", name=[name_of(actor)], alias=[actor.text])
    for id_, report in {account.report_id: account.report for account in record.event.accounts}.items():
        yield _report(id_, report)


def _body(actor: Actor) -> str:
    return content_id("actor", actor.entry or name_of(actor).casefold())


def _summary(record: Record) -> str:
    """The tolls in words, and the figures of the codebook."""
    ranges = [(c.name, c.of(record)) for c in BASE if c.name.endswith(("_min", "_max"))]
    told = [f"{name} {value}" for name, value in ranges if value is not None]
    figures = [
        f"{record.codebook} {name}: {figure.value}"
        for name, figure in record.figures.items()
        if figure.value is not None
    ]
    return "; ".join([*told, *figures]) or "no toll is told"


def _report(id_: str, report: Report) -> dict[str, Any]:
    return _entity(
        id_,
        "Article",
        title=[report.title or report.id],
        publisher=[report.publisher] if report.publisher else [],
        publishedAt=[report.published.isoformat()] if report.published else [],
        sourceUrl=[report.url] if report.url else [],
    )


def _entity(id_: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in properties.items() if values}}

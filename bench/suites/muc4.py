"""Incidents of Latin American wire reports of 1988 to 1990, all in capitals: `muc4/score.py` of the data folder.

The task of 1992 wanted other incidents than ours: recent ones, whether the report exists for them or mentions them, and
no fighting between armed sides alone. It wanted the town of an incident where our place may be a street, and the
organisations that did it under one name each (`bench/perpetrators.py`) where our statements have whoever is named, as
written. `adapt` brings an extraction into those terms, by what the extraction says alone; `--plain` leaves it out.
"""

from __future__ import annotations

from datetime import date, timedelta

from bench.data import Json, load
from bench.perpetrators import organisations
from bench.scorer import score
from bench.suite import Outcome, Request, Suite, read_gold

RECENT = timedelta(days=62)
ARMED = frozenset({"military", "police", "security", "armed_group"})
ARMED_TARGETS = frozenset({"military", "police", "armed_group"})


def adapt(extraction: Json) -> Json:
    """The extraction with its relevant events alone, each with its town for its place where that is known."""
    published = extraction["document"].get("published")
    kept = [_in_town(event) for event in extraction["events"] if _is_relevant(event, extraction["tolls"], published)]
    names = {event["id"] for event in kept}
    return extraction | {
        "events": kept,
        "tolls": [claim for claim in extraction["tolls"] if claim["event"] in names],
        "responsibility": organisations(extraction, kept),
    }


def _is_relevant(event: Json, tolls: list[Json], published: str | None) -> bool:
    return not _is_old(event, published) and not _is_between_armed_sides(event, tolls)


def _is_old(event: Json, published: str | None) -> bool:
    """Whether it was more than two months before the report."""
    if not event.get("date") or not published:
        return False
    return date.fromisoformat(event["date"]["end"]) < date.fromisoformat(published) - RECENT


def _is_between_armed_sides(event: Json, tolls: list[Json]) -> bool:
    """Whether it is a battle in which nobody and nothing but fighters was hit, as far as that is told."""
    hit = {claim["group"]["category"] for claim in tolls if claim["event"] == event["id"]}
    targets = set(event.get("targets") or ())
    return bool(event["type"] == "battle" and hit <= ARMED and targets <= ARMED_TARGETS and (hit or targets))


def _in_town(event: Json) -> Json:
    place = event.get("place")
    return event | {"place": place | {"text": place["locality"]}} if place and place.get("locality") else event


def run(request: Request) -> Outcome:
    """Read every report and score the slots of its incidents."""
    rows = load(request.gold)
    predicted, failures = read_gold(request, rows)
    adapted = predicted if "--plain" in request.flags else [adapt(extraction) for extraction in predicted]
    scores = score(request.data / "muc4" / "score.py", rows, adapted, sorted(request.flags - {"--plain"}))
    return Outcome(figures=scores.figures, text=scores.text, predicted=predicted, failures=failures)


SUITE = Suite(
    name="muc4",
    about="incidents, victims, dates, places and perpetrators of wire reports in capitals",
    gold="muc4/dev.jsonl",
    run=run,
    flags={
        "--errors": "list every disagreement",
        "--plain": "score the extractions as they are, not adapted to MUC's task",
    },
)

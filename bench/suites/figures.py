"""Figures of codebooks: records of gold incidents (Gun Violence Archive), and all annotated events coded.

The records are made of the reports of one gold incident, so that linking plays no part: `house` gives killed, injured,
day and town, `ucdp` the range of the killed (its figures stand under `ucdp.`). coded: of the annotated events with two
or more different tolls the share that gets a figure, or a reason to be out of scope, under all five codebooks, each
with a whole derivation; ms_per_event: what all five take for one of these events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from time import process_time
from typing import Any

from bench.data import Json, load
from bench.scorer import Figures, score
from bench.suite import Outcome, Request, Suite, read_gold
from variorum.codebooks import compare, figures
from variorum.codebooks import load as codebook
from variorum.identity import accounts
from variorum.interchange import from_json
from variorum.models import Extraction, Figure, LinkedEvent
from variorum.pipeline.given import given_event

FIVE = ("ucdp", "acled", "gtd", "ibc", "airwars")
ROUNDS = 20


def run(request: Request) -> Outcome:
    """Read the reports, make the records, score them; code the annotated events."""
    rows = load(request.gold)
    predicted, failures = read_gold(request, rows)
    read_in = {row["document"]["id"]: from_json(row) for row in predicted}
    incidents: dict[str, list[Extraction]] = {}
    for row in rows:
        if row["document"]["id"] in read_in:
            incidents.setdefault(row["incident"], []).append(read_in[row["document"]["id"]])
    events = {name: event for name, found in incidents.items() if (event := given_event(found)) is not None}
    links = [{"document": row["document"]["id"], "event": row["incident"]} for row in rows]
    script = request.data / "gva" / "score.py"
    house = score(script, rows, [*links, *(_record(name, event, "house") for name, event in events.items())])
    ucdp = score(script, rows, [*links, *(_record(name, event, "ucdp") for name, event in events.items())])
    measured: Figures = {name: house.figures[name] for name in house.figures if "." in name or name == "record"}
    measured |= {f"ucdp.{name}": ucdp.figures[name] for name in ("killed.within", "killed.width", "killed.open")}
    measured |= _annotated([from_json(row) for row in load(request.data / "gold")])
    text = "".join(f"{name:20} {_shown(figure)}\n" for name, figure in measured.items())
    return Outcome(figures=measured, text=text, predicted=predicted, failures=failures)


def _shown(figure: float | int | None) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def _record(name: str, event: LinkedEvent, book: str) -> Json:
    """An incident's record as the scorer takes it."""
    found = {figure.name: figure.value for figure in figures(event, codebook(book))}
    if book == "ucdp":
        return {"event": name, "killed": {end: found[end] or 0 for end in ("low", "best", "high")}}
    days = {"start": found["date_start"], "end": found["date_end"]}
    return {
        "event": name,
        "date": days if days["start"] else None,
        "place": found["town"],
        "killed": _range(found, "killed"),
        "injured": _range(found, "injured"),
    }


def _range(found: Mapping[str, Any], name: str) -> Json:
    """Nobody is a number, too, in a record of an incident: where no account counts anybody, 0."""
    best = found[name]
    return {"low": found[f"{name}_low"] or 0, "best": best or 0, "high": found[f"{name}_high"] or 0}


def _annotated(extractions: Iterable[Extraction]) -> Figures:
    events = [LinkedEvent(id=one.id, accounts=(one,)) for each in extractions for one in accounts(each)]
    several = [event for event in events if len({toll.count for _, toll in event.tolls}) > 1]
    books = [codebook(name) for name in FIVE]
    coded = sum(_is_coded(event, books) for event in several)
    began = process_time()
    for event in several * ROUNDS:
        compare(event, books)
    spent = process_time() - began
    return {
        "coded": coded / len(several),
        "n.coded": len(several),
        "ms_per_event": round(1000 * spent / (len(several) * ROUNDS), 3),
    }


def _is_coded(event: LinkedEvent, books: Iterable[Any]) -> bool:
    known = {claim.id for account in event.accounts for claim in account.claims}
    for one in compare(event, books):
        reasoned = one.main.value is not None or bool(one.main.reason and one.inclusion and one.inclusion.reason)
        if not reasoned or not all(_is_whole(figure, known) for figure in one.figures):
            return False
    return True


def _is_whole(figure: Figure, known: set[str]) -> bool:
    """Whether a derivation has steps, each with its rule, mark and sentence, and names only claims that there are."""
    return bool(figure.steps) and all(
        step.rule and step.mark and step.sentence and set(step.claims) <= known for step in figure.steps
    )


SUITE = Suite(
    name="figures",
    about="figures of codebooks: records of gold incidents, and every annotated event coded by all five",
    gold="gva/dev.jsonl",
    run=run,
)

"""Places named in news texts, found and resolved: `geo/score.py` of the data folder, and the time per document.

`--second-half` leaves out the first half of the documents of a set that the reader was developed on.
"""

from __future__ import annotations

from time import process_time

from bench.data import Json, load
from bench.scorer import score
from bench.suite import Outcome, Request, Suite
from variorum.places import Gazetteer, ResolvedPlace, find, resolve

SECOND_HALF = "--second-half"


def run(request: Request) -> Outcome:
    """Find and resolve the places of every document and score them."""
    rows = load(request.gold)
    if SECOND_HALF in request.flags:
        rows = rows[len(rows) // 2 :]
    gazetteer = Gazetteer.open()
    began = process_time()
    predicted = [_read(row["document"], gazetteer) for row in rows]
    spent = process_time() - began
    scores = score(request.data / "geo" / "score.py", rows, predicted)
    figures = scores.figures | {
        "ms_per_document": round(1000 * spent / len(rows), 1),
        "gazetteer_mb": round(gazetteer.path.stat().st_size / 1e6),
    }
    text = scores.text + "".join(f"{name:14} {figures[name]}\n" for name in ("ms_per_document", "gazetteer_mb"))
    return Outcome(figures=figures, text=text, predicted=predicted)


def _read(document: Json, gazetteer: Gazetteer) -> Json:
    places = resolve(find(document["text"], gazetteer), gazetteer, publisher=document.get("publisher"))
    return {"id": document["id"], "places": [_row(place) for place in places]}


def _row(place: ResolvedPlace) -> Json:
    mention = place.mention
    return {
        "span": [mention.span.start, mention.span.end],
        "text": mention.text,
        "kind": mention.kind.value,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonames_id": place.geonames_id,
        "reason": place.reason,
    }


SUITE = Suite(
    name="geo",
    about="places of news texts: found, within 161 km, the very entry of GeoNames, time per document",
    gold="geo/trnews.jsonl",
    run=run,
    flags={SECOND_HALF: "leave out the first half of the documents"},
)

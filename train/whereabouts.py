"""Fit how much each sign of a place counts for its being where an incident was: `[place]` of
`src/variorum/data/whereabouts.toml`.

    python -m train.whereabouts --data DIR [--also FOLDER ...] [--write]

DIR is the folder of the benchmark data. Each mention of a place casts a vote of exp(sum of its signs' weights) for
where an incident was; the share of the votes that right mentions have is made greatest by L-BFGS, the weights drawn to
those set before (`whereabouts.toml` beside this file): nothing random but which sentences are read, and that by a fixed
seed.

Three sorts of text teach it: annotated reports (`gold/train`, the project's own `bench/own`, and those of every other
folder named), wire reports of 1988 to 1990 (the towns of an incident in a database), and single sentences of news with
the words for the place marked. The latter two count for less, as they are many and say less. Cross-validation is over
folds of whole reports, those of one incident in one fold; as the weights set before were fitted to reports of
`gold/train` too, it flatters.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.data import load, report
from bench.suites.muc4 import adapt
from train.annotated import PROJECT, annotated_rows, asked_for
from train.confidence import FOLDS, scorer
from train.kinds import aligned_events, drawn_to, one_of, packed, starts_of
from variorum.claims.accounts import Drawn
from variorum.claims.whereabouts.naming import named
from variorum.claims.whereabouts.ties import lexicon
from variorum.claims.whereabouts.where import Candidate, candidates, pick
from variorum.interchange import to_json
from variorum.models import Report
from variorum.pipeline import Reader

Json = dict[str, Any]
Vector = NDArray[np.float64]
Weights = Mapping[str, float]

FILE = PROJECT / "src" / "variorum" / "data" / "whereabouts.toml"
BEFORE = Path(__file__).with_suffix(".toml")
RIDGES = (5.0, 10.0, 20.0)
RIDGE = 20.0
"""How strongly weights are drawn to those set before."""
RARE = 8
"""A sign that holds of fewer mentions is not fitted."""
SENTENCES = 4000
"""How many sentences are read."""
NEAR = 60
"""Characters up to which a word for an incident's victims may be from the verb that a sentence marks."""


@dataclass(frozen=True, slots=True)
class Example:
    """An incident: the fold of its report, how much it counts, and the mentions of places, each with whether it is
    right."""

    fold: int
    counts: float
    found: Sequence[Candidate]
    right: Sequence[bool]


def main() -> None:
    asked = asked_for(__doc__)
    reader = Reader()
    found = {
        "annotated": list(annotated(reader, asked.data, asked.also)),
        "wires": list(wires(reader, asked.data)),
        "sentences": list(sentences(reader, asked.data)),
    }
    examples = [example for of in found.values() for example in of]
    before = tomllib.loads(BEFORE.read_text("utf-8"))["place"]
    present = lexicon()["place"]
    print("as it is:", judged(found, [present] * FOLDS))
    for ridge in RIDGES:
        unseen = [fit([e for e in examples if e.fold != fold], ridge, before) for fold in range(FOLDS)]
        print(f"ridge {ridge}, by cross-validation:", judged(found, unseen))
    fitted = fit(examples, RIDGE, before)
    print("fitted on all:", judged(found, [fitted] * FOLDS))
    moved = {sign: fitted.get(sign, 0.0) - present.get(sign, 0.0) for sign in fitted | present}
    for sign, by in sorted(moved.items(), key=lambda item: -abs(item[1]))[:10]:
        print(f"  {sign}: {by:+.2f} from what it is")
    if asked.write:
        FILE.write_text(replaced(FILE.read_text("utf-8"), fitted), "utf-8")


# ---- what is right -------------------------------------------------------------------------------


def annotated(reader: Reader, data: Path, also: Sequence[Path] = ()) -> Iterator[Example]:
    """The incidents of annotated reports, with the place that the annotation gives."""
    score = scorer(data / "score.py")
    rows, folds = annotated_rows(data, also)
    for drawn, event, rank in aligned_events(reader, rows, score):
        if event.get("place"):
            found = mentions(drawn, rank)
            right = [score.alike(event["place"]["text"], named(c.span).text) for c in found]
            yield Example(folds[drawn.extraction.report.id], 1.0, found, right)


def wires(reader: Reader, data: Path) -> Iterator[Example]:
    """The incidents of wire reports, with the towns that a database of 1992 gives for them, so that places without a
    name are left out. Which of ours is which of theirs is told without the places."""
    score = scorer(data / "muc4" / "score.py")
    for number, drawn, key, rank in aligned_wires(reader, data, score, ("place", "country")):
        if key["places"] and not key["bare"]:
            found = [c for c in mentions(drawn, rank) if "kind spot" not in c.signs]
            right = [score.place_right(score.words(town_of(c), score.GENERIC), key) for c in found]
            yield Example(number % FOLDS, 0.5, found, right)


def aligned_wires(
    reader: Reader, data: Path, score: ModuleType, without: Sequence[str]
) -> Iterator[tuple[int, Drawn, Json, int]]:
    """The incidents of wire reports that the reader finds: the report's number, what it draws from it, what a database
    of 1992 says, and which of the events drawn it is. Which is which is told `without` some of what the reader says."""
    rows = [row for row in load(data / "muc4" / "train.jsonl") if row["templates"]]
    for number, row in enumerate(rows):
        drawn = reader.draw(report(row))
        if drawn is None:
            continue
        ours = score.predicted_side(adapt(to_json(drawn.extraction)))
        keys = [score.gold_side(template) for template in row["templates"]]
        hidden = [side | dict.fromkeys(without) for side in ours]
        agreeing = [[x if (x := score.weight(side, key)) >= 1 else 0.0 for side in hidden] for key in keys]
        ranks = {event.id: rank for rank, event in enumerate(drawn.extraction.events)}
        for i, j in score.assign(agreeing):
            yield number, drawn, keys[i], ranks[ours[j]["id"]]


def sentences(reader: Reader, data: Path) -> Iterator[Example]:
    """Single sentences of news, with the words marked for where something was."""
    lines = (data / "event_place" / "sentences.jsonl").read_text("utf-8").splitlines()
    random.Random(1).shuffle(lines)  # noqa: S311
    for number, row in enumerate(map(json.loads, lines[:SENTENCES])):
        places = [(s["start"], s["end"]) for s in row["spans"] if s["label"] == "LOCATION"]
        verbs = [s["start"] for s in row["spans"] if s["label"] == "VERB"]
        drawn = reader.draw(Report(id=f"sentence {number}", text=row["text"])) if places and verbs else None
        if drawn is not None and (rank := nearest(drawn, verbs)) is not None:
            found = mentions(drawn, rank)
            right = [any(a < c.span.end_char and c.span.start_char < b for a, b in places) for c in found]
            yield Example(number % FOLDS, 0.3, found, right)


def mentions(drawn: Drawn, rank: int) -> list[Candidate]:
    """The mentions of places in a report with their signs for one of its incidents, as the reader weighs them."""
    events = drawn.extraction.events
    when, lead = events[rank].when, events[0].place if rank else None
    return candidates(drawn.telling, rank, when.days if when else None, lead, main=not rank)


def town_of(found: Candidate) -> str:
    place = named(found.span)
    return place.locality or place.text


def nearest(drawn: Drawn, verbs: Sequence[int]) -> int | None:
    """The incident with a word for its victims nearest to one of the verbs, each told by its first character."""
    doc = drawn.telling.doc
    gaps = [
        (abs(doc[token].idx - verb), rank)
        for rank, tokens in enumerate(drawn.telling.triggers)
        for token in tokens
        for verb in verbs
    ]
    gap, rank = min(gaps, default=(NEAR + 1, 0))
    return rank if gap <= NEAR else None


# ---- the model -----------------------------------------------------------------------------------


def fit(examples: Sequence[Example], ridge: float, before: Weights) -> dict[str, float]:
    """The weights that give right mentions the most votes, drawn to those set before."""
    taken = [e for e in examples if any(e.right)]
    rows = [c.signs for e in taken for c in e.found]
    held = Counter(sign for signs in rows for sign in signs)
    names = sorted(sign for sign, n in held.items() if n >= RARE)
    matrix = packed(rows, names)
    right = np.array([float(r) for e in taken for r in e.right])
    starts = starts_of(len(e.found) for e in taken)
    counts = np.array([e.counts for e in taken])
    of_rows = np.repeat(counts, [len(e.found) for e in taken])

    def told(weights: Vector) -> tuple[float, Vector]:
        lost, wrong = one_of(matrix @ weights, right, starts)
        return float(counts @ lost), matrix.T @ (of_rows * wrong)

    done = drawn_to(np.array([before.get(name, 0.0) for name in names]), ridge, told)
    return {**before, **{name: float(weight) for name, weight in zip(names, done, strict=True)}}


def judged(found: Mapping[str, Sequence[Example]], weights: Sequence[Weights]) -> str:
    """The share of incidents of each source whose place is chosen rightly, by the weights for their fold."""
    shares = []
    for source, examples in found.items():
        right = sum(_is_right(e, weights[e.fold]) for e in examples)
        shares.append(f"{source} {right / len(examples):.3f} of {len(examples)}")
    return ", ".join(shares)


def _is_right(example: Example, weights: Weights) -> bool:
    if not example.found:
        return False
    chosen = pick(example.found, weights)
    return any(c is chosen and right for c, right in zip(example.found, example.right, strict=True))


# ---- what is written -----------------------------------------------------------------------------


def replaced(text: str, weights: Weights, table: str = "place") -> str:
    """The file with other weights of places, or of another table; those that say nothing are left out."""
    before, _, rest = text.partition(f"[{table}]\n")
    after = rest[rest.index("\n\n") :] if "\n\n" in rest else "\n"
    rounded = {sign: round(weight, 2) for sign, weight in sorted(weights.items()) if round(weight, 2)}
    lines = [f"{_key(sign)} = {weight}" for sign, weight in rounded.items()]
    return f"{before}[{table}]\n" + "\n".join(lines) + after


def _key(sign: str) -> str:
    """A sign as TOML writes it: in quotes unless it is a word."""
    return sign if sign.isidentifier() else json.dumps(sign)


if __name__ == "__main__":
    main()

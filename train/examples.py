"""The examples that teach the learned reader: gold reports, reports read by the rules, made-up sentences.

An example is one window of a text (see `variorum.annotate.candidates`): its words and its candidates with what they
are. A label of -1 is not known and teaches nothing.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from train.silver_sentences import Writer
from variorum.annotate import language, triggers
from variorum.annotate.candidates import CATEGORIES, OUTCOMES, Candidate, Window, windows
from variorum.annotate.casing import recase
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.tolls.finding import find_tolls
from variorum.settings import Settings

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Label:
    """What a candidate is: indexes into OUTCOMES and CATEGORIES, 1 for an aggregate or a part; UNKNOWN teaches
    nothing."""

    start: int
    end: int
    outcome: int
    category: int = UNKNOWN
    aggregate: int = UNKNOWN
    part: int = UNKNOWN
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    document: str
    words: list[str]
    labels: list[Label]


def pipeline() -> Language:
    """The reader's pipeline up to the counts."""
    nlp = language.load(Settings(learned=False))
    for name in language.COMPONENTS:
        if name != "variorum_quantities":
            nlp.remove_pipe(name)
    return nlp


def unparsed() -> Language:
    nlp = pipeline()
    nlp.remove_pipe("variorum_parse")
    return nlp


def _example(document: str, doc: Doc, window: Window, labels: Sequence[Label]) -> Example:
    return Example(document, [t.text for t in doc[window.context : window.end]], list(labels))


def _place(window: Window, candidate: Candidate) -> tuple[int, int]:
    return candidate.start - window.context, candidate.end - window.context


# ---- gold ----------------------------------------------------------------------------------------------------------


def from_gold(report: dict[str, Any], doc: Doc) -> Iterator[Example]:
    """Optional tolls teach their category only."""
    for window in windows(doc):
        labels = []
        for candidate in window.candidates:
            span = doc[candidate.start : candidate.end]
            labels.append(_gold_label(report["tolls"], window, candidate, span.start_char, span.end_char))
        yield _example(report["document"]["id"], doc, window, labels)


def _gold_label(tolls: Sequence[dict[str, Any]], window: Window, candidate: Candidate, start: int, end: int) -> Label:
    at = _place(window, candidate)
    toll = max(tolls, key=lambda t: min(end, t["span"][1]) - max(start, t["span"][0]), default=None)
    if toll is None or min(end, toll["span"][1]) <= max(start, toll["span"][0]):
        return Label(*at, 0)
    optional = bool(toll.get("optional"))
    return Label(
        *at,
        UNKNOWN if optional else OUTCOMES.index(toll["outcome"]),
        CATEGORIES.index(toll["group"]["category"]),
        int(toll["event"] is None),
        int(toll.get("part_of") is not None),
    )


# ---- reports that the rules read -----------------------------------------------------------------------------------


def from_rules(document: str, doc: Doc, killed: int | None, injured: int | None, weight: float) -> Iterator[Example]:
    """What the rules find in a report, with the archive's killed and injured where they are known.

    Where the rules find nothing in a sentence with a casualty word they may have missed something, so that little is
    taught there, and nothing at all where the number is that of the archive's killed or injured.
    """
    starts = {d.start: d for d in find_tolls(doc)}
    for window in windows(doc):
        told = triggers.may_hold_claim([t.lower_ for t in doc[window.start : window.end]])
        labels: list[Label] = []
        for candidate in window.candidates:
            draft = starts.get(candidate.start)
            if draft is not None:
                labels.append(_draft_label(window, candidate, draft, weight))
            elif not (told and candidate.count.low is not None and candidate.count.low in (killed, injured)):
                labels.append(Label(*_place(window, candidate), 0, weight=weight * (0.4 if told else 1.0)))
        yield _example(document, doc, window, labels)


def _draft_label(window: Window, candidate: Candidate, draft: TollDraft, weight: float) -> Label:
    category = CATEGORIES.index(str(draft.category)) if draft.group is not None else UNKNOWN
    return Label(
        *_place(window, candidate),
        OUTCOMES.index(str(draft.outcome)),
        category,
        UNKNOWN,
        int(draft.part_of is not None),
        weight,
    )


# ---- made-up sentences ---------------------------------------------------------------------------------------------


def made_up(nlp: Language, number: int, seed: int, weight: float) -> Iterator[Example]:
    for k, made in enumerate(Writer(seed).texts(number)):
        doc = nlp(made.text)
        for window in windows(doc):
            labels = []
            for candidate in window.candidates:
                span = doc[candidate.start : candidate.end]
                mark = next((m for m in made.marks if m.start < span.end_char and span.start_char < m.end), None)
                at = _place(window, candidate)
                if mark is None or mark.outcome == "none":
                    labels.append(Label(*at, 0, weight=weight))
                else:
                    labels.append(
                        Label(
                            *at,
                            OUTCOMES.index(mark.outcome),
                            CATEGORIES.index(mark.category),
                            int(mark.aggregate),
                            int(mark.part),
                            weight,
                        )
                    )
            yield _example(f"made-{k}", doc, window, labels)


# ---- all -----------------------------------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def gold(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Runs of eight words, by which two copies of a text are known."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[k : k + 8]) for k in range(max(1, len(words) - 7))}


def silver(data: Path, seed: int, gva: int, muc4: int, attribution: int) -> Iterator[Example]:
    """Reports that the rules read; none that shares more than a few phrases with a gold report."""
    kept_apart = set().union(
        *(shingles(r["document"]["text"]) for part in ("train", "dev") for r in gold(data / "gold" / part))
    )
    nlp, chance = pipeline(), random.Random(seed)  # noqa: S311  # seeded, for repeatable training
    for name, number in (("gva", gva), ("muc4", muc4), ("attribution", attribution)):
        reports = rows(data / name / "train.jsonl")
        chance.shuffle(reports)
        taken = 0
        for report in reports:
            if taken == number:
                break
            text = (report.get("document") or report)["text"][:6000]
            if len(shingles(text) & kept_apart) > 8:
                continue
            taken += 1
            doc = nlp(recase(text))
            killed, injured = _true_numbers(report)
            yield from from_rules(f"{name}-{taken}", doc, killed, injured, 0.5)


def _true_numbers(report: dict[str, Any]) -> tuple[int | None, int | None]:
    """The archive's killed and injured, where it is about one incident."""
    record = report.get("record") or report.get("incident") or {}
    if not isinstance(record, dict):
        return None, None
    return record.get("killed"), record.get("injured")

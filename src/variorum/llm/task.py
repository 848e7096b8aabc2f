"""The task as a model is given it: a report in pieces that fit, the instructions, and the answer's shape.

Prompts are files of `data/prompts`, one a version; a version that was published is never changed. The report stands in
the user's message as it is, behind one line of JSON with what is known of it, so that a batch file alone is enough to
read its answers back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.errors import FormatError
from variorum.models import GroupCategory, Mode, Outcome, Report, SourceKind, Stance

PROMPT = "reading-1"
"""Name of the prompt in use."""

Messages = list[dict[str, str]]
_RULE = "-----\n"


@cache
def instructions(prompt: str = PROMPT) -> str:
    return (files("variorum.data") / "prompts" / f"{prompt}.md").read_text("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a report that is asked about at once: code points start to end, the number-th of its report."""

    report: Report
    number: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.report.text[self.start : self.end]


def pieces(report: Report, most: int) -> tuple[Piece, ...]:
    """The report in pieces of at most `most` code points, cut where a paragraph, a sentence or a word ends."""
    bounds = list(_bounds(report.text, max(most, 1)))
    return tuple(Piece(report=report, number=k, start=a, end=b) for k, (a, b) in enumerate(bounds, start=1))


def _bounds(text: str, most: int) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > most:
        end = start + most
        for mark in ("\n\n", "\n", ". ", " "):
            cut = text.rfind(mark, start + most // 2, end)
            if cut > 0:
                end = cut + len(mark)
                break
        yield start, end
        start = end
    yield start, len(text)


def messages(piece: Piece, prompt: str = PROMPT) -> Messages:
    """What the model is sent about a piece."""
    report = piece.report
    head = {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "piece": [piece.start, piece.end, len(report.text)],
    }
    return [
        {"role": "system", "content": instructions(prompt)},
        {"role": "user", "content": json.dumps(head, ensure_ascii=False) + "\n" + _RULE + piece.text},
    ]


def piece_of(sent: Messages) -> tuple[Report, int, int, int]:
    """The piece that messages were made of: its report (with the piece's text alone), start, end, and the length of
    the whole text. Raises FormatError where the messages are none of `messages`.
    """
    try:
        head, _, text = sent[1]["content"].partition("\n" + _RULE)
        known = json.loads(head)
        start, end, length = known["piece"]
        published = date.fromisoformat(known["published"]) if known["published"] else None
        report = Report(
            id=known["id"],
            text=text,
            title=known["title"],
            publisher=known["publisher"],
            published=published,
            url=known["url"],
        )
    except (LookupError, TypeError, ValueError) as error:
        raise FormatError("request", f"its messages were not written by `variorum llm requests` ({error})") from None
    if len(text) != end - start:
        raise FormatError(report.id, f"its request holds {len(text)} characters, not the {end - start} that it names")
    return report, start, end, length


# --- the answer ----------------------------------------------------------------------------------------------------


def _choice(of: type[Outcome | GroupCategory | SourceKind | Stance | Mode]) -> dict[str, Any]:
    return {"type": "string", "enum": [value.value for value in of]}


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_WORDS = {"type": "string"}
_WORDS_OR_NULL = {"type": ["string", "null"]}
_SOURCES = _list(_object(text=_WORDS, kind=_choice(SourceKind), anonymous={"type": "boolean"}))

SCHEMA: dict[str, Any] = _object(
    incidents=_list(_object(id=_WORDS, about=_WORDS, main={"type": "boolean"})),
    tolls=_list(
        _object(
            id=_WORDS,
            quote=_WORDS,
            context=_WORDS,
            outcome=_choice(Outcome),
            group=_WORDS,
            group_category=_choice(GroupCategory),
            sources=_SOURCES,
            incident=_WORDS_OR_NULL,
            stance=_choice(Stance),
            part_of=_WORDS_OR_NULL,
        )
    ),
    responsibility=_list(
        _object(
            quote=_WORDS,
            context=_WORDS,
            actor=_WORDS_OR_NULL,
            mode=_choice(Mode),
            sources=_SOURCES,
            incident=_WORDS_OR_NULL,
        )
    ),
)
"""JSON Schema of an answer, for models that can be held to one."""

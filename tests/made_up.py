"""Extractions made up in tests: every claim is a sentence of a report that the builder writes; its spans are true."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from variorum.models import (
    Event,
    EventType,
    Extraction,
    Group,
    GroupCategory,
    Mode,
    Outcome,
    Report,
    Responsibility,
    Source,
    SourceKind,
    Stance,
    Toll,
)
from variorum.values import CountRange, Span


def source(text: str, kind: str = "other", *, anonymous: bool = False, reason: str | None = None) -> Source:
    return Source(text=text, kind=SourceKind(kind), anonymous=anonymous, reason=reason)


@dataclass
class Builder:
    """A report that grows by a sentence with each claim."""

    text: str = ""
    events: list[Event] = field(default_factory=lambda: [Event(id="e1", type=EventType.BATTLE, main=True)])
    tolls: list[Toll] = field(default_factory=list)
    said: list[Responsibility] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=lambda: {"id": "made-up", "published": date(2021, 5, 4)})

    def add(self, before: str, quote: str, after: str) -> Span:
        start = len(self.text) + len(before)
        self.text += before + quote + after
        return Span(start, start + len(quote))

    def toll(
        self,
        quote: str,
        low: int | None,
        high: int | None,
        group: str = "people",
        category: str = "people",
        *by: Source,
        outcome: str = "killed",
        approx: bool = False,
        before: str = "There were ",
        after: str = " struck there. ",
        event: str | None = "e1",
        **more: Any,
    ) -> str:
        """Adds a toll and gives its id. `by`: the chain, outermost first."""
        span = self.add(before, quote, f" {group}{after}")
        group_span = Span(span.end + 1, span.end + 1 + len(group))
        name = f"t{len(self.tolls) + 1}"
        self.tolls.append(
            Toll(
                id=name,
                event=event,
                outcome=Outcome(outcome),
                count=CountRange(low, high, approx),
                group=Group(text=group, category=GroupCategory(category), span=group_span),
                quote=quote,
                span=span,
                sources=by,
                stance=Stance(more.pop("stance", "asserted")),
                **more,
            )
        )
        return name

    def blame(self, mode: str, actor: str | None, *by: Source, event: str | None = "e1") -> str:
        span = self.add(f"{actor or 'Nobody'} ", f"is {mode} there", ". ")
        name = f"r{len(self.said) + 1}"
        self.said.append(
            Responsibility(
                id=name, event=event, actor=actor, mode=Mode(mode), quote=span.of(self.text), span=span, sources=by
            )
        )
        return name

    def paragraph(self) -> None:
        self.text = self.text.rstrip() + "\n\n"

    def build(self) -> Extraction:
        return Extraction(
            report=Report(text=self.text, **self.about),
            events=tuple(self.events),
            tolls=tuple(self.tolls),
            responsibility=tuple(self.said),
        )

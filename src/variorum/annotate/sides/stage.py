"""What the sides of one event are read from, and how a mention becomes a side: under its fullest name, "the rebels" by
the name of their group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from variorum.annotate.events.kinds import from_the_air
from variorum.annotate.events.roles import Part, parts_of
from variorum.annotate.events.scopes import Scope
from variorum.annotate.events.victims import Victims
from variorum.annotate.persons import Person, persons_of
from variorum.annotate.responsibility import ResponsibilityCue, alike
from variorum.annotate.sides.side import STATES, Side
from variorum.models import Actor
from variorum.values import Span

_GROUPS = frozenset({"rebel_group", "political_militia", "identity_militia"})
_VAGUE = frozenset({"rebel_group", "political_militia", "unidentified"})
_ALWAYS_NAMELESS = re.compile(
    r"gunm[ae]n|bomber|attacker|assailant|gang|hitm[ae]n|bandit|pirate|settler|cartel|trafficker|suspect", re.IGNORECASE
)
_ENDS = frozenset({"'s", "’s", "'", "’", "in", "of", "the", "and"})
_KEPT = ("registry_id", "registry_alternatives", "actor_country", "generic_actor")


@dataclass(frozen=True, slots=True)
class Stage:
    """An event's stretches of the report (`scope`) with the victims of its tolls, the statements of who did it and the
    country of its place; `persons` are those whom the report names, `first` tells whether it is the report's first
    event, `mentions` are the actors of the whole report, `parts` those in the scope with their roles."""

    doc: Doc
    scope: Scope
    victims: tuple[Victims, ...]
    statements: tuple[ResponsibilityCue, ...]
    country: str | None
    persons: tuple[Person, ...]
    first: bool
    mentions: tuple[DocSpan, ...]
    parts: tuple[Part, ...]

    @staticmethod
    def of(
        doc: Doc,
        scope: Scope,
        victims: Iterable[Victims] = (),
        statements: Iterable[ResponsibilityCue] = (),
        country: str | None = None,
        *,
        first: bool = True,
    ) -> Stage:
        """The stage of an event; the Doc's spans "actors" are its mentions."""
        mentions = tuple(doc.spans.get("actors", ()))
        parts = tuple(parts_of(doc, scope))
        persons = persons_of(doc)
        return Stage(doc, scope, tuple(victims), tuple(statements), country, persons, first, mentions, parts)

    def side(self, mention: DocSpan, side: str) -> Side:
        """A mention as a side of the event."""
        span = _bare(self._fullest(mention, side))
        category = self.seen_from_here(str(span.label_), span._.actor_country) or "lone_attacker"
        actor = Actor(text=span.text, side=side, category=category, span=Span(span.start_char, span.end_char))
        return Side(actor, span._.registry_id, bool(span._.generic_actor))

    def seen_from_here(self, category: str, country: str | None) -> str:
        """A state's forces in another country's event are external ones."""
        foreign = category == "state_forces" and country and self.country and country != self.country
        return "external_forces" if foreign else category

    def by_name(self, side: Side) -> Side:
        """For "the rebels" the name of the group, where the event's sentences, or the whole report, name only one.

        Whoever is attacked in the event does not stand behind its attackers.
        """
        if not side.generic or side.actor.category not in _VAGUE or _ALWAYS_NAMELESS.search(side.actor.text):
            return side
        other = "patient" if side.actor.side == "attacker" else "agent"
        rivals = {p.span._.registry_id for p in self.parts if p.role == other} - {None}
        near = [p.span for p in self.parts if p.weight >= 1 and _is_group(p.span, rivals)]
        everywhere = [s for s in self.mentions if _is_group(s, rivals)]
        for spans, share in ((near, 1.0), (everywhere, 0.7)):
            name = _dominant(spans, share)
            if name is not None:
                return self.side(name, side.actor.side)
        return side

    def _fullest(self, span: DocSpan, camp: str) -> DocSpan:
        """The fullest mention of an organisation in the whole report: "Islamic State" for "IS"."""
        entry = span._.registry_id
        if str(span.label_) in STATES:
            return self._fullest_force(span, camp)
        if entry is None or span._.generic_actor or span._.actor_country is not None:
            return span
        return max(
            (m for m in self.mentions if m.label == span.label and m._.registry_id == entry),
            key=lambda m: (sum(t.text[:1].isupper() and not t.text.isupper() for t in m), m.start == span.start),
            default=span,
        )

    def _fullest_force(self, span: DocSpan, camp: str) -> DocSpan:
        """The fullest words that the event has for a force: "Somali government soldiers" for "soldiers". Those
        who are hit do not name the force that attacks."""
        unlike = "patient" if camp == "attacker" else "agent"
        country, text = span._.actor_country, span.text
        same = [
            part.span
            for part in self.parts
            if part.span.label == span.label
            and (part.role != unlike or part.span.start == span.start)
            and (country is None or part.span._.actor_country in (None, country))
            and alike(part.span.text, text)
        ]
        flies = from_the_air(text)
        same = [m for m in same if from_the_air(m.text) == flies]
        return max(same, key=lambda m: (len(_words(m)), m.start == span.start, -m.start), default=span)


def _bare(span: DocSpan) -> DocSpan:
    """A name without the 's or the small word that it ends in."""
    while len(span) > 1 and span[-1].lower_ in _ENDS:
        shorter = span[:-1]
        shorter.label_ = span.label_
        for name in _KEPT:
            shorter._.set(name, span._.get(name))
        span = shorter
    return span


def _words(span: DocSpan) -> list[str]:
    return [token.lower_ for token in span if token.is_alpha and not token.is_stop]


def _is_group(span: DocSpan, rivals: set[str | None]) -> bool:
    named = not span._.generic_actor and str(span.label_) in _GROUPS
    return named and span._.registry_id not in rivals


def _dominant(spans: Sequence[DocSpan], share: float) -> DocSpan | None:
    """The first mention of the group that has at least this share of the mentions."""
    counts: dict[str, list[DocSpan]] = {}
    for span in spans:
        counts.setdefault(span._.registry_id or span.text.casefold(), []).append(span)
    best = max(counts.values(), key=len, default=None)
    return best[0] if best is not None and len(best) >= share * len(spans) else None

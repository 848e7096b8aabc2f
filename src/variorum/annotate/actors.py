"""`variorum_actors`: marks armed groups, forces and services in a Doc.

Spans go to `doc.spans["actors"]`, labelled with the category of the annotation guide; `span._.registry_id` is the id
of the likeliest registry entry or None, `span._.registry_alternatives` the ids of others that the name could mean,
`span._.actor_country` the ISO code of the state whose force it is or None,
`span._.generic_actor` whether it names nobody in particular ("gunmen", "the rebels"). `doc._.recased`, set by whoever
made the Doc, says that the text was in capitals.
"""

from __future__ import annotations

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.actors.names import find_actors
from variorum.actors.registry import rank
from variorum.annotate.extensions import text_of

_DEFAULTS: dict[str, str | bool | tuple[str, ...] | None] = {
    "registry_id": None,
    "registry_alternatives": (),
    "actor_country": None,
    "generic_actor": False,
}


def register() -> None:
    """Make the span attributes known to spaCy; harmless when done twice."""
    if not Doc.has_extension("recased"):
        Doc.set_extension("recased", default=False)
    for name, default in _DEFAULTS.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)


@Language.component("variorum_actors", assigns=["doc.spans"])
def mark_actors(doc: Doc) -> Doc:
    """Put the actors of the Doc into doc.spans["actors"], in order, none overlapping."""
    register()
    spans: list[Span] = []
    year = _year(doc)
    for found in find_actors(text_of(doc), recased=doc._.recased, year=year):
        span = doc.char_span(found.start, found.end, label=found.category, alignment_mode="expand")
        if span is None or (spans and span.start < spans[-1].end):
            continue
        entries = rank(found.entries, year=year)
        span._.registry_id = entries[0].id if entries else None
        span._.registry_alternatives = tuple(entry.id for entry in entries[1:])
        span._.actor_country = found.country
        span._.generic_actor = found.generic
        spans.append(span)
    doc.spans["actors"] = spans
    return doc


def _year(doc: Doc) -> int | None:
    published = doc._.published if Doc.has_extension("published") else None
    return published.year if isinstance(published, date) else None

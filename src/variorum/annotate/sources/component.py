"""The spaCy component `variorum_sources`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.annotate import extensions
from variorum.annotate.sources.chains import attributions_of


def register() -> None:
    """Make `doc._.attributions` and `span._.anonymous` known to spaCy; harmless when done twice."""
    extensions.register()
    if not Doc.has_extension("attributions"):
        Doc.set_extension("attributions", default=())
    if not Span.has_extension("anonymous"):
        Span.set_extension("anonymous", default=False)


class SourceAnnotator:
    """Puts attributions and their sources on a Doc. Needs sentence boundaries; reads the parse where there is one."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        doc._.attributions = attributions_of(doc, doc._.publisher)
        spans = {}
        for item in doc._.attributions:
            for source in item.sources:
                span = source.span and doc.char_span(source.span.start, source.span.end, label=str(source.kind))
                if span is not None:
                    span._.anonymous = source.anonymous
                    spans[span.start, span.end] = span
        doc.spans["sources"] = [spans[key] for key in sorted(spans)]
        return doc


@Language.factory("variorum_sources")
def make_sources(nlp: Language, name: str) -> SourceAnnotator:  # noqa: ARG001  (spaCy's signature)
    return SourceAnnotator()

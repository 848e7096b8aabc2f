"""What Variorum's components keep on a spaCy Doc besides its spans."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

DEFAULTS: dict[str, date | str | bool | tuple[()] | None] = {
    "published": None,
    "publisher": None,
    "recased": False,
    "pointed": (),
}


def register() -> None:
    """Make `doc._.published`, `doc._.publisher`, `doc._.recased` (the report was in capitals) and `doc._.pointed`
    (stretches of the text that another reader pointed at) known to spaCy.

    Harmless when done twice.
    """
    for name, default in DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def text_of(doc: Doc) -> str:
    """The text of a Doc, put together once: spaCy joins the tokens anew with every `doc.text`."""
    known: str | None = doc.user_data.get("variorum_text")
    if known is None:
        known = doc.user_data["variorum_text"] = doc.text
    return known


def words_of(doc: Doc) -> list[str]:
    """The tokens of a Doc in small letters and without soft hyphens, looked up once: spaCy fetches each word anew,
    several times as slowly."""
    known: list[str] | None = doc.user_data.get("variorum_words")
    if known is None or len(known) != len(doc):
        known = [token.lower_ for token in doc]
        if _SOFT_HYPHEN in text_of(doc):
            known = [word.replace(_SOFT_HYPHEN, "") for word in known]
        doc.user_data["variorum_words"] = known
    return known


_SOFT_HYPHEN = "\u00ad"
"""Where a word may be broken at the end of a line; pages are full of it."""

"""What Variorum's components keep on a spaCy Doc besides its spans."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

DEFAULTS: dict[str, date | str | None] = {"published": None, "publisher": None}


def register() -> None:
    """Make `doc._.published` and `doc._.publisher` known to spaCy; harmless when done twice."""
    for name, default in DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)

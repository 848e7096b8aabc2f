"""Lines that were broken to fit a width: the break inside a sentence is a space to the reader.

Lengths stay, so that spans of the text that is read are spans of the text as published.
"""

from __future__ import annotations

import re

_INNER_BREAK = re.compile(
    r"(?<=[^\s.!?:;\"”’)\]])\n(?!\d{1,2}[:.]\d{2}\b\s*(?:[ap]\.?m\.?|GMT|BST|UTC)?\s*[:–—-])(?=[a-z0-9$€£(\"“‘'])"
)
"""A single line break after a word that ends no sentence and before one that begins none."""


def unwrapped(text: str) -> str:
    """The text with a space for each line break inside a sentence; code point for code point as long."""
    return _INNER_BREAK.sub(" ", text)

"""Datelines: where a report was filed, "KABUL, Afghanistan (AP) -- "."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from variorum.places.records import Mention
from variorum.places.tokens import Token
from variorum.values import Span

DATELINE_WITHIN = 3000
_AGENCIES = (
    "AP|AFP|Reuters|REUTERS|UPI|CNN|IANS|PTI|Xinhua|dpa|DPA|KUNA|AA|ANI|SANA|BBC|EFE|ANSA|TASS|Interfax|IRIN|VOA|ABC|CBS|NBC"
    "|UNI|NNA|WAM|MENA|Bloomberg|IPS|RFE/RL"
)
_AGENCY = r"(?:\s*\(?(?:" + _AGENCIES + r")[^)\n]{0,30}\)?)?"
_DATELINE = re.compile(
    r"(?:^|\n)\s*(?P<place>(?:[A-Z][A-Z.'’ -]{2,}|[A-Z][\w'’ -]{2,30}(?=,? ?\((?:"
    + _AGENCIES
    + r")))(?:,\s*[A-Z][\w.'’ -]{1,40})?)"
    + _AGENCY
    + r"\s*(?:,?\s*\(?[A-Z][a-z]{2,8}\.?\s+\d{1,2}\)?)?"
    + _AGENCY
    + r"\s*(?:—|–|--?|:|\x97)\s"
)
_MONITORED = re.compile(
    r"(?:^|\n)\s*(?P<place>[A-Z][\w.'’ -]{2,40}(?:,? \(?[A-Z][\w.'’ -]{1,40}\)?)?),?\s+"
    r"\d{1,2}\s+[A-Z][A-Za-z]{2,8}\.?\s+\d{2,4}\s*\([^()\n]{2,80}\)\s*(?:—|–|--?)\s"
)
"""As monitoring services write it: "Lima, 4 May 89 (EFE) -- "."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATED = re.compile(
    r"(?:^|\n)\s*(?P<place>[A-Z][\w'’-]{2,20}(?:[ -][A-Z][\w'’-]{1,20}){0,2}"
    r"(?:,\s*[A-Z][\w.'’ -]{1,30}|\s*\([A-Z][\w.'’ -]{2,30}\))?)"
    r"(?:,?\s*\(?(?:" + _MONTH + r"\s+\d{1,2}|\d{1,2}\s+" + _MONTH + r")(?:,?\s+\d{4})?\)?" + _AGENCY + r"\s*[:/]?"
    r"\s*(?:—|–|--?|:|\x97|/)|(?<=\))\s*(?:—|–|--?|\x97))\s"
)
"""As some agencies write it: "Sanaa, Aug 9: ", "Kaduna (Nigeria) - "."""


def _datelines(text: str) -> list[Span]:
    """Where the places of datelines stand."""
    head = text[:DATELINE_WITHIN]
    return [Span(*match.span("place")) for form in (_DATELINE, _MONITORED, _DATED) for match in form.finditer(head)]


def dateline_starts(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """Where datelines start, and where a line starts with a word in capitals, which most often is one."""
    found = {span.start for span in _datelines(text)}
    found |= {t.start for t in tokens if t.shouted and (t.start == 0 or text[t.start - 1] == "\n")}
    return frozenset(found)


def with_datelines(text: str, found: list[Mention]) -> list[Mention]:
    spans = _datelines(text)
    return [replace(m, dateline=True) if any(s.contains(m.span) for s in spans) else m for m in found]

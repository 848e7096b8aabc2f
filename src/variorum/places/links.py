"""Which mention the words put in which: "Arish, North Sinai", "Nablus in the West Bank", "Syria's Aleppo"."""

from __future__ import annotations

import re
from dataclasses import replace

from variorum.places.records import Kind, Mention

_UPWARD = frozenset({Kind.COUNTRY, Kind.ADMIN1, Kind.ADMIN2, Kind.REGION, Kind.NATURAL, Kind.CONTINENT})
_IN_GAP = re.compile(
    r"^\.?,?\s+(?:(?:in|of|within|inside)\s+(?:(?:the|its|their)\s+)?(?:(?:country|nation|state|province|district|city|town|village|governorate|region|county|department)(?:'s|’s)?\s+)?"
    r"(?:(?:of|northern|southern|eastern|western|central|neighbou?ring|nearby)\s+)?)$",
    re.IGNORECASE,
)
_OF_GAP = re.compile(
    r"^(?:'s|’s)?\s+(?:(?:[a-z-]+)\s+){0,2}(?:city|town|village|capital|port|district|province|suburb|neighbou?rhood|quarter|hamlet)\s+of\s+(?:the\s+)?$"
)
_OWN_GAP = re.compile(r"^(?:'s|’s)\s+(?:(?:[a-z-]+)\s+){0,2}$")


def linked(text: str, found: list[Mention]) -> list[Mention]:
    """Ties each mention to those that the words put it in: "Arish, North Sinai", "Nablus in the West Bank", "Syria's
    Aleppo".
    """
    containers: list[list[int]] = [[] for _ in found]
    for i in range(len(found) - 1):
        a, b = found[i], found[i + 1]
        if a.span.end > b.span.start:
            continue
        gap = text[a.span.end : b.span.start]
        if len(gap) > 45:
            continue
        if (gap in (", ", " (", ",\n", "., ", ". ") and b.rank < a.rank and (_may_hold(b) or b.kind is Kind.CITY)) or (
            _IN_GAP.match(gap) and b.rank <= a.rank and b.kind is not Kind.DEMONYM
        ):
            containers[i].append(i + 1)
        elif (_OF_GAP.match(gap) or _OWN_GAP.match(gap) or gap == " ") and a.rank < b.rank:
            containers[i + 1].append(i)
    for i in reversed(range(len(found))):
        for j in list(containers[i]):
            if j > i:
                containers[i] += [k for k in containers[j] if k not in containers[i]]
    return [replace(m, containers=tuple(containers[i])) if containers[i] else m for i, m in enumerate(found)]


def _may_hold(mention: Mention) -> bool:
    return any(c.kind in _UPWARD for c in mention.candidates)

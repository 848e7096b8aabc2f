"""Distances and directions from a named place: "30 km north-west of Mosul", "about 80 miles from the capital"."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from variorum.places.records import Kind, Mention, Offset
from variorum.values import Span

EARTH_KM = 6371.0088
_DIRECTION_WORDS = (
    r"(?:due\s+)?(?:north|south|east|west|north-?\s?east|north-?\s?west|south-?\s?east|south-?\s?west)(?:ern)?"
)
_DISTANCE = re.compile(
    r"(?P<about>about|some|around|roughly|nearly|almost|approximately|over|more than|less than"
    r"|just|just over|just under)?\s*(?P<number>\d[\d,]*(?:\.\d+)?|a few|several|a dozen|two dozen"
    r"|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen))"
    r"(?:\s*-\s*|\s+)?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi\b|met(?:er|re)s|yards)\b"
    r"(?:\s*\([^()\n]{1,30}\))?\s*(?:to\s+the\s+)?(?P<direction>"
    + _DIRECTION_WORDS
    + r")?\s*(?:away\s+)?(?P<joint>of|from|outside)\s+(?:the\s+)?"
    r"(?:(?:city|town|village|capital)\s+of\s+|capital(?:,|\s)\s*)?$",
    re.IGNORECASE,
)
_BEARING = re.compile(
    r"\b(?:(?:just|further|farther|far|immediately)\s+)?(?:to\s+the\s+)?(?P<direction>"
    + _DIRECTION_WORDS
    + r")\s+of\s+(?:the\s+)?"
    r"(?:(?:city|town|village|capital)\s+of\s+)?$",
    re.IGNORECASE,
)
_LAST = ("of", "from", "outside", "the", "capital", "capital,")
"""What either ends in: most places stand behind other words, and looking for a distance takes long."""
_BEARINGS = {"n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0}
_NUMBERS = {
    word: float(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0,
    "eighty": 80.0, "ninety": 90.0, "a few": 4.0, "several": 5.0, "a dozen": 12.0, "two dozen": 24.0,
}  # fmt: skip


def with_offsets(text: str, found: list[Mention]) -> list[Mention]:
    """Adds "30 km north-west of Mosul" as a mention of its own after that of Mosul."""
    out: list[Mention] = []
    out.extend(found)
    for mention in found:
        if mention.kind in (Kind.DEMONYM, Kind.CONTINENT):
            continue
        start = max(0, mention.span.start - 110)
        before = text[start : mention.span.start]
        if not before.rstrip().lower().endswith(_LAST):
            continue
        match = _DISTANCE.search(before) or _BEARING.search(before)
        if match is None:
            continue
        begin = start + match.start() + len(match.group()) - len(match.group().lstrip())
        out.append(
            replace(
                mention,
                text=text[begin : mention.span.end],
                span=Span(begin, mention.span.end),
                kind=Kind.OFFSET,
                offset=_offset(match),
            )
        )
    return out


def moved(lat: float, lon: float, offset: Offset) -> tuple[tuple[float, float], float, float | None]:
    """The point at a distance and bearing, and how far off it may be in km; without a bearing the place itself, and how
    far from it the ring at the distance reaches, at most and at least.
    """
    if offset.km is None:
        return (lat, lon), 25.0, None
    slack = 0.25 if offset.about else 0.1
    if offset.bearing is None:
        return (lat, lon), round(offset.km * (1 + slack), 1), round(offset.km * (1 - slack), 1)
    angle, turn = offset.km / EARTH_KM, math.radians(offset.bearing)
    p, q = math.radians(lat), math.radians(lon)
    to = math.asin(math.sin(p) * math.cos(angle) + math.cos(p) * math.sin(angle) * math.cos(turn))
    east = q + math.atan2(math.sin(turn) * math.sin(angle) * math.cos(p), math.cos(angle) - math.sin(p) * math.sin(to))
    spread = offset.km * math.sin(math.radians(22.5))
    point = round(math.degrees(to), 5), round((math.degrees(east) + 180) % 360 - 180, 5)
    return point, round(max(2.0, spread, offset.km * slack), 1), None


def _offset(match: re.Match[str]) -> Offset:
    groups = match.groupdict()
    bearing = None
    if groups.get("direction"):
        letters = re.sub(r"due\s+|ern\b", "", groups["direction"].casefold())
        short = ("n" if "north" in letters else "s" if "south" in letters else "") + (
            "e" if "east" in letters else "w" if "west" in letters else ""
        )
        bearing = _BEARINGS.get(short)
    number = groups.get("number")
    if number is None:
        return Offset(km=None, bearing=bearing, about=True)
    value = _number(number.casefold())
    unit = groups["unit"].casefold()
    if unit.startswith("mi"):
        value *= 1.609344
    elif unit.startswith("met"):
        value /= 1000
    elif unit.startswith("yard"):
        value *= 0.0009144
    return Offset(km=round(value, 3), bearing=bearing, about=bool(groups.get("about")) or not number[0].isdigit())


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", "").rstrip("."))
    if word in _NUMBERS:
        return _NUMBERS[word]
    tens, _, ones = word.partition("-")
    return _NUMBERS.get(tens, 0.0) + _NUMBERS.get(ones, 0.0)

"""Where an outlet is at home: its town, or its country, from its name or web address."""

from __future__ import annotations

import re
from functools import cache

from variorum.places.gazetteer import Gazetteer
from variorum.places.lexicon import countries, read
from variorum.places.names import key
from variorum.places.records import Candidate, Kind

SMALLEST_TOWN = 3000
MOST_TOWNS = 12
_HOST = re.compile(r"^(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)+)(?:[/:?#].*)?$", re.IGNORECASE)
_CALL_SIGN = re.compile(r"^(?:www\.)?[kw][a-z]{3}(?:-?tv|-?\d{1,2})?\.com$", re.IGNORECASE)
"""Stations in the United States bear a sign of four letters that begins with K or W: "wafb.com", "kvue.com"."""
_PAPER_WORDS = tuple(
    sorted(
        "newspapers news times post herald tribune gazette journal daily today star sun press chronicle record mail "
        "observer dispatch courier sentinel online examiner register city local democrat republican leader reporter "
        "telegraph telegram standard citizen guardian mirror independent advertiser advocate banner bulletin enquirer "
        "inquirer eagle globe messenger monitor review union world tv radio live now fm paper weekly".split(),
        key=len,
        reverse=True,
    )
)
_NO_COUNTRY = frozenset({"tv", "co", "me", "io", "fm", "ai", "ly", "to", "cc", "ws", "im", "gg", "la", "st"})


def home_towns(publisher: str | None, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The towns that an outlet may be at home in, the likeliest first: listed ones, else those that it is named after
    ("Dallas Morning News", "gainesvilletimes.com"). Empty where it is no local one.
    """
    if not publisher:
        return ()
    names = _names(publisher)
    for name in names:
        listed = _listed_towns().get(key(name))
        if listed is not None:
            town, unit = listed
            return tuple(c for c in gazetteer.lookup(town) if c.kind is Kind.CITY and c.admin1 == unit)[:1]
    if home_country(publisher, listed_only=True):
        return ()
    for name in names:
        for stem in _stems(name):
            towns = [
                c for c in gazetteer.lookup(stem) if c.kind is Kind.CITY and c.main and c.population >= SMALLEST_TOWN
            ]
            if towns:
                return tuple(towns[:MOST_TOWNS])
    return ()


def home_country(publisher: str | None, *, listed_only: bool = False) -> str | None:
    """The country of a national outlet, by the list or by a national web domain. ISO code; None where unknown."""
    if not publisher:
        return None
    for name in _names(publisher):
        if found := _listed_countries().get(key(name)):
            return found
    host = _HOST.match(publisher.strip())
    if listed_only or host is None:
        return None
    if _CALL_SIGN.search(host["host"]):
        return "US"
    top = host["host"].rpartition(".")[2].upper()
    top = "GB" if top == "UK" else top
    return top if top in countries() and top.casefold() not in _NO_COUNTRY else None


def _names(publisher: str) -> list[str]:
    """What may be listed of a publisher: its name, or its host, whole and label by label."""
    host = _HOST.match(publisher.strip())
    if host is None:
        bare = publisher.split("(", maxsplit=1)[0].strip()
        return [bare, *([bare.removesuffix(".com")] if bare.endswith(".com") else [])]
    name = host["host"].casefold().removeprefix("www.")
    labels = name.split(".")
    return [name, ".".join(labels[:-1]), *(label for label in labels[:-1] if len(label) > 2 and label != "www")]


def _stems(name: str) -> list[str]:
    """The parts of an outlet's name that may be a town: words from the left, or a host less words such as "news"."""
    words = name.split()
    if len(words) > 1:
        return [" ".join(words[:n]) for n in (3, 2, 1) if len(words) > n]
    stem = name.removeprefix("the").removeprefix("online") if len(name) > 8 else name
    out = [] if stem == name else [stem]
    while (
        ending := next((word for word in _PAPER_WORDS if stem.endswith(word) and len(stem) > len(word) + 3), None)
    ) is not None:
        stem = stem[: -len(ending)].rstrip("-")
        out.append(stem)
    return [*out, name]


@cache
def _listed_towns() -> dict[str, tuple[str, str]]:
    out: dict[str, tuple[str, str]] = {}
    for town, outlets in read("outlets.toml")["towns"].items():
        name, _, unit = town.rpartition(", ")
        out |= {key(outlet): (name, unit) for outlet in outlets}
    return out


@cache
def _listed_countries() -> dict[str, str]:
    return {key(outlet): iso for iso, outlets in read("outlets.toml")["countries"].items() for outlet in outlets}

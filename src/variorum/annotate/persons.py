"""The persons whom a report names, and what is told of them: whether they are suspected of violence or came to harm.

The words are data (`data/persons.toml`).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from variorum.annotate.events.cues import phrase_pattern
from variorum.annotate.extensions import text_of
from variorum.places.lexicon import given_names
from variorum.values import Span

_NAME = re.compile(
    r"\b[A-Z][\w'’-]+(?:\s+(?:[\"“][^\"”\n]{1,20}[\"”]|[A-Z]\.|bin|al|de|del|la|el|van|von|[A-Z][\w'’-]+)){1,4}"
)
_AGE = re.compile(r",? (?:aged )?\d{1,2},|,? \(\d{1,2}\)")
_AROUND = 90
"""Characters around a name within which words tell of it."""
_NEAR = 70
"""Characters before a name within which words tell of it directly."""
_BETWEEN = r"(?:[’']s?)?(?:,[^,.;]{1,60},|\s*\(\w+\),?)?\s+(?:(?:who|then|allegedly|also|later)\s+)*"
"""From a name to the words that tell of it: "Ann Poe, a student, who later ..."."""
_UP_TO = {
    "fell_before": r"\W{0,2}(?:[\w’'.-]+\s+){0,6}$",
    "did_it_before": r"\W{0,2}(?:(?:as|identified|named|man|of|against)\s+)*(?:[\w’'.-]+\s+){0,3}$",
    "speaks_before": r"\s+$",
}
"""From such words to the name that follows them."""


@cache
def _words() -> dict[str, re.Pattern[str]]:
    lists = tomllib.loads((files("variorum") / "data" / "persons.toml").read_text("utf-8"))
    return {name: re.compile(_pattern(name, phrases), re.IGNORECASE) for name, phrases in lists.items()}


def _pattern(name: str, phrases: Iterable[str]) -> str:
    start = _BETWEEN if name.endswith("_after") else r"\b"
    return f"{start}(?:{'|'.join(map(phrase_pattern, phrases))}){_UP_TO.get(name, '')}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named: the words where the name first stands, how often the name is told (as a logarithm), how much is
    told of a suspicion and of harm; whether the words beside the name say that they fell, did it, or tell of it."""

    name: str
    span: Span
    told: float
    suspected: float
    harmed: float
    fell: bool
    did_it: bool
    speaks: bool


def persons_of(doc: Doc) -> tuple[Person, ...]:
    """The persons with a given name and a family name, in the order of the text; kept with the Doc."""
    known: tuple[Person, ...] | None = doc.user_data.get("variorum_persons")
    if known is None:
        known = doc.user_data["variorum_persons"] = tuple(_found(doc))
    return known


def _found(doc: Doc) -> Iterator[Person]:
    text = text_of(doc)
    taken = [(s.start_char, s.end_char) for layer in ("actors", "places") for s in doc.spans.get(layer, ())]
    seen: set[str] = set()
    for match in _NAME.finditer(text):
        name = match.group()
        words = name.split()
        last = words[-1]
        inside = any(start < match.end() and match.start() < end for start, end in taken)
        aged = _AGE.match(text, match.end()) is not None
        known = aged or words[0].lower() in given_names()
        if not known or last in seen or inside or not last[:1].isupper():
            continue
        seen.add(last)
        places = [m.start() for m in re.finditer(rf"\b{re.escape(last)}\b", text)]
        around = [text[max(0, at - _AROUND) : at + _AROUND] for at in places]
        yield Person(
            name=name,
            span=Span(*match.span()),
            told=math.log1p(len(places)),
            suspected=math.log1p(sum(_words()["suspected"].search(words) is not None for words in around)),
            harmed=math.log1p(sum(_words()["harmed"].search(words) is not None for words in around)),
            **{what: _is_told(what, text, name, places) for what in ("fell", "did_it", "speaks")},
        )


def _is_told(what: str, text: str, name: str, places: Iterable[int]) -> bool:
    """Whether words of a sort stand right before or after a name, wherever its last word stands (`places`)."""
    before, after = _words()[f"{what}_before"], _words()[f"{what}_after"]
    for at in places:
        end = at + len(name.rsplit(maxsplit=1)[-1])
        start = end - len(name) if text[end - len(name) : end] == name else at
        if before.search(text[max(0, start - _NEAR) : start].rpartition("\n")[2]) or after.match(text, end):
            return True
    return False

"""The persons whom a report names, and what is told of them: whether they are suspected of violence or came to harm."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from variorum.annotate.extensions import text_of
from variorum.places.lexicon import given_names
from variorum.values import Span

_NAME = re.compile(
    r"\b[A-Z][\w'’-]+(?:\s+(?:[\"“][^\"”\n]{1,20}[\"”]|[A-Z]\.|bin|al|de|del|la|el|van|von|[A-Z][\w'’-]+)){1,4}"
)
_AGE = re.compile(r",? (?:aged )?\d{1,2},|,? \(\d{1,2}\)")
_AROUND = 90
"""Characters around a name within which words tell of it."""
_SUSPECTED = re.compile(
    r"\b(?:suspect\w*|gunm[ae]n|shooter|attacker|assailant|killer|perpetrator|bomber|accused|arrest\w*|charged|indicted|convicted|guilty"
    r"|wanted|confess\w*|pleaded|sentenced|opened fire|custody|manhunt|motive|surrendered|defendant)\b",
    re.IGNORECASE,
)
_HARMED = re.compile(
    r"\b(?:victims?|was (?:shot|killed|stabbed|murdered|found dead|wounded|beaten|kidnapped|abducted|assassinated)"
    r"|were (?:killed|shot|murdered)"
    r"|died|dead|death of|killing of|murder of|assassination of|slaying of|body of|funeral|mourn\w*|memorial|loved|late"
    r"|pronounced|widow|remembered|succumbed|kidnapping of|identified as)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named: the words where the name first stands, how often the name is told (as a logarithm), and how much
    is told of a suspicion and of harm."""

    name: str
    span: Span
    told: float
    suspected: float
    harmed: float


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
            suspected=math.log1p(sum(_SUSPECTED.search(words) is not None for words in around)),
            harmed=math.log1p(sum(_HARMED.search(words) is not None for words in around)),
        )

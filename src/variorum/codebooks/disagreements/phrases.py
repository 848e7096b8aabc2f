"""How a disagreement is put into words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from variorum.codebooks.disagreements.groups import names_no_people
from variorum.models import Chain, Outcome, Toll
from variorum.values import CountRange

_ONE = CountRange.exactly(1)


@lru_cache(maxsize=1 << 14)
def clip(text: str, most: int = 80) -> str:
    """The text on one line, shortened to so many characters."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


@lru_cache(maxsize=1 << 14)
def name(text: str) -> str:
    """A name inside a sentence: without the capital of an article that opened the report's sentence."""
    first, _, rest = clip(text).partition(" ")
    return f"{first.lower()} {rest}" if rest and first in {"The", "A", "An", "Some", "Two", "Several"} else clip(text)


def whom(toll: Toll) -> str:
    """The people whom a toll counts, in the report's words; "people" where these are no noun for people."""
    if names_no_people(toll.group.text):
        return "person" if toll.count == _ONE else "people"
    return name(clip(toll.group.text, 60))


@cache
def outcome_words(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")


def counted(toll: Toll) -> str:
    """A toll in words: "55 or more policemen killed"."""
    return f"{number(toll)} {whom(toll)} {outcome_words(toll.outcome)}"


def number(toll: Toll) -> str:
    return "one" if toll.count == _ONE else str(toll.count)


def who(chain: Chain) -> str:
    """Who speaks, in words: "the mayor", "security officials through the AP", "the report itself"."""
    if not chain:
        return "the report itself"
    said = name(chain[-1].text)
    return said if len(chain) == 1 else f"{said} through {name(chain[0].text)}"


def whose(chain: Chain) -> str:
    """The same before what is said: "the mayor's", "the report's own"."""
    if not chain:
        return "the report's own"
    said = name(chain[-1].text)
    return f"{said}'" if re.search(r"[^s]s$", said) else f"{said}'s"


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def listed(parts: Sequence[str]) -> str:
    """The parts without repetition: "a", "a and b", "a, b and c"."""
    once = list(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} and {once[-1]}"

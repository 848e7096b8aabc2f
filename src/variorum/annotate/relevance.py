"""Which reports tell of violence at all, by the words of the raw text: most of the world's news needs no reading.

A report is *steeped* in violence where words of it come up often ("killed", "wounded", "troops"), or less often where
it opens with a deed ("the murder of the mayor"): it is read whole. Any other can hold a toll only where a casualty word
stands in one sentence with a word that counts ("five", "no", "another", "a man"): usually nowhere. Words are looked up
in sets (`data/relevance.toml`, and those of the casualty words, numbers and nouns for people), in linear time and
before anything is tokenized.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.annotate import groups, quantities, triggers
from variorum.annotate.inflection import noun_forms, verb_forms

STEEPED = 1 / 80
"""From this many words of violence per word on, a report is read whole. Reports of attacks have 1 in 35 to 10, of
politics fewer than 1 in 300."""

OPENED = 1 / 120
"""From this many on where a deed is among its first words: reports of one murder go on to speak of the dead."""
_LEAD = 70
"""Words of a dateline, a headline and the first sentence or two."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"\n{2,}|(?<=[a-z]{5}[.!?])(?<!approx\.)[ \n](?=[A-Z][a-z])")
"""Where no sentence goes on: at an empty line, and at a full stop after a long word, which is no abbreviation. Most
other sentences end here too, but then the stretch just holds more of them."""
REACH = 12
"""So many words may stand between a casualty word and what counts its victims."""
_HEADLINE_WORDS = 20
"""Up to so many words a headline may have; it drops its articles ("Soldier killed in raid")."""
_ARTICLES = frozenset(("a", "an"))


@cache
def _steeped_words() -> frozenset[str]:
    return frozenset(form for word in _lexicon()["steeped"]["words"] for form in _forms(word))


@cache
def _words_of_deeds() -> frozenset[str]:
    return frozenset(form for word in _lexicon()["deeds"]["words"] for form in _forms(word))


def is_steeped(text: str) -> bool:
    """Whether words of violence come up often in a text."""
    words, steeped = words_in(text), _steeped_words()
    told = sum(word in steeped for word in words)
    if told >= STEEPED * len(words):
        return True
    return told >= OPENED * len(words) and not _words_of_deeds().isdisjoint(words[:_LEAD])


def doubtful_stretches(text: str) -> list[str]:
    """The stretches of a text that may hold a toll, in order; each is one or more whole sentences."""
    return [
        stretch for stretch in _BETWEEN.split(text) if any(may_hold_toll(words_in(p)) for p in _with_lines(stretch))
    ]


def _with_lines(stretch: str) -> list[str]:
    """The stretch and, as any of them may be a headline, its lines."""
    return [stretch, *stretch.split("\n")] if "\n" in stretch else [stretch]


def may_hold_toll(words: Sequence[str]) -> bool:
    """Whether lower-case words have among them a casualty word and, near it, one that counts people."""
    told = _telling(words)
    counting = _counting(told)
    if not counting or not triggers.may_hold_claim(told):
        return False
    return any(
        trigger.start - REACH <= at <= trigger.end + REACH for trigger in triggers.triggers(told) for at in counting
    )


def words_in(text: str) -> list[str]:
    """The words and numbers of a text in small letters. spaCy's tokens are never shorter."""
    return _WORD.findall(text.lower())


def _counting(words: Sequence[str]) -> list[int]:
    """Where numbers stand and, in a headline or with an article or a number besides, nouns for people."""
    known = _numbers()
    numbers = [at for at, word in enumerate(words) if word in known or word[0].isdigit()]
    if not numbers and len(words) > _HEADLINE_WORDS and _ARTICLES.isdisjoint(words):
        return []
    people = groups.heads().keys()
    return [*numbers, *(at for at, word in enumerate(words) if word in people)]


def _telling(words: Sequence[str]) -> list[str]:
    """The words without those that want a companion and have none ("life", "critical", "lost")."""
    wanted = _companions()
    return [word for word in words if word not in wanted or not wanted[word].isdisjoint(words)]


@cache
def _companions() -> dict[str, frozenset[str]]:
    """Every form of a casualty word that tells nothing by itself, with the forms of its companions."""
    return {
        form: frozenset(other for companion in companions for other in _forms(companion))
        for word, companions in _lexicon()["companions"].items()
        for form in _forms(word)
    }


def _forms(word: str) -> tuple[str, ...]:
    return (*verb_forms(word), *noun_forms(word))


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "relevance.toml").read_text("utf-8"))


@cache
def _numbers() -> frozenset[str]:
    return frozenset((*quantities.first_words() - _ARTICLES, *quantities.lexicon()["multiples"], "another"))

"""Whom a number counts: nouns for people and the category of the annotation guide that a phrase with one belongs to.

`variorum_groups` puts nouns for people into `doc.spans["groups"]`, labelled with the category. The words are data
(`data/groups.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.annotate.extensions import words_of
from variorum.annotate.inflection import noun_forms
from variorum.models import GroupCategory
from variorum.places.lexicon import countries

_STATE_FORCES = frozenset((GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY))


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "groups.toml").read_text("utf-8"))


@cache
def heads() -> dict[str, GroupCategory]:
    """Every noun for people, singular and plural, lower case, with its category; the first listing of a noun counts.

    Nationalities ("Angolans") are nouns for people of no further category.
    """
    out: dict[str, GroupCategory] = {}
    for category, nouns in lexicon()["heads"].items():
        for noun in nouns:
            for form in noun_forms(noun.lower()):
                out.setdefault(form, GroupCategory(category))
    for form in nationals():
        out.setdefault(form, GroupCategory.PEOPLE)
    return out


@cache
def nationals() -> frozenset[str]:
    """What the people of a country or continent are called, singular and plural, lower case."""
    words = [word for country in countries().values() for word in country.demonyms] + lexicon()["nations"]["words"]
    nouns = (word.lower().split()[-1] for word in words if not word.endswith(_ADJECTIVES))
    return frozenset(form for noun in nouns for form in noun_forms(noun))


@cache
def of_countries() -> frozenset[str]:
    """What is said of the people and things of a country, lower case: "turkish", "yemeni"."""
    return frozenset(word.lower() for country in countries().values() for word in country.demonyms) | nationals()


_ADJECTIVES = ("ish", "ch")
"""Endings of adjectives that are no nouns for people: "Turkish", "French"."""


def _forms_of(table: str) -> dict[str, GroupCategory]:
    return {
        form: GroupCategory(category)
        for category, words in lexicon()[table].items()
        for word in words
        for form in noun_forms(word.lower())
    }


@cache
def _modifiers() -> dict[str, GroupCategory]:
    return _forms_of("modifiers")


@cache
def _collectives() -> dict[str, GroupCategory]:
    return _forms_of("collectives")


@cache
def _endings() -> tuple[tuple[str, GroupCategory], ...]:
    """How unlisted nouns for people end, the longest ending first."""
    rows = ((end, GroupCategory(category)) for category, ends in lexicon()["endings"].items() for end in ends)
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def neutral() -> frozenset[str]:
    """Heads that say little of whom they mean: their modifiers decide."""
    return _nouns_of("heads")


def _ranked() -> frozenset[str]:
    """Heads of a category of their own, which only a word for a force outweighs: "a police official"."""
    return _nouns_of("official")


@cache
def _nouns_of(name: str, table: str = "neutral") -> frozenset[str]:
    """A list of nouns, singular and plural, lower case."""
    return frozenset(form for noun in lexicon()[table][name] for form in noun_forms(noun.lower()))


def _is_of_party(before: Sequence[str]) -> bool:
    """Whether the words before a head name a political party: "Awami League", "PML - N"."""
    joined = " ".join(before).replace(" - ", "-")
    return any(f" {party} " in f" {joined} " for party in _nouns_of("parties"))


def role(name: str) -> frozenset[str]:
    """Nouns for people, singular and plural, from which the same may be concluded: "kin", "ranks". Raises KeyError."""
    return _nouns_of(name, "roles")


@cache
def at_work() -> frozenset[str]:
    """What civilians are told to be doing: "working", "praying"."""
    return frozenset(lexicon()["at_work"]["words"])


@cache
def not_people() -> frozenset[str]:
    """Nouns that a number may count beside a casualty word, and that are no people: "attacks", "houses", "days"."""
    return frozenset(lexicon()["not_people"]["words"])


def is_person(words: Sequence[str]) -> bool:
    """Whether the last words (lower case, hyphens words of their own) of a phrase are a noun for people: "hostages",
    "village chief", "hostage - takers", "temple - goers"."""
    if not words:
        return False
    return words[-1] in heads() or " ".join(words[-2:]) in heads() or _hyphened(words, len(words) - 1) is not None


def _hyphened(words: Sequence[str], head: int) -> GroupCategory | None:
    """The category of a head that is tied to the word before it by a hyphen: "neo - Nazi", "temple - goers"."""
    if head < 2 or words[head - 1] != "-":
        return None
    listed = heads().get(f"{words[head - 2]}-{words[head]}")
    return listed or (None if words[head] in heads() else dict(_endings()).get(words[head]))


_ARMED_FOR_STATE = frozenset((GroupCategory.MILITARY, GroupCategory.POLICE, GroupCategory.SECURITY))


def category_of(words: Sequence[str], head: int | None = None) -> GroupCategory | None:
    """The category of a noun phrase in lower-case words whose head stands at `head` (the last word by default).

    None where no word of it is known. The longest listed phrase goes first ("police officer"), then what modifies a
    neutral head ("rebel commander", "members of the militia"), the head itself, and how an unlisted head ends.
    """
    head = len(words) - 1 if head is None else head
    if head < 0:
        return None
    longest = (heads().get(" ".join(words[head - 1 : head + 1])) if head else None) or _hyphened(words, head)
    word = words[head]
    noun = heads().get(word)
    if longest is not None:
        return longest
    if word in _nouns_of("employed") and not _nouns_of("by_state").isdisjoint(words[:head]):
        return GroupCategory.OFFICIAL
    if noun is None or word in neutral() or word in _ranked():
        modified = _modified(words, head)
        if modified is GroupCategory.OFFICIAL and noun in _ARMED_FOR_STATE:
            return noun  # "government commandos"
        if modified is not None and _makes(modified, word):
            return modified
    if word == "citizen" and head and words[head - 1] in of_countries():
        return GroupCategory.PEOPLE  # "an Indian citizen": of a country, and no more
    if word in _nouns_of("leading") and _is_of_party(words[:head]):
        return GroupCategory.OFFICIAL
    return noun or _collectives().get(word) or _by_ending(word)


def _makes(modified: GroupCategory, word: str) -> bool:
    """Whether what modifies a head says what it is: rebels make their leaders, a president not his supporters."""
    if word in _nouns_of("following"):
        return modified is not GroupCategory.OFFICIAL
    return word not in _ranked() or modified in _outweighing()


@cache
def _outweighing() -> frozenset[GroupCategory]:
    return frozenset(map(GroupCategory, lexicon()["neutral"]["outweighed_by"]))


def _modified(words: Sequence[str], head: int) -> GroupCategory | None:
    """What the words before a head say of it, the nearest first, else those after it."""
    return _before(words[:head]) or belonging(words[head + 1 :])


def _before(words: Sequence[str]) -> GroupCategory | None:
    """What the words before a head say of it, the nearest first: "Red Cross", "army"."""
    for at in reversed(range(len(words))):
        pair = " ".join(words[at - 1 : at + 1]) if at else ""
        found = _modifiers().get(pair) or (None if _is_stance(words, at) else _modifiers().get(words[at]))
        if found is not None:
            return found
    return None


def _is_stance(words: Sequence[str], at: int) -> bool:
    """Whether a word is what people are for or against: the government of "pro-government men"."""
    return at > 1 and words[at - 1] == "-" and words[at - 2] in ("pro", "anti")


def belonging(words: Sequence[str]) -> GroupCategory | None:
    """What the name of a body says of its people: "of the presidential guard", "of a nomad family"; two words that go
    together say more than the first that is known: "of the peasant defense patrol"."""
    for pair in map(" ".join, pairwise(words)):
        found = _collectives().get(pair) or _strict(pair)
        if found is not None:
            return found
    for at, word in enumerate(words):
        found = None if _is_stance(words, at) else _modifiers().get(word) or _strict(word) or _collectives().get(word)
        if found is not None:
            return found
    return None


@cache
def _told_by(table: str, category: GroupCategory) -> frozenset[str]:
    """The words, or the whole names, of states' forces that are of a service."""
    return frozenset(lexicon()[table][str(category)])


def service_of(said: Sequence[str], name: str) -> GroupCategory:
    """Which service a state's force is: by the words for it, by its name as a whole, by the words of its name, all in
    lower case; the military where nothing tells."""
    full = name.replace("(", "").replace(")", "").split()
    for table, told in (("service_words", said), ("service_names", (name,)), ("service_words", full)):
        for category in (GroupCategory.MILITARY, GroupCategory.POLICE, GroupCategory.SECURITY):
            if not _told_by(table, category).isdisjoint(told):
                return category
    return GroupCategory.MILITARY


def service_of_militia(said: Sequence[str]) -> GroupCategory | None:
    """Which service of a state a militia is that it keeps; None for any other."""
    kept = (GroupCategory.MILITARY, GroupCategory.SECURITY)
    return next((c for c in kept if not _told_by("state_militias", c).isdisjoint(said)), None)


def _by_ending(word: str) -> GroupCategory | None:
    return next((c for end, c in _endings() if word.endswith(end) and len(word) >= len(end) + _STEM), None)


_STEM = 3
"""Letters of an unlisted noun before its ending, at least."""


def _strict(word: str) -> GroupCategory | None:
    """ "bodies of soldiers": what a noun after a neutral head says of it."""
    category = heads().get(word)
    return None if category is GroupCategory.PEOPLE else category


def mixture(categories: Sequence[GroupCategory]) -> GroupCategory:
    """The category of groups named together: police and soldiers are `security`, other mixtures are `people`."""
    kinds = set(categories)
    if len(kinds) == 1:
        return kinds.pop()
    return GroupCategory.SECURITY if kinds <= _STATE_FORCES else GroupCategory.PEOPLE


@Language.component("variorum_groups", assigns=["doc.spans"])
def mark_groups(doc: Doc) -> Doc:
    """Put nouns for people into doc.spans["groups"], each labelled with its category."""
    known = heads()
    doc.spans["groups"] = [
        Span(doc, at, at + 1, label=str(known[word])) for at, word in enumerate(words_of(doc)) if word in known
    ]
    return doc

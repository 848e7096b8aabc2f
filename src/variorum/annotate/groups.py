"""Whom a number counts: nouns for people and the category of the annotation guide that a phrase with one belongs to.

`variorum_groups` puts nouns for people into `doc.spans["groups"]`, labelled with the category. The words are data
(`data/groups.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.annotate.extensions import words_of
from variorum.annotate.inflection import noun_forms
from variorum.models import GroupCategory

_STATE_FORCES = frozenset((GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY))


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "groups.toml").read_text("utf-8"))


@cache
def heads() -> dict[str, GroupCategory]:
    """Every noun for people, singular and plural, lower case, with its category; the first listing of a noun counts."""
    out: dict[str, GroupCategory] = {}
    for category, nouns in lexicon()["heads"].items():
        for noun in nouns:
            for form in noun_forms(noun.lower()):
                out.setdefault(form, GroupCategory(category))
    return out


@cache
def _modifiers() -> dict[str, GroupCategory]:
    return {
        form: GroupCategory(c)
        for c, words in lexicon()["modifiers"].items()
        for w in words
        for form in noun_forms(w.lower())
    }


@cache
def _neutral() -> frozenset[str]:
    return frozenset(form for noun in lexicon()["neutral"]["heads"] for form in noun_forms(noun))


@cache
def not_people() -> frozenset[str]:
    """Nouns that a number may count beside a casualty word, and that are no people: "attacks", "houses", "days"."""
    return frozenset(lexicon()["not_people"]["words"])


def is_person(words: Sequence[str]) -> bool:
    """Whether the last words (lower case) of a phrase are a noun for people."""
    return bool(words) and (words[-1] in heads() or " ".join(words[-2:]) in heads())


def category_of(words: Sequence[str], head: int | None = None) -> GroupCategory | None:
    """The category of a noun phrase in lower-case words whose head stands at `head` (the last word by default).

    None where no word of it is known. A phrase that joins police and soldiers is `security`, other mixtures are
    `people`.
    """
    head = len(words) - 1 if head is None else head
    if head < 0:
        return None
    longest = heads().get(" ".join(words[max(0, head - 1) : head + 1]))
    noun = longest or heads().get(words[head])
    if longest and words[head] not in _neutral():
        return longest
    if noun is None or words[head] in _neutral():
        modified = next((m for w in reversed(words[:head]) if (m := _modifiers().get(w))), None)
        after = next((m for w in words[head + 1 :] if (m := _modifiers().get(w) or _strict(w))), None)
        return modified or longest or after or noun
    return noun


def _strict(word: str) -> GroupCategory | None:
    """ "members of the security forces", "bodies of soldiers": what a noun after a neutral head says of it."""
    category = heads().get(word)
    return None if category is GroupCategory.PEOPLE or word in ("family", "families") else category


def mixture(categories: Sequence[GroupCategory]) -> GroupCategory:
    """The category of groups named together."""
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

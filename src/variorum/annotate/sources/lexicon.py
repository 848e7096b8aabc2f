"""The word lists of attribution, read once from `data/cues.toml`, `data/sources.toml` and `data/outlets.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from variorum.errors import DataError
from variorum.models import SourceKind

POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
"""The mark of a possessor, which the words of a phrase and of a pattern are compared without."""
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """How a text marks that somebody else is speaking. All words in small letters.

    verbs: form of a verb -> the classes it belongs to (`say`, `weak`, `deny`, `quote`, `set`, `go_on`).
    words: the closed word lists, by their name in the file.
    makers: the longest first, as tuples of words: what ties a document to whoever made it.
    """

    verbs: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    makers: tuple[tuple[str, ...], ...]
    according: tuple[tuple[str, ...], ...]
    stance: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Some words that tell the kind of a source. `decisive` is false for roles that any body can have, `above` true
    for bodies that outweigh every other word of the phrase."""

    words: tuple[str, ...]
    kind: SourceKind
    decisive: bool
    above: bool = False

    def matches(self, words: tuple[str, ...], raw: tuple[str, ...], at: int) -> bool:
        """Whether the pattern stands at a place of a phrase, given in small letters and as written."""
        if at + len(self.words) > len(words):
            return False
        pairs = zip(self.words, words[at:], raw[at:], strict=False)
        return all(_same_word(pattern, word, written) for pattern, word, written in pairs)


def _same_word(pattern: str, word: str, written: str) -> bool:
    if pattern.endswith("*"):
        return (written if pattern[:-1].isupper() else word).startswith(pattern[:-1])
    if not pattern.isupper():
        return pattern == word
    return pattern == written or (len(pattern) > 3 and pattern.capitalize() == written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What tells the kind of a source. `by_first` holds the patterns by how they begin, for speed: `beginning_with`;
    `private` are bodies that govern nobody, `persons` what a single person is, `titles` what stands before a person's
    name."""

    by_first: Mapping[str, tuple[Pattern, ...]]
    unnamed: frozenset[str]
    bodies: frozenset[str]
    private: frozenset[str]
    persons: frozenset[str]
    titles: frozenset[str]

    def beginning_with(self, word: str) -> Iterator[Pattern]:
        """The patterns whose first word may be this one, in small letters."""
        for key in (word, *(f"{word[:length]}*" for length in range(1, min(_STEM, len(word)) + 1))):
            yield from self.by_first.get(key, ())


_STEM = 4
"""Letters of a first word with any ending by which it is looked up, at most."""


def _key(first: str) -> str:
    """What a pattern is looked up by: its first word, or of one with any ending the first letters and a star."""
    return f"{first[:-1][:_STEM]}*".lower() if first.endswith("*") else first.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """The outlets of the world by name. `aliases`: a short name to all the names of the same outlet, squashed."""

    names: frozenset[str]
    endings: tuple[tuple[str, ...], ...]
    beginnings: tuple[tuple[str, ...], ...]
    aliases: Mapping[str, frozenset[str]]
    editions: frozenset[str]


def _table(name: str) -> dict[str, object]:
    return tomllib.loads((files("variorum") / "data" / name).read_text("utf-8"))


def _lists(table: Mapping[str, object], name: str) -> dict[str, list[str]]:
    found = table.get(name)
    if not isinstance(found, dict) or not all(isinstance(v, list) for v in found.values()):
        raise DataError(f"the table [{name}] must hold lists of words, not {type(found).__name__}")
    return found


def _strings(table: Mapping[str, object], name: str) -> list[str]:
    found = table.get(name)
    if not isinstance(found, list):
        raise DataError(f"{name} must be a list of words, not {type(found).__name__}")
    return found


def _split(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(p.lower().split()) for p in phrases), key=lambda words: (-len(words), words)))


def inflect(verb: str) -> tuple[str, ...]:
    """The regular forms of an English verb: "deny" gives deny, denies, denied, denying."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return verb, verb + plural, verb + "ed", verb + "ing"


@cache
def cues() -> Cues:
    """The cues of attribution. Raises DataError where the file is not as it should be."""
    table = _table("cues.toml")
    irregular = _lists(table, "irregular")
    classes: dict[str, set[str]] = {}
    for name, verbs in _lists(table, "verbs").items():
        for verb in verbs:
            for form in (verb, *irregular[verb]) if verb in irregular else inflect(verb):
                classes.setdefault(form, set()).add(name)
    words = _lists(table, "words")
    return Cues(
        verbs={form: frozenset(names) for form, names in classes.items()},
        words={name: frozenset(listed) for name, listed in words.items()},
        makers=_split(words["makers"]),
        according=_split(words["according"]),
        stance={name: tuple(listed) for name, listed in _lists(table, "stance").items()},
    )


@cache
def kinds() -> Kinds:
    """What tells the kind of a source. Raises DataError for a kind that there is not."""
    table = _table("sources.toml")
    found: dict[str, list[Pattern]] = {}
    for name, decisive in (("bodies", True), ("above", True), ("roles", False)):
        for kind, phrases in _lists(table, name).items():
            if kind not in set(SourceKind):
                raise DataError(f"sources.toml: {kind!r} is no kind of source")
            for phrase in phrases:
                words = tuple(POSSESSIVE.sub("", phrase).split())
                pattern = Pattern(words=words, kind=SourceKind(kind), decisive=decisive, above=name == "above")
                found.setdefault(_key(words[0]), []).append(pattern)
    anonymous, persons = _lists(table, "anonymous"), _lists(table, "persons")
    return Kinds(
        by_first={key: tuple(patterns) for key, patterns in found.items()},
        unnamed=frozenset(anonymous["nouns"]),
        bodies=frozenset(word.lower() for word in anonymous["bodies"]),
        private=frozenset(anonymous["private"]),
        persons=frozenset(persons["nouns"]),
        titles=frozenset(persons["titles"]),
    )


def squash(name: str) -> str:
    """A name without its article, spaces, punctuation and case: "The Jordan Times" and "jordantimes" are one."""
    return re.sub(r"[\W_]+", "", re.sub(r"^(?:the|an?)\s+", "", name.strip().casefold()))


@cache
def outlets() -> Outlets:
    """The outlets of the world."""
    table = _table("outlets.toml")
    aliases: dict[str, frozenset[str]] = {}
    for short, names in _lists(table, "aliases").items():
        group = frozenset({squash(short), *map(squash, names)})
        for name in group:
            aliases[name] = aliases.get(name, frozenset()) | group
    return Outlets(
        names=frozenset(squash(name) for name in _strings(table, "names")),
        endings=_split(_strings(table, "endings")),
        beginnings=_split(_strings(table, "beginnings")),
        aliases=aliases,
        editions=frozenset(_strings(table, "editions")),
    )

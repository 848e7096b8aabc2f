"""What kind of source a noun phrase names, and whether it names anybody at all."""

from __future__ import annotations

import re
from functools import lru_cache

from variorum.actors.names import find_actors
from variorum.annotate import groups
from variorum.annotate.sources import lexicon
from variorum.annotate.sources.lexicon import Pattern
from variorum.models import GroupCategory, SourceKind

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Lt|Gen|Col|Maj|Brig|Capt|Adm|Sgt|Cpl|Cmdr|Supt|Rev|Dr|Dept)\.|[^\W_]+(?:['’\-/][^\W_]+)*",
    re.IGNORECASE,
)
_INNER = frozenset("of for in at from with near inside within to on who which that whose".split())
_HELD = (
    "-held",
    "-run",
    "-controlled",
    "-led",
    "-backed",
    "-affiliated",
    "-linked",
    "-aligned",
    "-dominated",
    "-owned",
    "-occupied",
    "-besieged",
)
_MIXED = frozenset({SourceKind.MILITARY, SourceKind.POLICE})
_NEUTRAL = frozenset({SourceKind.OTHER})
_SMALL = frozenset("a an the of for in at from and or said new old local".split())


@lru_cache(maxsize=8192)
def kind_of(text: str) -> SourceKind | None:
    """The kind that the words of a phrase tell, None where they tell nothing (a bare name).

    Rule of the annotation guide: of co-ordinated sources the first counts. The words before the first preposition
    decide, unless they name a mere role ("a spokesman for the Taliban"); the longest phrase wins, then the last.
    """
    words = _words(text)
    if _is_listed(text):
        return SourceKind.MEDIA
    if _is_mixed(words):
        return SourceKind.SECURITY
    weak: SourceKind | None = None
    for start, end in _parts(words):
        if weak is not None and words[start - 1].lower() == "and" and not _within_name(words, start - 1):
            break  # "officials and witnesses" are officials
        found = _best(words, start, end)
        if found is None:
            continue
        if weak is SourceKind.GOVERNMENT and found.kind in _NEUTRAL and _is_of_body(words, start, end):
            return SourceKind.OTHER  # "a spokesman for the Catholic Church" is no official
        if found.decisive and found.kind not in _NEUTRAL:
            return SourceKind.ARMED_GROUP if found.kind in _OF_POWER and _is_of_group(words, start, end) else found.kind
        weak = weak or found.kind
    if weak is not None:
        return weak
    return SourceKind.MEDIA if is_outlet(text) or _of_outlet(text) else _of_force(text) or _of_person(words)


def _is_of_body(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether a part of a phrase names a body that governs nobody."""
    return not lexicon.kinds().private.isdisjoint(word.lower() for word in words[start:end])


def _of_outlet(text: str) -> bool:
    """Whether the phrase names somebody or some part of an outlet: "Al Jazeera's Ana Ruiz", "the BBC's Somali
    service"."""
    owner, mark, _ = text.replace("’", "'").partition("'s ")
    return bool(mark) and is_outlet(owner)


@lru_cache(maxsize=8192)
def tells_rank_alone(text: str) -> bool:
    """Whether the phrase tells a rank or role and no body: "General Pedro Luna", "Dr. Ana Ruiz"."""
    words = _words(text)
    found = [best for start, end in _parts(words) if (best := _best(words, start, end)) is not None]
    return bool(found) and not any(best.decisive for best in found)


_STATION = re.compile(r"[KW][A-Z]{3}(?:-(?:TV|AM|FM))?|(?:ABC|CBS|NBC|FOX|Fox|CW|[KW][A-Z]{2,3})[ -]?\d{1,2}(?: News)?")
"""The call letters of American stations and their networks' channels: "KTVX", "WKRN-TV", "NBC4"."""
_POLICE_LETTERS = re.compile(r"[A-Z]{1,4}PD|[A-Z]{2,3}SO")
"""How American police and sheriffs shorten their names: "NOPD", "JCSO"."""
_FORCES = {
    "rebel_group": SourceKind.ARMED_GROUP,
    "political_militia": SourceKind.ARMED_GROUP,
    "identity_militia": SourceKind.ARMED_GROUP,
    "state_forces": SourceKind.MILITARY,
    "external_forces": SourceKind.MILITARY,
}
_PEOPLE = {
    GroupCategory.CIVILIAN: SourceKind.WITNESS,
    GroupCategory.OFFICIAL: SourceKind.GOVERNMENT,
    GroupCategory.POLICE: SourceKind.POLICE,
    GroupCategory.MILITARY: SourceKind.MILITARY,
    GroupCategory.SECURITY: SourceKind.SECURITY,
    GroupCategory.ARMED_GROUP: SourceKind.ARMED_GROUP,
}


_OF_POWER = frozenset({SourceKind.MILITARY, SourceKind.SECURITY, SourceKind.GOVERNMENT})


def _is_of_group(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether soldiers, officials and the like are those of an armed group: "a Houthi military source"."""
    if not any(word[:1].isupper() for word in words[start:end]) or words[start].lower().endswith(_HELD):
        return False
    known = find_actors(" ".join(words[start:end]))
    return any(found.category == "rebel_group" and found.entries for found in known)


def _of_force(text: str) -> SourceKind | None:
    """The kind of a force that the registry of actors knows by name, or of a police department by its letters."""
    if not any(c.isupper() for c in text):
        return None
    if any(_POLICE_LETTERS.fullmatch(word) for word in text.split()):
        return SourceKind.POLICE
    known = (found for found in find_actors(text) if found.entries)
    return next((_FORCES.get(found.category) for found in known), None)


def _of_person(words: tuple[str, ...]) -> SourceKind | None:
    """The kind of a person described by a common noun: "a glassblower" has seen what he tells."""
    if not words:
        return None
    end = _parts(words)[0][1]
    if not words[end - 1].islower():
        return None
    category = groups.heads().get(words[end - 1])
    return _PEOPLE.get(category) if category is not None else None


def _is_mixed(words: tuple[str, ...]) -> bool:
    """Whether soldiers and police speak together: "army and police officials"."""
    at = next((i for i, word in enumerate(words) if word.lower() == "and"), None)
    if at is None or not 0 < at < len(words) - 1:
        return False
    return {found.kind for found in (_best(words, 0, at), _best(words, at + 1, len(words))) if found} == _MIXED


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(lexicon.POSSESSIVE.sub("", text)))


def _parts(words: tuple[str, ...]) -> list[tuple[int, int]]:
    """The head of the phrase, then what follows each preposition; the first of co-ordinated sources first."""
    cuts = [at for at in range(1, len(words)) if words[at].lower() == "and" or _cuts(words, at)]
    return list(zip([0, *(at + 1 for at in cuts)], [*cuts, len(words)], strict=True))


def _cuts(words: tuple[str, ...], at: int) -> bool:
    """Whether a word ends the head of a phrase: a preposition or "who", which is not the WHO."""
    return words[at].lower() in _INNER and (words[at] != "WHO" or words[at - 1].isupper())


def _within_name(words: tuple[str, ...], at: int) -> bool:
    """Whether an "and" joins parts of a name: "director for East and North Africa at Human Rights Watch"."""
    if not 0 < at < len(words) - 1 or not (words[at - 1][:1].isupper() and words[at + 1][:1].isupper()):
        return False
    return _best(words, at - 1, at) is None


def _best(raw: tuple[str, ...], start: int, end: int) -> Pattern | None:
    """The pattern that decides among those that begin in a part of the phrase: decisive, then long, then late."""
    words = tuple(word.lower() for word in raw)
    known = lexicon.kinds()
    found = [
        (
            pattern.above,
            pattern.decisive,
            len(pattern.words),
            pattern.kind not in _NEUTRAL,
            at + len(pattern.words),
            pattern,
        )
        for at in range(start, end)
        if not words[at].endswith(_HELD)
        for pattern in known.beginning_with(words[at])
        if pattern.matches(words, raw, at)
    ]
    return max(found, key=lambda row: row[:-1])[-1] if found else None


def is_outlet(text: str) -> bool:
    """Whether the phrase is the name of a news outlet: a listed one, or one that is built like one."""
    known = lexicon.outlets()
    bare = re.sub(r"\s*\(.*\)$", "", text).strip(" \"'“”‘’")
    if not any(c.isupper() for c in bare):
        return False
    if _is_listed(bare):
        return True
    if _STATION.fullmatch(bare) and _best((bare,), 0, 1) is None:
        return True
    if lexicon.squash(bare) in known.names and (bare[:1].isupper() or bare.lower().startswith("the ")):
        return True
    words = tuple(word.lower() for word in _WORD.findall(bare) if word.lower() not in ("the", "a", "an"))
    if len(words) < 2 or len(words) > 7:
        return False
    return any(words[-len(end) :] == end for end in known.endings if len(end) < len(words)) or any(
        words[: len(start)] == start for start in known.beginnings if len(start) < len(words)
    )


def _is_listed(text: str) -> bool:
    """Whether the phrase is the name of an outlet in the list, or of one of its editions: "BBC Hausa"."""
    known = lexicon.outlets()
    bare = text.strip(" \"'“‘")
    if not bare[:1].isupper() and not bare.lower().startswith("the "):
        return False
    if lexicon.squash(bare) in known.names:
        return any(c.isupper() for c in bare)
    name, _, edition = bare.partition(" ")
    return edition.lower() in known.editions and edition[:1].isupper() and lexicon.squash(name) in known.names


def is_anonymous(text: str) -> bool:
    """Whether the phrase names no person, body or outlet ("local officials", "a security source")."""
    known = lexicon.kinds()
    if is_outlet(text):
        return False
    words = _WORD.findall(lexicon.POSSESSIVE.sub("", text))
    small = [word.lower() for word in words]
    head = _head(small)
    named = any(
        word[:1].isupper() and low not in known.unnamed and low not in _SMALL and low not in known.bodies
        for word, low in list(zip(words, small, strict=True))[1:]
    )
    if head in known.unnamed and head not in known.bodies:
        return not _named_within(words, small) and not (named and _is_name(words))
    return not named and head not in known.bodies and not any(w in known.bodies for w in small) and not _is_name(words)


def _head(small: list[str]) -> str:
    """The head noun: the last word before the first preposition."""
    end = next((i for i, word in enumerate(small) if i and word in _INNER), len(small))
    return small[end - 1] if end else ""


def _named_within(words: list[str], small: list[str]) -> bool:
    """Whether a body is named behind or before an unnamed person: "a source at Mosul Police Command"."""
    known = lexicon.kinds()
    return any(
        low in _NAMES_ENOUGH or (low in known.bodies and 0 < i < len(words) - 1 and _all_capitals(words[i - 1 : i + 1]))
        for i, low in enumerate(small)
    )


_NAMES_ENOUGH = frozenset({"pentagon", "kremlin", "centcom", "observatory", "fbi", "taliban", "nato"})


def _all_capitals(words: list[str]) -> bool:
    return all(word[:1].isupper() for word in words)


def _is_name(words: list[str]) -> bool:
    """Whether the phrase ends in a name: two capitalised words that no list knows, or a bare name."""
    known = lexicon.kinds()
    tail = [w for w in words if w.lower() not in ("the", "a", "an")]
    if not tail or not tail[-1][:1].isupper():
        return False
    return tail[-1].lower() not in known.unnamed and (
        len(tail) == 1 or tail[-2][:1].isupper() or tail[-2].lower() in known.unnamed
    )


def is_role(text: str) -> bool:
    """Whether the phrase describes a person by what he is ("the Deputy Governor") rather than by name."""
    words = _WORD.findall(text)
    return bool(words) and words[-1].lower() in lexicon.kinds().persons


def describes_person(text: str) -> bool:
    """Whether the head of a phrase is what a person is: "the head of the clinic", not "the clinic's yard"."""
    words = _words(text)
    return bool(words) and words[_parts(words)[0][1] - 1].lower() in lexicon.kinds().persons


def is_person(text: str) -> bool:
    """Whether "he" or "she" can stand for the source: a name with a title, or somebody who speaks for a body."""
    words = _WORD.findall(text)
    small = [word.lower() for word in words]
    if not words or is_outlet(text):
        return False
    if not lexicon.kinds().persons.isdisjoint(small) or small[0].rstrip(".") in lexicon.kinds().titles:
        return True
    best = _best(tuple(words), 0, len(words))
    return best is None and words[-1][:1].isupper()


def is_speaker(text: str) -> bool:
    """Whether a bare phrase, as in a headline, names somebody who speaks: its head noun tells a kind of source."""
    if is_outlet(text) or _POLICE_LETTERS.fullmatch(text.strip()):
        return True
    raw = _words(text)
    if not raw or len(raw) > 9:
        return False
    start, end = _parts(raw)[0]
    best = _best(raw, start, end)
    if best is None or (best.kind is SourceKind.OTHER and raw[end - 1].lower() not in _SPEAKING_OTHERS):
        return False
    at = max(end - len(best.words), 0)
    return best.matches(tuple(word.lower() for word in raw), raw, at) or best.matches(
        tuple(map(str.lower, raw)), raw, start
    )


_SPEAKING_OTHERS = frozenset("activist activists source sources opposition report reports lawyer reports".split())

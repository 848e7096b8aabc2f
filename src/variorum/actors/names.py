"""Finds those who fight in a text: names of the registry, and names and descriptions that follow the grammar of news
English.

Each word becomes one letter (N a state, F a force, A fighters, R a name of the registry ...), and patterns over these
letters say where an actor's name begins and ends, and of what category it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from variorum.actors.nations import nation_at
from variorum.actors.registry import Entry, Mention, Registry, Word, split_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An actor in a text, offsets in code points.

    category: as in the annotation guide ("state_forces", "rebel_group", "unidentified" ...), seen from the actor's own
    country; entries: registry entries that it may be, () where it is in none; country: ISO code of the state whose
    force it is; generic: it names nobody in particular ("gunmen", "the rebels", "police").
    """

    start: int
    end: int
    category: str
    entries: tuple[Entry, ...] = ()
    country: str | None = None
    generic: bool = False


@cache
def grammar() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("variorum") / "data" / "actors" / "grammar.toml").read_text("utf-8"))


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for part in grammar().values() for key, words in part.items()}


# Letters: N state, R registry name, L led or backed, F force, M modifier of a force, U unit or members, G government,
# A fighters, S sort of fighters, h group of them, K head of an organisation's name (with a capital), C other word with
# a capital, c small word inside names, | a break, x anything else.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("coalition", re.compile(r"[NR](?:cN)?L[SMFN]{0,4}[FAKU]{1,3}")),
    ("state", re.compile(r"N[SM]{0,4}(?:F[FMU]{0,3}|M{1,3}U+|G(?:[MS]{0,3}[FU]{1,3})?)")),
    ("organisation", re.compile(r"[CNSR][CNSRc]{0,6}K{1,3}F?(?:c{1,2}[CNKSR]{1,4}){0,2}")),
    ("organisation", re.compile(r"K(?:c{1,2}[CNKSR]{1,4}){1,3}")),
    ("people", re.compile(r"CA{1,2}")),
    ("state", re.compile(r"(?:G?[SM]{1,4}F[FMU]{0,3}|M{1,2}U{1,2}|F[FMU]{0,3}|GF[FMU]{0,3}|G)")),
    (
        "fighters",
        re.compile(
            r"(?:R[SM]{0,2}[AUF]{1,3}|N?[SA]{1,3}[AF]{1,2}[UAh]?|N?S{0,3}A[AUh]{0,2}|N?(?:[SA]{1,3})h(?=[^R]|$)|R[SA]{1,2}h)"
        ),
    ),
)


_OPENING = frozenset("NRCKSGMFA")
"""Letters by which any of the patterns can begin."""


def find_actors(
    text: str, registry: Registry | None = None, *, recased: bool = False, year: int | None = None
) -> list[Found]:
    """The actors in a text in order, none overlapping; recased: it was in capitals, its small letters are guesses;
    year: of its publication, by which those who were not there yet are left out."""
    words = split_words(text)
    mentions = (registry or Registry.load()).mentions(words, recased=recased, year=year)
    return [_closed(text, found) for found in _found(words, {m.first: m for m in mentions})]


def _closed(text: str, found: Found) -> Found:
    """The actor with the bracket that closes it."""
    name = text[found.start : found.end]
    opened = name.count("(") > name.count(")") or name.count("[") > name.count("]")
    return replace(found, end=found.end + 1) if opened and text[found.end : found.end + 1] in (")", "]") else found


def _found(words: list[Word], mentions: Mapping[int, Mention]) -> Iterator[Found]:
    units = _units(words, mentions)
    letters = "".join(u.letter for u in units)
    at = 0
    while at < len(units):
        unit = units[at]
        if letters.startswith("RLR", at):
            at += 2  # "the al-Qaeda-linked JNIM" is JNIM
            continue
        hit = _longest(letters, at)
        if hit is None or units[hit[1] - 1].last <= unit.last:
            hit = hit if hit is not None and unit.letter != "R" else None
        if hit is None:
            found = _named(unit, words) if unit.letter == "R" else _state_in_charge(unit, words)
            if found is not None:
                yield found
            at += 1
            continue
        kind, end = hit
        found = _describe(kind, units[at:end], words)
        if found is None:
            if unit.letter == "R":
                yield _named(unit, words)
            at += 1
            continue
        found, end = _loyal(found, units, end, words)
        yield found
        at = end


@dataclass(frozen=True, slots=True)
class _Unit:
    """One or more words that count as one letter."""

    letter: str
    first: int
    last: int
    entries: tuple[Entry, ...] = ()
    country: str | None = None


def _units(words: list[Word], mentions: Mapping[int, Mention]) -> list[_Unit]:
    out: list[_Unit] = []
    at = closed = 0
    while at < len(words):
        if at and not words[at].joined and not (at == closed and words[at].gap in (") ", "] ")):
            out.append(_Unit("|", at, at))
        if at in mentions:
            mention = mentions[at]
            if (
                out
                and out[-1].letter == "|"
                and words[at].gap in (" (", " [")
                and len(out) > 1
                and _closed_after(words, mention.last)
                and _same_entries(out[-2], mention)
            ):
                out[-2:] = [
                    replace(out[-2], last=mention.last)
                ]  # "Farabundo Martí National Liberation Front (FMLN)" is one name
                at = mention.last
                closed = at
                continue
            out.append(_Unit("R", at, mention.last, mention.entries))
            at = mention.last
            continue
        if _is_armed_forces(words, at):
            out.append(_Unit("F", at, at + 2))
            at += 2
            continue
        if _is_death_squad(words, at):
            out.append(_Unit("A", at, at + 2))
            at += 2
            continue
        nation = nation_at(words, at)
        if nation is not None:
            out.append(_Unit("N", at, nation[0], (), nation[1]))
            at = nation[0]
            continue
        out.append(_Unit(_letter(words[at].text), at, at + 1))
        at += 1
    return out


def _is_armed_forces(words: list[Word], at: int) -> bool:
    """Whether "armed forces" stands there, where "armed" is no word for a tie ("US-armed rebels")."""
    pair = [word.text.lower() for word in words[at : at + 2]]
    return pair[:1] == ["armed"] and pair[1:] in (["forces"], ["force"]) and words[at + 1].joined


def _is_death_squad(words: list[Word], at: int) -> bool:
    pair = [word.text.lower() for word in words[at : at + 2]]
    return pair[:1] == ["death"] and pair[1:] in (["squads"], ["squad"]) and words[at + 1].joined


def _closed_after(words: list[Word], last: int) -> bool:
    """Whether the bracket that opened before a name is closed right after it."""
    return last < len(words) and words[last].gap[:1] in (")", "]")


def _same_entries(unit: _Unit, mention: Mention) -> bool:
    return bool(set(unit.entries) & set(mention.entries))


@lru_cache(maxsize=1 << 14)
def _letter(word: str) -> str:
    sets, key = _sets(), word.lower().replace("’", "'").removesuffix("'s")
    capital = word[:1].isupper()
    if capital and key in sets["head"] and key not in sets["armed"] and key not in sets["force"]:
        return "K"
    for letter, name in (
        ("L", "tied"),
        ("F", "force"),
        ("G", "ruler"),
        ("A", "armed"),
        ("S", "sort"),
        ("M", "modifier"),
        ("U", "unit"),
        ("h", "group"),
        ("c", "linking"),
    ):
        if key in sets[name]:
            if capital and letter in "cL":
                return "C"
            return letter
    return "C" if capital else "x"


def _longest(letters: str, at: int) -> tuple[str, int] | None:
    if letters[at] not in _OPENING:
        return None
    best: tuple[str, int] | None = None
    for kind, pattern in _PATTERNS:
        match = pattern.match(letters, at)
        if match and match.end() > at and (best is None or match.end() > best[1]):
            best = (kind, match.end())
    return best


def _describe(kind: str, units: list[_Unit], words: list[Word]) -> Found | None:
    keys = [words[i].text.lower() for u in units for i in range(u.first, u.last)]
    start, end = words[units[0].first].start, words[units[-1].last - 1].end
    country = next((u.country for u in units if u.country), None)
    entries = next((u.entries for u in units if u.entries), ())
    if kind == "state" and keys[0] in ("coalition", "coalitions") and country is None:
        return Found(start=start, end=end, category="external_forces")
    if kind == "state" and country is None and "police" not in keys:
        own = _category(keys, "identity_militia" if _sets()["ethnic"] & set(keys) else "")
        if own:
            return Found(start=start, end=end, category=own, generic=True)
    if kind == "state":
        return Found(start=start, end=end, category="state_forces", country=country, generic=country is None)
    if kind == "coalition":
        forces = units[-1].letter in "FKU" and not any(u.letter == "A" for u in units)
        led = any(k in ("led", "commanded") for k in keys)
        category = (
            "external_forces" if forces and led else _category(keys, "rebel_group" if entries else "political_militia")
        )
        return Found(
            start=start, end=end, category=category, country=country if category == "external_forces" else None
        )
    if kind == "people":
        return _of_people(keys, words[units[0].first], Found(start=start, end=end, category="identity_militia"))
    if kind == "organisation":
        return _organisation(units, keys, Found(start=start, end=end, category="rebel_group"))
    if kind == "fighters":
        if entries:
            named = _named(next(u for u in units if u.entries), words)
            return replace(named, start=start, end=end)
        category = _category(keys, "identity_militia" if _sets()["ethnic"] & set(keys) else "unidentified")
        return Found(start=start, end=end, category=category, generic=True)
    return None


def _of_people(keys: list[str], first: Word, found: Found) -> Found | None:
    """Fighters called after their people or their chief: "Toposa raiders"; no first word of a sentence, no day."""
    sets = _sets()
    if not first.joined or keys[0] in sets["no_people"] or keys[-1] not in sets["of_a_people"]:
        return None
    return replace(found, category=_category(keys[1:], "identity_militia"))


def _loyal(found: Found, units: list[_Unit], end: int, words: list[Word]) -> tuple[Found, int]:
    """ "forces loyal to President Roe" is one name, and no longer anybody's."""
    follow = units[end : end + 3]
    if not found.generic or [words[u.first].text.lower() for u in follow[:2]] != ["loyal", "to"]:
        return found, end
    last = end + 2
    while last < len(units) and units[last].letter in "CNRcMG":
        last += 1
    if last == end + 2:
        return found, end
    country = next((u.country for u in units[end + 2 : last] if u.country), found.country)
    return replace(found, end=words[units[last - 1].last - 1].end, generic=False, country=country), last


def _state_in_charge(unit: _Unit, words: list[Word]) -> Found | None:
    """A state that acts, or that is blamed: "Israel struck", "blamed Russia"."""
    before = words[unit.first - 1].text.lower() if unit.first else ""
    if (
        unit.letter == "N"
        and words[unit.first].joined
        and before in ("blamed", "blames", "blaming", "accused", "accuses", "accusing")
    ):
        return _of_state(unit, words)
    return _acting_state(unit, words)


def _acting_state(unit: _Unit, words: list[Word]) -> Found | None:
    """A state where the next words say that it does something: "US drone strikes", "Israel struck"."""
    if unit.letter != "N":
        return None
    sets, follow = _sets(), words[unit.last : unit.last + 4]
    if follow and follow[0].text.lower() == "led" and _strikes([w.text.lower() for w in follow[1:]]):
        # "Saudi-led air strikes"
        return Found(start=words[unit.first].start, end=follow[0].end, category="external_forces", country=unit.country)
    keys = [w.text.lower() for w in follow]
    before = words[unit.first - 1].text.lower() if unit.first and words[unit.first].joined else ""
    if before in sets["places"] and keys[:1] and keys[0] in sets["of_state"]:
        return None  # "the raids on Syria killed 14"
    if keys[:1] and keys[0] in sets["of_people_on"] and keys[1:2] and keys[1] in ("on", "against"):
        return _of_state(unit, words)  # "a Russian attack on the town", but "the Somali attack"
    if keys[:1] in (["has"], ["had"], ["have"]):
        keys = keys[1:]
    if keys[:1] in (["is"], ["was"], ["been"]):
        keys = [key for key in keys[1:] if not key.endswith("ly") and key != "been"][:1]
        return _of_state(unit, words) if keys in (["blamed"], ["accused"], ["suspected"]) else None
    deed = bool(keys) and (keys[0] in sets["of_people"] or keys[0] in sets["of_state"] or _strikes(keys))
    return _of_state(unit, words) if deed else None


def _strikes(keys: list[str]) -> bool:
    """Whether the words begin with a deed: "strikes", "air raids", "artillery fire"."""
    deeds = _sets()["of_people"]
    arms = keys[:1] in (["air"], ["missile"], ["drone"], ["artillery"], ["rocket"], ["naval"])
    return keys[:1] != [] and (
        keys[0] in deeds or (arms and keys[1:2] != [] and keys[1] in deeds | {"attack", "attacks", "fire"})
    )


def _of_state(unit: _Unit, words: list[Word]) -> Found:
    return Found(
        start=words[unit.first].start, end=words[unit.last - 1].end, category="state_forces", country=unit.country
    )


def _organisation(units: list[_Unit], keys: list[str], found: Found) -> Found | None:
    """A name of its own that ends in Front, Brigades, Army ...; with a weak head only where a word of fighting is in
    it."""
    sets = _sets()
    heads = [k for k in keys if k in sets["head"]]
    own = [u for u in units if u.letter in "CSR" or (units[0].letter == "K" and u.letter == "N")]
    if not heads or not own:
        return None
    known = any(k.removesuffix("'s").removesuffix("’s") in sets["fighting"] for k in keys[:-1])
    leading = units[0].letter == "K" and keys[0] in sets["leading"]
    if all(h in sets["weak_head"] for h in heads) and not known and not leading:
        return None
    return found


def _named(unit: _Unit, words: list[Word]) -> Found:
    entry = unit.entries[0]
    homes = {e.countries[:1] for e in unit.entries if e.kind == "state_forces"}
    country = entry.countries[0] if len(homes) == 1 and entry.kind == "state_forces" and entry.countries else None
    end = words[unit.last - 1].end
    return Found(start=words[unit.first].start, end=end, category=entry.kind, entries=unit.entries, country=country)


def _category(keys: list[str], otherwise: str) -> str:
    sets = _sets()
    for name in ("identity_militia", "political_militia", "rebel_group"):
        if any(k in sets[name] for k in keys):
            return name
    return otherwise

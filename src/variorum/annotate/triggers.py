"""Which words say what happened to people: killed, injured, missing, captured, displaced.

`variorum_triggers` puts them into `doc.spans["triggers"]`, labelled with the outcome. The words are data
(`data/triggers.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from variorum.annotate import quantities
from variorum.annotate.extensions import words_of
from variorum.annotate.inflection import noun_forms, verb_forms


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that carries an outcome: tokens start to end (end excluded).

    `parts` are the parts that the phrase can play: verb (its object suffers), suffers (its subject does), noun, state.
    """

    start: int
    end: int
    outcome: str
    parts: frozenset[str]


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "triggers.toml").read_text("utf-8"))


_PARTS = (("verbs", "verb"), ("suffers", "suffers"), ("nouns", "noun"), ("states", "state"))


@cache
def _entries() -> dict[str, tuple[tuple[tuple[str, ...], str, frozenset[str]], ...]]:
    """first word -> ((words, outcome, parts) ...), longest first."""
    parts_of: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for outcome, parts in lexicon()["outcome"].items():
        for key, part in _PARTS:
            for entry in parts[key]:
                head, *rest = entry.split()
                forms = verb_forms(head) if part in ("verb", "suffers") else (head,)
                if part == "noun":
                    forms = noun_forms(head) if not rest else (head,)
                for form in forms:
                    tails = [rest] if part != "noun" or not rest else [[*rest[:-1], f] for f in noun_forms(rest[-1])]
                    for tail in tails:
                        parts_of.setdefault(((form, *tail), outcome), set()).add(part)
    rows: dict[str, list[tuple[tuple[str, ...], str, frozenset[str]]]] = {}
    for (words, outcome), played in parts_of.items():
        rows.setdefault(words[0], []).append((words, outcome, frozenset(played)))
    return {word: tuple(sorted(found, key=lambda r: (-len(r[0]), r[0], r[1]))) for word, found in rows.items()}


@cache
def _violence() -> frozenset[str]:
    words: set[str] = set()
    for entry in lexicon()["violence"]["words"]:
        if " " not in entry:
            words |= {*verb_forms(entry), *noun_forms(entry)}
    return frozenset(words)


def triggers(words: Sequence[str]) -> Iterator[Trigger]:
    """The casualty words among the words of a text (lower case), in order, none overlapping."""
    entries, known, done = _entries(), _first_words(), 0
    if known.isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word not in known or at < done:
            continue
        entry = next((e for e in entries.get(word, ()) if tuple(words[at : at + len(e[0])]) == e[0]), None)
        if entry is None:
            entry = _conditional(words, at)
        if entry is not None:
            phrase, outcome, played = entry
            done = at + len(phrase)
            yield Trigger(at, done, outcome, played)


def _conditional(words: Sequence[str], at: int) -> tuple[tuple[str, ...], str, frozenset[str]] | None:
    """The entry of a word that is a casualty word only where certain others stand by."""
    for outcome, parts, stands in _conditions().get(words[at], ()):
        if stands(words, at):
            return (words[at],), outcome, parts
    return None


def _behind(words: Sequence[str], at: int, reach: int, stops: Container[str] = (";", ".")) -> Sequence[str]:
    """The words behind one within the reach of its phrase: fewer than `reach`, and none past a stop."""
    end = next((k for k in range(at + 1, min(len(words), at + reach)) if words[k] in stops), at + reach)
    return words[at + 1 : end]


def _reaches_hospital(words: Sequence[str], at: int) -> bool:
    """ "were rushed to a nearby hospital": the hospital within the reach of the phrase."""
    return not set(lexicon()["hospital"]["places"]).isdisjoint(_behind(words, at, 10, (",", ";", ".")))


def _reaches_body(words: Sequence[str], at: int) -> bool:
    """ "Was struck by a stray bullet", "was hit in the leg": what hit, or where, within the reach of the phrase."""
    after = _behind(words, at, 8, (",", ";", "."))
    return ("by" in after or "in" in after) and not set(lexicon()["struck"]["by"]).isdisjoint(after)


def _is_interred(words: Sequence[str], at: int) -> bool:
    """ "Were buried in a grave", not "were buried under the rubble": what buried them stands near."""
    near = (*words[max(0, at - 4) : at + 1], *_behind(words, at, 10))
    return set(lexicon()["buried"]["under"]).isdisjoint(near)


def _is_holding(words: Sequence[str], at: int) -> bool:
    """ "Is holding 14 fishermen"."""
    return at > 0 and words[at - 1] in lexicon()["held"]["after"]


def _carries_off(words: Sequence[str], at: int) -> bool:
    """ "Took 251 people back to their camp as hostages", "took 15 people with them"."""
    after = f" {' '.join(_behind(words, at, 16))} "
    return any(f" {how} " in after for how in lexicon()["carried_off"]["how"])


def _drives_out(words: Sequence[str], at: int) -> bool:
    """ "Drove thousands from their homes": the homes within the reach of the phrase."""
    after = _behind(words, at, 12)
    return "from" in after and not set(lexicon()["driven"]["homes"]).isdisjoint(after[after.index("from") :])


def _is_under(words: Sequence[str], at: int) -> bool:
    """ "Trapped under the rubble"."""
    return not set(lexicon()["trapped"]["under"]).isdisjoint(words[at + 1 : at + 5])


def _is_unheard(words: Sequence[str], at: int) -> bool:
    """ "Have not been heard from", "had not returned from the patrol"."""
    before = words[max(0, at - 3) : at]
    return words[at + 1 : at + 2] == lexicon()["unheard"]["of"] and not set(lexicon()["unheard"]["not"]).isdisjoint(
        before
    )


def _is_unknown(words: Sequence[str], at: int) -> bool:
    """ "The fate of two journalists is unknown", "no word on the fate of two journalists"."""
    near = words[max(0, at - 4) : at + 12]
    return words[at + 1 : at + 2] == ["of"] and not set(lexicon()["fate"]["unknown"]).isdisjoint(near)


def _are_none(words: Sequence[str], at: int) -> bool:
    """ "No victims were reported"."""
    return at > 0 and words[at - 1] == "no"


def _is_slit(words: Sequence[str], at: int) -> bool:
    """ "Slit the throats of"."""
    before = words[max(0, at - 3) : at]
    return words[at + 1 : at + 2] == ["of"] and not set(lexicon()["throats"]["cut"]).isdisjoint(before)


_CONDITIONAL = (
    ("hospital", "injured", _reaches_hospital),
    ("struck", "injured", _reaches_body),
    ("buried", "killed", _is_interred),
    ("held", "captured", _is_holding),
    ("carried_off", "captured", _carries_off),
    ("driven", "displaced", _drives_out),
    ("trapped", "missing", _is_under),
    ("unheard", "missing", _is_unheard),
    ("fate", "missing", _is_unknown),
    ("throats", "killed", _is_slit),
    ("none", "killed_or_injured", _are_none),
)
"""Tables of words that are casualty words only where certain others stand by, with what then happened."""
_CONDITIONAL_PARTS = {
    "fate": frozenset(("noun",)),
    "throats": frozenset(("noun",)),
    "none": frozenset(("noun",)),
    "trapped": frozenset(("verb", "state")),
    "unheard": frozenset(("suffers",)),
}
"""The parts that the words of those tables play; the others are verbs."""


@cache
def _conditions() -> dict[str, list[tuple[str, frozenset[str], Callable[[Sequence[str], int], bool]]]]:
    """word -> what may have happened where it stands, the parts that it then plays, and what must stand by."""
    rows: dict[str, list[tuple[str, frozenset[str], Callable[[Sequence[str], int], bool]]]] = {}
    for table, outcome, stands in _CONDITIONAL:
        parts = _CONDITIONAL_PARTS.get(table, frozenset(("verb",)))
        for word in lexicon()[table]["verbs"]:
            rows.setdefault(word, []).append((outcome, parts, stands))
    return rows


def may_hold_claim(words: Sequence[str]) -> bool:
    """Whether a sentence (lower-case words) has a casualty word at all."""
    return any(True for _ in triggers(words))


@cache
def _first_words() -> frozenset[str]:
    return frozenset((*_entries(), *_conditions()))


def lists_victims(words: Sequence[str]) -> bool:
    """Whether a sentence (lower-case words) says who the victims told of before were: "Among the victims were two
    nurses", "Two nurses were among the victims", "Three of the victims were nurses", "They included a nurse"."""
    if words[:3] == ["among", "them", "were"] or (words[1:3] == ["of", "them"] and words[3:4] in (["were"], ["are"])):
        return True
    if words[1:2] in (["were"], ["are"]) and words[0] in quantities.first_words():
        return True
    if words[:1] in (["they"], ["these"]):
        return words[1:2] in (["include"], ["included"])
    at = next((k for k, word in enumerate(words) if word in _VICTIMS), None)
    if at is None:
        return False
    return words[max(0, at - 2) : at] in (["among", "the"], ["of", "the"]) or (
        words[max(0, at - 1) : at] == ["the"]
        and words[at + 1 : at + 2] in (["were"], ["are"], ["include"], ["included"])
    )


_VICTIMS = frozenset(("victims", "casualties"))


def tells_of_violence(words: Sequence[str]) -> bool:
    """Whether a sentence (lower-case words) may name an incident, or who did it."""
    return not _violence().isdisjoint(words)


@Language.component("variorum_triggers", assigns=["doc.spans"])
def mark_triggers(doc: Doc) -> Doc:
    """Put casualty words into doc.spans["triggers"], each labelled with its outcome."""
    doc.spans["triggers"] = [Span(doc, t.start, t.end, label=t.outcome) for t in triggers(words_of(doc))]
    return doc

"""How the words of a report tie a place or a day to one of its incidents: by its sentence and the words around it.

Each mention gets a set of named signs for an incident. What they count is in `data/whereabouts.toml`; a mention casts a
vote of exp(sum), the mentions of one place or day add theirs up, the most votes win: each choice is told by its signs.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Span, Token

from variorum.annotate.dates import date_anchor, is_speech_date
from variorum.annotate.inflection import noun_forms, verb_forms
from variorum.annotate.places import named_tokens
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources.lexicon import cues
from variorum.annotate.spots import spots
from variorum.claims.incidents import setting, wording
from variorum.claims.incidents.likeness import Incident
from variorum.claims.tolls.drafts import TollDraft

_REACH = 14
"""How many tokens before a mention the word that governs it is looked for."""
_SHORT_REACH = 8
_AHEAD = 5
_STOPS = frozenset((".", ";", ":", "?", "!", '"', "“", "”", "(", ")", "--", "–", "—", "\n", "\n\n"))
_NEAR = 3
"""How many sentences from the incident's own a sentence still is near."""


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "whereabouts.toml").read_text("utf-8"))


@cache
def _classes() -> Mapping[str, str]:
    """Form of a word -> what sort of tie it makes. Where a form is in two lists, the list named first wins."""
    out: dict[str, str] = {}
    for name, words in lexicon()["verbs"].items():
        for form in (form for word in words for form in verb_forms(word)):
            out.setdefault(form, name)
    for name, words in lexicon()["nouns"].items():
        for form in (form for word in words for form in noun_forms(word)):
            out.setdefault(form, name)
    spoken = {form: "speak" for form, kinds in cues().verbs.items() if "say" in kinds}
    return out | spoken


@cache
def _holders() -> Mapping[str, str]:
    """Form of a noun -> what sort of tie it makes to a place that follows it at once."""
    return {form: name for name, words in lexicon()["holders"].items() for word in words for form in noun_forms(word)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A report as the telling of its incidents: which sentence is about which.

    owners: for each sentence the incidents (indices) with a toll in it. triggers: for each incident the tokens of its
    casualty words. told, goes_on: for each sentence whether it tells of violence, and of "the attack" told before.
    families: for each sentence the ways of violence that it speaks of. words: for each place and time of the report (by
    its first and last token) the signs of the words around it.
    """

    doc: Doc
    sentences: tuple[Span, ...]
    starts: tuple[int, ...]
    paragraphs: tuple[int, ...]
    owners: tuple[frozenset[int], ...]
    triggers: tuple[tuple[int, ...], ...]
    told: tuple[bool, ...]
    goes_on: tuple[bool, ...]
    own: tuple[tuple[int, ...], ...]
    families: tuple[frozenset[str], ...]
    words: Mapping[tuple[int, int], Mapping[str, float]]

    @classmethod
    def of(cls, doc: Doc, incidents: Sequence[Incident], drafts: Sequence[TollDraft]) -> Telling:
        sentences = tuple(sentences_of(doc))
        owners: list[set[int]] = [set() for _ in sentences]
        for number, incident in enumerate(incidents):
            for k in incident.sentences:
                owners[k].add(number)
        return cls(
            doc=doc,
            sentences=sentences,
            starts=tuple(s.start for s in sentences),
            paragraphs=tuple(setting.paragraphs_of(sentences)),
            owners=tuple(map(frozenset, owners)),
            triggers=tuple((*(drafts[t].trigger for t in i.tolls), *(() if i.tolls else i.deeds)) for i in incidents),
            told=tuple(any(_classes().get(t.lower_) == "violence" for t in s) for s in sentences),
            goes_on=tuple(
                wording.has(wording.words_of(s), wording.phrases("same", "phrases")) if incidents else False
                for s in sentences
            ),
            own=tuple(
                tuple(k for k, numbers in enumerate(owners) if number in numbers) for number in range(len(incidents))
            ),
            families=tuple(setting.families_of(wording.words_of(s)) for s in sentences) if incidents else (),
            words=_words_around(doc) if incidents else {},
        )

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that holds a token."""
        return bisect_right(self.starts, token) - 1

    def ties(self, span: Span, incident: int, *, main: bool) -> dict[str, float]:
        """The signs of a mention for an incident, by name, each with its strength (1 where it just holds)."""
        number = self.sentence_of(span.start)
        own = self.own[incident]
        signs = dict(self.words[span.start, span.end])
        distance = min((abs(number - k) for k in own), default=len(self.sentences))
        others = bool(self.owners[number]) and incident not in self.owners[number]
        role = "main" if main else "other"
        if distance == 0:
            signs[f"own, {role}"] = 1.0
            gap = min(
                (abs(span.start - t) for t in self.triggers[incident] if self.sentence_of(t) == number), default=30
            )
            signs["tokens away"] = math.log1p(gap)
        else:
            leads = any(0 < k - number <= 2 for k in own)
            same = any(self.paragraphs[k] == self.paragraphs[number] for k in own if abs(k - number) == distance)
            place = "elsewhere" if distance > _NEAR else ("before" if leads else "after")
            signs[f"{place}, {role}"] = 1.0
            signs[f"same paragraph, {role}"] = float(same)
            signs[f"sentences away, {role}"] = math.log1p(distance)
            signs[f"another's, {role}"] = float(others)
        signs["tells of violence"] = float(self.told[number])
        signs[f"opening, {role}"] = float(number <= 1)
        signs[f"goes on, {role}"] = float(self.goes_on[number])
        return {name: value for name, value in signs.items() if value}

    def way(self, incident: int, number: int) -> dict[str, float]:
        """Whether a sentence that is not the incident's speaks of the same way of violence, or only of another."""
        own = self.own[incident]
        if number in own:
            return {}
        mine = frozenset(family for k in own for family in self.families[k])
        here = self.families[number]
        return {"same way": float(bool(mine & here)), "another way": float(bool(mine and here and not mine & here))}


def _words_around(doc: Doc) -> dict[tuple[int, int], Mapping[str, float]]:
    named = named_tokens(doc)
    places = {(s.start, s.end): around(s, named) for s in (*doc.spans.get("places", []), *spots(doc))}
    return places | {(s.start, s.end): {**around(s, named), **_of_time(doc, s)} for s in doc.spans.get("dates", [])}


def _of_time(doc: Doc, span: Span) -> dict[str, float]:
    """The signs of what a time belongs to: whether somebody spoke then, and what sort of word it dates."""
    anchor = date_anchor(doc, span)
    signs = {"of speaking": 1.0} if is_speech_date(doc, span) else {}
    return signs if anchor is None else {**signs, f"dates {_kind_of(anchor) or 'nothing'}": 1.0}


def around(span: Span, named: Container[int] = ()) -> Mapping[str, float]:
    """The signs of the words around a mention. `named`: the tokens that belong to places."""
    before, after, prep = governor(span, named), follower(span), preposition(span, named)
    signs = {f"prep {prep}": 1.0, f"after {before}": 1.0, f"before {after}": 1.0}
    if after == "violence" and follower(span, ahead=2) == "violence":
        signs["names the incident"] = 1.0
    if before in ("violence", "happen", "move", "live"):
        signs[f"after {before}, prep {prep}"] = 1.0
    return signs


def preposition(span: Span, named: Container[int] = ()) -> str:
    """The sort of preposition that a mention stands behind, other places and words like "the town of" aside."""
    first = max(span.sent.start, span.start - _SHORT_REACH)
    for token in reversed(span.doc[first : span.start]):
        word = token.lower_
        if word in _prepositions() and not (word == "of" and token.i > first and token.nbor(-1).lower_ in _skipped()):
            beside = token.nbor(-1).lower_ if token.i > first else ""
            return "near" if word == "of" and beside in lexicon()["beside"]["words"] else _prepositions()[word]
        if not (word in _skipped() or token.i in named or token.pos_ == "ADJ" or _is_hyphened(token)):
            return "none"
    return "none"


def _is_hyphened(token: Token) -> bool:
    """Whether a word is part of another one ("rebel-held"), the hyphen itself included."""
    beside = (token.nbor(k).text for k in (-1, 1) if 0 <= token.i + k < len(token.doc))
    return token.text == "-" or "-" in beside


@cache
def _skipped() -> frozenset[str]:
    return frozenset(lexicon()["skipped"]["words"])


@cache
def _prepositions() -> Mapping[str, str]:
    return {word: name for name, words in lexicon()["prepositions"].items() for word in words}


def governor(span: Span, named: Container[int] = ()) -> str:
    """What sort of word comes last before a mention, prepositions, names and words of no list aside."""
    first = max(span.sent.start, span.start - _REACH)
    steps = 0
    for token in reversed(span.doc[first : span.start]):
        if token.text in _STOPS:
            return "start"
        word = token.lower_
        if word in _skipped() or word in _prepositions() or token.i in named:
            continue
        kind = (_holders().get(word) if steps == 0 else None) or _kind_of(token)
        if kind is not None:
            return kind
        steps += 1
    return "start" if first == span.sent.start else "far"


def _kind_of(token: Token) -> str | None:
    """The sort of tie that a word makes: "took place" and "was reported" are of happening, "rebel-held" of nothing."""
    word, before = token.lower_, token.nbor(-1).lower_ if token.i else ""
    if _is_hyphened(token):
        return None
    if word == "place" and before in verb_forms("take"):
        return "happen"
    kind = _classes().get(word)
    return "happen" if kind == "speak" and before in verb_forms("be") else kind


def follower(span: Span, ahead: int = _AHEAD) -> str:
    """What sort of word comes first among the `ahead` tokens after a mention."""
    rest = span.doc[span.end : min(span.sent.end, span.end + ahead)]
    if len(rest) > 1 and rest[0].text == "," and span[-1].is_digit:  # "the May 7, 2015, shooting"
        rest = rest[1:]
    if any(t.lower_ == "where" for t in rest[:2]):
        return "where"
    for token in rest:
        if token.text in _STOPS or token.text == ",":
            return "end"
        kind = _kind_of(token) or _holders().get(token.lower_)
        if kind is not None:
            return kind
    return "end"


def weigh(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What the signs of a mention come to. A sign that the weights do not know counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def tally(votes: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The votes, as logarithms, that each candidate got from its mentions together."""
    out: dict[str, float] = {}
    for name, score in votes:
        out[name] = math.log(math.exp(out[name]) + math.exp(score)) if name in out else score
    return out

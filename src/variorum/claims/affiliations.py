"""What a report says of the ties between actors: "Hasm, which the police say is the armed wing of the Brotherhood".

Such a tie is a claim with its sources and stance, no fact of the registry.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from variorum.actors.registry import Registry, split_words
from variorum.annotate.extensions import text_of
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources.kinds import is_anonymous, kind_of
from variorum.models import Affiliation, Chain, Source, SourceKind, Stance
from variorum.values import Span

_REACH = 130
"""Characters between the two names at most."""
_GROUPS = frozenset({"rebel_group", "political_militia", "identity_militia", "state_forces", "external_forces"})


def affiliations_of(doc: Doc, chain: Callable[[Span], Chain]) -> tuple[Affiliation, ...]:
    """The ties between named actors that the report tells of, in text order, the first of each pair and stance.

    chain: who says what stands at a span. A later doubt ("analysts say there is no evidence of a link") is a claim of
    its own about the pair spoken of last.
    """
    actors = [
        _Name(a.text, a.start_char, a.end_char, a._.registry_id)
        for a in doc.spans.get("actors", [])
        if not a._.generic_actor and str(a.label_) in _GROUPS
    ]
    found: list[Affiliation] = []
    for sentence in sentences_of(doc):
        here = [one for one in actors if sentence.start_char <= one.start < sentence.end_char]
        here = [one for one in _with_prefixes(sentence, here) if not _speaks(text_of(doc), one)]
        told = list(_in_sentence(doc, sentence, here, chain))
        if not told and found and _doubts().search(sentence.text):
            told = [_doubted(doc, sentence, found[-1], chain)]
        known = {_key(one) for one in found}
        found += [one for one in told if _key(one) not in known]
    return tuple(_numbered(found))


@dataclass(frozen=True, slots=True)
class _Name:
    """A named actor in the text; entry: id of its registry entry."""

    text: str
    start: int
    end: int
    entry: str | None


def _with_prefixes(sentence: DocSpan, actors: list[_Name]) -> list[_Name]:
    """The actors with those that only stand before a hyphen: al-Qaeda in "the al-Qaeda-linked Abu Sayyaf"."""
    if not _PREFIX.search(sentence.text):
        return actors
    words = split_words(sentence.text)
    for mention in Registry.load().mentions(words):
        start, end = words[mention.first].start, words[mention.last - 1].end
        if _PREFIX.match(sentence.text, end) and not any(
            a.start <= sentence.start_char + start < a.end for a in actors
        ):
            name = _Name(
                sentence.text[start:end], sentence.start_char + start, sentence.start_char + end, mention.entries[0].id
            )
            actors = sorted([*actors, name], key=lambda one: one.start)
    return actors


_PREFIX = re.compile(r"[-–](?:linked|affiliated|aligned|allied|inspired)\b")


_SAYING = re.compile(r"\s+(?:spokes\w+\s+)?(?:say|says|said|claim|claims|claimed|believes?)\b")


def _speaks(text: str, one: _Name) -> bool:
    """Whether the name is only who says it: "which the army says is the armed wing of"."""
    return _SAYING.match(text, one.end) is not None


def _key(one: Affiliation) -> tuple[str, str, Stance]:
    return one.actor_entry or one.actor, one.whole_entry or one.whole, one.stance


def _numbered(found: Sequence[Affiliation]) -> Iterator[Affiliation]:
    return (replace(one, id=f"a{number}") for number, one in enumerate(found, start=1))


def _in_sentence(
    doc: Doc, sentence: DocSpan, actors: Sequence[_Name], chain: Callable[[Span], Chain]
) -> Iterator[Affiliation]:
    text = text_of(doc)
    for first, second in itertools.pairwise(actors):
        between = text[first.end : second.start]
        if len(between) > _REACH or ";" in between:
            continue
        for tie, pattern, turned in _ties():
            match = pattern.search(between)
            if match is None:
                continue
            part, whole = (second, first) if turned else (first, second)
            span = Span(first.end + match.start("tie"), first.end + match.end("tie"))
            sources = _inner_source(text, first.end, between[: match.start("tie")]) or chain(span)
            yield _affiliation(text, part, whole, tie, span, sources, _stance(text, sentence, span))
            break


def _affiliation(
    text: str, part: _Name, whole: _Name, tie: str, span: Span, sources: Chain, stance: Stance
) -> Affiliation:
    return Affiliation(
        id="",
        actor=part.text,
        whole=whole.text,
        tie=tie,
        quote=span.of(text),
        span=span,
        sources=sources,
        stance=stance,
        actor_entry=part.entry,
        whole_entry=whole.entry,
    )


def _doubted(doc: Doc, sentence: DocSpan, last: Affiliation, chain: Callable[[Span], Chain]) -> Affiliation:
    match = _doubts().search(sentence.text)
    start, end = match.span() if match is not None else (0, 0)
    span = Span(sentence.start_char + start, sentence.start_char + end)
    return Affiliation(
        id="",
        actor=last.actor,
        whole=last.whole,
        tie=last.tie,
        quote=span.of(text_of(doc)),
        span=span,
        sources=chain(span),
        stance=Stance.DOUBTED,
        actor_entry=last.actor_entry,
        whole_entry=last.whole_entry,
    )


_SAYS = re.compile(
    r"\b(?:which|who|that|whom)\s+(?P<who>(?:[\w’'.-]+\s+){0,5}?[\w’'.-]+)\s+"
    r"(?:say|says|said|claim|claims|claimed|believe|believes|allege|alleges|describe|describes|call|calls|accuse|accuses)\b"
)


def _inner_source(text: str, offset: int, words: str) -> Chain:
    """Who says it in the relative clause: "which Egypt's security forces say is"."""
    match = _SAYS.search(words)
    if match is None:
        return ()
    span = Span(offset + match.start("who"), offset + match.end("who"))
    who = span.of(text)
    return (Source(text=who, kind=kind_of(who) or SourceKind.OTHER, anonymous=is_anonymous(who), span=span),)


def _stance(text: str, sentence: DocSpan, span: Span) -> Stance:
    clause = text[max(sentence.start_char, span.start - 60) : span.start]
    if re.search(r"\b(?:den(?:y|ies|ied)|not|never|n['’]t|rejects?)\b[^,;]*$", clause):
        return Stance.DENIED
    return Stance.DOUBTED if _doubts().search(sentence.text) else Stance.ASSERTED


@cache
def _ties() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Name of a tie, the words between the two names, and whether the second name is the part ("X-linked Y")."""
    raw = tomllib.loads((files("variorum") / "data" / "actors" / "affiliations.toml").read_text("utf-8"))
    return tuple(
        (row["tie"], re.compile(rf"(?P<tie>{row['words']})", re.IGNORECASE), bool(row.get("turned", False)))
        for row in raw["ties"]
    )


@cache
def _doubts() -> re.Pattern[str]:
    raw = tomllib.loads((files("variorum") / "data" / "actors" / "affiliations.toml").read_text("utf-8"))
    return re.compile("|".join(raw["doubts"]["words"]), re.IGNORECASE)

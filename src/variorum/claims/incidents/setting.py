"""When, where and how the sentence of a toll, and those that lead to it, put what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from variorum.annotate.dates import is_speech_date, time_expression
from variorum.annotate.extensions import words_of as words_in
from variorum.annotate.places import sites
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources import chain_of
from variorum.annotate.sources.lexicon import cues
from variorum.annotate.triggers import triggers
from variorum.claims.incidents.aggregates import aggregate_signs
from variorum.claims.incidents.wording import families, has, lexicon, nouns, phrases, words_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.values import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When, where and how a toll's sentence, and those that lead to it, put what happened, and how they tie it to
    what was told before."""

    sentence: int
    paragraph: int
    days: DateRange | None
    places: tuple[Span, ...]
    families: frozenset[str]
    opens_new: bool
    goes_on: bool
    many: tuple[str, ...] = ()  # signs that it counts the victims of many incidents
    speaker: str = ""  # who says it, "" where the report does
    past: bool | None = None  # whether its time lies well before publication; None where it gives none
    introduces: bool = False  # brings up an incident or attacker as not known yet: "a bomb", "gunmen"
    earlier: bool = False  # the casualty word stands in the past perfect: "had killed"
    tells_more: bool = False  # words such as "he also reported" or "finally" go on to something else
    comes_after: bool = False  # it stands behind "two days after a ...": what the incident spoken of came after
    names: frozenset[str] = frozenset()  # what its sentence names
    opening: Span | None = None  # the place that the sentence begins with: "In Basra, a bomb ..."
    opens_then: DateRange | None = None  # the time that the sentence begins with: "In December, a bomb ..."
    recalls: bool = False  # it is told of a time that its sentence only names: "since 2017, when a bomb ..."
    apart: bool = False  # words such as "elsewhere" beside its number tell it from the toll before in its sentence


def settings_of(doc: Doc, drafts: Sequence[TollDraft]) -> list[Setting]:
    """The setting of each toll: of its sentence, and where that says nothing, of those since the toll before in the
    same paragraph."""
    sentences = sentences_of(doc)
    index = {s.start: k for k, s in enumerate(sentences)}
    paragraphs = paragraphs_of(sentences)
    out: list[Setting] = []
    last = -1
    for draft, beside in zip(drafts, _stretches(doc, drafts), strict=True):
        number = index[doc[draft.start].sent.start]
        lead = [
            k
            for k in range(max(last + 1, number - 2), number)
            if paragraphs[k] == paragraphs[number] and _tells_incident(sentences[k])
        ]
        out.append(_setting(doc, sentences, number, lead, paragraphs[number], draft, beside))
        last = number
    return out


def paragraphs_of(sentences: Sequence[Span]) -> list[int]:
    """The number of the paragraph that each sentence stands in; a text without paragraphs gets one for every three
    sentences."""
    out, at = [], 0
    for sentence in sentences:
        out.append(at)
        at += sentence[-1].text_with_ws.endswith("\n\n") or sentence[-1].text.startswith("\n\n")
    return out if at > 1 else [k // 3 for k in range(len(sentences))]


def _tells_incident(sentence: Span) -> bool:
    known, words = nouns("words"), words_in(sentence.doc)[sentence.start : sentence.end]
    return any(word in known or word.removesuffix("s") in known for word in words)


def _setting(
    doc: Doc,
    sentences: Sequence[Span],
    number: int,
    lead: Sequence[int],
    paragraph: int,
    draft: TollDraft,
    beside: Span,
) -> Setting:
    sentence = sentences[number]
    words = words_of(sentence)
    led = " ".join(words_of(sentences[k]) for k in lead)
    days = date_of(doc, sentence, draft.trigger)
    places = places_of(doc, sentence, draft.trigger)
    for k in reversed(lead):
        days = days if days is not None else date_of(doc, sentences[k], sentences[k].end)
        places = places or places_of(doc, sentences[k], sentences[k].end)
    lex = lexicon()
    comes_after = _AFTER.search(" ".join(words_in(doc)[sentence.start : draft.trigger])) is not None
    told = (sentence, *(sentences[k] for k in lead))
    return Setting(
        sentence=number,
        paragraph=paragraph,
        days=days,
        places=places,
        families=families_of(words) or families_of(led),
        opens_new=any(
            has(w, phrases("new", "phrases")) or w.strip().startswith(tuple(lex["new"]["sentence_start"]))
            for w in (words, led)
        )
        or any(map(_EARLIER.search, (words, led))),
        goes_on=has(words, phrases("same", "phrases")) and not comes_after,
        tells_more=has(words, phrases("more", "phrases"))
        or words.strip().startswith(tuple(lex["more"]["sentence_start"])),
        comes_after=comes_after,
        many=tuple(aggregate_signs(doc, sentence, words, days, draft)),
        speaker=_speaker(doc, draft),
        past=_is_past(doc, sentence, draft.trigger, days),
        introduces=any(map(_introduces, told)),
        earlier=any(c.dep_ in ("aux", "auxpass") and c.lower_ == "had" for c in doc[draft.trigger].children),
        names=frozenset(name for one in told for name in names_in(one)),
        opening=_opening(sentence, places),
        opens_then=_opening_time(doc, sentence),
        recalls=_recalls(doc, sentence, draft),
        apart=has(words_of(beside), phrases("apart", "phrases")),
    )


def _stretches(doc: Doc, drafts: Sequence[TollDraft]) -> list[Span]:
    """What stands in the sentence of each toll behind its number, up to the number of the next."""
    out = []
    for draft in drafts:
        sentence = doc[draft.start].sent
        after = min((d.start for d in drafts if draft.start < d.start < sentence.end), default=sentence.end)
        out.append(doc[draft.end : max(after, draft.end)])
    return out


def _opening(sentence: Span, places: Sequence[Span]) -> Span | None:
    first = [place for place in places if sentence.start < place.start <= sentence.start + _FRONT]
    return min(first, key=lambda place: place.start, default=None)


def _opening_time(doc: Doc, sentence: Span) -> DateRange | None:
    """The days of the time that a sentence begins with."""
    found = [d for d in dates_in(doc, sentence, sentence.start) if d.start <= sentence.start + _FRONT]
    return found[0]._.days if found else None


def _recalls(doc: Doc, sentence: Span, draft: TollDraft) -> bool:
    """Whether a toll is told of a time that its sentence only names: "the worst since 2017, when a bomb killed ten"."""
    before = " ".join(words_in(doc)[sentence.start : max(draft.start, draft.trigger)])
    return _RECALLED.search(before) is not None


_RECALLED = re.compile(
    r"\bsince\b.*? (?:when|in which)\b|\b(?:last (?:week|month|year)|in \d{4}|\w+day) ,? ?(?:when|in which)\b"
)
_FRONT = 5
"""A place up to so many tokens from where a sentence begins stands at its front."""
_EARLIER = re.compile(
    r"\b(?:(?:an?|one|two|three|four|five|six|several|few|\d{1,2}) (?:hour|night|day|week|month|year)s?|hours) "
    r"(?:earlier|before) "
)
_AFTER = re.compile(r"\b(?:(?:hour|day|week|month|year)s?|comes|came) after (?!(?:the|that|this|his|her|its|their)\b)")


_INDEFINITE = frozenset(("a", "an", "another", "two", "three", "several"))
_DEFINITE = frozenset(("the", "this", "that", "his", "her", "its", "their"))


def _introduces(sentence: Span) -> bool:
    """Whether a sentence brings up an incident, a weapon or an attacker as one that is not known yet."""
    named, words = nouns("words") | nouns("attackers"), words_in(sentence.doc)
    for at in range(sentence.start, sentence.end):
        if words[at] in named or words[at].removesuffix("s") in named:
            near = reversed(words[max(sentence.start, at - 5) : at])
            before = next((word for word in near if word in _INDEFINITE or word in _DEFINITE), "")
            if before in _INDEFINITE:
                return True
    return False


def names_in(sentence: Span) -> list[str]:
    """The words of a sentence with a capital that tell what it is about: no common words, casualty words or words of
    speaking."""
    words = words_in(sentence.doc)[sentence.start : sentence.end]
    struck = {k for t in triggers(words) for k in range(t.start, t.end)}
    return [
        words[k].removesuffix("s")
        for k, t in enumerate(sentence)
        if k not in struck
        and t.text[0].isupper()
        and t.is_alpha
        and len(t) > _SHORT
        and not t.is_stop
        and words[k] not in cues().verbs
    ]


_SHORT = 3
"""Words up to so many letters tell nothing."""


def _speaker(doc: Doc, draft: TollDraft) -> str:
    last = doc[draft.end - 1]
    chain = chain_of(doc, doc[draft.start].idx, last.idx + len(last))
    return chain[-1].text.casefold() if chain else ""


def families_of(words: str) -> frozenset[str]:
    """The ways of violence that a sentence speaks of."""
    return frozenset(name for name, words_for in families().items() if has(words, words_for))


def dates_in(doc: Doc, sentence: Span, near: int) -> list[Span]:
    """The times that a sentence gives for what happened, nearest to a token first; when somebody spoke is left out."""
    found = [
        d for d in doc.spans.get("dates", []) if sentence.start <= d.start < sentence.end and not is_speech_date(doc, d)
    ]
    return sorted(found, key=lambda d: (abs(d.start - near), d.start))


def date_of(doc: Doc, sentence: Span, near: int) -> DateRange | None:
    """The days that a sentence gives for what happened, by the date nearest to a token; None where it gives none."""
    return next((d._.days for d in dates_in(doc, sentence, near) if d._.days is not None), None)


_LONG = frozenset(("month", "months", "season", "year", "years", "weeks"))
_RECENT_DAYS = 21


def _is_past(doc: Doc, sentence: Span, near: int, days: DateRange | None) -> bool | None:
    """Whether what a sentence tells lies well before the report; known from the words even where the day of
    publication is not."""
    published = doc._.published
    if days is not None and published is not None:
        return bool((published - days.end).days > _RECENT_DAYS)
    nearest = next(iter(dates_in(doc, sentence, near)), None)
    return None if nearest is None else str(time_expression(nearest).granularity) in _LONG


def places_of(doc: Doc, sentence: Span, near: int) -> tuple[Span, ...]:
    """The places that a sentence names for what happened, nearest first; countries only where nothing finer stands."""
    found = [p for p in sites(doc) if sentence.start <= p.start < sentence.end and not _is_aside(doc, p)]
    fine = [p for p in found if str(p._.place_kind) not in ("country", "continent")]
    return tuple(sorted(fine or found, key=lambda p: abs(p.start - near)))


_HEALING = frozenset("hospital hospitals clinic infirmary medical".split())


def _is_aside(doc: Doc, place: Span) -> bool:
    """Whether a place is where the report was filed, where somebody comes from, or where the injured were taken."""
    if place._.place_found.mention.dateline:
        return True
    before = doc[place.start - 1].lower_ if place.start else ""
    return before == "from" or not _HEALING.isdisjoint(t.lower_ for t in place)

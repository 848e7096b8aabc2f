"""Find in one sentence who says what: the cues, the phrases that name the sources, and the stretch that they vouch for.

The parse leads; patterns help where it is missing or plainly wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from spacy.tokens import Doc, Span

from variorum.annotate.extensions import words_of
from variorum.annotate.sources import lexicon
from variorum.annotate.sources.cue import CLAIMS, SUBJECTS, TOLLS, Cue, Reach, body_start
from variorum.annotate.sources.marks import according, citing, headline, reports_of, toll_of
from variorum.annotate.sources.reach import reach_of, something_follows
from variorum.annotate.sources.verbs import verb_cue

MOST = 30
"""Cues that are read in one sentence: a "sentence" with more is a list, or not written by an honest hand."""
_ACCORDING = frozenset({"according", "per"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An attribution of one sentence before its sources are resolved: `content` in characters of the Doc."""

    cue: Cue
    content: tuple[tuple[int, int], ...]


def find_in(sent: Span) -> list[Found]:
    """All attributions of a sentence in the order of their cues."""
    cues = sorted(islice(_cues(sent), MOST), key=lambda cue: cue.at)
    cues = _attach_citing(cues, sent)
    cues = _share_subjects(cues, sent)
    return [Found(cue=cue, content=_characters(sent.doc, reach_of(cue, cues, sent))) for cue in cues]


def _cues(sent: Span) -> Iterator[Cue]:
    known = lexicon.cues()
    readers = (
        (according, _ACCORDING),
        (reports_of, CLAIMS | known.words["documents"]),
        (citing, known.words["citing"]),
        (toll_of, TOLLS),
    )
    starts = known.verbs.keys() | frozenset[str]().union(*(words for _, words in readers))
    for at, low in enumerate(words_of(sent.doc)[sent.start : sent.end], sent.start):
        if low not in starts:
            continue
        token = sent.doc[at]
        if low in known.verbs and (cue := verb_cue(token, sent)):
            yield cue
        for reader, words in readers:
            if low in words and (cue := reader(token, sent)):
                yield cue
                break
    yield from headline(sent)


def _share_subjects(cues: list[Cue], sent: Span) -> list[Cue]:
    """ "..., adding that": a participle without a subject of its own has that of the cue before it."""
    out: list[Cue] = []
    for cue in cues:
        verb = sent.doc[cue.at]
        if out and verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children):
            owner = next((earlier for earlier in out if earlier.at == verb.head.i), out[-1])
            cue = replace(cue, phrases=owner.phrases[-1:])
        elif (
            out
            and verb.tag_ == "VBG"
            and not any(c.dep_ in SUBJECTS for c in verb.children)
            and verb.dep_ in ("advcl", "xcomp", "conj", "dep")
        ):
            cue = replace(
                cue, phrases=out[-1].phrases[-1:], start=cue.at, end=max(cue.at + 1, min(cue.end, cue.at + 2))
            )
        out.append(cue)
    return out


def _attach_citing(cues: list[Cue], sent: Span) -> list[Cue]:
    """Whoever is cited becomes the inner link of the attribution before it."""
    out: list[Cue] = []
    for cue in cues:
        word = sent.doc[cue.at].lower_
        if (
            word in ("citing", "quoting")
            and out
            and out[-1].at < cue.at
            and sent.doc[out[-1].at].lower_ not in ("citing", "quoting")
        ):
            last = out.pop()
            reach = Reach.BACKWARD if _ends_with(cue, last, sent) else last.reach
            out.append(replace(last, phrases=(*last.phrases, *cue.phrases), reach=reach))
        else:
            out.append(cue)
    return out


def _ends_with(citing: Cue, last: Cue, sent: Span) -> bool:
    """Whether nothing but who is cited follows a cue at its sentence's end: "... dead the agency reported citing
    police"."""
    begins = last.start <= body_start(sent) + 1
    return not begins and not any(
        something_follows(sent.doc, at, sent, to) for at, to in ((last.end, citing.start), (citing.end, sent.end))
    )


def _characters(doc: Doc, stretches: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out = []
    for start, end in stretches:
        if start < end:
            last = doc[end - 1]
            out.append((doc[start].idx, last.idx + len(last)))
    return tuple(out)

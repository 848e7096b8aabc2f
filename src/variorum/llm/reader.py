"""The reader: a report is asked about piece by piece, its answers are put on the leash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from variorum.errors import AnswerError
from variorum.llm.answers import Answer, parse
from variorum.llm.asking import Asker, Costs
from variorum.llm.endpoints import BusyError, Model, TooLongError, model_of
from variorum.llm.leash import leashed
from variorum.llm.task import PROMPT, Piece, messages, pieces
from variorum.models import Exchange, Report
from variorum.proposals import Proposal
from variorum.settings import LlmSettings

_SMALLEST_PIECE = 1_000
"""Characters below which a piece is not made shorter for a model that can't take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a model proposed of a report, and what was sent and answered for it, word for word."""

    proposal: Proposal
    exchanges: tuple[Exchange, ...]


class LlmReader:
    """Asks a model about reports; safe over threads. Keep one for many reports: it counts costs and holds to limits."""

    def __init__(self, settings: LlmSettings, *, cache: Path | None = None, model: Model | None = None) -> None:
        """Raises ModelError where the model can't be used as the settings say (no key, no file, no name)."""
        self.settings = settings
        self._asker = Asker(model or model_of(settings), settings, cache=cache)

    @property
    def name(self) -> str:
        """Who made a claim: reader, model and version of the prompt."""
        return name_of(self.settings)

    @property
    def costs(self) -> Costs:
        return self._asker.costs

    def ask(self, report: Report) -> Asked:
        """What the model proposes of a report.

        Raises AnswerError where it gave no usable answer, ModelError where it can't be used at all, and BudgetError
        before the limit of cost is passed.
        """
        most = self.settings.piece_characters
        while True:
            try:
                return self._ask(report, pieces(report, most))
            except TooLongError as error:
                if most // 2 < _SMALLEST_PIECE:
                    raise AnswerError(
                        report.id,
                        f"{self.settings.model} takes not even {most:,} characters at once{error}; "
                        "choose one with a longer context",
                    ) from None
                most //= 2
            except BusyError as error:
                raise AnswerError(
                    report.id, f"no answer after {self.settings.retries + 1} tries: {error}; try again later"
                ) from None

    def _ask(self, report: Report, asked: Sequence[Piece]) -> Asked:
        answers: list[tuple[Piece, Answer]] = []
        exchanges = []
        for piece in asked:
            sent = messages(piece)
            completion, cached = self._asker.ask(sent)
            exchanges.append(
                Exchange(
                    model=self.settings.model,
                    prompt=PROMPT,
                    sent=sent[1]["content"],
                    answered=completion.text,
                    tokens_in=completion.tokens_in,
                    tokens_out=completion.tokens_out,
                    cached=cached,
                )
            )
            answers.append((piece, usable(report, piece, completion.text)))
        return Asked(proposal=leashed(answers, self.name), exchanges=tuple(exchanges))


def name_of(settings: LlmSettings) -> str:
    return f"llm {settings.model} {PROMPT}"


def usable(report: Report, piece: Piece, text: str) -> Answer:
    """The answer on a piece. Raises AnswerError where there is none in the text."""
    answer = parse(text)
    if answer is None:
        raise AnswerError(report.id, f"the model's answer on piece {piece.number} holds no claims that can be read")
    return answer

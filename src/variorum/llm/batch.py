"""Batch files: requests to send by whatever means, and the answers read back.

A request is a line `{"custom_id", "method", "url", "body"}`, as batch services take it; its messages hold the report,
so that the two files alone give the claims. Answers may be missing, doubled, broken or in any order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from variorum.errors import AnswerError, FormatError, ReportError
from variorum.identity import report_id
from variorum.llm.endpoints import BusyError, Completion, anthropic_body, anthropic_completion, body_of, chat_completion
from variorum.llm.leash import leashed
from variorum.llm.reader import Asked, usable
from variorum.llm.task import PROMPT, Messages, Piece, messages, piece_of, pieces
from variorum.models import Exchange, Report
from variorum.settings import LlmSettings


def requests(reports: Iterable[Report | ReportError], settings: LlmSettings) -> Iterator[str | ReportError]:
    """One line for each piece of each report; a report that could not be read comes out as its error.

    A request is named by its report's content, piece and prompt: a report that is given twice is asked about once.
    """
    asked: set[str] = set()
    for report in reports:
        if isinstance(report, ReportError):
            yield report
            continue
        name = report_id(report).removeprefix("report-")
        if name in asked:
            continue
        asked.add(name)
        for piece in pieces(report, settings.piece_characters):
            yield json.dumps(_request(f"{name}-{piece.number}-{PROMPT}", messages(piece), settings), ensure_ascii=False)


def _request(name: str, sent: Messages, settings: LlmSettings) -> dict[str, Any]:
    if settings.api == "anthropic":
        return {"custom_id": name, "params": anthropic_body(settings, sent)}
    return {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body_of(settings, sent)}


@dataclass(slots=True, kw_only=True)
class Tally:
    """How a batch went, request by request."""

    requests: int = 0
    answered: int = 0
    missing: int = 0
    doubled: int = 0
    broken: int = 0
    unasked: int = 0


def responses(
    asked: Iterable[str], answered: Iterable[str], tally: Tally | None = None
) -> Iterator[tuple[Report, Asked] | ReportError]:
    """What was proposed of each report of a file of requests, in its order.

    A report with an answer that is missing or broken comes out as its error; of doubled answers the first that can be
    read counts. `tally` is counted up. Raises FormatError where a line of requests is none.
    """
    tally = tally or Tally()
    known = _answers(answered, tally)
    used = 0
    for model, rows in _by_report(asked, tally):
        used += sum(1 for name, _ in rows if name in known)
        yield _proposed(model, rows, known, tally)
    tally.unasked = len(known) - used


_Row = tuple[str, Messages]


def _by_report(lines: Iterable[str], tally: Tally) -> Iterator[tuple[str, list[_Row]]]:
    """The requests of each report with the model that they name; those of a report stand together."""
    waiting: list[_Row] = []
    model = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, model, sent = _request_in(line, number)
        tally.requests += 1
        waiting.append((name, sent))
        _, _, end, length = piece_of(sent)
        if end == length:
            yield model, waiting
            waiting = []
    if waiting:
        yield model, waiting


def _request_in(line: str, number: int) -> tuple[str, str, Messages]:
    try:
        found = json.loads(line)
        body = found.get("body") or found["params"]
        sent = body["messages"]
        if "system" in body:
            sent = [{"role": "system", "content": body["system"]}, *sent]
        return str(found["custom_id"]), str(body["model"]), sent
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise FormatError(f"line {number} of the requests", f"is no request ({error})") from None


def _proposed(
    model: str, rows: list[_Row], known: dict[str, Completion], tally: Tally
) -> tuple[Report, Asked] | ReportError:
    parts = [piece_of(sent) for _, sent in rows]
    report = replace(parts[0][0], text="".join(part.text for part, *_ in parts))
    answers, exchanges = [], []
    missing = [name for name, _ in rows if name not in known]
    tally.missing += len(missing)
    if missing or parts[-1][2] != parts[-1][3]:
        return AnswerError(
            report.id, f"not all of it was answered: {', '.join(missing) or 'the last request'} is missing"
        )
    for number, ((name, sent), (_, start, end, _)) in enumerate(zip(rows, parts, strict=True), start=1):
        piece, completion = Piece(report=report, number=number, start=start, end=end), known[name]
        try:
            answers.append((piece, usable(report, piece, completion.text)))
        except AnswerError as error:
            tally.broken += 1
            return error
        exchanges.append(
            Exchange(
                model=model,
                prompt=name.split("-", 2)[-1],
                sent=sent[1]["content"],
                answered=completion.text,
                tokens_in=completion.tokens_in,
                tokens_out=completion.tokens_out,
            )
        )
    tally.answered += len(rows)
    return report, Asked(proposal=leashed(answers, f"llm {model} {PROMPT}"), exchanges=tuple(exchanges))


def _answers(lines: Iterable[str], tally: Tally) -> dict[str, Completion]:
    """The answers by the request that they are to; the first that can be read of each."""
    known: dict[str, Completion] = {}
    for line in lines:
        if not line.strip():
            continue
        found = _answer_in(line)
        if found is None:
            tally.broken += 1
        elif found[0] in known:
            tally.doubled += 1
        else:
            known[found[0]] = found[1]
    return known


def _answer_in(line: str) -> tuple[str, Completion] | None:
    """One line of answers, in the form of either service; None where it holds no answer."""
    try:
        found = json.loads(line)
        name = str(found["custom_id"])
        if isinstance(result := found.get("result"), dict):
            return name, anthropic_completion(result["message"])
        response = found["response"]
        return name, chat_completion(response.get("body", response))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, BusyError):
        return None

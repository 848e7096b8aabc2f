"""Reports to claims: a report is annotated, its claims are drawn, its accounts put together."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from spacy.tokens import Doc

from variorum.actors.listing import NamedActor, list_actors
from variorum.actors.registry import lay_on_top
from variorum.annotate import language, relevance
from variorum.annotate.casing import recase
from variorum.annotate.layout import unwrapped
from variorum.claims.accounts import Drawn, draw
from variorum.claims.explain import explain
from variorum.claims.readers import draw_both, draw_proposed
from variorum.claims.tolls.finding import find_tolls
from variorum.errors import LimitError, ReportError, VariorumError
from variorum.models import Explanation, Extraction, Report
from variorum.places import Gazetteer, ResolvedPlace, find, resolve
from variorum.proposals import Proposal
from variorum.settings import Settings, data_folder
from variorum.values import Span

if TYPE_CHECKING:
    from variorum.llm import Asked, LlmReader

_Done = TypeVar("_Done")

_AHEAD = 4
"""Reports that each worker process may have waiting: enough to keep it busy, few enough to keep memory flat."""


class Reader:
    """Reads reports one at a time. Loading takes a second or so; keep one and use it for many."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        use_actors_of(self.settings)
        self._nlp = language.load(self.settings)

    def read(self, report: Report) -> Extraction:
        """Every claim of a report. Raises LimitError where the text is longer than the settings allow."""
        drawn = self.draw(report)
        return Extraction(report=report) if drawn is None else drawn.extraction

    def draw(self, report: Report) -> Drawn | None:
        """Every claim of a report with what it was drawn from; None where the report does not tell of violence.

        Raises LimitError.
        """
        if (error := _too_long(report, self.settings)) is not None:
            raise error
        if not self._worth_reading(report.text):
            return None
        return draw(report, self._annotated(report))

    def read_proposed(self, report: Report, proposal: Proposal, *, beside_rules: bool = False) -> Extraction:
        """The claims that another reader pointed at, their numbers read from the words; with `beside_rules` also
        those of the rules, each with who found it. What had to be refused is among the warnings.

        Raises LimitError.
        """
        if (error := _too_long(report, self.settings)) is not None:
            raise error
        doc = self._annotated(report, proposal.spans)
        return (draw_both if beside_rules else draw_proposed)(report, doc, proposal).extraction

    def _annotated(self, report: Report, pointed: tuple[Span, ...] = ()) -> Doc:
        lines = unwrapped(report.text)
        text = recase(lines)
        doc = self._nlp.make_doc(text)
        doc._.published, doc._.publisher, doc._.recased = report.published, report.publisher, text != lines
        doc._.pointed = pointed
        return self._nlp(doc)

    def explain(self, report: Report) -> tuple[Explanation, ...]:
        """Why each claim and incident of a report was read as it was. Raises LimitError."""
        drawn = self.draw(report)
        return () if drawn is None else explain(drawn)

    def _worth_reading(self, text: str) -> bool:
        """Whether the text is steeped in violence, or has at least one toll.

        The tolls of a text that is not steeped in it are looked for in the few sentences that can hold one.
        """
        if relevance.is_steeped(text):
            return True
        doubtful = relevance.doubtful_stretches(text)
        return bool(doubtful) and bool(find_tolls(language.glance(self._nlp, recase(unwrapped("\n\n".join(doubtful))))))


@cache
def _reader(settings: Settings) -> Reader:
    """One reader a process and settings."""
    return Reader(settings)


def read(
    text: str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    title: str | None = None,
    id: str = "report",  # noqa: A002  (the field's name in the public JSON)
) -> Extraction:
    """Read one news report: every claim in it, each with its source and the words it stands in.

    `published` (a date) gives relative days ("last Friday") their meaning; `publisher` is left out of chains of
    attribution.
    Raises LimitError where the text is too long; with a language model as reader also ModelError and AnswerError.
    """
    report = Report(id=id, text=text, title=title, publisher=publisher, published=published)
    settings = Settings.from_environment()
    if settings.reader == "small":
        return _reader(settings).read(report)
    found = next(read_all([report], settings))
    if isinstance(found, ReportError):
        raise found
    return found


def read_all(
    reports: Iterable[Report | ReportError],
    settings: Settings | None = None,
    jobs: int = 1,
    llm: LlmReader | None = None,
) -> Iterator[Extraction | ReportError]:
    """Read many reports, in the order given; a report that fails comes out as its ReportError, the others go on.

    With `jobs` above 1 that many processes read side by side; the output is the same. Memory stays flat over any
    number of reports. With `reader` "llm" or "both" in the settings a language model is asked (`llm`, or the one that
    the settings name), several requests at once; raises ModelError where it can't be.
    """
    settings = settings or Settings()
    if settings.reader != "small":
        yield from read_answers(_asked(reports, settings, llm or llm_reader(settings)), settings)
    elif jobs <= 1:
        for report in reports:
            yield report if isinstance(report, ReportError) else _attempt(report, settings)
    else:
        yield from _side_by_side(reports, settings, jobs)


def llm_reader(settings: Settings) -> LlmReader:
    """The language model that the settings name, with the user's cache of answers. Raises ModelError."""
    from variorum.llm import LlmReader  # its libraries are an extra

    return LlmReader(settings.llm, cache=data_folder() / "llm-answers")


def read_answers(
    asked: Iterable[tuple[Report, Asked | None] | ReportError], settings: Settings | None = None
) -> Iterator[Extraction | ReportError]:
    """The claims of reports that a language model was asked about; with None it was not: no violence in them."""
    settings = settings or Settings()
    reader = _reader(settings)
    for item in asked:
        if isinstance(item, ReportError):
            yield item
            continue
        report, answer = item
        yield _guarded(report, partial(_claims, reader, report, answer, settings.reader == "both"))


def _claims(reader: Reader, report: Report, answer: Asked | None, both: bool) -> Extraction:
    if answer is None:
        return Extraction(report=report)
    extraction = reader.read_proposed(report, answer.proposal, beside_rules=both)
    return replace(extraction, exchanges=answer.exchanges)


def _asked(
    reports: Iterable[Report | ReportError], settings: Settings, llm: LlmReader
) -> Iterator[tuple[Report, Asked | None] | ReportError]:
    """What the model proposes of each report, in their order, while requests for those behind are under way."""
    waiting: deque[ReportError | tuple[Report, Future[Asked] | None]] = deque()
    pool = ThreadPoolExecutor(settings.llm.concurrency)
    try:
        for report in reports:
            waiting.append(_sent(report, settings, llm, pool))
            if len(waiting) >= settings.llm.concurrency * _AHEAD:
                yield _received(waiting.popleft())
        while waiting:
            yield _received(waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _sent(
    report: Report | ReportError, settings: Settings, llm: LlmReader, pool: ThreadPoolExecutor
) -> ReportError | tuple[Report, Future[Asked] | None]:
    if isinstance(report, ReportError):
        return report
    if (error := _too_long(report, settings)) is not None:
        return error
    told = relevance.is_steeped(report.text) or bool(relevance.doubtful_stretches(report.text))
    return report, pool.submit(llm.ask, report) if told else None


def _received(item: ReportError | tuple[Report, Future[Asked] | None]) -> ReportError | tuple[Report, Asked | None]:
    if isinstance(item, ReportError):
        return item
    report, future = item
    if future is None:
        return report, None
    try:
        return report, future.result()
    except ReportError as error:
        return error


def places_of_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None, gazetteer: Gazetteer | None = None
) -> Iterator[tuple[Report, tuple[ResolvedPlace, ...]] | ReportError]:
    """All places that each report names, resolved, demonyms included; no parser is needed, so it takes milliseconds a
    report. A report that fails comes out as its ReportError, the others go on.
    """
    settings = settings or Settings()
    gazetteer = gazetteer or Gazetteer.open()
    for report in reports:
        if isinstance(report, ReportError):
            yield report
        elif (error := _too_long(report, settings)) is not None:
            yield error
        else:
            found = find(recase(report.text), gazetteer)
            written = [replace(mention, text=mention.span.of(report.text)) for mention in found]
            yield report, resolve(written, gazetteer, publisher=report.publisher)


def actors_of_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None
) -> Iterator[tuple[Report, tuple[NamedActor, ...]] | ReportError]:
    """All armed actors that each report names or describes, resolved; no parser is needed. A report that fails comes
    out as its ReportError, the others go on.
    """
    settings = settings or Settings()
    use_actors_of(settings)
    for report in reports:
        if isinstance(report, ReportError):
            yield report
        elif (error := _too_long(report, settings)) is not None:
            yield error
        else:
            text = recase(report.text)
            year = report.published.year if report.published else None
            named = list_actors(text, year=year, recased=text != report.text)
            yield report, tuple(replace(one, text=one.span.of(report.text)) for one in named)


def use_actors_of(settings: Settings) -> None:
    """Lay the user's file of actors, where the settings name one, on top of the registry of this process."""
    lay_on_top(*([Path(settings.actors)] if settings.actors else []))


def explain_all(
    reports: Iterable[Report | ReportError], settings: Settings | None = None
) -> Iterator[tuple[Report, tuple[Explanation, ...]] | ReportError]:
    """Why each claim and incident of each report was read as it was. A report that fails comes out as its ReportError,
    the others go on.
    """
    settings = settings or Settings()
    for report in reports:
        if isinstance(report, ReportError):
            yield report
            continue
        told = _guarded(report, partial(_reader(settings).explain, report))
        yield told if isinstance(told, ReportError) else (report, told)


def _too_long(report: Report, settings: Settings) -> LimitError | None:
    if len(report.text) <= settings.max_characters:
        return None
    return LimitError(
        report.id,
        f"the text has {len(report.text):,} characters, more than the {settings.max_characters:,} allowed",
    )


def _side_by_side(
    reports: Iterable[Report | ReportError], settings: Settings, jobs: int
) -> Iterator[Extraction | ReportError]:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes share the cores; threads of each would only wait
    context = multiprocessing.get_context("spawn")
    waiting: deque[ReportError | tuple[Report, Future[Extraction | ReportError]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for report in reports:
            waiting.append(
                report if isinstance(report, ReportError) else (report, pool.submit(_attempt, report, settings))
            )
            if len(waiting) >= jobs * _AHEAD:
                yield _outcome(waiting.popleft())
        while waiting:
            yield _outcome(waiting.popleft())


def _outcome(item: ReportError | tuple[Report, Future[Extraction | ReportError]]) -> Extraction | ReportError:
    if isinstance(item, ReportError):
        return item
    report, future = item
    try:
        return future.result()
    except BrokenProcessPool:
        return ReportError(report.id, "the process that read it died (out of memory?); try again with --jobs 1")


def _attempt(report: Report, settings: Settings) -> Extraction | ReportError:
    return _guarded(report, lambda: _reader(settings).read(report))


def _guarded(report: Report, do: Callable[[], _Done]) -> _Done | ReportError:
    """What is done with a report; whatever goes wrong is said of this report, and the others go on."""
    try:
        return do()
    except ReportError as error:
        return error
    except VariorumError:
        raise  # a missing model or a broken data file would fail every report
    except Exception as error:  # noqa: BLE001 - a fault of ours must cost one report, not the run
        return ReportError(
            report.id, f"the reader failed on it ({type(error).__name__}: {error}); please report this as a bug"
        )

"""An event beside what others published of it: rows found, each number traced to the claims, ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from variorum.codebooks import Codebook, Coded, compare, load, names
from variorum.codebooks.published import Traced, trace, trace_sum
from variorum.errors import UnknownIdError
from variorum.export.published import Beside, Number
from variorum.ledger import AsOf, Ledger
from variorum.ledger.published import datasets, editions, matched_rows, published_rows
from variorum.models import Fit, LinkedEvent, Match, Published
from variorum.pipeline.importing import row_about, rows_about
from variorum.pipeline.tables import Rows

_OTHERWISE = "ucdp"
"""The codebook whose groups are taken for a table that names none."""


def beside(
    ledger: Ledger, event: LinkedEvent, dataset: str, books: Sequence[Codebook], row: str | None = None
) -> tuple[list[Beside], list[Number]]:
    """The rows of a dataset that are about the event, or the one that is named; and what several give together.

    Raises UnknownIdError where there is no such dataset or row.
    """
    known = {one.name: one for one in datasets(ledger)}
    if dataset not in known:
        there_are = ", ".join(known) or "none"
        raise UnknownIdError(
            f"there is no published table {dataset!r} in {ledger.database.where}; there are: {there_are} "
            f"(variorum import brings one in)"
        )
    found = rows_about(ledger, event, dataset) if row is None else [row_about(ledger, event, row, dataset)]
    coded = compare(event, _with_own(books, [one for one, _ in found]))
    rows = [_beside(ledger, event, one, fit, coded) for one, fit in found]
    sure = [one for one, fit in found if fit.fit is Fit.SAME]
    whole = trace_sum(sure, event, _camps(sure[0]), coded) if sure else None
    return rows, [_number(whole)] if whole else []


def every_row_beside(ledger: Ledger, event: LinkedEvent, books: Sequence[Codebook]) -> list[Beside]:
    """The rows of all tables that are about the event, or may be."""
    found = rows_about(ledger, event)
    coded = compare(event, _with_own(books, [one for one, _ in found])) if found else ()
    return [_beside(ledger, event, one, fit, coded) for one, fit in found]


def rows_of_others(ledger: Ledger, view: AsOf, *, hide_people: bool = False) -> Callable[[str], Rows] | None:
    """What gives the published rows about an event, as they were last matched; None where the ledger holds none.
    hide_people: without the words in which rows may name people.
    """
    if next(published_rows(ledger, view=view), None) is None:
        return None

    def about(event: str) -> Rows:
        found = matched_rows(ledger, event, view)
        return tuple((_without_words(row) if hide_people else row, match) for row, match in found)

    return about


def _without_words(row: Published) -> Published:
    return replace(row, actors=(), sources="", notes="", raw=())


def _with_own(books: Sequence[Codebook], rows: Iterable[Published]) -> list[Codebook]:
    """The codebooks, and those by whose names the rows call their numbers."""
    known = {one.name for one in books}
    own = {book.name: book for row in rows if row.codebook and (book := _camps(row)).name not in known}
    return [*books, *own.values()]


def _beside(ledger: Ledger, event: LinkedEvent, row: Published, fit: Match, coded: Sequence[Coded]) -> Beside:
    return Beside(
        row=row,
        match=fit,
        numbers=tuple(map(_number, trace(row, event, _camps(row), coded))),
        earlier=tuple(_earlier(row, editions(ledger, row))),
    )


def _camps(row: Published) -> Codebook:
    return load(row.codebook if row.codebook in (*names(), "house") else _OTHERWISE)


def _number(traced: Traced) -> Number:
    return Number(
        name=", ".join(traced.names),
        value=traced.number.value,
        how=traced.how.value,
        sentence=traced.sentence,
        claims=traced.claims,
        beliefs=traced.beliefs,
        ours=traced.ours,
    )


def _earlier(row: Published, known: Iterable[Published]) -> Iterator[str]:
    """What earlier editions had for the row, where it was another number."""
    for one in known:
        if one.id == row.id:
            return
        if (one.low, one.best, one.high) != (row.low, row.best, row.high):
            ends = f" ({one.low} to {one.high})" if None not in (one.low, one.high) else ""
            yield f"Edition {one.edition} had {one.best}{ends}."

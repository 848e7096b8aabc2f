"""The codebooks as text, and a what-if: another value of a parameter, and which events' figures change by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from variorum.codebooks import Codebook, figures_of_all, load
from variorum.models import Figure
from variorum.web.desk import Desk, MissingError
from variorum.web.drawing import page
from variorum.web.filters import Filter
from variorum.web.names import label

router = APIRouter(include_in_schema=False)

MOST_EVENTS = 500
"""Events that a what-if is tried on: the first of the filter, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event whose figures another parameter changes: by figure what it was and what it becomes."""

    id: str
    label: str
    figures: tuple[tuple[str, object, object, str], ...]


@router.get("/codebooks")
def codebooks(request: Request) -> HTMLResponse:
    """All codebooks, each in a line."""
    desk: Desk = request.app.state.desk
    return page(request, "codebooks.html", books=[load(name) for name in desk.codebooks])


@router.get("/codebooks/{name}")
def codebook(request: Request, name: str) -> HTMLResponse:
    """One codebook as text; with parameters in the address also what they would change."""
    desk: Desk = request.app.state.desk
    if name not in desk.codebooks:
        raise MissingError(f"there is no codebook {name!r}; there are {', '.join(desk.codebooks)}")
    book = load(name)
    values = {key: read(book, key, request.query_params[key]) for key in book.parameters if key in request.query_params}
    asked = {key: value for key, value in values.items() if value != book[key]}
    changed = list(changes(desk, book, book.having(**asked))) if asked else []
    tried = min(len(desk.catalogue()), MOST_EVENTS)
    return page(request, "codebook.html", book=book, asked=asked, changes=changed, tried=tried)


def read(book: Codebook, name: str, written: str) -> str | int | bool:
    """The value of a parameter as it is written in an address."""
    was = book[name]
    if isinstance(was, bool):
        return written.lower() in ("true", "1", "yes", "on")
    if isinstance(was, int):
        if not written.lstrip("-").isdecimal():
            raise MissingError(f"{name} is a whole number, not {written!r}")
        return int(written)
    return written


def changes(desk: Desk, before: Codebook, after: Codebook) -> Iterator[Change]:
    """The events whose figures differ between the two, of the newest ones."""
    catalogue = desk.catalogue()
    newest = [catalogue.entries[row].gist for row in catalogue.select(Filter())[:MOST_EVENTS].tolist()]
    events = desk.events([found.id for found in newest])
    for found in newest:
        if (event := events.get(found.id)) is None:
            continue
        was, now = ({one.name: one for one in coded} for _, coded in figures_of_all(event, (before, after)))
        if differing := tuple(_differing(was, now)):
            yield Change(id=found.id, label=label(found), figures=differing)


def _differing(was: dict[str, Figure], now: dict[str, Figure]) -> Iterator[tuple[str, object, object, str]]:
    for name in dict.fromkeys((*was, *now)):
        old, new = was.get(name), now.get(name)
        if (old and old.value) != (new and new.value):
            yield name, old and old.value, new and new.value, new.reason if new else ""

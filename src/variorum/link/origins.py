"""Where a claim comes from: forty reprints of one wire story are one origin.

A claim's origin is the agency that is credited for it ("the AP reported", a text that begins "KABUL (Reuters)"); else
the story that its text or its paragraph is a near copy of, by MinHash over shingles; else the report itself, with whom
it quotes. Only accounts of one event are held against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from variorum.actors.registry import fold
from variorum.identity import content_id
from variorum.link.terms import words_of
from variorum.models import Account, Responsibility, SourceKind, Statement, Toll

if TYPE_CHECKING:
    from variorum.link.sketches import Sketch

SHINGLE = 5
COPIED_TEXT, COPIED_PARAGRAPH = 0.6, 0.8
"""Estimated Jaccard similarity of shingles from which on a text, or a paragraph, is a near copy."""

_LEAST_WORDS = 15
_OPENING = 300
_AGENCIES = {
    "AP": ("ap", "associated press", "the associated press"),
    "Reuters": ("reuters", "thomson reuters"),
    "AFP": ("afp", "agence france presse", "agence francepresse"),
    "DPA": ("dpa", "deutsche presseagentur", "german press agency"),
    "EFE": ("efe", "agencia efe"),
    "ANSA": ("ansa",),
    "UPI": ("upi", "united press international"),
    "Xinhua": ("xinhua", "xinhua news agency"),
    "TASS": ("tass", "itartass"),
    "Anadolu Agency": ("anadolu", "anadolu agency"),
    "SANA": ("sana", "syrian arab news agency"),
    "MENA": ("mena", "middle east news agency"),
    "PTI": ("pti", "press trust of india"),
    "IRNA": ("irna",),
    "Interfax": ("interfax",),
}
_AGENCY_OF = {name: agency for agency, names in _AGENCIES.items() for name in names}
_BYLINE = re.compile(
    r"\(([A-Z][\w ./-]{1,40})\)|\bby (?:the )?(Associated Press|Reuters|Agence France-Presse)\b", re.IGNORECASE
)

Claim = Toll | Responsibility | Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The independent root of a claim: its id, what a person calls it ("AP"), and how that is known."""

    id: str
    name: str
    reason: str


def origins(accounts: Sequence[Account]) -> dict[str, Origin]:
    """The origin of every claim of the accounts of one event, by claim id. The order of accounts does not matter."""
    ordered = sorted(accounts, key=lambda account: (str(account.report.published or "9"), account.id))
    whole: dict[str, str] = {}
    parts: dict[str, str] = {}
    if len({account.report_id for account in ordered}) > 1:  # a report is no copy of itself
        whole = _copies(((account.report_id, account.report.text) for account in ordered), COPIED_TEXT)
        paragraphs = (
            (_place(account, n), words) for account in ordered for n, words in enumerate(_paragraphs(account))
        )
        parts = _copies(paragraphs, COPIED_PARAGRAPH)
    named = {account.report_id: account.report.publisher or account.report.title or "a report" for account in ordered}
    return {claim.id: _origin(account, claim, whole, parts, named) for account in ordered for claim in account.claims}


def credited(account: Account, claim: Claim) -> str | None:
    """The agency that a claim is credited to: the innermost agency of its chain, else that of the whole text."""
    chain = [_agency(source.text) for source in claim.sources if source.kind is SourceKind.MEDIA]
    return next(filter(None, reversed(chain)), None) or byline(account.report.text)


@lru_cache(maxsize=256)  # every claim of a report asks for it
def byline(text: str) -> str | None:
    """The agency that a text is credited to at its beginning."""
    for match in _BYLINE.finditer(text[:_OPENING]):
        if agency := _agency(match.group(1) or match.group(2)):
            return agency
    return None


def _agency(name: str) -> str | None:
    words = [fold(word) for word in re.split(r"[^\w]+", name) if word]
    if words[:1] == ["the"]:
        words = words[1:]
    return _AGENCY_OF.get(" ".join(words)) or _AGENCY_OF.get(words[0] if words else "")


def _origin(
    account: Account, claim: Claim, whole: dict[str, str], parts: dict[str, str], named: dict[str, str]
) -> Origin:
    """The first that holds: an agency, a copied text, a copied paragraph, the report itself."""
    if agency := credited(account, claim):
        return Origin(id=_id(["agency", agency]), name=agency, reason=f"credited to {agency}")
    said = fold(claim.sources[-1].text) if claim.sources else ""
    report, first = account.report_id, whole.get(account.report_id, account.report_id)
    if first != report:
        reason = f"the text is a near copy of that of {named[first]}"
        return Origin(id=_id([first, said]), name=named[first], reason=reason)
    here = _place(account, account.report.text.count("\n", 0, claim.span.start))
    root = parts.get(here, here).partition("#")[0]
    if root != report:
        reason = f"the paragraph is a near copy of one of {named[root]}"
        return Origin(id=_id([whole.get(root, root), said]), name=named[root], reason=reason)
    return Origin(id=_id([report, said]), name=named[report], reason="the report's own")


def _id(content: list[str]) -> str:
    return content_id("origin", content)


def _place(account: Account, line: int) -> str:
    return f"{account.report_id}#{line}"


def _paragraphs(account: Account) -> Iterator[str]:
    """The lines of the text, in their places; "" for one without a claim, which nobody asks about."""
    lines = account.report.text.split("\n")
    asked = {account.report.text.count("\n", 0, claim.span.start) for claim in account.claims}
    return (words if n in asked else "" for n, words in enumerate(lines))


def _copies(texts: Iterable[tuple[str, str]], least: float) -> dict[str, str]:
    """Name to the name of the first text that it is a near copy of, itself where of none; short texts are left out."""
    from variorum.link.sketches import likeness

    first: dict[str, Sketch] = {}
    found: dict[str, str] = {}
    for name, text in texts:
        if name in found or len(text) < _LEAST_WORDS * 4 or (sketch := _sketch(text)) is None:
            continue
        like = next((of for of, other in first.items() if likeness(sketch, other) >= least), name)
        found[name] = like
        if like == name:
            first[name] = sketch
    return found


@lru_cache(maxsize=4096)
def _sketch(text: str) -> Sketch | None:
    """The sketch of a text's shingles of five words; None of one too short to tell."""
    from variorum.link.sketches import sketch

    words = words_of(text)
    if len(words) < _LEAST_WORDS:
        return None
    return sketch(" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))

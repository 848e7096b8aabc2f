"""The text of a report with its claims marked, and the counts that no claim stands in."""

from __future__ import annotations

from dataclasses import replace

from variorum.codebooks import disagreements
from variorum.export.article import Mark, marks, paragraphs
from variorum.export.page import Section, anchors, section
from variorum.web.meaning import untaken
from variorum.web.readings import Reading

UNTAKEN = "untaken"
_MOST = 200


def marked_section(reading: Reading) -> Section:
    """The section of a report; counts that were not taken are marked as `untaken`, each with an anchor of its own."""
    extraction = reading.extraction
    made = section("r", extraction, disagreements(extraction))
    added = [toll for account in reading.added for toll in account.tolls]
    taken = [toll.span for toll in (*extraction.tolls, *added)] + [claim.span for claim in extraction.responsibility]
    left = untaken(extraction.report, taken)[:_MOST]
    if not left:
        return made
    extra = [Mark(span, UNTAKEN, f"u{number}") for number, span in enumerate(left, start=1)]
    titles = {mark.target: "a number that was not taken as a claim" for mark in extra}
    return replace(
        made,
        kinds=[*made.kinds, UNTAKEN],
        titles={**made.titles, **titles},
        paragraphs=paragraphs(extraction, [*marks(extraction, dict(made.anchors)), *extra]),
    )


def chains(reading: Reading) -> dict[str, list[int]]:
    """By the anchor of a claim where its sources stand in the text, outermost first; those without a place are left
    out.
    """
    extraction = reading.extraction
    of_claim = anchors("r", extraction)
    claims = [("toll", one.id, one.sources) for one in extraction.tolls]
    claims += [("responsibility", one.id, one.sources) for one in extraction.responsibility]
    told = {of_claim[f"{kind} {id_}"]: [one.span.start for one in of if one.span] for kind, id_, of in claims}
    return {anchor: starts for anchor, starts in told.items() if starts}

"""What does not add up in one report: claims of one event that can't all hold, each found with its reason in words.

Two tolls are compared only where the one must contain the other: same event, same outcome, a group that is the same or
wider; never parts of another toll, additions to one ("another 12"), hypotheticals, or single persons told in passing.
The wider group can't have fewer victims than the narrower, and that is the whole test:

    "16 policemen" against "55 or more policemen"      can't both hold
    "16 policemen" against "35 or more people"         can: the 16 may be among the 35
    "16 people" against "35 or more policemen"         can't both hold

A vague count ("about 50", "dozens") is given a fifth on both sides before it contradicts anything. Of the claims of
place and of date those are compared that speak of the incident itself ("30 km from Mosul", "killed on Friday").
"""

from __future__ import annotations

from variorum.codebooks.disagreements.breakdowns import breakdowns
from variorum.codebooks.disagreements.responsibility import SameActor, responsibility, same_name
from variorum.codebooks.disagreements.tolls import conflicts, copies, denials
from variorum.codebooks.disagreements.whereabouts import dates, places
from variorum.models import Disagreement, Extraction, Severity

__all__ = ["SameActor", "disagreements", "same_name"]


def disagreements(extraction: Extraction, same_actor: SameActor = same_name) -> tuple[Disagreement, ...]:
    """What does not add up, event by event in their order: contradictions first, then remarks; aggregates last.

    same_actor: whether two names are one actor, for responsibility; by default by their words and initials.
    Aggregates are checked only against their own parts: their periods and places differ.
    """
    found: list[Disagreement] = []
    for event in extraction.events:
        tolls = extraction.tolls_of(event.id)
        of_event = [
            *conflicts(extraction.report.text, tolls),
            *denials(tolls),
            *breakdowns(tolls),
            *places(event, extraction.place_claims),
            *dates(event, extraction.date_claims),
            *responsibility(event, extraction.responsibility, same_actor),
            *copies(tolls),
        ]
        found += sorted(of_event, key=lambda one: one.severity is Severity.REMARK)
    return (*found, *breakdowns(extraction.tolls_of(None)))

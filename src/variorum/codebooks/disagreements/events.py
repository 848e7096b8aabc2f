"""What does not add up over all reports of an event: their accounts are laid out as one long text and compared there.

Each toll keeps its speaker; the outlet stands before it in the chain, so that what two reports say in their own voice
are two sources. Claims of one origin in several reports are told as copies, and what a report itself says about a
difference ("It was unclear whether the ministry ...") is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from variorum.codebooks.disagreements.accounts import is_total
from variorum.codebooks.disagreements.breakdowns import breakdowns
from variorum.codebooks.disagreements.phrases import clip, counted, listed, name, sentence
from variorum.codebooks.disagreements.responsibility import SameActor, responsibility, same_name
from variorum.codebooks.disagreements.tolls import conflicts, copies, denials
from variorum.codebooks.disagreements.whereabouts import dates, places
from variorum.models import (
    Account,
    Disagreement,
    DisagreementKind,
    Event,
    LinkedEvent,
    Responsibility,
    Severity,
    Source,
    SourceKind,
    Statement,
    Toll,
)
from variorum.nouns import nouns

_Claim = TypeVar("_Claim", bound=Toll | Responsibility | Statement)

_GAP = "\n\n"
_UNCLEAR = re.compile(
    r"\b(?:(?:un|not (?:immediately )?)clear|not known|unknown) (?:whether|if|how|why)\b[^.!?\n]*[.!?]", re.IGNORECASE
)


def event_disagreements(event: LinkedEvent, same_actor: SameActor = same_name) -> tuple[Disagreement, ...]:
    """What does not add up in an event, over all its reports: contradictions first, then remarks."""
    laid = _Laid(event)
    about = Event(id=event.id, type=event.accounts[0].event.type, main=True, actors=laid.actors, place=laid.place)
    reprinted = list(_one_origin(event))
    known = {claim for one in reprinted for claim in one.claims}
    found = [
        *conflicts(laid.text, laid.tolls, laid.days),
        *denials(laid.tolls),
        *breakdowns(laid.tolls),
        *places(about, laid.place_claims),
        *dates(about, laid.date_claims),
        *responsibility(about, laid.responsibility, same_actor),
        *(one for one in copies(laid.tolls) if not known.issuperset(one.claims)),
        *reprinted,
    ]
    explained = [laid.explained(one) for one in found]
    return tuple(sorted(explained, key=lambda one: one.severity is Severity.REMARK))


class _Laid:
    """The accounts of an event as one: their texts one after another, every claim at its place there."""

    def __init__(self, event: LinkedEvent) -> None:
        self.event = event
        self.text = ""
        self.tolls: list[Toll] = []
        self.responsibility: list[Responsibility] = []
        self.place_claims: list[Statement] = []
        self.date_claims: list[Statement] = []
        self.days: dict[str, date] = {}
        several = len({account.report_id for account in event.accounts}) > 1
        for account in event.accounts:
            self._lay(account, several=several)
        self.actors = tuple(actor for account in event.accounts for actor in account.event.actors)
        only = event.accounts[0].event.place if len(event.accounts) == 1 else None
        self.place = only

    def _lay(self, account: Account, *, several: bool) -> None:
        start = len(self.text)
        self.text += account.report.text + _GAP
        outlet = account.report.publisher
        outer = (Source(text=outlet, kind=SourceKind.MEDIA),) if several and outlet else ()

        def laid(claim: _Claim) -> _Claim:
            return replace(claim, event=self.event.id, span=claim.span.shift(start), sources=(*outer, *claim.sources))

        self.tolls += map(laid, account.tolls)
        self.responsibility += map(laid, account.responsibility)
        self.place_claims += map(laid, account.place_claims)
        self.date_claims += map(laid, account.date_claims)
        if account.report.published is not None:
            self.days |= dict.fromkeys((toll.id for toll in account.tolls), account.report.published)

    def explained(self, found: Disagreement) -> Disagreement:
        """The same with what a report itself says about it: then it is one of scope."""
        if found.kind not in (DisagreementKind.IRREDUCIBLE, DisagreementKind.SIDE, DisagreementKind.SCOPE):
            return found
        speakers = {
            word
            for toll in self.tolls
            if toll.id == found.claims[0] and toll.sources
            for word in nouns(toll.sources[-1].text)
        }
        for unclear in self.unclear:
            if speakers & set(nouns(unclear)):
                words = f"{found.sentence} The report itself says: “{clip(unclear, 240)}”"
                return replace(found, kind=DisagreementKind.SCOPE, sentence=words)
        return found

    @cached_property
    def unclear(self) -> list[str]:
        """The sentences in which the reports say that something is not known. The words are looked for first: to begin
        with any sentence takes the square of its length."""
        found, after = [], 0
        for cue in _UNCLEAR.finditer(self.text):
            before = max(after, *(self.text.rfind(end, after, cue.start()) + 1 for end in ".!?\n"))
            found.append(self.text[before : cue.end()].strip())
            after = cue.end()
        return found


def _one_origin(event: LinkedEvent) -> Iterator[Disagreement]:
    """A number that several reports give and that comes from one origin: one source, however often it is told."""
    told: dict[tuple[str, str], list[tuple[Account, Toll]]] = {}
    for account, toll in event.tolls:
        if toll.id in event.origins and is_total(toll):
            told.setdefault((event.origin(toll.id), str(toll.count)), []).append((account, toll))
    for same in told.values():
        outlets = list(dict.fromkeys(account.report.publisher or account.report.id for account, _ in same))
        if len({account.report_id for account, _ in same}) > 1:
            told_by = listed([name(each) for each in outlets])
            words = f"the {counted(same[0][1])} of {told_by} have one origin, not {len(same)}"
            yield Disagreement(
                kind=DisagreementKind.COPY,
                event=event.id,
                claims=tuple(toll.id for _, toll in same),
                sentence=sentence(words),
                severity=Severity.REMARK,
            )

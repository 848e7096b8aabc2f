"""A report as it was read, whole, for the pages that show one."""

from __future__ import annotations

from dataclasses import dataclass

from variorum.models import Account, Decision, Extraction, Report, Toll


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report as it was read: its accounts and its aggregates, ids by content. `added`: of each account that people
    put claims into these claims alone; `decisions`: every one on the report and all in it, taken back or not, in the
    order of time.
    """

    id: str
    report: Report
    accounts: tuple[Account, ...]
    aggregates: tuple[Toll, ...] = ()
    added: tuple[Account, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def ids(self) -> set[str]:
        """Of the report and all that was read in it."""
        accounts = {id_ for one in self.accounts for id_ in (one.id, *(claim.id for claim in one.claims))}
        return {self.id, *accounts, *(one.id for one in self.aggregates)}

    @property
    def extraction(self) -> Extraction:
        """The whole report as one extraction, whose events are the accounts."""
        return Extraction(
            report=self.report,
            events=tuple(account.event for account in self.accounts),
            tolls=(*(toll for account in self.accounts for toll in account.tolls), *self.aggregates),
            responsibility=tuple(claim for account in self.accounts for claim in account.responsibility),
            place_claims=tuple(claim for account in self.accounts for claim in account.place_claims),
            date_claims=tuple(claim for account in self.accounts for claim in account.date_claims),
            comparisons=tuple(claim for account in self.accounts for claim in account.comparisons),
        )

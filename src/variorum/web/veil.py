"""Names of private persons among victims and witnesses, blanked where the settings ask for it.

A name is blanked by as many blocks as it has characters, so that every span of the report stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from variorum.models import Account, Chain, GroupCategory, LinkedEvent, Report, Source, SourceKind, Toll
from variorum.values import CountRange
from variorum.web.readings import Reading

BLOCK = "█"
_PRIVATE_GROUPS = (GroupCategory.CIVILIAN, GroupCategory.PEOPLE)
_PRIVATE_SOURCES = (SourceKind.WITNESS, SourceKind.OTHER)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s+(?:(?:al|el|bin|ibn|van|de|da|von|ben)[\s-])?[A-ZÀ-Þ][\w’'-]+)+")
"""Two or more capitalised words in a row: what a person's name looks like, and what a street's or a body's may too. One
name too many is blanked rather than one too few."""
_ALONE = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ’'-]\w*")
"""One such word that is no abbreviation: a source is often called by the last name alone."""


class Veil:
    """Blanks names in events and readings."""

    def event(self, event: LinkedEvent) -> LinkedEvent:
        return replace(event, accounts=tuple(map(self.account, event.accounts)))

    def account(self, account: Account) -> Account:
        return self._account(account, private(account))

    def title(self, title: str, accounts: Iterable[Account]) -> str:
        """The title of a report, of which these are the accounts."""
        return blanked(title, {name for account in accounts for name in private(account)})

    def reading(self, reading: Reading) -> Reading:
        names = {name for account in (*reading.accounts, *reading.added) for name in private(account)}
        return replace(
            reading,
            report=_report(reading.report, names),
            accounts=tuple(self._account(account, names) for account in reading.accounts),
            added=tuple(self._account(account, names) for account in reading.added),
            aggregates=tuple(_toll(toll, names) for toll in reading.aggregates),
        )

    def _account(self, account: Account, names: set[str]) -> Account:
        if not names:
            return account
        event = account.event
        return replace(
            account,
            report=_report(account.report, names),
            event=replace(
                event,
                label=blanked(event.label, names),
                actors=tuple(replace(one, text=blanked(one.text, names)) for one in event.actors),
            ),
            tolls=tuple(_toll(toll, names) for toll in account.tolls),
            responsibility=tuple(
                replace(one, quote=blanked(one.quote, names), sources=_chain(one.sources, names))
                for one in account.responsibility
            ),
            place_claims=tuple(replace(one, quote=blanked(one.quote, names)) for one in account.place_claims),
            date_claims=tuple(replace(one, quote=blanked(one.quote, names)) for one in account.date_claims),
            comparisons=tuple(replace(one, quote=blanked(one.quote, names)) for one in account.comparisons),
        )


def private(account: Account) -> set[str]:
    """The names of private persons in an account: single victims who are no officials, witnesses who are named. Of a
    name that stands alone somewhere the longer forms in the report count as well.
    """
    found = {name for text in _texts(account) for name in _NAME.findall(text)}
    found |= {one.text for one in _sources(account) if _ALONE.fullmatch(one.text)}
    lasts = {name.split()[-1] for name in found}
    longer = (name for name in _NAME.findall(f"{account.report.text}\n{account.report.title}"))
    return found | {name for name in longer if name.split()[-1] in lasts}


def _texts(account: Account) -> Iterator[str]:
    for toll in account.tolls:
        if toll.count == CountRange.exactly(1) and toll.group.category in _PRIVATE_GROUPS:
            yield from (toll.group.text, toll.quote)
    yield from (one.text for one in _sources(account))
    yield from (actor.text for actor in account.event.actors if actor.category.startswith("civilian"))


def _sources(account: Account) -> Iterator[Source]:
    """The sources that may be private persons."""
    chains = [toll.sources for toll in account.tolls] + [claim.sources for claim in account.responsibility]
    yield from (one for of in chains for one in of if one.kind in _PRIVATE_SOURCES)


def blanked(text: str, names: Iterable[str]) -> str:
    """The text, as long as it was, without the names; a name's last word alone is blanked, too."""
    forms = {form for name in names for form in (name, name.split()[-1])}
    for form in sorted(forms, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(form)}\b", BLOCK * len(form), text)
    return text


def _report(report: Report, names: set[str]) -> Report:
    return replace(report, text=blanked(report.text, names), title=report.title and blanked(report.title, names))


def _toll(toll: Toll, names: set[str]) -> Toll:
    return replace(
        toll,
        quote=blanked(toll.quote, names),
        group=replace(toll.group, text=blanked(toll.group.text, names)),
        sources=_chain(toll.sources, names),
        source_actor=toll.source_actor and blanked(toll.source_actor, names),
        victim_actor=toll.victim_actor and blanked(toll.victim_actor, names),
    )


def _chain(chain: Chain, names: set[str]) -> Chain:
    return tuple(
        replace(one, text=blanked(one.text, names), reason=one.reason and blanked(one.reason, names)) for one in chain
    )

"""The accounts of a ledger linked: those of a new report with what is there, or all of them anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from variorum.ledger import Ledger
from variorum.ledger.links import Links, Outline
from variorum.ledger.rereading import ReadAgain
from variorum.link.blocking import MOST_PER_KEY, keys, weights
from variorum.link.bulk import judge_all
from variorum.link.clusters import clusters, joined
from variorum.link.incremental import judge
from variorum.link.model import Model, shipped
from variorum.link.origins import origins
from variorum.link.traits import Traits, traits
from variorum.models import Account, Judgement, Run, Verdict

MOST_RECONSIDERED = 40
"""Accounts that are put together anew with a new one: while a chain of links joins no more than so many, the events are
the same in whatever order reports come. Beyond it a new account joins the events as they are."""

MOST_SPEAK = 12
"""Accounts that speak for a large event where a new one joins it, besides those that lie farthest out."""

MOST_HELD_AGAINST = 10
"""Accounts of an event that the claims of a new one are held against for copies, the most alike first; `link_all`
holds all."""


class LedgerIndex:
    """The keys and traits of a ledger, as `link` looks them up; what was looked up once is remembered."""

    def __init__(self, ledger: Ledger) -> None:
        self.links = Links(ledger)
        self._met: dict[str, Traits] = {}

    def candidates(self, keys: Sequence[str], limit: int) -> Sequence[str]:
        having = self.links.counts(keys, MOST_PER_KEY + 1)
        return self.links.candidates(weights(having), limit)

    def add(self, accounts: Iterable[Traits]) -> None:
        """Sets the keys and traits of accounts."""
        found = {of.account: of for of in accounts}
        self.links.index({id_: keys(of) for id_, of in found.items()}, {id_: of.to_json() for id_, of in found.items()})
        self._met |= found

    def traits(self, accounts: Iterable[str]) -> Mapping[str, Traits]:
        wanted = set(accounts)
        new = self.links.traits(wanted - self._met.keys())
        self._met |= {id_: Traits.from_json(found) for id_, found in new.items()}
        return {id_: self._met[id_] for id_ in sorted(wanted & self._met.keys())}


@dataclass(frozen=True, slots=True)
class Linked:
    """What `link_all` came to: how many accounts, judgements that were new, and events."""

    accounts: int
    judgements: int
    events: int


def link_new(ledger: Ledger, accounts: tuple[Account, ...], run: Run) -> None:
    """Links the accounts of a report that was just appended; to be called in the transaction that appends them.

    An account is judged against its candidates, and all that a chain of links joins to it is put together anew; where
    that is too much it joins the events of those that it is the same as, or joins these to one another.
    """
    model, index = shipped(), LedgerIndex(ledger)
    new = list(map(traits, accounts))
    judged = [judge(one, index, model) for one in new]
    index.add(new)
    ledger.judge(chain.from_iterable(judged), run)
    for one, found in zip(new, judged, strict=True):
        _join(index, one, found, model, run)
    event_of = ledger.events_of(account.id for account in accounts)
    members = ledger.members_of(set(event_of.values()))
    for account, found in zip(accounts, judged, strict=True):
        _find_origins(ledger, _nearest(account.id, members[event_of[account.id]], found), account, run)


def link_again(ledger: Ledger, done: ReadAgain, run: Run) -> None:
    """Links the accounts of a report that was read again; to be called in the transaction that appends them.

    Those of the reading before are taken out of the index and of their events; what is left of these is put together
    anew, and the new accounts are linked as those of a new report are.
    """
    if not done.changed:
        return
    Links(ledger).forget(done.retired)
    link_new(ledger, done.accounts, run)
    new = [account.id for account in done.accounts]
    index = LedgerIndex(ledger)
    for left in ledger.members_of({*ledger.events_of(sorted(done.retired)).values()}).values():
        near = _connected(ledger, left, MOST_RECONSIDERED)
        if near:
            _regroup(index, near, shipped(), run)
    # The accounts of the reading before follow those that took their place.
    ledger.group(ledger.members_of({*ledger.events_of(new).values()}).values(), run)


def _nearest(account: str, members: Sequence[str], judged: Sequence[Judgement]) -> list[str]:
    """The other members of its event that an account is most like, by judgements from the surest down, a few."""
    alike = sorted(judged, key=lambda one: (-(one.score or 0.0), one.first, one.second))
    by_likeness = dict.fromkeys([*(id_ for one in alike for id_ in (one.first, one.second)), *members])
    others = set(members) - {account}
    return [id_ for id_ in by_likeness if id_ in others][:MOST_HELD_AGAINST]


def link_all(ledger: Ledger, run: Run) -> Linked:
    """Links everything anew, whatever was linked before and in whatever order: by Splink, all accounts at once.

    Judgements of a rule that no longer hold are followed by new ones; those of people stay.
    """
    model = shipped()
    known = {found.account: found for found in map(traits, ledger.accounts_where())}
    by_rule = {(one.first, one.second): one for one in judge_all(known.values(), model)}
    before = [one for one in ledger.judgements() if one.score is not None and one.verdict is not Verdict.DIFFERENT]
    for one in before:
        pair = (one.first, one.second)
        if pair not in by_rule and set(pair) <= known.keys():
            by_rule[pair] = model.judge(known[one.first], known[one.second])
    events = clusters(known, [*by_rule.values(), *ledger.judged_by_people()], model.total)
    with ledger.writing():
        LedgerIndex(ledger).add(known.values())
        new = ledger.judge(by_rule.values(), run)
        ledger.group(events, run)
    for event in events:
        _find_origins(ledger, event, None, run)
    return Linked(len(known), new, len(events))


def relink(ledger: Ledger, accounts: Iterable[str], run: Run) -> list[list[str]]:
    """The events of these accounts put together anew, after a person judged; returns them.

    All accounts that a chain of judgements joins to them are looked at.
    """
    model = shipped()
    events = _regroup(LedgerIndex(ledger), _connected(ledger, accounts) or (), model, run)
    for event in events:
        _find_origins(ledger, event, None, run)
    return events


def _regroup(index: LedgerIndex, near: Sequence[str], model: Model, run: Run) -> list[list[str]]:
    """The events of accounts that nothing joins to others, put together anew."""
    ledger, known = index.links.ledger, index.traits(near)
    missing = [id_ for id_ in near if id_ not in known]
    known = {**known, **{found.account: found for found in map(traits, ledger.accounts(missing))}}
    events = clusters(known, index.links.verdicts(near), model.total)
    _write(ledger, events, ledger.members_of(set(ledger.events_of(near).values())), run)
    return events


def _connected(ledger: Ledger, accounts: Iterable[str], most: int | None = None) -> list[str] | None:
    """These accounts, those of their events, and all that judgements of `same` join to them; None of more than most."""
    found: set[str] = set()
    todo = ledger.live(accounts)
    while todo:
        found |= todo
        if most is not None and len(found) > most:
            return None
        same = (one for one in Links(ledger).verdicts(todo) if one.verdict is Verdict.SAME)
        near = {id_ for one in same for id_ in (one.first, one.second)}
        events = set(ledger.events_of(sorted(todo)).values())
        near |= {id_ for members in ledger.members_of(events).values() for id_ in members}
        todo = ledger.live(near - found)
    return sorted(found)


def _join(index: LedgerIndex, new: Traits, judged: Sequence[Judgement], model: Model, run: Run) -> None:
    ledger = index.links.ledger
    same = {id_ for one in judged if one.verdict is Verdict.SAME for id_ in (one.first, one.second)} - {new.account}
    if not same:
        return
    near = _connected(ledger, {new.account, *same}, MOST_RECONSIDERED)
    if near is not None:
        _regroup(index, near, model, run)
        return
    before = ledger.members_of({*ledger.events_of(sorted({new.account, *same})).values()})
    event_of = {id_: event for event, members in before.items() for id_ in members}
    people = ledger.judged_by_people(event_of)
    speak = _speakers(index.links.outlines(event_of), before, {new.account, *same})
    speak |= {id_ for one in people for id_ in (one.first, one.second) if id_ in event_of}
    known = {**index.traits(speak), new.account: new}
    groups = [[id_ for id_ in members if id_ in known] for members in before.values()]
    events = joined([group for group in groups if group], known, [*judged, *people], model.total)
    whole = [sorted({id_ for one in group for id_ in before[event_of[one]]}) for group in events]
    _write(ledger, whole, before, run)


def _speakers(outlines: Mapping[str, Outline], events: Mapping[str, list[str]], linked: set[str]) -> set[str]:
    """The accounts of events that are looked at where these are joined: those that the new account is linked to, the
    first few, those whose report has another account there, and those that lie farthest out.
    """
    reports = Counter(outline.report for outline in outlines.values())
    speak = {id_ for id_, outline in outlines.items() if id_ in linked or reports[outline.report] > 1}
    for members in events.values():
        speak |= {*members[:MOST_SPEAK], *_outermost({id_: outlines[id_] for id_ in members})}
    return speak


def _outermost(outlines: Mapping[str, Outline]) -> Iterator[str]:
    """An account of each country, and those of the first and last days and places: what excludes an event from
    another one, excludes one of these.
    """
    yield from {outline.country: id_ for id_, outline in outlines.items()}.values()
    for name in ("first_day", "last_day", "lat", "lon"):
        told = sorted((getattr(of, name), id_) for id_, of in outlines.items() if getattr(of, name) is not None)
        yield from (id_ for _, id_ in (*told[:1], *told[-1:]))


def _write(ledger: Ledger, events: Iterable[list[str]], before: Mapping[str, list[str]], run: Run) -> None:
    """Records the events that are others than before."""
    held = {tuple(group) for group in before.values()}
    ledger.group([event for event in events if tuple(event) not in held], run)


def _find_origins(ledger: Ledger, others: Sequence[str], new: Account | None, run: Run) -> None:
    """The origins of the claims of accounts of one event, and of one that is new to it."""
    accounts = [*ledger.accounts(others), *([new] if new else [])]
    found = {claim: (of.id, of.reason) for claim, of in origins(accounts).items()}
    ledger.set_origins(found, run, first=not others)


def judgements_of(ledger: Ledger, accounts: Iterable[str] | None = None) -> Iterator[Judgement]:
    """The judgements that hold, those of people first, then by score: the least sure ones last. Accounts of readings
    that hold no more are left out."""
    judged = ledger.judgements(accounts)
    live = ledger.live({id_ for one in judged for id_ in (one.first, one.second)})
    held = (one for one in judged if {one.first, one.second} <= live)
    yield from sorted(held, key=lambda one: (one.score is not None, -(one.score or 0.0), one.first, one.second))


def judgement_of(ledger: Ledger, first: str, second: str) -> Judgement:
    """What a rule says of two accounts, whatever people said of them: as it is kept, else worked out now."""
    held = (one for one in ledger.judgements([first]) if {one.first, one.second} == {first, second} and one.weights)
    return next(held, None) or shipped().judge(*map(traits, ledger.accounts([first, second])))

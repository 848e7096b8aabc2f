"""Tolls of one event that can't both hold, denials, and copies that look like confirmations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from variorum.codebooks.disagreements.accounts import (
    Account,
    accounts_of,
    is_below,
    is_clearly_below,
    is_total,
    opposed,
    same_source,
)
from variorum.codebooks.disagreements.groups import alike, holds, lexicon
from variorum.codebooks.disagreements.phrases import (
    clip,
    counted,
    listed,
    name,
    outcome_words,
    sentence,
    who,
    whom,
    whose,
)
from variorum.models import Disagreement, DisagreementKind, Severity, Stance, Toll
from variorum.nouns import nouns

#: Of several conflicts of one account the last of these is told.
_WEIGHT = [
    DisagreementKind.VAGUENESS,
    DisagreementKind.SCOPE,
    DisagreementKind.TIME,
    DisagreementKind.IRREDUCIBLE,
    DisagreementKind.SIDE,
]
_FIRM = {DisagreementKind.SIDE, DisagreementKind.IRREDUCIBLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Conflict:
    """`low` counts the wider group, or the same, and yet fewer people than `high`."""

    low: Account
    high: Account
    kind: DisagreementKind

    @property
    def ids(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.low.ids, self.high.ids


def conflicts(text: str, tolls: Sequence[Toll], days: Mapping[str, date] | None = None) -> Iterator[Disagreement]:
    """Tolls of one event that can't both hold, each told from the account that stands out most.

    days: when the tolls were published, by id; where one speaker's numbers of two days differ, the later count differs.
    """
    accounts = accounts_of(toll for toll in tolls if is_total(toll) and toll.stance is not Stance.DENIED)
    dated = {account.ids for account in accounts if _is_dated(text, account.toll)}
    left = [
        conflict
        for one, other in combinations(accounts, 2)
        for low, high in ((one, other), (other, one))
        if (
            conflict := _conflict(
                text, low, high, dated=not dated.isdisjoint((low.ids, high.ids)) or _revised(low, high, days or {})
            )
        )
    ]
    while left:
        odd = _most_at_odds(left)
        about = [conflict for conflict in left if odd.ids in conflict.ids]
        kind = max((conflict.kind for conflict in about), key=_WEIGHT.index)
        yield _tell(odd, kind, [conflict for conflict in about if conflict.kind is kind], accounts)
        left = [conflict for conflict in left if odd.ids not in conflict.ids]


def _conflict(text: str, low: Account, high: Account, *, dated: bool) -> _Conflict | None:
    one, other = low.toll, high.toll
    if not holds(one, other) or not is_below(one, other):
        return None
    same = same_source(one.sources, other.sources)
    if same and not dated and _in_one_sentence(text, one, other):
        return None
    return _Conflict(low=low, high=high, kind=_kind(one, other, same=same, dated=dated))


def _kind(one: Toll, other: Toll, *, same: bool, dated: bool) -> DisagreementKind:
    if not is_clearly_below(one.count, other.count):
        return DisagreementKind.VAGUENESS
    if dated:
        return DisagreementKind.TIME
    if same:
        return DisagreementKind.SCOPE
    return DisagreementKind.SIDE if _on_two_sides(one, other) else DisagreementKind.IRREDUCIBLE


def _on_two_sides(one: Toll, other: Toll) -> bool:
    if one.source_actor and other.source_actor and one.source_actor != other.source_actor:
        return True
    return opposed(one.sources, other.sources)


def _revised(one: Account, other: Account, days: Mapping[str, date]) -> bool:
    """Whether one speaker gave the two on different days."""
    first, second = ({days[id_] for id_ in account.ids if id_ in days} for account in (one, other))
    return bool(first and second) and first.isdisjoint(second) and same_source(one.toll.sources, other.toll.sources)


_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")
_BEFORE, _AFTER = 120, 60


@cache
def _time_cues() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, lexicon()['time']['cues']))})\b", re.IGNORECASE)


def _in_one_sentence(text: str, one: Toll, other: Toll) -> bool:
    first, last = sorted((one.span, other.span))
    return not _END.search(text, first.start, last.end)


def _is_dated(text: str, toll: Toll) -> bool:
    """Whether the words around a toll, in its sentence, say that it is an older or newer state of knowledge."""
    start = max(0, toll.span.start - _BEFORE)
    for end in _END.finditer(text, start, toll.span.start):
        start = end.end()
    stop = _END.search(text, toll.span.end, toll.span.end + _AFTER)
    return bool(_time_cues().search(text, start, stop.start() if stop else toll.span.end + _AFTER))


def _most_at_odds(found: Sequence[_Conflict]) -> Account:
    """The account in most conflicts; among equals the lowest, for victims are sooner left out than invented."""
    accounts = [account for conflict in found for account in (conflict.low, conflict.high)]
    times = Counter(account.ids for account in accounts)
    return min(accounts, key=lambda account: (-times[account.ids], account.rank))


# --- in words ------------------------------------------------------------------------------------------------------


def _tell(
    odd: Account, kind: DisagreementKind, about: Sequence[_Conflict], accounts: Sequence[Account]
) -> Disagreement:
    others = sorted((one.high if one.low is odd else one.low for one in about), key=lambda account: account.rank)
    if kind is DisagreementKind.VAGUENESS:
        words, others = _tell_vague(odd, others[0]), others[:1]
    elif all(same_source(odd.toll.sources, other.toll.sources) for other in others):
        words = _tell_same_source(odd, others)
    else:
        words, others = _tell_outlier(odd, others, accounts)
    if kind is DisagreementKind.TIME:
        words += "; the words around them speak of earlier or later counts"
    elif kind is DisagreementKind.SCOPE:
        words += "; they may not count the same people"
    elif kind is DisagreementKind.SIDE and len(others) == 1:
        words += "; the two stand on opposite sides"
    return Disagreement(
        kind=kind,
        event=odd.toll.event,
        claims=(*odd.ids, *(claim for account in others for claim in account.ids)),
        sentence=sentence(words),
        severity=Severity.CONTRADICTION if kind in _FIRM else Severity.REMARK,
    )


def _tell_vague(odd: Account, other: Account) -> str:
    vague, firm = (odd.toll, other.toll) if odd.count.approx else (other.toll, odd.toll)
    return (
        f"{whose(vague.sources)} “{clip(vague.quote)}” and {whose(firm.sources)} {firm.count} "
        f"{outcome_words(firm.outcome)} differ by no more than such words leave open"
    )


def _tell_same_source(odd: Account, others: Sequence[Account]) -> str:
    counts = listed([counted(account.toll) for account in sorted([odd, *others], key=lambda one: one.rank)])
    return f"{who(odd.toll.sources)} gives {counts}"


def _tell_outlier(odd: Account, others: list[Account], accounts: Sequence[Account]) -> tuple[str, list[Account]]:
    """One account against one or more: against every other where these all lie on its one side."""
    side = "below" if is_below(odd.toll, others[0].toll) else "above"
    words = f"{whose(odd.toll.sources)} {counted(odd.toll)} lies {side}"
    told = _all_others(odd, others, accounts) or others
    counts = list(dict.fromkeys(str(account.count) for account in told))
    if len(counts) == 1:
        return f"{words} {_one_count(odd, others)}", others
    quantity = f"{len(counts)} others" if told is others else "every other account"
    words += f" {quantity} ({', '.join(counts)})"
    wider = [whom(account.toll) for account in told if account not in others and not holds(odd.toll, account.toll)]
    return (f"{words}; some of these count a wider group ({listed(wider[:3])})" if wider else words), told


def _one_count(odd: Account, others: Sequence[Account]) -> str:
    first = others[0].toll
    group = "" if whom(first) == whom(odd.toll) else f" {whom(first)}"
    outcome = "" if first.outcome is odd.toll.outcome else f" {outcome_words(first.outcome)}"
    return f"the {first.count}{group}{outcome} of {listed([who(account.toll.sources) for account in others])}"


def _all_others(odd: Account, others: Sequence[Account], accounts: Sequence[Account]) -> list[Account]:
    """Every account of such a group from another source, where all lie on the same side of the odd one; else none.

    Those of a wider group are among them: that it has more victims is no conflict with the odd one, but no support
    for it either.
    """
    below = is_below(odd.toll, others[0].toll)
    related = [
        account
        for account in accounts
        if account != odd and alike(account.toll, odd.toll) and not same_source(account.toll.sources, odd.toll.sources)
    ]
    beyond = all(odd.count.is_below(one.count) if below else one.count.is_below(odd.count) for one in related)
    return sorted(related, key=lambda account: account.rank) if beyond and len(related) >= len(others) else []


# --- denials and copies --------------------------------------------------------------------------------------------


def denials(tolls: Sequence[Toll]) -> Iterator[Disagreement]:
    """A toll that one source denies and another gives."""
    denied = accounts_of(toll for toll in tolls if toll.stance is Stance.DENIED)
    given = accounts_of(toll for toll in tolls if toll.stance in (Stance.ASSERTED, Stance.DOUBTED))
    for no in denied:
        against = [yes for yes in given if _gives(yes.toll, no.toll)]
        if against:
            sides = any(opposed(yes.toll.sources, no.toll.sources) for yes in against)
            said = listed([who(yes.toll.sources) for yes in against])
            yield Disagreement(
                kind=DisagreementKind.SIDE if sides else DisagreementKind.IRREDUCIBLE,
                event=no.toll.event,
                claims=(*no.ids, *(claim for yes in against for claim in yes.ids)),
                sentence=sentence(f"{counted(no.toll)} is denied by {who(no.toll.sources)} and said by {said}"),
                severity=Severity.CONTRADICTION,
            )


def _gives(yes: Toll, no: Toll) -> bool:
    related = holds(yes, no) or holds(no, yes)
    return related and yes.count.overlaps(no.count) and not same_source(yes.sources, no.sources)


def copies(tolls: Sequence[Toll]) -> Iterator[Disagreement]:
    """One number of one named source through two outlets: one origin, not two."""
    accounts = [
        account
        for account in accounts_of(toll for toll in tolls if is_total(toll))
        if len(account.toll.sources) > 1 and not account.toll.sources[-1].anonymous
    ]
    for one, other in combinations(accounts, 2):
        left, right = one.toll, other.toll
        outlets = {nouns(toll.sources[0].text) for toll in (left, right)}
        if len(outlets) == 2 and left.count == right.count and _same_claim(left, right):
            yield Disagreement(
                kind=DisagreementKind.COPY,
                event=left.event,
                claims=(*one.ids, *other.ids),
                sentence=sentence(
                    f"the {left.count} {outcome_words(left.outcome)} of {name(left.sources[0].text)} and of "
                    f"{name(right.sources[0].text)} both come from {name(left.sources[-1].text)}: one origin, not two"
                ),
                severity=Severity.REMARK,
            )


def _same_claim(one: Toll, other: Toll) -> bool:
    same_group = holds(one, other) or holds(other, one)
    return one.outcome is other.outcome and same_group and same_source(one.sources, other.sources)

"""The toll of an event in the words of its accounts: each account's headline, and how many say each number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from variorum.export import words
from variorum.models import Account, LinkedEvent, Outcome, Stance, Toll
from variorum.values import CountRange

#: Numbers that are said of how many reports and origins; above, in figures.
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One number of one group, and the claims that say it. origins: how many independent ones there are.

    `names` of the origins are those who are credited, or the publishers where nobody is.
    """

    outcome: Outcome
    count: CountRange
    category: str
    claims: tuple[tuple[Account, Toll], ...]
    origins: int
    names: tuple[str, ...]

    @property
    def reports(self) -> int:
        return len({account.report_id for account, _ in self.claims})

    @property
    def heard(self) -> str:
        """ "three reports, one origin (AP)"."""
        names = f" ({', '.join(self.names)})" if self.names else ""
        return f"{_counted(self.reports, 'report')}, {_counted(self.origins, 'origin')}{names}"


def headline(account: Account, outcome: Outcome) -> Toll | None:
    """The toll that stands for an account: the highest that it asserts of a whole, not of a part or "another 12"."""
    whole = [
        toll
        for toll in account.tolls
        if toll.outcome is outcome
        and toll.stance is Stance.ASSERTED
        and toll.part_of is None
        and not toll.additional
        and toll.count != CountRange(None, None)
    ]
    return max(whole, key=lambda toll: (toll.count.floor, _high(toll), -toll.span.start), default=None)


def spread(event: LinkedEvent, outcome: Outcome) -> CountRange | None:
    """From the lowest to the highest headline of the accounts; None where no account has one."""
    found = [toll.count for account in event.accounts if (toll := headline(account, outcome)) is not None]
    if not found:
        return None
    highs = [count.high for count in found]
    high = None if None in highs else max(high for high in highs if high is not None)
    return CountRange(min(count.floor for count in found), high, any(count.approx for count in found))


def spread_in_words(event: LinkedEvent, outcome: Outcome) -> str:
    """From the lowest to the highest number that a headline names: "22 to 32 or more"; "" where no account has one."""
    found = [toll.count for account in event.accounts if (toll := headline(account, outcome)) is not None]
    if not found:
        return ""
    low, top = min(count.floor for count in found), max(count.high or count.floor for count in found)
    is_open = any(count.high is None and count.floor == top for count in found)
    if low == top:
        return str(CountRange(low, None if is_open else top))
    return f"{low:,} to {top:,}{' or more' if is_open else ''}"


def sayings(event: LinkedEvent) -> Iterator[Saying]:
    """Every number that is asserted of a whole, by outcome, then from low to high."""
    found: dict[tuple[Outcome, CountRange, str], list[tuple[Account, Toll]]] = defaultdict(list)
    for account, toll in event.tolls:
        if toll.stance is Stance.ASSERTED and toll.part_of is None:
            found[toll.outcome, toll.count, toll.group.category.value].append((account, toll))
    order = list(Outcome)
    for (outcome, count, category), claims in sorted(
        found.items(), key=lambda one: (order.index(one[0][0]), one[0][1].floor, str(one[0][1]), one[0][2])
    ):
        origins = {event.origin(toll.id): _name(account, toll) for account, toll in reversed(claims)}
        yield Saying(
            outcome=outcome,
            count=count,
            category=category,
            claims=tuple(claims),
            origins=len(origins),
            names=tuple(sorted({name for name in origins.values() if name})),
        )


def _name(account: Account, toll: Toll) -> str:
    """Who is credited first, else the publisher."""
    return words.line(toll.sources[0].text if toll.sources else account.report.publisher or "")


def _high(toll: Toll) -> float:
    return float("inf") if toll.count.high is None else toll.count.high


def _counted(number: int, thing: str) -> str:
    spoken = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{spoken} {thing}{'' if number == 1 else 's'}"

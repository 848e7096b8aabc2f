"""Interval types and their algebra: what is known of a count, a day, a place in a text. They know no text.

An imprecise value is an interval, never a guess inside it: "at least 55" is [55, open), "dozens" is [24, 99],
"last month" is every day of that month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: start and end in Unicode code points, end excluded.

    Raises ValueError where end lies before start or start is negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise ValueError(f"a span can't run from {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of the span in its text."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        return Span(self.start + offset, self.end + offset)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class CountRange:
    """A number of people as words give it: `low` to `high`, both included; None is open on that side.

    `approx` says that the words themselves are vague ("about 55", "dozens"). The empty word "unknown" is
    CountRange(None, None). Raises ValueError for a negative bound or low above high.
    """

    low: int | None
    high: int | None
    approx: bool = False

    def __post_init__(self) -> None:
        if (self.low or 0) < 0 or (self.high or 0) < 0:
            raise ValueError(f"a count can't be negative: {self.low} to {self.high}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a count can't run from {self.low} to {self.high}")

    def __str__(self) -> str:
        """In plain words: "55", "about 55", "24 to 99", "55 or more", "up to 40", "an unknown number"."""
        if self.low is not None and self.high is not None:
            if self.low != self.high:
                return f"{self.low:,} to {self.high:,}"
            return f"about {self.low:,}" if self.approx else f"{self.low:,}"
        if self.low is not None:
            return f"{self.low:,} or more"
        return "an unknown number" if self.high is None else f"up to {self.high:,}"

    @classmethod
    def exactly(cls, number: int) -> CountRange:
        return cls(number, number)

    @property
    def floor(self) -> int:
        """The least number of people that the words allow: 0 where they set no lower bound."""
        return self.low or 0

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high and not self.approx

    def contains(self, number: int) -> bool:
        return self.floor <= number and (self.high is None or number <= self.high)

    def overlaps(self, other: CountRange) -> bool:
        """Whether one number could satisfy both."""
        return not self.is_below(other) and not other.is_below(self)

    def is_below(self, other: CountRange) -> bool:
        """Whether every number allowed here is smaller than every number allowed there."""
        return self.high is not None and self.high < other.floor

    def __add__(self, other: CountRange) -> CountRange:
        """The count of two groups that share nobody."""
        low = None if self.low is None and other.low is None else self.floor + other.floor
        high = None if self.high is None or other.high is None else self.high + other.high
        return CountRange(low, high, self.approx or other.approx)

    def meet(self, other: CountRange) -> CountRange | None:
        """The numbers that satisfy both; None where there are none."""
        if not self.overlaps(other):
            return None
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        return CountRange(max(lows, default=None), min(highs, default=None), self.approx and other.approx)


def total(counts: Iterable[CountRange]) -> CountRange:
    """The count of any number of disjoint groups; 0 for none."""
    out = CountRange.exactly(0)
    for count in counts:
        out = out + count
    return out


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """First and last day, both included. A date known to the month is the whole month.

    Raises ValueError where the last day lies before the first.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a time can't run from {self.start} to {self.end}")

    @classmethod
    def day(cls, day: date) -> DateRange:
        return cls(day, day)

    @property
    def days(self) -> int:
        """How many days it spans, 1 at least."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: DateRange) -> bool:
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: DateRange) -> bool:
        return self.start <= other.start and other.end <= self.end

    def gap(self, other: DateRange) -> int:
        """Days between the two, 0 where they touch or overlap."""
        if self.overlaps(other):
            return 0
        return (other.start - self.end).days if self.end < other.start else (self.start - other.end).days

    def widen(self, days: int) -> DateRange:
        return DateRange(self.start - timedelta(days=days), self.end + timedelta(days=days))

    def hull(self, other: DateRange) -> DateRange:
        """The shortest range that holds both."""
        return DateRange(min(self.start, other.start), max(self.end, other.end))

"""The lanes of a forest plot: each toll a dot or an interval on a common scale. Numbers only, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

from variorum.values import CountRange

#: Above this ratio of the largest to the smallest count the scale is logarithmic.
_WIDE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Where a count lies, as percentages of the lane's width. An open side runs to the lane's edge."""

    left: float
    right: float
    open_left: bool
    open_right: bool

    @property
    def is_dot(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From 0 to a round number above the largest count. 4 % is left free on both sides for dots and arrows."""

    top: int
    logarithmic: bool

    @classmethod
    def over(cls, counts: Iterable[CountRange]) -> Scale:
        ends = [number for count in counts for number in (count.low, count.high) if number is not None]
        top = max(ends, default=1)
        least = min((number for number in ends if number), default=1)
        return cls(top=max(top, 1), logarithmic=top > _WIDE * least)

    def at(self, number: int) -> float:
        share = log10(1 + number) / log10(1 + self.top) if self.logarithmic else number / self.top
        return round(4 + 86 * min(share, 1), 2)

    def lane(self, count: CountRange) -> Lane:
        return Lane(
            left=4 if count.low is None else self.at(count.low),
            right=100 if count.high is None else self.at(count.high),
            open_left=count.low is None,
            open_right=count.high is None,
        )

    @property
    def ticks(self) -> Sequence[Tick]:
        """Three to six round numbers, 0 the first."""
        if self.logarithmic:
            powers = range(len(str(self.top)))
            numbers = [0, *(10**power for power in powers[:: 1 + len(powers) // 5])]
        else:
            numbers = list(range(0, self.top + 1, _step(self.top)))
        return [Tick(at=self.at(number), label=f"{number:,}") for number in numbers]


def _step(top: int) -> int:
    """The smallest round step that needs no more than five of itself to reach the top."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if top <= 5 * step * power:
                return step * power
        power *= 10

"""The algebra of intervals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.values import CountRange, DateRange, Span, total

bounds = st.one_of(st.none(), st.integers(0, 10_000))


@st.composite
def counts(draw: st.DrawFn) -> CountRange:
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return CountRange(low, high, draw(st.booleans()))


@st.composite
def times(draw: st.DrawFn) -> DateRange:
    start = draw(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
    return DateRange(start, start + timedelta(days=draw(st.integers(0, 400))))


def test_a_count_says_what_its_words_allow() -> None:
    at_least = CountRange(55, None)
    dozens = CountRange(24, 99, approx=True)
    assert at_least.contains(55)
    assert not at_least.contains(54)
    assert at_least.meet(dozens) == CountRange(55, 99)
    assert CountRange.exactly(16).is_below(dozens)
    assert not dozens.is_below(CountRange(None, 10))


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (5, 4), (None, -2)])
def test_impossible_counts_are_refused(low: int | None, high: int | None) -> None:
    with pytest.raises(ValueError, match="count"):
        CountRange(low, high)


@given(counts(), counts(), st.integers(0, 20_000))
def test_meeting_is_what_both_allow(a: CountRange, b: CountRange, n: int) -> None:
    meeting = a.meet(b)
    both = a.contains(n) and b.contains(n)
    assert both == (meeting is not None and meeting.contains(n))
    assert a.overlaps(b) == b.overlaps(a)


@given(counts(), counts(), st.integers(0, 500), st.integers(0, 500))
def test_the_sum_holds_every_sum(a: CountRange, b: CountRange, n: int, m: int) -> None:
    if a.contains(n) and b.contains(m):
        assert (a + b).contains(n + m)
    assert a + b == b + a


@given(st.lists(counts(), max_size=5))
def test_a_total_does_not_depend_on_the_order(parts: list[CountRange]) -> None:
    assert total(parts) == total(reversed(parts))


@given(times(), times())
def test_days_between(a: DateRange, b: DateRange) -> None:
    assert a.gap(b) == b.gap(a)
    assert (a.gap(b) == 0) == a.overlaps(b)
    hull = a.hull(b)
    assert hull.contains(a)
    assert hull.contains(b)
    assert a.widen(a.gap(b)).overlaps(b)


def test_a_time_can_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="2017-10-21"):
        DateRange(date(2017, 10, 21), date(2017, 10, 20))


def test_a_span_gives_its_words() -> None:
    assert Span(4, 9).of("the words here") == "words"
    with pytest.raises(ValueError, match="5 to 3"):
        Span(5, 3)

"""What a time expression is: its words, its days, and how much the words themselves know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from variorum.values import DateRange, Span


class Granularity(StrEnum):
    """How exact the words are, whatever number of days they come to."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    WEEKS = "weeks"
    MONTH = "month"
    MONTHS = "months"
    SEASON = "season"
    YEAR = "year"
    YEARS = "years"
    UNKNOWN = "unknown"

    @property
    def plural(self) -> Granularity:
        return _PLURAL.get(self, self)


_PLURAL = {
    Granularity.DAY: Granularity.DAYS,
    Granularity.WEEK: Granularity.WEEKS,
    Granularity.MONTH: Granularity.MONTHS,
    Granularity.SEASON: Granularity.MONTHS,
    Granularity.YEAR: Granularity.YEARS,
}


class Kind(StrEnum):
    """Where an expression's meaning comes from."""

    ABSOLUTE = "absolute"
    """A calendar date with its year: "11 NOV 89", "March 2015", "the 1990s"."""
    PARTIAL = "partial"
    """A calendar date without a year: "6 September", "in October"."""
    RELATIVE = "relative"
    """Counted from the day of publication: "Friday", "last month", "two years ago"."""
    ANAPHORIC = "anaphoric"
    """Counted from the date named before it: "the next day", "two days earlier"."""
    HOLIDAY = "holiday"
    """Known by a name: "Bastille Day"."""
    VAGUE = "vague"
    """No interval can be given: "recently"."""
    DATELINE = "dateline"
    """The date of the report itself, in its dateline or at its head: "CAIRO, Oct 21 (Reuters) -"."""


class Relation(StrEnum):
    """How what happened lies to the days named. All but `since` leave the days as they are named."""

    IN = "in"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """One time expression of a text.

    span, quote: the words, without a leading preposition; text[span] == quote.
    days: first and last day that the words allow; None where that can't be known (a relative date without a day of
        publication, "recently").
    named: the days that are named, without the relation: for "since October" named is October, and days runs from
        its first day to publication.
    part_of_day: "morning", "night", "early" ..., where the words say it.
    anchored: the days follow from the words alone, without a day of publication.
    """

    span: Span
    quote: str
    days: DateRange | None
    named: DateRange | None
    granularity: Granularity
    kind: Kind
    relation: Relation = Relation.IN
    part_of_day: str | None = None
    anchored: bool = False

    @property
    def date_prec(self) -> int | None:
        """UCDP's code of date precision, 1 (a day) to 5 (more than a month); None where `days` is."""
        return None if self.days is None else date_prec(self.days, self.granularity)


def date_prec(days: DateRange, granularity: Granularity = Granularity.DAY) -> int:
    """UCDP's `date_prec`: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer.

    Source: UCDP GED Codebook 23.1, pages 21 to 24. The granularity can make the code coarser than the number of days
    ("six weeks ago" is a day by count but known only to the week), never finer.
    """
    week = 8 if granularity is Granularity.WEEK else 7  # "the past week" holds parts of both its end days
    by_length = next(code for code, most in ((1, 1), (2, 6), (3, week), (4, 31), (5, days.days)) if days.days <= most)
    return max(by_length, _LEAST_PREC.get(granularity, 1))


_LEAST_PREC = {
    Granularity.WEEK: 3,
    Granularity.WEEKS: 4,
    Granularity.MONTH: 4,
    Granularity.MONTHS: 5,
    Granularity.SEASON: 5,
    Granularity.YEAR: 5,
    Granularity.YEARS: 5,
}

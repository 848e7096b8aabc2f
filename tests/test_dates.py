"""Time expressions to days: sentences of the kind that reports hold, and what must hold for any text."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.dates import Granularity, Kind, Relation, TimeExpression, date_prec, dateline_date, find
from variorum.dates.cascade import SYMBOLS
from variorum.dates.holidays import named_holidays
from variorum.dates.lexicon import lexicon
from variorum.values import DateRange

SATURDAY = date(2017, 10, 21)


def days(start: str, end: str | None = None) -> DateRange:
    return DateRange(date.fromisoformat(start), date.fromisoformat(end or start))


def quotes(text: str, published: date | None = SATURDAY) -> list[str]:
    return [found.quote for found in find(text, published)]


def marked(sentence: str) -> tuple[str, list[str]]:
    """A sentence without its [marks], and what stood in them."""
    return re.sub(r"[\[\]]", "", sentence), re.findall(r"\[(.*?)\]", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Gunmen killed two farmers on [Friday night], police said [late on Saturday].",
        "The toll rose on [Friday, 20 October], a day that began quietly.",
        "Six men died on [Monday, October 16, 2017] and three on [Tuesday].",
        "[Friday's] attack was the third [this week].".replace("'s]", "]'s"),
        "It was the worst attack since the [May 2014] ambush, in which 30 died in [early June].",
        "The shelling, from [30 September to 3 October 2016], killed dozens.",
        "He was held from [January 2014 until March 2016] and again in [2017].",
        "THE PATROL WAS AMBUSHED ON [THE NIGHT OF 8 OCTOBER] IN MORAZAN; TWO DIED [THIS MORNING].",
        "Troops retook the town [overnight Wednesday and into Thursday].",
        "The blast came [two days after Christmas] and [a week before Easter].",
        "The [2012] election, the class of [2012] and [the 1990s].",
        "Fighting in [July/August 2016] and on [11/12 November].",
        "They came [in] the dark [the next morning].".replace("[in]", "in"),
        "It was found at dawn on [Sun, 3 May].".replace("dawn on [Sun, 3 May]", "[dawn on Sun, 3 May]"),
        "The raid of [March 3] and the truce of [May 1].",
    ],
)
def test_what_is_marked_is_found_and_nothing_else(sentence: str) -> None:
    text, expected = marked(sentence)
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bomb went off at 10:23 p.m. near the market.",
        "They fought for three days in a four-year insurgency.",
        "A 29-year-old man died after two years in prison.",
        "Rebels may attack; the men march on the city and may lose.",
        "UP TO 11 MAY HAVE DIED IN THE RAID.",
        "Some 2015 people fled, and 1989 soldiers were sent; of 2000 fighters half died.",
        "The 17 November group, the April 6 Youth Movement and the 23 March Movement met.",
        "They live on 26 September Street, near 6 October City.",
        "Black September and Bloody Sunday are names.",
        "The Sunday Times, the Mail on Sunday and USA Today reported it.",
        "He preaches on Fridays and every Sunday.",
        "The Sun said he sat down. The second man wed her in jan.",
        "House 1935 stood at 1935 Orchard St. for long.",
        "It was the third killing in 24 hours and took seconds.",
        "The March for Peace went on.",
        "",
        "\n\n \t",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Friday", days("2017-10-20")),
        ("on Saturday", days("2017-10-21")),
        ("on Sunday", days("2017-10-15")),
        ("last Saturday", days("2017-10-14")),
        ("They will bury him on Sunday", days("2017-10-22")),
        ("The governor, who will resign, was shot at on Sunday", days("2017-10-15")),
        ("overnight", days("2017-10-20", "2017-10-21")),
        ("during the night", days("2017-10-20", "2017-10-21")),
        ("last week", days("2017-10-09", "2017-10-15")),
        ("in Dec. 2016", days("2016-12-01", "2016-12-31")),
        ("on Dec. 30", days("2016-12-30")),
        ("on 23 October", days("2017-10-23")),
        ("on 30 October", days("2016-10-30")),
        ("on Feb. 29", days("2016-02-29")),
        ("on 31 December 1999", days("1999-12-31")),
        ("in 1987-88", days("1987-01-01", "1988-12-31")),
        ("in the '80s", days("1980-01-01", "1989-12-31")),
        ("in '89", days("1989-01-01", "1989-12-31")),
        ("twenty-two days ago", days("2017-09-29")),
        ("two and a half years ago", days("2014-01-01", "2015-12-31")),
        ("in the past two days", days("2017-10-19", "2017-10-21")),
        ("the last few hours", days("2017-10-21")),
        ("a week ago Sunday", days("2017-10-08")),
        ("in October last year", days("2016-10-01", "2016-10-31")),
        ("in the first half of 2016", days("2016-01-01", "2016-06-30")),
        ("the first Monday in September", days("2017-09-04")),
        ("the end of the week", days("2017-10-20", "2017-10-21")),
        ("on the second day of Eid al-Adha", days("2017-09-02")),
        ("31/12/2016", days("2016-12-31")),
    ],
)
def test_days(text: str, expected: DateRange) -> None:
    (found,) = find(text, SATURDAY)
    assert found.days == expected


def test_the_evening_and_the_morning_of_one_night_are_one_time() -> None:
    (found,) = find("ATTACKS ON THE EVENING OF 9 JANUARY AND THIS MORNING", date(1990, 1, 10))
    assert found.days == days("1990-01-09", "1990-01-10")


def test_a_date_without_publication() -> None:
    absolute, relative, partial, since = find("On 3 May 2015, last week, on 6 June and since 2011.")
    assert absolute.days == days("2015-05-03")
    assert absolute.anchored
    assert relative.days is None
    assert not relative.anchored
    assert relative.date_prec is None
    assert partial.days is None
    assert (since.days, since.named, since.relation) == (None, days("2011-01-01", "2011-12-31"), Relation.SINCE)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("on Monday", Relation.IN),
        ("since at least Monday", Relation.SINCE),
        ("by the end of May", Relation.UNTIL),
        ("until Monday", Relation.UNTIL),
        ("as of Monday evening", Relation.UNTIL),
        ("before Monday", Relation.BEFORE),
        ("after Monday", Relation.AFTER),
    ],
)
def test_relation(text: str, relation: Relation) -> None:
    assert find(text, SATURDAY)[0].relation is relation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on 3 May 2015", Kind.ABSOLUTE),
        ("on 3 May", Kind.PARTIAL),
        ("on Friday", Kind.RELATIVE),
        ("two weeks later", Kind.ANAPHORIC),
        ("on Easter Sunday", Kind.HOLIDAY),
        ("recently", Kind.VAGUE),
    ],
)
def test_kind(text: str, kind: Kind) -> None:
    assert find(text, SATURDAY)[0].kind is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BOGOTA, 11 NOV 89 (AFP) -- [TEXT] TWO MEN DIED ON 6 SEPTEMBER 1988.", date(1989, 11, 11)),
        ("ROME (ITALY), 11 JAN 90 -- [TEXT] THE POLICE SAID NOTHING.", date(1990, 1, 11)),
        ("Four dead in blast\n\nCAIRO, Oct 21, 2017 (Wire) - Four men died.", date(2017, 10, 21)),
        ("Four dead in blast\n\nPublished: 21 October 2017\n\nFour men died.", date(2017, 10, 21)),
        ("Four dead in blast\n\nSaturday 21 October 2017\n\nFour men died.", date(2017, 10, 21)),
        ("CAIRO, Oct 21 (Wire) - Four men died.", None),
        ("Four men died in Cairo on 21 October 2017, police said.", None),
        ("In Cairo, 21 October 2017 is remembered - as a dark day.", None),
    ],
)
def test_dateline(text: str, expected: date | None) -> None:
    assert dateline_date(text) == expected


def test_a_dateline_without_a_year_is_one_all_the_same() -> None:
    dateline, day = find("CAIRO, Oct 21 (Wire) - Four men died on Friday.", SATURDAY)
    assert (dateline.kind, dateline.days) == (Kind.DATELINE, days("2017-10-21"))
    assert day.kind is Kind.RELATIVE


def test_counted_from_the_date_before() -> None:
    text = "Shot on 3 March 2015, he died two days later. The next day a mob burned the post. A year earlier he fled."
    assert [found.days for found in find(text, SATURDAY)] == [
        days("2015-03-03"),
        days("2015-03-05"),
        days("2015-03-06"),
        days("2014-01-01", "2014-12-31"),
    ]


@pytest.mark.parametrize(
    ("length", "granularity", "code"),
    [
        (1, Granularity.DAY, 1),
        (2, Granularity.DAYS, 2),
        (6, Granularity.DAYS, 2),
        (7, Granularity.DAYS, 3),
        (8, Granularity.DAYS, 4),
        (8, Granularity.WEEK, 3),
        (31, Granularity.MONTH, 4),
        (32, Granularity.DAYS, 5),
        (1, Granularity.WEEK, 3),
    ],
)
def test_ucdp_precision(length: int, granularity: Granularity, code: int) -> None:
    assert date_prec(DateRange(SATURDAY, SATURDAY + timedelta(days=length - 1)), granularity) == code


def test_every_holiday_has_days_in_most_years() -> None:
    for name, holiday in named_holidays().items():
        found = [one for year in range(2003, 2025) for one in holiday.in_year(year)]
        assert len(found) >= (0 if holiday.on or holiday.national else 21), name
        assert all(one.days == holiday.length for one in found), name


@pytest.mark.parametrize(
    ("words", "country", "day"),
    [
        ("Independence Day", "IN", date(2017, 8, 15)),
        ("Independence Day", "NG", date(2017, 10, 1)),
        ("Independence Day", "MX", date(2017, 9, 16)),
        ("Republic Day", "IN", date(2017, 1, 26)),
        ("Labour Day", "PK", date(2017, 5, 1)),
        ("the eve of the country's Independence Day", "IN", date(2017, 8, 14)),
    ],
)
def test_a_day_of_a_nation_is_that_of_the_country(words: str, country: str, day: date) -> None:
    (found,) = find(f"A blast killed two people on {words}.", SATURDAY, country)
    assert found.days == DateRange.day(day)


@pytest.mark.parametrize("country", [None, "XX"])
def test_a_day_of_a_nation_without_a_known_country_is_unknown(country: str | None) -> None:
    (found,) = find("A blast killed two people on Independence Day.", SATURDAY, country)
    assert found.days is None


def test_every_class_of_words_is_known_to_the_grammar() -> None:
    assert {symbol for symbol, _ in lexicon().words.values()} <= SYMBOLS.keys()


WORDS = sorted(lexicon().words)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(sorted(named_holidays())),
    st.integers(0, 2200).map(str),
    st.sampled_from(
        [",", "-", "–", "/", ".", "(", ")", "'s", "\n\n", "1st", "31st", "1990s", "'89", "29.02.2015", "9/11"]
    ),
)
PUBLISHED = st.one_of(st.none(), st.dates())


def check(text: str, found: list[TimeExpression]) -> None:
    """What holds for any text: quotes, order, no overlap; DateRange itself refuses an end before its start."""
    end = 0
    for one in found:
        assert one.span.start >= end
        assert one.span.of(text) == one.quote != ""
        assert (one.date_prec is None) == (one.days is None)
        end = one.span.end


@given(st.text(max_size=300), PUBLISHED)
def test_any_text(text: str, published: date | None) -> None:
    check(text, find(text, published))


@given(st.lists(PIECES, max_size=25), PUBLISHED, st.sampled_from([str.lower, str.upper, str.title]))
def test_any_words_of_time(pieces: list[str], published: date | None, case: object) -> None:
    text = " ".join(pieces)
    text = case(text) if callable(case) else text
    found = find(text, published)
    check(text, found)
    assert found == find(text, published)


@given(st.lists(PIECES, max_size=12))
def test_what_is_anchored_is_so_whenever_published(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for without, with_date in zip(find(text), find(text, SATURDAY), strict=True):
        if without.anchored:
            assert without.days == with_date.days


def test_a_feast_that_the_library_does_not_know_is_not_taken_from_another_year() -> None:
    assert find("at Diwali", date(1995, 11, 1))[0].days is None
    assert find("at Diwali", date(2010, 11, 1))[0].days == days("2009-10-17")


REPEATED = (
    "last |11 |11 NOV |the |a |May |1-|10/|to 3 May |Friday, |of the early |2011-|'|(|A. |two days before |\n|9/11 "
    "|and |the end of |overnight |Friday and |in May |twenty-"
)


@pytest.mark.parametrize("unit", REPEATED.split("|"))
def test_time_is_linear_on_long_repetitions(unit: str) -> None:
    find(unit * 10, SATURDAY)
    started = time.perf_counter()
    find(unit * (60_000 // len(unit)), SATURDAY)
    assert time.perf_counter() - started < 5


def test_a_name_that_begins_like_a_month_is_none() -> None:
    assert not find("Crowds gathered in Mar del Plata.", SATURDAY)
    assert find("It was shut in Mar 2010.", SATURDAY)

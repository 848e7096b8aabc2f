"""Where and when an incident was, told from the other places and days that a report names."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.models import Event, Report
from variorum.pipeline import Reader

PUBLISHED = date(2021, 6, 9)  # a Wednesday


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def first_event(reader: Reader, text: str, published: date | None = PUBLISHED) -> Event:
    return events(reader, text, published)[0]


def events(reader: Reader, text: str, published: date | None = PUBLISHED) -> tuple[Event, ...]:
    found = reader.read(Report(id="r", text=text, published=published)).events
    assert found, "no incident was found"
    return found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "A car bomb killed nine people in the Karrada district of Baghdad on Monday.",
            "Karrada",
            id="finest of a chain",
        ),
        pytest.param(
            "Gunmen killed four farmers in Kaduna on Monday, a spokesman in Abuja said.",
            "Kaduna",
            id="not the speaker's place",
        ),
        pytest.param(
            "A bus of pilgrims from Karachi was hit by a roadside bomb in Quetta on Monday. Ten people were killed.",
            "Quetta",
            id="not where the victims came from",
        ),
        pytest.param(
            "A grenade killed two people at a market in Bujumbura. Six others were taken to Prince Regent Hospital.",
            "Bujumbura",
            id="not the hospital",
        ),
        pytest.param(
            "Twelve people died in a suicide bombing on Tuesday.\n\nThe explosion took place in Maiduguri.",
            "Maiduguri",
            id="told in the sentence after",
        ),
        pytest.param(
            "Air strikes killed eight people in Tel Rifaat on Monday.\n\n"
            "On the same day gunmen kidnapped a doctor in the Salhiya neighbourhood of Deir ez-Zor.",
            "Tel Rifaat",
            id="not where something of another sort happened",
        ),
    ],
)
def test_place(reader: Reader, text: str, place: str) -> None:
    found = first_event(reader, text).place
    assert found is not None
    assert place in found.text
    assert found.span is not None
    assert found.span.of(text) == found.text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param(
            "A bomb killed three soldiers near Gao on Monday, the army said on Tuesday.",
            date(2021, 6, 7),
            date(2021, 6, 7),
            id="not the day of speaking",
        ),
        pytest.param(
            "Rockets killed two people in Sderot overnight.",
            date(2021, 6, 8),
            date(2021, 6, 9),
            id="a night is both days",
        ),
        pytest.param(
            "Five soldiers were killed in an ambush last month. The ambush on 14 May was the first in the valley.",
            date(2021, 5, 14),
            date(2021, 5, 14),
            id="the day inside the month",
        ),
        pytest.param(
            "Six miners were shot dead in Antioquia on Sunday. The gang, founded in 2008, has not commented.",
            date(2021, 6, 6),
            date(2021, 6, 6),
            id="not an old year",
        ),
        pytest.param(
            "A bomb killed eleven people in Lahore on Sunday. The toll rose to 15 on Tuesday.",
            date(2021, 6, 6),
            date(2021, 6, 6),
            id="not when the count rose",
        ),
        pytest.param(
            "A man was arrested on Tuesday in the killing of two brothers. Both were shot at about 11 p.m. on Sunday.",
            date(2021, 6, 6),
            date(2021, 6, 6),
            id="not the arrest, but what stands beside an hour",
        ),
        pytest.param(
            "A gang leader pleaded guilty on Monday for his role in the June 2, 2021, shooting that hurt four people.",
            date(2021, 6, 2),
            date(2021, 6, 2),
            id="a full date before the incident it names",
        ),
    ],
)
def test_day(reader: Reader, text: str, first: date, last: date) -> None:
    when = first_event(reader, text).when
    assert when is not None
    assert (when.days.start, when.days.end) == (first, last)
    assert when.date_prec is not None


def test_no_day_is_made_up(reader: Reader) -> None:
    assert first_event(reader, "Gunmen killed four farmers near Kaduna.").when is None


def test_a_background_incident_keeps_its_own_place_and_day(reader: Reader) -> None:
    text = (
        "A suicide bomber killed nine people at a mosque in Peshawar on Monday.\n\n"
        "In March, gunmen killed 21 worshippers in an attack on a shrine in Lahore."
    )
    main, other = events(reader, text)
    assert main.place is not None
    assert "Peshawar" in main.place.text
    assert other.place is not None
    assert "Lahore" in other.place.text
    assert main.when is not None
    assert main.when.days.start == date(2021, 6, 7)
    assert other.when is not None
    assert (other.when.days.start, other.when.days.end) == (date(2021, 3, 1), date(2021, 3, 31))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("Gunmen killed four guards at the embassy of France in Mali on Monday.", "ML", id="an embassy"),
        pytest.param(
            "A roadside bomb killed six soldiers in Afghanistan on Tuesday.\n\n"
            "The bombing happened near Qalat. Officials in Moscow, which has an embassy in Kabul, condemned it.",
            "AF",
            id="the country that is named",
        ),
    ],
)
def test_country(reader: Reader, text: str, country: str) -> None:
    found = first_event(reader, text).place
    assert found is not None
    assert found.country == country


def test_a_holiday_is_that_of_the_country(reader: Reader) -> None:
    text = "Militants killed five policemen in Srinagar, in India, in an attack on Republic Day."
    when = first_event(reader, text, date(2021, 1, 27)).when
    assert when is not None
    assert when.days.start == when.days.end == date(2021, 1, 26)


def test_a_day_reckoned_from_the_main_incident(reader: Reader) -> None:
    text = (
        "A car bomb killed nine people in Kabul on Monday.\n\n"
        "It was the second attack in the country in three days. "
        "Two days after gunmen had shot six villagers near Kunduz, people are afraid."
    )
    _, other = events(reader, text)
    assert other.when is not None
    assert other.when.days.start == other.when.days.end == date(2021, 6, 5)
    assert other.when.span is not None
    assert other.when.span.of(text) == "Two days after"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "Two sisters were shot dead in a quiet cemetery on Monday.\n\nMourners gathered in Lyon, officials said.",
            "quiet cemetery",
            id="no town beside it",
        ),
        pytest.param(
            "A bomb killed six people at a market in the southwestern town of Zahedan on Monday.",
            "market in the southwestern town of Zahedan",
            id="with its town",
        ),
        pytest.param(
            "Gunmen killed four farmers in Kaduna on Monday. They were shot dead at the house, a spokesman said.",
            "Kaduna",
            id="none in particular",
        ),
    ],
)
def test_a_place_without_a_name_is_where_it_was_if_no_town_stands_beside_it(
    reader: Reader, text: str, place: str
) -> None:
    found = first_event(reader, text).place
    assert found is not None
    assert found.text == place

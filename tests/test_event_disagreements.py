"""What does not add up over several reports of one event, what it does to a figure, and superlatives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.made_up import Builder, source
from variorum import identity
from variorum.codebooks import Standing, event_disagreements, load, superlatives, weighed
from variorum.models import Account, Actor, DisagreementKind, LinkedEvent, Place, Report, Statement, When
from variorum.values import DateRange, Span

if TYPE_CHECKING:
    from variorum.pipeline import Reader

MINISTRY = source("the Interior Ministry", "government")
DOCTORS = source("doctors at the clinic", "medical", anonymous=True)


def account_of(builder: Builder, outlet: str = "Wire", day: int = 4) -> Account:
    builder.about = {"id": outlet, "publisher": outlet, "published": date(2021, 5, day)}
    return identity.accounts(builder.build())[0]


def event_of(*accounts: Account, origins: dict[str, str] | None = None) -> LinkedEvent:
    return LinkedEvent(id="event-1", accounts=accounts, origins=origins or {})


def killed(quote: str, number: int, *by: object, outlet: str = "Wire", day: int = 4, after: str = "") -> Account:
    report = Builder()
    report.toll(quote, number, number, "policemen", "police", *by)  # type: ignore[arg-type]
    report.text += after
    return account_of(report, outlet, day)


def kinds(event: LinkedEvent) -> list[DisagreementKind]:
    return [one.kind for one in event_disagreements(event)]


def test_two_reports_that_speak_for_themselves_are_two_sources() -> None:
    event = event_of(killed("16", 16), killed("55", 55, outlet="Post"))
    assert kinds(event) == [DisagreementKind.IRREDUCIBLE]
    assert "Post" in event_disagreements(event)[0].sentence


def test_one_speaker_on_two_days_has_counted_again() -> None:
    event = event_of(killed("16", 16, MINISTRY), killed("21", 21, MINISTRY, outlet="Post", day=6))
    assert kinds(event) == [DisagreementKind.TIME]


def test_what_the_report_itself_says_about_it_is_quoted() -> None:
    unclear = "It was unclear whether the Interior Ministry counted its own men only."
    event = event_of(killed("16", 16, MINISTRY, after=unclear), killed("55", 55, DOCTORS, outlet="Post"))
    told = event_disagreements(event)
    assert [one.kind for one in told] == [DisagreementKind.SCOPE]
    assert unclear in told[0].sentence


def test_copies_of_one_origin_are_no_second_source() -> None:
    first, second = killed("16", 16, MINISTRY), killed("16", 16, MINISTRY, outlet="Post")
    event = event_of(
        first, second, origins={second.tolls[0].id: first.tolls[0].id, first.tolls[0].id: first.tolls[0].id}
    )
    assert kinds(event) == [DisagreementKind.COPY]


def test_the_side_on_which_a_speaker_stands_explains_a_difference() -> None:
    first, second = killed("16", 16, MINISTRY), killed("55", 55, source("the Front", "other"), outlet="Post")
    sides = [
        replace(a, tolls=(replace(a.tolls[0], source_actor=who),)) for a, who in ((first, "police"), (second, "Front"))
    ]
    assert kinds(event_of(*sides)) == [DisagreementKind.SIDE]


def test_what_moves_a_figure_most_comes_first() -> None:
    report = Builder()
    report.toll("16", 16, 16, "policemen", "police", MINISTRY)
    report.toll("16", 16, 16, "militants", "armed_group", DOCTORS)
    report.toll("17", 17, 17, "militants", "armed_group", source("the mayor", "government"))
    event = event_of(account_of(report), killed("90", 90, DOCTORS, outlet="Post"))
    found = weighed(event, load("ucdp"))
    assert [one.moves for one in found] == sorted((one.moves for one in found), reverse=True)
    assert found[0].moves == 74
    assert "90" in found[0].disagreement.sentence
    assert "would be" in found[0].how


# --- superlatives --------------------------------------------------------------------------------------------------


def told(number: int, year: int, words: str = "", name: str = "event-1", most: int | None = None) -> LinkedEvent:
    report = Builder()
    report.toll(str(number), number, number, "people", "people", MINISTRY)
    if most:
        report.toll(str(most), most, most, "people", "people", DOCTORS)
    account = account_of(report)
    said = Statement(id="claim-s", event=account.id, quote=words, span=Span(0, 4))
    event = replace(
        account.event,
        when=When(days=DateRange.day(date(year, 6, 1))),
        place=Place(text="Qalat", country="AF"),
        actors=(Actor(text="gunmen", side="attacker", category="unidentified"),),
    )
    return LinkedEvent(id=name, accounts=(replace(account, event=event, comparisons=(said,) if words else ()),))


def standing(event: LinkedEvent, *others: LinkedEvent) -> Standing:
    (found,) = superlatives(event, others, load("ucdp"))
    return found.standing


def test_a_superlative_holds_fails_or_hangs_on_the_number() -> None:
    words = "the deadliest attack since 2011"
    assert standing(told(40, 2017, words), told(12, 2014, name="event-2")) is Standing.HOLDS
    assert standing(told(40, 2017, words), told(60, 2014, name="event-2")) is Standing.FAILS
    assert standing(told(40, 2017, words, most=70), told(60, 2014, name="event-2")) is Standing.DEPENDS


def test_in_history_is_a_period_of_all_that_is_known() -> None:
    words = "the worst bombing in the country's history"
    assert standing(told(40, 2017, words), told(60, 1998, name="event-2")) is Standing.FAILS
    assert standing(told(80, 2017, words), told(60, 1998, name="event-2")) is Standing.HOLDS


def test_events_outside_the_period_or_the_country_do_not_count() -> None:
    words = "the deadliest attack in three years"
    assert standing(told(40, 2017, words), told(60, 2011, name="event-2")) is Standing.UNKNOWN


def test_a_superlative_without_a_period_cannot_be_told() -> None:
    assert (
        standing(told(40, 2017, "the deadliest assault in recent memory"), told(60, 2016, name="e")) is Standing.UNKNOWN
    )
    assert standing(told(40, 2017, "one of the deadliest attacks this year")) is Standing.UNKNOWN


def test_distances_with_and_without_a_direction_are_held_against_each_other(reader: Reader) -> None:
    told = (
        "CAIRO - Gunmen ambushed a convoy of engineers about 80 miles from the capital on Friday, killing at least 14 "
        "people, the Interior Ministry said.\n\nSoldiers guard a road some 300 kilometres southwest of Cairo, where 14 "
        "people were killed in the ambush on Friday, in this photograph."
    )
    (found,) = places_of(reader, told)
    assert "about 80 miles from the capital" in found
    assert "some 300 kilometres southwest of Cairo" in found
    assert "the first is 100 to 160 km from the place that it names, the second about 300 km from there" in found
    assert "does not lead to" not in found  # the two are told of already
    north = "CAIRO - Gunmen killed 14 people in an ambush 60 kilometres north of Luxor on Friday, the governor said."
    south = "CAIRO - Gunmen killed 14 people in an ambush 60 kilometres south of Luxor on Friday, the governor said."
    (found,) = places_of(reader, north, south)
    assert "can't both hold: they are at least 70 km apart" in found
    assert places_of(reader, north, north) == []


def places_of(reader: Reader, *texts: str) -> list[str]:
    """What does not add up about the place of one event that these reports tell of."""
    accounts = [
        identity.accounts(reader.read(Report(id=str(n), text=text, publisher=f"P{n}", published=date(2021, 5, 8))))[0]
        for n, text in enumerate(texts)
    ]
    found = event_disagreements(event_of(*accounts))
    return [one.sentence for one in found if one.kind is DisagreementKind.PLACE]

"""Codebooks: the same claims under different rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.made_up import Builder, source
from variorum import identity
from variorum.codebooks import figures, load
from variorum.errors import CodebookError
from variorum.models import Actor, Figure, LinkedEvent, When
from variorum.values import DateRange, Span

MINISTRY = source("the Interior Ministry", "government")
OFFICIALS = source("security officials", "security", anonymous=True)
AGENCY = source("the Daily Wire", "media")
DIPLOMATS = source("diplomats", "international", anonymous=True)


def event_of(*builders: Builder) -> LinkedEvent:
    accounts = tuple(account for builder in builders for account in identity.accounts(builder.build()))
    return LinkedEvent(id="event-1", accounts=accounts)


def by_name(event: LinkedEvent, book: str, **values: str | int | bool) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(event, load(book).having(**values))}


@pytest.fixture
def raid() -> LinkedEvent:
    """A raid of which a ministry and anonymous officials give different tolls."""
    report = Builder()
    report.toll("At least 40", 40, None, "policemen", "police", AGENCY, OFFICIALS)
    report.toll("12", 12, 12, "policemen", "police", MINISTRY)
    report.toll("nine", 9, 9, "militants", "armed_group", MINISTRY)
    report.toll("dozens", 24, 99, "police officers", "police", DIPLOMATS, approx=True)
    report.toll("few", 0, 6, "militants", "armed_group", DIPLOMATS, approx=True)
    return event_of(report)


def test_ucdp_takes_the_most_agreed_number_of_each_group(raid: LinkedEvent) -> None:
    found = by_name(raid, "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [12, 40, 49]


def test_acled_takes_the_lowest_of_each_group(raid: LinkedEvent) -> None:
    assert by_name(raid, "acled")["fatalities"].value == 12


def test_the_lowest_account_of_one_source_is_another_choice(raid: LinkedEvent) -> None:
    assert by_name(raid, "acled", lowest_of="source")["fatalities"].value == 21


def test_dozens_are_twelve_where_they_stand_alone() -> None:
    report = Builder()
    report.toll("dozens", 24, 99, "villagers", "civilian", approx=True)
    assert by_name(event_of(report), "acled")["fatalities"].value == 12
    assert by_name(event_of(report), "ucdp")["best"].value == 24


def test_parts_are_never_added_to_their_whole() -> None:
    report = Builder()
    whole = report.toll("37", 37, 37, "people", "people", source("the army", "military"))
    report.toll("30", 30, 30, "insurgents", "armed_group", source("the army", "military"), part_of=whole)
    report.toll("six", 6, 6, "civilians", "civilian", source("the army", "military"), part_of=whole)
    report.toll("185", 185, 185, "people", "people", source("Lawan Bello", "government"))
    found = by_name(event_of(report), "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [37, 37, 185]
    report.build()
    assert found["deaths_civilians"].value == 6


@pytest.mark.parametrize(
    ("days", "others", "times", "high"),
    [
        ((4, 4, 4), (3, 2), 10, 3),  # nobody comes near
        ((4, 4, 4), (9, 2), 10, 90),  # not more than ten times the highest of the others
        ((4, 4, 5), (3, 2), 10, 90),  # told a day later: it may be news
        ((4, 4, 4), (3, 2), 0, 90),  # every number stands
        ((4, 4, 4), (3,), 10, 90),  # word against word
    ],
)
def test_a_number_that_nobody_comes_near_is_unreasonable(
    days: tuple[int, ...], others: tuple[int, ...], times: int, high: int
) -> None:
    reports = []
    for number, (day, killed) in enumerate(zip(days, (*others, 90), strict=False)):
        report = Builder(about={"id": str(number), "publisher": f"Wire {number}", "published": date(2021, 5, day)})
        report.toll(str(killed), killed, killed, "villagers", "civilian", source(f"Speaker {number}"))
        reports.append(report)
    found = by_name(event_of(*reports), "ucdp", unreasonable=times)
    assert found["high"].value == high
    assert ("Unreasonable" in str(found["high"].steps)) is (high < 90)


def test_a_number_word_speaks_for_the_number_that_it_comes_near() -> None:
    report = Builder()
    for number, speaker in ((3, "the mayor"), (2, "a guard"), (90, "a doctor")):
        report.toll(str(number), number, number, "villagers", "civilian", source(speaker))
    report.toll("hundreds", 200, 999, "villagers", "civilian", source("a driver"), approx=True)
    event = event_of(report)
    assert by_name(event, "ucdp")["high"].value == 90
    assert by_name(event, "ucdp", number_words="never")["high"].value == 3


def test_an_army_that_counts_many_enemies_is_held_against_counts_of_the_same_people_alone() -> None:
    report = Builder()
    report.toll("three", 3, 3, "soldiers", "military", MINISTRY)
    report.toll("two", 2, 2, "policemen", "police", DIPLOMATS)
    report.toll("185", 185, 185, "militants", "armed_group", source("a doctor", "medical"))
    assert by_name(event_of(report), "ucdp")["high"].value == 188


def test_a_later_number_of_one_speaker_takes_the_place_of_the_earlier() -> None:
    first = Builder(about={"id": "a", "publisher": "Wire", "published": date(2021, 5, 4)})
    first.toll("seven", 7, 7, "people", "people", source("the police", "police"))
    later = Builder(about={"id": "b", "publisher": "Wire", "published": date(2021, 5, 5)})
    later.toll("186", 186, 186, "people", "people", source("the police", "police"))
    found = by_name(event_of(first, later), "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [186, 186, 186]
    assert "superseded" in [step.rule for step in found["best"].steps]


def single(report: Builder, words: str, category: str) -> None:
    report.toll("A", 1, 1, words, category)


def test_who_kills_himself_is_not_the_child_that_died() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    single(report, "4-year-old girl", "civilian")
    single(other, "himself", "armed_group")
    assert by_name(event_of(report, other), "house")["killed"].value == 2
    man = Builder(about={"id": "Herald", "publisher": "Herald"})
    single(man, "man", "people")
    assert by_name(event_of(man, other), "house")["killed"].value == 1


def test_an_officer_and_a_man_may_be_the_same_for_the_lowest_number() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    single(report, "officer", "police")
    single(other, "man", "civilian")
    found = by_name(event_of(report, other), "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [1, 2, 2]


def test_a_report_that_tells_of_fewer_dead_makes_the_lowest_number() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    report.toll("three", 3, 3, "children", "civilian")
    single(other, "woman", "civilian")
    event = event_of(report, other)
    assert [by_name(event, "ucdp")[name].value for name in ("low", "best", "high")] == [1, 3, 3]
    assert "Post" in by_name(event, "ucdp")["low"].reason
    assert by_name(event, "ucdp", lowest_of="group")["low"].value == 3
    soldiers = Builder(about={"id": "Herald", "publisher": "Herald"})
    soldiers.toll("two", 2, 2, "soldiers", "military")
    assert by_name(event_of(report, soldiers), "ucdp")["low"].value == 5


def test_a_group_of_a_sum_is_no_rival_of_the_sum() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    report.toll("three", 3, 3, "women", "civilian", after=" and ")
    single(report, "boy", "civilian")
    other.toll("three", 3, 3, "women", "civilian")
    assert by_name(event_of(report, other), "house")["killed"].value == 4


def test_who_killed_five_and_was_found_dead_is_no_one_of_the_five() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    report.toll("five", 5, 5, "dead", "people")
    other.toll("five", 5, 5, "people", "people", after=" and ")
    single(other, "gunman", "armed_group")
    assert by_name(event_of(report, other), "house")["killed"].value == 6
    apart = Builder(about={"id": "Herald", "publisher": "Herald"})
    single(apart, "gunman", "armed_group")
    assert by_name(event_of(report, apart), "house")["killed"].value == 5


def test_a_man_and_a_woman_of_one_speaker_are_two() -> None:
    report = Builder()
    report.toll("A", 1, 1, "man in his 40s", "people", after=" and ")
    single(report, "woman", "people")
    assert by_name(event_of(report), "house")["killed"].value == 2


def test_a_man_and_a_girl_of_two_reports_are_two_at_the_most() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    single(report, "man", "civilian")
    single(other, "9-year-old girl", "civilian")
    found = by_name(event_of(report, other), "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [1, 1, 2]


def test_a_hurt_boy_is_not_the_woman_who_died() -> None:
    report, other = (Builder(about={"id": name, "publisher": name}) for name in ("Wire", "Post"))
    single(report, "woman", "civilian")
    other.toll("A", 1, 1, "7-year-old boy", "civilian", outcome="injured")
    assert by_name(event_of(report, other), "house")["injured"].value == 1
    girl = Builder(about={"id": "Herald", "publisher": "Herald"})
    girl.toll("A", 1, 1, "woman", "civilian", outcome="injured")
    assert by_name(event_of(report, girl), "house")["injured"].value is None


def test_one_report_of_few_dead_counts_little_against_many_of_more() -> None:
    names = ["Wire", "Post", "Herald", "Echo", "Star"]
    reports = [Builder(about={"id": name, "publisher": name}) for name in names]
    for report in reports[:-1]:
        report.toll("three", 3, 3, "women", "civilian")
    single(reports[-1], "woman", "civilian")
    assert by_name(event_of(*reports), "ucdp")["low"].value == 3
    assert by_name(event_of(*reports[2:]), "ucdp")["low"].value == 1


def test_every_step_of_a_derivation_says_where_its_rule_is_written(raid: LinkedEvent) -> None:
    for book in ("ucdp", "acled"):
        for figure in figures(raid, load(book)):
            assert figure.steps
            assert all(step.citation and step.mark and step.sentence for step in figure.steps)


def test_a_choice_that_the_codebook_leaves_open_is_printed_where_it_was_made(raid: LinkedEvent) -> None:
    made = {name for step in by_name(raid, "ucdp")["best"].steps for name, _ in step.parameters}
    assert {"ranking", "narrator", "number_words", "enemy_counts", "few_if_any"} <= made


def test_an_unknown_codebook_is_told_with_those_that_there_are() -> None:
    with pytest.raises(CodebookError, match="acled"):
        load("no-such-codebook")


def test_an_unknown_value_is_told_with_those_that_it_can_have() -> None:
    with pytest.raises(CodebookError, match="agreement"):
        load("ucdp").having(ranking="loudest")


def test_gtd_takes_the_most_recent_number_and_the_attackers_apart() -> None:
    first = Builder(about={"id": "a", "publisher": "Wire", "published": date(2021, 5, 4)})
    first.toll("30", 30, 30, "villagers", "civilian", MINISTRY)
    first.toll("dozens", 24, 99, "villagers", "civilian", DIPLOMATS, approx=True)
    first.toll("two", 2, 2, "gunmen", "armed_group", MINISTRY)
    later = Builder(about={"id": "b", "publisher": "Post", "published": date(2021, 5, 9)})
    later.toll("41", 41, 41, "villagers", "civilian", source("doctors", "medical"))
    found = by_name(event_of(first, later), "gtd")
    assert (found["nkill"].value, found["nkillter"].value) == (43, 2)
    assert by_name(event_of(first, later), "acled")["fatalities"].value == 32


def test_dozens_are_no_figure_for_gtd() -> None:
    report = Builder()
    report.toll("dozens", 24, 99, "villagers", "civilian", approx=True)
    assert by_name(event_of(report), "gtd")["nkill"].value is None


def test_iraq_body_count_counts_police_and_no_soldiers() -> None:
    report = Builder()
    report.toll("four", 4, 4, "policemen", "police", MINISTRY)
    report.toll("nine", 9, 9, "soldiers", "military", MINISTRY)
    report.toll("three", 3, 3, "shoppers", "civilian", MINISTRY)
    found = by_name(event_of(report), "ibc")
    assert (found["min_deaths"].value, found["max_deaths"].value) == (7, 7)
    assert found["provisional"].value is True


def test_a_civilian_for_one_and_a_militant_for_another_is_contested() -> None:
    report = Builder()
    report.toll("seven", 7, 7, "villagers", "civilian", source("residents", "witness", anonymous=True))
    report.toll("seven", 7, 7, "militants", "armed_group", source("the air force", "military"))
    found = by_name(event_of(report), "airwars")
    assert (found["civilians_killed_min"].value, found["civilians_killed_max"].value) == (0, 7)
    assert (found["militants_killed_min"].value, found["militants_killed_max"].value) == (0, 7)


def test_groups_that_one_speaker_counts_in_one_sentence_are_added() -> None:
    report = Builder()
    report.toll("three", 3, 3, "soldiers", "military", MINISTRY, after=" and ")
    report.toll("two", 2, 2, "policemen", "police", MINISTRY, before="")
    assert by_name(event_of(report), "ucdp")["deaths_a"].value == 5


@pytest.mark.parametrize(
    ("first", "joint", "second", "best"),
    [
        (("a", 1, "nurse"), " and ", ("two", 2, "children"), 3),
        (("his", 1, "wife"), " and ", ("her", 1, "son"), 2),  # of one speaker, and as many
        (("a", 1, "nurse"), ", ", ("2", 2, "teens"), 3),
        (("two", 2, "nurses"), " died in the yard and ", ("two", 2, "people"), 2),
    ],
)
def test_groups_that_are_named_side_by_side_share_nobody(
    first: tuple[str, int, str], joint: str, second: tuple[str, int, str], best: int
) -> None:
    report = Builder()
    for (quote, number, group), before, after in ((first, "There were ", joint), (second, "", " were shot there. ")):
        report.toll(quote, number, number, group, "people", before=before, after=after)
    assert by_name(event_of(report), "house")["killed"].value == best


def test_an_attacker_is_among_the_dead_whoever_they_were() -> None:
    report = Builder()
    report.toll("three", 3, 3, "dead")
    report.toll("the gunman", 1, 1, "gunman", "armed_group", optional=True)
    assert by_name(event_of(report), "house")["killed"].value == 3
    other = Builder()
    other.toll("two", 2, 2, "nurses", "civilian")
    other.toll("the gunman", 1, 1, "gunman", "armed_group", optional=True)
    assert by_name(event_of(other), "house")["killed"].value == 3


def test_whoever_was_hurt_and_died_is_no_injured() -> None:
    report = Builder()
    report.toll("a", 1, 1, "boy", "civilian", outcome="injured", before="Somebody shot ", after=". ")
    report.toll("a", 1, 1, "teenager", "civilian", before="Later ", after=" died. ")
    found = by_name(event_of(report), "house")
    assert (found["killed"].value, found["injured"].value) == (1, None)
    both = Builder()
    both.toll("one", 1, 1, "guest", "civilian", before="Of the guests ", after=" died and ")
    both.toll("four", 4, 4, "others", "people", outcome="injured", after=" were hurt. ")
    both.toll("five", 5, 5, "people", "people", outcome="injured", before="In all ", after=" were shot. ")
    assert by_name(event_of(both), "house")["injured"].value == 4


def reports(**of_groups: tuple[int, str, str]) -> LinkedEvent:
    """Each a report of its own outlet, that counts so many of a group as killed."""
    builders = []
    for day, (outlet, (number, group, category)) in enumerate(of_groups.items(), start=1):
        one = Builder(about={"id": outlet, "publisher": outlet, "published": date(2021, 5, day)})
        one.toll(str(number), number, number, group, category)
        builders.append(one)
    return event_of(*builders)


def test_as_many_fighters_as_people_may_be_the_same_and_count_twice_for_the_highest_alone() -> None:
    event = reports(gazette=(4, "people", "people"), courier=(4, "militants", "armed_group"))
    found = by_name(event, "house")
    assert [found[name].value for name in ("killed_low", "killed", "killed_high")] == [4, 4, 8]
    assert "same_people" in [step.rule for step in found["killed"].steps]
    assert by_name(event, "house", same_number="twice")["killed"].value == 8
    found = by_name(event, "ucdp")
    assert [found[name].value for name in ("low", "best", "high", "deaths_b")] == [4, 8, 8, 4]
    assert by_name(event, "ucdp", same_number="twice")["low"].value == 8
    other = reports(gazette=(4, "people", "people"), courier=(5, "militants", "armed_group"))
    assert by_name(other, "ucdp")["best"].value == 9
    police = reports(gazette=(4, "policemen", "police"), courier=(4, "militants", "armed_group"))
    assert by_name(police, "ucdp")["best"].value == 8


def test_people_are_of_no_one_side_anywhere_once_soldiers_are_told_of_among_them() -> None:
    actors = (Actor(text="travellers", side="attacked", category="civilians"),)
    first, second = Builder(), Builder(about={"id": "later", "published": date(2021, 5, 5)})
    for report in (first, second):
        report.events = [replace(report.events[0], actors=actors)]
    whole = first.toll("16", 16, 16, "people", "people", MINISTRY)
    first.toll("five", 5, 5, "soldiers", "military", MINISTRY, part_of=whole)
    second.toll("31", 31, 31, "people", "people", OFFICIALS, victim_actor="travellers")
    found = by_name(event_of(first, second), "ucdp")
    assert [found[name].value for name in ("low", "best", "high")] == [16, 16, 31]


def test_people_and_fighters_of_one_sentence_are_two_groups() -> None:
    report = Builder()
    report.toll("four", 4, 4, "villagers", "civilian", after=" and ")
    report.toll("four", 4, 4, "raiders", "armed_group", before="")
    assert by_name(event_of(report), "ucdp")["best"].value == 8


def test_of_equals_a_house_takes_what_a_report_tells_first() -> None:
    report = Builder()
    report.toll("six", 6, 6, "people", "people", MINISTRY)
    report.toll("90", 90, 90, "people", "people", OFFICIALS)
    event = event_of(report)
    assert by_name(event, "house")["killed"].value == 6
    assert by_name(event, "house", tie="highest")["killed"].value == 90
    assert "the first that a report tells is taken" in " ".join(
        step.sentence for step in by_name(event, "house")["killed"].steps
    )


def test_a_house_sets_aside_what_the_reader_is_not_sure_of() -> None:
    report = Builder()
    report.toll("53", 53, 53, "people", "people", confidence=0.6)
    report.toll("one", 1, 1, "people", "people", MINISTRY, confidence=0.95)
    event = event_of(report)
    assert by_name(event, "house")["killed_high"].value == 1
    assert by_name(event, "house", least_confidence=0)["killed_high"].value == 53


@pytest.mark.parametrize(
    ("words", "days", "clarity"),
    [
        ("over the weekend", 2, 2),
        ("between Monday and Thursday", 4, 2),
        ("in three days of fighting", 3, 2),
        ("since Monday", 3, 2),
        ("last week", 7, 1),
        ("overnight", 2, 1),
        ("on Monday", 1, 1),
    ],
)
def test_what_went_on_for_days_is_no_single_clear_event(words: str, days: int, clarity: int) -> None:
    time = {"over the weekend": "weekend", "in three days of fighting": "three days", "since Monday": "Monday"}.get(
        words, words
    )
    report = Builder()
    report.toll("12", 12, 12, "people", "people")
    report.text += f"It happened {words}, it was said. "
    start = report.text.index(time)
    when = When(days=DateRange(date(2021, 5, 1), date(2021, 5, days)), span=Span(start, start + len(time)))
    report.events = [replace(report.events[0], when=when)]
    assert by_name(event_of(report), "ucdp")["event_clarity"].value == clarity


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("in a video that it released", 6),
        ("on its Telegram channel", 7),
        ("in an e-mail to a newspaper", 4),
        ("in a telephone call to a radio station", 2),
        ("by leaflets left at the scene", 5),
        ("in a letter", 1),
        ("in an audio message", 9),
        ("in a statement", 10),
    ],
)
def test_how_an_attack_was_claimed_is_told_by_the_words_around_the_claim(words: str, mode: int) -> None:
    report = Builder()
    report.toll("12", 12, 12, "people", "people")
    report.text += "A video of the attack was seen. "
    report.blame("claimed", "Red Front")
    report.text = report.text.rstrip(". ") + f" {words}. A letter was found elsewhere."
    found = by_name(event_of(report), "gtd")["claimmode"]
    assert found.value == mode
    assert found.steps[-1].claims

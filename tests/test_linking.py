"""Linking: what makes two accounts one event; Splink says the same; the order of reports does not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

import pytest

from bench.stream import stream
from bench.suites.link_scale import crowded
from variorum.errors import DataError
from variorum.link import bulk
from variorum.link.blocking import keys
from variorum.link.clusters import clusters, exclude, least_bits
from variorum.link.comparisons import COMPARISONS, levels
from variorum.link.incremental import MemoryIndex, judge, link
from variorum.link.model import read, shipped
from variorum.link.sketches import likeness, sketch
from variorum.link.terms import names_of, own_text, weighted_words
from variorum.link.traits import Traits, traits
from variorum.models import Account, Event, EventType, Judgement, Place, Report, Verdict, When
from variorum.values import DateRange, Span

MARKET = (
    "A bomb went off at the vegetable market of Tarvandeh on Monday, killing nine people, the governor, Ilam Oresti, "
    "said. Witnesses spoke of a white van parked beside the Sorrel Gate."
)
MARKET_AGAIN = (
    "Nine shoppers died when a white van exploded near the Sorrel Gate in Tarvandeh. Governor Ilam Oresti blamed "
    "militants for the blast at the vegetable market."
)
CHECKPOINT = (
    "Gunmen attacked a checkpoint outside Quelmo on Monday and shot four soldiers, a colonel, Bero Hadan, said."
)


def account(name: str, text: str, **more: Any) -> Account:
    """An account of a report of that text; the event was on 2021-05-03 in Tarvandeh unless said otherwise."""
    day = more.pop("day", date(2021, 5, 3))
    place = more.pop("place", Place(text="Tarvandeh", country="IR", lat=30.1, lon=52.2, precision="town"))
    event = Event(
        id=f"account-{name}",
        type=more.pop("type", EventType.EXPLOSION),
        main=more.pop("main", True),
        when=day and When(days=DateRange(day, day)),
        place=place,
    )
    report = Report(
        id=name, text=text, published=more.pop("published", date(2021, 5, 4)), publisher=more.pop("by", name)
    )
    return Account(id=event.id, report_id=f"report-{more.pop('report', name)}", report=report, event=event, **more)


def verdict(a: Account, b: Account) -> Verdict:
    return shipped().judge(traits(a), traits(b)).verdict


def groups(found: list[list[str]]) -> list[list[str]]:
    """The events of several accounts, by the letters of their names."""
    return [[name.removeprefix("account-") for name in group] for group in found if len(group) > 1]


def same(first: str, second: str, score: float | None = 0.9) -> Judgement:
    return Judgement(
        first=f"account-{first}", second=f"account-{second}", verdict=Verdict.SAME, by="x", reason="", score=score
    )


def different(first: str, second: str) -> Judgement:
    return replace(same(first, second, None), verdict=Verdict.DIFFERENT)


# --- two accounts --------------------------------------------------------------------------------------------------


def test_two_reports_of_one_bombing_are_the_same_event_and_the_judgement_says_why() -> None:
    judgement = shipped().judge(traits(account("a", MARKET)), traits(account("b", MARKET_AGAIN)))
    assert judgement.verdict is Verdict.SAME
    assert judgement.reason.startswith("The same event (")
    assert "days: the same day" in judgement.reason
    total = sum(weight.bits for weight in judgement.weights)
    assert judgement.score == pytest.approx(1 / (1 + 2**-total), abs=1e-6)


def test_another_attack_elsewhere_on_the_same_day_is_another_event() -> None:
    place = Place(text="Quelmo", country="IR", lat=36.0, lon=49.0, precision="town")
    assert (
        verdict(account("a", MARKET), account("c", CHECKPOINT, place=place, type=EventType.BATTLE)) is Verdict.DIFFERENT
    )


def test_the_judgement_is_the_same_whichever_comes_first() -> None:
    a, b = traits(account("a", MARKET)), traits(account("b", MARKET_AGAIN))
    assert shipped().judge(a, b) == shipped().judge(b, a)


def test_a_background_incident_is_told_by_its_own_sentences_and_links_to_the_main_event_of_an_older_report() -> None:
    text = (
        f"{CHECKPOINT}\n\nIn May a bomb at the vegetable market of Tarvandeh, near the Sorrel Gate, killed nine people."
    )
    start = text.index("Tarvandeh")
    place = Place(text="Tarvandeh", country="IR", lat=30.1, lon=52.2, precision="town", span=Span(start, start + 9))
    later = account("d", text, main=False, place=place, published=date(2021, 8, 1))
    assert "Gunmen" not in own_text(later)
    assert link(map(traits, (account("a", MARKET), later)), shipped()) == [["account-a", "account-d"]]


def test_what_a_page_puts_around_an_article_is_no_part_of_what_it_says() -> None:
    page = f"Blast kills nine\nShare this\n\n{MARKET}\nRead more\n{MARKET}\nYou may also like"
    told = own_text(account("a", page))
    assert told.count("vegetable") == 1
    assert "Share" not in told


def test_rare_words_and_names_weigh_and_common_ones_do_not() -> None:
    weights = weighted_words(MARKET)
    assert weights["tarvandeh"] > weights["monday"]
    assert sum(weight**2 for weight in weights.values()) == pytest.approx(1_000_000, rel=0.01)
    assert {"ilam oresti", "sorrel gate"} <= set(names_of(MARKET))


def test_every_comparison_is_symmetric_and_explained() -> None:
    made = [traits(each.account) for each in stream(40)]
    assert all(levels(a, b) == levels(b, a) for a, b in combinations(made, 2))
    assert all(compare.__doc__ for compare in COMPARISONS.values())


def test_traits_survive_being_written() -> None:
    of = traits(account("a", MARKET))
    assert Traits.from_json(of.to_json()) == of


# --- many events on one day in one town ------------------------------------------------------------------------------

STRIKES = {
    "a1": ("Sorrel", "Jets bombed the Sorrel quarter of Tarvandeh on Monday morning, killing nine in a bakery queue."),
    "a2": (
        "Sorrel",
        "Nine people who queued for bread died on Monday morning when jets hit a bakery in Sorrel, Tarvandeh.",
    ),
    "b1": ("Umbrec", "Jets bombed the Umbrec quarter of Tarvandeh on Monday night, killing five people in a house."),
    "b2": ("Umbrec", "Five people of one family died on Monday night when jets hit their house in Umbrec, Tarvandeh."),
    "c": ("Veltis", "Jets bombed the Veltis quarter of Tarvandeh on Monday, killing nine people, rescuers said."),
    "d": ("Quaymor", "Jets bombed a school in the Quaymor quarter of Tarvandeh on Monday afternoon, killing thirty."),
}


def struck(name: str) -> Account:
    """A report of an air strike on a quarter of Tarvandeh, on 2021-05-03, a Monday."""
    quarter, text = STRIKES[name]
    place = Place(
        text=f"{quarter} quarter", country="IR", lat=30.1, lon=52.2, precision="neighbourhood", locality="Tarvandeh"
    )
    told = account(name, text, place=place, published=date(2021, 5, 4))
    when = When(days=DateRange.day(date(2021, 5, 3)), span=Span(text.index("Monday"), text.index("Monday") + 6))
    return replace(told, event=replace(told.event, when=when, weapons=("aircraft",)))


def test_strikes_on_other_quarters_of_one_town_on_one_day_are_other_events() -> None:
    assert groups(link(map(traits, map(struck, STRIKES)), shipped())) == [["a1", "a2"], ["b1", "b2"]]


def test_a_quarter_is_told_by_its_name_alone_and_a_time_by_the_words_with_the_day() -> None:
    of = {name: traits(struck(name)) for name in STRIKES}
    assert of["a1"].spot == ("sorrel",)
    assert (of["a1"].first_minute, of["a1"].last_minute) == (300, 720)
    assert of["c"].first_minute is None
    assert levels(of["a1"], of["a2"])["spot"] == "a word of it in common"
    assert levels(of["a1"], of["c"])["spot"] == "other quarters"
    assert levels(of["a1"], replace(of["c"], quarter=()))["spot"] == "other spots"
    assert levels(of["a1"], of["b1"])["hours"] == "other times of the day"
    assert levels(of["a1"], of["d"])["hours"] == "times that overlap"
    assert levels(of["a1"], replace(of["b1"], first_day=None, last_day=None))["hours"] is None


@pytest.mark.parametrize(
    ("tolls", "level"),
    [
        ((27, 30), "a few apart"),
        ((1, 2), "a few apart"),
        ((3, 6), "up to double"),
        ((9, 17), "up to double: 10 or more"),
        ((4, 27), "far apart: 10 or more"),
        ((1, 5), "far apart"),
        ((7, 7), "the same: more than one"),
    ],
)
def test_tolls_that_differ_say_more_where_they_are_large(tolls: tuple[int, int], level: str) -> None:
    a, b = (
        replace(traits(account(name, MARKET)), killed_low=n, killed_high=n) for name, n in zip("ab", tolls, strict=True)
    )
    assert levels(a, b)["killed"] == level


# --- the same by Splink --------------------------------------------------------------------------------------------


def varied(number: int) -> list[Traits]:
    """Accounts of a made-up stream with all sorts of things unknown."""
    random = Random(7)  # noqa: S311
    out = []
    for made in stream(number, seed=3):
        of = traits(made.account)
        may_go = ("lat", "country", "killed_low", "published", "publisher")
        gone: dict[str, Any] = {}
        gone.update((name, None) for name in may_go if random.random() < 0.15)
        if "lat" in gone:
            gone |= {"lon": None, "reach_km": None}
        if random.random() < 0.2 and of.first_day is not None:
            gone["last_day"] = of.first_day + random.randint(1, 20)
        if random.random() < 0.2:
            gone |= {"first_minute": 300, "last_minute": random.choice((420, 720))}
        elif random.random() < 0.2:
            gone |= {"killed_high": None, "first_day": None, "last_day": None}
        out.append(replace(of, **gone))
    return out


def test_splink_finds_the_same_pairs_on_the_same_levels_as_we_do() -> None:
    made = varied(150)
    of = {each.account: each for each in made}
    by_splink = {(first, second): found for first, second, found in bulk.compared(made, shipped())}
    index = MemoryIndex()
    by_us = {}
    for new in made:
        for other in index.candidates(keys(new), 10**6):
            if of[other].report != new.report:
                by_us[tuple(sorted((new.account, other)))] = levels(new, of[other])
        index.add(new)
    assert len(by_us) > 300
    assert by_splink == by_us


def test_splink_gives_the_same_judgements() -> None:
    made = varied(80)
    index = MemoryIndex()
    ours = []
    for new in made:
        ours += judge(new, index, shipped(), limit=10**6)
        index.add(new)
    theirs = list(bulk.judge_all(made, shipped()))
    assert theirs == sorted(ours, key=lambda judgement: (judgement.first, judgement.second))


def test_splinks_own_weights_are_ours() -> None:
    """Splink's match weight of a pair is the sum of our bits."""
    made = varied(60)
    rows = bulk.linker(bulk.table(made), shipped().settings).inference.predict().as_record_list()
    of = {each.account: each for each in made}
    assert rows
    for row in rows:
        assert row["match_weight"] == pytest.approx(
            shipped().total(of[row["account_l"]], of[row["account_r"]]), abs=0.002
        )


# --- events --------------------------------------------------------------------------------------------------------


def test_the_order_of_reports_does_not_matter() -> None:
    made = [traits(each.account) for each in stream(150, seed=5)]
    expected = link(made, shipped())
    assert any(len(group) > 2 for group in expected)
    for seed in range(4):
        Random(seed).shuffle(made)  # noqa: S311
        assert link(made, shipped()) == expected


def test_one_at_a_time_gives_what_all_at_once_gives() -> None:
    made = [traits(each.account) for each in stream(150, seed=6)]
    known = {each.account: each for each in made}
    assert clusters(known, bulk.judge_all(made, shipped()), shipped().total) == link(made, shipped())


def chained(days: tuple[int, ...] = (3, 3, 3), longitudes: tuple[float, ...] = (52.2, 52.2, 52.2)) -> dict[str, Traits]:
    """Three accounts, a, b and c, of one text."""
    found = {}
    for name, day, lon in zip("abc", days, longitudes, strict=True):
        place = Place(text=f"Town {lon}", country="IR", lat=30.1, lon=lon, precision="town")
        of = traits(account(name, MARKET, day=date(2021, 5, day), place=place))
        found[of.account] = of
    return found


def test_accounts_that_are_linked_by_a_chain_are_one_event() -> None:
    assert groups(clusters(chained(), [same("a", "b"), same("b", "c")], shipped().total)) == [["a", "b", "c"]]


@pytest.mark.parametrize("apart", [{"days": (3, 9, 15)}, {"longitudes": (52.2, 53.2, 54.4)}])
def test_no_chain_joins_two_days_or_two_places(apart: dict[str, Any]) -> None:
    known = chained(**apart)
    assert exclude(known["account-a"], known["account-c"])
    assert not exclude(known["account-a"], known["account-b"])
    found = groups(clusters(known, [same("a", "b", 0.95), same("b", "c", 0.9)], lambda *_: 5.0))
    assert found == [["a", "b"]]


def test_two_accounts_of_one_report_are_two_events() -> None:
    known = chained()
    known["account-c"] = replace(known["account-c"], report=known["account-a"].report)
    assert groups(clusters(known, [same("a", "b", 0.9), same("b", "c", 0.8)], shipped().total)) == [["a", "b"]]


def test_a_persons_judgement_outweighs_the_rule_and_every_chain() -> None:
    links = [same("a", "b"), same("b", "c")]
    assert groups(clusters(chained(), [*links, different("a", "c")], shipped().total)) == [["a", "b"]]
    assert groups(clusters(chained(), [*links, different("b", "c")], shipped().total)) == [["a", "b"]]
    far = chained(days=(3, 20, 3))
    assert groups(clusters(far, [same("a", "b", None)], shipped().total)) == [["a", "b"]]


def test_links_that_are_no_more_than_one_sure_pair_do_not_join_groups_that_disagree() -> None:
    assert groups(clusters(chained(), [same("a", "b", 0.9), same("b", "c", 0.6)], lambda *_: -9.0)) == []


def test_groups_of_several_must_agree_more_than_two_accounts_must() -> None:
    pairs = [same("a", "b"), same("c", "d"), same("b", "c", 0.6)]
    known = {f"account-{name}": traits(account(name, MARKET)) for name in "abcd"}

    def events(across: float) -> list[list[str]]:
        sure = ({"account-a", "account-b"}, {"account-c", "account-d"})
        return groups(
            clusters(known, pairs, lambda one, other: 9.0 if {one.account, other.account} in sure else across)
        )

    assert events(1.0) == [["a", "b"], ["c", "d"]]
    assert events(3.0) == [["a", "b", "c", "d"]]
    assert least_bits(1, 1) == least_bits(1, 2) < least_bits(1, 3) < least_bits(2, 2) < least_bits(3, 3)
    assert least_bits(3, 3) == least_bits(5, 40)


def test_most_pairs_of_a_crowded_day_are_told_apart() -> None:
    found = crowded(400)
    assert found["pairs.precision"] >= 0.8
    assert found["pairs.recall"] >= 0.95


# --- the file ------------------------------------------------------------------------------------------------------


def test_a_model_with_another_comparison_or_without_a_weight_is_refused() -> None:
    comparison = (
        '{"output_column_name": "days", "comparison_levels": [{"label_for_charts": "x", "sql_condition": "ELSE"%s}]}'
    )
    settings = '{"comparisons": [%s], "probability_two_random_records_match": 0.5}'
    with pytest.raises(DataError, match="no weight for days: x"):
        read(settings % (comparison % ""))
    with pytest.raises(DataError, match="it must compare days, place"):
        read(settings % (comparison % ', "m_probability": 0.5, "u_probability": 0.5'))


def test_every_level_of_the_model_can_be_reached_and_has_its_weight() -> None:
    """The names of levels are in the code and in the file: a typing error in either would show as a KeyError."""
    made = varied(200)
    for a, b in combinations(made[:120], 2):
        shipped().total(a, b)
    assert all(bits for bits in shipped().bits.values())


# --- sketches ------------------------------------------------------------------------------------------------------


def test_sketches_tell_how_much_two_texts_have_in_common() -> None:
    one, other = ([f"{side} {n}" for n in range(300)] for side in "ab")
    assert likeness(sketch(one), sketch(one[::-1])) == 1
    assert likeness(sketch(one), sketch(other)) < 0.05
    assert likeness(sketch(one), sketch(one[:200] + other[:50])) == pytest.approx(200 / 350, abs=0.15)


def test_a_sketch_is_the_same_everywhere() -> None:
    assert sketch(["five were killed in the", "were killed in the blast"])[:2].tolist() == [3811407380, 183073828]

"""What does not add up: what is found, in which words, and what must not be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made_up import Builder, source
from variorum.codebooks import disagreements
from variorum.models import Actor, Disagreement, Event, EventType, Outcome, Severity

MINISTRY = source("the Interior Ministry", "government")
MEDICS = source("hospital staff", "medical", anonymous=True)
REBELS = source("the Northern Front", "armed_group")
UN = source("the United Nations", "international")


def found(builder: Builder) -> list[Disagreement]:
    return list(disagreements(builder.build()))


def sentences(builder: Builder) -> list[str]:
    return [one.sentence for one in found(builder)]


# --- tolls ---------------------------------------------------------------------------------------------------------


def test_one_account_below_all_others() -> None:
    made = Builder()
    low = made.toll("16", 16, 16, "policemen", "police", MINISTRY)
    made.toll("at least 35", 35, None, "troops and police officers", "security")
    made.toll("Dozens", 24, 99, "police", "police", UN, approx=True)
    made.toll("55 or more", 55, None, "policemen", "police", source("The Wire", "media"), MEDICS)
    [one] = found(made)
    assert one.sentence == (
        "The Interior Ministry's 16 policemen killed lies below every other account "
        "(24 to 99, 35 or more, 55 or more); some of these count a wider group (troops and police officers)."
    )
    assert one.severity is Severity.CONTRADICTION
    assert one.claims[0] == low
    assert set(one.claims) == {"t1", "t2", "t3", "t4"}
    assert (one.kind, one.event) == ("irreducible", "e1")


def test_one_account_above_all_others() -> None:
    made = Builder()
    made.toll("160", 160, 160, "civilians", "civilian", source("a news site", "media"))
    made.toll("dozens of", 24, 99, "civilians", "civilian", UN)
    made.toll("85", 85, 85, "civilians", "civilian", MEDICS)
    assert sentences(made) == ["A news site's 160 civilians killed lies above every other account (24 to 99, 85)."]


def test_two_accounts() -> None:
    made = Builder()
    made.toll("Four", 4, 4, "people", "people", MEDICS)
    made.toll("five", 5, 5, "people", "people", UN)
    assert sentences(made) == ["Hospital staff's 4 people killed lies below the 5 of the United Nations."]


def test_two_sides() -> None:
    made = Builder()
    made.toll("three", 3, 3, "soldiers", "military", source("the army", "military"))
    made.toll("40", 40, 40, "soldiers", "military", REBELS)
    [one] = found(made)
    assert one.kind == "side"
    assert one.sentence == (
        "The army's 3 soldiers killed lies below the 40 of the Northern Front; the two stand on opposite sides."
    )


def test_a_wider_group_with_fewer_victims() -> None:
    made = Builder()
    made.toll("10", 10, 10, "people", "people", MINISTRY)
    made.toll("30", 30, 30, "soldiers", "military", UN)
    assert sentences(made) == [
        "The Interior Ministry's 10 people killed lies below the 30 soldiers of the United Nations."
    ]


def test_a_toll_of_nobody() -> None:
    made = Builder()
    made.toll("No", 0, 0, "civilians", "civilian", source("the army", "military"))
    made.toll("a dozen", 12, 12, "civilians", "civilian", source("residents", "witness", anonymous=True))
    assert sentences(made) == ["The army's 0 civilians killed lies below the 12 of residents."]


def test_killed_lie_within_killed_or_injured() -> None:
    made = Builder()
    made.toll("no", 0, 0, "people", "people", MINISTRY, outcome="killed_or_injured")
    made.toll("six", 6, 6, "people", "people", UN)
    assert sentences(made) == [
        "The Interior Ministry's 0 people killed or injured lies below the 6 killed of the United Nations."
    ]


def test_a_later_count_is_a_remark() -> None:
    made = Builder()
    made.toll("12", 12, 12, "people", "people", MINISTRY, before="Earlier there were ")
    made.toll("19", 19, 19, "people", "people", UN)
    [one] = found(made)
    assert (one.kind, one.severity) == ("time", "remark")
    assert one.sentence.endswith("speak of earlier or later counts.")


def test_two_numbers_of_one_source_in_one_sentence() -> None:
    made = Builder()
    made.toll("Seven", 7, 7, after=" and ")
    made.toll("nine", 9, 9, before="")
    assert found(made) == []
    made = Builder()
    made.toll("Seven", 7, 7, before="It rose from ", after=" to ")
    made.toll("nine", 9, 9, before="")
    [one] = found(made)
    assert (one.kind, one.severity) == ("time", "remark")


def test_one_source_with_two_numbers_is_a_remark() -> None:
    made = Builder()
    made.toll("Seven", 7, 7)
    made.toll("Nine", 9, 9)
    [one] = found(made)
    assert (one.kind, one.severity) == ("scope", "remark")
    assert one.sentence == (
        "The report itself gives 7 people killed and 9 people killed; they may not count the same people."
    )


def test_a_source_is_known_by_its_short_name() -> None:
    made = Builder()
    made.toll("Seven", 7, 7, "people", "people", MINISTRY)
    made.toll("Nine", 9, 9, "people", "people", source("The ministry", "government"))
    assert [one.severity for one in found(made)] == [Severity.REMARK]


def test_vague_words_leave_room() -> None:
    made = Builder()
    made.toll("About 50", 50, 50, "people", "people", MEDICS, approx=True)
    made.toll("53", 53, 53, "people", "people", UN)
    [one] = found(made)
    assert (one.kind, one.severity) == ("vagueness", "remark")
    assert "“About 50”" in one.sentence


def test_more_than_n_does_not_contradict_n() -> None:
    made = Builder()
    made.toll("900", 900, 900, "people", "people", MEDICS)
    made.toll("more than 900", 901, None, "people", "people", UN)
    assert found(made) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Three", 3, 3, "women", "civilian"), ("eight", 8, 8, "children", "civilian")),
        (("Three", 3, 3, "policemen", "police"), ("eight", 8, 8, "people", "people")),
        (("Three", 3, 3, "people", "people"), ("eight", 8, 8, "militants", "armed_group")),
        (("Three", 3, 3, "Danish soldiers", "military"), ("eight", 8, 8, "soldiers", "military")),
        (("Three", 3, 3, "police officers", "police"), ("eight", 8, 8, "security personnel", "security")),
        (("Dozens", 24, 99, "people", "people"), ("55 or more", 55, None, "people", "people")),
        (("A", 1, 1, "soldier", "military"), ("eight", 8, 8, "soldiers", "military")),
    ],
)
def test_what_can_both_hold(
    one: tuple[str, int, int | None, str, str], other: tuple[str, int, int | None, str, str]
) -> None:
    made = Builder()
    made.toll(*one, MINISTRY)
    made.toll(*other, UN)
    assert found(made) == []


@pytest.mark.parametrize(
    "difference",
    [{"outcome": "injured"}, {"additional": True}, {"optional": True}, {"stance": "conditional"}, {"event": None}],
)
def test_what_is_not_compared(difference: dict[str, object]) -> None:
    made = Builder()
    made.toll("Three", 3, 3, "people", "people", MINISTRY)
    made.toll("eight", 8, 8, "people", "people", UN, **difference)  # type: ignore[arg-type]  # one field of several
    assert found(made) == []


def test_two_events_are_not_compared() -> None:
    made = Builder()
    made.events.append(Event(id="e2", type=EventType.BATTLE, main=False))
    made.toll("Three", 3, 3, "people", "people", MINISTRY)
    made.toll("eight", 8, 8, "people", "people", UN, event="e2")
    assert found(made) == []


def test_a_denied_toll() -> None:
    made = Builder()
    no = made.toll("12", 12, 12, "civilians", "civilian", source("the army", "military"), stance="denied")
    yes = made.toll("12", 12, 12, "civilians", "civilian", source("residents", "witness"))
    [one] = found(made)
    assert one.sentence == "12 civilians killed is denied by the army and said by residents."
    assert (one.severity, one.claims) == (Severity.CONTRADICTION, (no, yes))


def test_a_denial_that_nobody_speaks_against() -> None:
    made = Builder()
    made.toll("12", 12, 12, "civilians", "civilian", source("the army", "military"), stance="denied")
    assert found(made) == []


def test_copies_of_one_source() -> None:
    made = Builder()
    made.toll("12", 12, 12, "people", "people", source("Wire One", "media"), MINISTRY)
    made.toll("twelve", 12, 12, "people", "people", source("Wire Two", "media"), MINISTRY)
    [one] = found(made)
    assert (one.kind, one.severity) == ("copy", "remark")
    assert one.sentence == (
        "The 12 killed of Wire One and of Wire Two both come from the Interior Ministry: one origin, not two."
    )


def test_unnamed_officials_may_be_different_people() -> None:
    made = Builder()
    unnamed = source("officials", "government", anonymous=True)
    made.toll("12", 12, 12, "people", "people", source("Wire One", "media"), unnamed)
    made.toll("twelve", 12, 12, "people", "people", source("Wire Two", "media"), unnamed)
    assert found(made) == []


# --- breakdowns ----------------------------------------------------------------------------------------------------


def parts(whole: tuple[int, int | None, str], *of: tuple[int, str, str]) -> Builder:
    made = Builder()
    low, high, group = whole
    name = made.toll("So many", low, high, group, "police")
    for count, text, category in of:
        made.toll(str(count), count, count, text, category, part_of=name)
    return made


def test_a_small_shortfall_is_a_remark() -> None:
    made = parts((55, None, "policemen"), (20, "officers", "police"), (34, "conscripts", "police"))
    [one] = found(made)
    assert one.sentence == "20 officers and 34 conscripts make 54 of 55 or more policemen killed."
    assert (one.kind, one.severity) == ("breakdown", "remark")


def test_parts_that_exceed_their_whole() -> None:
    made = parts((50, 50, "policemen"), (20, "officers", "police"), (34, "conscripts", "police"))
    [one] = found(made)
    assert one.sentence == "20 officers and 34 conscripts make 54, more than 50 policemen killed."
    assert one.severity is Severity.CONTRADICTION


def test_parts_that_may_overlap() -> None:
    made = parts((50, 50, "people"), (30, "women", "civilian"), (34, "students", "civilian"))
    [one] = found(made)
    assert one.severity is Severity.REMARK
    assert one.sentence.endswith("they may overlap.")


def test_one_part_larger_than_its_whole() -> None:
    made = parts((5, 5, "people"), (7, "children", "civilian"))
    [one] = found(made)
    assert one.sentence == "7 children can't be among 5 people killed."
    assert one.severity is Severity.CONTRADICTION


@pytest.mark.parametrize(
    "of",
    [
        ((3, "children", "civilian"),),
        ((3, "children", "civilian"), (10, "women", "civilian")),
        ((20, "officers", "police"), (35, "conscripts", "police")),
    ],
)
def test_parts_that_fit(of: tuple[tuple[int, str, str], ...]) -> None:
    assert found(parts((55, None, "policemen"), *of)) == []


def test_parts_of_an_aggregate() -> None:
    made = Builder()
    whole = made.toll("Five", 5, 5, event=None)
    made.toll("seven", 7, 7, "children", "civilian", part_of=whole, event=None)
    [one] = found(made)
    assert one.event is None


# --- responsibility ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "sentence", "severity"),
    [
        (
            [("claimed", "the Northern Front"), ("none_claimed", None)],
            "Nobody is said to have claimed it, and the Northern Front is.",
            "contradiction",
        ),
        (
            [("claimed", "the Northern Front"), ("claimed", "Black Banner")],
            "Both the Northern Front and Black Banner claim it.",
            "contradiction",
        ),
        (
            [("denied", "the Northern Front"), ("suspected", "the Front", MINISTRY)],
            "The Northern Front, blamed for it by the Interior Ministry, denies it.",
            "contradiction",
        ),
        (
            [("attributed", "the army", REBELS), ("attributed", "the Northern Front", MINISTRY)],
            (
                "Who did it is told in two ways: the army (according to the Northern Front), or the Northern Front "
                "(according to the Interior Ministry)."
            ),
            "contradiction",
        ),
        (
            [("claimed", "Black Banner"), ("suspected", "the Northern Front", MINISTRY)],
            (
                "Who did it is told in two ways: Black Banner (its own claim), or the Northern Front (according to the "
                "Interior Ministry)."
            ),
            "remark",
        ),
        (
            [("attributed", "Black Banner"), ("doubted", "Black Banner", UN)],
            "That Black Banner did it is doubted by the United Nations.",
            "remark",
        ),
    ],
)
def test_who_did_it(claims: list[tuple[object, ...]], sentence: str, severity: str) -> None:
    made = Builder()
    for claim in claims:
        made.blame(*claim)  # type: ignore[arg-type]  # mode, actor, sources
    [one] = found(made)
    assert (one.sentence, one.kind, one.severity) == (sentence, "responsibility", severity)
    assert one.claims == ("r1", "r2")


@pytest.mark.parametrize(
    "claims",
    [
        [("claimed", "the Northern Front"), ("attributed", "the Front", MINISTRY)],
        [("claimed", "the Northern Army Front"), ("attributed", "NAF", MINISTRY)],
        [("suspected", "the Northern Front"), ("none_claimed", None)],
        [("suspected", "a driver", MINISTRY), ("suspected", "a guard", MINISTRY)],
        [("doubted", "Black Banner", UN), ("denied", "Black Banner")],
    ],
)
def test_who_did_it_without_contradiction(claims: list[tuple[object, ...]]) -> None:
    made = Builder()
    for claim in claims:
        made.blame(*claim)  # type: ignore[arg-type]  # mode, actor, sources
    assert found(made) == []


def test_two_sides_of_a_clash_each_did_their_part() -> None:
    made = Builder()
    fighters = tuple(
        Actor(text=text, side="clash", category=category)
        for text, category in (("the army", "state_forces"), ("the Northern Front", "rebel_group"))
    )
    made.events = [Event(id="e1", type=EventType.BATTLE, main=True, actors=fighters)]
    made.blame("claimed", "the army")
    made.blame("claimed", "the Northern Front")
    assert found(made) == []


def test_a_registry_of_names_may_be_given() -> None:
    made = Builder()
    made.blame("claimed", "Black Banner")
    made.blame("claimed", "the Movement of the Plain")
    assert len(disagreements(made.build())) == 1
    assert disagreements(made.build(), same_actor=lambda *_: True) == ()


# --- any input -----------------------------------------------------------------------------------------------------


def test_a_report_of_very_many_claims_is_bounded() -> None:
    made = Builder()
    for number in range(400):
        made.toll(str(number), number, number, "people", "people", source(f"Speaker {chr(65 + number % 26)}{number}"))
    assert 0 < len(found(made)) < 400


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(0, 60) | st.none(),
            st.text(max_size=12),
            st.sampled_from(["police", "people", "civilian", "security", "armed_group"]),
            st.sampled_from(["", "the mayor", "the mayor of Zell", "hospital staff", "’s", "<b>"]),
            st.sampled_from(list(Outcome)),
            st.sampled_from(["asserted", "denied", "doubted"]),
            st.sampled_from([None, "t1", "t2", "nowhere"]),
        ),
        max_size=8,
    )
)
def test_any_claims_give_sentences_about_known_claims(
    claims: list[tuple[int, int | None, str, str, str, Outcome, str, str | None]],
) -> None:
    made = Builder()
    for low, more, group, category, by, outcome, stance, part_of in claims:
        chain = (source(by),) if by else ()
        high = None if more is None else low + more
        made.toll(str(low), low, high, group, category, *chain, outcome=outcome, stance=stance, part_of=part_of)
    for one in found(made):
        assert set(one.claims) <= {toll.id for toll in made.tolls}
        assert len(one.claims) > 1
        assert one.sentence.endswith(".")
        assert "\n" not in one.sentence

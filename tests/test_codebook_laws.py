"""Laws that hold for every codebook, on generated events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.codebooks import Codebook, figures, load, names
from variorum.codebooks.evidence import is_word
from variorum.models import (
    Account,
    Actor,
    Event,
    EventType,
    Figure,
    Group,
    GroupCategory,
    LinkedEvent,
    Mode,
    Outcome,
    Report,
    Responsibility,
    Source,
    SourceKind,
    Stance,
    Toll,
    When,
)
from variorum.values import CountRange, DateRange, Span

EXAMPLES = 10_000 if settings().max_examples > 100 else 40
"""With the profile `long` ten thousand events a codebook."""

FIRST = date(2020, 3, 2)
TEXT = ("It was told that so many were struck there and so many here and that was all. " * 12).strip()

WORDS = {
    CountRange(24, 99, True): "dozens",
    CountRange(3, 9, True): "several",
    CountRange(2, None, True): "many",
    CountRange(0, 6, True): "few, if any",
    CountRange(200, 999, True): "hundreds",
}
SOURCES = (
    (),
    (Source(text="the Interior Ministry", kind=SourceKind.GOVERNMENT),),
    (
        Source(text="the Wire", kind=SourceKind.MEDIA),
        Source(text="officials", kind=SourceKind.SECURITY, anonymous=True),
    ),
    (Source(text="the Front", kind=SourceKind.ARMED_GROUP),),
    (Source(text="doctors", kind=SourceKind.MEDICAL, anonymous=True),),
    (Source(text="local media", kind=SourceKind.MEDIA, anonymous=True),),
)
GROUPS = {
    GroupCategory.PEOPLE: "people",
    GroupCategory.CIVILIAN: "women",
    GroupCategory.POLICE: "policemen",
    GroupCategory.MILITARY: "soldiers",
    GroupCategory.SECURITY: "security forces",
    GroupCategory.OFFICIAL: "officials",
    GroupCategory.ARMED_GROUP: "militants",
}
ACTORS = (
    Actor(text="the army", side="attacked", category="state_forces"),
    Actor(text="the Front", side="attacker", category="rebel_group"),
    Actor(text="gunmen", side="attacker", category="unidentified"),
    Actor(text="villagers", side="attacked", category="civilians"),
)


@cache
def books() -> tuple[Codebook, ...]:
    return tuple(load(name) for name in (*names(), "house"))


# --- events --------------------------------------------------------------------------------------------------------

numbers = st.integers(0, 60)
counts = st.one_of(
    numbers.map(CountRange.exactly),
    numbers.map(lambda n: CountRange(n, None)),
    numbers.map(lambda n: CountRange(None, n)),
    st.tuples(numbers, st.integers(0, 20)).map(lambda pair: CountRange(pair[0], pair[0] + pair[1])),
    numbers.map(lambda n: CountRange(n, n, True)),
    st.sampled_from(list(WORDS)),
)
drafts = st.tuples(
    counts,
    st.sampled_from(list(GROUPS)),
    st.sampled_from(SOURCES),
    st.sampled_from([Outcome.KILLED, Outcome.KILLED, Outcome.KILLED, Outcome.INJURED]),
    st.sampled_from([Stance.ASSERTED] * 6 + [Stance.DENIED, Stance.DOUBTED, Stance.CONDITIONAL]),
    st.integers(0, 9),  # of which toll of the account it is a part; most are of none
    st.sampled_from(["", "", "", "additional", "optional"]),
    st.sampled_from([None, None, None, "the army", "the Front", "villagers"]),
    st.sampled_from([None, None, 0.6, 0.95]),
)
said = st.tuples(st.sampled_from(list(Mode)), st.sampled_from(["the Front", "the army", "a cell of the North"]))
outlines = st.tuples(
    st.lists(drafts, max_size=6),
    st.lists(said, max_size=2),
    st.integers(0, 3),
    st.sampled_from(["Wire", "Post", None]),
    st.sampled_from(list(EventType)),
    st.sampled_from([None, "armed_clash", "suicide_bomb", "air_drone_strike"]),
    st.sets(st.sampled_from(ACTORS), max_size=3),
)


def account_of(number: int, outline: Any) -> Account:
    tolls, claims, day, publisher, kind, sub_type, actors = outline
    name = f"account-{number}"
    made: list[Toll] = []
    for place, draft in enumerate(tolls):
        made.append(_toll(f"{name}-t{place}", name, place, draft, made))
    return Account(
        id=name,
        report_id=f"report-{number}",
        report=Report(id=name, text=TEXT, publisher=publisher, published=FIRST + timedelta(day)),
        event=Event(
            id=name,
            type=kind,
            main=True,
            sub_type=sub_type,
            actors=tuple(sorted(actors, key=lambda actor: str(actor.text))),
            when=When(days=DateRange.day(FIRST)),
        ),
        tolls=tuple(made),
        responsibility=tuple(
            Responsibility(
                id=f"{name}-r{place}",
                event=name,
                actor=None if mode is Mode.NONE_CLAIMED else actor,
                mode=mode,
                quote="said",
                span=Span(0, 4),
            )
            for place, (mode, actor) in enumerate(claims)
        ),
    )


def _toll(name: str, event: str, place: int, draft: Any, before: list[Toll]) -> Toll:
    count, category, sources, outcome, stance, part, kind, victim, confidence = draft
    wholes = [toll for toll in before if toll.part_of is None and toll.outcome is outcome]
    return Toll(
        id=name,
        event=event,
        outcome=outcome,
        count=CountRange.exactly(1) if kind == "optional" else count,
        group=Group(text=GROUPS[category], category=category),
        quote=WORDS.get(count, str(count.low or count.high)),
        span=Span(20 + 30 * place, 24 + 30 * place),
        sources=sources,
        stance=stance,
        additional=kind == "additional",
        optional=kind == "optional",
        part_of=wholes[part].id if part < len(wholes) else None,
        victim_actor=victim,
        confidence=confidence,
    )


events = st.lists(outlines, min_size=1, max_size=3).map(
    lambda drawn: LinkedEvent(id="event", accounts=tuple(account_of(n, each) for n, each in enumerate(drawn)))
)


# --- what the laws say ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """An event, the codebook, its figures, and what was drawn for the law to use."""

    event: LinkedEvent
    book: Codebook
    found: dict[str, Figure]
    pick: int
    category: GroupCategory


def figures_of(event: LinkedEvent, book: Codebook) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(event, book)}


def told(found: dict[str, Figure]) -> dict[str, tuple[object, str]]:
    return {name: (figure.value, figure.reason) for name, figure in found.items()}


def values(found: dict[str, Figure], but: Iterable[str] = ()) -> dict[str, object]:
    return {name: figure.value for name, figure in found.items() if name not in but}


HIGHS = {
    "ucdp": ("high",),
    "ibc": ("max_deaths", "max_injuries"),
    "airwars": ("civilians_killed_max", "civilians_injured_max", "militants_killed_max"),
    "house": ("killed_high", "injured_high"),
}
LADDERS = {
    "ucdp": (("low", "best", "high"),),
    "ibc": (("min_deaths", "max_deaths"), ("min_injuries", "max_injuries")),
    "airwars": (
        ("civilians_killed_min", "civilians_killed_max"),
        ("civilians_injured_min", "civilians_injured_max"),
        ("militants_killed_min", "militants_killed_max"),
    ),
    "house": (("killed_low", "killed", "killed_high"), ("injured_low", "injured", "injured_high")),
    "gtd": (("nkillter", "nkill"), ("nwoundte", "nwound")),
}
OF_OTHER_GROUPS = {  # figures that a claim of another group must not touch
    GroupCategory.CIVILIAN: {"deaths_a", "deaths_b", "nkillter", "militants_killed_max"},
    GroupCategory.ARMED_GROUP: {"deaths_a", "deaths_civilians", "min_deaths", "max_deaths", "civilians_killed_max"},
    GroupCategory.POLICE: {"deaths_b", "deaths_civilians", "nkillter", "militants_killed_min", "militants_killed_max"},
}
OF_THE_INJURED = {"nwound", "nwoundte", "min_injuries", "max_injuries", "inclusion", "notes"}


def adding(event: LinkedEvent, place: int, toll: Toll) -> LinkedEvent:
    accounts = list(event.accounts)
    account = accounts[place % len(accounts)]
    accounts[place % len(accounts)] = replace(account, tolls=(*account.tolls, toll))
    return replace(event, accounts=tuple(accounts))


def breaks_down_a_word(event: LinkedEvent) -> bool:
    """Whether parts are told of a count in words ("dozens, among them three women")."""
    words = {toll.id for _, toll in event.tolls if is_word(toll.count)}
    return any(toll.part_of in words for _, toll in event.tolls)


def a_toll(case: Case, count: CountRange, category: GroupCategory, outcome: Outcome = Outcome.KILLED) -> Toll:
    account = case.event.accounts[case.pick % len(case.event.accounts)]
    return Toll(
        id="added",
        event=account.event.id,
        outcome=outcome,
        count=count,
        group=Group(text=GROUPS[category], category=category),
        quote=WORDS.get(count, str(count.low)),
        span=Span(400, 404),
        sources=SOURCES[case.pick % len(SOURCES)],
    )


def order_does_not_matter(case: Case) -> None:
    turned = [replace(account, tolls=account.tolls[::-1]) for account in case.event.accounts[::-1]]
    shift = case.pick % len(turned)
    other = replace(case.event, accounts=tuple(turned[shift:] + turned[:shift]))
    assert told(figures_of(other, case.book)) == told(case.found)


def a_copy_changes_nothing(case: Case) -> None:
    tolls = [(account, toll) for account, toll in case.event.tolls if toll.part_of is None]
    if not tolls:
        return
    account, toll = tolls[case.pick % len(tolls)]
    published = account.report.published
    assert published is not None
    copy = replace(
        account,
        id="copied",
        report_id="reprint",
        report=replace(account.report, publisher="Herald", published=published + timedelta(case.pick % 3)),
        event=replace(account.event, id="copied"),
        tolls=(replace(toll, id="copy", event="copied"),),
        responsibility=(),
    )
    event = replace(case.event, accounts=(*case.event.accounts, copy), origins={"copy": toll.id})
    assert values(figures_of(event, case.book)) == values(case.found)


def a_higher_claim_never_lowers_a_high(case: Case) -> None:
    highs = [case.found[name].value for name in HIGHS.get(case.book.name, ())]
    most = max(
        [0, *(high for high in highs if isinstance(high, int)), *(t.count.high or 0 for _, t in case.event.tolls)]
    )
    event = adding(case.event, case.pick, a_toll(case, CountRange.exactly(most + 1 + case.pick), case.category))
    after = figures_of(event, case.book)
    for name in HIGHS.get(case.book.name, ()):
        before, now = case.found[name].value, after[name].value
        assert not isinstance(before, int) or (isinstance(now, int) and now >= before), name


def other_events_and_groups_change_nothing(case: Case) -> None:
    elsewhere = replace(a_toll(case, CountRange.exactly(99), case.category), event="elsewhere")
    assert told(figures_of(adding(case.event, case.pick, elsewhere), case.book)) == told(case.found)
    injured = a_toll(case, CountRange.exactly(99), case.category, Outcome.INJURED)
    after = figures_of(adding(case.event, case.pick, injured), case.book)
    touched = {name for name in after if name in OF_THE_INJURED or "injured" in name}
    assert values(after, touched) == values(case.found, touched)
    if untouched := OF_OTHER_GROUPS.get(case.category):
        after = figures_of(
            adding(case.event, case.pick, a_toll(case, CountRange.exactly(33), case.category)), case.book
        )
        if case.found.keys() & {"deaths_a"} and case.found["best"].value is None:
            return
        if breaks_down_a_word(case.event):
            return  # "dozens" gives way to any number, and with it goes what its parts tell of who they were
        for name in untouched & case.found.keys():
            assert after[name].value == case.found[name].value, name


def low_best_and_high_stand_in_order(case: Case) -> None:
    for ladder in LADDERS.get(case.book.name, ()):
        found = [value for name in ladder if isinstance(value := case.found[name].value, int)]
        assert found == sorted(found), ladder


def best_is_the_sum_of_its_groups(case: Case) -> None:
    if case.book.name == "ucdp" and isinstance(case.found["best"].value, int):
        groups = [case.found[f"deaths_{side}"].value for side in ("a", "b", "civilians", "unknown")]
        assert all(isinstance(group, int) and group >= 0 for group in groups)
        assert sum(group for group in groups if isinstance(group, int)) == case.found["best"].value


def claims_that_are_named_exist(case: Case) -> None:
    known = {claim.id for account in case.event.accounts for claim in account.claims}
    accounts = {account.id for account in case.event.accounts}
    for figure in case.found.values():
        assert figure.steps
        for step in figure.steps:
            assert set(step.claims) <= known
            assert set(step.accounts) <= accounts
            assert step.mark


def without_its_claims_a_figure_is_another(case: Case) -> None:
    naming = [figure for figure in case.found.values() if any(step.claims for step in figure.steps)]
    for figure in naming[case.pick % 5 :: 5]:
        after = without_its_claims(case, figure)
        if after is None or (after.value, after.reason) != (figure.value, figure.reason):
            continue
        # A blank says that no number stands: without its claims it may be as blank, for others, which it then names.
        assert figure.value is None, figure.name
        assert any(step.claims for step in after.steps), figure.name


def without_its_claims(case: Case, figure: Figure) -> Figure | None:
    """What becomes of a figure where all claims that its derivation names are taken out of the event."""
    gone = {claim for step in figure.steps for claim in step.claims}
    accounts = tuple(
        replace(
            account,
            tolls=tuple(toll for toll in account.tolls if toll.id not in gone),
            responsibility=tuple(claim for claim in account.responsibility if claim.id not in gone),
        )
        for account in case.event.accounts
    )
    return figures_of(replace(case.event, accounts=accounts), case.book).get(figure.name)


def number_words_never_raise_a_high(case: Case) -> None:
    word = list(WORDS)[case.pick % len(WORDS)]
    strict = case.book.having(number_words="never")
    before = figures_of(case.event, strict)
    after = figures_of(adding(case.event, case.pick, a_toll(case, word, case.category)), strict)
    for name in HIGHS.get(case.book.name, ()):
        before_, now = before[name].value, after[name].value
        assert not isinstance(now, int) or now <= int(before_ or 0), name


def rephrasing_changes_nothing(case: Case) -> None:
    accounts = tuple(
        replace(
            account,
            tolls=tuple(replace(toll, quote="so many") if toll.count.low != 1 else toll for toll in account.tolls),
        )
        for account in case.event.accounts
    )
    after = figures_of(replace(case.event, accounts=accounts), case.book)
    assert values(after, {"notes"}) == values(case.found, {"notes"})


LAWS = (
    order_does_not_matter,
    a_copy_changes_nothing,
    a_higher_claim_never_lowers_a_high,
    other_events_and_groups_change_nothing,
    low_best_and_high_stand_in_order,
    best_is_the_sum_of_its_groups,
    claims_that_are_named_exist,
    without_its_claims_a_figure_is_another,
    number_words_never_raise_a_high,
    rephrasing_changes_nothing,
)


@pytest.mark.parametrize("book", [*names(), "house"])
@settings(max_examples=EXAMPLES)
@given(event=events, pick=st.integers(0, 11), category=st.sampled_from(list(GROUPS)))
def test_the_laws_hold(book: str, event: LinkedEvent, pick: int, category: GroupCategory) -> None:
    codebook = load(book)
    case = Case(event, codebook, figures_of(event, codebook), pick, category)
    for law in LAWS:
        law(case)


def test_a_blank_without_its_claims_may_be_as_blank_for_others() -> None:
    """A part tells that its whole counts both sides; without it the whole counts the fighters alone, in a word."""
    front = ACTORS[1]
    whole = (
        CountRange(24, 99, True),
        GroupCategory.PEOPLE,
        (),
        Outcome.KILLED,
        Stance.ASSERTED,
        9,
        "",
        front.text,
        None,
    )
    part = (CountRange(3, 9, True), GroupCategory.ARMED_GROUP, (), Outcome.KILLED, Stance.ASSERTED, 0, "", None, None)
    account = account_of(0, ([whole, part], [], 0, "Wire", EventType.BATTLE, None, {front}))
    event = LinkedEvent(id="event", accounts=(account,))
    book = load("gtd")
    case = Case(event, book, figures_of(event, book), 0, GroupCategory.PEOPLE)
    blank = case.found["nkillter"]
    after = without_its_claims(case, blank)
    assert after is not None
    assert blank.value is after.value is None
    assert blank.reason == after.reason
    named = [{claim for step in figure.steps for claim in step.claims} for figure in (blank, after)]
    assert named == [{account.tolls[1].id}, {account.tolls[0].id}]

"""Ids by content: the same report gives the same ids whatever its file is called, another report others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from variorum import read
from variorum.identity import accounts, aggregates, content_id, report_id
from variorum.models import Report

TEXT = (
    "At least 20 people, including three children, were killed when a bomb exploded at a market in Kunduz on Monday, "
    "the governor said. A month earlier a blast in Herat had killed five people. Hundreds have been killed in such "
    "attacks this year."
)


def test_the_same_content_has_the_same_ids_and_another_has_others() -> None:
    first = read(TEXT, published=date(2021, 3, 2), id="one")
    second = read(TEXT, published=date(2021, 3, 2), id="two")
    other = read(TEXT.replace("20", "22"), published=date(2021, 3, 2), id="one")
    assert [a.id for a in accounts(first)] == [a.id for a in accounts(second)]
    assert not {a.id for a in accounts(first)} & {a.id for a in accounts(other)}
    assert len({claim.id for account in accounts(first) for claim in account.claims}) == sum(
        len(account.claims) for account in accounts(first)
    )


def test_parts_and_events_are_named_by_the_new_ids() -> None:
    extraction = read(TEXT, published=date(2021, 3, 2))
    account = accounts(extraction)[0]
    part = next(toll for toll in account.tolls if toll.part_of is not None)
    assert part.part_of in {toll.id for toll in account.tolls}
    assert {toll.event for toll in account.tolls} == {account.id} == {account.event.id}
    assert all(toll.event is None for toll in aggregates(extraction))


def test_ids_of_lists_that_join_to_the_same_words_differ() -> None:
    assert content_id("x", ["ab", "c"]) != content_id("x", ["a", "bc"])
    report = Report(id="x", text="a", publisher="b")
    assert report_id(report) == report_id(replace(report, id="y")) != report_id(replace(report, text="ab"))

"""Claims from what another reader only pointed at: the words give the number, or there is no claim."""

from __future__ import annotations

from datetime import date

import pytest

from variorum.claims.readers import ONE_READER
from variorum.models import GroupCategory, Mode, Outcome, Report, SourceKind, Stance
from variorum.pipeline import Reader
from variorum.proposals import Proposal, ProposedResponsibility, ProposedSource, ProposedToll
from variorum.values import CountRange, Span

TEXT = (
    "Gunmen stormed a bus station in Kaduna on Friday. The governor told Channels TV that the raid cost two dozen "
    "traders their lives. Its leader fell, too. Hundreds of residents fled. The Red Moon Front said it was behind the "
    "raid."
)
REPORT = Report(id="kaduna", text=TEXT, published=date(2022, 5, 7))


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def toll(words: str, **more: object) -> ProposedToll:
    given: dict[str, object] = {
        "span": span(words),
        "outcome": Outcome.KILLED,
        "group": None,
        "category": GroupCategory.PEOPLE,
        "sources": (),
        "stance": Stance.ASSERTED,
        "incident": "i1",
    }
    return ProposedToll(**(given | more))  # type: ignore[arg-type]  # the test's own words


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_the_number_is_read_from_the_words_and_the_kinds_from_the_lexicons(reader: Reader) -> None:
    governor = ProposedSource(span=span("The governor"), kind=SourceKind.OTHER, anonymous=False)
    channels = ProposedSource(span=span("Channels TV"), kind=SourceKind.OTHER, anonymous=False)
    proposed = toll(
        "two dozen traders", group=span("traders"), category=GroupCategory.POLICE, sources=(channels, governor)
    )
    found = reader.read_proposed(REPORT, Proposal(by="model x", tolls=(proposed,)))
    (read,) = found.tolls
    assert (read.quote, read.count) == ("two dozen", CountRange.exactly(24))
    assert read.group.category is GroupCategory.CIVILIAN
    assert [source.kind for source in read.sources] == [SourceKind.MEDIA, SourceKind.GOVERNMENT]
    assert found.warnings == ("“two dozen traders”: model x counts police, the words civilian",)


@pytest.mark.parametrize("words", ["bus station", "Kaduna", "their lives"])
def test_words_without_a_number_of_people_are_refused(reader: Reader, words: str) -> None:
    found = reader.read_proposed(REPORT, Proposal(by="model x", tolls=(toll(words),)))
    assert not found.tolls
    assert found.warnings == (f"refused “{words}”: no number of people stands in these words",)


def test_one_person_named_by_a_noun_counts_one(reader: Reader) -> None:
    found = reader.read_proposed(REPORT, Proposal(by="model x", tolls=(toll("Its leader"),)))
    assert [t.count for t in found.tolls] == [CountRange.exactly(1)]


def test_incidents_are_the_proposers_and_an_aggregate_belongs_to_none(reader: Reader) -> None:
    tolls = (toll("two dozen"), toll("Hundreds", outcome=Outcome.DISPLACED, incident=None))
    claimed = ProposedResponsibility(
        span=span("said it was behind"), actor=span("The Red Moon Front"), mode=Mode.CLAIMED, sources=(), incident="i1"
    )
    found = reader.read_proposed(REPORT, Proposal(by="model x", tolls=tolls, responsibility=(claimed,)))
    assert [t.event for t in found.tolls] == ["e1", None]
    assert [(r.actor, r.mode, r.event) for r in found.responsibility] == [("The Red Moon Front", Mode.CLAIMED, "e1")]
    assert found.events[0].place is not None
    assert found.events[0].place.text == "bus station in Kaduna"


def test_with_both_readers_each_toll_says_who_found_it(reader: Reader) -> None:
    tolls = (toll("two dozen"), toll("Its leader"))
    found = reader.read_proposed(REPORT, Proposal(by="model x", tolls=tolls), beside_rules=True)
    by = {t.quote: t.readers for t in found.tolls}
    assert by["Its leader"] == ("model x",)
    assert by["Hundreds"] == ("small",)
    assert "model x" in by["two dozen"]
    assert all(t.confidence is not None and t.confidence <= ONE_READER for t in found.tolls if len(t.readers) == 1)

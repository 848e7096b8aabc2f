"""Texts that no newsroom would write: each must be answered, in bounded time, with words that stand where it says."""

from __future__ import annotations

import json
import random
import time
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotate.casing import recase
from variorum.models import Extraction, Report, Responsibility, Statement, Toll
from variorum.pipeline import Reader

PIECES = (
    "At least 12 people were killed",
    " and 30 wounded",
    ", the Interior Ministry said on Friday.",
    " No group claimed responsibility",
    "\n\n",
    " including three children",
    " “We counted 40 dead,” a doctor told Reuters",
    " 1,000,000,000,000",
    " two dozen dozen hundred thousand million",
    " near Kandahar, Afghanistan",
    ' ""“”((((',
    " said said said police",
    " - - - -- — –",
    " \u202e\u200b\ufeff\x00",
    " AT LEAST FIVE SOLDIERS DIED YESTERDAY IN SAN SALVADOR",
    " ın İstanbul ẞ",
    " between 5 and",
    " 30 February 2020 to",
    "<script>alert(1)</script>",
    " of them of them of them",
    " killed killed killed",
    " 👩‍👩‍👧 hurt",
    " last last week ago",
)

SECONDS_A_WORD = 0.02
"""Far above what a word takes (a third of a millisecond), and far below what a runaway pattern takes."""


def check(reading: Extraction) -> None:
    """Every claim stands in the words that it quotes, and refers to what there is."""
    text = reading.report.text
    events = {e.id for e in reading.events}
    tolls = {t.id for t in reading.tolls}
    claims: list[Toll | Responsibility | Statement] = [*reading.tolls, *reading.responsibility, *reading.place_claims]
    for claim in claims + list(reading.date_claims):
        assert text[claim.span.start : claim.span.end] == claim.quote
        assert claim.event is None or claim.event in events
        for source in claim.sources:
            assert source.span is None or source.span.end <= len(text)
    for toll in reading.tolls:
        assert toll.part_of is None or toll.part_of in tolls
        assert toll.part_of != toll.id


def read(reader: Reader, text: str, published: date | None = date(2020, 3, 1)) -> Extraction:
    start = time.process_time()
    reading = reader.read(Report(id="hostile", text=text, published=published))
    assert time.process_time() - start < 2 + SECONDS_A_WORD * (len(text) / 4)
    check(reading)
    return reading


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_spliced_sentences(reader: Reader, text: str) -> None:
    read(reader, text)


@given(st.text(st.sampled_from("ABẞß İıŉﬁS,.\n"), max_size=60))
def test_small_letters_stand_where_the_capitals_stood(text: str) -> None:
    assert len(recase(text)) == len(text)


@given(st.text(max_size=300))
def test_any_text(reader: Reader, text: str) -> None:
    read(reader, text, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "killed",
        "12",
        "12 killed",
        "no",
        "(((((" * 500,
        "killed 5 " * 400,
        "a" * 20_000,
        "1" * 20_000,
        ". " * 5_000,
        "said " * 2_000,
        "At least " * 1_500 + "5 dead",
        "of " * 3_000,
        "“" * 3_000,
        "Kabul, " * 1_500,
        "5 killed, 6 injured; " * 300,
        "dozens of " * 1_000 + "people were killed",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_repetition_takes_no_more_than_its_length(reader: Reader, text: str) -> None:
    read(reader, text)


def test_gold_texts_cut_spliced_and_garbled(reader: Reader, bench_data: Path) -> None:
    """Real reports with words dropped and swapped, mixed with one another, their cases and full stops lost."""
    chance = random.Random(7)  # noqa: S311  (the same texts every time, no secret)
    files = sorted((bench_data / "gold" / "train").glob("*.json"))
    texts = [json.loads(f.read_text("utf-8"))["document"]["text"][:1500] for f in chance.sample(files, 12)]
    for text in texts:
        words = text.split(" ")
        other = chance.choice(texts).split(" ")
        chance.shuffle(other)
        read(reader, " ".join(w for w in words if chance.random() > 0.15))
        read(reader, " ".join(chain.from_iterable(zip(words, other, strict=False)))[:3000])
        read(reader, text.replace(".", "").replace(",", "").replace("\n", " ").upper())

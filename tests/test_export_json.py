"""The public JSON: valid by its schema, lossless, and refusing what is no extraction."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.errors import FormatError
from variorum.interchange import dumps, from_json, schema, to_json, to_line
from variorum.models import (
    Actor,
    Event,
    EventType,
    Extraction,
    Group,
    GroupCategory,
    Mode,
    Outcome,
    Place,
    Report,
    Responsibility,
    Source,
    SourceKind,
    Stance,
    Statement,
    Toll,
    When,
)
from variorum.values import CountRange, DateRange, Span

VALIDATOR = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


@st.composite
def counts(draw: st.DrawFn) -> CountRange:
    low, high = sorted(draw(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7))))
    return CountRange(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), draw(st.booleans()))


def sources(text: str) -> st.SearchStrategy[Source]:
    return st.builds(
        Source,
        text=st.text(max_size=20),
        kind=st.sampled_from(SourceKind),
        anonymous=st.booleans(),
        span=st.none() | spans(text),
        reason=st.none() | st.text(max_size=20),
    )


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction at all whose claims quote the text of their spans."""
    text = draw(st.text(max_size=60))
    days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
    events = draw(st.lists(events_of(text), max_size=3, unique_by=lambda event: event.id))
    ids = st.none() | st.sampled_from([event.id for event in events]) if events else st.none()
    chains = st.lists(sources(text), max_size=3).map(tuple)

    def quoted() -> tuple[Span, str]:
        span = draw(spans(text))
        return span, span.of(text)

    tolls = []
    for number in range(draw(st.integers(0, 3))):
        span, quote = quoted()
        tolls.append(
            Toll(
                id=f"t{number}",
                event=draw(ids),
                outcome=draw(st.sampled_from(Outcome)),
                count=draw(counts()),
                group=Group(
                    text=draw(st.text(max_size=9)),
                    category=draw(st.sampled_from(GroupCategory)),
                    span=draw(st.none() | spans(text)),
                ),
                quote=quote,
                span=span,
                sources=draw(chains),
                stance=draw(st.sampled_from(Stance)),
                additional=draw(st.booleans()),
                part_of=draw(st.sampled_from([None, "t0"])),
                optional=draw(st.booleans()),
                confidence=draw(st.none() | st.floats(0, 1)),
                made_by=draw(st.none() | st.text(max_size=9)),
            )
        )
    said = []
    for number in range(draw(st.integers(0, 2))):
        span, quote = quoted()
        said.append(
            Responsibility(
                id=f"r{number}",
                event=draw(ids),
                actor=draw(st.none() | st.text(max_size=9)),
                mode=draw(st.sampled_from(Mode)),
                quote=quote,
                span=span,
                sources=draw(chains),
                optional=draw(st.booleans()),
            )
        )
    span, quote = quoted()
    statement = Statement(id="s1", event=draw(ids), quote=quote, span=span, sources=draw(chains))
    return Extraction(
        report=Report(
            id=draw(st.text(max_size=9)),
            text=text,
            title=draw(st.none() | st.text(max_size=9)),
            publisher=draw(st.none() | st.text(max_size=9)),
            published=draw(st.none() | days),
            url=draw(st.none() | st.text(max_size=9)),
        ),
        events=tuple(events),
        tolls=tuple(tolls),
        responsibility=tuple(said),
        place_claims=(statement,),
        date_claims=draw(st.sampled_from([(), (statement,)])),
        comparisons=draw(st.sampled_from([(), (statement,)])),
        warnings=draw(st.lists(st.text(max_size=9), max_size=2).map(tuple)),
    )


@st.composite
def events_of(draw: st.DrawFn, text: str) -> Event:
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    place = st.builds(
        Place,
        text=st.text(max_size=9),
        span=st.none() | spans(text),
        country=st.none() | st.sampled_from(["EG", "NG"]),
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
        geonames_id=st.none() | st.integers(1, 10**7),
        precision=st.none() | st.text(max_size=5),
        locality=st.none() | st.text(max_size=5),
        admin1=st.none() | st.text(max_size=5),
        where_prec=st.none() | st.integers(1, 7),
        geo_precision=st.none() | st.integers(1, 3),
    )
    actor = st.builds(
        Actor,
        text=st.text(max_size=9),
        side=st.sampled_from(["attacker", "attacked", "clash"]),
        category=st.sampled_from(["rebel_group", "civilians"]),
        span=st.none() | spans(text),
    )
    return Event(
        id=draw(st.sampled_from(["e1", "e2", "e3", "e4"])),
        type=draw(st.sampled_from(EventType)),
        main=draw(st.booleans()),
        label=draw(st.text(max_size=9)),
        when=draw(
            st.none()
            | st.builds(
                When,
                days=st.just(DateRange(first, last)),
                span=st.none() | spans(text),
                date_prec=st.none() | st.integers(1, 5),
            )
        ),
        place=draw(st.none() | place),
        actors=draw(st.lists(actor, max_size=2).map(tuple)),
        sub_type=draw(st.sampled_from([None, "attack", "armed_clash"])),
        weapons=draw(st.sampled_from([(), ("firearms", "drone")])),
        targets=draw(st.sampled_from([(), ("police",)])),
        confidence=draw(st.none() | st.floats(0, 1)),
    )


@settings(max_examples=50)
@given(extractions())
def test_any_extraction_is_valid_and_comes_back_the_same(extraction: Extraction) -> None:
    written = to_json(extraction)
    VALIDATOR.validate(written)
    assert from_json(json.loads(to_line(extraction).encode())) == extraction


@settings(max_examples=50)
@given(extractions())
def test_a_line_is_one_line(extraction: Extraction) -> None:
    assert len(to_line(extraction).split("\n")) == 1


def sample() -> Extraction:
    return Extraction(
        report=Report(id="a", text="Two guards died, the mayor said.", published=date(2020, 3, 4)),
        events=(Event(id="e1", type=EventType.BATTLE, main=True),),
        tolls=(
            Toll(
                id="t1",
                event="e1",
                outcome=Outcome.KILLED,
                count=CountRange.exactly(2),
                group=Group(text="guards", category=GroupCategory.SECURITY, span=Span(4, 10)),
                quote="Two",
                span=Span(0, 3),
                sources=(Source(text="the mayor", kind=SourceKind.GOVERNMENT, span=Span(17, 26)),),
            ),
        ),
    )


def test_the_json_of_a_small_report() -> None:
    assert to_json(sample()) == {
        "document": {
            "id": "a",
            "text": "Two guards died, the mayor said.",
            "title": None,
            "publisher": None,
            "published": "2020-03-04",
            "url": None,
        },
        "events": [
            {
                "id": "e1",
                "label": "",
                "main": True,
                "type": "battle",
                "date": None,
                "place": None,
                "actors": [],
                "sub_type": None,
                "weapons": [],
                "targets": [],
            }
        ],
        "tolls": [
            {
                "id": "t1",
                "event": "e1",
                "scope": "event",
                "outcome": "killed",
                "low": 2,
                "high": 2,
                "approx": False,
                "additional": False,
                "group": {"text": "guards", "span": [4, 10], "category": "security"},
                "quote": "Two",
                "span": [0, 3],
                "sources": [
                    {
                        "text": "the mayor",
                        "span": [17, 26],
                        "kind": "government",
                        "anonymous": False,
                        "reason": None,
                    }
                ],
                "stance": "asserted",
                "part_of": None,
                "optional": False,
            }
        ],
        "responsibility": [],
        "place_claims": [],
        "date_claims": [],
        "comparisons": [],
    }


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("tolls", 0, "quote"), "Three", "'Three'"),
        (("tolls", 0, "span"), [0, 900], "900"),
        (("tolls", 0, "span"), [9, 3], "9 to 3"),
        (("tolls", 0, "outcome"), "eaten", "'eaten'"),
        (("tolls", 0, "low"), -1, "-1"),
        (("tolls", 0, "sources", 0, "kind"), "gossip", "'gossip'"),
        (("document", "published"), "4 March", "4 March"),
        (("document", "text"), 7, "7"),
        (("document",), None, "'document'"),
        (("tolls", 0, "group"), {}, "'text'"),
        (("tolls",), [3], "a: "),
        (("tolls",), 3, "a: "),
    ],
)
def test_what_is_no_extraction_is_refused_by_name(path: tuple[str | int, ...], value: object, said: str) -> None:
    written = to_json(sample())
    inner = written
    for step in path[:-1]:
        inner = inner[step]  # type: ignore[index]  # the path mixes keys and places on purpose
    inner[path[-1]] = value  # type: ignore[index]
    with pytest.raises(FormatError) as caught:
        from_json(written)
    assert said in str(caught.value)


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3)))
def test_any_value_in_any_field_is_read_or_refused(value: object) -> None:
    for field in ("document", "events", "tolls", "responsibility", "warnings"):
        written = to_json(sample()) | {field: value}
        try:
            from_json(written)
        except FormatError:
            continue
    for field in to_json(sample())["tolls"][0]:
        written = to_json(sample())
        written["tolls"][0][field] = value
        try:
            from_json(written)
        except FormatError:
            continue


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert json.loads(dumps(["\ud800 é"]).encode()) == ["\ud800 é"]


@pytest.mark.gold
def test_the_schema_is_the_benchmarks_with_fields_added(bench_data: Path) -> None:
    theirs = json.loads((bench_data / "extraction.schema.json").read_text(encoding="utf-8"))
    assert_holds(theirs, schema())
    jsonschema.Draft202012Validator(theirs).validate(to_json(sample()))


@pytest.mark.gold
def test_what_annotators_wrote_comes_through_unchanged(bench_data: Path) -> None:
    for path in sorted((bench_data / "gold" / "train").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        written = to_json(from_json(gold))
        VALIDATOR.validate(written)
        for part in ("events", "tolls", "responsibility"):
            for theirs, ours in zip(gold[part], written[part], strict=True):
                assert_holds(theirs, ours)


def assert_holds(theirs: object, ours: object) -> None:
    if isinstance(theirs, dict):
        assert isinstance(ours, dict)
        for key, value in theirs.items():
            assert_holds(value, ours[key])
    elif isinstance(theirs, list):
        assert isinstance(ours, list)
        for left, right in zip(theirs, ours, strict=True):
            assert_holds(left, right)
    else:
        assert theirs == ours

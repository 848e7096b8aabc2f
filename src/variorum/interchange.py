"""One read report as JSON and back: the public contract, `data/extraction.schema.json` (the annotation guide's, with
fields added).

Keys stand in the order of the schema. A field that may be null is always there; one that may not be null (a span, a
latitude, a confidence) is left out where it is unknown. `from_json(to_json(x)) == x` for every extraction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from variorum.errors import FormatError
from variorum.models import (
    Actor,
    Affiliation,
    Chain,
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

Json = dict[str, Any]
_Claim = TypeVar("_Claim")


@cache
def schema() -> Json:
    """The JSON Schema (draft 2020-12) that every output of `to_json` satisfies."""
    found: Json = json.loads(files("variorum.data").joinpath("extraction.schema.json").read_text(encoding="utf-8"))
    return found


def to_json(extraction: Extraction) -> Json:
    """The extraction as plain dicts, lists and values; `affiliations` and `warnings` only where there are any."""
    out: Json = {
        "document": _report_out(extraction.report),
        "events": [_event_out(event) for event in extraction.events],
        "tolls": [_toll_out(toll) for toll in extraction.tolls],
        "responsibility": [_responsibility_out(claim) for claim in extraction.responsibility],
        "place_claims": [_statement_out(claim) for claim in extraction.place_claims],
        "date_claims": [_statement_out(claim) for claim in extraction.date_claims],
        "comparisons": [_statement_out(claim) for claim in extraction.comparisons],
    }
    if extraction.affiliations:
        out["affiliations"] = [_affiliation_out(claim) for claim in extraction.affiliations]
    if extraction.warnings:
        out["warnings"] = list(extraction.warnings)
    return out


def to_line(extraction: Extraction) -> str:
    """The extraction as one line of JSON, without the line's end.

    A half of a surrogate pair, which JSON can carry and UTF-8 can't, is written as its escape.
    """
    return dumps(to_json(extraction))


_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text that UTF-8 can always carry, with other scripts readable as they are."""
    if indent is None:
        text = _ON_ONE_LINE.encode(value)
    else:
        text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return text if text.isascii() or _encodes(text) else json.dumps(value, indent=indent, allow_nan=False)


def from_json(value: Mapping[str, Any]) -> Extraction:
    """The extraction that `to_json` wrote, or that an annotator wrote by the same schema.

    Unknown fields are passed over. Claims without an id get one of their place in the list. Raises FormatError, with
    the field and its value, where a field is missing or of another type, or a quote is not the text of its span.
    """
    document = _member(value, "document", dict, "report")
    name = str(document.get("id") or "report")
    try:
        report = _report_in(document)
        extraction = Extraction(
            report=report,
            events=_each(value, "events", "e", _event_in),
            tolls=_each(value, "tolls", "t", _toll_in),
            responsibility=_each(value, "responsibility", "r", _responsibility_in),
            place_claims=_each(value, "place_claims", "p", _statement_in),
            date_claims=_each(value, "date_claims", "d", _statement_in),
            comparisons=_each(value, "comparisons", "c", _statement_in),
            affiliations=_each(value, "affiliations", "a", _affiliation_in),
            warnings=tuple(str(warning) for warning in _member(value, "warnings", list, name, default=[])),
        )
    except KeyError as error:
        raise FormatError(name, f"the field {error} is missing") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise FormatError(name, str(error)) from None
    _check_quotes(extraction)
    return extraction


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- out -----------------------------------------------------------------------------------------------------------


def _report_out(report: Report) -> Json:
    return {
        "id": report.id,
        "text": report.text,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published and report.published.isoformat(),
        "url": report.url,
    }


def _known(**fields: Any) -> Json:
    """The fields that are known: None is left out."""
    return {name: value for name, value in fields.items() if value is not None}


def _span_out(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _event_out(event: Event) -> Json:
    return {
        "id": event.id,
        "label": event.label,
        "main": event.main,
        "type": event.type.value,
        "date": event.when and _when_out(event.when),
        "place": event.place and _place_out(event.place),
        "actors": [_actor_out(actor) for actor in event.actors],
        "sub_type": event.sub_type,
        "weapons": list(event.weapons),
        "targets": list(event.targets),
        **_known(confidence=event.confidence),
    }


def _when_out(when: When) -> Json:
    days = {"start": when.days.start.isoformat(), "end": when.days.end.isoformat()}
    return days | _known(span=_span_out(when.span), date_prec=when.date_prec)


def _place_out(place: Place) -> Json:
    return {
        "text": place.text,
        **_known(span=_span_out(place.span)),
        "country": place.country,
        **_known(lat=place.lat, lon=place.lon, geonames_id=place.geonames_id, precision=place.precision),
        "locality": place.locality,
        "admin1": place.admin1,
        **_known(
            where_prec=place.where_prec,
            geo_precision=place.geo_precision,
            admin2=place.admin2,
            gw=place.gw,
            prio_grid=place.prio_grid,
            from_km=place.from_km,
            to_km=place.to_km,
        ),
    }


def _actor_out(actor: Actor) -> Json:
    return {
        "text": actor.text,
        **_known(span=_span_out(actor.span)),
        "side": actor.side,
        "category": actor.category,
        **_known(entry=actor.entry, name=actor.name, alternatives=list(actor.alternatives) or None),
    }


def _toll_out(toll: Toll) -> Json:
    return {
        "id": toll.id,
        "event": toll.event,
        "scope": toll.scope,
        "outcome": toll.outcome.value,
        "low": toll.count.low,
        "high": toll.count.high,
        "approx": toll.count.approx,
        "additional": toll.additional,
        "group": {
            "text": toll.group.text,
            **_known(span=_span_out(toll.group.span)),
            "category": toll.group.category.value,
        },
        "quote": toll.quote,
        "span": _span_out(toll.span),
        "sources": _chain_out(toll.sources),
        "stance": toll.stance.value,
        "part_of": toll.part_of,
        "optional": toll.optional,
        **_known(
            confidence=toll.confidence,
            made_by=toll.made_by,
            readers=list(toll.readers) or None,
            source_actor=toll.source_actor,
            victim_actor=toll.victim_actor,
        ),
    }


def _responsibility_out(claim: Responsibility) -> Json:
    return {
        "id": claim.id,
        "event": claim.event,
        "actor": claim.actor,
        "mode": claim.mode.value,
        "quote": claim.quote,
        "span": _span_out(claim.span),
        "sources": _chain_out(claim.sources),
        "optional": claim.optional,
        **_known(confidence=claim.confidence, made_by=claim.made_by),
    }


def _statement_out(claim: Statement) -> Json:
    return {
        "id": claim.id,
        "event": claim.event,
        "quote": claim.quote,
        "span": _span_out(claim.span),
        "sources": _chain_out(claim.sources),
        **_known(
            place=claim.place and _place_out(claim.place),
            date=claim.days and _when_out(When(days=claim.days)),
            direct=claim.direct or None,
        ),
    }


def _affiliation_out(claim: Affiliation) -> Json:
    return {
        "id": claim.id,
        "actor": claim.actor,
        "whole": claim.whole,
        "tie": claim.tie,
        "quote": claim.quote,
        "span": _span_out(claim.span),
        "sources": _chain_out(claim.sources),
        "stance": claim.stance.value,
        **_known(actor_entry=claim.actor_entry, whole_entry=claim.whole_entry),
    }


def _chain_out(chain: Chain) -> list[Json]:
    return [
        {
            "text": source.text,
            **_known(span=_span_out(source.span)),
            "kind": source.kind.value,
            "anonymous": source.anonymous,
            "reason": source.reason,
        }
        for source in chain
    ]


# --- in ------------------------------------------------------------------------------------------------------------

_REQUIRED: Any = object()


def _member(value: Mapping[str, Any], field: str, kind: type, name: str, default: Any = _REQUIRED) -> Any:
    """One of the outermost fields; FormatError where it is missing or not of its kind."""
    if not isinstance(value, Mapping):
        raise FormatError(name, f"an extraction is a JSON object, not {type(value).__name__}")
    found = value.get(field, default)
    if found is _REQUIRED:
        raise FormatError(name, f"the field {field!r} is missing")
    if not isinstance(found, kind):
        raise FormatError(name, f"the field {field!r} must be a {kind.__name__}, not {found!r:.60}")
    return found


def _each(value: Mapping[str, Any], field: str, letter: str, read: Callable[[Json, str], _Claim]) -> tuple[_Claim, ...]:
    """The claims of one list. One without an id gets the letter and its place in the list."""
    return tuple(read(item, f"{letter}{number}") for number, item in enumerate(value.get(field) or [], start=1))


def _text(value: Json, field: str) -> str:
    found = value[field]
    if not isinstance(found, str):
        raise TypeError(f"the field {field!r} must be a string, not {found!r:.60}")
    return found


def _text_or_none(value: Json, field: str) -> str | None:
    return None if value.get(field) is None else _text(value, field)


def _day(value: Json, field: str) -> date | None:
    written = _text_or_none(value, field)
    return None if written is None else date.fromisoformat(written)


def _span_in(value: Json) -> Span | None:
    written = value.get("span")
    return None if written is None else Span(*written)


def _report_in(value: Json) -> Report:
    return Report(
        id=_text(value, "id"),
        text=_text(value, "text"),
        title=_text_or_none(value, "title"),
        publisher=_text_or_none(value, "publisher"),
        published=_day(value, "published"),
        url=_text_or_none(value, "url"),
    )


def _event_in(value: Json, number: str) -> Event:
    when, place = value.get("date"), value.get("place")
    return Event(
        id=value.get("id", number),
        type=EventType(value["type"]),
        main=bool(value["main"]),
        label=_text_or_none(value, "label") or "",
        when=when and _when_in(when),
        place=place and _place_in(place),
        actors=tuple(_actor_in(actor) for actor in value.get("actors") or []),
        sub_type=_text_or_none(value, "sub_type"),
        weapons=tuple(value.get("weapons") or []),
        targets=tuple(value.get("targets") or []),
        confidence=value.get("confidence"),
    )


def _when_in(value: Json) -> When:
    days = DateRange(date.fromisoformat(_text(value, "start")), date.fromisoformat(_text(value, "end")))
    return When(days=days, span=_span_in(value), date_prec=value.get("date_prec"))


def _place_in(value: Json) -> Place:
    return Place(
        text=_text(value, "text"),
        span=_span_in(value),
        country=_text_or_none(value, "country"),
        lat=value.get("lat"),
        lon=value.get("lon"),
        geonames_id=value.get("geonames_id"),
        precision=_text_or_none(value, "precision"),
        locality=_text_or_none(value, "locality"),
        admin1=_text_or_none(value, "admin1"),
        where_prec=value.get("where_prec"),
        geo_precision=value.get("geo_precision"),
        admin2=_text_or_none(value, "admin2"),
        gw=value.get("gw"),
        prio_grid=value.get("prio_grid"),
        from_km=value.get("from_km"),
        to_km=value.get("to_km"),
    )


def _actor_in(value: Json) -> Actor:
    return Actor(
        text=_text(value, "text"),
        side=_text(value, "side"),
        category=_text(value, "category"),
        span=_span_in(value),
        entry=_text_or_none(value, "entry"),
        name=_text_or_none(value, "name"),
        alternatives=tuple(value.get("alternatives") or []),
    )


def _toll_in(value: Json, number: str) -> Toll:
    group = value["group"]
    return Toll(
        id=value.get("id", number),
        event=_text_or_none(value, "event"),
        outcome=Outcome(value["outcome"]),
        count=CountRange(value["low"], value["high"], bool(value["approx"])),
        group=Group(
            text=_text(group, "text"),
            category=GroupCategory(group["category"]),
            span=_span_in(group),
        ),
        quote=_text(value, "quote"),
        span=Span(*value["span"]),
        sources=_chain_in(value),
        stance=Stance(value["stance"]),
        additional=bool(value.get("additional", False)),
        part_of=_text_or_none(value, "part_of"),
        optional=bool(value.get("optional", False)),
        confidence=value.get("confidence"),
        made_by=_text_or_none(value, "made_by"),
        readers=tuple(value.get("readers", ())),
        source_actor=_text_or_none(value, "source_actor"),
        victim_actor=_text_or_none(value, "victim_actor"),
    )


def _responsibility_in(value: Json, number: str) -> Responsibility:
    return Responsibility(
        id=value.get("id", number),
        event=_text_or_none(value, "event"),
        actor=_text_or_none(value, "actor"),
        mode=Mode(value["mode"]),
        quote=_text(value, "quote"),
        span=Span(*value["span"]),
        sources=_chain_in(value),
        optional=bool(value.get("optional", False)),
        confidence=value.get("confidence"),
        made_by=_text_or_none(value, "made_by"),
    )


def _statement_in(value: Json, number: str) -> Statement:
    when, place = value.get("date"), value.get("place")
    return Statement(
        id=value.get("id", number),
        event=_text_or_none(value, "event"),
        quote=_text(value, "quote"),
        span=Span(*value["span"]),
        sources=_chain_in(value),
        place=place and _place_in(place),
        days=when and _when_in(when).days,
        direct=bool(value.get("direct", False)),
    )


def _affiliation_in(value: Json, number: str) -> Affiliation:
    return Affiliation(
        id=value.get("id", number),
        actor=_text(value, "actor"),
        whole=_text(value, "whole"),
        tie=_text(value, "tie"),
        quote=_text(value, "quote"),
        span=Span(*value["span"]),
        sources=_chain_in(value),
        stance=Stance(value["stance"]),
        actor_entry=_text_or_none(value, "actor_entry"),
        whole_entry=_text_or_none(value, "whole_entry"),
    )


def _chain_in(value: Json) -> Chain:
    return tuple(
        Source(
            text=_text(source, "text"),
            kind=SourceKind(source["kind"]),
            anonymous=bool(source["anonymous"]),
            span=_span_in(source),
            reason=_text_or_none(source, "reason"),
        )
        for source in value.get("sources") or []
    )


def _check_quotes(extraction: Extraction) -> None:
    """A claim whose words are not in its span does not exist: such a file is refused."""
    report = extraction.report
    claims: tuple[Toll | Responsibility | Statement | Affiliation, ...] = (
        *extraction.affiliations,
        *extraction.tolls,
        *extraction.responsibility,
        *extraction.place_claims,
        *extraction.date_claims,
        *extraction.comparisons,
    )
    for claim in claims:
        found = claim.span.of(report.text)
        if found != claim.quote:
            where = f"{claim.span.start} to {claim.span.end}"
            raise FormatError(report.id, f"{claim.id} quotes {claim.quote!r:.60}, its span {where} holds {found!r:.60}")

"""The vocabulary: what a report says, as frozen data.

Field names and values are those of the public JSON (`Extraction.to_json`), which the annotation guide defines.
Everything that was read carries its `span` in `Report.text`, and `report.text[span] == quote` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from variorum.values import CountRange, DateRange, Span


class Outcome(StrEnum):
    """What happened to the people that a toll counts."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"
    KILLED_OR_INJURED = "killed_or_injured"


class GroupCategory(StrEnum):
    """Whom a toll counts."""

    CIVILIAN = "civilian"
    OFFICIAL = "official"
    POLICE = "police"
    MILITARY = "military"
    SECURITY = "security"
    ARMED_GROUP = "armed_group"
    PEOPLE = "people"


class SourceKind(StrEnum):
    """What sort of person, body or outlet a source is."""

    MEDIA = "media"
    GOVERNMENT = "government"
    MILITARY = "military"
    POLICE = "police"
    SECURITY = "security"
    MEDICAL = "medical"
    ARMED_GROUP = "armed_group"
    WITNESS = "witness"
    NGO = "ngo"
    INTERNATIONAL = "international"
    ANALYST = "analyst"
    OTHER = "other"


class Stance(StrEnum):
    """How the report stands to a claim."""

    ASSERTED = "asserted"
    DENIED = "denied"
    DOUBTED = "doubted"
    CONDITIONAL = "conditional"


class Mode(StrEnum):
    """In which way a statement ties an actor to an event."""

    CLAIMED = "claimed"
    DENIED = "denied"
    ATTRIBUTED = "attributed"
    SUSPECTED = "suspected"
    NONE_CLAIMED = "none_claimed"
    DOUBTED = "doubted"


class EventType(StrEnum):
    """ACLED's event types, and `other` for what is no political violence."""

    BATTLE = "battle"
    EXPLOSION = "explosion_remote_violence"
    CIVILIANS = "violence_against_civilians"
    RIOT = "riot"
    PROTEST = "protest"
    STRATEGIC = "strategic_development"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One news text as published. `text` is never changed after it was read: spans count in it."""

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who said something, as the report names it. A chain is a tuple of sources, outermost first."""

    text: str
    kind: SourceKind
    anonymous: bool = False
    span: Span | None = None
    reason: str | None = None


Chain = tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people whom a toll counts: the noun phrase as written ("" where there is no noun), and its category."""

    text: str
    category: GroupCategory
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A claim that a count of people of a group had an outcome. `event` is None for an aggregate over many events."""

    id: str
    event: str | None
    outcome: Outcome
    count: CountRange
    group: Group
    quote: str
    span: Span
    sources: Chain = ()
    stance: Stance = Stance.ASSERTED
    additional: bool = False
    part_of: str | None = None
    optional: bool = False
    confidence: float | None = None
    made_by: str | None = None

    @property
    def scope(self) -> str:
        return "aggregate" if self.event is None else "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """A claim about who did it. `actor` is None for mode `none_claimed`."""

    id: str
    event: str | None
    actor: str | None
    mode: Mode
    quote: str
    span: Span
    sources: Chain = ()
    optional: bool = False
    confidence: float | None = None
    made_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim of where or when, or a superlative ("the deadliest since"): kept even where two can't both hold.

    place: of a claim of where, what its words were resolved to; days: of a claim of when. direct: whether the words say
    it of the incident itself ("killed on Friday", "the attack, 30 km from Mosul"), not only beside it.
    """

    id: str
    event: str | None
    quote: str
    span: Span
    sources: Chain = ()
    place: Place | None = None
    days: DateRange | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The day or days of an event. `date_prec` is UCDP's code, 1 (a day) to 5 (a year or more)."""

    days: DateRange
    span: Span | None = None
    date_prec: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event was: the words of the text, and what they were resolved to, never finer than the words.

    country: ISO 3166-1 alpha-2, gw: Gleditsch and Ward's number; locality: the town that holds it; admin1, admin2:
    names of the units that hold it; where_prec: UCDP's code 1 to 7; geo_precision: ACLED's 1 to 3; prio_grid: the
    PRIO-GRID cell of its point, where that is known to a town; from_km, to_km: how far from its point it is, at least
    and at most.
    """

    text: str
    span: Span | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: str | None = None
    locality: str | None = None
    admin1: str | None = None
    where_prec: int | None = None
    geo_precision: int | None = None
    admin2: str | None = None
    gw: int | None = None
    prio_grid: int | None = None
    from_km: float | None = None
    to_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One who takes part in an event; `side` is attacker, attacked or clash, `category` after ACLED."""

    text: str
    side: str
    category: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One incident as one report tells it. With its claims it is that report's account of the incident."""

    id: str
    type: EventType
    main: bool
    label: str = ""
    when: When | None = None
    place: Place | None = None
    actors: tuple[Actor, ...] = ()
    sub_type: str | None = None
    weapons: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything one report says about violent incidents."""

    report: Report
    events: tuple[Event, ...] = ()
    tolls: tuple[Toll, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    place_claims: tuple[Statement, ...] = ()
    date_claims: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def tolls_of(self, event: str | None) -> tuple[Toll, ...]:
        """The tolls of one event in text order; of None the aggregates."""
        return tuple(t for t in self.tolls if t.event == event)


class DisagreementKind(StrEnum):
    """Why claims can't all hold."""

    SCOPE = "scope"
    TIME = "time"
    SIDE = "side"
    VAGUENESS = "vagueness"
    COPY = "copy"
    BREAKDOWN = "breakdown"
    PLACE = "place"
    DATE = "date"
    RESPONSIBILITY = "responsibility"
    IRREDUCIBLE = "irreducible"


class Severity(StrEnum):
    """A contradiction can't be true as it stands; a remark is worth a look and may well be true."""

    CONTRADICTION = "contradiction"
    REMARK = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Claims that can't all hold, or that a coder should not take for granted: `claims` are their ids, `sentence`
    says it in plain words. `event` is None among aggregates.
    """

    kind: DisagreementKind
    event: str | None
    claims: tuple[str, ...]
    sentence: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that made a claim what it is: `name` of what was decided ("count", "source"), the `words` of the report
    that decided it with their span ("" and None where none did), and the `reason` in plain words."""

    name: str
    words: str
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a claim or an incident was read as it was. `claim` is its id, `summary` what it says, in a line."""

    claim: str
    summary: str
    steps: tuple[Step, ...]

"""The vocabulary: what a report says, as frozen data.

Field names and values are those of the public JSON (`Extraction.to_json`), which the annotation guide defines.
Everything that was read carries its `span` in `Report.text`, and `report.text[span] == quote` always holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from variorum.values import CountRange, DateRange, Span


class Outcome(StrEnum):
    """What happened to the people that a toll counts."""

    __hash__ = str.__hash__  # Enum's own is written in Python, and these are keys everywhere

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"
    KILLED_OR_INJURED = "killed_or_injured"


class GroupCategory(StrEnum):
    """Whom a toll counts."""

    __hash__ = str.__hash__  # Enum's own is written in Python, and these are keys everywhere

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

    __hash__ = str.__hash__  # Enum's own is written in Python, and these are keys everywhere

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
    """A claim that a count of people of a group had an outcome. `event` is None for an aggregate over many events.

    readers: who found it, where more than one reader went over the report. source_actor, victim_actor: the actor of the
    event (its `text`) on whose side the innermost source stands, and to
    which the group belongs; None where to none of them.
    """

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
    source_actor: str | None = None
    victim_actor: str | None = None
    readers: tuple[str, ...] = ()

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
    """One who takes part in an event; `side` is attacker, attacked or clash, `category` after ACLED.

    entry: id of the registry entry that the name was resolved to, and `name` that entry's name; None where it is
    unknown or no name. alternatives: ids of other entries that the name could mean.
    """

    text: str
    side: str
    category: str
    span: Span | None = None
    entry: str | None = None
    name: str | None = None
    alternatives: tuple[str, ...] = ()


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
class Exchange:
    """What a language model was sent about a report and what it answered, word for word, under which prompt.

    tokens_in, tokens_out: what that took; cached: whether the answer was remembered from an earlier run.
    """

    model: str
    prompt: str
    sent: str
    answered: str
    tokens_in: int = 0
    tokens_out: int = 0
    cached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A claim that one actor belongs to another or stands by it: "the armed wing of". No fact of the registry.

    actor, whole: as written, the part and what it is tied to; tie: what the words say of it ("armed wing of", "linked
    to"); actor_entry, whole_entry: ids of their registry entries, None where not known.
    """

    id: str
    actor: str
    whole: str
    tie: str
    quote: str
    span: Span
    sources: Chain = ()
    stance: Stance = Stance.ASSERTED
    actor_entry: str | None = None
    whole_entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Everything one report says about violent incidents.

    exchanges: what a language model was asked for it; no part of the public JSON.
    """

    report: Report
    events: tuple[Event, ...] = ()
    tolls: tuple[Toll, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    place_claims: tuple[Statement, ...] = ()
    date_claims: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    exchanges: tuple[Exchange, ...] = ()

    def tolls_of(self, event: str | None) -> tuple[Toll, ...]:
        """The tolls of one event in text order; of None the aggregates."""
        return tuple(t for t in self.tolls if t.event == event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that one report says about one event. Ids, its own and those of its claims, are hashes of content
    (`identity`), so that accounts of many reports stand side by side.
    """

    id: str
    report_id: str
    report: Report
    event: Event
    tolls: tuple[Toll, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    place_claims: tuple[Statement, ...] = ()
    date_claims: tuple[Statement, ...] = ()
    comparisons: tuple[Statement, ...] = ()

    @property
    def claims(self) -> tuple[Toll | Responsibility | Statement, ...]:
        return (*self.tolls, *self.responsibility, *self.place_claims, *self.date_claims, *self.comparisons)


class Verdict(StrEnum):
    """Whether two accounts are about the same event."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one comparison of two accounts says: `bits` (log2 of the Bayes factor) above 0 speak for the same event."""

    comparison: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether two accounts are about the same event, by whom (a rule's name and version, or a person), and why.

    score: probability that they are, 0 to 1; None of a person's. weights: empty of a person's.
    """

    first: str
    second: str
    verdict: Verdict
    by: str
    reason: str
    score: float | None = None
    weights: tuple[Weight, ...] = ()


class Act(StrEnum):
    """What a person decides. `undo` takes back the decision that it names."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"
    NOT_AN_EVENT = "not_an_event"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    SPLIT = "split"
    MERGE = "merge"
    COMMENT = "comment"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about claims, accounts or events; the reader's own claim stays beside it.

    targets: ids of what it is about; the accounts of `same`, `different`, `unsure` and `merge`, or a published row
    and an account of the event that it is said to be about, or not; of `split` the accounts
    to take out, while `value` lists those that they are taken from; of `undo` the decision. field: of `correct`, what
    is corrected (value, group, source, stance, event, date, place, type, actors). value: the new value, as in the
    public JSON; of `add` the whole claim. id and at are given by the ledger.
    """

    act: Act
    targets: tuple[str, ...]
    by: str
    reason: str = ""
    field: str | None = None
    value: Any = None
    id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of the program that writes to a ledger: who ran what, with which settings, so that it can be
    replayed. settings: canonical JSON of them; digest: their SHA-256.
    """

    id: str
    at: datetime
    by: str
    command: str
    version: str
    settings: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that could not be read. `name` is what the user called it, `input` the path or address it came from,
    `kind` the name of the error. resolved: when a later run read that input without it; None while it is open.
    """

    id: str
    name: str
    input: str
    kind: str
    reason: str
    run: str
    at: datetime
    resolved: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEvent:
    """An event: the accounts, over all reports, that are judged to be about the same incident.

    origins: claim id to the id of its origin, the independent root of a claim; a claim that is not there is an origin
    of its own. published order: accounts stand by day of publication, then by id.
    """

    id: str
    accounts: tuple[Account, ...]
    origins: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def tolls(self) -> Iterator[tuple[Account, Toll]]:
        return ((account, toll) for account in self.accounts for toll in account.tolls)

    @property
    def responsibility(self) -> Iterator[tuple[Account, Responsibility]]:
        return ((account, claim) for account in self.accounts for claim in account.responsibility)

    def origin(self, claim: str) -> str:
        """The id of the claim's origin: the claim's own where none is known."""
        return self.origins.get(claim, claim)


class DerivationStep(NamedTuple):
    """One step from claims to a figure: the `rule` that was applied, the ids of the claims that went into it, what came
    out (`result`, in plain words or a number), and the `sentence` a person reads. citation: where the rule is written;
    mark: whether that was read, is known from others' descriptions (secondary), is unverified, or is a house choice;
    parameters: the choices that the rule left open and that touched the step, with their values; accounts: ids of the
    accounts whose place, day or actors went in. A named tuple, as figures are: they come by the hundred for each event,
    and take half the time that a frozen dataclass takes.
    """

    rule: str
    claims: tuple[str, ...]
    result: str | int | float | bool | None
    sentence: str
    citation: str = ""
    mark: str = ""
    parameters: tuple[tuple[str, str | int | bool], ...] = ()
    accounts: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number or code of a codebook for an event, with its derivation. `value` is None where the codebook gives none;
    `reason` says in one sentence why the value is what it is.
    """

    codebook: str
    name: str
    value: str | int | float | bool | None
    reason: str
    steps: tuple[DerivationStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNumber:
    """One number of a row that others published: its name, the same as that of the codebook's figure; `outcome` of the
    people it counts, and the codebook's `camp` that they belong to, "" where it counts everybody.
    """

    name: str
    value: int
    outcome: Outcome
    camp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One row of a table that others published: their figures for what they take to be one event.

    dataset: what the table is called here ("ged"); publisher, edition: whose it is, and which release of it; row: its
    id there; codebook: the one whose figures bear the names of `numbers`, "" for none. days: from the first to the last
    on which it can have happened; within_km: how far from (lat, lon) at most, None where there is no such bound. low,
    best, high: the numbers that stand for the row, None where it gives none. actors, sources, notes: as written. raw:
    every column with its text.
    """

    id: str
    dataset: str
    publisher: str
    edition: str
    row: str
    codebook: str = ""
    days: DateRange
    country: str | None = None
    place: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    within_km: float | None = None
    actors: tuple[str, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    numbers: tuple[PublishedNumber, ...] = ()
    sources: str = ""
    notes: str = ""
    raw: tuple[tuple[str, str], ...] = ()


class Fit(StrEnum):
    """Whether a published row is about an event of the ledger."""

    SAME = "same"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which event a published row is about. event: None where no event is near it; else the likeliest, whatever the
    `fit`. score: how probable it is that they are the same, 0 to 1; weights: what each comparison says; reason: these
    in a sentence.
    """

    row: str
    event: str | None
    fit: Fit
    score: float
    reason: str
    weights: tuple[Weight, ...] = ()


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

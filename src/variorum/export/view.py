"""One report arranged for reading: incidents, their tolls from low to high, responsibility, and what does not add up.

The terminal's table, the Markdown and the page show the same view; only the layout is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from variorum.export import words
from variorum.models import (
    Disagreement,
    Event,
    Extraction,
    GroupCategory,
    Outcome,
    Report,
    Responsibility,
    Toll,
)
from variorum.values import Span

#: Which categories are shown side by side, in this order: police and soldiers are one side's dead.
FAMILIES = (
    ("people", (GroupCategory.PEOPLE,)),
    ("state forces", (GroupCategory.SECURITY, GroupCategory.POLICE, GroupCategory.MILITARY)),
    ("civilians and officials", (GroupCategory.CIVILIAN, GroupCategory.OFFICIAL)),
    ("armed groups", (GroupCategory.ARMED_GROUP,)),
)
_FAMILY = {category: name for name, categories in FAMILIES for category in categories}

#: A group's words are shown with the number's where no more than so many characters lie between.
_NEAR = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One toll as a person reads it. `depth` is 1 for a part, 2 for a part of a part; `as_whole`: said by the same
    chain as the toll that it is a part of; `doubt`: "uncertain" where it may well be read wrongly, else "".
    """

    toll: Toll
    depth: int
    count: str
    quoted: str
    group: str
    paragraph: str
    who: str
    as_whole: bool
    notes: tuple[str, ...]
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The tolls of one outcome and family of groups, from low to high, parts under their whole."""

    outcome: Outcome
    family: str
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        return f"{words.spoken(self.outcome.value)}, {self.family}".capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One statement of who did it; `doubt` as of a row."""

    claim: Responsibility
    text: str
    quoted: str
    paragraph: str
    who: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One event with all that is claimed of it. `facts`: its type, day and place, as far as they are known."""

    number: int
    event: Event
    label: str
    facts: tuple[str, ...]
    actors: str
    blocks: tuple[Block, ...]
    answers: tuple[Answer, ...]
    findings: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All of one report. `aggregates`, `answers` and `findings` are those that belong to no incident; `ties`: what is
    claimed of how actors belong together."""

    report: Report
    heading: str
    byline: str
    incidents: tuple[Incident, ...]
    aggregates: tuple[Block, ...]
    answers: tuple[Answer, ...]
    findings: tuple[Disagreement, ...]
    warnings: tuple[str, ...]
    ties: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.incidents or self.aggregates or self.answers)

    @property
    def all_findings(self) -> tuple[tuple[int | None, Disagreement], ...]:
        """What does not add up, each with its incident's number."""
        of_incidents = tuple((one.number, finding) for one in self.incidents for finding in one.findings)
        return of_incidents + tuple((None, finding) for finding in self.findings)

    @property
    def summary(self) -> str:
        """How much was found: "3 incidents, 18 tolls, 2 statements of responsibility"."""
        tolls = sum(len(block.rows) for block in _blocks(self))
        answers = len(self.answers) + sum(len(one.answers) for one in self.incidents)
        counted = (
            (len(self.incidents), "incident", "incidents"),
            (tolls, "toll", "tolls"),
            (answers, "statement of responsibility", "statements of responsibility"),
        )
        return ", ".join(f"{number} {one if number == 1 else more}" for number, one, more in counted if number)


NOTHING = "No violent incident is reported here."


def view(extraction: Extraction, found: Iterable[Disagreement] = ()) -> View:
    """The extraction, and what does not add up in it, arranged for reading. All text in it is safe to print."""
    report, found = extraction.report, tuple(found)
    paragraphs = words.Paragraphs(report)
    return View(
        report=report,
        heading=words.line(report.title or report.id),
        byline=_byline(report),
        incidents=tuple(
            _incident(number, event, extraction, found, paragraphs)
            for number, event in enumerate(extraction.events, start=1)
        ),
        aggregates=_blocks_of(report, extraction.tolls_of(None), paragraphs),
        answers=_answers(extraction.responsibility, None, paragraphs),
        findings=tuple(one for one in found if one.event is None),
        warnings=tuple(words.line(warning) for warning in extraction.warnings),
        ties=tuple(words.tie(claim) for claim in extraction.affiliations),
    )


def _blocks(shown: View) -> Iterator[Block]:
    for incident in shown.incidents:
        yield from incident.blocks
    yield from shown.aggregates


def _byline(report: Report) -> str:
    day = report.published
    published = day and f"{day.day} {day:%B} {day.year}"
    return ", ".join(words.line(part) for part in (report.publisher, published) if part)


def _incident(
    number: int, event: Event, extraction: Extraction, found: Sequence[Disagreement], paragraphs: words.Paragraphs
) -> Incident:
    return Incident(
        number=number,
        event=event,
        label=words.line(event.label) or _unlabelled(event),
        facts=tuple(_facts(event)),
        actors="; ".join(map(words.actor, event.actors)),
        blocks=_blocks_of(extraction.report, extraction.tolls_of(event.id), paragraphs),
        answers=_answers(extraction.responsibility, event.id, paragraphs),
        findings=tuple(one for one in found if one.event == event.id),
    )


def _unlabelled(event: Event) -> str:
    kind = words.spoken(event.sub_type or event.type.value)
    return f"{kind[:1].upper()}{kind[1:]}" + (f" at {words.line(event.place.text)}" if event.place else "")


def _facts(event: Event) -> Iterator[str]:
    kind = words.spoken(event.type.value)
    yield kind if event.sub_type in (None, "other") else f"{kind} ({words.spoken(event.sub_type or '')})"
    yield words.days(event.when.days) if event.when else "day not given"
    yield _where(event)
    if not event.main:
        yield "background"


def _where(event: Event) -> str:
    place = event.place
    if place is None:
        return "place not given"
    names = dict.fromkeys(words.line(name) for name in (place.text, place.locality, place.admin1) if name)
    return ", ".join(names) + (f" ({words.line(place.country)})" if place.country else "")


def _answers(claims: Iterable[Responsibility], event: str | None, paragraphs: words.Paragraphs) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            claim=claim,
            text=words.answer(claim),
            quoted=words.line(claim.quote),
            paragraph=paragraphs.name(claim.span),
            who=words.chain(claim.sources),
            doubt=words.doubt(claim.confidence),
        )
        for claim in claims
        if claim.event == event
    )


# --- tolls ---------------------------------------------------------------------------------------------------------


def _blocks_of(report: Report, tolls: Sequence[Toll], paragraphs: words.Paragraphs) -> tuple[Block, ...]:
    """The tolls in blocks by outcome and family; a part stands with its whole, whatever its own group is."""
    roots, parts = _tree(tolls)
    by_id = {toll.id: toll for toll in tolls}
    blocks = []
    for outcome in Outcome:
        for family, _ in FAMILIES:
            rows = [
                _row(report, toll, by_id.get(toll.part_of or "") if depth else None, depth, paragraphs)
                for root in sorted(roots, key=_rank)
                if root.outcome is outcome and _FAMILY[root.group.category] == family
                for toll, depth in _with_parts(root, parts)
            ]
            if rows:
                blocks.append(Block(outcome=outcome, family=family, rows=tuple(rows)))
    return tuple(blocks)


def _tree(tolls: Sequence[Toll]) -> tuple[list[Toll], dict[str, list[Toll]]]:
    """The tolls that stand for themselves, and the parts of each. A part whose whole is not here, or that would be
    part of itself, stands for itself.
    """
    by_id = {toll.id: toll for toll in tolls}
    roots: list[Toll] = []
    parts: dict[str, list[Toll]] = {}
    for toll in tolls:
        above, seen = toll.part_of, {toll.id}
        while above in by_id and above not in seen:
            seen.add(above)
            above = by_id[above].part_of
        if toll.part_of in by_id and above not in seen:
            parts.setdefault(by_id[toll.part_of].id, []).append(toll)
        else:
            roots.append(toll)
    return roots, parts


def _with_parts(root: Toll, parts: dict[str, list[Toll]]) -> Iterator[tuple[Toll, int]]:
    """A toll and all below it, each with its depth. A loop, not a recursion: a hostile file may nest thousands."""
    waiting = [(root, 0)]
    while waiting:
        toll, depth = waiting.pop()
        yield toll, depth
        below = sorted(parts.get(toll.id, ()), key=lambda part: part.span.start, reverse=True)
        waiting += [(part, depth + 1) for part in below]


def _rank(toll: Toll) -> tuple[int, float, int]:
    high = toll.count.high
    return toll.count.floor, float("inf") if high is None else high, toll.span.start


def _row(report: Report, toll: Toll, whole: Toll | None, depth: int, paragraphs: words.Paragraphs) -> Row:
    quoted, includes_group = _quoted(report.text, toll, paragraphs)
    group = words.line(toll.group.text)
    return Row(
        toll=toll,
        depth=min(depth, 4),
        count=str(toll.count),
        quoted=words.line(quoted),
        group="" if includes_group else group,
        paragraph=paragraphs.name(toll.span),
        who=words.chain(toll.sources),
        as_whole=whole is not None and whole.sources == toll.sources,
        notes=tuple(_notes(toll)),
        doubt=words.doubt(toll.confidence),
    )


def _notes(toll: Toll) -> Iterator[str]:
    if words.STANCES[toll.stance]:
        yield words.STANCES[toll.stance]
    if toll.additional:
        yield "in addition"
    if toll.source_actor:
        yield words.on_the_side_of(toll.source_actor)


def _quoted(text: str, toll: Toll, paragraphs: words.Paragraphs) -> tuple[str, bool]:
    """The number's words, with the group's where these stand beside them; and whether they do."""
    group = toll.group.span or _after(text, toll)
    if group is None or group.of(text) != toll.group.text:
        return toll.quote, toll.group.text in toll.quote
    both = Span(min(group.start, toll.span.start), max(group.end, toll.span.end))
    near = len(both) - len(group) - len(toll.span) <= _NEAR
    if near and paragraphs.number(group) == paragraphs.number(toll.span):
        return both.of(text), True
    return toll.quote, False


def _after(text: str, toll: Toll) -> Span | None:
    """The group's words just after the number, where an annotator gave them without their place."""
    start = text.find(toll.group.text, toll.span.end, toll.span.end + _NEAR + len(toll.group.text))
    return Span(start, start + len(toll.group.text)) if start >= 0 else None

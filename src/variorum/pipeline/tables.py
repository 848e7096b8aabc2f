"""Events to the rows of a table: coded by a codebook, with the day, place, type and actors that most accounts give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version

from variorum.codebooks import Codebook, figures
from variorum.codebooks.evidence import Evidence
from variorum.export.tables import Record
from variorum.export.tables.methods import Method
from variorum.models import LinkedEvent, Match, Published

Rows = tuple[tuple[Published, Match], ...]


def record(event: LinkedEvent, codebook: Codebook | None = None, published: Rows = ()) -> Record:
    """One event as a row is made of it; with the figures of a codebook, where one is given, and rows of others."""
    evidence = Evidence(event)
    coded = () if codebook is None else figures(evidence, codebook)
    return Record(
        event=event,
        label=evidence.label,
        when=evidence.when[0],
        place=evidence.place[0],
        type=evidence.type,
        sub_type=evidence.sub_type,
        weapons=tuple(sorted(evidence.weapons)),
        targets=evidence.targets,
        actors=evidence.actors,
        codebook="" if codebook is None else codebook.name,
        figures={figure.name: figure for figure in coded},
        published=published,
    )


def records(
    events: Iterable[LinkedEvent], codebook: Codebook | None = None, others: Callable[[str], Rows] | None = None
) -> Iterator[Record]:
    """others: what gives the rows of others that are about an event, by its id."""
    return (record(event, codebook, others(event.id) if others else ()) for event in events)


def method(codebook: Codebook | None, filters: Mapping[str, str], digests: Mapping[str, str]) -> Method:
    """What an export under a codebook says of how it was made. digests: of what the events came from."""
    program = f"Variorum {version('variorum')}"
    if codebook is None:
        return Method(program=program, filters=filters, digests=digests)
    parameters = {
        name: f"{each.value} ({each.about} {each.citation}; {each.mark})" for name, each in codebook.parameters.items()
    }
    return Method(
        program=program,
        codebook=codebook.name,
        edition=f"{codebook.title}, {codebook.edition}; version {codebook.version} here.",
        about=codebook.about,
        filters=filters,
        parameters=parameters,
        rules={use.rule: f"{use.citation} ({use.mark})" for use in codebook.rules},
        digests={**digests, "codebook": codebook.digest},
    )

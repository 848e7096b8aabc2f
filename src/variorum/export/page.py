"""Reports as one page of HTML that needs nothing else: accounts beside the article, every span linked both ways.

The page fetches nothing and runs nothing but its own script: its Content-Security-Policy allows one style and one
script by their hashes. Everything from a report is escaped, and characters that steer direction are replaced.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from variorum.errors import ReportError
from variorum.export import words
from variorum.export.article import Paragraph, marks, paragraphs
from variorum.export.plot import Scale
from variorum.export.view import NOTHING, View, view
from variorum.models import Disagreement, Extraction, Outcome

#: The kinds of span, in the order of the legend.
KINDS = (*(outcome.value for outcome in Outcome), "group", "source", "responsibility", "actor", "place", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One report on the page. `anchors`: of each claim and event by "toll t1", "event e1", "responsibility r1";
    `titles`: what a claim says, by anchor; `scales`: by incident number (0: the aggregates) and outcome.
    """

    key: str
    view: View
    anchors: Mapping[str, str]
    titles: Mapping[str, str]
    scales: Mapping[tuple[int, Outcome], Scale]
    kinds: Sequence[str]
    paragraphs: Sequence[Paragraph]

    def claims(self, finding: Disagreement) -> list[str]:
        """The anchors of a finding's claims."""
        found = (self.anchors.get(f"{kind} {claim}") for claim in finding.claims for kind in ("toll", "responsibility"))
        return [anchor for anchor in found if anchor]


def page(
    reports: Iterable[tuple[Extraction, Sequence[Disagreement]]],
    failures: Iterable[ReportError] = (),
    version: str = "",
) -> str:
    """The whole page: each report with what does not add up in it, and the reports that could not be read.

    Of more than one report there is an index at the top. Equal input gives equal text.
    """
    sections = [section(f"r{number}", *one) for number, one in enumerate(reports, start=1)]
    style, script = _asset("page.css"), _asset("page.js")
    failed = [(words.line(failure.name), words.line(failure.reason)) for failure in failures]
    title = sections[0].view.heading if len(sections) == 1 else f"{len(sections)} reports"
    return _template().render(
        title=title,
        sections=sections,
        failed=failed,
        style=Markup(style),  # noqa: S704  # our own file, nothing of a report in it
        script=Markup(script),  # noqa: S704  # likewise
        policy=_policy(style, script),
        version=version,
        nothing=NOTHING,
    )


def section(key: str, extraction: Extraction, found: Sequence[Disagreement]) -> Section:
    """One report, arranged; `key` opens all its anchors."""
    shown, named = view(extraction, found), anchors(key, extraction)
    spans = marks(extraction, named)
    present = {mark.kind for mark in spans}
    return Section(
        key=key,
        view=shown,
        anchors=named,
        titles=dict(_titles(shown, named)),
        scales=_scales(shown),
        kinds=[kind for kind in KINDS if kind in present],
        paragraphs=paragraphs(extraction, spans),
    )


def anchors(key: str, extraction: Extraction) -> dict[str, str]:
    """The anchors of a section by "toll t1", "event e1" and so on: made of numbers, as an id may hold anything."""
    ids = {
        "toll": [toll.id for toll in extraction.tolls],
        "responsibility": [claim.id for claim in extraction.responsibility],
        "event": [event.id for event in extraction.events],
    }
    return {
        f"{kind} {name}": f"{key}{kind[0]}{number}" for kind in ids for number, name in enumerate(ids[kind], start=1)
    }


def _titles(shown: View, anchors: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    groups = [(one.label, one.blocks, one.answers) for one in shown.incidents]
    for label, blocks, answers in [*groups, ("no single incident", shown.aggregates, shown.answers)]:
        for block in blocks:
            for row in block.rows:
                text = f"{row.count} {words.spoken(block.outcome.value)}, says {row.who}. {label}"
                yield anchors[f"toll {row.toll.id}"], text
        for answer in answers:
            yield anchors[f"responsibility {answer.claim.id}"], f"{answer.text}, says {answer.who}. {label}"
    for incident in shown.incidents:
        yield anchors[f"event {incident.event.id}"], incident.label


def _scales(shown: View) -> dict[tuple[int, Outcome], Scale]:
    """One scale for all tolls of an outcome in an incident, where there are two to compare."""
    groups = [(one.number, one.blocks) for one in shown.incidents]
    out = {}
    for number, blocks in [*groups, (0, shown.aggregates)]:
        for outcome in Outcome:
            counts = [row.toll.count for block in blocks if block.outcome is outcome for row in block.rows]
            if len(counts) > 1:
                out[number, outcome] = Scale.over(counts)
    return out


@cache
def _asset(name: str) -> str:
    return files("variorum.export").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("variorum.export"),
        autoescape=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"safe_text": words.safe, "line": words.line, "spoken": words.spoken, "source": words.source}
    return environment.get_template("page.html")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

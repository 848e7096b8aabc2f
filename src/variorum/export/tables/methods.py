"""The methods of an export, in words: what it was made of, by which rules, and what a casualty recorder must publish.

The checklist is that of the Standards for Casualty Recording (Every Casualty Counts, 2016, version 1.01 of 2020).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_CHECKLIST = (
    ("types of sources", "news reports, as listed by publisher in the table and its reasons"),
    ("collection", "the reports that the ledger's keeper added; the table's filters are named above"),
    (
        "evaluation of sources",
        "each claim keeps its chain of sources with kind and anonymity; the codebook says how they are weighed",
    ),
    ("corroboration", "copies of one origin count once; what does not add up is kept and told"),
    ("quality control", "claims can be accepted, corrected or rejected by named reviewers; each decision is a row"),
    ("definitions", "the data dictionary beside the table"),
    ("inclusion and exclusion", "the codebook's rules, below"),
    ("minimum record", "place, day, source with its document, number killed: columns of the table"),
    ("corrections", "nothing is overwritten; a later export under the same codebook may differ, and its digest does"),
    (
        "protection",
        "names of private persons are in the reports' words; redact them before publishing where they are at risk",
    ),
)


_TRACED = """\
Every number can be traced: the file of reasons beside the table gives for each row its figures step by step, and the
claims they were made of with their words, chains of sources and places in the reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How an export was made. parameters and rules: the codebook's, in their order; filters: what was asked for;
    digests: of the ledger's contents and the codebook."""

    program: str
    codebook: str = ""
    edition: str = ""
    about: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


def methods(name: str, method: Method, rows: int) -> str:
    """Markdown that can go with the table."""
    parts = [
        f"# How this table was made ({name})",
        "",
        f"{rows:,} rows, written by {method.program}.",
        "",
        _TRACED,
        "",
        *_listed("What was asked for", method.filters or {"all events": "no filter"}),
        *_listed("Digests", method.digests),
    ]
    if method.codebook:
        parts += [f"## Codebook {method.codebook}", "", " ".join((method.edition, method.about)).strip(), ""]
        parts += _listed("Choices that the codebook leaves open", method.parameters, level="###")
        parts += _listed("Rules, in the order in which they were applied", method.rules, level="###")
    parts += ["## Standards for Casualty Recording: a checklist", "", "| what must be public | here |", "|---|---|"]
    parts += [f"| {what} | {here} |" for what, here in _CHECKLIST]
    return "\n".join([*parts, ""])


def _listed(title: str, items: Mapping[str, str], level: str = "##") -> list[str]:
    if not items:
        return []
    return [f"{level} {title}", "", *(f"- {name}: {text}" for name, text in items.items()), ""]

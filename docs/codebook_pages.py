"""The pages of the codebooks: each from its TOML file and the docstrings of its rules, and an event under all five."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from variorum.models import LinkedEvent

EXAMPLE = Path(__file__).parent.parent / "examples" / "made-up-strike"
IN_ORDER = ("ucdp", "acled", "gtd", "ibc", "airwars")
MADE = "<!-- Made by `make docs`; do not edit. -->\n"


def pages() -> dict[str, Callable[[], str]]:
    """Each page by its path in the folder of documents."""
    own: dict[str, Callable[[], str]] = {
        f"codebooks/{name}.md": partial(codebook, name) for name in (*IN_ORDER, "house")
    }
    return {"codebooks/README.md": overview, **own}


def codebook(name: str) -> str:
    """What a codebook counts, what it leaves open, its rules in their order, and where each is written."""
    from variorum.codebooks import explanation, load

    book = load(name)
    lines = [f"# {book.title}\n", MADE, f"`{book.name}`, version {book.version}, {book.edition}.\n", book.about + "\n"]
    lines += ["## Who is counted where\n", "| camp | groups of the reports |", "| :-- | :-- |"]
    for camp in book.all_camps:
        groups = ", ".join(category.value for category, of in book.camps.items() if of == camp)
        lines.append(f"| {camp} | {groups} |")
    if book.words:
        lines += ["", "## Number words\n", "| words | count as |", "| :-- | --: |"]
        lines += [f"| {word.word} | {word.value} |" for word in book.words]
    lines += [
        "",
        "## Open choices\n",
        "What the codebook leaves open. Each is printed in every derivation that it touched.\n",
    ]
    lines += [
        "| parameter | value | could be | what it decides | where that stands |",
        "| :-- | :-- | :-- | :-- | :-- |",
    ]
    for each in book.parameters.values():
        others = ", ".join(str(choice) for choice in each.choices if choice != each.value) or "any number"
        lines.append(f"| `{each.name}` | {each.value} | {others} | {each.about} | {each.citation} [{each.mark}] |")
    lines += ["", "## Rules, in their order\n"]
    for number, use in enumerate(book.rules, 1):
        lines += [f"{number}. **{use.rule}** – {explanation(use.rule)}", f"   *{use.citation}* [{use.mark}]"]
    lines += ["", "## Sources\n"]
    lines += [f"- **{ref.key}** {ref.title}" + (f", <{ref.url}>" if ref.url else "") for ref in book.references]
    return "\n".join(lines) + "\n"


def overview() -> str:
    """What codebooks are, and one made-up event on which all five differ."""
    return "\n".join([*_about(), *_worked()]) + "\n"


def _about() -> Iterator[str]:
    yield "# Codebooks\n"
    yield MADE
    yield (
        "The same claims under the rules of different data sets give different numbers. A codebook is a TOML "
        "file: whom it counts where, what it leaves open (parameters), and its rules in their order, each "
        "with where it is written and how that is known: *read* in the codebook, *secondary* (in others' "
        "descriptions), *unverified*, or a *house choice* where the codebook is silent. The rules are "
        "functions that a codebook names. Every figure has its derivation: the steps, each with its rule, its "
        "claims, the open choices that touched it, and a sentence.\n"
    )
    yield "    variorum codebook list"
    yield "    variorum codebook show ucdp"
    yield "    variorum codebook diff ucdp acled"
    yield "    variorum figures EVENT --codebook ucdp --explain"
    yield "    variorum compare EVENT"
    yield "    variorum compare --reports examples/made-up-strike"
    yield "    variorum disagreements EVENT\n"
    yield "| codebook | what it is |"
    yield "| :-- | :-- |"
    from variorum.codebooks import load

    for name in (*IN_ORDER, "house"):
        book = load(name)
        yield f"| [{book.name}]({name}.md) | {book.title}, {book.edition} |"
    yield ""
    yield (
        "One of your own: copy `src/variorum/data/codebooks/house.example.toml`, change it, and name the file where a "
        "codebook's name stands. `variorum codebook check FILE` says what is wrong with it.\n"
    )


def _worked() -> Iterator[str]:
    from variorum.codebooks import compare, load, partings

    event = _event()
    yield "## One event under all five\n"
    yield (
        "Two reports, invented for this page, on an air strike that never was (`examples/made-up-strike`). They say:\n"
    )
    yield "| killed | who says so | published |"
    yield "| :-- | :-- | :-- |"
    for account, toll in event.tolls:
        if toll.outcome.value == "killed":
            said = toll.sources[-1].text if toll.sources else "the report itself"
            yield f"| {toll.count} {toll.group.text} | {said} | {account.report.published} |"
    yield "\n| codebook | figure | value | why |"
    yield "| :-- | :-- | --: | :-- |"
    coded = compare(event, [load(name) for name in IN_ORDER])
    for one in coded:
        for figure in one.headline:
            if figure.name != "nwound":
                yield f"| {one.codebook.name} | {figure.name} | {figure.value} | {figure.reason} |"
        if one.inclusion:
            yield f"| {one.codebook.name} | scope | | {one.inclusion.reason} |"
    yield "\nWhere each two part ways:\n"
    for parting in partings(event, coded):
        first, second = (f"{c.codebook.name} {c.main.value}" for c in (parting.first, parting.second))
        rule = "whom they count" if parting.rule == "camps" else f"`{parting.rule}`"
        yield f"- **{first}, {second}**: {rule}. {parting.sentence}"


def _event() -> LinkedEvent:
    from variorum.intake import reports
    from variorum.models import Extraction
    from variorum.pipeline import read_all
    from variorum.pipeline.given import given_event
    from variorum.settings import Settings

    read_in = read_all(reports([str(EXAMPLE)], settings=Settings()))
    event = given_event(one for one in read_in if isinstance(one, Extraction))
    if event is None:
        raise ValueError(f"{EXAMPLE}: no report tells of an incident")
    return event

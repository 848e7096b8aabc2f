"""`variorum codebook`: the codebooks, what is in them, and what sets two apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.ending import ends_well

if TYPE_CHECKING:
    from variorum.codebooks import Codebook

codebook_app = typer.Typer(
    name="codebook", help="The codebooks: rules that make figures of claims.", no_args_is_help=True
)

_Name = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="ucdp, acled, gtd, ibc, airwars, house, or a TOML file.")
]


@codebook_app.command("list")
def list_() -> None:
    """List the codebooks that come with the program."""
    with ends_well():
        from variorum.codebooks import load, names

        for name in (*names(), "house"):
            book = load(name)
            typer.echo(f"{book.name:9} {book.title}, {book.edition} (version {book.version})")


@codebook_app.command()
def show(name: _Name) -> None:
    """Show a codebook: what it counts, its open choices, its rules in their order, each with where it is written."""
    with ends_well():
        from variorum.codebooks import load

        typer.echo("\n".join(_lines(load(name))))


def _lines(book: Codebook) -> list[str]:
    from variorum.codebooks import explanation

    lines = [f"{book.title} ({book.name}, version {book.version}, {book.edition})", "", book.about, "", "Camps"]
    for camp in book.all_camps:
        groups = ", ".join(category.value for category, of in book.camps.items() if of == camp)
        lines.append(f"  {camp:10} {groups}")
    if book.words:
        lines += ["", "Number words", *(f"  {word.word}: {word.value}" for word in book.words)]
    lines += ["", "Open choices"]
    for each in book.parameters.values():
        lines.append(
            f"  {each.name} = {each.value}" + (f"  (of {', '.join(map(str, each.choices))})" if each.choices else "")
        )
        lines += [f"    {each.about}", f"    [{each.mark}] {each.citation}"]
    lines += ["", "Rules"]
    for number, use in enumerate(book.rules, 1):
        lines += [f"  {number}. {use.rule}", f"    {explanation(use.rule)}", f"    [{use.mark}] {use.citation}"]
    lines += ["", "Sources", *(f"  {ref.key}: {ref.title} {ref.url}".rstrip() for ref in book.references)]
    return lines


@codebook_app.command()
def check(file: Annotated[str, typer.Argument(metavar="FILE", help="A codebook of one's own, a TOML file.")]) -> None:
    """Check a codebook: whether its rules and values are ones that there are. Exit status 1 where they are not."""
    with ends_well():
        from variorum.codebooks import load

        book = load(file)
        contents = f"{len(book.rules)} rules, {len(book.parameters)} open choices"
        typer.echo(f"{book.name}, version {book.version}: {contents}. Nothing is wrong with it.")


@codebook_app.command()
def diff(one: _Name, other: _Name) -> None:
    """Show what sets two codebooks apart: whom they count, their choices, their rules."""
    with ends_well():
        from variorum.codebooks import differences, load

        found = list(differences(load(one), load(other)))
        typer.echo("\n".join(found) if found else "They differ in nothing but their names.")

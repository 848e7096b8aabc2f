"""Write the pages that are made from the code: `make docs`. A test keeps them current."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from typer import Typer

from docs import codebook_pages, published_page, worked_example
from variorum import models, values

FOLDER = Path(__file__).parent
MADE = "<!-- Made by `make docs`; do not edit. -->\n"


def glossary() -> str:
    """One entry for each class of the vocabulary and of its values, in the order of the code."""
    parts = ["# Glossary\n", MADE, "One word for each thing, in the code, the JSON, the pages and these documents.\n"]
    parts += [_entry(of) for of in _classes(models)]
    parts += ["# Values\n", "What the vocabulary is made of: interval types that know no text.\n"]
    parts += [_entry(of) for of in _classes(values)]
    return "\n".join(parts)


def command_line() -> str:
    """What `--help` says, of the program and of each command."""
    from variorum.cli import app

    return "\n".join(["# Command line\n", MADE, _help([]), *map(_help, _commands(app))])


def _commands(app: Typer, group: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Each command by the words that call it; of a group first the group, then its commands."""
    for command in app.registered_commands:
        if command.callback:
            yield [*group, command.name or command.callback.__name__]
    for inner in app.registered_groups:
        if inner.typer_instance is not None:
            name = (*group, str(inner.name or inner.typer_instance.info.name))
            yield list(name)
            yield from _commands(inner.typer_instance, name)


PAGES: dict[str, Callable[[], str]] = {
    "glossary.md": glossary,
    "cli.md": command_line,
    "published.md": published_page.published,
    "example.md": worked_example.page,
    **codebook_pages.pages(),
}


def main() -> None:
    for name, page in PAGES.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(page(), "utf-8")
        print(FOLDER / name)


# --- the glossary --------------------------------------------------------------------------------------------------


def _classes(module: Any) -> list[type]:
    own = [of for of in vars(module).values() if inspect.isclass(of) and of.__module__ == module.__name__]
    return sorted(own, key=lambda of: inspect.getsourcelines(of)[1])


def _entry(of: type) -> str:
    lines = [f"## {of.__name__}\n", _text(of)]
    if issubclass(of, Enum):
        lines.append(", ".join(f"`{member.value}`" for member in of) + "\n")
    elif fields := _fields(of):
        lines += _table(("field", "type"), ((f"`{name}`", f"`{kind}`".replace("|", "\\|")) for name, kind in fields))
    return "\n".join(lines)


def _fields(of: type) -> list[tuple[str, Any]]:
    """The fields of a dataclass or a named tuple with their types as they are written; none of other classes."""
    if dataclasses.is_dataclass(of):
        return [(field.name, field.type) for field in dataclasses.fields(of)]
    kinds = inspect.get_annotations(of)
    return [(name, kinds[name].__forward_arg__) for name in getattr(of, "_fields", ())]


def _text(of: Any) -> str:
    found = inspect.getdoc(of)
    if not found:
        raise ValueError(f"{of.__name__} has no docstring: the glossary is made of them")
    return found.replace("|", "\\|") + "\n"


def _help(command: list[str]) -> str:
    from typer.testing import CliRunner

    from variorum.cli import app

    done = CliRunner().invoke(app, [*command, "--help"], prog_name="variorum", env={"COLUMNS": "100"})
    return f"## `{' '.join(['variorum', *command])}`\n\n```\n{done.output.strip()}\n```\n"


def _table(head: tuple[str, str], rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "|---|---|"
    for left, right in rows:
        yield f"| {left} | {right} |"
    yield ""


if __name__ == "__main__":
    main()

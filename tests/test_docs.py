"""The documents: pages made from the code are current, links lead somewhere, and what the README shows works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.generate import FOLDER, PAGES, command_line

CHECKOUT = FOLDER.parent
README = CHECKOUT / "README.md"
DOCUMENTS = [README, CHECKOUT / "CHANGELOG.md", *sorted(FOLDER.rglob("*.md"))]
DECISIONS = sorted((FOLDER / "decisions").glob("*.md"))


def blocks(document: Path, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", document.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(document: Path) -> Iterator[str]:
    """The lines of the shell blocks that call `variorum`, without what they would write elsewhere."""
    for block in blocks(document, "sh"):
        yield from (line for line in block.splitlines() if line.startswith("variorum "))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_decisions_are_numbered_and_say_context_decision_and_consequences() -> None:
    assert [int(decision.name[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for decision in DECISIONS:
        headings = re.findall(r"^## (\w+)", decision.read_text("utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], decision.name


@pytest.mark.parametrize("block", blocks(README, "python"))
def test_the_python_of_the_readme_runs(block: str) -> None:
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert done.returncode == 0, done.stderr
    shown = "".join(re.findall(r"^# (.*\n)", block, re.MULTILINE))
    assert done.stdout == shown


def test_the_readme_names_commands_and_options_that_exist() -> None:
    page = command_line()
    assert list(commands(README))
    for line in commands(README):
        _, command, *rest = shlex.split(line.split("|")[0].split(">")[0], comments=True)
        assert f"## `variorum {command}`" in page
        for option in (word for word in rest if word.startswith("--")):
            assert re.search(rf"{option}\b", page), f"{line}: there is no {option}"


def test_every_make_target_of_the_readme_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z-]+)", README.read_text("utf-8"))) <= set(targets)

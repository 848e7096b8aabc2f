"""The codebooks that come with the package, and those that people write themselves."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from variorum.codebooks.book import Codebook, parse
from variorum.codebooks.rules import BY_NAME
from variorum.errors import CodebookError

EXAMPLE = "house.example"
"""The codebook that shows how to write one; `house` for short."""


def names() -> tuple[str, ...]:
    """The codebooks of published data sets that come with the package, by name."""
    found = (entry.name for entry in files("variorum.data").joinpath("codebooks").iterdir())
    return tuple(
        sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml") and name.count(".") == 1)
    )


def load(name: str) -> Codebook:
    """The codebook of that name ("ucdp"), or of a TOML file of one's own. Raises CodebookError."""
    if name in (*names(), EXAMPLE):
        return _shipped(name)
    return _shipped(EXAMPLE) if name == "house" else read(Path(name))


def read(file: Path) -> Codebook:
    """The codebook of a TOML file. Raises CodebookError."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        shipped = ", ".join((*names(), "house"))
        raise CodebookError(f"{file}: no codebook ({error}); name a TOML file, or one of {shipped}") from None
    return check(parse(text, str(file)))


def check(codebook: Codebook) -> Codebook:
    """The same. Raises CodebookError where it asks for a rule that there is not, or a rule lacks its parameter."""
    for use in codebook.rules:
        if use.rule not in BY_NAME:
            raise CodebookError(f"{codebook.name}: there is no rule {use.rule!r}; there are {', '.join(BY_NAME)}")
        for need in BY_NAME[use.rule].needs:
            if need not in codebook.parameters:
                raise CodebookError(f"{codebook.name}: rule {use.rule!r} needs the parameter {need!r}")
    return codebook


def explanation(rule: str) -> str:
    """What a rule does, in plain words. Raises KeyError for one that there is not."""
    return BY_NAME[rule].explanation


@lru_cache(maxsize=16)
def _shipped(name: str) -> Codebook:
    text = files("variorum.data").joinpath("codebooks").joinpath(f"{name}.toml").read_text("utf-8")
    return check(parse(text, name))

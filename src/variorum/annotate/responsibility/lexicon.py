"""The fixed phrases that say who did it (`data/actors/phrases.toml`), and words of deeds (`responsibility.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from variorum.errors import DataError
from variorum.models import Mode


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed phrase: what it says, and where its actor stands ("before" or "after" the words, "any", "none").

    needs: letters, small, some of which stand in every match.
    """

    name: str
    mode: Mode
    actor: str
    pattern: re.Pattern[str]
    example: str
    needs: tuple[str, ...] = ()

    def may_match(self, small: str) -> bool:
        """Whether its pattern is worth a try on words in small letters: most sentences hold nothing of it."""
        for part in self.needs:  # noqa: SIM110  (a generator takes twice as long, and this is asked of every sentence)
            if part in small:
                return True
        return False


@cache
def phrases() -> tuple[Phrase, ...]:
    """The phrases about armed actors; one listed earlier wins where two overlap."""
    raw = _read("phrases.toml")
    return tuple(_phrase(row, raw["parts"], row["actor"], re.IGNORECASE) for row in raw["phrase"])


@cache
def suspects() -> tuple[Phrase, ...]:
    """The phrases that name a person as the perpetrator; their patterns have the groups `name` and `key`."""
    raw = _read("phrases.toml")
    return tuple(_phrase(row, raw["parts"], "named", re.RegexFlag(0)) for row in raw["suspect"])


@cache
def word_list(part: str, name: str) -> frozenset[str]:
    """A list of words of `responsibility.toml`: `word_list("deeds", "verbs")`."""
    return frozenset(_read("responsibility.toml")[part][name])


def _phrase(row: Mapping[str, Any], parts: Mapping[str, str], actor: str, flags: re.RegexFlag) -> Phrase:
    given = [row["words"]] if isinstance(row["words"], str) else row["words"]
    source = "|".join(_filled(words, parts) for words in given)
    try:
        pattern = re.compile(source, flags)
        return Phrase(row["name"], Mode(row["mode"]), actor, pattern, row["example"], tuple(row.get("needs", ())))
    except (re.error, ValueError) as error:
        raise DataError(f"phrases.toml: {row['name']!r} can't be used: {error}") from error


def _filled(source: str, parts: Mapping[str, str]) -> str:
    for name, words in parts.items():
        source = source.replace(f"<{name}>", words)
    return source


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("variorum") / "data" / "actors" / name).read_text("utf-8"))

"""Made-up report sentences with every count marked: what a learned reader is taught before it sees real reports.

A template is a sentence with slots. `[k1]` prints a count of people of group 1 who were killed; its letters say what
the count is:

    k killed   i injured   m missing   c captured   d displaced   b killed or injured together   x no toll at all
    a over many incidents   p a part of the count before   s one person ("a", "an")   n bare number   o "another"

`{g1}` prints the noun phrase of group 1 in the plural, `{s1}` in the singular; other slots in braces are drawn from
the lists of silver_sentences.toml, which holds the templates too. Counts without a group number are of `people`.
Nothing here repeats a text of the training reports.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

OUTCOMES = {
    "k": "killed",
    "i": "injured",
    "m": "missing",
    "c": "captured",
    "d": "displaced",
    "b": "killed_or_injured",
    "x": "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A marked count: characters start to end of the text, and what it is."""

    start: int
    end: int
    outcome: str
    category: str
    aggregate: bool
    part: bool


@dataclass(frozen=True, slots=True)
class Made:
    text: str
    marks: tuple[Mark, ...]


_SLOT = re.compile(r"\[([A-Za-z]+)(\d?)\]|\{(\w+?)\}")


@cache
def lexicon() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "silver_sentences.toml").read_text("utf-8"))


class Writer:
    """Fills templates, with every choice drawn from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # seeded, for repeatable training

    def texts(self, number: int) -> Iterator[Made]:
        """`number` short texts of one to three sentences."""
        for _ in range(number):
            text, marks = "", list[Mark]()
            for _ in range(self._random.choice((1, 2, 2, 3))):
                made = self._sentence(self._random.choice(lexicon()["templates"]["all"]))
                shift = len(text)
                text += made.text
                marks += [_moved(m, shift) for m in made.marks]
                text += self._random.choice((" ", " ", " ", "\n\n"))
            yield Made(text.rstrip(), tuple(marks))

    def _draw(self, words: Sequence[str]) -> str:
        return self._random.choice(words)

    def _sentence(self, template: str) -> Made:
        headline = self._random.random() < 0.15
        lead = self._draw(lexicon()["frames"]["leads"]) if self._random.random() < 0.25 else ""
        tail = self._draw(lexicon()["frames"]["tails"]) if self._random.random() < 0.3 else ""
        template = f"{lead} {template}{tail}".strip()
        groups: dict[str, tuple[str, str, str]] = {}
        out, at, marks = "", 0, list[Mark]()
        for slot in _SLOT.finditer(template):
            out += template[at : slot.start()]
            at = slot.end()
            kind, number, word = slot.groups()
            if kind is None:
                key, number = word.rstrip("0123456789"), word[len(word.rstrip("0123456789")) :]
                if key in ("g", "s"):
                    out += self._group(groups, number)[1 if key == "s" else 2]
                else:
                    out += self._draw(lexicon()["words"][word])
                continue
            category, single, _ = self._group(groups, number) if number else ("people", "", "")
            follows = template[at : at + 2] == " {" or template[at : at + 4] == " peo"
            start = len(out)
            out += self._count(kind, single, follows)
            end = len(out)
            if out.endswith(" of"):
                end -= 3
            letter = kind.lower()[0]
            marks.append(
                Mark(
                    start=start,
                    end=end,
                    outcome=OUTCOMES[letter],
                    category=category,
                    aggregate="a" in kind[1:],
                    part="p" in kind[1:],
                )
            )
        out += template[at:]
        if out.startswith(" "):
            out, marks = out[1:], [_moved(m, -1) for m in marks]
        out = out[:1].upper() + out[1:]
        if not headline and not out.endswith("."):
            out += "."
        return self._worn(Made(out, tuple(marks)))

    def _group(self, groups: dict[str, tuple[str, str, str]], number: str) -> tuple[str, str, str]:
        """The group of a number in this sentence: its category, its noun in the singular and in the plural."""
        if number not in groups:
            category = self._random.choice(tuple(lexicon()["groups"]))
            single, plural = self._draw(lexicon()["groups"][category]).split("|")
            if self._random.random() < 0.3:
                modifier = self._draw(lexicon()["words"]["modifier"])
                single, plural = f"{modifier} {single}", f"{modifier} {plural}"
            groups[number] = (category, single, plural)
        return groups[number]

    def _count(self, kind: str, single: str, follows: bool) -> str:
        if "o" in kind[1:]:
            return "another"
        if "s" in kind[1:]:
            return self._random.choice(("one", "a", "a", "a")) if single[:1].lower() not in "aeiou" else "an"
        number = self._random.choice(
            (
                self._random.randint(2, 20),
                self._random.randint(2, 20),
                self._random.randint(20, 400),
                self._random.randint(400, 9000),
            )
        )
        bare = (
            lexicon()["numbers"]["units"][number - 2]
            if number <= 20 and self._random.random() < 0.5
            else f"{number:,}"
            if self._random.random() < 0.7
            else str(number)
        )
        if "n" in kind[1:]:
            return bare
        chance = self._random.random()
        if chance < 0.55:
            return bare
        if chance < 0.8:
            return f"{self._draw(lexicon()['numbers']['before'])} {bare}"
        if chance < 0.9:
            return self._draw(lexicon()["numbers"]["vague"]).removesuffix(" of" if not follows else "\0")
        return self._draw(lexicon()["numbers"]["vague_of"]) + (" of" if follows else "")

    def _worn(self, made: Made) -> Made:
        """Now and then the text as a scraper leaves it: no commas, no quotation marks."""
        if self._random.random() > 0.15:
            return made
        kept = [k for k, c in enumerate(made.text) if c not in ",\"'" or made.text[k - 1 : k + 2].strip(",").isdigit()]
        new = {old: k for k, old in enumerate(kept)}
        marks = []
        for m in made.marks:
            if m.start not in new or m.end - 1 not in new:
                return made
            marks.append(_moved(m, new[m.start] - m.start, new[m.end - 1] + 1))
        return Made("".join(made.text[k] for k in kept), tuple(marks))


def _moved(mark: Mark, by: int, end: int | None = None) -> Mark:
    return Mark(
        start=mark.start + by,
        end=mark.end + by if end is None else end,
        outcome=mark.outcome,
        category=mark.category,
        aggregate=mark.aggregate,
        part=mark.part,
    )

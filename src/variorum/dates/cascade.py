"""A cascade of finite-state rules over word classes.

A text is a sequence of symbols, one character for each word's class. A rule is a regular expression over these
characters, written with the classes' names; what it matches and its builder accepts becomes one symbol for the next
stage. Every pattern is free of nested repetition, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Seq
from dataclasses import dataclass, field
from typing import Final

from variorum.dates.holidays import Holiday
from variorum.dates.lexicon import Value
from variorum.dates.meanings import Meaning
from variorum.dates.model import Kind


def classes(names: str) -> tuple[str, ...]:
    """The names of classes in a string of them."""
    return tuple(names.split())


_NAMES: Final = classes(
    # word classes of data/dates.toml
    "MONTH WEEKDAY WEEKDAY_ABBREVIATION WEEKDAY_PLURAL SEASON UNIT UNITS WEEKEND PART OVERNIGHT DEICTIC EARLY MID LATE "
    "EARLIER LATER COUNT ARTICLE ORDINAL_WORD DECADE_WORD THE OF IN ON AT TO INTO AND OR FROM BETWEEN SINCE UNTIL "
    "THROUGH BY BEFORE AFTER DURING OVER AROUND MORE THAN LAST PAST PREVIOUS NEXT COMING THIS THAT SAME CURRENT RECENT "
    "VAGUE LEAST AGO HALF QUARTER EVE EVERY FUTURE POSSESSIVE HAVE SAID "
    # other words, numbers and marks
    "HOLIDAY CAPITALISED LOWER DAY_OR_MONTH DAY_ONLY TWO_DIGITS YEARNUM NUMBER ORDINAL DECADE SHORT_YEAR NUMERIC_DATE "
    "CLOCK COMMA DASH DOT SLASH OPEN CLOSE APOSTROPHE MARK BREAK "
    # what the stages make: a calendar day, a weekday, a day counted from publication, a day span, a holiday, a month,
    # a year or years, another unit of time, and what no later stage takes up
    "A_DAY A_WEEKDAY A_RELATIVE A_SPAN A_HOLIDAY A_MONTH A_YEAR A_UNIT A_OTHER"
)

SYMBOLS: Final = {name: chr(0x4E00 + index) for index, name in enumerate(_NAMES)}
"""One character for each class; Chinese characters stand for themselves in a regular expression."""

_MACROS: Final = {
    "DAYNUM": "(DAY_OR_MONTH|DAY_ONLY|ORDINAL)",
    "NUMERAL": "(DAY_OR_MONTH|DAY_ONLY|TWO_DIGITS|NUMBER)",
    "DAYLIKE": "(A_DAY|A_WEEKDAY|A_RELATIVE|A_SPAN|A_HOLIDAY)",
    "LONG": "(A_MONTH|A_YEAR|A_UNIT|A_HOLIDAY)",
    "ANY": "(A_DAY|A_WEEKDAY|A_RELATIVE|A_SPAN|A_HOLIDAY|A_MONTH|A_YEAR|A_UNIT)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A piece of text with its meaning, as one symbol of the sequence."""

    symbol: str
    meaning: Meaning
    kind: Kind
    part_of_day: str | None = None


Item = Value | Holiday | Atom


@dataclass(slots=True)
class Sequence:
    """A text as symbols, with the place in the text and the value of each."""

    text: str
    symbols: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[Item] = field(default_factory=list)

    def words(self, first: int, last: int) -> str:
        """The text of the items from first to last, lower case."""
        return self.text[self.starts[first] : self.ends[last]].lower()


@dataclass(frozen=True, slots=True)
class Found:
    """One match of a rule in a sequence, as builders see it."""

    sequence: Sequence
    match: re.Match[str]

    @property
    def first(self) -> int:
        return self.match.start()

    @property
    def last(self) -> int:
        return self.match.end() - 1

    @property
    def original(self) -> str:
        """The text of the match as written."""
        return self.sequence.text[self.sequence.starts[self.first] : self.sequence.ends[self.last]]

    def has(self, group: str) -> bool:
        return group in self.match.re.groupindex and self.match.start(group) >= 0

    def symbol(self, group: str) -> str:
        """The name of a group's class; "" where the group took no part."""
        return _NAME_OF[self.match.group(group)[0]] if self.has(group) else ""

    def value(self, group: str) -> Item:
        return self.sequence.values[self.match.start(group)]

    def words(self, group: str) -> str:
        """A group's text, in lower case; "" where the group took no part."""
        return self.sequence.words(self.match.start(group), self.match.end(group) - 1) if self.has(group) else ""

    def integer(self, group: str) -> int:
        value = self.value(group)
        if not isinstance(value, int):
            raise TypeError(f"{group} of {self.match.re.pattern!r} holds {value!r}, no number")
        return value

    def string(self, group: str) -> str:
        value = self.value(group)
        if not isinstance(value, str):
            raise TypeError(f"{group} of {self.match.re.pattern!r} holds {value!r}, no string")
        return value

    def atom(self, group: str) -> Atom:
        value = self.value(group)
        if not isinstance(value, Atom):
            raise TypeError(f"{group} of {self.match.re.pattern!r} holds {value!r}, no atom")
        return value

    def before(self, back: int = 1) -> str:
        """The name of the class of the item so many before the match; "BREAK" at the start of the text."""
        index = self.first - back
        return _NAME_OF[self.sequence.symbols[index]] if index >= 0 else "BREAK"

    def after(self, on: int = 1) -> str:
        """The name of the class of the item so many after the match; "BREAK" at the end of the text."""
        index = self.last + on
        return _NAME_OF[self.sequence.symbols[index]] if index < len(self.sequence.symbols) else "BREAK"

    def word_before(self, back: int = 1) -> str:
        index = self.first - back
        return self.sequence.words(index, index) if index >= 0 else ""

    def word_after(self, on: int = 1) -> str:
        index = self.last + on
        return self.sequence.words(index, index) if index < len(self.sequence.symbols) else ""


Builder = Callable[[Found], Atom | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over symbols and what makes an atom of a match; None where the match is no time after all."""

    pattern: re.Pattern[str]
    build: Builder


def rule(pattern: str, build: Builder) -> Rule:
    """A rule from its notation: class and macro names in capitals, `name=CLASS` or `name=(...)` for a named group.

    All else is as in `re`; round brackets do not capture.
    """
    return Rule(re.compile(_translate(pattern)), build)


def _translate(pattern: str) -> str:
    plain = re.sub(r"(?<!=)\((?!\?)", "(?:", pattern)
    named = re.sub(r"([a-z]\w*)=(?:\(|([A-Z][A-Z_]+))", lambda m: f"(?P<{m[1]}>" + (f"{m[2]})" if m[2] else ""), plain)
    return re.sub(r"[A-Z][A-Z_]+", _symbol, named).replace(" ", "")


def _symbol(match: re.Match[str]) -> str:
    name = match.group()
    if name in _MACROS:
        return "[" + "".join(SYMBOLS[part] for part in _MACROS[name].strip("()").split("|")) + "]"
    return SYMBOLS[name]


def reduce(sequence: Sequence, rules: Seq[Rule]) -> Sequence:
    """The sequence with the matches of the rules as atoms: the longest first, then the first rule's."""
    chosen = sorted(_chosen(sequence, rules), key=lambda found: found[0])
    if not chosen:
        return sequence
    out = Sequence(sequence.text)
    symbols: list[str] = []
    done = 0
    for first, last, atom in [*chosen, (len(sequence.symbols), 0, None)]:
        symbols.append(sequence.symbols[done:first])
        out.starts += sequence.starts[done:first]
        out.ends += sequence.ends[done:first]
        out.values += sequence.values[done:first]
        if atom is not None:
            symbols.append(SYMBOLS[atom.symbol])
            out.starts.append(sequence.starts[first])
            out.ends.append(sequence.ends[last])
            out.values.append(atom)
        done = last + 1
    out.symbols = "".join(symbols)
    return out


def _chosen(sequence: Sequence, rules: Seq[Rule]) -> Iterator[tuple[int, int, Atom]]:
    candidates = [
        (match.start() - match.end(), order, match.start(), match, rule_.build)
        for order, rule_ in enumerate(rules)
        for match in rule_.pattern.finditer(sequence.symbols)
    ]
    candidates.sort(key=lambda candidate: candidate[:3])
    taken = bytearray(len(sequence.symbols))
    for negative_length, _, start, match, build in candidates:
        end = start - negative_length
        if any(taken[start:end]):
            continue
        atom = build(Found(sequence, match))
        if atom is not None:
            taken[start:end] = b"\1" * (end - start)
            yield start, end - 1, atom


_NAME_OF: Final = {character: name for name, character in SYMBOLS.items()}

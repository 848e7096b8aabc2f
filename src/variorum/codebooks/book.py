"""A codebook as it is written down: a TOML file of parameters and of rules in their order, each with its citation."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from variorum.errors import CodebookError
from variorum.models import GroupCategory, Outcome
from variorum.values import CountRange

Setting = str | int | bool

MARKS = ("read", "secondary", "unverified", "house choice")
"""Where a rule is known from: read in the codebook, in others' descriptions, from general knowledge, or ours."""

TOTAL = "total"
"""The camp of people of whom it is not said who they are: a total over the victims of the other camps."""

ARMED = "armed"
"""The camp of those who attack or fight outside the state's forces: reports count their deaths apart."""


OUTSIDE = "outside"
"""The camp of people whom the codebook does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A choice that the published rules leave open: its value, what else it could be, and what is known about it."""

    name: str
    value: Setting
    choices: tuple[Setting, ...]
    about: str
    citation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUse:
    """A rule as a codebook uses it: its name in the table of rules, where that is written, and the mark of it."""

    rule: str
    citation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A text that the citations name by its `key`."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWord:
    """What a number word counts as: those whose interval begins at `low` ("dozens" at 24)."""

    word: str
    low: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A named, versioned set of rules that turns an event's claims into figures.

    outcomes: what it counts; camps: whom each group of the reports belongs to ("total" for people of whom it is not
    said); headline: the figures that are shown first, `main` the one that stands for them; words: what number words
    count as, by their least number; digest: of the file; all_camps: every camp once, in the
    order of the file, victim_camps: those whose dead are among an unspecified total; chosen_before: what `chosen` gave.
    """

    name: str
    title: str
    version: str
    edition: str
    about: str
    digest: str
    references: tuple[Reference, ...]
    outcomes: tuple[Outcome, ...]
    camps: Mapping[GroupCategory, str]
    headline: tuple[str, ...]
    main: str
    parameters: Mapping[str, Parameter]
    rules: tuple[RuleUse, ...]
    words: tuple[NumberWord, ...] = ()
    all_camps: tuple[str, ...] = field(init=False, compare=False)
    victim_camps: tuple[str, ...] = field(init=False, compare=False)
    chosen_before: dict[tuple[str, ...], tuple[tuple[str, Setting], ...]] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        every = tuple(dict.fromkeys(self.camps.values()))
        object.__setattr__(self, "all_camps", every)
        victims = tuple(camp for camp in every if camp not in (TOTAL, ARMED, OUTSIDE))
        object.__setattr__(self, "victim_camps", victims)

    def __getitem__(self, name: str) -> Setting:
        """The value of a parameter."""
        return self.parameters[name].value

    def chosen(self, names: tuple[str, ...]) -> tuple[tuple[str, Setting], ...]:
        """The values of some parameters by their names, as a step of a derivation names them."""
        if names not in self.chosen_before:
            self.chosen_before[names] = tuple((name, self[name]) for name in names)
        return self.chosen_before[names]

    @property
    def only_victims(self) -> bool:
        """Whether it leaves people out: then attackers are not in its totals either."""
        return OUTSIDE in self.camps.values()

    def word_value(self, count: CountRange) -> int:
        """The number that a number word counts as: by the table, else the least that it means."""
        return next((word.value for word in self.words if word.low == count.low), count.floor)

    def having(self, **values: Setting) -> Codebook:
        """The same with other values of parameters. Raises CodebookError for one that there is not."""
        changed = dict(self.parameters)
        for name, value in values.items():
            if name not in changed:
                raise CodebookError(f"{self.name} has no parameter {name!r}; it has {', '.join(changed)}")
            changed[name] = _checked(self.name, replace(changed[name], value=value))
        return replace(self, parameters=changed)


def parse(text: str, where: str) -> Codebook:
    """The codebook that a TOML text writes down; `where` is what messages call it. Raises CodebookError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{where}: no TOML: {error}") from None
    try:
        return _codebook(raw, hashlib.sha256(text.encode()).hexdigest())
    except KeyError as error:
        raise CodebookError(f"{where}: {error.args[0]!r} is missing") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise CodebookError(f"{where}: {error}") from None


def differences(one: Codebook, other: Codebook) -> Iterator[str]:
    """What tells two codebooks apart, in lines: camps, words, parameters, rules."""
    for category in GroupCategory:
        if one.camps[category] != other.camps[category]:
            mine, theirs = one.camps[category], other.camps[category]
            yield f"{category.value}: {one.name} counts as {mine}, {other.name} as {theirs}"
    for name in dict.fromkeys((*one.parameters, *other.parameters)):
        mine, theirs = (_value(book, name) for book in (one, other))
        if mine != theirs:
            yield f"parameter {name}: {one.name} {mine}, {other.name} {theirs}"
    if one.words != other.words:
        yield f"number words: {one.name} {_words(one)}; {other.name} {_words(other)}"
    mine_rules, their_rules = ([use.rule for use in book.rules] for book in (one, other))
    yield from (f"rule {rule}: only {one.name}" for rule in mine_rules if rule not in their_rules)
    yield from (f"rule {rule}: only {other.name}" for rule in their_rules if rule not in mine_rules)


def _value(book: Codebook, name: str) -> str:
    return str(book[name]) if name in book.parameters else "has none"


def _words(book: Codebook) -> str:
    return ", ".join(f"{word.word} {word.value}" for word in book.words) or "count as the least that they mean"


# --- from TOML -----------------------------------------------------------------------------------------------------


def _codebook(raw: dict[str, Any], digest: str) -> Codebook:
    name = str(raw["name"])
    parameters = {key: _parameter(name, key, value) for key, value in raw.get("parameters", {}).items()}
    rules = tuple(_use(use) for use in raw["rules"])
    return Codebook(
        name=name,
        title=str(raw["title"]),
        version=str(raw["version"]),
        edition=str(raw["edition"]),
        about=str(raw["about"]).strip(),
        digest=digest,
        references=tuple(
            Reference(key=key, title=of["title"], url=of.get("url", "")) for key, of in raw.get("sources", {}).items()
        ),
        outcomes=tuple(Outcome(each) for each in raw["outcomes"]),
        camps=_camps(name, raw["camps"]),
        headline=tuple(raw["headline"]),
        main=str(raw.get("main") or raw["headline"][0]),
        parameters=parameters,
        rules=rules,
        words=tuple(NumberWord(**word) for word in raw.get("words", [])),
    )


def _camps(book: str, raw: dict[str, list[str]]) -> dict[GroupCategory, str]:
    camps = {GroupCategory(category): camp for camp, categories in raw.items() for category in categories}
    if missing := [category.value for category in GroupCategory if category not in camps]:
        raise CodebookError(f"{book}: no camp for {', '.join(missing)}; name them in [camps]")
    return camps


def _use(raw: dict[str, str]) -> RuleUse:
    use = RuleUse(rule=raw["rule"], citation=raw.get("source", ""), mark=raw["mark"])
    if use.mark not in MARKS:
        raise CodebookError(f"rule {use.rule!r}: {use.mark!r} is no mark; use one of {', '.join(MARKS)}")
    return use


def _parameter(book: str, name: str, raw: dict[str, Any]) -> Parameter:
    return _checked(
        book,
        Parameter(
            name=name,
            value=raw["value"],
            choices=tuple(raw.get("choices", ())),
            about=raw["about"],
            citation=raw.get("source", ""),
            mark=raw["mark"],
        ),
    )


def _checked(book: str, parameter: Parameter) -> Parameter:
    if parameter.choices and parameter.value not in parameter.choices:
        choices = ", ".join(map(str, parameter.choices))
        raise CodebookError(f"{book}: {parameter.name} can't be {parameter.value!r}; use one of {choices}")
    if not parameter.choices and (isinstance(parameter.value, bool) or not isinstance(parameter.value, int)):
        raise CodebookError(f"{book}: {parameter.name} must be a whole number, not {parameter.value!r}")
    if parameter.mark not in MARKS:
        raise CodebookError(f"{book}: {parameter.mark!r} is no mark; use one of {', '.join(MARKS)}")
    return parameter

"""The forest plot of an event: every toll of every account as a point or an interval on one axis, by outcome and group.

Numbers and words only; the template draws them. A toll whose origin has been seen with the same count is folded under
it as a copy. The rows are a table, so the plot needs no second one behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from variorum.export import words
from variorum.export.plot import Lane, Scale
from variorum.export.view import FAMILIES
from variorum.models import Account, Figure, LinkedEvent, Outcome, SourceKind, Stance, Toll
from variorum.values import CountRange, Span

#: Kinds of source, by whom they speak for: the class that colours and shapes a row, and the words of the legend.
VOICES = {
    "state": (
        "state and its forces",
        (SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY),
    ),
    "armed": ("armed group", (SourceKind.ARMED_GROUP,)),
    "medical": ("medical", (SourceKind.MEDICAL,)),
    "witness": ("witness", (SourceKind.WITNESS,)),
    "observer": ("NGO, international, analyst", (SourceKind.NGO, SourceKind.INTERNATIONAL, SourceKind.ANALYST)),
    "media": ("media, or the report itself", (SourceKind.MEDIA,)),
    "other": ("other", (SourceKind.OTHER,)),
}
_VOICE = {kind: voice for voice, (_, kinds) in VOICES.items() for kind in kinds}
_FAMILY = {category: name for name, categories in FAMILIES for category in categories}
_CONTEXT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A claim's words with what stands round them in the report."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One toll. `void`: denied, or only if something else holds; copies: the same of the same origin, elsewhere."""

    account: Account
    toll: Toll
    lane: Lane
    count: str
    who: str
    voice: str
    context: Context
    notes: tuple[str, ...]
    is_part: bool
    void: bool
    copies: tuple[tuple[Account, Toll], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestBlock:
    """The tolls of one family of groups, from low to high, parts under their whole."""

    family: str
    rows: tuple[ForestRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """One outcome on one axis. `band`: where the codebook's figure runs from its low to its high, in percent of the
    lane; `best`: where its best stands.
    """

    outcome: Outcome
    scale: Scale
    blocks: tuple[ForestBlock, ...]
    band: tuple[float, float] | None
    best: float | None

    @property
    def voices(self) -> list[tuple[str, str]]:
        """The classes of the legend with their words, those that are there."""
        present = {row.voice for block in self.blocks for row in block.rows}
        return [(voice, VOICES[voice][0]) for voice in VOICES if voice in present]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a codebook says of an outcome, where it says numbers; None is open or not given."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        """ "16 to 70, best 55"; "55"; "55 or more"."""
        if self.low is None and self.high is None:
            return "not given" if self.best is None else f"{self.best:,}"
        span = (
            str(CountRange(self.low, self.high))
            if (self.high is None or (self.low or 0) <= self.high)
            else f"{self.low:,} to {self.high:,}"
        )
        return span if self.best is None or self.low == self.high == self.best else f"{span}, best {self.best:,}"


#: Which figures of a codebook are its low, best and high of the dead and of the injured. A codebook without an entry
#: (a house's own) is read by these names where it has them.
_NAMES: Mapping[str, Mapping[Outcome, tuple[str, str, str]]] = {
    "ucdp": {Outcome.KILLED: ("low", "best", "high")},
    "acled": {Outcome.KILLED: ("", "fatalities", "")},
    "gtd": {Outcome.KILLED: ("", "nkill", ""), Outcome.INJURED: ("", "nwound", "")},
    "ibc": {
        Outcome.KILLED: ("min_deaths", "", "max_deaths"),
        Outcome.INJURED: ("min_injuries", "", "max_injuries"),
    },
    "airwars": {
        Outcome.KILLED: ("civilians_killed_min", "", "civilians_killed_max"),
        Outcome.INJURED: ("civilians_injured_min", "", "civilians_injured_max"),
    },
}
_ANY = {
    Outcome.KILLED: ("killed_low", "killed", "killed_high"),
    Outcome.INJURED: ("injured_low", "injured", "injured_high"),
}


def estimate(codebook: str, figures: Iterable[Figure], outcome: Outcome = Outcome.KILLED) -> Estimate | None:
    """The codebook's low, best and high of an outcome; None where it has no figure for it."""
    names = _NAMES.get(codebook, _ANY).get(outcome)
    if names is None:
        return None
    values = {figure.name: figure.value for figure in figures}
    low, best, high = (_whole(values.get(name)) for name in names)
    return None if low is best is high is None else Estimate(low=low, best=best, high=high)


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def forests(event: LinkedEvent, estimates: Mapping[Outcome, Estimate]) -> list[Forest]:
    """One plot an outcome, in the order of the outcomes."""
    found = []
    for outcome in Outcome:
        tolls = [(account, toll) for account, toll in event.tolls if toll.outcome is outcome]
        if tolls:
            found.append(_forest(event, outcome, tolls, estimates.get(outcome)))
    return found


def _forest(
    event: LinkedEvent, outcome: Outcome, tolls: Sequence[tuple[Account, Toll]], figure: Estimate | None
) -> Forest:
    numbers = [n for n in (figure.low, figure.best, figure.high) if n is not None and n >= 0] if figure else []
    scale = Scale.over([toll.count for _, toll in tolls] + [CountRange.exactly(number) for number in numbers])
    band = None
    if figure and (figure.low is not None or figure.high is not None):
        band = (scale.at(figure.low or 0), 100.0 if figure.high is None else scale.at(figure.high))
    return Forest(
        outcome=outcome,
        scale=scale,
        blocks=tuple(_blocks(event, tolls, scale)),
        band=band if band and band[0] <= band[1] else None,
        best=scale.at(figure.best) if figure and figure.best is not None else None,
    )


def _blocks(event: LinkedEvent, tolls: Sequence[tuple[Account, Toll]], scale: Scale) -> Iterator[ForestBlock]:
    present = {toll.id for _, toll in tolls}
    parts: dict[str, list[tuple[Account, Toll]]] = {}
    wholes: dict[str, list[tuple[Account, Toll]]] = {name: [] for name, _ in FAMILIES}
    for account, toll in tolls:
        if toll.part_of in present and toll.part_of != toll.id:
            parts.setdefault(toll.part_of or "", []).append((account, toll))
        else:
            wholes[_FAMILY[toll.group.category]].append((account, toll))
    shown: set[str] = set()
    for family, found in wholes.items():
        rows: list[ForestRow] = []
        for folded in sorted(_folded(event, found), key=lambda copies: _rank(copies[0][1])):
            rows.append(_row(folded, scale, is_part=False))
            rows += [_row([part], scale, is_part=True) for part in _below(folded, parts, shown)]
        if rows:
            yield ForestBlock(family=family, rows=tuple(rows))


def _below(
    folded: Sequence[tuple[Account, Toll]], parts: Mapping[str, list[tuple[Account, Toll]]], shown: set[str]
) -> Iterator[tuple[Account, Toll]]:
    """All parts of the copies of a toll, and their parts. A loop, not a recursion: a hostile report may nest them."""
    waiting = [toll.id for _, toll in folded]
    while waiting:
        for account, toll in parts.get(waiting.pop(), ()):
            if toll.id not in shown:
                shown.add(toll.id)
                waiting.append(toll.id)
                yield account, toll


def _folded(event: LinkedEvent, tolls: Iterable[tuple[Account, Toll]]) -> list[list[tuple[Account, Toll]]]:
    """Tolls that say the same of the same, from one origin or by one speaker in one report, together; the first
    published stands first.
    """
    found: dict[tuple[object, ...], list[tuple[Account, Toll]]] = {}
    spoken: dict[tuple[object, ...], tuple[object, ...]] = {}
    for account, toll in tolls:
        says = (toll.count, toll.group.category, toll.stance)
        speaker = (account.id, _speaker(toll), *says)
        key = spoken.setdefault(speaker, (event.origin(toll.id), *says))
        found.setdefault(key, []).append((account, toll))
    return list(found.values())


def _speaker(toll: Toll) -> str:
    """Who says it, as the same name in another form would be: without article and case."""
    name = words.line(toll.sources[-1].text).casefold() if toll.sources else ""
    return name.removeprefix("the ").removeprefix("an ").removeprefix("a ")


def _rank(toll: Toll) -> tuple[int, float, str]:
    return toll.count.floor, float("inf") if toll.count.high is None else toll.count.high, toll.id


def _row(folded: Sequence[tuple[Account, Toll]], scale: Scale, *, is_part: bool) -> ForestRow:
    (account, toll), copies = folded[0], tuple(folded[1:])
    return ForestRow(
        account=account,
        toll=toll,
        lane=scale.lane(toll.count),
        count=str(toll.count),
        who=words.chain(toll.sources),
        voice=voice(toll),
        context=context(account.report.text, toll.span),
        notes=tuple(_notes(toll)),
        is_part=is_part,
        void=toll.stance in (Stance.DENIED, Stance.CONDITIONAL),
        copies=copies,
    )


def voice(toll: Toll) -> str:
    """Whose voice a toll is: that of the innermost source; of the report itself where nobody else is named."""
    return _VOICE[toll.sources[-1].kind] if toll.sources else "media"


def _notes(toll: Toll) -> Iterator[str]:
    if words.STANCES[toll.stance]:
        yield words.STANCES[toll.stance]
    if toll.additional:
        yield "in addition"
    if words.doubt(toll.confidence):
        yield "uncertain reading"


def context(text: str, span: Span) -> Context:
    """The words of a span between what stands round them in their paragraph, cut at words."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _CONTEXT)
    newline = text.find("\n", span.end)
    end = min(newline if newline >= 0 else len(text), span.end + _CONTEXT)
    before, after = text[start : span.start], text[span.end : end]
    if start > 0 and text[start - 1] not in "\n ":
        before = "… " + before.partition(" ")[2]
    if end < len(text) and text[end] not in "\n ":
        after = after.rpartition(" ")[0] + " …"
    return Context(before=words.safe(before), quote=words.safe(span.of(text)), after=words.safe(after))

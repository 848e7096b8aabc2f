"""Pairs of accounts that may be of one event: which to look at first, what speaks for and against, what people said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variorum.export import words
from variorum.ledger.unsure import UnsurePair
from variorum.link.traits import Traits, traits
from variorum.models import Account, Act, Decision, Judgement, LinkedEvent, Verdict
from variorum.pipeline.linking import judgement_of
from variorum.values import CountRange
from variorum.web.catalogue import Catalogue
from variorum.web.desk import Desk, MissingError
from variorum.web.filters import Filter
from variorum.web.forest import Estimate, estimate
from variorum.web.gist import Gist
from variorum.web.names import short_days
from variorum.web.ruling import DecisionError, own

VERDICTS = (Act.SAME, Act.DIFFERENT, Act.UNSURE)
_MOST_TERMS = 6

_ABOUT = {
    "prior": "to begin with",
    "days": "day",
    "place": "place",
    "names": "names in common",
    "words": "telling words in common",
    "lead": "how they begin",
    "killed": "killed",
    "injured": "injured",
    "kind": "type",
    "actors": "actors",
    "targets": "targets",
    "weapons": "weapons",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Two events that may be one, by the pair of their accounts that is nearest to even odds. `rows`: of the two in the
    catalogue; `pairs`: how many pairs of accounts of theirs are unsure; `stake`: people that are counted twice if the
    two are one.
    """

    first: str
    second: str
    rows: tuple[int, int]
    score: float
    pairs: int
    stake: int


@dataclass(frozen=True, slots=True)
class _Between:
    """All unsure pairs between two events, those nearest to even odds first, and what is at stake."""

    rows: tuple[int, int]
    pairs: tuple[UnsurePair, ...]
    stake: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One step of a judgement: what each account says, or what they share, how that compares, and where the bits of
    odds go from and to.
    """

    about: str
    first: str
    second: str
    shared: str
    level: str
    bits: float
    start: float
    end: float


def open_pairs(desk: Desk, by: str, codebook: str) -> list[Open]:
    """The events that may be one and that this person has not judged, those first whose figures it would move most."""
    known, judged, (state, unsure) = desk.catalogue(), _judged(desk, by), desk.unsure()
    # The catalogue forgets this where events change, which they do by every grouping.
    between = known.once(f"pairs {codebook} {state}", Filter(), lambda: _between(desk, known, unsure, codebook))
    opened = []
    for one in between:
        left = [pair for pair in one.pairs if (pair.first, pair.second) not in judged]
        if left:
            opened.append(
                Open(
                    first=left[0].first,
                    second=left[0].second,
                    rows=one.rows,
                    score=left[0].score,
                    pairs=len(left),
                    stake=one.stake,
                )
            )
    return sorted(opened, key=lambda one: (-one.stake, abs(one.score - 0.5), one.first))


def _between(desk: Desk, known: Catalogue, unsure: Sequence[UnsurePair], codebook: str) -> list[_Between]:
    found: dict[frozenset[str], list[UnsurePair]] = {}
    of = desk.ledger.events_of({id_ for one in unsure for id_ in (one.first, one.second)})
    for one in unsure:
        both = frozenset((of[one.first], of[one.second]))
        if len(both) == 2 and both <= known.rows.keys():
            found.setdefault(both, []).append(one)
    out = []
    for pairs in found.values():
        rows = (known.rows[of[pairs[0].first]], known.rows[of[pairs[0].second]])
        dead = (_dead(known.entries[row].killed.get(codebook)) for row in rows)
        out.append(_Between(rows, tuple(pairs), min(dead)))
    return out


def gists_of(desk: Desk, one: Open) -> tuple[Gist, Gist]:
    """The two events in a line each."""
    entries = desk.catalogue().entries
    return entries[one.rows[0]].gist, entries[one.rows[1]].gist


def _judged(desk: Desk, by: str) -> set[tuple[str, str]]:
    """The pairs that need nothing of this person: judged by them, or told apart or put together by anybody."""
    out = set()
    for one in desk.ledger.decided_on_links():
        if one.act in VERDICTS and (one.by == by or one.act is not Act.UNSURE):
            out.add((min(one.targets), max(one.targets)))
    return out


def _dead(told: Estimate | None) -> int:
    return 0 if told is None else told.best or told.low or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two accounts held against each other. `events`: the event of each, one and the same where they are together;
    `said`: what people said of them, the last one last; `also`: the other unsure pairs of the two events.
    """

    accounts: tuple[Account, Account]
    events: tuple[LinkedEvent, LinkedEvent]
    judgement: Judgement
    comparisons: tuple[Comparison, ...]
    said: tuple[Decision, ...]
    also: tuple[tuple[str, str], ...]

    @property
    def together(self) -> bool:
        return self.events[0].id == self.events[1].id

    @property
    def reach(self) -> float:
        """How far the sum of the bits goes from 0, at most: half the width of the chart."""
        return max(4.0, *(abs(edge) for one in self.comparisons for edge in (one.start, one.end)))

    def at(self, bits: float) -> float:
        """Where a sum of bits stands on the chart, in percent."""
        return round(50 + 48 * bits / self.reach, 2)


def pair(desk: Desk, first: str, second: str) -> Pair:
    """Raises MissingError where an account is not there, or both are one."""
    accounts = {one.id: one for one in desk.accounts([first, second])}
    for id_ in (first, second):
        if id_ not in accounts:
            raise MissingError(f"there is no account {id_!r}")
    if first == second:
        raise MissingError("these are one account, not two")
    made = judgement_of(desk.ledger, first, second)
    events = tuple(desk.event(id_) for id_ in (first, second))
    return Pair(
        accounts=(accounts[first], accounts[second]),
        events=(events[0], events[1]),
        judgement=made,
        comparisons=tuple(_comparisons(made, accounts[first], accounts[second])),
        said=tuple(_said(desk, first, second)),
        also=tuple(_also(desk, events, {first, second})),
    )


def _said(desk: Desk, first: str, second: str) -> Iterator[Decision]:
    for row in own(desk.decisions_on([first, second])):
        if row.act in VERDICTS and set(row.targets) == {first, second}:
            yield row


def _also(desk: Desk, events: Sequence[LinkedEvent], but: set[str]) -> Iterator[tuple[str, str]]:
    if events[0].id == events[1].id:
        return
    sides = [{account.id for account in event.accounts} for event in events]
    for one in desk.ledger.judgements(sides[0]):
        crosses = {one.first, one.second} & sides[0] and {one.first, one.second} & sides[1]
        if one.verdict is Verdict.UNSURE and one.score is not None and crosses and {one.first, one.second} != but:
            yield one.first, one.second


def effect(desk: Desk, found: Pair, codebook: str) -> tuple[Estimate | None, Estimate | None, Estimate | None]:
    """What a codebook says of the dead of the one event, of the other, and of both if they are one."""
    one, other = found.events
    both = LinkedEvent(id=one.id, accounts=(*one.accounts, *other.accounts), origins={**one.origins, **other.origins})
    of = (one, other, one if found.together else both)
    told = [estimate(codebook, desk.figures(event, codebook)) for event in of]
    return told[0], told[1], told[2]


def judge(desk: Desk, found: Pair, act: Act, by: str, reason: str) -> None:
    """Writes what a person says of two accounts, and of the other pairs of the same two events that are unsure; what
    that person said of them before is taken back.
    """
    if act not in VERDICTS:
        raise DecisionError(f"{act.value!r} is nothing that can be said of two accounts: same, different or unsure")
    pairs = [tuple(account.id for account in found.accounts), *found.also]
    before = tuple(row.id for row in found.said if row.by == by)
    rows = [Decision(act=act, targets=(first, second), by=by, reason=reason) for first, second in pairs]
    if before:
        rows.insert(0, Decision(act=Act.UNDO, targets=before, by=by, reason="judged anew"))
    desk.decide(rows)


def last_said(desk: Desk, by: str) -> tuple[Decision, ...]:
    """What this person decided last, where that was about pairs: all rows of it."""
    rows = [row for row in own(desk.decisions(by=by)) if row.act not in (Act.COMMENT, Act.UNDO)]
    if not rows or rows[-1].act not in VERDICTS:
        return ()
    return tuple(row for row in rows if row.at == rows[-1].at and row.act is rows[-1].act)


# --- what is compared ------------------------------------------------------------------------------------------------


def _comparisons(made: Judgement, a: Account, b: Account) -> Iterator[Comparison]:
    total, of_a, of_b = 0.0, traits(a), traits(b)
    for weight in made.weights:
        yield Comparison(
            about=_ABOUT.get(weight.comparison, weight.comparison),
            first=_value(weight.comparison, a, of_a),
            second=_value(weight.comparison, b, of_b),
            shared=_shared(weight.comparison, of_a, of_b),
            level=weight.level,
            bits=weight.bits,
            start=total,
            end=total + weight.bits,
        )
        total += weight.bits


def _value(comparison: str, told: Account, of: Traits) -> str:
    """What an account says of what is compared, in a few words."""
    event = told.event
    match comparison:
        case "days":
            published = told.report.published
            return short_days(event.when.days) if event.when else f"reported {published}" if published else ""
        case "place":
            return words.line(event.place.text) if event.place else ""
        case "killed":
            return _count(of.killed_low, of.killed_high)
        case "injured":
            return _count(of.injured_low, of.injured_high)
        case "kind":
            return words.spoken(event.type.value)
        case "actors":
            return "; ".join(dict.fromkeys(words.line(one.name or one.text) for one in event.actors))
        case "targets" | "weapons":
            return ", ".join(words.spoken(one) for one in getattr(event, comparison))
        case _:
            return ""


def _shared(comparison: str, a: Traits, b: Traits) -> str:
    """The names or words that both have, the most telling ones first."""
    if comparison not in ("names", "words"):
        return ""
    weight, other = getattr(a, comparison), getattr(b, comparison)
    found = sorted(weight.keys() & other.keys(), key=lambda term: (-weight[term], term))
    return words.line(", ".join(found[:_MOST_TERMS]))


def _count(low: int | None, high: int | None) -> str:
    return "" if low is None else str(CountRange(low, high))

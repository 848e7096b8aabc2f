"""How the toll of an event changed from report to report, by publication: as rows, as sentences, as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from variorum.export import words
from variorum.export.markdown import escape as escape_markdown
from variorum.export.plot import Scale
from variorum.export.tolls import headline
from variorum.models import Account, Decision, LinkedEvent, Outcome, Toll
from variorum.values import CountRange

_TITLES = ("published", "publisher", "toll", "what changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What one account gives as the toll, and how that differs from what was given before it.

    change: "first", "same", "rose", "fell", or "else" where neither number excludes the other.
    """

    account: Account
    toll: Toll
    before: CountRange | None
    change: str

    @property
    def day(self) -> date | None:
        return self.account.report.published

    @property
    def who(self) -> str:
        return words.chain(self.toll.sources)

    @property
    def sentence(self) -> str:
        """In words: "rose from 22 to 32 (AFP, citing medical source)"."""
        now, before = self.toll.count, self.before
        told = {
            "first": f"first given as {now}",
            "same": f"again {now}",
            "rose": f"rose from {before} to {now}",
            "fell": f"fell from {before} to {now}",
            "else": f"now {now}, before {before}",
        }[self.change]
        return f"{told} ({self.who})"


def history(event: LinkedEvent) -> tuple[Revision, ...]:
    """The headline tolls of the accounts, outcome by outcome, each in the order of publication; those of one day as
    the accounts stand. Accounts of reports without a day come last.
    """
    found: list[Revision] = []
    for outcome in Outcome:
        before: CountRange | None = None
        for account in event.accounts:
            if (toll := headline(account, outcome)) is not None:
                found.append(Revision(account=account, toll=toll, before=before, change=_change(before, toll.count)))
                before = toll.count
    return tuple(found)


def _change(before: CountRange | None, now: CountRange) -> str:
    if before is None:
        return "first"
    if before == now:
        return "same"
    if before.is_below(now) or (before.floor < now.floor and _top(before) < _top(now)):
        return "rose"
    if now.is_below(before) or (now.floor < before.floor and _top(now) < _top(before)):
        return "fell"
    return "else"


def _top(count: CountRange) -> float:
    """The highest number that the words name: of "55 or more" 55."""
    return count.high if count.high is not None else count.floor


# --- as text -------------------------------------------------------------------------------------------------------


def history_table(heading: str, found: Sequence[Revision], decisions: Sequence[Decision] = ()) -> RenderableType:
    grid = Table(box=None, pad_edge=False, expand=True)
    for title, ratio in zip(_TITLES, (None, 2, 2, 4), strict=True):
        grid.add_column(title, ratio=ratio, overflow="fold", no_wrap=ratio is None)
    for one in found:
        grid.add_row(*(Text(cell) for cell in _cells(one)))
    decided = [Text(f"  {one}") for one in map(_decided, decisions)]
    below = [Padding(Group(Text("Decisions", style="bold cyan"), *decided), (1, 0, 0, 0))] if decided else []
    return Group(Text(heading, style="bold underline"), grid, *below, Text())


def history_markdown(heading: str, found: Sequence[Revision], decisions: Sequence[Decision] = ()) -> str:
    rows = [f"# {escape_markdown(heading)}", "", f"| {' | '.join(_TITLES)} |", "| :-- " * len(_TITLES) + "|"]
    rows += [f"| {' | '.join(map(escape_markdown, _cells(one)))} |" for one in found]
    if decisions:
        rows += ["", "## Decisions", "", *(f"- {escape_markdown(_decided(one))}" for one in decisions)]
    return "\n".join(rows) + "\n\n"


def history_json(event: str, found: Sequence[Revision], decisions: Sequence[Decision] = ()) -> Iterator[dict[str, Any]]:
    for one in found:
        yield {
            "event": event,
            "published": one.day and one.day.isoformat(),
            "publisher": one.account.report.publisher,
            "report": one.account.report_id,
            "account": one.account.id,
            "claim": one.toll.id,
            "outcome": one.toll.outcome.value,
            "low": one.toll.count.low,
            "high": one.toll.count.high,
            "approx": one.toll.count.approx,
            "sources": [source.text for source in one.toll.sources],
            "quote": one.toll.quote,
            "change": one.change,
            "sentence": one.sentence,
        }

    for made in decisions:
        yield {
            "event": event,
            "decision": made.id,
            "at": made.at and made.at.isoformat(),
            "by": made.by,
            "act": made.act.value,
            "targets": list(made.targets),
            "field": made.field,
            "value": made.value,
            "reason": made.reason,
        }


def _decided(one: Decision) -> str:
    """A decision on one line: "2026-03-01 Ada: correct value of claim-12ab34cd56 (a misprint)"."""
    what = " ".join(part for part in (one.act.value.replace("_", " "), one.field) if part)
    targets = ", ".join(f"{kind}-{rest[:10]}" for kind, _, rest in (target.partition("-") for target in one.targets))
    reason = f" ({words.line(one.reason)})" if one.reason else ""
    return f"{one.at:%Y-%m-%d} {words.line(one.by)}: {what} of {targets}{reason}"


def _cells(one: Revision) -> tuple[str, ...]:
    return (
        one.day.isoformat() if one.day else "no day",
        words.line(one.account.report.publisher or one.account.report.id),
        f"{one.toll.count} {words.spoken(one.toll.outcome.value)}",
        one.sentence,
    )


# --- as a chart ----------------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 360, 56, 24, 48, 44
_COLOURS = {Outcome.KILLED: "#b3261e", Outcome.INJURED: "#b26a00", Outcome.MISSING: "#5b5f97"}
_OTHER_COLOUR = "#4a6572"
_STYLE = "text{font:12px system-ui,sans-serif;fill:#222}.axis{stroke:#999}.grid{stroke:#e4e4e4}.title{font-size:15px}"


def history_chart(heading: str, found: Sequence[Revision]) -> str:
    """The tolls over the days of publication as SVG: a dot, or a bar from low to high, for each account, and a line
    from one to the next. Each names its words on hovering. Accounts without a day are left out.
    """
    dated = [one for one in found if one.day is not None]
    scale = Scale.over(one.toll.count for one in dated)
    days = [one.day.toordinal() for one in dated if one.day]
    first, last = (min(days), max(days)) if days else (0, 0)
    name = quoteattr(words.line(heading))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label={name}>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text class="title" x="{_LEFT}" y="24">{escape(words.line(heading))}</text>',
    ]
    for tick in scale.ticks:
        y = _y(tick.at)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{tick.label}</text>')
    for ordinal in sorted({first, (first + last) // 2, last}) if days else ():
        x = _x(ordinal, first, last)
        parts.append(f'<text x="{x}" y="{_HEIGHT - 16}" text-anchor="middle">{date.fromordinal(ordinal)}</text>')
    outcomes = [outcome for outcome in Outcome if any(one.toll.outcome is outcome for one in dated)]
    for number, outcome in enumerate(outcomes):
        colour = _COLOURS.get(outcome, _OTHER_COLOUR)
        parts.append(
            f'<text x="{_LEFT + 130 * number}" y="42" style="fill:{colour}">● {words.spoken(outcome.value)}</text>'
        )
        parts += _line([one for one in dated if one.toll.outcome is outcome], scale, first, last, colour)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(found: Sequence[Revision], scale: Scale, first: int, last: int, colour: str) -> Iterator[str]:
    points = []
    for one in found:
        assert one.day is not None
        points.append((_x(one.day.toordinal(), first, last), _y(scale.at(one.toll.count.floor))))
    path = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-opacity="0.5"/>'
    for one, (x, y) in zip(found, points, strict=True):
        title = f"{one.day}, {words.line(one.account.report.publisher or one.account.report.id)}: {one.sentence}"
        lane = scale.lane(one.toll.count)
        top = _y(lane.right) if not lane.open_right else _y(min(scale.at(one.toll.count.floor) + 6, 96))
        dashes = ' stroke-dasharray="3 2"' if lane.open_right else ""
        yield f"<g><title>{escape(title)}</title>"
        if top != y:
            yield f'<line x1="{x}" x2="{x}" y1="{y}" y2="{top}" stroke="{colour}" stroke-width="3"{dashes}/>'
        yield f'<circle cx="{x}" cy="{y}" r="4.5" fill="{colour}"/></g>'


def _x(ordinal: int, first: int, last: int) -> float:
    share = (ordinal - first) / (last - first) if last > first else 0.5
    return round(_LEFT + 16 + share * (_WIDTH - _LEFT - _RIGHT - 32), 1)


def _y(at: float) -> float:
    """Of a place on a scale of 0 to 100."""
    return round(_HEIGHT - _BOTTOM - at / 100 * (_HEIGHT - _TOP - _BOTTOM), 1)

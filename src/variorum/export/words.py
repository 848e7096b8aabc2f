"""How values are put into words for people: days, chains, stances, paragraph numbers, and text that may be hostile."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from datetime import date

from variorum.models import Actor, Affiliation, Chain, Mode, Report, Responsibility, Source, Stance
from variorum.values import DateRange, Span

#: Stands for a character that would move the cursor, turn the reading direction, or can't be written at all.
REPLACED = "\ufffd"

# Controls but for line breaks and tabs; what steers the direction of reading, by which a report could make its numbers
# read backwards; halves of surrogate pairs, which no encoding can carry.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """The text, length and line breaks kept, with every character replaced that could steer a terminal or a page."""
    return text if text.isprintable() else _UNSAFE.sub(REPLACED, text)  # what steers is never printable


def line(text: str) -> str:
    """The text made safe and laid on one line."""
    return safe(" ".join(text.split()))


def days(when: DateRange) -> str:
    """A range of days in words: "20 October 2017", "September 2017", "2017", "9 to 10 November 2016"."""
    first, last = when.start, when.end
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%B} {first.year}"
        return f"{first:%B} {first.year} to {last:%B} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def spoken(term: str) -> str:
    """A term of the schema as a word: "armed_clash" is "armed clash"."""
    return _SPOKEN.get(term) or line(term.replace("_", " "))


_SPOKEN = {
    "explosion_remote_violence": "explosion or remote violence",
    "air_drone_strike": "air or drone strike",
    "shelling_artillery_missile": "shelling, artillery or missile",
    "remote_explosive_landmine_ied": "remote explosive, landmine or IED",
    "abduction_forced_disappearance": "abduction or forced disappearance",
    "untaken": "number, not taken",
    "non_state_actor_overtakes_territory": "non-state actor overtakes territory",
}


def source(one: Source) -> str:
    """A source as named, and its anonymity with the reason given for it."""
    name = line(one.text)
    if not one.anonymous:
        return name
    return f"{name} (anonymous: {line(one.reason)})" if one.reason else f"{name} (anonymous)"


def chain(sources: Chain) -> str:
    """Who says it, outermost first: "the AP, citing security officials (anonymous)"; "the report" where nobody else."""
    return ", citing ".join(source(one) for one in sources) if sources else "the report"


def actor(one: Actor) -> str:
    """An actor with its side, and the registry's name for it where that is another."""
    name = f", {line(one.name)}" if one.name and one.name.casefold() != one.text.casefold() else ""
    return f"{line(one.text)} ({spoken(one.side)}{name})"


def on_the_side_of(actor: str) -> str:
    """Whose side a source is on: "on the side of the soldiers", "on the side of Boko Haram"."""
    named = line(actor)
    bare = named[:1].islower() and not named.startswith(_DETERMINERS)
    return f"on the side of {'the ' if bare else ''}{named}"


_DETERMINERS = ("a ", "an ", "the ", "some ", "their ", "his ", "her ", "its ", "al-", "el-")


def tie(claim: Affiliation) -> str:
    """What is claimed of how two actors belong together, and by whom."""
    stance = STANCES[claim.stance]
    said = f"{line(claim.actor)}: {claim.tie} {line(claim.whole)}, says {chain(claim.sources)}"
    return f"{said} ({stance})" if stance else said


STANCES = {
    Stance.ASSERTED: "",
    Stance.DENIED: "denied",
    Stance.DOUBTED: "doubted",
    Stance.CONDITIONAL: "if so",
}


def answer(claim: Responsibility) -> str:
    """What a statement says of who did it."""
    actor = line(claim.actor or "somebody")
    return {
        Mode.CLAIMED: f"claimed by {actor}",
        Mode.DENIED: f"denied by {actor}",
        Mode.ATTRIBUTED: f"{actor}, named",
        Mode.SUSPECTED: f"{actor}, suspected",
        Mode.NONE_CLAIMED: "nobody has claimed it",
        Mode.DOUBTED: f"{actor}, doubted",
    }[claim.mode]


UNCERTAIN = 0.7
"""Below this confidence a claim is marked: of those, one in three or so was read wrongly."""


def doubt(confidence: float | None) -> str:
    """ "uncertain" for a claim that is worth a second look, else nothing."""
    return "uncertain" if confidence is not None and confidence < UNCERTAIN else ""


class Paragraphs:
    """The paragraphs of a report, counted from 1 in its body. Where the text opens with the title, that is 0.

    Paragraphs are told by blank lines; in a text without any by its lines, where these are long.
    """

    def __init__(self, report: Report) -> None:
        text, title = report.text, report.title
        body = len(title) if title and text.startswith(title) else 0
        self.starts = [0] if body else []
        gaps = [gap.end() for gap in re.finditer(r"\n[^\S\n]*\n\s*", text)]
        if not any(gap > body for gap in gaps[1:]) and _has_long_lines(text[body:]):
            gaps = [gap.end() for gap in re.finditer(r"\n\s*", text)]
        first = next((gap for gap in gaps if gap >= body), body) if body else 0
        self.starts += [first, *(gap for gap in gaps if first < gap < len(text))]
        self._first = 0 if body else 1

    def number(self, span: Span) -> int:
        """The paragraph that a span starts in; 0 is the headline."""
        return max(bisect_right(self.starts, span.start) - 1, 0) + self._first

    def name(self, span: Span) -> str:
        """What a person calls it: "headline", "¶3"."""
        number = self.number(span)
        return f"¶{number}" if number else "headline"


def _has_long_lines(text: str) -> bool:
    """Whether the lines of a text are paragraphs rather than the rows of a narrow column."""
    lengths = sorted(len(row) for row in text.split("\n") if row.strip())
    return bool(lengths) and lengths[len(lengths) // 2] > 100

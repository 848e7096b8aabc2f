"""Who did it, told in ways that don't fit together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product

from variorum.codebooks.disagreements.accounts import MOST_COMPARED, STATE, same_source
from variorum.codebooks.disagreements.phrases import name, sentence, who
from variorum.models import Disagreement, DisagreementKind, Event, Mode, Responsibility, Severity
from variorum.nouns import nouns

SameActor = Callable[[str, str], bool]

_BLAMES = {Mode.ATTRIBUTED, Mode.SUSPECTED}
_REJECTS = {Mode.DENIED, Mode.DOUBTED}
_Finding = tuple[str, Severity] | None


def responsibility(event: Event, claims: Iterable[Responsibility], same: SameActor) -> Iterator[Disagreement]:
    """Claims of who did one event that don't fit; what is said twice in the same words is told once."""
    of_event = [claim for claim in claims if claim.event == event.id][:MOST_COMPARED]
    told: dict[str, Disagreement] = {}
    for one, other in combinations(of_event, 2):
        found = _compare(event, one, other, same)
        if found:
            words, severity = found
            told.setdefault(
                words,
                Disagreement(
                    kind=DisagreementKind.RESPONSIBILITY,
                    event=event.id,
                    claims=(one.id, other.id),
                    sentence=sentence(words),
                    severity=severity,
                ),
            )
    yield from told.values()


def _compare(event: Event, one: Responsibility, other: Responsibility, same: SameActor) -> _Finding:
    if Mode.NONE_CLAIMED in (one.mode, other.mode):
        return _none_and_one(one, other)
    if one.actor is None or other.actor is None:
        return None
    if same(one.actor, other.actor):
        return _one_actor(one, other)
    if _on_two_sides(event, one.actor, other.actor, same):
        return None
    return _two_actors(one, other)


def _none_and_one(one: Responsibility, other: Responsibility) -> _Finding:
    for claim in (one, other):
        if claim.mode is Mode.CLAIMED and claim.actor:
            return f"nobody is said to have claimed it, and {name(claim.actor)} is", Severity.CONTRADICTION
    return None


def _one_actor(one: Responsibility, other: Responsibility) -> _Finding:
    """Somebody is named, and the link is denied or doubted."""
    no, yes = (one, other) if one.mode in _REJECTS else (other, one)
    if no.mode not in _REJECTS or yes.mode in _REJECTS:
        return None
    actor = name(no.actor or "")
    if no.mode is Mode.DOUBTED:
        return f"that {actor} did it is doubted by {who(no.sources)}", Severity.REMARK
    if yes.mode is Mode.CLAIMED:
        return f"{actor} is said both to have claimed it and to have denied it", Severity.CONTRADICTION
    verb = "named" if yes.mode is Mode.ATTRIBUTED else "blamed"
    return f"{actor}, {verb} for it by {who(yes.sources)}, denies it", Severity.CONTRADICTION


def _two_actors(one: Responsibility, other: Responsibility) -> _Finding:
    """Two actors are each said to have done it: against each other only as far as their speakers are."""
    modes = {one.mode, other.mode}
    words = f"who did it is told in two ways: {_answer(one)}, or {_answer(other)}"
    if modes == {Mode.CLAIMED}:
        return f"both {name(one.actor or '')} and {name(other.actor or '')} claim it", Severity.CONTRADICTION
    if Mode.CLAIMED in modes and modes <= _BLAMES | {Mode.CLAIMED}:
        return words, Severity.REMARK
    if Mode.ATTRIBUTED not in modes or not modes <= _BLAMES:
        return None
    if not one.sources or not other.sources or same_source(one.sources, other.sources):
        return None
    one_camp = {one.sources[-1].kind, other.sources[-1].kind} <= STATE
    firm = modes == {Mode.ATTRIBUTED} and not one_camp
    return words, Severity.CONTRADICTION if firm else Severity.REMARK


def _answer(claim: Responsibility) -> str:
    by = "its own claim" if claim.mode is Mode.CLAIMED else f"according to {who(claim.sources)}"
    return f"{name(claim.actor or '')} ({by})"


def _on_two_sides(event: Event, one: str, other: str, same: SameActor) -> bool:
    """Whether both take part in the event, on different sides or in a clash: then each may have done its share."""
    left, right = ({actor.side for actor in event.actors if same(actor.text, text)} for text in (one, other))
    return bool(left and right) and (left != right or "clash" in left)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one by their words ("the Taliban", "Afghan Taliban") or initials ("FARC").

    Of names joined by "and" one in common is enough.
    """
    return any(_same_single(*pair) for pair in product(_joined(one), _joined(other)))


def _joined(text: str) -> list[str]:
    return [part for part in re.split(r",| and ", text[:300]) if part.strip()]


def _same_single(one: str, other: str) -> bool:
    left, right = set(nouns(one)), set(nouns(other))
    if not left or not right:
        return False
    return left <= right or right <= left or _is_short_for(one, other) or _is_short_for(other, one)


def _is_short_for(short: str, long: str) -> bool:
    letters = (short.replace(".", "").split() or [""])[-1]
    if len(letters) < 2 or not letters.isupper():
        return False
    words = re.findall(r"[^\W\d_]+", long)
    all_words = "".join(word[0] for word in words).upper()
    names_only = "".join(word[0] for word in words if word[0].isupper())
    return letters in (all_words, names_only)

"""Which number is chosen: rules that read the claims that stand, group by group, and put the groups together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter

from variorum.codebooks.book import ARMED, OUTSIDE, TOTAL
from variorum.codebooks.coding import Coding, Pool, Tally, told
from variorum.codebooks.evidence import OF_ANY_SIDE, Voice
from variorum.models import Outcome


def range_of_each_group(coding: Coding) -> None:
    """The lowest and the highest number that stands for each group. "At least 55" and "more than 54" stand for 55, "30
    to 40" for 30 at the low and 40 at the high end, "up to 40" for 40, and where nothing else stands for 0 at the low
    end.
    """
    for pool, voices in coding.pools.items():
        if not voices:
            continue
        low, lowest = _lowest([voice for voice in voices if not voice.only_high])
        highest = max(voices, key=_high)
        coding.tallies[pool] = Tally(low=low, high=highest.high, low_of=lowest, high_of=highest)
        sentence = _range_sentence(low, lowest, highest, len(voices))
        coding.note(pool, voices, f"{low} to {highest.high}", sentence)


_high = attrgetter("high")


def _lowest(voices: list[Voice]) -> tuple[int, Voice | None]:
    """The lowest number of some voices, and the first that gives it; 0 where none of them sets a low end."""
    if all(voice.low is None for voice in voices):
        return 0, next((voice for voice in voices if voice.best == 0), None)
    lowest = min(voices, key=least)
    return least(lowest), lowest


def _range_sentence(low: int, lowest: Voice | None, highest: Voice, number: int) -> str:
    if number == 1 and low == highest.high:
        return f"One number stands: {low} ({highest.said_by})."
    of_low = lowest.said_by if lowest else "no number for the low end stands"
    return f"The lowest number that stands is {low} ({of_low}), the highest {highest.high} ({highest.said_by})."


def most_agreed(coding: Coding) -> None:
    """The best number of each group is the one that most sources speak for. Parameter `ranking`: a source speaks for a
    number that lies within its own words (agreement), or else the lowest, the highest, or the latest number is best,
    whoever says so. Parameter `narrator`: whether what a report says in its own voice counts beside the sources that it
    names (source), or is taken for a summary of them (summary). Parameter `tie`: the lowest or the highest of equals,
    or the one that stands nearest to the beginning of a report (first), where reports tell what is main.
    """
    for pool, voices in coding.pools.items():
        if voices:
            _choose(coding, pool, [voice for voice in voices if not voice.only_high])


def _choose(coding: Coding, pool: Pool, voices: list[Voice]) -> None:
    tally = coding.tallies.setdefault(pool, Tally())
    if not voices:
        tally.best = 0
        coding.note(pool, coding.pools[pool], 0, "Best 0: what stands counts for the highest number alone.")
        return
    values = {voice.best for voice in voices}
    if len(values) == 1:
        tally.best, tally.best_of = voices[0].best, voices[0]
        coding.note(pool, voices, tally.best, f"Best {tally.best}: every number that stands is the same.")
        return
    ranking = str(coding.book["ranking"])
    if ranking == "agreement":
        _by_agreement(coding, pool, values)
        return
    latest = max(voice.day for voice in voices)
    among = {voice.best for voice in voices if voice.day == latest} if ranking == "latest" else values
    tally.best = max(among) if ranking == "highest" else min(among)
    tally.best_of = _saying(voices, tally.best)
    coding.note(pool, voices, tally.best, f"Best {tally.best}: the {ranking} number of {len(voices)}.", "ranking")


def _by_agreement(coding: Coding, pool: Pool, values: Iterable[int]) -> None:
    backing = coding.backing.get(pool) or coding.pools[pool]
    support = {value: len(_speaking_for(coding, backing, value)) for value in values}
    most = max(support.values())
    equals = sorted(value for value in values if support[value] == most)
    best = _of_equals(coding, pool, equals)
    tally = coding.tallies[pool]
    tally.best, tally.best_of = best, _saying(coding.pools[pool], best)
    parameters = ["ranking", "narrator"]
    sentence = f"Best {best}: {_sources(most)} {'speaks' if most == 1 else 'speak'} for it, "
    if len(equals) > 1:
        parameters.append("tie")
        sentence += f"as many as for {_numbers(equals, best)}; {_TAKEN[str(coding.book['tie'])]}."
    else:
        others = [f"{value} has {support[value] or 'none'}" for value in sorted(support) if value != best][:4]
        sentence += f"{', '.join(others)}."
    coding.note(pool, [*coding.pools[pool], *backing], best, sentence, *parameters)


_TAKEN = {
    "lowest": "the lowest of equals is taken",
    "highest": "the highest of equals is taken",
    "first": "the first that a report tells is taken",
}


def _of_equals(coding: Coding, pool: Pool, equals: Sequence[int]) -> int:
    """The number that is taken of some that as many speak for, in rising order."""
    match coding.book["tie"]:
        case "highest":
            return equals[-1]
        case "first":
            told_of = [voice for voice in coding.pools[pool] if voice.best in equals and not voice.only_high]
            return min(told_of, key=lambda voice: (voice.toll.span.start, voice.rank)).best
    return equals[0]


def least(voice: Voice) -> int:
    """The least number of a voice; of "up to 40" the only one that it states."""
    return voice.best if voice.low is None else voice.low


def _saying(voices: Iterable[Voice], number: int) -> Voice | None:
    """The first voice, by what it says, that gives a number; named sources before narrators."""
    giving = [voice for voice in voices if number in (voice.best, voice.low)]
    return min(giving, key=lambda voice: (voice.best != number, voice.is_narrator, voice.rank), default=None)


def _numbers(values: Iterable[int], but: int) -> str:
    return ", ".join(str(value) for value in values if value != but)


def _sources(number: int) -> str:
    return "one source" if number == 1 else f"{number} sources" if number else "no named source"


def _speaking_for(coding: Coding, backing: Iterable[Voice], value: int) -> set[str]:
    """The speakers within whose words the number lies; a narrator who only sums up the report's sources is none."""
    voices = list(backing)
    attributed = {voice.account.report_id for voice in voices if not voice.is_narrator}
    summary = coding.book["narrator"] == "summary"
    return {
        voice.witness
        for voice in voices
        if (voice.count.contains(value) or voice.best == value)
        and not (summary and voice.is_narrator and voice.account.report_id in attributed)
    }


def lowest_of_each_group(coding: Coding) -> None:
    """Where sources differ, the lowest number of each group is taken, until there is a corroborated one. Parameter
    `corroborated_by`: how many independent sources must give one number for it to take the place of the lowest; 0:
    never.
    """
    needed = int(coding.book["corroborated_by"])
    for pool, voices in coding.pools.items():
        if not voices:
            continue
        standing = [voice for voice in voices if not voice.only_high]
        if not standing:
            coding.tallies[pool] = Tally(best=0)
            coding.note(pool, voices, 0, "0: nothing that stands counts for the lowest number.")
            continue
        lowest = min(map(least, standing))
        chosen, how = lowest, "the lowest"
        if needed:
            said = {
                value: len({v.witness for v in standing if v.best == value}) for value in {v.best for v in standing}
            }
            if backed := [value for value, number in said.items() if number >= needed]:
                chosen, how = max(backed, key=lambda value: (said[value], -value)), f"given by {needed} or more sources"
        coding.tallies[pool] = Tally(best=chosen, best_of=_saying(standing, chosen))
        if len({voice.best for voice in standing}) == 1:
            sentence = f"{chosen}: no other number stands ({standing[0].said_by})."
            coding.note(pool, voices, chosen, sentence)
        else:
            sentence = f"{chosen}: {how} of {told(sorted(standing, key=lambda voice: voice.rank))}."
            coding.note(pool, voices, chosen, sentence, "corroborated_by")


def recent_majority_lowest(coding: Coding) -> None:
    """Where sources differ, the most recent number; of several from about the same time the one that the majority of
    sources gives; without a majority the lowest. Parameter `same_time_days`: how many days apart is about the same
    time. Parameter `ranking`: whether a source speaks for the very number alone (same_number), or for each that lies
    within its words (agreement). Parameter `narrator`: as a source of its own, or as a summary of those it names.
    """
    for pool, voices in coding.pools.items():
        standing = [voice for voice in voices if not voice.only_high]
        if not standing:
            if voices:
                coding.note(pool, voices, None, "No number stands.")
            continue
        if len({voice.best for voice in standing}) == 1:
            coding.tallies[pool] = Tally(best=standing[0].best, best_of=_saying(standing, standing[0].best))
            coding.note(pool, voices, standing[0].best, f"{standing[0].best}: no other number stands.")
            continue
        _recent(coding, pool, standing)


def _recent(coding: Coding, pool: Pool, standing: list[Voice]) -> None:
    days = int(coding.book["same_time_days"])
    latest = max(voice.day for voice in standing)
    recent = [voice for voice in standing if (latest - voice.day) <= timedelta(days)]
    values = sorted({voice.best for voice in recent})
    if len(values) == 1:
        coding.tallies[pool] = Tally(best=values[0], best_of=_saying(recent, values[0]))
        sentence = f"{values[0]}: the most recent number ({latest.isoformat()}, {recent[0].said_by})."
        coding.note(pool, standing, values[0], sentence, "same_time_days")
        return
    backing = coding.backing.get(pool, standing) if coding.book["ranking"] == "agreement" else recent
    said = {value: _giving(coding, backing, value) for value in values}
    most = max(said.values())
    majority = [value for value in values if said[value] == most]
    parameters = ("same_time_days", "ranking", "narrator")
    if len(majority) == 1:
        chosen = majority[0]
        against = ", ".join(f"{value} has {said[value] or 'none'}" for value in values if value != chosen)
        sentence = f"{chosen}: of numbers from about the same time the majority's; {_sources(most)}, {against}."
    else:
        chosen = values[0]
        numbers = ", ".join(map(str, values))
        sentence = f"{chosen}: the lowest of {numbers}, which are about as recent, and none has a majority."
    coding.tallies[pool] = Tally(best=chosen, best_of=_saying(recent, chosen))
    coding.note(pool, [*standing, *backing], chosen, sentence, *parameters)


def _giving(coding: Coding, backing: Iterable[Voice], value: int) -> int:
    if coding.book["ranking"] == "agreement":
        return len(_speaking_for(coding, backing, value))
    return len({voice.witness for voice in backing if voice.best == value})


# --- groups together -----------------------------------------------------------------------------------------------


def whole(
    coding: Coding, outcome: Outcome, number: Callable[[Tally], int | None], *, lowest: bool = False
) -> int | None:
    """One number for everybody: victims, and attackers beside them; None where no claim stands at all."""
    attackers = number(coding.tally(outcome, ARMED))
    if coding.total_holds_attackers(outcome):
        return _with_total(coding, outcome, number, (*coding.victim_camps, ARMED), lowest=lowest)
    victims = victims_of(coding, outcome, number, lowest=lowest)
    return None if victims is None and attackers is None else (victims or 0) + (attackers or 0)


def victims_of(
    coding: Coding, outcome: Outcome, number: Callable[[Tally], int | None], *, lowest: bool = False
) -> int | None:
    """One number for the victims: their unspecified total, or the sum of their groups; None where no claim stands."""
    return _with_total(coding, outcome, number, coding.victim_camps, lowest=lowest)


def _with_total(
    coding: Coding, outcome: Outcome, number: Callable[[Tally], int | None], camps: Iterable[str], *, lowest: bool
) -> int | None:
    """The unspecified total where it reaches the sum of the groups inside it, else that sum. A lowest total is its own:
    a group inside may well have fewer.
    """
    unspecified = number(coding.tally(outcome, TOTAL))
    stated = [group for camp in camps if (group := number(coding.tally(outcome, camp))) is not None]
    if unspecified is None:
        return sum(stated) if stated else None
    return unspecified if lowest else max(unspecified, sum(stated))


def split_of_the_total(coding: Coding) -> None:
    """Who the people of an unspecified total were: by the parts that its own source tells ("37, including 30
    insurgents"), for groups of which no other count stands.
    """
    for outcome in coding.book.outcomes:
        best = coding.tally(outcome, TOTAL).best
        chosen = [voice for voice in coding.standing(outcome, TOTAL) if voice.best == best]
        parts = coding.parts_of(chosen[0]) if chosen else []
        left = best or 0
        for camp in coding.book.all_camps:
            own = [part for part in parts if coding.book.camps[part.category] == camp and not part.is_word]
            if camp == TOTAL or not own:
                continue
            number = min(left, sum(part.best for part in own))
            left -= number
            if not coding.standing(outcome, camp):
                coding.tallies[outcome, camp] = Tally(best=number, high=number, best_of=own[0], high_of=own[0])
                coding.note((outcome, camp), [*chosen[:1], *own], number, f"{number} of the {best}: {told(own)}.")


def lowest_source(coding: Coding, outcome: Outcome) -> int | None:
    """The lowest of the sources' own sums over all groups; None where no claim stands."""
    sums: dict[str, dict[str, int]] = {}
    for (of, camp), voices in coding.pools.items():
        for voice in voices:
            if of is outcome and not voice.only_high:
                groups = sums.setdefault(voice.witness, {})
                low = least(voice)
                groups[camp] = min(groups.get(camp, low), low)
    wide = max((len(groups) for groups in sums.values()), default=0)
    return min((_sum(groups) for groups in sums.values() if len(groups) == wide), default=None)


def lowest_report(coding: Coding, outcome: Outcome, below: int) -> tuple[int, list[Voice]] | None:
    """The lowest of the reports' own numbers for everybody, as far as it lies below a number, and what that report
    says. Only a report counts that tells of every group that any report tells of, and of somebody it does not only
    name, and that none of its speakers corrects on a later day; where many other reports give that number or more, one
    that gives less only tells of somebody in passing. A copy belongs to the report of its origin.
    """
    told_of = coding.evidence.voices(outcome)
    reports, days = _by_report(told_of), _first_days(told_of)
    if len(reports) < 2 or sum(max(map(_best, voices)) >= below for voices in reports) > _MANY:
        return None
    every = {side for voices in reports for side in _sides(coding, voices)}
    found: tuple[int, list[Voice]] | None = None
    for voices in reports:
        stated = [voice for voice in voices if not voice.toll.optional and not voice.toll.part_of]
        if not stated or max(voice.best for voice in voices) >= below or _sides(coding, voices) != every:
            continue
        if not any(_is_corrected(voice, told_of, days) for voice in voices):
            own = whole(coding.of(voices), outcome, _best)
            if own is not None and own < below:
                below, found = own, (own, voices)
    return found


_best = attrgetter("best")
_MANY = 3
"""So many reports that give a number may be wrong against one; more are not."""


def _is_corrected(voice: Voice, others: Iterable[Voice], days: Mapping[str, date]) -> bool:
    """Whether who speaks gives another number on a later day, by the days of first publication of each origin."""
    later = (one for one in others if days[one.origin] > days[voice.origin] and not one.is_word)
    return any(one.witness == voice.witness for one in later)


def _first_days(voices: Iterable[Voice]) -> dict[str, date]:
    """The day of the first publication of each origin: a copy is no later word."""
    days: dict[str, date] = {}
    for voice in voices:
        days[voice.origin] = min(voice.day, days.get(voice.origin, voice.day))
    return days


def _by_report(voices: Iterable[Voice]) -> list[list[Voice]]:
    told = list(voices)
    report_of = {voice.toll.id: voice.account.report_id for voice in told}
    reports: dict[str, list[Voice]] = {}
    for voice in told:
        reports.setdefault(report_of.get(voice.origin, voice.account.report_id), []).append(voice)
    return [reports[name] for name in sorted(reports)]


def _sides(coding: Coding, voices: Iterable[Voice]) -> set[str]:
    """The camps of some voices; mere people and civilians are one, for reports use either word."""
    return {TOTAL if voice.category in OF_ANY_SIDE else coding.book.camps[voice.category] for voice in voices}


def _sum(groups: dict[str, int]) -> int:
    victims = sum(low for camp, low in groups.items() if camp not in (TOTAL, ARMED, OUTSIDE))
    return max(victims, groups.get(TOTAL, 0)) + groups.get(ARMED, 0)

"""Which claims stand: rules that take claims out of the count, or put those together that are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from variorum.codebooks.book import ARMED, OUTSIDE, TOTAL
from variorum.codebooks.coding import Coding, Pool, told
from variorum.codebooks.disagreements.accounts import names_a_number
from variorum.codebooks.disagreements.groups import INSIDE, kind_of_person, lexicon, marks, may_be_one, names_no_people
from variorum.codebooks.disagreements.phrases import listed
from variorum.codebooks.evidence import (
    OF_ANY_SIDE,
    STATE_GROUPS,
    STATE_KINDS,
    Voice,
    in_one_breath,
    is_word,
    joined,
    may_be_none,
    named_together,
    side_by_side,
)
from variorum.models import GroupCategory, Outcome, SourceKind, Stance
from variorum.nouns import nouns
from variorum.values import CountRange, total


def denied(coding: Coding) -> None:
    """A number that its source denies ("the army denied that 185 were killed") is no count of that source's."""
    if Stance.DENIED in coding.evidence.stances:
        coding.sift(lambda voice: voice.toll.stance is Stance.DENIED, "its source says that it is not so")


def conditional(coding: Coding) -> None:
    """A number that holds only under a condition ("if the higher toll is true") is left out."""
    if Stance.CONDITIONAL in coding.evidence.stances:
        coding.sift(lambda voice: voice.toll.stance is Stance.CONDITIONAL, "it holds only under a condition")


def doubted(coding: Coding) -> None:
    """A number that the report says could not be verified. Parameter `doubted`: counted like any other (keep), for the
    highest number alone (only_high), or left out (leave_out).
    """
    if Stance.DOUBTED not in coding.evidence.stances:
        return
    match coding.book["doubted"]:
        case "leave_out":
            coding.sift(_is_doubted, "it is said to be unverified", "doubted")
        case "only_high":
            _only_high(coding, _is_doubted, "is said to be unverified", "doubted")


def unsure_readings(coding: Coding) -> None:
    """Claims that may well have been read wrongly are set aside where others give numbers. Parameter
    `least_confidence`: how sure the reader must be of a claim, in percent; claims without a confidence are sure.
    """
    least = int(coding.book["least_confidence"]) / 100
    coding.sift(
        lambda voice: voice.toll.confidence is not None and voice.toll.confidence < least,
        "the reader is not sure of it",
        "least_confidence",
        beside="number",
    )


def parts_of_wholes(coding: Coding) -> None:
    """A part ("including 20 officers") is never added to its whole ("55 policemen"), and is no total of its own: it
    only tells who the people of the whole were.
    """
    if not coding.evidence.wholes:
        return
    for (outcome, camp), voices in coding.pools.items():
        parts = [voice for voice in voices if voice.toll.part_of]
        if not parts:
            continue
        wholes = {voice.toll.id for voice in coding.evidence.voices(outcome)}
        if parts := [voice for voice in parts if voice.toll.part_of in wholes]:
            coding.pools[outcome, camp] = [voice for voice in voices if voice not in parts]
            sentence = f"Not added, for they are parts of another count: {told(parts)}."
            coding.note((outcome, camp), parts, "parts", sentence)
            for part in parts:
                coding.parts.setdefault(part.toll.part_of or "", []).append(part)


def uncounted_parts(coding: Coding) -> None:
    """People whom the codebook does not count are taken out of a total that names them among its parts ("37 people,
    including 30 insurgents": seven).
    """
    if not coding.parts:
        return
    for (outcome, camp), voices in coding.pools.items():
        if camp != TOTAL:
            continue
        coding.pools[outcome, camp] = voices = list(voices)
        for place, voice in enumerate(voices):
            out = [
                p for p in coding.parts_of(voice) if coding.book.camps[p.category] in (ARMED, OUTSIDE) and not p.is_word
            ]
            if not out:
                continue
            number = sum(part.best for part in out)
            low = None if voice.low is None else max(0, voice.low - number)
            best = max(0, voice.best - number)
            high = max(0, voice.high - number)
            voices[place] = replace(voice, count=CountRange(best, None), low=low, best=best, high=high, is_word=False)
            sentence = f"{best} of {told([voice])} counted, without {told(out)}."
            coding.note((outcome, camp), [voice, *out], best, sentence)


def one_origin(coding: Coding) -> None:
    """Forty reprints of one wire story are one origin: claims of one origin with the same number count once, and so
    does what one speaker says again, but of groups that are named side by side ("a mother and a grandmother"). The
    first publication counts.
    """
    for pool, voices in coding.pools.items():
        if len(voices) > 1:
            kept = _told_again(joined(voices, lambda voice: voice.origin))
            if len(kept) < len(voices):
                copied = [voice for voice in kept if len(voice.claims) > 1]
                coding.pools[pool] = kept
                sentence = f"Told more than once by one origin or one speaker, counted once: {told(copied)}."
                coding.note(pool, copied, "one origin", sentence)


def unreasonable(coding: Coding) -> None:
    """A number that nobody comes near is left out: two or more other numbers of the group, or of people of whom it is
    not said, stay far below it, number words too, and it is not news (the others were not all published on earlier
    days). Parameter `unreasonable`: how many times the highest of the others (of two at the least) it must be; 0 lets
    every number stand.
    """
    times = int(coding.book["unreasonable"])
    if not times:
        return
    words = coding.book["number_words"] != "never"
    before = dict(coding.pools)
    for (outcome, camp), voices in before.items():
        beside = [] if camp == TOTAL else before.get((outcome, TOTAL), [])
        counts = [voice for voice in (*voices, *beside) if words or not voice.is_word]
        if far := [voice for voice in voices if not voice.is_word and _is_far_above(voice, counts, times)]:
            coding.pools[outcome, camp] = [voice for voice in voices if voice not in far]
            sentence = f"Unreasonable, left out: {told(far)}, more than {times} times what any other count says."
            coding.note((outcome, camp), far, "left out", sentence, "unreasonable")


def single_persons(coding: Coding) -> None:
    """A single person told of in passing ("the governor", "the bomber") is among those whom a count of the same group
    counts; without such a count all of them are taken for the same one, and for the highest number alone those who
    can't be ("a man", "a girl") for as many. A single attacker is among those whom a count of the dead counts, whoever
    they were ("3 dead", "two bodies").
    """
    if not any(_is_single(voice) for voices in coding.pools.values() for voice in voices):
        return
    _attackers_among_the_dead(coding)
    coding.sift(_is_single, "a single person is among those counted otherwise", beside="claim")
    for pool, voices in coding.pools.items():
        if len(voices) > 1 and all(map(_is_single, voices)):
            most = _most_persons(voices)
            coding.pools[pool] = [replace(voices[0].joined(voices[1:]), high=most)]
            beside = f", and as {most} at the most" if most > 1 else ""
            sentence = f"Single persons, who may be the same one, count as one{beside}: {told(voices)}."
            coding.note(pool, voices, 1, sentence)


def _most_persons(voices: Iterable[Voice]) -> int:
    """How many different persons single ones are at the most, by the words for them."""
    different: list[str] = []
    for text in sorted({voice.toll.group.text for voice in voices}):
        if not any(may_be_one(text, other) for other in different):
            different.append(text)
    return max(1, len(different))


def superseded(coding: Coding) -> None:
    """A later number of the same speaker for the same group takes the place of an earlier one, by the days of
    publication. A number word never takes the place of a number.
    """
    if len(coding.evidence.days) < 2:
        return
    for pool, voices in coding.pools.items():
        if len(voices) < 2:
            continue
        last: dict[tuple[str, GroupCategory], Voice] = {}
        for voice in voices:
            key = (voice.witness, voice.category)
            if not voice.is_word and (key not in last or last[key].day < voice.day):
                last[key] = voice
        old = [v for v in voices if (v.witness, v.category) in last and v.day < last[v.witness, v.category].day]
        if old:
            coding.pools[pool] = [voice for voice in voices if voice not in old]
            later = {(voice.witness, voice.category) for voice in old}
            new = [voice for key, voice in last.items() if key in later]
            sentence = f"Superseded by a later number of the same speaker: {told(old)}; later: {told(new)}."
            coding.note(pool, [*old, *new], "superseded", sentence)


def words_of_perpetrators(coding: Coding) -> None:
    """What an armed group says of the dead is set aside where anybody else gives a number."""
    coding.sift(
        lambda voice: bool(voice.toll.sources) and voice.toll.sources[-1].kind is SourceKind.ARMED_GROUP,
        "an armed group says so, and others give numbers",
        beside="number",
    )


def enemy_counts(coding: Coding) -> None:
    """A party's count of its opponent's dead. Parameter `enemy_counts`: counted like any other (count), for the highest
    number alone where another source gives a number that does not fit it (only_high_if_disputed), always for the
    highest number alone (only_high), or left out (leave_out).
    """
    because = "is a party's count of its opponent's dead"
    match coding.book["enemy_counts"]:
        case "leave_out":
            coding.sift(_is_enemy_count, "a party counts its opponent's dead", "enemy_counts")
        case "only_high":
            _only_high(coding, _is_enemy_count, because, "enemy_counts")
        case "only_high_if_disputed":
            because = f"{because}, and another source's does not fit it"
            _only_high(coding, _is_enemy_count, because, "enemy_counts", if_disputed=True)


def same_people(coding: Coding) -> None:
    """Fighters killed in one report, and as many people or civilians in another, may be the same people: a suspect to
    one is a man to the other. Parameter `same_number`: they count once, and twice for the highest number alone (once),
    once for the lowest number alone (once_for_low), or always as two groups (twice). For the lowest number alone that
    holds of a single one of the state's forces, too. Where one sentence of any report tells of both they are two.
    """
    setting = coding.book["same_number"]
    if setting == "twice":
        return
    for_low = setting == "once_for_low"
    change: dict[str, Any] = {"low": 0} if for_low else {"only_high": True}
    of_people = {coding.book.camps[category] for category in OF_ANY_SIDE}
    sided = [camp for camp in coding.book.all_camps if camp not in (*of_people, OUTSIDE) and (for_low or camp == ARMED)]
    for outcome, camp in ((outcome, camp) for outcome in coding.book.outcomes for camp in sided):
        standing = [voice for voice in coding.standing(outcome, camp) if not voice.is_word and not voice.only_high]
        fighters = [voice for voice in standing if camp == ARMED or voice.best == 1]
        others = [v for people in of_people for v in coding.standing(outcome, people) if v.category in OF_ANY_SIDE]
        doubles = [one for one in fighters if _may_be_same(coding, one, others)] if others else []
        if doubles:
            coding.pools[outcome, camp] = [
                replace(voice, **change) if voice in doubles else voice for voice in coding.standing(outcome, camp)
            ]
            counts = "Nobody for the lowest" if for_low else "Only for the highest"
            sentence = f"{counts} number: {told(doubles)}, for as many people are told of, who may be they."
            coding.note((outcome, camp), doubles, "same people", sentence, "same_number")


def _may_be_same(coding: Coding, fighters: Voice, others: Iterable[Voice]) -> bool:
    """Whether as many others are told of, nowhere in one sentence with these fighters; single persons also by their sex
    and age, and by any sentence with as many fighters.
    """
    as_many = [voice for voice in others if voice.best == fighters.best and not voice.is_word]
    if fighters.best != 1:
        return bool(as_many) and not any(in_one_breath(fighters, voice) for voice in as_many)
    text, camps = fighters.toll.group.text, coding.book.camps
    if not any(may_be_one(text, voice.toll.group.text) for voice in as_many):
        return False
    single = [voice for voice in coding.evidence.voices(fighters.toll.outcome) if voice.best == 1]
    alike = [voice for voice in single if camps[voice.category] == camps[fighters.category]]
    people = [voice for voice in single if voice.category in OF_ANY_SIDE]
    return not any(in_one_breath(one, voice) for one in alike if one not in people for voice in people)


def hurt_and_dead(coding: Coding) -> None:
    """Those hurt who died are no injured: a single person hurt ("a boy was shot") where a single one is told of as dead
    who may be the same by sex and age, and no sentence tells of both; and a number hurt that is the dead and those hurt
    beside them ("five shot", where another sentence has "one killed and four injured").
    """
    for (outcome, camp), voices in coding.pools.items():
        if outcome is not Outcome.INJURED:
            continue
        dead = [voice for voice in coding.standing(Outcome.KILLED, camp) if voice.best and not voice.is_word]
        counted = [voice for voice in voices if not voice.is_word]
        among = {hurt: found for hurt in counted if (found := _dead_among(hurt, counted, dead))}
        if among:
            told_of = list(dict.fromkeys(one for found in among.values() for one in found))
            coding.pools[outcome, camp] = [voice for voice in voices if voice not in among]
            sentence = f"Left out: {told([*among])}, for the dead are among them: {told(told_of)}."
            coding.note((outcome, camp), [*among, *told_of], "left out", sentence)


def _dead_among(hurt: Voice, others: Sequence[Voice], dead: Sequence[Voice]) -> list[Voice]:
    """The claims by which the dead are among people hurt; none where they are told apart from these."""
    if all(map(_is_single, (*others, *dead))):
        if any(in_one_breath(one, voice) for one in others for voice in dead):
            return []
        text = hurt.toll.group.text
        return [voice for voice in dead if may_be_one(text, voice.toll.group.text)]
    for one in dead:
        beside = [v for v in others if v.best == hurt.best - one.best and in_one_breath(v, one)]
        if beside and not in_one_breath(hurt, one):
            return [*beside[:1], one]
    return []


def unnamed_media(coding: Coding) -> None:
    """Numbers of media that are not named ("local media reports"). Parameter `unnamed_media`: they are a source like
    any other (count), or set aside beside others, for they may repeat one of these (leave_out).
    """
    if coding.book["unnamed_media"] == "leave_out":
        because = "unnamed media may repeat a source that is named"
        coding.sift(_is_of_unnamed_media, because, "unnamed_media", beside="number")


def number_words(coding: Coding) -> None:
    """Number words ("dozens", "many") against numbers. Parameter `number_words`: they count only where no number stands
    for the group or for one that holds it (alone), like numbers (compete), or never. What a word counts as stands in
    the codebook's table, else it is the least that the word means. Words that don't count can still speak for a number
    that lies within them. Parameter `few_if_any`: whether "few, if any" is a count of none, beside numbers as well
    (none), or a word like others (word).
    """
    coding.backing = dict(coding.pools)
    for pool, voices in coding.pools.items():
        words = [voice for voice in voices if voice.is_word]
        if not words:
            continue
        nobody = [voice for voice in words if may_be_none(voice.count)] if coding.book["few_if_any"] == "none" else []
        others = [voice for voice in words if voice not in nobody] if nobody else words
        numbers = [voice for voice in voices if not voice.is_word]
        coding.pools[pool] = [*numbers, *(replace(voice, low=0, best=0, high=0) for voice in nobody)]
        if nobody:
            coding.note(pool, nobody, 0, f"Counts as none at the least: {told(nobody)}.", "few_if_any")
        if others:
            _weigh_words(coding, pool, numbers, others)


def _weigh_words(coding: Coding, pool: Pool, numbers: list[Voice], words: list[Voice]) -> None:
    setting = coding.book["number_words"]
    if setting == "compete" or (setting == "alone" and not _numbers_stand(coding, pool, numbers, words)):
        valued = [_valued(coding, voice) for voice in words]
        coding.pools[pool] += valued
        counts = listed([f"“{voice.toll.quote}” as {voice.best}" for voice in valued])
        coding.note(pool, valued, "words", f"Number words count as numbers: {counts}.", "number_words")
        return
    why = "number words give no figure" if setting == "never" else "numbers stand beside them"
    coding.note(pool, words, "words", f"No figures, for {why}: {told(words)}.", "number_words")


def groups_of_one_speaker(coding: Coding) -> None:
    """Groups that share nobody and that one speaker counts in one sentence ("three soldiers and two policemen") are
    added up, unless that speaker also gives a number for all of them. Whoever tells of one of the groups alone ("the
    three soldiers") tells of a part of that sum.
    """
    for pool, voices in coding.pools.items():
        if len(voices) < 2:
            continue
        for same in _by_witness(voice for voice in voices if not voice.is_word):
            if len(same) > 1 and len(groups := _apart_in_one_breath(same)) > 1:
                added = _sum_of(groups)
                parts = [one for one in coding.pools[pool] if one not in groups and _is_one_of_several(one, groups)]
                gone = [*groups, *parts]
                coding.pools[pool] = [*(voice for voice in coding.pools[pool] if voice not in gone), added]
                sentence = f"Added up to {added.best}, for one speaker counts them apart: {told(groups)}."
                coding.note(pool, groups, added.best, sentence)
                if parts:
                    coding.note(pool, parts, "parts", f"Not rivals of that sum, but parts of it: {told(parts)}.")


def _is_one_of_several(voice: Voice, groups: Iterable[Voice]) -> bool:
    """Whether a number counts a group of several people that is told of in a sum, by the same words."""
    words = nouns(voice.toll.group.text)
    alike = (one for one in groups if one.best == voice.best > 1 and one.category is voice.category)
    return bool(words) and any(nouns(one.toll.group.text) == words for one in alike)


# --- how -----------------------------------------------------------------------------------------------------------


_witness = attrgetter("witness")


def _told_again(voices: list[Voice]) -> list[Voice]:
    """What one speaker says again with what it said first; of groups that are named side by side each by its name."""
    if len(joined(voices, _witness)) == len(voices):
        return voices
    together = named_together(voices)

    def said(voice: Voice) -> tuple[str, ...]:
        """By what the speaker tells one group from another."""
        text = voice.toll.group.text
        if voice.toll.id in together:
            return nouns(text)
        return tuple(kind or "" for kind in kind_of_person(text)) if voice.best == 1 else ()

    return joined(voices, lambda voice: (voice.witness, said(voice)))


def _is_doubted(voice: Voice) -> bool:
    return voice.toll.stance is Stance.DOUBTED


_ONE = CountRange.exactly(1)
_OTHERS, _LEAST = 2, 2
"""How many other counts make one unreasonable, and what the highest of them is taken for at the least."""


def _is_far_above(one: Voice, voices: Iterable[Voice], times: int) -> bool:
    others = [voice for voice in voices if voice is not one and voice.origin != one.origin]
    if sum(not voice.is_word for voice in others) < _OTHERS or all(voice.day < one.day for voice in others):
        return False
    return one.best > times * max(_LEAST, *(voice.high for voice in others))


def _is_single(voice: Voice) -> bool:
    """Whether one person is told of ("a soldier"), and no number is given ("one soldier", "1 dead")."""
    return voice.best == 1 and voice.count == _ONE and (voice.toll.optional or not names_a_number(voice.toll.quote))


def _attackers_among_the_dead(coding: Coding) -> None:
    for outcome in coding.book.outcomes:
        standing = coding.standing(outcome, ARMED)
        attackers = [voice for voice in standing if _is_single(voice)]
        if not attackers:
            continue
        counts = [v for (of, camp), voices in coding.pools.items() if of is outcome and camp != ARMED for v in voices]
        several = [voice for voice in counts if voice.best > 1 and _counts_the_dead(voice)]
        if wholes := [voice for voice in several if not _is_told_beside(coding, attackers, voice)]:
            coding.pools[outcome, ARMED] = [voice for voice in standing if voice not in attackers]
            for whole in wholes:
                coding.parts.setdefault(whole.toll.id, []).extend(attackers)
            sentence = f"Not added, for they are among all the dead: {told(attackers)}; of {told(wholes)}."
            coding.note((outcome, ARMED), [*attackers, *wholes], "parts", sentence)


def _is_told_beside(coding: Coding, attackers: Iterable[Voice], whole: Voice) -> bool:
    """Whether one sentence tells of attackers and, beside them, of as many dead as a count has: "a man who killed five
    was found dead"."""
    told_of = coding.evidence.voices(whole.toll.outcome)
    same = [voice for voice in told_of if voice.best == whole.best and not voice.is_word]
    as_many = [voice for voice in same if not _counts_the_dead(voice)]
    return any(in_one_breath(attacker, voice) for attacker in attackers for voice in as_many)


def _counts_the_dead(voice: Voice) -> bool:
    """Whether a count says of those it counts no more than that they are dead."""
    text = voice.toll.group.text
    return bool(nouns(text)) and names_no_people(text)


def _is_of_unnamed_media(voice: Voice) -> bool:
    sources = voice.toll.sources
    return bool(sources) and sources[-1].kind is SourceKind.MEDIA and sources[-1].anonymous


def _is_enemy_count(voice: Voice) -> bool:
    """Whether the speaker and the dead stand on two sides: by the actors of the event, else by kind and category."""
    toll = voice.toll
    if toll.source_actor is not None and toll.victim_actor is not None:
        return toll.source_actor != toll.victim_actor and voice.category is not GroupCategory.CIVILIAN
    if not toll.sources:
        return False
    kind = toll.sources[-1].kind
    if voice.category is GroupCategory.ARMED_GROUP:
        return kind in STATE_KINDS
    return kind is SourceKind.ARMED_GROUP and voice.category in STATE_GROUPS


def _only_high(
    coding: Coding, test: Callable[[Voice], bool], because: str, parameter: str, *, if_disputed: bool = False
) -> None:
    for pool, voices in coding.pools.items():
        found = [voice for voice in voices if test(voice) and (not if_disputed or _is_disputed(voice, voices))]
        if found:
            coding.pools[pool] = [replace(voice, only_high=True) if voice in found else voice for voice in voices]
            against = [v for v in voices if v not in found and _is_disputed(v, found)] if if_disputed else []
            beside = f"; against {told(against)}" if against else ""
            sentence = f"Only for the highest number: {told(found)}, which {because}{beside}."
            coding.note(pool, [*found, *against], "only high", sentence, parameter)


def _is_disputed(voice: Voice, others: Iterable[Voice]) -> bool:
    return any(other.witness != voice.witness and not other.count.overlaps(voice.count) for other in others)


def _numbers_stand(coding: Coding, pool: Pool, numbers: list[Voice], words: list[Voice]) -> bool:
    """Whether a number stands for the group of some number words, or for a group that holds it, or for groups inside
    that reach what the words mean.
    """
    outcome, camp = pool
    if numbers:
        return True
    if camp == TOTAL:
        inside = [
            max((voice.high for voice in coding.standing(outcome, inner) if not voice.is_word), default=0)
            for inner in coding.victim_camps
        ]
        return sum(inside) >= max(voice.best for voice in words)
    return camp != ARMED and any(not voice.is_word for voice in coding.standing(outcome, TOTAL))


def _valued(coding: Coding, voice: Voice) -> Voice:
    value = coding.book.word_value(voice.count)
    return replace(voice, low=value, best=value, high=value)


def _by_witness(voices: Iterable[Voice]) -> list[list[Voice]]:
    same: dict[tuple[str, str], list[Voice]] = {}
    for voice in voices:
        same.setdefault((voice.witness, voice.account.report_id), []).append(voice)
    return list(same.values())


_MOST_ADDED = 8
"""Of more tolls of one speaker in one pool the greatest are looked at: the work doubles with each."""


def _apart_in_one_breath(voices: list[Voice]) -> list[Voice]:
    """The tolls of one sentence whose groups share nobody and that make the greatest sum, where the speaker gives no
    number for all.
    """
    greatest = sorted(voices, key=lambda voice: voice.rank, reverse=True)[:_MOST_ADDED]
    sum_, best = _greatest([], greatest)
    return best if all(voice.best < sum_ for voice in voices if voice not in best) else []


def _greatest(row: list[Voice], left: list[Voice]) -> tuple[int, list[Voice]]:
    """The row of pairwise apart tolls with the greatest sum, grown from `row` by some of `left`."""
    best = (sum(voice.best for voice in row), row)
    for place, voice in enumerate(left):
        if all(in_one_breath(voice, one) and share_nobody(voice, one) for one in row):
            best = max(best, _greatest([*row, voice], left[place + 1 :]), key=lambda found: found[0])
    return best


def share_nobody(one: Voice, other: Voice) -> bool:
    if one.toll.additional != other.toll.additional or side_by_side(one, other):
        return True
    left, right = one.category, other.category
    if left != right:
        return left not in INSIDE.get(right, ()) and right not in INSIDE.get(left, ())
    mine, theirs = (marks(voice.toll.group.text, voice.category) for voice in (one, other))
    named = [set(dimension) for dimension in lexicon()["dimensions"].values()]
    return any(mine & words and theirs & words and not mine & theirs & words for words in named)


def _sum_of(voices: list[Voice]) -> Voice:
    """One voice for groups that are added up."""
    first = min(voices, key=lambda voice: voice.rank)
    lows = [voice.low for voice in voices]
    count = total(voice.count for voice in voices)
    return replace(
        first.joined(voice for voice in voices if voice is not first),
        count=count,
        is_word=is_word(count),
        low=None if None in lows else sum(low for low in lows if low is not None),
        best=sum(voice.best for voice in voices),
        high=sum(voice.high for voice in voices),
    )

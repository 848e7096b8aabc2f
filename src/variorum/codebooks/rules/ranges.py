"""Recorders who publish a minimum and a maximum of victims: Iraq Body Count, Airwars, and a house of one's own."""

from __future__ import annotations

from variorum.codebooks.book import ARMED as FIGHTERS
from variorum.codebooks.book import TOTAL
from variorum.codebooks.coding import Coding
from variorum.codebooks.disagreements.responsibility import same_name
from variorum.codebooks.rules.choosing import victims_of, whole
from variorum.codebooks.rules.setting import ARMED, STATE, UNARMED, id_of, of_category, place_in_words
from variorum.consensus import actor_name
from variorum.models import EventType, Mode, Outcome

_KILLED, _INJURED = Outcome.KILLED, Outcome.INJURED
_FROM_AFAR = {"air_drone_strike", "shelling_artillery_missile", "chemical_weapon"}
_EXPLOSIVE = _FROM_AFAR | {"suicide_bomb", "remote_explosive_landmine_ied", "grenade"}


def _counted(coding: Coding) -> tuple[str, ...]:
    """The camps whose people count as civilians, and the unspecified total."""
    return (*coding.victim_camps, TOTAL)


def civilians_min_max(coding: Coding) -> None:
    """Minimum and maximum of civilians killed and injured: where reports differ both ends are kept. Parameter
    `unspecified`: people of whom it is not said who they were count at both ends (both), or, for they may have been no
    civilians, at the maximum alone (max_only).
    """
    camps = _counted(coding)
    for outcome, word in ((_KILLED, "deaths"), (_INJURED, "injuries")):
        least = victims_of(coding, outcome, lambda tally: tally.low, lowest=True)
        most = victims_of(coding, outcome, lambda tally: tally.high)
        if coding.book["unspecified"] == "max_only" and coding.standing(outcome, TOTAL):
            least = sum(coding.tally(outcome, camp).low or 0 for camp in coding.victim_camps)
        steps = coding.steps(outcome, camps)
        if most is None:
            for end in ("min", "max"):
                coding.write(f"{end}_{word}", None, f"Blank: {coding.nothing(outcome, camps, 'civilians')}.", steps)
            continue
        least = min(least or 0, most)
        coding.write(f"min_{word}", least, f"{least}: {coding.made_of(outcome, 'low', camps)}.", steps, "unspecified")
        coding.write(f"max_{word}", most, f"{most}: {coding.made_of(outcome, 'high', camps)}.", steps, "unspecified")


def corroboration(coding: Coding) -> None:
    """`sources`: how many independent origins count the dead; `provisional` where there are fewer than two."""
    voices = [voice for camp in _counted(coding) for voice in coding.backing.get((_KILLED, camp), ())]
    speakers = sorted({voice.witness for voice in voices})
    steps = coding.steps(_KILLED, _counted(coding))
    number = len(speakers)
    blank = "" if number else f" ({coding.nothing(_KILLED, _counted(coding), 'civilians')})"
    coding.write("sources", number, f"{number} independent origins count the dead{blank}.", steps)
    few = "Provisional: fewer than two independent origins" if number < 2 else "Two or more independent origins"
    coding.write("provisional", number < 2, f"{few}: {number}{blank}.", steps)


def ibc_inclusion(coding: Coding) -> None:
    """Civilians killed by violence. Police and officials count as civilians; soldiers, insurgents, suicide bombers and
    whoever is directly engaged in the fighting do not. Parameter `police_in_battle`: police who are a party to a fight
    count all the same (count), or are engaged in it (engaged), and then there is no entry of them alone. Parameter
    `country`: whether the country is held to be the one that is recorded (any), or must be Iraq (IQ).
    """
    most = coding.figures["max_deaths"].value
    steps = coding.figures["max_deaths"].steps[:-1]
    place, account = coding.evidence.place
    country = place.country if place else None
    if coding.book["country"] == "IQ" and country != "IQ":
        reason = f"Out of scope: not in Iraq ({country or 'no country is told'})."
        coding.write("inclusion", "out of scope", reason, (), "country", accounts=id_of(account))
    elif not isinstance(most, int) or most == 0:
        reason = f"Out of scope: no civilian death. {coding.figures['max_deaths'].reason}"
        coding.write("inclusion", "out of scope", reason, steps, "country")
    elif coding.book["police_in_battle"] == "engaged" and _only_fighters(coding):
        reason = f"Out of scope: those killed ({most} at most) were engaged in the fighting."
        coding.write("inclusion", "out of scope", reason, steps, "police_in_battle", "country")
    else:
        coding.write(
            "inclusion", "in", f"In: civilians were killed, {most} at most.", steps, "police_in_battle", "country"
        )


def _only_fighters(coding: Coding) -> bool:
    return coding.evidence.type is EventType.BATTLE and not of_category(coding, UNARMED)


def who_and_how(coding: Coding) -> None:
    """Killers, target and weapons in words, by the accounts."""
    attackers = [actor_name(actor) for actor in of_category(coding, ARMED | STATE, "attacker", "clash")]
    accounts = coding.evidence.opening
    killers = ", ".join(attackers[:3]) or None
    coding.write("killers", killers, f"{killers or 'Not told'}.", accounts=accounts)
    target = ", ".join(coding.evidence.targets[:3]) or None
    coding.write("target", target, f"{target or 'Not told'}.", accounts=accounts)
    weapons = ", ".join(sorted(coding.evidence.weapons)) or None
    coding.write("weapons", weapons, f"{weapons or 'Not told'}.", accounts=accounts)


# --- Airwars -------------------------------------------------------------------------------------------------------


def civilians_unless_told(coding: Coding) -> None:
    """People of whom it is not said who they were are civilians unless there is evidence to the contrary: that those
    who were attacked were armed, all of them, by the accounts. Parameter `unspecified`: civilians in that case all the
    same (civilians), or not counted (not_counted).
    """
    attacked = [actor for actor in coding.evidence.actors if actor.side in ("attacked", "clash")]
    if coding.book["unspecified"] == "civilians" or not attacked or any(a.category in UNARMED for a in attacked):
        return
    names = ", ".join(dict.fromkeys(actor.text for actor in attacked[:3]))
    because = f"those attacked were no civilians ({names})"
    coding.sift(lambda _: True, because, "unspecified", where=lambda pool: pool[1] == TOTAL)


def airwars_min_max(coding: Coding) -> None:
    """Minimum and maximum of civilians killed and injured, and of militants killed. People are held to be civilians
    unless somebody says otherwise; where one source counts as civilians whom another counts as militants, both minima
    are 0. A belligerent's word alone is context and no evidence: parameter `enemy_counts`.
    """
    contested = _contested(coding)
    for outcome, name in ((_KILLED, "civilians_killed"), (_INJURED, "civilians_injured")):
        least = victims_of(coding, outcome, lambda tally: tally.low, lowest=True)
        most = victims_of(coding, outcome, lambda tally: tally.high)
        disputed = contested and outcome is _KILLED
        _min_max(coding, name, (least, most), (outcome, _counted(coding), "civilians"), contested=disputed)
    tally = coding.tally(_KILLED, FIGHTERS)
    _min_max(
        coding, "militants_killed", (tally.low, tally.high), (_KILLED, (FIGHTERS,), "militants"), contested=contested
    )


def _min_max(
    coding: Coding,
    name: str,
    ends: tuple[int | None, int | None],
    people: tuple[Outcome, tuple[str, ...], str],
    *,
    contested: bool,
) -> None:
    """people: the outcome, the camps and what those in them are called."""
    least, most = ends
    outcome, camps, _ = people
    words, steps = name.replace("_", " "), coding.steps(outcome, camps)
    if most is None:
        for end in ("min", "max"):
            coding.write(f"{name}_{end}", None, f"Blank: {coding.nothing(*people)}.", steps)
        return
    least = 0 if contested else min(least or 0, most)
    why = "their status is contested" if contested else f"the lowest number of {words}"
    coding.write(f"{name}_min", least, f"{least}: {why} (of {most} at most).", steps)
    coding.write(f"{name}_max", most, f"{most}: the highest number of {words}.", steps)


def _contested(coding: Coding) -> bool:
    """Whether one source counts only civilians, and another only militants, in one number."""
    civilians = {voice.best for voice in coding.standing(_KILLED, "civilian") if voice.best}
    return any(voice.best in civilians for voice in coding.standing(_KILLED, FIGHTERS))


def grading(coding: Coding) -> None:
    """Confirmed: a belligerent accepts responsibility; contested: competing claims of who did it; fair: two or more
    sources that are independent; weak: one; discounted: those killed were combatants.
    """
    said = coding.evidence.responsibility
    claimed = [claim for claim in said if claim.mode is Mode.CLAIMED]
    blamed = [claim for claim in said if claim.mode in (Mode.ATTRIBUTED, Mode.SUSPECTED, Mode.CLAIMED) and claim.actor]
    voices = [voice for camp in _counted(coding) for voice in coding.backing.get((_KILLED, camp), ())]
    speakers = {voice.witness for voice in voices}
    rivals = [claim for claim in blamed if not same_name(claim.actor or "", blamed[0].actor or "")]
    steps, claims = coding.steps(_KILLED, _counted(coding)), [claim.id for claim in blamed]
    if not voices and coding.standing(_KILLED, FIGHTERS):
        value, why = "Discounted", "only combatants are counted among the dead"
        steps, claims = coding.steps(_KILLED, (*_counted(coding), FIGHTERS)), []
    elif claimed and voices:
        value, why = "Confirmed", f"{claimed[0].actor} accepts responsibility"
    elif rivals and voices:
        value, why = "Contested", f"{blamed[0].actor} and {rivals[0].actor} are each said to have done it"
    elif voices:
        value, why = ("Fair", f"{len(speakers)} independent sources") if len(speakers) > 1 else ("Weak", "one source")
    else:
        coding.write("grading", None, f"Blank: {coding.nothing(_KILLED, _counted(coding), 'civilians')}.", steps)
        return
    coding.write("grading", value, f"{value}: {why}.", steps, claims=claims)


def airwars_inclusion(coding: Coding) -> None:
    """Civilian harm by international military action, chiefly from the air or by artillery. Parameter `weapons`: air
    strikes, shelling and missiles alone (from_afar), or every explosive weapon (explosive).
    """
    harm = [coding.figures[name].value for name in ("civilians_killed_max", "civilians_injured_max")]
    steps = coding.figures["civilians_killed_max"].steps[:-1]
    sub, weapons = coding.evidence.sub_type, coding.evidence.weapons
    by_weapon = sub in (_FROM_AFAR if coding.book["weapons"] == "from_afar" else _EXPLOSIVE) or bool(
        weapons & {"aircraft", "drone", "artillery_rocket"}
    )
    numbers = " ".join(coding.figures[f"civilians_{what}_max"].reason for what in ("killed", "injured"))
    if not any(harm):
        reason = f"Out of scope: no civilian harm is counted. {numbers}"
    elif not by_weapon:
        reason = f"Out of scope: no strike from the air or by artillery is told. {numbers}"
    elif not of_category(coding, STATE) and coding.book["weapons"] == "from_afar":
        reason = f"Out of scope: no military is told of. {numbers}"
    else:
        coding.write("inclusion", "in", f"In: civilian harm by {sub or 'such weapons'}. {numbers}", steps, "weapons")
        return
    coding.write("inclusion", "out of scope", reason, steps, "weapons")


# --- a house of one's own ------------------------------------------------------------------------------------------


def killed_and_injured(coding: Coding) -> None:
    """Low, best and high of everybody killed and of everybody injured, attackers among them."""
    for outcome in coding.book.outcomes:
        steps = coding.steps(outcome, coding.book.all_camps)
        numbers = {
            "low": whole(coding, outcome, lambda tally: tally.low, lowest=True),
            "best": whole(coding, outcome, lambda tally: tally.best),
            "high": whole(coding, outcome, lambda tally: tally.high),
        }
        for end, number in numbers.items():
            name = outcome.value if end == "best" else f"{outcome.value}_{end}"
            if number is None:
                coding.write(name, None, f"Blank: {coding.nothing(outcome, coding.book.all_camps, 'people')}.", steps)
            else:
                coding.write(name, number, f"{number}: {coding.made_of(outcome, end)}.", steps)


def day_and_place(coding: Coding) -> None:
    """The day and the place that most accounts give, the more exact ones first; the town that holds the place."""
    when, account = coding.evidence.when
    if when is None:
        coding.write("date_start", None, "No account gives a day.")
        coding.write("date_end", None, "No account gives a day.")
    else:
        for name, day in (("date_start", when.days.start), ("date_end", when.days.end)):
            coding.write(name, day.isoformat(), f"{day.isoformat()}, by the accounts.", accounts=id_of(account))
    place, account = coding.evidence.place
    text = place.text if place else None
    coding.write("place", text, f"{place_in_words(coding)}.", accounts=id_of(account))
    town, account = coding.evidence.town
    coding.write("town", town, f"{town or 'Not told'}.", accounts=id_of(account))


def house_inclusion(coding: Coding) -> None:
    """Every event in which somebody was killed or injured."""
    highs = [coding.figures[name] for name in ("killed_high", "injured_high") if name in coding.figures]
    steps = tuple(step for figure in highs for step in figure.steps[:-1])
    if any(figure.value for figure in highs):
        numbers = "/".join(str(figure.value) for figure in highs)
        coding.write("inclusion", "in", f"In: people were killed or injured ({numbers} at most).", steps)
    else:
        why = " ".join(figure.reason for figure in highs)
        coding.write("inclusion", "out of scope", f"Out of scope: nobody was killed or injured. {why}", steps)

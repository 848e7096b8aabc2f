"""The figures and codes of the Global Terrorism Database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from variorum.codebooks.book import ARMED as FIGHTERS
from variorum.codebooks.coding import Coding
from variorum.codebooks.disagreements.phrases import name
from variorum.codebooks.disagreements.responsibility import same_name
from variorum.codebooks.rules.choosing import whole
from variorum.codebooks.rules.setting import (
    ARMED,
    STATE,
    UNARMED,
    any_of,
    days_in_words,
    id_of,
    lexicon,
    of_category,
    place_in_words,
)
from variorum.consensus import actor_name
from variorum.models import Actor, EventType, Mode, Outcome, Responsibility
from variorum.values import Span

_KILLED, _INJURED = Outcome.KILLED, Outcome.INJURED
_NAMING = (Mode.CLAIMED, Mode.ATTRIBUTED, Mode.SUSPECTED)
_SUB_NATIONAL = ARMED | {"rioters"}
_TERRITORY_TO_A_TOWN = 2
_MODE_UNKNOWN = 10
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")

_ATTACKS = {
    "suicide_bomb": 3,
    "remote_explosive_landmine_ied": 3,
    "shelling_artillery_missile": 3,
    "air_drone_strike": 3,
    "grenade": 3,
    "chemical_weapon": 8,
    "armed_clash": 2,
    "attack": 2,
    "abduction_forced_disappearance": 6,
    "mob_violence": 8,
}
_OF_TYPE = {EventType.BATTLE: 2, EventType.EXPLOSION: 3, EventType.CIVILIANS: 2, EventType.RIOT: 8}
_EXPLOSIVES = {
    "suicide_bomb",
    "vehicle_bomb",
    "planted_bomb",
    "explosives",
    "grenade",
    "artillery_rocket",
    "drone",
    "aircraft",
}
_WEAPONS = (("chemical", 2), ("firearms", 5), *((weapon, 6) for weapon in sorted(_EXPLOSIVES)), ("incendiary", 8),
            ("melee", 9), ("vehicle", 10), ("other", 12))  # fmt: skip
_TARGETS = {
    "business": 1,
    "government": 2,
    "police": 3,
    "military": 4,
    "airports_aircraft": 6,
    "diplomatic": 7,
    "educational": 8,
    "food_water": 9,
    "media": 10,
    "maritime": 11,
    "ngo": 12,
    "other": 13,
    "private_citizens": 14,
    "medical": 14,
    "religious": 15,
    "telecommunication": 16,
    "armed_group": 17,
    "tourists": 18,
    "transportation": 19,
    "utilities": 21,
    "political_party": 22,
}


def killed_and_wounded(coding: Coding) -> None:
    """`nkill`: everybody confirmed dead, victims and attackers; where only the one or the other are known, these alone.
    `nkillter`: the attackers among them. `nwound`, `nwoundte`: the same of the injured. Blank where no figure is told.
    """
    for outcome, everybody, attackers in ((_KILLED, "nkill", "nkillter"), (_INJURED, "nwound", "nwoundte")):
        steps = coding.steps(outcome, coding.book.all_camps)
        number = whole(coding, outcome, lambda tally: tally.best)
        of_attackers = coding.tally(outcome, FIGHTERS).best
        if number is None:
            reason = f"Blank: {coding.nothing(outcome, coding.book.all_camps, 'people')}."
            coding.write(everybody, None, reason, steps)
        else:
            coding.write(everybody, number, f"{number}: {coding.made_of(outcome, 'best')}.", steps)
        of_steps = coding.steps(outcome, (FIGHTERS,))
        if of_attackers is None:
            reason = f"Blank: {coding.nothing(outcome, (FIGHTERS,), 'attackers')}."
            coding.write(attackers, None, reason, of_steps)
        else:
            reason = f"{coding.made_of(outcome, 'best', (FIGHTERS,))}."
            coding.write(attackers, of_attackers, reason, of_steps)


def bomber_among_the_killed(coding: Coding) -> None:
    """The attacker in a suicide attack is among the killed; where no count of attackers stands, one is added to
    nkillter and nkill.
    """
    if coding.evidence.sub_type == "suicide_bomb" and not coding.standing(_KILLED, FIGHTERS):
        accounts, nkill = coding.evidence.opening, coding.figures["nkill"]
        number = int(nkill.value or 0) + 1
        reason = f"{number}: the suicide bomber, whom no account counts, and {nkill.reason}"
        coding.write("nkill", number, reason, nkill.steps, accounts=accounts)
        steps = coding.figures["nkillter"].steps
        reason = f"1: the suicide bomber; {coding.nothing(_KILLED, (FIGHTERS,), 'attackers')}."
        coding.write("nkillter", 1, reason, steps, accounts=accounts)


def groups_and_claims(coding: Coding) -> None:
    """`gname`: who is said to have done it, else "Unknown"; `guncertain1` 1 where that is only suspected or doubted.
    `claimed` 1 where a group claims it, 0 where none does; `claimmode` by the words of the sentence that tells of the
    claim (a letter 1 to another way 9), 10 where they don't say how; `compclaim` 1 where two claim it, 0 where one of
    several named does, blank otherwise.
    """
    said = coding.evidence.responsibility
    naming = [claim for claim in said if claim.mode in _NAMING and claim.actor]
    claims = [claim for claim in naming if claim.mode is Mode.CLAIMED]
    chosen = _likeliest(naming)
    attackers = of_category(coding, ARMED, "attacker", "clash")
    if chosen is not None and chosen.actor:
        group, reason = chosen.actor, f"{name(chosen.actor)}: {chosen.mode.value} (“{chosen.quote}”)."
        uncertain = int(chosen.mode is Mode.SUSPECTED or any(_doubts(claim, chosen) for claim in said))
        coding.write("gname", _standard(group, attackers), reason, claims=[claim.id for claim in naming])
        why = "only suspected, denied or doubted" if uncertain else "named without doubt"
        coding.write("guncertain1", uncertain, f"{uncertain}: {why}.", claims=[claim.id for claim in said])
    else:
        named = [actor for actor in attackers if actor.entry]
        group = actor_name(named[0]) if named else "Unknown"
        why = "named among the actors, by nobody as the perpetrator" if named else "nobody is named"
        coding.write("gname", group, f"{group}: {why}.", accounts=coding.evidence.opening)
        coding.write("guncertain1", int(bool(named)), f"{int(bool(named))}: {why}.")
    _claimed(coding, said, claims)


def _claimed(coding: Coding, said: tuple[Responsibility, ...], claims: list[Responsibility]) -> None:
    none = [claim for claim in said if claim.mode is Mode.NONE_CLAIMED]
    told = [claim.id for claim in (claims or none)]
    if claims:
        coding.write("claimed", 1, f"1: {name(claims[0].actor or '')} claims it.", claims=told)
        code, how = _claim_mode(coding, claims)
        coding.write("claimmode", code, f"{code}: {how}.", claims=told)
    else:
        reason = "0: said to be claimed by nobody." if none else "0: no claim is told of."
        coding.write("claimed", 0, reason, claims=told)
        coding.write("claimmode", None, "Blank: there is no claim.")
    claimants: list[str] = []
    for claim in claims:
        if claim.actor and not any(same_name(claim.actor, other) for other in claimants):
            claimants.append(claim.actor)
    if len(claimants) > 1:
        coding.write("compclaim", 1, f"1: {' and '.join(claimants)} each claim it.", claims=told)
    else:
        coding.write("compclaim", None, "Blank: not more than one group claims it.")


def _claim_mode(coding: Coding, claims: Iterable[Responsibility]) -> tuple[int, str]:
    """GTD's code of how it was claimed, and what says so."""
    texts = {account.id: account.report.text for account in coding.evidence.accounts}
    said = [_sentence_of(texts[claim.event], claim.span) for claim in claims if claim.event in texts]
    for code, name_, pattern in _claim_modes():
        for sentence in said:
            if found := pattern.search(sentence):
                return code, f"by {name_} (“{found.group()}”)"
    return _MODE_UNKNOWN, "how it was claimed is not told"


@cache
def _claim_modes() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    return tuple(
        (mode["code"], mode["name"], re.compile(rf"\b(?:{any_of(mode['words'])})\b", re.IGNORECASE))
        for mode in lexicon()["claim_modes"]
    )


def _sentence_of(text: str, span: Span) -> str:
    """The sentence around a span, as far as its ends can be seen."""
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    stop = _SENTENCE_END.search(text, span.end)
    return text[start : stop.start() + 1 if stop else len(text)]


def _likeliest(naming: Iterable[Responsibility]) -> Responsibility | None:
    """Who claims it before whom others name, and these before who is only suspected."""
    return min(naming, key=lambda claim: (_NAMING.index(claim.mode), claim.actor or "", claim.id), default=None)


def _doubts(claim: Responsibility, chosen: Responsibility) -> bool:
    if claim.mode not in (Mode.DENIED, Mode.DOUBTED) or not claim.actor or not chosen.actor:
        return False
    return same_name(claim.actor, chosen.actor)


def _standard(group: str, attackers: Iterable[Actor]) -> str:
    """The registry's name of a group where one of the actors is that group, else the words of the report."""
    return next((actor.name for actor in attackers if actor.name and same_name(actor.text, group)), group)


def attack_weapon_target(coding: Coding) -> None:
    """`attacktype1`, `weaptype1`, `targtype1`, `suicide` by the codebook's numbers, from the accounts. Explosives with
    firearms are an armed assault alone; assassination is not told apart.
    """
    evidence = coding.evidence
    accounts = evidence.opening
    attack = _ATTACKS.get(evidence.sub_type or "", _OF_TYPE.get(evidence.type, 9))
    if attack == 3 and "firearms" in evidence.weapons and evidence.type is not EventType.EXPLOSION:
        attack = 2
    coding.write("attacktype1", attack, f"{attack}: {evidence.sub_type or evidence.type.value}.", accounts=accounts)
    weapons = [(weapon, code) for weapon, code in _WEAPONS if weapon in evidence.weapons]
    first = weapons[0] if weapons else ("no weapon is told", 13)
    coding.write("weaptype1", first[1], f"{first[1]}: {first[0]}.", accounts=accounts)
    target = evidence.targets[0] if evidence.targets else None
    code = _TARGETS.get(target or "", 20)
    coding.write("targtype1", code, f"{code}: {target or 'no target is told'}.", accounts=accounts)
    suicide = int("suicide_bomb" in evidence.weapons or evidence.sub_type == "suicide_bomb")
    coding.write(
        "suicide", suicide, f"{suicide}: {'a' if suicide else 'no'} suicide attack is told.", accounts=accounts
    )


def gtd_date_and_place(coding: Coding) -> None:
    """`iyear`, `imonth`, `iday`: 0 where not known, the words then in `approxdate`; `extended` 1 where it lasted more
    than 24 hours. `specificity` 1 in a town with coordinates, 2 in one without, 3 outside one, 4 a province, 5 nothing
    finer than the country; `vicinity` 1 near a town, 0 in it.
    """
    when, account = coding.evidence.when
    if when is None:
        for field in ("iyear", "imonth", "iday", "approxdate"):
            coding.write(field, None, "No account gives a day.")
    else:
        days, said = when.days, days_in_words(when)
        month = days.start.month if (days.start.year, days.start.month) == (days.end.year, days.end.month) else 0
        day = days.start.day if days.days <= _TERRITORY_TO_A_TOWN else 0
        month = days.start.month if day else month
        year = days.start.year if day or days.start.year == days.end.year else 0
        for field, value in (("iyear", year), ("imonth", month), ("iday", day)):
            coding.write(field, value, f"{value or 'Not known'}: {said}.", accounts=id_of(account))
        approximate = None if day else said
        coding.write("approxdate", approximate, f"{approximate or 'The day is known'}.", accounts=id_of(account))
    place, account = coding.evidence.place
    code, vicinity = _specificity(place.where_prec if place else None, has_point=bool(place and place.lat is not None))
    coding.write("specificity", code, f"{code}: {place_in_words(coding)}.", accounts=id_of(account))
    coding.write("vicinity", vicinity, f"{vicinity}: {place_in_words(coding)}.", accounts=id_of(account))


def _specificity(where: int | None, *, has_point: bool) -> tuple[int, int]:
    if where in (1, 2):
        return (1 if has_point else 2), int(where == 2)
    return {3: 3, 4: 4}.get(where or 0, 5), 0


def gtd_inclusion(coding: Coding) -> None:
    """Intentional violence by sub-national perpetrators, and two of three: a political, economic, religious or social
    goal (crit1), an intention to coerce or intimidate a larger audience (crit2), outside legitimate warfare (crit3).
    Doubt does not exclude: `doubtterr` 1. An incident known only from what an armed group says is left out. Parameter
    `armed_targets`: attacks on armed police or soldiers are in with doubt (doubt), or out of scope (out).
    """
    evidence = coding.evidence
    fight = evidence.type is EventType.BATTLE
    sub_national = [actor for actor in evidence.actors if actor.category in _SUB_NATIONAL]
    perpetrators = [actor for actor in sub_national if fight or actor.side != "attacked"]
    states = of_category(coding, STATE)
    attacked = [actor for actor in evidence.actors if actor.side in ("attacked", "clash")]
    on_armed = bool(attacked) and not any(actor.category in UNARMED for actor in attacked) and bool(states)
    accounts = evidence.opening
    if evidence.type in (EventType.OTHER, EventType.PROTEST, EventType.STRATEGIC):
        value, reason, doubt = "out of scope", f"Out of scope: {evidence.type.value.replace('_', ' ')}.", None
    elif not perpetrators:
        value, reason, doubt = "out of scope", "Out of scope: no sub-national perpetrators are told of.", None
    elif on_armed and coding.book["armed_targets"] == "out":
        value, reason, doubt = "out of scope", "Out of scope: armed forces alone are attacked (crit3).", None
    elif on_armed or fight:
        value, reason, doubt = "in", "In, with doubt: armed forces are attacked (crit3, alternative 1).", 1
    else:
        value, reason, doubt = "in", "In: sub-national perpetrators, and victims who don't fight.", 0
    coding.write("inclusion", value, reason, (), "armed_targets", accounts=accounts)
    coding.write("doubtterr", doubt, reason, (), "armed_targets", accounts=accounts)
    crit3 = None if doubt is None else int(not doubt)
    for field, criterion in (
        ("crit1", None if doubt is None else 1),
        ("crit2", None if doubt is None else 1),
        ("crit3", crit3),
    ):
        coding.write(field, criterion, reason, (), "armed_targets", accounts=accounts)

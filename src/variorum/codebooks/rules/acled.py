"""The figures and codes of the Armed Conflict Location & Event Data project."""

from __future__ import annotations

from variorum.codebooks.book import ARMED as FIGHTERS
from variorum.codebooks.coding import Coding, told
from variorum.codebooks.evidence import joined
from variorum.codebooks.rules.choosing import lowest_source, whole
from variorum.codebooks.rules.setting import UNARMED, days_in_words, id_of, place_in_words
from variorum.consensus import actor_name
from variorum.models import Actor, EventType, Outcome
from variorum.values import CountRange

_KILLED = Outcome.KILLED

_TYPES = {
    EventType.BATTLE: "Battles",
    EventType.EXPLOSION: "Explosions/Remote violence",
    EventType.CIVILIANS: "Violence against civilians",
    EventType.RIOT: "Riots",
    EventType.PROTEST: "Protests",
    EventType.STRATEGIC: "Strategic developments",
}
_DEFAULT_SUB_TYPE = {
    EventType.BATTLE: "Armed clash",
    EventType.EXPLOSION: "Remote explosive/landmine/IED",
    EventType.CIVILIANS: "Attack",
    EventType.RIOT: "Mob violence",
    EventType.PROTEST: "Peaceful protest",
    EventType.STRATEGIC: "Other",
}
_SUB_TYPES = {
    "armed_clash": "Armed clash",
    "government_regains_territory": "Government regains territory",
    "non_state_actor_overtakes_territory": "Non-state actor overtakes territory",
    "excessive_force_against_protesters": "Excessive force against protesters",
    "protest_with_intervention": "Protest with intervention",
    "peaceful_protest": "Peaceful protest",
    "violent_demonstration": "Violent demonstration",
    "mob_violence": "Mob violence",
    "chemical_weapon": "Chemical weapon",
    "air_drone_strike": "Air/drone strike",
    "suicide_bomb": "Suicide bomb",
    "shelling_artillery_missile": "Shelling/artillery/missile attack",
    "remote_explosive_landmine_ied": "Remote explosive/landmine/IED",
    "grenade": "Grenade",
    "sexual_violence": "Sexual violence",
    "attack": "Attack",
    "abduction_forced_disappearance": "Abduction/forced disappearance",
    "agreement": "Agreement",
    "arrests": "Arrests",
    "disrupted_weapons_use": "Disrupted weapons use",
    "other": "Other",
}
_DEMONSTRATIONS = {"Protest with intervention", "Peaceful protest", "Violent demonstration"}
_INTER = {
    "state_forces": "State forces",
    "rebel_group": "Rebel group",
    "political_militia": "Political militia",
    "unidentified": "Political militia",
    "lone_attacker": "Political militia",
    "identity_militia": "Identity militia",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilians": "Civilians",
    "external_forces": "External/Other forces",
}
_ORDER = (
    "State forces",
    "Rebel group",
    "Political militia",
    "Identity militia",
    "Rioters",
    "Protesters",
    "Civilians",
    "External/Other forces",
)


def fatalities(coding: Coding) -> None:
    """`fatalities`: one integer, everybody who died, all sides and bystanders together; 0 where no death is mentioned.
    Parameter `lowest_of`: whether the lowest is taken of each group (group), or of each
    source's whole account (source).
    """
    by_source = coding.book["lowest_of"] == "source"
    number = lowest_source(coding, _KILLED) if by_source else whole(coding, _KILLED, lambda t: t.best, lowest=True)
    steps = coding.steps(_KILLED, coding.book.all_camps)
    if number is None:
        coding.write("fatalities", 0, f"0: {coding.nothing(_KILLED, coding.book.all_camps, 'people')}.", steps)
        return
    how = "the lowest account of one source" if by_source else coding.made_of(_KILLED, "best")
    coding.write("fatalities", number, f"{number}: {how}.", steps, "lowest_of")


def suicide_bomber(coding: Coding) -> None:
    """A suicide bomber's own death is part of the count; where no count of attackers killed stands, one is added."""
    figure = coding.figures["fatalities"]
    if coding.evidence.sub_type == "suicide_bomb" and not coding.standing(_KILLED, FIGHTERS):
        number = int(figure.value or 0) + 1
        reason = f"{number}: the suicide bomber, whom no account counts, and {figure.reason}"
        coding.write("fatalities", number, reason, figure.steps, accounts=coding.evidence.opening)


def event_type(coding: Coding) -> None:
    """Event type, sub-event type and disorder type, by the accounts; where they don't tell a sub-type, the commonest of
    its type.
    """
    kind = coding.evidence.type
    accounts = coding.evidence.opening
    if kind not in _TYPES:
        for name in ("event_type", "sub_event_type", "disorder_type"):
            coding.write(name, None, "No political violence, by the accounts.")
        return
    given = coding.evidence.sub_type
    sub = _SUB_TYPES.get(given or "", _DEFAULT_SUB_TYPE[kind])
    coding.write("event_type", _TYPES[kind], f"{_TYPES[kind]}, by the accounts.", accounts=accounts)
    told_by = "by the accounts" if given in _SUB_TYPES else "the commonest of its type, for the accounts don't tell"
    coding.write("sub_event_type", sub, f"{sub}, {told_by}.", accounts=accounts)
    disorder = _disorder(kind, sub)
    coding.write("disorder_type", disorder, f"{disorder}, by the type.", accounts=accounts)


def _disorder(kind: EventType, sub: str) -> str:
    if kind is EventType.STRATEGIC:
        return "Strategic developments"
    if sub == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    return "Demonstrations" if sub in _DEMONSTRATIONS else "Political violence"


def actors_and_interaction(coding: Coding) -> None:
    """Actor 1 and 2 with their kinds (inter 1 to 8), the order without a meaning but that civilians are always the
    second where they are attacked. Unnamed armed groups are political militias (3).
    """
    first, second = _two(coding)
    kinds = [_INTER.get(actor.category) if actor else None for actor in (first, second)]
    accounts = coding.evidence.opening if first else ()
    for number, actor, kind in ((1, first, kinds[0]), (2, second, kinds[1])):
        name = _acled_name(coding, actor) if actor else None
        coding.write(f"actor{number}", name, f"{name}, by the accounts." if name else "Not told.", accounts=accounts)
        code = _code(kind)
        coding.write(f"inter{number}", code, f"{code}: {kind}." if code else "No such actor.", accounts=accounts)
    codes = sorted(code for code in map(_code, kinds) if code)
    value = int("".join(map(str, codes or [0]))) if len(codes) == 2 else codes[0] * 10 if codes else None
    coding.write(
        "interaction", value, " against ".join(k for k in kinds if k) or "No actors are told.", accounts=accounts
    )


def _two(coding: Coding) -> tuple[Actor | None, Actor | None]:
    """One actor of either side: attackers before attacked, and civilians last."""
    actors = coding.evidence.actors
    attackers = [actor for actor in actors if actor.side == "attacker"]
    clash = [actor for actor in actors if actor.side == "clash"]
    attacked = [actor for actor in actors if actor.side == "attacked"]
    first = next(iter(attackers or clash or attacked), None)
    others = [actor for actor in (*attacked, *clash, *attackers) if first is None or actor.text != first.text]
    opposed = [actor for actor in others if first is None or actor.side != first.side or actor.side == "clash"]
    second = next(iter(opposed), None)
    if first is not None and second is not None and first.category in UNARMED and second.category not in UNARMED:
        return second, first
    return first, second


def _acled_name(coding: Coding, actor: Actor) -> str:
    place, _ = coding.evidence.place
    country = f" ({place.country})" if place and place.country else ""
    if actor.category == "unidentified":
        return f"Unidentified Armed Group{country}"
    return f"Civilians{country}" if actor.category == "civilians" else actor_name(actor)


def _code(kind: str | None) -> int | None:
    return _ORDER.index(kind) + 1 if kind in _ORDER else None


def civilian_targeting(coding: Coding) -> None:
    """Told as "Civilians targeted" where civilians are the main or only target; else blank."""
    attacked = [actor for actor in coding.evidence.actors if actor.side == "attacked"]
    yes = coding.evidence.type is EventType.CIVILIANS or (
        bool(attacked) and all(a.category in UNARMED for a in attacked)
    )
    value = "Civilians targeted" if yes else None
    reason = "Civilians are the main or only target." if yes else "Not only civilians are attacked."
    coding.write("civilian_targeting", value, reason, accounts=coding.evidence.opening)


def geo_and_time_precision(coding: Coding) -> None:
    """time_precision 1 the day, 2 within a week, 3 within a month, the middle of the time; geo_precision 1 a town, 2
    near one or a part of a region, 3 a larger region. What is known less well is not recorded.
    """
    when, account = coding.evidence.when
    if when is None:
        coding.write("event_date", None, "No account gives a day.")
        coding.write("time_precision", None, "No account gives a day.")
    else:
        days = when.days.days
        code = 1 if days <= 2 else 2 if days <= 7 else 3 if days <= 31 else None
        middle = when.days.start if days <= 2 else when.days.start + (when.days.end - when.days.start) // 2
        reason = f"{days_in_words(when)}, by the accounts."
        shown = middle.isoformat() if code else None
        coding.write("event_date", shown, reason if code else f"Longer than a month: {reason}", accounts=id_of(account))
        coding.write("time_precision", code, f"{code or 'Not recorded'}: {reason}", accounts=id_of(account))
    place, account = coding.evidence.place
    geo = place.geo_precision if place else None
    coding.write("geo_precision", geo, f"{geo or 'Not recorded'}: {place_in_words(coding)}.", accounts=id_of(account))


def notes(coding: Coding) -> None:
    """Where accounts differ the dispute is told in the notes, with who says what."""
    said = [voice for voice in coding.evidence.voices(_KILLED) if not voice.toll.part_of]
    voices = joined(said, lambda voice: voice.origin)
    counts: dict[str, set[CountRange]] = {}
    for voice in voices:
        counts.setdefault(coding.book.camps[voice.category], set()).add(voice.count)
    if all(len(different) < 2 for different in counts.values()):
        coding.write("notes", None, "The accounts give no different numbers.")
        return
    text = f"Reports differ: {told(sorted(voices, key=lambda voice: voice.rank), most=8)}."
    claims = dict.fromkeys(claim for voice in voices for claim in voice.claims)
    coding.write("notes", text, text, claims=claims)


def acled_inclusion(coding: Coding) -> None:
    """Political violence and demonstrations, with or without deaths, at a place within a country and a time within a
    month.
    """
    kind, when = coding.evidence.type, coding.evidence.when[0]
    place = coding.evidence.place[0]
    if kind not in _TYPES:
        value, reason = "out of scope", "Out of scope: no political violence, by the accounts."
    elif when is not None and when.days.days > 31:
        value, reason = "out of scope", "Out of scope: the time is not known to a month."
    elif place is not None and place.where_prec == 6:
        value, reason = "out of scope", "Out of scope: no place within the country is known."
    else:
        value, reason = "in", f"In: {_TYPES[kind]}."
    coding.write("inclusion", value, reason, accounts=coding.evidence.opening)

"""The figures and codes of the Uppsala Conflict Data Program's Georeferenced Event Dataset."""

from __future__ import annotations

from variorum.codebooks.book import ARMED as FIGHTERS
from variorum.codebooks.coding import Coding, claims_of, told
from variorum.codebooks.rules.choosing import lowest_report, lowest_source, whole
from variorum.codebooks.rules.setting import (
    ARMED,
    STATE,
    UNARMED,
    days_in_words,
    id_of,
    is_organised,
    month_rank,
    name_of,
    of_category,
    place_in_words,
    words_of_a_stretch,
)
from variorum.models import EventType, Outcome

_KILLED = Outcome.KILLED


def _nobody(coding: Coding) -> str:
    return f"Blank: {coding.nothing(_KILLED, coding.book.all_camps, 'people')}."


def low_best_high(coding: Coding) -> None:
    """`low` and `high` are totals: the lowest and the highest numbers of the groups, added up; `best` is the sum of the
    best numbers. A total of people that says nothing of who they were counts where it reaches the sum of the groups
    inside it. Parameter `lowest_of`: whether low is the lowest of each group (group), of each source's whole account
    (source), or of each group or a report that tells of every group, whichever is lower (report).
    """
    best = whole(coding, _KILLED, lambda tally: tally.best)
    high = whole(coding, _KILLED, lambda tally: tally.high)
    low, how, claims = _low(coding)
    steps = coding.steps(_KILLED, coding.book.all_camps)
    if best is None or low is None:
        for name in ("low", "best", "high"):
            coding.write(name, None, _nobody(coding), steps)
        return
    low = min(low, best)
    coding.write("low", low, f"{low}: {how}.", steps, "lowest_of", claims=claims)
    coding.write("best", best, f"{best}: {coding.made_of(_KILLED, 'best')}.", steps)
    coding.write("high", high, f"{high}: {coding.made_of(_KILLED, 'high')}.", steps)


def _low(coding: Coding) -> tuple[int | None, str, tuple[str, ...]]:
    """The lowest number of people killed, what it is made of, and the claims of the report that alone gives it."""
    setting = coding.book["lowest_of"]
    if setting == "source":
        return lowest_source(coding, _KILLED), "the lowest account of one source", ()
    low = whole(coding, _KILLED, lambda tally: tally.low, lowest=True)
    if setting == "report" and low and (report := lowest_report(coding, _KILLED, low)):
        number, voices = report
        return number, f"all that one report tells of: {told(voices)}", claims_of(voices)
    return low, coding.made_of(_KILLED, "low"), ()


def type_of_violence(coding: Coding) -> None:
    """1 state-based: a government against an organised group; 2 non-state: two groups; 3 one-sided: a government or a
    group against civilians. By the actors of the accounts. Imprecise shelling or bombing of an armed opponent counts as
    state-based.
    """
    states, armed, unarmed = (of_category(coding, some) for some in (STATE, ARMED, UNARMED))
    if coding.evidence.type is EventType.CIVILIANS and (armed or states):
        value, why = 3, "civilians are attacked"
    elif (states and armed) or len({actor.category for actor in states}) > 1:
        value, why = 1, "government forces and an armed group take part"
    elif len(armed) > 1 and not unarmed:
        value, why = 2, "armed groups fight, and no government does"
    elif (armed or states) and unarmed:
        value, why = 3, "civilians are attacked"
    else:
        coding.write("type_of_violence", None, "The accounts don't say who stood against whom.")
        return
    names = ", ".join(dict.fromkeys(actor.text for actor in coding.evidence.actors[:4]))
    coding.write("type_of_violence", value, f"{value}: {why} ({names}).", accounts=coding.evidence.voters)


def sides(coding: Coding) -> None:
    """Side A is the government in a state-based event and the perpetrator in one-sided violence, where side B is
    "civilians".
    """
    figure = coding.figures.get("type_of_violence")
    kind = figure.value if figure else None
    states, armed = (of_category(coding, some) for some in (STATE, ARMED))
    names = [name for actor in armed if (name := name_of([actor]))]
    if kind == 1:
        a = name_of(states)
        b = names[0] if names else name_of(states[1:])
    elif kind == 2:
        a, b = sorted(names)[:2] if len(names) > 1 else (name_of(armed), None)
    else:
        a, b = name_of(of_category(coding, ARMED | STATE, "attacker") or armed or states), "civilians"
    if kind is None:
        a = b = None
    coding.write("side_a", a, f"{a}, by the accounts." if a else "Not known.")
    coding.write("side_b", b, f"{b}, by the accounts." if b else "Not known.")


def deaths_by_side(coding: Coding) -> None:
    """`best` by group: deaths_a, deaths_b, deaths_civilians, deaths_unknown; their sum is always best. In a state-based
    event the government's dead are A and the armed group's B; in one-sided violence A and B are 0, and the dead of
    either are of unknown status, as are those of a fight between two groups.
    """
    best = coding.figures["best"].value
    if not isinstance(best, int):
        for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"):
            coding.write(name, None, _nobody(coding), coding.figures["best"].steps[:-1])
        return
    kind = coding.figures["type_of_violence"].value
    state, armed, civil = (coding.tally(_KILLED, camp).best for camp in ("state", FIGHTERS, "civilian"))
    a = state if kind in (1, None) else 0
    b = armed if kind in (1, None) else 0
    steps = {camp: coding.steps(_KILLED, (camp,)) for camp in ("state", FIGHTERS, "civilian")}
    why = (
        "side A and B are 0 in one-sided violence" if kind == 3 else "which of two groups they belonged to is not told"
    )
    for name, number, camp, who in (
        ("deaths_a", a, "state", "government forces"),
        ("deaths_b", b, FIGHTERS, "armed groups"),
        ("deaths_civilians", civil, "civilian", "civilians"),
    ):
        if kind in (2, 3) and camp != "civilian":
            coding.write(name, 0, f"0: {why}.")
        elif number is None:
            coding.write(name, 0, f"0: {coding.nothing(_KILLED, (camp,), who)}.", steps[camp])
        else:
            coding.write(name, number, f"{coding.made_of(_KILLED, 'best', (camp,))}.", steps[camp])
    unknown = best - (a or 0) - (b or 0) - (civil or 0)
    all_steps = coding.steps(_KILLED, coding.book.all_camps) if unknown else ()
    reason = f"{unknown}: best {best}, less those of the other groups." if unknown else "0: nobody is left over."
    coding.write("deaths_unknown", unknown, reason, all_steps)


def date_precision(coding: Coding) -> None:
    """date_prec: 1 the day, 2 a range of two to six days, 3 the week, 4 a month at most, 5 longer."""
    when, account = coding.evidence.when
    if when is None:
        for name in ("date_start", "date_end", "date_prec"):
            coding.write(name, None, "No account gives a day.")
        return
    code = when.date_prec or month_rank(when.days.days)
    day = days_in_words(when)
    coding.write("date_start", when.days.start.isoformat(), f"{day}, by the accounts.", accounts=id_of(account))
    coding.write("date_end", when.days.end.isoformat(), f"{day}, by the accounts.", accounts=id_of(account))
    coding.write("date_prec", code, f"{code}: {day}.", accounts=id_of(account))


def event_clarity(coding: Coding) -> None:
    """1 where the incident can be told apart in full; 2 where its source sums up several activities over more than one
    day: where the words of its days say that it went on over all of them ("over the weekend", "three days of
    clashes"). Sums over several incidents are aggregates and belong to no event.
    """
    when, account = coding.evidence.when
    words = words_of_a_stretch(when, account) if when and account else ""
    if words and when:
        reason = f"2: what went on for {when.days.days} days is told as one (“{words}”)."
        coding.write("event_clarity", 2, reason, accounts=id_of(account))
    else:
        coding.write("event_clarity", 1, "1: told as one incident.", accounts=id_of(account) if when else ())


def where_precision(coding: Coding) -> None:
    """where_prec: 1 a named place, 2 near one (25 km), 3 a district, 4 a province, 5 a larger region or line, 6 the
    country, 7 at sea or in the air. Of accounts that differ the more exact one that most give.
    """
    place, account = coding.evidence.place
    words = place_in_words(coding)
    code = place.where_prec if place else None
    if code is None:
        coding.write(
            "where_prec", None, f"{words}, and nothing coarser is known." if place is None else f"{words}: not found."
        )
        return
    coding.write("where_prec", code, f"{code}: {words}.", accounts=id_of(account))


def ucdp_inclusion(coding: Coding) -> None:
    """An event is in with one death at least in low, best or high, and sides that can be linked to a named actor; with
    unnamed attackers it is unclear. Whether the dyad passes 25 deaths in a year is not for one event to say: parameter
    `threshold`. Killings in custody are out of one-sided violence, which the accounts' types don't tell.
    """
    numbers = [coding.figures[name].value for name in ("low", "best", "high")]
    steps = coding.figures["best"].steps[:-1]
    deaths = [number for number in numbers if isinstance(number, int)]
    of_type = coding.figures["type_of_violence"].value
    if not deaths or not any(deaths):
        dead = "/".join(map(str, deaths)) or coding.nothing(_KILLED, coding.book.all_camps, "people")
        reason = f"Out of scope: no death in low, best or high ({dead})."
        coding.write("inclusion", "out of scope", reason, steps)
        return
    attackers = of_category(coding, ARMED)
    if of_type is None:
        coding.write("inclusion", "unclear", f"Unclear: who stood against whom is not told (deaths {deaths}).", steps)
    elif attackers and not is_organised(attackers) and not is_organised(of_category(coding, STATE, "attacker")):
        names = ", ".join(dict.fromkeys(actor.text for actor in attackers[:3]))
        reason = f"Unclear: {names} can't be linked to a named group (deaths {deaths})."
        coding.write("inclusion", "unclear", reason, steps, "threshold")
    else:
        reason = f"In, if the dyad passes 25 deaths in a year (deaths {'/'.join(map(str, deaths))})."
        coding.write("inclusion", "in", reason, steps, "threshold")

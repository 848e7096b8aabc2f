"""A subset of the Global Terrorism Database's columns, in GTD's own order (codebook of 2017). Its event and country
numbers are its own, and are left out.

Numbers are figures of the codebook `gtd`; types are GTD's codes for what the reports tell.
"""

from __future__ import annotations

from variorum.export.tables import countries
from variorum.export.tables.columns import Cell, Column, Columns, figure
from variorum.export.tables.records import Record, name_of
from variorum.models import EventType, Mode

_ATTACKS = {
    "suicide_bomb": 3,
    "remote_explosive_landmine_ied": 3,
    "air_drone_strike": 3,
    "shelling_artillery_missile": 3,
    "grenade": 3,
    "chemical_weapon": 8,
    "abduction_forced_disappearance": 6,
    "attack": 2,
    "armed_clash": 2,
    "mob_violence": 8,
}
_ATTACK_NAMES = {
    2: "Armed Assault",
    3: "Bombing/Explosion",
    6: "Hostage Taking (Kidnapping)",
    8: "Unarmed Assault",
    9: "Unknown",
}
_WEAPONS = {
    "chemical": 2,
    "firearms": 5,
    "suicide_bomb": 6,
    "vehicle_bomb": 6,
    "planted_bomb": 6,
    "explosives": 6,
    "grenade": 6,
    "artillery_rocket": 6,
    "aircraft": 6,
    "drone": 6,
    "incendiary": 8,
    "melee": 9,
    "vehicle": 10,
    "other": 12,
}
_WEAPON_NAMES = {
    2: "Chemical",
    5: "Firearms",
    6: "Explosives",
    8: "Incendiary",
    9: "Melee",
    10: "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
    12: "Other",
    13: "Unknown",
}
_TARGETS = {
    "business": (1, "Business"),
    "government": (2, "Government (General)"),
    "police": (3, "Police"),
    "military": (4, "Military"),
    "airports_aircraft": (6, "Airports & Aircraft"),
    "diplomatic": (7, "Government (Diplomatic)"),
    "educational": (8, "Educational Institution"),
    "food_water": (9, "Food or Water Supply"),
    "media": (10, "Journalists & Media"),
    "maritime": (11, "Maritime"),
    "ngo": (12, "NGO"),
    "other": (13, "Other"),
    "private_citizens": (14, "Private Citizens & Property"),
    "medical": (14, "Private Citizens & Property"),
    "religious": (15, "Religious Figures/Institutions"),
    "telecommunication": (16, "Telecommunication"),
    "armed_group": (17, "Terrorists/Non-State Militia"),
    "tourists": (18, "Tourists"),
    "transportation": (19, "Transportation"),
    "utilities": (21, "Utilities"),
    "political_party": (22, "Violent Political Party"),
}
_MODES_OF_GUILT = (Mode.CLAIMED, Mode.ATTRIBUTED, Mode.SUSPECTED)


def _attack(record: Record) -> int:
    return _ATTACKS.get(record.sub_type or "", 2 if record.type is EventType.BATTLE else 9)


def _weapon(record: Record) -> int:
    found = [_WEAPONS[weapon] for weapon in record.weapons if weapon in _WEAPONS]
    return found[0] if found else 13


def _target(record: Record) -> tuple[int, str]:
    return next((_TARGETS[target] for target in record.targets if target in _TARGETS), (20, "Unknown"))


def _group(record: Record, number: int) -> str | None:
    """The number-th group that is named as having done it, the attackers first."""
    named = [name_of(actor) for actor in record.side("attacker", "clash") if actor.category != "state_forces"]
    said = [claim.actor for claim in record.said(*_MODES_OF_GUILT) if claim.actor]
    found = list(dict.fromkeys([*named, *said]))
    return found[number - 1] if len(found) >= number else "Unknown" if number == 1 else None


def _uncertain(record: Record) -> int | None:
    group = _group(record, 1)
    if group in (None, "Unknown"):
        return None
    sure = {claim.actor for claim in record.said(Mode.CLAIMED, Mode.ATTRIBUTED)}
    return int(group not in sure)


def _first_day(record: Record, part: str) -> Cell:
    """Year, month or day; 0 for a month or day that is not known."""
    if record.when is None:
        return 0 if part != "year" else None
    days = record.when.days
    known = {
        "year": days.start.year == days.end.year,
        "month": (days.start.year, days.start.month) == (days.end.year, days.end.month),
        "day": days.days <= 2,
    }
    return int(getattr(days.start, part)) if known[part] else 0


def _approximately(record: Record) -> str | None:
    if record.when is None or record.when.days.days <= 2:
        return None
    return f"{record.when.days.start.isoformat()} to {record.when.days.end.isoformat()}"


def _citation(number: int) -> Column:
    def cited(record: Record) -> str | None:
        reports = [account.report for account in record.event.accounts]
        if len(reports) < number:
            return None
        report = reports[number - 1]
        day = report.published.isoformat() if report.published else "no date"
        return f'"{report.title or report.id}," {report.publisher or "unknown publisher"}, {day}.'

    return Column(name=f"scite{number}", about=f"report {number}", of=cited)


def _country(record: Record) -> str | None:
    return record.place.country if record.place else None


COLUMNS: Columns = (
    Column(name="iyear", about="year", kind="integer", of=lambda r: _first_day(r, "year")),
    Column(name="imonth", about="month, 0 where not known", kind="integer", of=lambda r: _first_day(r, "month")),
    Column(name="iday", about="day, 0 where not known", kind="integer", of=lambda r: _first_day(r, "day")),
    Column(name="approxdate", about="first and last day of a longer time", of=_approximately),
    Column(
        name="extended",
        about="1 where it went on over more than a day and a night",
        kind="integer",
        of=lambda r: int(r.when is not None and 2 < r.when.days.days <= 7),
    ),
    Column(name="country_txt", about="name of the country", of=lambda r: countries.name(_country(r))),
    Column(name="region_txt", about="GTD's region", of=lambda r: countries.region(_country(r), "gtd")),
    Column(name="provstate", about="first-order unit", of=lambda r: r.place.admin1 if r.place else None),
    Column(name="city", about="town", of=lambda r: (r.place.locality or r.place.text) if r.place else "Unknown"),
    Column(name="latitude", about="degrees north", kind="number", of=lambda r: r.place.lat if r.place else None),
    Column(name="longitude", about="degrees east", kind="number", of=lambda r: r.place.lon if r.place else None),
    figure("specificity", "1 in a town, with coordinates, to 5 no coordinates"),
    Column(name="location", about="the place in the reports' words", of=lambda r: r.place.text if r.place else None),
    Column(name="summary", about="a few words for the event", of=lambda r: r.label or None),
    figure("crit1", "political, economic, religious or social goal"),
    figure("crit2", "intention to coerce, intimidate or publicise"),
    figure("crit3", "outside legitimate warfare"),
    figure("doubtterr", "1 where there is doubt that it is terrorism"),
    figure("alternative", "what it may be instead"),
    Column(
        name="suicide",
        about="1 where the attacker did not mean to live",
        kind="integer",
        of=lambda r: int("suicide_bomb" in r.weapons or r.sub_type == "suicide_bomb"),
    ),
    Column(name="attacktype1", about="code of the attack", kind="integer", of=_attack),
    Column(name="attacktype1_txt", about="the attack in words", of=lambda r: _ATTACK_NAMES[_attack(r)]),
    Column(name="targtype1", about="code of the target", kind="integer", of=lambda r: _target(r)[0]),
    Column(name="targtype1_txt", about="the target in words", of=lambda r: _target(r)[1]),
    Column(name="gname", about="the group, or Unknown", of=lambda r: _group(r, 1)),
    Column(name="gname2", about="a second group", of=lambda r: _group(r, 2)),
    Column(name="gname3", about="a third group", of=lambda r: _group(r, 3)),
    Column(name="guncertain1", about="1 where the group is only suspected", kind="integer", of=_uncertain),
    figure("claimed", "1 where a group claimed it"),
    figure("claimmode", "how it was claimed"),
    figure("compclaim", "1 where several claimed it, each for itself"),
    Column(name="weaptype1", about="code of the weapon", kind="integer", of=_weapon),
    Column(name="weaptype1_txt", about="the weapon in words", of=lambda r: _WEAPON_NAMES[_weapon(r)]),
    figure("nkill", "confirmed deaths, attackers included"),
    figure("nkillter", "attackers' deaths"),
    figure("nwound", "injured, attackers included"),
    figure("nwoundte", "attackers injured"),
    figure("addnotes", "what is disputed", "text"),
    _citation(1),
    _citation(2),
    _citation(3),
    Column(name="dbsource", about="who made the row", of=lambda _: "Variorum"),
)

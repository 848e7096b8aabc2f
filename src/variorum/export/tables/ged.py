"""UCDP's Georeferenced Event Dataset: its 49 columns in its order (read from its releases; `best, high, low`).

Ids of conflicts, dyads and actors are UCDP's to give, and stay empty. Figures are those of the codebook `ucdp`.
"""

from __future__ import annotations

from datetime import date

from variorum.export.tables import countries
from variorum.export.tables.columns import Cell, Column, Columns, empty, figure
from variorum.export.tables.records import Record, name_of
from variorum.export.words import line

_OWNERS = "UCDP's own id: empty"


def _side(record: Record, letter: str) -> str | None:
    """The name of side a (the government, or who attacks civilians) or b, by the codebook, else by the accounts."""
    given = record.figure(f"side_{letter}")
    if given is not None:
        return str(given)
    sides = ("attacker", "clash") if letter == "a" else ("attacked", "clash")
    found = record.side(*sides)
    at = 1 if letter == "b" and found and found[0].side == "clash" else 0
    return name_of(found[at]) if len(found) > at else None


def _stamp(day: date | None) -> str | None:
    """A day as GED writes it."""
    return None if day is None else f"{day.isoformat()} 00:00:00.000"


def _articles(record: Record) -> str:
    rows = []
    for account in record.event.accounts:
        report = account.report
        day = report.published.isoformat() if report.published else ""
        rows.append(f'"{report.publisher or ""},{day},{report.title or report.id}"')
    return ";".join(rows)


def _joined(values: list[str]) -> str | None:
    return ";".join(dict.fromkeys(value for value in values if value)) or None


def _originals(record: Record) -> str | None:
    """Who the numbers come from, by the claims that the figures were made of; all of them where none is named."""
    named = set().union(*(step.claims for each in record.figures.values() for step in each.steps))
    tolls = [toll for _, toll in record.tolls if toll.id in named] or [toll for _, toll in record.tolls]
    return _joined([line(toll.sources[-1].text) for toll in tolls if toll.sources])


def _point(record: Record) -> str | None:
    place = record.place
    return None if place is None or place.lat is None else f"POINT ({place.lon} {place.lat})"


def _country(record: Record) -> str | None:
    return record.place.country if record.place else None


def _of_place(name: str) -> Column:
    about = {"latitude": "degrees north", "longitude": "degrees east"}[name]
    field = {"latitude": "lat", "longitude": "lon"}[name]
    return Column(name=name, about=about, kind="number", of=lambda r: getattr(r.place, field, None))


def _year(record: Record) -> Cell:
    return record.when.days.start.year if record.when else None


COLUMNS: Columns = (
    empty("id", _OWNERS, "integer"),
    empty("relid", _OWNERS),
    Column(name="year", about="year of the first day", of=_year, kind="integer"),
    empty("active_year", "needs the deaths of the dyad in the whole year: empty", "truth"),
    Column(
        name="code_status",
        about="Clear, or Check where inclusion is not sure",
        of=lambda r: "Clear" if r.figure("inclusion") == "in" else "Check",
    ),
    figure("type_of_violence", "1 state-based, 2 non-state, 3 one-sided"),
    empty("conflict_dset_id", _OWNERS),
    empty("conflict_new_id", _OWNERS, "integer"),
    empty("conflict_name", "UCDP's own name: empty"),
    empty("dyad_dset_id", _OWNERS),
    empty("dyad_new_id", _OWNERS, "integer"),
    Column(
        name="dyad_name",
        about="the two sides",
        of=lambda r: " - ".join(filter(None, (_side(r, "a"), _side(r, "b")))) or None,
    ),
    empty("side_a_dset_id", _OWNERS),
    empty("side_a_new_id", _OWNERS, "integer"),
    Column(name="side_a", about="the government, or who attacks civilians", of=lambda r: _side(r, "a")),
    empty("side_b_dset_id", _OWNERS),
    empty("side_b_new_id", _OWNERS, "integer"),
    Column(name="side_b", about="the other side; Civilians in one-sided violence", of=lambda r: _side(r, "b")),
    Column(
        name="number_of_sources",
        about="reports of the event",
        kind="integer",
        of=lambda r: len({a.report_id for a in r.event.accounts}),
    ),
    Column(name="source_article", about="publisher, day and title of each report", of=_articles),
    Column(name="source_office", about="publishers, joined by semicolons", of=lambda r: _joined(list(r.publishers))),
    Column(
        name="source_date",
        about="days of publication",
        of=lambda r: _joined([a.report.published.isoformat() for a in r.event.accounts if a.report.published]),
    ),
    Column(
        name="source_headline", about="titles", of=lambda r: _joined([a.report.title or "" for a in r.event.accounts])
    ),
    Column(name="source_original", about="who the numbers come from in the reports", of=_originals),
    figure("where_prec", "1 exact to 7 sea or air; see the codebook"),
    Column(
        name="where_coordinates",
        about="the place that the point stands for",
        of=lambda r: (r.place.locality or r.place.text) if r.place else None,
    ),
    Column(
        name="where_description",
        about="the place in the reports' words",
        of=lambda r: r.place.text if r.place else None,
    ),
    Column(name="adm_1", about="first-order unit", of=lambda r: r.place.admin1 if r.place else None),
    Column(name="adm_2", about="second-order unit", of=lambda r: r.place.admin2 if r.place else None),
    _of_place("latitude"),
    _of_place("longitude"),
    Column(name="geom_wkt", about="the point as well-known text", of=_point),
    Column(
        name="priogrid_gid", about="PRIO-GRID cell", kind="integer", of=lambda r: r.place.prio_grid if r.place else None
    ),
    Column(name="country", about="name of the country", of=lambda r: countries.name(_country(r))),
    Column(
        name="country_id",
        about="Gleditsch and Ward's number",
        kind="integer",
        of=lambda r: r.place.gw if r.place else None,
    ),
    Column(name="region", about="UCDP's region", of=lambda r: countries.region(_country(r), "ucdp")),
    figure("event_clarity", "1 a single event, 2 a summary of several"),
    figure("date_prec", "1 a day to 5 more than a month"),
    Column(name="date_start", about="first day", of=lambda r: _stamp(r.when.days.start if r.when else None)),
    Column(name="date_end", about="last day", of=lambda r: _stamp(r.when.days.end if r.when else None)),
    figure("deaths_a", "best estimate of deaths of side a"),
    figure("deaths_b", "best estimate of deaths of side b"),
    figure("deaths_civilians", "best estimate of deaths of civilians"),
    figure("deaths_unknown", "best estimate of deaths of people of unknown status"),
    figure("best", "the most reliable estimate, the sum of the four before"),
    figure("high", "the highest reliable estimate"),
    figure("low", "the most conservative estimate"),
    empty("gwnoa", "number of the government of side a, where it is one: needs UCDP's actors", "integer"),
    empty("gwnob", "number of the government of side b: needs UCDP's actors", "integer"),
)

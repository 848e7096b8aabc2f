"""A table of our own: an event a row, with what every outcome's accounts allow, and all figures of the codebook.

The same columns are written as CSV, with HXL tags, as JSON lines, Parquet, GeoJSON and GeoPackage.
"""

from __future__ import annotations

from collections.abc import Iterable

from variorum.export.tables import countries
from variorum.export.tables.columns import Column, Columns
from variorum.export.tables.records import Record, name_of
from variorum.models import Outcome, Toll
from variorum.values import CountRange


def range_of(tolls: Iterable[Toll]) -> CountRange | None:
    """From the least to the most that any account of a whole allows; None where there is none.

    An open end stays open where no account closes it at a higher number.
    """
    counts = [toll.count for toll in tolls if toll.part_of is None and not toll.additional]
    if not counts:
        return None
    most = max(count.high if count.high is not None else count.floor for count in counts)
    is_open = any(count.high is None and count.floor >= most for count in counts)
    return CountRange(min(count.floor for count in counts), None if is_open else most)


def _of(record: Record, outcome: Outcome) -> CountRange | None:
    return range_of(toll for _, toll in record.tolls if toll.outcome is outcome)


def _bounds(outcome: Outcome) -> Columns:
    """The two columns of an outcome."""
    name, tag = outcome.value, f"#affected+{outcome.value.replace('killed_or_injured', 'casualties')}"

    def low(record: Record) -> int | None:
        return found.low if (found := _of(record, outcome)) else None

    def high(record: Record) -> int | None:
        return found.high if (found := _of(record, outcome)) else None

    return (
        Column(
            name=f"{name}_min", about=f"least number {name} in any account", kind="integer", of=low, hxl=f"{tag}+min"
        ),
        Column(
            name=f"{name}_max",
            about=f"greatest number {name} in any account; empty where it is open, or none is told",
            kind="integer",
            of=high,
            hxl=f"{tag}+max",
        ),
    )


def _actors(record: Record, *sides: str) -> str | None:
    return "; ".join(dict.fromkeys(name_of(actor) for actor in record.side(*sides))) or None


BASE: Columns = (
    Column(name="event", about="the event's id", of=lambda r: r.event.id, hxl="#event+id"),
    Column(name="label", about="a few words for it", of=lambda r: r.label or None, hxl="#event+name"),
    Column(name="type", about="type of event", of=lambda r: r.type.value, hxl="#event+type"),
    Column(name="sub_type", about="sub-type of event", of=lambda r: r.sub_type, hxl="#event+subtype"),
    Column(
        name="date_start",
        about="first day",
        kind="day",
        of=lambda r: r.when.days.start if r.when else None,
        hxl="#date+start",
    ),
    Column(
        name="date_end", about="last day", kind="day", of=lambda r: r.when.days.end if r.when else None, hxl="#date+end"
    ),
    Column(
        name="date_prec",
        about="UCDP's code, 1 a day to 5 a year",
        kind="integer",
        of=lambda r: r.when.date_prec if r.when else None,
        hxl="#date+precision",
    ),
    Column(name="place", about="the place as written", of=lambda r: r.place.text if r.place else None, hxl="#loc+name"),
    Column(name="locality", about="town", of=lambda r: r.place.locality if r.place else None, hxl="#loc+town+name"),
    Column(name="admin1", about="first-order unit", of=lambda r: r.place.admin1 if r.place else None, hxl="#adm1+name"),
    Column(
        name="admin2", about="second-order unit", of=lambda r: r.place.admin2 if r.place else None, hxl="#adm2+name"
    ),
    Column(
        name="country_code",
        about="ISO 3166-1 alpha-2",
        of=lambda r: r.place.country if r.place else None,
        hxl="#country+code",
    ),
    Column(
        name="country",
        about="name of the country",
        of=lambda r: countries.name(r.place.country) if r.place else None,
        hxl="#country+name",
    ),
    Column(
        name="latitude",
        about="degrees north",
        kind="number",
        of=lambda r: r.place.lat if r.place else None,
        hxl="#geo+lat",
    ),
    Column(
        name="longitude",
        about="degrees east",
        kind="number",
        of=lambda r: r.place.lon if r.place else None,
        hxl="#geo+lon",
    ),
    Column(
        name="where_prec",
        about="UCDP's code, 1 exact to 7",
        kind="integer",
        of=lambda r: r.place.where_prec if r.place else None,
        hxl="#geo+precision",
    ),
    Column(name="attackers", about="who attacked", of=lambda r: _actors(r, "attacker"), hxl="#group+attacker"),
    Column(name="attacked", about="who was attacked", of=lambda r: _actors(r, "attacked"), hxl="#group+attacked"),
    Column(name="clashed", about="sides of a clash", of=lambda r: _actors(r, "clash"), hxl="#group+clash"),
    Column(name="weapons", about="kinds of weapon", of=lambda r: "; ".join(r.weapons) or None, hxl="#event+weapon"),
    Column(name="targets", about="what was hit", of=lambda r: "; ".join(r.targets) or None, hxl="#event+target"),
    *(column for outcome in Outcome for column in _bounds(outcome)),
    Column(
        name="accounts",
        about="reports that tell of it",
        kind="integer",
        of=lambda r: len({account.report_id for account in r.event.accounts}),
        hxl="#indicator+reports+num",
    ),
    Column(
        name="publishers", about="their publishers", of=lambda r: "; ".join(r.publishers) or None, hxl="#meta+source"
    ),
    Column(
        name="urls",
        about="their addresses",
        of=lambda r: " ".join(dict.fromkeys(a.report.url for a in r.event.accounts if a.report.url)) or None,
        hxl="#meta+url",
    ),
)


def columns(codebook: str, names: Iterable[str]) -> Columns:
    """The columns of a table with the figures of a codebook, whose names are given: "ucdp_best"."""
    return (*BASE, *(_figure(codebook, name) for name in names))


def _figure(codebook: str, name: str) -> Column:
    def of(record: Record) -> str | None:
        value = record.figure(name)
        return None if value is None else str(value)

    return Column(name=f"{codebook}_{name}", about=f"figure {name} of {codebook}", of=of, hxl=f"#indicator+{codebook}")

"""The shape of ACLED's rows: its 31 columns in its order (web codebook, table 1). Its data must not be copied into
competing data sets; what is written here comes from the reports alone.
"""

from __future__ import annotations

from variorum.export.tables import countries
from variorum.export.tables.columns import Column, Columns, empty, figure
from variorum.export.tables.records import Record

_LABELS = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}


def _inter(record: Record, number: int) -> str | None:
    """The kind of an actor in words, as the columns hold it now; the codebook's figure may be its number."""
    value = record.figure(f"inter{number}")
    return _LABELS.get(value) if isinstance(value, int) else value if isinstance(value, str) else None


def _interaction(record: Record) -> str | None:
    both = [kind for kind in (_inter(record, 1), _inter(record, 2)) if kind]
    if not both:
        return None
    order = list(_LABELS.values())
    return "-".join(sorted(both, key=order.index)) if len(both) == 2 else f"{both[0]} only"


def _middle(record: Record) -> str | None:
    """One day, as ACLED has it: the middle of a longer time."""
    if record.when is None:
        return None
    days = record.when.days
    return (days.start + (days.end - days.start) // 2).isoformat()


def _country(record: Record) -> str | None:
    return record.place.country if record.place else None


COLUMNS: Columns = (
    empty("event_id_cnty", "ACLED's own id: empty"),
    Column(name="event_date", about="the day, or the middle of a longer time", of=_middle),
    Column(name="year", about="its year", kind="integer", of=lambda r: int(day[:4]) if (day := _middle(r)) else None),
    figure("time_precision", "1 a day, 2 a week, 3 a month"),
    figure("disorder_type", "political violence, demonstrations, strategic developments", "text"),
    figure("event_type", "event type", "text"),
    figure("sub_event_type", "sub-event type", "text"),
    figure("actor1", "first actor", "text"),
    empty("assoc_actor_1", "actors beside the first: not told apart here"),
    Column(name="inter1", about="kind of the first actor", of=lambda r: _inter(r, 1)),
    figure("actor2", "second actor", "text"),
    empty("assoc_actor_2", "actors beside the second: not told apart here"),
    Column(name="inter2", about="kind of the second actor", of=lambda r: _inter(r, 2)),
    Column(name="interaction", about="the two kinds", of=_interaction),
    figure("civilian_targeting", "Civilians targeted, or empty", "text"),
    Column(name="iso", about="ISO 3166-1 numeric code", kind="integer", of=lambda r: countries.number(_country(r))),
    Column(name="region", about="ACLED's region", of=lambda r: countries.region(_country(r), "acled")),
    Column(name="country", about="name of the country", of=lambda r: countries.name(_country(r))),
    Column(name="admin1", about="first-order unit", of=lambda r: r.place.admin1 if r.place else None),
    Column(name="admin2", about="second-order unit", of=lambda r: r.place.admin2 if r.place else None),
    empty("admin3", "third-order unit: not in the gazetteer"),
    Column(
        name="location",
        about="the town, or the place in the reports' words",
        of=lambda r: (r.place.locality or r.place.text) if r.place else None,
    ),
    Column(name="latitude", about="degrees north", kind="number", of=lambda r: r.place.lat if r.place else None),
    Column(name="longitude", about="degrees east", kind="number", of=lambda r: r.place.lon if r.place else None),
    figure("geo_precision", "1 a town, 2 near one or part of a region, 3 a larger region"),
    Column(name="source", about="publishers, joined by semicolons", of=lambda r: "; ".join(r.publishers) or None),
    empty("source_scale", "needs to be known of each publisher: empty"),
    figure("notes", "what happened and what is disputed", "text"),
    figure("fatalities", "all deaths that are reported, of all sides"),
    empty("tags", "crowd sizes and the like: not read here"),
    empty("timestamp", "when ACLED uploaded its row: empty", "integer"),
)

"""Where and when an incident was: chosen among the places and days that its sentences name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from variorum.annotate.places import sites
from variorum.claims import incidents as grouping
from variorum.claims.incidents import Incident
from variorum.models import Place, When
from variorum.values import DateRange
from variorum.values import Span as Stretch


def when_of(doc: Doc, incident: Incident, *, main: bool) -> When | None:
    """The day or days of an incident: the finest time that its sentences give, the first of them where there are several."""
    found: list[DateRange] = list(incident.days)
    if not found and main:
        found = [d for s in _near(doc, incident) if (d := grouping.date_of(doc, s, s.start)) is not None]
    if not found:
        return None
    best = min(found, key=lambda d: d.days)
    return When(days=best)


def _near(doc: Doc, incident: Incident) -> list[Span]:
    """The other sentences of a text that speak of an incident by a noun."""
    nouns = set(grouping.lexicon()["nouns"]["words"])
    return [s for k, s in enumerate(doc.sents) if k not in incident.sentences and any(t.lower_ in nouns for t in s)]


def where_of(doc: Doc, incident: Incident, *, main: bool) -> Place | None:
    """The most specific place that the incident's sentences name, weighed with how often the text names it."""
    spans: Sequence[Span] = incident.places
    if not spans and main:
        spans = [p for s in _near(doc, incident) for p in grouping.places_of(doc, s, s.start)]
    if not spans:
        return None
    votes = Counter(s.text.casefold() for s in sites(doc))
    best = max(spans, key=lambda s: s._.place_rank + 0.5 * min(votes[s.text.casefold()], 4))
    place: Place = best._.place
    return Place(
        text=best.text,
        span=Stretch(best.start_char, best.end_char),
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        geonames_id=place.geonames_id,
        precision=place.precision,
        locality=place.locality,
        admin1=place.admin1,
        where_prec=place.where_prec,
        geo_precision=place.geo_precision,
    )

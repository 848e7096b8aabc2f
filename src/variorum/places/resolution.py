"""Takes each place that a text names for one entry of the gazetteer, or for none, and says why.

Nothing is decided name by name: the countries and provinces that the report speaks of, the places that its words put
one another in ("Arish, North Sinai"), and the distances between the candidates of all names speak together, in a few
rounds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from variorum.places.evidence import nearness, nearness_of_home, prior, weighed
from variorum.places.gazetteer import Gazetteer
from variorum.places.placing import ALTERNATIVES, Placing
from variorum.places.records import Kind, Mention, ResolvedPlace
from variorum.places.senses import METROPOLIS, NAMESAKE_POPULATION, Senses

ROUNDS = 3


def resolve(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    publisher: str | None = None,
    publisher_country: str | None = None,
) -> tuple[ResolvedPlace, ...]:
    """One ResolvedPlace for each mention, in their order. `mentions` are all those of one text, as `find` gives them.

    publisher: name or web domain of the outlet: local papers write of their own town. publisher_country: ISO code,
    where known.
    """
    senses = Senses(mentions, gazetteer, publisher, publisher_country)
    for sense in senses.all:
        sense.best = max(sense.candidates, key=partial(prior, senses, sense), default=None)
    for _ in range(ROUNDS):
        _take_best(senses)
    _take_spellings(senses)
    shares, _ = senses.votes()
    _drop_unlikely(senses)
    _drop_homonyms(senses)
    placing = Placing(senses, shares)
    return tuple(placing.placed(index) for index in range(len(mentions)))


def _take_best(senses: Senses) -> None:
    """Takes each name for what most speaks for, as the others are taken so far; the publisher's home, too."""
    countries, units = senses.votes()
    if len(senses.homes) > 1:
        senses.home = max(
            senses.homes,
            key=lambda h: math.log10(h.population) + 8 * units.get(h.admin1 or "", 0.0) + nearness_of_home(senses, h),
        )
    for sense in senses.all:
        if not sense.candidates:
            continue
        scored = [(weighed(senses, sense, c, countries, units), -n, c) for n, c in enumerate(sense.candidates)]
        scored.sort(key=lambda row: (-row[0][0], -row[1]))
        sense.ranked = tuple(c for _, _, c in scored[: ALTERNATIVES + 1])
        sense.best, sense.reason = scored[0][2], scored[0][0][1]


def _take_spellings(senses: Senses) -> None:
    """Names that the gazetteer lacks as written: another transliteration, where it lies in a country the report
    is about.
    """
    countries, _ = senses.votes()
    for sense in senses.all:
        mention = senses.mentions[sense.mentions[0]]
        if sense.candidates or mention.kind in (Kind.STREET, Kind.FACILITY, Kind.DEMONYM):
            continue
        held = {
            c
            for i in sense.mentions
            for k in senses.mentions[i].containers
            for o in senses.mentions[k].candidates
            for c in o.countries
        }
        likely = held or {c for c, share in countries.items() if share >= 0.25}
        hits = [c for c in senses.gazetteer.lookup_loose(mention.name) if c.country in likely]
        if mention.asked in (Kind.ADMIN1, Kind.ADMIN2):
            hits = [c for c in hits if c.kind in (Kind.ADMIN1, Kind.ADMIN2)] or hits
        if not hits:
            continue
        sense.candidates = tuple(hits)
        hits.sort(key=lambda c: -(prior(senses, sense, c) + (nearness(senses, sense, c))))
        sense.best, sense.ranked = hits[0], tuple(hits[: ALTERNATIVES + 1])
        sense.reason = f"another spelling of {hits[0].name}, in a country that the report is about"


def _drop_unlikely(senses: Senses) -> None:
    """A hamlet in a country that the report has nothing to do with is a namesake: better not found than there."""
    totals: defaultdict[str, float] = defaultdict(float)
    own: defaultdict[int, float] = defaultdict(float)
    for index, sense in enumerate(senses.of):
        if sense.best is not None and sense.best.country:
            vote = senses.vote(index, sense.best)
            totals[sense.best.country] += vote
            own[id(sense)] += vote
    home = senses.home.country if senses.home else "US" if senses.american else senses.home_country
    local = senses.home is not None or senses.american > 0
    if local and home is not None:
        totals[home] += 1
    for sense in senses.all:
        entry = sense.best
        if entry is None or entry.country is None or entry.kind not in (Kind.CITY, Kind.ADMIN1, Kind.ADMIN2):
            continue
        known = METROPOLIS if local else NAMESAKE_POPULATION
        if entry.population >= known or entry.country == home or senses.containment(sense, entry):
            continue
        beside = totals[entry.country] - own[id(sense)]
        elsewhere = sum(totals.values()) - totals[entry.country]
        if beside <= 0.05 * elsewhere and elsewhere >= 2:
            sense.best, sense.ranked = None, (entry, *sense.ranked)


def _drop_homonyms(senses: Senses) -> None:
    """A "village of X" that the text puts in a first-order unit of another country is none of the towns named X."""
    for sense in senses.all:
        entry = sense.best
        if entry is None or entry.kind is not Kind.CITY or entry.population >= NAMESAKE_POPULATION:
            continue
        told = [senses.mentions[i] for i in sense.mentions if senses.mentions[i].asked is Kind.CITY]
        outer = [senses.of[c].best for mention in told for c in mention.containers]
        abroad = any(o is not None and o.kind is Kind.ADMIN1 and o.country != entry.country for o in outer)
        held = senses.containment(sense, entry)
        if abroad and held is not None and not held[0]:
            sense.best = None

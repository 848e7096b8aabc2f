"""On whose side a source stands, and to whose side the people belong whom a toll counts.

Both are told by the actors of the toll's own event: the ministry whose police were hit speaks for the state there, a
hospital or a monitor for nobody; policemen are the state's dead, worshippers the civilians'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from variorum.actors.parties import mouthpiece_of, parties_named
from variorum.annotate.responsibility import alike
from variorum.models import Actor, Event, GroupCategory, Source, SourceKind, Toll
from variorum.places.countries import country_of

_STATE = frozenset({"state_forces", "external_forces"})
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified", "lone_attacker"})
_UNARMED = frozenset({"civilians", "protesters", "rioters"})
_CAMP = {
    GroupCategory.CIVILIAN: _UNARMED,
    GroupCategory.OFFICIAL: _UNARMED,
    GroupCategory.POLICE: _STATE,
    GroupCategory.MILITARY: _STATE,
    GroupCategory.SECURITY: _STATE,
    GroupCategory.ARMED_GROUP: _ARMED,
    GroupCategory.PEOPLE: _UNARMED,
}
_OF_STATE = frozenset({SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY})
_ATTACKERS = re.compile(
    r"bomber|attacker|assailant|gunm[ae]n|shooter|suspect|perpetrator|hijacker|himself|herself|raider", re.IGNORECASE
)
_CROWD = re.compile(r"protest|demonstrat|marcher|rioter", re.IGNORECASE)


def with_sides(tolls: Iterable[Toll], events: Iterable[Event]) -> list[Toll]:
    """The tolls with `source_actor` and `victim_actor` filled, from the actors of their events."""
    tolls = list(tolls)
    casts = {event.id: _Cast.of(event, _counted(tolls, event.id)) for event in events}
    return [toll if toll.event not in casts else casts[toll.event].told(toll) for toll in tolls]


def _counted(tolls: Iterable[Toll], event: str) -> frozenset[str]:
    """The categories of actors who carry arms whose own people an event's tolls count: "seven soldiers died"."""
    camps = (_CAMP[toll.group.category] for toll in tolls if toll.event == event)
    return frozenset(category for camp in camps if camp is not _UNARMED for category in camp)


@dataclass(frozen=True, slots=True)
class _Party:
    """An actor of an event; names: the ISO codes and registry ids that it goes by."""

    actor: Actor
    names: frozenset[str]

    @property
    def category(self) -> str:
        return self.actor.category


@dataclass(frozen=True, slots=True)
class _Cast:
    """The actors of one event. home: ISO code of the country in which it happened; counted: categories of
    those whose own people are counted by name."""

    parties: tuple[_Party, ...]
    home: str | None
    counted: frozenset[str]

    @classmethod
    def of(cls, event: Event, counted: frozenset[str]) -> _Cast:
        home = event.place.country if event.place is not None else None
        return cls(tuple(_Party(actor, _names_of(actor, home)) for actor in event.actors), home, counted)

    def told(self, toll: Toll) -> Toll:
        toll = replace(toll, sources=tuple(map(self._abroad, toll.sources)))
        source = self.of_source(toll.sources[-1]) if toll.sources else None
        victim = self.of_group(toll)
        return replace(
            toll,
            source_actor=source.actor.text if source is not None else None,
            victim_actor=victim.actor.text if victim is not None else None,
        )

    # ---- whose people

    def of_group(self, toll: Toll) -> _Party | None:
        """The actor to whom the counted people belong; None where the words leave it open between several."""
        category, words = toll.group.category, toll.group.text
        camp = [party for party in self.parties if party.category in _CAMP[category]]
        if category is GroupCategory.ARMED_GROUP and _ATTACKERS.search(words):
            return _only([p for p in camp if p.actor.side == "attacker"]) or _only(camp)
        if category is GroupCategory.PEOPLE:
            return self._of_people(words, camp)
        if camp and camp[0].category in _UNARMED:
            return self._of_unarmed(words, camp)
        return _by_name(words, camp, _home_of(category, self.home)) or self._unnamed(words, camp)

    def _of_people(self, words: str, camp: Sequence[_Party]) -> _Party | None:
        """People of whom nothing is said belong to whoever was hit, where only one was; not to a force whose own people
        are counted beside them: of "29 people, among them seven soldiers" not all are soldiers."""
        hit = [party for party in self.parties if party.actor.side == "attacked"]
        if any(party.category in self.counted for party in hit):
            return None
        if len(hit) == 1 or not hit:
            return _only(hit)
        named = [party for party in hit if alike(words, party.actor.text)]
        return _only(named) if words and len(named) == 1 else _only(camp) if _all_civil(hit) else None

    def _of_unarmed(self, words: str, camp: Sequence[_Party]) -> _Party | None:
        crowd = [party for party in camp if party.category != "civilians"]
        if crowd and _CROWD.search(words):
            return crowd[0]
        civil = [party for party in camp if party.category == "civilians"] or list(camp)
        return next((party for party in civil if alike(words, party.actor.text)), civil[0])

    def _unnamed(self, words: str, camp: Sequence[_Party]) -> _Party | None:
        """ "Militants" or "soldiers" of nobody in particular, where the event has one actor they can be."""
        open_ = camp if not parties_named(words) else [p for p in camp if not p.names]
        if len(open_) == 1:
            return open_[0]
        hit = [party for party in open_ if party.actor.side == "attacked"]
        return _only(hit)

    # ---- whose voice

    def _abroad(self, source: Source) -> Source:
        """A government that neither rules where it happened nor takes part speaks from abroad: it is `international`,
        by the annotation guide."""
        if source.kind is not SourceKind.GOVERNMENT or self.home is None:
            return source
        country = country_of(source.text)
        if country in (None, self.home) or any(country in party.names for party in self.parties):
            return source
        return replace(source, kind=SourceKind.INTERNATIONAL)

    def of_source(self, source: Source) -> _Party | None:
        """The actor for which a source speaks, or None for those who stand on no side."""
        if source.kind is SourceKind.MEDIA:
            return _party_of(mouthpiece_of(source.text), self.parties)
        if source.kind is SourceKind.ARMED_GROUP:
            armed = [party for party in self.parties if party.category in _ARMED - {"lone_attacker"}]
            own = [party for party in armed if _is_of_kind(source.text, party.category)]
            return _by_name(source.text, armed, frozenset()) or (_only(own) if not parties_named(source.text) else None)
        if source.kind is SourceKind.INTERNATIONAL:
            return _party_of(parties_named(source.text), [p for p in self.parties if p.category == "external_forces"])
        if source.kind not in _OF_STATE:
            return None
        home = _home_of(None, self.home)
        found = _by_name(source.text, self.parties, home)
        if found is not None or parties_named(source.text):
            return found
        return _only([p for p in self.parties if p.category == "state_forces" and p.names <= home])


_VOICES = {
    "rebel_group": re.compile(
        r"rebel|guerrilla|insurgent|militant|jihadist|islamist|fighter|group|movement", re.IGNORECASE
    ),
    "unidentified": re.compile(
        r"rebel|guerrilla|insurgent|militant|jihadist|islamist|fighter|gunm[ae]n|group", re.IGNORECASE
    ),
    "political_militia": re.compile(r"militia|paramilitar|group|gang|cartel", re.IGNORECASE),
    "identity_militia": re.compile(r"militia|group|tribal|tribes", re.IGNORECASE),
}
_OTHER_SIDE = re.compile(
    r"\banti-|\bpro-government|self-defen[cs]e|vigilante|\blocal (?:militia|hunters)", re.IGNORECASE
)


def _is_of_kind(words: str, category: str) -> bool:
    """Whether fighters without a name can be those of an actor: rebels a rebel group's, militia leaders a militia's."""
    return _VOICES[category].search(words) is not None and not _OTHER_SIDE.search(words)


def _is_country(name: str) -> bool:
    """Whether a name is the ISO code of a state, and no id of the registry."""
    return len(name) == 2 and name.isupper()


def _home_of(category: GroupCategory | None, home: str | None) -> frozenset[str]:
    """The country that unnamed police or ministries are of: that of the event."""
    forces = (None, GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY)
    return frozenset({home}) if home and category in forces else frozenset()


def _names_of(actor: Actor, home: str | None) -> frozenset[str]:
    if actor.category in _UNARMED or actor.category == "lone_attacker":
        return frozenset()
    names = parties_named(actor.text) | ({actor.entry} if actor.entry else frozenset())
    if actor.category in _ARMED:
        return frozenset(name for name in names if not _is_country(name))  # "Tehrik-i-Taliban Pakistan" is not Pakistan
    own = home is not None and actor.category == "state_forces" and not any(map(_is_country, names))
    return names | {home} if own and home is not None else names


def _by_name(words: str, parties: Sequence[_Party], otherwise: frozenset[str]) -> _Party | None:
    """The party that the words name; where they name nobody, that of the country given."""
    same = [party for party in parties if alike(words, party.actor.text)]
    return _party_of(parties_named(words) or otherwise, parties) or (same[0] if len(same) == 1 else None)


def _party_of(names: frozenset[str], parties: Sequence[_Party]) -> _Party | None:
    found = [party for party in parties if party.names & names]
    return found[0] if found else None


def _only(parties: Sequence[_Party]) -> _Party | None:
    return parties[0] if len(parties) == 1 else None


def _all_civil(parties: Sequence[_Party]) -> bool:
    return all(party.category in _UNARMED for party in parties)

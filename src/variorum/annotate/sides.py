"""Who takes part in an event: who attacks, who is attacked, the two sides of a clash.

Roles are read from the parse around each actor that the event's stretches of text name, from statements about who did
it, and from the victims of its tolls; `read_event` puts them together with the frame of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from variorum.actors.names import find_actors
from variorum.annotate.cues import Hit
from variorum.annotate.evidence import Evidence
from variorum.annotate.extensions import text_of
from variorum.annotate.frames import EventFrame, classify_event
from variorum.annotate.kinds import from_the_air
from variorum.annotate.responsibility import ResponsibilityCue, alike
from variorum.annotate.roles import parts_of, role_of
from variorum.annotate.scopes import Scope
from variorum.annotate.victims import Victims, bystanders, vagueness, whole_phrase
from variorum.models import Actor, EventType, GroupCategory, Mode, Outcome
from variorum.values import Span

_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified"})
_BEFORE = r"(?:(?:alleged|suspected|lone|masked|armed|heavily[- ]armed|teenage|young|\d+-year-old|suspect)\s+)*"
_LONE = re.compile(
    rf"\b(?:the|a|an|another|lone|alleged|suspected)\s+{_BEFORE}(?:gunman|shooter|suspect|attacker|assailant|killer|perpetrator"
    r"|knifeman|intruder|man armed|boyfriend|ex-husband|husband|student with)\b",
    re.IGNORECASE,
)
"""A person who acts alone."""
_NAMELESS = re.compile(
    r"\b(?:(?:a|the|two|three|four|five|six|seven|several|unidentified|unknown|masked|armed|female|male|lone|suspected"
    r"|alleged|heavily)\s+){0,3}(?:suicide (?:car |truck )?(?:bombers?|attackers?|terrorists?)|gunm[ae]n|bombers?"
    r"|assailants?|attackers?|hijackers?|kidnappers?|arsonists?|assassins?|hitmen"
    r"|(?:unidentified|unknown|armed|masked) (?:persons|individuals|men|people|group|attackers|assailants)"
    r"|militants|insurgents|terrorists|extremists|jihadists|bandits)\b",
    re.IGNORECASE,
)
"""Attackers of whom the text says nothing more."""


def read_event(
    doc: Doc,
    hits: Sequence[Hit],
    scope: Scope,
    victims: Sequence[Victims] = (),
    statements: Iterable[ResponsibilityCue] = (),
    country: str | None = None,
) -> tuple[EventFrame, tuple[Actor, ...]]:
    """The frame and the actors of an event.

    hits: `cues.read_cues` of the whole report; scope: the stretches that tell of the event (`scopes.scopes`);
    victims: the groups of its tolls; statements: who did it, tied to this event; country: ISO code of its place, which
    makes a foreign force an external one.
    """
    cast = _Cast(doc, scope, victims, tuple(statements), country)
    attackers = cast.attackers()
    attacked = _other_camp(attackers, cast.attacked())
    evidence = Evidence(
        hits=hits,
        scope=scope,
        text=text_of(doc),
        victims=victims,
        attackers=[s.actor for s in attackers],
        attacked=[s.actor for s in attacked],
    )
    frame = classify_event(evidence)
    return frame, cast.settled(frame, attackers, attacked)


@dataclass(frozen=True, slots=True)
class _Side:
    """An actor of the event with its registry entry, whether the text only describes it, and whether a toll counts its
    people."""

    actor: Actor
    entry: str | None = None
    generic: bool = False
    victim: bool = False

    def same(self, other: _Side) -> bool:
        return (self.entry is not None and self.entry == other.entry) or alike(self.actor.text, other.actor.text)

    def on(self, side: str) -> _Side:
        return replace(self, actor=replace(self.actor, side=side))


_SIDE_OF = {
    GroupCategory.CIVILIAN: "civilians",
    GroupCategory.PEOPLE: "civilians",
    GroupCategory.OFFICIAL: "civilians",
    GroupCategory.POLICE: "state_forces",
    GroupCategory.MILITARY: "state_forces",
    GroupCategory.SECURITY: "state_forces",
    GroupCategory.ARMED_GROUP: "unidentified",
}
_OWN_DEAD = re.compile(
    r"bomber|attacker|assailant|gunman|shooter|suspect|perpetrator|hijacker|himself|herself", re.IGNORECASE
)
_NO_GROUP = re.compile(
    r"^(?:(?:the|other|more|others|another|dozens|hundreds|scores|many|several|one|two|three|some|at least|\d+|dead"
    r"|lives|life|other people|killed|death toll|toll|casualties|casualty|wounded|injured|bodies|body|deaths|victims?"
    r"|corpses?|fatalities|homicides?|murders?|killings?|hurt|missing"
    r"|arrests?|of them)\s*)+$",
    re.IGNORECASE,
)
_TIED = re.compile(
    r"\b(?:leader|commander|chief|emir|member|fighter|expert|officer|operative|official|figure|aide|deputy)",
    re.IGNORECASE,
)
_STATES = ("state_forces", "external_forces")
_GRAVITY = {
    Outcome.KILLED: 0,
    Outcome.CAPTURED: 0,
    Outcome.KILLED_OR_INJURED: 1,
    Outcome.INJURED: 1,
    Outcome.MISSING: 2,
    Outcome.DISPLACED: 2,
}


def _bare(span: DocSpan) -> DocSpan:
    """A name without the 's or the small word that it ends in."""
    while len(span) > 1 and span[-1].lower_ in ("'s", "’s", "'", "’", "in", "of", "the", "and"):
        span = _cut(span)
    return span


def _cut(span: DocSpan) -> DocSpan:
    shorter = span[:-1]
    shorter.label_ = span.label_
    for name in ("registry_id", "registry_alternatives", "actor_country", "generic_actor"):
        shorter._.set(name, span._.get(name))
    return shorter


def _words(span: DocSpan) -> list[str]:
    return [token.lower_ for token in span if token.is_alpha and not token.is_stop]


class _Cast:
    """Gathers the sides of one event."""

    def __init__(
        self,
        doc: Doc,
        scope: Scope,
        victims: Sequence[Victims],
        statements: Sequence[ResponsibilityCue],
        country: str | None,
    ) -> None:
        self.doc, self.scope, self.victims, self.statements, self.country = doc, scope, victims, statements, country
        self.mentions = list(doc.spans["actors"]) if "actors" in doc.spans else []
        self.parts = parts_of(doc, scope)

    def side(self, span: DocSpan, side: str) -> _Side:
        span = _bare(self._fullest(span))
        label = str(span.label_)
        if label == "state_forces" and span._.actor_country and self.country and span._.actor_country != self.country:
            label = "external_forces"
        actor = Actor(
            text=span.text, side=side, category=label or "lone_attacker", span=Span(span.start_char, span.end_char)
        )
        return _Side(actor, span._.registry_id, bool(span._.generic_actor))

    def _fullest(self, span: DocSpan) -> DocSpan:
        """The fullest mention of an organisation in the whole report: "Islamic State" for "IS"."""
        entry = span._.registry_id
        if str(span.label_) in _STATES:
            return self._fullest_force(span)
        if entry is None or span._.generic_actor or span._.actor_country is not None:
            return span
        return max(
            (m for m in self.mentions if m._.registry_id == entry and m.label_ == span.label_),
            key=lambda m: (sum(t.text[:1].isupper() and not t.text.isupper() for t in m), m.start == span.start),
            default=span,
        )

    def _fullest_force(self, span: DocSpan) -> DocSpan:
        """The fullest words that the event has for a force: "Somali government soldiers" for "soldiers"."""
        country = span._.actor_country
        same = [
            part.span
            for part in self.parts
            if part.span.label_ == span.label_
            and (country is None or part.span._.actor_country in (None, country))
            and alike(part.span.text, span.text)
        ]
        same = [m for m in same if from_the_air(m.text) == from_the_air(span.text)]
        return max(same, key=lambda m: (len(_words(m)), m.start == span.start, -m.start), default=span)

    def attackers(self) -> list[_Side]:
        """Those whom a statement or the grammar makes the ones who did it, named ones before described ones."""
        named: list[_Side] = []
        described: list[_Side] = []
        for cue in self.statements:
            side = self._of_statement(cue)
            if side is not None:
                _add(described if side.generic else named, side)
        agents = sorted((p for p in self.parts if p.role == "agent"), key=lambda p: (-p.weight, p.span.start))
        for part in agents:
            if named and part.weight < 1:
                continue
            side = self.side(part.span, "attacker")
            _add(described if side.generic else named, side)
        if named:
            return _one_camp(named)
        return [self._by_name(s) for s in described[:1]]

    def _of_statement(self, cue: ResponsibilityCue) -> _Side | None:
        if cue.actor_span is None or cue.mode not in (Mode.CLAIMED, Mode.ATTRIBUTED, Mode.SUSPECTED):
            return None
        at = (cue.named or cue.actor_span).start
        marked = next((s for s in self.mentions if s.start_char == at), None)
        if marked is not None:
            return self.side(marked, "attacker")
        return _Side(Actor(text=cue.actor or "", side="attacker", category="lone_attacker", span=cue.actor_span))

    def attacked(self) -> list[_Side]:
        """The victims of the tolls, one entry a category, and those whom the grammar makes the ones who are hit."""
        out: list[_Side] = []
        for victim in sorted(self._worth_naming(), key=self._telling):
            side = self._of_victim(victim)
            if side is not None and not any(_of_one_kind(s, side) for s in out):
                _add(out, replace(self._in_other_words(side), victim=True))
        for part in sorted(
            (p for p in self.parts if p.role == "patient"),
            key=lambda p: (p.span._.generic_actor, -p.weight, p.span.start),
        ):
            side = self._by_name(self.side(part.span, "attacked"))
            rivals = [
                s
                for s in out
                if s.actor.category == side.actor.category or {s.actor.category, side.actor.category} <= _ARMED
            ]
            if any(side.same(s) for s in out) or (rivals and side.generic):
                continue
            out = [s for s in out if not (s in rivals and s.generic)]
            _add(out, side)
        return out

    def _in_other_words(self, side: _Side) -> _Side:
        """For "people" the noun that the event's sentences have for those who were hit: "evacuees", "shoppers"."""
        if side.actor.category != "civilians":
            return side
        span = side.actor.span
        if not vagueness(side.actor.text):
            return side if span is None else self._in_words(side, whole_phrase(self.doc, span))
        told = bystanders(self.doc, self.scope)
        if told is not None and (vagueness(side.actor.text) > 1 or span is None):
            return self._in_words(side, told)
        return side if span is None else self._in_words(side, whole_phrase(self.doc, span))

    def _in_words(self, side: _Side, span: Span) -> _Side:
        return replace(side, actor=replace(side.actor, text=span.of(text_of(self.doc)), span=span))

    def _worth_naming(self) -> list[Victims]:
        """The victims without denials ("no casualties") and without the few bystanders of an attack on a force."""
        there = [v for v in self.victims if v.count != 0]
        forces = max((v.count or 1 for v in there if _SIDE_OF[v.category] == "state_forces"), default=0)
        civil = max((v.count or 1 for v in there if _SIDE_OF[v.category] == "civilians"), default=0)
        return [v for v in there if _SIDE_OF[v.category] != "civilians"] if civil < forces else there

    def _telling(self, victim: Victims) -> tuple[bool, int, bool, bool, int]:
        """Sorts first the words that best tell who the victims were: of the dead, of most, special words first."""
        bare = victim.text == "" or _NO_GROUP.match(victim.text) is not None
        most = max((v.count or 1 for v in self.victims if _GRAVITY[v.outcome] == _GRAVITY[victim.outcome]), default=1)
        few = (victim.count or 1) < 0.6 * most
        common = sum(alike(victim.text, v.text) for v in self.victims)
        return (bare, _GRAVITY[victim.outcome], few, victim.category is GroupCategory.PEOPLE, -common)

    def _of_victim(self, victim: Victims) -> _Side | None:
        if victim.category is GroupCategory.ARMED_GROUP and _OWN_DEAD.search(victim.text):
            return None
        category = _SIDE_OF[victim.category]
        told = victim.text != "" and not _NO_GROUP.match(victim.text)
        plain = _Side(
            Actor(
                text=victim.text if told else "people",
                side="attacked",
                category=category,
                span=victim.span if told else None,
            ),
            generic=True,
        )
        found = find_actors(victim.text)
        if category == "civilians":
            return None if victim.category is GroupCategory.PEOPLE and len(found) > 1 else plain
        best = next((f for f in found if not f.generic), found[0] if found else None)
        if best is None:
            return self._by_name(plain) if _TIED.search(victim.text) or category in _STATES else None
        label = best.category
        if label == "state_forces" and best.country and self.country and best.country != self.country:
            label = "external_forces"
        if (label in _STATES) != (category in _STATES):
            return self._by_name(plain)
        span = victim.span.shift(0) if victim.span else None
        entry = best.entries[0].id if best.entries else None
        side = _Side(replace(plain.actor, category=label, span=span), entry, best.generic)
        return self._by_name(side)

    def _by_name(self, side: _Side) -> _Side:
        """For "the rebels" the name of the group, where the event's sentences, or the whole report, name only one.

        Whoever is attacked in the event does not stand behind its attackers.
        """
        vague = side.generic and side.actor.category in ("rebel_group", "political_militia", "unidentified")
        if not vague or _ALWAYS_NAMELESS.search(side.actor.text):
            return side
        other = "patient" if side.actor.side == "attacker" else "agent"
        rivals = {p.span._.registry_id for p in self.parts if p.role == other} - {None}
        near = [p.span for p in self.parts if p.weight >= 1 and _is_group(p.span, rivals)]
        everywhere = [s for s in self.mentions if _is_group(s, rivals)]
        for spans, share in ((near, 1.0), (everywhere, 0.7)):
            name = _dominant(spans, share)
            if name is not None:
                return self.side(name, side.actor.side)
        return side

    def settled(self, frame: EventFrame, attackers: list[_Side], attacked: list[_Side]) -> tuple[Actor, ...]:
        """The actors as the frame allows them: none in an accident, protesters in a protest, both sides of a clash as
        such."""
        if frame.type is EventType.OTHER and frame.sub_type in (None, "other"):
            return ()
        if frame.type in (EventType.PROTEST, EventType.RIOT):
            category = "protesters" if frame.type is EventType.PROTEST else "rioters"
            return (Actor(text=category, side="attacker", category=category), *(s.actor for s in attacked[:1]))
        fighters = self._fighters()
        if frame.sub_type == "agreement":
            return tuple(s.on("clash").actor for s in self._parties())
        attackers = self._plausible(frame, attackers)
        if frame.sub_type == "armed_clash" and len(fighters) >= 2 and not any(p.role == "agent" for p in self.parts):
            return tuple(s.actor for s in (*fighters, *(s for s in attacked if s.actor.category == "civilians")))
        if frame.sub_type == "armed_clash":
            attackers, attacked = _both(attackers, attacked, fighters)
        sides = (*attackers, *(s for s in attacked if not any(s.same(a) for a in attackers)))
        return _as_clash(frame, tuple(s.actor for s in sides))

    def _plausible(self, frame: EventFrame, attackers: list[_Side]) -> list[_Side]:
        """Police who answer an attack did not make it; without anybody else the first words for whoever did it."""
        lone = frame.type is EventType.OTHER or frame.type is EventType.CIVILIANS
        bombed = frame.sub_type in ("suicide_bomb", "remote_explosive_landmine_ied", "grenade")
        if lone or bombed:
            attackers = [a for a in attackers if not (a.generic and a.actor.category == "state_forces")]
        if frame.type is EventType.OTHER:
            attackers = [a for a in attackers if a.actor.category not in _STATES]
        if not attackers:
            attackers = self._nameless(frame) or self._striking(frame) or (self._perpetrator() if lone else [])
        if lone:
            attackers = [_alone(a) for a in attackers]
        return attackers

    def _striking(self, frame: EventFrame) -> list[_Side]:
        """Strikes of which the event's own sentences do not say whose they are: those of the force that strikes in the
        rest of the report.
        """
        if frame.sub_type not in ("air_drone_strike", "shelling_artillery_missile", "chemical_weapon"):
            return []
        acting = [m for m in self.mentions if str(m.label_) in _STATES and role_of(m) == "agent"]
        return [self.side(acting[0], "attacker")] if acting else []

    def _perpetrator(self) -> list[_Side]:
        """One armed person among the dead, where others are the victims, is whoever did it."""
        for victim in self.victims:
            if victim.category is GroupCategory.ARMED_GROUP and victim.text and (victim.count or 1) == 1:
                return [
                    _Side(
                        Actor(text=victim.text, side="attacker", category="lone_attacker", span=victim.span),
                        generic=True,
                    )
                ]
        return []

    def _fighters(self) -> list[_Side]:
        out: list[_Side] = []
        for part in self.parts:
            if part.role == "fighter":
                _add(out, self._by_name(self.side(part.span, "clash")))
        return out

    def _parties(self) -> list[_Side]:
        """The two sides of an agreement: the state and those who fight it."""
        sides = [self.side(p.span, "clash") for p in self.parts]
        state = next((s for s in sides if s.actor.category in _STATES), None)
        rebels = next((s for s in sides if s.actor.category in _ARMED), None)
        return [s for s in (state, rebels) if s is not None]

    def _nameless(self, frame: EventFrame) -> list[_Side]:
        """The first words for whoever did it: "a suicide bomber", "the suspect"."""
        if frame.sub_type in ("agreement", "disrupted_weapons_use", "air_drone_strike"):
            return []
        alone = frame.type is EventType.OTHER
        for piece in sorted(self.scope, key=lambda p: (-p.weight, p.start)):
            for pattern in (_LONE, _NAMELESS) if alone else (_NAMELESS, _LONE):
                match = pattern.search(text_of(self.doc), piece.start, piece.end)
                if match:
                    category = "lone_attacker" if pattern is _LONE else "unidentified"
                    return [
                        _Side(
                            Actor(text=match.group(), side="attacker", category=category, span=Span(*match.span())),
                            generic=True,
                        )
                    ]
        return []


_ALWAYS_NAMELESS = re.compile(
    r"gunm[ae]n|bomber|attacker|assailant|gang|hitm[ae]n|bandit|pirate|settler|cartel|trafficker|suspect", re.IGNORECASE
)


def _is_group(span: DocSpan, rivals: set[str | None]) -> bool:
    named = not span._.generic_actor and str(span.label_) in ("rebel_group", "political_militia", "identity_militia")
    return named and span._.registry_id not in rivals


def _dominant(spans: Sequence[DocSpan], share: float) -> DocSpan | None:
    """The first mention of the group that has at least this share of the mentions."""
    counts: dict[str, list[DocSpan]] = {}
    for span in spans:
        counts.setdefault(span._.registry_id or span.text.casefold(), []).append(span)
    best = max(counts.values(), key=len, default=None)
    return best[0] if best is not None and len(best) >= share * len(spans) else None


def _one_camp(sides: list[_Side]) -> list[_Side]:
    """Those who did it stand on one side: the state with its allies, or those who fight it; the first named decides."""
    with_state = sides[0].actor.category in _STATES
    return [s for s in sides if (s.actor.category in _STATES) == with_state][:3]


def _add(sides: list[_Side], new: _Side) -> None:
    """Add a side that is not there yet; the fuller of two names of one side stays ("U.S.", "U.S.-led coalition")."""
    for i, old in enumerate(sides):
        if new.same(old):
            if old.entry is None and new.entry is not None and not new.generic:
                sides[i] = new
            return
    sides.append(new)


def _of_one_kind(a: _Side, b: _Side) -> bool:
    return a.actor.category == b.actor.category or {a.actor.category, b.actor.category} <= _ARMED


def _other_camp(attackers: list[_Side], attacked: list[_Side]) -> list[_Side]:
    """A state's forces are hardly attacked by their own: such a side was read wrongly, unless it counts its dead.

    Unnamed militants who fall in an attack by fighters are the attackers' own dead.
    """
    if any(a.actor.category in _ARMED for a in attackers):
        attacked = [s for s in attacked if not (s.generic and s.actor.category == "unidentified")]
    if not any(a.actor.category in _STATES for a in attackers):
        return attacked
    return [s for s in attacked if s.actor.category not in _STATES or s.victim]


_CLASH_ONLY = frozenset({"ambush", "attack", "offensive", "territory won", "territory won by the state"})


def _as_clash(frame: EventFrame, sides: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Where the words speak of fighting only, nobody is shown as attacking."""
    names = {h.cue.name for h in frame.because}
    if frame.sub_type != "armed_clash" or "clash" not in names or names & _CLASH_ONLY:
        return sides
    return tuple(a if a.category == "civilians" else replace(a, side="clash") for a in sides)


def _both(attackers: list[_Side], attacked: list[_Side], fighters: list[_Side]) -> tuple[list[_Side], list[_Side]]:
    """In a fight whoever is named as a fighter takes the side that nobody has yet."""
    for fighter in fighters:
        if any(fighter.same(s) for s in (*attackers, *attacked)):
            continue
        if not attackers:
            attackers = [fighter.on("attacker")]
        elif not any(s.actor.category != "civilians" for s in attacked):
            attacked = [*attacked, fighter.on("attacked")]
    return attackers, attacked


_PLURAL = re.compile(r"(?:men|s)$", re.IGNORECASE)


def _alone(side: _Side) -> _Side:
    if side.actor.category != "unidentified" or _PLURAL.search(side.actor.text):
        return side
    return replace(side, actor=replace(side.actor, category="lone_attacker"))

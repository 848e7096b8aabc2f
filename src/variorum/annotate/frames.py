"""What kind of event the words tell of, with what and against what: ACLED's types, weapons and targets from cues with
points.

The cues are data (`data/frames.toml`); an event's `Scope` says which stretches of the text tell of it, and how surely.
Every frame keeps the cues that made it, so that a reader can see why.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc

from variorum.annotate.sentences import sentences_of
from variorum.models import Actor, EventType, GroupCategory, Outcome
from variorum.values import Span

TYPE_OF = {
    "armed_clash": EventType.BATTLE,
    "government_regains_territory": EventType.BATTLE,
    "non_state_actor_overtakes_territory": EventType.BATTLE,
    "air_drone_strike": EventType.EXPLOSION,
    "suicide_bomb": EventType.EXPLOSION,
    "shelling_artillery_missile": EventType.EXPLOSION,
    "remote_explosive_landmine_ied": EventType.EXPLOSION,
    "grenade": EventType.EXPLOSION,
    "chemical_weapon": EventType.EXPLOSION,
    "attack": EventType.CIVILIANS,
    "abduction_forced_disappearance": EventType.CIVILIANS,
    "sexual_violence": EventType.CIVILIANS,
    "excessive_force_against_protesters": EventType.PROTEST,
    "protest_with_intervention": EventType.PROTEST,
    "peaceful_protest": EventType.PROTEST,
    "violent_demonstration": EventType.RIOT,
    "mob_violence": EventType.RIOT,
    "arrests": EventType.STRATEGIC,
    "disrupted_weapons_use": EventType.STRATEGIC,
    "agreement": EventType.STRATEGIC,
    "sabotage": EventType.STRATEGIC,
    "other": EventType.OTHER,
}
"""ACLED's event type of each sub-event type; sabotage is an `other` strategic development."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the data: words of one meaning and what they speak for."""

    name: str
    sub_type: Mapping[str, float]
    weapons: tuple[str, ...] | None
    topic: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text, offsets in code points."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that tells of an event; weight 1 where it surely does, less where only the flow of the text
    says so."""

    start: int
    end: int
    weight: float


Scope = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Victims:
    """A group that suffered in an event: its words, category, outcome and least number, as a toll has them."""

    text: str
    category: GroupCategory
    outcome: Outcome
    span: Span | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame:
    """What an event is; `because` are the cues that spoke for it, `scores` the points of each sub-event type, highest
    first."""

    type: EventType
    sub_type: str | None
    weapons: tuple[str, ...]
    targets: tuple[str, ...]
    because: tuple[Hit, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()


# Finding cues


@cache
def _cues() -> dict[str, tuple[tuple[re.Pattern[str], Cue], ...]]:
    """The first letters of a phrase's first word -> the phrases that begin so."""
    raw: dict[str, Any] = tomllib.loads((files("variorum") / "data" / "frames.toml").read_text("utf-8"))
    index: dict[str, list[tuple[re.Pattern[str], Cue]]] = defaultdict(list)
    for row in raw["cue"]:
        weapons = tuple(row["weapons"]) if "weapons" in row else None
        cue = Cue(row["name"], row.get("sub_type", {}), weapons, row.get("topic"), None)
        _add(index, row["words"], cue)
    for target, words in raw["targets"]["places"].items():
        _add(index, words, Cue(f"place: {target}", {}, None, None, target))
    for target, words in raw["targets"]["people"].items():
        _add(index, words, Cue(f"people: {target}", {}, None, None, target))
    return {key: tuple(rows) for key, rows in index.items()}


def _add(index: dict[str, list[tuple[re.Pattern[str], Cue]]], phrases: Iterable[str], cue: Cue) -> None:
    for phrase in phrases:
        for plain in _without_leading_group(phrase):
            index[re.match(r"[^\s*()|-]*", plain).group()[:3]].append((re.compile(_pattern(plain)), cue))  # type: ignore[union-attr]


def _without_leading_group(phrase: str) -> list[str]:
    group = re.match(r"\(([^)]*)\)", phrase)
    return [choice + phrase[group.end() :] for choice in group.group(1).split("|")] if group else [phrase]


def _pattern(phrase: str) -> str:
    out = re.escape(phrase).replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|").replace(r"\*", r"\w*")
    out = out.replace(r"\ \~\ ", r"\s+(?:\S+\s+){0,3}?").replace(r"\-", r"[-\s]?").replace(r"\ ", r"[\s-]+")
    return out + r"(?!\w)"


_WORD = re.compile(r"(?<![\w])\w[\w'’.]*")


def read_cues(text: str) -> tuple[Hit, ...]:
    """The cues in a text in order; a cue inside a longer one that names a weapon is left out ("bomb" in "car bomb")."""
    small, index = text.lower(), _cues()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    hits: list[Hit] = []
    for word in _WORD.finditer(small):
        for pattern, cue in index.get(word.group()[:3].rstrip("'’."), ()):
            match = pattern.match(small, word.start())
            if match:
                hits.append(Hit(match.start(), match.end(), cue))
    armed = [h for h in hits if h.cue.weapons is not None]
    return tuple(
        h
        for h in hits
        if not any(_swallows(a, h) for a in armed[max(0, bisect_left(armed, h.start, key=lambda a: a.start) - 4) :][:8])
    )


def _swallows(big: Hit, small: Hit) -> bool:
    inside = big.start <= small.start and small.end <= big.end
    return (
        inside
        and (big.end - big.start) > (small.end - small.start)
        and small.cue.weapons is not None
        and big.cue != small.cue
    )


# Which stretches of a text tell of which event


def scopes(doc: Doc, anchors: Mapping[str, Sequence[int]]) -> dict[str, Scope]:
    """The stretches that tell of each event, from the places (code points) of its claims.

    A sentence with claims of one event is that event's; one with claims of several is parted between them. Sentences
    without a claim belong to the event before them, with less weight the farther they are, and to the only event where
    there is one.
    """
    out: dict[str, list[Piece]] = {event: [] for event in anchors}
    placed = sorted((at, event) for event, places in anchors.items() for at in places)
    last: str | None = None
    since = 0
    for sent in sentences_of(doc):
        here = [(at, event) for at, event in placed if sent.start_char <= at < sent.end_char]
        if not here:
            since += 1
            if last is not None and (since <= 3 or len(anchors) == 1):
                out[last].append(Piece(sent.start_char, sent.end_char, 0.5 if since <= 1 else 0.3))
            elif len(anchors) == 1:
                only = next(iter(anchors))
                out[only].append(Piece(sent.start_char, sent.end_char, 0.5))
            continue
        for start, end, event in _parted(sent.text, sent.start_char, here):
            out[event].append(Piece(start, end, 1.0))
        last, since = here[-1][1], 0
    return {event: tuple(pieces) for event, pieces in out.items()}


_JOINT = re.compile(r"[,;:]\s|\s(?:and|while|but|as|when|after|before)\s", re.IGNORECASE)


def _parted(text: str, offset: int, here: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """A sentence cut between claims of different events, at the last joint of clauses before the later claim."""
    runs: list[tuple[str, int, int]] = []
    for at, event in here:
        if runs and runs[-1][0] == event:
            runs[-1] = (event, runs[-1][1], at)
        else:
            runs.append((event, at, at))
    cuts = [offset]
    for (_, _, end), (_, start, _) in itertools.pairwise(runs):
        joints = [m.start() + offset for m in _JOINT.finditer(text, end - offset, start - offset)]
        cuts.append(joints[-1] if joints else (end + start) // 2)
    cuts.append(offset + len(text))
    return [(cuts[i], cuts[i + 1], event) for i, (event, _, _) in enumerate(runs)]


# Judging


def classify_event(
    hits: Sequence[Hit],
    scope: Scope,
    victims: Sequence[Victims] = (),
    *,
    text: str = "",
    attacked: Sequence[Actor] = (),
    attackers: Sequence[Actor] = (),
) -> EventFrame:
    """The frame of an event.

    hits: the cues of the whole report; text: the report's; attacked: those whom the grammar makes the ones who are hit;
    attackers: those who are said to have done it.
    """
    near = _weighted(hits, scope)
    scores = _scores(near)
    topics = _topics(hits)
    _weigh_victims(scores, near, victims)
    _weigh_actors(scores, near, scope, victims, attackers, attacked)
    by_state = next((a.category in ("state_forces", "external_forces") for a in attackers), None)
    if by_state is not None and "territory won" in near:
        scores["government_regains_territory" if not by_state else "non_state_actor_overtakes_territory"] = 0.0
    ranked = tuple(sorted(((s, round(p, 3)) for s, p in scores.items() if p > 0), key=lambda r: (-r[1], r[0])))
    sub_type = ranked[0][0] if ranked else None
    kind = _type(sub_type, topics)
    sub_type = "other" if sub_type == "sabotage" else sub_type
    weapons = _weapons(sub_type, near) or _shot(sub_type, hits)
    used = tuple(h for cue in near.values() for h in cue.hits)
    return EventFrame(
        type=kind,
        sub_type=sub_type,
        weapons=weapons,
        targets=_targets(sub_type, kind, near, victims, attacked, text),
        because=used,
        scores=ranked,
    )


@dataclass(frozen=True, slots=True)
class _Near:
    cue: Cue
    weight: float
    best: float
    hits: tuple[Hit, ...]


def _weighted(hits: Sequence[Hit], scope: Scope) -> dict[str, _Near]:
    """The cues within an event's scope, each with a weight: that of its surest place, and a little more for each
    repetition."""
    found: dict[str, list[tuple[float, Hit]]] = defaultdict(list)
    starts = [h.start for h in hits]
    for piece in scope:
        for hit in hits[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]:
            found[hit.cue.name].append((piece.weight, hit))
    out: dict[str, _Near] = {}
    for name, rows in found.items():
        best = max(w for w, _ in rows)
        more = min(0.6, 0.12 * (sum(w for w, _ in rows) - best))
        out[name] = _Near(rows[0][1].cue, best + more, best, tuple(h for _, h in rows))
    return out


def _scores(near: Mapping[str, _Near]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for cue in near.values():
        for sub_type, points in cue.cue.sub_type.items():
            scores[sub_type] += points * cue.weight
    return scores


def _topics(hits: Sequence[Hit]) -> dict[str, int]:
    topics: dict[str, int] = defaultdict(int)
    for hit in hits:
        if hit.cue.topic:
            topics[hit.cue.topic] += 1
        elif hit.cue.name == "local crime":
            topics["crime"] += 1
    return topics


_STATE = frozenset({GroupCategory.MILITARY, GroupCategory.POLICE, GroupCategory.SECURITY})
_ATTACKERS = re.compile(
    r"bomber|attacker|assailant|gunm[ae]n|shooter|suspect|perpetrator|killer|hijacker|kidnapper", re.IGNORECASE
)


def _weigh_victims(scores: dict[str, float], near: Mapping[str, _Near], victims: Sequence[Victims]) -> None:
    """Soldiers and fighters who fall speak for a battle, civilians for an attack on them; captives for arrests or an
    abduction."""
    harmed = (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED)
    hurt = [v for v in victims if v.outcome in harmed and not _ATTACKERS.search(v.text)]
    armed = [v for v in hurt if v.category in _STATE or v.category is GroupCategory.ARMED_GROUP]
    if hurt and ("attack" in scores or "armed_clash" in scores):
        if len(armed) * 2 >= len(hurt):
            scores["armed_clash"] += 2.5
            scores["attack"] -= 1.5
        elif not armed:
            scores["attack"] += 1.5
            scores["armed_clash"] -= 1.5 if scores["attack"] > 3 else 0
    if victims and all(v.outcome is Outcome.CAPTURED for v in victims):
        scores["abduction_forced_disappearance"] += 2 if "abduction" in near else 0
        scores["arrests"] += 5 if "arrest" in near else 0
    if victims and all(v.outcome is Outcome.DISPLACED for v in victims):
        scores["agreement"] += 4 if "agreement" in near else 0
    if not any(v.outcome is Outcome.KILLED and (v.count or 1) > 0 for v in victims):
        scores["disrupted_weapons_use"] += 4 if "disrupted" in near and near["disrupted"].best >= 1 else 0
        if not victims and "protest" in near and near["protest"].best >= 1:
            scores["peaceful_protest"] += 3


_FROM_THE_AIR = re.compile(
    r"air ?force|\bjets?\b|warplane|aircraft|helicopter|aerospace|\bplanes?\b|drone", re.IGNORECASE
)


def from_the_air(words: str) -> bool:
    """Whether an actor is named by what it flies: "Russian jets", "the air force"."""
    return _FROM_THE_AIR.search(words) is not None


_ARMED_SIDES = frozenset(
    {"state_forces", "external_forces", "rebel_group", "political_militia", "identity_militia", "unidentified"}
)


def _weigh_actors(
    scores: dict[str, float],
    near: Mapping[str, _Near],
    scope: Scope,
    victims: Sequence[Victims],
    attackers: Sequence[Actor],
    attacked: Sequence[Actor],
) -> None:
    """Who did it to whom: aircraft strike from the air, two armed sides fight; where no cue speaks, the sides alone
    do."""
    if any(from_the_air(a.text) for a in attackers):
        scores["air_drone_strike"] += 4
    if scope:
        first = scope[0]
        for name in ("territory won", "territory won by the state"):
            if name in near and any(first.start <= h.start < first.end for h in near[name].hits):
                for sub_type in near[name].cue.sub_type:
                    scores[sub_type] += 2
    if not any(points > 0 for points in scores.values()):
        both = any(a.category in _ARMED_SIDES for a in attacked)
        if both:
            scores["armed_clash"] += 1
        elif attackers or victims:
            scores["attack"] += 1


def _type(sub_type: str | None, topics: Mapping[str, int]) -> EventType:
    if sub_type is None:
        return EventType.CIVILIANS if topics.get("conflict", 0) else EventType.OTHER
    if sub_type in ("attack", "armed_clash") and _crime(topics):
        return EventType.OTHER
    return TYPE_OF[sub_type]


def _crime(topics: Mapping[str, int]) -> bool:
    """A crime with no political side: the report speaks of detectives and quarrels, hardly of war or terror."""
    crime, war, mass = topics.get("crime", 0), topics.get("conflict", 0), topics.get("mass", 0)
    return crime >= 2 and crime > 1.5 * war + 1.5 * mass


_BOMBS = ("suicide_bomb", "vehicle_bomb", "planted_bomb")


def _weapons(sub_type: str | None, near: Mapping[str, _Near]) -> tuple[str, ...]:
    """The weapon types that the event's own sentences name, without those that a more special one explains."""
    found: dict[str, float] = defaultdict(float)
    for cue in near.values():
        for weapon in cue.cue.weapons or ():
            found[weapon] = max(found[weapon], cue.best)
    if any(b in found for b in _BOMBS):
        found.pop("explosives", None)
    keep = _PLAUSIBLE.get(sub_type or "")
    sure = [w for w, weight in found.items() if weight >= 0.5 and (keep is None or w in keep)]
    if not sure and sub_type in _IMPLIED:
        sure = [_IMPLIED[sub_type]]
    if "suicide_bomb" in sure:
        sure = [w for w in sure if w != "planted_bomb"]
    return tuple(sorted(sure))


def _shot(sub_type: str | None, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Firearms in an attack with no weapon near, where the report speaks of hardly any other."""
    named = [hit for hit in hits if hit.cue.weapons]
    shots = sum("firearms" in (hit.cue.weapons or ()) for hit in named)
    return ("firearms",) if sub_type == "attack" and shots >= 3 and shots >= 0.8 * len(named) else ()


_IMPLIED = {
    "suicide_bomb": "suicide_bomb",
    "air_drone_strike": "aircraft",
    "shelling_artillery_missile": "artillery_rocket",
    "remote_explosive_landmine_ied": "explosives",
    "grenade": "grenade",
    "chemical_weapon": "chemical",
}
_PLAUSIBLE = {
    "suicide_bomb": {"suicide_bomb", "vehicle_bomb", "firearms", "grenade"},
    "air_drone_strike": {"aircraft", "drone", "incendiary", "chemical"},
    "shelling_artillery_missile": {"artillery_rocket"},
    "remote_explosive_landmine_ied": {"vehicle_bomb", "planted_bomb", "explosives"},
    "grenade": {"grenade"},
    "chemical_weapon": {"chemical", "aircraft", "artillery_rocket"},
    "attack": {"firearms", "melee", "vehicle", "incendiary", "grenade", "artillery_rocket", "chemical"},
    "armed_clash": {
        "firearms",
        "suicide_bomb",
        "vehicle_bomb",
        "artillery_rocket",
        "aircraft",
        "grenade",
        "incendiary",
        "melee",
    },
    "abduction_forced_disappearance": {"firearms"},
    "agreement": set[str](),
    "peaceful_protest": set[str](),
    "arrests": set[str](),
    "other": set[str](),
}
"""Which weapons an event of a kind can have: a market bombed from the air is near many words of bombs."""


_HITTING = re.compile(
    r"\b(?:on|at|against|target(?:s|ed|ing)?|hit(?:s|ting)?|str(?:uck|ikes?|iking)|bomb(?:s|ed|ing)?|attack(?:s|ed|ing)?|inside|outside|in|front\s+of|into|"
    r"storm(?:s|ed|ing)?|raid(?:s|ed|ing)?|shell(?:s|ed|ing)?|destroy(?:s|ed|ing)?|damag(?:es|ed|ing)|near|ripped\s+through|tore\s+through|burn(?:s|ed|t)?|"
    r"occupied|seized|blew\s+up|of|rocked|carrying)\s+(?:(?!and|but|said)[\w'’-]+\s+){0,4}$"
)
_TREATED = re.compile(
    r"\b(?:taken|take|rushed|transported|transferred|admitted|evacuated|brought|flown|arriv\w+|died|treat\w*|pronounced|condition|ambulances?|recover\w*|"
    r"carried|patients|released|listed|moved|told|bodies|ferrying|sources?|received)\b[^.]*$"
)


def _targets(
    sub_type: str | None,
    kind: EventType,
    near: Mapping[str, _Near],
    victims: Sequence[Victims],
    attacked: Sequence[Actor],
    text: str,
) -> tuple[str, ...]:
    """What was hit: places after words of hitting, what the victims are, and the armed sides that were attacked."""
    if (
        kind is EventType.PROTEST
        or sub_type == "agreement"
        or (kind is EventType.OTHER and "accident" in near and sub_type == "other")
    ):
        return ()
    found = {
        c.cue.target
        for c in near.values()
        if c.cue.target and c.cue.name.startswith("place") and c.best >= 1 and _is_hit(c, text)
    }
    people = _people(victims, attacked)
    found |= people
    civil = [v for v in victims if v.category in (GroupCategory.CIVILIAN, GroupCategory.PEOPLE)]
    if civil and not (people - {"armed_group", "police", "military"}) and not found & _EXPLAIN:
        found.add("private_citizens")
    found |= {_SIDE_TARGET[a.category] for a in attacked if a.category in _SIDE_TARGET and "olice" not in a.text}
    found |= {"police" for a in attacked if a.category in ("state_forces", "external_forces") and "olice" in a.text}
    return tuple(sorted(t for t in found if t))


_EXPLAIN = frozenset({"educational", "ngo", "government", "diplomatic", "political_party", "police", "military"})
_SIDE_TARGET = {
    "state_forces": "military",
    "external_forces": "military",
    "rebel_group": "armed_group",
    "political_militia": "armed_group",
    "identity_militia": "armed_group",
    "unidentified": "armed_group",
}


def _is_hit(cue: _Near, text: str) -> bool:
    for hit in cue.hits:
        before = text[max(0, hit.start - 70) : hit.start].lower()
        if _HITTING.search(before) and not (cue.cue.target in ("medical", "media") and _TREATED.search(before)):
            return True
    return False


def _people(victims: Sequence[Victims], attacked: Sequence[Actor]) -> set[str]:
    found: set[str] = set()
    for words in {v.text for v in victims} | {a.text for a in attacked}:
        found |= {h.cue.target for h in read_cues(words) if h.cue.target and h.cue.name.startswith("people")}
    found |= {_TARGET_OF[v.category] for v in victims if v.category in _TARGET_OF and not _ATTACKERS.search(v.text)}
    return found


_TARGET_OF = {
    GroupCategory.OFFICIAL: "government",
    GroupCategory.POLICE: "police",
    GroupCategory.MILITARY: "military",
    GroupCategory.SECURITY: "military",
}

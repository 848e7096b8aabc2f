"""Who takes part in an event: who attacks, who is attacked, the two sides of a clash.

Roles are read from the parse around each actor that the event's stretches of text name, from statements about who did it, and from the
victims of its tolls; `read_event` puts them together with the frame of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.annotate.frames import EventFrame, Hit, Scope, Victims, classify_event
from variorum.annotate.responsibility import ResponsibilityCue, alike
from variorum.models import Actor, EventType, GroupCategory, Mode, Outcome
from variorum.values import Span

_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified"})
_FIGHT = frozenset({"clash", "battle", "fight", "skirmish", "combat", "gunfight", "shootout", "firefight", "fighting", "clashes", "battles"})
_HIT = frozenset(
    "attack bomb bombard shell ambush storm raid assault target kill wound injure hit strike shoot kidnap abduct execute behead murder destroy capture seize "
    "launch fire detonate pound strafe besiege massacre slaughter eliminate defeat repel oust drive retake recapture liberate regain occupy take carry conduct "
    "stage mount open drop throw plant blow ram run rape assassinate overrun harass invade infiltrate encircle advance arrest detain deploy use explode claim "
    "deal inflict set burn torch hijack hold release gun stab".split()
)
_DEED_NOUNS = frozenset(
    "attack attacks strike strikes airstrike airstrikes raid raids shelling bombardment assault offensive ambush bombing bombings massacre operation operations "
    "airstrikes onslaught fire missile rocket rockets missiles bomb bombs aggression campaign sabotage forces jets helicopters warplanes advance escalation raiders".split()
)
_LONE = re.compile(
    r"\b(?:the|a|an|another|lone|alleged|suspected)\s+(?:(?:alleged|suspected|lone|masked|armed|heavily-armed|heavily armed|teenage|young|\d+-year-old|suspect)\s+)*"
    r"(?:gunman|shooter|suspect|attacker|assailant|killer|perpetrator|knifeman|driver who|intruder|man armed|boyfriend|ex-husband|husband|student with)\b",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"\b(?:(?:a|the|two|three|four|five|six|seven|several|unidentified|unknown|masked|armed|female|male|lone|suspected|alleged|heavily)\s+){0,3}"
    r"(?:suicide (?:car |truck )?(?:bombers?|attackers?|terrorists?)|gunm[ae]n|bombers?|assailants?|attackers?|hijackers?|kidnappers?|arsonists?|assassins?|hitmen|"
    r"(?:unidentified|unknown|armed|masked) (?:persons|individuals|men|people|group|attackers|assailants)|militants|insurgents|terrorists|extremists|jihadists|bandits)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """An actor with its role ("agent", "patient" or "fighter") and how sure its place in the event is."""

    span: DocSpan
    role: str
    weight: float


def read_event(
    doc: Doc,
    hits: Sequence[Hit],
    scope: Scope,
    victims: Sequence[Victims] = (),
    statements: Iterable[ResponsibilityCue] = (),
    country: str | None = None,
) -> tuple[EventFrame, tuple[Actor, ...]]:
    """The frame and the actors of an event.

    hits: `frames.read_cues` of the whole report; scope: the stretches that tell of the event (`frames.scopes`); victims: the groups of
    its tolls; statements: who did it, tied to this event; country: ISO code of its place, which makes a foreign force an external one.
    """
    parts = _parts(doc, scope)
    attackers = _attackers(doc, parts, list(statements), country)
    attacked = _attacked(doc, parts, victims, attackers, country)
    by_state = next((a.category in ("state_forces", "external_forces") for a in attackers), None)
    frame = classify_event(hits, scope, victims, attacked=attacked, by_state=by_state, text=doc.text)
    return frame, _settled(doc, frame, scope, attackers, attacked, parts, country)


def _parts(doc: Doc, scope: Scope) -> list[_Part]:
    spans = doc.spans["actors"] if "actors" in doc.spans else []
    out: list[_Part] = []
    for piece in scope:
        if piece.weight < 0.5:
            continue
        for span in spans:
            if piece.start <= span.start_char < piece.end:
                out.append(_Part(span, _role(span), piece.weight))
    return out


def _role(span: DocSpan) -> str:
    """What the words around an actor make of it: agent, patient, fighter, or nothing."""
    root, doc = span.root, span.doc
    if not root.dep_:
        return ""
    after = doc[span.end] if span.end < len(doc) else None
    if root.dep_ in ("compound", "amod", "poss", "nmod") and root.head.lower_ in _DEED_NOUNS and root.head.i >= span.end - 1:
        return "agent"
    if after is not None and after.lower_ in _DEED_NOUNS and after.pos_ in ("NOUN", "PROPN"):
        return "agent"
    head = _head(root)
    if head is None:
        return ""
    if root.dep_ in ("nsubj", "conj", "appos", "nsubjpass") or head[1] in ("nsubj", "nsubjpass"):
        return _of_subject(head[0], head[1])
    return _of_object(head[0], head[1], head[2])


def _head(token: Token) -> tuple[Token, str, str] | None:
    """The verb or noun that a phrase hangs on, how, and the preposition between; phrases like "members of X" are passed through."""
    dep, prep = token.dep_, ""
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return None
        dep = token.dep_
        if dep in ("conj", "appos", "compound", "amod", "poss", "nmod", "nummod"):
            token = head
            if token.pos_ == "VERB":
                return token, dep, prep
            continue
        if dep == "pobj":
            prep = head.lower_
            if prep == "of" and head.head.pos_ in ("NOUN", "PROPN", "NUM", "PRON") and head.head.lower_ not in (*_DEED_NOUNS, *_FIGHT):
                token = head.head
                continue
            return head.head, "pobj", prep
        return head, dep, prep
    return None


def _of_subject(verb: Token, dep: str) -> str:
    lemma = verb.lemma_.lower()
    if lemma in _FIGHT:
        return "fighter"
    if lemma not in _HIT and lemma not in ("come", "be", "have", "say", "die", "lose"):
        return ""
    passive = dep == "nsubjpass" or any(c.dep_ == "auxpass" for c in verb.children)
    if passive or lemma in ("die", "lose"):
        return "patient" if lemma in _HIT or lemma in ("die", "lose") else ""
    if lemma == "come":
        return "patient" if any(c.lower_ == "under" for c in verb.children) else ""
    return "agent" if lemma in _HIT else ""


def _of_object(head: Token, dep: str, prep: str) -> str:
    lemma, word = head.lemma_.lower(), head.lower_
    if dep in ("dobj", "dative"):
        return "patient" if lemma in _HIT else ""
    if prep == "by":
        return "agent" if lemma in _HIT or word in _DEED_NOUNS else ""
    if word in _FIGHT or lemma in _FIGHT:
        return "fighter" if prep in ("with", "between", "against", "of", "among") else ""
    if prep in ("against", "on", "at", "from", "targeting", "near", "for") and (word in _DEED_NOUNS or lemma in _HIT):
        return "patient" if prep in ("against", "on", "at", "from") else ""
    if prep == "with" and lemma in ("exchange", "engage"):
        return "fighter"
    if prep == "between":
        return "fighter"
    return ""


def _category(span: DocSpan, country: str | None) -> str:
    label = str(span.label_)
    if label == "state_forces" and span._.actor_country and country and span._.actor_country != country:
        return "external_forces"
    return label if label else "lone_attacker"


def _same(a: Actor, b: Actor) -> bool:
    return alike(a.text, b.text)


def _add(actors: list[Actor], new: Actor) -> None:
    if not any(_same(new, old) for old in actors):
        actors.append(new)


def _attackers(doc: Doc, parts: Sequence[_Part], statements: Sequence[ResponsibilityCue], country: str | None) -> list[Actor]:
    """Those whom a statement or the grammar makes the ones who did it, named ones before described ones."""
    named: list[Actor] = []
    described: list[Actor] = []
    for cue in statements:
        if cue.actor is not None and cue.actor_span is not None and cue.mode in (Mode.CLAIMED, Mode.ATTRIBUTED, Mode.SUSPECTED):
            span = doc.char_span(cue.actor_span.start, cue.actor_span.end, alignment_mode="expand")
            if span is not None:
                marked = next((s for s in doc.spans["actors"] if s.start == span.start), span)
                _add(named, Actor(text=cue.actor, side="attacker", category=_category(marked, country), span=cue.actor_span))
    for part in sorted((p for p in parts if p.role == "agent"), key=lambda p: (-p.weight, p.span.start)):
        actor = _actor(part.span, "attacker", country)
        _add(described if part.span._.generic_actor else named, actor)
    return named or described[:1]


def _actor(span: DocSpan, side: str, country: str | None) -> Actor:
    return Actor(text=span.text, side=side, category=_category(span, country), span=Span(span.start_char, span.end_char))


_SIDE_OF = {
    GroupCategory.CIVILIAN: "civilians",
    GroupCategory.PEOPLE: "civilians",
    GroupCategory.OFFICIAL: "civilians",
    GroupCategory.POLICE: "state_forces",
    GroupCategory.MILITARY: "state_forces",
    GroupCategory.SECURITY: "state_forces",
    GroupCategory.ARMED_GROUP: "unidentified",
}
_OWN_DEAD = re.compile(r"bomber|attacker|assailant|gunm[ae]n|shooter|suspect|perpetrator|hijacker|himself|herself|terrorist who", re.IGNORECASE)


def _attacked(doc: Doc, parts: Sequence[_Part], victims: Sequence[Victims], attackers: Sequence[Actor], country: str | None) -> list[Actor]:
    """The victims of the tolls, one entry a category, and those whom the grammar makes the ones who are hit."""
    out: list[Actor] = []
    for victim in sorted(victims, key=_telling):
        category = _SIDE_OF[victim.category]
        if victim.category is GroupCategory.ARMED_GROUP and _OWN_DEAD.search(victim.text):
            continue
        marked = _marked(doc, victim)
        if marked is not None and category != "civilians":
            category = _category(marked, country)
        actor = Actor(text=victim.text or "people", side="attacked", category=category, span=victim.span)
        if marked is not None and not marked._.generic_actor:
            actor = Actor(text=marked.text, side="attacked", category=category, span=Span(marked.start_char, marked.end_char))
        if not any(a.category == category for a in out) and not any(_same(actor, a) and category in _ARMED for a in attackers):
            _add(out, actor)
    for part in sorted((p for p in parts if p.role == "patient"), key=lambda p: (p.span._.generic_actor, -p.weight, p.span.start)):
        actor = _actor(part.span, "attacked", country)
        rivals = [a for a in out if a.category == actor.category or {a.category, actor.category} <= _ARMED]
        if any(_same(actor, a) for a in (*attackers, *out)):
            continue
        if rivals and part.span._.generic_actor:
            continue
        out = [a for a in out if not (a in rivals and a.category == "unidentified")]
        _add(out, actor)
    return out


def _telling(victim: Victims) -> tuple[bool, bool, bool]:
    hurt = victim.outcome in (Outcome.KILLED, Outcome.INJURED, Outcome.KILLED_OR_INJURED, Outcome.CAPTURED)
    return (not hurt, victim.text == "", victim.category is GroupCategory.PEOPLE)


def _marked(doc: Doc, victim: Victims) -> DocSpan | None:
    if victim.span is None or "actors" not in doc.spans:
        return None
    inside = [s for s in doc.spans["actors"] if s.start_char < victim.span.end and victim.span.start < s.end_char]
    return next((s for s in inside if not s._.generic_actor), inside[0] if inside else None)


def _settled(
    doc: Doc, frame: EventFrame, scope: Scope, attackers: list[Actor], attacked: list[Actor], parts: Sequence[_Part], country: str | None
) -> tuple[Actor, ...]:
    """The actors as the frame allows them: none in an accident, protesters in a protest, fighters on two sides of a clash."""
    if frame.type is EventType.OTHER and frame.sub_type in (None, "other"):
        return ()
    if frame.type in (EventType.PROTEST, EventType.RIOT):
        category = "protesters" if frame.type is EventType.PROTEST else "rioters"
        return (Actor(text=category, side="attacker", category=category), *attacked[:1])
    if not attackers:
        attackers = _nameless(doc, frame, scope)
    lone = frame.type is EventType.OTHER or (frame.type is EventType.CIVILIANS and all(a.category == "unidentified" for a in attackers))
    if lone:
        attackers = [_alone(a) for a in attackers]
    fighters: list[Actor] = []
    for part in parts:
        if part.role == "fighter":
            _add(fighters, _actor(part.span, "clash", country))
    if frame.sub_type == "armed_clash" and len(fighters) >= 2 and not any(p.role == "agent" for p in parts):
        rest = [a for a in attacked if a.category == "civilians"]
        return (*fighters, *rest)
    extra = [f for f in fighters if not any(_same(f, a) for a in (*attackers, *attacked))]
    if frame.sub_type == "armed_clash" and extra and not attackers:
        attackers = [Actor(text=f.text, side="attacker", category=f.category, span=f.span) for f in extra[:1]]
    elif frame.sub_type == "armed_clash" and extra and not attacked:
        attacked = [Actor(text=f.text, side="attacked", category=f.category, span=f.span) for f in extra[:1]]
    return (*attackers, *(a for a in attacked if not any(_same(a, b) for b in attackers)))


def _nameless(doc: Doc, frame: EventFrame, scope: Scope) -> list[Actor]:
    """The first words for whoever did it: "a suicide bomber", "the suspect"."""
    if frame.sub_type in ("agreement", "disrupted_weapons_use", "air_drone_strike"):
        return []
    alone = frame.type is EventType.OTHER
    for piece in sorted(scope, key=lambda p: (-p.weight, p.start)):
        if piece.weight < 0.3:
            continue
        for pattern in (_LONE, _NAMELESS) if alone else (_NAMELESS, _LONE):
            match = pattern.search(doc.text, piece.start, piece.end)
            if match:
                category = "lone_attacker" if pattern is _LONE else "unidentified"
                return [Actor(text=match.group(), side="attacker", category=category, span=Span(*match.span()))]
    return []


_PLURAL = re.compile(r"(?:men|s)$", re.IGNORECASE)


def _alone(actor: Actor) -> Actor:
    if actor.category != "unidentified" or _PLURAL.search(actor.text):
        return actor
    return Actor(text=actor.text, side=actor.side, category="lone_attacker", span=actor.span)

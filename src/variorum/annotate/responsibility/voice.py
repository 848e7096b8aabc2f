"""Whether whoever says that an actor did it is the actor itself, which makes the statement a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.actors.parties import parties_named
from variorum.annotate.extensions import text_of
from variorum.annotate.groups import heads
from variorum.annotate.responsibility.cue import ResponsibilityCue, alike, spoken_by_actor
from variorum.annotate.responsibility.lexicon import word_list
from variorum.annotate.responsibility.scene import Scene, same_state
from variorum.annotate.responsibility.syntax import subject
from variorum.annotate.sources import chain_of
from variorum.models import Mode, Source, SourceKind

_SIDES = frozenset(
    {SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY, SourceKind.ARMED_GROUP}
)


def speaks_of_itself(scene: Scene, verb: Token, actor: DocSpan) -> bool:
    """Whether the sentence's speaker is the actor or speaks for it: "the army said it had killed ..."."""
    say = word_list("source", "say")
    for head in verb.ancestors:
        if head.lemma_.lower() in say and head.i != verb.i:
            speaker = subject(head, own=True)
            if speaker is None:
                return False
            if speaker.left_edge.i <= actor.start <= speaker.i:
                return True
            named = scene.stands_for(speaker)
            if named is None:
                return False
            return named.start == actor.start or alike(named.text, actor.text) or same_state(named, actor)
    return False


def in_own_words(doc: Doc, cue: ResponsibilityCue, actors: Sequence[DocSpan]) -> ResponsibilityCue:
    """The cue as `claimed` where its flat statement comes from the actor's own side ("the Pentagon said US jets
    struck")."""
    if cue.mode is not Mode.ATTRIBUTED or cue.actor_span is None or not doc.has_extension("attributions"):
        return cue
    if is_accusation(doc, cue):
        return cue
    chain = chain_of(doc, cue.span.start, cue.span.end)
    if not chain or chain[-1].kind not in _SIDES:
        return cue
    at = (cue.named or cue.actor_span).start
    actor = next((a for a in actors if a.start_char == at), None)
    if actor is not None and {actor._.actor_country, actor._.registry_id} & _home(doc, chain[-1], actors):
        return replace(cue, mode=Mode.CLAIMED)
    return spoken_by_actor(cue, chain[-1])


def is_accusation(doc: Doc, cue: ResponsibilityCue) -> bool:
    """Whether somebody accuses another of the deed: "the army accused the rebels of firing rockets"."""
    if not doc.has_extension("attributions"):
        return False
    text = text_of(doc)
    return any(
        item.covers(cue.span) and re.search(r"(?i)\b(?:accus|blam)", text[item.cue.start : item.cue.end])
        for item in doc._.attributions
    )


def _home(doc: Doc, source: Source, actors: Sequence[DocSpan]) -> frozenset[str]:
    """For whom a source speaks, as ISO codes of states and ids of registry entries: as its words say, else those with
    which its name is brought in, else, for an unnamed voice of fighters, the only group that the report names."""
    said = parties_named(source.text)
    if said:
        return said
    last = source.text.split()[-1] if source.text.split() else ""
    if last[:1].isupper() and last.lower() not in heads() and last.lower() not in word_list("parts", "bodies"):
        brought_in = _brought_in(text_of(doc), last)
        if brought_in is not None:
            return parties_named(brought_in)
    groups = {a._.registry_id for a in actors if a._.registry_id and a._.actor_country is None}
    return frozenset(groups) if source.kind is SourceKind.ARMED_GROUP and len(groups) == 1 else frozenset()


_OFFICE = re.compile(r"[^.;:!?\n\"“”]{0,80}$")
_APPOSITION = re.compile(r"(?:,| \(| of | for )[^.;:!?\n\"“”]{0,60}")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('source', 'said')))})\b")


def _brought_in(text: str, name: str) -> str | None:
    """The words that a name is first brought in with: "Taliban spokesman Ahmadi", "Ahmadi, who speaks for the Taliban".

    They end with the verb of saying: what follows it is what was said.
    """
    match = re.search(rf"\b{re.escape(name)}\b", text)
    if match is None:
        return None
    before = _OFFICE.search(text, 0, match.start())
    after = _APPOSITION.match(text, match.end())
    office = _said().split(before.group())[-1] if before else ""
    return office + " " + (_said().split(after.group())[0] if after else "")

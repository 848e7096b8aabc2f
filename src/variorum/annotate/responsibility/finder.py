"""Finds the statements of a Doc about who did it: fixed phrases first, then persons and deeds that they leave."""

from __future__ import annotations

from spacy.tokens import Doc

from variorum.annotate.responsibility.cue import ResponsibilityCue, alike
from variorum.annotate.responsibility.deeds import by_deed
from variorum.annotate.responsibility.persons import by_person
from variorum.annotate.responsibility.phrases import by_phrase
from variorum.annotate.responsibility.scene import Scene
from variorum.annotate.responsibility.voice import in_own_words
from variorum.annotate.sentences import sentences_of
from variorum.models import Mode


def find_responsibility(doc: Doc) -> tuple[ResponsibilityCue, ...]:
    """The statements of a Doc about who did it, in text order; needs doc.spans["actors"], reads a parse where there is
    one. Actors who are nobody in particular ("gunmen", "a suicide bomber") give no statement."""
    found: list[ResponsibilityCue] = []
    actors = list(doc.spans["actors"]) if "actors" in doc.spans else []
    for sent in sentences_of(doc):
        found += _of_sentence(Scene(doc, sent, actors))
    return tuple(in_own_words(doc, cue, actors) for cue in found)


def _of_sentence(scene: Scene) -> list[ResponsibilityCue]:
    said = list(by_phrase(scene))
    if any(p.mode in (Mode.DOUBTED, Mode.SUSPECTED, Mode.DENIED) for p in said):
        said = [p for p in said if p.rule != "responsible"]  # "they believe that it was responsible"
    doubts = [p.span.start for p in said if p.mode is Mode.DOUBTED]
    if doubts:  # "doubts about the claim of responsibility"; "claimed responsibility, but the police doubt it" is both
        said = [p for p in said if p.rule != "took responsibility" or p.span.start < min(doubts)]
    said += [cue for cue in by_person(scene) if not any(_same_breath(cue, p) for p in said)]
    deeds = [cue for cue in by_deed(scene) if not any(cue.span.overlaps(p.span) or _said_already(cue, p) for p in said)]
    told = [one for cue in (*said, *deeds) for one in (cue, *scene.joined(cue))]
    return sorted(told, key=lambda c: (c.span.start, c.span.end))


def _said_already(deed: ResponsibilityCue, phrase: ResponsibilityCue) -> bool:
    """Whether a fixed phrase of the same sentence says of the actor, in another or the same mode, what its deed says
    flatly."""
    return alike(deed.actor, phrase.actor) and (deed.mode in (phrase.mode, Mode.ATTRIBUTED))


def _same_breath(a: ResponsibilityCue, b: ResponsibilityCue) -> bool:
    return a.actor == b.actor and a.mode == b.mode

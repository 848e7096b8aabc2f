"""Fixed phrases that say who did it: "claimed responsibility for", "blamed on", "no group has"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from variorum.annotate.extensions import text_of
from variorum.annotate.responsibility.cue import ResponsibilityCue
from variorum.annotate.responsibility.lexicon import Phrase, phrases, word_list
from variorum.annotate.responsibility.scene import Scene, is_definite, same_state, state_in, words_between
from variorum.annotate.responsibility.syntax import accused, subject
from variorum.models import Mode
from variorum.values import Span

_BLAMING = (Mode.SUSPECTED, Mode.ATTRIBUTED)
_FAR, _FARTHER = 60, 90
"""Characters after a phrase within which its actor is named; after an accusation there is room for a title."""


def by_phrase(scene: Scene) -> Iterator[ResponsibilityCue]:
    """The statements of a sentence that a fixed phrase makes; of two that overlap the one listed earlier."""
    taken: list[Span] = []
    small = scene.text.lower()
    for phrase in phrases():
        if not phrase.may_match(small):
            continue
        for match in phrase.pattern.finditer(scene.text):
            span = Span(*match.span()).shift(scene.sent.start_char)
            if any(span.overlaps(t) for t in taken):
                continue
            cue = _read(scene, phrase, span)
            if cue is not None:
                taken.append(span)
                yield cue


def _read(scene: Scene, phrase: Phrase, span: Span) -> ResponsibilityCue | None:
    if phrase.actor == "none":
        return scene.cue(phrase.mode, span, None, phrase.name)
    actor = _actor_of(scene, phrase, span)
    actor = actor if actor is None else scene.by_name(actor)
    if actor is None or _says_nothing(scene, phrase, span, actor):
        return None
    return scene.cue(phrase.mode, span, actor, phrase.name)


def _says_nothing(scene: Scene, phrase: Phrase, span: Span, actor: DocSpan) -> bool:
    """Whether a phrase with this actor is no statement about a deed, or names nobody in particular."""
    accusing = phrase.name in ("accused", "pointed to", "suspicion fell on")
    if phrase.mode is not Mode.CLAIMED and not scene.about_deed(doers=phrase.mode in _BLAMING):
        return not (accusing and actor.label_ != "state_forces")
    if phrase.mode is Mode.DENIED:
        return _of_another(scene, span, actor) or _in_general(scene, span)
    if phrase.name in ("accused", "suspect", "suspected them") and not _of_deed(scene, phrase, span):
        return True
    if phrase.name == "claims to have":
        if not _claims_deed(scene, span):
            return True  # "Moscow claims to have annexed the region"
        # "the militants whom police claim to have killed"
        return _in_relative_clause(scene, span) and actor.label_ == "state_forces"
    if not actor._.generic_actor:
        return False
    if phrase.mode is Mode.DOUBTED or phrase.name == "suspected to be":
        return True
    if accusing:
        return {t.lower_ for t in actor} <= word_list("parts", "nobody")
    return phrase.name in ("responsible", "took responsibility") and not is_definite(actor)


def _of_another(scene: Scene, span: Span, actor: DocSpan) -> bool:
    """Whether what is denied is another's deed: "the army denied that guerrillas had attacked the farm"."""
    others = [a for a in scene.actors if span.start < a.start_char <= span.end + 12 and a.start != actor.start]
    between = words_between(scene.doc, span.start, others[0].start_char) if others else ""
    return bool(others) and between.split()[-1:] in (["that"], ["the"], ["today"]) and not same_state(actor, others[0])


def _in_general(scene: Scene, span: Span) -> bool:
    """Whether a denial is one of habit, "Moscow, which denies targeting civilians", or is itself denied."""
    before = words_between(scene.doc, scene.sent.start_char, span.start).split()[-2:]
    if before[-1:] in (["not"], ["n't"]) or before == ["not", "immediately"]:
        return True
    said = words_between(scene.doc, span.start, span.end).split()
    return (
        said[:1] in (["denies"], ["deny"])
        and any(w.endswith("ing") for w in said)
        and before[-1:] in (["which"], ["who"])
    )


_DONE = re.compile(
    r"\b(?:behind|responsib\w+|culprits?|perpetrat\w+|mastermind\w*|involve\w*|carried|carry\w*|launch\w*|fired?|plant\w*|did|commit\w*"
    r"|conduct\w*|stag\w+|order\w*|plot\w*)\b",
    re.IGNORECASE,
)


def _of_deed(scene: Scene, phrase: Phrase, span: Span) -> bool:
    """Whether what somebody is accused or suspected of is a deed of violence: not of "being slow to respond"."""
    rest = text_of(scene.doc)[span.end : scene.sent.end_char]
    if phrase.name == "suspect":
        return _DONE.search(rest) is not None or any(map(_is_violent, rest.split()))
    if phrase.name == "suspected them" and re.match(r"[^.;]{0,60}?\bof\s+(?!being\b|having\b)\w+ing\b", rest):
        return _is_violent(re.findall(r"\bof\s+(\w+ing)\b", rest)[0])
    of = re.match(r"[^.;]{1,80}?\bof\s+((?:[\w'’-]+\s*){1,6})", rest)
    if (
        of is None
        or words_between(scene.doc, span.start, span.end).startswith("blam")
        or not re.search(r"\w+ing\b", of[1])
    ):
        return True
    return _DONE.search(of[1]) is not None or any(map(_is_violent, of[1].split()))


def _is_violent(word: str) -> bool:
    """Whether a word is a deed, or the -ing form of a verb of deeds."""
    word = word.strip(".,;:'\"“”’").lower()
    stem = word.removesuffix("ing")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return word in word_list("deeds", "nouns") or (
        stem != word and not {stem, stem + "e", doubled}.isdisjoint(word_list("deeds", "verbs"))
    )


def _claims_deed(scene: Scene, span: Span) -> bool:
    """Whether a deed stands in the words of a claim or in the few behind it."""
    told = scene.doc.char_span(span.start, min(span.end + _FAR, scene.sent.end_char), alignment_mode="contract")
    known = word_list("deeds", "verbs") | word_list("deeds", "nouns")
    return any(t.lemma_.lower() in known or t.lower_ in known for t in told or ())


def _in_relative_clause(scene: Scene, span: Span) -> bool:
    tokens = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    return tokens is not None and any(t.dep_ == "relcl" for t in tokens)


def _actor_of(scene: Scene, phrase: Phrase, span: Span) -> DocSpan | None:
    if phrase.mode is Mode.DOUBTED:
        return scene.after(span, _FAR, named=True) or _state_after(scene, span) or _of_claim(scene, span)
    if phrase.actor == "any":
        near = scene.after(span, _FAR, named=True) or scene.before(span, named=True)
        return near or scene.antecedent
    if phrase.actor == "before":
        return scene.subject_before(span, sure=phrase.name == "is accused")
    if phrase.name == "accused":
        return _accused(scene, span)
    near = scene.after(span, _FAR)
    if phrase.name == "suspected to be":
        return None if near is None or _does(scene, span, near) else near
    return near or _called_after(scene, span)


def _does(scene: Scene, span: Span, actor: DocSpan) -> bool:
    """Whether a deed stands before the actor: "gunmen believed to be from abroad killed six herders"."""
    between = scene.doc.char_span(span.end, actor.start_char, alignment_mode="contract")
    return any(t.pos_ == "VERB" and t.lemma_.lower() in word_list("deeds", "verbs") for t in between or ())


def _accused(scene: Scene, span: Span) -> DocSpan | None:
    """Whom an accusation names: by the parse, else the first actor after "on", else after the verb."""
    tokens = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    for token in tokens or ():
        target = _target(token)
        actor = scene.whom(target) if target is not None else None
        if actor is not None:
            return actor
    on = re.compile(r"\bon\b").search(text_of(scene.doc), span.end, min(span.end + 120, scene.sent.end_char))
    after_on = scene.after(Span(on.end(), on.end()), 40) if on else None
    return after_on or scene.after(span, _FARTHER)


def _target(verb: Token) -> Token | None:
    """The Taliban in "blamed the Taliban", "blamed the attack on the Taliban", "suspect that the Taliban did it"."""
    for child in verb.children:
        if child.lower_ in ("on", "upon") and child.dep_ == "prep" and verb.lemma_.lower() == "blame":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is not None:
                return noun
        if child.dep_ == "ccomp":
            return subject(child, own=True)
    return accused(verb)


def _called_after(scene: Scene, span: Span) -> DocSpan | None:
    """A name that is in no list right behind a phrase: "claimed by the Army of Conquest"."""
    tokens = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None or not scene.parsed:
        return None
    for noun in scene.doc[tokens.end : min(tokens.end + 8, scene.sent.end)]:
        if noun.dep_ in ("pobj", "dobj", "nsubj"):
            return scene.called(noun)
    return None


def _state_after(scene: Scene, span: Span) -> DocSpan | None:
    """Iran in "no evidence that Iran was involved": a state that no list marks as acting here."""
    tokens = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None:
        return None
    return state_in(scene.doc[tokens.end : min(tokens.end + 6, scene.sent.end)])


def _of_claim(scene: Scene, span: Span) -> DocSpan | None:
    """Whose claim is doubted: whoever is named before the doubter, or before the sentence."""
    earlier = [a for a in scene.actors if a.end_char <= span.start and not a._.generic_actor]
    if earlier and earlier[-1].label_ == "state_forces":
        earlier = [a for a in earlier if a.label_ != "state_forces"]
    return earlier[-1] if earlier else scene.last_armed or scene.antecedent

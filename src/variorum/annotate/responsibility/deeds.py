"""What an actor does by the parse: "rebels ambushed", "killed by the army", "strikes by", "a US drone strike"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from variorum.annotate.responsibility.cue import ResponsibilityCue
from variorum.annotate.responsibility.lexicon import word_list
from variorum.annotate.responsibility.reality import hedged, is_hedged, no_deed, supposed, unreal, usual
from variorum.annotate.responsibility.scene import Scene, is_definite, is_the
from variorum.annotate.responsibility.syntax import agent, deed_by, deeds_done, name_root, passive, subject
from variorum.annotate.responsibility.voice import speaks_of_itself
from variorum.models import Mode
from variorum.values import Span

_NOT_AFTER = frozenset("- expert experts squad maker victims suspects".split())
_WEAK_NOUNS = frozenset("operation operations offensive incursion fighting clashes clash".split())
_ATTACKERS = frozenset("gunman gunmen attacker attackers assailant assailants bomber bombers suspect suspects".split())
_SHOOTING = frozenset("kill shoot open fire gun execute shell bomb beat massacre".split())
_AIMS = frozenset("pursue find locate capture arrest search track hunt free rescue prevent dismantle".split())
_HARM = frozenset({"kill", "wound", "injure", "destroy", "hit"})
_OF_ARREST = frozenset({"arrest", "detain"})


def by_deed(scene: Scene) -> Iterator[ResponsibilityCue]:
    """The statements of a sentence that tell a deed with its doer; one for each actor, its first."""
    if not scene.parsed:
        return
    seen: set[int] = set()
    for token in scene.sent:
        found = _by_verb(scene, token)
        if found is not None and found[1].start not in seen:
            seen.add(found[1].start)
            yield found[0]
    for actor in scene.actors:
        if actor.start not in seen:
            named = _by_noun(scene, actor) or _by_suspicion(scene, actor)
            if named is not None:
                yield named


def _by_verb(scene: Scene, token: Token) -> tuple[ResponsibilityCue, DocSpan] | None:
    lemma = token.lemma_.lower()
    if token.pos_ not in ("VERB", "AUX") or lemma not in word_list("deeds", "verbs"):
        return None
    weak = lemma in word_list("deeds", "weak")
    if unreal(token) or no_deed(token) or (weak and not scene.has_toll()) or not _is_full(token, lemma):
        return None
    doer = agent(token)
    by = doer is not None
    if doer is None:
        doer = None if passive(token) else subject(token)
    if doer is None or (doer.lower_ == "it" and (doer.head.lower_ in ("is", "was") or _is_a_blast(scene, doer, lemma))):
        return None  # "it was the deadliest attack since"
    actor = scene.stands_for(doer) or (None if by else scene.second_subject(token, doer))
    actor = actor or scene.called(doer, armed=True)
    if actor is None:
        return None
    own = speaks_of_itself(scene, token, actor)
    if own and actor._.generic_actor and actor.label_ == "state_forces":
        actor = scene.speaker_before(actor) or actor
    if not (_is_somebody(token, actor, own=own) or (is_the(actor) and scene.has_toll())):
        return None
    mode = (
        Mode.SUSPECTED
        if hedged(actor) or is_hedged(doer) or supposed(token)
        else Mode.CLAIMED
        if own
        else Mode.ATTRIBUTED
    )
    if _of_suspects(scene, token, actor) or (mode is Mode.ATTRIBUTED and _in_passing(scene, token)):
        return None
    words = scene.doc[min(token.i, doer.i) : max(token.i, doer.i) + 1] if by else scene.doc[token.i : token.i + 1]
    cue = scene.cue(mode, Span(words.start_char, words.end_char), actor, "deed: " + lemma, token.idx)
    return replace(cue, passing=mode is Mode.ATTRIBUTED and weak), actor


def _is_a_blast(scene: Scene, it: Token, lemma: str) -> bool:
    """Whether "it" is what did the harm, not who: "it killed two women", with nobody named before in the sentence."""
    return lemma in _HARM and not any(a.end <= it.i for a in scene.actors)


def _is_full(token: Token, lemma: str) -> bool:
    """Whether a verb like "launch" or "carry out" has a deed for its object."""
    if lemma not in word_list("deeds", "light"):
        return True
    if lemma == "use" and any(c.dep_ == "xcomp" for c in token.children):
        return False  # "a house that rebels used to fire rockets"
    return (lemma == "blow" and any(c.lower_ == "up" for c in token.children)) or bool(deeds_done(token))


def _is_somebody(token: Token, actor: DocSpan, *, own: bool) -> bool:
    """Whether an actor is one in particular: named, a country's own forces, or the speaker's."""
    if not actor._.generic_actor or is_definite(actor):
        return True
    if actor.label_ != "state_forces":
        return False
    hit = {t.lower_ for c in token.children if c.dep_ in ("dobj", "nsubjpass") for t in c.subtree}
    return own or ("forces" in actor.text.lower() and token.lemma_.lower() in _SHOOTING and not hit & _ATTACKERS)


def _of_suspects(scene: Scene, token: Token, actor: DocSpan) -> bool:
    """Whether what is told is the arrest of suspects by the police or another force."""
    if token.lemma_.lower() not in _OF_ARREST or actor.label_ != "state_forces":
        return False
    said = {t.lower_ for t in scene.sent}
    return "police" in actor.text.lower() or bool(said & {"over", "suspicion", "connection", "suspects", "suspect"})


def _in_passing(scene: Scene, token: Token) -> bool:
    """Whether a flat deed without victims tells of no incident: what is usual, operations."""
    if usual(token):
        return True
    if token.dep_ == "relcl" and token.head.i < token.i and not scene.has_toll():
        return True  # "the hills, which rebels stormed in 2012"
    done = deeds_done(token)
    weak = bool(done) and all(t.lower_ in _WEAK_NOUNS for t in done)
    return weak and (not scene.has_toll() or _in_pursuit(token))


def _in_pursuit(token: Token) -> bool:
    """Whether an operation is still going on, or is there to find somebody: "is conducting operations to pursue"."""
    if token.tag_ == "VBG" and any(c.dep_ == "aux" for c in token.children):
        return True
    aims = (c for c in (*token.children, *(c for d in deeds_done(token) for c in d.children)) if c.pos_ == "VERB")
    return any(c.lemma_.lower() in _AIMS and any(m.lower_ == "to" for m in c.children) for c in aims)


def _by_noun(scene: Scene, actor: DocSpan) -> ResponsibilityCue | None:
    """ "strikes by the coalition", "an al-Shabaab attack", "US air strikes"."""
    if actor._.generic_actor:
        return None
    mode = Mode.SUSPECTED if hedged(actor) else Mode.ATTRIBUTED
    if mode is Mode.ATTRIBUTED and not scene.has_toll():
        return None
    root = name_root(actor)
    before = scene.doc[max(scene.sent.start, actor.start - 4) : actor.start]
    if root.head.lower_ == "by" and any(t.lower_ == "by" for t in before):
        noun = deed_by(root.head)
        if noun is not None:
            return replace(scene.cue(mode, Span(noun.idx, actor.end_char), actor, "deed by", noun.idx), passing=True)
    noun_after = _deed_after(scene, actor)
    if noun_after is None or (before and before[-1].lower_ in ("on", "against", "targeting", "at")):
        return None
    span = Span(actor.start_char, noun_after.idx + len(noun_after))
    return replace(scene.cue(mode, span, actor, "deed of", noun_after.idx), passing=True)


def _deed_after(scene: Scene, actor: DocSpan) -> Token | None:
    """The strike in "US air strike": a deed at most two words behind a name."""
    nouns = word_list("deeds", "nouns")
    for token in scene.doc[actor.end : min(scene.sent.end, actor.end + 3)]:
        if token.lower_ in nouns and token.tag_ != "VBG":
            after = scene.doc[token.i + 1].lower_ if token.i + 1 < scene.sent.end else ""
            return None if after in _NOT_AFTER else token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") and token.text != "-":
            return None
    return None


def _by_suspicion(scene: Scene, actor: DocSpan) -> ResponsibilityCue | None:
    """ "Suspected ADF rebels raided": whoever acts, and is only supposed to be who he is."""
    if not hedged(actor) or not scene.about_deed() or (actor._.generic_actor and not is_definite(actor)):
        return None
    root = name_root(actor)
    while root.dep_ in ("pobj", "prep", "compound", "appos", "nmod", "amod", "poss") and root.head.i < root.i + 3:
        if root.head.lower_ == "by" or root.lower_ == "by":
            break
        root = root.head
    acts = (
        root.dep_ == "nsubj" and not passive(root.head) and root.head.lemma_.lower() not in ("die", "be", "surrender")
    )
    if not acts and not (root.head.lower_ == "by" or root.dep_ == "agent"):
        return None
    hedge = max((t.idx for t in scene.doc[max(scene.sent.start, actor.start - 8) : actor.end - 1]), default=0)
    return scene.cue(Mode.SUSPECTED, Span(min(hedge, actor.start_char), actor.end_char), actor, "suspected name")

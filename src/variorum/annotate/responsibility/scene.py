"""One sentence with the actors in it and those named before: whom a noun, a name or a pronoun stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.actors.nations import nation_at
from variorum.actors.registry import split_words
from variorum.annotate.extensions import text_of
from variorum.annotate.groups import is_person
from variorum.annotate.responsibility.cue import ResponsibilityCue
from variorum.annotate.responsibility.lexicon import word_list
from variorum.annotate.responsibility.syntax import name_root, subject
from variorum.models import Mode
from variorum.values import Span

_PRONOUNS = frozenset({"it", "they", "its", "their", "which", "who", "that", "he", "she"})
_GROUPS = frozenset({"group", "movement", "organization", "organisation", "alliance"})
_STATES = frozenset({"state_forces", "external_forces"})
_APPOSING = frozenset({",", "the", "-", "--", "(", "called", "named", '"', "“", "``", "''", "self", "styled", "so"})
"""What stands between words for a group and its name."""
_LONGEST_NAME = 8


class Scene:
    """Reads one sentence: its words, its actors, and what the sentences before it left as antecedents."""

    def __init__(self, doc: Doc, sent: DocSpan, everybody: list[DocSpan]) -> None:
        self.doc, self.sent = doc, sent
        self.text = sent.text
        self.actors = [a for a in everybody if sent.start <= a.start < sent.end]
        self.parsed = any(t.dep_ for t in sent)
        self._everybody = everybody
        self._names: dict[tuple[int, int], DocSpan] = {}

    @cached_property
    def antecedent(self) -> DocSpan | None:
        """The last actor with a name in the sentences before."""
        before = (a for a in reversed(self._everybody) if a.start < self.sent.start)
        return next((a for a in before if not a._.generic_actor), None)

    @cached_property
    def last_armed(self) -> DocSpan | None:
        """The last actor with a name in the sentences before that is no state's."""
        before = (a for a in reversed(self._everybody) if a.start < self.sent.start)
        return next((a for a in before if not a._.generic_actor and a.label_ != "state_forces"), None)

    def anchor(self, span: Span) -> int:
        """The first deed named after the phrase in the sentence, else the nearest before, else the phrase itself."""
        nouns = word_list("deeds", "nouns")
        places = [t.idx for t in self.sent if t.lower_ in nouns]
        after = [p for p in places if p >= span.start]
        return after[0] if after else places[-1] if places else span.start

    def has_toll(self) -> bool:
        spans = self.doc.spans.get("triggers", [])
        return any(self.sent.start <= t.start < self.sent.end and t.label_ in ("killed", "injured") for t in spans)

    def about_deed(self, *, doers: bool = False) -> bool:
        """Whether the sentence has a word of violence, or, if so asked, one for whoever did it."""
        said = {t.lower_ for t in self.sent}
        if doers and not said.isdisjoint(word_list("deeds", "doers")):
            return True
        if not said.isdisjoint(word_list("deeds", "nouns")) or not said.isdisjoint(word_list("deeds", "about")):
            return True
        return any(t.lemma_.lower() in word_list("deeds", "verbs") for t in self.sent if t.pos_ == "VERB")

    def cue(
        self, mode: Mode, span: Span, actor: DocSpan | None, rule: str, anchor: int | None = None
    ) -> ResponsibilityCue:
        """A statement about this actor, tied to the deed that the sentence names if no anchor is given."""
        name = self._names.get((actor.start, actor.end)) if actor is not None else None
        return ResponsibilityCue(
            span=span,
            mode=mode,
            actor=None if actor is None else actor.text,
            actor_span=None if actor is None else Span(actor.start_char, actor.end_char),
            anchor=self.anchor(span) if anchor is None else anchor,
            rule=rule,
            actor_id=None if actor is None else actor._.registry_id,
            named=None if name is None else Span(name.start_char, name.end_char),
        )

    def joined(self, cue: ResponsibilityCue) -> Iterator[ResponsibilityCue]:
        """The same statement about the others that are named in one breath: "blamed the army and the Red Brigades"."""
        if cue.actor_span is None or not self.parsed:
            return
        last: DocSpan | None = None
        blamed = cue.mode in (Mode.SUSPECTED, Mode.ATTRIBUTED)
        for actor in self.actors:
            if last is None:
                last = actor if actor.start_char == cue.actor_span.start else None
            elif (not actor._.generic_actor or (blamed and is_of_state(actor))) and _is_list(
                self.doc[last.end : actor.start]
            ):
                yield self.cue(cue.mode, cue.span, actor, cue.rule, cue.anchor)
                last = actor

    # By where the words stand

    def after(self, span: Span, within: int, *, named: bool = False) -> DocSpan | None:
        """The first actor that begins at most so many characters after a stretch."""
        near = (a for a in self.actors if span.end <= a.start_char <= span.end + within)
        return next((a for a in near if not (named and a._.generic_actor)), None)

    def before(self, span: Span, *, named: bool = False) -> DocSpan | None:
        """The last actor before a stretch."""
        near = (a for a in reversed(self.actors) if a.end_char <= span.start)
        return next((a for a in near if not (named and a._.generic_actor)), None)

    def subject_before(self, span: Span, *, sure: bool = False) -> DocSpan | None:
        """The actor that is the subject of the verb in a stretch: by the parse, else the nearest before it; sure: none
        where the parse has another subject."""
        tokens = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        related = self._behind_which(span)
        if related is not None:
            return related
        if tokens is not None and self.parsed:
            for token in tokens:
                doer = subject(token)
                if doer is not None and doer.i < tokens.end:
                    actor = (
                        self.known(doer)
                        or self.second_subject(doer.head, doer)
                        or self.called(doer)
                        or self._body(doer)
                    )
                    if actor is not None or (sure and doer.pos_ == "NOUN"):
                        return actor
                    break
        near = self.before(span)
        if near is not None and not near._.generic_actor and span.start - near.end_char < 80:
            return near
        words = self.text[: span.start - self.sent.start_char].lower()
        if re.search(r"\b(?:it|they|group|movement|organi[sz]ation|which)\b[^.]{0,40}$", words):
            return self.antecedent or self.after(span, 60)
        return near

    def _behind_which(self, span: Span) -> DocSpan | None:
        """The name right before "which" or "who" that a stretch goes on from: "Moscow, which denies"."""
        before = self.text[: span.start - self.sent.start_char]
        match = re.search(
            r"((?:[A-Z][\w’'-]+ ?)+)(?:\([A-Z]+\))?,? (?:which|who)(?: has| have| had)?(?: \w+ly)?\s*$", before
        )
        if match is None:
            return None
        start, end = (self.sent.start_char + at for at in match.span(1))
        known = next((a for a in self.actors if a.start_char < end and start < a.end_char), None)
        return known or self.doc.char_span(start, end - (match[1][-1:] == " "))

    def _body(self, token: Token) -> DocSpan | None:
        """A ministry, an embassy, a company that speaks for itself: its noun phrase."""
        if token.lower_ not in word_list("parts", "bodies"):
            return None
        return self.doc[max(token.left_edge.i, token.i - 5) : token.i + 1]

    # By the parse

    def whom(self, token: Token) -> DocSpan | None:
        """The actor that a noun or pronoun stands for, whether the registry knows it or only its name is a name."""
        return self.known(token) or self.called(token)

    def known(self, token: Token) -> DocSpan | None:
        """The marked actor that a noun or pronoun stands for, or that a person speaks for."""
        return self.stands_for(token) or self._spoken_for(token)

    def _spoken_for(self, person: Token) -> DocSpan | None:
        """The Taliban in "Taliban spokesman Ahmadi" and "Ahmadi, who speaks for the Taliban"."""
        phrase = self.doc[person.left_edge.i : person.right_edge.i + 1]
        if person.pos_ != "PROPN" or not any(t.lower_ in word_list("source", "voices") for t in phrase):
            return None
        return next((a for a in self.actors if phrase.start <= a.start and a.end <= phrase.end), None)

    def stands_for(self, token: Token) -> DocSpan | None:
        """The marked actor that a noun or pronoun stands for."""
        for actor in self.actors:
            if actor.start <= token.i < actor.end:
                return self._behind(actor)
        if token.lower_ in _GROUPS:
            return self._called_by(token) or self._group(token)
        if token.lower_ in _PRONOUNS:
            return self._antecedent(token)
        if token.lower_ not in word_list("parts", "of"):
            return self._named_before_noun(token)
        inside = self._within(token)
        whole = [a for a in inside if not a._.generic_actor] or [a for a in inside if is_of_state(a)]
        if whole:
            return whole[0]
        own = any(c.lower_ in ("its", "their") or c.lower_ in _GROUPS for c in token.subtree if c.i != token.i)
        return self._antecedent(token) if own else None

    def called(self, token: Token, *, armed: bool = False) -> DocSpan | None:
        """A name that is in no list: "the G9 alliance", "Ulster Freedom Fighters", "Moscow"; only where it ends in a
        word for fighters, if so asked."""
        words = word_list("parts", "armed")
        if token.lower_ not in words and (armed or token.pos_ != "PROPN"):
            return None
        start = token.i
        while (
            start > max(self.sent.start, token.i - _LONGEST_NAME)
            and (before := self.doc[start - 1]).pos_ in ("PROPN", "NOUN", "ADJ", "PART", "NUM")
            and (before.text[:1].isupper() or before.lower_ in words or before.text in ("'s", "’s"))
        ):
            start -= 1
        names = [t for t in self.doc[start : token.i + 1] if t.text[:1].isupper() and t.pos_ == "PROPN"]
        if not names or (armed and all(t.i == self.sent.start for t in names)):
            return None
        return self.doc[start : token.i + 1]

    def second_subject(self, verb: Token, first: Token) -> DocSpan | None:
        """The actor that is a verb's subject where the parse made a dateline one too."""
        others = (c for c in verb.children if c.dep_ == "nsubj" and c.i != first.i and c.lower_ not in _PRONOUNS)
        return next((actor for c in others if (actor := self.stands_for(c)) is not None), None)

    def speaker_before(self, actor: DocSpan) -> DocSpan | None:
        """The army in "the army said its men ...": an unnamed actor that is the subject of a verb of saying."""
        say = word_list("source", "say")
        told = (a for a in self.actors if a.end <= actor.start and a.root.dep_ == "nsubj")
        return next((a for a in reversed([*told]) if a.root.head.lemma_.lower() in say), None)

    def _called_by(self, group: Token) -> DocSpan | None:
        """The name that stands beside a word for a group: "the clandestine group Black Dawn"."""
        beside = {child.i for child in group.children if child.dep_ == "appos"}
        return next((a for a in self.actors if beside & set(range(a.start, a.end)) and not a._.generic_actor), None)

    def _group(self, token: Token) -> DocSpan | None:
        """ "The group" in its own words, standing for whoever was named last; "the al-Nusra group" as it is."""
        name = next((c for c in token.lefts if c.text[:1].isupper() and c.dep_ != "det"), None)
        if name is not None:
            return self.doc[name.left_edge.i : token.i + 1]
        if {c.lower_ for c in token.children} & {"a", "an", "another", "of", "no", "any"}:
            return None
        behind = self._antecedent(token)
        if behind is None or str(behind.label_) in _STATES:
            return None
        start = max(token.left_edge.i, token.i - 3)
        words = DocSpan(self.doc, start, token.i + 1, label=behind.label_)
        for name_ in ("registry_id", "actor_country"):
            words._.set(name_, behind._.get(name_))
        self._names[words.start, words.end] = behind
        return words

    def _named_before_noun(self, token: Token) -> DocSpan | None:
        """The YPG in "killed by YPG snipers", the rebels' in "rebel shelling"."""
        if token.lower_ not in word_list("deeds", "nouns") and not is_person([token.lower_]):
            return None
        tied = {c.i for c in token.lefts if c.dep_ in ("compound", "amod", "poss", "nmod")}
        return next((a for a in self.actors if a.end == token.i and tied & set(range(a.start, a.end))), None)

    def _within(self, token: Token) -> list[DocSpan]:
        """The actors inside the phrase of a noun: the Taliban in "members of the Taliban"."""
        return [
            a for a in self.actors if token.left_edge.i <= a.start <= token.i + 13 and token in name_root(a).ancestors
        ]

    def _behind(self, actor: DocSpan) -> DocSpan:
        """Behind "its fighters" stands whoever was named last; else the mention itself."""
        first = self.doc[actor.start - 1].lower_ if actor.start > self.sent.start else ""
        if actor._.generic_actor and (first in ("its", "their") or self._of_group(actor)):
            named = self._antecedent(self.doc[actor.start]) or self.speaker_before(actor)
            return named or self._speaking_state(actor) or actor
        if actor._.generic_actor:
            return self._tied_to(actor) or self.by_name(actor)
        return actor

    def by_name(self, actor: DocSpan) -> DocSpan:
        """For "a rebel group, the Northern Front" and "Islamist militant group Al-Shabaab" the name."""
        if not actor._.generic_actor:
            return actor
        near = (a for a in self.actors if actor.end <= a.start <= actor.end + 3 and not a._.generic_actor)
        name = next(near, None)
        if name is None or str(name.label_) in _STATES:
            return actor
        between = {t.lower_ for t in self.doc[actor.end : name.start]}
        return name if between <= _APPOSING and name.root.dep_ not in ("conj", "pobj", "dobj") else actor

    def _of_group(self, actor: DocSpan) -> bool:
        """ "the group's fighters"."""
        return actor.start - 2 >= self.sent.start and (
            self.doc[actor.start - 1].lower_ in ("'s", "’s") and self.doc[actor.start - 2].lower_ in _GROUPS
        )

    def _tied_to(self, actor: DocSpan) -> DocSpan | None:
        """The Islamic State in "militants loyal to the Islamic State", "aircraft of the US-led coalition"."""
        for other in self.actors:
            if actor.end <= other.start <= actor.end + 6 and not other._.generic_actor:
                between = {t.lower_ for t in self.doc[actor.end : other.start]}
                if between & {"to", "with", "of", "from"} and (
                    between <= word_list("parts", "ties") or between & {"linked", "affiliated", "aligned", "inspired"}
                ):
                    return other
        return None

    def _speaking_state(self, actor: DocSpan) -> DocSpan | None:
        """Russia in "Russia's defence ministry said its forces": the state that the speaker's name holds."""
        say = word_list("source", "say")
        for token in self.doc[self.sent.start : actor.start]:
            if token.dep_ == "nsubj" and token.head.lemma_.lower() in say:
                return state_in(self.doc[token.left_edge.i : token.i + 1])
        return None

    def _antecedent(self, token: Token) -> DocSpan | None:
        inside = [a for a in self.actors if a.end <= token.i and not a._.generic_actor]
        if token.lower_ in ("he", "she"):
            return None
        if inside:
            return inside[0] if token.lower_ in ("it", "they", "its", "their") else inside[-1]
        return self.antecedent


_JOINING = frozenset({"and", "or", ",", "&", "the", "as", "well", "its", "their", "ally"})


def _is_list(between: DocSpan) -> bool:
    """Whether only words that make a list stand between two names."""
    words = {t.lower_ for t in between}
    return words <= _JOINING and bool(words & {"and", "or", "&"})


def state_in(phrase: DocSpan) -> DocSpan | None:
    """The name of a state in a phrase, as a force of that state."""
    words = split_words(phrase.text)
    found = next(((i, n) for i in range(len(words)) if (n := nation_at(words, i)) is not None), None)
    if found is None:
        return None
    at, (last, code) = found
    start, end = (phrase.start_char + c for c in (words[at].start, words[last - 1].end))
    named = phrase.doc.char_span(start, end, label="state_forces", alignment_mode="contract")
    if named is not None:
        named._.actor_country = code
    return named


def is_definite(actor: DocSpan) -> bool:
    """Whether unnamed fighters are somebody in particular in their war: "the rebels", a country's own forces, "death
    squads"; not "rebels" alone.
    """
    if actor[0].lower_ == "death":
        return True
    if actor.label_ not in ("rebel_group", "state_forces", "identity_militia"):
        return False
    words = {t.lower_ for t in actor}
    if actor.label_ == "state_forces":
        return bool(words & word_list("parts", "rulers")) and not words & {"police", "policemen", "officers"}
    return len(words) > 1


def is_of_state(actor: DocSpan) -> bool:
    """Whether an actor is a state's own power without its name: "the armed forces", "the government"; no police."""
    return str(actor.label_) == "state_forces" and is_definite(actor)


def is_the(actor: DocSpan) -> bool:
    """Whether unnamed fighters of a civil war are "the rebels", or "Rebels" that open a sentence."""
    if actor.label_ != "rebel_group":
        return False
    return actor.start == actor.sent.start or actor.doc[actor.start - 1].lower_ in ("the", "these", "those")


def same_state(speaker: DocSpan, actor: DocSpan) -> bool:
    """Whether a speaker and an actor are forces of one state; unnamed troops are the speaker's own."""
    if speaker._.actor_country is not None and speaker._.actor_country == actor._.actor_country:
        return True
    forces = speaker.label_ == actor.label_ == "state_forces"
    return forces and actor._.generic_actor and "police" not in speaker.text.lower()


def words_between(doc: Doc, start: int, end: int) -> str:
    """The text between two offsets, in small letters."""
    return text_of(doc)[start:end].lower()


def names_of(actors: Iterable[DocSpan]) -> list[DocSpan]:
    """The actors that have a name."""
    return [a for a in actors if not a._.generic_actor]

"""Finds statements about who did it: claimed, denied, attributed, suspected, doubted, or claimed by nobody.

Fixed phrases ("claimed responsibility for", "blamed on", "no group has") are a table of rules over the words of a
sentence; deeds ("rebels ambushed", "strikes by", "US drone strike") are read from the parse where there is one.
Generic actors ("gunmen", "a suicide bomber") give no statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.actors.nations import nation_at
from variorum.actors.parties import parties_named
from variorum.actors.registry import split_words
from variorum.annotate.extensions import text_of
from variorum.annotate.groups import is_person
from variorum.annotate.responsibility_phrases import Phrase, phrases, suspects, word_list
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources import chain_of
from variorum.models import Mode, Source, SourceKind
from variorum.values import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityCue:
    """One statement about who did it; offsets are code points of the Doc.

    span: the key words of the statement; actor: its words, None for `none_claimed`; actor_span: where the actor is
    named (perhaps in an earlier sentence, where the statement has a pronoun); anchor: where the incident is mentioned,
    by which the statement is tied to an event; rule: which rule read it; passing: the actor is named in passing ("US
    air strikes killed ..."); actor_id: its registry entry, if known.
    """

    span: Span
    mode: Mode
    actor: str | None
    actor_span: Span | None
    anchor: int
    rule: str
    passing: bool = False
    actor_id: str | None = None


_CRIME = re.compile(
    r"\b(?:murder|homicide|manslaughter|shoot|shot|stab|kill|attack|assault|bomb|terror|massacre|gunm[ae]n|rampage|slay"
    r"|suspect)\w*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:brother|sister|father|mother|parents|wife|husband|girlfriend|boyfriend|friend|lawyer|attorney|neighbou?r|son"
    r"|daughter|against|testimony)\b(?:\s+\w+){0,3}\s*$"
)
_PLACE = re.compile(
    r"\b(?:Park|County|Street|Avenue|City|Hospital|University|School|Police|Department|Cent(?:er|re)|Court|Road|Island"
    r"|Mall|Club)\b"
)

_PRONOUNS = frozenset({"it", "they", "its", "their", "which", "who", "that", "he", "she"})
_GROUPS = frozenset({"group", "movement", "organization", "organisation", "alliance"})
_HEDGES = frozenset({"suspected", "alleged", "presumed", "purported", "probable", "believed", "apparent"})
_DENIALS = frozenset({"deny", "reject", "refute", "dismiss", "disclaim", "disavow", "rebut"})
_UNREAL = frozenset({"would", "could", "may", "might", "will", "can", "should", "must", "shall"})


def find_responsibility(doc: Doc) -> tuple[ResponsibilityCue, ...]:
    """The statements of a Doc about who did it, in text order; needs doc.spans["actors"], reads a parse where there is
    one."""
    found: list[ResponsibilityCue] = []
    actors = list(doc.spans["actors"]) if "actors" in doc.spans else []
    for sent in sentences_of(doc):
        reader = _Sentence(doc, sent, actors)
        by_phrase = list(reader.phrases())
        if any(p.mode in (Mode.DOUBTED, Mode.SUSPECTED) for p in by_phrase):
            by_phrase = [p for p in by_phrase if p.rule != "responsible"]  # "they believe that it was responsible"
        by_phrase += [cue for cue in reader.suspects() if not any(_same_breath(cue, p) for p in by_phrase)]
        by_deed = [
            cue
            for cue in reader.deeds()
            if not any(cue.span.overlaps(p.span) or _said_already(cue, p) for p in by_phrase)
        ]
        found += sorted([*by_phrase, *by_deed], key=lambda c: (c.span.start, c.span.end))
    return tuple(_in_own_words(doc, cue, actors) for cue in found)


def _said_already(deed: ResponsibilityCue, phrase: ResponsibilityCue) -> bool:
    """Whether a fixed phrase of the same sentence says of the actor, in another or the same mode, what its deed says
    flatly."""
    return alike(deed.actor, phrase.actor) and (deed.mode in (phrase.mode, Mode.ATTRIBUTED))


def _same_breath(a: ResponsibilityCue, b: ResponsibilityCue) -> bool:
    return a.actor == b.actor and a.mode == b.mode


def alike(a: str | None, b: str | None) -> bool:
    """Whether two actors' words name the same: half of the shorter one's content words are shared."""
    left, right = _content(a), _content(b)
    if not left or not right:
        return not left and not right
    return len(left & right) / min(len(left), len(right)) >= 0.5


_STOP = frozenset("a an the of in on at by to and or for from its his her their who that some other this s".split())


def _content(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (text or "").casefold())) - _STOP


def first_statements(
    cues: Iterable[tuple[str | None, ResponsibilityCue]],
) -> list[tuple[str | None, ResponsibilityCue]]:
    """One statement per event, actor and mode: the first. Takes and gives (event id, cue)."""
    kept: list[tuple[str | None, ResponsibilityCue]] = []
    for event, cue in cues:
        if not any(event == e and cue.mode == c.mode and same_actor(cue, c) for e, c in kept):
            kept.append((event, cue))
    return kept


def same_actor(a: ResponsibilityCue, b: ResponsibilityCue) -> bool:
    """Whether two statements name the same actor: one registry entry, or words that are alike."""
    return (a.actor_id is not None and a.actor_id == b.actor_id) or alike(a.actor, b.actor)


def spoken_by_actor(cue: ResponsibilityCue, source: str | None) -> ResponsibilityCue:
    """The cue as `claimed` where its flat statement comes from the actor itself ("the front said its men shot dead
    ...")."""
    if cue.mode is Mode.ATTRIBUTED and source and cue.actor and alike(source, cue.actor):
        return replace(cue, mode=Mode.CLAIMED)
    return cue


_SIDES = frozenset(
    {SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY, SourceKind.ARMED_GROUP}
)


def _in_own_words(doc: Doc, cue: ResponsibilityCue, actors: Sequence[DocSpan]) -> ResponsibilityCue:
    """The cue as `claimed` where its flat statement comes from the actor's own side ("the Pentagon said US jets
    struck")."""
    if cue.mode is not Mode.ATTRIBUTED or cue.actor_span is None or not doc.has_extension("attributions"):
        return cue
    chain = chain_of(doc, cue.span.start, cue.span.end)
    if not chain or chain[-1].kind not in _SIDES:
        return cue
    at = cue.actor_span.start
    actor = next((a for a in actors if a.start_char == at), None)
    if actor is not None and {actor._.actor_country, actor._.registry_id} & _home(doc, chain[-1], actors):
        return replace(cue, mode=Mode.CLAIMED)
    return spoken_by_actor(cue, chain[-1].text)


def _home(doc: Doc, source: Source, actors: Sequence[DocSpan]) -> frozenset[str]:
    """For whom a source speaks, as ISO codes of states and ids of registry entries: as its words say, else those with
    which its name is brought in, else, for an unnamed voice of fighters, the only group that the report names."""
    said = parties_named(source.text)
    if said:
        return said
    last = source.text.split()[-1] if source.text.split() else ""
    first = text_of(doc).find(last) if last[:1].isupper() else -1
    if first >= 0:
        return parties_named(text_of(doc)[max(0, first - 80) : first + 60])
    groups = {a._.registry_id for a in actors if a._.registry_id and a._.actor_country is None}
    return frozenset(groups) if source.kind is SourceKind.ARMED_GROUP and len(groups) == 1 else frozenset()


def _same_state(speaker: DocSpan, actor: DocSpan) -> bool:
    """Whether a speaker and an actor are forces of one state; unnamed troops are the speaker's own."""
    if speaker._.actor_country is not None and speaker._.actor_country == actor._.actor_country:
        return True
    forces = speaker.label_ == actor.label_ == "state_forces"
    return forces and actor._.generic_actor and "police" not in speaker.text.lower()


class _Sentence:
    """Reads one sentence: its words, its actors, and what the sentences before it left as antecedents."""

    def __init__(self, doc: Doc, sent: DocSpan, actors: list[DocSpan]) -> None:
        self.doc, self.sent = doc, sent
        self.text = sent.text
        self.actors = [a for a in actors if sent.start <= a.start < sent.end]
        self.parsed = any(t.dep_ for t in sent)
        self._everybody = actors

    @cached_property
    def antecedent(self) -> DocSpan | None:
        """The last actor with a name in the sentences before."""
        before = (a for a in reversed(self._everybody) if a.start < self.sent.start)
        return next((a for a in before if not a._.generic_actor), None)

    # Fixed phrases

    def phrases(self) -> Iterator[ResponsibilityCue]:
        taken: list[Span] = []
        small = self.text.lower()
        for phrase in phrases():
            if not phrase.may_match(small):
                continue
            for match in phrase.pattern.finditer(self.text):
                span = Span(self.sent.start_char + match.start(), self.sent.start_char + match.end())
                if any(span.overlaps(t) for t in taken):
                    continue
                cue = self._of_phrase(phrase, span)
                if cue is not None:
                    taken.append(span)
                    yield cue

    def _of_phrase(self, phrase: Phrase, span: Span) -> ResponsibilityCue | None:
        anchor = self._anchor(span)
        if phrase.actor == "none":
            return ResponsibilityCue(
                span=span, mode=phrase.mode, actor=None, actor_span=None, anchor=anchor, rule=phrase.name
            )
        actor = self._actor_of(phrase, span)
        if actor is None or (
            phrase.mode is not Mode.CLAIMED
            and not self._about_deed()
            and not (phrase.name == "accused" and actor.label_ != "state_forces")
        ):
            return None
        if phrase.mode is Mode.DENIED and self._of_another(span, actor):
            return None
        if actor._.generic_actor and (
            phrase.mode is Mode.DOUBTED
            or phrase.name == "suspected to be"
            or (phrase.name in ("responsible", "took responsibility") and not _definite_name(actor))
        ):
            return None
        return self._cue(phrase.mode, span, actor, anchor, phrase.name)

    def _of_another(self, span: Span, actor: DocSpan) -> bool:
        """Whether what is denied is another's deed: "the army denied that guerrillas had attacked the farm"."""
        others = [a for a in self.actors if span.start < a.start_char <= span.end + 12 and a.start != actor.start]
        between = text_of(self.doc)[span.start : others[0].start_char].lower() if others else ""
        return (
            bool(others)
            and between.split()[-1:] in (["that"], ["the"], ["today"])
            and not _same_state(actor, others[0])
        )

    def _actor_of(self, phrase: Phrase, span: Span) -> DocSpan | None:
        if phrase.actor == "after":
            return self._named_after(span, phrase.name)
        if phrase.actor == "any":
            near = self._named_after(span, phrase.name, named=True) or self._named_before(span, named=True)
            return near or self.antecedent
        return self._subject_before(span)

    def _named_after(self, span: Span, rule: str, *, named: bool = False) -> DocSpan | None:
        limit = span.end + (60 if rule != "accused" else 90)
        near = [a for a in self.actors if span.end <= a.start_char <= limit and not (named and a._.generic_actor)]
        if rule == "accused":
            on = re.compile(r"\bon\b").search(text_of(self.doc), span.end, min(span.end + 120, self.sent.end_char))
            after_on = [a for a in self.actors if on and on.end() <= a.start_char <= on.end() + 40]
            near = after_on or near
        return near[0] if near else None

    def _named_before(self, span: Span, *, named: bool = False) -> DocSpan | None:
        near = [a for a in self.actors if a.end_char <= span.start and not (named and a._.generic_actor)]
        return near[-1] if near else None

    def _subject_before(self, span: Span) -> DocSpan | None:
        """The actor that is the subject of the phrase's verb: by the parse, else the nearest before it."""
        start = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if start is not None and self.parsed:
            for token in start:
                subject = _subject(token)
                if subject is not None and subject.i < start.end:
                    actor = self._mention(subject) or self._second_subject(subject.head, subject)
                    actor = actor or self._person(subject) or self._body(subject)
                    if actor is not None:
                        return actor
                    break
        near = self._named_before(span)
        if near is not None and not near._.generic_actor and span.start - near.end_char < 80:
            return near
        words = self.text[: span.start - self.sent.start_char].lower()
        if re.search(r"\b(?:it|they|group|movement|organi[sz]ation|which)\b[^.]{0,40}$", words):
            return self.antecedent or self._named_after(span, "subject")
        return near

    def _person(self, token: Token) -> DocSpan | None:
        """The name of somebody who is no actor of the registry: proper nouns in a row."""
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            return None
        start = token.i
        while start > self.sent.start and self.doc[start - 1].pos_ == "PROPN":
            start -= 1
        return self.doc[start : token.i + 1]

    def _body(self, token: Token) -> DocSpan | None:
        """A ministry, an embassy, a company that speaks for itself: its noun phrase."""
        if token.lower_ not in word_list("parts", "bodies"):
            return None
        return self.doc[max(token.left_edge.i, token.i - 5) : token.i + 1]

    def _about_deed(self) -> bool:
        said = {t.lower_ for t in self.sent}
        if not said.isdisjoint(word_list("deeds", "nouns")) or not said.isdisjoint(word_list("deeds", "about")):
            return True
        return any(t.lemma_.lower() in word_list("deeds", "verbs") for t in self.sent if t.pos_ == "VERB")

    # People named as suspects

    def suspects(self) -> Iterator[ResponsibilityCue]:
        """Persons named as the perpetrator of a crime: "suspect John Roe", "Roe, 24, was charged with murder"."""
        if not _CRIME.search(self.text):
            return
        seen: set[str] = set()
        for phrase in suspects():
            for match in phrase.pattern.finditer(self.text):
                name, start = match.group("name"), self.sent.start_char + match.start("name")
                span = self.doc.char_span(start, start + len(name), alignment_mode="expand")
                if (
                    span is None
                    or name in seen
                    or _PLACE.search(name)
                    or _RELATIVE.search(self.text, 0, match.start("key"))
                    or any(a.start_char < start + len(name) and start < a.end_char for a in self.actors)
                ):
                    continue
                seen.add(name)
                key = match.span("key")
                cue = Span(self.sent.start_char + key[0], self.sent.start_char + key[1])
                yield self._cue(phrase.mode, cue, span, self._anchor(cue), phrase.name)

    # Deeds

    def deeds(self) -> Iterator[ResponsibilityCue]:
        if not self.parsed:
            return
        seen: set[int] = set()
        for token in self.sent:
            for cue, actor in self._by_verb(token):
                if actor.start not in seen:
                    seen.add(actor.start)
                    yield cue
        for actor in self.actors:
            if actor.start not in seen:
                named = self._by_noun(actor)
                if named is not None:
                    yield named

    def _by_verb(self, token: Token) -> Iterator[tuple[ResponsibilityCue, DocSpan]]:
        lemma = token.lemma_.lower()

        if token.pos_ not in ("VERB", "AUX") or lemma not in word_list("deeds", "verbs") or _unreal(token):
            return
        blown_up = lemma == "blow" and any(c.lower_ == "up" for c in token.children)
        if lemma in word_list("deeds", "light") and not blown_up and not _does_deed(token):
            return
        if lemma in word_list("deeds", "weak") and not self._has_toll():
            return
        if any(a.lemma_.lower() in _DENIALS for a in token.ancestors):
            return
        agent = _agent(token)
        subject = agent if agent is not None else (None if _passive(token) else _subject(token))
        if subject is None:
            return
        actor = self._mention(subject) or (self._second_subject(token, subject) if agent is None else None)
        if actor is None:
            return
        own = self._own_words(token, actor)
        if own and actor._.generic_actor and actor.label_ == "state_forces":
            actor = self._speaker_before(actor) or actor
        if actor._.generic_actor and not _definite_name(actor) and not (own and actor.label_ == "state_forces"):
            return
        hedged = _hedged(actor) or _supposed(token)
        mode = Mode.SUSPECTED if hedged else Mode.CLAIMED if own else Mode.ATTRIBUTED
        first, last = (token.i, subject.i) if agent is not None else (token.i, token.i)
        words = self.doc[min(first, last) : max(first, last) + 1]
        cue = self._cue(mode, Span(words.start_char, words.end_char), actor, token.idx, "deed: " + lemma)
        yield replace(cue, passing=mode is Mode.ATTRIBUTED and lemma in word_list("deeds", "weak")), actor

    def _second_subject(self, verb: Token, first: Token) -> DocSpan | None:
        """The actor that is a verb's subject where the parse made a dateline one too."""
        others = (c for c in verb.children if c.dep_ == "nsubj" and c.i != first.i and c.lower_ not in _PRONOUNS)
        return next((actor for c in others if (actor := self._mention(c)) is not None), None)

    def _has_toll(self) -> bool:
        spans = self.doc.spans.get("triggers", [])
        return any(self.sent.start <= t.start < self.sent.end and t.label_ in ("killed", "injured") for t in spans)

    def _by_noun(self, actor: DocSpan) -> ResponsibilityCue | None:
        """ "strikes by the coalition", "an al-Shabaab attack", "US air strikes"."""
        nouns = word_list("deeds", "nouns")
        if actor._.generic_actor:
            return None
        mode = Mode.SUSPECTED if _hedged(actor) else Mode.ATTRIBUTED
        if mode is Mode.ATTRIBUTED and not self._has_toll():
            return None
        root = actor.root
        before = self.doc[max(self.sent.start, actor.start - 4) : actor.start]
        if any(t.lower_ == "by" for t in before) and root.head.lower_ == "by" and _a_deed(root.head.head):
            noun = root.head.head
            return replace(self._cue(mode, Span(noun.idx, actor.end_char), actor, noun.idx, "deed by"), passing=True)
        end = actor.end
        while (
            end < min(self.sent.end, actor.end + 3)
            and self.doc[end].lower_ not in nouns
            and (self.doc[end].pos_ in ("ADJ", "NOUN", "PROPN") or self.doc[end].text == "-")
        ):
            end += 1
        if (
            end < self.sent.end
            and end - actor.end <= 2
            and self.doc[end].lower_ in nouns
            and not (
                end + 1 < self.sent.end
                and self.doc[end + 1].lower_ in ("-", "expert", "experts", "squad", "maker", "victims", "suspects")
            )
        ):
            if any(t.lower_ in ("on", "against", "targeting", "at") and t.i == actor.start - 1 for t in before):
                return None
            return replace(
                self._cue(
                    mode,
                    Span(actor.start_char, self.doc[end].idx + len(self.doc[end])),
                    actor,
                    self.doc[end].idx,
                    "deed of",
                ),
                passing=True,
            )
        return None

    def _own_words(self, token: Token, actor: DocSpan) -> bool:
        """Whether the sentence's speaker is the actor or speaks for it: "the army said it had killed ..."."""
        say = word_list("source", "say")
        for head in token.ancestors:
            if head.lemma_.lower() in say and head.i != token.i:
                speaker = _subject(head, own=True)
                if speaker is None:
                    return False
                named = self._mention(speaker)
                if speaker.left_edge.i <= actor.start <= speaker.i:
                    return True
                if named is not None and (named.start == actor.start or alike(named.text, actor.text)):
                    return True
                return named is not None and _same_state(named, actor)
        return False

    # What both need

    def _mention(self, token: Token) -> DocSpan | None:
        """The actor that a noun or pronoun stands for."""
        for actor in self.actors:
            if actor.start <= token.i < actor.end:
                return self._behind(actor)
        if token.lower_ in _GROUPS and any(_is_name(c) for c in token.lefts):
            return self.doc[next(c.left_edge.i for c in token.lefts if _is_name(c)) : token.i + 1]
        if token.lower_ in _PRONOUNS or (token.lower_ in _GROUPS and _definite(token)):
            return self._antecedent(token)
        if token.lower_ not in word_list("parts", "of"):
            return self._named_before_noun(token)
        whole = [a for a in self._within(token) if not a._.generic_actor]
        if whole:
            return whole[0]
        own = any(c.lower_ in ("its", "their") or c.lower_ in _GROUPS for c in token.subtree if c.i != token.i)
        return self._antecedent(token) if own else None

    def _named_before_noun(self, token: Token) -> DocSpan | None:
        """The YPG in "killed by YPG snipers", the rebels' in "rebel shelling"."""
        if token.lower_ not in word_list("deeds", "nouns") and not is_person([token.lower_]):
            return None
        tied = {c.i for c in token.lefts if c.dep_ in ("compound", "amod", "poss", "nmod")}
        return next((a for a in self.actors if a.end == token.i and tied & set(range(a.start, a.end))), None)

    def _within(self, token: Token) -> list[DocSpan]:
        """The actors inside the phrase of a noun: the Taliban in "members of the Taliban"."""
        return [
            a
            for a in self.actors
            if token.left_edge.i <= a.start
            and a.end <= token.i + 13
            and (a.root.head == token or token in a.root.ancestors)
        ]

    def _behind(self, actor: DocSpan) -> DocSpan:
        """Behind "the group" or "its fighters" stands whoever was named last; else the mention itself."""
        first = self.doc[actor.start - 1].lower_ if actor.start > self.sent.start else ""
        if actor._.generic_actor and (first in ("its", "their") or self._of_group(actor)):
            named = self._antecedent(self.doc[actor.start]) or self._speaker_before(actor)
            return named or self._speaking_state(actor) or actor
        if actor._.generic_actor:
            return self._tied_to(actor) or actor
        return actor

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

    def _speaker_before(self, actor: DocSpan) -> DocSpan | None:
        """The army in "the army said its men ...": an unnamed actor that is the subject of a verb of saying."""
        say = word_list("source", "say")
        told = [
            a
            for a in self.actors
            if a.end <= actor.start and a.root.dep_ == "nsubj" and a.root.head.lemma_.lower() in say
        ]
        return told[-1] if told else None

    def _speaking_state(self, actor: DocSpan) -> DocSpan | None:
        """Russia in "Russia's defence ministry said its forces": the state that the speaker's name holds."""
        say = word_list("source", "say")
        for token in self.doc[self.sent.start : actor.start]:
            if token.dep_ == "nsubj" and token.head.lemma_.lower() in say:
                phrase = self.doc[token.left_edge.i : token.i + 1]
                words = split_words(phrase.text)
                found = next(((i, n) for i in range(len(words)) if (n := nation_at(words, i)) is not None), None)
                if found is None:
                    return None
                at, (last, code) = found
                start, end = (phrase.start_char + c for c in (words[at].start, words[last - 1].end))
                named = self.doc.char_span(start, end, label="state_forces", alignment_mode="contract")
                if named is not None:
                    named._.actor_country = code
                return named
        return None

    def _antecedent(self, token: Token) -> DocSpan | None:
        inside = [a for a in self.actors if a.end <= token.i and not a._.generic_actor]
        if token.lower_ in ("he", "she"):
            return None
        if inside:
            return inside[0] if token.lower_ in ("it", "they", "its", "their") else inside[-1]
        return self.antecedent

    def _anchor(self, span: Span) -> int:
        """The first deed named after the phrase in the sentence, else the nearest before, else the phrase itself."""
        nouns = word_list("deeds", "nouns")
        places = [t.idx for t in self.sent if t.lower_ in nouns]
        after = [p for p in places if p >= span.start]
        return after[0] if after else places[-1] if places else span.start

    def _cue(self, mode: Mode, span: Span, actor: DocSpan, anchor: int, rule: str) -> ResponsibilityCue:
        return ResponsibilityCue(
            span=span,
            mode=mode,
            actor=actor.text,
            actor_span=Span(actor.start_char, actor.end_char),
            anchor=anchor,
            rule=rule,
            actor_id=actor._.registry_id,
        )


_CLIMBED = frozenset("conj xcomp advcl aux auxpass dobj prep pobj pcomp amod advmod attr acomp ccomp mark prt".split())
_RESULTS = frozenset({"kill", "wound", "injure", "destroy"})


def _doer_of(noun: Token) -> Token | None:
    """In "the army shelled rebels, killing six" the army does it, though the parse ties the killing to the rebels."""
    for head in noun.ancestors:
        if head.pos_ == "VERB":
            return next((c for c in head.children if c.dep_ == "nsubj"), None)
    return None


def _subject(token: Token, *, own: bool = False) -> Token | None:
    """The subject of a verb; of a verb without one, that of the verb it hangs on (co-ordination, participles,
    infinitives, relative clauses)."""
    for _ in range(5):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and token.dep_ == "relcl":
                    return token.head
                return child
        if token.dep_ in ("relcl", "acl") and not own:
            done_by = _doer_of(token.head) if token.tag_ == "VBG" and token.lemma_.lower() in _RESULTS else None
            return done_by if done_by is not None else token.head
        if own or token.dep_ not in _CLIMBED:
            return None
        token = token.head
        if token.lemma_.lower() in _ACCUSING:
            return _accused(token)
    return None


_ACCUSING = frozenset({"accuse", "blame", "suspect", "charge", "convict"})


def _accused(verb: Token) -> Token | None:
    """Whom a verb of accusing is about: "accused the army of killing", "the army was accused of killing"."""
    return next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)


def _a_deed(noun: Token) -> bool:
    """Whether a noun, or one joined to it, is a deed: "the harassment and attacks by"."""
    nouns = word_list("deeds", "nouns")
    return noun.pos_ != "VERB" and any(t.lower_ in nouns for t in (noun, *noun.conjuncts))


def _does_deed(token: Token) -> bool:
    """Whether the object of a verb like "launch" or "carry out", or what its participle hangs on, is a deed."""
    nouns = word_list("deeds", "nouns")
    objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "attr", "oprd", "xcomp")]
    if token.dep_ in ("acl", "relcl"):
        objects.append(token.head)
    return any(t.lower_ in nouns for o in objects for t in _of_one_thing(o))


def _of_one_thing(noun: Token) -> Iterator[Token]:
    """The nouns of an object: "bomb" and "attacks" in "a series of bomb attacks and raids"."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "conj", "dobj", "amod"):
            yield from _of_one_thing(child)
        elif child.lower_ in ("of", "in"):
            yield from (t for c in child.children if c.dep_ == "pobj" for t in _of_one_thing(c))


def _definite(token: Token) -> bool:
    """ "the group", "this movement", but not "a group of men"."""
    words = {c.lower_ for c in token.children}
    return not words & {"a", "an", "another", "of", "no", "any"}


def _is_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.dep_ != "det"


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def _passive(token: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in ("acl", "amod") and not any(c.dep_ == "dobj" for c in token.children)
    ):
        return True
    return token.dep_ == "conj" and token.tag_ == "VBN" and token.head.tag_ == "VBN" and _passive(token.head)


_DOUBTFUL = frozenset("allegedly presumably apparently probably possibly purportedly supposedly likely perhaps".split())
_SUPPOSING = frozenset("believe suspect think allege presume fear suppose assume appear seem speculate".split())
_PERHAPS = frozenset({"may", "might", "could"})


def _supposed(token: Token) -> bool:
    """Whether the deed is only supposed: "allegedly killed", "may have killed", "is thought to have killed"."""
    if any(c.dep_ == "advmod" and c.lower_ in _DOUBTFUL for c in token.children):
        return True
    if any(c.lower_ in _PERHAPS for c in token.children if c.dep_ == "aux"):
        return True
    if any(c.dep_ == "mark" and c.lower_ == "whether" for c in token.children):
        return True
    while token.dep_ in ("ccomp", "xcomp", "conj", "auxpass", "aux"):
        token = token.head
        if token.lemma_.lower() in _SUPPOSING:
            return True
    return False


def _unreal(token: Token) -> bool:
    """Whether the verb tells of no deed done: negated, modal, an infinitive of purpose."""
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    done = "have" in helpers
    for child in token.children:
        if child.dep_ == "neg":
            return True
        if child.dep_ == "aux" and (
            child.lower_ in _UNREAL - _PERHAPS or (child.lower_ in (_PERHAPS | {"to"}) and not done)
        ):
            return True
    head = token.head
    if token.dep_ in ("pcomp", "xcomp") and any(c.dep_ == "neg" for c in (*head.children, *head.head.children)):
        return True
    return any(c.dep_ == "mark" and c.lower_ == "if" for c in token.children)


def _hedged(actor: DocSpan) -> bool:
    """Whether the words before a name only suppose it: "suspected members of", "believed to be from the"."""
    doc = actor.doc
    if actor[0].lower_ in _HEDGES:
        return True
    at = actor.start - 1
    while at >= max(0, actor.start - 8):
        token = doc[at]
        if token.lower_ in _HEDGES:
            return True
        if token.lower_ not in _between() and token.pos_ != "ADJ":
            return False
        at -= 1
    return False


def _between() -> frozenset[str]:
    """What may stand between "suspected" and the name of a group."""
    return word_list("parts", "ties") | word_list("parts", "of") | word_list("parts", "between")


def _definite_name(actor: DocSpan) -> bool:
    """Unnamed rebels, guerrillas and a country's own forces are somebody in particular in their war."""
    if actor.label_ not in ("rebel_group", "state_forces", "identity_militia"):
        return False
    words = {t.lower_ for t in actor}
    if actor.label_ == "state_forces":
        return bool(words & word_list("parts", "rulers")) and not words & {"police", "policemen", "officers"}
    return len(words) > 1 or not words & word_list("parts", "nobody")

"""Finds statements about who did it: claimed, denied, attributed, suspected, doubted, or claimed by nobody.

Fixed phrases ("claimed responsibility for", "blamed on", "no group has") are a table of documented rules over the words of a sentence;
deeds ("rebels ambushed", "strikes by", "US drone strike") are read from the parse, with the words around them where there is none.
Generic actors ("gunmen", "a suicide bomber") give no statement.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from variorum.actors.names import find_actors
from variorum.actors.nations import nation_at
from variorum.actors.registry import split_words
from variorum.annotate.sources import chain_of
from variorum.models import Mode, Source, SourceKind
from variorum.values import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityCue:
    """One statement about who did it; offsets are code points of the Doc.

    span: the key words of the statement; actor: its words, None for `none_claimed`; actor_span: where the actor is named (perhaps in an
    earlier sentence, where the statement has a pronoun); anchor: where the incident is mentioned, by which the statement is tied to an event;
    rule: which rule read it; passing: the actor is named in passing ("US air strikes killed ..."); actor_id: its registry entry, if known.
    """

    span: Span
    mode: Mode
    actor: str | None
    actor_span: Span | None
    anchor: int
    rule: str
    passing: bool = False
    actor_id: str | None = None


@cache
def _lexicon() -> dict[str, dict[str, frozenset[str]]]:
    raw = tomllib.loads((files("variorum") / "data" / "actors" / "responsibility.toml").read_text("utf-8"))
    return {name: {key: frozenset(words) for key, words in part.items()} for name, part in raw.items()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed phrase: what it says, and where its actor stands ("before", "after" the words, "none")."""

    name: str
    mode: Mode
    actor: str
    pattern: re.Pattern[str]


def _phrase(name: str, mode: Mode, actor: str, pattern: str) -> Phrase:
    return Phrase(name, mode, actor, re.compile(pattern, re.IGNORECASE))


_RESPONSIBILITY = r"(?:responsibility|credit|responsability)"
_TAKE = r"(?:claim(?:s|ed|ing)?|t(?:ake|akes|ook|aken|aking)|assum(?:e|es|ed|ing)|accept(?:s|ed)?|admit(?:s|ted|ting)?|acknowledg(?:e|es|ed|ing))"
_DEED = r"(?:attacks?|(?:car |suicide |truck |roadside )?bomb(?:ing)?s?|blasts?|explosions?|killings?|murders?|assassinations?|massacres?|shootings?|(?:air ?)?strikes?|raids?|ambush(?:es)?|kidnapp?ings?|abductions?|assaults?|operations?|incidents?|attempts?)"
_ADVERB = r"(?:\s+(?:has|have|had|yet|immediately|so far|previously|later|also|since|publicly|formally|officially|quickly|swiftly|promptly|repeatedly|already|jointly|directly|earlier|reportedly)){0,3}"

PHRASES: tuple[Phrase, ...] = (
    _phrase(
        "nobody claimed",
        Mode.NONE_CLAIMED,
        "none",
        rf"\b(?:no|nobody|none of the|neither)\b(?:[\s-]+(?!of\b)[\w-]+){{0,5}}?{_ADVERB}\s+(?:{_TAKE}\s+(?:\w+\s+)?{_RESPONSIBILITY}|claimed\s+(?:the|this|it|{_DEED}))",
    ),
    _phrase(
        "no claim",
        Mode.NONE_CLAIMED,
        "none",
        rf"\bno(?:\s+\w+){{0,3}}\s+claims?(?:\s+(?:of|for)\s+{_RESPONSIBILITY})?(?!\s+(?:that|to))(?=\s+(?:of|for|from|by|had|has|was)\b|[.,;]|$)|\bno\s+(?:\w+\s+){{0,2}}claims?\s+of\s+{_RESPONSIBILITY}",
    ),
    _phrase(
        "not claimed",
        Mode.NONE_CLAIMED,
        "none",
        rf"\b(?:has|have|had|did)(?:\s+not|n['’]?t)(?:\s+\w+){{0,2}}\s+(?:been\s+)?{_TAKE}\s+{_RESPONSIBILITY}|\b{_RESPONSIBILITY}\s+(?:\w+\s+){{0,6}}(?:has|had|was)\s+not\s+(?:been\s+)?(?:immediately\s+)?claimed|\b(?:went|gone|remains?|remained)\s+unclaimed",
    ),
    _phrase(
        "unclear who",
        Mode.NONE_CLAIMED,
        "none",
        r"\b(?:(?:not|never)\s+(?:\w+\s+){0,2}(?:clear|known|certain|said|say|determined|established|identified)|(?:un|in)(?:clear|known|certain)|no(?:t| one| body)?\s+(?:\w+\s+)?(?:knows?|idea|said|say)|nobody\s+(?:\w+\s+)?(?:knows?|said|say)|did\s*n[o'’]t\s+know)\s+(?:\w+\s+){0,2}?(?:who|which\s+(?:\w+\s+){0,2}(?:group|side|party|faction|country))\s+(?:(?:was|were|is|had|has|might|may|could)\s+)?(?:\w+\s+){0,2}?(?:behind|responsible|carried|carry|launched|fired|planted|did|committed|conducted|attacked|killed|bombed|shot|opened|involved|perpetrated|dropped|set|been|ordered|staged)(?:\s+out)?",
    ),
    _phrase(
        "denied",
        Mode.DENIED,
        "before",
        rf"\b(?:den(?:y|ies|ied|ying)|disclaim(?:s|ed)?|disavow(?:s|ed)?|reject(?:s|ed)|refut(?:es|ed))\s+(?:\w+\s+){{0,3}}?(?:{_RESPONSIBILITY}|involvement|role|part\b|link|(?:being|it\s+(?:was|were|is|had|has)|having|carrying|that\s+it|that\s+they|its\s+\w+|targeting|using|attacking|bombing|killing|hitting|behind|accusations?|allegations?|charges?|claims?))(?:\s+(?:behind|responsible|involved|carried|been))?",
    ),
    _phrase(
        "not guilty",
        Mode.DENIED,
        "before",
        r"\b(?:plead(?:ed|s)?|pled)\s+not\s+guilty|\b(?:proclaim(?:s|ed)?|maintain(?:s|ed)?|profess(?:es|ed)?)\s+(?:his|her|their)\s+innocence",
    ),
    _phrase(
        "had nothing to do",
        Mode.DENIED,
        "before",
        rf"\b(?:had|has|have)\s+nothing\s+to\s+do\s+with|\b(?:was|were|is|are)\s+not\s+(?:responsible\s+for|behind|involved\s+in)\s+(?:the|this|that|any|those)\s+(?:\w+\s+){{0,2}}{_DEED}",
    ),
    _phrase(
        "claimed by",
        Mode.CLAIMED,
        "after",
        rf"\b{_RESPONSIBILITY}\s+(?:for\s+(?:\w+\s+){{1,8}})?(?:(?:was|were|has been|had been)\s+)?(?:later\s+)?claimed\s+by|\b(?:was|were|been|{_DEED},?)\s+(?:later\s+|also\s+|quickly\s+)?claimed\s+by|\bclaims?\s+of\s+{_RESPONSIBILITY}(?:\s+\w+){{0,8}}?\s+(?:by|from)",
    ),
    _phrase("took responsibility", Mode.CLAIMED, "before", rf"\b{_TAKE}\s+(?:\w+\s+){{0,2}}?{_RESPONSIBILITY}"),
    _phrase(
        "claims the attack",
        Mode.CLAIMED,
        "before",
        rf"\bclaim(?:s|ed)\s+(?:(?:the|this|that|these|those|both|all|two|three|other|previous|similar|several|its|last|many|most|for|it)\s+)?(?:[\w'’.-]+\s+){{0,4}}?(?:{_DEED})(?=\W|$)",
    ),
    _phrase(
        "said it did it",
        Mode.CLAIMED,
        "before",
        r"\b(?:said|says|announced|claimed|confirmed|stated|admitted|declared|acknowledged)\s+(?:(?:in|on|via|through|at|from)\s+(?:[\w'’.-]+\s+){1,7}?)?(?:that\s+)?(?:it|they)\s+(?:(?:was|were|had\s+been|is|are)\s+(?:behind|responsible)|(?:had\s+|has\s+|have\s+)?(?:carried\s+out|staged|conducted|planted|perpetrated))",
    ),
    _phrase(
        "accused",
        Mode.SUSPECTED,
        "after",
        r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|point(?:s|ed|ing)?\s+(?:the|a)\s+finger\s+(?:of\s+\w+\s+)?at|suspect(?:s|ed)?\s+that)(?=\s)(?!\s+by\b)",
    ),
    _phrase(
        "is accused",
        Mode.SUSPECTED,
        "before",
        r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+|widely\s+)?(?:blamed|accused|suspected|believed\s+to\s+(?:be|have)|thought\s+to\s+(?:be|have)|presumed\s+to\s+(?:be|have)|alleged\s+to\s+have|wanted\s+(?:for|in)|charged\s+with)",
    ),
    _phrase(
        "hallmarks",
        Mode.SUSPECTED,
        "after",
        r"\b(?:bore|bears?|bearing|carried|had|has)\s+(?:all\s+)?(?:the\s+)?(?:hallmarks?|signature|trademarks?|fingerprints)\s+of|\bsuspicion\s+(?:has\s+)?(?:fell|falls|fallen)\s+on|\bthe\s+work\s+of",
    ),
    _phrase(
        "believed by",
        Mode.SUSPECTED,
        "after",
        r"\b(?:allegedly|presumably|apparently|reportedly|probably|possibly|believed\s+to\s+(?:have\s+been\s+|be\s+)?|thought\s+to\s+(?:have\s+been\s+|be\s+)?)\s*(?:(?:carried\s+out|committed|planted|placed|thrown|launched|fired|staged|left|set|killed|murdered|kidnapped|attacked|perpetrated|the\s+work|from)\s+)?(?:by|of|from)\b",
    ),
    _phrase(
        "attributed to", Mode.ATTRIBUTED, "after", r"\battribut(?:ed|es|ing)\b(?:[\s,]+(?!by\b)[\w'’-]+){0,6}?\s+to\b"
    ),
    _phrase(
        "responsible",
        Mode.ATTRIBUTED,
        "before",
        r"\b(?:is|are|was|were|been)\s+(?:also\s+|directly\s+)?(?:responsible\s+for|behind)\b",
    ),
    _phrase(
        "group behind",
        Mode.ATTRIBUTED,
        "after",
        rf"\b(?:group|organi[sz]ation|faction|militants|man|men|gunman)\s+(?:that\s+was\s+|who\s+were\s+)?(?:behind|responsible\s+for)\s+(?:the|this|that|last)\s+(?:\w+\s+){{0,3}}{_DEED}",
    ),
    _phrase(
        "doubt",
        Mode.DOUBTED,
        "any",
        rf"\b(?:no\s+(?:\w+\s+)?(?:evidence|proof|indication|connection|link|sign)|(?:disput|doubt|question|cast\s+doubt)\w*\s+(?:on\s+)?(?:the|that|its|this|his)\s+(?:claims?|group|link|{_RESPONSIBILITY})|not\s+(?:\w+\s+)?(?:verif|confirm|prove|linked|connected)\w*\s+(?:the\s+)?(?:claim|link)|cleared\s+of)",
    ),
)
"""The fixed phrases, first match wins where two overlap."""

_NAME = (
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?:[\"“][^\"”]{1,25}[\"”]|[A-Z]\.|[A-Z][\w'’-]+|bin|al|de|el|la|van|von|Jr\.?)){1,4})"
)
_PERPETRATOR = r"(?:suspects?|gunm[ae]n|shooters?|attackers?|killers?|assailants?|bombers?|perpetrators?|murderers?)"
_CRIME = re.compile(
    r"\b(?:murder|homicide|manslaughter|shoot|shot|stab|kill|attack|assault|bomb|terror|massacre|gunm[ae]n|rampage|slay|suspect)\w*",
    re.IGNORECASE,
)
_SUSPECTS: tuple[tuple[str, Mode, re.Pattern[str]], ...] = (
    (
        "identified as",
        Mode.ATTRIBUTED,
        re.compile(
            rf"\b(?i:gunm[ae]n|shooter|attacker|killer|assailant|bomber|perpetrator)\b[^.;]{{0,60}}?(?P<key>(?:was |been |is )?(?:later )?(?:identified|named)(?: by \w+(?: \w+)?)? as)\s+(?:\d+-year-old\s+)?{_NAME}"
        ),
    ),
    (
        "suspect identified",
        Mode.SUSPECTED,
        re.compile(
            rf"\b(?i:suspects?|person of interest|man|woman|teen(?:ager)?)\b[^.;]{{0,60}}?(?P<key>(?:was |been |is )?(?:later )?(?:identified|named)(?: by \w+(?: \w+)?)? as)\s+(?:\d+-year-old\s+)?{_NAME}"
        ),
    ),
    (
        "the suspect",
        Mode.SUSPECTED,
        re.compile(
            rf"(?P<key>(?i:\bsuspect(?:ed)?(?:\s+(?:[a-z]+\s+)?(?:gunman|shooter|killer|attacker|driver))?)),?\s+{_NAME}"
        ),
    ),
    (
        "the gunman",
        Mode.ATTRIBUTED,
        re.compile(rf"\b(?P<key>(?i:gunman|shooter|killer|attacker|assailant|bomber|perpetrator)),?\s+{_NAME}"),
    ),
    (
        "charged",
        Mode.SUSPECTED,
        re.compile(
            rf"{_NAME}(?:,? (?:aged )?\d{{1,2}},?| \(\d+\))?,?[^.;,]{{0,25}}?\s(?P<key>(?:was |were |is |has been |have been |being |are being )?(?:also )?(?:arrested|charged with|accused of|indicted|booked|held without bail|wanted|faces? (?:\w+ ){{0,3}}(?:counts?|charges?)|turned (?:himself|herself) in|surrendered to police))"
        ),
    ),
    (
        "convicted",
        Mode.ATTRIBUTED,
        re.compile(
            rf"{_NAME}(?:,? \d{{1,2}},?)?\s(?P<key>(?:was |were |has been )?(?:convicted|sentenced|found guilty)|pleaded guilty|pled guilty|confessed)"
        ),
    ),
    (
        "searched for",
        Mode.SUSPECTED,
        re.compile(
            rf"\b(?P<key>(?i:searching for|looking for|hunting for|hunt for|search for|arrested|charged))\s+(?:\d+-year-old\s+)?{_NAME}"
        ),
    ),
)
_RELATIVE = re.compile(
    r"\b(?:brother|sister|father|mother|parents|wife|husband|girlfriend|boyfriend|friend|lawyer|attorney|neighbou?r|son|daughter|against|testimony)\b"
    r"(?:\s+\w+){0,3}\s*$"
)
_PLACE = re.compile(
    r"\b(?:Park|County|Street|Avenue|City|Hospital|University|School|Police|Department|Cent(?:er|re)|Court|Road|Island|Mall|Club)\b"
)
"""How crime reports name a person as the perpetrator: rule, mode, pattern with groups name and key."""

_PRONOUNS = frozenset({"it", "they", "its", "their", "which", "who", "that", "he", "she"})
_GROUP_NOUNS = frozenset(
    {
        "group",
        "organization",
        "organisation",
        "movement",
        "militia",
        "militants",
        "rebels",
        "insurgents",
        "extremists",
        "jihadists",
        "alliance",
        "coalition",
        "guerrillas",
        "fighters",
        "party",
        "front",
        "faction",
        "cartel",
        "islamists",
    }
)
_HEDGES = frozenset({"suspected", "alleged", "presumed", "purported", "probable", "believed", "apparent"})
_UNREAL = frozenset({"would", "could", "may", "might", "will", "can", "should", "must", "shall"})


def find_responsibility(doc: Doc) -> tuple[ResponsibilityCue, ...]:
    """The statements of a Doc about who did it, in text order. Needs doc.spans["actors"]; reads a parse where there is one."""
    found: list[ResponsibilityCue] = []
    actors = list(doc.spans["actors"]) if "actors" in doc.spans else []
    for sent in doc.sents:
        reader = _Sentence(doc, sent, actors)
        by_phrase = list(reader.phrases())
        by_phrase += [cue for cue in reader.suspects() if not any(_same_breath(cue, p) for p in by_phrase)]
        by_deed = [
            cue
            for cue in reader.deeds()
            if not any(cue.span.overlaps(p.span) or _same_breath(cue, p) for p in by_phrase)
        ]
        found += sorted([*by_phrase, *by_deed], key=lambda c: (c.span.start, c.span.end))
    return tuple(_in_own_words(doc, cue, actors) for cue in found)


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
    """The cue as `claimed` where its flat statement comes from the actor itself ("the front said its men shot dead ...")."""
    if cue.mode is Mode.ATTRIBUTED and source and cue.actor and alike(source, cue.actor):
        return replace(cue, mode=Mode.CLAIMED)
    return cue


_SIDES = frozenset({SourceKind.GOVERNMENT, SourceKind.MILITARY, SourceKind.POLICE, SourceKind.SECURITY, SourceKind.ARMED_GROUP})


def _in_own_words(doc: Doc, cue: ResponsibilityCue, actors: Sequence[DocSpan]) -> ResponsibilityCue:
    """The cue as `claimed` where its flat statement comes from the actor's own side ("the Pentagon said US jets struck")."""
    if cue.mode is not Mode.ATTRIBUTED or cue.actor_span is None or not doc.has_extension("attributions"):
        return cue
    chain = chain_of(doc, cue.span.start, cue.span.end)
    if not chain or chain[-1].kind not in _SIDES:
        return cue
    at = cue.actor_span.start
    actor = next((a for a in actors if a.start_char == at), None)
    if (actor is not None and actor._.actor_country and actor._.actor_country in _home(doc, chain[-1])):
        return replace(cue, mode=Mode.CLAIMED)
    return spoken_by_actor(cue, chain[-1].text)


def _home(doc: Doc, source: Source) -> frozenset[str]:
    """The states (ISO codes) for which a source speaks: as its words say, or those with which its name is brought in."""
    named = _states(source.text)
    if named:
        return named
    last = source.text.split()[-1] if source.text.split() else ""
    first = doc.text.find(last) if last[:1].isupper() else -1
    return _states(doc.text[max(0, first - 80) : first + 60]) if first >= 0 else frozenset()


def _states(text: str) -> frozenset[str]:
    words = split_words(text)
    found = (nation_at(words, i) for i in range(len(words)))
    countries = {nation[1] for nation in found if nation is not None}
    countries |= {f.country for f in find_actors(text) if f.country}
    return frozenset(countries)


class _Sentence:
    """Reads one sentence: its words, its actors, and what the sentences before it left as antecedents."""

    def __init__(self, doc: Doc, sent: DocSpan, actors: list[DocSpan]) -> None:
        self.doc, self.sent = doc, sent
        self.text = sent.text
        self.actors = [a for a in actors if sent.start <= a.start < sent.end]
        self.before = [a for a in actors if a.start < sent.start and not a._.generic_actor]
        self.parsed = any(t.dep_ for t in sent)

    # Fixed phrases

    def phrases(self) -> Iterator[ResponsibilityCue]:
        taken: list[Span] = []
        for phrase in PHRASES:
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
        if actor._.generic_actor and (
            phrase.mode is Mode.DOUBTED or phrase.name in ("responsible", "took responsibility")
        ):
            return None
        return self._cue(phrase.mode, span, actor, anchor, phrase.name)

    def _actor_of(self, phrase: Phrase, span: Span) -> DocSpan | None:
        if phrase.actor == "after":
            return self._named_after(span, phrase.name)
        if phrase.actor == "any":
            return (
                self._named_after(span, phrase.name)
                or self._named_before(span)
                or (self.before[-1] if self.before else None)
            )
        return self._subject_before(span)

    def _named_after(self, span: Span, rule: str) -> DocSpan | None:
        limit = span.end + (60 if rule != "accused" else 90)
        near = [a for a in self.actors if span.end <= a.start_char <= limit]
        if rule == "accused":
            on = re.compile(r"\bon\b").search(self.doc.text, span.end, min(span.end + 120, self.sent.end_char))
            after_on = [a for a in self.actors if on and on.end() <= a.start_char <= on.end() + 40]
            near = after_on or near
        return near[0] if near else None

    def _named_before(self, span: Span) -> DocSpan | None:
        near = [a for a in self.actors if a.end_char <= span.start]
        return near[-1] if near else None

    def _subject_before(self, span: Span) -> DocSpan | None:
        """The actor that is the subject of the phrase's verb: by the parse, else the nearest before it."""
        start = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if start is not None and self.parsed:
            for token in start:
                subject = _subject(token)
                if subject is not None and subject.i < start.end:
                    actor = self._mention(subject) or self._person(subject)
                    if actor is not None:
                        return actor
                    break
        near = self._named_before(span)
        if near is not None and not near._.generic_actor and span.start - near.end_char < 80:
            return near
        words = self.text[: span.start - self.sent.start_char].lower()
        if re.search(r"\b(?:it|they|group|movement|organi[sz]ation|which)\b[^.]{0,40}$", words):
            return self.before[-1] if self.before else self._named_after(span, "subject")
        return near

    def _person(self, token: Token) -> DocSpan | None:
        """The name of somebody who is no actor of the registry: proper nouns in a row."""
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            return None
        start = token.i
        while start > self.sent.start and self.doc[start - 1].pos_ == "PROPN":
            start -= 1
        return self.doc[start : token.i + 1]

    def _about_deed(self) -> bool:
        words = {t.lower_ for t in self.sent}
        return bool(
            words
            & (
                _lexicon()["deeds"]["nouns"]
                | {
                    "death",
                    "dead",
                    "killed",
                    "killing",
                    "responsible",
                    "behind",
                    "charges",
                    "involvement",
                    "responsibility",
                    "murder",
                }
            )
        )

    # People named as suspects

    def suspects(self) -> Iterator[ResponsibilityCue]:
        """Persons named as the perpetrator of a crime: "suspect John Roe", "Roe, 24, was charged with murder"."""
        if not _CRIME.search(self.text):
            return
        seen: set[str] = set()
        for rule, mode, pattern in _SUSPECTS:
            for match in pattern.finditer(self.text):
                name, start = match.group("name"), self.sent.start_char + match.start("name")
                span = self.doc.char_span(start, start + len(name), alignment_mode="expand")
                if (
                    span is None
                    or name in seen
                    or any(a.start_char < start + len(name) and start < a.end_char for a in self.actors)
                ):
                    continue
                seen.add(name)
                key = match.span("key")
                cue = Span(self.sent.start_char + key[0], self.sent.start_char + key[1])
                yield self._cue(mode, cue, span, self._anchor(cue), rule)

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
        deeds = _lexicon()["deeds"]
        if token.pos_ not in ("VERB", "AUX") or lemma not in deeds["verbs"] or _unreal(token):
            return
        if lemma in deeds["light"] and not any(
            c.lower_ in deeds["nouns"] or c.lemma_.lower() in deeds["nouns"]
            for c in (*token.subtree, *((token.head,) if token.dep_ in ("acl", "relcl") else ()))
            if c.i > token.i - 6
        ):
            return
        agent = _agent(token)
        subject = agent if agent is not None else (None if _passive(token) else _subject(token))
        if subject is None:
            return
        actor = self._mention(subject)
        if actor is None or (actor._.generic_actor and not _definite_name(actor)):
            return
        mode = Mode.SUSPECTED if _hedged(actor) else Mode.CLAIMED if self._own_words(token, actor) else Mode.ATTRIBUTED
        first, last = (token.i, subject.i) if agent is not None else (token.i, token.i)
        words = self.doc[min(first, last) : max(first, last) + 1]
        cue = self._cue(mode, Span(words.start_char, words.end_char), actor, token.idx, "deed: " + lemma)
        yield replace(cue, passing=mode is Mode.ATTRIBUTED and lemma in deeds["weak"]), actor

    def _by_noun(self, actor: DocSpan) -> ResponsibilityCue | None:
        """ "strikes by the coalition", "an al-Shabaab attack", "US air strikes"."""
        nouns = _lexicon()["deeds"]["nouns"]
        if actor._.generic_actor:
            return None
        mode = Mode.SUSPECTED if _hedged(actor) else Mode.ATTRIBUTED
        root = actor.root
        before = self.doc[max(self.sent.start, actor.start - 4) : actor.start]
        if any(t.lower_ == "by" for t in before) and root.head.lower_ == "by" and root.head.head.lower_ in nouns:
            noun = root.head.head
            return replace(self._cue(mode, Span(noun.idx, actor.end_char), actor, noun.idx, "deed by"), passing=True)
        end = actor.end
        while (
            end < min(self.sent.end, actor.end + 3)
            and self.doc[end].lower_ not in nouns
            and self.doc[end].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT")
        ):
            end += 1
        if (
            end < self.sent.end
            and end - actor.end <= 2
            and self.doc[end].lower_ in nouns
            and not self.doc[end].lower_.startswith("'")
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
        say = _lexicon()["source"]["say"]
        for head in token.ancestors:
            if head.lemma_.lower() in say and head.i != token.i:
                speaker = _subject(head, own=True)
                if speaker is None:
                    return False
                named = self._mention(speaker)
                if named is not None and (named.start == actor.start or alike(named.text, actor.text)):
                    return True
                return (
                    named is not None
                    and named._.actor_country is not None
                    and named._.actor_country == actor._.actor_country
                )
        return False

    # What both need

    def _mention(self, token: Token) -> DocSpan | None:
        """The actor that a noun or pronoun stands for."""
        for actor in self.actors:
            if actor.start <= token.i < actor.end:
                return self._behind(actor)
        phrase = [
            a
            for a in self.actors
            if token.left_edge.i <= a.start
            and a.end <= token.i + 1 + 12
            and (a.root.head == token or token in (a.root, *a.root.ancestors))
        ]
        if token.lower_ in _PRONOUNS or token.lower_ in (
            "group",
            "movement",
            "organization",
            "organisation",
            "alliance",
        ):
            return self._antecedent(token)
        if token.lower_ in _lexicon()["parts"]["of"]:
            named = [a for a in phrase if not a._.generic_actor]
            return (
                named[0]
                if named
                else (self._antecedent(token) if any(c.lower_ in ("its", "their") for c in token.children) else None)
            )
        return None

    def _behind(self, actor: DocSpan) -> DocSpan:
        """Behind "the group" or "its fighters" stands whoever was named last; else the mention itself."""
        first = self.doc[actor.start - 1].lower_ if actor.start > self.sent.start else ""
        if actor._.generic_actor and first in ("its", "their"):
            return self._antecedent(self.doc[actor.start]) or actor
        if actor._.generic_actor:
            return self._tied_to(actor) or actor
        return actor

    def _tied_to(self, actor: DocSpan) -> DocSpan | None:
        """The Islamic State in "militants loyal to the Islamic State", "aircraft of the US-led coalition"."""
        for other in self.actors:
            if actor.end <= other.start <= actor.end + 6 and not other._.generic_actor:
                between = {t.lower_ for t in self.doc[actor.end : other.start]}
                if between & {"to", "with", "of", "from"} and between <= {
                    "to",
                    "with",
                    "of",
                    "from",
                    "the",
                    "linked",
                    "loyal",
                    "belonging",
                    "affiliated",
                    "allied",
                    "tied",
                    "aligned",
                    "claiming",
                    "a",
                    "who",
                    "belong",
                    "pledged",
                }:
                    return other
        return None

    def _antecedent(self, token: Token) -> DocSpan | None:
        inside = [a for a in self.actors if a.end <= token.i and not a._.generic_actor]
        if token.lower_ in ("he", "she"):
            return None
        if inside:
            return inside[0] if token.lower_ in ("it", "they", "its", "their") else inside[-1]
        return self.before[-1] if self.before else None

    def _anchor(self, span: Span) -> int:
        """The first deed named after the phrase in the sentence, else the nearest before, else the phrase itself."""
        nouns = _lexicon()["deeds"]["nouns"]
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


def _subject(token: Token, *, own: bool = False) -> Token | None:
    """The subject of a verb; of a verb without one, that of the verb it hangs on (co-ordination, participles, infinitives, relative clauses)."""
    for _ in range(5):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ in ("who", "which", "that") and token.dep_ == "relcl":
                    return token.head
                return child
        if token.dep_ in ("relcl", "acl") and not own:
            return token.head
        if own or token.dep_ not in (
            "conj",
            "xcomp",
            "advcl",
            "aux",
            "auxpass",
            "dobj",
            "prep",
            "pobj",
            "pcomp",
            "amod",
            "advmod",
            "attr",
            "acomp",
            "ccomp",
            "mark",
            "prt",
        ):
            return None
        token = token.head
    return None


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def _passive(token: Token) -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in ("acl", "amod")
    ):
        return True
    return token.dep_ == "conj" and token.tag_ == "VBN" and token.head.tag_ == "VBN" and _passive(token.head)


def _unreal(token: Token) -> bool:
    """Whether the verb tells of no deed done: negated, modal, an infinitive of purpose."""
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "aux" and (child.lower_ in _UNREAL or child.lower_ == "to")):
            return True
    return any(c.dep_ == "mark" and c.lower_ == "if" for c in token.children)


def _hedged(actor: DocSpan) -> bool:
    doc = actor.doc
    return any(t.lower_ in _HEDGES for t in doc[max(0, actor.start - 3) : actor.end])


def _definite_name(actor: DocSpan) -> bool:
    """Unnamed rebels, guerrillas and a country's own forces are somebody in particular in their war."""
    if actor.label_ not in ("rebel_group", "state_forces", "identity_militia"):
        return False
    words = {t.lower_ for t in actor}
    return (len(words) > 1 and not words & {"police", "policemen", "officers"}) or not words & _lexicon()["parts"][
        "nobody"
    ]

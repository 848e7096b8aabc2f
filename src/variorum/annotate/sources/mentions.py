"""From the phrases that name sources to sources: pronouns to whom they stand for, kinds, anonymity, own publisher."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from variorum.annotate.sources import lexicon
from variorum.annotate.sources.bounds import Bounds
from variorum.annotate.sources.kinds import (
    describes_person,
    is_anonymous,
    is_outlet,
    is_person,
    kind_of,
    tells_rank_alone,
)
from variorum.annotate.sources.phrases import Phrase, is_verb, made_by, phrase_of
from variorum.models import Source, SourceKind
from variorum.places.countries import capitals, country_of
from variorum.values import Span

_VAGUE = frozenset({None, SourceKind.OTHER})
_WESTERN = frozenset({"US", "GB", "FR", "DE", "AU", "CA"})
"""Whose officials speak of wars elsewhere; those of neighbours and parties to a war count as governments."""
_CARRIERS = _VAGUE | {SourceKind.MEDIA, SourceKind.ANALYST, SourceKind.WITNESS}
"""Kinds that pass a statement on, or are vague: whoever made it is sought further back."""
_GROUP_WORDS = frozenset(
    "group monitor organization organisation charity watchdog network movement militants rebels".split()
)
_SPEAKERS = frozenset("source sources official officials spokesman spokeswoman spokesperson officer commander".split())
_BODIES = frozenset(
    "agency group organization organisation force command ministry department party movement charity".split()
)
_OFFICER = re.compile(
    r"(?:the (?P<whose>[a-z]+)['’]s|its) (?:\w+ )?"
    r"(?:spokes\w+|director|chief|head|president|chairman|leader|secretary|officials?)\b",
    re.IGNORECASE,
)
"""A role that tells of whom only by reference."""
_MINISTRY = re.compile(
    r"(?:(?:the|a|its) )?ministry(?: (?:spokes|official|statement|source|director)\w*\b|$)", re.IGNORECASE
)
"""A ministry that is not named, or who speaks for it."""
_GROUPS = frozenset({SourceKind.NGO, SourceKind.ARMED_GROUP})
_REPORTERS = frozenset(
    "correspondent correspondents journalist journalists reporter reporters photographer "
    "photographers cameraman".split()
)
_DATELINE = re.compile(r"\(([A-Z][\w\s./&-]{1,40})\)\s*(?:-|–|—|--|\[|[A-Z])|(?:^|\n)\s*([A-Z][A-Za-z]+)\s+[-–—]\s")
_DATELINE_REACH = 400
_REASON = re.compile(
    r"(?:condition of anonymity|anonymously|not to be (?:named|identified)),?\s+"
    r"((?:because|as|since|for fear|in line|citing|due to|out of|to (?:protect|discuss))[^.\n”\"]*)"
    r"|((?:not|n['’]t) (?:being )?authori[sz]ed to [^.,;\n”\"]*)"
)


@dataclass(slots=True)
class Registry:
    """The sources of a report in the order in which it names them, as reading goes on."""

    doc: Doc
    publishers: frozenset[str]
    bounds: Bounds
    seen: list[Source] = field(default_factory=list)
    home: str | None = None
    places: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home = _home(self.doc)

    def resolve(self, phrase: Phrase) -> Source | None:
        """The source that a phrase names, for a pronoun its antecedent. None where it is nobody, or the publisher."""
        text = phrase.text(self.doc)
        low = text.lower()
        words = lexicon.cues().words
        if low in words["others"] and text != "WHO":
            return None
        if low in words["hes"] or low in words["its"] or low in words["theys"]:
            return self._antecedent(low, phrase.start)
        if self._is_publisher(text) or _is_this_outlet(low):
            return None
        if (
            low.startswith("its ")
            and _last_word(low) in words["documents"]
            and (own := self._antecedent("it", phrase.start))
        ):
            return own  # "according to its information"
        source = self._source(phrase, text)
        self.seen.append(source)
        return source

    def _source(self, phrase: Phrase, text: str) -> Source:
        last = self.doc[phrase.end - 1]
        return Source(
            text=text,
            kind=self._kind(phrase, text),
            anonymous=self._is_anonymous(phrase, text),
            span=Span(self.doc[phrase.start].idx, last.idx + len(last)),
            reason=self._reason(phrase),
        )

    def _antecedent(self, pronoun: str, at: int) -> Source | None:
        """The nearest source, or subject of one of the two sentences before, for whom the pronoun can stand."""
        source = next((source for source in reversed(self.seen) if _stands_for(pronoun, source.text)), None)
        subjects = [s for s in self._subjects_before(at) if _stands_for(pronoun, s.text)]
        if source is None:
            return subjects[-1] if subjects else None
        nearer = [s for s in subjects if self._is_nearer(s, source) and _is_full_name(s.text)]
        return nearer[-1] if nearer and pronoun in lexicon.cues().words["hes"] else source

    def _is_nearer(self, subject: Source, source: Source) -> bool:
        """Whether a subject stands behind the sentence of the last source: in it, it is one of whom that source
        spoke."""
        if subject.span is None or source.span is None:
            return False
        behind = subject.span.start > source.span.end
        return behind and self.bounds.between(source.span.end, subject.span.start + 1) > 0

    def _subjects_before(self, at: int) -> Iterator[Source]:
        """Subjects that can speak in the sentence of a token, left of it, and in the two before."""
        doc, start = self.doc, at
        for _ in range(3):
            start = self.bounds.sentence(doc, max(0, start - 1)).start
        for token in doc[start:at]:
            if token.dep_ == "nsubj" and token.pos_ in ("NOUN", "PROPN") and (phrase := phrase_of(token)):
                text = phrase.text(doc)
                kind = kind_of(text)
                if kind not in _VAGUE or (token.pos_ == "PROPN" and phrase.end - phrase.start > 1):
                    yield self._source(phrase, text)

    def _is_publisher(self, text: str) -> bool:
        """Whether the phrase is the report's own outlet, or its reporter."""
        names = {lexicon.squash(text)}
        words = text.split()
        if len(words) > 1 and words[-1].lower() in _REPORTERS:
            names.add(lexicon.squash(" ".join(words[:-1])))
        return any(
            name in self.publishers or lexicon.outlets().aliases.get(name, frozenset()) & self.publishers
            for name in names
        )

    def _kind(self, phrase: Phrase, text: str) -> SourceKind:
        own = kind_of(text)
        if (whose := self._possessor_kind(text, phrase.start)) is not None:
            return whose
        if own is SourceKind.GOVERNMENT and _MINISTRY.match(text):
            return self._kind_of_head("ministry") or own
        if own in _VAGUE and _is_another(text) and (same := self._kind_of_head(_last_word(text))) is not None:
            return same
        if _is_reference(text) and _last_word(text) in lexicon.cues().words["heads"]:
            own = self._kind_of_head(_last_word(text)) or own
        if _is_reference(text) and _refers_back(text, own):
            return self._kind_before(text, phrase.start) or own or SourceKind.OTHER
        if own is SourceKind.GOVERNMENT and self._is_foreign(text):
            return SourceKind.INTERNATIONAL
        if own not in _VAGUE and not tells_rank_alone(text):
            return own or SourceKind.OTHER
        around = (self.doc[phrase.context_start : phrase.start].text, self.doc[phrase.end : phrase.context_end].text)
        context = next((kind for part in around if part and (kind := kind_of(part)) not in _VAGUE), None)
        if own not in _VAGUE:
            body = context is not None and not any(part and tells_rank_alone(part) for part in around)
            return context if body and context is not None else own or SourceKind.OTHER
        if context is not None:
            return context
        if own is None and country_of(text) and text[:1].isupper():
            return SourceKind.GOVERNMENT  # "Israel said": its government
        known = own or self._kind_elsewhere(text)
        return known or (SourceKind.GOVERNMENT if text in capitals() else SourceKind.OTHER)  # "Kyiv said"

    def _possessor_kind(self, text: str, at: int) -> SourceKind | None:
        """The kind of the body that a mere role is said to be of: "the agency's spokeswoman", "its director"."""
        found = _OFFICER.match(text)
        if found is None:
            return None
        if (whose := found["whose"]) is None:
            body = self._antecedent("it", at)
            return None if body is None or body.kind in _CARRIERS else body.kind
        whose = f"the {whose.lower()}"
        return self._kind(Phrase.plain(at, at + 2), whose) if whose.split()[-1] in _BODIES else None

    def _is_foreign(self, text: str) -> bool:
        """Whether officials or a president are of another country than the one that the report speaks of most."""
        small = text.lower()
        country = "US" if "white house" in small else country_of(text)
        if country is None or self.home in (None, country):
            return False
        if "foreign" in small:
            return True  # a foreign ministry speaks abroad, those of the home country's apart
        return country in _WESTERN and any(
            word in small for word in ("official", "president", "white house", "administration")
        )

    def _kind_before(self, text: str, at: int) -> SourceKind | None:
        """The kind of what "the group" refers back to: a source of that name, the last one, the nearest body."""
        head = _last_word(text)
        if (same := self._kind_of_head(head)) is not None:
            return same
        if head in _GROUP_WORDS and (spoke := next((s.kind for s in reversed(self.seen) if s.kind in _GROUPS), None)):
            return spoke
        if (introduced := self._introducing(head, at)) is not None:
            return introduced
        wanted = _GROUPS if head in _GROUP_WORDS else frozenset(SourceKind) - {SourceKind.OTHER}
        if head in lexicon.cues().words["documents"]:
            wanted -= _CARRIERS
        elif head in _SPEAKERS:
            wanted -= {SourceKind.MEDIA}  # "the source told Reuters" is none of Reuters
        last = next((source.kind for source in reversed(self.seen) if source.kind in wanted), None)
        return last or self._nearest_kind(at, wanted)

    def _kind_of_head(self, head: str) -> SourceKind | None:
        """The kind of the last source that the same noun named."""
        named = (s.kind for s in reversed(self.seen) if head in s.text.lower() and s.kind is not SourceKind.OTHER)
        return next(named, None)

    def _introducing(self, head: str, at: int) -> SourceKind | None:
        """The kind of whoever made "the statement": told by its earlier mention or that sentence's subject."""
        for token in reversed(self.doc[max(0, at - 600) : at]):
            if token.lower_ != head or not token.tag_:
                continue
            phrase = phrase_of(token)
            sentence = self.bounds.sentence(self.doc, token.i)
            own = kind_of(made_by(self.doc, phrase, sentence.end).text(self.doc)) if phrase else None
            if own not in _CARRIERS:
                return own
            subjects = [t for t in sentence if t.dep_ in ("nsubj", "nsubjpass") and t.i < token.i]
            subjects.sort(key=lambda subject: not subject.head.is_ancestor(token))  # "... said in a report"
            kinds = (kind_of(found.text(self.doc)) for t in subjects if (found := phrase_of(t)))
            if (kind := next((kind for kind in kinds if kind not in _CARRIERS), None)) is not None:
                return kind
        return None

    def _nearest_kind(self, at: int, wanted: frozenset[SourceKind]) -> SourceKind | None:
        """The kind of the nearest body named in the 80 tokens before a place."""
        for token in reversed(self.doc[max(0, at - 80) : at]):
            if token.text[:1].isupper() and (kind := kind_of(self.doc[token.i : token.i + 2].text)) in wanted:
                return kind
        return None

    def _kind_elsewhere(self, text: str) -> SourceKind | None:
        """The kind of a bare name from where the report introduces it: "police chief Ana Reyes" tells "Reyes"."""
        name = _surname(text)
        if name is None:
            return None
        for source in self.seen:
            if name in re.findall(r"[\w’'-]+", source.text) and source.kind is not SourceKind.OTHER:
                return source.kind
        kinds = (_introduced(self.doc, at) for at in self._places_of(name))
        found = next((kind for kind in kinds if kind is not None), None)
        if found is None and any(map(_is_full_name, self._mentions(name))):
            return SourceKind.WITNESS  # a private person, named and no more
        return found

    def _mentions(self, name: str) -> Iterator[str]:
        """Every place that names a person, with the word before it."""
        return (self.doc[max(0, at - 1) : at + 1].text for at in self._places_of(name))

    def _places_of(self, word: str) -> list[int]:
        """Where a word stands in the report, its first twenty places."""
        if not self.places:
            for token in self.doc:
                if token.text[:1].isupper():
                    self.places.setdefault(token.text, []).append(token.i)
        return self.places.get(word, [])[:20]

    def _is_anonymous(self, phrase: Phrase, text: str) -> bool:
        if is_anonymous(text):
            return True
        if is_outlet(text):
            return False
        following = self.doc[phrase.end : min(len(self.doc), phrase.end + 14)].text.lower()
        return any(sign in following.split(".")[0] for sign in lexicon.cues().stance["anonymity"])

    def _reason(self, phrase: Phrase) -> str | None:
        """Why a source is not named, as written, where its sentence says so."""
        sentence = self.bounds.sentence(self.doc, phrase.start)
        after = self.doc[phrase.start : min(sentence.end, phrase.end + 60)].text
        if found := _REASON.search(after):
            return next(group for group in found.groups() if group).strip()
        return None


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].lower()


def _is_full_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words[-2:])


def _stands_for(pronoun: str, text: str) -> bool:
    words = lexicon.cues().words
    person, plural = is_person(text), _is_plural(text)
    if pronoun in words["hes"]:
        return person and not plural
    if pronoun in words["its"]:
        return not person and not plural
    return plural or not person


def _home(doc: Doc) -> str | None:
    """The country that a report names most often, by name or demonym."""
    words = (word for word in (token.text for token in doc) if word[:1].isupper())
    named = Counter(country for word in words if (country := _country(word)))
    return named.most_common(1)[0][0] if named else None


@lru_cache(maxsize=4096)
def _country(word: str) -> str | None:
    return country_of(word)


def _is_plural(text: str) -> bool:
    words = text.split()
    head = next(
        (words[i - 1] for i, w in enumerate(words) if i and w.lower() in ("of", "in", "for", "from", "at", "with")),
        words[-1],
    )
    low = head.lower()
    if low in ("police", "people", "media", "staff"):
        return True
    if not low.endswith("s") or low.endswith(("ss", "us", "is")) or is_outlet(text):
        return False
    return head.islower() or kind_of(head) is not None


def _refers_back(text: str, own: SourceKind | None) -> bool:
    """Whether a definite noun says too little by itself: "the group", not "the opposition"."""
    words = lexicon.cues().words
    if own is None or _last_word(text) in words["vague"]:
        return True
    return own is SourceKind.OTHER and _last_word(text) in words["referring"]


def _is_this_outlet(low: str) -> bool:
    """ "told this newspaper": the report's own."""
    words = low.split()
    return len(words) == 2 and words[0] in ("this", "our") and kind_of(low) is SourceKind.MEDIA


def _is_reference(text: str) -> bool:
    """Whether the phrase is a definite noun that refers back: "the source", "the London-based group"."""
    words = text.lower().split()
    if len(words) == 3 and words[0] == "the" and words[1].endswith("-based"):
        return True
    return len(words) == 2 and words[0] == "the" and (text[4:].islower() or text.isupper())


def _is_another(text: str) -> bool:
    """Whether the phrase names one more of those who spoke before: "another source"."""
    words = text.lower().split()
    return len(words) == 2 and words[0] == "another"


def _introduced(doc: Doc, at: int) -> SourceKind | None:
    """The kind that the words around a name tell: up to 8 before it, or what describes it after a comma or bracket, or
    before one: "the head of the clinic, Omar Ali"."""
    if at > 1 and doc[at - 1].text == "(":
        at -= 1
    before = _words_before(doc, at)
    if before and (kind := kind_of(before.text)) not in _VAGUE:
        return kind
    if before.start > 1 and doc[before.start - 1].text == "," and all(t.text[:1].isupper() for t in before):
        office = _words_before(doc, before.start - 1).text
        if office and describes_person(office) and (kind := kind_of(office)) not in _VAGUE:
            return kind
    if at + 1 < len(doc) and doc[at + 1].text in (",", "(", "["):
        return _described(doc, at + 2)
    return None


def _words_before(doc: Doc, at: int) -> Tokens:
    """Up to 9 tokens before a place, back to a mark or a verb; a bracket and the full stop of a rank are no marks:
    "superintendent of police (North) Ali Khan", "spokesman Brig. Omar Said"."""
    start = at
    while start > 0 and at - start < 9 and not _is_break(doc[start - 1]):
        opened = _opening(doc, start - 1)
        if opened is None and doc[start - 1].is_punct and not _ends_rank(doc, start - 1):
            break
        start = start - 1 if opened is None else opened
    return doc[start:at]


def _opening(doc: Doc, at: int) -> int | None:
    """Where the short bracket opens that a token closes."""
    if doc[at].text != ")":
        return None
    return next((k for k in range(at - 1, max(-1, at - 6), -1) if doc[k].text == "("), None)


def _ends_rank(doc: Doc, at: int) -> bool:
    """Whether a full stop is that of a shortened rank: "Brig.", which the tokenizer has parted."""
    return doc[at].text == "." and at > 0 and doc[at - 1].lower_ in lexicon.kinds().titles


def _described(doc: Doc, start: int) -> SourceKind | None:
    """The kind that a description tells: an age is a private person's, a relative clause is read up to its comma."""
    stop = start
    relative = start < len(doc) and doc[start].lower_ in ("who", "whose", "which")
    while stop < min(len(doc), start + 15) and doc[stop].text not in (",", ".", ")", "]", ";"):
        if not relative and _is_break(doc[stop]):
            break
        stop += 1
    text = doc[start:stop].text
    if re.fullmatch(r"\d\d", text.strip()):
        return SourceKind.WITNESS
    return kind_of(text) if text else None


def _is_break(token: Token) -> bool:
    return token.is_space or is_verb(token)


def _surname(text: str) -> str | None:
    """The last word of the first name in a phrase."""
    words = re.sub(r"^(?:The|An?)\s+", "", text).split()
    while len(words) > 1 and words[0].rstrip(".").lower() in lexicon.kinds().titles:
        del words[0]
    found = re.search(r"(?:[A-Z][\w’'-]+\s+)*[A-Z][\w’'-]+", " ".join(words))
    name = found.group().split()[-1] if found else ""
    name = re.sub(r"['’]s?$", "", name)
    return name if len(name) > 2 else None


def publishers_of(text: str, publisher: str | None) -> frozenset[str]:
    """The names of the report's own outlet, squashed: its publisher, that one's aliases, the agency of its dateline."""
    names: set[str] = set()
    for part in re.split(r"[()/,]|\bvia\b|\s-\s", publisher or ""):
        bare = re.sub(r"\.(?:com|net|org|co|tv|uk|info|news)\b", "", part.strip())
        if bare:
            names |= {lexicon.squash(bare)}
    for found in _DATELINE.finditer(text[:_DATELINE_REACH]):
        name = found.group(1) or found.group(2)
        if is_outlet(name):
            names.add(lexicon.squash(name))
    aliases = lexicon.outlets().aliases
    return frozenset(names | {alias for name in names for alias in aliases.get(name, frozenset())})

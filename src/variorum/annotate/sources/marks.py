"""Attribution without a verb of saying: "according to X", "citing X", "reports of", "X's toll", "X: 5 dead"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from variorum.annotate.sources.cue import CLAIMS, REPORTS, Cue, Reach, body_start
from variorum.annotate.sources.kinds import is_outlet, is_speaker, kind_of
from variorum.annotate.sources.phrases import Phrase, made_by, object_phrase, phrase_of
from variorum.annotate.sources.reach import clause_start
from variorum.annotate.sources.subjects import can_speak
from variorum.models import SourceKind

_MONTHS = frozenset("january february march april may june july august september october november december".split())
_DASHES = frozenset({"-", "--", "—", "–"})
_TO_HAVE = ["to", "have"]
"""How a claim goes on whose subject is who makes it: "the group's claim to have killed 20"."""
_HEARSAY = frozenset("amid despite after following with on are were from to".split())


def according(token: Token, sent: Span) -> Cue | None:
    """ "according to X"; the X of "according to a report by X" is whoever made the report."""
    doc = token.doc
    named = _after_per(token, sent) if token.lower_ == "per" else _after_according(token, sent)
    if named is None:
        return None
    maker = made_by(doc, named, sent.end)
    end = max(named.end, maker.end)
    reader = _reader_of(doc, end, sent)
    phrases = (maker,) if reader is None else (reader, maker)
    end = end if reader is None else reader.end
    opens = clause_start(doc, token.i, sent)
    reach = Reach.FORWARD if token.i <= body_start(sent) + 1 or opens is not None else Reach.BOTH
    return Cue(phrases=phrases, start=token.i, end=end, at=token.i, reach=reach, left=True, opens=opens)


def _reader_of(doc: Doc, at: int, sent: Span) -> Phrase | None:
    """The outlet in "a report seen by Reuters", an outer link of the chain."""
    if at + 2 >= sent.end or doc[at].lower_ not in ("seen", "reviewed", "obtained") or doc[at + 1].lower_ != "by":
        return None
    found = object_phrase(doc, at + 2)
    return found if found is not None and kind_of(found.text(doc)) is SourceKind.MEDIA else None


def _after_according(token: Token, sent: Span) -> Phrase | None:
    if token.i + 2 >= sent.end or token.nbor(1).lower_ != "to":
        return None
    at = token.i + 2
    while at + 1 < sent.end and token.doc[at].is_space:
        at += 1
    return object_phrase(token.doc, at)


def _after_per(token: Token, sent: Span) -> Phrase | None:
    """ "..., per police", "As per the ministry": whoever speaks behind "per", which no rate does."""
    opens = token.i <= body_start(sent) or token.nbor(-1).lower_ in (",", "as", "-", "–", "—")
    named = object_phrase(token.doc, token.i + 1) if opens and token.i + 1 < sent.end else None
    return named if named is not None and kind_of(named.text(token.doc)) is not None else None


def reports_of(token: Token, sent: Span) -> Cue | None:
    """ "amid reports of dozens of dead", "despite claims that 20 died", "the group's claim that it killed 20"."""
    doc = token.doc
    if token.i + 1 >= sent.end or token.tag_.startswith("V"):
        return None
    if doc[token.i + 1].lower_ not in ("of", "that") and [t.lower_ for t in doc[token.i + 1 : token.i + 3]] != _TO_HAVE:
        return None
    start = token.i
    while start > sent.start and (
        doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN", "DET") or doc[start - 1].tag_ == "POS"
    ):
        start -= 1
    phrase = Phrase.plain(start, token.i + 1)
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if owner is None and token.i - 2 >= sent.start and token.nbor(-1).tag_ == "POS":
        owner = token.nbor(-2)
    if owner is not None and owner.pos_ in ("NOUN", "PROPN") and token.lower_ in CLAIMS:
        phrase = phrase_of(owner) or phrase
    elif not _is_hearsay(doc, start, token, sent):
        return None
    limit = max((t.i for t in token.subtree), default=sent.end - 1) if token.tag_ else sent.end - 1
    return Cue(phrases=(phrase,), start=start, end=token.i + 2, at=token.i, reach=Reach.SUBTREE, limit=limit)


def _is_hearsay(doc: Doc, start: int, token: Token, sent: Span) -> bool:
    """Whether "reports of" stands for what is rumoured: after "amid" and its like, or first before a number."""
    if start <= body_start(sent):
        return any(t.like_num for t in doc[token.i + 2 : min(sent.end, token.i + 6)])
    return token.lower_ in REPORTS and doc[start - 1].lower_ in _HEARSAY


def toll_of(token: Token, sent: Span) -> Cue | None:
    """ "the toll given by the ministry was 16", "the ministry's count stood at 16", "figures from the UN show"."""
    doc = token.doc
    if not token.tag_ or token.dep_ not in ("nsubj", "nsubjpass"):
        return None
    phrase = phrase_of(token)
    if phrase is None:
        return None
    maker = made_by(doc, phrase, sent.end)
    if maker is phrase:
        owner = next((c for c in token.lefts if c.dep_ in ("poss", "compound")), None)
        maker = (phrase_of(owner) if owner is not None else None) or phrase
    if maker is phrase or not _is_body(maker.text(doc)):
        return None
    return Cue(
        phrases=(maker,),
        start=phrase.start,
        end=max(token.i + 1, maker.end),
        at=token.i,
        reach=Reach.FORWARD,
        opens=clause_start(doc, phrase.start, sent),
    )


def _is_body(text: str) -> bool:
    """Whether the phrase names a body or person that counts: "the ministry", not "the bombing" or "civilians"."""
    kind = kind_of(text)
    return kind is not None and kind not in (SourceKind.WITNESS, SourceKind.OTHER, SourceKind.ARMED_GROUP)


def citing(token: Token, sent: Span) -> Cue | None:
    """ "..., citing security officials": joins the attribution before it, or stands alone."""
    doc = token.doc
    if token.lower_ not in ("citing", "quoting") or token.i + 1 >= sent.end:
        return None
    cited = object_phrase(doc, token.i + 1)
    if cited is None or not can_speak(cited, doc):
        return None
    cited = made_by(doc, cited, sent.end)
    return Cue(phrases=(cited,), start=token.i, end=cited.end, at=token.i, reach=Reach.BOTH, left=True)


def headline(sent: Span) -> Iterator[Cue]:
    """ "Police: 5 dead", "5 dead: police", "5 dead - monitor"."""
    doc = sent.doc
    last = sent.end
    while last > sent.start and (doc[last - 1].is_space or doc[last - 1].text in (".", "!", ",")):
        last -= 1
    for at in range(max(sent.start + 2, last - 8), last - 1):
        if doc[at].text == ":" or _is_dash(doc[at]) or _joins_outlet(doc, at, last, sent):
            phrase = Phrase.plain(at + 1, last)
            if at + 1 < last and doc[at + 1].lower_ not in ("a", "an") and _is_bare_speaker(phrase, doc):
                yield Cue(phrases=(phrase,), start=at, end=last, at=at, reach=Reach.BACKWARD, left=True)
                break
    for at in range(sent.start + 1, min(sent.end - 1, sent.start + 10)):
        if doc[at].text == ":":
            start = sent.start
            while start < at and (doc[start].is_space or doc[start].is_digit or doc[start].lower_ in _MONTHS):
                start += 1
            phrase = Phrase.plain(start, at)
            if start < at and _is_bare_speaker(phrase, doc):
                yield Cue(phrases=(phrase,), start=start, end=at + 1, at=at, reach=Reach.FORWARD)
            break


def _is_dash(token: Token) -> bool:
    return token.text in _DASHES and token.i > 0 and bool(token.nbor(-1).whitespace_) and bool(token.whitespace_)


_ARTICLE = 3
"""Letters of what a name begins with before its hyphen, at most: "al-Masirah TV"."""


def _joins_outlet(doc: Doc, at: int, last: int, sent: Span) -> bool:
    """Whether a hyphen ties the outlet to the end of a report's first line: "Ten die in clash with rebels-Interfax"."""
    titled = sent.start == 0 and "\n\n" in doc[sent.end - 1 : sent.end + 1].text
    if not titled or doc[at].text != "-" or at + 1 >= last:
        return False
    return len(doc[at - 1]) > _ARTICLE and is_outlet(doc[at + 1 : last].text)


def _is_bare_speaker(phrase: Phrase, doc: Doc) -> bool:
    tokens = doc[phrase.start : phrase.end]
    if any(
        t.tag_ in ("VBD", "VBZ", "VBP", "MD") or t.pos_ == "NUM" or t.is_punct or t.is_space or t.like_num
        for t in tokens
    ):
        return False
    return is_speaker(phrase.text(doc))

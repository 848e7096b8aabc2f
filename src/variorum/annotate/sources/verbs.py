"""Attribution by verbs: "X said that", "..., said X", "X told AFP", "X was quoted by Y as saying", "X put it at"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from variorum.annotate.sources import lexicon
from variorum.annotate.sources.cue import CLAIMS, MARKS, SUBJECTS, TOLD_TO, TOLLS, Cue, Reach, body_start, verb_start
from variorum.annotate.sources.kinds import is_outlet, kind_of
from variorum.annotate.sources.phrases import Phrase, made_by, object_phrase, phrase_left_of, phrase_of, phrase_right_of
from variorum.annotate.sources.reach import clause_start, parsed_reach, something_follows
from variorum.annotate.sources.subjects import (
    before_dashes,
    can_speak,
    is_mute,
    joined,
    nearby,
    passive_subject,
    subject_of,
    that_follows,
    widened,
)
from variorum.models import SourceKind

_COUNTED = frozenset(
    "dead death deaths casualty casualties toll victims victim bodies body wounded injured "
    "injuries fatalities fatality "
    "killed killing killings loss losses martyrs dozens scores hundreds thousands several people".split()
)
_PERCEIVING = frozenset("seeing finding counting hearing witnessing recovering burying receiving having".split())
_BE = frozenset("was were been be is are being".split())
_DEEDS = frozenset(
    "attack attacks assault assaults bombing bombings ambush ambushes raid raids blast blasts explosion explosions "
    "shooting shootings strike strikes operation operations".split()
)
"""What a group claims where it says that it did it, not that it was so."""
_NO_STATEMENT = frozenset(
    "responsibility credit victory power asylum compensation damages life lives war independence emergency".split()
)


def verb_cue(token: Token, sent: Span) -> Cue | None:
    classes = lexicon.cues().verbs[token.lower_]
    if not token.tag_:
        return _unparsed_verb(token, sent, classes)
    if not _is_verb(token, sent):
        return _closing_document(token, sent)
    if _is_passive(token):
        return _passive(token, sent, classes)
    if token.tag_ == "VB" and token.i > sent.start and token.nbor(-1).lower_ == "to" and not _goes_on_to(token):
        return None
    if "learn" in classes:
        return _learned(token, sent)
    if "quote" in classes and (cue := _quoting(token, sent)):
        return cue
    if "quote" in classes and not any(map(_is_counted, token.rights)):
        return None
    if not _states_something(token, classes, sent):
        return _blaming(token, sent) if classes & {"accuse", "blame"} else None
    if any(c.dep_ == "neg" for c in token.lefts) and ("say" not in classes or token.dep_ == "relcl"):
        return None
    subject = subject_of(token, sent)
    if subject is not None and is_mute(subject, token.doc):
        subject = nearby(token, sent)
    if subject is None or is_mute(subject, token.doc):
        return None
    return _placed(token, before_dashes(widened(subject, token, sent), token, sent), sent, classes)


_SHOWS = frozenset("shows show finds find says states reports indicates".split())
_DOCUMENT = 14
"""Tokens of a document's phrase, at most."""


def _closing_document(token: Token, sent: Span) -> Cue | None:
    """The document at a sentence's end whose verb the parse takes for a noun: "..., a tally by Reuters shows"."""
    doc = token.doc
    if token.lower_ not in _SHOWS or something_follows(doc, token.i + 1, sent):
        return None
    comma = next(
        (at for at in range(token.i - 1, max(sent.start, token.i - _DOCUMENT), -1) if doc[at].text == ","), None
    )
    if comma is None or not any(t.lower_ in lexicon.cues().words["documents"] for t in doc[comma + 1 : token.i]):
        return None
    found = made_by(doc, Phrase.plain(comma + 1, token.i), token.i)
    phrase = Phrase.plain(found.start, min(found.end, token.i))
    if phrase.start >= phrase.end or kind_of(phrase.text(doc)) is None:
        return None
    return Cue(phrases=(phrase,), start=comma + 1, end=token.i + 1, at=token.i, reach=Reach.BACKWARD)


def _blaming(token: Token, sent: Span) -> Cue | None:
    """ "The army blamed the rebels": who says who did it, and no more."""
    doc = token.doc
    own = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    until = token.i - (token.i > sent.start and token.nbor(-1).text == ",")
    subject = phrase_of(own) if own is not None else phrase_left_of(doc, until, sent.start)
    if subject is None or subject.end > token.i or not can_speak(subject, doc) or is_mute(subject, doc):
        return None
    if any(c.dep_ == "neg" for c in token.lefts):
        return None
    return Cue(phrases=(subject,), start=subject.start, end=token.i + 1, at=token.i, reach=Reach.OWN)


def _goes_on_to(token: Token) -> bool:
    """ "Went on to say that"."""
    return token.doc[max(0, token.i - 3) : token.i].text.lower() in ("went on to", "goes on to", "going on to")


def _is_verb(token: Token, sent: Span) -> bool:
    """Whether a word is a verb, by its tag, or, taken for a noun, governs a subject and a clause: "prosecutors allege
    he killed two"."""
    if token.dep_ in ("amod", "compound") and not _behind_mark(token, sent):
        return False
    if token.tag_[:2] == "VB":
        return True
    return any(c.dep_ == "nsubj" for c in token.lefts) and any(c.dep_ == "ccomp" for c in token.rights)


def _behind_mark(token: Token, sent: Span) -> bool:
    """Whether a quotation ends right before the verb: '..., " tweeted the mayor'."""
    near = token.doc[max(sent.start, token.i - 2) : token.i]
    if len(near) < 2 or not near[1].whitespace_:
        return False  # the mark opens a quotation: '10 "suspected terrorists"'
    return near[1].text in MARKS or (near[1].text == "," and near[0].text in MARKS)


def _is_passive(token: Token) -> bool:
    if any(_is_passive_part(child) for child in token.children):
        return True
    if token.tag_ != "VBN" or any(c.dep_ == "aux" for c in token.children):
        return False
    return token.dep_ in ("acl", "relcl") or (token.dep_ == "advcl" and any(c.dep_ == "agent" for c in token.children))


def _is_passive_part(child: Token) -> bool:
    return child.dep_ == "nsubjpass" or (child.dep_ == "auxpass" and child.pos_ == "AUX" and child.text != "IS")


def _states_something(token: Token, classes: frozenset[str], sent: Span) -> bool:
    """Whether what the verb governs can be a statement, and no order, claim of responsibility or bare object."""
    objects = [c for c in token.children if c.dep_ in ("dobj", "attr", "dative") and c.i > token.i]
    if any(o.lower_ in _NO_STATEMENT for o in objects) or _claims_deed(token, objects):
        return False
    has_clause = _governs_clause(token, sent)
    if not has_clause and _does_something_else(token, objects, sent):
        return False
    if token.lower_ in TOLD_TO and not has_clause and any(c.dep_ == "xcomp" and c.tag_ != "VBG" for c in token.rights):
        return False  # "told residents to leave", not "told reporters, stressing that"
    if "say" in classes:
        return True
    if "set" in classes and _sets_number(token, sent):
        return not _is_upshot(token)
    if "finding" in classes:
        return has_clause and _is_finding(token)
    if "speak" in classes:
        return _speaks_of_number(token, sent)
    if "accuse" in classes:
        return _accuses_of_deed(token)
    if token.lower_.startswith("point"):
        return has_clause and token.i + 1 < sent.end and token.nbor(1).lower_ == "out"
    if token.lower_.startswith("claim"):
        return has_clause or _beside_quote(token)
    if classes & {"weak", "deny", "quote"}:
        return has_clause or _beside_quote(token) or any(map(_is_counted, objects))
    return False


def _does_something_else(token: Token, objects: Sequence[Token], sent: Span) -> bool:
    """ "Released two hostages", "the raids add to a wave of violence"."""
    if token.lower_.startswith("releas"):
        return not any(o.lower_ in TOLLS for o in objects)
    return token.lower_.startswith("add") and token.i + 1 < sent.end and token.nbor(1).lower_ == "to"


def _claims_deed(token: Token, objects: Sequence[Token]) -> bool:
    """ "The group claimed an attack that killed ten": it did it, and says no number."""
    return token.lower_.startswith("claim") and any(o.lower_ in _DEEDS for o in objects)


def _sets_number(token: Token, sent: Span) -> bool:
    """ "Put the toll at", "gave casualty figures of"."""
    after = token.doc[token.i + 1 : min(sent.end, token.i + 9)]
    return any(t.lower_ in TOLLS or t.lower_ == "casualty" for t in after)


def _is_upshot(token: Token) -> bool:
    """Whether a participle tells what came of a deed: "two more died, bringing the toll to nine"."""
    if token.tag_ != "VBG":
        return False
    told = any(c.dep_ in SUBJECTS for c in token.lefts) or token.head.lower_ in lexicon.cues().verbs
    return token.dep_ == "advcl" and not told


def _speaks_of_number(token: Token, sent: Span) -> bool:
    """ "residents spoke of 20 dead": only with a number behind "of"."""
    after = token.doc[token.i + 1 : min(sent.end, token.i + 6)]
    return len(after) > 1 and after[0].lower_ == "of" and any(t.like_num or t.lower_ in _COUNTED for t in after)


def _accuses_of_deed(token: Token) -> bool:
    """ "villagers accused soldiers of killing two": of a deed, and not "of the attack"."""
    of = (c for t in (token, *(c for c in token.rights if c.dep_ == "dobj")) for c in t.rights if c.lower_ == "of")
    return any(c.dep_ == "pcomp" for prep in of for c in prep.rights)


def _governs_clause(token: Token, sent: Span) -> bool:
    """Whether a statement hangs on the verb: "said it was", "said that", "claim to have killed"."""
    if token.dep_ == "parataxis" or any(c.dep_ == "ccomp" for c in token.children) or that_follows(token, sent):
        return True
    if any(c.dep_ in ("xcomp", "dobj", "pcomp") and c.lower_ in _PERCEIVING for c in token.rights):
        return True  # "described seeing two bodies"
    told = (c for c in token.rights if c.dep_ == "xcomp" and any(a.lower_ == "have" for a in c.lefts))
    return any(all(t.lower_ != "behind" for t in c.rights) for c in told)  # "claimed to have been behind that bombing"


def _is_finding(token: Token) -> bool:
    """Whether the subject is a document or inquiry: a report finds that people died, police find people dead."""
    subjects = [c for c in token.children if c.dep_ in SUBJECTS]
    return any(t.lower_ in lexicon.cues().words["documents"] for c in subjects for t in (c, *c.lefts))


def _beside_quote(token: Token) -> bool:
    near = token.doc[max(0, token.i - 6) : token.i + 3]
    return any(t.text in MARKS for t in near)


def _is_counted(noun: Token) -> bool:
    return any(t.like_num or t.lower_ in _COUNTED for t in noun.subtree if abs(t.i - noun.i) < 8)


def _placed(token: Token, subject: Phrase, sent: Span, classes: frozenset[str]) -> Cue | None:
    """A cue with an active verb: where it stands in its sentence decides what it covers."""
    doc = token.doc
    subject = made_by(doc, subject, token.i) if subject.end <= token.i else subject
    start, end = min(subject.start, verb_start(token, sent)), max(subject.end, token.i + 1)
    if end - start > 60:
        return None
    outlet, end = _listener(doc, token, end, sent)
    phrases: tuple[Phrase, ...] = (outlet, subject) if outlet else (subject,)
    opens = clause_start(doc, start, sent)
    if opens is not None and not something_follows(doc, end, sent):
        opens = None
        subject = joined(subject, doc, sent)
        start = min(start, subject.start)
        phrases = (*phrases[:-1], subject)
    reach, left, limit = parsed_reach(token, start, end, sent)
    if "deny" in classes and _is_of_another(doc[token.i + 1 : min(sent.end, token.i + 9)]):
        phrases = ()  # whoever denies a statement of another is no source of it
    goes_on = "go_on" in classes or any(
        t.lower_ in ("also", "further") for t in doc[start : min(sent.end, token.i + 2)]
    )
    return Cue(
        phrases=phrases,
        start=start,
        end=end,
        at=token.i,
        reach=reach,
        opens=opens,
        left=left and opens is None,
        limit=limit,
        goes_on=goes_on,
        denies="deny" in classes and bool(phrases),
    )


_HEARSAY = frozenset("reports claims rumors rumours allegations accusations suggestions".split())


def _is_of_another(after: Span) -> bool:
    """Whether what a verb denies is somebody's statement: "the rebels' claim"; not "denied reports that"."""
    claim = next((t for t in after if t.lower_ in CLAIMS), None)
    return claim is not None and not (claim.i == after.start and claim.lower_ in _HEARSAY)


def _listener(doc: Doc, token: Token, end: int, sent: Span) -> tuple[Phrase | None, int]:
    """The outlet that is told something, an outer link of the chain; and the end of the stretch with it."""
    if token.lower_ not in ("told", "tells", "telling", "tell", "informed") or end >= sent.end or end > token.i + 1:
        if token.lower_ in ("told", "tells", "telling", "tell", "informed"):
            return _listener_at(doc, end, end, sent)
        return None, end
    return _listener_at(doc, token.i + 1, end, sent)


def _listener_at(doc: Doc, at: int, end: int, sent: Span) -> tuple[Phrase | None, int]:
    told = object_phrase(doc, at) if at < sent.end else None
    if told is None or told.start != at:
        return None, end
    text = told.text(doc)
    if doc[told.end - 1].lower_ in lexicon.cues().words["listeners"]:
        return None, max(end, told.end)
    if is_outlet(text) or (kind_of(text) is SourceKind.MEDIA):
        return told, max(end, told.end)
    return None, max(end, told.end)


def _passive(token: Token, sent: Span, classes: frozenset[str]) -> Cue | None:
    """ "were reported by the army", "a doctor quoted by Reuters as saying", "was told by police"."""
    doc = token.doc
    by = next((at for at in range(token.i + 1, min(sent.end - 1, token.i + 6)) if doc[at].lower_ == "by"), None)
    if by is None and token.lower_ in ("learned", "learnt", "reported", "known"):
        by = _from(token, sent)
    agent = object_phrase(doc, by + 1) if by is not None else None
    subject = passive_subject(token)
    if "quote" in classes:
        if agent is not None and kind_of(agent.text(doc)) is not SourceKind.MEDIA:
            agent = None
        if subject is None or (agent is None and not _as_saying(token, sent)):
            return None
        phrases = (agent, subject) if agent else (subject,)
        end = agent.end if agent else token.i + 1
        start = min(subject.start, token.i)
        ends = start > body_start(sent) + 1 and not _says_more(token, end, sent)
        return Cue(
            phrases=phrases,
            start=start,
            end=end,
            at=token.i,
            reach=Reach.BACKWARD if ends else Reach.FORWARD,
            opens=None if ends else clause_start(doc, start, sent),
            left=ends,
        )
    if agent is None or not classes & {"say", "weak", "learn", "accuse"} or not can_speak(agent, doc):
        return None
    if token.lower_ == "claimed" and not _governs_clause(token, sent):
        start = token.head.i if token.dep_ == "acl" else verb_start(token, sent)
        return Cue(phrases=(agent,), start=start, end=agent.end, at=token.i, reach=Reach.OWN)
    if by is not None and (_is_of_deed(doc[by], token) or any(t.tag_ == "VBN" for t in doc[token.i + 1 : by])):
        return None  # "are believed held by the rebels"
    if token.dep_ == "acl" and token.head.lower_ in lexicon.cues().words["documents"]:
        apposed = token.head.lower_ in TOLLS and token.head.dep_ == "appos"  # "..., a toll confirmed by the clinic"
        return (
            Cue(phrases=(agent,), start=token.head.i, end=agent.end, at=token.i, reach=Reach.BACKWARD)
            if apposed
            else None
        )
    told = subject if token.lower_ in TOLD_TO and subject is not None else None
    if told is not None and kind_of(told.text(doc)) is SourceKind.MEDIA:
        start = min(told.start, token.i)
        return Cue(phrases=(told, agent), start=start, end=agent.end, at=token.i, reach=Reach.FORWARD)
    reach = Reach.SUBTREE if token.dep_ == "relcl" else Reach.BOTH
    if reach is Reach.SUBTREE and _is_remark(token):
        reach = Reach.BACKWARD
    limit = max(t.i for t in token.subtree) if reach is Reach.SUBTREE else None
    return Cue(phrases=(agent,), start=token.i, end=agent.end, at=token.i, reach=reach, left=True, limit=limit)


def _is_of_deed(by: Token, verb: Token) -> bool:
    """Whether a "by" behind a verb says who did a deed: "no deaths were reported in the attack by the rebels"."""
    between = by.doc[verb.i + 1 : by.i]
    return bool(between) and between[-1].lower_ in _DEEDS


def _is_remark(verb: Token) -> bool:
    """Whether a relative clause speaks of all that was said before: "..., which was confirmed by the governor"."""
    pronoun = next((c for c in verb.children if c.lower_ == "which" and c.dep_ in SUBJECTS), None)
    return pronoun is not None and pronoun.i > 0 and pronoun.nbor(-1).text == ","


def _says_more(token: Token, end: int, sent: Span) -> bool:
    """Whether a statement follows "was quoted by X as saying", and not only a time."""
    rest = [t for t in token.doc[end : sent.end] if t.lower_ not in ("as", "saying", "telling")]
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") or t.text in MARKS or t.lower_ == "that" for t in rest)


def _learned(token: Token, sent: Span) -> Cue | None:
    """ "Reuters has learned from two diplomats that": they say it, and the outlet passes it on."""
    at = _from(token, sent)
    told = object_phrase(token.doc, at + 1) if at is not None else None
    subject = subject_of(token, sent)
    if told is None or subject is None or not can_speak(told, token.doc):
        return None
    outlet = kind_of(subject.text(token.doc)) is SourceKind.MEDIA
    start = min(subject.start, token.i)
    return Cue(
        phrases=(subject, told) if outlet else (told,), start=start, end=told.end, at=token.i, reach=Reach.FORWARD
    )


def _from(token: Token, sent: Span) -> int | None:
    """Where "from" stands in "it was learned from police sources that"."""
    at = token.i + 1
    return at if at + 1 < sent.end and token.doc[at].lower_ == "from" else None


def _as_saying(token: Token, sent: Span) -> bool:
    return any(t.lower_ in ("saying", "telling") for t in token.doc[token.i + 1 : min(sent.end, token.i + 4)])


def _quoting(token: Token, sent: Span) -> Cue | None:
    """ "Reuters quoted a doctor as saying", "state TV cited the minister as saying"."""
    doc = token.doc
    if token.lower_ in ("citing", "quoting"):
        return None
    quoted = object_phrase(doc, token.i + 1) if token.i + 1 < sent.end else None
    subject = subject_of(token, sent)
    if quoted is None or subject is None or quoted.end >= sent.end:
        return None
    if token.lower_.startswith("interview") and kind_of(subject.text(doc)) is not SourceKind.MEDIA:
        return None  # whom the police have interviewed vouches for nothing
    if doc[quoted.end].lower_ != "as" and (
        not can_speak(quoted, doc) or any(t.like_num for t in doc[quoted.start : quoted.end])
    ):
        return None
    at_start = clause_start(doc, subject.start, sent)
    return Cue(
        phrases=(subject, quoted),
        start=min(subject.start, token.i),
        end=quoted.end,
        at=token.i,
        reach=Reach.BOTH,
        opens=at_start,
        left=at_start is None,
    )


def _unparsed_verb(token: Token, sent: Span, classes: frozenset[str]) -> Cue | None:
    """A cue in a sentence without a parse: only forms that are no noun, with a phrase that can speak beside them."""
    doc, low = token.doc, token.lower_
    if token.i > sent.start and token.nbor(-1).lower_ in _BE:
        return None
    after = [t.lower_ for t in doc[token.i + 1 : min(sent.end, token.i + 3)]]
    that = after[:1] == ["that"] or after == ["out", "that"]
    if "blame" in classes:
        return _blaming(token, sent)
    plain = low.endswith("ed") or low in ("said", "says", "told", "say", "saying")
    if not ("say" in classes and plain) and not (that and classes & {"say", "weak"}):
        return None
    before = doc[token.i - 1].text if token.i > sent.start else ","
    inverted = (before in MARKS or before == ",") and low not in TOLD_TO
    phrase = phrase_right_of(doc, token.i + 1, sent.end) if inverted else phrase_left_of(doc, token.i, sent.start)
    if phrase is None or not can_speak(phrase, doc):
        return None
    start, end = min(phrase.start, token.i), max(phrase.end, token.i + 1)
    outlet, end = _listener(doc, token, end, sent)
    reach = Reach.FORWARD if start <= body_start(sent) + 2 else Reach.BOTH
    phrases = (outlet, phrase) if outlet else (phrase,)
    return Cue(phrases=phrases, start=start, end=end, at=token.i, reach=reach, left=True, goes_on="go_on" in classes)

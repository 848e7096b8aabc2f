"""Who says it: the phrase that is the subject of a verb of saying, also where the parse has lost or confused it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from variorum.annotate.sources import lexicon
from variorum.annotate.sources.cue import MARKS, RELATIVES, SUBJECTS, TOLD_TO, body_start, verb_start
from variorum.annotate.sources.kinds import is_outlet, is_role, kind_of
from variorum.annotate.sources.phrases import TIMES, Phrase, made_by, phrase_left_of, phrase_of, phrase_right_of
from variorum.annotate.sources.reach import something_follows
from variorum.models import SourceKind

ARTICLES = frozenset({"a", "an", "the"})
_SAYS = frozenset({"said", "says", "say"})
_NOMINAL = frozenset({"PROPN", "NOUN", "ADJ", "DET", "PART", "ADP"})


def subject_of(token: Token, sent: Span) -> Phrase | None:
    """Who the verb's subject is: its own, its antecedent's, that of the verb it hangs on, or the nearest phrase."""
    named = _inverted(token, sent) or _last(token, sent) or _behind_quote(token, sent)
    if named is not None:
        return named
    own = sorted((c for c in token.children if c.dep_ in SUBJECTS), key=lambda c: abs(c.i - token.i))
    if token.i > sent.start and token.nbor(-1).text == "IS" and not sent.text.isupper():
        return Phrase.plain(token.i - 1, token.i)
    if own and own[0].i >= body_start(sent):
        if own[0].lower_ in RELATIVES and own[0].text != "WHO":
            return _issuer(token.head, sent) if token.dep_ in ("relcl", "acl") else None
        found = phrase_of(own[0])
        if found is None or not _is_misparsed(own[0], found, token, sent):
            return found
    if found := nearby(token, sent):
        return found
    if token.dep_ == "acl":
        return _finite_subject(token) or _issuer(token.head, sent)
    if token.tag_ in ("VBD", "VBZ", "VBP", "VBN") and (noun := _noun_before(token, sent)) is not None:
        found = phrase_of(noun)
        if found and found.end <= token.i and can_speak(found, token.doc):
            return found
    if token.dep_ in ("conj", "advcl", "xcomp", "dep", "ccomp") and token.head is not token:
        return next(
            (phrase_of(c) for c in token.head.children if c.dep_ == "nsubj" and c.lower_ not in RELATIVES),
            None,
        )
    return None


def _inverted(token: Token, sent: Span) -> Phrase | None:
    """The speaker behind the verb: '..., " said the mayor'."""
    if not _may_invert(token, sent):
        return None
    after = phrase_right_of(token.doc, token.i + 1, sent.end)
    if (
        after
        and after.end - after.start < 9
        and (_is_issued(token.doc, after) or (can_speak(after, token.doc) and _closes(after, token.doc)))
        and not that_follows(token, sent)
    ):
        head = next((c for c in token.children if c.dep_ in SUBJECTS and c.i > token.i), None)
        return (phrase_of(head) if head is not None else None) or after
    return None


def _last(token: Token, sent: Span) -> Phrase | None:
    """The speaker at the end of a sentence that lost its comma: "... killing six people says the ministry"."""
    if token.lower_ not in _SAYS or token.i + 1 >= sent.end or token.i - 4 < sent.start or _has_subject(token):
        return None
    after = phrase_right_of(token.doc, token.i + 1, sent.end)
    if after is None or kind_of(after.text(token.doc)) is None or something_follows(token.doc, after.end, sent):
        return None
    return after


def _has_subject(token: Token) -> bool:
    """Whether the verb has a subject that can speak before it, or a word there that stands for one."""
    if token.nbor(-1).pos_ in ("PRON", "PROPN"):
        return True
    known = (phrase_of(c) for c in token.lefts if c.dep_ in SUBJECTS)
    return any(found is None or not is_mute(found, token.doc) for found in known)


def _is_misparsed(subject: Token, phrase: Phrase, token: Token, sent: Span) -> bool:
    """Whether a verb stands between subject and cue with no comma: the parse has skipped the real subject."""
    between = token.doc[phrase.end : max(phrase.end, verb_start(token, sent))]
    if _passed_over(phrase, token, sent):
        return True
    if any((t.is_punct and t.text != "-") or t.lower_ in RELATIVES for t in between):
        return False
    noun = _noun_before(token, sent)
    nearer = phrase_of(noun) if noun is not None and noun.i >= phrase.end else None
    if (
        nearer is not None
        and nearer.start > phrase.end
        and kind_of(nearer.text(token.doc)) is not None
        and any(t.like_num for t in between)
    ):
        return True
    return any(t.pos_ == "VERB" and not subject.is_ancestor(t) for t in between)


def _passed_over(phrase: Phrase, token: Token, sent: Span) -> bool:
    """Whether a speaker between a comma and the sentence's last verb is passed over by the parse for a far subject:
    "Rebels hacked 14 people to death, the army and a monitor said"."""
    if token.i - phrase.end < 8 or something_follows(token.doc, token.i + 1, sent):
        return False
    nearer = phrase_left_of(token.doc, verb_start(token, sent), phrase.end)
    while nearer is not None and token.doc[nearer.start - 1].lower_ == "and":
        nearer = phrase_left_of(token.doc, nearer.start - 1, phrase.end)
    if nearer is None or token.doc[nearer.start - 1].text != "," or kind_of(nearer.text(token.doc)) is None:
        return False
    return any(t.tag_ == "VBD" or t.like_num for t in token.doc[phrase.end : nearer.start])


def _behind_quote(token: Token, sent: Span) -> Phrase | None:
    """The speaker at a sentence's end who is described before the verb comes: '..., " a man who hid told AFP'."""
    doc = token.doc
    for at in range(token.i - 1, max(sent.start, token.i - 30), -1):
        if doc[at].text in MARKS or doc[at].text == ",":
            told = {t.lower_ for t in doc[at + 1 : token.i]}
            ends = doc[at - 1].text in (",", "?", "!") if doc[at].text != "," else not _leads_on(token, sent)
            if not ends or not told & {"who", "whose"}:
                return None
            found = phrase_right_of(doc, at + 1, token.i)
            return found if found and can_speak(found, doc) and doc[found.end].lower_ in ("who", "whose") else None
    return None


def _leads_on(token: Token, sent: Span) -> bool:
    """Whether a statement follows the verb: a clause, a quotation or "that", not only who was told it and when."""
    rest = token.doc[token.i + 1 : sent.end]
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") or t.text in MARKS or t.lower_ == "that" for t in rest)


def _closes(phrase: Phrase, doc: Doc) -> bool:
    """Whether a phrase begins no clause of its own: in "X, a cook, said he left" the "he" is the subject of "left"."""
    return all(t.head.i < phrase.end for t in doc[phrase.start : phrase.end])


def _is_issued(doc: Doc, phrase: Phrase) -> bool:
    """Whether a participle that ends the sentence describes a document: "..., said a statement released on Monday"."""
    if (
        phrase.end >= len(doc)
        or doc[phrase.end].tag_ != "VBN"
        or doc[phrase.end - 1].lower_ not in lexicon.cues().words["documents"]
    ):
        return False
    return not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[phrase.end : doc[phrase.start].sent.end])


def _may_invert(token: Token, sent: Span) -> bool:
    """Whether the subject may stand behind the verb: '..., said the mayor'. Whoever tells stands before it."""
    if token.i <= sent.start or token.nbor(-1).text not in (*MARKS, ","):
        return False
    return token.tag_ in ("VBD", "VBZ", "VBN") and token.lower_ not in TOLD_TO and token.lower_[:6] != "accuse"


def _noun_before(token: Token, sent: Span) -> Token | None:
    """The head of the noun phrase that ends right before the verb, where the parse has lost it."""
    at = verb_start(token, sent) - 1
    if at < body_start(sent) or token.doc[at].pos_ not in ("NOUN", "PROPN"):
        return None
    noun = token.doc[at]
    for _ in range(6):
        over = noun.head.head if noun.dep_ == "pobj" else noun.head if noun.dep_ in ("conj", "compound") else noun
        if over.pos_ not in ("NOUN", "PROPN") or over.i > token.i or over.i < body_start(sent):
            break
        noun = over
    return noun


def _finite_subject(token: Token) -> Phrase | None:
    """The noun that a past tense hangs on in "sources today reported", which the parse takes for a participle."""
    found = phrase_of(token.head) if token.tag_ == "VBD" and token.head.i < token.i else None
    return found if found is not None and can_speak(found, token.doc) else None


def _issuer(document: Token, sent: Span) -> Phrase | None:
    """Who made the document that says something: "the army issued a statement saying"."""
    phrase = phrase_of(document)
    if phrase is None or document.lower_ not in lexicon.cues().words["documents"]:
        return phrase
    maker = made_by(document.doc, phrase, sent.end)
    if maker is not phrase or document.dep_ not in ("dobj", "pobj"):
        return maker
    verb = document.head if document.dep_ == "dobj" else document.head.head
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return (phrase_of(subject) if subject is not None else None) or phrase


def nearby(token: Token, sent: Span) -> Phrase | None:
    """The phrase that touches the verb, where the parser gave it no subject: left of it, or right in "..., said X"."""
    doc = token.doc
    if token.tag_ in ("VBG", "VB") or (token.i > sent.start and token.nbor(-1).dep_ == "cc"):
        return None
    before = doc[token.i - 1] if token.i > sent.start else None
    if (cited := _before_citing(token, sent)) is not None:
        return cited
    if before is not None and before.text == "," and not something_follows(doc, token.i + 1, sent):
        found = phrase_left_of(doc, token.i, sent.start)  # "a police official, Bilal Khan, said."
        return found if found and can_speak(found, doc) else None
    if before is None or (token.lower_ not in TOLD_TO and (before.text in MARKS or before.text == ",")):
        found = phrase_right_of(doc, token.i + 1, sent.end)
        return found if found and can_speak(found, doc) else None
    found = phrase_left_of(doc, token.i, sent.start)
    return found if found and can_speak(found, doc) else None


def _before_citing(token: Token, sent: Span) -> Phrase | None:
    """The agency in "Xinhua, citing a doctor, said", which the parse may hang elsewhere."""
    doc = token.doc
    if token.i - 3 < sent.start or doc[token.i - 1].text != ",":
        return None
    for at in range(token.i - 2, max(sent.start, token.i - 14), -1):
        if doc[at].text in MARKS or (doc[at].text in (",", ";") and doc[at + 1].lower_ not in ("citing", "quoting")):
            return None
        if doc[at].text == ",":
            found = phrase_left_of(doc, at, sent.start)
            return found if found and can_speak(found, doc) else None
    return None


def can_speak(phrase: Phrase, doc: Doc) -> bool:
    text = phrase.text(doc)
    return doc[phrase.end - 1].pos_ in ("PROPN", "PRON", "") or kind_of(text) is not None


_ENDS_HEAD = frozenset("of in on at for from and".split())
"""Words before which the head of a phrase ends."""


def is_mute(phrase: Phrase, doc: Doc) -> bool:
    """Whether the phrase names a thing or event, which says nothing."""
    end = next((i for i in range(phrase.start + 1, phrase.end) if doc[i].lower_ in _ENDS_HEAD), phrase.end)
    text = phrase.text(doc)
    if doc[end - 2 : end].text.lower() == "a number" and kind_of(doc[end + 1 : phrase.end].text) is not None:
        return False  # "a number of residents say"
    if text.endswith(" House") and kind_of(text) is SourceKind.GOVERNMENT:
        return False  # the White House speaks
    return doc[end - 1].lower_ in lexicon.cues().words["mute"] and not is_outlet(text)


def widened(subject: Phrase, token: Token, sent: Span) -> Phrase:
    """The subject with an apposition that lost its commas: "rescue workers the Civil Defence said"."""
    doc, first = token.doc, body_start(sent)
    if named := _named_after(subject, token, sent):
        return named
    if (
        subject.end <= token.i
        and doc[subject.start].lower_ in ARTICLES
        and _is_one_phrase(doc[first : subject.start], 10)
    ):
        return replace(subject, start=first, context_start=first)
    if _is_one_phrase(doc[subject.end : token.i], 12):
        return replace(subject, end=token.i, context_end=max(token.i, subject.context_end))
    return subject


_DASHES = frozenset({"-", "–", "—", "--"})


def before_dashes(subject: Phrase, token: Token, sent: Span) -> Phrase:
    """The name before a description between two dashes: "the Relief Network - a charity based in Aden - said"."""
    doc, end = token.doc, verb_start(token, sent) - 1
    if end <= sent.start or not _parts(doc[end]) or subject.start > end:
        return subject
    opens = next((at for at in range(end - 1, sent.start, -1) if _parts(doc[at])), None)
    if opens is None or subject.end <= opens or doc[opens + 1].lower_ not in ARTICLES:
        return subject
    found = phrase_left_of(doc, opens, sent.start)
    named = found is not None and any(t.pos_ == "PROPN" for t in doc[found.start : found.end])
    return Phrase(found.start, found.end, found.start, end) if found is not None and named else subject


def _parts(token: Token) -> bool:
    """Whether a token is a dash with spaces around it."""
    return token.text in _DASHES and token.i > 0 and bool(token.whitespace_ and token.nbor(-1).whitespace_)


def _is_one_phrase(tokens: Span, longest: int) -> bool:
    """Whether some tokens can be part of a noun phrase: no verb, no time, no preposition first, a noun last."""
    if not 0 < len(tokens) <= longest or tokens[0].pos_ == "ADP" or tokens[-1].pos_ not in ("PROPN", "NOUN"):
        return False
    return all((t.pos_ in _NOMINAL or t.text == "-") and t.lower_ not in TIMES for t in tokens)


def _named_after(subject: Phrase, token: Token, sent: Span) -> Phrase | None:
    """The name at the end of an apposition: "a spokesman, police commander Ivan Petrov, said"; not after a name."""
    doc, end = token.doc, verb_start(token, sent) - 1
    if (
        subject.end >= end
        or doc[subject.end].text != ","
        or doc[end].text != ","
        or (doc[subject.end - 1].pos_ == "PROPN" and not _is_office(subject, doc))
    ):
        return None
    start = end
    while start > subject.end + 1 and doc[start - 1].pos_ == "PROPN":
        start -= 1
    if end - start < 2 or (start > subject.end + 1 and doc[start - 1].pos_ == "ADP"):
        return None
    return Phrase(start, end, subject.start, end)


def _is_office(phrase: Phrase, doc: Doc) -> bool:
    """Whether a phrase describes who holds an office of a named body: "the spokesman of the Lagos State Police"."""
    head = next((t.i for t in doc[phrase.start : phrase.end] if t.lower_ in ("of", "for", "at", "in")), phrase.end)
    return phrase.start < head < phrase.end and is_role(doc[phrase.start : head].text)


def joined(subject: Phrase, doc: Doc, sent: Span) -> Phrase:
    """ "... an opposition group and residents said.": nothing follows, so "and" joins two speakers."""
    if subject.start - 2 <= sent.start or doc[subject.start - 1].lower_ != "and":
        return subject
    first = phrase_left_of(doc, subject.start - 1, sent.start)
    if first is None or kind_of(first.text(doc)) is None:
        return subject
    return replace(subject, start=first.start, context_start=first.start)


def passive_subject(token: Token) -> Phrase | None:
    for child in token.children:
        if child.dep_ in SUBJECTS and child.lower_ not in RELATIVES:
            return phrase_of(child)
    return phrase_of(token.head) if token.dep_ in ("acl", "relcl") else None


def that_follows(token: Token, sent: Span) -> bool:
    """Whether "that" follows soon, with no comma before it: a clause that the parse hung on another word."""
    for at in range(token.i + 1, min(sent.end, token.i + 9)):
        if token.doc[at].is_punct:
            return False
        if token.doc[at].lower_ == "that":
            return True
    return False

"""Whose people are counted: the force or the armed group that their words, their owner or the report names."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from variorum.actors.registry import Registry
from variorum.annotate import groups as group_words
from variorum.claims.tolls import clauses
from variorum.claims.tolls.casualties import NOUN_TAGS
from variorum.claims.tolls.counts import Count
from variorum.models import GroupCategory

"""Who serves a state or nobody, unless the name of an armed group stands before: "an IRA volunteer"."""
_ARMED = frozenset(("rebel_group", "political_militia", "identity_militia"))
_STATE = frozenset(("state_forces", "external_forces"))
SIDES = frozenset((GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY, GroupCategory.ARMED_GROUP))
"""Those who carry arms for a state or against one."""


def by_belonging(doc: Doc, start: int, end: int, head: str, category: GroupCategory) -> GroupCategory:
    """The category with what the phrase is said to belong to: "members of the Northern Front", "an intelligence officer
    for Hamas", "five of a family"."""
    if end < len(doc) and doc[end].lower_ == "in" and not _HELD_IN.isdisjoint(_phrase_after(doc, end + 1)):
        return category
    neutral = head in group_words.neutral() or category is GroupCategory.PEOPLE
    force = _by_force(doc, start, end, head)
    if force is not None and (neutral or head in group_words.role("ranks") or _is_told_by(doc, start, head, force)):
        return force
    if end + 1 < len(doc) and head in group_words.role("harm") and doc[end].lower_ == "inflicted":
        end += 1  # "20 casualties inflicted on the guard"
    said = end < len(doc) and (
        doc[end].lower_ in _OF or (head in group_words.role("harm") and doc[end].lower_ in ("on", "to"))
    )
    if category is GroupCategory.PEOPLE and head in group_words.role("belonging") and said:
        named = group_words.belonging(_phrase_after(doc, end + 1))
        return category if named is None or (doc[end].lower_ == "in" and named not in SIDES) else named
    return category


_HELD_IN = frozenset("custody detention captivity jail prison hospital hospitals".split())
"""Where people are who belong to nobody for it: "22 men in military custody"."""


def by_ties(doc: Doc, end: int) -> GroupCategory | None:
    """The side with which people are said to be, after the words for them: "14 Syrians working with rebel groups",
    "two men linked to the militia"."""
    at = end + 1 if end < len(doc) and doc[end].lower_ in _WHO else end
    if at + 1 >= len(doc) or doc[at].lower_ not in _TIED or doc[at + 1].lower_ not in _WITH:
        return None
    named = group_words.belonging(_phrase_after(doc, at + 2))
    return named if named in SIDES else None


_WHO = frozenset(("allegedly", "reportedly", "believed", "suspected"))
_TIED = frozenset(
    "working fighting linked belonging affiliated loyal allied aligned associated serving enlisted embedded".split()
)
_WITH = frozenset(("with", "for", "to", "in", "alongside"))

_OF = frozenset(("of", "from", "in", "belonging", "for", "with", "among"))


def _phrase_after(doc: Doc, at: int) -> list[str]:
    """The words of the noun phrase that starts there."""
    words: list[str] = []
    for token in doc[at : min(at + 8, doc[at - 1].sent.end)]:
        if (
            (token.is_punct and token.text != "-")
            or token.pos_ in ("VERB", "AUX", "ADP", "CCONJ", "SCONJ")
            or token.is_space
        ):
            break
        words.append(token.lower_)
    return words


def _by_force(doc: Doc, start: int, end: int, head: str) -> GroupCategory | None:
    """The category that the name of a force gives its people: "members of the Northern Front", "Hamas members"."""
    belongs = end < len(doc) and doc[end].lower_ in _OF
    stop = _end_of_phrase(doc, end + 1) if belongs else end
    actors = [span for span in doc.spans.get("actors", []) if start <= span.start < stop]
    behind = [span for span in actors if span.start > end]
    for span in behind or [span for span in actors if span._.registry_id is not None]:
        if span.label_ in _ARMED:
            return group_words.service_of_militia([t.lower_ for t in span]) or GroupCategory.ARMED_GROUP
        if span.label_ in _STATE and (span._.registry_id is not None or head not in group_words.role("fighters")):
            return group_words.service_of([t.lower_ for t in span], _name_of(span._.registry_id))
    return None


def _end_of_phrase(doc: Doc, at: int) -> int:
    """Past the words after "of" or "from" that can name whom people belong to: up to the next clause."""
    limit = min(at + 7, doc[at - 1].sent.end)
    ends = (t.i for t in doc[at:limit] if t.pos_ in ("VERB", "AUX", "SCONJ", "PRON") or t.text in (",", ";", ":"))
    return next(ends, limit)


def _is_told_by(doc: Doc, start: int, head: str, force: GroupCategory) -> bool:
    """Whether a force says more of people than their noun: "CRPF jawans", and "an IRA volunteer", whose armed group
    stands before him."""
    if force is not GroupCategory.ARMED_GROUP:
        return head in group_words.role("in service")
    at = next((t.i for t in doc[start:] if t.lower_ == head), start)
    actors = doc.spans.get("actors", [])
    return head in group_words.role("enlisted") and any(a.label_ in _ARMED and start <= a.start < at for a in actors)


def of_owner(doc: Doc, count: Count, trigger: int, head: str) -> GroupCategory | None:
    """Whose people are hit, where the words for them say no more: "three of its members", "the army lost nine men"."""
    if head not in group_words.role("own"):
        return None
    before = [t.lower_ for t in doc[max(0, count.start - 1) : (count.noun or count.end) + 1]]
    sentence = doc[count.start].sent
    costs = doc[trigger].head if doc[trigger].dep_ == "dobj" else doc[trigger]
    if costs.lower_ in _COSTS:
        sides = {_side_of(side) for s in clauses.subjects_of(costs) for side in clauses.joined(s)}
        return sides.pop() if len(sides) == 1 else None
    if _OWNED.isdisjoint(before):
        return None
    doers = {s.i for s in clauses.subjects_of(doc[trigger])}
    for token in reversed(doc[sentence.start : count.start]):
        side = None if token.i in doers else _side_of(token)
        if side is not None:
            return side
    return None


_OWNED = frozenset(("its", "their", "his", "our"))
_COSTS = frozenset("lose loses lost losing suffer suffers suffered suffering sustain sustained".split())


def _side_of(token: Token) -> GroupCategory | None:
    """The category of the people of a force or an armed group that a noun or a name names; None for any other."""
    for span in token.doc.spans.get("actors", []):
        if span.start <= token.i < span.end:
            if span.label_ in _STATE:
                known = group_words.category_of([t.lower_ for t in span])
                return (
                    known
                    if known in SIDES
                    else group_words.service_of([t.lower_ for t in span], _name_of(span._.registry_id))
                )
            return GroupCategory.ARMED_GROUP
    known = group_words.category_of([token.lower_]) if token.tag_ in NOUN_TAGS else None
    return known if known in SIDES else None


def _name_of(entry: str | None) -> str:
    """The name of an entry of the registry of actors, in small letters; none where there is no entry."""
    return "" if entry is None else Registry.load()[entry].name.lower()


def by_report(doc: Doc, head: str) -> GroupCategory | None:
    """The service of mere "officers" and "deputies" in a report that names only one such: "prison officers"."""
    if head not in ("officer", "officers", "deputy", "deputies"):
        return None
    told: dict[str, GroupCategory | None] | None = doc.user_data.get("variorum_services")
    if told is None:
        told = doc.user_data["variorum_services"] = {
            "officer": _of_officers(doc),
            "deputy": GroupCategory.POLICE if any(t.lower_ in ("sheriff", "sheriffs") for t in doc) else None,
        }
    return told["officer" if head.startswith("officer") else "deputy"]


def _of_officers(doc: Doc) -> GroupCategory | None:
    before = {doc[t.i - 1].lower_ for t in doc[1:] if t.lower_ in ("officer", "officers")}
    if before.isdisjoint(_PRISON) or "police" in before:
        return None
    return GroupCategory.SECURITY


_PRISON = frozenset("prison jail correction corrections correctional custody immigration customs border".split())

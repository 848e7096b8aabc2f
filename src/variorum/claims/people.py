"""Whom a count counts: the noun phrase as written and its category; what a count without a noun stands for."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from variorum.actors.registry import Registry
from variorum.annotate import groups as group_words
from variorum.annotate.quantities import lexicon as number_words
from variorum.annotate.triggers import Trigger
from variorum.claims import clauses
from variorum.claims.assailants import attacked
from variorum.claims.casualties import NOUN_TAGS, STATES
from variorum.claims.counts import Count, names_person
from variorum.claims.drafts import TollDraft
from variorum.models import GroupCategory

GroupTokens = tuple[int, int] | None

_STANDS_FOR = frozenset("others other more injured wounded dead killed missing ones".split())


_ARRESTS = frozenset(
    "arrest arrests arrested arresting detain detained detains custody charged jailed apprehended imprisoned remanded "
    "remand nab nabs nabbed".split()
)

_LOOSE_VERBS = frozenset(
    "lose loses lost losing destroy destroys destroyed destroying neutralize neutralized neutralizes "
    "neutralise neutralised take takes took taking wipe wiped life lives loss losses".split()
)

BODIES = frozenset("body bodies corpse corpses martyr martyrs remains".split())

_LIFE_TAKERS = frozenset(
    "claim claims claimed claiming take takes took taken taking cost costs costing lost lose losing end "
    "ended ending".split()
)


def counts_people(doc: Doc, count: Count, trigger: Trigger) -> bool:
    if count.noun is None:
        return True
    noun = doc[count.noun]
    if noun.lower_ in group_words.not_people():
        return False
    if doc[trigger.start].lower_ in _LOOSE_VERBS and not _loose_fits(doc, trigger, noun):
        return False
    if trigger.outcome == "captured" and (noun.lower_ in BODIES or (count.count.high == 0 and noun.i == trigger.start)):
        return False  # "took away 20 bodies", "no arrests have been made"
    if names_person(noun) or trigger.start <= noun.i < trigger.end:
        return True
    return trigger.outcome in ("killed", "injured") and noun.tag_ in ("NNS", "NNPS", "NNP", "NN")


def _loose_fits(doc: Doc, trigger: Trigger, noun: Token) -> bool:
    """Words that tell of deaths only beside people: "lost five men", "destroyed 120 militants", "claimed 67 lives"."""
    word = doc[trigger.start].lower_
    if word in ("life", "lives"):
        told = (*doc[max(0, trigger.start - 7) : trigger.start], *doc[trigger.end : trigger.end + 4])
        return any(t.lower_ in _LIFE_TAKERS for t in told)
    if noun.lower_ in ("life", "lives"):
        return word in _LIFE_TAKERS or trigger.end - trigger.start > 1
    listed = noun.lower_ in group_words.heads() and noun.lower_ not in ("loss", "losses")
    return listed or trigger.end - trigger.start > 1


def group_of(
    doc: Doc, count: Count, trigger: int, whole: TollDraft | None, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """The noun phrase that is counted and its category; a count without a noun takes that of the count before it."""
    said = predicated(doc, count) or _of_family(doc, count)
    if said is not None:
        return said
    if count.noun is None or (doc[count.noun].lower_ in _STANDS_FOR and count.noun - count.end <= 1):
        if whole is not None:
            return _of_them(doc, count, whole)
        return _named_by_toll(doc, count, trigger) or _stood_for(doc, count, trigger, drafts)
    start, end = count.end, count.noun + 1
    if start < end and doc[start].lower_ == "of":
        start += 1
        if start < end and doc[start].lower_ in ("the", "them", "these", "their", "its", "our"):
            start += 1
    start = min(start, count.noun)
    end = end if count.single else _extended(doc, end)
    words = [t.lower_ for t in doc[start:end]]
    head = words[count.noun - start]
    categories = _categories(words, count.noun - start)
    category = group_words.mixture(categories) if categories else GroupCategory.PEOPLE
    if whole is not None and (not categories or _says_less(words, head, category, whole)):
        category = whole.category
    elif len(categories) <= 1:
        category = _by_belonging(doc, start, end, head, category)
    if whole is None and category is GroupCategory.PEOPLE:
        category = of_owner(doc, count, trigger, head) or category
    if whole is None and end - start == 1:
        category = _by_report(doc, head) or category
    if category is GroupCategory.PEOPLE or head in _ANY_SUSPECT:
        category = _by_outcome(doc, count, trigger, head) or category
    if head in ("patient", "patients") and not _HURT.isdisjoint(t.lower_ for t in doc[end : end + 4]):
        category = GroupCategory.PEOPLE  # who is hurt becomes one: "patients with gunshot wounds"
    return (start, end), _by_deed(doc, count.noun, category)


_HURT = frozenset("wound wounds gunshot injury injuries stab burns".split())


def _by_report(doc: Doc, head: str) -> GroupCategory | None:
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


def _by_deed(doc: Doc, noun: int, category: GroupCategory) -> GroupCategory:
    """The category with what people did: who attacked is of an armed group, who was at work or at prayer a civilian,
    and so are a "four-year-old" and "men, women and children"."""
    token = doc[noun]
    anybody = category is GroupCategory.PEOPLE and token.lower_ not in _HARMED
    if (anybody or token.lower_ in _MAY_ATTACK) and attacked(token):
        return GroupCategory.ARMED_GROUP
    if category is GroupCategory.PEOPLE and (_is_child(doc, noun) or _is_at_work(token) or _is_anybody(doc, noun)):
        return GroupCategory.CIVILIAN
    return category


_HARMED = frozenset("victim victims patient patients others other dead wounded injured body bodies killed".split())
_MAY_ATTACK = frozenset(
    "woman women youth youths teenager teenagers teen teens boy boys girl girls student students settler settlers "
    "immigrant immigrants tribesman tribesmen male female".split()
)
"""Civilians by their noun alone."""
_CHILDHOOD = 14
"""From which age on a person told only by it is no child."""


def _is_child(doc: Doc, noun: int) -> bool:
    """Whether an age that stands for a person is a child's: "a four-year-old"."""
    if doc[noun].lower_ not in ("old", "olds"):
        return False
    for token in reversed(doc[max(0, noun - 5) : noun]):
        number = _number_of(token)
        if number is not None:
            return number < _CHILDHOOD or doc[token.i + 2].lower_ not in ("year", "years")
    return False


def _number_of(token: Token) -> int | None:
    if token.text.isdigit():
        return int(token.text)
    units: dict[str, int] = number_words()["units"]
    return units.get(token.lower_)


def _is_at_work(noun: Token) -> bool:
    """Whether people are told to have been at work, at prayer or the like: "four men working on the road"."""
    return any(c.dep_ == "acl" and c.tag_ == "VBG" and c.lower_ in group_words.at_work() for c in noun.rights)


def _is_anybody(doc: Doc, noun: int) -> bool:
    """ "Men, women and children"."""
    words = [t.lower_ for t in doc[noun : noun + 6]]
    return words[0] == "men" and {"women", "children"} <= set(words)


def predicated(doc: Doc, count: Count) -> tuple[tuple[int, int], GroupCategory] | None:
    """Who people of a whole were, where the sentence says so: "seven of the dead were children"."""
    after = [t.lower_ for t in doc[count.end : count.end + 6]]
    if after[:2] == ["of", "them"]:
        at = 2
    elif after[:2] == ["of", "the"] and len(after) > _PREDICATED:
        at = 3 + doc[count.end + 2].like_num
        if after[at - 1] not in _STANDS_FOR | _VICTIMS:
            return None
    elif count.start - doc[count.start].sent.start < _OPENS:
        at = 0
    else:
        return None
    if after[at : at + 1] not in (["were"], ["are"], ["was"], ["is"]):
        return None
    start = count.end + at + 1
    found = None
    for token in doc[start : start + 5]:
        if token.lower_ in group_words.heads() and token.lower_ not in STATES:
            found = token
        if token.tag_ not in (*NOUN_TAGS, "JJ", "CD", "DT") or token.text == ",":
            break
    if found is None:
        return None
    category = group_words.category_of([t.lower_ for t in doc[start : found.i + 1]])
    return ((start, found.i + 1), category or GroupCategory.PEOPLE)


_OPENS = 2
"""Tokens before a count that opens a sentence, at most: "two were soldiers"."""
_PREDICATED = 4
"""Words after a count that say who they were, at least: "of the dead were children"."""
_VICTIMS = frozenset("victims deceased casualties fatalities bodies".split())


def _of_family(doc: Doc, count: Count) -> tuple[tuple[int, int], GroupCategory] | None:
    """ "A family of five", "five of a family", "four from the same family"."""
    after = [t.lower_ for t in doc[count.end : count.end + 4]]
    if count.noun is None and after[:1] in (["of"], ["from"]) and "family" in after[1:]:
        at = count.end + after.index("family")
        return (at, at + 1), GroupCategory.CIVILIAN
    if count.noun is not None or count.start < 2 or doc[count.start - 1].lower_ != "of":
        return None
    family = doc[count.start - 2]
    return ((family.i, family.i + 1), GroupCategory.CIVILIAN) if family.lower_ == "family" else None


def _named_by_toll(doc: Doc, count: Count, trigger: int) -> tuple[tuple[int, int], GroupCategory] | None:
    """Whom a total counts, where it says so before its number: "the number of journalists killed rose to 97"."""
    if count.noun is not None or count.start <= trigger:
        return None
    for token in doc[max(doc[trigger].sent.start, trigger - _TOTAL) : count.start - 1]:
        if token.lower_ not in ("number", "toll", "tally", "count") or token.nbor(1).lower_ not in ("of", "among"):
            continue
        named = doc[token.i + 2 : min(count.start, token.i + _TOTAL)]
        people = next((t for t in named if t.lower_ in group_words.heads() and t.lower_ not in STATES), None)
        if people is not None and people.tag_ in NOUN_TAGS:
            words = [t.lower_ for t in doc[token.i + 2 : people.i + 1]]
            category = group_words.category_of(words) or GroupCategory.PEOPLE
            return (token.i + 2, people.i + 1), category
    return None


_TOTAL = 6
"""Tokens between the words of a total, at most: "the number of local journalists killed"."""
_FEW = 12
"""How many may be arrested as suspects; more are rounded up."""
_SEIZED = frozenset("kidnap kidnapped kidnapping abduct abducted abducting hostage hostages snatched seized".split())


def _by_outcome(doc: Doc, count: Count, trigger: int, head: str) -> GroupCategory | None:
    """What happened to mere people may say who they are: few who are arrested are suspects, foreigners who are
    kidnapped are civilians."""
    if _is_arrest(doc, trigger) and head not in group_words.nationals() and (count.count.high or _FEW + 1) <= _FEW:
        return GroupCategory.ARMED_GROUP  # "suspects of these", says the guide
    if head in _IMPRISONED and doc[trigger].lower_ not in _SEIZED and not _is_arrest(doc, trigger):
        return GroupCategory.CIVILIAN  # whoever sits in prison and dies there
    if doc[trigger].lower_ in _SEIZED and (head in group_words.nationals() or head in _SUBJECTS):
        return GroupCategory.CIVILIAN
    return None


_SUBJECTS = frozenset("national nationals citizen citizens foreigner foreigners".split())
"""Who are of a country."""


def _is_arrest(doc: Doc, trigger: int) -> bool:
    """Whether a casualty word tells of an arrest: "were held on suspicion of" is one, "were held hostage" none."""
    if doc[trigger].lower_ != "held":
        return doc[trigger].lower_ in _ARRESTS
    return not _CHARGED.isdisjoint(t.lower_ for t in doc[trigger + 1 : trigger + 4])


_ANY_SUSPECT = frozenset("woman women teenager teenagers teen teens youth youths".split())
"""Civilians otherwise; suspects where they are arrested."""
_IMPRISONED = frozenset("inmate inmates detainee detainees convict convicts".split())
_CHARGED = frozenset("suspicion questioning custody connection police authorities detectives investigators".split())

_RANKS = frozenset("officer officers member members conscript conscripts recruit recruits commander commanders".split())
_IN_SERVICE = frozenset("jawan jawans trooper troopers ranger rangers reservist reservists".split())
"""Who serves a state: which of its forces, its name says."""
_ENLISTED = frozenset(
    "soldier soldiers troops volunteer volunteers governor governors official officials spokesman engineer engineers "
    "recruiter recruiters".split()
)
"""Who serves a state or nobody, unless the name of an armed group stands before: "an IRA volunteer"."""
_FIGHTERS = frozenset("fighter fighters rebel rebels militant militants".split())
_ARMED = frozenset(("rebel_group", "political_militia", "identity_militia"))
_STATE = frozenset(("state_forces", "external_forces"))


def _by_belonging(doc: Doc, start: int, end: int, head: str, category: GroupCategory) -> GroupCategory:
    """The category with what the phrase is said to belong to: "members of the Northern Front", "an intelligence officer
    for Hamas", "five of a family"."""
    neutral = head in group_words.neutral() or category is GroupCategory.PEOPLE
    force = _by_force(doc, start, end, head)
    if force is not None and (neutral or head in _RANKS or _is_told_by(doc, start, head, force)):
        return force
    said = end < len(doc) and (doc[end].lower_ in _OF or (head in _HARM and doc[end].lower_ in ("on", "to")))
    if category is GroupCategory.PEOPLE and head in _BELONGING and said:
        return group_words.belonging(_phrase_after(doc, end + 1)) or category
    return category


def _says_less(words: Sequence[str], head: str, category: GroupCategory, whole: TollDraft) -> bool:
    """Whether the words of a part say no more than those of the whole: "two of their leaders", "six men"."""
    neutral = category is GroupCategory.PEOPLE and (head in group_words.neutral() or head in group_words.nationals())
    neutral = neutral or (whole.category in _SIDES and (head in _OF_ANY_SIDE or head in group_words.nationals()))
    leading = whole.category is GroupCategory.ARMED_GROUP and head in _LEADING
    return neutral or leading or _is_bare_rank(words, head, category, whole)


_OF_ANY_SIDE = frozenset(
    "foreigner foreigners woman women teenager teenagers youth youths uzbek uzbeks chechen chechens tajik "
    "tajiks".split()
)
"""Who is among soldiers or rebels one of them."""
_LEADING = frozenset("leader leaders chief chiefs commander commanders figure figures".split())


def _is_bare_rank(words: Sequence[str], head: str, category: GroupCategory, whole: TollDraft) -> bool:
    """Whether a part names a rank alone: of 55 soldiers the 20 officers are soldiers, "police officers" are not."""
    if head not in _RANKS or whole.category is GroupCategory.PEOPLE:
        return False
    return category is group_words.heads().get(head) or len(words) == 1


_OF = frozenset(("of", "from", "in", "belonging", "for", "with", "among"))
_HARM = frozenset("casualty casualties loss losses death deaths injury injuries".split())
_BELONGING = frozenset(
    "member members leader leaders element elements personnel people men body bodies casualty casualties dead death "
    "deaths victim victims injured wounded killed fatality fatalities injury injuries loss losses prisoner prisoners "
    "hostage hostages".split()
)


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
    stop = min(end + 8, doc[start].sent.end) if belongs else end
    actors = [span for span in doc.spans.get("actors", []) if start <= span.start < stop]
    behind = [span for span in actors if span.start > end]
    for span in behind or [span for span in actors if span._.registry_id is not None]:
        if span.label_ in _ARMED:
            return group_words.service_of_militia([t.lower_ for t in span]) or GroupCategory.ARMED_GROUP
        if span.label_ in _STATE and (span._.registry_id is not None or head not in _FIGHTERS):
            return group_words.service_of([t.lower_ for t in span], _name_of(span._.registry_id))
    return None


def _is_told_by(doc: Doc, start: int, head: str, force: GroupCategory) -> bool:
    """Whether a force says more of people than their noun: "CRPF jawans", and "an IRA volunteer", whose armed group
    stands before him."""
    if force is not GroupCategory.ARMED_GROUP:
        return head in _IN_SERVICE
    at = next((t.i for t in doc[start:] if t.lower_ == head), start)
    actors = doc.spans.get("actors", [])
    return head in _ENLISTED and any(a.label_ in _ARMED and start <= a.start < at for a in actors)


def of_owner(doc: Doc, count: Count, trigger: int, head: str) -> GroupCategory | None:
    """Whose people are hit, where the words for them say no more: "three of its members", "the army lost nine men"."""
    if not (head in group_words.neutral() or head in _OWN):
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


_OWN = frozenset("own dead killed wounded injured casualties losses fatalities".split())
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
                    if known in _SIDES
                    else group_words.service_of([t.lower_ for t in span], _name_of(span._.registry_id))
                )
            return GroupCategory.ARMED_GROUP
    known = group_words.category_of([token.lower_]) if token.tag_ in NOUN_TAGS else None
    return known if known in _SIDES else None


_SIDES = frozenset((GroupCategory.POLICE, GroupCategory.MILITARY, GroupCategory.SECURITY, GroupCategory.ARMED_GROUP))


def _name_of(entry: str | None) -> str:
    """The name of an entry of the registry of actors, in small letters; none where there is no entry."""
    return "" if entry is None else Registry.load()[entry].name.lower()


def _stood_for(
    doc: Doc, count: Count, trigger: int, drafts: Sequence[TollDraft]
) -> tuple[tuple[int, int] | None, GroupCategory]:
    """Whom a count without a noun means: "two were wounded" those counted before, "scores of them" the people named
    before."""
    own = (count.noun, count.noun + 1) if count.noun is not None else None
    if [t.lower_ for t in doc[count.end : count.end + 2]] == ["of", "them"]:
        named = next((t for t in reversed(doc[max(0, count.start - 60) : count.start]) if _names_group(t)), None)
        if named is not None:
            return (named.i, named.i + 1), group_words.heads()[named.lower_]
    meant = _meant(doc, count) or _acted_on(doc, count, trigger)
    if meant is not None:
        return meant
    told = [d for d in drafts if d.part_of is None]
    last = told[-1] if told else None
    if last is None or _is_mixed(told[-2:]) or not _carries(doc, count, trigger, last):
        return own, GroupCategory.PEOPLE
    return own or last.group, last.category


def _meant(doc: Doc, count: Count) -> tuple[tuple[int, int], GroupCategory] | None:
    """Whom a definite number without a noun means: "Four gunmen attacked. All four were killed"; and whom "another"
    means: "one attacker blew himself up and another was shot"."""
    before = doc[count.start - 1].lower_ if count.start else ""
    definite = before in ("all", "the", "these") and count.count.low == count.count.high
    if not definite and doc[count.start].lower_ not in ("another", "a third", "a"):
        return None
    since = count.start - _RECENT if definite else doc[count.start].sent.start
    for span in reversed(doc.spans.get("quantities", [])):
        if not max(0, since) <= span.start < count.start or (definite and span._.count != count.count):
            continue
        named = next((t for t in doc[span.end : span.end + 4] if t.lower_ in group_words.heads()), None)
        known = None if named is None else group_words.category_of([t.lower_ for t in doc[span.end : named.i + 1]])
        if named is not None and known in _SIDES:
            return (named.i, named.i + 1), known
    return None


def _acted_on(doc: Doc, count: Count, trigger: int) -> tuple[tuple[int, int], GroupCategory] | None:
    """Whom a verb acts on that goes on in the casualty word of a number without a noun: "police fired on protesters,
    killing six", "they attacked the convoy's guards and killed three"."""
    verb = doc[trigger]
    if count.noun is not None or count.start < trigger or verb.dep_ not in ("advcl", "conj", "xcomp"):
        return None
    if clauses.is_passive(verb) or verb.head.i > trigger or count.count.low == 1:
        return None
    hit = [c for c in verb.head.children if c.dep_ == "dobj" and c.i < trigger]
    hit += [o for c in verb.head.children if c.lower_ in ("on", "at") for o in c.children if o.dep_ == "pobj"]
    for noun in hit:
        known = group_words.category_of([t.lower_ for t in doc[noun.left_edge.i : noun.i + 1]])
        if noun.tag_ == "NNS" and noun.lower_ in group_words.heads() and known not in (None, GroupCategory.PEOPLE):
            return (noun.i, noun.i + 1), known
    return None


_RECENT = 60
"""Tokens between people and "all four" of them, at most."""


def _is_mixed(told: Sequence[TollDraft]) -> bool:
    """Whether two tolls share a casualty word and count different people: "ten rebels and 15 shoppers killed"."""
    return len(told) == 2 and told[0].trigger == told[1].trigger and told[0].category is not told[1].category


def _carries(doc: Doc, count: Count, trigger: int, last: TollDraft) -> bool:
    """Whether a count without a noun is of the same people as the toll before it: "two soldiers were killed and five
    wounded", "killed a soldier and wounded another"; not "two children were killed and dozens injured"."""
    if count.start - last.end >= _NEAR or last.category is GroupCategory.PEOPLE:
        return False
    if any(t.lower_ in ("among", "of") for t in doc[max(last.end, count.start - 2) : count.start]):
        return False  # "eight cops among 19 injured", "six of the 18 dead were cops"
    if last.group is not None and not _KIN.isdisjoint(t.lower_ for t in doc[last.group[0] : last.group[1]]):
        return False
    alike = doc[count.start].lower_ == "another" or (count.noun is not None and doc[count.noun].lower_ == "others")
    alike = alike or (count.noun is None and doc[trigger].lower_ in _TAKEN) or _goes_on(doc, trigger, last)
    return count.start < trigger or alike


def _goes_on(doc: Doc, trigger: int, last: TollDraft) -> bool:
    """Whether who did the last casualty word does this one, too: "rebels killed nine soldiers and wounded five"."""
    verb, before = doc[trigger], doc[last.trigger]
    active = verb.tag_ in ("VBD", "VBG", "VBZ") and not clauses.is_passive(verb) and not clauses.is_passive(before)
    return active and verb.dep_ in ("conj", "advcl") and verb.head.i == last.trigger


_TAKEN = frozenset("captured capturing captures detained arrested seized".split())
_NEAR = 25
"""Tokens between a toll and a count that means the same people, at most."""
_KIN = frozenset(
    "child children woman women girl girls boy boys baby babies infant infants toddler toddlers mother mothers father "
    "fathers daughter daughters son sons wife wives husband husbands sister sisters brother brothers teenager "
    "teenagers teen teens minor minors".split()
)
"""Who is hit beside others of any sort."""


def _names_group(token: Token) -> bool:
    """Whether a plural noun names people who can be meant by "them", in a sentence that was parsed or not."""
    known = group_words.heads().get(token.lower_, GroupCategory.PEOPLE)
    return known is not GroupCategory.PEOPLE and (token.tag_ == "NNS" or (not token.tag_ and _is_plural(token.lower_)))


def _is_plural(word: str) -> bool:
    return word.endswith("men") or (word.endswith("s") and word[:-1] in group_words.heads())


def _of_them(doc: Doc, count: Count, whole: TollDraft) -> tuple[tuple[int, int] | None, GroupCategory]:
    """ "three of them children": the noun stands after "of them"."""
    found = None
    for token in doc[count.end : count.end + 7]:
        if token.lower_ in group_words.heads() and token.lower_ not in STATES:
            found = token
        if token.text in (",", ".", ";", "—", "–") or (found is not None and token.tag_ not in (*NOUN_TAGS, "JJ")):
            break
    if found is not None:
        words = [t.lower_ for t in doc[max(count.end, found.i - 1) : found.i + 1]]
        category = group_words.category_of(words)
        if category is None or _says_less([found.lower_], found.lower_, category, whole):
            category = whole.category
        return (found.i, found.i + 1), category
    return whole.group, whole.category


def _extended(doc: Doc, end: int) -> int:
    """The end of a noun phrase with a noun joined to it that has no number of its own: "troops and police officers"."""
    at = end
    while at + 1 < len(doc) and doc[at].lower_ in ("and", "or", "of", "from"):
        stop = at + 1
        while (
            stop < len(doc)
            and stop - at <= 5
            and doc[stop].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "DT", "PRP$")
            and doc[stop].lower_ not in ("a", "an", "another")
        ):
            stop += 1
        tail = doc[at + 1 : stop]
        people = [t for t in tail if t.lower_ in group_words.heads()]
        if (
            not people
            or any(t.like_num for t in tail)
            or (
                stop < len(doc)
                and doc[at].lower_ == "and"
                and doc[stop].tag_.startswith("V")
                and doc[stop].tag_ != "VBN"
                and doc[stop].pos_ != "AUX"
            )
        ):
            break
        at = end = people[-1].i + 1
    return end


def _categories(words: list[str], head: int) -> list[GroupCategory]:
    parts: list[list[str]] = [[]]
    heads: list[int] = [0]
    for k, word in enumerate(words):
        if word in ("and", "or") and k > head:
            parts.append([])
            heads.append(0)
            continue
        parts[-1].append(word)
    heads[0] = min(head, len(parts[0]) - 1)
    out = []
    for k, part in enumerate(parts):
        category = group_words.category_of(part, heads[0] if k == 0 else len(part) - 1)
        if category is not None:
            out.append(category)
    return out

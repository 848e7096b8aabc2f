"""Why a report was read as it was: for each toll, statement of who did it and incident the words and rules behind it.

Nothing is read again: the reasons are those of what the extraction was drawn from (`accounts.Drawn`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Span

from variorum.annotate.quantities import quantities
from variorum.annotate.sentences import sentences_of
from variorum.annotate.sources.chains import Attribution
from variorum.annotate.triggers import triggers
from variorum.claims import confidence, reasons
from variorum.claims.accounts import Drawn
from variorum.claims.incidents.grouping import MANY, NEW, Grouping, table_of
from variorum.claims.incidents.likeness import Signs
from variorum.claims.incidents.likeness import weights as grouping_weights
from variorum.claims.incidents.setting import settings_of
from variorum.claims.tolls.drafts import TollDraft
from variorum.claims.whereabouts import ties, when, where
from variorum.models import Chain, Event, Explanation, Report, Responsibility, Source, Stance, Step, Toll
from variorum.values import CountRange
from variorum.values import Span as Stretch

_MOST = 4
"""How many signs are told of a choice that many have a part in."""


def explain(drawn: Drawn) -> tuple[Explanation, ...]:
    """Every toll, then every statement about who did it, then every incident of a report, each with its reasons."""
    placed = _placings(drawn)
    known = confidence.weights()
    read = drawn.extraction
    toll_signs = confidence.toll_signs(drawn.doc, drawn.drafts, read.tolls)
    signs = confidence.statement_signs(drawn.doc, drawn.cues, read.responsibility, read.tolls)
    tolls = [
        _toll(drawn, toll, draft, [why, _sureness(toll.confidence, found, known["toll"])])
        for toll, draft, why, found in zip(read.tolls, drawn.drafts, placed, toll_signs, strict=True)
    ]
    statements = [
        _statement(drawn, claim, cue.anchor, [_sureness(claim.confidence, found, known["responsibility"])])
        for claim, cue, found in zip(read.responsibility, drawn.cues, signs, strict=True)
    ]
    events = [_event(drawn, rank, event) for rank, event in enumerate(read.events)]
    return (*tolls, *statements, *events)


# ---- tolls ---------------------------------------------------------------------------------------


def _toll(drawn: Drawn, toll: Toll, draft: TollDraft, placed_and_sure: Sequence[Step]) -> Explanation:
    report = drawn.extraction.report
    people = f" of “{toll.group.text}”" if toll.group.text else ""
    steps = [_count(drawn, toll, draft), _outcome(drawn, toll, draft), _group(toll, draft)]
    steps += _sources(drawn, report, toll.sources, toll.span)
    if toll.stance is not Stance.ASSERTED:
        steps.append(Step(name="stance", words="", reason=reasons.STANCES[toll.stance]))
    if toll.part_of is not None:
        steps.append(Step(name="part", words="", reason=f"those counted are some of those of {toll.part_of}"))
    placed, sure = placed_and_sure
    rule = Step(name="rule", words="", reason=toll.made_by or "unknown")
    return Explanation(
        claim=toll.id,
        summary=f"{toll.count} {_spoken(toll.outcome)}{people}",
        steps=(*steps, placed, rule, sure),
    )


def _count(drawn: Drawn, toll: Toll, draft: TollDraft) -> Step:
    """The number's words and how they were turned into bounds."""
    found = next(iter(quantities([token.lower_ for token in drawn.doc[draft.start : draft.end]])), None)
    reason = _bounds(toll.count)
    if found is None:
        reason = f"one person named by a noun counts as one: {reason}"
    elif found.number > 0:
        modifier = drawn.doc[draft.start : draft.start + found.number].text
        reason = f"the number with “{modifier}” before it: {reason}"
    return Step(name="count", words=toll.quote, span=toll.span, reason=reason)


def _bounds(count: CountRange) -> str:
    """Bounds in words: "55 or more", "24 to 99, vague"."""
    low, high = count.low, count.high
    if low is not None and low == high:
        said = f"about {low}" if count.approx else f"exactly {low}"
    elif high is None:
        said = "any number" if low is None else f"{low} or more"
    else:
        said = f"at most {high}" if low is None else f"{low} to {high}"
    return f"{said}, a vague number" if count.approx and low != high else said


def _outcome(drawn: Drawn, toll: Toll, draft: TollDraft) -> Step:
    words = [token.lower_ for token in drawn.doc[draft.trigger : draft.trigger + 5]]
    found = next((t for t in triggers(words) if t.start == 0), None)
    stretch = _stretch(drawn.doc[draft.trigger : draft.trigger + (found.end if found is not None else 1)])
    tie = reasons.TIES.get(draft.rule, f"the rule “{draft.rule}” ties the count to it")
    return Step(
        name="outcome",
        words=stretch.of(drawn.extraction.report.text),
        span=stretch,
        reason=f"the casualty word says {_spoken(toll.outcome)}; {tie}",
    )


def _group(toll: Toll, draft: TollDraft) -> Step:
    category = _spoken(toll.group.category)
    if draft.group is None:
        return Step(name="people", words="", reason=f"no noun for them here: {category}, from the context")
    return Step(
        name="people",
        words=toll.group.text,
        span=toll.group.span,
        reason=f"{category}, by the noun that is counted and its words"
        + ("" if draft.part_of is None else ", or by those of its whole"),
    )


# ---- who says so ---------------------------------------------------------------------------------


def _sources(drawn: Drawn, report: Report, chain: Chain, claim: Stretch) -> Iterator[Step]:
    if not chain:
        yield Step(name="source", words="", reason="no attribution reaches it: the report says so itself")
    attributions: tuple[Attribution, ...] = drawn.doc._.attributions
    covering = [item for item in attributions if item.covers(claim)]
    for source in chain:
        item = next((item for item in covering if _is_of(item, source)), None)
        cue = "" if item is None else f" of “{item.cue.of(report.text)}”"
        unnamed = " (not named)" if source.anonymous else ""
        yield Step(
            name="source",
            words=source.text,
            span=source.span,
            reason=f"the attribution{cue} reaches it; {_spoken(source.kind)}{unnamed}",
        )


def _is_of(item: Attribution, source: Source) -> bool:
    return any(one.span == source.span for one in item.sources)


# ---- which incident ------------------------------------------------------------------------------


def _placings(drawn: Drawn) -> list[Step]:
    """For each toll why it was given to its incident, or to none."""
    grouping = Grouping(drafts=drawn.drafts, settings=settings_of(drawn.doc, drawn.drafts))
    names = {number: toll.event for number, toll in zip(drawn.given, drawn.extraction.tolls, strict=True)}
    seen: list[int] = []  # the incidents of the report in the order of the grouping
    out = []
    for toll, choice in enumerate(drawn.given):
        taken = MANY if choice is None else seen.index(choice) if choice in seen else NEW
        if grouping.is_bound(toll):
            reason = f"{names[choice] or 'none'}: that of its whole"
        else:
            reason = _of_choice(grouping.options(toll), taken, names[choice], [names[number] for number in seen])
        out.append(Step(name="incident", words="", reason=reason))
        if taken == NEW and choice is not None:
            seen.append(choice)
        grouping.give(toll, taken)
    return out


def _of_choice(options: Mapping[int, Signs], taken: int, name: str | None, names: Sequence[str | None]) -> str:
    """Why a toll was given to what it is of. `names`: those of the incidents told before."""
    counted = {option: _weighed_alone(signs, grouping_weights()[table_of(option)]) for option, signs in options.items()}
    if taken == MANY:
        return "none, it counts the victims of many: " + _told(counted[MANY], reasons.AGGREGATES)
    if taken != NEW:
        return f"{name}: " + (_told(counted[taken], reasons.INCIDENTS) or "nothing speaks against it")
    tried = [number for number in counted if number not in (MANY, NEW)]
    if not tried:
        return f"{name}: a new one, the first that is told"
    nearest = max(tried, key=lambda number: sum(counted[number].values()))
    against = {sign: value for sign, value in counted[nearest].items() if value < 0}
    why = _told(against, reasons.INCIDENTS) or _told(counted[NEW], reasons.OPENINGS)
    return f"{name}: a new one; not {names[nearest]}, since {why}"


def _weighed_alone(signs: Signs, known: Signs) -> dict[str, float]:
    return {name: known[name] * value for name, value in signs.items() if known.get(name)}


# ---- who did it ----------------------------------------------------------------------------------


def _statement(drawn: Drawn, claim: Responsibility, anchor: int, sure: Sequence[Step]) -> Explanation:
    report = drawn.extraction.report
    actor = claim.actor or "nobody"
    near = next((s for s in sentences_of(drawn.doc) if s.start_char <= anchor < s.end_char), None)
    counted = near is not None and any(
        t.event == claim.event and near.start_char <= t.span.start < near.end_char for t in drawn.extraction.tolls
    )
    tie = "it has a toll in the same sentence" if counted else "that of the sentence before, or else the first"
    return Explanation(
        claim=claim.id,
        summary=f"{actor}: {_spoken(claim.mode)}",
        steps=(
            Step(name="statement", words=claim.quote, span=claim.span, reason=f"words that say {_spoken(claim.mode)}"),
            *_sources(drawn, report, claim.sources, claim.span),
            Step(name="incident", words="", reason=f"{claim.event}: {tie}" if claim.event else "none: no toll is told"),
            Step(name="rule", words="", reason=claim.made_by or "unknown"),
            *sure,
        ),
    )


# ---- incidents -----------------------------------------------------------------------------------


def _event(drawn: Drawn, rank: int, event: Event) -> Explanation:
    steps = [_day(drawn, rank, event), _place(drawn, rank, event), *_type(event)]
    return Explanation(claim=event.id, summary=event.label, steps=tuple(steps))


def _day(drawn: Drawn, rank: int, event: Event) -> Step:
    known = ties.lexicon()["day"]
    first = drawn.extraction.events[0].when
    chosen = when.chosen(drawn.telling, rank, first.days if first and rank else None, main=rank == 0)
    if event.when is not None and event.when.span is not None and event.when != when.told_by(chosen):
        words = event.when.span.of(drawn.extraction.report.text)
        reason = f"{event.when.days.start}: reckoned from the day of the main incident"
        return Step(name="day", words=words, span=event.when.span, reason=reason)
    if event.when is None or chosen is None:
        return Step(name="day", words="", reason="no time that the report names is tied to it well enough")
    days = event.when.days
    said = str(days.start) if days.start == days.end else f"{days.start} to {days.end}"
    return _chosen(drawn, "day", chosen.span, f"{said}: {_told(_weighed(chosen.signs, known), {})}")


def _place(drawn: Drawn, rank: int, event: Event) -> Step:
    if event.place is None:
        return Step(name="place", words="", reason="the report names none that it could be")
    known = ties.lexicon()["place"]
    days = event.when.days if event.when else None
    lead = drawn.extraction.events[0].place if rank else None
    chosen = where.pick(where.candidates(drawn.telling, rank, days, lead, main=rank == 0), known)
    country = event.place.country or "country unknown"
    return _chosen(drawn, "place", chosen.span, f"{country}: {_told(_weighed(chosen.signs, known), {})}")


def _chosen(drawn: Drawn, name: str, span: Span, reason: str) -> Step:
    stretch = _stretch(span)
    return Step(name=name, words=stretch.of(drawn.extraction.report.text), span=stretch, reason=reason)


def _weighed(signs: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, value in signs.items():
        told = reasons.of_tie(name)
        out[told] = out.get(told, 0.0) + known.get(name, 0.0) * value
    return out


def _type(event: Event) -> Iterator[Step]:
    said = _spoken(event.sub_type or event.type)
    arms = f"; weapons: {', '.join(map(_spoken, event.weapons))}" if event.weapons else ""
    yield Step(name="type", words="", reason=f"{said}, from the words for weapons and deeds around its tolls{arms}")
    for actor in event.actors:
        yield Step(name="actor", words=actor.text, span=actor.span, reason=f"{_spoken(actor.side)}, {actor.category}")


# ---- in words ------------------------------------------------------------------------------------


def _sureness(rated: float | None, signs: Iterable[str], known: Mapping[str, float]) -> Step:
    counted = {sign: known.get(sign, 0.0) for sign in signs}
    told = _told(counted, {}, least=0.1)
    return Step(name="confidence", words="", reason=f"{rated}" + (f", by {told}" if told else ""))


def _told(signs: Mapping[str, float], names: Mapping[str, str], least: float = 0.0) -> str:
    """The signs that count most, each with what it counts: "the same sentence (+0.3)"."""
    ranked = sorted((name for name in signs if abs(signs[name]) > least), key=lambda name: (-abs(signs[name]), name))
    return ", ".join(f"{names.get(name, name.replace('_', ' '))} ({signs[name]:+.1f})" for name in ranked[:_MOST])


def _spoken(term: str) -> str:
    return str(term).replace("_", " ")


def _stretch(span: Span) -> Stretch:
    return Stretch(span.start_char, span.end_char)

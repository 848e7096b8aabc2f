"""Which counts are parts of others: "including 20 officers", "three of them children", "68 children were among the
126 killed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from variorum.claims.counts import Count
from variorum.claims.drafts import TollDraft
from variorum.models import Outcome

_BE = frozenset("were was are is been".split())

_PART_CUES = ("including", "among", "includes", "included", "includding")


def whole_of(
    doc: Doc, count: Count, drafts: Sequence[TollDraft], offset: int, earlier: Sequence[TollDraft], sentence: Span
) -> int | None:
    """The toll of which this count is a part: "including 20 officers", "three of them children", "of whom five were
    women"."""
    here = [offset + k for k, d in enumerate(drafts) if d.part_of is None]
    after = [t.lower_ for t in doc[count.end : count.end + 3]]
    if (
        here
        and after
        and after[0] in ("critically", "seriously", "gravely", "fatally")
        and doc[count.start - 1].text in (",", "and")
    ):
        return here[-1]
    if after[:2] in (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"], ["of", "which"]) or (
        after[:2] == ["of", "the"]
        and after[2:]
        and after[2]
        in ("dead", "injured", "wounded", "victims", "killed", "deceased", "bodies", "casualties", "fatalities")
    ):
        if here:
            return here[-1]
        outcome = {"injured": Outcome.INJURED, "wounded": Outcome.INJURED}.get(after[2] if len(after) > 2 else "")
        recent = [k for k, d in enumerate(earlier) if d.part_of is None and (outcome is None or d.outcome == outcome)]
        return (
            recent[-1]
            if recent and after[1] in ("them", "the") and doc[earlier[recent[-1]].start].sent.end == sentence.start
            else None
        )
    if not here:
        return None
    whole = drafts[here[-1] - offset]
    begin = max(d.end for d in drafts)
    gap = [t.lower_ for t in doc[whole.end : count.start]]
    near = [t.lower_ for t in doc[max(whole.end, begin - 1) : count.start]]
    if any(w in ("whom", "which") for w in near) and any(w in ("of", "among", "including") for w in near):
        return here[-1]
    cue = next((k for k in range(len(gap) - 1, -1, -1) if gap[k] in _PART_CUES), None)
    if cue is None:
        return None
    tail = doc[whole.end + cue : count.start]
    if any((t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP")) or t.text in (";", ".") for t in tail):
        return None
    if gap[cue] == "among" and ((cue and gap[cue - 1] in _BE) or "are" in gap[cue : cue + 1]):
        return None
    if (
        gap[cue] == "among"
        and "them" not in gap[cue : cue + 2]
        and "which" not in gap[cue : cue + 2]
        and "the" not in gap[cue : cue + 2]
    ):
        return None
    last = [t.lower_ for t in tail]
    if (
        any(t.lower_ in ("wounding", "injuring", "killing", "wounded", "injured", "killed", "dead") for t in tail)
        and "and" in last
    ):
        return None
    return here[-1]


def part_of_next(k: int, drafts: Sequence[TollDraft], offset: int) -> TollDraft:
    """ "68 children were among the 126 killed": the whole stands after its part."""
    draft = drafts[k]
    if (
        draft.rule != "among the victims"
        or draft.part_of is not None
        or k + 1 >= len(drafts)
        or drafts[k + 1].outcome != draft.outcome
    ):
        return draft
    return replace(draft, part_of=offset + k + 1)

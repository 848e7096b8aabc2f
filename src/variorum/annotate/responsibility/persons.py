"""People whom crime reports name as the perpetrator: "suspect John Roe", "Roe, 24, was charged with murder"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.annotate.responsibility.cue import ResponsibilityCue
from variorum.annotate.responsibility.lexicon import suspects
from variorum.annotate.responsibility.scene import Scene
from variorum.values import Span

_CRIME = re.compile(
    r"\b(?:murder|homicide|manslaughter|shoot|shot|stab|kill|attack|assault|bomb|terror|massacre|gunm[ae]n|rampage|slay"
    r"|suspect|opened fire)\w*",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:brother|sister|father|mother|parents|wife|husband|girlfriend|boyfriend|friend|lawyer|attorney|neighbou?r|son"
    r"|daughter|against|testimony)\b(?:\s+\w+){0,3}\s*$"
)
_PLACE = re.compile(
    r"^(?:For|In|Over|After|On|With|By|At|From|When|While|As)\b|\b(?:Park|County|Street|Avenue|City|Hospital|University|School|Police|Department|Cent(?:er|re)|Court|Road|Island"
    r"|Mall|Club|Federal|Bureau|Agency|Ministry|Office|Army|Security|Intelligence|Council|State|States|National|Party|Service)\b"
)


def by_person(scene: Scene) -> Iterator[ResponsibilityCue]:
    """The people whom a sentence names as suspects or perpetrators."""
    if not _CRIME.search(scene.text):
        return
    seen: set[str] = set()
    for phrase in suspects():
        for match in phrase.pattern.finditer(scene.text):
            name, start = match.group("name"), scene.sent.start_char + match.start("name")
            span = scene.doc.char_span(start, start + len(name), alignment_mode="expand")
            if (
                span is None
                or name in seen
                or _PLACE.search(name)
                or _RELATIVE.search(scene.text, 0, match.start("key"))
                or any(a.start_char < start + len(name) and start < a.end_char for a in scene.actors)
            ):
                continue
            seen.add(name)
            yield scene.cue(phrase.mode, Span(*match.span("key")).shift(scene.sent.start_char), span, phrase.name)

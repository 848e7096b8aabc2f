"""Who did it: statements that an actor claimed, denied or is blamed for an incident, or that nobody claimed it.

`find_responsibility(doc)` gives the statements of a Doc. `phrases` reads fixed phrases ("claimed responsibility for",
"blamed on", "no group has"; `data/actors/phrases.toml`), `persons` the people whom crime reports name, `deeds` what an
actor does in the parse ("rebels ambushed", "strikes by"); `scene` knows whom a noun or a pronoun stands for, `reality`
whether a deed is told as done, supposed or only possible, and `voice` whether the actor speaks of itself.
"""

from __future__ import annotations

from variorum.annotate.responsibility.cue import (
    ResponsibilityCue,
    alike,
    first_statements,
    same_actor,
    spoken_by_actor,
)
from variorum.annotate.responsibility.finder import find_responsibility
from variorum.annotate.responsibility.voice import is_accusation

__all__ = [
    "ResponsibilityCue",
    "alike",
    "find_responsibility",
    "first_statements",
    "is_accusation",
    "same_actor",
    "spoken_by_actor",
]

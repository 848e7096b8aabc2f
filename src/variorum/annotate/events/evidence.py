"""What is known of an event when its kind, its weapons and its targets are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from variorum.annotate.events.cues import Hit
from variorum.annotate.events.scopes import Near, Scope, weighted
from variorum.annotate.events.victims import Victims
from variorum.models import Actor


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """An event's stretches of a report, the cues of the whole report, the groups of its tolls, and who is said to have
    done it and to have been hit.

    hits: `cues.read_cues` of the report's text; scope: the stretches that tell of the event (`scopes.scopes`).
    """

    hits: Sequence[Hit]
    scope: Scope
    text: str
    victims: Sequence[Victims] = ()
    attackers: Sequence[Actor] = ()
    attacked: Sequence[Actor] = ()

    @cached_property
    def near(self) -> Mapping[str, Near]:
        """The cues in the event's stretches, by name."""
        return weighted(self.hits, self.scope)

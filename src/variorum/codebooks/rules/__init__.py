"""The table of rules: every rule that a codebook can name, with what it needs. A rule's docstring is its explanation.

A new rule is a function from a work sheet (`Coding`) to None in a module here, and its line in this table.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from variorum.codebooks.coding import Coding
from variorum.codebooks.rules import acled, choosing, gtd, ranges, standing, ucdp


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the parameters without which a codebook can't use it."""

    apply: Callable[[Coding], None]
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.apply.__name__

    @property
    def explanation(self) -> str:
        """What it does, in plain words, on one line."""
        return " ".join((inspect.getdoc(self.apply) or "").split())


RULES: tuple[Rule, ...] = (
    Rule(standing.denied),
    Rule(standing.conditional),
    Rule(standing.doubted, ("doubted",)),
    Rule(standing.unsure_readings, ("least_confidence",)),
    Rule(standing.parts_of_wholes),
    Rule(standing.uncounted_parts),
    Rule(standing.one_origin),
    Rule(standing.unreasonable, ("unreasonable", "number_words")),
    Rule(standing.single_persons),
    Rule(standing.superseded),
    Rule(standing.words_of_perpetrators),
    Rule(standing.unnamed_media, ("unnamed_media",)),
    Rule(standing.enemy_counts, ("enemy_counts",)),
    Rule(standing.same_people, ("same_number",)),
    Rule(standing.hurt_and_dead),
    Rule(standing.number_words, ("number_words", "few_if_any")),
    Rule(standing.groups_of_one_speaker),
    Rule(choosing.range_of_each_group),
    Rule(choosing.most_agreed, ("ranking", "narrator", "tie")),
    Rule(choosing.lowest_of_each_group, ("corroborated_by",)),
    Rule(choosing.recent_majority_lowest, ("same_time_days", "ranking", "narrator")),
    Rule(choosing.split_of_the_total),
    Rule(ucdp.low_best_high, ("lowest_of",)),
    Rule(ucdp.type_of_violence),
    Rule(ucdp.sides),
    Rule(ucdp.deaths_by_side),
    Rule(ucdp.date_precision),
    Rule(ucdp.event_clarity),
    Rule(ucdp.where_precision),
    Rule(ucdp.ucdp_inclusion, ("threshold",)),
    Rule(acled.fatalities, ("lowest_of",)),
    Rule(acled.suicide_bomber),
    Rule(acled.event_type),
    Rule(acled.actors_and_interaction),
    Rule(acled.civilian_targeting),
    Rule(acled.geo_and_time_precision),
    Rule(acled.notes),
    Rule(acled.acled_inclusion),
    Rule(gtd.killed_and_wounded),
    Rule(gtd.bomber_among_the_killed),
    Rule(gtd.groups_and_claims),
    Rule(gtd.attack_weapon_target),
    Rule(gtd.gtd_date_and_place),
    Rule(gtd.gtd_inclusion, ("armed_targets",)),
    Rule(ranges.civilians_min_max, ("unspecified",)),
    Rule(ranges.corroboration),
    Rule(ranges.ibc_inclusion, ("police_in_battle", "country")),
    Rule(ranges.who_and_how),
    Rule(ranges.civilians_unless_told, ("unspecified",)),
    Rule(ranges.airwars_min_max, ("enemy_counts",)),
    Rule(ranges.grading),
    Rule(ranges.airwars_inclusion, ("weapons",)),
    Rule(ranges.killed_and_injured),
    Rule(ranges.day_and_place),
    Rule(ranges.house_inclusion),
)

BY_NAME = {rule.name: rule for rule in RULES}

"""The grammar of English time expressions: four stages of rules from word classes to meanings.

The first stage reads simple expressions ("6 September", "last week", "Friday"), the second makes one date of two
("Friday, Oct. 20", "June 9 last year"), the third adds a part ("late on Friday", "the end of last year"), the fourth
joins what is left ("from Monday to Wednesday").
"""

from __future__ import annotations

from functools import cache

from variorum.dates.calendar_rules import CALENDAR_RULES
from variorum.dates.cascade import Rule, rule
from variorum.dates.joining_rules import DATE_RULES, JOINING_RULES, PART_RULES
from variorum.dates.relative_rules import RELATIVE_RULES


@cache
def stages() -> tuple[tuple[Rule, ...], ...]:
    """The rules of each stage, in their order: between matches of one length the earlier rule wins."""
    tables = ((*CALENDAR_RULES, *RELATIVE_RULES), DATE_RULES, PART_RULES, JOINING_RULES)
    return tuple(tuple(rule(pattern, build) for pattern, build in table) for table in tables)

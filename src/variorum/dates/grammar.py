"""The grammar of English time expressions: three stages of rules from word classes to meanings.

The first stage reads simple expressions ("6 September", "last week", "Friday"), the second puts a part of the day, a
weekday or a year to them ("late on Friday, Oct. 20"), the third joins them ("from Monday to Wednesday").
"""

from __future__ import annotations

from functools import cache

from variorum.dates.calendar_rules import CALENDAR_RULES
from variorum.dates.cascade import Rule, rule
from variorum.dates.joining_rules import JOINING_RULES, PUTTING_RULES
from variorum.dates.relative_rules import RELATIVE_RULES


@cache
def stages() -> tuple[tuple[Rule, ...], ...]:
    """The rules of each stage, in their order: between matches of one length the earlier rule wins."""
    tables = ((*CALENDAR_RULES, *RELATIVE_RULES), PUTTING_RULES, JOINING_RULES)
    return tuple(tuple(rule(pattern, build) for pattern, build in table) for table in tables)

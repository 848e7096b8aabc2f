"""Time expressions of English news to intervals of days, against the day of publication.

    from variorum.dates import find
    find("Two died on Friday, Oct. 20.", date(2017, 10, 21))[0].days   # 2017-10-20

Stands alone: it needs no parser and knows nothing of events. Where the words say less than a day, the result is the
whole week, month or year; where nothing can be known, `days` is None.
"""

from variorum.dates.finder import dateline_date, find
from variorum.dates.model import Granularity, Kind, Relation, TimeExpression, date_prec

__all__ = ["Granularity", "Kind", "Relation", "TimeExpression", "date_prec", "dateline_date", "find"]

"""The order of the steps, and nothing else knows it: `reading` makes claims of reports, `recording` appends them to a
ledger, `tables` makes rows of events.
"""

from variorum.pipeline.reading import (
    Reader,
    actors_of_all,
    explain_all,
    llm_reader,
    places_of_all,
    read,
    read_all,
    read_answers,
)

__all__ = ["Reader", "actors_of_all", "explain_all", "llm_reader", "places_of_all", "read", "read_all", "read_answers"]

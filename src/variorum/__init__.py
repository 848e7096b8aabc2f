"""Variorum reads news reports of violent events and keeps every account side by side, each number with its source.

    import datetime, variorum
    reading = variorum.read("At least 12 people were killed ...", published=datetime.date(2024, 5, 1))
    for toll in reading.tolls:
        print(toll.count, toll.group.text, toll.outcome, [source.text for source in toll.sources])
"""

from variorum.errors import ReportError, VariorumError
from variorum.models import Event, Extraction, Report, Responsibility, Source, Toll
from variorum.pipeline import Reader, read, read_all
from variorum.settings import Settings

__all__ = [
    "Event",
    "Extraction",
    "Reader",
    "Report",
    "ReportError",
    "Responsibility",
    "Settings",
    "Source",
    "Toll",
    "VariorumError",
    "read",
    "read_all",
]
